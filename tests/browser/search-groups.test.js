// Results as readers and screen readers meet them: sections grouped under their article, the answer first.

import assert from "node:assert/strict";

import { eventually, holdModules, publish, stage } from "./kit.js";

const see = stage(publish);
const field = "#search-dialog input[type=search]";
const groups = "#search-dialog [role=listbox] > [role=group]";

/** @param {import("playwright-core").Page} page @param {string} query @param {string} [at] */
async function ask(page, query, at = "payments/") {
  await page.goto(at);
  await page.keyboard.press("Control+k");
  await page.locator(`${field}:focus`).waitFor();
  // At once: on a slow machine half of the query would have results of its own.
  await page.keyboard.insertText(query);
  await page.locator("#search-dialog .result-title").first().waitFor();
}

see("a group is named by its article, and holds it and its section as options of their own", {}, async (page) => {
  await ask(page, "refund");
  const group = page.locator(`${groups}:not(.result-answer)`, { has: page.locator(".result-section") }).first();
  const [article, section] = await group.locator("[role=option]").all();
  assert.equal(await group.getAttribute("aria-label"), await article.locator(".result-title").innerText());
  const [to, part] = [await article.getAttribute("href"), await section.getAttribute("href")];
  assert.ok(part?.startsWith(`${to}#`), `${part} is a part of ${to}`);
  assert.equal(await group.locator("[role=option]").count(), 2);
  const [x, indented] = [await article.boundingBox(), await section.boundingBox()];
  assert.ok((indented?.x ?? 0) > (x?.x ?? 0), "the section is indented");
});

see("arrows pass every article and every section, and end in the field", {}, async (page) => {
  await ask(page, "refund");
  const ids = await page.locator("#search-dialog [role=option]").evaluateAll((all) => all.map((it) => it.id));
  assert.ok(ids.length > await page.locator(groups).count());
  const passed = [];
  for (const _ of ids) {
    await page.keyboard.press("ArrowDown");
    passed.push(await page.locator(field).getAttribute("aria-activedescendant"));
    assert.equal(await page.locator("#search-dialog [aria-selected=true]").count(), 1);
  }
  assert.deepEqual(passed, ids);
  await page.keyboard.press("ArrowDown");
  assert.equal(await page.locator(field).getAttribute("aria-activedescendant"), null);
  await page.keyboard.press("ArrowUp");
  assert.equal(await page.locator(field).getAttribute("aria-activedescendant"), ids.at(-1));
  await page.keyboard.press("Home");
  assert.equal(await page.locator(field).evaluate((it) => /** @type {HTMLInputElement} */ (it).selectionStart), 0, "Home moves in the text");
  await page.keyboard.press("End");
  assert.equal(await page.locator(field).evaluate((it) => /** @type {HTMLInputElement} */ (it).selectionStart), 6);
});

see("the count that is announced is that of articles", {}, async (page) => {
  await ask(page, "galway");
  const total = await page.evaluate(async () => {
    const { openIndex } = await import(new URL("/_faqtory/search.js", location.href).href);
    return (await (await openIndex()).search("galway")).total;
  });
  assert.equal(await page.locator(groups).count(), total);
  await eventually(async () => assert.equal(await page.locator("#search-dialog [role=status]").innerText(), `${total} results`));
});

for (const [where, at, answer] of [
  ["dialog", "payments/", groups], ["start page", "", ".hero [role=listbox] > [role=group]"],
  ["search page", `search/?q=${encodeURIComponent("can i take my dog")}`, "search-page .results > li"],
]) {
  see(`${where}: the answer comes first, with its question, its place and its article`, {}, async (page) => {
    await page.goto(at);
    if (where === "dialog") await page.keyboard.press("Control+k");
    if (where === "start page") await page.locator(".hero input").click();
    if (where !== "search page") await page.keyboard.insertText("can i take my dog");
    const first = page.locator(answer).first();
    await eventually(async () => assert.match(await first.innerText(), /Answer\s+Can I take my dog\?\s+Only a small dog that fits inside the basket/));
    const addresses = await first.locator("a:not(.answer-tool)").evaluateAll((all) => all.map((it) => /** @type {HTMLAnchorElement} */ (it).pathname + /** @type {HTMLAnchorElement} */ (it).hash));
    assert.deepEqual(addresses, ["/riding/riding-questions/#can-i-take-my-dog", "/riding/riding-questions/"]);
    assert.equal(await page.locator(".result-answer").count(), 1);
    if (where === "search page") await first.getByRole("link", { name: "Can I take my dog?" }).click();
    else await first.getByText("Only a small dog").click();
    await page.waitForURL("**/riding/riding-questions/#can-i-take-my-dog");
    await page.getByText("Only a small dog that fits inside the basket").waitFor(); // the question is open
  });
}

