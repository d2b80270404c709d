// Says of opening hours what a customer wants to know now: open until when, or back when, by their own clock.

import { known, text } from "./contact-texts.js";
import { roundedWait, stateAt } from "./opening-hours.js";

const MINUTE = 60_000;
const SOON = 12 * 60 * MINUTE; // a wait that is told in hours; longer ones as a day and a time
const WEEK = 6 * 24 * 60 * MINUTE; // within which a weekday says which day is meant

/**
 * @param {import("./opening-hours.js").Hours} hours
 * @param {number} now
 * @param {string} language
 * @param {string} [zone] the visitor's; the browser's by default
 */
export function describe(hours, now, language, zone) {
  const { open, until, holiday } = stateAt(hours, now);
  const show = (/** @type {Intl.DateTimeFormatOptions} */ options, /** @type {number} */ instant) =>
    new Intl.DateTimeFormat(language, { ...options, timeZone: zone }).format(instant);
  const time = (/** @type {number} */ instant) => show({ timeStyle: "short" }, instant);
  if (open) return { open, text: until ? text("hoursOpenUntil", { time: time(until) }) : text("hoursOpen") };
  const closed = holiday ? text("hoursHoliday", { name: holiday }) : text("hoursClosed");
  if (!until) return { open, text: closed };
  const wait = until - now;
  if (wait <= SOON) {
    const { value, unit } = roundedWait(wait);
    const when = new Intl.RelativeTimeFormat(language).format(value, unit);
    return { open, text: `${closed} · ${text("hoursBack", { when })}` };
  }
  const day = show(wait < WEEK ? { weekday: "long" } : { weekday: "long", day: "numeric", month: "long" }, until);
  return { open, text: `${closed} · ${text("hoursOpens", { day, time: time(until) })}` };
}

class ContactHours extends HTMLElement {
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;

  connectedCallback() {
    this.#show();
    this.#timer ??= setInterval(() => this.#show(), MINUTE);
    // A phone that slept shows what was true when it fell asleep.
    document.addEventListener("visibilitychange", this.#onVisible);
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
    this.#timer = undefined;
    document.removeEventListener("visibilitychange", this.#onVisible);
  }

  #onVisible = () => { if (!document.hidden) this.#show(); };

  #show() {
    /** @type {import("./opening-hours.js").Hours} */
    let hours;
    try { hours = JSON.parse(this.dataset.hours ?? ""); } catch { return; }
    try {
      const { open, text: said } = describe(hours, Date.now(), known(document.documentElement.lang));
      if (said && this.textContent !== said) {
        // The whole week stays within reach of a pointer.
        this.title ||= this.textContent?.trim() ?? "";
        this.textContent = said;
      }
      this.dataset.state = open ? "open" : "closed";
    } catch { /* a time zone that this browser does not know: the written hours stay */ }
  }
}

if (!customElements.get("contact-hours")) customElements.define("contact-hours", ContactHours);
