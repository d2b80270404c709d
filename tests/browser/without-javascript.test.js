// The site for a reader whose browser runs no script.

import assert from "node:assert/strict";

import { articleAddresses, publish, stage } from "./kit.js";

const see = stage(publish);
const off = { javaScriptEnabled: false };

see("customer gets from the start page to an article and on", off, async (page) => {
  await page.goto("");
  await page.locator(".cards").getByRole("link", { name: "Prices and payments" }).click();
  await page.waitForURL("**/payments/");
  await page.locator(".rows").getByRole("link", { name: /refund/i }).first().click();
  await page.waitForURL("**/payments/refunds/");
  assert.ok(await page.locator(".prose").isVisible());
  await page.locator(".pager a").last().click();
  assert.ok(await page.locator("h1").isVisible());
});

see("all content is there: tabs, steps, answers and the parts of a troubleshooter", off, async (page) => {
  await page.goto("getting-started/create-account/");
  for (const text of ["Search the App Store", "Search Google Play", "Confirm my email"]) {
    assert.ok(await page.getByText(text).first().isVisible(), text);
  }
  assert.deepEqual(await page.locator(".tab-label:visible").allTextContents(), ["iPhone", "Android"]);
  await page.goto("troubleshooting/bike-wont-unlock/");
  for (const heading of await page.locator(".prose h2").all()) assert.ok(await heading.isVisible());
  await page.goto("riding/riding-questions/");
  const answer = page.getByText("Only a small dog that fits inside the basket");
  await page.getByText("Can I take my dog?").first().click();
  assert.ok(await answer.isVisible());
});

see("search leads to the list of all articles", off, async (page, site) => {
  await page.goto("");
  await page.locator(".hero input").fill("refund");
  await page.locator(".hero input").press("Enter");
  await page.waitForURL("**/search/?q=refund");
  const linked = await page.locator("#articles a:visible").evaluateAll((links) => links.map((link) => new URL(link.href).pathname.slice(1)));
  const { all, listed } = await articleAddresses(site);
  assert.ok(listed.length >= 45);
  assert.deepEqual(all.filter((article) => linked.includes(article)), listed);
  await page.goto("payments/");
  await page.locator(".search-button").click();
  await page.waitForURL("**/search/");
});

for (const address of ["", "payments/", "business/api/quickstart/", "riding/riding-questions/", "search/"]) {
  see(`no control is dead on /${address}`, off, async (page) => {
    await page.goto(address);
    const dead = await page.locator("button:visible, [role=button]:visible, [role=tab]:visible, input:visible").evaluateAll((all) =>
      all.filter((it) => !it.hasAttribute("popovertarget") && (!it.closest("form[action]") || it.getAttribute("type") === "button")).map((it) => it.outerHTML));
    assert.deepEqual(dead, []);
    assert.ok(await page.locator("dialog").isHidden());
  });
}

see("menu opens on a phone", { ...off, viewport: { width: 390, height: 800 } }, async (page) => {
  await page.goto("payments/refunds/");
  await page.locator(".menu-button").click();
  await page.locator("#site-menu").getByRole("link", { name: "Safety" }).click();
  await page.waitForURL("**/safety/");
});
