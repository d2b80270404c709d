// What a reader tried in this tab: searches, articles and sections, the way through a troubleshooter, steps
// done, ratings. It is kept in the tab's own storage, never sent by itself, and gone with the tab. Nothing of
// a sensitive article is in it. `main.js` writes the views of articles, this module the rest.

import { isPrivate, isSecret } from "./secret.js";

/**
 * @typedef {{ query: string, results: number, opened: string | null, at: string }} Query
 * @typedef {{ url: string, title: string, sections: string[], at: string, code?: string, place?: number }} Article
 * @typedef {{ node: string, title: string, choice: string }} Turn
 * @typedef {{ article: string, title: string, path: Turn[], at_node: string, outcome: "solved" | "contact" | null }} Tree
 * @typedef {{ article: string, title: string, done: number[], of: number }} Steps
 * @typedef {{ article: string, helpful: boolean, reason: string | null }} Rating
 * @typedef {{ session: string, queries: Query[], articles: Article[], tree: Tree | null, steps: Steps[], ratings: Rating[],
 *   word: "solved" | "contact" | null, told: string[] }} Trail
 *   `word`: what was said last; `told`: the deflections that were reported.
 */

/** Where the site begins: several may share a host, and so its storage. */
export const BASE = new URL("../..", import.meta.url).pathname;
const KEY = `faqtory-trail:${BASE}`;
const MOST = 10; // of each kind
const MOST_SECTIONS = 20;
const LONGEST = 200; // characters of a text
/** The name of the widget's frame, and the trail after it. */
const FRAME = /^(faqtory-panel(?: \w+)?)(?: (\{.*))?$/s;
/** Stands in where storage is blocked. @type {string | null} */
let memory = null;

/** An id that nothing can be read from. */
export function randomId() {
  return [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The time in seconds, as the hand-off writes it. */
export function now() {
  return new Date().toISOString().replace(/\.\d+Z$/, "Z");
}

/** @returns {Trail} */
export function trail() {
  try {
    return cleaned(JSON.parse(stored() || "{}"));
  } catch {
    return cleaned({});
  }
}

/** Forgets what was tried. */
export function forget() {
  memory = null;
  nameFrame("");
  try { sessionStorage.removeItem(KEY); } catch { /* storage is blocked */ }
}

/** The id of this tab's visit; the same for all its events. */
export function session() {
  const kept = trail();
  if (!stored().includes(kept.session)) save(kept);
  return kept.session;
}

/**
 * Adds to the trail. What is said again of the same thing takes the place of what was said before.
 * @param {"query" | "opened" | "section" | "place" | "tree" | "steps" | "rating" | "word" | "told"} kind
 * @param {any} value
 */
export function note(kind, value) {
  const kept = trail();
  const here = value?.article ?? value?.url;
  if (isPrivate() && (here === location.pathname || kind === "section" || kind === "place")) return;
  NOTES[kind]?.(kept, value);
  save(cleaned(kept));
}

/** @type {Record<string, (kept: Trail, value: any) => void>} */
const NOTES = {
  query(kept, { query, results }) {
    const before = kept.queries.find((it) => it.query === query);
    const others = kept.queries.filter((it) => it !== before);
    kept.queries = [...others, { query, results, opened: before?.opened ?? null, at: now() }];
  },
  opened(kept, { query, url }) {
    const asked = kept.queries.findLast((it) => it.query === query);
    if (asked) asked.opened = url;
    else kept.queries.push({ query, results: 0, opened: url, at: now() });
  },
  section(kept, { url, section }) {
    const article = kept.articles.find((it) => it.url === url);
    if (article && !article.sections.includes(section)) article.sections.push(section);
  },
  // Where in the article the reader is, as help codes count.
  place(kept, { url, place }) {
    const article = kept.articles.find((it) => it.url === url);
    if (article) article.place = place;
  },
  tree(kept, value) {
    kept.tree = value;
  },
  steps(kept, value) {
    kept.steps = [...kept.steps.filter((it) => it.article !== value.article), value].filter((it) => it.done?.length);
  },
  rating(kept, { article, helpful, reason = null }) {
    kept.ratings = [...kept.ratings.filter((it) => it.article !== article), { article, helpful, reason }];
  },
  // "none" takes back that it was solved.
  word(kept, value) {
    if (value !== "none") kept.word = value;
    else if (kept.word === "solved") kept.word = null;
  },
  told(kept, value) {
    kept.told = [...kept.told.filter((it) => it !== value), value];
  },
};

function stored() {
  try { return memory ?? sessionStorage.getItem(KEY) ?? ""; } catch { return FRAME.exec(window.name)?.[2] ?? ""; }
}

/**
 * Browsers that block storage on other companies' pages leave the widget's frame its name: it goes from page to
 * page, is read by nobody else, and is gone with the frame. `main.js` does the same.
 * @param {string} text
 */
function nameFrame(text) {
  const frame = parent === window ? null : FRAME.exec(window.name);
  if (frame) window.name = [frame[1], text].filter(Boolean).join(" ");
}

/** @param {Trail} kept */
function save(kept) {
  const text = JSON.stringify(kept);
  try {
    sessionStorage.setItem(KEY, text);
  } catch {
    memory = text; // blocked or full: it lives as long as the page
    nameFrame(text);
  }
}

/**
 * A whole trail out of what was stored: others could have written into the storage of a shared host. What is
 * sensitive is not in it, nor the search that led there, which may have been in another tab.
 * @param {any} raw
 * @returns {Trail}
 */
function cleaned(raw) {
  const { session, queries, articles, tree, steps, ratings, word, told } = Object(raw);
  return {
    session: /^[0-9a-f]{16}$/.test(session) ? session : randomId(),
    queries: list(queries, (it) => isText(it.query) && it.query !== "" && !isSecret(it.opened), (it) => ({
      query: cut(it.query), results: count(it.results), opened: isText(it.opened) ? it.opened : null, at: time(it.at),
    })),
    articles: list(articles, (it) => isText(it.url) && !isSecret(it.url), (it) => ({
      url: it.url, title: cut(it.title), sections: texts(it.sections, MOST_SECTIONS), at: time(it.at),
      ...(isText(it.code) && it.code ? { code: it.code } : {}), ...(it.place > 0 ? { place: count(it.place) } : {}),
    })),
    tree: tree && isText(tree.article) && !isSecret(tree.article) && isText(tree.at_node) ? wholeTree(tree) : null,
    steps: list(steps, (it) => isText(it.article) && !isSecret(it.article), (it) => ({
      article: it.article, title: cut(it.title), done: (Array.isArray(it.done) ? it.done : []).map(count).filter(Boolean), of: count(it.of),
    })),
    ratings: list(ratings, (it) => isText(it.article) && !isSecret(it.article) && typeof it.helpful === "boolean", (it) => ({
      article: it.article, helpful: it.helpful, reason: isText(it.reason) ? cut(it.reason) : null,
    })),
    word: word === "solved" || word === "contact" ? word : null,
    told: texts(told, 50),
  };
}

/** @param {any} tree @returns {Tree} */
function wholeTree({ article, title, path, at_node, outcome }) {
  const turns = (Array.isArray(path) ? path : []).filter((it) => isText(it?.node));
  return {
    article, title: cut(title), path: turns.map((it) => ({ node: it.node, title: cut(it.title), choice: cut(it.choice) })),
    at_node, outcome: outcome === "solved" || outcome === "contact" ? outcome : null,
  };
}

/**
 * The last few of a list that are whole.
 * @template T
 * @param {any} raw
 * @param {(it: any) => boolean} isWhole
 * @param {(it: any) => T} made
 * @returns {T[]}
 */
function list(raw, isWhole, made) {
  return (Array.isArray(raw) ? raw : []).filter((it) => it && isWhole(it)).slice(-MOST).map(made);
}

/** @param {any} raw @param {number} most @returns {string[]} */
function texts(raw, most) {
  return (Array.isArray(raw) ? raw : []).filter(isText).slice(-most).map(cut);
}

/** @param {unknown} it @returns {it is string} */
function isText(it) {
  return typeof it === "string";
}

/** @param {unknown} it */
function cut(it) {
  return isText(it) ? it.slice(0, LONGEST) : "";
}

/** @param {unknown} it */
function count(it) {
  return Number.isSafeInteger(it) && Number(it) > 0 ? Number(it) : 0;
}

/** @param {unknown} it */
function time(it) {
  return isText(it) && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(it) ? it : now();
}
