// One visit from question to human, on the example as it is published: what a customer presses and types, and what
// the services behind it get. Nothing is put into the browser's storage.

import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { assertAccessible, isCutOff, tooSmall } from "./axe.js";
import { EXAMPLE, eventually, publish, stage } from "./kit.js";
import { startVendors } from "./vendors.js";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("playwright-core").Frame} Frame */
/** @typedef {import("playwright-core").Locator} Locator */
/** @typedef {{ query: string, articles: string[], tree: string, at: string, title: string, path: { node: string, title: string, choice: string }[], code: string }} Visit */

/** @typedef {"" | "ar/"} Home of a language */

/** What is asked by language: the example answers it, and has a troubleshooter among what else it finds. `answers`: up to a human, by the nodes they lead to. */
export const QUESTIONS = {
  "": {
    query: "ride still running", tree: "troubleshooting/ride-wont-end/",
    answers: ["what-does-the-app-say", "looking-for-gps", "end-with-a-photo", "we-close-the-ride-for-you"],
  },
  "ar/": {
    query: "الرحلة ما زالت جارية والقفل لا يفتح", tree: "ar/troubleshooting/bike-wont-unlock/",
    answers: ["unlocking-and-it-never-ends", "no-bluetooth-connection", "no-bike-works-with-my-phone", "ask-us-to-open-it"],
  },
};
export const TYPED = { name: "Aoife Byrne", email: "aoife@example.com", bike: "R 4821", message: "No bike opens for my phone.\nIch warte – أنتظر 🚲" };
export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true };
export const ANYONE = { ...PHONE, ignoreHTTPSErrors: true, expected: /^foreign request: https:\/\/(hooks|chat|app)\.rondo\.example\// };
export const FAILING = { ...ANYONE, expected: /^foreign request: https:\/\/(hooks|chat)\.rondo|^console: .*(Failed to load resource|CORS)|^\d{3}: https:\/\/hooks/ };

/** What the webhook does with the next messages; then it takes them. @type {import("./vendors.js").Answer[]} */
export const answers = [];

/** A page of the company's app, on its own host, with the widget in it. @param {string} help */
const app = (help) => `<!doctype html><html lang="en"><head><title>Rondo app</title><meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,"><script src="/app.js"></script><script type="module" src="${help}_faqtory/widget.js"></script></head>
<body><main data-faqtory-context="ride.unlock"><h1>Your ride</h1><p>Scan a bike.</p></main></body></html>`;
const APP_SCRIPT = 'window.faqtory = [["identify", { name: "Aoife", email: "aoife@example.com", plan: "monthly" }]];';
const CHAT_SCRIPT = "window.calls = []; window.RondoChat = { tell: (facts) => calls.push(['tell', facts]), open: (facts) => calls.push(['open', facts]) };";

async function start() {
  const root = await mkdtemp(join(tmpdir(), "faqtory-journey-"));
  process.once("exit", () => rmSync(root, { recursive: true, force: true }));
  await cp(EXAMPLE, root, { recursive: true });
  // Three tries have pauses of thirteen seconds together.
  const contact = await readFile(join(root, "data/contact.yaml"), "utf8");
  await writeFile(join(root, "data/contact.yaml"), contact.replace("  adapter: webhook\n", "  adapter: webhook\n  retries: 1\n"));
  const site = await publish({ root });
  const services = await startVendors({
    "hooks.rondo.example": ({ path }) => (path === "/help" && answers.shift()) || { status: 200, body: { reference: "R-1" } },
    "chat.rondo.example": ({ path }) => (path === "/widget.js"
      ? { headers: { "Content-Type": "text/javascript" }, body: CHAT_SCRIPT } : { body: { available: true } }),
    "app.rondo.example": ({ path }) => {
      if (path === "/app.js") return { headers: { "Content-Type": "text/javascript" }, body: APP_SCRIPT };
      const policy = `default-src 'none'; script-src 'self' ${site.url.slice(0, -1)}; frame-src ${site.url.slice(0, -1)}; img-src data:`;
      return { headers: { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy }, body: app(site.url) };
    },
  });
  const close = async () => {
    await site.close();
    await services.close();
  };
  return { ...site, root, services, switches: services.switches, close };
}

/** @type {Awaited<ReturnType<typeof start>>} */
export let all;
export const see = stage(async () => (all = await start()));

/** The messages that the endpoint was asked to take. */
export const messages = () => all.services.asked.filter(({ host, path, method }) => host === "hooks.rondo.example" && path === "/help" && method === "POST");

/** Presses Tab until something has the focus. @param {Page} page @param {Locator} wanted @param {number} [most] */
export async function tabTo(page, wanted, most = 120) {
  await wanted.waitFor();
  for (let press = 0; press < most; press += 1) {
    if (await wanted.evaluate((it) => it === /** @type {Document} */ (it.getRootNode()).activeElement)) return;
    await page.keyboard.press("Tab");
  }
  const at = await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 200));
  assert.fail(`${most} times Tab do not lead to ${wanted}, but to ${at}`);
}

/** @param {Page} page @param {Locator} control @param {number} [most] */
export async function press(page, control, most) {
  await tabTo(page, control, most);
  await page.keyboard.press("Enter");
}

