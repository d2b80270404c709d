// The contact form in a browser: what is wrong is said, nothing typed is lost, and it is sent when it can be.

import assert from "node:assert/strict";

import { ANNA, TOPICS, contactStage, fill, tryFirst, violations } from "./contact-kit.js";
import { eventually, holdModules, stage } from "./kit.js";
import { webhook } from "./vendors.js";

/** What the webhook does with the next messages; then it takes them. @type {(import("./vendors.js").Vendor)[]} */
let script = [];
/** @type {import("./vendors.js").Vendor} */
const moody = (asked) => (script.shift() ?? webhook)(asked);
const CONTACT = `channels: [{type: form}, {type: email, address: help@acme.example}]
form: {adapter: webhook, url: 'https://hooks.example.com/messages', no_script: 'https://plain.example.com/form', retries: 2}
${TOPICS}`;

/** @type {Awaited<ReturnType<typeof contactStage>>} */
let all;
const see = stage(async () => {
  all = await contactStage({ main: CONTACT }, { "hooks.example.com": moody, "plain.example.com": (asked) => ({ body: `got ${asked.body.length}` }) });
  return all;
});
const ANYONE = { ignoreHTTPSErrors: true, expected: /^foreign request: https:\/\/(hooks|plain)\.example\.com\// };
const FAILING = { ...ANYONE, expected: /^foreign request: https:\/\/hooks|^console: |^\d{3}: https:\/\/hooks/ };

/** @typedef {import("playwright-core").Page} Page */

// By keyboard: suggestions that come just then move the button away from a pointer.
const send = (/** @type {Page} */ page) => page.locator("#contact-form [type=submit]").press("Enter");
const field = (/** @type {Page} */ page, /** @type {string} */ name) => page.locator(`[data-field="${name}"]`);
const sent = () => all.services.asked.filter(({ host }) => host === "hooks.example.com");
/** The form as its script has made it. @param {Page} page @param {string} [address] */
async function open(page, address = "contact/billing/") {
  await page.goto(address);
  await page.locator("#contact-form[novalidate]").waitFor();
}

/** Events of contact, across pages. @param {Page} page */
async function listen(page) {
  /** @type {any[]} */
  const events = [];
  await page.exposeBinding("tell", (_, event) => { events.push(event); });
  await page.addInitScript(() => {
    for (const name of ["contact", "deflection", "answer", "search"]) {
      // @ts-expect-error the binding above
      document.addEventListener(`faqtory:${name}`, (event) => tell({ name, .../** @type {CustomEvent} */ (event).detail }));
    }
  });
  return events;
}

see("says what is wrong at the fields and in a summary that has the focus", ANYONE, async (page) => {
  const before = sent().length;
  await open(page, "contact/all/");
  await field(page, "email").fill("anna@");
  await field(page, "amount").fill("900");
  await field(page, "ride_date").fill("2019-12-31");
  await send(page);
  const summary = page.locator(".form-errors");
  await summary.waitFor();
  assert.equal(await summary.evaluate((it) => it === document.activeElement), true);
  assert.deepEqual(await summary.locator("li").allTextContents(), [
    "Please fill in “Your name”", "Please enter an email address like name@example.com",
    "“When was the ride?”: not before January 1, 2020", "“Amount”: the largest is 500", "Please fill in “How can we help?”",
  ]);
  const name = field(page, "name");
  assert.equal(await name.getAttribute("aria-invalid"), "true");
  assert.match(await name.getAttribute("aria-describedby") ?? "", /\bname-error\b/);
  assert.equal(await page.locator("#name-error").textContent(), "Please fill in “Your name”");
  assert.deepEqual(await violations(page), []);
  await summary.locator("a").first().press("Enter");
  assert.equal(await name.evaluate((it) => it === document.activeElement), true);
  // It is taken back while one types.
  await page.keyboard.type("Anna");
  assert.equal(await name.getAttribute("aria-invalid"), null);
  assert.equal(await page.locator("#name-error").isVisible(), false);
  assert.equal(sent().length, before);
});

see("a field is checked when it is left, and not while it is typed into", ANYONE, async (page) => {
  await open(page);
  await field(page, "email").click();
  await page.keyboard.type("anna@exa");
  assert.equal(await field(page, "email").getAttribute("aria-invalid"), null);
  await page.keyboard.press("Tab");
  assert.equal(await field(page, "email").getAttribute("aria-invalid"), "true");
  await field(page, "name").focus();
  await page.keyboard.press("Tab");
  assert.equal(await field(page, "name").getAttribute("aria-invalid"), null, "nobody typed anything there yet");
});

see("every type of field arrives, and the whole way works by keyboard", ANYONE, async (page) => {
  const events = await listen(page);
  await open(page, "contact/all/?from=/payments/refunds/");
  await field(page, "name").focus();
  await page.keyboard.type("Anna");
  await page.keyboard.press("Tab");
  await page.keyboard.type("anna@example.com");
  await field(page, "amount").fill("12.5");
  await page.locator('[data-field="color"]').first().focus();
  await page.keyboard.press("ArrowDown");
  await field(page, "plan").focus();
  await page.keyboard.type("Year");
  await field(page, "news").focus();
  await page.keyboard.press("Space");
  await field(page, "message").focus();
  await page.keyboard.type("Hello there");
  await page.locator("#contact-form [type=submit]").focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/contact\/sent\//);
  const { fields } = JSON.parse(sent().at(-1)?.body ?? "{}");
  assert.deepEqual(fields, { name: "Anna", email: "anna@example.com", ride_date: "", amount: "12.5", color: "blue", plan: "Year", news: "yes", message: "Hello there" });
  await page.locator("[data-sent-reference]", { hasText: "RF-7" }).waitFor();
  await eventually(() => {
    const stages = events.filter(({ name }) => name === "contact").map(({ stage: it }) => it);
    assert.deepEqual([stages[0], stages.includes("started"), stages.at(-1)], ["viewed", true, "sent"]);
  });
  const done = events.find(({ stage: it }) => it === "sent");
  assert.deepEqual([done.topic, done.channel, done.article], ["all", "form", "/payments/refunds/"]);
  assert.match(done.handoff, /^[0-9a-f]{16}$/);
});

see("an address fills in fields, and never what was typed", ANYONE, async (page) => {
  await open(page, "contact/billing/?name=Bo&subject=Hi&email=bo@example.com&q=ignored");
  assert.deepEqual(await Promise.all(["name", "email", "subject"].map((it) => field(page, it).inputValue())), ["Bo", "bo@example.com", "Hi"]);
  // Nobody typed: there is nothing to keep.
  await page.reload();
  await page.locator("#contact-form[novalidate]").waitFor();
  assert.equal(await page.evaluate(() => Object.keys(localStorage).some((key) => key.startsWith("faqtory-draft"))), false);
  await field(page, "name").fill("Anna");
  await page.goto("contact/");
  await open(page, "contact/billing/?name=Bo");
  assert.equal(await field(page, "name").inputValue(), "Anna");
  await open(page, "contact/accident/?q=broken+arm");
  assert.equal(await field(page, "message").inputValue(), "broken arm");
});

see("what is typed survives a closed tab, until it is discarded or sent", ANYONE, async (page) => {
  await open(page, "contact/all/");
  await fill(page, { name: "Anna", message: "My long story" });
  await page.locator('[data-field="color"]').last().check();
  // At once, without a pause to keep it in.
  const other = await page.context().newPage();
  await page.close({ runBeforeUnload: true });
  await eventually(async () => {
    await open(other, "contact/all/");
    assert.equal(await field(other, "message").inputValue(), "My long story");
  });
  assert.equal(await other.locator('[data-field="color"]').last().isChecked(), true);
  const notice = other.locator(".form-notice");
  assert.match(await notice.innerText(), /We kept what you wrote/);
  assert.deepEqual(await violations(other), []);
  // Each topic has its own.
  await open(other, "contact/accident/");
  assert.equal(await field(other, "message").inputValue(), "");
  await open(other, "contact/all/");
  await other.getByRole("button", { name: "Discard it" }).click();
  assert.equal(await field(other, "message").inputValue(), "");
  await open(other, "contact/all/");
  assert.equal(await field(other, "message").inputValue(), "");
  assert.equal(await other.locator(".form-notice").count(), 0);
});

see("a draft is forgotten after a week", ANYONE, async (page) => {
  await open(page);
  await fill(page, { message: "Old" });
  await eventually(async () => assert.ok(await page.evaluate(() => localStorage.getItem("faqtory-draft:/:billing"))));
  await page.evaluate(() => {
    const draft = JSON.parse(localStorage.getItem("faqtory-draft:/:billing") ?? "");
    localStorage.setItem("faqtory-draft:/:billing", JSON.stringify({ ...draft, saved: Date.now() - 8 * 24 * 3600 * 1000 }));
  });
  // Leaving keeps what is on screen: look at it from a fresh page.
  const other = await page.context().newPage();
  // What one tab stores the others see a moment later.
  await eventually(async () => {
    await open(other);
    assert.equal(await field(other, "message").inputValue(), "");
  });
});

see("robots get the page after sending, and nothing is sent", ANYONE, async (page) => {
  const before = sent().length;
  await open(page);
  await fill(page, ANNA);
  await page.evaluate(() => {
    /** @type {HTMLInputElement} */ (document.querySelector(".form-extra input")).value = "buy now";
    /** @type {HTMLFormElement} */ (document.querySelector("#contact-form")).requestSubmit();
  });
  await page.waitForURL(/contact\/sent\//);
  assert.equal(sent().length, before);
  // Nor for one that is done before anybody could be, and touches nothing. It need not wait for the script.
  const release = await holdModules(page);
  await page.goto("contact/accident/");
  await page.evaluate((anna) => {
    for (const [name, value] of Object.entries(anna)) {
      const control = /** @type {HTMLInputElement} */ (document.querySelector(`[data-field="${name}"]`));
      control.value = value;
    }
    /** @type {HTMLFormElement} */ (document.querySelector("#contact-form")).requestSubmit();
  }, ANNA);
  release();
  await page.waitForURL(/contact\/sent\//);
  assert.equal(sent().length, before);
});

see("the trap for robots is out of everyone's way", ANYONE, async (page) => {
  await open(page);
  const trap = page.locator(".form-extra input");
  assert.equal(await trap.getAttribute("tabindex"), "-1");
  assert.equal(await page.locator(".form-extra").getAttribute("aria-hidden"), "true");
  const box = await page.locator(".form-extra").boundingBox();
  assert.ok(!box || box.width <= 1);
});

see("a busy endpoint is asked again, and the same message arrives once", FAILING, async (page) => {
  await open(page);
  const before = sent().length;
  script = [() => ({ status: 503 }), () => ({ status: 429, headers: { "Retry-After": "1", "Access-Control-Expose-Headers": "Retry-After" } })];
  await fill(page, ANNA);
  const trying = page.waitForFunction(() => document.querySelector(".form-status")?.textContent?.includes("Trying again")
    && document.querySelector("#contact-form [type=submit]")?.getAttribute("aria-disabled") === "true");
  await send(page);
  await trying;
  await page.waitForURL(/contact\/sent\//);
  const ids = sent().slice(before).map(({ body }) => JSON.parse(body).id);
  assert.equal(ids.length, 3);
  assert.equal(new Set(ids).size, 1, "an endpoint can tell that it is the same");
  assert.equal(await page.evaluate(() => localStorage.getItem("faqtory-draft:/:billing")), null);
});

for (const [name, answer, words] of /** @type {[string, import("./vendors.js").Answer, RegExp][]} */ ([
  ["is down", { status: 500 }, /Too much is going on/],
  ["refuses", { status: 400 }, /not accepted/],
])) {
  see(`when the endpoint ${name}, everything typed is on screen and can be sent otherwise`, FAILING, async (page) => {
    const events = await listen(page);
    await open(page);
    script = Array(3).fill(() => answer);
    await fill(page, { ...ANNA, ride_date: "2026-10-30" });
    await send(page);
    const panel = page.locator(".form-failed");
    await panel.waitFor();
    script = [];
    assert.match(await panel.innerText(), words);
    assert.equal(await panel.evaluate((it) => it === document.activeElement), true);
    const whole = await panel.locator("textarea").inputValue();
    for (const part of [...Object.values(ANNA), "2026-10-30"]) assert.ok(whole.includes(part), part);
    assert.equal(await field(page, "message").inputValue(), ANNA.message);
    const link = new URL(await panel.getByRole("link", { name: "Send it by email" }).getAttribute("href") ?? "");
    assert.equal(link.pathname, "help@acme.example");
    assert.ok((link.searchParams.get("body") ?? "").includes("I was charged twice"));
    for (const way of await panel.locator("button, a").all()) assert.ok((await way.boundingBox())?.height ?? 0 >= 44);
    for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
      for (const dir of ["ltr", "rtl"]) {
        await page.emulateMedia({ colorScheme });
        await page.evaluate((way) => { document.documentElement.dir = way; }, dir);
        assert.deepEqual(await violations(page), [], `${colorScheme} ${dir}`);
      }
    }
    await eventually(() => assert.equal(events.filter(({ stage: it }) => it === "failed").length, 1));
    // A reload loses nothing either.
    await page.reload();
    await eventually(async () => assert.equal(await field(page, "message").inputValue(), ANNA.message));
    await send(page);
    await page.waitForURL(/contact\/sent\//);
  });
}

see("trying again from the panel sends the same message", FAILING, async (page) => {
  await open(page);
  script = Array(3).fill(() => ({ status: 500 }));
  await fill(page, ANNA);
  await send(page);
  await page.locator(".form-failed").waitFor();
  script = [];
  await page.getByRole("button", { name: "Try again" }).click();
  await page.waitForURL(/contact\/sent\//);
});

see("offline: it waits when the customer wants that, and is sent once there is a connection", FAILING, async (page) => {
  await open(page);
  await fill(page, ANNA);
  const before = sent().length;
  await page.context().setOffline(true);
  await page.waitForFunction(() => !navigator.onLine);
  await send(page);
  const panel = page.locator(".form-failed");
  await panel.waitFor();
  assert.match(await panel.innerText(), /You are offline/);
  // Without their word nothing is sent later.
  await page.context().setOffline(false);
  await page.waitForFunction(() => navigator.onLine);
  assert.equal(sent().length, before);
  await page.context().setOffline(true);
  await page.waitForFunction(() => !navigator.onLine);
  await page.getByRole("button", { name: "Send it when I am online" }).click();
  await panel.filter({ hasText: "as soon as you are back online" }).waitFor();
  await page.context().setOffline(false);
  await page.waitForURL(/contact\/sent\//);
  assert.equal(sent().length, before + 1);
});

see("offline: a message that waits is sent with the next visit", FAILING, async (page) => {
  await open(page);
  await fill(page, ANNA);
  const before = sent().length;
  await page.context().setOffline(true);
  await page.waitForFunction(() => !navigator.onLine);
  await send(page);
  await page.getByRole("button", { name: "Send it when I am online" }).click();
  const other = await page.context().newPage();
  await page.close();
  await other.context().setOffline(false);
  // What one tab stores the others see a moment later.
  await other.goto("contact/");
  await other.waitForFunction(() => localStorage.getItem("faqtory-draft:/:billing")?.includes('"waiting"'));
  await other.reload();
  await other.getByRole("link", { name: "Go to it" }).click();
  await other.waitForURL(/contact\/sent\//);
  assert.equal(sent().length, before + 1);
  assert.equal(JSON.parse(sent().at(-1)?.body ?? "{}").fields.message, ANNA.message);
});

see("what is passed on can be seen, and left out", ANYONE, async (page) => {
  await page.goto("payments/refunds/");
  await open(page, "contact/billing/?from=/payments/refunds/");
  const preview = page.locator("[data-handoff-preview]");
  await preview.locator("summary").click();
  assert.match(await preview.locator(".handoff-list").innerText(), /I read: Get a refund/);
  await preview.locator("[data-diagnostics]").check();
  assert.match(await preview.locator(".handoff-list").innerText(), /Chrom/);
  await fill(page, ANNA);
  await send(page);
  await page.waitForURL(/contact\/sent\//);
  const { handoff } = JSON.parse(sent().at(-1)?.body ?? "{}");
  assert.equal(typeof handoff.diagnostics.browser, "string");
  await open(page);
  await fill(page, ANNA);
  await preview.locator("summary").click();
  await preview.locator("[data-handoff-pass]").uncheck();
  await send(page);
  await page.waitForURL(/contact\/sent\//);
  const bare = JSON.parse(sent().at(-1)?.body ?? "{}");
  assert.deepEqual([bare.handoff, bare.code], [null, null]);
});

see("blocked storage: the form works without a memory", { ...ANYONE }, async (page) => {
  await page.addInitScript(() => {
    for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name, { get() { throw new DOMException("blocked", "SecurityError"); } });
  });
  await open(page);
  await fill(page, ANNA);
  await send(page);
  await page.waitForURL(/contact\/sent\//);
});

see("a message sent before its module came takes along what was tried, and what was written stays", ANYONE, async (page) => {
  await open(page);
  await fill(page, { ...ANNA, message: "What I wrote yesterday" });
  await eventually(async () => assert.ok(await page.evaluate(() => JSON.stringify({ ...localStorage }).includes("yesterday"))));
  await tryFirst(page, all.url);
  const release = await holdModules(page);
  await page.locator(".escalation a.button").click();
  await page.waitForURL("**/contact/billing/**");
  const before = sent().length;
  await fill(page, ANNA);
  await send(page);
  assert.equal(await page.locator("#contact-form").getAttribute("novalidate"), null, "the module is not there yet");
  release();
  await page.waitForURL(/\/contact\/sent\//);
  const [message, ...more] = sent().slice(before).map(({ body }) => JSON.parse(body));
  assert.deepEqual(more, []);
  assert.equal(message.fields.message, ANNA.message);
  assert.deepEqual(message.handoff.queries.map((/** @type {any} */ it) => it.query), ["refund"]);
});

see("a message whose module never comes posts plainly", { ...ANYONE, expected: /^foreign request|^failed|^script|^console/ }, async (page) => {
  const release = await holdModules(page, "abort");
  await page.goto("contact/billing/");
  await fill(page, ANNA);
  await send(page);
  const posted = page.waitForRequest((request) => request.method() === "POST");
  release();
  const request = await posted;
  assert.equal(request.url(), "https://plain.example.com/form");
  assert.equal(new URLSearchParams(request.postData() ?? "").get("message"), ANNA.message.replace("\n", "\r\n"));
});

see("without JavaScript the form posts plainly", { ...ANYONE, javaScriptEnabled: false }, async (page) => {
  await page.goto("contact/billing/");
  await page.locator('[name="name"]').fill("Anna");
  await page.locator('[name="email"]').fill(ANNA.email);
  await page.locator('[name="message"]').fill("plain words");
  await page.locator("#contact-form [type=submit]").click();
  await page.waitForURL("https://plain.example.com/form");
  const { method, headers, body } = all.services.asked.findLast(({ path }) => path === "/form") ?? assert.fail();
  assert.equal(method, "POST");
  assert.equal(headers["content-type"], "application/x-www-form-urlencoded");
  const fields = new URLSearchParams(body);
  assert.deepEqual(["name", "email", "message", "topic", "priority"].map((it) => fields.get(it)), ["Anna", ANNA.email, "plain words", "billing", "high"]);
});
