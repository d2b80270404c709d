// The whole way, as customers go it: search, an answer that does not help, the troubleshooter, a human who knows all
// of that. By keyboard on a phone's screen; nothing is put into the browser's storage.

import assert from "node:assert/strict";

import { assertAccessible } from "./axe.js";
import {
  ANYONE, FAILING, PHONE, QUESTIONS, TYPED, all, answerTree, answers, assertTold, messages, press, refuse, see, station, tabTo,
  toContact, type, visit,
} from "./journey-kit.js";
import { eventually, faqtory } from "./kit.js";
import { assertHandoff } from "./schemas.js";
import { panelOf } from "./widget-kit.js";

/** @typedef {import("playwright-core").Page} Page */

const submit = (/** @type {Page} */ page) => page.locator("#contact-form [type=submit]");
const channel = (/** @type {Page} */ page, /** @type {string} */ kind) => page.locator(`[data-channel="${kind}"] .channel-link`).filter({ visible: true });

for (const home of /** @type {const} */ (["", "ar/"])) {
  see(`${home || "en/"}: search, answer, troubleshooter, contact form: the endpoint gets what was tried`, ANYONE, async (page) => {
    const before = messages().length;
    const look = (/** @type {string} */ controls) => station(page, controls);
    const tried = await visit(page, { home, look });
    assert.equal(await page.evaluate(() => document.documentElement.dir), home ? "rtl" : "ltr");
    await toContact(page);
    await look("#contact-form .input, #contact-form summary, .channel");
    await type(page);
    await press(page, page.locator("[data-handoff-preview] summary"));
    const preview = await page.locator(".handoff-list").innerText();
    for (const told of [tried.query, tried.title, tried.code, ...tried.path.flatMap(({ title, choice }) => [title, choice])]) {
      assert.ok(preview.includes(told), `${told} in ${preview}`);
    }
    await look("#contact-form .input, #contact-form [type=submit], #contact-form summary, #contact-form .form-choice");
    await press(page, submit(page));
    await page.waitForURL(`**/${home}contact/sent/**`);
    assert.equal(messages().length, before + 1);
    const message = JSON.parse(messages().at(-1)?.body ?? "{}");
    assert.deepEqual(message.fields, { ...TYPED, app_code: "" });
    assert.deepEqual([message.topic, message.queue, message.priority, message.locale], ["lock", "street", "high", home ? "ar" : "en"]);
    assert.deepEqual([message.page.url, message.page.title], [all.url.slice(0, -1) + tried.tree, tried.title]);
    assertHandoff(message.handoff);
    assertTold(message.handoff, tried);
    assert.deepEqual(message.handoff.page, message.page);
    assert.equal(message.handoff.user, null);
    await page.locator("[data-sent-reference]", { hasText: "R-1" }).waitFor();
    await look(".button");
  });
}

see("the other channels tell the same: chat, mail, WhatsApp, text message", ANYONE, async (page) => {
  const tried = await visit(page);
  await toContact(page);
  const said = [tried.query, tried.title, tried.code, ...tried.path.flatMap(({ title, choice }) => [title, choice])];
  for (const [kind, start, name] of [["email", "mailto:help@rondo.example", "body"], ["whatsapp", "https://wa.me/353209150143", "text"], ["sms", "sms:+353209150143", "body"]]) {
    const link = channel(page, kind);
    await tabTo(page, link);
    const href = await link.getAttribute("href") ?? "";
    assert.ok(href.startsWith(start), href);
    const text = new URLSearchParams(href.slice(href.indexOf("?")).replace(/\+/g, "%2B")).get(name) ?? "";
    for (const one of kind === "sms" ? said.slice(0, 2) : said) assert.ok(text.includes(one), `${kind}: ${one} in ${text}`);
  }
  assert.equal(all.services.asked.filter(({ host, path }) => host.startsWith("chat") && path === "/widget.js").length, 0, "before the click");
  await press(page, channel(page, "chat"));
  await page.locator('[data-channel="chat"] .channel-status', { hasText: "The chat is open" }).waitFor();
  // @ts-expect-error what the stand-in records
  const [[told, facts], [opened]] = /** @type {any[][]} */ (await page.evaluate(() => JSON.parse(JSON.stringify(window.calls))));
  assert.deepEqual([told, opened], ["tell", "open"]);
  const handoff = JSON.parse(facts.handoff);
  assertHandoff(handoff);
  assertTold(handoff, tried);
  assert.deepEqual(handoff.page, { url: all.url.slice(0, -1) + tried.tree, title: tried.title });
  assert.deepEqual([facts.help_code, facts.searched, facts.topic, facts.handoff_id], [tried.code, tried.query, "lock", handoff.id]);
  for (const one of said) assert.ok(facts.text.includes(one));
});

