// Stand-ins for the services that take messages, on this machine. A browser is told that every name is here, so
// that pages ask for the real addresses, under the real policy, with real preflights. Each is as strict as the
// vendor's documentation: what it does not describe is refused.

import assert from "node:assert/strict";
import { createServer } from "node:https";

import { certificate } from "./certificate.js";
import { SWITCHES } from "./kit.js";

/**
 * @typedef {{ method: string, host: string, path: string, query: URLSearchParams,
 *   headers: import("node:http").IncomingHttpHeaders, body: string }} Asked
 * @typedef {{ status?: number, headers?: Record<string, string>, body?: unknown }} Answer
 * @typedef {(asked: Asked) => Answer} Vendor throws what is wrong
 */

/**
 * Starts the stand-ins. `vendors`: by host name. Answers are open to every page; a vendor that lets nobody read
 * them says so with `Access-Control-Allow-Origin: ""`.
 * @param {Record<string, Vendor>} vendors
 */
export async function startVendors(vendors) {
  /** @type {Asked[]} */
  const asked = [];
  /** @type {string[]} */
  const wrong = [];
  const server = createServer(certificate(), async (request, response) => {
    const host = (request.headers.host ?? "").split(":")[0];
    const { pathname: path, searchParams: query } = new URL(request.url ?? "/", `https://${host}`);
    const open = { "Access-Control-Allow-Origin": "*" };
    if (request.method === "OPTIONS") {
      const cors = { ...open, "Access-Control-Allow-Methods": "POST", "Access-Control-Allow-Headers": "content-type" };
      response.writeHead(204, cors).end();
      return;
    }
    let body = "";
    for await (const piece of request) body += piece;
    const it = { method: request.method ?? "", host, path, query, headers: request.headers, body };
    asked.push(it);
    /** @type {Answer} */
    let answer;
    try {
      const vendor = vendors[host];
      assert.ok(vendor, `nobody is at ${host}`);
      answer = vendor(it);
    } catch (error) {
      wrong.push(`${host}${path}: ${/** @type {Error} */ (error).message}`);
      answer = { status: 422, body: { error: "malformed" } };
    }
    const isText = typeof answer.body === "string";
    const type = isText ? "text/plain" : "application/json";
    const headers = { "Content-Type": type, ...open, ...answer.headers };
    if (!headers["Access-Control-Allow-Origin"]) delete (/** @type {any} */ (headers))["Access-Control-Allow-Origin"];
    response.writeHead(answer.status ?? 200, headers);
    response.end(isText ? answer.body : JSON.stringify(answer.body ?? {}));
  });
  await new Promise((ready) => { server.listen(0, "127.0.0.1", () => ready(null)); });
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  // The browser's own errands go nowhere, as always.
  const names = Object.keys(vendors).map((host) => `MAP ${host} 127.0.0.1:${port}`);
  const others = SWITCHES.filter((it) => !it.startsWith("--host-resolver-rules"));
  return {
    asked, wrong, vendors,
    /** From now on connections are refused. */
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => { server.close(done); });
    },
    /** Is there again, at the same addresses. */
    async restart() {
      await new Promise((ready, failed) => {
        server.once("error", failed);
        server.listen(port, "127.0.0.1", () => ready(null));
      });
    },
    switches: [...others, "--ignore-certificate-errors", `--host-resolver-rules=${names.join(", ")}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`],
    async close() {
      if (!server.listening) return;
      server.closeAllConnections();
      await new Promise((done) => { server.close(done); });
    },
  };
}

/** @param {Asked} asked @param {{ path: string | RegExp, host?: string }} wanted */
function isPost({ method, path }, wanted) {
  assert.equal(method, "POST");
  if (typeof wanted.path === "string") assert.equal(path, wanted.path);
  else assert.match(path, wanted.path);
}

/** @param {Asked} asked */
function jsonOf({ headers, body }) {
  assert.match(headers["content-type"] ?? "", /^application\/json\b/);
  return JSON.parse(body);
}

/** @param {Asked} asked */
function formOf({ headers, body }) {
  assert.match(headers["content-type"] ?? "", /^application\/x-www-form-urlencoded\b/);
  return Object.fromEntries(new URLSearchParams(body));
}

/** Only these keys, and the required ones among them. @param {object} value @param {string[]} required @param {string[]} [optional] */
function keys(value, required, optional = []) {
  assert.deepEqual(required.filter((key) => !(key in value)), [], "missing");
  assert.deepEqual(Object.keys(value).filter((key) => ![...required, ...optional].includes(key)), [], "unknown");
}

/** @param {unknown} value */
function isText(value) {
  assert.equal(typeof value, "string");
  assert.notEqual(value, "");
}

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** developer.zendesk.com: Requests, "Create request". @type {Vendor} */
export function zendesk(asked) {
  isPost(asked, { path: "/api/v2/requests.json" });
  const all = jsonOf(asked);
  keys(all, ["request"]);
  const { request } = all;
  keys(request, ["requester", "subject", "comment"], ["priority", "type", "custom_fields", "ticket_form_id", "recipient"]);
  keys(request.requester, ["name", "email"], ["locale", "locale_id"]);
  assert.match(request.requester.email, EMAIL);
  isText(request.subject);
  keys(request.comment, ["body"], ["html_body", "uploads"]);
  isText(request.comment.body);
  if ("priority" in request) assert.ok(["low", "normal", "high", "urgent"].includes(request.priority));
  for (const field of request.custom_fields ?? []) {
    keys(field, ["id", "value"]);
    assert.ok(Number.isInteger(field.id));
  }
  return { status: 201, body: { request: { id: 35436, status: "new" } } };
}

