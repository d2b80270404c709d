// Pages on paper.

import assert from "node:assert/strict";

import { knowledgeBase, publish, ready, stage } from "./kit.js";

const see = stage(async () => publish({
  root: await knowledgeBase({
    "_index.md": "# Home\n",
    "other.md": "# Other\n",
    "paper.md": [
      "---\nupdated: 2026-05-01\n---\n# Paper", "Read [another page](other.md) and [a site](https://site.example/x).",
      ":::tabs\n::tab First\nText one\n::tab Second\nText two\n:::", ":::details More\nFolded text\n:::",
      "```text\n" + "long ".repeat(80) + "\n```", `| A | B | C |\n| --- | --- | --- |\n| ${"word ".repeat(40)} | ${"x".repeat(90)} | c |`,
    ].join("\n\n"),
    "faq.md": "---\nkind: faq\n---\n# Questions\n\n## First?\n\nAnswer one.\n\n## Second?\n\nAnswer two.\n",
  }),
}));

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with scripts" : "without scripts";

  see(`page is printed dark on white, unfolded and without controls, ${how}`, { colorScheme: "dark", javaScriptEnabled, viewport: { width: 700, height: 900 } }, async (page) => {
    await page.goto("paper/");
    await page.waitForLoadState("networkidle");
    if (javaScriptEnabled) await ready(page);
    await page.emulateMedia({ media: "print" });
    assert.deepEqual(await page.locator(".tab-label:visible").allTextContents(), ["First", "Second"]);
    for (const text of ["Text one", "Text two", "Folded text"]) {
      assert.ok(await page.locator(".prose").getByText(text, { exact: true }).isVisible(), text);
    }
    for (const control of await page.locator("button, nav, search, .header, .footer, .anchor").all()) assert.ok(await control.isHidden());
    if (!javaScriptEnabled) return;
    const [ink, paper] = await page.evaluate(() => [getComputedStyle(document.body).color, getComputedStyle(document.documentElement).backgroundColor]);
    assert.deepEqual([ink, paper], ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]);
    const after = await page.locator(".prose > p a").evaluateAll((links) => links.map((link) => getComputedStyle(link, "::after").content.replace(/" "|"/g, "")));
    assert.deepEqual(after.map((text) => text.replace(/\s+/g, "")), ["(\u2066/other/\u2069)", "(\u2066https://site.example/x\u2069)"]);
    assert.ok(await page.getByText("https://help.example/paper/").isVisible());
    assert.equal(await page.getByText("https://help.example/paper/").evaluate((it) => {
      document.documentElement.dir = "rtl";
      const { direction } = getComputedStyle(it);
      document.documentElement.dir = "ltr";
      return direction;
    }), "ltr");
    const cut = await page.evaluate(() => [...document.querySelectorAll("main *")].filter((it) => it.getBoundingClientRect().right > innerWidth + 1).map((it) => it.tagName));
    assert.deepEqual(cut, []);
  });

  see(`questions are printed with their answers, ${how}`, { javaScriptEnabled }, async (page) => {
    await page.goto("faq/");
    await page.emulateMedia({ media: "print" });
    for (const text of ["Answer one.", "Answer two."]) assert.ok((await page.getByText(text).boundingBox())?.height, text);
  });
}
