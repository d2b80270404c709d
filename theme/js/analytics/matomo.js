// Matomo, Tracking HTTP API: https://developer.matomo.org/api-reference/tracking-api. All events in one bulk
// request. No visitor id and `cookie=0`: Matomo then counts without cookies. Searches go to Site Search, also
// those that found nothing.

import { addressOf, isVisit, nameOf, properties } from "./names.js";

export const repeatable = false;

const LATEST = 23 * 3600; // seconds: without a token, Matomo takes times of the last day

/** @type {import("../event-sender.js").Adapter["requests"]} */
export function requests(records, place) {
  const ids = /** @type {string[]} */ ([]);
  const lines = /** @type {string[]} */ ([]);
  for (const record of records) {
    const own = parameters(record);
    if (!own) continue;
    const at = Math.floor(Date.parse(record.at) / 1000);
    const query = new URLSearchParams({
      idsite: place.site, rec: "1", apiv: "1", send_image: "0", cookie: "0",
      url: addressOf(record, place), lang: record.locale, pv_id: record.id.slice(0, 6), rand: record.id, ...own,
    });
    if (place.now / 1000 - at < LATEST) query.set("cdt", String(at));
    ids.push(record.id);
    lines.push(`?${query}`);
  }
  if (ids.length === 0) return [];
  return [{
    ids, url: `${place.url}/matomo.php`, headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: JSON.stringify({ requests: lines }),
  }];
}

/**
 * @param {import("../analytics.js").Recorded} record
 * @returns {Record<string, string> | null}
 */
function parameters(record) {
  if (isVisit(record)) return {};
  if (record.event === "search") return { search: record.query, search_count: String(record.results), search_cat: record.where ?? "" };
  const action = nameOf(record);
  // The search was told already, with its count of 0.
  if (!action || record.event === "no-results") return null;
  const { locale, ...told } = properties(record);
  const words = [record.query, record.reason, record.action, record.state, record.stage, record.topic, record.channel];
  const name = words.filter(Boolean).join(" · ") || String(told.article ?? told.url ?? "");
  return { e_c: "Help center", e_a: action, ca: "1", ...(name ? { e_n: name } : {}) };
}
