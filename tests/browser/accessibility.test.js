// Every kind of page in light and dark, on a phone and on a desk: no violation that axe can see, nothing cut off.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

import { articleAddresses, publish, stage } from "./kit.js";

const see = stage(publish);
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** @type {Record<string, (page: import("playwright-core").Page) => Promise<unknown>>} */
const VIEWS = {
  "start page": (page) => page.goto(""),
  "category": (page) => page.goto("business/"),
  "article": (page) => page.goto("payments/prices/"),
  "article with code and tabs": (page) => page.goto("business/api/quickstart/"),
  "FAQ": async (page) => {
    await page.goto("riding/riding-questions/");
    await page.locator(".faq-item summary").first().click();
  },
  "how-to": (page) => page.goto("getting-started/first-ride/"),
  "troubleshooter": (page) => page.goto("troubleshooting/bike-wont-unlock/"),
  "policy": (page) => page.goto("policies/fees/"),
  "search page": (page) => page.goto("search/"),
  "search page with results": async (page) => {
    await page.goto("search/?q=refund");
    await page.locator("search-page .results li").first().waitFor();
  },
  "search page with filters": async (page) => {
    await page.goto("search/?q=refund&kind=howto&tags=api");
    await page.locator("search-page .filters").waitFor();
    const closed = page.locator("search-page .filters:not([open]) > summary");
    if (await closed.count()) await closed.click();
  },
  "search dialog with results": async (page) => {
    await page.goto("payments/");
    await page.keyboard.press("Control+k");
    await page.keyboard.type("refund");
    await page.locator("#search-dialog [role=option]").first().waitFor();
    await page.keyboard.press("ArrowDown");
  },
  "search dialog with an answer and filters": async (page) => {
    await page.goto("payments/");
    await page.keyboard.press("Control+k");
    await page.keyboard.type("can i take my dog");
    await page.locator("#search-dialog .search-more:visible").click();
    await page.keyboard.press("ArrowDown");
  },
  "search dialog before anything is typed": async (page) => {
    await page.goto("payments/");
    await page.evaluate(() => localStorage.setItem("faqtory-recent-en", JSON.stringify(["refund", "a bike that will not lock"])));
    await page.keyboard.press("Control+k");
    await page.locator("#search-dialog [data-recent]").first().waitFor();
    await page.keyboard.press("ArrowDown");
  },
  "start page with results": async (page) => {
    await page.goto("");
    await page.locator(".hero input").click();
    await page.keyboard.type("refund");
    await page.locator(".hero [role=option]").first().waitFor();
  },
  "search page with an answer": async (page) => {
    await page.goto("search/?q=can+i+take+my+dog");
    await page.locator("search-page .result-answer").waitFor();
  },
  "search page without results": async (page) => {
    await page.goto("search/?q=xqzvwkj");
    await page.locator("search-page .search-state").waitFor();
  },
  "search dialog without results": async (page) => {
    await page.goto("payments/");
    await page.keyboard.press("Control+k");
    await page.keyboard.type("xqzvwkj");
    await page.locator("#search-dialog .search-state").waitFor();
  },
  "page that is not there": (page) => page.goto("nothing/here/"),
};

for (const [name, show] of Object.entries(VIEWS)) {
  const expected = name === "page that is not there" ? /404/ : undefined;
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    for (const width of [360, 1280]) {
      see(`${name}, ${colorScheme}, ${width} px`, { colorScheme, viewport: { width, height: 800 }, expected }, async (page) => {
        await show(page);
        await page.evaluate(axe);
        // @ts-expect-error axe came with the line before
        const { violations, passes } = await page.evaluate(() => axe.run());
        const told = violations.map((/** @type {any} */ { id, nodes }) =>
          `${id}: ${nodes.map((/** @type {any} */ node) => `${node.target} ${node.any[0]?.message ?? ""}`).join("; ")}`);
        assert.deepEqual(told, []);
        assert.ok(passes.length > 10);
      });
    }
  }

  see(`${name} fits 320 px`, { viewport: { width: 320, height: 640 }, expected }, async (page) => {
    await show(page);
    assert.deepEqual(await cutOff(page), []);
  });
}

see("every article fits 320 px", { viewport: { width: 320, height: 640 } }, async (page, site) => {
  const wide = [];
  for (const address of (await articleAddresses(site)).all) {
    await page.goto(address);
    wide.push(...(await cutOff(page)).map((element) => `${address}: ${element}`));
  }
  assert.deepEqual(wide, []);
});

/**
 * What makes the page wider than the screen.
 * @param {import("playwright-core").Page} page
 */
function cutOff(page) {
  return page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.querySelectorAll("body *")].filter((it) => it.getBoundingClientRect().right > clientWidth + 1);
    return wide.map((it) => `${it.tagName}.${it.className}`).concat(`${scrollWidth} px`);
  });
}
