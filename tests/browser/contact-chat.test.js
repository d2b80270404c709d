// A chat is a button until it is pressed; then its vendor's script loads and learns what was tried, in the words
// of its documented API. The vendors are stand-ins at their own names.

import assert from "node:assert/strict";

import { TOPICS, contactSite, contactStage, fill, tryFirst, violations } from "./contact-kit.js";
import { stage } from "./kit.js";

/** Each records what it is asked to do in `window.calls`, as its real script would do it. */
const SCRIPTS = {
  intercom: ["widget.intercom.io", "/widget/abc123", `
    window.Intercom.q.forEach((args) => calls.push(args)); window.Intercom = (...args) => calls.push(args);`],
  tawk: ["embed.tawk.to", "/5f00/default", `
    Object.assign(window.Tawk_API, { setAttributes: (facts, done) => { calls.push(["setAttributes", facts]); done(); },
      addTags: (tags) => calls.push(["addTags", tags]), maximize: () => calls.push(["maximize"]) });
    calls.push(["visitor", window.Tawk_API.visitor]); setTimeout(() => window.Tawk_API.onLoad());`],
  livechat: ["cdn.livechatinc.com", "/tracking.js", `
    const run = (name, args) => { if (name === "on" && args[0] === "ready") setTimeout(() => args[1]()); else calls.push(args); };
    calls.push(["license", window.__lc.license]);
    window.LiveChatWidget._h = run; window.LiveChatWidget._q.forEach(([name, args]) => run(name, args));`],
  crisp: ["client.crisp.chat", "/l.js", `
    const early = window.$crisp; calls.push(["id", window.CRISP_WEBSITE_ID]);
    window.$crisp = { push: (args) => calls.push(args) }; early.forEach((args) => calls.push(args));`],
  zendesk: ["static.zdassets.com", "/ekr/snippet.js", `
    calls.push(["key", new URL(document.getElementById("ze-snippet").src).searchParams.get("key")]);
    window.zE = (...args) => calls.push(args);`],
  hubspot: ["js-eu1.hs-scripts.com", "/62515.js", `
    window._hsq.forEach((args) => calls.push(args));
    calls.push(["settings", window.hsConversationsSettings]);
    window.HubSpotConversations = { widget: { load: (how) => calls.push(["load", how]), open: () => calls.push(["open"]) } };
    setTimeout(() => window.hsConversationsOnReady.forEach((act) => act()));`],
  chatwoot: ["chat.acme.example", "/packs/js/sdk.js", `
    const record = (name) => (...args) => calls.push([name, ...args]);
    window.chatwootSDK = { run: (how) => { calls.push(["run", how]);
      window.$chatwoot = Object.fromEntries(["setUser", "setLocale", "toggle", "setConversationCustomAttributes"].map((name) => [name, record(name)]));
      setTimeout(() => dispatchEvent(new Event("chatwoot:ready"))); } };`],
  custom: ["scripts.example.com", "/chat.js", `
    window.Acme = { chat: { open: (facts) => calls.push(["open", facts]), tell: (facts) => calls.push(["tell", facts]) } };`],
};
const CONTACT = `channels:
  - {type: form}
  - {type: email, address: help@acme.example}
  - {type: chat, provider: intercom, id: abc123}
  - {type: chat, provider: tawk, id: 5f00/default}
  - {type: chat, provider: livechat, id: "1520"}
  - {type: chat, provider: crisp, id: 7c3ef21c-0000-4000-8000-000000000000}
  - {type: chat, provider: zendesk, id: 1a2b-3c4d, custom_fields: {searched: "360001", handoff: "360002"}}
  - {type: chat, provider: hubspot, id: "62515", region: eu1, custom_fields: {searched: help_searches}}
  - {type: chat, provider: chatwoot, url: "https://chat.acme.example", token: tok}
  - {type: chat, provider: custom, script: "https://scripts.example.com/chat.js", open: Acme.chat.open, attributes: Acme.chat.tell}
form: {adapter: mailto}
${TOPICS}`;

let broken = false;
const vendors = Object.fromEntries(Object.values(SCRIPTS).map(([host, wanted, script]) => [host,
  (/** @type {import("./vendors.js").Asked} */ { method, path }) => {
    assert.equal(method, "GET");
    assert.equal(path, wanted);
    if (broken) return { status: 500 };
    return { headers: { "Content-Type": "text/javascript" }, body: `window.calls ??= [];${script}` };
  }]));

/** @type {Awaited<ReturnType<typeof contactStage>>} */
let all;
const see = stage(async () => {
  all = await contactStage({ main: CONTACT }, vendors);
  const types = "require-trusted-types-for 'script'; trusted-types faqtory-chat";
  all.sites.guarded = await contactSite(CONTACT, { policy: types });
  return all;
});
const ANYONE = { ignoreHTTPSErrors: true, expected: /^foreign request: / };

/** @typedef {import("playwright-core").Page} Page */

/** Presses the button of a chat as a customer who tried something; returns what its script was asked. @param {Page} page @param {string} provider @param {string} home */
async function chat(page, provider, home) {
  await tryFirst(page, home);
  await page.goto(`${home}contact/billing/?from=/payments/refunds/`);
  await page.locator("#contact-form[novalidate]").waitFor();
  await fill(page, { name: "Anna", email: "anna@example.com" });
  const card = page.locator(`[data-channel="chat"][data-provider="${provider}"]`);
  const button = card.locator("button[data-chat]");
  await button.focus();
  await page.keyboard.press("Enter");
  await card.locator(".channel-status", { hasText: "The chat is open" }).waitFor();
  // @ts-expect-error what the stand-ins record
  return /** @type {any[][]} */ (await page.evaluate(() => JSON.parse(JSON.stringify(window.calls))));
}

