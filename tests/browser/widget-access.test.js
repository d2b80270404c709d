// The widget by keyboard, with a screen reader's eyes, on a phone; and when it speaks by itself.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

import { eventually } from "./kit.js";
import { expected, openPanel, panelOf, see } from "./widget-kit.js";

/** @typedef {import("playwright-core").Page} Page */

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const panelIsOpen = (/** @type {Page} */ page) => page.locator("faqtory-widget .panel").isVisible();
/** What has the focus, within the widget too. @param {Page} page */
const focused = (page) => page.evaluate(() => {
  const active = document.activeElement;
  const inner = active?.shadowRoot?.activeElement;
  return inner ? `widget ${inner.className || inner.tagName}` : active?.id || active?.tagName;
});

for (const [name, address] of Object.entries({ light: "", dark: "?dark", "right to left": "?lang=ar" })) {
  for (const width of [360, 1280]) {
    see(`open and closed it breaks no rule of axe: ${name}, ${width} px`, { expected, viewport: { width, height: 800 } }, async (page) => {
      await page.goto(address);
      await page.locator("faqtory-widget .launcher").waitFor();
      const check = async () => {
        for (const frame of page.frames()) {
          await frame.evaluate(axe);
          // @ts-expect-error axe came with the line before
          const { violations, passes } = await frame.evaluate(() => axe.run({ iframes: false }));
          assert.deepEqual(violations.map((/** @type {any} */ { id, nodes }) => `${frame.url()} ${id}: ${nodes.map((/** @type {any} */ node) => node.target).join("; ")}`), []);
          assert.ok(passes.length > 5);
        }
      };
      await check();
      await page.locator("faqtory-widget .launcher").click();
      const panel = await panelOf(page);
      await panel.locator("h1").waitFor();
      await check();
      assert.equal(page.frames().length, 2);
      const theme = await panel.evaluate(() => document.documentElement.dataset.theme);
      assert.equal(theme, name === "dark" ? "dark" : "light");
    });
  }
}

see("by keyboard: in with Enter, out with Escape from inside, and the focus comes back", { expected }, async (page) => {
  await page.goto("");
  const launcher = page.locator("faqtory-widget .launcher");
  await launcher.waitFor();
  for (let presses = 0; presses < 8 && await focused(page) !== "widget launcher"; presses += 1) await page.keyboard.press("Tab");
  assert.equal(await launcher.getAttribute("aria-expanded"), "false");
  await page.keyboard.press("Enter");
  const panel = await panelOf(page);
  assert.equal(await launcher.getAttribute("aria-expanded"), "true");
  await eventually(async () => assert.ok(await panel.evaluate(() => document.activeElement?.matches(".search-input"))));
  await page.keyboard.insertText("refund");
  await panel.getByRole("option").first().waitFor();
  await page.keyboard.press("Escape");
  await panel.getByRole("option").first().waitFor({ state: "hidden" });
  await page.keyboard.press("Escape");
  await eventually(async () => assert.equal(await panel.locator(".widget-page .search-input").inputValue(), "", "the second clears the field"));
  assert.equal(await panelIsOpen(page), true, "the first Escape is the list's");
  await page.keyboard.press("Escape");
  await eventually(async () => assert.equal(await panelIsOpen(page), false));
  await eventually(async () => assert.equal(await focused(page), "widget launcher"));
  assert.equal(await launcher.getAttribute("aria-expanded"), "false");
});

see("the focus goes back to the app's own button, but not away from where the customer went", { expected }, async (page) => {
  await page.goto("");
  await page.evaluate(() => document.querySelector("#own")?.addEventListener("click", () => /** @type {any} */ (window).faqtory.open({ article: "/payments/refunds/" })));
  await page.locator("#own").click();
  const panel = await panelOf(page);
  await panel.locator("article").waitFor();
  await eventually(async () => assert.equal(await focused(page), "widget IFRAME"));
  await page.keyboard.press("Escape");
  await eventually(async () => assert.equal(await panelIsOpen(page), false));
  await eventually(async () => assert.equal(await focused(page), "own"));
  await page.locator("#own").click();
  assert.equal(await panelIsOpen(page), true);
  await page.locator("#field").click();
  await page.evaluate(() => /** @type {any} */ (window).faqtory.close());
  await page.locator("faqtory-widget .panel").waitFor({ state: "hidden" });
  assert.equal(await focused(page), "field");
});

