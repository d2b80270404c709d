// The picture of a troubleshooter: in the page, on paper, by itself; and the page without a script.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

import { knowledgeBase, publish, ready, stage } from "./kit.js";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const words = {
  latin: "the machine makes a WWWWW MMMMM noise while the lamp above its lid blinks twice",
  wide: "サービスが一時停止しているかどうかを画面の上の行で確認してください",
  arabic: "التطبيق لا يقرأ رمز الاستجابة السريعة الموجود على المقود الخلفي",
  hindi: "मशीन अपडेट के बाद चालू नहीं होती और ऊपर की बत्ती दो बार झपकती है",
};

/** A tree of `size` nodes with three answers each, worded in `text`. @param {number} size @param {string} text */
function tree(size, text) {
  const parts = text.includes(" ") ? text.split(" ") : [...text];
  const glue = text.includes(" ") ? " " : "";
  const some = (/** @type {number} */ from, /** @type {number} */ count) =>
    Array.from({ length: count }, (_, at) => parts[(from + at) % parts.length]).join(glue);
  const nodes = Array.from({ length: size }, (_, node) => {
    const next = [1, 2, 3].map((choice) => node * 3 + choice).filter((to) => to < size);
    const choices = next.map((to) => `- [${to} ${some(to, 1 + to % 9)}](#n${to})`).concat(next.length === 1 ? ["- [Start](#n0)"] : []);
    const end = choices.length ? choices.join("\n") : `> [!${node % 2 ? "SOLVED" : "CONTACT"}]\n> ${some(node, 4)}`;
    return `## ${node} ${some(node, 3 + node % 14)} {#n${node}}\n\n${some(node, 6)}\n\n${end}`;
  });
  return `---\ntitle: ${some(0, 3)}\nkind: troubleshooter\n---\nIntro.\n\n${nodes.join("\n\n")}\n`;
}

const see = stage(async () => publish({
  root: await knowledgeBase({
    "_index.md": "# Home\n",
    "small.md": tree(8, words.latin),
    "large.md": tree(200, words.latin),
    "wide.md": tree(30, words.wide),
    "hindi.md": tree(30, words.hindi),
    "ar/small.md": tree(30, words.arabic),
  }, { "faqtory.yaml": "title: Trees\nlanguages: [{code: en}, {code: ar}]\n" }),
}));

const pictures = { "small/": "ltr", "large/": "ltr", "wide/": "ltr", "hindi/": "ltr", "ar/small/": "rtl" };

for (const [article, direction] of Object.entries(pictures)) {
  see(`all text of the picture of ${article} is inside of its box`, {}, async (page) => {
    await page.goto(`${article}tree.svg`);
    const found = await page.evaluate(() => {
      const root = /** @type {SVGSVGElement} */ (/** @type {unknown} */ (document.documentElement));
      const inside = (/** @type {DOMRect} */ inner, /** @type {DOMRect} */ outer) => inner.left >= outer.left && inner.right <= outer.right
        && inner.top >= outer.top && inner.bottom <= outer.bottom;
      const texts = [...root.querySelectorAll("text")];
      const boxes = [...root.querySelectorAll("a")];
      const paper = root.getBoundingClientRect();
      const rects = boxes.map((box) => /** @type {Element} */ (box.querySelector("rect")).getBoundingClientRect());
      const meets = (/** @type {DOMRect} */ a, /** @type {DOMRect} */ b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
      return {
        direction: root.getAttribute("direction"), title: root.querySelector("title")?.textContent, boxes: boxes.length,
        out: texts.filter((text) => !inside(text.getBoundingClientRect(), paper)).map((text) => text.textContent),
        cut: boxes.flatMap((box, at) => [...box.querySelectorAll("text")].filter((text) => !inside(text.getBoundingClientRect(), rects[at])).map((text) => text.textContent)),
        overlaps: rects.filter((a, at) => rects.slice(at + 1).some((b) => meets(a, b))).length,
        crossed: texts.filter((text) => !text.closest("a") && rects.some((rect) => meets(rect, text.getBoundingClientRect()))).map((text) => text.textContent),
      };
    });
    assert.deepEqual({ ...found, title: Boolean(found.title), boxes: found.boxes > 7 },
      { direction, title: true, boxes: true, out: [], cut: [], overlaps: 0, crossed: [] });
  });
}

see("every node is drawn once and leads to its place in the article", {}, async (page) => {
  await page.goto("large/tree.svg");
  const hrefs = await page.evaluate(() => [...document.querySelectorAll("a")].map((box) => box.getAttribute("href")));
  assert.equal(new Set(hrefs).size, 200);
  assert.equal(hrefs.length, 200);
  assert.ok(hrefs.every((href) => /\/large\/#n\d+$/.test(href ?? "")), hrefs[0] ?? "");
});

see("the picture is fetched when it is unfolded", {}, async (page) => {
  /** @type {string[]} */
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto("small/");
  await page.waitForLoadState("networkidle");
  assert.ok(!asked.some((path) => path.endsWith("tree.svg")), asked.join(" "));
  const fetched = page.waitForResponse(/tree\.svg$/);
  await page.locator(".tree-picture > summary").click();
  await fetched;
  await page.locator(".tree-picture img").scrollIntoViewIfNeeded();
  await page.locator(".tree-picture img").waitFor();
});

for (const javaScriptEnabled of [true, false]) {
  see(`the picture is on paper though nobody has unfolded it, ${javaScriptEnabled ? "with" : "without"} scripts`, { javaScriptEnabled }, async (page) => {
    await page.goto("small/");
    await page.waitForLoadState("networkidle");
    const paper = await page.pdf();
    await page.emulateMedia({ media: "print" });
    assert.ok(await page.locator(".tree-picture img").isVisible());
    await page.locator(".tree-picture img").evaluate((image) => image.remove());
    const without = await page.pdf();
    // A picture adds what it draws to the file.
    assert.ok(paper.length > without.length + 1000, `${paper.length} ${without.length}`);
  });
}

see("a tree without scripts is an article with links that are easy to touch", { javaScriptEnabled: false, viewport: { width: 320, height: 700 }, hasTouch: true }, async (page) => {
  await page.goto("small/");
  const choices = page.locator("[data-choice]");
  assert.ok(await choices.count() >= 7);
  for (const choice of await choices.all()) {
    const box = await choice.boundingBox();
    assert.ok(box && box.height >= 44 && box.width >= 44, JSON.stringify(box));
  }
  await choices.first().click();
  await page.waitForURL("**#n1");
  assert.equal(await page.locator(":target").evaluate((it) => it.tagName), "H2");
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
});

for (const [colorScheme, article] of /** @type {["light" | "dark", string][]} */ ([["light", "small/"], ["dark", "ar/small/"]])) {
  see(`no barrier in a plain tree and its picture, ${colorScheme}`, { colorScheme, javaScriptEnabled: true, viewport: { width: 390, height: 800 } }, async (page) => {
    await page.goto(article);
    await ready(page);
    await page.locator(".tree-picture > summary").click();
    await page.evaluate(axe);
    // @ts-expect-error axe came with the line before
    const { violations } = await page.evaluate(() => axe.run());
    assert.deepEqual(violations.map((it) => `${it.id}: ${it.nodes.map((node) => node.html).join(" ")}`), []);
  });
}
