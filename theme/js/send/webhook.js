// A JSON webhook of one's own: every field, and the hand-off as it is. The shape is faqtory's and is
// documented in docs/content/contact/webhook.md.

import { json, referenceOf, subjectOf } from "./message.js";

/** @param {import("./message.js").Message} message */
export function request(message) {
  const { id, values, topic, page, locale, code, handoff, config } = message;
  return json(config.url, {
    schema: "faqtory.message.v1",
    id,
    reference: referenceOf(message),
    topic: topic.id || null,
    subject: subjectOf(message),
    fields: values,
    priority: topic.priority || null,
    queue: topic.queue || null,
    tags: topic.tags,
    page,
    locale,
    code: code || null,
    handoff,
  });
}

/** @param {any} reply a number or name of the ticket, if the endpoint tells one */
export const reference = (reply) => String(reply?.reference ?? reply?.ticket ?? reply?.id ?? "");

export { saysYes as accepted } from "./message.js";

/** It has the id of the message. */
export const repeatable = true;
