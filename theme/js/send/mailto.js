// The customer's own mail program, with the message written in it.

import { fullText, subjectOf } from "./message.js";

/** What the team sorts messages by is none of what a customer writes. */
const INTERNAL = ["queue", "tags"];
const LONGEST = 1900; // characters of an address: some mail programs on Windows cut or refuse more than 2,000

/** The message as its writer sees it. @param {import("./message.js").Message} message */
export const letter = (message) => fullText(message, INTERNAL);

/** @param {import("./message.js").Message} message */
export function request(message) {
  const { config, values } = message;
  const address = String(config.address ?? "").replace(/[?#&]/g, encodeURIComponent);
  const link = (/** @type {string} */ body) =>
    `mailto:${address}?subject=${encodeURIComponent(subjectOf(message))}&body=${encodeURIComponent(body.replace(/\r?\n/g, "\r\n"))}`;
  const signed = (/** @type {string} */ text) => [text, values.name].filter(Boolean).join("\n\n");
  const bodies = [signed(letter(message)), signed(letter({ ...message, handoffText: "" }))];
  const url = bodies.map(link).find((found) => found.length <= LONGEST) ?? shortened(bodies[1], link);
  return { url, method: "GET", headers: {}, body: null, leaves: true };
}

/**
 * As much of the text as fits; the page shows the whole of it to copy.
 * @param {string} text
 * @param {(body: string) => string} link
 */
function shortened(text, link) {
  const letters = [...text];
  let length = letters.length;
  while (length > 0 && link(`${letters.slice(0, length).join("")}…`).length > LONGEST) length = Math.floor(length * .9);
  return link(`${letters.slice(0, length).join("")}…`);
}