/** @param {any} facts @param {string} [code] the name of the handoff */
function hasFacts(facts, code = "handoff_id") {
  assert.equal(facts.searched, "refund");
  assert.equal(facts.read, "Get a refund");
  assert.equal(facts.topic, "billing");
  assert.match(facts[code], /^[0-9a-f]{16}$/);
}

/** What each must have been asked. @type {Record<string, (calls: any[][]) => void>} */
const ASKED = {
  intercom(calls) {
    const [boot, message] = calls;
    assert.deepEqual([boot[0], boot[1].app_id, boot[1].name, boot[1].email], ["boot", "abc123", "Anna", "anna@example.com"]);
    hasFacts(boot[1]);
    for (const value of Object.values(boot[1])) assert.ok(String(value).length <= 255);
    assert.equal(message[0], "showNewMessage");
    assert.match(message[1], /I searched for: “refund”/);
  },
  tawk(calls) {
    assert.deepEqual(calls[0], ["visitor", { name: "Anna", email: "anna@example.com" }]);
    hasFacts(calls[1][1], "handoff-id");
    for (const name of Object.keys(calls[1][1])) assert.match(name, /^[a-z0-9-]+$/);
    assert.deepEqual(calls.slice(2), [["addTags", ["billing"]], ["maximize"]]);
  },
  livechat(calls) {
    assert.deepEqual(calls.slice(0, 3), [["license", 1520], ["set_customer_name", "Anna"], ["set_customer_email", "anna@example.com"]]);
    hasFacts(calls[3][1]);
    assert.equal(calls[4][0], "maximize");
    assert.match(calls[4][1].messageDraft, /I searched for/);
  },
  crisp(calls) {
    assert.deepEqual(calls[0], ["id", "7c3ef21c-0000-4000-8000-000000000000"]);
    assert.deepEqual(calls.slice(1, 3), [["set", "user:nickname", ["Anna"]], ["set", "user:email", ["anna@example.com"]]]);
    hasFacts(Object.fromEntries(calls[3][2][0]));
    assert.deepEqual(calls.at(-1), ["do", "chat:open"]);
  },
  zendesk(calls) {
    assert.deepEqual(calls[0], ["key", "1a2b-3c4d"]);
    const [, name, fields] = calls.find((call) => call[1] === "conversationFields") ?? [];
    assert.equal(name, "conversationFields");
    const values = new Map(fields.map((/** @type {any} */ { id, value }) => [id, value]));
    assert.equal(values.get("360001"), "refund");
    assert.equal(JSON.parse(values.get("360002")).schema, "faqtory.handoff.v1");
    assert.deepEqual(calls.slice(-2), [["messenger:set", "conversationTags", ["billing"]], ["messenger", "open"]]);
  },
  hubspot(calls) {
    assert.deepEqual(calls[0], ["identify", { email: "anna@example.com", firstname: "Anna", help_searches: "refund" }]);
    assert.deepEqual(calls.slice(-2), [["settings", { loadImmediately: false }], ["load", { widgetOpen: true }]]);
  },
  chatwoot(calls) {
    assert.deepEqual(calls[0], ["run", { websiteToken: "tok", baseUrl: "https://chat.acme.example" }]);
    assert.deepEqual(calls[2], ["setUser", "anna@example.com", { email: "anna@example.com", name: "Anna" }]);
    assert.deepEqual(calls[3], ["toggle", "open"]);
    hasFacts(calls[4][1]);
  },
  custom(calls) {
    assert.deepEqual(calls.map(([name]) => name), ["tell", "open"]);
    hasFacts(calls[0][1]);
    assert.equal(calls[0][1].email, "anna@example.com");
  },
};

for (const [provider, look] of Object.entries(ASKED)) {
  see(`${provider}: opens with what was tried`, ANYONE, async (page) => {
    look(await chat(page, provider, all.sites.main.url));
    assert.deepEqual(all.services.wrong, []);
  });
}

see("nobody is asked for anything before the click, and then only one", ANYONE, async (page) => {
  /** @type {string[]} */
  const foreign = [];
  page.on("request", (request) => { if (!request.url().startsWith(all.url)) foreign.push(new URL(request.url()).host); });
  await page.goto("contact/");
  const buttons = page.locator('[data-channel="chat"] button[data-chat]');
  await buttons.last().waitFor();
  for (const card of await page.locator('[data-channel="chat"]').all()) await card.hover();
  await page.waitForLoadState("networkidle");
  assert.deepEqual(foreign, []);
  const card = page.locator('[data-provider="custom"]');
  await card.locator("button[data-chat]").click();
  await card.locator(".channel-status", { hasText: "The chat is open" }).waitFor();
  assert.deepEqual([...new Set(foreign)], ["scripts.example.com"]);
});

see("a page with Trusted Types opens a chat by the policy of its name", ANYONE, async (page) => {
  const calls = await chat(page, "custom", all.sites.guarded.url);
  assert.equal(calls.length, 2);
});

see("a chat that does not load says so, and may be tried again", { ...ANYONE, expected: /^foreign request: |^console: |^500: / }, async (page) => {
  broken = true;
  await page.goto("contact/billing/");
  const card = page.locator('[data-provider="crisp"]');
  const button = card.locator("button[data-chat]");
  await page.locator("#contact-form[novalidate]").waitFor();
  await button.click();
  const status = card.locator(".channel-status");
  await status.filter({ hasText: "The other ways on this page work" }).waitFor();
  assert.equal(await button.evaluate((it) => it === document.activeElement), true);
  assert.deepEqual(await violations(page), []);
  broken = false;
  await button.click();
  await status.filter({ hasText: "The chat is open" }).waitFor();
});
