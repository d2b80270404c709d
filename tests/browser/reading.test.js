// What a customer reads: articles, categories, the start page and every link between them.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

import { eventually, moduleAddress, publish, stage } from "./kit.js";

const see = stage(publish);

see("article shows its title, where it is and what comes next", {}, async (page) => {
  await page.goto("payments/refunds/");
  const title = await page.locator("h1").textContent();
  assert.equal(await page.title(), `${title} · Rondo Help`);
  const crumbs = page.locator(".breadcrumbs a");
  assert.deepEqual(await crumbs.allTextContents(), ["Home", "Prices and payments"]);
  assert.ok(await page.locator(".pager a").count() > 0);
  assert.ok(await page.locator(".related .row").count() > 0);
  await crumbs.last().click();
  await page.waitForURL("**/payments/");
  assert.equal(await page.locator("h1").textContent(), "Prices and payments");
});

see("table of contents leads to the headings in their order", {}, async (page) => {
  await page.goto("payments/refunds/");
  const links = page.locator(".toc a");
  const named = await links.evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  const ids = await page.locator(".prose :is(h2, h3)").evaluateAll((all) => all.map((heading) => `#${heading.id}`));
  assert.ok(named.length > 1);
  assert.deepEqual(named, ids);
  await links.last().click();
  const heading = page.locator(`.prose ${named.at(-1)}`);
  await eventually(async () => assert.ok(await heading.evaluate((it) => {
    const { top } = it.getBoundingClientRect();
    return top >= 0 && top < innerHeight;
  })));
});

see("images load, say what they show and keep their place while they load", {}, async (page, site) => {
  const files = (await readdir(site.folder, { recursive: true })).filter((file) => file.endsWith(".html"));
  let seen = 0;
  for (const file of files) {
    if (!/<main[^]*<img/.test(await readFile(join(site.folder, file), "utf8"))) continue;
    await page.goto(file.replace(/index\.html$/, ""));
    // The picture of a troubleshooter comes when it is unfolded.
    for (const summary of await page.locator(".tree-picture > summary").all()) await summary.click();
    for (const image of await page.locator("main img").all()) {
      await image.scrollIntoViewIfNeeded();
      await eventually(async () => assert.ok(await image.evaluate((it) => it.complete && it.naturalWidth > 0), file));
      for (const name of ["alt", "width", "height"]) assert.ok(await image.getAttribute(name), `${file}: ${name}`);
      seen += 1;
    }
  }
  assert.ok(seen >= 10, `${seen} images`);
});

see("code is coloured, has a title and marked lines, and can be copied", {}, async (page) => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("business/api/webhooks/");
  const block = page.locator("figure.code").first();
  const colours = await block.locator("code span").evaluateAll((spans) =>
    new Set(spans.map((span) => getComputedStyle(span).color)).size);
  assert.ok(colours >= 3, `${colours} colours`);
  await page.goto("business/api/quickstart/");
  const answer = page.locator("figure.code", { hasText: "next_cursor" });
  assert.match(await answer.locator("figcaption").innerText(), /200 OK, shortened/);
  const shades = await answer.locator("code").evaluate((code) =>
    new Set([...code.querySelectorAll("*")].map((part) => getComputedStyle(part).backgroundColor)).size);
  assert.ok(shades >= 2, "marked lines look like the others");
  await answer.scrollIntoViewIfNeeded();
  await answer.getByRole("button", { name: "Copy" }).click();
  await answer.getByRole("button", { name: "Copied" }).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(JSON.parse(copied).next_cursor, "c_9fK2");
});

see("tabs work by keyboard, and the choice holds on the next page", {}, async (page) => {
  await page.goto("getting-started/create-account/");
  const tab = (/** @type {string} */ name) => page.getByRole("tab", { name });
  await tab("iPhone").focus();
  assert.equal(await tab("iPhone").getAttribute("aria-selected"), "true");
  await page.keyboard.press("ArrowRight");
  await page.getByRole("tab", { name: "Android", selected: true }).waitFor();
  assert.ok(await page.getByText("Search Google Play").isVisible());
  assert.ok(await page.getByText("Search the App Store").isHidden());
  await page.goto("troubleshooting/app-crashes/");
  await page.getByRole("tab", { name: "Android", selected: true }).first().waitFor();
});

see("steps of a how-to have addresses of their own", {}, async (page) => {
  await page.goto("getting-started/create-account/#step-5");
  const steps = page.locator(".steps > .step");
  assert.equal(await steps.count(), 7);
  assert.match(await page.locator(":target").innerText(), /Confirm my email/);
});

