// What the contact form keeps and sends later: as the customer agreed to it, once, and to nobody else.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { ANNA, TOPICS, contactStage, fill, tryFirst } from "./contact-kit.js";
import { eventually, moduleAddress, stage } from "./kit.js";
import { formspree, salesforce, webhook } from "./vendors.js";

/** @typedef {import("playwright-core").Page} Page */

/** What Formspree does with the next message; then it takes it. @type {(import("./vendors.js").Vendor)[]} */
let script = [];
const site = (/** @type {string} */ form) => `channels: [{type: form}]\nform: ${form}\n${TOPICS}`;
/** @type {Awaited<ReturnType<typeof contactStage>>} */
let all;
const see = stage(async () => {
  all = await contactStage({
    main: site("{adapter: webhook, url: 'https://hooks.example.com/messages', retries: 0}"),
    salesforce: site("{adapter: salesforce, org_id: 00D000000000062}"),
    formspree: site("{adapter: formspree, form_id: xyzabcde}"),
    clobbered: site("{adapter: webhook, url: 'https://hooks.example.com/messages'}"),
  }, {
    "hooks.example.com": webhook, "webto.salesforce.com": salesforce,
    "formspree.io": (asked) => (script.shift() ?? formspree)(asked),
  });
  return all;
});
const ANYONE = { ignoreHTTPSErrors: true, expected: /^foreign request: |^console: / };
const DRAFT = "faqtory-draft:/:billing";

// By keyboard: suggestions that come just then move the button away from a pointer.
const submit = (/** @type {Page} */ page) => page.locator("#contact-form [type=submit]").press("Enter");
const field = (/** @type {Page} */ page, /** @type {string} */ name) => page.locator(`[data-field="${name}"]`);
const sent = () => all.services.asked.filter(({ host }) => host === "hooks.example.com");
const last = () => JSON.parse(sent().at(-1)?.body ?? "{}");
/** @param {Page} page @param {string} [address] */
async function open(page, address = "contact/billing/") {
  await page.goto(address);
  await page.locator("#contact-form[novalidate]").waitFor();
}
/** Writes, and agrees that it is sent once there is a connection. @param {Page} page */
async function agree(page) {
  await fill(page, ANNA);
  await offline(page);
  await submit(page);
  await page.getByRole("button", { name: "Send it when I am online" }).click();
}
/** No connection, and the page has noticed. @param {Page} page */
async function offline(page) {
  await page.context().setOffline(true);
  await page.waitForFunction(() => !navigator.onLine);
}

