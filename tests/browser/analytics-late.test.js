// Those who count may come late, and connections break: nobody waits for them, nothing is lost, nothing counts twice.

import assert from "node:assert/strict";

import { eventually, hold, holdModules, knowledgeBase, publish, stage } from "./kit.js";
import { Receiver } from "./receiver.js";

/** @typedef {import("playwright-core").Page} Page */

const ARTICLES = { "_index.md": "# Home\n", "fees.md": "# Fees\n\nWhat a ride costs.\n", "parking.md": "# Parking\n\nWhere to park.\n" };
const expected = /^foreign request: http:\/\/127\.0\.0\.1:\d+\/(events|p\/)|net::ERR_/;

/** @param {Receiver} receiver @param {(url: string) => string} analytics */
const site = (receiver, analytics) => stage(async () => {
  const root = await knowledgeBase(ARTICLES, { "faqtory.yaml": `title: Test\nanalytics:\n${analytics(await receiver.start())}` });
  const published = await publish({ root });
  const close = async () => {
    await published.close();
    receiver.close();
  };
  return { ...published, close };
});

/** Keeps those who count from the page, and nothing else. @param {Page} page */
const holdAnalytics = (page) => hold(page, /\/analytics\.[^/]+\.js$/);

/** @param {Page} page */
const stored = (page) => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("faqtory-event")));
/** @param {Page} page */
const untold = (page) => page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.startsWith("faqtory-unheard")));

{
  const receiver = new Receiver();
  const see = site(receiver, (url) => `  - {provider: webhook, url: "${url}/events"}\n  - {provider: plausible, url: "${url}/p", site: help.test}\n`);
  const pageviews = () => receiver.bodies("/p/api/event").map((body) => JSON.parse(body)).filter(({ name }) => name === "pageview").map(({ url }) => new URL(url).pathname);

  see("nobody waits for those who count, and the next page tells them what they missed, once", { expected }, async (page) => {
    receiver.got = [];
    const release = await holdAnalytics(page);
    await page.goto("fees/", { waitUntil: "commit" });
    await page.locator("[data-helpful][aria-pressed]").first().waitFor();
    await page.keyboard.press("Control+k");
    await page.keyboard.insertText("parking");
    await page.locator("#search-dialog [role=option]").first().click();
    await page.waitForURL("**/parking/", { waitUntil: "commit" });
    release();
    await eventually(() => assert.deepEqual([receiver.of("view").length, receiver.of("open").length], [1, 1]));
    await eventually(async () => assert.deepEqual([await stored(page), await untold(page)], [[], []]));
    const told = receiver.events().map(({ event, page, article, query, url }) => [event, page, article ?? query ?? url].join(" "));
    assert.deepEqual(told.filter((it) => !/^(deflection|answer)/.test(it)).sort(), ["open /fees/ parking", "search /fees/ parking", "view /parking/ /parking/"]);
    await page.goto("fees/");
    await eventually(() => assert.equal(receiver.of("view").length, 2));
    assert.deepEqual([receiver.of("open").length, receiver.of("search").length], [1, 1]);
  });

  see("vote that is left behind at once is told by the next page, once", { expected }, async (page) => {
    receiver.got = [];
    await page.goto("fees/");
    const release = await holdModules(page);
    await page.getByRole("button", { name: "Yes", exact: true }).click();
    assert.equal(await page.getByRole("button", { name: "Yes", exact: true }).getAttribute("aria-pressed"), "true");
    await page.goto("parking/", { waitUntil: "commit" });
    release();
    await eventually(() => assert.deepEqual(receiver.of("feedback").map(({ article, page, helpful }) => [article, page, helpful]), [["/fees/", "/fees/", true]]));
    await page.goto("fees/");
    await page.getByRole("button", { name: "Yes", exact: true }).click();
    await page.getByRole("status").filter({ hasText: "Thanks" }).waitFor();
    await eventually(async () => assert.deepEqual(await stored(page), []));
    assert.equal(receiver.of("feedback").length, 1);
  });

  see("view that was on its way when the connection broke counts once", { expected }, async (page) => {
    receiver.got = [];
    receiver.answers = "silent";
    await page.goto("fees/");
    await eventually(() => assert.deepEqual([pageviews(), receiver.of("view").length], [["/fees/"], 1]));
    receiver.answers = 202;
    receiver.hangUp();
    await page.goto("parking/");
    await eventually(() => assert.ok(pageviews().includes("/parking/") && receiver.of("view").length === 2));
    await eventually(async () => assert.deepEqual(await stored(page), []));
    assert.deepEqual(pageviews(), ["/fees/", "/parking/"]);
  });
}

{
  const receiver = new Receiver();
  const see = site(receiver, (url) => `  provider: webhook\n  url: "${url}/events"\n  consent: required\n`);
  see("without a reader's word nothing is kept for those who come late", { expected }, async (page) => {
    await holdAnalytics(page);
    await page.goto("fees/", { waitUntil: "commit" });
    await page.locator("[data-helpful][aria-pressed]").first().waitFor();
    await page.goto("parking/", { waitUntil: "commit" });
    await page.locator("[data-helpful][aria-pressed]").first().waitFor();
    assert.deepEqual([await stored(page), await untold(page), receiver.got], [[], [], []]);
  });
}
