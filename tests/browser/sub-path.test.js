// A site that lives below a path of its host. Whatever it asks for outside that path is missing and fails the test.

import assert from "node:assert/strict";

import { eventually, publish, stage } from "./kit.js";

const see = stage(() => publish({ path: "/sub" }));

see("reading and navigation stay below the path", {}, async (page, site) => {
  await page.goto("");
  await page.locator(".cards").getByRole("link", { name: "Getting started" }).click();
  await page.waitForURL(`${site.url}getting-started/`);
  await page.locator(".rows").getByRole("link", { name: "Take your first ride" }).click();
  await page.waitForURL(`${site.url}getting-started/first-ride/`);
  await page.locator("main img").first().scrollIntoViewIfNeeded();
  await eventually(async () => assert.ok(await page.locator("main img").first().evaluate((it) => it.naturalWidth > 0)));
  await page.locator(".header .brand").click();
  await page.waitForURL(site.url);
});

see("no page names anything outside the path", {}, async (page, site) => {
  for (const address of ["", "payments/", "payments/refunds/", "business/api/quickstart/", "search/", "404.html"]) {
    await page.goto(address);
    const outside = await page.locator("[href], [src], [action]").evaluateAll((all, root) => all
      .map((it) => new URL(it.getAttribute("href") ?? it.getAttribute("src") ?? it.getAttribute("action") ?? "", document.baseURI))
      .filter((url) => url.origin === location.origin && !url.href.startsWith(root)).map(String), site.url);
    assert.deepEqual(outside, [], address);
  }
  assert.match(await page.goto("").then(() => page.locator("link[rel=canonical]").getAttribute("href")) ?? "", /^https:\/\/help\.example\/sub\/$/);
});

see("module finds its index and names addresses below the path", {}, async (page, site) => {
  await page.goto("payments/");
  const urls = await page.evaluate(async () => {
    const { openIndex } = await import(new URL("/sub/_faqtory/search.js", location.href).href);
    const { results } = await (await openIndex()).search("refund", { filters: { kind: "howto" } });
    return results.map((/** @type {any} */ result) => result.section?.url ?? result.url);
  });
  assert.ok(urls.length > 3);
  for (const url of urls) assert.ok(new URL(url, site.url).href.startsWith(site.url) && url.startsWith("/sub/"), url);
});

see("filters keep to the path", {}, async (page, site) => {
  await page.goto("search/?q=refund");
  await page.locator("search-page .filters input[value=faq]").check();
  await page.waitForURL(`${site.url}search/?q=refund&kind=faq`);
});

see("searches are kept apart from those of other sites of the host", {}, async (page, site) => {
  await page.goto("payments/");
  await page.evaluate(() => localStorage.setItem("faqtory-searches:/:en", JSON.stringify(["of another site"])));
  await page.keyboard.press("Control+k");
  await page.locator("#search-dialog [role=option]").first().waitFor();
  assert.equal(await page.locator("#search-dialog [data-recent]").count(), 0);
  await page.keyboard.type("helmet");
  await page.keyboard.press("Enter");
  await page.waitForURL(`${site.url}search/?q=helmet`);
  assert.deepEqual(await page.evaluate(() => ["/", "/sub/"].map((base) => localStorage.getItem(`faqtory-searches:${base}:en`))), ['["of another site"]', '["helmet"]']);
});

see("search finds and opens an article", {}, async (page, site) => {
  await page.goto("payments/");
  await page.keyboard.press("/");
  await page.locator("#search-dialog input:focus").waitFor();
  await page.keyboard.insertText("helmet");
  await page.locator("#search-dialog .result-title").first().waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(`${site.url}safety/helmets/**`);
  await page.goto("search/?q=refund");
  await page.locator("search-page .results a").first().click();
  await page.waitForURL(`${site.url}payments/**`);
});
