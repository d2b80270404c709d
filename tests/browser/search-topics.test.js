// The row of topics in the dialog, and the choice of what articles apply to.

import assert from "node:assert/strict";

import { eventually, excerptsCome, knowledgeBase, publish, stage } from "./kit.js";

const see = stage(publish);
const field = "#search-dialog input[type=search]";
const topics = "#search-dialog [role=toolbar]";
const status = "#search-dialog [role=status]";
const groups = "#search-dialog [role=listbox] > [role=group]";

/** @param {import("playwright-core").Page} page @param {string} query */
async function ask(page, query) {
  await page.keyboard.press("Control+k");
  await page.locator(`${field}:focus`).waitFor();
  // At once: on a slow machine half of the query would have results, and topics, of its own.
  await page.keyboard.insertText(query);
  await page.locator(`${groups} .result-title`).first().waitFor();
}

/** The same with its topics, which come once the reader pauses. @param {import("playwright-core").Page} page @param {string} query */
async function askForTopics(page, query) {
  await ask(page, query);
  await page.locator(`${topics} .filter-count`).first().waitFor();
}

/** @param {import("playwright-core").Page} page */
const pressed = (page) => page.locator(`${topics} [aria-pressed=true]`).allInnerTexts();

/** @param {import("playwright-core").Page} page */
const categories = (page) => page.locator(`${groups} .result-category`).allInnerTexts();

see("a topic narrows the results to its count, and the query stays", {}, async (page) => {
  await page.goto("payments/");
  await askForTopics(page, "refund");
  assert.equal(await page.locator(topics).getAttribute("aria-label"), "Narrow by topic");
  assert.deepEqual(await pressed(page), ["All topics"]);
  const counts = await page.locator(`${topics} .filter-count`).evaluateAll((all) => all.map((it) => Number(it.textContent)));
  assert.deepEqual(counts, [...counts].sort((a, b) => b - a), "those with the most come first");
  const topic = page.locator(`${topics} button`, { hasText: "Prices and payments" });
  const count = Number(await topic.locator(".filter-count").innerText());
  await topic.click();
  await eventually(async () => assert.equal(await page.locator(status).innerText(), `${count} results`));
  assert.deepEqual([...new Set(await categories(page))], ["Prices and payments"]);
  assert.equal(await page.locator(field).inputValue(), "refund");
  assert.match((await pressed(page))[0], /^Prices and payments/);
  await page.locator(`${topics} button`, { hasText: "All topics" }).click();
  await eventually(async () => assert.ok(new Set(await categories(page)).size > 1));
});

see("the choice stays while one types, goes when it finds nothing, and with the query", {}, async (page) => {
  await page.goto("payments/");
  await askForTopics(page, "refund");
  await page.locator(`${topics} button`, { hasText: "Safety" }).click();
  await eventually(async () => assert.deepEqual([...new Set(await categories(page))], ["Safety"]));
  await page.locator(field).fill("helmet");
  await eventually(async () => assert.match(await page.locator(groups).first().innerText(), /helmet/i));
  assert.match((await pressed(page))[0], /^Safety/);
  await page.locator(field).fill("invoice");
  await eventually(async () => assert.match(await page.locator(groups).first().innerText(), /invoice/i));
  await eventually(async () => assert.deepEqual(await pressed(page), ["All topics"]));
  await page.locator(`${topics} button`).nth(1).click();
  await page.locator(field).fill("");
  assert.ok(await page.locator(topics).isHidden());
  await page.locator(field).fill("helmet");
  await eventually(async () => assert.deepEqual(await pressed(page), ["All topics"]));
});

for (const [dir, next, previous] of [["ltr", "ArrowRight", "ArrowLeft"], ["rtl", "ArrowLeft", "ArrowRight"]]) {
  see(`${dir}: one Tab stop, arrows inside, and the pressed button keeps the focus`, {}, async (page) => {
    await page.goto("payments/");
    await page.evaluate((dir) => { document.documentElement.dir = dir; }, dir);
    await askForTopics(page, "refund");
    assert.equal(await page.locator(`${topics} [tabindex="0"]`).count(), 1);
    const name = () => page.evaluate(() => document.activeElement?.firstChild?.textContent);
    const all = await page.locator(`${topics} button`).evaluateAll((them) => them.map((it) => it.firstChild?.textContent));
    await page.locator(`${topics} [tabindex="0"]`).focus();
    await page.keyboard.press(next);
    assert.equal(await name(), all[1]);
    await page.keyboard.press("End");
    assert.equal(await name(), all.at(-1));
    const [row, button] = [await page.locator(topics).boundingBox(), await page.locator(`${topics} button`).last().boundingBox()];
    assert.ok(row && button && button.x >= row.x - 1 && button.x + button.width <= row.x + row.width + 1, "it is scrolled into view");
    await page.keyboard.press(next);
    assert.equal(await name(), all[0]);
    await page.keyboard.press(previous);
    await page.keyboard.press("Home");
    await page.keyboard.press(next);
    await page.keyboard.press("Space");
    await eventually(async () => assert.equal((await pressed(page))[0]?.split(/\s+\d/)[0], all[1]?.trim()));
    assert.equal(await name(), all[1]);
    await page.keyboard.press("Escape");
    await page.locator("#search-dialog").waitFor({ state: "hidden" });
  });
}

