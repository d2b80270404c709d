// Steps of a how-to: ticked off, resumed, linked to.

import assert from "node:assert/strict";

import { assertAccessible, isCutOff, tooSmall } from "./axe.js";
import { eventually, knowledgeBase, layoutShifts, publish, stage } from "./kit.js";

const HOWTO = "---\nkind: howto\n---\n# Raise the saddle\n\nThree steps.\n\n1. Open the lever.\n2. Pull the saddle up.\n\n   It has marks.\n3. Close the lever.\n\nDone.\n";
const see = stage(async () => publish({ root: await knowledgeBase({ "saddle.md": HOWTO, "private.md": HOWTO.replace("kind:", "sensitive: true\nkind:"), "other.md": "# Other\n" }), path: "/sub" }));

/** @typedef {import("playwright-core").Page} Page */

/** @param {Page} page @param {string} [address] */
async function open(page, address = "saddle/") {
  await page.goto(address);
  // The boxes come with a reader's first move.
  await page.mouse.move(40, 40);
  await page.mouse.move(60, 60);
  await page.locator(".steps[data-ready]").waitFor();
}
/** @param {Page} page @param {number} number */
const box = (page, number) => page.getByRole("checkbox", { name: `Done: Step ${number}` });
/** @param {Page} page */
const ticked = (page) => page.getByRole("checkbox").evaluateAll((all) => all.map((it) => /** @type {HTMLInputElement} */ (it).checked));

see("steps are ticked off by keyboard, counted, announced, and kept for the next visit", {}, async (page) => {
  await open(page);
  assert.ok(await page.locator(".steps-foot").isHidden());
  await box(page, 1).focus();
  await page.keyboard.press("Space");
  await eventually(async () => assert.equal(await page.locator(".prose > [role=status]").innerText(), "1 of 3 steps done"));
  await page.goto("other/");
  await open(page);
  assert.deepEqual(await ticked(page), [true, false, false]);
  assert.equal(await page.locator(".steps-progress").innerText(), "1 of 3 steps done");
  const { steps } = await page.evaluate(() => JSON.parse(sessionStorage.getItem("faqtory-trail:/sub/") ?? "{}"));
  assert.deepEqual(steps, [{ article: "/sub/saddle/", title: "Raise the saddle", done: [1], of: 3 }]);
  await page.getByRole("button", { name: "Start over" }).press("Enter");
  assert.deepEqual(await ticked(page), [false, false, false]);
  assert.ok(await box(page, 1).evaluate((it) => it === document.activeElement));
  await open(page);
  assert.deepEqual(await ticked(page), [false, false, false]);
});

see("the last step asks whether it is solved", {}, async (page) => {
  await open(page);
  for (const number of [3, 1, 2]) await box(page, number).check();
  assert.ok(await page.getByText("All 3 steps done.").first().isVisible());
  await page.getByRole("button", { name: "No, not yet" }).click();
  assert.ok(await page.getByText("We are sorry").isVisible());
  await box(page, 2).uncheck();
  assert.ok(await page.getByText("We are sorry").isHidden());
});

see("page hears of every step", {}, async (page) => {
  await open(page);
  await page.evaluate(() => {
    document.addEventListener("faqtory:step", (event) => { document.documentElement.dataset.heard = JSON.stringify(/** @type {CustomEvent} */ (event).detail); });
  });
  await box(page, 2).check();
  await page.locator("html[data-heard]").waitFor();
  assert.deepEqual(JSON.parse(await page.locator("html").getAttribute("data-heard") ?? ""), { article: "/sub/saddle/", step: { number: 2, done: true } });
});

see("link to a step can be copied, and leads to it", { permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
  await open(page);
  await page.getByRole("button", { name: "Copy a link to step 3" }).focus();
  await page.keyboard.press("Enter");
  await eventually(async () => assert.match(await page.evaluate(() => navigator.clipboard.readText()), /\/sub\/saddle\/#step-3$/));
  await page.goto(await page.evaluate(() => navigator.clipboard.readText()));
  assert.equal(await page.evaluate(() => document.querySelector(":target")?.id), "step-3");
});

see("sensitive how-to keeps nothing", {}, async (page) => {
  await open(page, "private/");
  await box(page, 1).check();
  assert.equal(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]).includes("private")), false);
});

see("storage with rubbish does no harm", {}, async (page) => {
  await page.goto("other/");
  for (const text of ["{broken", "[]", "{\"/sub/saddle/\":\"x\"}", "{\"/sub/saddle/\":[99,\"1\",null]}"]) {
    await page.evaluate((text) => localStorage.setItem("faqtory-steps:/sub/", text), text);
    await open(page);
    assert.deepEqual(await ticked(page), [false, false, false]);
  }
});

see("nothing moves when the controls come", {}, async (page) => {
  await open(page);
  assert.equal(await layoutShifts(page), 0);
});

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  see(`every state is accessible and fits a phone, ${colorScheme}`, { colorScheme, viewport: { width: 320, height: 640 }, hasTouch: true }, async (page) => {
    await open(page);
    await assertAccessible(page);
    for (const number of [1, 2, 3]) await box(page, number).check();
    await assertAccessible(page);
    assert.deepEqual(await tooSmall(page, ".step-done, .step-link, .steps-foot button, .steps-end button"), []);
    assert.equal(await isCutOff(page), false);
    await page.evaluate(() => { document.documentElement.style.fontSize = "200%"; });
    assert.equal(await isCutOff(page), false);
  });
}
