// When nothing is found, there is always a way on.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { eventually, knowledgeBase, publish, stage } from "./kit.js";

const see = stage(publish);
const field = "#search-dialog input[type=search]";

for (const [where, at] of [["dialog", "payments/"], ["search page", "search/"]]) {
  const own = where === "dialog" ? field : "search-page input[type=search]";
  const inside = where === "dialog" ? "#search-dialog" : "search-page";
  const state = `${inside} .search-state`;

  see(`${where}: popular articles and topics lead on`, {}, async (page) => {
    await page.goto(at);
    if (where === "dialog") await page.keyboard.press("Control+k");
    await page.locator(own).fill("xqzvwkj");
    await page.locator(state).waitFor();
    assert.match(await page.locator(state).innerText(), /Nothing found for “xqzvwkj”[^]*Popular articles/);
    const links = await page.locator(`${state} a`).evaluateAll((all) => all.map((it) => /** @type {HTMLAnchorElement} */ (it).href));
    assert.equal(await page.locator(`${state} .search-popular a`).count(), 5);
    assert.equal(await page.locator(`${state} .chips a`).count(), 9);
    for (const link of links) assert.equal((await page.request.get(link)).status(), 200, link);
    await page.locator(`${state} .search-popular a`).first().click();
    await page.waitForURL("**/troubleshooting/bike-wont-unlock/");
  });

  see(`${where}: a suggestion is a button that searches`, {}, async (page) => {
    // What the engine says of a word that it can only guess.
    await page.route(/\/search\.js$/, async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replace("const [count, total, confident, , corrected, ...suggestions] = head.split(",
        "const [count, total, confident, , corrected, ...suggestions] = (query === 'helmit' ? '0\\x1f0\\x1f0\\x1f\\x1f\\x1fhelmet' : head).split(");
      await route.fulfill({ response, body });
    });
    await page.goto(at);
    if (where === "dialog") await page.keyboard.press("Control+k");
    await page.locator(own).fill("helmit");
    await page.locator(state).getByRole("button", { name: "helmet" }).click();
    await eventually(async () => assert.match(await page.locator(`${inside} .result-title`).first().innerText(), /helmet/i));
    assert.equal(await page.locator(own).inputValue(), "helmet");
  });

  see(`${where}: the way to people takes the query along, when the site has one`, {}, async (page) => {
    await page.goto(at);
    if (where === "dialog") await page.keyboard.press("Control+k");
    await page.locator(own).fill("xqz vwkj&");
    const link = page.locator(state).getByRole("link", { name: "Ask us about “xqz vwkj&”" });
    assert.equal(new URL(await link.evaluate((it) => it.href)).search, "?q=xqz+vwkj%26");
  });
}

/** A site in two languages. */
async function bilingual() {
  const root = await knowledgeBase({
    "_index.md": "---\ntitle: Help\n---\n", "parcel.md": "# Track a parcel\n\nEvery parcel has a number.\n",
    "de/parcel.md": "# Paket verfolgen\n\nJedes Paket hat eine Nummer.\n",
  });
  const config = join(root, "faqtory.yaml");
  const languages = "languages:\n  - {code: en, name: English}\n  - {code: de, name: Deutsch}\n";
  await writeFile(config, (await readFile(config, "utf8")) + languages);
  return publish({ root, path: "/sub" });
}

const both = stage(bilingual);

both("a search that finds nothing goes on in the first language, with the query", {}, async (page) => {
  await page.goto("de/parcel/");
  await page.keyboard.press("Control+k");
  await page.locator(field).fill("every");
  const link = page.locator("#search-dialog .search-state .search-language");
  assert.match(await link.innerText(), /English/);
  assert.equal(await link.getAttribute("hreflang"), "en");
  await link.click();
  await page.waitForURL("**/sub/search/?q=every");
  await page.locator("search-page .results > li").first().waitFor();
});

both("in the first language there is no other to go to", {}, async (page) => {
  await page.goto("parcel/");
  await page.keyboard.press("Control+k");
  await page.locator(field).fill("xqzvwkj");
  await page.locator("#search-dialog .search-state").waitFor();
  assert.equal(await page.locator(".search-state .search-language").count(), 0);
});
