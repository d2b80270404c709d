// Loads the script of a chat, once a customer asked for the chat and not before.

/**
 * `facts` are flat: texts by names of small letters and underscores. `text` is the same for people.
 * @typedef {{ config: Record<string, any>, user: { name: string, email: string },
 *   facts: Record<string, string>, tags: string[], text: string, locale: string }} Chat
 */

export const PATIENCE = 20_000; // ms until a chat that loads without an end counts as not loaded
/** The name a page's policy may allow: `trusted-types faqtory-chat`. */
const POLICY = "faqtory-chat";

/** @type {Map<string, Promise<void>>} */
const loading = new Map();
/** @type {any} */
let policy;

/**
 * Adds a vendor's script to the page; resolves when it ran.
 * @param {string} address
 * @param {Record<string, string>} [attributes]
 */
export function load(address, attributes = {}) {
  const url = new URL(address, document.baseURI);
  if (url.protocol !== "https:" && url.origin !== location.origin) return Promise.reject(new Error(`chat: ${address} is not https`));
  const known = loading.get(url.href);
  if (known) return known;
  const loaded = new Promise((done, failed) => {
    const script = document.createElement("script");
    for (const [name, value] of Object.entries(attributes)) script.setAttribute(name, value);
    script.async = true;
    script.onload = () => done(undefined);
    script.onerror = () => {
      script.remove();
      failed(new Error(`chat: ${url.href} did not load`));
    };
    setTimeout(() => failed(new Error(`chat: ${url.href} takes too long`)), PATIENCE);
    try {
      script.src = trusted(url.href);
    } catch (error) {
      failed(error);
      return;
    }
    document.head.append(script);
  });
  loading.set(url.href, loaded);
  // A failure may be tried again.
  loaded.catch(() => loading.delete(url.href));
  return loaded;
}

/** The address in the form that a page with Trusted Types takes; it is of the site's own configuration. @param {string} url */
function trusted(url) {
  const types = /** @type {any} */ (window).trustedTypes;
  if (!types) return url;
  policy ??= types.createPolicy(POLICY, { createScriptURL: (/** @type {string} */ address) => address });
  return policy.createScriptURL(url);
}

/**
 * What `start` resolves with, unless it takes too long.
 * @template T
 * @param {(done: (value?: T) => void) => void} start
 * @returns {Promise<T | undefined>}
 */
export function ready(start) {
  return new Promise((done, failed) => {
    setTimeout(() => failed(new Error("chat: it is never ready")), PATIENCE);
    start(done);
  });
}

/** Facts cut to what a vendor takes. @param {Record<string, string>} facts @param {number} most characters */
export function cut(facts, most) {
  return Object.fromEntries(Object.entries(facts).map(([name, value]) =>
    [name, value.length > most ? `${value.slice(0, most - 1)}…` : value]));
}
