// Where a help code leads: the page, and the place in it.

import { decode, spoken, ways } from "./help-code.js";

/**
 * @typedef {{ url: string, place: number, code: string }} Target
 * @typedef {{ title: string, place: string, path: { title: string, choice: string }[], href: string }} Description
 */

/**
 * The page that a code names, in the reader's language or else in the first that has it.
 * @param {string} typed
 * @param {string} codes address of the list of codes
 * @returns {Promise<Target | null>} `null` when the code leads to no page
 */
export async function targetOf(typed, codes) {
  const code = decode(typed);
  if (!code) return null;
  const response = await fetch(codes);
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  /** @type {Record<string, Record<string, string>>} */
  const pages = await response.json();
  const found = Object.hasOwn(pages, code.article) ? pages[code.article] : {};
  const url = found[document.documentElement.lang] ?? Object.values(found)[0];
  return url ? { url, place: code.place, code: code.code } : null;
}

/** The address that opens it at its place. @param {Target} target */
export function addressOf({ url, code, place }) {
  const address = new URL(url, location.origin);
  if (place) address.searchParams.set("code", spoken(code));
  return address.pathname + address.search;
}

/**
 * What a code names, in words. What the page does not have is empty.
 * @param {Target} target
 * @returns {Promise<Description>}
 */
export async function describe(target) {
  const response = await fetch(target.url);
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const page = await response.text();
  const title = plain(/<h1\b[^>]*>(.*?)<\/h1>/s.exec(page)?.[1] ?? "");
  const none = { title, place: "", path: [], href: addressOf(target) };
  const tree = /\bdata-tree="([^"]+)"/.exec(page)?.[1];
  if (!target.place) return none;
  if (tree) return { ...none, ...(await inTree(plain(tree), target.place)) };
  // Read as text: it only names what is shown, and parsing pages is for scripts that must be trusted more.
  const body = page.slice(page.indexOf('class="prose"'));
  const step = new RegExp(`<li\\b[^>]*\\bid="step-${target.place}"[^>]*>(.*?)(?:</p>|</li>|<ul|<ol|<div|<figure)`, "s").exec(body)?.[1];
  const headings = [...body.matchAll(/<h2\b[^>]*>(.*?)<\/h2>/gs)];
  return { ...none, place: plain(step ?? (/\bkind-howto\b/.test(page) ? "" : headings[target.place - 1]?.[1] ?? "")) };
}

/** @param {string} url @param {number} place */
async function inTree(url, place) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const { nodes, start } = await response.json();
  /** @type {Map<string, any>} */
  const byId = new Map(nodes.map((/** @type {any} */ node) => [node.id, node]));
  const way = ways(nodes, start)[place];
  if (!way) return {};
  const path = way.choices.map((choice, at) => {
    const node = byId.get(way.nodes[at]);
    return { title: node.title, choice: node.choices[choice].text };
  });
  return { path, place: byId.get(way.nodes.at(-1) ?? "")?.title ?? "" };
}

/** The text of a piece of our own markup, without the links of its headings. @param {string} markup */
function plain(markup) {
  /** @type {Record<string, string>} */
  const signs = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", "#x27": "'", nbsp: " " };
  const text = markup.replace(/<a class="anchor".*?<\/a>/gs, "").replace(/<[^>]*>/g, "");
  return text.replace(/&(#?\w+);/g, (all, name) => signs[name] ?? all).replace(/\s+/g, " ").trim();
}

/** Goes to the place in this article that a code in the address names. */
export function goToPlace() {
  const address = new URL(location.href);
  const { place = 0 } = decode(address.searchParams.get("code") ?? "") ?? {};
  address.searchParams.delete("code");
  const step = document.getElementById(`step-${place}`);
  const heading = document.querySelectorAll(".article .prose h2")[place - 1];
  const named = step ?? (heading?.id ? heading : heading?.closest("[id]"));
  history.replaceState(history.state, "", address);
  // As if a link led there: the browser goes there, marks the place and unfolds it.
  if (named && place) location.replace(`#${encodeURIComponent(named.id)}`);
}
