// The browser's engine, the native one and `faqtory search` give the same answers, and the golden queries find theirs.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";

import { EXAMPLE, answers, faqtory, goldenQueries, publish, stage } from "./kit.js";

const see = stage(publish);
const LIMIT = 10;
/** Queries that both engines answer. */
const COUNT = 2000;

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

see("browser and native engine agree on every query", {}, async (page) => {
  const queries = mangled([...(await goldenQueries()).map(({ query }) => query), ...await phrases()], COUNT);
  const inBrowser = await asked(page, queries);
  const native = await answers(queries, LIMIT);
  let found = 0;
  queries.forEach((query, at) => {
    assert.deepEqual(agreed(inBrowser[at]), agreed(native[at]), query);
    found += inBrowser[at].results.length;
  });
  assert.ok(found > queries.length, "most queries find something");
});

see("the command line prints what the native engine finds", {}, async () => {
  const queries = (await goldenQueries()).map(({ query }) => query).filter((_, at) => at % 8 === 0);
  const native = await answers(queries, LIMIT);
  const printed = await inParallel(queries, async (query) =>
    JSON.parse(await faqtory("search", query, "--root", EXAMPLE, "--json", "--limit", String(LIMIT))));
  assert.deepEqual(printed, native);
});

/** What must be equal: all but the time it took. @param {any} answer */
function agreed({ milliseconds, ...rest }) {
  return rest;
}

/** Titles and sample questions of the example's articles. @returns {Promise<string[]>} */
async function phrases() {
  const content = join(EXAMPLE, "content");
  const files = (await readdir(content, { recursive: true })).filter((file) => file.endsWith(".md")).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(content, file), "utf8")));
  const said = texts.flatMap((text) => {
    const front = text.split(/^---$/m)[1] ?? "";
    return [...front.matchAll(/^(?:title:|  - ) *["']?(.+?)["']?$/gm)].map(([, phrase]) => phrase);
  });
  assert.ok(said.length >= files.length, `${said.length} phrases`);
  return said;
}

/** What customers make of a phrase. @type {((letters: string[], at: number) => string)[]} */
const MISTAKES = [
  (letters) => letters.join(""),
  (letters, at) => letters.slice(0, Math.max(at, 2)).join(""),
  (letters, at) => letters.toSpliced(at, 1).join(""),
  (letters, at) => letters.toSpliced(at, 0, letters[at]).join(""),
  (letters, at) => letters.toSpliced(at, 2, letters[at + 1] ?? "", letters[at]).join(""),
  (letters) => letters.join("").toUpperCase(),
  (letters) => letters.join("").split(" ").reverse().join(" "),
  (letters, at) => letters.join("").split(" ").filter((_, word) => (word + at) % 2).join(" "),
  (letters, at) => `${letters.slice(0, at).join("")} 返金 ${letters.slice(at).join("")}é`,
  (letters, at) => letters.toSpliced(at, 1, "\u{1F642}\"\\<b>").join(""),
];

/**
 * The first `count` different queries that mistakes make of the phrases, the same every time.
 * @param {string[]} phrases
 * @param {number} count
 */
function mangled(phrases, count) {
  /** @type {Set<string>} */
  const made = new Set();
  for (let round = 0; made.size < count; round += 1) {
    assert.ok(round < 100, `only ${made.size} different queries`);
    phrases.forEach((phrase, number) => {
      const letters = [...phrase];
      const at = (number * 7 + round * 13) % letters.length;
      if (made.size < count) made.add(MISTAKES[(number + round) % MISTAKES.length](letters, at));
    });
  }
  return [...made];
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
