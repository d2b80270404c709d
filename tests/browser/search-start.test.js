// What an empty search offers: what this reader searched for, in this browser alone, and popular articles.

import assert from "node:assert/strict";

import { eventually, knowledgeBase, publish, stage } from "./kit.js";

const see = stage(publish);
const field = "#search-dialog input[type=search]";
const recent = "#search-dialog [data-recent]";
const KEY = "faqtory-searches:/:en";

/** @param {import("playwright-core").Page} page @param {string} [query] */
async function open(page, query = "") {
  await page.keyboard.press("Control+k");
  await page.locator(`${field}[aria-controls]:focus`).waitFor();
  await page.locator(field).fill(query);
  if (query) await page.locator("#search-dialog .result-title").first().waitFor();
}

/** @param {import("playwright-core").Page} page */
const kept = (page) => page.evaluate((key) => JSON.parse(localStorage.getItem(key) ?? "[]"), KEY);

/** @param {import("playwright-core").Page} page @param {string[]} queries */
const keep = (page, queries) => page.evaluate(([key, queries]) => localStorage.setItem(String(key), JSON.stringify(queries)), [KEY, queries]);

see("popular articles are there before anything is typed, and arrows reach them", {}, async (page) => {
  await page.goto("payments/");
  await open(page);
  const group = page.locator("#search-dialog [role=group]");
  assert.equal(await group.getAttribute("aria-label"), "Popular articles");
  assert.ok(await group.locator("[role=option]").count() <= 5);
  assert.equal(await page.locator(field).getAttribute("aria-expanded"), "true");
  await page.keyboard.press("ArrowDown");
  const href = await page.locator("#search-dialog [aria-selected=true]").getAttribute("href");
  await page.keyboard.press("Enter");
  await page.waitForURL(`**${href}`);
  assert.deepEqual(await kept(page), [], "nothing was searched for");
});

stage(async () => publish({ root: await knowledgeBase({ "_index.md": "# Home\n", "hurt.md": "---\ntitle: After an accident\nsensitive: true\n---\nCall first.\n", "helmet.md": "# Helmets after an accident\n" }) }))("a search that led to something sensitive is forgotten", {}, async (page) => {
  for (const [query, title] of [["helmet", "Helmets"], ["accident", "Helmets"], ["accident", "After"]]) {
    await page.goto("");
    await open(page, query);
    const link = page.locator("#search-dialog [role=option]", { hasText: new RegExp(`^\\s*${title}`) }).first();
    await link.click();
    await page.waitForURL(title === "After" ? "**/hurt/" : "**/helmet/");
    assert.deepEqual(await kept(page), { helmet: ["helmet"], accident: title === "After" ? ["helmet"] : ["accident", "helmet"] }[query]);
  }
  await page.goto("");
  assert.deepEqual(await page.locator(".recent a:visible").allTextContents(), ["Helmets after an accident"]);
});

see("searches that led somewhere are offered again; what was only typed is not", {}, async (page) => {
  await page.goto("payments/");
  await open(page, "helmet");
  await page.locator(field).fill("refund");
  await eventually(async () => assert.match(await page.locator("#search-dialog .result-title").first().innerText(), /refund/i));
  assert.deepEqual(await kept(page), []);
  await page.locator("#search-dialog [role=option]").first().click();
  await page.waitForURL("**/payments/refunds/");
  await open(page, "galway");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/search/?q=galway");
  await page.locator("search-page input[type=search]").fill("broken bike");
  await page.waitForURL("**/search/?q=broken+bike");
  assert.deepEqual(await kept(page), ["galway", "refund"]);
  await page.locator("search-page .results a").and(page.locator("[href*='/safety/'], [href*='/troubleshooting/']")).first().click();
  await page.waitForURL(/safety|troubleshooting/);
  await open(page);
  assert.deepEqual(await page.locator(recent).allInnerTexts(), ["broken bike", "galway", "refund"]);
  assert.deepEqual(await page.locator("#search-dialog [role=group]").evaluateAll((all) => all.map((it) => it.getAttribute("aria-label"))), ["Recent searches", "Popular articles"]);
  await page.locator(recent, { hasText: "refund" }).click();
  assert.equal(await page.locator(field).inputValue(), "refund");
  await page.locator("#search-dialog .result-title").first().waitFor();
  assert.ok(await page.locator(`${field}:focus`).isVisible());
  assert.deepEqual(await kept(page), ["refund", "broken bike", "galway"]);
});

