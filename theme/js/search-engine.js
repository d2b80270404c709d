// The bridge to the search engine's public API, and what the two search fields share.

import { text } from "./texts.js";

/**
 * @typedef {{title: string, url: string}} Link
 * @typedef {{text: string, mark: boolean}} Piece
 * @typedef {{url: string, title: string, category: string, kind: string, section: Link | null,
 *   excerpt: Piece[], answer: {text: string, url: string} | null, score: number}} Result
 * @typedef {{results: Result[], total: number, confident: boolean, corrected: string | null, suggestions: string[],
 *   facets?: Facet[], milliseconds: number}} Found
 * @typedef {{name: string, values: {value: string, count: number}[]}} Facet
 * @typedef {{limit?: number, filters?: Record<string, string[]>, facets?: boolean, signal?: AbortSignal}} Options
 * @typedef {{search(query: string, options: Options): Promise<Found>,
 *   excerpts(query: string, results: Result[], options: {signal: AbortSignal}): Promise<Result[]>}} Index
 */

const PAUSE = 150; // ms without typing until excerpts and topics are looked for

const RELEASED = 100; // ms after a finger is lifted by which its click has come
const LONGEST_PRESS = 1000; // ms; some browsers do not tell when it ends

/** @type {Promise<Index> | undefined} */
let index;
/** The end of the latest press, after its click. @type {Promise<unknown> | undefined} */
let pressed;
// A link or button that goes, or moves away, below a finger is not pressed: what is found meanwhile waits.
addEventListener("pointerdown", ({ button }) => {
  if (button) return;
  pressed = new Promise((done) => {
    for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => { setTimeout(done, RELEASED); }, { once: true, capture: true });
    setTimeout(done, LONGEST_PRESS);
  });
}, { capture: true });

/** Fetches the engine once; a failure may be tried again. */
export function openEngine() {
  const address = new URL(text("module"), document.baseURI).href;
  index ??= import(address)
    .then((engine) => engine.openIndex({ lang: text("lang") }))
    .catch((error) => { index = undefined; throw error; });
  return index;
}

/** Searches for the latest query only: a newer one cancels those before it. */
export class LatestSearch {
  #running = new AbortController();

  cancel() {
    this.#running.abort();
  }

  /**
   * @template T
   * @param {(engine: Index, signal: AbortSignal) => Promise<T>} act
   * @returns {Promise<T | null>} `null` when a newer query came.
   */
  async run(act) {
    this.cancel();
    const { signal } = this.#running = new AbortController();
    try {
      const engine = await openEngine();
      if (signal.aborted) return null;
      const found = await act(engine, signal);
      await pressed;
      return signal.aborted ? null : found;
    } catch (error) {
      if (signal.aborted) return null;
      throw error;
    }
  }

  /**
   * Results of the latest query with excerpts that show its words, once the reader pauses.
   * @param {string} query
   * @param {Result[]} results
   * @returns {Promise<Result[] | null>} `null` when a newer query came, or without excerpts.
   */
  excerpts(query, results) {
    return this.#later((engine, signal) => engine.excerpts(query, results, { signal }));
  }

  /**
   * What the latest query could be narrowed by, once the reader pauses. On a large site it takes more files
   * than the results, which need not wait for them.
   * @param {string} query
   * @param {Record<string, string[]>} filters
   * @returns {Promise<Facet[] | null>} `null` when a newer query came, or without them.
   */
  async facets(query, filters) {
    const found = await this.#later((engine, signal) => engine.search(query, { limit: 0, facets: true, filters, signal }));
    return found?.facets ?? null;
  }

  /**
   * @template T
   * @param {(engine: Index, signal: AbortSignal) => Promise<T>} act
   */
  async #later(act) {
    const { signal } = this.#running;
    await new Promise((done) => { setTimeout(done, PAUSE); });
    if (signal.aborted) return null;
    try {
      const found = await act(await openEngine(), signal);
      await pressed;
      return signal.aborted ? null : found;
    } catch {
      return null; // what is on screen will do
    }
  }
}
