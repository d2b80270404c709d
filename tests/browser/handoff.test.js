// What a human gets to know: the object, checked by an independent validator, and its text.

import assert from "node:assert/strict";

import { eventually, knowledgeBase, moduleAddress, publish, stage } from "./kit.js";
import { assertHandoff, isHandoff } from "./schemas.js";

const articles = {
  "_index.md": "# Home\n", "bike.md": "# Fix a bike\n\n## Chain\n\nOil it.\n\n## Brake\n\nTighten it.\n",
  "saddle.md": "---\nkind: howto\n---\n# Raise the saddle\n\n1. Open.\n2. Pull.\n3. Close.\n",
};
const see = stage(async () => publish({ root: await knowledgeBase(articles) }));

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("./kit.js").Site} Site */

/**
 * Calls what a module exports.
 * @param {Page} page @param {Site} site @param {string} module @param {string} name @param {unknown[]} values
 * @returns {Promise<any>}
 */
async function call(page, site, module, name, ...values) {
  const address = await moduleAddress(site, module);
  return page.evaluate(async ([address, name, values]) => (await import(address))[name](...values), /** @type {const} */ ([address, name, values]));
}

const TEXTS = {
  queries: "Searched: {queries}", query: "“{query}”", articles: "Read: {articles}", tree: "Answered “{title}”: {path}",
  steps: "Did {done} of {of} steps of “{title}”", rating: "No help: {title}", code: "Help code: {code}", page: "Was here: {url}",
};

see("hand-off of a visit that tried nothing is whole", {}, async (page, site) => {
  await page.goto("");
  const made = await call(page, site, "handoff", "handoff");
  assertHandoff(made);
  assert.deepEqual([made.site, made.locale, made.topic, made.tree, made.user, made.diagnostics, made.deflection], ["Test", "en", null, null, null, null, "potential"]);
  assert.equal(made.page.url, site.url);
});

see("hand-off carries what was searched, read, answered, done and rated", {}, async (page, site) => {
  await page.goto("bike/#brake");
  await page.keyboard.press("Control+k");
  await page.locator("#search-dialog input[type=search]").fill("saddle");
  await page.locator("#search-dialog .result-title", { hasText: "Raise the saddle" }).first().waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/saddle/");
  await call(page, site, "trail", "note", "steps", { article: "/saddle/", title: "Raise the saddle", done: [1, 2], of: 3 });
  const way = [{ node: "light", title: "Is the light on?", choice: "No" }];
  await call(page, site, "trail", "note", "tree", { article: "/light/", title: "No light", path: way, at_node: "dead", outcome: "contact" });
  await call(page, site, "events", "emit", "feedback", { article: "/saddle/", helpful: false, reason: "unclear" });
  const address = await moduleAddress(site, "handoff");
  const { made, text } = await page.evaluate(async ([address, texts]) => {
    const { handoff, handoffText, identify } = await import(address);
    identify({ name: "Aoife", plan: "Pro", seats: 4, trial: false, secret: { token: "x" }, empty: "" });
    const made = handoff({ topic: "repair", page: { url: "/saddle/?email=a@b.example#step-2", title: "Raise the saddle" }, diagnostics: true });
    return { made, text: handoffText(made, texts) };
  }, /** @type {const} */ ([address, TEXTS]));
  assertHandoff(made);
  assert.deepEqual(made.queries.map((/** @type {any} */ it) => [it.query, it.opened]), [["saddle", "/saddle/"]]);
  assert.deepEqual(made.articles.map((/** @type {any} */ it) => [it.url, it.sections]), [["/bike/", ["brake"]], ["/saddle/", []]]);
  assert.deepEqual(made.steps, [{ article: "/saddle/", title: "Raise the saddle", done: [1, 2], of: 3 }]);
  assert.deepEqual(made.ratings, [{ article: "/saddle/", helpful: false, reason: "unclear" }]);
  assert.deepEqual(made.tree.path, way);
  assert.deepEqual(made.user, { name: "Aoife", plan: "Pro", seats: 4, trial: false });
  assert.deepEqual([made.topic, made.deflection, made.page.url], ["repair", "failed", `${site.url}saddle/#step-2`]);
  assert.equal(made.diagnostics.screen, await page.evaluate(() => `${screen.width}x${screen.height}`));
  assert.match(made.diagnostics.browser, /\w+ \d+/);
  const lines = text.split("\n").filter((/** @type {string} */ line) => !line.startsWith("Help code"));
  assert.deepEqual(lines, [
    "Searched: “saddle”", "Read: Fix a bike, Raise the saddle", "Answered “No light”: Is the light on? → No",
    "Did 2 of 3 steps of “Raise the saddle”", "No help: Raise the saddle", `Was here: ${site.url}saddle/#step-2`,
  ]);
});

