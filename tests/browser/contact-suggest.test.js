// While a customer writes, answers are suggested beside the form: from the index alone, quiet, and useful in place.

import assert from "node:assert/strict";

import { TOPICS, contactSite, violations } from "./contact-kit.js";
import { eventually, stage } from "./kit.js";

const see = stage(() => contactSite(`channels: [{type: form}, {type: email, address: help@acme.example}]
form: {adapter: mailto}
${TOPICS}`, {
  articles: { "ja.md": "---\ntitle: 返金について\n---\n返金はアプリから。\n" },
}));

/** @typedef {import("playwright-core").Page} Page */

const field = (/** @type {Page} */ page, /** @type {string} */ name) => page.locator(`[data-field="${name}"]`);
const slot = (/** @type {Page} */ page) => page.locator("[data-suggestions]");
/** @param {Page} page @param {string} [address] */
async function open(page, address = "contact/billing/") {
  await page.goto(address);
  await page.locator("#contact-form[novalidate]").waitFor();
}

see("suggests while one writes, asks nobody but the index, and moves no field", {}, async (page) => {
  /** @type {string[]} */
  const asked = [];
  await open(page);
  assert.equal(await slot(page).isVisible(), false);
  page.on("request", (request) => { asked.push(new URL(request.url()).pathname); });
  await field(page, "message").click();
  await page.keyboard.type("re");
  const top = await field(page, "message").evaluate((it) => it.getBoundingClientRect().top + scrollY);
  await page.keyboard.type("fund for my last ride please");
  await slot(page).locator(".suggestion").first().waitFor();
  assert.equal(await field(page, "message").evaluate((it) => it.getBoundingClientRect().top + scrollY), top);
  assert.ok(await slot(page).locator(".suggestion").count() <= 3);
  // On a slow machine there are suggestions for half of it first.
  await eventually(async () => assert.match(await slot(page).locator(".suggestion").first().innerText(), /Get a refund[^]*Open the ride in the app/));
  assert.deepEqual(asked.filter((path) => !path.startsWith("/_faqtory/")), []);
  assert.ok(asked.some((path) => path.endsWith("search.js")));
  // A screen reader hears how many there are, and no more.
  await eventually(async () => assert.match(await page.locator("section[data-suggestions] + [role=status]").textContent() ?? "", /^\d suggestions? below the field$/));
  assert.equal(await slot(page).getAttribute("aria-live"), "off");
  assert.deepEqual(await violations(page), []);
});

see("what comes while a button is pressed does not move it away", {}, async (page) => {
  await page.clock.install();
  await open(page);
  await field(page, "message").focus();
  await page.locator("section[data-suggestions] + [role=status]").waitFor({ state: "attached" });
  await page.clock.pauseAt(Date.now() + 60_000);
  await field(page, "message").fill("refund for my last ride please");
  const button = page.getByRole("button", { name: "Not yet" });
  await page.evaluate(() => {
    const below = document.createElement("button");
    below.type = "button";
    below.textContent = "Not yet";
    document.querySelector("[data-suggestions]")?.parentElement?.append(below);
    below.addEventListener("click", () => { below.textContent = "Pressed"; });
  });
  const { x, y } = await button.boundingBox() ?? assert.fail("no button");
  await page.mouse.move(x + 5, y + 5);
  await page.mouse.down();
  await page.clock.runFor(500);
  // What is asked later is answered later.
  await page.evaluate(async () => {
    const { openIndex } = await import(new URL("/_faqtory/search.js", location.href).href);
    await (await openIndex({ lang: "en" })).search("refund for my last ride please");
  });
  await page.clock.runFor(400);
  assert.equal(await slot(page).isVisible(), false);
  await page.mouse.up();
  await page.getByRole("button", { name: "Pressed" }).waitFor();
  await page.clock.runFor(500);
  await slot(page).locator(".suggestion").first().waitFor();
});

see("nothing is loaded before one begins to write", {}, async (page) => {
  /** @type {string[]} */
  const asked = [];
  page.on("request", (request) => { asked.push(request.url()); });
  await open(page);
  await page.waitForLoadState("networkidle");
  assert.deepEqual(asked.filter((url) => /search\.js|\/index\/|search-engine|form-suggest/.test(url)), []);
});

