// What a human gets to know of what the customer already tried: one object for every channel (`handoff.v1`,
// described in the reference), and the same as a few lines for people. It is made when it is handed over.

import { deflectionState } from "./events.js";
import { spoken, withPlace } from "./help-code.js";
import { around } from "./surroundings.js";
import { BASE, now, randomId, trail } from "./trail.js";

/** @typedef {import("./trail.js").Trail} Trail */

const MOST_KEYS = 20; // about a user
const LONGEST = 200; // characters of a text

/** What an embedding app said about its user: in memory only. @type {Record<string, string | number | boolean> | null} */
let user = null;

/**
 * Remembers who the user of the embedding app is, for as long as the page is open.
 * @param {Record<string, unknown> | null} about
 */
export function identify(about) {
  user = known(about);
}

/** @param {Record<string, unknown> | null} about */
function known(about) {
  const entries = Object.entries(about ?? {}).flatMap(([key, value]) => {
    if (typeof value === "string") return value ? [[key, value.slice(0, LONGEST)]] : [];
    return typeof value === "boolean" || Number.isFinite(value) ? [[key, value]] : [];
  });
  return entries.length ? Object.fromEntries(entries.slice(0, MOST_KEYS)) : null;
}

/**
 * The hand-off of this visit.
 * @param {object} [from]
 * @param {string | null} [from.topic] of the contact
 * @param {{ url: string, title: string }} [from.page] where contact was opened, instead of this page; articles that were read need no title
 * @param {boolean} [from.diagnostics] whether the customer agreed to say which browser it is
 */
export function handoff({ topic = null, page, diagnostics: agreed = false } = {}) {
  const tried = trail();
  const address = new URL(page?.url ?? location.href, location.href);
  const read = tried.articles.find(({ url }) => url === address.pathname);
  const title = page ? page.title || read?.title || "" : document.title;
  // In the panel of the widget, customers are on a page of the company.
  const outside = around.page ? new URL(around.page.url, location.href) : null;
  const seen = outside ?? address;
  const state = deflectionState();
  return {
    schema: "faqtory.handoff.v1",
    id: randomId(),
    created: now(),
    locale: document.documentElement.lang,
    site: siteName(),
    // What was typed into the address of a form is in its fields, and stays out of here.
    page: { url: seen.origin + seen.pathname + seen.hash, title: (around.page?.title ?? title).slice(0, LONGEST) },
    topic: topic || null,
    code: code(tried, address.pathname),
    // Who asks a human after reading or searching was not helped by it, whatever was said before.
    deflection: state ? "failed" : "potential",
    queries: tried.queries,
    articles: tried.articles.map(({ url, title, sections, at }) => ({ url, title, sections, at })),
    tree: tried.tree,
    steps: tried.steps,
    ratings: tried.ratings,
    user: user ?? known(around.user),
    diagnostics: agreed ? diagnostics() : null,
  };
}

/** The help code of the page, or of the article that was read last. @param {Trail} tried @param {string} path */
function code({ articles }, path) {
  const named = articles.findLast((it) => it.url === path && it.code) ?? articles.findLast((it) => it.code);
  return named?.code ? withPlace(named.code, named.place ?? 0) : null;
}

function siteName() {
  const named = /** @type {HTMLMetaElement | null} */ (document.querySelector('meta[property="og:site_name"]'));
  return (named?.content ?? document.title).slice(0, LONGEST);
}

/** What helps to find a fault, and is asked for before it is handed over. */
export function diagnostics() {
  return {
    browser: browserName(),
    platform: platformName(),
    screen: `${screen.width}x${screen.height}`,
    language: navigator.language,
    time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? "",
    online: navigator.onLine,
  };
}

function browserName() {
  /** @type {{ brand: string, version: string }[]} */
  const brands = /** @type {any} */ (navigator).userAgentData?.brands ?? [];
  const real = brands.filter(({ brand }) => !/not.?a.?brand/i.test(brand));
  const brand = real.find(({ brand }) => brand !== "Chromium") ?? real[0];
  if (brand) return `${brand.brand} ${brand.version}`;
  const { userAgent } = navigator;
  const found = /(Firefox|FxiOS|CriOS|EdgiOS|Edg|OPR|Chrome)\/(\d+)/.exec(userAgent) ?? /(?:Version)\/([\d.]+).*(Safari)/.exec(userAgent);
  if (!found) return "unknown";
  return found[2] === "Safari" ? `Safari ${found[1]}` : `${found[1]} ${found[2]}`;
}

function platformName() {
  const named = /** @type {any} */ (navigator).userAgentData?.platform;
  return named || /(iPhone|iPad|Android|Windows|Mac OS X|CrOS|Linux)/.exec(navigator.userAgent)?.[1] || "unknown";
}

/**
 * The hand-off in a few lines, for the body of a mail or a chat message. What is empty is left out.
 * @param {ReturnType<typeof handoff>} it
 * @param {DOMStringMap | Record<string, string>} [texts] of the page; `parts/handoff-texts.html` has them
 */
export function handoffText(it, texts = pageTexts()) {
  const say = (/** @type {string} */ name, /** @type {Record<string, string | number>} */ values) =>
    (texts[name] ?? "").replace(/\{(\w+)\}/g, (all, key) => (key in values ? String(values[key]) : all));
  const quoted = it.queries.map(({ query }) => say("query", { query }));
  const { tree } = it;
  const way = tree ? tree.path.map(({ title, choice }) => `${title} → ${choice}`) : [];
  return [
    quoted.length && say("queries", { queries: listed(quoted) }),
    it.articles.length && say("articles", { articles: listed(it.articles.map(({ title }) => title)) }),
    tree && way.length && say("tree", { title: tree.title, path: way.join("; ") }),
    ...it.steps.map(({ title, done, of }) => say("steps", { title, done: done.length, of })),
    ...it.ratings.filter(({ helpful }) => !helpful).map(({ article }) => say("rating", { title: titleOf(it, article) })),
    it.code && say("code", { code: spoken(it.code) }),
    it.page.url && say("page", { url: it.page.url }),
  ].filter(Boolean).join("\n");
}

/** @returns {Record<string, string | undefined>} */
function pageTexts() {
  return document.getElementById("handoff-texts")?.dataset ?? {};
}

/** @param {{ articles: { url: string, title: string }[] }} it @param {string} url */
function titleOf({ articles }, url) {
  return articles.find((article) => article.url === url)?.title || url;
}

/** @param {string[]} items */
function listed(items) {
  try {
    return new Intl.ListFormat(document.documentElement.lang, { type: "unit", style: "short" }).format(items);
  } catch {
    return items.join(", ");
  }
}
