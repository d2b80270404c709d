// What happens when a reader has searched, and opens a result: the page is told, the search is remembered, and
// the page that opens learns which words to mark. All of it stays in the browser, and the address stays the
// one that people share.

import { emit, past } from "./events.js";
import { searchLed } from "./search-recent.js";
import { BASE } from "./trail.js";

/** @typedef {import("./search-engine.js").Result} Result */
/** @typedef {import("./search-engine.js").Found} Found */
/** @typedef {"dialog" | "page" | "widget" | "form"} Where */

const KEY = "faqtory-found";
const SETTLED = 800; // ms without typing until the search is reported
const UNHEARD = `faqtory-unheard:${BASE}`;
const MOST_UNHEARD = 50;
const MOST = 30;
const LETTERS = 5; // of a word in the query that is worth marking; shorter ones are on every line

/** What is on the screen and not reported yet. @type {(() => void) | null} */
let unreported = null;
let reported = "";
/** @type {ReturnType<typeof setTimeout> | undefined} */
let settling;

// A result may be opened before those who count have come (`analytics.js`): they are told by the next page. Where
// a reader has to allow it first, nothing is kept for them.
addEventListener("pagehide", () => {
  const config = document.getElementById("faqtory-analytics")?.dataset.config;
  if (!config || !past.length || "analytics" in document.documentElement.dataset) return;
  try {
    if (config.includes('"consent":true') && localStorage.getItem(`faqtory-consent:${BASE}`) !== "yes") return;
    const before = JSON.parse(sessionStorage.getItem(UNHEARD) ?? "[]");
    const now = past.splice(0).map(([name, detail, when]) => ({ name, detail, ...when }));
    sessionStorage.setItem(UNHEARD, JSON.stringify([...before, ...now].slice(-MOST_UNHEARD)));
  } catch { /* storage is blocked */ }
});

/**
 * Reports a search once a reader has stopped typing, or opens one of its results.
 * @param {string} query empty for none
 * @param {Found | null} found
 * @param {Where} where
 * @param {() => void} [after] told once it is reported
 */
export function searched(query, found, where, after = () => {}) {
  clearTimeout(settling);
  unreported = null;
  if (!query || !found || reported === `${where} ${query}`) return;
  unreported = () => {
    unreported = null;
    reported = `${where} ${query}`;
    emit("search", { query, results: found.total, confident: found.confident ?? true, where });
    if (!found.total) emit("no-results", { query, where });
    after();
  };
  settling = setTimeout(() => unreported?.(), SETTLED);
}

/** Where a search field is. @param {Element} field @returns {Where} */
export function whereIs(field) {
  const named = /** @type {HTMLElement | null} */ (field.closest("[data-where]"))?.dataset.where;
  if (named === "widget" || named === "form") return named;
  if ("panel" in document.documentElement.dataset) return "widget";
  return field.closest("dialog") ? "dialog" : "page";
}

/** Reports now what would be reported soon. */
export function settleSearch() {
  clearTimeout(settling);
  unreported?.();
}

/**
 * @param {MouseEvent} event
 * @param {HTMLAnchorElement} link
 * @param {string} query
 * @param {Result[]} results whose excerpts say which words the engine found: other forms, corrected errors
 * @returns {boolean} whether the link leads to another part of this very page
 */
export function resultOpened(event, link, query, results) {
  searchLed(query, link.href);
  const path = link.pathname;
  const rank = results.findIndex(({ url }) => new URL(url, location.href).pathname === path) + 1;
  if (rank) {
    settleSearch();
    emit("open", { query, url: link.origin === location.origin ? path + link.hash : link.href, rank, where: whereIs(link) });
  }
  const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0;
  if (elsewhere || link.origin !== location.origin) return false;
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ path: link.pathname, words: foundWords(query, results) }));
  } catch { /* storage is blocked: the page opens without marks */ }
  const here = link.hash !== "" && link.pathname === location.pathname && link.search === location.search;
  if (here) import("./found-words.js").then(({ markFound }) => markFound(), () => {});
  return here;
}

/**
 * What excerpts mark, and the words of the query that titles have: no excerpt repeats a title.
 * @param {string} query
 * @param {Result[]} results
 */
function foundWords(query, results) {
  const marked = results.flatMap(({ excerpt }) => excerpt).filter(({ mark }) => mark).map((piece) => piece.text.trim());
  const titles = results.map(({ title, section }) => `${title} ${section?.title ?? ""}`).join(" ").toLowerCase();
  const asked = query.toLowerCase().split(/[^\p{L}\p{N}\p{M}]+/u).filter((word) => word.length >= LETTERS && titles.includes(word));
  return [...new Set([...asked, ...marked.map((word) => word.toLowerCase())])].filter(Boolean).slice(0, MOST);
}
