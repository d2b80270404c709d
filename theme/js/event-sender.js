// Brings events to one receiver: a few at a time, again when it failed, and at once when the page goes.

import { Queue } from "./event-queue.js";

/** @typedef {import("./analytics.js").Recorded} Recorded */
/** @typedef {import("./event-queue.js").Waiting} Waiting */
/** @typedef {import("./analytics.js").AdapterConfig} AdapterConfig */

/**
 * One request of a receiver's protocol, and the events in it by their ids.
 * @typedef {{ ids: string[], url: string, headers: Record<string, string>, body: string, mode?: RequestMode }} Outgoing
 */

/**
 * What a receiver's module exports. `repeatable`: it knows events by their ids, so that one that comes twice
 * counts once.
 * @typedef {{ repeatable: boolean, requests(records: Recorded[], place: Place): Outgoing[] }} Adapter
 * @typedef {{ url: string, site: string, token: string, origin: string, base: string, now: number }} Place
 */

const PAUSE = 2_000; // milliseconds between an event and the request that takes it along
const FIRST_WAIT = 5_000; // after a failure, doubled each time
const LONGEST_WAIT = 3_600_000;
const MOST = 50; // events at a time
const MOST_CHARACTERS = 32_000; // browsers let a page that goes send 64 kB
const MOST_FLYING = 60_000; // bytes of all receivers; more is refused before it leaves
/** Bytes that are on their way. */
let flying = 0;

export class Sender {
  /** @type {Queue} */
  #queue;
  /** @type {AdapterConfig} */
  #config;
  /** @type {string} */
  #base;
  /** @type {Adapter | null} */
  #adapter = null;
  /** Keys of events that are on their way. @type {Set<string>} */
  #away = new Set();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {AdapterConfig} config
   * @param {string} base where the site begins
   */
  constructor(config, base) {
    this.#config = config;
    this.#base = base;
    this.#queue = new Queue(`${base}:${config.name}`);
  }

  /** Also for what an earlier page left. */
  start() {
    this.#load();
    addEventListener("online", () => this.#soon(0));
    addEventListener("pagehide", () => this.#leave());
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.#leave(); });
    this.#soon();
  }

  /** @param {Recorded} record */
  add(record) {
    this.#queue.add(record);
    if (document.hidden) this.#leave();
    else this.#soon();
  }

  /** Forgets what is not sent yet. */
  clear() {
    clearTimeout(this.#timer);
    this.#queue.clear();
  }

  /** The receiver's module, or nothing as long as it does not come. */
  async #load() {
    try {
      this.#adapter ??= /** @type {Adapter} */ (await import(this.#config.module));
    } catch { /* the network is gone */ }
    return this.#adapter;
  }

  #soon(pause = PAUSE) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#flush(), Math.max(pause, this.#failures().until - Date.now()));
  }

  async #flush() {
    if (!navigator.onLine) return; // `online` comes back to it
    const adapter = await this.#load();
    if (!adapter) {
      this.#postpone();
      return;
    }
    for (const request of this.#requests(adapter)) {
      if (await this.#deliver(adapter, request)) continue;
      if (navigator.onLine) this.#postpone();
      return;
    }
    if (this.#rest().length > 0) this.#soon();
  }

  // Nothing can be waited for any more. What is not answered stays, if its receiver can be asked twice.
  #leave() {
    if (!this.#adapter || !navigator.onLine || this.#failures().until > Date.now()) return;
    for (const request of this.#requests(this.#adapter)) this.#deliver(this.#adapter, request);
  }

  #rest() {
    return this.#queue.list().filter((waiting) => !this.#away.has(waiting.key));
  }

  /**
   * @param {Adapter} adapter
   * @returns {(Outgoing & { waiting: Waiting[] })[]}
   */
  #requests(adapter) {
    let size = 0;
    const batch = this.#rest().slice(0, MOST).filter((waiting, at) => (size += waiting.size) <= MOST_CHARACTERS || at === 0);
    const { url, site, token } = this.#config;
    const place = { url, site, token, origin: location.origin, base: this.#base, now: Date.now() };
    const requests = adapter.requests(batch.map((waiting) => waiting.record), place);
    const known = new Set(requests.flatMap((request) => request.ids));
    this.#queue.remove(batch.filter((waiting) => !known.has(waiting.record.id)).map((waiting) => waiting.key));
    return requests.map((request) => ({ ...request, waiting: batch.filter(({ record }) => request.ids.includes(record.id)) }));
  }

  /**
   * Whether the receiver has it. To one that would count an event twice it is sent at most once: it leaves the
   * queue first, and comes back when it surely did not arrive. A connection that broke says nothing about that.
   * @param {Adapter} adapter
   * @param {Outgoing & { waiting: Waiting[] }} request
   */
  async #deliver(adapter, request) {
    const size = new Blob([request.body]).size;
    if (flying && flying + size > MOST_FLYING) return false;
    const keys = request.waiting.map((waiting) => waiting.key);
    for (const key of keys) this.#away.add(key);
    if (!adapter.repeatable) this.#queue.remove(keys);
    flying += size;
    const outcome = await post(request);
    flying -= size;
    for (const key of keys) this.#away.delete(key);
    if (outcome === "taken") {
      this.#queue.remove(keys);
      this.#forgive();
    } else if (outcome === "refused" && !adapter.repeatable) {
      for (const { record } of request.waiting) this.#queue.add(record);
    }
    return outcome === "taken";
  }

  #failures() {
    try {
      const { count = 0, until = 0 } = JSON.parse(localStorage.getItem(this.#waitKey) ?? "{}");
      return { count: Number(count) || 0, until: Math.min(Number(until) || 0, Date.now() + LONGEST_WAIT) };
    } catch {
      return { count: 0, until: 0 };
    }
  }

  #postpone() {
    const { count } = this.#failures();
    const until = Date.now() + Math.min(FIRST_WAIT * 2 ** count, LONGEST_WAIT);
    try { localStorage.setItem(this.#waitKey, JSON.stringify({ count: count + 1, until })); } catch { /* storage is blocked */ }
    this.#soon();
  }

  #forgive() {
    try { localStorage.removeItem(this.#waitKey); } catch { /* storage is blocked */ }
  }

  get #waitKey() {
    return `faqtory-wait:${this.#base}:${this.#config.name}`;
  }
}

/**
 * What became of the request. It counts as taken when it will never be: a receiver that calls it wrong gets it no
 * second time. A page that goes finishes the request (`keepalive`). `sendBeacon` would do the same, but sends the
 * receiver's cookies along, so it only stands in where `keepalive` is not known.
 * @param {Outgoing} request
 * @returns {Promise<"taken" | "refused" | "unsure">}
 */
async function post({ url, headers, body, mode = "cors" }) {
  if (!("keepalive" in Request.prototype)) {
    return navigator.sendBeacon(url, new Blob([body], { type: headers["Content-Type"] })) ? "taken" : "refused";
  }
  try {
    const response = await fetch(url, {
      method: "POST", headers, body, mode, keepalive: true, credentials: "omit", cache: "no-store",
      referrerPolicy: "strict-origin",
    });
    if (response.type === "opaque" || response.ok) return "taken";
    return response.status >= 400 && response.status < 500 && response.status !== 408 && response.status !== 429 ? "taken" : "refused";
  } catch {
    return "unsure";
  }
}
