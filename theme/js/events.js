// What happens in the help center, told to the page as events on `document`. Nothing is sent anywhere: that
// is what an analytics adapter is for, when the site has one.

import { isSecret, isSecretTopic } from "./secret.js";
import { note, randomId, session, trail } from "./trail.js";

/**
 * @typedef {"view" | "search" | "no-results" | "open" | "answer" | "step" | "feedback" | "contact" | "deflection"} Name
 * @typedef {"successful" | "failed" | "potential"} Deflection
 */

/** @type {Name[]} */
export const NAMES = ["view", "search", "no-results", "open", "answer", "step", "feedback", "contact", "deflection"];
const MOST = 50;
/** When and on which page it happened. @typedef {{ at: string, page: string }} When */
/** What was told so far on this page, for the listener that comes later. @type {[Name, any, When][]} */
export const past = [];
/** Stages of a contact that reach a human. */
const REACHED = ["sent", "channel"];

/**
 * Tells the page, and keeps what belongs to the trail.
 * @param {Name} name
 * @param {Record<string, any>} detail
 * @param {When} [when]
 */
export function emit(name, detail, when) {
  if (isOfSecret(name, detail)) {
    // Without the search that led there.
    if (detail.query && detail.action !== "shown") note("opened", detail);
    return;
  }
  const told = name === "contact" ? discreet(detail) : detail;
  keep(name, told);
  dispatch(name, told, when);
  const { url, article = url?.split("#")[0] ?? null, topic = null } = told;
  const word = wordOf(name, told);
  if (word) note("word", word);
  if (word || name === "search" || name === "step") settle(article, topic);
}

/**
 * Hears of everything, also of what was told before, such as the view of the article.
 * @param {(name: Name, detail: any, when?: When) => void} handler
 */
export function listen(handler) {
  const article = document.querySelector(".article[data-remember]");
  const kind = /(?:^| )kind-(\w+)/.exec(article?.className ?? "")?.[1];
  if (kind) handler("view", Object.freeze({ article: location.pathname, kind }));
  for (const [name, detail, when] of past.splice(0)) handler(name, detail, when);
  for (const name of NAMES) {
    if (name === "view") continue; // at most one a page, and that was it
    document.addEventListener(`faqtory:${name}`, (event) => {
      const { detail, when } = /** @type {any} */ (event);
      handler(name, detail, when);
    });
  }
}

/**
 * An event as `event.v1`: one line for an endpoint that collects them.
 * @param {Name} name
 * @param {any} detail
 */
export function record(name, detail) {
  const { lang } = document.documentElement;
  const head = { v: 1, id: randomId(), event: name, at: new Date().toISOString(), session: session() };
  return { ...head, locale: lang, page: isSecret(location.pathname) ? null : location.pathname, ...detail };
}

/**
 * How the visit stands: solved by itself, taken to a human after trying, or not known. `null` as long as
 * nothing was read or searched.
 * @returns {Deflection | null}
 */
export function deflectionState() {
  const { word, queries, articles, tree } = trail();
  const tried = queries.length > 0 || articles.length > 0 || tree !== null;
  if (word === "solved") return "successful";
  if (!tried) return null;
  return word === "contact" ? "failed" : "potential";
}

/**
 * Reports how the visit stands when that is new: once for every article that solved something.
 * @param {string | null} [article]
 * @param {string | null} [topic]
 */
export function settle(article = null, topic = null) {
  if (isSecret(article)) article = null;
  const state = deflectionState();
  if (!state) return;
  const { told } = trail();
  const mark = state === "potential" ? state : [state, article, topic].join(" ");
  const at = told.lastIndexOf(mark);
  if (at >= 0 && told.slice(at).every((it) => it.startsWith(state))) return;
  note("told", mark);
  dispatch("deflection", { state, article, topic });
}

/** That a sensitive article was read is told to nobody. @param {Name} name @param {Record<string, any>} detail */
function isOfSecret(name, { article, url = article }) {
  return name !== "contact" && name !== "deflection" && isSecret(url);
}

/**
 * A contact without what is sensitive about it, nor what its ticket could be found by.
 * @param {Record<string, any>} detail
 */
export function discreet(detail) {
  const { article, topic } = detail;
  const [isAbout, isFrom] = [isSecretTopic(topic), isSecret(article)];
  if (!isAbout && !isFrom && !isSecret(location.pathname)) return detail;
  return { ...detail, topic: isAbout ? null : topic, article: isFrom ? null : article, handoff: null };
}

/** @param {Name} name @param {Record<string, any>} detail @param {When} [when] */
function dispatch(name, detail, when = { at: new Date().toISOString(), page: location.pathname }) {
  const told = frozen(structuredClone(detail));
  if (past.length < MOST) past.push([name, told, when]);
  document.dispatchEvent(Object.assign(new CustomEvent(`faqtory:${name}`, { detail: told, bubbles: true }), { when }));
}

/** @template T @param {T} value @returns {T} */
function frozen(value) {
  if (value && typeof value === "object") Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}

/** @param {Name} name @param {Record<string, any>} detail */
function keep(name, detail) {
  if (name === "search") note("query", detail);
  else if (name === "no-results") note("query", { query: detail.query, results: 0 });
  else if (name === "open") note("opened", detail);
  else if (name === "feedback") note("rating", detail);
}

/**
 * What an event says about whether it is solved; `none` takes back that it was.
 * @param {Name} name
 * @param {Record<string, any>} detail
 */
function wordOf(name, detail) {
  if (name === "answer") return { solved: "solved", unsolved: "none" }[/** @type {string} */ (detail.action)];
  if (name === "feedback") return detail.helpful ? "solved" : "none";
  // Who only follows a link to an outcome has not solved anything yet.
  if (name === "step") return detail.tree?.outcome === "solved" && detail.tree.choice ? "solved" : undefined;
  return name === "contact" && REACHED.includes(detail.stage) ? "contact" : undefined;
}
