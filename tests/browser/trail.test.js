// What a tab remembers of what a reader tried, and what the page is told meanwhile.

import assert from "node:assert/strict";

import { eventually, knowledgeBase, moduleAddress, publish, stage } from "./kit.js";
import { assertEvent, isEvent } from "./schemas.js";

const long = "\n\nText of some length.".repeat(60);
/** @type {Record<string, string>} */
const articles = {
  "_index.md": "# Home\n", "private.md": `---\nsensitive: true\n---\n# Private matter\n\n## Help now\n\nCall us.${long}`,
  "bike.md": `# Fix a bike\n\n## Chain\n\nOil it.${long}\n\n## Brake {#brake}\n\nTighten it.${long}`,
  "faq.md": "---\nkind: faq\n---\n# Questions\n\n## May I bring a dog?\n\nYes.\n\n## May I bring a cat?\n\nNo.\n",
};
for (let at = 1; at <= 12; at += 1) articles[`a${at}.md`] = `# Article ${at}\n`;
const see = stage(async () => publish({ root: await knowledgeBase(articles), path: "/sub" }));

/** @typedef {import("playwright-core").Page} Page */

/** What the tab's storage holds. @param {Page} page */
const trail = (page) => page.evaluate(() => JSON.parse(sessionStorage.getItem("faqtory-trail:/sub/") ?? "{}"));

/** Collects events from now on, over all pages. @param {Page} page */
async function listen(page) {
  /** @type {{ name: string, detail: any }[]} */
  const heard = [];
  await page.exposeBinding("hear", (_, name, detail) => { heard.push({ name, detail }); });
  await page.addInitScript(() => {
    for (const name of ["view", "search", "no-results", "open", "answer", "step", "feedback", "contact", "deflection"]) {
      // @ts-expect-error the binding above
      addEventListener(`faqtory:${name}`, (event) => hear(name, event.detail));
    }
  });
  return heard;
}

/** @param {Page} page @param {string} query */
async function search(page, query) {
  await page.keyboard.press("Control+k");
  await page.locator("#search-dialog input[type=search]").fill(query);
}

see("articles are kept in order, the last ten, with what was read in them", {}, async (page) => {
  await page.goto("bike/#brake");
  await eventually(async () => assert.deepEqual((await trail(page)).articles[0].sections, ["brake"]));
  for (let at = 1; at <= 10; at += 1) await page.goto(`a${at}/`);
  await page.goto("a5/");
  const { articles } = await trail(page);
  assert.deepEqual(articles.map((/** @type {any} */ it) => it.title), [1, 2, 3, 4, 6, 7, 8, 9, 10, 5].map((at) => `Article ${at}`));
  assert.ok(articles.every((/** @type {any} */ it) => /^\/sub\/a\d+\/$/.test(it.url)));
});

see("heading that stays on the screen counts as read, one that is passed does not", {}, async (page) => {
  await page.clock.install();
  await page.goto("bike/");
  await Promise.all([page.waitForResponse(/\/trail\./), page.mouse.wheel(0, 40)]);
  await eventually(async () => {
    await page.clock.runFor(1000);
    assert.deepEqual((await trail(page)).articles[0].sections, ["chain"]);
  });
});

see("opened question counts as read", {}, async (page) => {
  await page.goto("faq/");
  await page.getByText("May I bring a cat?").click();
  await eventually(async () => assert.deepEqual((await trail(page)).articles[0].sections, ["may-i-bring-a-cat"]));
});

see("page tells of views, searches and what was opened, once each and frozen", {}, async (page) => {
  const heard = await listen(page);
  await page.goto("bike/");
  await eventually(() => assert.equal(heard.length, 1));
  assert.deepEqual(heard, [{ name: "view", detail: { article: "/sub/bike/", kind: "article" } }]);
  await search(page, "article 7");
  await page.locator("#search-dialog [role=option]").first().waitFor();
  await eventually(() => assert.equal(heard.at(-1)?.name, "deflection"));
  assert.deepEqual(heard.slice(1).map(({ name }) => name), ["search", "deflection"]);
  const { query, results, confident, where } = heard[1].detail;
  assert.deepEqual([query, where, typeof confident], ["article 7", "dialog", "boolean"]);
  assert.ok(results > 0);
  assert.deepEqual(heard[2].detail, { state: "potential", article: null, topic: null });
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/sub/a7/");
  await eventually(() => assert.equal(heard.at(-1)?.name, "view"));
  assert.deepEqual(heard.slice(3).map(({ name }) => name), ["open", "view"]);
  assert.deepEqual(heard[3].detail, { query: "article 7", url: "/sub/a7/", rank: 1, where: "dialog" });
  const { queries } = await trail(page);
  assert.deepEqual(queries.map((/** @type {any} */ it) => [it.query, it.opened]), [["article 7", "/sub/a7/"]]);
});

