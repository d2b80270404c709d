// Light, dark and the device's choice; colors of the brand as the browser shows them.

import assert from "node:assert/strict";

import { eventually, publish, stage } from "./kit.js";

const see = stage(publish);

/** Every background that the page had while it loaded, frame by frame. @param {import("playwright-core").Page} page */
async function watchColors(page) {
  await page.addInitScript(() => {
    /** @type {Set<string>} */
    const seen = new Set();
    Object.assign(window, { seen });
    const look = () => {
      if (document.body) seen.add(getComputedStyle(document.documentElement).backgroundColor);
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}

/** @param {import("playwright-core").Page} page @returns {Promise<string[]>} */
const colorsSeen = (page) => page.evaluate(() => [...Reflect.get(window, "seen")]);

for (const [device, chosen] of /** @type {const} */ ([["light", "dark"], ["dark", "light"]])) {
  see(`a page opens in the chosen ${chosen} colors at once on a ${device} device`, { colorScheme: device }, async (page) => {
    await page.addInitScript((chosen) => localStorage.setItem("faqtory-theme", chosen), chosen);
    await watchColors(page);
    await page.goto("payments/");
    await eventually(async () => assert.ok((await colorsSeen(page)).length > 0));
    const seen = await colorsSeen(page);
    assert.equal(seen.length, 1, seen.join(" then "));
    const [light] = (seen[0].match(/\d+/g) ?? []).map(Number);
    assert.equal(light > 128, chosen === "light");
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), chosen);
  });
}

see("the button says which colors there are, and goes through all three", { colorScheme: "light" }, async (page) => {
  await page.goto("payments/");
  const button = page.locator(".header theme-toggle button");
  const names = [];
  for (const state of [/same as your device/, /: light/, /: dark/, /same as your device/]) {
    await eventually(async () => assert.match(await button.ariaSnapshot(), state));
    names.push(await button.ariaSnapshot());
    await button.focus();
    await page.keyboard.press("Enter");
  }
  assert.equal(new Set(names).size, 3);
});

see("colors can be chosen when storage is blocked", { colorScheme: "light" }, async (page) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", { get() { throw new DOMException("blocked", "SecurityError"); } });
  });
  await page.goto("payments/");
  const shade = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await shade();
  const button = page.locator(".header theme-toggle button");
  await button.click();
  await eventually(async () => assert.match(await button.ariaSnapshot(), /: light/));
  await button.click();
  await eventually(async () => assert.notEqual(await shade(), light));
  await eventually(async () => assert.match(await button.ariaSnapshot(), /: dark/));
});

see("the browser's bar has the color of the page, whatever is chosen", { colorScheme: "light" }, async (page) => {
  await page.goto("payments/");
  /** The color that the browser takes: the first whose condition holds. */
  const bar = () => page.evaluate(() => {
    const all = [...document.querySelectorAll('meta[name="theme-color"]')];
    const meta = all.find((it) => matchMedia(it.getAttribute("media") ?? "all").matches);
    const probe = document.createElement("p");
    document.body.append(probe);
    // Not by an attribute: the policy forbids it.
    probe.style.color = meta?.getAttribute("content") ?? "";
    const color = getComputedStyle(probe).color;
    probe.remove();
    return color;
  });
  const shade = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await shade();
  assert.equal(await bar(), light);
  const button = page.locator(".header theme-toggle button");
  for (let press = 0; press < 3; press += 1) {
    const before = await button.ariaSnapshot();
    await button.click();
    await eventually(async () => assert.notEqual(await button.ariaSnapshot(), before));
    await eventually(async () => assert.equal(await bar(), await shade()));
    await eventually(async () => assert.equal(await shade() === light, press !== 1));
  }
});

see("more contrast makes links and text stronger", { colorScheme: "light" }, async (page) => {
  await page.goto("payments/unpaid-balance/");
  const darkness = (/** @type {string} */ selector) => page.locator(selector).first().evaluate((element) =>
    (getComputedStyle(element).color.match(/\d+/g) ?? []).slice(0, 3).reduce((sum, channel) => sum + Number(channel), 0));
  const normal = { link: await darkness(".prose a"), soft: await darkness(".lead") };
  await page.emulateMedia({ contrast: "more" });
  assert.ok(await darkness(".prose a") < normal.link);
  assert.ok(await darkness(".lead") < normal.soft);
});
