/**
 * The search engine in the page: fetches index files, feeds the WebAssembly engine, returns its results.
 *
 * @typedef {{ text: string, mark: boolean }} Run
 * @typedef {{ url: string, title: string, category: string, kind: string,
 *   section: { title: string, url: string } | null, excerpt: Run[],
 *   answer: { text: string, url: string } | null, score: number }} Result
 * @typedef {{ results: Result[], total: number, confident: boolean, corrected: string | null,
 *   suggestions: string[], milliseconds: number }} Found
 * @typedef {{ limit?: number, filters?: Record<string, string | string[]>, signal?: AbortSignal }} Options
 */

const [DONE, NEED] = [0, 1];
/** More rounds than any query needs: a guard against an index that never has enough. */
const MAX_ROUNDS = 8;
const encoder = new TextEncoder();
const decoder = new TextDecoder();
/** Compiled once per address, however many indexes a page opens. @type {Map<string, Promise<WebAssembly.Module>>} */
const modules = new Map();

/** @param {string} url @param {Promise<Response>} [early] a request already under way */
async function load(url, early) {
  let response;
  try {
    response = await (early ?? fetch(url));
  } catch (cause) {
    throw new Error(`search: cannot reach ${url}`, { cause });
  }
  if (!response.ok) throw new Error(`search: ${url} is missing (HTTP ${response.status})`);
  return response;
}

/** @param {string} url @param {Promise<Response>} [early] @returns {Promise<Uint8Array>} */
async function inflated(url, early) {
  const { body } = await load(url, early);
  try {
    const stream = /** @type {ReadableStream} */ (body).pipeThrough(new DecompressionStream("deflate-raw"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch (cause) {
    throw new Error(`search: ${url} is damaged`, { cause });
  }
}

/** @param {string} url @param {Promise<Response>} [early] */
function compiled(url, early) {
  const compile = async () => {
    const response = await load(url, early);
    try {
      return await WebAssembly.compile(await response.arrayBuffer());
    } catch (cause) {
      throw new Error("search: WebAssembly is blocked or damaged (a CSP needs 'wasm-unsafe-eval')", { cause });
    }
  };
  return once(modules, url, compile);
}

/**
 * One promise per key; a failed one is forgotten, so that the next call tries again.
 * @template T @param {Map<string, Promise<T>>} known @param {string} key @param {() => Promise<T>} make
 */
function once(known, key, make) {
  let promise = known.get(key);
  if (!promise) {
    promise = make();
    known.set(key, promise);
    promise.catch(() => known.delete(key));
  }
  return promise;
}

/**
 * Opens an index. `wasm` and `root` are paths relative to `base`, the address of the site's `_faqtory/`.
 * @param {{ base: string, wasm: string, root: string, signal?: AbortSignal,
 *   early?: Promise<Response>[] }} place `early` holds the requests for both, if they are under way
 */
export async function open({ base, wasm, root, signal, early = [] }) {
  const home = new URL(base.replace(/\/?$/, "/"), location.href);
  const rootUrl = new URL(root, home).href;
  const [module, rootFile] = await Promise.all([
    compiled(new URL(wasm, home).href, early[0]),
    inflated(rootUrl, early[1]),
  ]);
  signal?.throwIfAborted();
  const engine = /** @type {any} */ (await WebAssembly.instantiate(module)).exports;
  const site = new URL("..", home);
  const prefix = (site.origin === location.origin ? "" : site.origin) + site.pathname.slice(0, -1);
  /** @type {Map<string, Promise<void>>} */
  const files = new Map();

  /** @param {string} name @param {Uint8Array[]} parts @param {number} [argument] */
  const call = (name, parts, argument) => {
    try {
      let at = engine.input(parts.reduce((sum, part) => sum + part.length, 0));
      for (const part of parts) {
        new Uint8Array(engine.memory.buffer, at, part.length).set(part);
        at += part.length;
      }
      const status = engine[name](argument);
      const text = decoder.decode(new Uint8Array(engine.memory.buffer, engine.output(), engine.output_length()));
      if (status > NEED) throw new Error(`search: ${text}`);
      return { done: status === DONE, text };
    } catch (cause) {
      throw cause instanceof WebAssembly.RuntimeError ? new Error("search: the engine failed", { cause }) : cause;
    }
  };

  /** @param {string} name */
  const add = (name) =>
    once(files, name, async () => {
      const file = await inflated(new URL(name, rootUrl).href);
      const label = encoder.encode(name);
      call("insert", [label, file], label.length);
    });

  /** @param {string} path */
  const placed = (path) => prefix + path;

  call("open_index", [rootFile]);
  return {
    /** @param {string} query @param {Options} [options] @returns {Promise<Found>} */
    async search(query, { limit = 10, filters = {}, signal } = {}) {
      const started = performance.now();
      const clean = (/** @type {unknown} */ text) => String(text).replaceAll("\0", " ");
      const values = Object.entries(filters).flatMap(([name, list]) => [list].flat().map((value) => `\0${clean(name)}\0${clean(value)}`));
      const request = encoder.encode(clean(query) + values.join(""));
      for (let round = 0; round < MAX_ROUNDS; round++) {
        signal?.throwIfAborted();
        const { done, text } = call("search", [request], limit);
        if (done) {
          const found = JSON.parse(text);
          for (const result of found.results) {
            for (const place of [result, result.section, result.answer]) if (place) place.url = placed(place.url);
          }
          return { ...found, milliseconds: Math.round((performance.now() - started) * 10) / 10 };
        }
        await Promise.all(text.split("\n").map(add));
      }
      throw new Error("search: the index asks for files without end");
    },
  };
}