see("result opened at once is reported with its search", {}, async (page) => {
  const heard = await listen(page);
  await page.goto("search/?q=article+3");
  await page.locator("search-page .results a").first().click();
  await page.waitForURL("**/sub/a3/");
  await eventually(() => assert.deepEqual(heard.map(({ name }) => name), ["search", "deflection", "open", "view"]));
  assert.equal(heard[0].detail.where, "page");
});

see("search without results is told as such", {}, async (page) => {
  const heard = await listen(page);
  await page.goto("");
  await search(page, "xqzvwkj");
  await eventually(() => assert.deepEqual(heard.map(({ name }) => name), ["search", "deflection", "no-results"]));
  assert.deepEqual(heard[2].detail, { query: "xqzvwkj", where: "dialog" });
});

see("sensitive article leaves nothing, nor does the search that led to it", {}, async (page, here) => {
  const heard = await listen(page);
  await page.goto("a1/");
  await search(page, "private matter");
  await page.locator("#search-dialog [role=option]").first().waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/sub/private/");
  await page.mouse.wheel(0, 300);
  await page.evaluate(async (address) => {
    const { emit } = await import(address);
    emit("feedback", { article: location.pathname, helpful: false });
  }, await moduleAddress(here, "events"));
  const text = JSON.stringify(await trail(page));
  assert.ok(!text.includes("private"), text);
  assert.ok(!heard.some(({ name, detail }) => (name === "view" || name === "deflection") && JSON.stringify(detail).includes("private")));
  assert.equal((await trail(page)).articles.length, 1);
});

see("sensitive article in another tab leaves nothing in this one", {}, async (page, here) => {
  const heard = await listen(page);
  await page.goto("a1/");
  await search(page, "private matter");
  const result = page.locator('#search-dialog a[href$="/sub/private/"]').first();
  await result.waitFor();
  const other = page.context().waitForEvent("page");
  await result.click({ modifiers: ["Control"] });
  await (await other).locator("h1").waitFor();
  await eventually(() => assert.ok(heard.some(({ name }) => name === "search")));
  const address = await moduleAddress(here, "events");
  await page.evaluate(async (address) => {
    const { emit } = await import(address);
    emit("answer", { query: "private matter", url: "/sub/private/#help-now", action: "solved" });
    emit("contact", { stage: "viewed", topic: null, channel: null, article: "/sub/private/", handoff: "0123456789abcdef" });
  }, address);
  const kept = await trail(page);
  assert.deepEqual(kept.queries, []);
  assert.ok(!JSON.stringify(kept).includes("private"), JSON.stringify(kept));
  await eventually(() => assert.ok(heard.some(({ name }) => name === "contact")));
  const told = heard.filter(({ name }) => name !== "search");
  assert.ok(!JSON.stringify(told).includes("private"), JSON.stringify(told));
  assert.deepEqual(heard.find(({ name }) => name === "contact")?.detail, { stage: "viewed", topic: null, channel: null, article: null, handoff: null });
});