see("the spoken help code leads the one who hears it to the same article, place and answers", ANYONE, async (page) => {
  const tried = await visit(page);
  await toContact(page);
  assert.equal(await page.locator('[data-channel="phone"] .help-code').innerText(), tried.code);
  // Another browser: it knows of nothing but the code.
  const context = await page.context().browser()?.newContext({ baseURL: all.url, ...PHONE });
  const agent = /** @type {Page} */ (await context?.newPage());
  await agent.goto("code/");
  await tabTo(agent, agent.locator("input[name=c]"));
  await agent.keyboard.type(tried.code.replace("-", "").toLowerCase());
  await agent.keyboard.press("Enter");
  const found = agent.locator("[data-code-result]");
  await found.getByRole("heading", { name: tried.title }).waitFor();
  assert.deepEqual(await found.locator("li").allTextContents(), tried.path.map(({ title, choice }) => `${title} ${choice}`));
  await assertAccessible(agent);
  await press(agent, found.locator("a.button"));
  await agent.locator(".tree[data-wizard]").waitFor();
  await eventually(async () => assert.equal(await agent.locator(".node").filter({ visible: true }).getAttribute("data-node"), tried.at));
  await context?.close();
  const answer = JSON.parse(await faqtory("code", tried.code, "--json", "--root", all.root));
  const { pathname, hash } = new URL(answer.url);
  assert.deepEqual([answer.title, pathname, hash, answer.heading.anchor], [tried.title, tried.tree, `#${tried.at}`, tried.at]);
  assert.deepEqual(answer.path.map((/** @type {any} */ { question, choice }) => [question, choice]), tried.path.map(({ title, choice }) => [title, choice]));
});

/** What is wrong with the endpoint, and how it gets well. @type {Record<string, [() => Promise<unknown> | unknown, () => Promise<unknown> | unknown]>} */
const TROUBLES = {
  "refuses connections": [() => all.services.stop(), () => all.services.restart()],
  "answers with 500": [() => answers.push(...Array(9).fill({ status: 500 })), () => answers.splice(0)],
};
for (const [trouble, [begin, end]] of Object.entries(TROUBLES)) {
  see(`an endpoint that ${trouble} loses nothing, and gets it once when it is back`, FAILING, async (page) => {
    const tried = await visit(page);
    await toContact(page);
    await type(page);
    await begin();
    try {
      const before = messages().length;
      await press(page, submit(page));
      const panel = page.locator(".form-failed");
      await panel.waitFor();
      await station(page, ".form-failed button, .form-failed a, #contact-form .input");
      const whole = await panel.locator("textarea").inputValue();
      for (const part of [...Object.values(TYPED), tried.query, tried.code]) assert.ok(whole.includes(part), part);
      const mail = new URL(await panel.locator('a[href^="mailto:"]').getAttribute("href") ?? "");
      assert.equal(mail.pathname, "help@rondo.example", "an address that is for this topic");
      assert.ok(mail.searchParams.get("body")?.replace(/\r/g, "").includes(TYPED.message));
      const ids = messages().slice(before).map(({ body }) => JSON.parse(body).id);
      await page.reload();
      await page.locator("#contact-form[novalidate]").waitFor();
      for (const [name, value] of Object.entries(TYPED)) assert.equal(await page.locator(`[data-field="${name}"]`).inputValue(), value);
      await end();
      const failed = messages().length;
      await press(page, submit(page));
      await page.waitForURL("**/contact/sent/**");
      assert.equal(messages().length, failed + 1);
      const message = JSON.parse(messages().at(-1)?.body ?? "{}");
      assert.deepEqual(message.fields, { ...TYPED, app_code: "" });
      assertHandoff(message.handoff);
      assertTold(message.handoff, tried);
      for (const id of ids) assert.equal(id, message.id, "an endpoint can tell that it is the same");
      // It is not sent again, nor kept, when one comes back.
      await page.goto("contact/lock/");
      await page.locator("#contact-form[novalidate]").waitFor();
      assert.equal(await page.locator('[data-field="message"]').inputValue(), "");
      assert.deepEqual([await page.locator(".form-status").innerText(), await page.locator(".form-notice").count()], ["", 0]);
      assert.equal(messages().length, failed + 1);
    } finally {
      await Promise.resolve(end()).catch(() => {});
    }
  });
}

