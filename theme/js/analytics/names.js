// How products that show events to people call ours, and what they show beside the name.

/** @typedef {import("../analytics.js").Recorded} Recorded */

/** @type {Record<string, string>} */
const NAMES = {
  "search": "Search", "no-results": "Search without results", "open": "Search result opened", "answer": "Answer",
  "step": "Step", "contact": "Contact", "deflection": "Deflection",
};

/** Fields that are no use without what only our own events hold. */
const HEAD = ["v", "id", "event", "at", "session", "locale", "page", "handoff", "comment"];

/** A visit to a page has no name: these products count pages by themselves. @param {Recorded} record */
export function nameOf(record) {
  if (record.event !== "feedback") return NAMES[record.event] ?? null;
  // The reason comes after the vote, and must not count as another one.
  return record.reason || record.comment ? "Feedback reason" : record.helpful ? "Feedback: helpful" : "Feedback: not helpful";
}

/** @param {Recorded} record */
export function isVisit(record) {
  return record.event === "view" || record.event === "page";
}

/**
 * The fields of an event as one flat list of texts, numbers and yes or no.
 * @param {Recorded} record
 * @returns {Record<string, string | number | boolean>}
 */
export function properties(record) {
  /** @type {Record<string, string | number | boolean>} */
  const flat = {};
  const add = (/** @type {string} */ name, /** @type {unknown} */ value) => {
    if (value === null || value === undefined) return;
    if (typeof value === "object") for (const [key, inner] of Object.entries(value)) add(`${name}_${key}`, inner);
    else flat[name] = /** @type {string | number | boolean} */ (value);
  };
  for (const [name, value] of Object.entries(record)) if (!HEAD.includes(name)) add(name, value);
  if (record.locale) flat.locale = record.locale;
  return flat;
}

/**
 * The page of an event as an address; of a sensitive one the site's own.
 * @param {Recorded} record
 * @param {import("../event-sender.js").Place} place
 */
export function addressOf(record, { origin, base }) {
  return new URL(record.page ?? base, origin).href;
}
