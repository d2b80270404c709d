// What was typed into a contact form, kept in this browser until it is sent: a closed tab loses nothing.

const DAYS = 7;
const DAY = 24 * 60 * 60 * 1000; // ms
const BASE = new URL("../..", import.meta.url).pathname;
// Several sites may share a host, and so its storage.
const PREFIX = `faqtory-draft:${BASE}:`;
const UNSURE = `faqtory-unsure:${BASE}:`;
const SENT = `faqtory-sent:${BASE}`;
const MOST_SENT = 20;

/**
 * `id`: of the message, so that an endpoint that got it already can tell; `pass`, `diagnostics`: what the
 * customer agreed to pass on; `waiting`: the message that they asked to be sent as soon as there is a connection,
 * as it was then.
 * @typedef {{ saved: number, values: Record<string, string>, id?: string, pass?: boolean, diagnostics?: boolean,
 *   waiting?: import("./send/message.js").Message | null }} Draft
 */

/** What nobody else at this device should read is gone with the tab. */
const isSensitive = () => document.querySelector("[data-contact-page][data-sensitive]") !== null;

/** Where drafts may be: of the tab, and of the browser. @returns {Storage[]} */
const storages = () => [sessionStorage, localStorage];

/**
 * @param {string} topic
 * @param {number} [now]
 * @returns {Draft | null} nothing when there is none, when it is old or when storage is blocked
 */
export function readDraft(topic, now = Date.now()) {
  try {
    const kept = storages().map((storage) => storage.getItem(PREFIX + topic)).find(Boolean);
    const draft = whole(JSON.parse(kept ?? "null"));
    if (draft && now - draft.saved < DAYS * DAY) return draft;
    if (kept) dropDraft(topic);
    return null;
  } catch {
    return null;
  }
}

/** Another version, or another page of this host, may have written anything. @param {any} draft @returns {Draft | null} */
function whole(draft) {
  if (typeof draft?.saved !== "number" || typeof draft.values !== "object" || draft.values === null) return null;
  const { saved, id, pass, diagnostics, waiting } = draft;
  const values = texts(draft.values);
  if (!Object.keys(values).length) return null;
  return {
    saved, values, id: typeof id === "string" ? id : undefined,
    pass: pass !== false, diagnostics: diagnostics === true,
    waiting: isMessage(waiting) ? { ...waiting, values: texts(waiting.values), labels: texts(waiting.labels) } : null,
  };
}

/** @param {object} values @returns {Record<string, string>} */
const texts = (values) => Object.fromEntries(Object.entries(values).filter(([, value]) => typeof value === "string"));

/** @param {any} it */
function isMessage(it) {
  const parts = [it?.values, it?.labels, it?.topic, it?.page, it?.texts];
  return typeof it?.id === "string" && Array.isArray(it.topic?.tags) && parts.every((part) => typeof part === "object" && part !== null);
}

/**
 * @param {string} topic
 * @param {Omit<Draft, "saved">} draft
 * @returns {boolean} whether it is kept
 */
export function keepDraft(topic, draft) {
  const values = Object.fromEntries(Object.entries(draft.values).filter(([, value]) => value));
  if (!Object.keys(values).length) {
    dropDraft(topic);
    return false;
  }
  try {
    // A message that one was promised to be sent later outlives the tab.
    const place = isSensitive() && !draft.waiting ? sessionStorage : localStorage;
    place.setItem(PREFIX + topic, JSON.stringify({ ...draft, values, saved: Date.now() }));
    for (const other of storages()) if (other !== place) other.removeItem(PREFIX + topic);
    return true;
  } catch {
    return false; // storage is blocked or full: the form works without a memory
  }
}

/** @param {string} topic */
export function dropDraft(topic) {
  try { for (const storage of storages()) storage.removeItem(PREFIX + topic); } catch { /* storage is blocked */ }
}

/** Calls back with the draft that another tab is done with. @param {string} topic @param {(draft: Draft) => void} done */
export function whenDropped(topic, done) {
  addEventListener("storage", ({ key, oldValue, newValue }) => {
    if (key !== PREFIX + topic || newValue !== null) return;
    try {
      const draft = whole(JSON.parse(oldValue ?? "null"));
      if (draft) done(draft);
    } catch { /* no draft of ours */ }
  });
}

/** Topics whose message waits for a connection. @returns {string[]} */
export function waitingTopics() {
  try {
    const topics = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length));
    return topics.filter((topic) => readDraft(topic)?.waiting);
  } catch {
    return [];
  }
}

/** Remembers that the message was sent, for the other tabs that show it. @param {string} id */
export function noteSent(id) {
  try { localStorage.setItem(SENT, JSON.stringify([...sentIds(), id].slice(-MOST_SENT))); } catch { /* storage is blocked */ }
}

/** @param {string} id */
export const wasSent = (id) => sentIds().includes(id);

/** @returns {string[]} */
function sentIds() {
  try {
    const ids = JSON.parse(localStorage.getItem(SENT) ?? "[]");
    return Array.isArray(ids) ? ids : [];
  } catch {
    return [];
  }
}

/**
 * Keeps the text of a message of which nobody says whether it arrived, for a day; it is not put into the form again.
 * @param {string} topic
 * @param {string} text
 */
export function keepUnsure(topic, text) {
  try {
    const storage = isSensitive() ? sessionStorage : localStorage;
    storage.setItem(UNSURE + topic, JSON.stringify({ saved: Date.now(), text }));
  } catch { /* storage is blocked */ }
}

/** @param {string} topic @param {number} [now] @returns {string} nothing when it is too old */
export function readUnsure(topic, now = Date.now()) {
  try {
    for (const storage of storages()) {
      const kept = JSON.parse(storage.getItem(UNSURE + topic) ?? "null");
      if (typeof kept?.text === "string" && now - kept.saved < DAY) return kept.text;
      storage.removeItem(UNSURE + topic);
    }
  } catch { /* storage is blocked */ }
  return "";
}
