// The module that pages import: facets, filters, several sites as one, cancellation.

import assert from "node:assert/strict";

import { knowledgeBase, publish, stage } from "./kit.js";

const see = stage(publish);

/**
 * Opens an index in the page, as `window.index`.
 * @param {import("playwright-core").Page} page
 */
async function open(page) {
  await page.goto("");
  await page.evaluate(async () => {
    const { openIndex } = await import(new URL("/_faqtory/search.js", location.href).href);
    window.index = await openIndex({ lang: "en" });
  });
}

/**
 * @param {import("playwright-core").Page} page
 * @param {string} query
 * @param {any} [options]
 */
const search = (page, query, options = {}) =>
  page.evaluate(([query, options]) => window.index.search(query, options), /** @type {const} */ ([query, options]));

/** @param {any} found @param {string} name @param {string} value */
const count = (found, name, value) =>
  found.facets.find((/** @type {any} */ facet) => facet.name === name)?.values.find((/** @type {any} */ it) => it.value === value)?.count;

see("facets count what a filter would leave", {}, async (page) => {
  await open(page);
  const plain = await search(page, "refund");
  assert.equal(plain.facets, undefined);
  const all = await search(page, "refund", { facets: true, limit: 100 });
  assert.deepEqual(all.results.slice(0, 10), plain.results);
  assert.equal(all.results.length, all.total);
  assert.deepEqual(all.facets.map((/** @type {any} */ facet) => facet.name).sort(), ["category", "kind", "plan", "platform", "product", "tags"]);
  for (const { name, values } of all.facets) {
    for (const { value, count } of values) {
      const { total } = await search(page, "refund", { filters: { [name]: value } });
      assert.equal(total, count, `${name}: ${value}`);
    }
  }
});

see("values of one facet add up, those of several narrow, and other values of a facet keep their counts", {}, async (page) => {
  await open(page);
  const all = await search(page, "refund", { facets: true });
  const filters = { kind: ["faq", "howto"], category: "Prices and payments" };
  const some = await search(page, "refund", { facets: true, filters, limit: 100 });
  assert.ok(some.total > 0 && some.total < count(all, "kind", "faq") + count(all, "kind", "howto"));
  assert.equal(some.total, count(some, "category", "Prices and payments"));
  assert.equal(some.total, count(some, "kind", "faq") + count(some, "kind", "howto"));
  assert.ok(some.results.every((/** @type {any} */ { kind, url }) => /faq|howto/.test(kind) && url.startsWith("/payments/")));
  assert.equal((await search(page, "refund", { filters: { kind: "nothing" } })).total, 0);
  assert.equal((await search(page, "refund", { filters: {} })).total, all.total);
});

see("aborted signal rejects with AbortError", {}, async (page) => {
  await open(page);
  const names = await page.evaluate(async () => {
    const { openIndex } = await import(new URL("/_faqtory/search.js", location.href).href);
    const signal = AbortSignal.abort();
    const { results } = await window.index.search("refund");
    const all = [openIndex({ signal }), openIndex([{ signal }]), window.index.search("refund", { signal }), window.index.excerpts("refund", results, { signal })];
    return Promise.all(all.map((it) => it.then(() => "done", (/** @type {Error} */ error) => error.name)));
  });
  assert.deepEqual(names, Array(4).fill("AbortError"));
  assert.ok((await search(page, "refund")).total > 0, "the index goes on");
});

/** @type {import("./kit.js").Site} */
let other;

/** Two sites on hosts of their own. */
async function two() {
  const articles = {
    "shop/money-back.md": "---\ntitle: Refund for an order\ndescription: How the shop pays back.\n---\n\nSend the parcel, then the refund of your order comes.\n",
    "shop/parcel.md": "---\ntitle: Track a parcel\ndescription: Where it is.\n---\n\nEvery parcel has a number.\n",
  };
  other = await publish({ root: await knowledgeBase(articles), open: true });
  const site = await publish();
  return { ...site, close: async () => { await site.close(); await other.close(); } };
}

const both = stage(two);

/** The policy of the first site would keep the second out. */
const app = { bypassCSP: true, expected: /foreign/ };

/**
 * Searches from a page of the first site.
 * @param {import("playwright-core").Page} page
 */
async function openBoth(page) {
  await page.goto("");
  return (/** @type {any[]} */ places, /** @type {string} */ query, /** @type {any} */ options = {}) => page.evaluate(async ([places, query, options]) => {
    const { openIndex } = await import(new URL("/_faqtory/search.js", location.href).href);
    const index = await openIndex(places);
    const found = await index.search(query, options);
    return { ...found, excerpts: await index.excerpts(query, found.results) };
  }, /** @type {const} */ ([places, query, options]));
}

both("several sites answer as one, by weight", app, async (page) => {
  const ask = await openBoth(page);
  const base = `${other.url}_faqtory/`;
  const abroad = (/** @type {any} */ { url }) => url.startsWith(other.url);
  const found = await ask([{}, { base, weight: 100 }], "refund", { facets: true, limit: 5 });
  assert.equal(found.results.length, 5);
  assert.equal(found.results[0].url, `${other.url}shop/money-back/`);
  assert.equal(found.results.filter(abroad).length, 1);
  assert.ok(found.results.slice(1).every((/** @type {any} */ { url }) => url.startsWith("/")));
  assert.match(found.excerpts[0].excerpt.map((/** @type {any} */ { text }) => text).join(""), /refund of your order/);
  assert.deepEqual(found.excerpts.map(({ url }) => url), found.results.map(({ url }) => url));
  const alone = await ask([{}], "refund", { facets: true });
  assert.equal(found.total, alone.total + 1);
  assert.equal(count(found, "kind", "article"), count(alone, "kind", "article") + 1);
  const last = await ask([{}, { base, weight: 0.01 }], "refund", { limit: 100 });
  assert.equal(last.results.findIndex(abroad), last.results.length - 1);
  const parcel = await ask([{}, { base }], "track a parcel");
  assert.ok(parcel.results.some((/** @type {any} */ { url }) => url === `${other.url}shop/parcel/`));
});

both("base of another site searches that site", app, async (page) => {
  const ask = await openBoth(page);
  for (const base of [`${other.url}_faqtory/`, `${other.url}_faqtory`]) {
    const found = await ask(/** @type {any} */ ({ base }), "refund");
    assert.deepEqual(found.results.map(({ url }) => url), [`${other.url}shop/money-back/`]);
  }
  const own = await ask(/** @type {any} */ ({ base: "/_faqtory/" }), "refund");
  assert.ok(own.total > 10 && own.results[0].url.startsWith("/payments/"));
});
