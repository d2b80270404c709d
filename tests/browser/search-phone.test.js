// The dialog on a phone: the whole screen, the field above a list that scrolls below it, at any size of text.

import assert from "node:assert/strict";

import { eventually, publish, stage } from "./kit.js";

const see = stage(publish);
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const field = "#search-dialog input[type=search]";

/** @param {import("playwright-core").Page} page @param {string} query @param {string} [at] */
async function ask(page, query, at = "payments/refunds/") {
  await page.goto(at);
  await page.locator("[data-search-open]").tap();
  await page.locator(`${field}[aria-controls]:focus`).waitFor();
  if (query) {
    await page.keyboard.insertText(query);
    await page.locator("#search-dialog :is(.result-title, .search-state)").first().waitFor();
  }
}

see("it fills the screen, and what the keyboard leaves of it", phone, async (page) => {
  await ask(page, "refund");
  assert.match(await page.locator("meta[name=viewport]").getAttribute("content") ?? "", /interactive-widget=resizes-content/);
  for (const height of [844, 430]) {
    await page.setViewportSize({ width: 390, height });
    // Excerpts that come between two looks change heights.
    await eventually(async () => {
      const dialog = await page.locator("#search-dialog").boundingBox();
      assert.deepEqual([dialog?.x, dialog?.y, dialog?.width, dialog?.height], [0, 0, 390, height]);
      await page.locator("#search-dialog .search-all a").scrollIntoViewIfNeeded();
      const [input, last] = [await page.locator(field).boundingBox(), await page.locator("#search-dialog .search-all a").boundingBox()];
      assert.ok(input && input.y >= 0 && input.y < 20, "the field stays");
      assert.ok(last && last.y + last.height <= height, "the end of the list can be seen");
    });
  }
});

see("a keyboard that covers the page leaves the end of the list above it", phone, async (page) => {
  await ask(page, "refund");
  await page.evaluate(() => {
    Object.defineProperty(visualViewport, "height", { value: 430 });
    visualViewport?.dispatchEvent(new Event("resize"));
  });
  await eventually(async () => assert.equal((await page.locator("#search-dialog").boundingBox())?.height, 430));
});

see("hints about keys are for those who have keys", phone, async (page) => {
  await ask(page, "");
  assert.ok(await page.locator("#search-dialog .search-help").isHidden());
  assert.ok(await page.locator(".search-button kbd").isHidden());
});

see("everything there is large enough for a finger", phone, async (page) => {
  await ask(page, "refund");
  await page.locator("#search-dialog .search-more").click();
  const close = await page.locator("[data-search-close]").boundingBox();
  assert.ok(close && close.width >= 44 && close.height >= 44);
  const options = await page.locator("#search-dialog :is([role=option], button, select)").evaluateAll((all) =>
    all.filter((it) => it.checkVisibility()).map((it) => ({ text: it.textContent, height: it.getBoundingClientRect().height })));
  assert.deepEqual(options.filter(({ height }) => height < 43.9), []);
});

/** @type {Record<string, (page: import("playwright-core").Page) => Promise<unknown>>} */
const STATES = {
  "results": (page) => ask(page, "refund"),
  "answer": (page) => ask(page, "can i take my dog"),
  "filters": async (page) => { await ask(page, "refund"); await page.locator("#search-dialog .search-more").click(); },
  "nothing": (page) => ask(page, "xqzvwkjxqzvwkjxqzvwkjxqzvwkjxqzvwkjxqzvwkj"),
  "start": (page) => ask(page, ""),
  "results page": async (page) => { await page.goto("search/?q=can+i+take+my+dog"); await page.locator("search-page .results > li").first().waitFor(); },
};

for (const [name, show] of Object.entries(STATES)) {
  for (const [dir, size] of [["ltr", "100%"], ["rtl", "100%"], ["ltr", "200%"], ["rtl", "200%"]]) {
    see(`${name} fits 320 px, ${dir}, text ${size}`, { ...phone, viewport: { width: 320, height: 640 } }, async (page) => {
      await page.addInitScript(([dir, size]) => {
        addEventListener("DOMContentLoaded", () => { document.documentElement.dir = dir; document.documentElement.style.fontSize = size; });
        localStorage.setItem("faqtory-searches:/:en", JSON.stringify(["a rather long search about a bike that will not lock"]));
      }, [dir, size]);
      await show(page);
      if (name !== "start" && name !== "results page" && name !== "nothing") await page.locator("#search-dialog .filter-count").first().waitFor({ state: "attached" });
      const wide = await page.evaluate(() => {
        const root = document.documentElement;
        const bounds = document.querySelector("#search-dialog[open], search-page");
        const parts = [...bounds?.querySelectorAll("*") ?? []].filter((it) => it.checkVisibility() && !it.closest(".search-topics, .visually-hidden, svg"));
        const out = parts.filter((it) => { const box = it.getBoundingClientRect(); return box.width > 1 && (box.right > 321 || box.left < -1); });
        const scrolls = [root, ...parts].filter((it) => it.scrollWidth > it.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(it).overflowX));
        return [...out, ...scrolls].map((it) => `${it.tagName}.${it.className}`).concat(root.scrollWidth > 320 ? [`${root.scrollWidth} px`] : []);
      });
      assert.deepEqual(wide, []);
    });
  }
}
