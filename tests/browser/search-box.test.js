// Search as you type, in the dialog and on the start page.

import assert from "node:assert/strict";

import { eventually, hold, holdModules, publish, stage } from "./kit.js";

const see = stage(publish);
const field = "#search-dialog input[type=search]";
const results = "#search-dialog [role=option]";

/** @param {import("playwright-core").Page} page @param {string} query */
async function ask(page, query) {
  await page.keyboard.press("/");
  await page.locator(`${field}:focus`).waitFor();
  // At once: on a slow machine half of the query would have results of its own.
  await page.keyboard.insertText(query);
  await page.locator("#search-dialog .result-title").first().waitFor();
}

see("keyboard alone finds and opens an article", {}, async (page) => {
  await page.goto("");
  await ask(page, "change phone numb");
  const links = page.locator(results);
  await eventually(async () => assert.match(await links.first().innerText(), /Change your phone number/));
  const selected = () => page.locator(`${results}[aria-selected=true]`);
  assert.equal(await selected().count(), 0);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  assert.equal(await selected().getAttribute("id"), await links.nth(1).getAttribute("id"));
  await page.keyboard.press("ArrowUp");
  assert.equal(await page.locator(field).getAttribute("aria-activedescendant"), await links.first().getAttribute("id"));
  await page.keyboard.press("Enter");
  await page.waitForURL("**/account/change-phone-number/**");
  assert.equal(await page.locator("h1").textContent(), "Change your phone number");
});

see("what one is about to press does not go when results come", {}, async (page) => {
  await page.goto("");
  const release = await hold(page, /_faqtory\/search\.js$/);
  await page.keyboard.press("/");
  await page.locator(`${field}:focus`).waitFor();
  await page.clock.install();
  await page.keyboard.insertText("can i take my dog");
  // Until there are results, it is what an empty field offers.
  const popular = page.locator(results).nth(1);
  const address = await popular.getAttribute("href");
  const { x, y } = await popular.boundingBox() ?? assert.fail("nothing to press");
  await page.mouse.move(x + 20, y + 10);
  await page.mouse.down();
  release();
  // What is asked later is answered later.
  await page.evaluate(async () => {
    const { openIndex } = await import(new URL("/_faqtory/search.js", location.href).href);
    await (await openIndex({ lang: "en" })).search("can i take my dog");
  });
  await page.clock.runFor(100);
  await page.mouse.up();
  await page.waitForURL((url) => url.pathname === address);
});

see("results stay when an older query ends later", {}, async (page) => {
  await page.clock.install();
  const code = /\/search-code\.[^/]+\.js$/;
  const release = await hold(page, code);
  const asked = page.waitForRequest(code);
  await page.goto("");
  await page.keyboard.press("/");
  await page.locator(`${field}:focus`).waitFor();
  // What could be a help code on the way to a question.
  await page.keyboard.insertText("can i ta");
  await asked;
  await page.keyboard.insertText("ke my dog");
  await page.locator("#search-dialog .result-answer").waitFor();
  await page.clock.runFor(3000);
  assert.equal(await page.locator("#search-dialog .result-answer").count(), 1);
  release();
});

see("Escape closes the dialog and returns the focus", {}, async (page) => {
  await page.goto("payments/refunds/");
  const link = page.locator(".prose a").first();
  await link.focus();
  await ask(page, "helmet");
  await page.keyboard.press("Escape");
  await page.locator("#search-dialog").waitFor({ state: "hidden" });
  await eventually(async () => assert.ok(await link.evaluate((it) => it === document.activeElement)));
});

see("results that come after the list was closed, or left, stay out of sight", {}, async (page) => {
  const input = page.locator(".hero input");
  const found = page.locator(".hero [role=option]");
  for (const away of [() => page.keyboard.press("Escape"), () => page.locator("h1").click()]) {
    await page.goto("");
    await input.click();
    await input.and(page.locator("[role=combobox]")).waitFor();
    const release = await holdModules(page);
    await page.keyboard.type("refund");
    await page.locator(".hero .search-panel.open").waitFor();
    await away();
    release();
    await found.first().waitFor({ state: "attached" });
    assert.equal(await input.getAttribute("aria-expanded"), "false");
    assert.equal(await page.locator(".hero .search-panel").isVisible(), false);
    await page.unrouteAll();
  }
  await input.focus();
  await found.first().waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  assert.equal(await input.inputValue(), "", "the second Escape clears the field");
});

