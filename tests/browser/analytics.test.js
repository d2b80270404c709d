// What leaves the browser, to whom, and in which shape: each receiver is a server here that checks the shape its
// documentation asks for. None lost, none counted twice, nothing against a reader's will.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { eventually, knowledgeBase, publish, stage } from "./kit.js";
import { Receiver } from "./receiver.js";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const ID = /^[0-9a-f]{16}$/;
const WEBSITE = "0fc1d5c8-9b7a-4a3d-8c64-6f2d8e2b7a11";

/** @typedef {import("playwright-core").Page} Page */

/** @type {Record<string, string>} */
const ARTICLES = {
  "_index.md": "# Home\n", "fees.md": "# Fees\n\nWhat a ride costs.\n", "parking.md": "# Parking\n\nWhere to park.\n",
  "private.md": "---\nsensitive: true\n---\n# Harassment\n\nWhom to call about harassment.\n",
};
const CONTACT = `channels: [{type: phone, number: "+353 1 555 0142"}]
topics:
  accident: {title: Accident, sensitive: true}
  billing: {title: Payments}
`;

/**
 * A site that tells a receiver of its own.
 * @param {Receiver} receiver
 * @param {(url: string) => string} analytics lines of the config
 * @param {Record<string, string>} [files] besides
 */
const site = (receiver, analytics, files = {}) => stage(async () => {
  const url = await receiver.start();
  const root = await knowledgeBase(ARTICLES, { "faqtory.yaml": `title: Test\nanalytics:\n${analytics(url)}`, ...files });
  const published = await publish({ root });
  const close = async () => {
    await published.close();
    receiver.close();
  };
  return { ...published, close };
});

/** Requests to the receiver are the point; the rest of the watch stays. */
const expected = /^foreign request: http:\/\/127\.0\.0\.1:\d+\/(events|p\/|u\/|m\/|g\/|h\/)|^503: |net::ERR_|status of 503/;

/** @param {Page} page @param {"Yes" | "No"} name */
const vote = (page, name) => page.getByRole("button", { name, exact: true }).click();

/** @param {Page} page @param {string} query */
async function search(page, query) {
  await page.keyboard.press("Control+k");
  await page.keyboard.insertText(query);
  await page.locator("#search-dialog [role=option], #search-dialog .search-state").first().waitFor();
}

/** From the next page on: what a receiver in trouble made the browser wait for is not waited for. @param {Page} page */
const askAtOnce = (page) => page.addInitScript(() => {
  Object.keys(localStorage).filter((key) => key.startsWith("faqtory-wait")).forEach((key) => localStorage.removeItem(key));
});

/** @param {Page} page */
const stored = (page) => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("faqtory-event")));

