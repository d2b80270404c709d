// Filters of the search page: what they offer, what they leave, and the address that keeps them.

import assert from "node:assert/strict";

import { eventually, publish, stage } from "./kit.js";

const see = stage(publish);
const results = "search-page .results li";
const filters = "search-page .filters";
const status = "search-page [role=status]";

/** @param {import("playwright-core").Page} page @param {string} name @param {string} value */
const box = (page, name, value) => page.locator(`${filters} input[name="${name}"][value="${value}"]`);

/** How many results a value promises. @param {import("playwright-core").Locator} input */
const count = (input) => input.evaluate((it) => Number(it.closest("label")?.querySelector(".filter-count")?.textContent));

/** @param {import("playwright-core").Page} page */
const total = async (page) => Number(/\d+/.exec(await page.locator(status).innerText())?.[0]);

/** Where every value is on the page. @param {import("playwright-core").Page} page */
const places = (page) => page.locator(`${filters} label`).evaluateAll((all) => all.map((it) => {
  const { x, y, width, height } = it.getBoundingClientRect();
  return [x, y + scrollY, width, height].map(Math.round).join(" ");
}));

see("checkboxes narrow the results to what their counts promise", {}, async (page) => {
  await page.goto("search/?q=refund");
  await page.locator(filters).waitFor();
  assert.deepEqual(await page.locator(`${filters} legend`).allInnerTexts(), ["Topic", "Type", "Plan", "Platform", "Product", "Tags"]);
  assert.ok(await page.locator(`${filters} input[name=tags]`).count() <= 8);
  const all = await total(page);
  const before = await places(page);
  const howto = await count(box(page, "kind", "howto"));
  await page.getByRole("group", { name: "Type" }).getByLabel("How-to").check();
  await eventually(async () => assert.equal(await total(page), howto));
  assert.equal(new URL(page.url()).search, "?q=refund&kind=howto");
  assert.equal(await page.locator(results).count(), Math.min(howto, 30));
  const faq = await count(box(page, "kind", "faq"));
  assert.ok(faq > 0, "other values of the same facet can be added");
  await box(page, "kind", "faq").check();
  await eventually(async () => assert.equal(await total(page), howto + faq));
  assert.equal(new URL(page.url()).search, "?q=refund&kind=faq&kind=howto");
  assert.deepEqual(await places(page), before, "nothing moves");
  await page.getByRole("button", { name: "Clear filters" }).click();
  await eventually(async () => assert.equal(await total(page), all));
  assert.equal(new URL(page.url()).search, "?q=refund");
  assert.equal(await page.locator(`${filters} :checked`).count(), 0);
  assert.ok(await page.getByRole("button", { name: "Clear filters" }).isHidden());
});

see("address brings the filters back, and the back button too", {}, async (page) => {
  await page.goto("search/?q=refund&kind=faq&plan=rondo+year&utm_source=mail&kind=nothing");
  await page.locator(filters).waitFor();
  assert.ok(await box(page, "kind", "faq").isChecked());
  assert.ok(await box(page, "plan", "Rondo Year").isChecked());
  assert.equal(await page.locator(`${filters} :checked`).count(), 2);
  const narrow = await total(page);
  await box(page, "plan", "Rondo Year").uncheck();
  await eventually(async () => assert.ok(await total(page) > narrow));
  assert.equal(new URL(page.url()).search, "?q=refund&utm_source=mail&kind=faq");
  await page.goBack();
  await eventually(async () => assert.equal(await total(page), narrow));
  assert.ok(await box(page, "plan", "Rondo Year").isChecked());
  await page.goForward();
  await eventually(async () => assert.ok(await total(page) > narrow));
  assert.ok(!await box(page, "plan", "Rondo Year").isChecked());
});

see("filters stay while the query changes, and go with it", {}, async (page) => {
  await page.goto("search/?q=refund&kind=faq");
  await page.locator(filters).waitFor();
  await page.locator("search-page input[type=search]").fill("helmet");
  await page.waitForURL("**/search/?q=helmet&kind=faq");
  await page.locator("search-page input[type=search]").fill("");
  await page.waitForURL(/\/search\/$/);
  assert.ok(await page.locator(filters).isHidden());
  assert.ok(await page.getByRole("button", { name: "Clear filters" }).isHidden());
});

see("keyboard checks and unchecks, and keeps its place", {}, async (page) => {
  await page.goto("search/?q=refund");
  await box(page, "kind", "faq").focus();
  await page.keyboard.press("Space");
  await page.waitForURL("**/search/?q=refund&kind=faq");
  await eventually(async () => assert.equal(await page.locator("search-page .filters-number").innerText(), "1"));
  assert.ok(await box(page, "kind", "faq").evaluate((it) => it === document.activeElement));
  await page.keyboard.press("Space");
  await page.waitForURL(/\?q=refund$/);
  await eventually(async () => assert.equal(await page.locator("search-page .filters-number").innerText(), ""));
  assert.ok(await box(page, "kind", "faq").evaluate((it) => it === document.activeElement));
});

see("values that lead nowhere cannot be chosen, but can be given up", {}, async (page) => {
  await page.goto("search/?q=refund&kind=policy&tags=api");
  const state = page.locator("search-page .search-state");
  await state.waitFor();
  assert.match(await state.innerText(), /Nothing found for “refund” with these filters/);
  assert.equal(await page.locator(status).innerText(), "0 results");
  assert.ok(await box(page, "kind", "policy").isEnabled());
  assert.ok(await box(page, "kind", "troubleshooter").isDisabled());
  await box(page, "tags", "api").uncheck();
  await page.locator(results).first().waitFor();
  assert.ok(await state.isHidden());
});

see("without results and filters there is nothing to choose", {}, async (page) => {
  await page.goto("search/?q=xqzvwkj");
  await page.locator("search-page .search-state").waitFor();
  assert.ok(await page.locator(filters).isHidden());
});

for (const [dir, side] of [["ltr", "right"], ["rtl", "left"]]) {
  see(`line beside the filters stands between them and the results, ${dir}`, {}, async (page) => {
    await page.goto("search/?q=refund");
    await page.locator(results).first().waitFor();
    await page.evaluate((dir) => { document.documentElement.dir = dir; }, dir);
    const lines = await page.locator(filters).evaluate((it) => {
      const style = getComputedStyle(it);
      return ["top", "right", "bottom", "left"].filter((side) => style.getPropertyValue(`border-${side}-width`) !== "0px");
    });
    assert.deepEqual(lines, [side]);
  });
}

see("phone shows results first, and the filters when asked", { viewport: { width: 390, height: 800 } }, async (page) => {
  await page.goto("search/?q=refund&kind=faq");
  await page.locator(filters).waitFor();
  assert.ok(await box(page, "kind", "faq").isHidden());
  assert.match(await page.locator(`${filters} summary`).innerText(), /^Filters\s+1$/);
  const { y } = await page.locator(results).first().boundingBox() ?? { y: 800 };
  assert.ok(y < 500, `first result at ${y}`);
  await page.locator(`${filters} summary`).click();
  assert.ok(await box(page, "kind", "faq").isVisible());
});
