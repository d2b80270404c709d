// A small help center with contact, and stand-ins for the services behind it, for the tests of contact.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

import { knowledgeBase, publish } from "./kit.js";
import { startVendors } from "./vendors.js";

/** @typedef {import("playwright-core").Page} Page */

const ARTICLES = {
  "_index.md": "---\ntitle: Help\n---\nHelp.\n",
  "payments/_index.md": "---\ntitle: Payments\n---\nMoney.\n",
  "payments/refunds.md": `---
title: Get a refund
answer: Open the ride in the app and tap Get help. Most refunds are decided in minutes.
escalate: billing
questions: [how do I get my money back, refund please]
---
Ask in the app, from the ride it is about.

## How to ask {#ask}

1. Open the **Rides** tab.
2. Tap *Get help*.
3. Choose what happened.

## How long it takes {#timing}

A card takes 5 to 7 working days.
`,
  "payments/charged-twice.md": "---\ntitle: I was charged twice\nescalate: billing\n---\n## One of the two is a hold {#hold}\n\nIt disappears within seven days by itself.\n",
  "safety/_index.md": "---\ntitle: Safety\n---\nSafe.\n",
  "safety/accident.md": "---\ntitle: After an accident\nsensitive: true\nescalate: accident\n---\nCall the emergency number first.\n",
};

/** Topics that every test has. */
export const TOPICS = `
fields:
  name: {type: text, required: true, autocomplete: name}
  email: {type: email, required: true, autocomplete: email}
  ride_date: {type: date, label: When was the ride?, hint: The day it began, min: 2020-01-01}
  phone: {type: tel, label: Phone}
  amount: {type: number, label: Amount, min: 1, max: 500}
  color: {type: radio, label: Color of the bike, options: [red, blue]}
  plan: {type: select, label: Plan, options: [Day, Year]}
  news: {type: checkbox, label: Tell me more}
topics:
  billing:
    title: Payments
    fields: [name, email, ride_date, phone, subject, message]
    priority: high
    queue: money
    tags: [billing, vip]
  accident: {title: Accident, sensitive: true}
  all: {title: All kinds, fields: [name, email, ride_date, amount, color, plan, news, message]}
`;

/**
 * Publishes a help center with this contact config.
 * @param {string} contact
 * @param {{ articles?: Record<string, string>, path?: string, policy?: string, files?: Record<string, string> }} [options]
 */
export async function contactSite(contact, { articles = {}, files = {}, ...options } = {}) {
  const root = await knowledgeBase({ ...ARTICLES, ...articles }, { "data/contact.yaml": contact, ...files });
  return publish({ root, ...options });
}

/**
 * Sites by name and the services behind them, as one thing to start and to close.
 * @param {Record<string, string>} configs contact's by name
 * @param {Record<string, import("./vendors.js").Vendor>} vendors by host
 */
export async function contactStage(configs, vendors) {
  const services = await startVendors(vendors);
  /** @type {Record<string, import("./kit.js").Site>} */
  const sites = {};
  for (const [name, contact] of Object.entries(configs)) sites[name] = await contactSite(contact);
  const [first] = Object.values(sites);
  return {
    ...first, sites, services, switches: services.switches,
    async close() {
      for (const site of Object.values(sites)) await site.close();
      await services.close();
    },
  };
}

/** What a customer does before they write: searches, reads. @param {Page} page @param {string} home */
export async function tryFirst(page, home) {
  await page.goto(`${home}payments/`);
  await page.keyboard.press("Control+k");
  // At once: on a slow machine half of the word would have results of its own.
  await page.keyboard.insertText("refund");
  await page.locator("#search-dialog a", { has: page.locator(".result-title", { hasText: "Get a refund" }) }).first().click();
  await page.waitForURL("**/payments/refunds/**");
  await page.locator(".escalation").waitFor();
  await page.evaluate(() => {
    const key = "faqtory-trail:/";
    const trail = JSON.parse(sessionStorage.getItem(key) ?? "{}");
    const at = new Date().toISOString().replace(/\.\d+Z$/, "Z");
    trail.queries = [{ query: "refund", results: 2, opened: location.pathname, at }];
    sessionStorage.setItem(key, JSON.stringify(trail));
  });
}

/** @param {Page} page @param {Partial<Record<"name" | "email" | "ride_date" | "phone" | "subject" | "message", string>>} values */
export async function fill(page, values) {
  for (const [name, value] of Object.entries(values)) await page.locator(`[data-field="${name}"]`).fill(value);
}

export const ANNA = { name: "Anna <b>", email: "anna@example.com", message: "I was charged twice & want 3 € back.\nPlease help 🚲" };

const require = createRequire(import.meta.url);

/** The source of axe, to run in a page. */
export const axe = await readFile(require.resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds wrong with the page. @param {Page} page @returns {Promise<string[]>} */
export async function violations(page) {
  await page.evaluate(axe);
  // @ts-expect-error axe came with the line before
  const { violations: found } = await page.evaluate(() => axe.run());
  return found.map((/** @type {any} */ { id, nodes }) =>
    `${id}: ${nodes.map((/** @type {any} */ node) => `${node.target} ${node.any[0]?.message ?? ""}`).join("; ")}`);
}
