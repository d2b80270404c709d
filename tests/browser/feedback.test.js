// "Was this helpful?": by keyboard and without JavaScript, what it tells, and what it remembers.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

import { knowledgeBase, moduleAddress, publish, stage } from "./kit.js";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** @typedef {import("playwright-core").Page} Page */

const ISSUE = "https://github.com/acme/docs";
const CONFIG = `title: Test
feedback:
  reasons: [wrong, unclear, other]
  issue: ${ISSUE}
  email: docs@acme.example
languages:
  - {code: en, name: English}
  - {code: ar, name: العربية}
`;
/** @type {Record<string, string>} */
const ARTICLES = {
  "_index.md": "# Home\n", "fees.md": "# Fees & taxes\n\nText.\n", "other.md": "# Other\n\nText.\n",
  "private.md": "---\nsensitive: true\n---\n# Private\n", "outage.md": "---\nkind: notice\n---\n# Outage\n",
  "ar/_index.md": "# بداية\n", "ar/fees.md": "# الرسوم\n\nنص.\n",
};
const see = stage(async () => publish({ root: await knowledgeBase(ARTICLES, { "faqtory.yaml": CONFIG }), path: "/sub" }));
/** With nobody but a script of the site's own that listens. */
const seeOpen = stage(async () => publish({
  root: await knowledgeBase(ARTICLES, { "faqtory.yaml": "title: Test\nfeedback: {comment: true}\n" }),
}));

/** Notes what the page tells. @param {Page} page */
async function listen(page) {
  await page.addInitScript(() => {
    Object.assign(window, { told: [] });
    for (const name of ["feedback", "deflection"]) {
      document.addEventListener(`faqtory:${name}`, (event) => {
        Reflect.get(window, "told").push([name, /** @type {CustomEvent} */ (event).detail]);
      });
    }
  });
}

/** @param {Page} page @param {string} name @returns {Promise<any[]>} */
const told = async (page, name) => (await page.evaluate(() => Reflect.get(window, "told")))
  .filter((/** @type {any[]} */ [event]) => event === name).map((/** @type {any[]} */ [, detail]) => detail);

/** @param {Page} page @param {"Yes" | "No"} name */
const vote = (page, name) => page.getByRole("button", { name, exact: true });

see("vote counts once, is remembered, and can be changed by keyboard", {}, async (page, site) => {
  await listen(page);
  await page.goto("fees/");
  await vote(page, "Yes").focus();
  await page.keyboard.press("Space");
  await page.getByRole("status").filter({ hasText: "Thanks" }).waitFor();
  await page.keyboard.press("Enter");
  // A vote takes its module, which is there at once by now; what asks for it later gets it later.
  await page.evaluate((address) => import(address), await moduleAddress(site, "feedback"));
  assert.deepEqual(await told(page, "feedback"), [{ article: "/sub/fees/", helpful: true }]);
  assert.deepEqual(await told(page, "deflection"), [{ state: "successful", article: "/sub/fees/", topic: null }]);
  assert.equal(new URL(page.url()).hash, "");

  await page.reload();
  await page.locator("[data-feedback-before]:visible").waitFor();
  assert.equal(await vote(page, "Yes").getAttribute("aria-pressed"), "true");
  assert.deepEqual(await told(page, "feedback"), []);
  await page.goto("other/");
  await page.locator("[data-helpful][aria-pressed]").first().waitFor();
  assert.equal(await vote(page, "Yes").getAttribute("aria-pressed"), "false");

  await page.goto("fees/");
  await vote(page, "No").click();
  await page.locator("[data-feedback-form]").waitFor();
  assert.equal(await vote(page, "Yes").getAttribute("aria-pressed"), "false");
  assert.equal(await vote(page, "No").getAttribute("aria-pressed"), "true");
  assert.deepEqual(await told(page, "feedback"), [{ article: "/sub/fees/", helpful: false }]);
});

see("reason and words go into the issue and the mail", {}, async (page) => {
  await listen(page);
  await page.goto("fees/");
  await vote(page, "No").click();
  await page.getByRole("radio", { name: "Hard to understand" }).check();
  await page.getByLabel("Tell us more").fill("What is “VAT” & co?\nPlease say: 5% or 10%");
  const issue = new URL(await page.locator("[data-feedback-issue]").getAttribute("href") ?? "");
  assert.equal(issue.origin + issue.pathname, `${ISSUE}/issues/new`);
  assert.equal(issue.searchParams.get("title"), "Fees & taxes: Hard to understand");
  const text = issue.searchParams.get("body") ?? "";
  assert.ok(text.includes("https://help.example/sub/fees/\ncontent/fees.md\n"), text);
  assert.ok(text.endsWith("What is “VAT” & co?\nPlease say: 5% or 10%"), text);
  const mail = await page.locator("[data-feedback-mail]").getAttribute("href") ?? "";
  assert.ok(mail.startsWith("mailto:docs@acme.example?subject=Fees%20%26%20taxes%3A%20Hard%20to"), mail);
  assert.ok(decodeURIComponent(mail).endsWith("5% or 10%"), mail);
  // Nobody but those two takes it along, so there is no button that would send it.
  assert.ok(await page.locator("[data-feedback-send]").isHidden());
  await page.locator("[data-feedback-issue]").evaluate((link) => link.addEventListener("click", (event) => event.preventDefault()));
  await page.locator("[data-feedback-issue]").click();
  assert.deepEqual((await told(page, "feedback")).at(-1), { article: "/sub/fees/", helpful: false, reason: "unclear" });
});

