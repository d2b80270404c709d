// Customers who reach for a human before the scripts of contact have come.

import assert from "node:assert/strict";

import { ANNA, TOPICS, contactStage, fill, tryFirst } from "./contact-kit.js";
import { eventually, holdModules, stage } from "./kit.js";
import { webhook } from "./vendors.js";

/** @typedef {import("playwright-core").Page} Page */

const CONTACT = `channels:
  - {type: form}
  - {type: email, address: help@acme.example}
  - {type: whatsapp, number: "+353 85 555 0142"}
  - {type: phone, number: "+353 1 555 0142"}
  - {type: chat, provider: custom, script: "https://chat.example.com/chat.js", open: Acme.open}
form: {adapter: webhook, url: 'https://hooks.example.com/messages'}
${TOPICS}`;

/** @type {Awaited<ReturnType<typeof contactStage>>} */
let all;
const see = stage(async () => {
  all = await contactStage({ main: CONTACT, ask: `policy: ask-first\n${CONTACT}`, bare: CONTACT.replace(/.*email,.*\n/, "") }, {
    "hooks.example.com": webhook,
    "chat.example.com": () => ({ headers: { "Content-Type": "text/javascript" }, body: "window.Acme = { open: (facts) => { window.opened = facts; } };" }),
    "wa.me": () => ({ body: "chat" }),
  });
  return all;
});
const ANYONE = { ignoreHTTPSErrors: true, expected: /^foreign request: / };
const MISSING = { ignoreHTTPSErrors: true, expected: /^foreign request: |^failed|^script|^console/ };

const send = (/** @type {Page} */ page) => page.locator("#contact-form [type=submit]").click();
const field = (/** @type {Page} */ page, /** @type {string} */ name) => page.locator(`[data-field="${name}"]`);
const ready = (/** @type {Page} */ page) => page.locator("#contact-form[novalidate]").waitFor();
const messages = () => all.services.asked.filter(({ host }) => host === "hooks.example.com").map(({ body }) => JSON.parse(body));

/** Events of contact, across pages. @param {Page} page */
async function listen(page) {
  /** @type {any[]} */
  const events = [];
  await page.exposeBinding("tell", (_, event) => { events.push(event); });
  await page.addInitScript(() => {
    // @ts-expect-error the binding above
    document.addEventListener("faqtory:contact", (event) => tell(/** @type {CustomEvent} */ (event).detail));
  });
  return events;
}

see("what is chosen and ticked before the form's script came wins over the draft", ANYONE, async (page) => {
  await page.goto("contact/all/");
  await ready(page);
  await fill(page, { name: "Anna" });
  await field(page, "plan").selectOption("Day");
  await page.getByRole("radio", { name: "red" }).check();
  await eventually(async () => assert.ok(await page.evaluate(() => JSON.stringify({ ...localStorage }).includes("red"))));
  const release = await holdModules(page);
  await page.goto("contact/all/", { waitUntil: "commit" });
  await field(page, "plan").selectOption("Year");
  await page.getByRole("radio", { name: "blue" }).check();
  await field(page, "news").check();
  await page.locator("[data-handoff-preview] summary").click();
  await page.locator("[data-diagnostics]").check();
  release();
  await ready(page);
  assert.equal(await field(page, "name").inputValue(), "Anna");
  assert.equal(await field(page, "plan").inputValue(), "Year");
  assert.ok(await page.getByRole("radio", { name: "blue" }).isChecked());
  assert.ok(await field(page, "news").isChecked() && await page.locator("[data-diagnostics]").isChecked());
});

