// Pictures at full size, and videos that ask nobody before a reader does.

import assert from "node:assert/strict";

import { eventually, knowledgeBase, layoutShifts, publish, stage } from "./kit.js";

const svg = (/** @type {number} */ width) => `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="300"><rect width="${width}" height="300" fill="#888"/></svg>`;
const see = stage(async () => publish({
  root: await knowledgeBase({
    "_index.md": "# Home\n", "wide.svg": svg(1600), "small.svg": svg(120), "said.txt": "Turn the quokka lever.\n",
    "pictures.md": "# Pictures\n\n![A wide map](wide.svg)\n\n![A small sign](small.svg)\n\n[![A linked map](wide.svg)](plain.md)\n",
    "plain.md": "# Plain\n\n![A small sign](small.svg)\n",
    "video.md": "# Video\n\n![Unlock a bike](https://youtu.be/dQw4w9WgXcQ \"wide.svg, said.txt\")\n\n![Where to park](https://vimeo.com/76979871)\n",
  }),
}));

see("picture that is shown smaller opens at full size, and the focus returns", { viewport: { width: 390, height: 800 } }, async (page) => {
  await page.goto("pictures/");
  const open = page.getByRole("button", { name: "Enlarge picture: A wide map" });
  await open.waitFor();
  assert.equal(await page.locator(".zoom-open:visible").count(), 1);
  assert.equal(await page.getByRole("img", { name: "A wide map" }).count(), 1);
  await open.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "A wide map" });
  await dialog.waitFor();
  await eventually(async () => assert.equal(await dialog.locator("img").evaluate((image) => image.getBoundingClientRect().width), 1600));
  await dialog.locator(".zoom-area").focus();
  await page.keyboard.press("ArrowRight");
  await eventually(async () => assert.ok(await dialog.locator(".zoom-area").evaluate((area) => area.scrollLeft > 0)));
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  await eventually(async () => assert.ok(await open.evaluate((it) => it === document.activeElement)));
  await page.locator(".prose img").first().click();
  await dialog.waitFor();
  await dialog.getByRole("button", { name: "Close picture" }).click();
  await dialog.waitFor({ state: "hidden" });
  await open.click();
  await dialog.locator(".zoom-area").click();
  await dialog.waitFor({ state: "hidden" });
});

see("nothing is loaded and nothing moves for a page whose pictures have their size", {}, async (page) => {
  /** @type {string[]} */
  const asked = [];
  page.on("request", (request) => { asked.push(request.url()); });
  await page.goto("plain/");
  await page.waitForLoadState("networkidle");
  assert.deepEqual(asked.filter((url) => /zoom|video/.test(url)), []);
  await page.goto("pictures/");
  await page.locator(".zoom-open").first().waitFor();
  assert.equal(await layoutShifts(page), 0);
});

see("video asks nobody before it is played, and its words are in the page", {}, async (page) => {
  await page.goto("video/");
  await page.waitForLoadState("networkidle");
  const play = page.getByRole("button", { name: "Play video: Unlock a bike" });
  assert.ok(await play.isVisible());
  assert.equal(await page.locator("iframe").count(), 0);
  await page.getByText("Transcript").click();
  assert.ok(await page.getByText("Turn the quokka lever.").isVisible());
});

see("video plays in a frame that gets the focus", { expected: /foreign request: https:\/\/www\.youtube-nocookie\.com\/|ERR_NAME_NOT_RESOLVED|ERR_INTERNET/ }, async (page) => {
  await page.goto("video/");
  await page.getByRole("button", { name: "Play video: Unlock a bike" }).focus();
  await page.keyboard.press("Enter");
  const frame = page.locator("iframe");
  await frame.waitFor();
  assert.equal(await frame.getAttribute("src"), "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1");
  assert.equal(await frame.getAttribute("title"), "Unlock a bike");
  await eventually(async () => assert.ok(await frame.evaluate((it) => it === document.activeElement)));
});

see("video is a link without JavaScript", { javaScriptEnabled: false }, async (page) => {
  await page.goto("video/");
  const link = page.getByRole("link", { name: "Where to park Watch on Vimeo" });
  assert.equal(await link.getAttribute("href"), "https://vimeo.com/76979871");
  assert.equal(await page.locator("[role=button]").count(), 0);
});
