// The contact form sends to each service what its documentation asks for: from a real page, under the policy the
// site publishes, with preflights. The services are stand-ins at their own names (`vendors.js`).

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import Ajv from "ajv/dist/2020.js";

import { ANNA, TOPICS, contactStage, fill, tryFirst } from "./contact-kit.js";
import { REPOSITORY, stage } from "./kit.js";
import * as vendors from "./vendors.js";

const FORM = "channels:\n  - {type: form}\n  - {type: email, address: help@acme.example}\n";
/** Contact of each site: its adapter and what that needs. */
const ADAPTERS = {
  webhook: "{adapter: webhook, url: 'https://hooks.example.com/messages'}",
  post: "{adapter: post, url: 'https://post.example.com/form'}",
  formspree: "{adapter: formspree, form_id: xyzabcde}",
  netlify: "{adapter: netlify}",
  zendesk: "{adapter: zendesk, subdomain: acme, ticket_form_id: '360000000001', custom_fields: {handoff: '360000000002', code: '360000000003', ride_date: '360000000004'}}",
  freshdesk: "{adapter: freshdesk, url: 'https://proxy.example.com/tickets', custom_fields: {ride_date: cf_ride_date}}",
  hubspot: "{adapter: hubspot, portal_id: '62515', form_id: 78b0c6a0-0000-4000-8000-0123456789ab, custom_fields: {handoff: help_center_handoff}}",
  salesforce: "{adapter: salesforce, org_id: 00D000000000062, custom_fields: {handoff: 00N000000000001, ride_date: 00N000000000002}}",
  chatwoot: "{adapter: chatwoot, inbox: inbox-identifier}",
  mailto: "{adapter: mailto}",
};
const HOSTS = {
  "hooks.example.com": vendors.webhook, "post.example.com": vendors.post, "formspree.io": vendors.formspree,
  "acme.zendesk.com": vendors.zendesk, "proxy.example.com": vendors.freshdesk, "api.hsforms.com": vendors.hubspot,
  "webto.salesforce.com": vendors.salesforce, "app.chatwoot.com": vendors.chatwoot,
};

/** @type {Awaited<ReturnType<typeof contactStage>>} */
let all;
const see = stage(async () => {
  const configs = Object.entries(ADAPTERS).map(([name, form]) => [name, `${FORM}form: ${form}\n${TOPICS}`]);
  all = await contactStage(Object.fromEntries(configs), HOSTS);
  return all;
});
const schema = JSON.parse(await readFile(join(REPOSITORY, "docs/static/schemas/handoff.v1.json"), "utf8"));
const isHandoff = new Ajv({ strict: false, validateFormats: false }).compile(schema);
const ANYONE = { ignoreHTTPSErrors: true, expected: /^foreign request: (https:\/\/[\w.]+\/|http:\/\/127\.0\.0\.1|mailto:)/ };

/** Writes as a customer who searched and read before, and returns what the service got. @param {keyof typeof ADAPTERS} name @param {import("playwright-core").Page} page */
async function write(name, page) {
  const { url } = all.sites[name];
  await tryFirst(page, url);
  await page.locator(".escalation a.button").click();
  await page.locator("#contact-form").waitFor();
  assert.ok(page.url().includes("/contact/billing/?from="), page.url());
  await fill(page, { ...ANNA, ride_date: "2026-10-30" });
  await page.locator("#contact-form [type=submit]").click();
}

/** @param {unknown} value */
function checkHandoff(value) {
  const handoff = /** @type {any} */ (typeof value === "string" ? JSON.parse(value) : value);
  assert.ok(isHandoff(handoff), JSON.stringify(isHandoff.errors));
  assert.deepEqual(handoff.queries.map((/** @type {any} */ it) => it.query), ["refund"]);
  assert.deepEqual(handoff.articles.map((/** @type {any} */ it) => it.url), ["/payments/refunds/"]);
  assert.equal(handoff.topic, "billing");
  assert.equal(handoff.deflection, "failed");
  assert.equal(new URL(handoff.page.url).pathname, "/payments/refunds/");
  assert.equal(handoff.diagnostics, null, "nobody agreed to it");
  return handoff;
}

/**
 * @param {keyof typeof ADAPTERS} name
 * @param {(asked: import("./vendors.js").Asked[], page: import("playwright-core").Page) => void} look at what came
 */
function adapter(name, look) {
  see(`${name}: what is asked for arrives`, ANYONE, async (page) => {
    const [before, wrong] = [all.services.asked.length, all.services.wrong.length];
    await write(name, page);
    await page.waitForURL(/\/contact\/sent\/\?/);
    assert.deepEqual(all.services.wrong.slice(wrong), []);
    look(all.services.asked.slice(before), page);
  });
}

adapter("webhook", ([asked, ...more], page) => {
  assert.deepEqual(more, []);
  const sent = JSON.parse(asked.body);
  assert.deepEqual(sent.fields, { name: "Anna <b>", email: ANNA.email, ride_date: "2026-10-30", phone: "", subject: "", message: ANNA.message });
  assert.deepEqual([sent.topic, sent.priority, sent.queue, sent.tags, sent.locale], ["billing", "high", "money", ["billing", "vip"], "en"]);
  assert.equal(checkHandoff(sent.handoff).id, sent.id);
  assert.equal(asked.headers.cookie, undefined);
  assert.equal(new URL(page.url()).searchParams.get("ref"), "RF-7");
});