see("diagnostics and the user are in it only when they were given", {}, async (page, site) => {
  await page.goto("bike/");
  const made = await call(page, site, "handoff", "handoff", { topic: "" });
  assert.deepEqual([made.diagnostics, made.user, made.topic], [null, null, null]);
  assert.deepEqual(made.articles.map((/** @type {any} */ it) => it.url), ["/bike/"]);
});

see("help code of the hand-off names the article and the place in it", {}, async (page, site) => {
  await page.goto("bike/");
  await page.evaluate(() => {
    const key = "faqtory-trail:/";
    const kept = JSON.parse(sessionStorage.getItem(key) ?? "{}");
    kept.articles[0].code = "K7M2Q";
    sessionStorage.setItem(key, JSON.stringify(kept));
  });
  const code = async () => (await call(page, site, "handoff", "handoff")).code;
  assert.equal(await code(), await call(page, site, "help-code", "encode", "K7M2Q"));
  await call(page, site, "trail", "note", "place", { url: "/bike/", place: 2 });
  assert.equal(await code(), await call(page, site, "help-code", "encode", "K7M2Q", 2));
});

see("hostile storage cannot make a hand-off that breaks the schema", {}, async (page, site) => {
  await page.goto("bike/");
  await page.evaluate(() => {
    const long = "x".repeat(400);
    const times = (/** @type {any} */ it) => Array(50).fill(it);
    sessionStorage.setItem("faqtory-trail:/", JSON.stringify({
      session: 5, queries: times({ query: long, results: -1, opened: 7, at: "now" }), articles: times({ url: "/x/", title: long, sections: times(long), at: 3, code: {} }),
      tree: { article: "/x/", path: [{ node: "a", title: 4, choice: long }, 7], at_node: "b", outcome: "maybe" },
      steps: times({ article: "/x/", title: long, done: [1, "2", -3], of: 1.5 }), ratings: times({ article: "/x/", helpful: true, reason: 4 }), word: 1, told: "all",
    }));
  });
  assertHandoff(await call(page, site, "handoff", "handoff"));
});

see("visit goes on where storage is blocked", {}, async (page, site) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, "sessionStorage", { get() { throw new DOMException("blocked", "SecurityError"); } });
  });
  await page.goto("bike/");
  await call(page, site, "events", "emit", "search", { query: "chain", results: 1, confident: true, where: "dialog" });
  const made = await eventually(() => call(page, site, "handoff", "handoff"));
  assertHandoff(made);
  assert.equal(made.queries[0].query, "chain");
});

see("schema refuses what is not a hand-off", {}, async (page, site) => {
  await page.goto("");
  const made = await call(page, site, "handoff", "handoff");
  for (const wrong of [{ ...made, ip: "10.0.0.1" }, { ...made, code: "K7M2-Q" }, { ...made, queries: [{ query: "x" }] }, { ...made, deflection: null }, { ...made, user: { deep: {} } }]) {
    assert.ok(!isHandoff(wrong), JSON.stringify(wrong));
  }
});
