// Freshdesk: a ticket, through a proxy that adds the key, which must not be on a public page. Source:
// developers.freshdesk.com, "Create a Ticket": `description` is HTML, `status`, `priority`, `source` are numbers.

import { fullText, json, mapped, subjectOf } from "./message.js";

const PRIORITIES = { low: 1, normal: 2, medium: 2, high: 3, urgent: 4 };
const OPEN = 2;
const PORTAL = 2;

/** @param {import("./message.js").Message} message */
export function request(message) {
  const { values, topic, config } = message;
  const custom = mapped(message);
  const group = /^\d+$/.test(topic.queue) ? Number(topic.queue) : null;
  return json(config.url, {
    ...(values.name && { name: values.name }),
    email: values.email,
    subject: subjectOf(message),
    description: html(fullText(message, group ? ["tags", "queue"] : ["tags"])),
    status: OPEN,
    priority: PRIORITIES[/** @type {keyof typeof PRIORITIES} */ (topic.priority)] ?? PRIORITIES.normal,
    source: PORTAL,
    ...(topic.tags.length && { tags: topic.tags }),
    ...(group && { group_id: group }),
    ...(custom.length && { custom_fields: Object.fromEntries(custom) }),
  });
}

/** @param {any} reply */
export const reference = (reply) => String(reply?.id ?? "");

/** @param {string} text */
function html(text) {
  const escaped = text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  return escaped.replace(/\n/g, "<br>");
}