{
  const receiver = new Receiver();
  const see = site(receiver, (url) => `  - {provider: plausible, url: "${url}/p", site: help.test}
  - {provider: umami, url: "${url}/u", site: ${WEBSITE}}
  - {provider: matomo, url: "${url}/m", site: 7}
  - {provider: ga4, url: "${url}/g", site: G-TEST, token: abc, consent: none}
  - {provider: posthog, url: "${url}/h", token: phc_test}
  - {provider: webhook, url: "${url}/events"}
`);
  see("every receiver gets the shape that it documents", { expected }, async (page, { url }) => {
    await page.goto("fees/");
    await vote(page, "No");
    await page.getByRole("radio", { name: "Hard to understand" }).check();
    await page.getByLabel("Tell us more").fill("Write to me@example.com or +353 1 555 0142");
    await page.getByRole("button", { name: "Send" }).click();
    await eventually(() => {
      // The reason is the last of what was said; each receiver gets it at another time.
      for (const path of ["/p/api/event", "/u/api/send", "/m/matomo.php", "/g/mp/collect", "/h/batch/"]) {
        assert.ok(receiver.bodies(path).some((body) => body.includes("unclear")), path);
      }
      assert.equal(receiver.of("feedback").length, 2);
    });
    assert.deepEqual(await page.context().cookies(), []);
    for (const { headers, method } of receiver.got) {
      assert.equal(method, "POST");
      assert.equal(headers.cookie, undefined);
      assert.equal(headers.referer, url);
    }

    const plausible = receiver.bodies("/p/api/event").map((body) => JSON.parse(body));
    for (const event of plausible) {
      assert.deepEqual(Object.keys(event).sort(), ["domain", "name", "props", "url"]);
      assert.equal(event.domain, "help.test");
      assert.equal(event.url, `${url}fees/`);
      for (const value of Object.values(event.props)) assert.ok(["string", "number", "boolean"].includes(typeof value));
      assert.ok(Object.keys(event.props).length <= 30);
    }
    assert.deepEqual(plausible.map((event) => event.name).filter((name) => name !== "Deflection"), ["pageview", "Feedback: not helpful", "Feedback reason"]);
    assert.ok(!receiver.bodies("/p/api/event").some((body) => body.includes("Write to")));

    const umami = receiver.bodies("/u/api/send").map((body) => JSON.parse(body));
    for (const { type, payload } of umami) {
      assert.equal(type, "event");
      assert.equal(payload.website, WEBSITE);
      assert.equal(payload.url, "/fees/");
      assert.equal(payload.hostname, "127.0.0.1");
      assert.ok(Number.isInteger(payload.timestamp));
    }
    assert.equal(umami[0].payload.name, undefined);
    assert.ok(umami.some(({ payload }) => payload.name === "Feedback reason" && payload.data.reason === "unclear"));

    const matomo = receiver.bodies("/m/matomo.php").flatMap((body) => JSON.parse(body).requests).map((line) => {
      assert.ok(line.startsWith("?"));
      return new URLSearchParams(line);
    });
    for (const query of matomo) {
      assert.deepEqual([query.get("idsite"), query.get("rec"), query.get("apiv"), query.get("cookie"), query.get("_id")], ["7", "1", "1", "0", null]);
      assert.equal(query.get("url"), `${url}fees/`);
    }
    assert.ok(matomo.some((query) => query.get("e_c") === "Help center" && query.get("e_a") === "Feedback reason" && query.get("e_n") === "unclear"));

    const google = receiver.got.filter((it) => it.path.startsWith("/g/"));
    for (const { path, body } of google) {
      assert.equal(path, "/g/mp/collect?measurement_id=G-TEST&api_secret=abc");
      const { client_id, events, consent } = JSON.parse(body);
      assert.match(client_id, /^\d+\.\d+$/);
      assert.equal(consent.ad_personalization, "DENIED");
      assert.ok(events.length <= 25);
      for (const event of events) {
        assert.match(event.name, /^[a-z][a-z0-9_]{0,39}$/);
        for (const value of Object.values(event.params)) assert.ok(String(value).length <= 100);
      }
    }

    const posthog = receiver.bodies("/h/batch/").map((body) => JSON.parse(body));
    for (const { api_key, batch } of posthog) {
      assert.equal(api_key, "phc_test");
      for (const event of batch) {
        assert.match(event.uuid, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
        assert.match(event.properties.distinct_id, ID);
        assert.equal(event.properties.$process_person_profile, false);
        assert.ok(Date.parse(event.timestamp) > 0);
      }
    }
    assert.ok(posthog.some(({ batch }) => batch.some((/** @type {any} */ it) => it.properties.comment === "Write to [removed] or [removed]")));

    for (const { headers } of receiver.got.filter((it) => it.path === "/events")) assert.match(headers["content-type"] ?? "", /^text\/plain/);
    const [view] = receiver.of("view");
    const { id, at, session, ...rest } = view;
    assert.match(id, ID);
    assert.match(session, ID);
    assert.match(at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    assert.deepEqual(rest, { v: 1, event: "view", locale: "en", page: "/fees/", article: "/fees/", kind: "article" });
    const [, reason] = receiver.of("feedback");
    assert.deepEqual([reason.helpful, reason.reason, reason.comment], [false, "unclear", "Write to [removed] or [removed]"]);
  });

  see("visits of other pages go to those who count pages, not to the webhook", { expected }, async (page) => {
    receiver.got = [];
    await page.goto("");
    await eventually(() => assert.ok(receiver.bodies("/p/api/event").length > 0));
    await eventually(async () => assert.deepEqual(await stored(page), []));
    assert.deepEqual(receiver.bodies("/p/api/event").map((body) => JSON.parse(body).name), ["pageview"]);
    assert.deepEqual(receiver.bodies("/events"), []);
  });
}

{
  const receiver = new Receiver();
  const see = site(receiver, (url) => `  - {provider: webhook, url: "${url}/events"}\n  - {provider: plausible, url: "${url}/p", site: help.test}\n`);

  see("what happens without a network arrives with the next page, once", { expected }, async (page) => {
    receiver.got = [];
    receiver.answers = 503;
    await page.goto("fees/");
    await page.locator("[data-helpful=yes]").hover();
    await page.locator("[data-feedback-count]").filter({ hasText: "0 of" }).waitFor({ state: "attached" });
    await page.context().setOffline(true);
    await vote(page, "Yes");
    await eventually(async () => assert.ok((await stored(page)).length >= 4));
    assert.deepEqual(receiver.got, []);
    receiver.answers = 202;
    await askAtOnce(page);
    await page.context().setOffline(false);
    await page.goto("parking/");
    await eventually(() => {
      assert.deepEqual(receiver.of("view").map((event) => event.article), ["/fees/", "/parking/"]);
      assert.deepEqual(receiver.of("feedback").map((event) => event.helpful), [true]);
    });
    await eventually(async () => assert.deepEqual(await stored(page), []));
    // What counts twice when it comes twice leaves the storage before it is sent.
    await eventually(() => {
      const visits = receiver.bodies("/p/api/event").map((body) => JSON.parse(body)).filter((event) => event.name === "pageview");
      assert.deepEqual(visits.map((event) => new URL(event.url).pathname).sort(), ["/fees/", "/parking/"]);
      assert.equal(receiver.bodies("/p/api/event").filter((body) => body.includes("Feedback: helpful")).length, 1);
    });
  });

  see("receiver in trouble is asked again later, and gets all", { expected }, async (page) => {
    receiver.got = [];
    receiver.answers = 503;
    await page.goto("fees/");
    await vote(page, "Yes");
    await eventually(async () => assert.ok(await page.evaluate(() => Object.keys(localStorage).some((key) => key.startsWith("faqtory-wait")))));
    receiver.answers = 202;
    await eventually(async () => {
      assert.deepEqual(await stored(page), []);
      assert.equal(receiver.of("feedback").length, 1);
      assert.equal(receiver.bodies("/p/api/event").filter((body) => body.includes("Feedback: helpful")).length, 1);
      assert.ok(await page.evaluate(() => !Object.keys(localStorage).some((key) => key.startsWith("faqtory-wait"))));
    });
  });

  see("hurried reader loses nothing and is counted once", { expected }, async (page) => {
    receiver.got = [];
    for (const address of ["fees/", "parking/", "fees/", "parking/", "fees/"]) {
      await page.goto(address);
      await page.locator("[data-helpful][aria-pressed]").first().waitFor();
      await vote(page, address === "fees/" ? "Yes" : "No");
    }
    await page.goto("about:blank");
    await page.goto("");
    await eventually(async () => assert.deepEqual(await stored(page), []));
    assert.deepEqual(receiver.of("view").map((event) => event.article).sort(), ["/fees/", "/fees/", "/fees/", "/parking/", "/parking/"]);
    assert.deepEqual(receiver.of("feedback").map((event) => event.article).sort(), ["/fees/", "/parking/"]);
    await eventually(() => {
      const names = receiver.bodies("/p/api/event").map((body) => JSON.parse(body).name);
      assert.equal(names.filter((name) => name.startsWith("Feedback")).length, 2);
    });
  });

  see("two tabs keep each other's events", { expected }, async (page) => {
    receiver.got = [];
    receiver.answers = "dead";
    const other = await page.context().newPage();
    await Promise.all([page.goto("fees/"), other.goto("parking/")]);
    await Promise.all([vote(page, "Yes"), vote(other, "No")]);
    await eventually(async () => assert.ok((await stored(page)).length >= 6));
    await other.close();
    receiver.answers = 202;
    await askAtOnce(page);
    await page.goto("fees/");
    await eventually(() => assert.deepEqual(receiver.of("feedback").map((event) => event.article).sort(), ["/fees/", "/parking/"]));
    assert.equal(new Set(receiver.of("feedback").map((event) => event.session)).size, 2);
  });

  see("queue is bounded, the oldest go first", { expected }, async (page) => {
    receiver.got = [];
    receiver.answers = "dead";
    await page.goto("fees/");
    await page.locator("[data-helpful][aria-pressed]").first().waitFor();
    await page.context().setOffline(true);
    await page.evaluate(() => {
      for (let at = 0; at < 400; at += 1) {
        document.dispatchEvent(new CustomEvent("faqtory:search", { detail: { query: `query ${at}`, results: 1, confident: true, where: "page" } }));
      }
    });
    const kept = await page.evaluate(() => Object.entries(localStorage).filter(([key]) => key.startsWith("faqtory-event:/:webhook:")).map(([, text]) => text));
    assert.ok(kept.length <= 200 && kept.length > 100, String(kept.length));
    assert.ok(kept.join("").length <= 64_000);
    assert.ok(kept.some((text) => text.includes("query 399")) && !kept.some((text) => text.includes("query 0\"")));
    await page.context().setOffline(false);
    receiver.answers = 202;
    await page.evaluate(() => localStorage.clear());
  });

  see("queries are cut and cleaned before they leave", { expected }, async (page) => {
    receiver.got = [];
    await page.goto("fees/");
    await search(page, "refund for jane.doe@example.com 4111 1111 1111 1111 order 12345");
    await eventually(() => assert.ok(receiver.of("search").length > 0));
    assert.equal(receiver.of("search").at(-1).query, "refund for [removed] [removed] order 12345");
  });

  see("nothing tells of a sensitive article", { expected }, async (page) => {
    receiver.got = [];
    await page.goto("fees/");
    await search(page, "harassment");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/private/");
    await page.evaluate(() => document.dispatchEvent(new CustomEvent("faqtory:contact", { detail: { stage: "started", topic: null, channel: "form", article: "/private/" } })));
    await eventually(() => assert.equal(receiver.of("contact").length, 1));
    await eventually(async () => assert.deepEqual(await stored(page), []));
    const [contact] = receiver.of("contact");
    assert.deepEqual([contact.page, contact.article], [null, null]);
    for (const { body } of receiver.got) assert.ok(!body.includes("/private/"), body);
  });

  for (const [name, wish] of /** @type {[string, Record<string, unknown>][]} */ ([["Do Not Track", { doNotTrack: "1" }], ["Global Privacy Control", { globalPrivacyControl: true }]])) {
    see(`${name} is obeyed`, {}, async (page) => {
      receiver.got = [];
      await page.addInitScript((wish) => {
        for (const [name, value] of Object.entries(wish)) Object.defineProperty(Navigator.prototype, name, { get: () => value });
      }, wish);
      await page.goto("fees/");
      await vote(page, "No");
      await page.locator("[data-feedback-form]").waitFor();
      // What would not be sent is not asked for.
      assert.ok(await page.getByRole("button", { name: "Send" }).isHidden());
      assert.ok(await page.locator("[name=comment]").isHidden());
      await page.goto("parking/");
      await page.locator("html[data-analytics=off]").waitFor();
      assert.deepEqual(await stored(page), []);
      assert.deepEqual(receiver.got, []);
    });
  }
}

{
  const receiver = new Receiver();
  const see = site(receiver, (url) => `  provider: webhook\n  url: "${url}/events"\n  consent: required\n`);

  see("nothing is kept or sent before a reader allows it", { expected }, async (page) => {
    receiver.got = [];
    await page.goto("fees/");
    await vote(page, "Yes");
    const asked = page.locator("[data-feedback-consent]");
    await asked.getByRole("heading", { name: "May we count this visit?" }).waitFor();
    assert.deepEqual(await stored(page), []);
    assert.equal(await page.evaluate(() => Reflect.get(window, "faqtory").consent()), null);
    await page.goto("parking/");
    await page.locator("[data-helpful][aria-pressed]").first().waitFor();
    await vote(page, "No");
    assert.deepEqual(receiver.got, []);
    await page.locator("footer [data-consent]").getByRole("button", { name: "Allow" }).click();
    await eventually(() => assert.equal(receiver.of("feedback").length, 1));
    assert.deepEqual(receiver.of("view").map((event) => event.article), ["/parking/"]);
    await page.locator("footer", { hasText: "You allow us to count" }).waitFor();
    assert.ok(await page.evaluate(() => document.activeElement?.textContent?.includes("You allow us")));

    await page.reload();
    await eventually(() => assert.equal(receiver.of("view").length, 2));
    // Nothing is on its way any more.
    await eventually(async () => assert.deepEqual(await stored(page), []));
    await page.locator("footer").getByRole("button", { name: "Change" }).click();
    await page.locator("footer").getByRole("button", { name: "No, thanks" }).click();
    assert.equal(await page.evaluate(() => Reflect.get(window, "faqtory").consent()), false);
    const before = receiver.got.length;
    for (const address of ["fees/", "parking/"]) {
      await page.goto(address);
      await page.locator("html[data-analytics=off]").waitFor();
    }
    assert.deepEqual(await stored(page), []);
    assert.equal(receiver.got.length, before);
    assert.deepEqual(await page.context().cookies(), []);
  });

  see("a script of the page may say it, too", { expected }, async (page) => {
    receiver.got = [];
    await page.goto("fees/");
    await page.waitForFunction(() => "faqtory" in window);
    assert.equal(await page.evaluate(() => Reflect.get(window, "faqtory").consent(true)), true);
    await eventually(() => assert.equal(receiver.of("view").length, 1));
    await page.evaluate(() => Reflect.get(window, "faqtory").consent(false));
  });

  for (const colorScheme of /** @type {("light" | "dark")[]} */ (["light", "dark"])) {
    see(`the choice is accessible: ${colorScheme}`, { expected, colorScheme, viewport: { width: 320, height: 700 } }, async (page) => {
      await page.goto("fees/");
      await vote(page, "Yes");
      await page.locator("[data-feedback-consent]").waitFor();
      await page.evaluate(axe);
      for (const state of ["Allow", "Change", "No, thanks"]) {
        const found = await page.evaluate(async () => (await Reflect.get(window, "axe").run()).violations.map((/** @type {any} */ it) => `${it.id}: ${it.nodes[0].html}`));
        assert.deepEqual(found, []);
        const small = await page.locator("[data-consent] button:visible").evaluateAll((all) => all.filter((it) => it.getBoundingClientRect().height < 44).length);
        assert.equal(small, 0);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
        await page.locator("footer").getByRole("button", { name: state }).click();
      }
    });
  }
}

const { cleaned, looksPersonal } = await import("../../theme/js/clean.js").catch(async () => {
  const text = await readFile(new URL("../../theme/js/clean.js", import.meta.url), "utf8");
  return import(`data:text/javascript,${encodeURIComponent(text)}`);
});

test("what looks like a person's data is removed, what was looked for stays", () => {
  for (const [text, clean] of [
    ["mail a.b+c@example.co.uk now", "mail [removed] now"],
    ["müller@straße.de", "[removed]"],
    ["(jane@example.com)", "([removed])"],
    ["card 4111-1111-1111-1111", "card [removed]"],
    ["4111111111111111", "[removed]"],
    ["call +353 1 555 0142", "call [removed]"],
    ["(01) 555 0142", "[removed]"],
    ["555-0142", "[removed]"],
    ["0171/1234567", "[removed]"],
    ["٠١٧١ ١٢٣ ٤٥٦٧", "[removed]"],
    ["IBAN DE89 3704 0044 0532 0130 00 ok", "IBAN [removed] ok"],
    ["error E-1042", "error E-1042"],
    ["order 12345678", "order 12345678"],
    ["0x80070005", "0x80070005"],
    ["on 2026-11-23 or 23.11.2026", "on 2026-11-23 or 23.11.2026"],
    ["10 000 km in 5 days", "10 000 km in 5 days"],
    ["from 08:00 to 20:00", "from 08:00 to 20:00"],
    ["@rondo on x", "@rondo on x"],
    ["  two\n words ", "two words"],
  ]) assert.equal(cleaned(text, 200), clean);
  assert.equal(cleaned("🙂".repeat(300), 200), "🙂".repeat(200));
  assert.equal(looksPersonal("two\n words"), false);
  assert.equal(looksPersonal("me@example.com"), true);
});

{
  const receiver = new Receiver();
  const see = site(receiver, (url) => `  - {provider: webhook, url: "${url}/events"}\n`, { "data/contact.yaml": CONTACT });
  see("nothing tells of a sensitive topic, nor of the ticket of any", { expected }, async (page) => {
    receiver.got = [];
    await page.addInitScript(() => addEventListener("click", (event) => event.preventDefault()));
    for (const topic of ["accident", "billing"]) {
      await page.goto(`contact/${topic}/`);
      await eventually(() => assert.equal(receiver.of("contact").length % 2, 1));
      await page.locator('[data-channel="phone"] a').click();
      await eventually(() => assert.equal(receiver.of("contact").length % 2, 0));
    }
    await eventually(async () => assert.deepEqual(await stored(page), []));
    const told = receiver.of("contact").map(({ page: path, topic, handoff = null }) => [path, topic, handoff]);
    const billing = ["/contact/billing/", "billing", null];
    assert.deepEqual(told, [[null, null, null], [null, null, null], billing, billing]);
    for (const { body } of receiver.got) assert.ok(!body.includes("accident"), body);
  });
}