adapter("post", ([asked]) => {
  const sent = new URLSearchParams(asked.body);
  assert.deepEqual(["name", "email", "message", "topic", "priority", "queue", "tags"].map((key) => sent.get(key)),
    ["Anna <b>", ANNA.email, ANNA.message, "billing", "high", "money", "billing, vip"]);
  checkHandoff(sent.get("handoff"));
});

adapter("formspree", ([asked]) => {
  const sent = JSON.parse(asked.body);
  assert.equal(asked.path, "/f/xyzabcde");
  assert.equal(sent.subject, "Payments");
  assert.ok(sent.message.startsWith(ANNA.message));
  assert.match(sent.message, /I searched for: “refund”/);
});

see("netlify: the site itself gets a form post with the form's name", ANYONE, async (page) => {
  const posted = page.waitForRequest((request) => request.method() === "POST");
  await write("netlify", page);
  const request = await posted;
  assert.equal(new URL(request.url()).origin, new URL(all.sites.netlify.url).origin);
  assert.match(request.headers()["content-type"], /^application\/x-www-form-urlencoded/);
  const sent = new URLSearchParams(request.postData() ?? "");
  assert.equal(sent.get("form-name"), "contact");
  assert.equal(sent.get("email"), ANNA.email);
  assert.match(sent.get("message") ?? "", /I searched for: “refund”/);
  await page.waitForURL(/\/contact\/sent\//);
});

adapter("zendesk", ([asked], page) => {
  const { request } = JSON.parse(asked.body);
  assert.deepEqual(request.requester, { name: "Anna <b>", email: ANNA.email, locale: "en" });
  assert.equal(request.priority, "high");
  assert.equal(request.ticket_form_id, 360000000001);
  const fields = new Map(request.custom_fields.map((/** @type {any} */ { id, value }) => [id, value]));
  checkHandoff(fields.get(360000000002));
  assert.match(fields.get(360000000003), /^[0-9A-Z-]{7,9}$/);
  assert.equal(fields.get(360000000004), "2026-10-30");
  // The hand-off has a field of its own; what has none is told after the message.
  assert.doesNotMatch(request.comment.body, /I searched for/);
  assert.match(request.comment.body, /Queue: money/);
  assert.equal(new URL(page.url()).searchParams.get("ref"), "35436");
});

adapter("freshdesk", ([asked]) => {
  const ticket = JSON.parse(asked.body);
  assert.deepEqual([ticket.priority, ticket.tags, ticket.custom_fields], [3, ["billing", "vip"], { cf_ride_date: "2026-10-30" }]);
  assert.ok(ticket.description.startsWith("I was charged twice &amp; want 3 € back.<br>Please help 🚲"));
  assert.match(ticket.description, /I searched for: “refund”/);
});

adapter("hubspot", ([asked]) => {
  const { fields, context } = JSON.parse(asked.body);
  const sent = new Map(fields.map((/** @type {any} */ { objectTypeId, name, value }) => [`${objectTypeId}/${name}`, value]));
  assert.equal(sent.get("0-1/email"), ANNA.email);
  assert.equal(sent.get("0-1/firstname"), "Anna <b>");
  assert.match(/** @type {string} */ (sent.get("0-5/content")), /When was the ride\?: 2026-10-30/);
  checkHandoff(sent.get("0-5/help_center_handoff"));
  assert.equal(new URL(context.pageUri).pathname, "/payments/refunds/");
});

adapter("salesforce", ([asked]) => {
  const sent = new URLSearchParams(asked.body);
  assert.equal(sent.get("00N000000000002"), "2026-10-30");
  assert.equal(sent.get("priority"), "High");
  checkHandoff(sent.get("00N000000000001"));
});

adapter("chatwoot", (asked, page) => {
  assert.deepEqual(asked.map(({ path }) => path.split("/").at(-1)), ["contacts", "conversations", "messages"]);
  const [, conversation, message] = asked.map(({ body }) => JSON.parse(body));
  checkHandoff(conversation.custom_attributes.handoff);
  assert.ok(message.content.startsWith(ANNA.message));
  assert.equal(new URL(page.url()).searchParams.get("ref"), "77");
});

see("mailto: the mail program gets the message, and the page keeps it", ANYONE, async (page) => {
  await write("mailto", page);
  const panel = page.locator(".form-failed");
  await panel.waitFor();
  const link = new URL(await panel.locator("a[href^='mailto:']").getAttribute("href") ?? "");
  assert.equal(link.pathname, "help@acme.example");
  assert.equal(link.searchParams.get("subject"), "Payments");
  const body = link.searchParams.get("body") ?? "";
  assert.ok(body.startsWith(ANNA.message.replace("\n", "\r\n")), body);
  assert.match(body, /I searched for: “refund”/);
  assert.doesNotMatch(body, /money|vip/, "what is for the team alone");
  assert.ok(link.href.length <= 1900);
  assert.match(await panel.locator("textarea").inputValue(), /I was charged twice/);
  assert.equal(await page.locator('[data-field="message"]').inputValue(), ANNA.message);
});
