// PostHog, https://posthog.com/docs/api/capture. All events in one batch, without a person behind them: the
// distinct id is that of the tab's visit, and neither a profile nor the place of the address is made. PostHog
// knows events by their `uuid`.

import { addressOf, isVisit, nameOf, properties } from "./names.js";

export const repeatable = true;

/** @type {import("../event-sender.js").Adapter["requests"]} */
export function requests(records, place) {
  if (records.length === 0) return [];
  const batch = records.map((record) => ({
    event: isVisit(record) ? "$pageview" : nameOf(record) ?? record.event,
    uuid: uuid(record), timestamp: record.at,
    properties: {
      distinct_id: record.session, $process_person_profile: false, $geoip_disable: true, $ip: null,
      $current_url: addressOf(record, place),
      ...properties(record), ...(record.comment ? { comment: record.comment } : {}),
    },
  }));
  return [{
    ids: records.map((record) => record.id), url: `${place.url}/batch/`, headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ api_key: place.token, batch }),
  }];
}

/** Ours has half the digits that a UUID needs; the visit's are the rest. @param {import("../analytics.js").Recorded} record */
function uuid({ id, session }) {
  const all = id + session;
  return [all.slice(0, 8), all.slice(8, 12), `4${all.slice(13, 16)}`, `8${all.slice(17, 20)}`, all.slice(20, 32)].join("-");
}
