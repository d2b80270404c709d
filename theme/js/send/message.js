// What a message of the contact form is made of, in the ways that the vendors want it.

import { ALPHABET, spoken } from "../help-code.js";

/**
 * A message as the form hands it to an adapter. `values` holds what the customer typed, by field; all else
 * is passed on so that nobody need ask again.
 * @typedef {{ id: string, values: Record<string, string>, labels: Record<string, string>,
 *   topic: { id: string, title: string, priority: string, queue: string, tags: string[] },
 *   page: { url: string, title: string }, locale: string, code: string,
 *   handoff: object | null, handoffText: string,
 *   texts: { reference: string, topic: string, code: string, queue: string, tags: string },
 *   config: Record<string, any> }} Message
 * @typedef {{ url: string, method: string, headers: Record<string, string>, body: string | FormData | null,
 *   mode?: "no-cors", leaves?: boolean }} Request
 *   `mode`: the vendor lets nobody read its answer; `leaves`: the address is opened, not fetched.
 * @typedef {{ request(message: Message): Request, reference?(reply: any): string, accepted?(reply: any): boolean, repeatable?: boolean }} Adapter
 *   `accepted`: whether an answer without an error means that it was taken; `repeatable`: whether the other side
 *   can tell that it has a message already.
 * @typedef {{ steps(message: Message): ((replies: any[]) => Request)[], reference?(reply: any): string }} Sequence
 */

/** Fields that vendors have a place of their own for. */
const OWN = ["name", "email", "subject", "message"];
const REFERENCE = 7; // characters of a reference: 35 bits
const BASE = BigInt(ALPHABET.length);
const SUBJECT = 100; // characters of a subject that is made of the message

/**
 * A short name of a message that people can read out to each other: it is shown when it is sent, and in what is
 * sent. Seven characters, so that no help code looks like it.
 * @param {{ id: string }} message
 */
export function referenceOf({ id }) {
  if (!/^[0-9a-f]{16}$/.test(id)) return "";
  let bits = BigInt(`0x${id}`);
  let name = "";
  while (name.length < REFERENCE) {
    name += ALPHABET[Number(bits % BASE)];
    bits /= BASE;
  }
  return spoken(name);
}

/** What the message is about: as typed, else the topic, else how it begins. @param {Message} message */
export function subjectOf({ values, topic }) {
  if (values.subject) return values.subject;
  if (topic.title) return topic.title;
  const [first] = (values.message ?? "").trim().split("\n");
  return first.length > SUBJECT ? `${first.slice(0, SUBJECT - 1)}…` : first;
}

/** The field of the vendor that `name` is passed on in, if the config has one. @param {Message} message @param {string} name */
export function vendorField({ config }, name) {
  const field = config.custom_fields?.[name];
  return field === undefined || field === null ? "" : String(field);
}

/** All that can have a field of its own at the vendor. @param {Message} message @returns {Record<string, string>} */
export function extras(message) {
  const { values, topic, page, code, handoff, locale } = message;
  const others = Object.entries(values).filter(([name]) => !OWN.includes(name));
  return {
    ...Object.fromEntries(others),
    topic: topic.id, priority: topic.priority, queue: topic.queue, tags: topic.tags.join(", "),
    page: page.url, code, locale, id: message.id, reference: referenceOf(message),
    handoff: handoff ? JSON.stringify(handoff) : "",
  };
}

/** What the config has a vendor's field for: the field and what goes into it. @param {Message} message @returns {[string, string][]} */
export function mapped(message) {
  return Object.entries(extras(message)).flatMap(([name, value]) => {
    const field = vendorField(message, name);
    return field && value ? [/** @type {[string, string]} */ ([field, value])] : [];
  });
}

/**
 * The message as plain text, with everything after it that has no field of its own.
 * @param {Message} message
 * @param {string[]} [elsewhere] what has a place of its own besides those in the config
 */
export function fullText(message, elsewhere = []) {
  const { values, labels, topic, code, texts, handoffText } = message;
  const placed = (/** @type {string} */ name) => elsewhere.includes(name) || Boolean(vendorField(message, name));
  const others = Object.entries(values).filter(([name, value]) => value && !OWN.includes(name) && !placed(name));
  const lines = others.map(([name, value]) => `${labels[name] || name}: ${value}`);
  const reference = referenceOf(message);
  const about = [
    !placed("reference") && reference && texts.reference && `${texts.reference}: ${reference}`,
    !placed("topic") && topic.title && `${texts.topic}: ${topic.title}`,
    // The hand-off says it, too.
    !placed("code") && code && !handoffText && `${texts.code}: ${code}`,
    !placed("queue") && topic.queue && `${texts.queue}: ${topic.queue}`,
    !placed("tags") && topic.tags.length && `${texts.tags}: ${topic.tags.join(", ")}`,
  ].filter(Boolean);
  const context = placed("handoff") ? "" : handoffText;
  const tail = [about.join("\n"), context].filter(Boolean).join("\n\n");
  return [values.message ?? "", lines.join("\n"), tail && `--\n${tail}`].filter(Boolean).join("\n\n");
}

/** @param {string} url @param {unknown} value @param {Record<string, string>} [headers] @returns {Request} */
export function json(url, value, headers = {}) {
  return {
    url, method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", ...headers },
    body: JSON.stringify(value),
  };
}

/** @param {string} url @param {Record<string, string>} fields those without a value are left out @returns {Request} */
export function urlencoded(url, fields) {
  const filled = Object.entries(fields).filter(([, value]) => value);
  return {
    url, method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(filled).toString(),
  };
}

/** Some say no with a status that says yes. @param {any} reply */
export function saysYes(reply) {
  return reply?.ok !== false && reply?.success !== false && !reply?.error && !reply?.errors?.length;
}

/** An address without a slash at its end. @param {unknown} url */
export const trimmed = (url) => String(url ?? "").replace(/\/+$/, "");
