// Notices above pages and the page of all of them.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

import { eventually, knowledgeBase, layoutShifts, publish, stage } from "./kit.js";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Builds are of 1 November 2026. */
const DURING = new Date("2026-11-01T12:00:00Z");
const files = {
  "faqtory.yaml": "title: Test\nlanguages: [{code: en, name: English}, {code: ar}]\n",
  "data/notices.yaml": `
- {title: Payments are down, text: We are on it., severity: critical, status: investigating, publish_at: 2026-10-30, expire_at: 2026-11-03}
- {title: Market closes zones, text: Park elsewhere., status: ongoing, scope: [parking], publish_at: 2026-10-30, expire_at: 2026-11-01T18:00Z}
- {title: Unlocking is slow, status: monitoring, scope: [parking], publish_at: 2026-11-01T08:00Z, expire_at: 2026-11-05}
- {title: Later today, scope: [/paying.md], publish_at: 2026-11-01T13:00Z, expire_at: 2026-11-02}
- {title: New engine, status: scheduled, scope: [/works.md], publish_at: 2026-10-30, starts_at: 2026-11-01T20:00Z, ends_at: 2026-11-01T22:00Z}
- {title: Was fixed, status: resolved, publish_at: 2026-08-01, expire_at: 2026-08-02, updates: [{at: 2026-08-01T10:00Z, status: resolved, text: It works.}]}
`,
};
const articles = {
  "_index.md": "# Home\n", "parking/_index.md": "# Parking\n", "parking/zones.md": "# Zones\n\nText.\n", "paying.md": "# Paying\n", "works.md": "# Works\n",
  "ar/_index.md": "# الرئيسية\n", "ar/parking/_index.md": "# الركن\n", "ar/parking/zones.md": "# المناطق\n",
};
const see = stage(async () => publish({ root: await knowledgeBase(articles, files), path: "/sub" }));

/** @typedef {import("playwright-core").Page} Page */

/** @param {Page} page */
const shown = (page) => page.locator("site-notice:visible strong").allTextContents();

/** Watches what moves. @param {Page} page */
async function watchShifts(page) {
  await page.addInitScript(() => {
    const shifts = /** @type {any} */ (window);
    shifts.moved = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.moved += /** @type {any} */ (entry).value;
    }).observe({ type: "layout-shift", buffered: true });
  });
}

see("notices are on the pages of their scope", {}, async (page) => {
  await page.clock.setFixedTime(DURING);
  await page.goto("parking/zones/");
  assert.deepEqual(await shown(page), ["Payments are down", "Market closes zones"]);
  assert.match(await page.locator(".notices-more").innerText(), /1 more notice/);
  await page.goto("paying/");
  assert.deepEqual(await shown(page), ["Payments are down"]);
  await page.locator(".notice-more a").first().click();
  await page.waitForURL("**/sub/status/#payments-are-down");
  assert.deepEqual(await shown(page), []);
  assert.deepEqual(await page.locator("main h3:visible").allTextContents(), ["Payments are down", "Market closes zones", "Unlocking is slow", "Later today", "New engine", "August 2026"]);
});

/** The notices of a part of the status page. @param {Page} page @param {string} part */
const listed = (page, part) => page.locator(`[data-notices=${part}] .notice-entry:visible :is(h3, h4)`).allTextContents();

see("planned work has its own place and the visitor's time, and moves when its time comes", { timezoneId: "Asia/Tokyo" }, async (page) => {
  await page.clock.install({ time: DURING });
  await page.goto("status/");
  assert.deepEqual(await listed(page, "planned"), ["Later today", "New engine"]);
  assert.deepEqual(await listed(page, "current"), ["Payments are down", "Market closes zones", "Unlocking is slow"]);
  const planned = page.locator("#new-engine");
  await eventually(async () => assert.match(await planned.locator("[data-when]").innerText(), /^Monday, November 2, 2026.*5:00\s–\s7:00\sAM GMT\+9$/));
  assert.equal(await planned.locator(".notice-tag").innerText(), "Planned");
  await page.clock.fastForward("08:10:00");
  await eventually(async () => assert.deepEqual(await listed(page, "current"), ["Payments are down", "New engine", "Later today", "Unlocking is slow"]));
  assert.equal(await planned.locator(".notice-tag").innerText(), "Ongoing");
  assert.deepEqual(await listed(page, "planned"), []);
  assert.deepEqual(await page.locator("[data-notices=past] h3").allTextContents(), ["October 2026", "August 2026"]);
  await page.clock.fastForward("02:00:00");
  await eventually(async () => assert.deepEqual(await listed(page, "past"), ["New engine", "Market closes zones", "Was fixed"]));
  assert.equal(await planned.locator(".notice-tag").count(), 0);
  assert.ok(await page.locator(".status-fine").isHidden());
});

see("all is well when nothing is on, whatever is planned or was", {}, async (page) => {
  await page.clock.setFixedTime(new Date("2026-11-05T00:00:00Z"));
  await page.goto("status/");
  assert.deepEqual(await listed(page, "current"), []);
  assert.match(await page.locator("[data-notices=current]").innerText(), /^Right now\s+Everything works as usual\.$/);
  assert.ok(await page.locator("[data-notices=planned]").isHidden());
  assert.deepEqual(await page.locator("[data-notices=past] h3").allTextContents(), ["November 2026", "October 2026", "August 2026"]);
});

