// Plausible, Events API: https://plausible.io/docs/events-api. One event a request, as text so that the
// browser asks no permission first. Plausible knows no ids.

import { addressOf, isVisit, nameOf, properties } from "./names.js";

export const repeatable = false;

/** @type {import("../event-sender.js").Adapter["requests"]} */
export function requests(records, place) {
  return records.flatMap((record) => {
    const name = isVisit(record) ? "pageview" : nameOf(record);
    if (!name) return [];
    const told = { name, url: addressOf(record, place), domain: place.site, props: properties(record) };
    return [{
      ids: [record.id], url: `${place.url}/api/event`, headers: { "Content-Type": "text/plain" },
      body: JSON.stringify(told),
    }];
  });
}
