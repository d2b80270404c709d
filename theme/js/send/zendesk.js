// Zendesk: an anonymous request. Source: developer.zendesk.com, Ticketing API, "Requests", "Create request"
// and "Creating anonymous requests". It takes no tags; those can go into a field of their own.

import { fullText, json, mapped, subjectOf } from "./message.js";

const PRIORITIES = ["low", "normal", "high", "urgent"];

/** @param {import("./message.js").Message} message */
export function request(message) {
  const { values, topic, locale, config } = message;
  const custom = mapped(message).map(([id, value]) => ({ id: /^\d+$/.test(id) ? Number(id) : id, value }));
  return json(`${config.url ?? `https://${config.subdomain}.zendesk.com`}/api/v2/requests.json`, {
    request: {
      requester: { name: values.name || values.email, email: values.email, locale },
      subject: subjectOf(message),
      comment: { body: fullText(message) },
      ...(PRIORITIES.includes(topic.priority) && { priority: topic.priority }),
      ...(custom.length && { custom_fields: custom }),
      ...(config.ticket_form_id && { ticket_form_id: Number(config.ticket_form_id) }),
    },
  });
}

/** @param {any} reply */
export const reference = (reply) => String(reply?.request?.id ?? "");
