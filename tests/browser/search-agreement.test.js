// The browser's engine and `faqtory search` give the same answers, and the golden queries find theirs.

import assert from "node:assert/strict";
import { availableParallelism } from "node:os";

import { EXAMPLE, faqtory, goldenQueries, publish, stage } from "./kit.js";

const see = stage(publish);
const LIMIT = 10;

/**
 * Answers of the engine in the page.
 * @param {import("playwright-core").Page} page
 * @param {string[]} queries
 */
async function asked(page, queries) {
  await page.goto("");
  return page.evaluate(async ([queries, limit]) => {
    const address = new URL("_faqtory/search.js", location.href).href;
    const { openIndex } = await import(address);
    const index = await openIndex({ lang: "en" });
    const answers = [];
    for (const query of queries) answers.push(await index.search(query, { limit }));
    return answers;
  }, /** @type {const} */ ([queries, LIMIT]));
}

/** Every result of the browser as the golden queries name it. */
const places = (/** @type {any} */ result) => [result.url, result.section?.url, result.answer?.url].filter(Boolean);

see("every golden query finds its article", {}, async (page) => {
  const golden = await goldenQueries();
  assert.ok(golden.length >= 50);
  const answers = await asked(page, golden.map(({ query }) => query));
  const missed = golden.filter(({ expect, within }, at) => {
    const wanted = expect.replace(/\.md/, "/");
    return !answers[at].results.slice(0, within).some((/** @type {any} */ result) => places(result).includes(wanted));
  });
  assert.deepEqual(missed, []);
});

see("browser and command line agree on every query", {}, async (page) => {
  await page.goto("search/");
  const titles = await page.locator("#articles li a").allTextContents();
  const queries = [...new Set([...(await goldenQueries()).map(({ query }) => query), ...derived(titles)])];
  assert.ok(queries.length >= 200, `${queries.length} queries`);
  const inBrowser = await asked(page, queries);
  const inTerminal = await inParallel(queries, async (query) =>
    JSON.parse(await faqtory("search", query, "--root", EXAMPLE, "--json", "--limit", String(LIMIT))));
  let found = 0;
  queries.forEach((query, at) => {
    assert.deepEqual(agreed(inBrowser[at]), agreed(inTerminal[at]), query);
    found += inBrowser[at].results.length;
  });
  assert.ok(found > queries.length, "most queries find something");
});

/** What must be equal: all but the time it took. @param {any} answer */
function agreed({ results, total, corrected, suggestions }) {
  return { results, total, corrected, suggestions };
}

/**
 * What customers make of a title: the whole, with a letter lost or two swapped, and every second time only its beginning.
 * @param {string[]} titles
 */
function derived(titles) {
  return titles.flatMap((title, at) => {
    const place = 1 + (at * 7) % (title.length - 2);
    const [before, one, two, rest] = [title.slice(0, place), title[place], title[place + 1], title.slice(place + 2)];
    return at % 2 ? [title, before + two + rest] : [title, before + two + one + rest, title.slice(0, Math.ceil(title.length * 0.6))];
  });
}

/**
 * @template T
 * @param {string[]} items
 * @param {(item: string) => Promise<T>} work
 */
async function inParallel(items, work) {
  /** @type {T[]} */
  const done = [];
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const at = next;
      next += 1;
      done[at] = await work(items[at]);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return done;
}