see("a form that is filled in before its script came has been begun", ANYONE, async (page) => {
  const events = await listen(page);
  const release = await holdModules(page);
  await page.goto("contact/billing/", { waitUntil: "commit" });
  await fill(page, ANNA);
  await send(page);
  release();
  await page.waitForURL(/\/contact\/sent\//);
  assert.deepEqual(events.map(({ stage }) => stage).filter((it) => it !== "suggested"), ["viewed", "started", "sent"]);
});

see("what is written while a message is on its way is kept", ANYONE, async (page) => {
  /** @type {() => void} */
  let answer = () => {};
  const written = new Promise((done) => { answer = () => done(null); });
  await page.route("https://hooks.example.com/**", async (route) => {
    if (route.request().method() === "POST") await written;
    await route.continue();
  });
  await page.goto("contact/billing/");
  await ready(page);
  await fill(page, ANNA);
  await send(page);
  await page.locator("#contact-form[aria-busy=true]").waitFor();
  await field(page, "message").fill("One more thing");
  answer();
  await page.waitForURL(/\/contact\/sent\//);
  await page.goto("contact/billing/");
  await ready(page);
  assert.equal(await field(page, "message").inputValue(), "One more thing");
  await send(page);
  await page.waitForURL(/\/contact\/sent\//);
  const [first, second] = messages().slice(-2);
  assert.deepEqual([first.fields.message, second.fields.message], [ANNA.message, "One more thing"]);
  assert.notEqual(first.id, second.id);
  await page.goto("contact/billing/");
  await ready(page);
  assert.equal(await field(page, "message").inputValue(), "");
});

see("a form that cannot post says so when its script never comes", MISSING, async (page) => {
  const release = await holdModules(page, "abort");
  await page.goto(`${all.sites.bare.url}contact/billing/`, { waitUntil: "commit" });
  await fill(page, ANNA);
  await send(page);
  release();
  const button = page.locator("#contact-form [type=submit]");
  await eventually(async () => assert.match(await button.evaluate((it) => /** @type {HTMLButtonElement} */ (it).validationMessage), /^We could not reach/));
  await field(page, "message").press("End");
  await send(page);
  assert.ok(await button.evaluate((it) => it === document.activeElement));
  assert.ok(page.url().endsWith("/contact/billing/"));
  assert.equal(await field(page, "message").inputValue(), ANNA.message);
});

see("a link to a human takes along what was tried, though its script came after it was pressed", ANYONE, async (page) => {
  const events = await listen(page);
  await tryFirst(page, all.url);
  const release = await holdModules(page);
  await page.goto("contact/billing/", { waitUntil: "commit" });
  const pressed = page.locator('[data-channel="whatsapp"] a').click();
  const asked = page.waitForRequest(/^https:\/\/wa\.me\//);
  await page.locator("html[data-human]").waitFor({ state: "attached" });
  release();
  const url = new URL((await asked).url());
  await pressed;
  assert.match(url.searchParams.get("text") ?? "", /I searched for: “refund”/);
  await eventually(() => assert.equal(events.filter(({ stage, channel }) => stage === "channel" && channel === "whatsapp").length, 1));
});

see("a link to a human waits for no script that does not come, and is told by the next page", ANYONE, async (page) => {
  const events = await listen(page);
  await page.goto("payments/refunds/");
  const release = await holdModules(page);
  await page.goto("contact/billing/", { waitUntil: "commit" });
  await page.locator('[data-channel="whatsapp"] a').click();
  await page.waitForURL(/^https:\/\/wa\.me\//, { waitUntil: "commit" });
  release();
  assert.deepEqual(events, []);
  await page.goto("contact/");
  await eventually(() => assert.deepEqual(events.find(({ stage }) => stage === "channel"),
    { stage: "channel", topic: "billing", channel: "whatsapp", article: null, handoff: null }));
});

see("a call is never held", ANYONE, async (page) => {
  await holdModules(page);
  await page.goto("contact/billing/", { waitUntil: "commit" });
  await page.locator("#contact-form").waitFor();
  await page.evaluate(() => {
    addEventListener("click", (event) => {
      document.documentElement.dataset.called = String(!event.defaultPrevented);
      event.preventDefault();
    });
  });
  await page.locator('[data-channel="phone"] a').click();
  assert.equal(await page.evaluate(() => document.documentElement.dataset.called), "true");
});

see("a chat that is asked for before its script came opens, once", ANYONE, async (page) => {
  const events = await listen(page);
  const release = await holdModules(page);
  await page.goto("contact/billing/", { waitUntil: "commit" });
  await page.locator("[data-chat]").click();
  release();
  await page.waitForFunction(() => "opened" in window);
  await eventually(() => assert.equal(events.filter(({ channel }) => channel === "chat").length, 1));
});

see("ways to a human that somebody is about to use do not go away", ANYONE, async (page) => {
  const release = await holdModules(page);
  await page.goto(`${all.sites.ask.url}contact/billing/`, { waitUntil: "commit" });
  await field(page, "name").click();
  await page.keyboard.type("Anna");
  release();
  await ready(page);
  assert.ok(await field(page, "name").isVisible());
  await page.goto(`${all.sites.ask.url}contact/all/`);
  await page.locator(".contact-reveal button").waitFor();
});
