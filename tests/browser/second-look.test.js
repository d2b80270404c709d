// The look of `examples/themes/compact`, made only by overlay: as accessible as the built-in one, and search works in it.

import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { cp, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { assertAccessible } from "./axe.js";
import { EXAMPLE, REPOSITORY, publish, ready, stage } from "./kit.js";

const see = stage(async () => {
  const root = await mkdtemp(join(tmpdir(), "faqtory-look-"));
  process.once("exit", () => rmSync(root, { recursive: true, force: true }));
  await cp(EXAMPLE, root, { recursive: true });
  await cp(join(REPOSITORY, "examples/themes/compact"), join(root, "theme"), { recursive: true });
  return publish({ root });
});

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
  "search page with results": async (page) => {
    await page.goto("search/?q=refund");
    await page.locator("search-page .results li").first().waitFor();
  },
  "search dialog with results": async (page) => {
    await page.goto("payments/");
    await page.keyboard.press("Control+k");
    await page.keyboard.insertText("refund");
    await page.locator("#search-dialog .result-title").first().waitFor();
  },
};

for (const [name, show] of Object.entries(VIEWS)) {
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    for (const width of [360, 1280]) {
      see(`${name}, ${colorScheme}, ${width} px`, { colorScheme, viewport: { width, height: 800 } }, async (page) => {
        await show(page);
        await ready(page);
        await assertAccessible(page);
      });
    }
  }

  for (const dir of ["ltr", "rtl"]) {
    see(`${name} fits 320 px, ${dir}`, { viewport: { width: 320, height: 640 } }, async (page) => {
      await show(page);
      await ready(page);
      await page.evaluate((dir) => { document.documentElement.dir = dir; }, dir);
      const { clientWidth, scrollWidth } = await page.evaluate(() => {
        const { clientWidth, scrollWidth } = document.documentElement;
        return { clientWidth, scrollWidth };
      });
      assert.ok(scrollWidth <= clientWidth, `${scrollWidth} px`);
    });
  }
}

see("every topic is beside every page, and its articles beside an article", {}, async (page) => {
  await page.goto("payments/refunds/");
  const topics = page.locator(".topics > ul > li > a");
  assert.ok(await topics.count() >= 7);
  assert.equal(await page.locator('.topics [aria-current="page"]').textContent(), "Get a refund");
  assert.equal(await page.locator(".siblings").isVisible(), false);
  const [side, main] = await Promise.all([".topics", "main"].map((part) => page.locator(part).boundingBox()));
  assert.ok(side && main && side.x + side.width <= main.x && side.y === main.y);
  await topics.filter({ hasText: "Safety" }).click();
  await page.waitForURL("**/safety/");
  assert.equal(await page.locator('.topics [aria-current="page"]').textContent(), "Safety");
});

see("on a phone the topics are in the menu", { viewport: { width: 390, height: 800 } }, async (page) => {
  await page.goto("payments/refunds/");
  assert.equal(await page.locator(".topics").isVisible(), false);
  assert.equal(await page.locator(".siblings").isVisible(), true);
});

see("search leads to an article", {}, async (page) => {
  await page.goto("");
  await page.locator(".hero input").fill("refund");
  await page.locator(".js-search-box .result-title").first().waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/refund/);
});