see("longest comment still makes a link", {}, async (page) => {
  await page.goto("fees/");
  await vote(page, "No").click();
  await page.getByLabel("Tell us more").fill("語🙂".repeat(500));
  const issue = await page.locator("[data-feedback-issue]").getAttribute("href") ?? "";
  assert.ok(issue.length < 8000, String(issue.length));
  assert.ok(decodeURIComponent(issue).includes("語🙂語🙂"));
  assert.ok(!decodeURIComponent(issue).includes("\uFFFD"));
});

seeOpen("reason and comment are told, counted and thanked for", {}, async (page) => {
  await listen(page);
  await page.goto("fees/");
  await vote(page, "No").click();
  const comment = page.getByLabel("Tell us more");
  await comment.fill("Call me at 555");
  assert.equal(await page.locator("[data-feedback-warning]").textContent(), "");
  await comment.fill("Write to me@example.com");
  await page.locator("[data-feedback-warning]").filter({ hasText: "e-mail address" }).waitFor();
  assert.equal(await page.locator("[data-feedback-count]").textContent(), "23 of 1,000");
  await comment.fill("x".repeat(1200));
  await page.getByRole("radio", { name: "Something else" }).check();
  await page.getByRole("button", { name: "Send" }).click();
  await page.locator("[data-feedback-done]").waitFor();
  assert.ok(await page.locator("[data-feedback-done]").evaluate((done) => done === document.activeElement));
  assert.ok(await page.locator("[data-feedback-form]").isHidden());
  const all = await told(page, "feedback");
  assert.deepEqual(all[0], { article: "/fees/", helpful: false });
  assert.deepEqual(all[1], { article: "/fees/", helpful: false, reason: "other", comment: "x".repeat(1000) });
  assert.equal(all.length, 2);
});

seeOpen("empty form says nothing more", {}, async (page) => {
  await listen(page);
  await page.goto("fees/");
  await vote(page, "No").click();
  await page.getByRole("button", { name: "Send" }).click();
  await page.locator("[data-feedback-done]").waitFor();
  assert.equal((await told(page, "feedback")).length, 1);
});

see("what votes need is fetched for a reader who is about to vote", {}, async (page) => {
  /** @type {string[]} */
  const asked = [];
  page.on("request", (request) => { asked.push(request.url()); });
  await page.goto("other/");
  await page.locator("[data-helpful=yes]").scrollIntoViewIfNeeded();
  await page.waitForLoadState("networkidle");
  assert.deepEqual(asked.filter((url) => /\/(feedback|clean|events|trail)\.\w+\.js/.test(url)), []);
  const coming = page.waitForRequest(/\/feedback\.\w+\.js/);
  await page.locator("[data-helpful=yes]").focus();
  await coming;
});

see("sensitive articles and notices do not ask", {}, async (page) => {
  for (const address of ["private/", "outage/", ""]) {
    await page.goto(address);
    assert.equal(await page.locator("[data-feedback]").count(), 0, address);
  }
});

see("without JavaScript the answers are links", { javaScriptEnabled: false }, async (page) => {
  await page.goto("fees/");
  assert.ok(await page.locator("#feedback-no").isHidden());
  await page.getByRole("link", { name: "Yes", exact: true }).click();
  await page.locator("#feedback-yes", { hasText: "Thanks" }).waitFor();
  await page.getByRole("link", { name: "No", exact: true }).click();
  assert.ok(await page.locator("#feedback-yes").isHidden());
  const reason = page.locator("#feedback-no").getByRole("link", { name: "Something is wrong" });
  const issue = new URL(await reason.getAttribute("href") ?? "");
  assert.equal(issue.searchParams.get("title"), "Fees & taxes: Something is wrong");
  assert.ok(await page.locator("[data-feedback-form]").isHidden());
});

see("vote whose module does not come works as a link", { expected: /feedback|ERR_FAILED|Failed to/ }, async (page) => {
  await page.route(/\/feedback\.\w+\.js/, (route) => route.abort());
  await page.goto("fees/");
  await page.locator("[data-helpful=no]").click();
  await page.locator("#feedback-no:visible").waitFor();
});

for (const colorScheme of /** @type {("light" | "dark")[]} */ (["light", "dark"])) {
  for (const [language, width] of /** @type {[string, number][]} */ ([["", 1280], ["", 320], ["ar/", 390]])) {
    see(`every state is accessible: ${colorScheme}, ${language || "en/"}, ${width} px`, { colorScheme, viewport: { width, height: 800 } }, async (page) => {
      await page.goto(`${language}fees/`);
      await page.evaluate(axe);
      await violations(page, "asked");
      await page.locator("[data-helpful=yes]").click();
      await page.locator("[data-feedback-done]").waitFor();
      await violations(page, "yes");
      await page.locator("[data-helpful=no]").click();
      await page.locator("[name=comment]").fill("me@example.com");
      await page.locator(".feedback-reason").first().click();
      await violations(page, "no");
      const sizes = await page.locator(".feedback :is(.feedback-vote, .feedback-reason, .button-quiet, textarea):visible").evaluateAll((controls) =>
        controls.map((control) => control.getBoundingClientRect()).filter(({ width, height }) => width < 44 || height < 44));
      assert.deepEqual(sizes, []);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "scrolls sideways");
    });
  }
}

/** @param {Page} page @param {string} state */
async function violations(page, state) {
  const found = await page.evaluate(async () => {
    const result = await Reflect.get(window, "axe").run(document, { resultTypes: ["violations"] });
    return result.violations.map((/** @type {any} */ it) => `${it.id}: ${it.nodes.map((/** @type {any} */ node) => node.html).join(" ")}`);
  });
  assert.deepEqual(found, [], state);
}
