// Every kind of page in light and dark, on a phone and on a desk: no violation that axe can see, nothing cut off.

import assert from "node:assert/strict";

import { assertAccessible } from "./axe.js";
import { articleAddresses, publish, ready, stage } from "./kit.js";

const see = stage(publish);

/** @typedef {import("playwright-core").Page} Page */

/** A question of the example that has a short answer. */
const ASKED = /** @type {Record<string, string>} */ ({ "": "can i take my dog", "ar/": "هل يمكنني أخذ كلبي؟" });

/** What each kind of page shows; `home` is where the language begins. @type {Record<string, (page: Page, home: string) => Promise<unknown>>} */
const VIEWS = {
  "start page": (page, home) => page.goto(home),
  "category": (page, home) => page.goto(`${home}business/`),
  "article": (page, home) => page.goto(`${home}payments/prices/`),
  "article with code and tabs": (page, home) => page.goto(`${home}business/api/quickstart/`),
  "FAQ": async (page, home) => {
    await page.goto(`${home}riding/riding-questions/`);
    await page.locator(".faq-item summary").first().click();
  },
  "how-to": async (page, home) => {
    await page.goto(`${home}getting-started/first-ride/`);
    await page.mouse.move(40, 40);
    await page.mouse.move(60, 60);
    await page.locator(".steps [type=checkbox], .steps button").first().waitFor();
  },
  "troubleshooter": (page, home) => page.goto(`${home}troubleshooting/bike-wont-unlock/`),
  "policy": (page, home) => page.goto(`${home}policies/fees/`),
  "contact page": (page, home) => page.goto(`${home}contact/`),
  "contact page of a topic": async (page, home) => {
    await page.goto(`${home}contact/lock/`);
    await ready(page);
    for (const more of await page.locator("main summary:visible").all()) await more.click();
  },
  "contact page of a sensitive topic": (page, home) => page.goto(`${home}contact/accident/`),
  "page after a message": (page, home) => page.goto(`${home}contact/sent/`),
  "sensitive article": (page, home) => page.goto(`${home}safety/accident/`),
  "search page": (page, home) => page.goto(`${home}search/`),
  "search page with results": async (page, home) => {
    await page.goto(`${home}search/?q=Rondo`);
    await page.locator("search-page .results li").first().waitFor();
  },
  "search page with filters": async (page, home) => {
    await page.goto(`${home}search/?q=Rondo&kind=howto`);
    await page.locator("search-page .filters").waitFor();
    const closed = page.locator("search-page .filters:not([open]) > summary");
    if (await closed.count()) await closed.click();
  },
  "search dialog with results": async (page, home) => {
    await page.goto(`${home}payments/`);
    await page.keyboard.press("Control+k");
    await page.keyboard.insertText("Rondo");
    await page.locator("#search-dialog .result-title").first().waitFor();
    await page.keyboard.press("ArrowDown");
  },
  "search dialog with an answer and filters": async (page, home) => {
    await page.goto(`${home}payments/`);
    await page.keyboard.press("Control+k");
    await page.keyboard.insertText(ASKED[home]);
    await page.locator("#search-dialog .search-more:visible").click();
    await page.keyboard.press("ArrowDown");
  },
  "search dialog before anything is typed": async (page, home) => {
    await page.goto(`${home}payments/`);
    await page.evaluate(() => localStorage.setItem(`faqtory-searches:/:${document.documentElement.lang}`, JSON.stringify(["refund", "a bike that will not lock"])));
    await page.keyboard.press("Control+k");
    await page.locator("#search-dialog [data-recent]").first().waitFor();
    await page.keyboard.press("ArrowDown");
  },
  "start page with results": async (page, home) => {
    await page.goto(home);
    await page.locator(".hero input").click();
    await page.keyboard.insertText("Rondo");
    await page.locator(".hero .result-title").first().waitFor();
  },
  "search page with an answer": async (page, home) => {
    await page.goto(`${home}search/?q=${encodeURIComponent(ASKED[home])}`);
    await page.locator("search-page .result-answer").waitFor();
  },
  "search page without results": async (page, home) => {
    await page.goto(`${home}search/?q=xqzvwkj`);
    await page.locator("search-page .search-state").waitFor();
  },
  "search dialog without results": async (page, home) => {
    await page.goto(`${home}payments/`);
    await page.keyboard.press("Control+k");
    await page.keyboard.insertText("xqzvwkj");
    await page.locator("#search-dialog .search-state").waitFor();
  },
  "menu": async (page, home) => {
    await page.goto(`${home}payments/prices/`);
    const opener = page.locator(".menu-button");
    await (await opener.isVisible() ? opener : page.locator(".languages-popup > summary")).click();
  },
  "picture at full size": async (page, home) => {
    await page.goto(`${home}parking/zones/`);
    const opener = page.locator(".zoom-open").first();
    if (await page.evaluate(() => innerWidth >= 800)) return;
    await opener.click();
    await page.locator(".zoom-dialog[open]").waitFor();
  },
};

/** Where a language begins, and how it is written. */
const HOMES = { "": "left to right", "ar/": "right to left" };

for (const [home, direction] of Object.entries(HOMES)) {
  for (const [name, show] of Object.entries(VIEWS)) look(`${name}, ${direction}`, (page) => show(page, home));
}
look("page that is not there", (page) => page.goto("nothing/here/"), /404/);

/**
 * Tests of one view.
 * @param {string} name
 * @param {(page: Page) => Promise<unknown>} show
 * @param {RegExp} [expected]
 */
function look(name, show, expected) {
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    for (const width of [360, 1280]) {
      see(`${name}, ${colorScheme}, ${width} px`, { colorScheme, viewport: { width, height: 800 }, expected }, async (page) => {
        await show(page);
        await ready(page);
        await assertAccessible(page);
      });
    }
  }

  see(`${name} fits 320 px, also with more space and larger text`, { viewport: { width: 320, height: 640 }, expected }, async (page) => {
    await show(page);
    await ready(page);
    assert.deepEqual(await cutOff(page), []);
    await page.evaluate(spaceOut);
    assert.deepEqual(await cutOff(page), [], "text spacing of WCAG 1.4.12");
    await page.evaluate(() => { document.documentElement.style.fontSize = "200%"; });
    assert.deepEqual(await cutOff(page), [], "200 % text");
  });
}

/** The text spacing that WCAG 1.4.12 names, set through the object model, which the policy allows. */
function spaceOut() {
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("body, body *"))) {
    Object.assign(element.style ?? {}, { lineHeight: "1.5", letterSpacing: "0.12em", wordSpacing: "0.16em" });
    if (element.tagName === "P") element.style.marginBlockEnd = "2em";
  }
}

see("every article fits 320 px", { viewport: { width: 320, height: 640 } }, async (page, site) => {
  const wide = [];
  for (const address of (await articleAddresses(site)).all) {
    await page.goto(address);
    await ready(page);
    wide.push(...(await cutOff(page)).map((element) => `${address}: ${element}`));
  }
  assert.deepEqual(wide, []);
});

/**
 * What makes the page wider than the screen.
 * @param {import("playwright-core").Page} page
 */
function cutOff(page) {
  return page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.querySelectorAll("body *")].filter((it) => {
      const { left, right } = it.getBoundingClientRect();
      return left < -1 || right > clientWidth + 1;
    });
    return wide.map((it) => `${it.tagName}.${it.className}`).concat(`${scrollWidth} px`);
  });
}
