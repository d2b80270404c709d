// The page that a customer came from, as the address of this one says it. Anybody can write such an address,
// and browsers read `/\host` and `/<tab>/host` as another host: only a page of this help center counts.

import { BASE } from "./trail.js";

/** @returns {string | null} its path */
export function cameFrom() {
  const said = new URLSearchParams(location.search).get("from");
  if (!said || !URL.canParse(said, location.origin)) return null;
  const { origin, pathname } = new URL(said, location.origin);
  return origin === location.origin && pathname.startsWith(BASE) ? pathname : null;
}
