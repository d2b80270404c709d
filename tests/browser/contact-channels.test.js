// Channels carry along what was tried, say whether somebody is there, and come when the policy lets them.

import assert from "node:assert/strict";

import { TOPICS, contactSite, contactStage, tryFirst, violations } from "./contact-kit.js";
import { eventually, stage } from "./kit.js";
import { channelLink } from "../../theme/js/channel-links.js";
import { test } from "node:test";

const CHANNELS = `time_zone: Europe/Dublin
hours:
  support:
    mon-fri: "09:00-17:00"
    holidays: [{date: 2026-12-25, name: Christmas Day}]
channels:
  - {type: form}
  - {type: email, address: help@acme.example}
  - {type: phone, number: "+353 1 555 0142", hours: support}
  - {type: whatsapp, number: "+353 85 555 0142"}
  - {type: messenger, page: acme}
  - {type: telegram, user: acme}
  - {type: x, user: acme, id: "12345"}
  - {type: sms, number: "+353 85 555 0142"}
  - {type: chat, provider: custom, script: "https://chat.example.com/chat.js", open: Acme.open, availability_url: "https://chat.example.com/there.json"}
`;
const CONTACT = `${CHANNELS}form: {adapter: mailto}\n${TOPICS}`;

/** What the team says of its chat. */
let there = "true";
/** @type {Awaited<ReturnType<typeof contactStage>>} */
let all;
const see = stage(async () => {
  all = await contactStage({ main: CONTACT, ask: `policy: ask-first\n${CONTACT}` }, {
    "chat.example.com": ({ path }) => (path === "/there.json" ? { body: { available: JSON.parse(there) } } : { status: 404 }),
  });
  return all;
});
const ANYONE = { ignoreHTTPSErrors: true, expected: /^foreign request: / };

/** @typedef {import("playwright-core").Page} Page */

const link = (/** @type {Page} */ page, /** @type {string} */ kind) => page.locator(`[data-channel="${kind}"] a.channel-link`);

see("every channel gets what was searched and read", ANYONE, async (page) => {
  await tryFirst(page, all.sites.main.url);
  await page.goto("contact/billing/?from=/payments/refunds/");
  await page.locator("#contact-form[novalidate]").waitFor();
  const address = async (/** @type {string} */ kind) => {
    await link(page, kind).focus();
    return new URL(await link(page, kind).getAttribute("href") ?? "");
  };
  const mail = await address("email");
  assert.equal(mail.pathname, "help@acme.example");
  assert.equal(mail.searchParams.get("subject"), "Payments");
  assert.match(mail.searchParams.get("body") ?? "", /I searched for: “refund”\r\nI read: Get a refund/);
  for (const [kind, origin] of [["whatsapp", "https://wa.me"], ["messenger", "https://m.me"], ["telegram", "https://t.me"], ["x", "https://x.com"]]) {
    const found = await address(kind);
    assert.ok(origin === found.origin || kind === "x" && /x\.com|twitter\.com/.test(found.host), found.href);
    assert.match(found.searchParams.get("text") ?? "", /I searched for: “refund”/);
    assert.doesNotMatch(found.search, /\+/);
  }
  const sms = await address("sms");
  assert.match(sms.href, /^sms:\+353855550142\?&body=/);
  assert.match(decodeURIComponent(sms.href), /I searched for: “refund”/);
  const phone = await address("phone");
  assert.equal(phone.href, "tel:+35315550142");
});

see("the text of a link is that of the moment it is opened, and it is told", ANYONE, async (page) => {
  await page.goto("contact/billing/");
  await page.locator("#contact-form[novalidate]").waitFor();
  const told = page.evaluate(() => new Promise((done) => {
    document.addEventListener("faqtory:contact", (event) => done(/** @type {CustomEvent} */ (event).detail));
  }));
  await link(page, "email").evaluate((it) => it.addEventListener("click", (event) => event.preventDefault()));
  await link(page, "email").click();
  const detail = /** @type {any} */ (await told);
  assert.deepEqual([detail.stage, detail.topic, detail.channel], ["channel", "billing", "email"]);
  assert.match(detail.handoff, /^[0-9a-f]{16}$/);
});

see("the phone has the help code of where one was beside it, and the site reads it", ANYONE, async (page) => {
  await page.goto("payments/refunds/");
  await page.goto("contact/billing/?from=/payments/refunds/");
  const line = page.locator('[data-channel="phone"] .channel-code');
  assert.match(await line.innerText(), /^Have this code ready: [0-9A-HJKMNP-TV-Z]{3,4}-[0-9A-HJKMNP-TV-Z]{3,4}$/);
  const code = await line.locator(".help-code").innerText();
  await page.goto(`code/?c=${code}`);
  await page.locator('main a[href^="/payments/refunds/"]').first().waitFor();
});

