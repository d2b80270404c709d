// What happens when a reader opens a result: the search is remembered, and the page that opens learns which
// words to mark. Both stay in the browser, and the address stays the one that people share.

import { rememberSearch } from "./search-recent.js";

/** @typedef {import("./search-engine.js").Result} Result */

const KEY = "faqtory-found";
const MOST = 30;
const LETTERS = 5; // of a word in the query that is worth marking; shorter ones are on every line

/**
 * @param {MouseEvent} event
 * @param {HTMLAnchorElement} link
 * @param {string} query
 * @param {Result[]} results whose excerpts say which words the engine found: other forms, corrected errors
 * @returns {boolean} whether the link leads to another part of this very page
 */
export function resultOpened(event, link, query, results) {
  rememberSearch(query);
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
