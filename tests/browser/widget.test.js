// The widget on another company's page: what it costs, how it looks whatever the page does, and what it finds.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { eventually } from "./kit.js";
import { expected, expecting, host, openPanel, panelOf, see } from "./widget-kit.js";

const GATE = 12_000; // bytes of the script with gzip

see("the script is small, and alone until the widget is opened", { expected }, async (page) => {
  /** @type {string[]} */
  const asked = [];
  page.on("request", (request) => { if (request.url().startsWith(host.help)) asked.push(request.url().slice(host.help.length)); });
  await page.goto("", { waitUntil: "networkidle" });
  await page.getByRole("button", { name: "Help" }).hover();
  assert.deepEqual(asked, ["_faqtory/widget.js"]);
  await openPanel(page);
  assert.ok(asked.length > 1, "what is asked for is noticed");
  const script = await readFile(join(host.helpFolder, "_faqtory/widget.js"));
  const size = gzipSync(script, { level: 9 }).length;
  assert.ok(size < GATE, `${size} bytes`);
  assert.ok(!script.includes("import {"), "it imports nothing");
});

see("a page with the widget is the page without it", { expected }, async (page) => {
  const look = () => page.evaluate(() => ({
    names: Object.keys(window).sort(),
    boxes: [...document.querySelectorAll("body, body *")].map((it) => JSON.stringify(it.getBoundingClientRect())),
    scroll: [document.documentElement.scrollWidth, document.documentElement.scrollHeight],
    focus: document.activeElement?.tagName,
    body: document.body.outerHTML,
  }));
  await page.goto("?count=0");
  const without = await look();
  await page.goto("");
  await page.locator("faqtory-widget .launcher").waitFor();
  const withIt = await look();
  await openPanel(page);
  const open = await look();
  const own = (/** @type {string} */ html) => html.replace(/\?[^"]*/g, "");
  assert.deepEqual({ ...withIt, body: own(withIt.body) }, { ...without, body: own(without.body) });
  assert.deepEqual({ ...open, body: own(open.body), focus: "" }, { ...without, body: own(without.body), focus: "" });
});

see("style sheets that reset everything leave the widget as it is", { expected }, async (page) => {
  const look = async () => {
    await openPanel(page);
    return page.evaluate(() => {
      const root = document.querySelector("faqtory-widget")?.shadowRoot;
      const names = ["display", "color", "backgroundColor", "fontSize", "lineHeight", "borderRadius", "textTransform", "opacity", "visibility"];
      return [...root?.querySelectorAll(".launcher, .launcher span, .panel, .bar, .tool:not([hidden]), iframe") ?? []].map((it) => {
        const { x, y, width, height } = it.getBoundingClientRect();
        const style = /** @type {any} */ (getComputedStyle(it));
        const middle = document.elementFromPoint(x + width / 2, y + height / 2);
        return { class: it.className, x, y, width, height, isOnTop: middle?.tagName ?? "", style: names.map((name) => style[name]) };
      });
    });
  };
  await page.goto("");
  const calm = await look();
  // Not the whole launcher: beside its round corners the page shows.
  const pictures = () => Promise.all(["svg", "span"].map((it) => page.locator(`faqtory-widget .launcher ${it}`).screenshot()));
  const before = await pictures();
  await page.goto("?css=hostile");
  assert.deepEqual(await look(), calm);
  assert.ok(calm.every(({ isOnTop }) => isOnTop === "FAQTORY-WIDGET"), "nothing of the page lies above it");
  const after = await pictures();
  assert.ok(before.every((picture, at) => picture.equals(after[at])), "the pixels of the launcher");
});

see("changed prototypes do not stop it", { expected }, async (page) => {
  await page.goto("?script=hostile");
  const panel = await openPanel(page);
  await panel.getByRole("heading", { name: "How can we help?" }).waitFor();
});

see("search answers in the panel, under a strict policy, and the page hears of it", { expected }, async (page) => {
  await page.goto("");
  await page.evaluate(() => {
    // @ts-ignore
    window.heard = [];
    // @ts-ignore
    for (const name of ["search", "panel"]) faqtory.on(name, (detail) => heard.push([name, detail]));
  });
  const panel = await openPanel(page);
  await panel.locator(".widget-page .search-input").click();
  await page.keyboard.insertText("can i take my dog");
  await panel.locator(".result-answer").waitFor();
  await eventually(async () => {
    // @ts-ignore
    const heard = await page.evaluate(() => window.heard);
    assert.deepEqual(heard[0], ["panel", { open: true }]);
    assert.equal(heard.find((/** @type {any} */ [name]) => name === "search")?.[1].query, "can i take my dog");
  });
  await panel.locator(".result-answer a").first().click();
  await panel.locator("article").waitFor();
  assert.equal(await panel.locator(":is(.header, .footer, .breadcrumbs, .siblings):visible").count(), 0, "the panel has these already");
});

see("back leads through the panel, and the browser's own back leaves the page", { expected }, async (page) => {
  await page.goto("?first");
  await page.goto("?second");
  const length = await page.evaluate(() => history.length);
  const panel = await openPanel(page);
  await panel.locator("[data-popular] a").first().click();
  await panel.locator("article").waitFor();
  const first = panel.url();
  await panel.locator("article .related a, article .prose a[href^='/']").locator("visible=true").first().click();
  await eventually(() => assert.notEqual(panel.url(), first));
  await panel.locator("article").waitFor();
  assert.equal(await page.evaluate(() => history.length), length);
  await eventually(async () => assert.equal(await page.locator("faqtory-widget .tool[href]").getAttribute("href"), panel.url()));
  await page.getByRole("button", { name: "Back" }).click();
  await eventually(() => assert.equal(panel.url(), first));
  await eventually(async () => assert.equal(await page.locator("faqtory-widget .tool[href]").getAttribute("href"), first));
  await page.getByRole("button", { name: "Back" }).click();
  await panel.getByRole("heading", { name: "How can we help?" }).waitFor();
  await page.goBack();
  assert.match(page.url(), /first/);
});

see("rules, names and words suggest, with and without the panel", { expected }, async (page) => {
  await page.goto("checkout/pay");
  const panel = await openPanel(page);
  const titles = () => panel.locator("[data-suggested] .row-title").allTextContents();
  await panel.locator("[data-suggested] h2").getByText("About paying").waitFor();
  assert.deepEqual(await titles(), ["Why is there a €5.00 hold on my card?", "Add or change how you pay"]);
  // An app with routes of its own
  await page.evaluate(() => {
    history.pushState(null, "", "/rides/42");
    document.querySelector("main")?.setAttribute("data-faqtory-context", "ride.active");
  });
  await page.evaluate(() => history.replaceState(null, "", "/rides/43"));
  await eventually(async () => assert.deepEqual(await titles(), ["End your ride"]));

  await page.goto("somewhere?tag=data-faqtory-context=plans");
  const suggested = () => page.evaluate(() => /** @type {any} */ (window).faqtory.suggest());
  const found = await suggested();
  assert.ok(found.some(({ title }) => title === "Change or cancel your plan"), JSON.stringify(found));
  assert.ok(found.every(({ url }) => url.startsWith(host.help)));
  assert.equal(await page.locator("faqtory-widget .panel").isVisible(), false);
  const words = await page.evaluate(() => /** @type {any} */ (window).faqtory.suggest({ url: "/app/receipts/8412", context: "" }));
  assert.match(words[0].title, /receipt/i);
});

see("the app opens an article, an error code, a step of a troubleshooter, a search; never anything else", { expected }, async (page) => {
  await page.goto("");
  const open = (/** @type {object} */ target) => page.evaluate((it) => /** @type {any} */ (window).faqtory.open(it), target);
  const leadsTo = async (/** @type {object} */ target, /** @type {string} */ place) => {
    await open(target);
    const panel = await panelOf(page);
    await eventually(() => assert.equal(panel.url(), `${host.help}${place}`));
    return panel;
  };
  await leadsTo({ article: "/payments/refunds/" }, "payments/refunds/");
  await leadsTo({ article: "/payments/card-hold.md#amount" }, "payments/card-hold/#amount");
  await leadsTo({ tree: "/troubleshooting/bike-wont-unlock/", node: "light" }, "troubleshooting/bike-wont-unlock/#light");
  await leadsTo({ code: "L-108" }, "troubleshooting/error-codes/#l-108");
  const panel = await leadsTo({ query: "refund" }, "widget/?q=refund");
  await panel.getByRole("option").first().waitFor();
  for (const article of ["https://elsewhere.example/x", "//elsewhere.example/", "javascript:alert(1)", "\\\\elsewhere.example"]) {
    await leadsTo({ article: "/payments/refunds/" }, "payments/refunds/");
    await leadsTo({ article }, "widget/");
  }
});

see("help opens at its start when the app names nothing that can be", { expected }, async (page) => {
  for (const target of [null, { article: "http://[" }, { article: "//[" }]) {
    await page.goto("");
    await page.evaluate((it) => /** @type {any} */ (window).faqtory.open(it), target);
    const panel = await panelOf(page);
    await eventually(() => assert.equal(panel.url(), `${host.help}widget/`));
  }
});

see("addresses that are none do no harm in the panel", { expected }, async (page) => {
  await page.goto("");
  const panel = await openPanel(page);
  const errors = /** @type {string[]} */ ([]);
  page.on("pageerror", ({ message }) => errors.push(message));
  await page.evaluate((target) => {
    const frame = document.querySelector("faqtory-widget")?.shadowRoot?.querySelector("iframe");
    const send = (/** @type {object} */ message) => frame?.contentWindow?.postMessage({ faqtory: "widget.v1", ...message }, target);
    send({ type: "go", url: "http://[bad" });
    send({ type: "suggest", id: 99, address: "http://[bad", context: "" });
    send({ type: "host", page: { url: "http://[bad" }, address: "http://[bad", context: "" });
  }, new URL(host.help).origin);
  const items = await page.evaluate(() => /** @type {any} */ (window).faqtory.suggest({ url: "/checkout/x" }));
  assert.ok(items.length > 0);
  await panel.getByRole("searchbox").or(panel.getByRole("combobox")).first().waitFor();
  assert.deepEqual(errors, []);
});

see("links that leave the help center open a tab", { expected }, async (page) => {
  await page.goto("");
  const panel = await openPanel(page);
  await panel.evaluate(() => {
    const link = Object.assign(document.createElement("a"), { href: "https://elsewhere.example/", id: "away", textContent: "Away" });
    document.querySelector("main")?.append(link);
    link.addEventListener("click", (event) => event.preventDefault(), { capture: false });
  });
  await panel.evaluate(() => {
    const link = /** @type {HTMLAnchorElement} */ (document.querySelector("#away"));
    const copy = /** @type {HTMLAnchorElement} */ (link.cloneNode(true));
    link.replaceWith(copy);
    addEventListener("click", (event) => event.preventDefault());
    copy.click();
  });
  assert.deepEqual(await panel.locator("#away").evaluate((it) => [it.getAttribute("target"), it.getAttribute("rel")]), ["_blank", "noopener"]);
});

see("whom the app names is told to the panel, and kept nowhere", { expected }, async (page) => {
  await page.goto("orders/8?secret=1#token=2");
  await page.evaluate(() => /** @type {any} */ (window).faqtory.identify({ name: "Aoife Byrne", email: "aoife@example.com" }));
  const panel = await openPanel(page);
  const module = (await readdir(join(host.helpFolder, "_faqtory/assets"))).find((name) => name.startsWith("contact."));
  const told = () => panel.evaluate(async (address) => {
    const { handoff } = await import(address);
    const { user, page } = handoff();
    return { user, page };
  }, `${host.help}_faqtory/assets/${module}`);
  const wanted = { user: { name: "Aoife Byrne", email: "aoife@example.com" }, page: { url: `${host.url}orders/8`, title: "Acme app" } };
  await eventually(async () => assert.deepEqual(await told(), wanted));
  await panel.locator("[data-popular] a").first().click();
  await panel.locator("article").waitFor();
  await eventually(async () => assert.deepEqual(await told(), wanted, "the next page is told, too"));
  const stored = () => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href, window.name]);
  for (const frame of page.frames()) assert.doesNotMatch(await frame.evaluate(stored), /Aoife|aoife/);
});

