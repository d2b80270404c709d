/**
 * The search engine in the page: unpacks the WebAssembly engine and the root of the index, fetches the
 * other index files, returns results. The builder puts constants before this text: WASM and ROOT (packed
 * bytes), ROOTS (language and path of each root) and LANG (the language of ROOT); so one request brings
 * all that a first query needs before its terms.
 *
 * @typedef {{ text: string, mark: boolean }} Run
 * @typedef {{ url: string, title: string, category: string, kind: string,
 *   section: { title: string, url: string } | null, excerpt: Run[],
 *   answer: { text: string, url: string } | null, score: number, document: number }} Result
 * @typedef {{ name: string, values: { value: string, count: number }[] }} Facet
 * @typedef {{ results: Result[], total: number, confident: boolean, corrected: string | null,
 *   suggestions: string[], facets?: Facet[], milliseconds: number }} Found
 * @typedef {{ limit?: number, filters?: Record<string, string | string[]>, facets?: boolean,
 *   signal?: AbortSignal }} Options
 * @typedef {{ lang?: string, base?: string, weight?: number, signal?: AbortSignal }} Place
 * @typedef {{ search(query: string, options?: Options): Promise<Found>,
 *   excerpts(query: string, results: Result[], options?: { signal?: AbortSignal }): Promise<Result[]> }} Index
 */

const [DONE, NEED] = [0, 1];
const FAILURES = ["is of another version", "is damaged", "belongs to another build", "is malformed", "is incomplete"];
/** More rounds than any query needs: a guard against an index that never has enough. */
const MAX_ROUNDS = 9;
/** For this many milliseconds a site is not asked again whether it was published anew. */
const PATIENCE = 3000;
const roots = new Map(ROOTS);
const encoder = new TextEncoder();
/** @type {Promise<WebAssembly.Module> | undefined} */
let module;
/** When the newest module of this site was last asked for, and what came: nothing when it was not there. */
let [asked, newest] = [-PATIENCE, Promise.resolve(null)];

/** Languages that have an index; the first is the default. */
export const languages = [...roots.keys()];

/**
 * Bytes from a text: its first 93 characters say which bytes the printable ones stand for.
 * @param {string} text
 */
function unpack(text) {
  const bytes = new Uint8Array(text.length - 93);
  const byte = (/** @type {number} */ at) => text.charCodeAt(at) & 255;
  for (let at = 0; at < bytes.length; at++) {
    const code = text.charCodeAt(at + 93);
    bytes[at] = code > 255 ? code & 255 : byte(code - 32 - (code > 34 ? 1 : 0) - (code > 92 ? 1 : 0));
  }
  return bytes;
}