see("on a phone the panel is the screen, and turning it keeps the page in it", { expected, viewport: { width: 390, height: 844 }, hasTouch: true }, async (page) => {
  await page.goto("");
  const panel = await openPanel(page);
  const box = async () => page.locator("faqtory-widget .panel").boundingBox();
  assert.deepEqual(await box(), { x: 0, y: 0, width: 390, height: 844 });
  for (const tool of await page.locator("faqtory-widget .bar .tool:visible").all()) {
    const size = await tool.boundingBox();
    assert.ok(size && size.width >= 44 && size.height >= 44);
  }
  await panel.locator("[data-popular] a").first().click();
  await panel.locator("article").waitFor();
  const url = panel.url();
  assert.equal(await page.evaluate(() => document.elementFromPoint(20, 400)?.tagName), "FAQTORY-WIDGET", "the page below is out of reach");
  await page.setViewportSize({ width: 1000, height: 800 });
  await eventually(async () => assert.ok(((await box())?.width ?? 0) < 500));
  assert.equal(panel.url(), url);
  const { scrollWidth, clientWidth } = await panel.evaluate(() => document.documentElement);
  assert.equal(scrollWidth, clientWidth);
  await page.locator("faqtory-widget .close").click();
  await eventually(async () => assert.equal(await panelIsOpen(page), false));
});

see("it fits 320 px and text of twice the size", { expected, viewport: { width: 320, height: 640 } }, async (page) => {
  await page.goto("");
  const panel = await openPanel(page);
  for (const size of ["", "200%"]) {
    await panel.evaluate((it) => { document.documentElement.style.fontSize = it; }, size);
    assert.equal(await panel.evaluate(() => document.documentElement.scrollWidth), 320);
  }
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
});

const offer = (/** @type {Page} */ page) => page.locator("faqtory-widget .offer.on");

see("an error of the app makes one quiet offer a day, which takes no focus and covers no dialog", { expected }, async (page) => {
  await page.goto("");
  await page.locator("faqtory-widget .launcher").waitFor();
  const fail = () => page.evaluate(() => document.dispatchEvent(new CustomEvent("faqtory:error", { detail: { code: "L-108" } })));
  await page.evaluate(() => /** @type {HTMLDialogElement} */ (document.querySelector("#modal")).showModal());
  await fail();
  assert.equal(await offer(page).count(), 0, "the app's dialog is open");
  await page.evaluate(() => /** @type {HTMLDialogElement} */ (document.querySelector("#modal")).close());
  await page.locator("#field").focus();
  await fail();
  await offer(page).getByText("That did not work").waitFor();
  assert.equal(await page.locator("faqtory-widget .offer [role=status]").innerText(), "That did not work");
  assert.equal(await focused(page), "field");
  await page.getByRole("button", { name: "Show me" }).click();
  const panel = await panelOf(page);
  await eventually(() => assert.match(panel.url(), /error-codes\/#l-108$/));
  await page.reload();
  await page.locator("faqtory-widget .launcher").waitFor();
  await fail();
  assert.equal(await offer(page).count(), 0, "one a day");
});

see("an offer that was declined does not come back for a month", { expected }, async (page) => {
  await page.clock.install({ time: new Date("2026-11-02T10:00:00Z") });
  const fail = async () => {
    await page.locator("faqtory-widget .launcher").waitFor();
    // A form that cannot be sent
    await page.locator("form button").click();
    await page.clock.runFor(1000);
  };
  await page.goto("");
  await fail();
  await page.getByRole("button", { name: "No, thank you" }).click();
  assert.equal(await offer(page).count(), 0);
  await page.clock.setSystemTime(new Date("2026-11-20T10:00:00Z"));
  await page.reload();
  await fail();
  assert.equal(await offer(page).count(), 0);
  await page.clock.setSystemTime(new Date("2026-12-20T10:00:00Z"));
  await page.reload();
  await fail();
  assert.equal(await offer(page).count(), 1);
});

see("the second visit is one of another time, not a page loaded anew", { expected }, async (page) => {
  await page.clock.install({ time: new Date("2026-11-02T10:00:00Z") });
  await page.goto("visited");
  await page.locator("faqtory-widget .launcher").waitFor();
  await page.reload();
  await page.locator("faqtory-widget .launcher").waitFor();
  assert.equal(await offer(page).count(), 0);
  await page.clock.setSystemTime(new Date("2026-11-02T16:00:00Z"));
  await page.reload();
  await offer(page).waitFor();
  await page.locator("faqtory-widget .offer button").first().focus();
  await page.keyboard.press("Escape");
  assert.equal(await offer(page).count(), 0);
  assert.equal(await focused(page), "widget launcher");
});