see("an answer of a whole article leads to it, and to the section that says more", {}, async (page) => {
  await ask(page, "can i ride without a helmet");
  const links = page.locator(".result-answer a");
  await eventually(async () => assert.equal(await links.count(), 2));
  assert.equal(await links.first().getAttribute("href"), "/safety/helmets/");
  assert.equal(await links.last().getAttribute("href"), "/safety/helmets/#how-it-should-fit");
});

see("closest matches that answer nothing are no answer", {}, async (page) => {
  await page.goto("search/?q=helmet+quantum+banana+kettle");
  await eventually(async () => assert.match(await page.locator("search-page .results > li").first().innerText(), /Do I need a helmet/));
  assert.equal(await page.locator(".result-answer").count(), 0);
});

see("Enter without a choice leads to the search page, and with Control in a tab of its own", {}, async (page) => {
  await ask(page, "refund");
  const [tab] = await Promise.all([page.context().waitForEvent("page"), page.keyboard.press("Control+Enter")]);
  await tab.waitForURL("**/search/?q=refund");
  assert.equal(new URL(page.url()).pathname, "/payments/");
  await page.keyboard.press("ArrowDown");
  const chosen = await page.locator("#search-dialog [aria-selected=true]").getAttribute("href");
  const [other] = await Promise.all([page.context().waitForEvent("page"), page.keyboard.press("Control+Enter")]);
  await other.waitForURL(`**${chosen}`);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/search/?q=refund");
});

see("Enter that ends a composition chooses nothing", {}, async (page) => {
  await ask(page, "refund");
  /** @type {string[]} */
  const left = [];
  page.on("request", (request) => { if (request.isNavigationRequest()) left.push(request.url()); });
  await page.keyboard.press("ArrowDown");
  await page.locator(field).evaluate((it) => {
    it.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true, cancelable: true }));
    it.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown", isComposing: true, bubbles: true, cancelable: true }));
    it.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", keyCode: 229, bubbles: true, cancelable: true }));
  });
  assert.match(await page.locator(field).getAttribute("aria-activedescendant") ?? "", /-0$/);
  // A key that is one is heard after those, and Enter then leads to what it chose.
  await page.keyboard.press("ArrowDown");
  assert.match(await page.locator(field).getAttribute("aria-activedescendant") ?? "", /-1$/);
  assert.deepEqual(left, []);
  const chosen = await page.locator("#search-dialog [aria-selected=true]").getAttribute("href");
  await page.keyboard.press("Enter");
  await page.waitForURL(`**${chosen}`);
  assert.equal(left.length, 1);
});

see("the focus goes back to the button that opened the dialog", {}, async (page) => {
  await page.goto("payments/");
  await page.locator(".search-button").focus();
  await page.keyboard.press("Enter");
  await page.locator(`${field}:focus`).waitFor();
  await page.keyboard.insertText("refund");
  await page.locator("#search-dialog .result-title").first().waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Escape");
  await eventually(async () => assert.ok(await page.locator(".search-button").evaluate((it) => it === document.activeElement)));
  assert.ok(await page.locator("#search-dialog").isHidden());
  await page.keyboard.press("Enter");
  await page.locator(`${field}:focus`).waitFor();
  assert.equal(await page.locator(field).inputValue(), "refund", "the search is still there");
  await page.keyboard.type("helmet");
  assert.equal(await page.locator(field).inputValue(), "helmet", "and typing replaces it");
});

see("dialog opens before its modules are there", {}, async (page) => {
  const release = await holdModules(page);
  await page.goto("payments/");
  await page.locator(".search-button").click();
  await page.locator(`${field}:focus`).waitFor();
  await page.keyboard.type("refund");
  assert.equal(await page.locator("#search-dialog [role=listbox]").count(), 0);
  release();
  await page.locator("#search-dialog .result-title").first().waitFor();
});

see("right to left, the section hangs from the right", { viewport: { width: 390, height: 844 } }, async (page) => {
  await page.goto("payments/");
  await page.evaluate(() => { document.documentElement.dir = "rtl"; });
  await page.keyboard.press("Control+k");
  await page.keyboard.insertText("refund");
  const group = page.locator(`${groups}:not(.result-answer)`, { has: page.locator(".result-section") }).first();
  await group.waitFor();
  const [article, section] = await group.locator("a").all();
  const right = async (/** @type {any} */ it) => { const box = await it.boundingBox(); return box.x + box.width; };
  assert.ok(await right(section) < await right(article));
});
