// Our own events, one line of JSON each, as `faqtory collect` takes them. Text, so that the browser asks no
// permission first. An event that was not answered comes again: the receiver knows it by its id.

export const repeatable = true;

/** @type {import("../event-sender.js").Adapter["requests"]} */
export function requests(records, place) {
  if (records.length === 0) return [];
  return [{
    ids: records.map((record) => record.id), url: place.url, headers: { "Content-Type": "text/plain" },
    body: records.map((record) => `${JSON.stringify(record)}\n`).join(""),
  }];
}