for (const [now, zone, words, state] of [
  ["2026-06-01T10:00:00Z", "Europe/Dublin", /^Open now, until 5:00\sPM$/, "open"],
  ["2026-06-01T10:00:00Z", "America/New_York", /^Open now, until 12:00\sPM$/, "open"],
  ["2026-06-01T05:10:00Z", "Europe/Dublin", /^Closed now · back in 3 hours$/, "closed"],
  ["2026-06-01T07:40:00Z", "Europe/Dublin", /^Closed now · back in 30 minutes$/, "closed"],
  ["2026-06-05T16:30:00Z", "Asia/Tokyo", /^Closed now · opens Monday, 5:00\sPM$/, "closed"],
  ["2026-12-25T10:00:00Z", "Europe/Dublin", /^Closed today: Christmas Day · opens Monday, 9:00\sAM$/, "closed"],
]) {
  see(`hours at ${now} for somebody in ${zone}`, { ...ANYONE, timezoneId: /** @type {string} */ (zone) }, async (page) => {
    await page.clock.setFixedTime(/** @type {string} */ (now));
    await page.goto("contact/");
    const hours = page.locator("contact-hours").first();
    await eventually(async () => {
      assert.match(await hours.innerText(), /** @type {RegExp} */ (words));
      assert.equal(await hours.getAttribute("data-state"), state);
    });
  });
}

see("the state of hours follows the clock", ANYONE, async (page) => {
  await page.clock.install({ time: "2026-06-01T15:58:30Z" });
  await page.goto("contact/");
  const hours = page.locator("contact-hours").first();
  await eventually(async () => assert.equal(await hours.getAttribute("data-state"), "open"));
  await page.clock.fastForward("02:00");
  await eventually(async () => assert.equal(await hours.getAttribute("data-state"), "closed"));
});

see("a chat that nobody answers is hidden on the team's word, and on nothing else", ANYONE, async (page) => {
  const card = page.locator('[data-channel="chat"]');
  there = "false";
  await page.goto("contact/");
  await card.waitFor({ state: "hidden" });
  there = "true";
  const answer = page.waitForResponse("https://chat.example.com/there.json");
  await page.reload();
  await (await answer).finished();
  // An answer that comes after it was told after it.
  assert.equal(await page.evaluate(async () => (await (await fetch("https://chat.example.com/there.json")).json()).available), true);
  assert.equal(await card.isVisible(), true);
});

see("ask-first: the channels come when nothing helped, with the focus, and for those who tried", ANYONE, async (page) => {
  const { url } = all.sites.ask;
  const channels = page.locator("#channels");
  await page.goto(`${url}contact/`);
  await channels.waitFor({ state: "hidden" });
  const way = page.getByRole("button", { name: "None of these helped" });
  assert.ok((await way.boundingBox())?.height ?? 0 >= 44);
  assert.deepEqual(await violations(page), []);
  await way.focus();
  await page.keyboard.press("Enter");
  await channels.waitFor();
  assert.equal(await channels.locator("h2").evaluate((it) => it === document.activeElement), true);
  assert.match(await page.locator(".contact [role=status]").allInnerTexts().then((all) => all.join(" ")), /shown below/);
  await tryFirst(page, url);
  await page.goto(`${url}contact/`);
  // A button that comes with the script.
  await channels.locator("button[data-chat]").waitFor();
  assert.equal(await way.count(), 0);
});

see("ask-first never hides the human of something sensitive", ANYONE, async (page) => {
  await page.goto(`${all.sites.ask.url}contact/accident/`);
  await page.locator("#contact-form[novalidate]").waitFor();
  assert.equal(await page.locator("#channels").isVisible(), true);
  assert.equal(await page.locator("#contact-form").isVisible(), true);
});

see("ask-first without JavaScript: everything is there", { ...ANYONE, javaScriptEnabled: false }, async (page) => {
  await page.goto(`${all.sites.ask.url}contact/`);
  assert.equal(await page.locator("#channels").isVisible(), true);
  assert.equal(await link(page, "whatsapp").getAttribute("href"), "https://wa.me/353855550142");
});

see("an article asks for nothing of contact before its reader does something", ANYONE, async (page) => {
  /** @type {string[]} */
  const asked = [];
  page.on("request", (request) => { asked.push(request.url()); });
  await page.goto("payments/charged-twice/");
  await page.waitForLoadState("networkidle");
  assert.deepEqual(asked.filter((url) => /contact|channel|hours/.test(url)), []);
  await page.locator(".escalation").hover();

  await eventually(() => assert.ok(asked.some((url) => /\/contact\.\w+\.js/.test(url))));
});

test("links keep to what their apps take", () => {
  const text = "é".repeat(5000);
  const told = { text, subject: "Hi & bye", code: "K7M2QXV4" };
  assert.ok(channelLink("email", "mailto:a@b.example", told).length <= 1900);
  assert.ok(channelLink("email", "mailto:a@b.example", told).startsWith("mailto:a@b.example?subject=Hi%20%26%20bye&body="));
  assert.equal(new URL(channelLink("whatsapp", "https://wa.me/1?text=Hello", { ...told, text: "a b" })).searchParams.get("text"), "Hello\n\na b");
  assert.equal(new URL(channelLink("messenger", "https://m.me/acme", told)).searchParams.get("ref"), "K7M2QXV4");
  assert.equal(channelLink("phone", "tel:+1", told), "tel:+1");
  assert.equal(channelLink("x", "https://x.com/acme", told), "https://x.com/acme");
  assert.equal(channelLink("whatsapp", "not an address", told), "not an address");
  assert.equal(channelLink("email", "mailto:a@b.example", { ...told, text: "" }), "mailto:a@b.example");
});
