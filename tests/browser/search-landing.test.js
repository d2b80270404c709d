// An article that a search led to shows the words that were found; its address and its content stay as they are.

import assert from "node:assert/strict";

import { eventually, excerptsCome, knowledgeBase, publish, stage } from "./kit.js";

const see = stage(publish);
const field = "#search-dialog input[type=search]";

/** @param {import("playwright-core").Page} page @param {string} query */
async function ask(page, query) {
  await page.keyboard.press("Control+k");
  await page.locator(`${field}:focus`).waitFor();
  await page.keyboard.insertText(query);
  await page.locator("#search-dialog .result-title").first().waitFor();
}

/** The words that are marked. @param {import("playwright-core").Page} page */
const marked = (page) => page.evaluate(() => [...CSS.highlights.get("found") ?? []].map((range) => {
  const live = document.createRange();
  live.setStart(range.startContainer, range.startOffset);
  live.setEnd(range.endContainer, range.endOffset);
  return live.toString().toLowerCase();
}));

see("words are marked where they are, nothing is added to the address or the page, and Escape clears them", {}, async (page) => {
  await page.goto("safety/helmets/");
  const before = await page.locator(".article").innerHTML();
  await page.goto("payments/");
  await ask(page, "helmet law");
  await excerptsCome(page, "helmet law"); // and the words with them
  await page.locator("#search-dialog a[href='/safety/helmets/']").first().click();
  await page.waitForURL((url) => url.pathname === "/safety/helmets/" && !url.search && !url.hash);
  await eventually(async () => assert.ok((await marked(page)).length > 3));
  const words = new Set(await marked(page));
  assert.ok([...words].some((word) => word.startsWith("helmet")), [...words].join());
  assert.equal(await page.locator(".article").innerHTML(), before);
  assert.equal(await page.evaluate(() => sessionStorage.getItem("faqtory-found")), null);
  await page.keyboard.press("Control+k");
  await page.locator("#search-dialog[open] input[aria-controls]").waitFor();
  await page.keyboard.press("Escape");
  await page.locator("#search-dialog:not([open])").waitFor({ state: "attached" });
  assert.ok((await marked(page)).length > 3, "Escape belongs to the dialog");
  await page.keyboard.press("Escape");
  await eventually(async () => assert.deepEqual(await marked(page), []));
  await page.reload();
  assert.deepEqual(await marked(page), []);
});

see("a word that only the title has is marked there", {}, async (page) => {
  await page.goto("payments/");
  await ask(page, "refund to my card");
  await excerptsCome(page, "refund to my card");
  await page.locator("#search-dialog a[href='/payments/refunds/']").first().click();
  await page.waitForURL("**/payments/refunds/");
  await eventually(async () => assert.ok((await marked(page)).includes("refund")));
  assert.ok((await marked(page)).some((word) => word.startsWith("card")), "and what excerpts have");
});

see("results of the search page do the same, and a section is scrolled to", {}, async (page) => {
  await page.goto("search/?q=refund");
  await page.locator("search-page .results mark").first().waitFor();
  await page.locator("search-page .result-section[href='/payments/refunds/#when']").click();
  await page.waitForURL("**/payments/refunds/#when");
  await eventually(async () => assert.ok((await marked(page)).length > 0));
  await eventually(async () => {
    const { y } = await page.locator("#when").boundingBox() ?? { y: -1 };
    assert.ok(y >= 0 && y < 200, `section at ${y}`);
  });
});

see("another part of the same page: the dialog closes, the part is shown, its words are marked", {}, async (page) => {
  await page.goto("payments/refunds/");
  await ask(page, "when you get money back");
  await page.locator("#search-dialog .result-section[href='/payments/refunds/#when']").click();
  await page.waitForURL("**/payments/refunds/#when");
  await page.locator("#search-dialog").waitFor({ state: "hidden" });
  await eventually(async () => assert.ok((await marked(page)).length > 0));
});

see("a page that no search led to fetches nothing for it", {}, async (page) => {
  /** @type {string[]} */
  const scripts = [];
  page.on("request", (request) => { if (request.url().endsWith(".js")) scripts.push(request.url()); });
  await page.goto("payments/refunds/");
  await page.waitForLoadState("networkidle");
  assert.equal(scripts.filter((url) => /found-words|search/.test(url)).length, 0, scripts.join());
  assert.ok(scripts.length > 0);
});

see("a result in a tab of its own leaves no words for another page", {}, async (page) => {
  await page.goto("payments/");
  await ask(page, "helmet");
  const link = page.locator("#search-dialog a[href='/safety/helmets/']").first();
  const [tab] = await Promise.all([page.context().waitForEvent("page"), link.click({ modifiers: ["Control"] })]);
  await tab.waitForURL("**/safety/helmets/");
  assert.equal(await page.evaluate(() => sessionStorage.getItem("faqtory-found")), null);
});

const articles = {
  "art.md": "# Art and parts\n\nThe art of (parts) has many a part. C++ is an art, state of the art, partly.\n",
  "ja.md": "# 返金について\n\n返金は五日かかります。返金の手続き。\n",
};

stage(async () => publish({ root: await knowledgeBase(articles) }))("whole words only, in scripts that have spaces; signs are signs", {}, async (page) => {
  const mark = async (/** @type {string} */ path, /** @type {string[]} */ words) => {
    await page.goto("");
    await page.evaluate(([path, words]) => sessionStorage.setItem("faqtory-found", JSON.stringify({ path, words })), /** @type {const} */ ([path, words]));
    await page.goto(path);
    await page.waitForFunction(() => CSS.highlights.has("found"));
    return marked(page);
  };
  assert.deepEqual(await mark("/art/", ["art", "c++", "(parts"]), ["art", "art", "(parts", "c++", "art", "art"]);
  assert.deepEqual(await mark("/ja/", ["返金"]), ["返金", "返金", "返金"]);
});