see("without JavaScript planned work is named with its day and zone", { javaScriptEnabled: false }, async (page) => {
  await page.goto("status/");
  assert.deepEqual(await listed(page, "planned"), ["New engine"]);
  assert.equal(await page.locator("#new-engine [data-when]").innerText(), "November 1, 2026, 20:00 UTC – November 1, 2026, 22:00 UTC");
});

see("closed notice stays closed, without anything moving; a critical one cannot be closed", {}, async (page) => {
  await watchShifts(page);
  await page.clock.setFixedTime(DURING);
  await page.goto("parking/zones/");
  const close = page.getByRole("button", { name: "Close: Market closes zones" });
  const box = await close.boundingBox();
  assert.ok(box && box.width >= 44 && box.height >= 44, JSON.stringify(box));
  await close.focus();
  await page.keyboard.press("Enter");
  await eventually(async () => assert.deepEqual(await shown(page), ["Payments are down"]));
  // The watch sees what moves when a reader closes one, so it would see more.
  await eventually(async () => assert.ok(await page.evaluate(() => /** @type {any} */ (window).moved > 0)));
  await eventually(async () => assert.equal(await page.evaluate(() => document.activeElement?.id), "main"));
  await page.reload();
  assert.deepEqual(await shown(page), ["Payments are down"]);
  assert.equal(await page.locator("site-notice:visible button").count(), 0);
  assert.equal(await layoutShifts(page), 0);
  assert.equal(await page.evaluate(() => /** @type {any} */ (window).moved), 0);
});

see("notice begins at its time", {}, async (page) => {
  await page.clock.install({ time: new Date("2026-11-01T12:59:30Z") });
  await page.goto("paying/");
  assert.deepEqual(await shown(page), ["Payments are down"]);
  await page.clock.fastForward("00:40");
  await eventually(async () => assert.deepEqual(await shown(page), ["Payments are down", "Later today"]));
});

see("notice ends at its time, also on a page that stays open", {}, async (page) => {
  await page.clock.install({ time: new Date("2026-11-01T17:59:00Z") });
  await page.goto("parking/");
  assert.deepEqual(await shown(page), ["Payments are down", "Market closes zones"]);
  await page.clock.fastForward("02:00");
  await eventually(async () => assert.deepEqual(await shown(page), ["Payments are down"]));
  await page.clock.setFixedTime(new Date("2026-11-03T00:00:00Z"));
  await page.goto("paying/");
  assert.ok(await page.locator(".notices").isHidden());
});

for (const [name, options] of /** @type {[string, Record<string, any>][]} */ ([
  ["light on a desk", { viewport: { width: 1280, height: 800 } }],
  ["dark on a phone", { viewport: { width: 320, height: 640 }, colorScheme: "dark" }],
])) {
  see(`axe finds nothing, and nothing is cut off: ${name}`, options, async (page) => {
    await page.clock.setFixedTime(DURING);
    for (const path of ["parking/zones/", "status/", "ar/parking/zones/", "ar/status/"]) {
      await page.goto(path);
      await page.evaluate(axe);
      // @ts-expect-error axe came with the line before
      const { violations } = await page.evaluate(() => axe.run());
      const found = violations.map((/** @type {any} */ it) => `${it.id}: ${it.nodes[0].html}`);
      assert.deepEqual(found, [], path);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${path} is too wide`);
    }
  });
}

for (const [name, options] of /** @type {[string, Record<string, any>][]} */ ([
  ["with JavaScript", { viewport: { width: 390, height: 844 } }],
  ["without", { viewport: { width: 390, height: 844 }, javaScriptEnabled: false }],
])) {
  see(`on a phone the worst notice has a line, and a link opens the others: ${name}`, options, async (page) => {
    if (name !== "without") await page.clock.setFixedTime(DURING);
    await page.goto("parking/zones/");
    const height = async () => (await page.locator(".notices").boundingBox())?.height ?? 0;
    assert.ok(await height() <= 110, String(await height()));
    assert.deepEqual(await shown(page), ["Payments are down"]);
    const fold = page.getByRole("link", { name: "2 more notices" });
    const box = await fold.boundingBox();
    assert.ok(box && box.height >= 44, JSON.stringify(box));
    // The whole line leads to what there is to read.
    const line = await page.locator("site-notice").first().boundingBox();
    assert.ok(line && line.height >= 44 && line.height <= 50, JSON.stringify(line));
    await fold.click();
    await eventually(async () => assert.deepEqual(await shown(page), ["Payments are down", "Market closes zones"]));
    assert.ok(await page.getByText("Park elsewhere.").isVisible());
    assert.equal(await page.locator(".notices-more a").innerText(), "1 more notice");
    await page.goto("paying/");
    await page.mouse.click(40, ((await page.locator("site-notice").first().boundingBox())?.y ?? 0) + 22);
    await page.waitForURL("**/sub/status/#payments-are-down");
  });
}

see("on a phone nothing is folded away once the notices above are over", { viewport: { width: 390, height: 844 } }, async (page) => {
  await page.clock.setFixedTime(new Date("2026-11-03T12:00:00Z"));
  await page.goto("parking/zones/");
  assert.deepEqual(await shown(page), []);
  assert.ok(await page.locator(".notices-fold").isHidden());
  assert.ok(await page.locator(".notices-more").isVisible());
});

see("without JavaScript a notice is there, without a button that does nothing", { javaScriptEnabled: false }, async (page) => {
  await page.goto("parking/zones/");
  assert.deepEqual(await shown(page), ["Payments are down", "Market closes zones"]);
  assert.equal(await page.locator("site-notice button:visible").count(), 0);
});
