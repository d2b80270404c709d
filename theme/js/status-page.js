// The page of all notices is built for a day; which of them is on at this minute is for the browser to say. It
// moves a notice when its time comes: what was planned to what is going on, what is over to the past.

import "./local-times.js";
import { known } from "./texts.js";

const LONGEST = 2 ** 31 - 1; // ms that a timer can wait
const SEVERITIES = ["critical", "warning", "info"];

/** @param {string} name @returns {HTMLElement} */
const section = (name) => /** @type {HTMLElement} */ (document.querySelector(`[data-notices="${name}"]`));
const [current, planned, past] = ["current", "planned", "past"].map(section);

function sort() {
  const now = Date.now();
  /** @type {number[]} */
  const next = [];
  for (const entry of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-notices] .notice-entry"))) {
    if (past.contains(entry)) continue;
    const [begins, until] = [entry.dataset.begins, entry.dataset.until].map((time) => Date.parse(time ?? ""));
    next.push(...[begins, until].filter((time) => time > now));
    if (until <= now) toPast(entry);
    else if (begins > now) toPlanned(entry, begins);
    else if (begins <= now) toCurrent(entry);
  }
  for (const part of [planned, past]) part.hidden = !part.querySelector(".notice-entry");
  /** @type {HTMLElement} */ (current.querySelector(".status-fine")).hidden = Boolean(current.querySelector(".notice-entry"));
  if (next.length) setTimeout(sort, Math.min(Math.min(...next) - now, LONGEST));
}

/** The worst of what is going on stands first, and then the newest. @param {HTMLElement} entry */
function toCurrent(entry) {
  const tag = entry.querySelector("[data-begun]");
  if (tag instanceof HTMLElement) tag.textContent = tag.dataset.begun ?? "";
  if (current.contains(entry)) return;
  const better = [...current.querySelectorAll(".notice-entry")].find((other) => rank(other) >= rank(entry));
  if (better) better.before(entry);
  else current.append(entry);
}

/** The next of what is planned stands first. @param {HTMLElement} entry @param {number} begins */
function toPlanned(entry, begins) {
  if (planned.contains(entry)) return;
  const others = /** @type {HTMLElement[]} */ ([...planned.querySelectorAll(".notice-entry")]);
  const later = others.find((other) => !(Date.parse(other.dataset.begins ?? "") < begins));
  if (later) later.before(entry);
  else planned.append(entry);
}

/** Past notices stand below their months, and so their headings below those of the months. @param {HTMLElement} entry */
function toPast(entry) {
  const month = (entry.dataset.day ?? "").slice(0, 7);
  const old = entry.querySelector("h3");
  const heading = document.createElement("h4");
  heading.append(...old?.childNodes ?? []);
  for (const { name, value } of old?.attributes ?? []) heading.setAttribute(name, value);
  old?.replaceWith(heading);
  // How far it was is no longer how far it is.
  entry.querySelector("[data-begun]")?.closest("div")?.remove();
  const group = past.querySelector(`[data-month="${CSS.escape(month)}"]`) ?? newMonth(month);
  group.querySelector("h3")?.after(entry);
}

/** @param {string} month such as `2026-11` */
function newMonth(month) {
  const group = document.createElement("div");
  group.className = "status-month";
  group.dataset.month = month;
  const title = document.createElement("h3");
  title.className = "status-month-title";
  const format = new Intl.DateTimeFormat(known(document.documentElement.lang), { year: "numeric", month: "long", timeZone: "UTC" });
  title.textContent = format.format(Date.parse(`${month}-01`));
  group.append(title);
  // The newest first.
  const groups = /** @type {HTMLElement[]} */ ([...past.querySelectorAll(".status-month")]);
  const older = groups.find((other) => (other.dataset.month ?? "") < month);
  if (older) older.before(group);
  else past.append(group);
  return group;
}

/** @param {Element} entry */
function rank(entry) {
  return SEVERITIES.findIndex((name) => entry.classList.contains(`notice-${name}`));
}

sort();