see("the three states of deflection follow what is said", {}, async (page, here) => {
  const heard = await listen(page);
  await page.goto("");
  const address = await moduleAddress(here, "events");
  const emit = (/** @type {string} */ name, /** @type {any} */ detail) =>
    page.evaluate(async ([address, name, detail]) => (await import(address)).emit(name, detail), /** @type {const} */ ([address, name, detail]));
  const states = () => heard.filter(({ name }) => name === "deflection").map(({ detail }) => detail);
  await emit("contact", { stage: "channel", topic: null, channel: "phone", article: null, handoff: null });
  await eventually(() => assert.ok(heard.some(({ name }) => name === "contact")));
  assert.deepEqual(states(), [], "who asks at once was not deflected");
  await page.evaluate(() => sessionStorage.clear());
  await emit("search", { query: "chain", results: 1, confident: true, where: "dialog" });
  await emit("search", { query: "brake", results: 1, confident: true, where: "dialog" });
  await emit("answer", { query: "brake", url: "/sub/bike/#brake", action: "shown" });
  await emit("answer", { query: "brake", url: "/sub/bike/#brake", action: "solved" });
  await emit("answer", { query: "brake", url: "/sub/bike/#brake", action: "solved" });
  await emit("feedback", { article: "/sub/a1/", helpful: true });
  await emit("feedback", { article: "/sub/a1/", helpful: false });
  await emit("contact", { stage: "viewed", topic: "repair", channel: null, article: null, handoff: null });
  await emit("contact", { stage: "sent", topic: "repair", channel: "form", article: "/sub/a1/", handoff: "0123456789abcdef" });
  await eventually(() => assert.equal(heard.at(-1)?.detail.state, "failed"));
  assert.deepEqual(states(), [
    { state: "potential", article: null, topic: null },
    { state: "successful", article: "/sub/bike/", topic: null },
    { state: "successful", article: "/sub/a1/", topic: null },
    { state: "potential", article: "/sub/a1/", topic: null },
    { state: "failed", article: "/sub/a1/", topic: "repair" },
  ]);
});

see("every event is a line of event.v1, and the schema refuses what is not", {}, async (page, here) => {
  await page.goto("a1/");
  const address = await moduleAddress(here, "events");
  const samples = {
    view: { article: "/sub/a1/", kind: "article" },
    search: { query: "chain", results: 0, confident: false, where: "widget" },
    "no-results": { query: "chain", where: "form" },
    open: { query: "chain", url: "/sub/bike/#chain", rank: 2, where: "page" },
    answer: { query: null, url: "/sub/bike/#chain", action: "more" },
    step: { article: "/sub/a1/", tree: { node: "x", choice: null, outcome: null } },
    feedback: { article: "/sub/a1/", helpful: false, reason: "unclear", comment: "why?" },
    contact: { stage: "channel", topic: "x", channel: "whatsapp", article: "/sub/a1/", handoff: null },
    deflection: { state: "potential", article: null, topic: null },
  };
  const records = await page.evaluate(async ([address, samples]) => {
    const { record } = await import(address);
    return Object.entries(samples).map(([name, detail]) => record(name, detail));
  }, /** @type {const} */ ([address, samples]));
  records.forEach(assertEvent);
  assert.equal(new Set(records.map((it) => it.session)).size, 1);
  assert.equal(new Set(records.map((it) => it.id)).size, records.length);
  const [view] = records;
  for (const wrong of [{ ...view, ip: "10.0.0.1" }, { ...view, kind: "page" }, { ...view, id: "x" }, { ...view, event: "search" }, { ...view, session: undefined }]) {
    assert.ok(!isEvent(JSON.parse(JSON.stringify(wrong))), JSON.stringify(wrong));
  }
});

see("listener that comes late hears of the view, and what others wrote into the storage does no harm", {}, async (page, here) => {
  await page.goto("bike/");
  const addresses = [await moduleAddress(here, "events"), await moduleAddress(here, "trail")];
  const { heard, kept } = await page.evaluate(async ([events, trail]) => {
    const heard = /** @type {any[]} */ ([]);
    (await import(events)).listen((/** @type {string} */ name, /** @type {any} */ detail) => heard.push([name, detail]));
    const wrong = { session: "<b>", queries: [1, { query: 5 }, null], articles: "x", tree: { path: 3 }, steps: [{}], ratings: [{ article: "/" }], word: "all", told: [1] };
    sessionStorage.setItem("faqtory-trail:/sub/", JSON.stringify(wrong));
    const { trail: read, forget } = await import(trail);
    const kept = read();
    forget();
    return { heard, kept: { ...kept, left: sessionStorage.length } };
  }, addresses);
  assert.deepEqual(heard, [["view", { article: "/sub/bike/", kind: "article" }]]);
  assert.match(kept.session, /^[0-9a-f]{16}$/);
  delete kept.session;
  assert.deepEqual(kept, { queries: [], articles: [], tree: null, steps: [], ratings: [], word: null, told: [], left: 0 });
});
