// The site under the Content-Security-Policy it asks for, and under one that also guards every script sink.
// Each test fails on a violation, a console error or a request to anyone else: the stage watches for them.

import assert from "node:assert/strict";

import { eventually, publish, ready, stage } from "./kit.js";

const STRICT = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; object-src 'none'; base-uri 'none'";
const PAGES = [
  "", "payments/", "payments/refunds/", "business/api/quickstart/", "getting-started/first-ride/",
  "riding/riding-questions/", "troubleshooting/bike-wont-unlock/", "search/", "search/?q=refund",
];

const stages = {
  "own policy": stage(publish),
  "trusted types": stage(() => publish({ policy: `${STRICT}; require-trusted-types-for 'script'; trusted-types 'none'` })),
};

for (const [policy, see] of Object.entries(stages)) {
  for (const address of PAGES) {
    see(`${policy}: /${address} with everything used`, {}, async (page) => {
      const response = await page.goto(address);
      const sent = response?.headers()["content-security-policy"] ?? "";
      for (const part of STRICT.split("; ")) assert.ok(sent.includes(part), part);
      if (address.includes("?q=")) await page.locator("search-page .results li").first().waitFor();
      await ready(page);
      for (const tab of await page.getByRole("tab").all()) await tab.click();
      for (const question of await page.locator("main summary:visible").all()) await question.click();
      await page.mouse.wheel(0, 4000);
      await page.locator(".header theme-toggle button").click();
      await page.keyboard.press("Control+k");
      await page.keyboard.type("refund");
      await page.locator("#search-dialog .result-title").first().waitFor();
      await page.locator("#search-dialog [type=search]").fill("xqzvwkj");
      await page.locator("#search-dialog .search-state").waitFor();
    });
  }
}

stages["own policy"]("watch notices a script and a style in the page, and a foreign request", { expected: /./ }, async (page) => {
  /** @type {string[]} */
  const blocked = [];
  page.on("console", (message) => { if (message.type() === "error") blocked.push(message.text()); });
  await page.goto("");
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "document.title = 'ran'";
    const style = document.createElement("style");
    style.textContent = "body { color: red }";
    const image = new Image();
    image.src = "https://elsewhere.example/pixel.png";
    document.body.append(script, style, image);
  });
  await eventually(() => assert.ok(["script", "style", "image"].every((kind) => blocked.some((text) => text.includes(kind))), blocked.join("\n")));
  assert.notEqual(await page.title(), "ran");
});
