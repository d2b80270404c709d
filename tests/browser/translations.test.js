// Several languages: the same page in each of them, and pages that are not translated yet.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

import { knowledgeBase, publish, stage } from "./kit.js";

const CONFIG = `title: Test help
language: en
languages:
  - {code: en, name: English}
  - {code: ar, name: العربية}
nav: [{title: Shop, url: /payments/_index.md}]
`;
const BODY = `Open the app.

## First part

> [!NOTE]
> Words.

| a | b |
|---|---|
| 1 | 2 |

## Second part

1. One
2. Two
`;

const see = stage(async () => publish({
  root: await knowledgeBase({
    "../faqtory.yaml": CONFIG,
    "_index.md": "---\ntitle: How can we help?\nfeatured: [/payments/refunds.md]\n---\n",
    "payments/_index.md": "---\ntitle: Payments\ndescription: About money\n---\n",
    "payments/refunds.md": `---\ntitle: Get a refund\ndescription: How money comes back\ncodes: [P-1]\n---\n${BODY}`,
    "payments/cards.md": `---\ntitle: Cards\nslug: bank-cards\n---\n[Refunds](./refunds.md)\n\n${BODY}`,
    "travel/_index.md": "---\ntitle: Travel\n---\n",
    "travel/abroad.md": "---\ntitle: Abroad\n---\nNot yet.\n",
    "travel/back.md": "---\ntitle: Back\n---\nNot yet.\n",
    "ar/payments/cards.md": "---\ntitle: بطاقات\ntranslated_from: 0123456789abcdef\n---\n[استرداد](./refunds.md#second-part)\n",
  }),
}));
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** @param {import("playwright-core").Page} page */
async function switchTo(page, /** @type {string} */ name) {
  await page.locator(".languages-popup > summary").click();
  await page.locator(".languages-popup").getByRole("link", { name }).click();
}

see("the list of languages leads to the same article, whatever its address", {}, async (page) => {
  await page.goto("payments/bank-cards/");
  await switchTo(page, "العربية");
  await page.waitForURL("**/ar/payments/cards/");
  assert.equal(await page.locator("h1").textContent(), "بطاقات");
  await switchTo(page, "English");
  await page.waitForURL("**/payments/bank-cards/");
});

see("categories and the search page have their own counterparts", {}, async (page) => {
  for (const address of ["payments/", "travel/", "search/"]) {
    await page.goto(address);
    await switchTo(page, "العربية");
    await page.waitForURL(`**/ar/${address}`);
  }
});

see("a page that is not translated says so, and whose language its texts are", {}, async (page) => {
  await page.goto("ar/payments/cards/");
  await page.getByRole("link", { name: "استرداد" }).click();
  await page.waitForURL("**/ar/payments/refunds/#second-part");
  assert.ok(await page.locator(".translation-notice").isVisible());
  const languages = await page.evaluate(() => ["html", "h1", ".lead", ".prose", ".toc-list"].map((selector) => {
    const found = document.querySelector(selector);
    return `${selector} ${found?.getAttribute("lang")} ${found && getComputedStyle(found).direction}`;
  }));
  assert.deepEqual(languages, ["html ar rtl", "h1 en ltr", ".lead en ltr", ".prose en ltr", ".toc-list en ltr"]);
  const label = page.locator(".siblings .text-language");
  assert.deepEqual(await label.allTextContents(), ["English"]);
});

see("an outdated translation leads to the page it was made from", {}, async (page) => {
  await page.goto("ar/payments/cards/");
  await page.locator(".translation-notice a").click();
  await page.waitForURL("**/payments/bank-cards/");
});

see("texts of the other direction keep to the edge of the list", {}, async (page) => {
  /** @param {string} selector @param {"left" | "right"} side */
  const edges = (selector, side) => page.locator(selector).evaluateAll((all, side) => all.map((it) => {
    const range = document.createRange();
    range.selectNodeContents(it);
    return Math.round(range.getBoundingClientRect()[side]);
  }), side);
  await page.goto("ar/payments/");
  const row = ".row:has(.row-text[dir=ltr])";
  assert.deepEqual(await edges(`${row} .row-text`, "right"), await edges(`${row} .row-title`, "right"));
  assert.equal(await page.locator(row).count(), 1);
  /** @type {Set<string>} */
  const seen = new Set();
  for (const address of ["ar/payments/cards/", "ar/payments/refunds/", "ar/travel/abroad/"]) {
    await page.goto(address);
    for (const [link, side] of /** @type {const} */ ([[".pager-previous", "right"], [".pager-next", "left"]])) {
      if (!await page.locator(`${link} bdi[dir=ltr]`).count()) continue;
      seen.add(link);
      assert.deepEqual(await edges(`${link} bdi`, side), await edges(`${link} > span:first-child`, side), `${address} ${link}`);
    }
  }
  assert.equal(seen.size, 2);
});

see("articles that were read keep the language of their titles", {}, async (page) => {
  await page.goto("ar/payments/cards/");
  await page.goto("ar/payments/refunds/");
  await page.goto("ar/");
  const titles = await page.locator(".recent a").evaluateAll((all) => all.map((it) => [it.textContent, it.getAttribute("lang"), it.getAttribute("dir")]));
  assert.deepEqual(titles, [["Get a refund", "en", "ltr"], ["بطاقات", null, null]]);
});

see("search in a language finds what is in it", {}, async (page) => {
  await page.goto("ar/search/?q=refund");
  await page.locator("search-page .search-state, search-page .results").first().waitFor();
  assert.equal(await page.locator("search-page .results li").count(), 0);
});

const PAGES = ["ar/", "ar/payments/", "ar/travel/", "ar/payments/refunds/", "ar/payments/cards/", "ar/search/"];
for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  for (const width of [360, 1280]) {
    see(`mixed languages have no violation, ${colorScheme}, ${width} px`, { colorScheme, viewport: { width, height: 800 } }, async (page) => {
      for (const address of PAGES) {
        await page.goto(address);
        await page.evaluate(axe);
        // @ts-expect-error axe came with the line before
        const { violations } = await page.evaluate(() => axe.run());
        const told = violations.map((/** @type {any} */ { id, nodes }) => `${address} ${id}: ${nodes[0].html}`);
        assert.deepEqual(told, []);
      }
    });
  }
}

see("mixed languages fit 320 px", { viewport: { width: 320, height: 640 } }, async (page) => {
  for (const address of PAGES) {
    await page.goto(address);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 320, `${address}: ${width}`);
  }
});
