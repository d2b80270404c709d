// The list of error codes.

import assert from "node:assert/strict";

import { eventually, holdModules, publish, stage } from "./kit.js";

const see = stage(publish);

/** @typedef {import("playwright-core").Page} Page */

/** @param {Page} page */
const shown = (page) => page.locator("[data-code]:visible").evaluateAll((rows) => rows.map((row) => /** @type {HTMLElement} */ (row).dataset.code));

see("list narrows down while a reader types, and Enter goes to the code", {}, async (page) => {
  await page.goto("codes/");
  const all = (await shown(page)).length;
  assert.ok(all > 20, String(all));
  await page.locator("#codes-filter").focus();
  await page.keyboard.type("b 20");
  await eventually(async () => assert.deepEqual(await shown(page), ["B-201", "B-204", "B-207"]));
  assert.equal(await page.locator("[data-codes-count]").innerText(), "3 codes");
  assert.deepEqual(await page.locator(".codes-group:visible h2").allTextContents(), ["B"]);
  await page.keyboard.type("7");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "b-207");
  await page.locator("#codes-filter").fill("zzz");
  await page.locator("[data-codes-search]:visible a").click();
  await page.waitForURL(/\/search\/\?q=zzz$/);
});

see("what is typed before the script comes narrows the list down when it is there", {}, async (page) => {
  const release = await holdModules(page);
  await page.goto("codes/?c=e9999", { waitUntil: "commit" });
  await page.locator("#codes-filter").fill("b 20");
  release();
  await eventually(async () => assert.deepEqual(await shown(page), ["B-201", "B-204", "B-207"]));
  assert.equal(await page.locator("#codes-filter").inputValue(), "b 20");
});

for (const address of ["codes/?c=e9999", "codes/?c=b207", "codes/#B-207", "codes/#b-207"]) {
  see(`${address} leads to its code, if there is one`, {}, async (page) => {
    await page.goto(address);
    if (address.endsWith("9999")) {
      await eventually(async () => assert.deepEqual(await shown(page), []));
      assert.equal(await page.locator("#codes-filter").inputValue(), "e9999");
    } else {
      await eventually(async () => assert.equal(await page.locator(".code-row-found").getAttribute("id"), "b-207"));
    }
  });
}

see("each link of the list leads to a place that is there", { javaScriptEnabled: false }, async (page) => {
  await page.goto("codes/");
  assert.equal(await page.locator("#codes-filter:visible").count(), 0);
  const links = await page.locator(".code-place a").evaluateAll((all) => all.map((it) => /** @type {HTMLAnchorElement} */ (it).href));
  for (const link of new Set(links.filter((it) => it.includes("#")))) {
    const [path, anchor] = link.split("#");
    const html = await (await fetch(path)).text();
    assert.ok(html.includes(`id="${decodeURIComponent(anchor)}"`), link);
  }
});
