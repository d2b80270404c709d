// Events that wait until their receiver has them. They are kept in the browser, so that neither a dead
// network nor a closed tab loses them, and each under a name of its own, so that two tabs never overwrite
// each other's.

/** @typedef {import("./analytics.js").Recorded} Recorded */
/** @typedef {{ key: string, record: Recorded, size: number }} Waiting */

const MOST = 200; // events of one receiver
const MOST_CHARACTERS = 64_000;
const OLDEST = 7 * 24 * 3600 * 1000; // milliseconds

export class Queue {
  /** Stands in where storage is blocked. @type {Map<string, string>} */
  #memory = new Map();
  #prefix;

  /** @param {string} name */
  constructor(name) {
    this.#prefix = `faqtory-event:${name}:`;
  }

  /** @param {Recorded} record */
  add(record) {
    const key = `${this.#prefix}${Date.parse(record.at).toString(36).padStart(9, "0")}-${record.id}`;
    const text = JSON.stringify(record);
    try {
      localStorage.setItem(key, text);
    } catch {
      this.#memory.set(key, text);
    }
    this.#bound();
  }

  /** Those that wait, the oldest first. @returns {Waiting[]} */
  list() {
    /** @type {Waiting[]} */
    const waiting = [];
    for (const key of this.#keys()) {
      const text = this.#memory.get(key) ?? this.#stored(key) ?? "";
      const record = whole(text);
      if (record && Date.parse(record.at) > Date.now() - OLDEST) waiting.push({ key, record, size: text.length });
      else this.remove([key]);
    }
    return waiting;
  }

  /** @param {string[]} keys */
  remove(keys) {
    for (const key of keys) {
      this.#memory.delete(key);
      try { localStorage.removeItem(key); } catch { /* storage is blocked */ }
    }
  }

  clear() {
    this.remove(this.#keys());
  }

  /** The oldest go first when there are too many. */
  #bound() {
    let [count, size] = [0, 0];
    for (const waiting of this.list().reverse()) {
      count += 1;
      size += waiting.size;
      if (count > MOST || size > MOST_CHARACTERS) this.remove([waiting.key]);
    }
  }

  #keys() {
    /** @type {string[]} */
    let stored = [];
    try { stored = Object.keys(localStorage).filter((key) => key.startsWith(this.#prefix)); } catch { /* storage is blocked */ }
    return [...stored, ...this.#memory.keys()].sort();
  }

  /** @param {string} key */
  #stored(key) {
    try { return localStorage.getItem(key); } catch { return null; }
  }
}

/**
 * Others could have written into the storage of a shared host.
 * @param {string} text
 * @returns {Recorded | null}
 */
function whole(text) {
  try {
    const record = JSON.parse(text);
    return typeof record.event === "string" && /^[0-9a-f]{16}$/.test(record.id) && Date.parse(record.at) > 0 ? record : null;
  } catch {
    return null;
  }
}