see("dialog opens by Ctrl+K and by the button, and keeps the focus inside", {}, async (page) => {
  await page.goto("payments/");
  await page.keyboard.press("Control+k");
  await page.locator(`${field}:focus`).waitFor();
  for (let press = 0; press < 6; press += 1) {
    await page.keyboard.press("Tab");
    assert.ok(await page.evaluate(() => {
      const { activeElement } = document;
      return activeElement === document.body || activeElement?.closest("dialog");
    }));
  }
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await page.locator(`${field}:focus`).waitFor();
  await page.getByRole("button", { name: "Close search" }).click();
  await eventually(async () => assert.ok(await page.locator("#search-dialog").isHidden()));
});

see("slash is a letter in a field, and can be switched off", {}, async (page) => {
  await page.goto("");
  await page.locator(".hero input").click();
  await page.keyboard.type("and/or");
  assert.equal(await page.locator(".hero input").inputValue(), "and/or");
  assert.ok(await page.locator("#search-dialog").isHidden());
  await page.goto("payments/");
  await page.keyboard.press("/");
  await page.getByLabel("Open search with the / key").uncheck();
  await page.keyboard.press("Escape");
  await page.reload();
  await page.keyboard.press("/");
  await page.keyboard.press("Control+k");
  await page.locator(`${field}:focus`).waitFor();
  assert.equal(await page.locator(field).inputValue(), "");
  assert.equal(await page.locator("[data-slash-setting]").isChecked(), false);
});

see("result names its category, leads to the section and marks the words", {}, async (page) => {
  await page.goto("");
  await ask(page, "when you get money back");
  const first = page.locator("#search-dialog .result-group").first();
  const section = first.locator(".result-section");
  await eventually(async () => assert.equal(new URL(await section.evaluate((it) => it.href)).hash, "#when"));
  const listed = page.locator(results, { has: page.locator("mark") }).first();
  assert.match(await listed.locator("mark").first().innerText(), /get|money|back|refund/i);
  assert.ok((await listed.locator(".result-category").innerText()).length > 0);
  const title = await section.innerText();
  await section.click();
  await page.waitForURL("**/payments/refunds/#when");
  assert.ok((await page.locator(":target").innerText()).includes(title.trim()));
});

see("word with a typing error finds what was meant", {}, async (page) => {
  await page.goto("");
  await ask(page, "helmat");
  await eventually(async () => assert.match(await page.locator(results).first().innerText(), /helmet/i));
});

see("nothing found says so and offers ways on", {}, async (page) => {
  await page.goto("");
  await page.keyboard.press("/");
  await page.locator(`${field}:focus`).waitFor();
  await page.keyboard.type("xqzvwkj");
  const state = page.locator("#search-dialog .search-state");
  await eventually(async () => assert.match(await state.innerText(), /Nothing found for “xqzvwkj”/));
  assert.equal(await page.locator(results).count(), 0);
  await state.getByRole("link", { name: "Safety" }).click();
  await page.waitForURL("**/safety/");
});

see("field of the start page searches too, and leads to all results", {}, async (page) => {
  await page.goto("");
  await page.locator(".hero input").click();
  await page.keyboard.type("ride");
  const found = page.locator(".hero .result-group");
  await eventually(async () => assert.equal(await found.count(), 8));
  await page.locator(".hero .search-all a").click();
  await page.waitForURL("**/search/?q=ride");
  await eventually(async () => assert.ok(await page.locator("search-page .results li").count() > 8));
});

see("page hears what was searched", {}, async (page) => {
  await page.goto("");
  await page.evaluate(() => {
    document.addEventListener("faqtory:no-results", (event) => {
      document.documentElement.dataset.heard = /** @type {CustomEvent} */ (event).detail.query;
    });
  });
  await page.keyboard.press("/");
  await page.locator(`${field}:focus`).waitFor();
  await page.keyboard.type("xqzvwkj");
  await eventually(async () => assert.equal(await page.locator("html").getAttribute("data-heard"), "xqzvwkj"));
});

see("search that cannot be loaded leaves the list of articles", { expected: /404|Failed to load/ }, async (page) => {
  await page.route("**/_faqtory/search*.js", (route) => route.fulfill({ status: 404, body: "" }));
  await page.goto("payments/");
  await page.keyboard.press("/");
  await page.locator(`${field}:focus`).waitFor();
  await page.keyboard.type("refund");
  const state = page.locator("#search-dialog .search-state");
  await state.waitFor();
  assert.match(await state.innerText(), /could not be loaded/);
  await state.getByRole("link", { name: "All articles" }).click();
  await page.waitForURL("**/search/#articles");
  assert.ok(await page.getByRole("heading", { name: "All articles" }).isVisible());
});
