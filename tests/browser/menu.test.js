// The menu of small screens: a dialog that keeps the focus, and a popover where no script runs.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

import { eventually, knowledgeBase, publish, stage } from "./kit.js";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const LANGUAGES = "title: A help center with quite a long name\nlanguages:\n  - {code: en, name: English}\n  - {code: ar, name: العربية}\n  - {code: de, name: Deutsch}\n";
const see = stage(async () => publish({
  root: await knowledgeBase({
    "../faqtory.yaml": `${LANGUAGES}nav:\n  - {title: Prices and everything around them, url: /billing/prices.md}\n`,
    "_index.md": "# How can we help?\n", "billing/_index.md": "# Billing\n", "billing/prices.md": "# Prices\n\n## One\n\nText.\n\n## Two\n",
    "riding/_index.md": "# Riding\n", "riding/a.md": "# A\n", "ar/_index.md": "# مرحبا\n", "ar/billing/_index.md": "# الدفع\n",
    "ar/billing/prices.md": "# الأسعار\n", "de/_index.md": "# Hallo\n", "de/billing/_index.md": "# Abrechnung\n", "de/billing/prices.md": "# Preise\n",
  }),
}));
const phone = { viewport: { width: 360, height: 740 } };

see("menu keeps the focus, closes with Escape and gives the focus back", phone, async (page) => {
  await page.goto("billing/prices/");
  const opener = page.getByRole("button", { name: "Menu" });
  await opener.focus();
  await page.keyboard.press("Enter");
  const menu = page.getByRole("dialog", { name: "Menu" });
  await menu.waitFor();
  assert.ok(await page.evaluate(() => document.querySelector("#site-menu")?.matches(":modal")));
  for (let press = 0; press < 30; press += 1) {
    await page.keyboard.press("Tab");
    // Between its last and its first control a dialog lends the focus to the browser's own bar.
    assert.ok(await page.evaluate(() => document.activeElement === document.body || Boolean(document.activeElement?.closest("#site-menu"))));
  }
  await page.keyboard.press("Escape");
  await menu.waitFor({ state: "hidden" });
  await eventually(async () => assert.ok(await opener.evaluate((it) => it === document.activeElement)));
});

see("menu closes by its button and by a click beside it", phone, async (page) => {
  await page.goto("billing/");
  const menu = page.getByRole("dialog", { name: "Menu" });
  await page.getByRole("button", { name: "Menu" }).click();
  await menu.getByRole("button", { name: "Close menu" }).click();
  await menu.waitFor({ state: "hidden" });
  await page.getByRole("button", { name: "Menu" }).click();
  await menu.waitFor();
  await page.mouse.click(8, 400);
  await menu.waitFor({ state: "hidden" });
  await page.getByRole("button", { name: "Menu" }).click();
  await menu.waitFor();
  await page.keyboard.press("Control+k");
  await page.locator("#search-dialog").waitFor();
  assert.ok(await menu.isHidden());
});

see("menu marks the page and the topic that the reader is in", phone, async (page) => {
  const marked = () => page.locator("#site-menu [aria-current]").evaluateAll((links) =>
    links.map((link) => `${link.textContent?.trim()}: ${link.getAttribute("aria-current")}`));
  await page.goto("");
  assert.deepEqual(await marked(), ["Home: page", "English: true"]);
  await page.goto("billing/");
  assert.deepEqual(await marked(), ["Billing: page", "English: true"]);
  await page.goto("billing/prices/");
  assert.deepEqual(await marked(), ["Billing: true", "Prices and everything around them: page", "English: true"]);
});

see("menu leads to the other languages and changes the colors", phone, async (page) => {
  await page.goto("billing/prices/");
  await page.getByRole("button", { name: "Menu" }).click();
  const colors = page.locator("#site-menu theme-toggle button");
  await colors.click();
  await page.locator("html[data-theme=light]").waitFor();
  await colors.click();
  await page.locator("html[data-theme=dark]").waitFor();
  await page.locator("#site-menu summary").click();
  const arabic = page.locator("#site-menu").getByRole("link", { name: "العربية" });
  assert.equal(await arabic.getAttribute("lang"), "ar");
  await arabic.click();
  await page.waitForURL("**/ar/billing/prices/");
  await page.locator(".menu-button").click();
  const box = await page.locator("#site-menu").boundingBox();
  assert.equal(box?.x, 0);
});

for (const address of ["billing/prices/", "ar/billing/prices/"]) {
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    see(`open menu has no violation on /${address}, ${colorScheme}`, { ...phone, colorScheme }, async (page) => {
      await page.goto(address);
      await page.locator(".menu-button").click();
      await page.locator("#site-menu summary").click();
      await page.evaluate(axe);
      // @ts-expect-error axe came with the line before
      const { violations } = await page.evaluate(() => axe.run());
      assert.deepEqual(violations.map((/** @type {any} */ { id, nodes }) => `${id}: ${nodes.map((/** @type {any} */ node) => node.target)}`), []);
    });
  }
}

see("menu opens without JavaScript", { ...phone, javaScriptEnabled: false }, async (page) => {
  await page.goto("billing/prices/");
  await page.locator(".menu-button").click();
  await page.locator("#site-menu").getByRole("link", { name: "Riding" }).click();
  await page.waitForURL("**/riding/");
  await page.locator(".menu-button").click();
  await page.locator("#site-menu button").first().click();
  await page.locator("#site-menu").waitFor({ state: "hidden" });
});

see("header fits 320 px at 200 % text, with its controls at hand", { viewport: { width: 320, height: 640 } }, async (page) => {
  for (const address of ["", "billing/prices/", "ar/billing/prices/"]) {
    await page.goto(address);
    for (const size of ["100%", "200%"]) {
      await page.evaluate((size) => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(`html { font-size: ${size} }`);
        document.adoptedStyleSheets = [sheet];
      }, size);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${address} ${size}`);
      for (const control of await page.locator(".header-tools :is(button, a, summary):visible").all()) {
        const box = await control.boundingBox();
        assert.ok(box && box.width >= 44 && box.height >= 44 && box.x >= 0 && box.x + box.width <= 320, `${address} ${size} ${JSON.stringify(box)}`);
      }
      await page.locator(".menu-button").click();
      assert.ok(await page.locator("#site-menu").evaluate((menu) => menu.scrollWidth <= menu.clientWidth), `${address} ${size} menu`);
      await page.keyboard.press("Escape");
      await page.locator("#site-menu").waitFor({ state: "hidden" });
    }
  }
});

see("languages on a desk are marked, and close when the reader goes elsewhere", {}, async (page) => {
  await page.goto("billing/prices/");
  const popup = page.locator(".languages-popup");
  await popup.locator("summary").click();
  const current = popup.locator("[aria-current]");
  assert.equal(await current.textContent(), "English");
  await page.keyboard.press("Escape");
  await current.waitFor({ state: "hidden" });
  assert.ok(await popup.locator("summary").evaluate((it) => it === document.activeElement));
  await popup.locator("summary").click();
  await current.waitFor();
  await page.locator("h1").click();
  await current.waitFor({ state: "hidden" });
});
