// The accessibility checker, for a page in the state that it is in.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** @param {import("playwright-core").Page} page */
export async function assertAccessible(page) {
  await page.evaluate(axe);
  // @ts-expect-error axe came with the line before
  const { violations, passes } = await page.evaluate(() => axe.run());
  const told = violations.map((/** @type {any} */ { id, nodes }) =>
    `${id}: ${nodes.map((/** @type {any} */ node) => `${node.target} ${node.any[0]?.message ?? ""}`).join("; ")}`);
  assert.deepEqual(told, []);
  assert.ok(passes.length > 10);
}

/**
 * Controls that are smaller than a finger needs.
 * @param {import("playwright-core").Page} page
 * @param {string} selector
 * @param {number} least in CSS pixels
 */
export function tooSmall(page, selector, least = 44) {
  return page.locator(selector).evaluateAll((all, least) => all.filter((it) => it.checkVisibility()).flatMap((it) => {
    const { width, height } = it.getBoundingClientRect();
    return width + 0.5 >= least && height + 0.5 >= least ? [] : [`${it.className} ${it.textContent} ${width} x ${height}`];
  }), least);
}

/** Whether the page is wider than the screen. @param {import("playwright-core").Page} page */
export function isCutOff(page) {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
}
