// Customers who are faster than scripts: what they do before a module has come is neither lost, undone nor ignored.

import assert from "node:assert/strict";
import { createServer } from "node:http";

import { eventually, hold, holdModules, knowledgeBase, publish, stage } from "./kit.js";

/** @typedef {import("playwright-core").Page} Page */

const long = "\n\nText of some length.".repeat(60);
const TREE = `---
kind: troubleshooter
---
# No light

## Is it on?

- [Yes](#is-it-whole)
- [No](#ask-us)

## Is it whole?

- [Yes](#ask-us)
- [No](#new-bulb)

## New bulb

> [!SOLVED]
> Buy one.

## Ask us

> [!CONTACT]
> We look at it.
`;
const see = stage(async () => publish({
  root: await knowledgeBase({
    "_index.md": "# Home\n", "light.md": TREE, "bike.md": "# Fix a bike\n\nOil the chain.\n",
    "faq.md": `---\nkind: faq\n---\n# Questions\n\n## May I bring a dog?\n\nYes.${long}\n\n## May I bring a cat?\n\nNo.${long}\n`,
    "tabs.md": `# Tabs\n\n:::tabs\n\n::tab One\n\n${long}\n\n::tab Two\n\n### Deep {#deep}\n\n${long}\n:::\n`,
    "video.md": "# Video\n\n![Unlock a bike](https://youtu.be/dQw4w9WgXcQ)\n",
  }, { "faqtory.yaml": "title: Test\nwidget: {}\nfeedback: {comment: true}\n", "data/contact.yaml": "channels: [{type: phone, number: \"+353 1 555 0142\"}]\n" }),
}));

see("field that is used while its page still comes has its search", { expected: /^foreign request: / }, async (page, { url }) => {
  /** @type {() => void} */
  let rest = () => {};
  const asked = new Promise((done) => { rest = () => done(null); });
  const slow = createServer(async (request, response) => {
    const answer = await fetch(new URL(request.url ?? "", url));
    response.writeHead(answer.status, { "Content-Type": answer.headers.get("content-type") ?? "" });
    const body = Buffer.from(await answer.arrayBuffer());
    if (request.url !== "/") return response.end(body);
    const [before, after] = body.toString().split("</main>");
    response.write(before);
    await asked;
    return response.end(`</main>${after}`);
  });
  await new Promise((ready) => { slow.listen(0, "127.0.0.1", () => ready(null)); });
  try {
    const { port } = /** @type {import("node:net").AddressInfo} */ (slow.address());
    await page.goto(`http://127.0.0.1:${port}/`, { waitUntil: "commit" });
    await page.locator(".hero input").click();
    await page.keyboard.type("chain");
    rest();
    await page.locator(".hero .result-title").first().waitFor();
  } finally {
    rest();
    slow.closeAllConnections();
    slow.close();
  }
});

see("search that is entered before its script came is remembered", {}, async (page) => {
  const release = await holdModules(page);
  await page.goto("search/?q=dog", { waitUntil: "commit" });
  await page.locator("search-page input").fill("chain");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/search/?q=chain", { waitUntil: "commit" });
  release();
  await page.locator("search-page .results").waitFor();
  assert.deepEqual(await page.evaluate(() => JSON.parse(localStorage.getItem("faqtory-searches:/:en") ?? "[]")), ["chain"]);
});

see("vote that is left behind is part of what a human gets to know", {}, async (page) => {
  await page.goto("bike/");
  const release = await holdModules(page);
  await page.getByRole("button", { name: "No", exact: true }).click();
  assert.equal(await page.getByRole("button", { name: "No", exact: true }).getAttribute("aria-pressed"), "true");
  await page.goto("contact/", { waitUntil: "commit" });
  release();
  await eventually(async () => {
    const { ratings } = JSON.parse(await page.evaluate(() => sessionStorage.getItem("faqtory-trail:/") ?? "{}"));
    assert.deepEqual(ratings, [{ article: "/bike/", helpful: false, reason: null }]);
  });
});

see("vote whose module never comes is answered, and told by the next page", { expected: /^console|^script/ }, async (page) => {
  await page.goto("bike/");
  await page.route(/\/feedback\.\w+\.js/, (route) => route.abort());
  await page.getByRole("button", { name: "Yes", exact: true }).click();
  await page.locator("#feedback-yes:visible").waitFor();
  await page.goto("contact/");
  await eventually(async () => assert.match(await page.evaluate(() => sessionStorage.getItem("faqtory-trail:/") ?? ""), /"helpful":true/));
});

