// What a reader searched for, kept in this browser alone: queries that led somewhere, never those half typed.

import { isSecret } from "./secret.js";
import { element, iconElement, text } from "./texts.js";

// Several sites may share a host, and so its storage.
const KEY = `faqtory-searches:${new URL("../..", import.meta.url).pathname}:${text("lang")}`;
const MOST = 6;

/** @returns {string[]} the latest first; empty when storage is blocked. */
export function recentSearches() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((query) => typeof query === "string" && query).slice(0, MOST) : [];
  } catch {
    return [];
  }
}

/** @param {string} query */
export function rememberSearch(query) {
  if (query) keep([query, ...without(query)].slice(0, MOST));
}

/**
 * A search led to a page: it is remembered, or forgotten when nobody may know of that page.
 * @param {string} query
 * @param {string} address
 */
export function searchLed(query, address) {
  if (isSecret(address)) keep(without(query));
  else rememberSearch(query);
}

/** @param {string} query */
function without(query) {
  const same = query.toLowerCase();
  return recentSearches().filter((other) => other.toLowerCase() !== same);
}

/** @param {string[]} queries */
function keep(queries) {
  try {
    if (queries.length) localStorage.setItem(KEY, JSON.stringify(queries));
    else localStorage.removeItem(KEY);
  } catch { /* storage is blocked or full: searching goes on without a memory */ }
}

/**
 * Buttons that forget. They stand beside the list of searches, row by row: a list of options may hold no buttons.
 * @param {string[]} queries
 * @param {() => void} changed
 */
export function forgetButtons(queries, changed) {
  const tools = element("div", "recent-tools");
  const clear = button("recent-clear", text("recentClear"), () => keep([]));
  clear.setAttribute("aria-label", `${text("recentClear")}: ${text("recent")}`);
  tools.append(clear, ...queries.map((query) => {
    const forget = button("recent-forget", "", () => keep(without(query)));
    forget.setAttribute("aria-label", text("recentRemove", { query }));
    forget.append(iconElement("close"));
    return forget;
  }));
  return tools;

  /** @param {string} className @param {string} label @param {() => void} act */
  function button(className, label, act) {
    const made = element("button", className, label);
    made.type = "button";
    made.addEventListener("click", () => {
      act();
      changed();
    });
    return made;
  }
}