see("the six latest are kept, each once", {}, async (page) => {
  await page.goto("payments/");
  await keep(page, ["one", "two", "three", "four", "five", "Refund"]);
  await open(page, "refund");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/search/?q=refund");
  assert.deepEqual(await kept(page), ["refund", "one", "two", "three", "four", "five"]);
  await page.locator("search-page .results > li").first().waitFor();
  await page.locator("search-page input[type=search]").fill("helmet");
  await page.keyboard.press("Enter");
  // Before its script is there, the field leads to another page.
  await eventually(async () => assert.deepEqual(await kept(page), ["helmet", "refund", "one", "two", "three", "four"]));
});

see("each can be removed, and all of them", {}, async (page) => {
  await page.goto("payments/");
  await keep(page, ["helmet", "refund", "galway"]);
  await open(page);
  await page.getByRole("button", { name: "Remove “refund” from recent searches" }).press("Enter");
  assert.deepEqual(await kept(page), ["helmet", "galway"]);
  assert.deepEqual(await page.locator(recent).allInnerTexts(), ["helmet", "galway"]);
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("aria-label")), "Remove “galway” from recent searches");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("aria-label")), "Remove “helmet” from recent searches");
  await page.getByRole("button", { name: /^Clear/ }).click();
  assert.deepEqual(await kept(page), []);
  assert.equal(await page.locator(recent).count(), 0);
  assert.ok(await page.locator(`${field}:focus`).isVisible());
  assert.equal(await page.locator("#search-dialog [role=option]").count(), 5, "the popular ones stay");
});

see("every remove button stands in the row of its search", { viewport: { width: 320, height: 640 } }, async (page) => {
  await page.goto("payments/");
  await keep(page, ["how do I report a bike with a lock that will not close", "refund", "Wie bekomme ich mein Geld zurück, bitte sehr?"]);
  for (const size of ["16px", "32px"]) {
    await page.evaluate((size) => { document.documentElement.style.fontSize = size; }, size);
    await open(page);
    const rows = await Promise.all((await page.locator(recent).all()).map((it) => it.boundingBox()));
    const buttons = await Promise.all((await page.locator(".recent-forget").all()).map((it) => it.boundingBox()));
    rows.forEach((row, at) => {
      assert.ok(Math.abs((row?.y ?? 0) - (buttons[at]?.y ?? 0)) < 1.5, `row ${at} at ${size}`);
      assert.ok((buttons[at]?.width ?? 0) >= 43.9 && (buttons[at]?.height ?? 0) >= 43.9);
    });
    assert.equal(rows.length, buttons.length);
    await page.keyboard.press("Escape");
    await page.locator("#search-dialog").waitFor({ state: "hidden" });
  }
});

see("start page offers recent searches below its field, and nothing when there are none", {}, async (page) => {
  await page.goto("");
  await page.locator(".hero input").click();
  await page.locator(".hero input[aria-controls]").waitFor();
  assert.ok(await page.locator(".hero .search-panel").isHidden());
  await keep(page, ["refund"]);
  await page.keyboard.press("ArrowDown");
  assert.deepEqual(await page.locator(".hero [role=option]").allInnerTexts(), ["refund"]);
  await page.keyboard.press("Escape");
  assert.ok(await page.locator(".hero .search-panel").isHidden());
  await page.locator(".hero input").click();
  await page.locator(".hero [data-recent]").click();
  await page.locator(".hero .result-title").first().waitFor();
});

for (const [what, spoil] of /** @type {const} */ ([
  ["blocked", () => {
    for (const name of ["localStorage", "sessionStorage"]) {
      Object.defineProperty(window, name, { get() { throw new DOMException("blocked", "SecurityError"); } });
    }
  }],
  ["full", () => { Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); }; }],
  ["spoiled", () => localStorage.setItem("faqtory-searches:/:en", "{\"length\": 3}")],
])) {
  see(`storage that is ${what} costs nothing but the memory`, {}, async (page) => {
    await page.addInitScript(spoil);
    await page.goto("payments/");
    await open(page);
    assert.equal(await page.locator("#search-dialog [role=option]").count(), 5);
    await page.keyboard.insertText("refund");
    await page.locator("#search-dialog .result-title").first().waitFor();
    await page.locator("#search-dialog [role=option]").first().click();
    await page.waitForURL("**/payments/refunds/");
    assert.ok(await page.locator("h1").isVisible());
  });
}

stage(async () => publish({ root: await knowledgeBase({ "a.md": "# Alpha\n\nText.\n" }) }))("site without featured articles has an empty dialog, and no heading over nothing", {}, async (page) => {
  await page.goto("");
  await open(page);
  assert.equal(await page.locator("#search-dialog [role=option]").count(), 0);
  assert.equal(await page.locator(field).getAttribute("aria-expanded"), "false");
  assert.ok(await page.locator("#search-dialog .search-panel").isHidden());
  await page.keyboard.type("xqzvwkj");
  await page.locator("#search-dialog .search-state").waitFor();
  assert.ok(!(await page.locator("#search-dialog .search-state").innerText()).includes("Popular"));
});