see("a message that waits passes on what was agreed to, and nothing else", ANYONE, async (page) => {
  await tryFirst(page, all.url);
  await open(page);
  await page.locator("[data-handoff-preview] summary").click();
  await page.locator("input[data-handoff-pass]").uncheck();
  await agree(page);
  const before = sent().length;
  // In the same tab, which knows what was searched for; the address adds nothing to it either.
  await page.context().setOffline(false);
  await page.waitForURL(/contact\/sent\//);
  assert.equal(sent().length, before + 1);
  assert.deepEqual([last().handoff, last().code], [null, null]);
  await open(page);
  await page.locator("[data-handoff-preview] summary").click();
  await page.locator("input[data-handoff-pass]").uncheck();
  await agree(page);
  const draft = await page.evaluate((key) => localStorage.getItem(key) ?? "", DRAFT);
  await page.goto("about:blank");
  await page.context().setOffline(false);
  // It may be sent, and this page left, before all of it is loaded.
  await page.goto("contact/billing/?subject=Other&phone=12345", { waitUntil: "commit" });
  await page.waitForURL(/contact\/sent\//);
  assert.equal(sent().length, before + 2);
  assert.deepEqual([last().handoff, last().code, last().fields.subject, last().fields.phone], [null, null, "", ""]);
  assert.doesNotMatch(draft, /"query"/);
});

see("a draft remembers what is not to be passed on", ANYONE, async (page) => {
  await open(page);
  await fill(page, ANNA);
  await page.locator("[data-handoff-preview] summary").click();
  await page.locator("input[data-handoff-pass]").uncheck();
  await page.reload();
  await page.locator(".form-notice").waitFor();
  assert.equal(await page.locator("input[data-handoff-pass]").isChecked(), false);
});

see("who goes on writing is asked again before it is sent", ANYONE, async (page) => {
  await open(page);
  await agree(page);
  const before = sent().length;
  await field(page, "message").pressSequentially(" And then");
  await page.getByRole("button", { name: "Send it when I am online" }).waitFor();
  assert.equal(await field(page, "message").evaluate((it) => it === document.activeElement), true);
  const online = page.evaluate(() => new Promise((done) => { addEventListener("online", () => done(navigator.onLine), { once: true }); }));
  await page.context().setOffline(false);
  await online;
  assert.notEqual(await page.locator("#contact-form").getAttribute("aria-busy"), "true");
  await page.reload();
  await page.locator(".form-notice").waitFor();
  assert.match(await field(page, "message").inputValue(), / And then/);
  assert.equal(sent().length, before);
  await submit(page);
  await page.waitForURL(/contact\/sent\//);
  assert.equal(sent().length, before + 1, "what is sent by hand is all that was sent");
  assert.match(last().fields.message, / And then/);
});

see("what a password manager filled in is no robot when a human sends", ANYONE, async (page) => {
  const before = sent().length;
  await open(page);
  await fill(page, ANNA);
  await page.locator(".form-extra input").evaluate((it) => { /** @type {HTMLInputElement} */ (it).value = "https://acme.example"; });
  await submit(page);
  await page.locator(".form-failed").waitFor();
  assert.equal(sent().length, before);
  await page.getByRole("button", { name: "Try again" }).click();
  await page.waitForURL(/contact\/sent\//);
  assert.equal(sent().length, before + 1);
});

see("two tabs send one message, and neither writes it back", ANYONE, async (page) => {
  await open(page);
  await agree(page);
  const before = sent().length;
  await page.context().setOffline(false);
  await page.waitForURL(/contact\/sent\//);
  assert.equal(sent().length, before + 1);
  await open(page);
  await fill(page, ANNA);
  await page.goto("contact/");
  const other = await page.context().newPage();
  for (const tab of [page, other]) await open(tab);
  await offline(page);
  await other.waitForFunction(() => !navigator.onLine);
  for (const tab of [page, other]) {
    await tab.bringToFront();
    await submit(tab);
  }
  await page.getByRole("button", { name: "Send it when I am online" }).click();
  await page.context().setOffline(false);
  for (const tab of [page, other]) {
    await tab.bringToFront();
    await tab.waitForURL(/contact\/sent\//);
  }
  assert.equal(sent().length, before + 2);
  // A tab that only shows the draft does not keep it again.
  await open(page);
  await fill(page, ANNA);
  await page.goto("contact/");
  for (const tab of [page, other]) await open(tab);
  await page.bringToFront();
  await submit(page);
  await page.waitForURL(/contact\/sent\//);
  await other.goto("contact/");
  // What one tab stores the others see a moment later.
  await eventually(async () => assert.equal(await other.evaluate((key) => localStorage.getItem(key), DRAFT), null));
});

see("a tab whose message another tab has sent says so, and sends nothing", ANYONE, async (page) => {
  await open(page);
  await fill(page, ANNA);
  await page.goto("contact/");
  const other = await page.context().newPage();
  // Browsers tell tabs in the background late that there is a connection.
  await other.addInitScript(() => addEventListener("online", (event) => event.stopImmediatePropagation(), { capture: true }));
  for (const tab of [page, other]) await open(tab);
  const before = sent().length;
  await offline(page);
  await other.waitForFunction(() => !navigator.onLine);
  await other.bringToFront();
  await submit(other);
  await other.getByRole("button", { name: "Send it when I am online" }).waitFor();
  await page.bringToFront();
  await submit(page);
  await page.getByRole("button", { name: "Send it when I am online" }).click();
  await page.context().setOffline(false);
  for (const tab of [page, other]) await tab.waitForURL(/contact\/sent\//);
  assert.equal(sent().length, before + 1);
});

see("a message that waits is found from every page of contact, and given back when its topic is gone", ANYONE, async (page) => {
  await open(page);
  await agree(page);
  await page.goto("about:blank");
  await page.context().setOffline(false);
  await page.goto("contact/all/");
  assert.equal(await page.getByRole("link", { name: "Go to it" }).evaluate((it) => /** @type {HTMLAnchorElement} */ (it).pathname), "/contact/billing/");
  await page.evaluate((key) => {
    localStorage.setItem(key.replace("billing", "gone"), localStorage.getItem(key) ?? "");
    localStorage.removeItem(key);
  }, DRAFT);
  await page.goto("contact/");
  assert.match(await page.locator(".form-notice textarea").inputValue(), /I was charged twice/);
  await page.getByRole("button", { name: "Discard it" }).click();
  assert.equal(await page.evaluate((key) => localStorage.getItem(key.replace("billing", "gone")), DRAFT), null);
});

see("a link to contact cannot name a page of somebody else", ANYONE, async (page) => {
  for (const from of ["/%5Cevil.example/login", "/%09/evil.example/login", "/%0A/evil.example/login", "//evil.example/", "https://evil.example/"]) {
    await open(page, `contact/billing/?from=${from}`);
    await fill(page, ANNA);
    await submit(page);
    await page.waitForURL(/contact\/sent\//);
    assert.doesNotMatch(sent().at(-1)?.body ?? "", /evil/, from);
  }
});

see("where nobody says whether it arrived, the text is there to copy", ANYONE, async (page) => {
  const { url } = all.sites.salesforce;
  await open(page, `${url}contact/billing/`);
  await fill(page, ANNA);
  await submit(page);
  await page.waitForURL(/contact\/sent\//);
  assert.match(await page.locator("textarea").inputValue(), /I was charged twice/);
  await open(page, `${url}contact/billing/`);
  assert.equal(await field(page, "message").inputValue(), "");
});

see("an answer that says no is none that says yes", ANYONE, async (page) => {
  await open(page, `${all.sites.formspree.url}contact/billing/`);
  await fill(page, ANNA);
  script = [() => ({ body: { ok: false, errors: [{ message: "no" }] } })];
  await submit(page);
  assert.match(await page.locator(".form-failed").innerText(), /not accepted/);
});

see("what may have arrived is sent again only where that can be told", ANYONE, async (page) => {
  await open(page);
  const module = await moduleAddress(all, "form-send");
  const tries = await page.evaluate(async (address) => {
    const { deliver } = await import(address);
    /** @type {Record<string, any>} */
    const found = {};
    for (const name of ["zendesk", "webhook"]) {
      let asked = 0;
      const message = {
        id: "0123456789abcdef", values: { email: "a@b.example", message: "x" }, labels: {}, locale: "en", code: "", handoff: null, handoffText: "",
        topic: { id: "", title: "", tags: [], priority: "", queue: "" }, page: { url: "", title: "" }, texts: {}, config: { subdomain: "acme", url: "https://acme.example" },
      };
      const fetch = async () => { asked += 1; throw new DOMException("late", "TimeoutError"); };
      const { reason } = await deliver(name, message, { fetch, wait: async () => {} });
      found[name] = [asked, reason];
    }
    return found;
  }, module);
  assert.deepEqual(tries, { zendesk: [1, "unsure"], webhook: [4, "unsure"] });
});

see("what is written about a sensitive topic is gone with the tab", ANYONE, async (page) => {
  await open(page, "contact/accident/");
  await fill(page, { message: "I fell" });
  await page.reload();
  await page.locator(".form-notice").waitFor();
  assert.equal(await field(page, "message").inputValue(), "I fell");
  assert.doesNotMatch(await page.evaluate(() => JSON.stringify(localStorage)), /I fell/);
});

see("a draft of another make does no harm", ANYONE, async (page) => {
  await page.goto("contact/");
  await page.evaluate((key) => localStorage.setItem(key, JSON.stringify({ saved: Date.now(), values: { name: { a: 1 }, message: "Kept" } })), DRAFT);
  await open(page);
  assert.deepEqual([await field(page, "name").inputValue(), await field(page, "message").inputValue()], ["", "Kept"]);
});

see("fields may be called like what a form has", ANYONE, async (page) => {
  const { folder, url } = all.sites.clobbered;
  const file = join(folder, "contact/billing/index.html");
  const html = await readFile(file, "utf8");
  const names = { phone: "querySelector", ride_date: "dataset", subject: "reset", message: "submit", name: "prepend" };
  await writeFile(file, Object.entries(names).reduce((text, [name, other]) => text.replace(`name="${name}"`, `name="${other}"`), html));
  await open(page, `${url}contact/billing/`);
  await page.waitForLoadState("networkidle");
  assert.equal(await page.evaluate(() => typeof /** @type {any} */ (document.querySelector("#contact-form")).querySelector), "object");
  await fill(page, ANNA);
  const before = sent().length;
  await submit(page);
  await page.waitForURL(/contact\/sent\//);
  assert.equal(sent().length, before + 1);
  assert.equal(last().fields.message, ANNA.message);
});

see("where the service gives no reference, the customer gets a short one that is in what was sent", ANYONE, async (page) => {
  await open(page, `${all.sites.formspree.url}contact/billing/`);
  await fill(page, ANNA);
  await submit(page);
  await page.waitForURL(/contact\/sent\//);
  const shown = await page.locator("[data-sent-reference] strong").innerText();
  assert.match(shown, /^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{3}$/);
  const message = JSON.parse(all.services.asked.findLast(({ host }) => host === "formspree.io")?.body ?? "{}");
  assert.equal(message.reference, shown);
});

see("a message that may have arrived says so, and is sent again under the same reference", ANYONE, async (page) => {
  await page.addInitScript(() => {
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    AbortSignal.timeout = () => timeout(50);
  });
  await page.route("https://formspree.io/**", () => {}); // nobody answers
  await open(page, `${all.sites.formspree.url}contact/billing/`);
  await fill(page, ANNA);
  await submit(page);
  const panel = page.locator(".form-failed");
  await panel.waitFor();
  assert.equal(await panel.locator("h2").innerText(), "We could not tell whether it arrived");
  const reference = /keeps its reference (\S+),/.exec(await panel.innerText())?.[1] ?? "";
  assert.match(reference, /^[0-9A-Z]{4}-[0-9A-Z]{3}$/);
  assert.ok((await panel.locator(".form-whole").inputValue()).includes(`Reference: ${reference}`));
  await page.unroute("https://formspree.io/**");
  // Also after a reload.
  await page.reload();
  await page.locator("#contact-form[novalidate]").waitFor();
  await page.evaluate(() => { AbortSignal.timeout = () => new AbortController().signal; });
  await submit(page);
  await page.waitForURL(/contact\/sent\//);
  assert.equal(await page.locator("[data-sent-reference] strong").innerText(), reference);
});