see("question of a FAQ page opens from its address", {}, async (page) => {
  await page.goto("riding/riding-questions/");
  const answer = page.getByText("Only a small dog that fits inside the basket");
  assert.ok(await answer.isHidden());
  await page.getByText("Can I take my dog?").first().click();
  await answer.waitFor();
  await page.goto("riding/riding-questions/#can-i-take-my-dog");
  await page.reload();
  await eventually(async () => assert.ok(await answer.isVisible()));
});

see("question that a reader opens is in the address, and opens again with it", {}, async (page, site) => {
  await page.goto("riding/riding-questions/");
  const before = await page.evaluate(() => history.length);
  const coming = page.waitForRequest(/\/faq\.\w+\.js/);
  await page.locator(".faq-item summary").nth(2).hover();
  await coming;
  // The reader's first move brings its module; what asks for it later gets it later.
  await page.evaluate((address) => import(address), await moduleAddress(site, "faq"));
  await page.locator(".faq-item summary").nth(2).click();
  const id = await page.locator(".faq-item").nth(2).getAttribute("id");
  await eventually(() => assert.equal(new URL(page.url()).hash, `#${id}`));
  assert.equal(await page.evaluate(() => history.length), before);
  await page.reload();
  await eventually(async () => assert.ok(await page.locator(".faq-item").nth(2).evaluate((item) => /** @type {HTMLDetailsElement} */ (item).open)));
});

see("table of contents keeps the part that is read in view", { viewport: { width: 1280, height: 320 } }, async (page) => {
  await page.goto("policies/terms-in-short/");
  const current = page.locator(".toc [aria-current]");
  for (let step = 0; step < 30; step += 1) {
    await page.mouse.move(640, 160);
    await page.mouse.wheel(0, 200);
    await page.evaluate(() => new Promise((next) => { requestAnimationFrame(() => requestAnimationFrame(next)); }));
    if (await current.count() === 0) continue;
    await eventually(async () => assert.ok(await current.evaluate((link) => {
      const box = link.closest(".toc")?.getBoundingClientRect();
      const { top, bottom } = link.getBoundingClientRect();
      return Boolean(box && top >= box.top - 1 && bottom <= box.bottom + 1);
    }), `step ${step}`));
  }
  await eventually(async () => assert.ok(await current.count() > 0));
});

see("start page leads to every category, and a category to its articles", {}, async (page) => {
  await page.goto("");
  const cards = page.locator(".cards .card");
  assert.ok(await cards.count() >= 7);
  await cards.getByRole("link", { name: "Safety" }).click();
  await page.waitForURL("**/safety/");
  const promised = Number.parseInt(await (async () => {
    await page.goBack();
    return cards.filter({ hasText: "Safety" }).locator(".card-count").innerText();
  })(), 10);
  await page.goForward();
  assert.equal(await page.locator(".rows .row").count(), promised);
});

see("colors are switched and remembered", { colorScheme: "light" }, async (page) => {
  await page.goto("");
  const shade = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await shade();
  const toggle = page.locator(".header theme-toggle button");
  await toggle.click();
  await eventually(async () => assert.equal(await page.locator("html").getAttribute("data-theme"), "light"));
  await toggle.click();
  await eventually(async () => assert.notEqual(await shade(), light));
  const dark = await shade();
  await page.goto("payments/");
  assert.equal(await shade(), dark);
});

see("every link and every file that a page names exists", {}, async (page, site) => {
  const files = (await readdir(site.folder, { recursive: true }));
  const known = new Set(files.map((file) => `/${file}`));
  await page.goto("");
  const parse = (/** @type {string} */ html) => {
    const parsed = new DOMParser().parseFromString(html, "text/html");
    const named = [...parsed.querySelectorAll("[href], [src]")].map((it) => it.getAttribute("href") ?? it.getAttribute("src") ?? "");
    return { named, ids: [...parsed.querySelectorAll("[id]")].map((it) => it.id) };
  };
  /** @type {Map<string, { named: string[], ids: string[] }>} */
  const pages = new Map();
  for (const file of files.filter((file) => file.endsWith(".html"))) {
    pages.set(`/${file}`, await page.evaluate(parse, await readFile(join(site.folder, file), "utf8")));
  }
  const broken = [];
  for (const [file, { named, ids }] of pages) {
    if (new Set(ids).size !== ids.length) broken.push(`${file}: an id is there twice`);
    for (const name of named) {
      const address = new URL(name, `https://help.example${file}`);
      if (address.origin !== "https://help.example") continue;
      const target = decodeURI(address.pathname).replace(/\/$/, "/index.html");
      if (!known.has(target)) broken.push(`${file}: ${name}`);
      const anchor = decodeURIComponent(address.hash.slice(1));
      if (anchor && pages.has(target) && !pages.get(target)?.ids.includes(anchor)) broken.push(`${file}: ${name}`);
    }
  }
  assert.ok(pages.size > 90);
  assert.deepEqual(broken, []);
});