/** @param {string} url */
async function inflated(url) {
  try {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    const stream = /** @type {ReadableStream} */ (response.body).pipeThrough(new DecompressionStream("deflate-raw"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch (cause) {
    throw new Error(`search: ${url} is missing or damaged`, { cause });
  }
}

async function instance() {
  module ??= WebAssembly.compile(unpack(WASM));
  try {
    return /** @type {any} */ (await WebAssembly.instantiate(await module)).exports;
  } catch (cause) {
    module = undefined;
    throw new Error("search: WebAssembly is blocked (a CSP needs 'wasm-unsafe-eval')", { cause });
  }
}

/** @param {string} text @returns {Run[]} */
function runs(text) {
  /** @type {Run[]} */
  const out = [];
  text.split("\x1d").forEach((piece, at) => {
    const mark = at % 2 === 1;
    const last = out.at(-1);
    if (last?.mark === mark) last.text += piece;
    else if (piece) out.push({ text: piece, mark });
  });
  return out;
}

/** @param {string} prefix @param {string} record @returns {Result} */
function result(prefix, record) {
  const [document, score, path, title, category, kind, heading, anchor, answer, place, excerpt] = record.split("\x1f");
  const url = prefix + path;
  const anchored = (/** @type {string} */ to) => (to ? `${url}#${to}` : url);
  return {
    url, title, category, kind,
    section: anchor ? { title: heading, url: anchored(anchor) } : null,
    excerpt: runs(excerpt),
    answer: answer ? { text: answer, url: anchored(place) } : null,
    score: Number(score) / 1000,
    document: Number(document),
  };
}

/** @param {string} record @returns {Facet} */
function facet(record) {
  const [name, ...rest] = record.split("\x1f");
  const values = [];
  for (let at = 0; at < rest.length; at += 2) values.push({ value: rest[at], count: Number(rest[at + 1]) });
  return { name, values };
}

/** Without the characters that separate fields and records. @param {string} text */
const clean = (text) => String(text).replace(/[\0-\x1f\x7f]/g, " ");

/**
 * What `promise` becomes, unless the signal is aborted first.
 * @template T @param {Promise<T>} promise @param {AbortSignal} [signal] @returns {Promise<T>}
 */
function unlessAborted(promise, signal) {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

/** This module as the site has it now. A failure is asked about again, at an address of its own: browsers remember it. */
function newestModule() {
  if (performance.now() - asked >= PATIENCE) {
    asked = performance.now();
    newest = import(`${import.meta.url.split("?")[0]}?${Date.now()}`).catch(() => {
      asked = -PATIENCE;
      return null;
    });
  }
  return newest;
}

/**
 * Opens the index of one language. An index that turns out to be of another build, because the site was
 * published anew since this module was loaded, is replaced once.
 * @param {{ lang?: string, signal?: AbortSignal }} place
 * @returns {Promise<Index>}
 */
async function openHere({ lang = LANG, signal }) {
  const own = [lang, String(lang).split("-")[0], LANG].find((code) => roots.has(code));
  if (!own) throw new Error("search: this site has no index");
  const home = new URL(".", import.meta.url);
  const rootUrl = new URL(roots.get(own) ?? "", home).href;
  signal?.throwIfAborted();
  const [engine, root] = await unlessAborted(Promise.all([instance(), own === LANG ? unpack(ROOT) : inflated(rootUrl)]), signal);
  const site = new URL("..", home);
  const prefix = (site.origin === location.origin ? "" : site.origin) + site.pathname.slice(0, -1);
  /** @type {Map<string, Promise<void>>} */
  const files = new Map();
  /** @type {Promise<Index> | undefined} */
  let renewed;
  /** Results of this build, whose documents have other numbers in the next. @type {WeakSet<Result>} */
  const ours = new WeakSet();

  /** @param {string} name @param {Uint8Array} input @param {number} [argument] */
  const call = (name, input, argument) => {
    const at = engine.input(input.length);
    new Uint8Array(engine.memory.buffer, at, input.length).set(input);
    const status = engine[name](argument);
    if (status > NEED) throw new Error(`search: the index ${FAILURES[status - 2]}`);
    const text = new Uint8Array(engine.memory.buffer, engine.output(), engine.output_length());
    return { done: status === DONE, text: new TextDecoder().decode(text) };
  };

  /** @param {string} name */
  const add = (name) => {
    if (!files.has(name)) {
      const added = inflated(new URL(name, rootUrl).href).then((file) => { call("insert", file, parseInt(name.slice(1), 10)); });
      files.set(name, added);
      added.catch(() => files.delete(name));
    }
    return files.get(name);
  };

  /** @param {string} name @param {string[]} words @param {AbortSignal} [signal] @param {number} [limit] */
  const ask = async (name, words, signal, limit) => {
    const input = encoder.encode(words.map(clean).join("\0"));
    for (let round = 0; round < MAX_ROUNDS; round++) {
      signal?.throwIfAborted();
      const { done, text } = call(name, input, limit);
      if (done) return text.split("\x1e");
      await unlessAborted(Promise.all(text.split("\n").map(add)), signal);
    }
    throw new Error("search: the index asks for files without end");
  };

  /**
   * Does what `act` does; if files fail, once more with a newer index, if there is one.
   * @template T @param {() => Promise<T>} act @param {(index: Index) => Promise<T>} again @param {AbortSignal} [signal]
   */
  const lasting = async (act, again, signal) => {
    if (renewed) return again(await renewed);
    try {
      return await act();
    } catch (error) {
      signal?.throwIfAborted();
      const fresh = /** @type {any} */ (await newestModule());
      if (!fresh || fresh.generation === generation) throw error;
      const index = renewed ??= /** @type {Promise<Index>} */ (fresh.openIndex({ lang }));
      index.catch(() => { renewed = undefined; });
      return again(await index);
    }
  };

  call("open_index", root);
  return {
    search(query, options = {}) {
      const { limit = 10, filters = {}, facets = false, signal } = options;
      const started = performance.now();
      const values = Object.entries(filters).flatMap(([name, list]) => [list].flat().flatMap((value) => [name, value]));
      const act = async () => {
        const [head, ...records] = await ask("search", [query, ...(facets ? ["", ""] : []), ...values], signal, Math.min(Math.max(limit, 0), 10_000));
        const [count, total, confident, , corrected, ...suggestions] = head.split("\x1f");
        const results = records.slice(0, Number(count)).map((record) => result(prefix, record));
        for (const result of results) ours.add(result);
        return {
          results,
          total: Number(total),
          confident: confident === "1",
          corrected: corrected || null,
          suggestions,
          ...(facets && { facets: records.slice(Number(count)).map(facet) }),
          milliseconds: Math.round((performance.now() - started) * 10) / 10,
        };
      };
      return lasting(act, (index) => index.search(query, options), signal);
    },
    excerpts(query, results, options = {}) {
      const act = async () => {
        const numbers = results.map(({ document }) => String(document));
        const texts = await ask("excerpts", [query, ...numbers], options.signal);
        const better = results.map((result, at) => (texts[at] ? { ...result, excerpt: runs(texts[at]) } : result));
        for (const result of better) ours.add(result);
        return better;
      };
      const outdated = results.some((result) => ours.has(result));
      return lasting(act, async (index) => (outdated ? results : index.excerpts(query, results, options)), options.signal);
    },
  };
}

/**
 * Opens the index of a place: of the site that this module belongs to, or of the one whose `_faqtory/` is
 * at `base`, with that site's own module.
 * @param {Place} place
 * @returns {Promise<Index>}
 */
async function openPlace({ base, lang, signal }) {
  if (!base) return openHere({ lang, signal });
  const home = new URL(base, location.href).href.replace(/\/?$/, "/");
  const { openIndex } = await unlessAborted(import(`${home}search.js`), signal);
  return openIndex({ lang, signal });
}

/**
 * Opens an index. `base` is the address of a site's `_faqtory/`, `lang` a language it has. Several places
 * are searched as one, each with its `weight`.
 * @param {Place | Place[]} [places]
 * @returns {Promise<Index>}
 */
export async function openIndex(places = {}) {
  if (!Array.isArray(places)) return openPlace(places);
  const parts = await Promise.all(places.map(async (place) => ({ weight: place.weight ?? 1, index: await openPlace(place) })));
  /** @type {WeakMap<Result, Index>} */
  const origin = new WeakMap();
  return {
    async search(query, options = {}) {
      const all = await Promise.all(parts.map(async ({ index, weight }) => {
        const found = await index.search(query, options);
        for (const result of found.results) {
          result.score *= weight;
          origin.set(result, index);
        }
        return found;
      }));
      const results = all.flatMap((found) => found.results).sort((a, b) => b.score - a.score);
      const best = all.find((found) => found.results[0] && found.results[0] === results[0]) ?? all[0];
      return {
        ...best,
        results: results.slice(0, options.limit ?? 10),
        total: all.reduce((sum, found) => sum + found.total, 0),
        suggestions: [...new Set(all.flatMap((found) => found.suggestions))].slice(0, 3),
        ...(options.facets && { facets: merged(all.flatMap((found) => found.facets ?? [])) }),
        milliseconds: Math.max(...all.map((found) => found.milliseconds)),
      };
    },
    async excerpts(query, results, options) {
      const better = [...results];
      await Promise.all(parts.map(async ({ index }) => {
        const own = results.filter((result) => origin.get(result) === index);
        const texts = own.length ? await index.excerpts(query, own, options) : own;
        texts.forEach((result, at) => {
          better[results.indexOf(own[at])] = result;
          origin.set(result, index);
        });
      }));
      return better;
    },
  };
}

/** Facets of several sites as one. @param {Facet[]} facets */
function merged(facets) {
  /** @type {Map<string, Map<string, number>>} */
  const names = new Map();
  for (const { name, values } of facets) {
    const counts = names.get(name) ?? new Map();
    for (const { value, count } of values) counts.set(value, (counts.get(value) ?? 0) + count);
    names.set(name, counts);
  }
  return [...names].map(([name, counts]) => ({ name, values: [...counts].map(([value, count]) => ({ value, count })) }));
}
