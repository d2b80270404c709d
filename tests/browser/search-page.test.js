// The search page: results with an address that can be shared.

import assert from "node:assert/strict";

import { eventually, publish, stage } from "./kit.js";

const see = stage(publish);
const results = "search-page .results li";

see("address with a query shows its results", {}, async (page) => {
  await page.goto("search/?q=bike+nicked");
  await page.locator(results).first().waitFor();
  assert.equal(await page.locator("search-page input[type=search]").inputValue(), "bike nicked");
  assert.ok(await page.locator(`${results} a[href*="/safety/stolen-bike/"]`).count() > 0);
  assert.match(await page.locator("search-page [role=status]").innerText(), /\d+ results?/);
  assert.ok(await page.locator("#articles").isHidden());
});

see("typing keeps the address, and the back button goes to the search before", {}, async (page) => {
  await page.goto("search/");
  assert.ok(await page.locator("#articles").isVisible());
  const field = page.locator("search-page input[type=search]");
  await field.click();
  await page.keyboard.type("helmet");
  await page.waitForURL("**/search/?q=helmet");
  await page.locator(results).first().waitFor();
  const first = await page.locator(`${results} a`).first().getAttribute("href");
  await page.locator(`${results} a`).first().click();
  await page.waitForURL("**/safety/helmets/**");
  await page.goBack();
  await page.waitForURL("**/search/?q=helmet");
  await eventually(async () => assert.equal(await page.locator(`${results} a`).first().getAttribute("href"), first));
  assert.equal(await field.inputValue(), "helmet");
  await field.fill("refund");
  await page.waitForURL("**/search/?q=refund");
  await eventually(async () => assert.notEqual(await page.locator(`${results} a`).first().getAttribute("href"), first));
  await field.fill("");
  await eventually(async () => assert.ok(await page.locator("#articles").isVisible()));
  assert.equal(new URL(page.url()).search, "");
});

see("nothing found says so on the page", {}, async (page) => {
  await page.goto("search/?q=xqzvwkj");
  const state = page.locator("search-page .search-state");
  await state.waitFor();
  assert.match(await state.innerText(), /Nothing found for “xqzvwkj”/);
});

see("query is shown as text, whatever it holds", {}, async (page) => {
  await page.goto(`search/?q=${encodeURIComponent("<img src=x onerror=alert(1)>zqx")}`);
  await eventually(async () => assert.ok(await page.locator("search-page :is(.search-state, .results)").isVisible()));
  assert.equal(await page.locator("search-page img").count(), 0);
  assert.equal(await page.locator("search-page input[type=search]").inputValue(), "<img src=x onerror=alert(1)>zqx");
});
