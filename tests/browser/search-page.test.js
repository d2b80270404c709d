// The search page: results with an address that can be shared.

import assert from "node:assert/strict";

import { eventually, hold, layoutShifts, publish, stage } from "./kit.js";

const see = stage(publish);
const results = "search-page .results li";

see("address with a query shows its results", {}, async (page) => {
  await page.goto("search/?q=bike+nicked");
  await page.locator(results).first().waitFor();
  assert.equal(await page.locator("search-page input[type=search]").inputValue(), "bike nicked");
  assert.ok(await page.locator(`${results} a[href*="/safety/stolen-bike/"]`).count() > 0);
  assert.match(await page.locator("search-page [role=status]").innerText(), /\d+ results?/);
  assert.ok(await page.locator("#articles").isHidden());
});

see("typing keeps the address, and the back button goes to the search before", {}, async (page) => {
  await page.goto("search/");
  assert.ok(await page.locator("#articles").isVisible());
  const field = page.locator("search-page input[type=search]");
  await field.click();
  await page.keyboard.type("helmet");
  await page.waitForURL("**/search/?q=helmet");
  const first = await eventually(async () => {
    const address = await page.locator(`${results} a`).first().getAttribute("href") ?? "";
    assert.match(address, /\/safety\/helmets\//);
    return address;
  });
  await page.locator(`${results} a`).first().click();
  await page.waitForURL("**/safety/helmets/**");
  await page.goBack();
  await page.waitForURL("**/search/?q=helmet");
  await eventually(async () => assert.equal(await page.locator(`${results} a`).first().getAttribute("href"), first));
  assert.equal(await field.inputValue(), "helmet");
  await field.fill("refund");
  await page.waitForURL("**/search/?q=refund");
  await eventually(async () => assert.notEqual(await page.locator(`${results} a`).first().getAttribute("href"), first));
  await field.fill("");
  await eventually(async () => assert.ok(await page.locator("#articles").isVisible()));
  assert.equal(new URL(page.url()).search, "");
});

see("the back button goes from search to search on this page", {}, async (page) => {
  await page.goto("search/");
  const field = page.locator("search-page input[type=search]");
  const shows = (/** @type {string} */ query) => eventually(async () => {
    assert.equal(new URL(page.url()).searchParams.get("q") ?? "", query);
    assert.equal(await field.inputValue(), query);
    assert.match(await page.locator(`${results} a`).first().getAttribute("href") ?? "", new RegExp(query));
  });
  await field.click();
  await page.keyboard.type("refund");
  await page.keyboard.press("Enter");
  await shows("refund");
  await field.selectText();
  await page.keyboard.type("parking");
  await page.keyboard.press("Enter");
  await shows("parking");
  await field.fill("helmet");
  await shows("helmet");
  for (const query of ["parking", "refund"]) {
    await page.goBack();
    await shows(query);
  }
  await page.goForward();
  await shows("parking");
  await page.goBack();
  await page.goBack();
  await page.locator("#articles").waitFor();
  assert.equal(await field.inputValue(), "");
});

see("every result is a heading that leads to its article", {}, async (page) => {
  await page.goto("search/?q=refund");
  await page.locator(results).first().waitFor();
  assert.equal(await page.locator("search-page ol.results > li h2 a").count(), await page.locator(results).count());
  const grouped = page.locator(results, { has: page.locator(".result-section") }).first();
  const [article, section] = [grouped.locator("h2 a"), grouped.locator(".result-section")];
  assert.ok((await section.getAttribute("href"))?.startsWith(`${await article.getAttribute("href")}#`));
});

see("title of the page names the query", {}, async (page) => {
  await page.goto("search/?q=bike+nicked");
  await eventually(async () => assert.equal(await page.title(), "bike nicked · Search the help center · Rondo Help"));
  await page.locator("search-page input[type=search]").fill("");
  await eventually(async () => assert.equal(await page.title(), "Search the help center · Rondo Help"));
});

see("back and forward restore query, filters and place, from other pages and on this one", {}, async (page) => {
  // A page that listens to this is not kept by the browser, so it has to restore itself.
  await page.addInitScript(() => addEventListener("unload", () => {}));
  await page.goto("search/?q=refund");
  await page.locator(results).nth(20).waitFor();
  await page.locator(results).nth(12).scrollIntoViewIfNeeded();
  // Excerpts that come meanwhile may move it a little.
  await page.evaluate(() => addEventListener("click", () => sessionStorage.setItem("y", String(scrollY)), { capture: true, once: true }));
  await page.locator(`${results} h2 a`).nth(12).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/search/"));
  const y = Number(await page.evaluate(() => sessionStorage.getItem("y")));
  assert.ok(y > 300);
  await page.goBack();
  await page.locator(results).nth(12).waitFor();
  await eventually(async () => assert.ok(Math.abs(await page.evaluate(() => scrollY) - y) < 3));
  await page.evaluate(() => scrollTo(0, 0));
  await page.locator("search-page input[name=kind][value=faq]").check();
  await page.waitForURL("**/search/?q=refund&kind=faq");
  await eventually(async () => assert.equal(await page.locator("search-page .filters-number").innerText(), "1"));
  await page.evaluate(() => scrollTo(0, 120));
  await page.waitForFunction(() => history.state?.place > 0 && history.state.place === Math.round(scrollY));
  await page.locator("search-page input[type=search]").fill("helmet");
  await page.waitForURL("**/search/?q=helmet&kind=faq");
  await page.goBack();
  await page.waitForURL("**/search/?q=refund");
  await eventually(async () => assert.ok(await page.locator(results).count() > 20));
  assert.equal(await page.locator("search-page :checked").count(), 0);
  await page.goForward();
  await page.waitForURL("**/search/?q=helmet&kind=faq");
  await eventually(async () => assert.equal(await page.locator("search-page input[type=search]").inputValue(), "helmet"));
  await page.locator("search-page input[name=kind][value=faq]:checked").waitFor();
});

for (const [width, address] of /** @type {const} */ ([[390, "search/?q=refund"], [1280, "search/?q=refund"], [1280, "search/?q=can+i+take+my+dog&kind=faq"], [390, "search/"], [1280, "search/"], [1280, "search/?q=xqzvwkj"]])) {
  see(`nothing moves while /${address} loads at ${width} px`, { viewport: { width, height: 800 } }, async (page) => {
    await page.addInitScript(() => {
      const shifts = (window.shifts = /** @type {any[]} */ ([]));
      new PerformanceObserver((list) => {
        for (const entry of /** @type {any[]} */ (list.getEntries())) {
          for (const { node } of entry.sources) {
            const element = node instanceof Element ? node : node?.parentElement;
            if (element?.closest("main, .footer")) shifts.push(`${element.className || element.tagName} ${entry.value}`);
          }
        }
      }).observe({ type: "layout-shift", buffered: true });
    });
    // A slow line, which is said after a moment.
    const release = await hold(page, /_faqtory\/search\.js$/);
    await page.goto(address);
    if (address.includes("?")) {
      await page.locator("search-page [role=status]", { hasText: "Searching…" }).waitFor();
      release();
      await page.locator("search-page :is(.results, .search-state)").waitFor();
    }
    release();
    await layoutShifts(page); // all that moves while it comes to rest
    assert.deepEqual(await page.evaluate(() => window.shifts), []);
  });
}

see("nothing found says so on the page", {}, async (page) => {
  await page.goto("search/?q=xqzvwkj");
  const state = page.locator("search-page .search-state");
  await state.waitFor();
  assert.match(await state.innerText(), /Nothing found for “xqzvwkj”/);
  const status = page.locator("search-page [role=status]");
  await eventually(async () => assert.match(await status.innerText(), /^Nothing found for “xqzvwkj”/));
  assert.ok(await status.locator(".visually-hidden").count(), "it is seen once");
  await page.locator("search-page input[type=search]").fill("refund");
  await eventually(async () => assert.match(await status.innerText(), /^\d+ results$/));
});

see("query is shown as text, whatever it holds", {}, async (page) => {
  await page.goto(`search/?q=${encodeURIComponent("<img src=x onerror=alert(1)>zqx")}`);
  await eventually(async () => assert.ok(await page.locator("search-page :is(.search-state, .results)").isVisible()));
  assert.equal(await page.locator("search-page img").count(), 0);
  assert.equal(await page.locator("search-page input[type=search]").inputValue(), "<img src=x onerror=alert(1)>zqx");
});

for (const [before, back] of [["", "#articles"], ["?q=parking", "search-page .results a[href*=parking]"]]) {
  see(`what was typed before the script came is searched, at search/${before}, and the address before stays behind`, {}, async (page) => {
    /** @type {(value: null) => void} */
    let arrive = () => {};
    const arrival = new Promise((done) => { arrive = done; });
    await page.route(/\/search-page\.[^/]*\.js$/, async (route) => {
      await arrival;
      await route.continue();
    });
    await page.goto("payments/");
    await page.goto(`search/${before}`, { waitUntil: "commit" });
    await page.locator("search-page input[type=search]").fill("refund");
    arrive(null);
    await page.locator("search-page .results a[href*=refund]").first().waitFor();
    assert.equal(await page.locator("search-page input[type=search]").inputValue(), "refund");
    await page.waitForURL(/\?q=refund$/);
    await page.goBack();
    await page.locator(back).first().waitFor();
  });
}
