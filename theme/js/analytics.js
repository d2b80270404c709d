// Tells the receivers that the site names what happens on it. It is only on the pages of sites that name one.
// No cookies, no fingerprint, nothing about sensitive articles, nothing against a reader's will.

import { cleaned } from "./clean.js";
import { NAMES, listen, record } from "./events.js";
import "./left.js";
import { Sender } from "./event-sender.js";
import { isSecret, isSecretTopic } from "./secret.js";
import { BASE } from "./trail.js";

/**
 * @typedef {Record<string, any> & { v: 1, id: string, event: string, at: string, session: string, locale: string, page: string | null }} Recorded
 * @typedef {{ name: string, module: string, url: string, site: string, token: string, consent: boolean, dnt: boolean }} AdapterConfig
 * @typedef {{ name: string, detail: Record<string, any>, at: string, page?: string }} Happening `page`: if it was an earlier one
 */

const CONSENT = `faqtory-consent:${BASE}`;
const UNHEARD = `faqtory-unheard:${BASE}`;
const LONGEST_QUERY = 200; // characters
const LONGEST_COMMENT = 1000;
const MOST_UNDECIDED = 100;
/** What an event may say; anything else stays here, such as the id of a ticket, which has a name in it. */
const FIELDS = [
  "article", "kind", "query", "results", "confident", "where", "url", "rank", "action", "tree", "step",
  "helpful", "reason", "comment", "stage", "topic", "channel", "state",
];

const root = document.documentElement;
const script = /** @type {HTMLElement} */ (document.getElementById("faqtory-analytics"));
/** @type {{ adapters: AdapterConfig[] }} */
const config = JSON.parse(script.dataset.config ?? "{}");
const refuses = navigator.doNotTrack === "1" || Reflect.get(navigator, "globalPrivacyControl") === true;
const senders = config.adapters.filter((adapter) => !(adapter.dnt && refuses))
  .map((adapter) => ({ adapter, sender: new Sender(adapter, BASE), started: false }));
/** What happened on this page before the reader decided. It is kept nowhere else. @type {Happening[]} */
let undecided = [];
/** The decision, where storage is blocked. @type {boolean | null} */
let choice = null;

for (const happening of unheard()) tell(happening);
listen((name, detail, when) => tell({ name, detail, at: new Date().toISOString(), ...when }));
// Receivers that count pages want the others, too.
if (!document.querySelector(".article")) tell({ name: "page", detail: {}, at: new Date().toISOString() });
for (const place of document.querySelectorAll("[data-consent]")) wireConsent(place);
Reflect.set(window, "faqtory", { ...Reflect.get(window, "faqtory"), consent });
start();

/**
 * What the reader decided: `true`, `false`, or `null` for nothing yet. With an argument it is the decision.
 * @param {boolean} [allowed]
 * @returns {boolean | null}
 */
function consent(allowed) {
  if (typeof allowed === "boolean") {
    choice = allowed;
    try { localStorage.setItem(CONSENT, allowed ? "yes" : "no"); } catch { /* storage is blocked */ }
    decide();
  }
  return decision();
}

/**
 * What `search-opened.js` kept of pages that were left before this module came.
 * @returns {Happening[]}
 */
function unheard() {
  try {
    const kept = sessionStorage.getItem(UNHEARD) ?? "[]";
    sessionStorage.removeItem(UNHEARD);
    /** @type {any[]} */
    const all = JSON.parse(kept);
    return all.filter((it) => NAMES.includes(it?.name) && it.detail && Date.parse(it.at) > 0 && typeof it.page === "string");
  } catch {
    return [];
  }
}

function decision() {
  try {
    const kept = localStorage.getItem(CONSENT);
    return kept === "yes" ? true : kept === "no" ? false : choice;
  } catch {
    return choice;
  }
}

/** @param {AdapterConfig} adapter */
function isAllowed(adapter) {
  return !adapter.consent || decision() === true;
}

function decide() {
  const waiting = undecided;
  undecided = [];
  for (const { adapter, sender } of senders) {
    if (!adapter.consent) continue;
    if (decision()) for (const happening of waiting) hand(adapter, sender, happening);
    else sender.clear();
  }
  start();
}

function start() {
  for (const it of senders) {
    if (it.started || !isAllowed(it.adapter)) continue;
    it.started = true;
    it.sender.start();
  }
  const asks = senders.some(({ adapter }) => adapter.consent);
  root.dataset.analytics = senders.some(({ adapter }) => isAllowed(adapter)) ? "on" : asks && decision() === null ? "ask" : "off";
  for (const place of document.querySelectorAll("[data-consent]")) {
    place.toggleAttribute("hidden", !asks);
    const state = decision() === null ? "ask" : decision() ? "yes" : "no";
    for (const part of place.querySelectorAll("[data-consent-state]")) {
      part.toggleAttribute("hidden", part.getAttribute("data-consent-state") !== state);
    }
  }
}

/** @param {Happening} happening */
function tell(happening) {
  const asked = senders.some(({ adapter }) => adapter.consent) && decision() === null;
  if (asked) undecided = [...undecided, happening].slice(-MOST_UNDECIDED);
  for (const { adapter, sender } of senders) if (isAllowed(adapter)) hand(adapter, sender, happening);
}

/**
 * @param {AdapterConfig} adapter
 * @param {Sender} sender
 * @param {Happening} happening
 */
function hand(adapter, sender, { name, detail, at, page = location.pathname }) {
  if (name === "page" && adapter.name === "webhook") return;
  const told = fitting(name, detail, page);
  if (!told) return;
  sender.add({ ...record(/** @type {any} */ (name), told), at, page: isSecret(page) ? null : page });
}

/**
 * What may be told of an event; nothing when it is about a sensitive article.
 * @param {string} name
 * @param {Record<string, any>} detail
 * @param {string} page
 */
function fitting(name, detail, page) {
  if (isSecret(page) && (name === "step" || name === "view")) return null;
  /** @type {Record<string, any>} */
  const told = {};
  for (const field of FIELDS) if (detail[field] !== undefined) told[field] = detail[field];
  if (typeof told.query === "string") told.query = cleaned(told.query, LONGEST_QUERY);
  if (typeof told.comment === "string") told.comment = cleaned(told.comment, LONGEST_COMMENT);
  for (const field of ["url", "article"]) if (isSecret(told[field])) told[field] = null;
  if (isSecretTopic(told.topic)) told.topic = null;
  return told;
}

/** @param {Element} place */
function wireConsent(place) {
  place.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    const answer = button?.dataset.consentChoice;
    if (!answer) return;
    if (answer === "change") {
      for (const part of place.querySelectorAll("[data-consent-state]")) {
        part.toggleAttribute("hidden", part.getAttribute("data-consent-state") !== "ask");
      }
      /** @type {HTMLElement | null} */ (place.querySelector("[data-consent-choice]"))?.focus();
      return;
    }
    consent(answer === "yes");
    // The button is gone: the focus goes to what stands in its place.
    /** @type {HTMLElement | null} */ (place.querySelector("[data-consent-state]:not([hidden])"))?.focus();
  });
}
