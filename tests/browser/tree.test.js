// Troubleshooters one question at a time: by keyboard, by touch, with the back button, and as a plain page.

import assert from "node:assert/strict";

import { assertAccessible, isCutOff, tooSmall } from "./axe.js";
import { eventually, knowledgeBase, publish, stage } from "./kit.js";

const TREE = `---
title: No light
kind: troubleshooter
description: Find out why.
---

Two questions at most.

## Is it on?

Look at the switch.

- [Yes](#is-it-whole)
- [No](#switch-it-on)
- [There is no switch](other.md)

## Is it whole?

Look closely, as in [the first question](#is-it-on).

- [Yes](#ask-us)
- [No](#new-bulb)

## Switch it on

> [!SOLVED]
> Press the switch.

## New bulb

> [!SOLVED]
> Buy one.

## Ask us

> [!CONTACT]
> We look at it.
`;

/** A chain of two hundred nodes with a way out at each. */
function chain() {
  const nodes = Array.from({ length: 198 }, (_, at) => `## Question ${at + 1}\n\nText.\n\n- [On](#${at < 197 ? `question-${at + 2}` : "fine"})\n- [Help](#ask)\n`);
  return `---\ntitle: Long\nkind: troubleshooter\n---\n${nodes.join("\n")}\n## Fine\n\n> [!SOLVED]\n> Good.\n\n## Ask\n\n> [!CONTACT]\n> Us.\n`;
}

const CIRCLE = "---\ntitle: Circle\nkind: troubleshooter\n---\n## One\n\n- [On](#two)\n- [Out](#end)\n\n## Two\n\n- [Back to one](#one)\n- [Out](#end)\n\n## End\n\n> [!SOLVED]\n> Done.\n";

const see = stage(async () => publish({
  root: await knowledgeBase({
    "light.md": TREE, "long.md": chain(), "circle.md": CIRCLE, "other.md": "# Other\n",
    "private.md": TREE.replace("kind:", "sensitive: true\nkind:"), "ar/light.md": TREE,
  }, { "faqtory.yaml": "title: Test\nlanguages:\n  - {code: en, name: English}\n  - {code: ar, name: العربية}\n" }),
}));

/** @typedef {import("playwright-core").Page} Page */

/** Headings of the nodes that one sees. @param {Page} page */
const shown = (page) => page.locator(".node:not([hidden]) > h2").evaluateAll((all) => all.filter((it) => it.checkVisibility({ contentVisibilityAuto: true })).map((it) => it.firstChild?.textContent?.trim()));
/** @param {Page} page @param {string} title */
const at = (page, title) => eventually(async () => assert.deepEqual(await shown(page), [title]));
/** @param {Page} page */
const trail = (page) => page.evaluate(() => JSON.parse(sessionStorage.getItem("faqtory-trail:/") ?? "{}"));
/** @param {Page} page @param {string} address */
async function open(page, address = "light/") {
  await page.goto(address);
  await page.locator(".tree[data-wizard]").waitFor();
}

see("keyboard alone answers, goes back and starts again; the focus and the address follow", {}, async (page) => {
  await open(page);
  await at(page, "Is it on?");
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), "BODY", "nothing takes the focus by itself");
  await page.getByRole("link", { name: "Yes" }).focus();
  await page.keyboard.press("Enter");
  await at(page, "Is it whole?");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "is-it-whole");
  await eventually(() => assert.equal(new URL(page.url()).hash, "#is-it-whole"));
  assert.match(await page.locator(".tree > [role=status]").innerText(), /Question 2 · the last one/);
  await page.getByRole("button", { name: "Back", exact: true }).focus();
  await page.keyboard.press("Enter");
  await at(page, "Is it on?");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "is-it-on");
  assert.equal(await page.getByRole("button", { name: "Back", exact: true }).count(), 0);
  await page.goForward();
  await at(page, "Is it whole?");
  await page.getByRole("link", { name: "No", exact: true }).press("Enter");
  await at(page, "New bulb");
  await page.getByRole("button", { name: "Start again" }).press("Enter");
  await at(page, "Is it on?");
});

see("back button of the browser goes a question back, and out of the page at last", {}, async (page) => {
  await page.goto("other/");
  await open(page);
  await page.getByRole("link", { name: "Yes" }).click();
  await at(page, "Is it whole?");
  await page.getByRole("link", { name: "No", exact: true }).click();
  await at(page, "New bulb");
  await page.goBack();
  await at(page, "Is it whole?");
  await page.goBack();
  await at(page, "Is it on?");
  await page.goBack();
  await page.waitForURL("**/other/");
});

