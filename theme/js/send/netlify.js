// Netlify Forms: a form post to a page of the site itself, with the form's name. Source: docs.netlify.com,
// "Forms setup", "Submit HTML forms with AJAX".

import { extras, fullText, subjectOf, urlencoded } from "./message.js";

/** @param {import("./message.js").Message} message */
export function request(message) {
  const { values, config } = message;
  const { handoff, ...others } = extras(message);
  const fields = { ...values, subject: subjectOf(message), ...others, message: fullText(message, Object.keys(others)) };
  return urlencoded(config.url ?? "/", { "form-name": config.form_name ?? "contact", ...fields });
}
