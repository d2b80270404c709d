// Help codes: the browser's rules are those of the builder, and codes lead to their places.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import { assertAccessible, isCutOff } from "./axe.js";
import { REPOSITORY, eventually, holdModules, knowledgeBase, publish, stage } from "./kit.js";
// @ts-expect-error the theme's modules are no package
import { MOST_PLACES, decode, encode, placeOf, spoken, ways } from "../../theme/js/help-code.js";

const table = JSON.parse(await readFile(join(REPOSITORY, "tests/browser/help-codes.json"), "utf8"));

test("what is typed is read as the builder reads it", () => {
  assert.ok(table.inputs.length > 8);
  for (const { input, wrong, article, place, code } of table.inputs) {
    const read = decode(input);
    if (wrong) assert.equal(read, null, input);
    else assert.deepEqual([read?.article, read?.place, spoken(read?.code ?? "")], [article, place, code], input);
  }
});

test("places of articles have the builder's codes", () => {
  let seen = 0;
  for (const { article, places } of table.articles) {
    for (const { code, place } of places) {
      assert.equal(spoken(encode(article, place)), code);
      assert.deepEqual(decode(code), { article, place, code: code.replace("-", "") });
      seen += 1;
    }
  }
  assert.ok(seen > 10);
});

test("ways through a tree have the builder's numbers", () => {
  let seen = 0;
  for (const { tree, ranks = [] } of table.articles) {
    if (!tree) continue;
    const all = ways(tree.nodes, tree.start);
    assert.ok(all.length <= MOST_PLACES + 1);
    for (const { rank, nodes, choices } of ranks) {
      assert.equal(placeOf(all, nodes), rank);
      if (all[rank].nodes.length === nodes.length) assert.deepEqual(all[rank], { nodes, choices });
      seen += 1;
    }
  }
  assert.ok(seen > 10, "the table has ranks");
});

test("any wrong character is noticed", () => {
  const code = encode("K7M2Q", 955);
  for (let at = 0; at < code.length; at += 1) {
    for (const letter of "0123456789ABCDEFGHJKMNPQRSTVWXYZ") {
      if (letter !== code[at]) assert.equal(decode(code.slice(0, at) + letter + code.slice(at + 1)), null);
    }
  }
});

const articles = {
  "bike.md": "# Fix a bike\n\n## Chain\n\nOil it.\n\n## Brakes & bells\n\nTighten them.\n",
  "saddle.md": "---\nkind: howto\n---\n# Raise the saddle\n\n1. Open the lever.\n2. Pull the saddle up.\n",
  "faq.md": "---\nkind: faq\n---\n# Questions\n\n## May I bring a dog?\n\nYes.\n\n## May I bring a cat?\n\nNo.\n",
};
const see = stage(async () => publish({ root: await knowledgeBase(articles), path: "/sub" }));

/** @typedef {import("playwright-core").Page} Page */

/** The article's part of its code. @param {Page} page @param {string} address */
async function codeOf(page, address) {
  await page.goto(address);
  return await page.locator(".article").getAttribute("data-help-code") ?? "";
}

see("code page says what a code names, and opens it there", {}, async (page) => {
  const bike = await codeOf(page, "bike/");
  await page.goto("code/");
  await page.getByLabel("Help code").fill(spoken(encode(bike, 2)).toLowerCase());
  await page.keyboard.press("Enter");
  const found = page.locator("[data-code-result]");
  await found.getByRole("heading", { name: "Fix a bike" }).waitFor();
  assert.equal(await found.locator(".code-place").innerText(), "Brakes & bells");
  await assertAccessible(page);
  await found.getByRole("link").click();
  await page.waitForURL("**/sub/bike/#brakes--bells");
  assert.equal(await page.evaluate(() => document.querySelector(":target")?.id), "brakes--bells");
  const saddle = await codeOf(page, "saddle/");
  await page.goto(`code/?c=${encode(saddle, 2)}`);
  await found.getByText("Pull the saddle up.").first().waitFor();
  await found.getByRole("link").click();
  await page.waitForURL("**/sub/saddle/#step-2");
  const faq = await codeOf(page, "faq/");
  await page.goto(`code/?c=${encode(faq, 2)}`);
  await found.getByText("May I bring a cat?").first().waitFor();
  await found.getByRole("link").click();
  await page.waitForURL("**/sub/faq/#may-i-bring-a-cat");
  await eventually(async () => assert.ok(await page.getByText("No.", { exact: true }).isVisible()));
});

see("what is typed before the script comes stays", {}, async (page) => {
  const bike = await codeOf(page, "bike/");
  const release = await holdModules(page);
  await page.goto("code/?c=K7M-2QX");
  const code = spoken(encode(bike, 2));
  await page.getByLabel("Help code").fill(code);
  release();
  await page.locator("[data-code-result][role=status]").waitFor({ state: "attached" });
  assert.equal(await page.getByLabel("Help code").inputValue(), code);
  await page.keyboard.press("Enter");
  await page.locator("[data-code-result]").getByRole("heading", { name: "Fix a bike" }).waitFor();
});

see("wrong and unknown codes are said to be so", { viewport: { width: 320, height: 640 } }, async (page) => {
  await page.goto("code/?c=K7M-2QX");
  await page.getByText("This is not a help code").waitFor();
  assert.equal(await page.getByLabel("Help code").getAttribute("aria-invalid"), "true");
  await assertAccessible(page);
  await page.getByLabel("Help code").fill(encode("00000"));
  await page.getByRole("button", { name: "Open", exact: true }).click();
  await page.getByText("leads to no page here").waitFor();
  await page.goBack();
  await page.getByText("This is not a help code").waitFor();
  assert.equal(await isCutOff(page), false);
});

see("code typed into the search comes first", {}, async (page) => {
  const code = spoken(encode(await codeOf(page, "bike/"), 1));
  await page.keyboard.press("Control+k");
  await page.locator("#search-dialog input[type=search]").fill(code.toLowerCase());
  const first = page.locator("#search-dialog [role=option]").first();
  await eventually(async () => assert.equal(await first.innerText(), `Open help code ${code}`));
  await assertAccessible(page);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/sub/bike/#chain");
});
