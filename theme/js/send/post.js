// A plain form post, as the form without a script makes it.

import { extras, urlencoded } from "./message.js";

/** @param {import("./message.js").Message} message */
export function request(message) {
  const { values, config } = message;
  const fields = { ...values, ...extras(message) };
  if (config.enctype !== "multipart/form-data") return urlencoded(config.url, fields);
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) if (value) body.set(name, value);
  // The browser writes the header itself: only it knows the boundary.
  return { url: config.url, method: "POST", headers: {}, body };
}

export { saysYes as accepted } from "./message.js";
