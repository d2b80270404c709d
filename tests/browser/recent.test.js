// Articles that this browser has read, on the start page.

import assert from "node:assert/strict";

import { knowledgeBase, layoutShifts, publish, stage } from "./kit.js";

/** @type {Record<string, string>} */
const articles = { "../faqtory.yaml": "title: Test\nlanguages:\n  - {code: en, name: English}\n  - {code: de, name: Deutsch}\n", "_index.md": "# Home\n", "de/_index.md": "# Start\n", "de/a1.md": "# Eins\n", "private.md": "---\nsensitive: true\n---\n# Private\n" };
for (let at = 1; at <= 7; at += 1) articles[`a${at}.md`] = `# Article ${at}\n`;
const see = stage(async () => publish({ root: await knowledgeBase(articles), path: "/sub" }));

/** @param {import("playwright-core").Page} page */
const names = (page) => page.locator(".recent a:visible").allTextContents();

see("start page offers the last five articles in its language", {}, async (page) => {
  await page.goto("");
  assert.ok(await page.locator(".recent").isHidden());
  for (const address of ["a1/", "de/a1/", "a2/", "a3/", "a4/", "a5/", "private/", "a6/", "a2/"]) await page.goto(address);
  await page.goto("");
  assert.deepEqual(await names(page), ["Article 2", "Article 6", "Article 5", "Article 4", "Article 3"]);
  await page.goto("de/");
  assert.deepEqual(await names(page), ["Eins"]);
  await page.locator(".recent a").click();
  await page.waitForURL("**/sub/de/a1/");
  await page.goto("de/");
  await page.getByRole("button", { name: /Clear/ }).or(page.locator(".recent-clear")).first().click();
  assert.ok(await page.locator(".recent").isHidden());
  await page.goto("");
  assert.equal((await names(page)).length, 5);
});

see("page that is gone drops out", { expected: /404/ }, async (page) => {
  await page.goto("a1/");
  await page.goto("a2/");
  await page.evaluate(() => {
    const key = Object.keys(localStorage).find((name) => name.startsWith("faqtory-recent:")) ?? "";
    localStorage.setItem(key, (localStorage.getItem(key) ?? "").replace("/sub/a1/", "/sub/gone/"));
  });
  await page.goto("");
  assert.deepEqual(await names(page), ["Article 2", "Article 1"]);
  await Promise.all([
    page.waitForURL(/\/sub\/gone\/$/),
    page.getByRole("link", { name: "Article 1" }).first().evaluate((link) => /** @type {HTMLElement} */ (link).click()),
  ]);
  await page.goto("");
  assert.deepEqual(await names(page), ["Article 2"]);
});

stage(async () => publish({ root: await knowledgeBase({ "_index.md": "# Home\n", "a1.md": "# Article 1\n" }) }))("only addresses of this site are offered", {}, async (page) => {
  await page.goto("a1/");
  await page.evaluate(() => {
    const foreign = ["/\\evil.example/", "\\\\evil.example/", "/.//evil.example/", "\t//evil.example/", "https://evil.example/", "javascript:alert(1)"];
    const own = JSON.parse(localStorage.getItem("faqtory-recent:/") ?? "[]");
    localStorage.setItem("faqtory-recent:/", JSON.stringify([...foreign.map((url) => ({ url, title: url, lang: "en" })), ...own]));
  });
  await page.goto("");
  assert.deepEqual(await names(page), ["Article 1"]);
});

see("nothing moves, and what others wrote into the storage does no harm", {}, async (page) => {
  await page.goto("a1/");
  await page.evaluate(() => {
    const key = Object.keys(localStorage).find((name) => name.startsWith("faqtory-recent:")) ?? "";
    const own = JSON.parse(localStorage.getItem(key) ?? "[]");
    localStorage.setItem(key, JSON.stringify([{ url: "javascript:alert(1)", title: "x", lang: "en" }, { url: "//evil.example/", title: "y", lang: "en" }, { url: 1 }, ...own]));
  });
  await page.goto("");
  assert.deepEqual(await names(page), ["Article 1"]);
  assert.equal(await layoutShifts(page), 0);
  await page.evaluate(() => {
    const key = Object.keys(localStorage).find((name) => name.startsWith("faqtory-recent:")) ?? "";
    localStorage.setItem(key, "{broken");
  });
  await page.goto("");
  assert.ok(await page.locator(".recent").isHidden());
});
