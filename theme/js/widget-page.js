// The start page of the widget: what it was asked to open, and what may help where the customer is.

import { onSurroundings } from "./panel.js";
import { openEngine } from "./search-engine.js";
import { suggestions } from "./widget-suggest.js";

const MOST = 5;
const asked = new URL(location.href).searchParams;
const find = (/** @type {string} */ selector) => /** @type {HTMLElement | null} */ (document.querySelector(selector));
const field = /** @type {HTMLInputElement | null} */ (find(".search-input"));

start();

async function start() {
  const [code, topic, query] = ["code", "topic", "q"].map((name) => asked.get(name)?.trim());
  if (code && await openCode(code)) return;
  if (topic && openTopic(topic)) return;
  onSurroundings((place) => { suggestions(place, MOST).then(show, () => {}); });
  if (query || code) search(query || code || "");
}

/** @param {{ title: string, items: { title: string, url: string }[] }} found */
function show({ title, items }) {
  const section = find("[data-suggested]");
  const list = section?.querySelector("ul");
  if (!section || !list) return;
  const template = /** @type {HTMLTemplateElement | null} */ (find("#suggested-row"));
  list.replaceChildren(...items.map((item) => {
    const row = /** @type {HTMLElement} */ (document.importNode(/** @type {Node} */ (template?.content.firstElementChild), true));
    const [link, name] = [row.querySelector("a"), row.querySelector(".row-title")];
    if (link) link.href = item.url;
    if (name) name.textContent = item.title;
    return row;
  }));
  const heading = section.querySelector("h2");
  if (heading) heading.textContent = title || (section.dataset.title ?? "");
  section.hidden = !items.length;
  // What is suggested already need not be popular as well.
  const shown = new Set(items.map(({ url }) => url));
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("[data-popular] a"))) {
    const row = link.closest("li");
    if (row) row.hidden = shown.has(link.href);
  }
}

/**
 * Goes to the place of an error code: of all texts, only codes are found as a whole and first.
 * @param {string} code
 */
async function openCode(code) {
  try {
    const place = await listed(code);
    if (field?.value) return false; // who types by now looks for something else
    if (place) {
      location.replace(place);
      return true;
    }
    const engine = await openEngine();
    const { results, confident } = await engine.search(code, { limit: 1 });
    if (!results.length || !confident || field?.value) return false;
    location.replace(results[0].section?.url ?? results[0].url);
    return true;
  } catch {
    return false;
  }
}

/**
 * The place of a code in the list of error codes, on a site that has one.
 * @param {string} code
 */
async function listed(code) {
  const list = find("[data-codes]")?.dataset.codes;
  if (!list) return null;
  const answer = await fetch(list);
  /** @type {Record<string, { url: string }[]>} */
  const codes = answer.ok ? await answer.json() : {};
  const same = Object.keys(codes).find((it) => it.toLowerCase() === code.toLowerCase());
  if (!same || !codes[same].length) return null;
  // Addresses are those of the published site, which this one may only be a copy of.
  const { pathname, hash } = new URL(codes[same][0].url, location.href);
  return pathname + hash;
}

/** @param {string} topic */
function openTopic(topic) {
  const contact = /** @type {HTMLAnchorElement | null} */ (find("[data-contact]"));
  if (!contact || !/^[\w-]+$/.test(topic)) return false;
  location.replace(new URL(`${topic}/`, contact.href));
  return true;
}

/** @param {string} query */
function search(query) {
  if (!field || field.value) return;
  field.value = query;
  import("./search-box.js").then(() => field.focus());
}
