// Umami, https://umami.is/docs/api/sending-stats. One event a request; a visit is one without a name. Screen,
// title and where the reader came from are left out.

import { addressOf, isVisit, nameOf, properties } from "./names.js";

export const repeatable = false;

/** @type {import("../event-sender.js").Adapter["requests"]} */
export function requests(records, place) {
  return records.flatMap((record) => {
    const name = isVisit(record) ? undefined : nameOf(record);
    if (name === null) return [];
    const { hostname, pathname } = new URL(addressOf(record, place));
    const payload = {
      website: place.site, hostname, language: record.locale, url: pathname,
      timestamp: Math.floor(Date.parse(record.at) / 1000), name, data: name ? properties(record) : undefined,
    };
    return [{
      ids: [record.id], url: `${place.url}/api/send`, headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ type: "event", payload }),
    }];
  });
}