see("a policy without frame-src is told, with a way that works", { expected: expecting(/policy: frame-src|Framing|frame-src/) }, async (page) => {
  await page.goto("?policy=closed");
  await page.getByRole("button", { name: "Help" }).click();
  const link = page.locator("faqtory-widget .note a");
  await link.waitFor();
  assert.match(await page.locator("faqtory-widget .note").innerText(), /does not let us show the help center here/);
  assert.equal(await link.getAttribute("href"), `${host.help}widget/`);
  assert.equal(await link.getAttribute("target"), "_blank");
  await page.keyboard.press("Escape");
  await page.locator("faqtory-widget .panel").waitFor({ state: "hidden" });
  assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).faqtory.suggest()), []);
});

see("twice in a page it is there once; calls before it are kept; mistakes stay in it", { expected }, async (page) => {
  await page.goto("?count=2");
  await page.locator("faqtory-widget .launcher").waitFor();
  await page.waitForLoadState("networkidle");
  assert.equal(await page.locator("faqtory-widget").count(), 1);
  const thrown = await page.evaluate(() => {
    const { faqtory } = /** @type {any} */ (window);
    try {
      faqtory.open(null);
      faqtory.open({ article: {} });
      faqtory.identify({ act() {} });
      faqtory.on("panel", () => { throw new Error("theirs"); });
      faqtory.push(["nothing"]);
      faqtory.push();
      faqtory.close();
      return Object.isFrozen(faqtory);
    } catch (error) {
      return String(error);
    }
  });
  assert.equal(thrown, true);
});

see("language, direction, corner and launcher follow the script tag", { expected }, async (page) => {
  await page.goto("?lang=ar");
  const launcher = page.locator("faqtory-widget .launcher");
  await launcher.waitFor();
  const middle = async () => ((box) => (box?.x ?? 0) + (box?.width ?? 0) / 2)(await launcher.boundingBox());
  assert.ok(await middle() < 640, "the end of a line is on the left");
  await page.goto(`?tag=${encodeURIComponent("data-lang=de data-position=start")}`);
  await launcher.waitFor();
  assert.ok(await middle() < 640);
  await launcher.click();
  const panel = await panelOf(page);
  assert.equal(panel.url(), `${host.help}de/widget/`);
  await page.goto("?tag=data-launcher=off");
  await page.waitForFunction(() => "version" in /** @type {any} */ (window).faqtory);
  assert.equal(await launcher.isVisible(), false);
  await page.evaluate(() => /** @type {any} */ (window).faqtory.open());
  await panelOf(page);
});
