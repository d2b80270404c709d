// What may help on a page of the company: its rules first, then what the search finds for the words of its address.

import { fits } from "./address-fits.js";
import { openEngine } from "./search-engine.js";

/**
 * @typedef {{ title: string, url: string }} Item
 * @typedef {{ url: string[], context: string[], query?: string, title?: string, articles: Item[] }} Rule
 */

const SHORTEST = 3; // letters of a word that says something

/** @type {Promise<Rule[]> | undefined} */
let rules;

function load() {
  const script = /** @type {HTMLScriptElement | null} */ (document.querySelector("script[data-widget]"));
  rules ??= fetch(new URL(script?.dataset.widget ?? "", document.baseURI))
    .then((answer) => answer.json())
    .then((data) => data.rules)
    .catch(() => { rules = undefined; return []; });
  return /** @type {Promise<Rule[]>} */ (rules);
}

/**
 * @param {import("./panel.js").Surroundings} place
 * @param {number} most
 * @returns {Promise<{ title: string, items: Item[] }>} `title`: what a rule says of them.
 */
export async function suggestions({ address, context, title }, most) {
  // The page around may send anything.
  if (!URL.canParse(address)) return { title: "", items: [] };
  const named = context.toLowerCase();
  const isFor = (/** @type {Rule} */ rule) => fits(rule.url, address)
    && (!rule.context.length || rule.context.some((pattern) => isNamed(pattern.toLowerCase(), named)));
  const meant = (await load()).filter(isFor);
  /** @type {Map<string, Item>} */
  const items = new Map();
  const add = (/** @type {Item[]} */ found) => {
    for (const item of found) {
      const url = new URL(item.url, document.baseURI).href;
      if (items.size < most && !items.has(url)) items.set(url, { title: item.title, url });
    }
  };
  for (const rule of meant) add(rule.articles);
  for (const { query } of meant) if (query && items.size < most) add(await find(query));
  // What a page is called says more than its address.
  for (const words of meant.length ? [] : [wordsOf(address), title]) {
    if (words && !items.size) add((await find(words)).slice(0, 3));
  }
  return { title: meant.find((rule) => rule.title)?.title ?? "", items: [...items.values()] };
}

/** @param {string} pattern @param {string} name */
function isNamed(pattern, name) {
  const [start, ...rest] = pattern.split("*");
  return rest.length ? name.startsWith(start) && name.endsWith(rest[rest.length - 1]) : name === pattern;
}

/** @param {string} query @returns {Promise<Item[]>} */
async function find(query) {
  const engine = await openEngine();
  const found = await engine.search(query, { limit: 8 });
  // What is happening now has its own place; beside articles it would soon be old.
  const articles = found.results.filter(({ kind }) => kind !== "notice");
  return found.confident ? articles.map(({ title, url }) => ({ title, url })) : [];
}

/** The words of a path; numbers and keys are none. @param {string} address */
function wordsOf(address) {
  const { pathname, hash } = new URL(address);
  let path = pathname + (hash.startsWith("#/") ? hash.split("?")[0] : "");
  try { path = decodeURIComponent(path); } catch { /* not all that looks encoded is */ }
  const words = path.split(/[^\p{L}\p{M}\p{N}]+/u);
  return words.filter((word) => word.length >= SHORTEST && !/\d/.test(word)).slice(0, 6).join(" ");
}
