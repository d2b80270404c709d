// HubSpot Forms: an unauthenticated submission. Source: developers.hubspot.com, "Submit data to a form
// (unauthenticated)". It refuses fields that the form does not have: a contact's e-mail address and first
// name, a ticket's subject and description, and what the config names are all that is sent.

import { fullText, json, mapped, subjectOf } from "./message.js";

const CONTACT = "0-1";
const TICKET = "0-5";

/** @param {import("./message.js").Message} message */
export function request(message) {
  const { values, page, config } = message;
  const { portal_id: portal, form_id: form } = config;
  const fields = [
    [CONTACT, "email", values.email],
    [CONTACT, "firstname", values.name],
    [TICKET, "subject", subjectOf(message)],
    [TICKET, "content", fullText(message)],
    // A name may say which kind of thing it belongs to: `0-1/company`.
    ...mapped(message).map(([name, value]) => {
      const [, object, property] = /^(0-\d+)\/(.+)$/.exec(name) ?? [name, TICKET, name];
      return [object, property, value];
    }),
  ];
  return json(config.url ?? `https://api.hsforms.com/submissions/v3/integration/submit/${portal}/${form}`, {
    fields: fields.filter(([, , value]) => value).map(([objectTypeId, name, value]) => ({ objectTypeId, name, value })),
    context: { pageUri: page.url, pageName: page.title },
  });
}