/** developers.freshdesk.com: "Create a Ticket"; behind a proxy that adds the key. @type {Vendor} */
export function freshdesk(asked) {
  isPost(asked, { path: "/tickets" });
  const ticket = jsonOf(asked);
  keys(ticket, ["email", "subject", "description", "status", "priority", "source"],
    ["name", "phone", "type", "tags", "custom_fields", "group_id", "cc_emails"]);
  assert.match(ticket.email, EMAIL);
  isText(ticket.subject);
  isText(ticket.description);
  assert.doesNotMatch(ticket.description, /<(?!br>)/, "HTML that the customer wrote");
  for (const [key, values] of Object.entries({ status: [2, 3, 4, 5], priority: [1, 2, 3, 4], source: [1, 2, 3, 7, 9, 10] })) {
    assert.ok(values.includes(ticket[key]), key);
  }
  for (const key of Object.keys(ticket.custom_fields ?? {})) assert.match(key, /^cf_/);
  if ("tags" in ticket) assert.ok(ticket.tags.every((/** @type {unknown} */ tag) => typeof tag === "string"));
  return { status: 201, body: { id: 1, status: 2 } };
}

/** developers.hubspot.com: "Submit data to a form (unauthenticated)". @type {Vendor} */
export function hubspot(asked) {
  isPost(asked, { path: /^\/submissions\/v3\/integration\/submit\/\d+\/[0-9a-f-]+$/ });
  const all = jsonOf(asked);
  keys(all, ["fields"], ["context", "submittedAt", "legalConsentOptions", "skipValidation"]);
  for (const field of all.fields) {
    keys(field, ["objectTypeId", "name", "value"]);
    assert.match(field.objectTypeId, /^0-\d+$/);
    isText(field.value);
  }
  const inForm = ["email", "firstname", "subject", "content", "help_center_handoff"];
  const unknown = all.fields.map((/** @type {any} */ it) => it.name).filter((/** @type {string} */ name) => !inForm.includes(name));
  assert.deepEqual(unknown, [], "fields that the form does not have");
  keys(all.context, ["pageUri", "pageName"], ["hutk", "ipAddress", "pageId"]);
  return { body: { inlineMessage: "Thanks" } };
}

/** help.salesforce.com: "Generate Web-to-Case HTML Code". Nobody may read its answer. @type {Vendor} */
export function salesforce(asked) {
  isPost(asked, { path: "/servlet/servlet.WebToCase" });
  assert.equal(asked.query.get("encoding"), "UTF-8");
  const fields = formOf(asked);
  keys(fields, ["orgid", "name", "email", "subject", "description"], ["phone", "priority", "type", "reason", "retURL", "external",
    ...Object.keys(fields).filter((name) => /^00N[0-9A-Za-z]{12,15}$/.test(name))]);
  assert.match(fields.orgid, /^00D[0-9A-Za-z]{12,15}$/);
  assert.equal(asked.query.get("orgId"), fields.orgid);
  return { headers: { "Access-Control-Allow-Origin": "" }, body: "" };
}

/** formspree.io: "Submit forms with JavaScript (AJAX)". @type {Vendor} */
export function formspree(asked) {
  isPost(asked, { path: /^\/f\/\w+$/ });
  assert.match(asked.headers.accept ?? "", /application\/json/);
  const fields = jsonOf(asked);
  assert.match(fields.email, EMAIL);
  isText(fields.message);
  for (const [name, value] of Object.entries(fields)) assert.equal(typeof value, "string", name);
  assert.equal(fields._gotcha, undefined);
  return { body: { ok: true, next: "/thanks" } };
}

/** developers.chatwoot.com: Client APIs, three in a row. @type {Vendor} */
export function chatwoot(asked) {
  const inbox = "/public/api/v1/inboxes/inbox-identifier/contacts";
  assert.equal(asked.method, "POST");
  const sent = jsonOf(asked);
  if (asked.path === inbox) {
    keys(sent, ["name", "email"], ["identifier", "identifier_hash", "phone_number", "avatar_url", "custom_attributes"]);
    if ("phone_number" in sent) assert.match(sent.phone_number, /^\+\d{7,15}$/);
    return { body: { id: 5, source_id: "source-1", pubsub_token: "t", name: sent.name, email: sent.email } };
  }
  if (asked.path === `${inbox}/source-1/conversations`) {
    keys(sent, [], ["custom_attributes"]);
    return { body: { id: 77, inbox_id: 1, messages: [] } };
  }
  assert.equal(asked.path, `${inbox}/source-1/conversations/77/messages`);
  keys(sent, ["content"], ["echo_id"]);
  isText(sent.content);
  return { body: { id: 900, content: sent.content } };
}

/** A webhook of one's own, as docs/content/contact/webhook.md describes it. @type {Vendor} */
export function webhook(asked) {
  isPost(asked, { path: "/messages" });
  const all = jsonOf(asked);
  keys(all, ["schema", "id", "reference", "topic", "subject", "fields", "priority", "queue", "tags", "page", "locale", "code", "handoff"]);
  assert.equal(all.schema, "faqtory.message.v1");
  assert.match(all.id, /^[0-9a-f]{16}$/);
  assert.match(all.reference, /^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{3}$/);
  keys(all.page, ["url", "title"]);
  return { status: 201, body: { reference: "RF-7" } };
}

/** A plain form post. @type {Vendor} */
export function post(asked) {
  isPost(asked, { path: "/form" });
  const fields = formOf(asked);
  assert.match(fields.email, EMAIL);
  isText(fields.message);
  return { body: { ok: true } };
}