see("without JavaScript the form posts all of its fields", { ...ANYONE, javaScriptEnabled: false }, async (page) => {
  await page.goto(QUESTIONS[""].tree);
  await page.locator(".escalation a.button").click();
  await page.waitForURL("**/contact/lock/**");
  for (const [name, value] of Object.entries(TYPED)) await page.locator(`[name="${name}"]`).fill(value);
  await submit(page).click();
  await page.waitForURL("https://hooks.rondo.example/help-form");
  const post = all.services.asked.findLast(({ path }) => path === "/help-form");
  assert.deepEqual([post?.method, post?.headers["content-type"]], ["POST", "application/x-www-form-urlencoded"]);
  const fields = Object.fromEntries(new URLSearchParams(post?.body));
  const { message, ...others } = TYPED;
  assert.equal(fields.message.replace(/\r\n/g, "\n"), message);
  for (const [name, value] of Object.entries({ ...others, topic: "lock", queue: "street", priority: "high", locale: "en", website: "" })) assert.equal(fields[name], value, name);
});

see("in the widget on the company's own page: the hand-off names that page and its user", ANYONE, async (page) => {
  const before = messages().length;
  await page.goto("https://app.rondo.example/ride?token=secret");
  await press(page, page.locator("faqtory-widget .launcher"));
  const panel = await panelOf(page);
  await tabTo(page, panel.locator(".widget-page .search-input"));
  const { query, tree } = QUESTIONS[""];
  await page.keyboard.insertText(query);
  await refuse(page, panel, { tree, look: () => framed(panel, ".answer-tool") });
  await panel.waitForURL(`**/${tree}`);
  const tried = await answerTree(page, panel, { look: (controls) => framed(panel, controls) });
  await toContact(page, panel);
  await type(page, panel);
  await press(page, panel.locator("[data-handoff-preview] summary"));
  const preview = await panel.locator(".handoff-list").innerText();
  for (const told of [query, tried.title, tried.code, "https://app.rondo.example/ride"]) assert.ok(preview.includes(told), `${told} in ${preview}`);
  await framed(panel, "#contact-form .input, #contact-form [type=submit], #contact-form summary, .channel");
  await press(page, panel.locator("#contact-form [type=submit]"));
  await panel.waitForURL("**/contact/sent/**");
  assert.equal(messages().length, before + 1);
  const { handoff, page: seen, fields } = JSON.parse(messages().at(-1)?.body ?? "{}");
  assert.deepEqual(fields, { ...TYPED, app_code: "" });
  assertHandoff(handoff);
  assertTold(handoff, tried);
  assert.deepEqual(handoff.page, { url: "https://app.rondo.example/ride", title: "Rondo app" });
  assert.deepEqual(seen, handoff.page);
  assert.deepEqual(handoff.user, { name: "Aoife", email: "aoife@example.com", plan: "monthly" });
  assert.equal(new URL(page.url()).pathname, "/ride");
  // This browser blocks storage in frames of other sites: what was tried went along without it.
  assert.equal(await panel.evaluate(() => { try { return sessionStorage.length; } catch { return "blocked"; } }), "blocked");
  assert.ok(!(await panel.evaluate(() => window.name)).includes("monthly"), "who the user is is kept nowhere");
});

/** The page in the panel, which has a frame's own size. @param {import("playwright-core").Frame} panel @param {string} controls */
function framed(panel, controls) {
  return station(/** @type {Page} */ (/** @type {unknown} */ (panel)), controls);
}
