// What search does when something is not as it should be: a policy without WebAssembly, another build, damaged
// files, no network.

import assert from "node:assert/strict";
import { readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";

import { build, eventually, knowledgeBase, publish, stage } from "./kit.js";

const onPage = "search-page .results > li";
const field = "search-page input[type=search]";

/**
 * More articles than fit into one file. Three are about `animal`; the others about nothing it shares.
 * @param {string} animal
 */
function many(animal) {
  /** @type {Record<string, string>} */
  const articles = {};
  const word = (/** @type {number} */ n) => [7, 11, 13].map((by) => "bcdfghklmnprstvz"[(n * by) % 16] + "aeiou"[Math.floor(n / by) % 5]).join("");
  for (let n = 0; n < 330; n += 1) {
    const about = `---\ntitle: Article ${n}\ndescription: Number ${n} of the collection.\n---\n`;
    articles[`topic-${n % 10}/article-${n}.md`] = `${about}\nThis one is on ${word(n)}, ${word(n * 3 + 1)} and ${word(n * 5 + 2)}.\n`;
  }
  for (const n of [1, 2, 3]) {
    const about = `---\ntitle: Keeper's note ${n}\ndescription: What the keeper wrote.\n---\n`;
    articles[`zoo/note-${n}.md`] = `${about}\nOn day ${n} the ${animal} left its burrow and went to the pond.\n`;
  }
  return articles;
}

/** A site of many index files that a test may publish anew. */
async function largeSite() {
  const site = await publish({ root: await knowledgeBase(many("quokka")) });
  assert.ok((await indexFiles(site)).length > 3, "several index files");
  return site;
}

/** @param {import("./kit.js").Site} site */
async function indexFiles(site) {
  const files = await readdir(join(site.folder, "_faqtory/index"), { recursive: true });
  return files.filter((file) => file.endsWith(".fqx")).sort();
}

/** @param {import("./kit.js").Site} site @param {string} animal */
async function publishAnew(site, animal) {
  const old = await indexFiles(site);
  await rm(site.folder, { recursive: true });
  await build(await knowledgeBase(many(animal)), site.folder);
  const names = await indexFiles(site);
  assert.ok(old.every((file) => !names.includes(file)), "no file of the older index is left");
}

/** Every further load of the module. @param {import("playwright-core").Page} page */
function reloads(page) {
  /** @type {string[]} */
  const urls = [];
  page.on("request", (request) => { if (/search\.js\?/.test(request.url())) urls.push(request.url()); });
  return urls;
}

const withoutWasm = stage(() => publish({ policy: "script-src 'self'" }));
const blocked = /policy|wasm|WebAssembly|Content Security/i;

withoutWasm("policy without WebAssembly: the search page says so and lists all articles", { expected: blocked }, async (page) => {
  await page.goto("search/?q=refund");
  const state = page.locator("search-page .search-state");
  await state.waitFor();
  assert.match(await state.innerText(), /could not be loaded/);
  assert.ok(await page.locator("#articles a").first().isVisible());
  assert.ok(await page.locator("search-page .filters").isHidden());
  await state.evaluate((it) => { it.dataset.before = ""; });
  await page.locator(field).fill("helmet");
  await page.locator("search-page .search-state:not([data-before])").waitFor();
  await page.locator(field).fill("");
  await eventually(async () => assert.equal(await state.count(), 0));
  await page.locator("#articles").getByRole("link", { name: "Get a refund" }).click();
  await page.waitForURL("**/payments/refunds/");
});

withoutWasm("policy without WebAssembly: the dialog leads to the list", { expected: blocked }, async (page) => {
  await page.goto("payments/");
  await page.keyboard.press("/");
  await page.locator("#search-dialog input[type=search]:focus").waitFor();
  await page.keyboard.type("refund");
  const state = page.locator("#search-dialog .search-state");
  await state.getByRole("link", { name: "All articles" }).click();
  await page.waitForURL("**/search/#articles");
  assert.ok(await page.locator("#articles a").first().isVisible());
});

withoutWasm("policy without WebAssembly: the module names the reason", { expected: blocked }, async (page) => {
  await page.goto("");
  const message = await page.evaluate(async () => {
    const { openIndex } = await import(new URL("/_faqtory/search.js", location.href).href);
    return openIndex().then(() => "", (/** @type {Error} */ error) => error.message);
  });
  assert.match(message, /wasm-unsafe-eval/);
});

const missing = /404|Failed to load/;

stage(largeSite)("site published anew: results come from the new index, after one more load", { expected: missing }, async (page, site) => {
  const loads = reloads(page);
  await page.goto("search/?q=quokka");
  await eventually(async () => assert.match(await page.locator(onPage).last().innerText(), /the quokka left/));
  await publishAnew(site, "wombat");
  await page.locator(field).fill("wombat");
  await eventually(async () => assert.match(await page.locator(onPage).first().innerText(), /Keeper's note/));
  await eventually(async () => assert.match(await page.locator(onPage).first().innerText(), /the wombat left/));
  await page.locator(field).fill("wombat burrow");
  await eventually(async () => assert.match(await page.locator(onPage).first().innerText(), /wombat left its burrow/));
  assert.equal(loads.length, 1);
});

stage(largeSite)("site published anew: an index goes on, and excerpts are never those of other articles", { expected: missing }, async (page, site) => {
  await page.goto("");
  const old = await page.evaluate(async () => {
    const { openIndex } = await import(new URL("/_faqtory/search.js", location.href).href);
    const index = (window.index = await openIndex());
    window.found = await index.search("quokka");
    return window.found.results.map((/** @type {any} */ result) => result.url);
  });
  assert.equal(old.length, 3);
  await publishAnew(site, "wombat");
  const [results, excerpts, outdated] = await page.evaluate(async () => {
    const { index, found } = window;
    const fresh = await index.search("wombat");
    const plain = (/** @type {any} */ { excerpt }) => excerpt.map((/** @type {any} */ piece) => piece.text).join("");
    return [fresh.results.map(plain), (await index.excerpts("wombat", fresh.results)).map(plain), (await index.excerpts("day", found.results)).map(plain)];
  });
  assert.deepEqual(results, Array(3).fill("What the keeper wrote."));
  for (const excerpt of excerpts) assert.match(excerpt, /the wombat left/);
  assert.deepEqual(outdated, results);
});

stage(largeSite)("site gone while it is published anew: search goes on when it is back", { expected: missing }, async (page, site) => {
  await page.goto("search/?q=quokka");
  await eventually(async () => assert.match(await page.locator(onPage).last().innerText(), /the quokka left/));
  const away = `${site.folder}-away`;
  await rename(site.folder, away);
  await page.locator(field).fill("nadiva");
  await page.locator("search-page .search-state").waitFor();
  await rename(away, site.folder);
  await publishAnew(site, "wombat");
  await page.locator(field).fill("wombat");
  await eventually(async () => assert.equal(await page.locator(onPage).count(), 3));
});

const large = stage(largeSite);

large("damaged files: search says so, the page works, and mended files are fetched again", { expected: /./ }, async (page) => {
  const loads = reloads(page);
  await page.route("**/*.fqx", async (route) => {
    const response = await route.fetch();
    const body = await response.body();
    for (let at = 5; at < body.length; at += 7) body[at] ^= 0x55;
    await route.fulfill({ response, body });
  });
  await page.goto("search/?q=quokka");
  await page.locator("search-page .search-state").waitFor();
  assert.match(await page.locator("search-page .search-state").innerText(), /could not be loaded/);
  assert.ok(await page.locator("#articles a").first().isVisible());
  for (const query of ["quokka pond", "quokka day", "quokka left"]) {
    await page.locator("search-page .search-state").evaluate((state) => { state.dataset.before = ""; });
    await page.locator(field).fill(query);
    await page.locator("search-page .search-state:not([data-before])").waitFor();
  }
  assert.ok(await page.locator("search-page .search-state").isVisible());
  // Three seconds lie between two such questions, however long the searches take.
  const times = loads.map((url) => Number(url.split("?")[1]));
  assert.ok(times.every((time, at) => at === 0 || time - times[at - 1] >= 2990), `the module was loaded again at ${times}`);
  await page.unrouteAll({ behavior: "wait" });
  await page.locator(field).fill("quokka burrow");
  await eventually(async () => assert.equal(await page.locator(onPage).count(), 3));
  assert.ok(await page.locator("#articles").isHidden());
});

large("damaged texts: the descriptions stay", { expected: /./ }, async (page) => {
  let asked = 0;
  await page.route("**/x*.fqx", (route) => {
    asked += 1;
    return route.fulfill({ status: 200, body: "nothing" });
  });
  await page.goto("search/?q=quokka");
  await page.locator(onPage).first().waitFor();
  await eventually(() => assert.ok(asked > 0));
  // The page has asked before, so it has its answer before.
  await page.evaluate(async () => {
    const { openIndex } = await import(new URL("/_faqtory/search.js", location.href).href);
    const index = await openIndex({ lang: "en" });
    await index.excerpts("quokka", (await index.search("quokka")).results).catch(() => {});
  });
  assert.match(await page.locator(onPage).first().innerText(), /What the keeper wrote/);
  assert.equal(await page.locator("search-page .search-state").count(), 0);
});

large("offline after the first search: what was fetched still answers", { expected: /INTERNET_DISCONNECTED|Failed to (load|fetch)/ }, async (page) => {
  await page.goto("search/?q=quokka+burrow");
  await eventually(async () => assert.match(await page.locator(onPage).first().innerText(), /quokka left its burrow/));
  await page.context().setOffline(true);
  await page.locator(field).fill("burrow");
  await eventually(async () => assert.equal(new URL(page.url()).search, "?q=burrow"));
  await eventually(async () => assert.equal(await page.locator(onPage).count(), 3));
  await page.locator(field).fill("quokka burrow");
  await eventually(async () => assert.match(await page.locator(onPage).first().innerText(), /quokka left its burrow/));
  await page.locator(field).fill("nadiva");
  await page.locator("search-page .search-state").waitFor();
  await page.context().setOffline(false);
  await page.locator(field).fill("quokka");
  await eventually(async () => assert.equal(await page.locator(onPage).count(), 3));
});

large("abort: a search that waits for a file ends at once", {}, async (page) => {
  let asked = () => {};
  const waiting = new Promise((done) => { asked = () => done(null); });
  await page.route("**/*.fqx", () => asked());
  await page.goto("");
  await page.evaluate(async () => {
    const { openIndex } = await import(new URL("/_faqtory/search.js", location.href).href);
    const index = await openIndex();
    window.controller = new AbortController();
    window.outcome = index.search("quokka", { signal: window.controller.signal }).then(() => "found", (/** @type {Error} */ error) => error.name);
  });
  await waiting;
  assert.equal(await page.evaluate(() => {
    window.controller.abort();
    return Promise.race([window.outcome, new Promise((late) => { setTimeout(late, 2000, "nothing"); })]);
  }), "AbortError");
  await page.unrouteAll({ behavior: "ignoreErrors" });
});