see("progress counts what was answered and what can follow at most; in a circle it promises nothing", {}, async (page) => {
  await open(page);
  const progress = page.locator(".tree-progress");
  assert.equal(await progress.innerText(), "Question 1 · at most 1 more");
  await page.getByRole("link", { name: "No", exact: true }).click();
  await eventually(async () => assert.equal(await progress.innerText(), "Result"));
  await open(page, "circle/");
  assert.equal(await progress.innerText(), "Question 1");
});

see("link to a node opens it, with the answers when only one way leads there", {}, async (page) => {
  await open(page, "light/#new-bulb");
  await at(page, "New bulb");
  assert.deepEqual(await page.locator(".tree-answers li").allTextContents(), ["Is it on? Yes", "Is it whole? No"]);
  await page.getByRole("button", { name: "Back", exact: true }).click();
  await at(page, "Is it whole?");
  await open(page, "circle/#end");
  await at(page, "End");
  assert.ok(await page.locator(".tree-answers").isHidden(), "two ways lead there");
});

see("link inside the text leads to its node too", {}, async (page) => {
  await open(page, "light/#is-it-whole");
  await page.getByRole("link", { name: "the first question" }).click();
  await at(page, "Is it on?");
});

see("one goes on where one left, and may start again", {}, async (page) => {
  await open(page);
  await page.getByRole("link", { name: "Yes" }).click();
  await at(page, "Is it whole?");
  await page.goto("other/");
  await open(page);
  await at(page, "Is it whole?");
  assert.ok(await page.getByText("You were here before").isVisible());
  await page.getByRole("button", { name: "Start again" }).click();
  await at(page, "Is it on?");
  assert.ok(await page.getByText("You were here before").isHidden());
  await page.reload();
  await page.locator(".tree[data-wizard]").waitFor();
  await at(page, "Is it on?");
});

see("an answer given before can be changed", {}, async (page) => {
  await open(page, "light/#new-bulb");
  await page.locator(".tree-answers summary").click();
  await page.locator(".tree-answers").getByRole("link", { name: "Is it on?" }).click();
  await at(page, "Is it on?");
});

see("solved outcome asks, thanks, and tells the page", {}, async (page) => {
  await page.addInitScript(() => {
    for (const name of ["step", "answer", "deflection"]) {
      addEventListener(`faqtory:${name}`, (event) => {
        const told = [...JSON.parse(sessionStorage.getItem("told") ?? "[]"), [name, /** @type {CustomEvent} */ (event).detail]];
        sessionStorage.setItem("told", JSON.stringify(told));
      });
    }
  });
  await open(page);
  await page.getByRole("link", { name: "No", exact: true }).press("Enter");
  await at(page, "Switch it on");
  await page.getByRole("button", { name: "Yes, it’s solved" }).press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Great, we are glad that it works again.");
  const told = await page.evaluate(() => JSON.parse(sessionStorage.getItem("told") ?? "[]"));
  const step = (/** @type {string} */ node, /** @type {any} */ choice, /** @type {any} */ outcome) => ["step", { article: "/light/", tree: { node, choice, outcome } }];
  assert.deepEqual(told, [
    step("is-it-on", null, null), ["deflection", { state: "potential", article: "/light/", topic: null }],
    step("switch-it-on", "No", "solved"), ["deflection", { state: "successful", article: "/light/", topic: null }],
    ["answer", { query: null, url: "/light/#switch-it-on", action: "solved" }],
  ]);
  const { tree, word } = await trail(page);
  assert.deepEqual(tree, { article: "/light/", title: "No light", path: [{ node: "is-it-on", title: "Is it on?", choice: "No" }], at_node: "switch-it-on", outcome: "solved" });
  assert.equal(word, "solved");
});

see("who says that it is not solved is told so kindly, and no success is counted", {}, async (page) => {
  await open(page);
  await page.getByRole("link", { name: "No", exact: true }).click();
  await page.getByRole("button", { name: "No, not yet" }).click();
  assert.ok(await page.getByText("We are sorry").isVisible());
  assert.equal((await trail(page)).word, null);
});

