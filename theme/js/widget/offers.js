// When the widget offers help by itself: a line beside the launcher, never more. It takes no focus, covers no
// dialog, comes at most so often in a day, and who declines one is not asked again for a month.

import { fits } from "../address-fits.js";
import { make } from "./look.js";
import { hasModal, onRoute } from "./place.js";
import { settings } from "./settings.js";

const KEY = "faqtory-widget";
const DAY = 86_400_000;
const SILENCE = 30 * DAY;
const VISIT = DAY / 48; // coming back within half an hour is the same visit
const PLACES = 30; // whose visits are remembered

/**
 * @typedef {{ day: string, shown: number, silent: Record<string, number>, visits: Record<string, [number, number]> }} Memory
 */

/**
 * @param {HTMLElement} widget
 * @param {import("./settings.js").Language} language
 * @param {{ isOpen(): boolean }} panel
 * @param {(code: string) => void} accept
 */
export function watchOffers(widget, language, panel, accept) {
  const { texts: t = {}, code: lang } = language;
  const words = make("p", { role: "status" });
  const yes = make("button", { type: "button", class: "yes", hidden: "" }, t.offerOpen);
  const no = make("button", { type: "button", hidden: "" }, t.offerClose);
  const offer = make("div", { class: "offer" }, words, yes, no);
  /** @type {Memory} */
  let memory = { day: "", shown: 0, silent: {}, visits: {} };
  memory = recall();
  let seconds = 0;
  let shown = "";
  let code = "";
  widget.prepend(offer);
  yes.addEventListener("click", () => { hide(); accept(code); });
  no.addEventListener("click", () => decline());
  offer.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    decline();
  });
  onRoute(arrive);
  arrive();
  const timed = settings.triggers.filter((it) => it.on === "time");
  if (timed.length) setInterval(count, 1000);
  if (settings.triggers.some((it) => it.on === "error")) {
    addEventListener("invalid", () => setTimeout(failed, 300, ""), true);
    addEventListener("faqtory:error", (event) => {
      const detail = /** @type {CustomEvent} */ (event).detail;
      failed(typeof detail?.code === "string" ? detail.code : "");
    }, true);
  }
  return { hide };

  function arrive() {
    seconds = 0;
    hide();
    const counted = settings.triggers.filter((it) => it.on === "visit" && fits(it.url, location.href));
    if (!counted.length) return;
    const [visits, last] = memory.visits[location.pathname] ?? [0, 0];
    if (Date.now() - last > VISIT) {
      memory.visits[location.pathname] = [visits + 1, Date.now()];
      const places = Object.entries(memory.visits).sort(([, a], [, b]) => b[1] - a[1]);
      memory.visits = Object.fromEntries(places.slice(0, PLACES));
      keep();
    }
    const now = memory.visits[location.pathname][0];
    for (const trigger of counted) if (now >= (trigger.count ?? 2)) show(trigger);
  }

  // Only time with the page on screen is time on it.
  function count() {
    if (document.visibilityState !== "visible") return;
    seconds += 1;
    for (const trigger of timed) if (seconds === trigger.after && fits(trigger.url, location.href)) show(trigger);
  }

  /** @param {string} error */
  function failed(error) {
    const trigger = settings.triggers.find((it) => it.on === "error" && fits(it.url, location.href));
    if (trigger) show(trigger, error);
  }

  /** @param {import("./settings.js").Trigger} trigger @param {string} [error] */
  function show(trigger, error = "") {
    memory = recall();
    const name = `${trigger.on} ${trigger.url.join(" ")}`;
    const isSilent = Date.now() - (memory.silent[name] ?? 0) < SILENCE;
    if (shown || isSilent || memory.shown >= settings.perDay || panel.isOpen() || hasModal()) return;
    memory.shown += 1;
    keep();
    shown = name;
    code = error;
    words.textContent = trigger.text[lang] ?? t[trigger.on];
    yes.hidden = no.hidden = false;
    offer.classList.add("on");
  }

  function hide() {
    shown = words.textContent = "";
    yes.hidden = no.hidden = true;
    offer.classList.remove("on");
  }

  function decline() {
    const root = /** @type {ShadowRoot} */ (widget.getRootNode());
    const inside = offer.contains(root.activeElement);
    memory.silent[shown] = Date.now();
    keep();
    hide();
    if (inside) /** @type {HTMLElement | null} */ (widget.querySelector(".launcher:not([hidden])"))?.focus();
  }

  /** @returns {Memory} */
  function recall() {
    const day = new Date().toISOString().slice(0, 10);
    /** @type {Partial<Memory>} */
    let kept = memory;
    try { kept = JSON.parse(localStorage.getItem(KEY) ?? "{}") ?? {}; } catch { /* storage is blocked: this page's own memory will do */ }
    const { silent = {}, visits = {} } = kept;
    return { day, shown: kept.day === day ? Number(kept.shown) || 0 : 0, silent: { ...silent }, visits: { ...visits } };
  }

  function keep() {
    try { localStorage.setItem(KEY, JSON.stringify(memory)); } catch { /* storage is blocked */ }
  }
}
