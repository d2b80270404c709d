// Google Analytics 4, Measurement Protocol:
// https://developers.google.com/analytics/devguides/collection/protocol/ga4/reference. The client id is that
// of the tab's visit, so nobody is known again, and ads are denied. Google answers nothing that a page could
// read, so what was sent counts as arrived.

import { addressOf, isVisit, nameOf, properties } from "./names.js";

export const repeatable = false;

const MOST = 25; // events a request
const LONGEST = 100; // characters of a value

/** @type {Record<string, string>} Names that Google has reports for. */
const OWN = { "search": "search", "no-results": "search_without_results", "open": "select_content" };

/** @type {import("../event-sender.js").Adapter["requests"]} */
export function requests(records, place) {
  const url = `${place.url}/mp/collect?${new URLSearchParams({ measurement_id: place.site, api_secret: place.token })}`;
  return parts(records).map((part) => ({
    ids: part.map((record) => record.id), url, mode: /** @type {RequestMode} */ ("no-cors"),
    headers: { "Content-Type": "text/plain" }, body: JSON.stringify(told(part, place)),
  }));
}

/**
 * At most so many of one session as a request may hold.
 * @param {import("../analytics.js").Recorded[]} records
 */
function parts(records) {
  /** @type {import("../analytics.js").Recorded[][]} */
  const parts = [];
  for (const record of records) {
    const open = parts.findLast((part) => part[0].session === record.session && part.length < MOST);
    if (open) open.push(record);
    else parts.push([record]);
  }
  return parts;
}

/**
 * @param {import("../analytics.js").Recorded[]} records of one session
 * @param {import("../event-sender.js").Place} place
 */
function told(records, place) {
  const events = records.map((record) => ({
    name: isVisit(record) ? "page_view" : OWN[record.event] ?? (nameOf(record) ?? record.event).toLowerCase().replace(/[^a-z]+/g, "_"),
    params: {
      page_location: addressOf(record, place), language: record.locale, session_id: String(Number.parseInt(record.session.slice(0, 8), 16)),
      engagement_time_msec: 1, ...parameters(record),
    },
    timestamp_micros: Date.parse(record.at) * 1000,
  }));
  const half = Math.ceil(records[0].session.length / 2);
  const [first, second] = [records[0].session.slice(0, half), records[0].session.slice(half)];
  return {
    client_id: `${Number.parseInt(first, 16)}.${Number.parseInt(second, 16)}`,
    consent: { ad_user_data: "DENIED", ad_personalization: "DENIED" }, events,
  };
}

/** @param {import("../analytics.js").Recorded} record */
function parameters(record) {
  const { query, locale, ...rest } = properties(record);
  /** @type {Record<string, string | number>} */
  const parameters = query === undefined ? {} : { search_term: cut(query) };
  for (const [name, value] of Object.entries(rest)) parameters[name] = typeof value === "number" ? value : cut(value);
  return parameters;
}

/** @param {unknown} value */
function cut(value) {
  return String(value).slice(0, LONGEST);
}