see("what articles apply to is chosen behind a button, and goes along to the search page", {}, async (page) => {
  await page.goto("payments/");
  await askForTopics(page, "refund");
  const more = page.locator("#search-dialog .search-more");
  const plan = page.locator("#search-dialog").getByRole("combobox", { name: "Plan" });
  assert.equal(await more.getAttribute("aria-expanded"), "false");
  assert.ok(await plan.isHidden());
  await more.click();
  assert.equal(await more.getAttribute("aria-expanded"), "true");
  const option = (await plan.locator("option").allInnerTexts()).find((text) => text.startsWith("Rondo Year")) ?? "";
  await plan.selectOption("Rondo Year");
  const count = /\((\d+)\)/.exec(option)?.[1];
  await eventually(async () => assert.equal(await page.locator(status).innerText(), `${count} results`));
  await eventually(async () => assert.equal(await page.locator("#search-dialog .filters-number").innerText(), "1"));
  const [topic] = (await page.locator(`${topics} button`).nth(1).innerText()).split(/\s+\d/);
  await page.locator(`${topics} button`).nth(1).click();
  await eventually(async () => assert.deepEqual([...new Set(await categories(page))], [topic]));
  await page.locator(field).press("Enter");
  await page.waitForURL(/\/search\//);
  const asked = new URL(page.url()).searchParams;
  assert.deepEqual([asked.get("q"), asked.get("plan"), asked.get("category")], ["refund", "Rondo Year", topic]);
  await page.locator("search-page .results > li").first().waitFor();
  assert.deepEqual([...new Set(await page.locator("search-page .result-category").allInnerTexts())], [topic]);
});

see("without results there is no topic to choose", {}, async (page) => {
  await page.goto("payments/");
  await askForTopics(page, "refund");
  await page.locator(field).fill("xqzvwkj");
  await page.locator("#search-dialog .search-state").waitFor();
  assert.ok(await page.locator("#search-dialog .search-narrow").isHidden());
});

/** Articles in more files than one, in ten topics. */
function many() {
  /** @type {Record<string, string>} */
  const articles = {};
  const word = (/** @type {number} */ n) => [7, 11, 13].map((by) => "bcdfghklmnprstvz"[(n * by) % 16] + "aeiou"[Math.floor(n / by) % 5]).join("");
  for (let n = 0; n < 330; n += 1) {
    articles[`topic-${n % 10}/article-${n}.md`] = `---\ntitle: Article ${n}\ndescription: Number ${n}.\n---\n\nThis one is on ${word(n)}, ${word(n * 3 + 1)} and a parcel.\n`;
  }
  return articles;
}

see("topics of a small site cost no request", {}, async (page) => {
  await page.goto("payments/");
  await askForTopics(page, "refund");
  await excerptsCome(page, "refund");
  // Every query sets the counts again, also to what they were.
  await page.locator(topics).evaluate((row) => {
    new MutationObserver(() => { row.dataset.counted = ""; }).observe(row, { childList: true, characterData: true, subtree: true });
  });
  /** @type {string[]} */
  const requests = [];
  page.on("request", (request) => { requests.push(request.url()); });
  // The last has one topic, which is no choice.
  for (const query of ["galway", "invoice", "helmet"]) {
    await page.locator(topics).evaluate((row) => { delete row.dataset.counted; });
    await page.locator(field).fill(query);
    await eventually(async () => assert.match(await page.locator(groups).first().innerText(), new RegExp(query, "i")));
    await page.locator("#search-dialog .search-topics[data-counted]").waitFor({ state: "attached" });
  }
  assert.deepEqual(requests, []);
});

stage(async () => publish({ root: await knowledgeBase(many()) }))("results of a large site do not wait for its topics, nor move for them", {}, async (page) => {
  /** @type {(() => void)[]} */
  const held = [];
  let hold = true;
  const shown = page.locator(`${groups} .result-title`);
  await page.route("**/*.fqx", async (route) => {
    if (hold && await shown.count()) held.push(() => route.continue());
    else await route.continue();
  });
  await page.goto("");
  await page.keyboard.press("Control+k");
  await page.locator(`${field}:focus`).waitFor();
  await page.keyboard.insertText("parcel");
  await shown.first().waitFor();
  const y = (await page.locator(groups).first().boundingBox())?.y;
  await eventually(async () => assert.ok(held.length > 1, "topics take files of their own"));
  assert.deepEqual(await page.locator(`${topics} button`).allInnerTexts(), ["All topics"]);
  hold = false;
  for (const go of held) go();
  await eventually(async () => assert.equal(await page.locator(`${topics} button`).count(), 11));
  assert.equal((await page.locator(groups).first().boundingBox())?.y, y);
});

stage(async () => publish({ root: await knowledgeBase({ "one/a.md": "# Alpha parcel\n", "one/b.md": "# Beta parcel\n" }) }))("a single topic is no choice", {}, async (page) => {
  await page.goto("");
  await ask(page, "parcel");
  assert.equal(await page.locator(groups).count(), 2);
  // There is room for topics until it is known that there are none.
  await page.locator("#search-dialog .search-narrow").waitFor({ state: "hidden" });
});