see("a suggestion opens in place by keyboard, and what it says is the article's", {}, async (page) => {
  await open(page);
  await field(page, "message").fill("how long does a refund to my card take");
  await field(page, "message").press("End");
  const first = slot(page).locator(".suggestion-open").first();
  await first.waitFor();
  await page.keyboard.press("Tab");
  assert.equal(await first.evaluate((it) => it === document.activeElement), true);
  await page.keyboard.press("Enter");
  assert.equal(await first.getAttribute("aria-expanded"), "true");
  const item = slot(page).locator(".suggestion").first();
  await item.locator(".suggestion-content > *").first().waitFor();
  assert.match(await item.innerText(), /Open the Rides tab|A card takes 5 to 7 working days|Ask in the app/);
  assert.doesNotMatch(await item.innerText(), /\*\*|\{#/, "no Markdown shows");
  assert.deepEqual(await violations(page), []);
  // What is read stays while one goes on writing.
  await field(page, "message").fill("I was charged twice and it is a hold");
  await eventually(async () => assert.ok(await slot(page).locator(".suggestion").count() >= 2));
  assert.equal(await slot(page).locator('[aria-expanded="true"]').count(), 1);
});

see("this solved it: told, thanked for, and the text is still there", {}, async (page) => {
  /** @type {any[]} */
  const events = [];
  await page.exposeBinding("tell", (_, event) => { events.push(event); });
  await page.addInitScript(() => {
    for (const name of ["contact", "deflection", "answer", "search"]) {
      // @ts-expect-error the binding above
      document.addEventListener(`faqtory:${name}`, (event) => tell({ name, .../** @type {CustomEvent} */ (event).detail }));
    }
  });
  await open(page);
  await field(page, "subject").fill("refund");
  await field(page, "message").fill("My secret story about a refund");
  const first = slot(page).locator(".suggestion-open").first();
  await first.click();
  await eventually(() => assert.ok(events.some(({ stage: it }) => it === "suggested")));
  const button = page.getByRole("button", { name: "This solved it" });
  assert.ok((await button.boundingBox())?.height ?? 0 >= 44);
  await button.click();
  assert.match(await page.locator(".suggestion-thanks").innerText(), /Great to hear/);
  assert.equal(await page.locator(".suggestion-thanks").evaluate((it) => it === document.activeElement), true);
  assert.equal(await field(page, "message").inputValue(), "My secret story about a refund");
  await eventually(() => assert.ok(events.some(({ name, state }) => name === "deflection" && state === "successful")));
  assert.ok(events.some(({ name, action }) => name === "answer" && action === "solved"));
  const searches = events.filter(({ name }) => name === "search");
  assert.deepEqual([...new Set(searches.map(({ query, where }) => `${query} ${where}`))], ["refund form"], "a message is nobody's search");
});

see("two characters are enough in Japanese, three letters elsewhere", {}, async (page) => {
  await open(page, "contact/accident/");
  await field(page, "message").fill("返金");
  await slot(page).locator(".suggestion").first().waitFor();
  await field(page, "message").fill("re");
  await eventually(async () => assert.equal(await slot(page).isVisible(), false));
});

see("touch: everything is large enough on a phone, and nothing is cut off", { viewport: { width: 320, height: 640 }, hasTouch: true }, async (page) => {
  await open(page);
  await field(page, "message").fill("refund for my ride");
  await slot(page).locator(".suggestion-open").first().tap();
  await page.getByRole("button", { name: "This solved it" }).waitFor();
  for (const control of await page.locator("#contact-form :is(button, summary, input:not([type=hidden]):not([tabindex='-1']), textarea, select):visible").all()) {
    const box = await control.boundingBox();
    const isChoice = await control.evaluate((it) => /^(checkbox|radio)$/.test(/** @type {HTMLInputElement} */ (it).type));
    assert.ok(box && (isChoice || box.height >= 44), await control.evaluate((it) => it.outerHTML.slice(0, 120)));
  }
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
});

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  for (const dir of ["ltr", "rtl"]) {
    see(`axe finds nothing with suggestions and errors shown: ${colorScheme}, ${dir}`, { colorScheme, viewport: { width: 390, height: 844 } }, async (page) => {
      await open(page);
      await page.evaluate((way) => { document.documentElement.dir = way; }, dir);
      await field(page, "message").fill("refund for my ride");
      await slot(page).locator(".suggestion-open").first().click();
      await page.locator(".suggestion-content > *").first().waitFor();
      await page.locator("#contact-form [type=submit]").click();
      await page.locator(".form-errors").waitFor();
      assert.deepEqual(await violations(page), []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    });
  }
}

see("what was read in this visit, or led here, is not suggested again", {}, async (page) => {
  await page.goto("payments/charged-twice/");
  await open(page, "contact/billing/?from=/payments/refunds/");
  // What nobody read is suggested, so that the engine is known to be there.
  await field(page, "subject").fill("accident");
  await slot(page).locator(".suggestion").first().waitFor();
  await field(page, "subject").fill("refund");
  await eventually(async () => assert.deepEqual(await slot(page).locator(".suggestion-name:visible").allTextContents(), []));
});

see("what only comes close is not suggested", {}, async (page) => {
  await open(page);
  await field(page, "subject").fill("refund");
  await slot(page).locator(".suggestion").first().waitFor();
  await field(page, "subject").fill("seven purple umbrellas");
  await eventually(async () => assert.equal(await slot(page).isVisible(), false));
});
