// What the builder writes in a language, and what scripts say in it, agree: both go by CLDR.

import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { join } from "node:path";

import { knowledgeBase, publish, REPOSITORY, stage } from "./kit.js";

const names = await readdir(join(REPOSITORY, "theme/i18n"));
const codes = [...names.map((name) => name.replace(/\.yaml$/, "")), "ar-EG", "de-CH", "zh-TW", "en-XA", "ar-XB"];
const COUNTS = [0, 1, 2, 3, 5, 11, 21, 100, 101, 1000, 1234, 12_345, 1_000_000];
/** Whose days are written the same in every version of CLDR of the last years. */
const STEADY = ["en", "de", "fr", "ja", "ko", "ar", "ar-EG", "fa", "th", "zh-Hans", "zh-TW", "pl", "pt-BR", "tr"];

const footer = `<footer data-texts="{{ site.assets["js/texts.js"] }}"><ul>
{% for count in [${COUNTS}] %}<li>{{ plural(of="search_count", count=count) }}</li>{% endfor %}</ul></footer>`;

async function published() {
  const article = "---\nupdated: 2026-03-09\n---\n# A\n\n> [!NOTE]\n> Text.\n";
  const articles = Object.fromEntries(codes.map((code) => [code === "en" ? "a.md" : `${code}/a.md`, article]));
  const languages = codes.map((code) => `  - code: ${code}\n`).join("");
  const root = await knowledgeBase(articles, {
    "faqtory.yaml": `title: Test\nlanguages:\n${languages}`,
    "theme/templates/parts/footer.html": footer,
  });
  return publish({ root });
}

const see = stage(published);

/** @param {string} code */
const path = (code) => (code === "en" ? "a/" : `${code.toLowerCase()}/a/`);

for (const code of codes) {
  see(`counts of ${code} are the same from builder and script`, {}, async (page) => {
    await page.goto(path(code));
    assert.equal(await page.locator("html").getAttribute("lang"), code);
    const built = await page.locator("[data-texts] li").allTextContents();
    const module = await page.locator("[data-texts]").getAttribute("data-texts");
    const said = await page.evaluate(async ([module, counts]) => {
      const { countText } = await import(/** @type {string} */ (module));
      return /** @type {number[]} */ (counts).map(countText);
    }, /** @type {const} */ ([module, COUNTS]));
    assert.deepEqual(said, built);
    assert.ok(built.every((text) => text && !text.includes("{")), String(built));
  });
}

see("days are written as the browser would", {}, async (page) => {
  for (const code of STEADY) {
    await page.goto(path(code));
    const wanted = new Intl.DateTimeFormat(code, { dateStyle: "long", timeZone: "UTC" }).format(Date.UTC(2026, 2, 9));
    assert.equal(await page.locator("time").textContent(), wanted, code);
  }
});

see("languages call themselves by their names", {}, async (page) => {
  await page.goto(path("de"));
  const named = await page.locator("nav a[hreflang]").evaluateAll((links) => links.map((link) => [link.getAttribute("hreflang"), link.textContent]));
  const names = Object.fromEntries(named);
  assert.deepEqual([names.de, names.ja, names.ar, names["pt-BR"]], ["Deutsch", "日本語", "العربية", "Português (Brasil)"]);
  assert.match(names["en-XA"], /^⟦.*⟧$/);
});

see("interface texts inside an article are in the language of the page", {}, async (page) => {
  await page.goto(path("de"));
  assert.equal(await page.locator(".alert-title").textContent(), "Hinweis");
  await page.goto(path("ar"));
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).direction), "rtl");
  assert.match(await page.locator(".alert-title").textContent() ?? "", /\p{Script=Arabic}/u);
});
