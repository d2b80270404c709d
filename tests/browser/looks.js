// Pictures of the theme, one sheet for each kind of page: light and dark, desk and phone, left to right and right
// to left. Run `node looks.js FOLDER` after a change of the theme, and look at every one.

import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";

import { chromium } from "playwright-core";

import { CHROMIUM, SWITCHES, publish } from "./kit.js";

/** @typedef {import("playwright-core").Page} Page */

const DESK = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 800 };
const LANGUAGES = /** @type {const} */ (["en", "ar"]);
/** Words to search for, and words that nothing has. */
const QUERIES = { en: "refund", ar: "استرداد" };
const NONSENSE = { en: "flux capacitor", ar: "مكثف التدفق" };

/** @type {Record<string, (page: Page, base: string, language: "en" | "ar") => Promise<unknown>>} */
const VIEWS = {
  home: (page, base) => page.goto(base),
  category: (page, base) => page.goto(`${base}payments/`),
  article: (page, base) => page.goto(`${base}payments/refunds/`),
  faq: async (page, base) => {
    await page.goto(`${base}riding/riding-questions/`);
    await page.locator(".faq-item summary").first().click();
  },
  "how-to": (page, base) => page.goto(`${base}parking/end-a-ride/`),
  results: (page, base, language) => ask(page, base, QUERIES[language], "#search-dialog [role=option]"),
  "no-results": (page, base, language) => ask(page, base, NONSENSE[language], "#search-dialog .search-state"),
};

/** @param {Page} page @param {string} base @param {string} query @param {string} awaited */
async function ask(page, base, query, awaited) {
  await page.goto(`${base}payments/`);
  await page.keyboard.press("Control+k");
  await page.keyboard.insertText(query);
  await page.locator(awaited).first().waitFor();
  await page.waitForTimeout(600);
}

/** All eight pictures of a view on one sheet. @param {Page} page @param {Record<string, string>[]} pictures */
async function sheet(page, pictures) {
  await page.setViewportSize({ width: 1400, height: 100 });
  await page.setContent("<main></main>");
  await page.evaluate(async (all) => {
    document.body.style.cssText = "margin: 0; padding: 12px; background: #888";
    const main = document.querySelector("main");
    if (!main) return;
    main.style.cssText = "display: grid; grid-template-columns: 505fr 505fr 154fr 154fr; gap: 12px";
    const images = all.map(({ data, name }) => {
      const image = new Image();
      image.src = `data:image/png;base64,${data}`;
      image.alt = name;
      image.style.cssText = "width: 100%; display: block";
      return image;
    });
    main.append(...images);
    await Promise.all(images.map((image) => image.decode()));
  }, pictures);
  return page.screenshot({ type: "jpeg", quality: 72, fullPage: true });
}

const [, , folder = "looks"] = process.argv;
await mkdir(folder, { recursive: true });
const site = await publish();
const browser = await chromium.launch({ executablePath: CHROMIUM, args: SWITCHES });
for (const [view, show] of Object.entries(VIEWS)) {
  const pictures = [];
  for (const language of LANGUAGES) {
    for (const viewport of [DESK, PHONE]) {
      for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
        const page = await browser.newPage({ viewport, colorScheme, hasTouch: viewport === PHONE, deviceScaleFactor: viewport === PHONE ? 2 : 1 });
        await show(page, language === "en" ? site.url : `${site.url}${language}/`, language);
        const data = (await page.screenshot({ animations: "disabled" })).toString("base64");
        pictures.push({ data, name: `${view}, ${language}, ${colorScheme}, ${viewport.width} px` });
        await page.close();
      }
    }
  }
  const page = await browser.newPage();
  await writeFile(join(folder, `${view}.jpg`), await sheet(page, pictures));
  await page.close();
}
await browser.close();
await site.close();
process.stdout.write(`${Object.keys(VIEWS).length} sheets in ${resolve(folder)}\n`);
process.exit();