see("outcome with a human says the help code, which leads back to it with all answers", {}, async (page) => {
  await open(page);
  await page.getByRole("link", { name: "Yes" }).click();
  await page.getByRole("link", { name: "Yes" }).click();
  await at(page, "Ask us");
  const code = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await page.locator(".tree-after").innerText())?.[0] ?? "";
  await page.evaluate(() => sessionStorage.clear());
  await page.goto(`code/?c=${code}`);
  const found = page.locator("[data-code-result]");
  await found.getByRole("heading", { name: "No light" }).waitFor();
  assert.deepEqual(await found.locator("li").allTextContents(), ["Is it on? Yes", "Is it whole? Yes"]);
  await found.getByRole("link", { name: /Ask us/ }).click();
  await at(page, "Ask us");
  assert.deepEqual(await page.locator(".tree-answers li").allTextContents(), ["Is it on? Yes", "Is it whole? Yes"]);
  await eventually(() => assert.deepEqual([new URL(page.url()).search, new URL(page.url()).hash], ["", "#ask-us"]));
});

see("all questions at once is a choice that stays", {}, async (page) => {
  await open(page);
  await page.getByRole("button", { name: "Show all questions" }).click();
  assert.equal((await shown(page)).length, 5);
  await page.reload();
  await page.getByRole("button", { name: "Answer step by step" }).waitFor();
  assert.equal((await shown(page)).length, 5);
  await page.getByRole("link", { name: "Yes" }).first().click();
  await page.waitForURL("**#is-it-whole");
  assert.equal((await shown(page)).length, 5);
  await page.getByRole("button", { name: "Answer step by step" }).click();
  await eventually(async () => assert.equal((await shown(page)).length, 1));
});

see("sensitive troubleshooter leaves no trace", {}, async (page) => {
  await open(page, "private/");
  await page.getByRole("link", { name: "Yes" }).click();
  await at(page, "Is it whole?");
  assert.ok(!JSON.stringify(await trail(page)).includes("private"));
  await page.goto("other/");
  await open(page, "private/");
  await at(page, "Is it on?");
});

see("two hundred nodes work", {}, async (page) => {
  await open(page, "long/");
  assert.equal(await page.locator(".tree-progress").innerText(), "Question 1 · at most 197 more");
  await page.goto("long/#question-150");
  await at(page, "Question 150");
  await page.getByRole("link", { name: "On", exact: true }).click();
  await at(page, "Question 151");
  assert.equal(await page.locator(".tree-progress").innerText(), "Question 151 · at most 47 more");
});

see("paper has the whole flow", {}, async (page) => {
  await open(page);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator(".node > h2").evaluateAll((all) => all.filter((it) => it.getBoundingClientRect().height > 0).length), 5);
  assert.ok(await page.getByText("Two questions at most").isVisible());
  assert.ok(await page.locator(".tree-bar").isHidden());
});

see("one question is on the screen before the script is there, and all of them when it does not come", { expected: /404|Failed to load/ }, async (page) => {
  /** @type {() => void} */
  let answer = () => {};
  const wait = new Promise((done) => { answer = () => done(null); });
  await page.route("**/tree.*.js", async (route) => {
    await wait;
    await route.fulfill({ status: 404, body: "" });
  });
  await page.goto("light/", { waitUntil: "commit" });
  await at(page, "Is it on?");
  answer();
  await eventually(async () => assert.equal((await shown(page)).length, 5));
});

see("without JavaScript all of it is there", { javaScriptEnabled: false }, async (page) => {
  await page.goto("light/");
  for (const title of ["Is it on?", "Is it whole?", "Switch it on", "New bulb", "Ask us"]) assert.ok(await page.getByRole("heading", { name: title }).isVisible());
  await page.getByRole("link", { name: "Yes" }).first().click();
  await page.waitForURL("**#is-it-whole");
});

for (const [home, dir] of [["", "ltr"], ["ar/", "rtl"]]) {
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    see(`every state is accessible and fits a phone, ${dir}, ${colorScheme}`, { colorScheme, viewport: { width: 320, height: 640 }, hasTouch: true }, async (page) => {
      for (const hash of ["", "#is-it-whole", "#new-bulb", "#ask-us"]) {
        await page.goto("other/");
        await open(page, `${home}light/${hash}`);
        if (hash) await page.locator(".tree-answers summary").click();
        await assertAccessible(page);
        assert.deepEqual(await tooSmall(page, ".tree button, .choices a, .tree-answers summary, .tree .button"), []);
        assert.equal(await isCutOff(page), false);
      }
      await page.evaluate(() => { document.documentElement.style.fontSize = "200%"; });
      assert.equal(await isCutOff(page), false);
    });
  }
}
