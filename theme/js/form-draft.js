// What was typed into a contact form, kept in this browser until it is sent: a closed tab loses nothing.

const DAYS = 7;
const DAY = 24 * 60 * 60 * 1000; // ms
// Several sites may share a host, and so its storage.
const PREFIX = `faqtory-draft:${new URL("../..", import.meta.url).pathname}:`;

/**
 * `waiting`: the customer asked for it to be sent as soon as there is a connection; `id`: of the message, so
 * that an endpoint that got it already can tell.
 * @typedef {{ saved: number, values: Record<string, string>, waiting?: boolean, id?: string }} Draft
 */

/**
 * @param {string} topic
 * @param {number} [now]
 * @returns {Draft | null} nothing when there is none, when it is old or when storage is blocked
 */
export function readDraft(topic, now = Date.now()) {
  try {
    const draft = JSON.parse(localStorage.getItem(PREFIX + topic) ?? "null");
    const whole = typeof draft?.saved === "number" && typeof draft.values === "object" && draft.values !== null;
    if (whole && now - draft.saved < DAYS * DAY) return draft;
    if (draft) dropDraft(topic);
    return null;
  } catch {
    return null;
  }
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
    localStorage.setItem(PREFIX + topic, JSON.stringify({ ...draft, values, saved: Date.now() }));
    return true;
  } catch {
    return false; // storage is blocked or full: the form works without a memory
  }
}

/** @param {string} topic */
export function dropDraft(topic) {
  try { localStorage.removeItem(PREFIX + topic); } catch { /* storage is blocked */ }
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