see("video that is pressed twice before its script came plays here", { expected: /foreign request: https:\/\/www\.youtube-nocookie\.com\/|ERR_NAME_NOT_RESOLVED|ERR_INTERNET/ }, async (page) => {
  const release = await hold(page, /\/video\.\w+\.js$/);
  await page.goto("video/", { waitUntil: "commit" });
  const play = page.getByRole("button", { name: "Play video: Unlock a bike" });
  await play.click();
  await play.click();
  release();
  await page.locator(".video-frame").waitFor();
  assert.ok(page.url().endsWith("/video/"));
});

see("answers that are given before the troubleshooter's script came count", {}, async (page) => {
  const release = await holdModules(page);
  await page.goto("light/", { waitUntil: "commit" });
  await page.getByRole("link", { name: "Yes" }).first().click();
  await page.waitForURL("**/#is-it-whole");
  await page.getByRole("link", { name: "Yes" }).locator("visible=true").click();
  await page.waitForURL("**/#ask-us");
  release();
  await page.locator(".tree[data-wizard]").waitFor();
  assert.deepEqual(await page.locator(".tree-answers li strong").allTextContents(), ["Yes", "Yes"]);
  const { tree } = JSON.parse(await page.evaluate(() => sessionStorage.getItem("faqtory-trail:/") ?? "{}"));
  assert.deepEqual(tree.path.map((/** @type {any} */ it) => [it.node, it.choice]), [["is-it-on", "Yes"], ["is-it-whole", "Yes"]]);
  // A link to the same node says nothing of the way.
  await page.evaluate(() => sessionStorage.clear());
  await page.goto("bike/");
  await page.goto("light/#ask-us");
  await page.locator(".tree[data-wizard]").waitFor();
  assert.equal(await page.locator(".tree-answers li").count(), 0);
});

for (const [address, script] of /** @type {const} */ ([["faq/#may-i-bring-a-cat", "faq"], ["tabs/#deep", "tabs"]])) {
  see(`/${address}: whoever scrolled before the script came, or reloads, stays where they are`, { viewport: { width: 500, height: 300 } }, async (page) => {
    const release = await hold(page, new RegExp(`/${script}\\.\\w+\\.js$`));
    await page.goto(address, { waitUntil: "commit" });
    await page.locator("footer.footer").waitFor();
    await page.evaluate(() => scrollTo(0, 133));
    release();
    await (script === "faq" ? page.locator(".faq-item[open]") : page.getByRole("tab")).first().waitFor();
    await page.waitForLoadState("networkidle");
    assert.equal(await page.evaluate(() => Math.round(scrollY)), 133);
    await page.evaluate(() => scrollTo(0, 144));
    await page.reload({ waitUntil: "networkidle" });
    assert.equal(await page.evaluate(() => Math.round(scrollY)), 144);
  });
}

see("help code that is changed while it is looked up stays changed", {}, async (page, { url }) => {
  await page.goto("bike/");
  const code = await page.locator(".article").getAttribute("data-help-code") ?? "";
  const { encode } = await import(new URL("../../theme/js/help-code.js", import.meta.url).href);
  const release = await hold(page, /help-codes\.json$/);
  await page.goto(`${url}code/?c=${encode(code)}`);
  await eventually(async () => assert.equal(await page.getByLabel("Help code").inputValue(), encode(code)));
  await page.getByLabel("Help code").fill("K7M");
  release();
  await page.locator(".code-found").waitFor();
  assert.equal(await page.getByLabel("Help code").inputValue(), "K7M");
});

for (const [what, address] of /** @type {const} */ ([["query", "widget/?q=dog"], ["code", "widget/?code=bike"]])) {
  see(`widget that was asked for a ${what} leaves what is typed meanwhile`, {}, async (page) => {
    const release = await holdModules(page);
    await page.goto(address, { waitUntil: "commit" });
    await page.locator(".search-input").first().fill("chain");
    release();
    await page.locator(".result-title").first().waitFor();
    await page.waitForLoadState("networkidle");
    assert.ok(page.url().includes("/widget/"));
    assert.equal(await page.locator(".search-input").first().inputValue(), "chain");
  });
}
