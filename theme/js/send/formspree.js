// Formspree: JSON to the form's address. Source: formspree.io, "Submit forms with JavaScript (AJAX)":
// `Accept: application/json`, `email` is where replies go, `subject` the subject.

import { extras, fullText, json, subjectOf } from "./message.js";

/** @param {import("./message.js").Message} message */
export function request(message) {
  const { values, config } = message;
  const { handoff, ...others } = extras(message);
  const fields = { ...values, subject: subjectOf(message), ...others, message: fullText(message, Object.keys(others)) };
  const filled = Object.fromEntries(Object.entries(fields).filter(([, value]) => value));
  return json(config.url ?? `https://formspree.io/f/${encodeURIComponent(config.form_id)}`, filled);
}

export { saysYes as accepted } from "./message.js";
