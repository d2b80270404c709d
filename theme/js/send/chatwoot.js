// Chatwoot's public inbox API: a contact, a conversation of it, a message in that. Source:
// developers.chatwoot.com, Client APIs: "Create a contact", "Create a conversation", "Create a message".

import { extras, fullText, json, subjectOf, trimmed } from "./message.js";

/** @param {import("./message.js").Message} message @returns {((replies: any[]) => import("./message.js").Request)[]} */
export function steps(message) {
  const { values, config } = message;
  const inbox = `${trimmed(config.url ?? "https://app.chatwoot.com")}/public/api/v1/inboxes/${encodeURIComponent(config.inbox)}`;
  const facts = Object.entries({ subject: subjectOf(message), ...extras(message) }).filter(([, value]) => value);
  const attributes = Object.fromEntries(facts);
  const contact = (/** @type {any[]} */ replies) => `${inbox}/contacts/${encodeURIComponent(replies[0].source_id)}`;
  return [
    () => json(`${inbox}/contacts`, {
      name: values.name || values.email, email: values.email,
      // It refuses numbers that are not written the international way.
      ...(/^\+\d{7,15}$/.test(values.phone ?? "") && { phone_number: values.phone }),
    }),
    (replies) => json(`${contact(replies)}/conversations`, { custom_attributes: attributes }),
    (replies) => json(`${contact(replies)}/conversations/${encodeURIComponent(replies[1].id)}/messages`, {
      content: fullText(message, Object.keys(attributes).filter((name) => name !== "handoff")), echo_id: message.id,
    }),
  ];
}

/** @param {any[]} replies */
export const reference = (replies) => String(replies?.[1]?.id ?? "");
