// "Was this helpful?" A vote counts at once; what was wrong, and in what words, may follow. The answer is
// remembered in this browser, and can be changed.

import { looksPersonal } from "./clean.js";
import { emit } from "./events.js";
import { BASE, trail } from "./trail.js";

const KEY = `faqtory-feedback:${BASE}`;
const MOST = 200; // articles whose answer is remembered
const LONGEST = 1000; // characters of a comment
const HALVES = /\p{Surrogate}/gu; // of a character that was cut, which no address can hold
const LONGEST_LINK = 6000; // characters that services take in an address

const section = /** @type {HTMLElement} */ (document.querySelector("[data-feedback]"));
const article = section.dataset.article ?? location.pathname;
const form = /** @type {HTMLFormElement} */ (find("[data-feedback-form]"));
const done = /** @type {HTMLElement} */ (find("[data-feedback-done]"));
const status = /** @type {HTMLElement} */ (find("[data-feedback-status]"));
const comment = /** @type {HTMLTextAreaElement | null} */ (find("textarea"));
const votes = /** @type {HTMLAnchorElement[]} */ ([...section.querySelectorAll("[data-helpful]")]);

form.addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});
form.addEventListener("change", update);
comment?.addEventListener("input", update);
// Whom nobody but a link takes along, that link tells.
for (const link of section.querySelectorAll("[data-feedback-issue], [data-feedback-mail]")) {
  link.addEventListener("click", () => { if (chosen()) emit("feedback", { article, helpful: false, reason: chosen() }); });
}
show(answer());
if (answer()) find("[data-feedback-before]")?.removeAttribute("hidden");
update();
// Those who count may come later than this module.
let isAnswered = false;
new MutationObserver(() => {
  update();
  if (isAnswered) askForConsent();
}).observe(document.documentElement, { attributeFilter: ["data-analytics"] });

/**
 * Takes an answer; the same one again only shows what belongs to it.
 * @param {HTMLElement} link
 */
export function vote(link) {
  const helpful = link.dataset.helpful === "yes";
  const isNew = answer() !== helpful;
  remember(helpful);
  show(helpful);
  find("[data-feedback-before]")?.setAttribute("hidden", "");
  done.hidden = true;
  form.hidden = helpful;
  update();
  status.textContent = (helpful ? section.dataset.thanks : section.dataset.sorry) ?? "";
  if (helpful) thank(section.dataset.thanks);
  if (isNew) emit("feedback", { article, helpful });
  isAnswered = true;
  askForConsent();
}

function send() {
  const reason = chosen();
  const words = comment?.value.trim().slice(0, LONGEST).replace(HALVES, "") ?? "";
  if (reason || words) emit("feedback", { article, helpful: false, ...(reason ? { reason } : {}), ...(words ? { comment: words } : {}) });
  form.reset();
  form.hidden = true;
  update();
  const { sent, sentLater } = section.dataset;
  thank(document.documentElement.dataset.analytics === "ask" ? sentLater : sent);
  find("[data-feedback-after]")?.removeAttribute("hidden");
  done.focus(); // the button that had it is gone
}

/** @param {string | undefined} text */
function thank(text) {
  /** @type {HTMLElement} */ (done.querySelector("p")).textContent = text ?? "";
  find("[data-feedback-after]")?.setAttribute("hidden", "");
  done.hidden = false;
}

/** @param {boolean | null} helpful */
function show(helpful) {
  for (const link of votes) {
    link.setAttribute("aria-pressed", String(helpful === (link.dataset.helpful === "yes")));
  }
}

// Links carry the reason and the words; the button is there when somebody gets what it sends.
function update() {
  const sends = "sends" in section.dataset && document.documentElement.dataset.analytics !== "off";
  find("[data-feedback-send]")?.toggleAttribute("hidden", !sends);
  const reaches = sends || find("[data-feedback-issue], [data-feedback-mail]");
  comment?.closest("div")?.toggleAttribute("hidden", !reaches);
  if (comment) {
    const count = new Intl.NumberFormat(document.documentElement.lang || undefined);
    const text = (section.dataset.count ?? "").replace("{count}", count.format(comment.value.length)).replace("{most}", count.format(LONGEST));
    /** @type {HTMLElement} */ (find("[data-feedback-count]")).textContent = text;
    warn(comment.value);
  }
  const { issueField } = section.dataset;
  const radio = /** @type {HTMLInputElement | null} */ (form.querySelector(":checked") ?? form.querySelector("[type=radio]"));
  carry("[data-feedback-issue]", radio?.dataset.issue, issueField ?? "body");
  carry("[data-feedback-mail]", radio?.dataset.mail, "body");
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (section.querySelectorAll("[data-feedback-contact]"))) {
    const url = new URL(link.href);
    if (chosen()) url.searchParams.set("reason", chosen());
    link.href = url.href;
  }
}

/**
 * Adds the words to the text that an address holds.
 * @param {string} selector
 * @param {string | undefined} address
 * @param {string} field
 */
function carry(selector, address, field) {
  const link = /** @type {HTMLAnchorElement | null} */ (find(selector));
  if (!link || !address) return;
  const [start, query] = address.split("?");
  const pairs = query.split("&").map((pair) => pair.split("="));
  let words = comment?.value.trim().replace(HALVES, "") ?? "";
  while (encodeURIComponent(words).length > LONGEST_LINK) words = [...words].slice(0, -20).join("");
  const text = pairs.map(([name, value]) => `${name}=${decodeURIComponent(name) === field ? value + encodeURIComponent(words) : value}`);
  link.href = `${start}?${text.join("&")}`;
}

/** @param {string} words */
function warn(words) {
  const warning = find("[data-feedback-warning]");
  const text = looksPersonal(words) ? warning?.getAttribute("data-text") ?? "" : "";
  // Said once, not with every letter.
  if (warning && warning.textContent !== text) warning.textContent = text;
}

// Where readers are asked first, an answer is a good moment: it is kept, but not sent, until then.
function askForConsent() {
  const place = find("[data-feedback-consent]");
  if (document.documentElement.dataset.analytics === "ask") place?.removeAttribute("hidden");
}

function chosen() {
  return /** @type {HTMLInputElement | null} */ (form.querySelector(":checked"))?.value ?? "";
}

/** What was answered before: what was told by another page, because this one was left too early, is in the trail alone. */
function answer() {
  return remembered()[article] ?? trail().ratings.find((it) => it.article === article)?.helpful ?? null;
}

/** @returns {Record<string, boolean>} */
function remembered() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return Object.fromEntries(Object.entries(Object(kept)).filter(([, helpful]) => typeof helpful === "boolean"));
  } catch {
    return {};
  }
}

/** @param {boolean} helpful */
function remember(helpful) {
  const { [article]: _, ...others } = remembered();
  const kept = [...Object.entries(others), [article, helpful]].slice(-MOST);
  try { localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(kept))); } catch { /* storage is blocked */ }
}

/** @param {string} selector */
function find(selector) {
  return section.querySelector(selector);
}
