// Excerpts that show the words of the query replace the descriptions once results are on screen.

import assert from "node:assert/strict";

import { eventually, publish, stage } from "./kit.js";

const see = stage(publish);
const QUERY = "plan refund card";
const box = "#search-dialog .result-group";
const onPage = "search-page .results > li";

/**
 * The descriptions and the excerpts of the results, as the engine has them.
 * @param {import("playwright-core").Page} page
 * @param {number} limit
 */
async function expected(page, limit) {
  return page.evaluate(async ([query, limit]) => {
    const { openIndex } = await import(new URL("/_faqtory/search.js", location.href).href);
    const index = await openIndex();
    const { results } = await index.search(query, { limit });
    const better = await index.excerpts(query, results.slice(0, 10));
    const plain = (/** @type {any} */ { excerpt }) => excerpt.map((/** @type {any} */ piece) => piece.text).join("");
    return { before: results.map(plain), after: better.map(plain) };
  }, /** @type {const} */ ([QUERY, limit]));
}

/**
 * The text of the excerpts on screen, and how many lines the tallest has.
 * @param {import("playwright-core").Page} page
 * @param {string} results
 */
function shown(page, results) {
  return page.locator(results).evaluateAll((all) => {
    const excerpts = all.map((result) => result.querySelector(".result-excerpt"));
    const lines = excerpts.map((it) => it ? it.getBoundingClientRect().height / parseFloat(getComputedStyle(it).lineHeight) : 0);
    return { texts: excerpts.map((it) => it?.textContent ?? ""), lines: Math.max(...lines) };
  });
}

see("dialog shows them, and nothing else changes", {}, async (page) => {
  await page.goto("payments/");
  await page.keyboard.press("/");
  await page.locator("#search-dialog input[type=search]:focus").waitFor();
  const { before, after } = await expected(page, 8);
  assert.notDeepEqual(after, before);
  await page.keyboard.insertText(QUERY);
  // Not the popular articles, which an empty field offers.
  await page.locator(`${box} .result-title`).first().waitFor();
  await page.evaluate(() => {
    const status = /** @type {Element} */ (document.querySelector("#search-dialog [role=status]"));
    const said = (window.said = /** @type {string[]} */ ([]));
    new MutationObserver(() => said.push(status.textContent ?? "")).observe(status, { childList: true, characterData: true, subtree: true });
  });
  await page.keyboard.press("ArrowDown");
  const active = () => page.locator("#search-dialog input[type=search]").getAttribute("aria-activedescendant");
  const first = await active();
  await eventually(async () => assert.deepEqual((await shown(page, box)).texts.slice(1), after.slice(1)));
  assert.equal(await active(), first, "the same option stays active");
  assert.equal(await page.locator(`${box} [aria-selected=true]`).getAttribute("id"), first);
  assert.ok(await page.locator("#search-dialog input[type=search]:focus").isVisible());
  assert.ok((await shown(page, box)).lines < 2.1, "two lines at most");
  await page.keyboard.press("ArrowUp");
  await eventually(async () => assert.equal((await shown(page, box)).texts[0], after[0]));
  await eventually(async () => assert.match(await page.locator("#search-dialog [role=status]").innerText(), /\d+ results/));
  assert.ok((await page.evaluate(() => window.said)).length <= 1, "the count is announced once");
});

see("page shows them for the first results, and for the rest when the reader scrolls", {}, async (page) => {
  await page.goto(`search/?q=${encodeURIComponent(QUERY)}`);
  const { before, after } = await expected(page, 30);
  assert.ok(before.length > 12);
  await eventually(async () => assert.deepEqual((await shown(page, onPage)).texts.slice(0, 10), after));
  assert.deepEqual((await shown(page, onPage)).texts.slice(10), before.slice(10));
  assert.ok((await shown(page, onPage)).lines < 2.1);
  await page.mouse.wheel(0, 600);
  await eventually(async () => assert.notDeepEqual((await shown(page, onPage)).texts.slice(10, 20), before.slice(10, 20)));
});

see("newer query takes the place of one whose excerpts are not there yet", {}, async (page) => {
  await page.goto("search/?q=refund");
  await page.locator(onPage).first().waitFor();
  await page.locator("search-page input[type=search]").fill(QUERY);
  const { after } = await expected(page, 30);
  await eventually(async () => assert.deepEqual((await shown(page, onPage)).texts.slice(0, 10), after));
  // The engine answers one after the other: what was asked before this has come.
  await expected(page, 30);
  assert.deepEqual((await shown(page, onPage)).texts.slice(0, 10), after);
});