/** A page in this state: accessible, with controls that a finger hits, not wider than the screen. @param {Page} page @param {string} controls */
export async function station(page, controls) {
  await page.waitForLoadState("networkidle");
  await assertAccessible(page);
  assert.ok(await page.locator(controls).filter({ visible: true }).count() > 0, controls);
  assert.deepEqual(await tooSmall(page, controls), []);
  assert.equal(await isCutOff(page), false);
}

/**
 * From a page of the help center to the outcome of the troubleshooter, by keyboard.
 * @param {Page} page
 * @param {{ home?: Home, look?: (controls: string) => Promise<void> }} [how] `look`: at every station
 * @returns {Promise<Visit>}
 */
export async function visit(page, { home = "", look = async () => {} } = {}) {
  const { query, tree } = QUESTIONS[home];
  const first = `${home}payments/refunds/`;
  await page.goto(first);
  await press(page, page.locator(".search-button"));
  const dialog = page.locator("#search-dialog");
  await tabTo(page, dialog.locator("input[type=search]"), 2);
  // At once: on a slow machine half of the query would be searched for, and told, too.
  await page.keyboard.insertText(query);
  await refuse(page, page, { tree, look: () => look("#search-dialog :is(.answer-tool, [data-search-close])") });
  await page.waitForURL(`**/${tree}`);
  const tried = await answerTree(page, page, { home, look });
  return { ...tried, articles: [`/${first}`, ...tried.articles] };
}

/**
 * "It did not": what was found instead is the troubleshooter.
 * @param {Page} page that has the keyboard
 * @param {Page | Frame} shown
 * @param {{ tree: string, look?: () => Promise<void> }} how
 */
export async function refuse(page, shown, { tree, look = async () => {} }) {
  const tools = shown.locator(".answer-tools").filter({ visible: true });
  await tools.waitFor();
  await look();
  await press(page, tools.locator("button").last());
  await tools.locator(".answer-said").waitFor();
  await look();
  await press(page, tools.locator(`a[href$="/${tree}"]`), 4);
}

/**
 * @param {Page} page that has the keyboard
 * @param {Page | Frame} shown
 * @param {{ home?: Home, look?: (controls: string) => Promise<void> }} [how]
 * @returns {Promise<Visit>}
 */
export async function answerTree(page, shown, { home = "", look = async () => {} } = {}) {
  const { query, tree, answers: chosen } = QUESTIONS[home];
  await shown.locator(".tree[data-wizard]").waitFor();
  await look(".choices a, .tree button");
  const path = [];
  for (const [at, next] of chosen.entries()) {
    const node = shown.locator(".node").filter({ visible: true });
    const choice = node.locator(`.choices a[href="#${next}"]`);
    path.push({ node: await node.getAttribute("data-node") ?? "", title: await titleOf(node), choice: (await choice.innerText()).trim() });
    await press(page, choice, at ? 8 : undefined);
    await shown.locator(`.node[data-node="${next}"]`).waitFor();
    await eventually(async () => assert.equal(await shown.evaluate(() => document.activeElement?.id), next, "the focus is at the next question"));
  }
  await look(".tree-after .button, .tree button");
  const code = await eventually(async () => {
    const [told] = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await shown.locator(".tree-after").innerText()) ?? [];
    assert.ok(told, "the help code is told");
    return told;
  });
  return { query, articles: [`/${tree}`], tree: `/${tree}`, at: chosen.at(-1) ?? "", title: (await shown.locator("h1").innerText()).trim(), path, code };
}

/** @param {Locator} node */
async function titleOf(node) {
  return node.locator("h2").first().evaluate((it) => it.textContent?.trim() ?? "");
}

/** From the outcome of the troubleshooter to the form of its topic, by keyboard. @param {Page} page @param {Page | Frame} [shown] */
export async function toContact(page, shown = page) {
  await press(page, shown.locator(".tree-after a.button"), 6);
  await shown.waitForURL("**/contact/lock/**");
  await shown.locator("#contact-form[novalidate]").waitFor();
}

/** Types into the form, one field after the other. @param {Page} page @param {Page | Frame} [shown] */
export async function type(page, shown = page) {
  for (const [name, value] of Object.entries(TYPED)) {
    const field = shown.locator(`[data-field="${name}"]`);
    await tabTo(page, field);
    await page.keyboard.insertText(value);
    assert.equal(await field.inputValue(), value);
  }
}

/** That a hand-off tells of this visit and of nothing else. @param {any} it @param {Visit} visit */
export function assertTold(it, { query, articles, tree, at, title, path, code }) {
  assert.deepEqual(it.queries.map((/** @type {any} */ asked) => [asked.query, asked.opened]), [[query, tree]]);
  assert.ok(it.queries[0].results > 1);
  assert.deepEqual(it.articles.map((/** @type {any} */ { url }) => url), articles);
  assert.equal(it.articles.at(-1).title, title);
  assert.deepEqual(it.tree, { article: tree, title, path, at_node: at, outcome: "contact" });
  assert.equal(it.code, code.replace("-", ""));
  assert.deepEqual([it.topic, it.deflection, it.site], ["lock", "failed", it.locale === "ar" ? "مساعدة Rondo" : "Rondo Help"]);
  assert.deepEqual([it.steps, it.ratings, it.diagnostics], [[], [], null]);
  const times = [...it.queries, ...it.articles].map((read) => Date.parse(read.at));
  assert.ok(times.every((time) => Math.abs(Date.now() - time) < 600_000));
}
