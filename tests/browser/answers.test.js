// The answer that a search gives, and what one can do with it: in the dialog and on the search page.

import assert from "node:assert/strict";

import { assertAccessible, isCutOff, tooSmall } from "./axe.js";
import { eventually, knowledgeBase, publish, stage } from "./kit.js";

const articles = {
  "refund.md": "---\ntitle: Get a refund\nanswer: The money is back in five days.\nquestions: [when do i get my money back]\n---\n\nText about a refund.\n",
  "card.md": "---\ntitle: Cards\nanswer: We take all cards.\n---\n\nA refund goes to the card.\n",
  "wrong.md": "---\ntitle: The refund did not come\nkind: troubleshooter\n---\n## Did five days pass?\n\n- [Yes](#ask)\n- [No](#wait)\n\n## Wait\n\n> [!SOLVED]\n> Wait for the refund.\n\n## Ask\n\n> [!CONTACT]\n> Us.\n",
  "faq.md": "---\nkind: faq\n---\n# Questions about dogs\n\n## May I bring a dog?\n\nA small dog may come along.\n\n## Another thing?\n\nNo.\n",
};
const pins = { "data/pins.yaml": "- {query: plastic, pin: [/card.md]}\n" };
const see = stage(async () => publish({ root: await knowledgeBase(articles, pins) }));

/** @typedef {import("playwright-core").Page} Page */

/** @param {Page} page */
async function listen(page) {
  /** @type {[string, any][]} */
  const heard = [];
  await page.exposeBinding("hear", (_, name, detail) => { heard.push([name, detail]); });
  await page.addInitScript(() => {
    for (const name of ["search", "open", "answer", "deflection"]) {
      // @ts-expect-error the binding above
      addEventListener(`faqtory:${name}`, (event) => hear(name, event.detail));
    }
  });
  return heard;
}

/** @type {Record<string, (page: Page, query: string) => Promise<unknown>>} */
const PLACES = {
  dialog: async (page, query) => {
    await page.goto("card/");
    await page.keyboard.press("Control+k");
    await page.locator("#search-dialog input[type=search]").fill(query);
  },
  home: async (page, query) => {
    await page.goto("./");
    await page.locator(".hero input").fill(query);
  },
  page: (page, query) => page.goto(`search/?q=${encodeURIComponent(query)}`),
};

for (const [where, ask] of Object.entries(PLACES)) {
  see(`${where}: keyboard reaches the buttons, and "solved" thanks and is told`, {}, async (page) => {
    const heard = await listen(page);
    await ask(page, "when do i get my money back");
    const solved = page.getByRole("button", { name: "This solved it" });
    await solved.waitFor();
    await page.locator("input[type=search]:visible").focus();
    for (let press = 0; press < 60 && !(await solved.evaluate((it) => it === document.activeElement)); press += 1) await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Great, glad to hear it.");
    const answers = () => heard.filter(([name]) => name === "answer").map(([, detail]) => detail);
    const answer = { query: "when do i get my money back", url: "/refund/" };
    await eventually(() => {
      assert.deepEqual(answers(), [{ ...answer, action: "shown" }, { ...answer, action: "solved" }]);
      assert.deepEqual(heard.filter(([name]) => name === "deflection").map(([, detail]) => detail.state).at(-1), "successful");
    });
    assert.equal(heard[0][0], "search");
  });

  see(`${where}: "show me more" opens the answer at its place`, {}, async (page) => {
    const heard = await listen(page);
    await ask(page, "may i bring a dog");
    await page.getByRole("link", { name: "Show me more" }).click();
    await page.waitForURL("**/faq/#may-i-bring-a-dog");
    await eventually(() => assert.ok(heard.some(([name, detail]) => name === "answer" && detail.action === "more" && detail.url === "/faq/#may-i-bring-a-dog")));
    await eventually(() => assert.ok(heard.some(([name, detail]) => name === "open" && detail.rank === 1)));
  });

  see(`${where}: "it did not" leads to the troubleshooter among the results`, {}, async (page) => {
    await ask(page, "when do i get my money back refund");
    const refuse = page.getByRole("button", { name: "It did not" });
    await refuse.waitFor();
    // By keyboard: the button that goes has the focus.
    await page.locator("input[type=search]:visible").focus();
    for (let press = 0; press < 60 && !(await refuse.evaluate((it) => it === document.activeElement)); press += 1) await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.locator(".answer-said:focus").waitFor();
    const tree = page.locator(".answer-tools").getByRole("link", { name: "The refund did not come" });
    await tree.click();
    await page.waitForURL("**/wrong/");
  });

  see(`${where}: pinned answer has its card`, {}, async (page) => {
    await ask(page, "plastic");
    await page.locator(".result-answer").getByText("We take all cards.").waitFor();
    await page.getByRole("button", { name: "This solved it" }).waitFor();
  });

  see(`${where}: another query takes the answer away`, {}, async (page) => {
    await ask(page, "plastic");
    await page.getByRole("button", { name: "This solved it" }).waitFor();
    await page.locator("input[type=search]:visible").fill("xqzvwkj");
    await eventually(async () => assert.equal(await page.locator(".answer-tools, .result-answer").count(), 0));
  });

  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    see(`${where}: every state is accessible and fits a phone, ${colorScheme}`, { colorScheme, viewport: { width: 320, height: 640 } }, async (page) => {
      for (const state of ["", "This solved it", "It did not"]) {
        await ask(page, "when do i get my money back refund");
        await page.getByRole("button", { name: "This solved it" }).waitFor();
        if (state) await page.getByRole("button", { name: state }).click();
        await assertAccessible(page);
        assert.deepEqual(await tooSmall(page, ".answer-tool"), []);
        assert.equal(await isCutOff(page), false);
      }
    });
  }
}

see("buttons stand at the end of their card, before the other results", {}, async (page) => {
  await PLACES.dialog(page, "when do i get my money back");
  const tools = page.locator(".answer-tools");
  await tools.waitFor();
  // Excerpts that come between two looks change heights.
  await eventually(async () => {
    const [card, buttons, next] = await Promise.all([page.locator(".result-answer").boundingBox(), tools.boundingBox(), page.locator("#search-dialog .result-group").nth(1).boundingBox()]);
    assert.ok(card && buttons && next);
    assert.ok(Math.abs(card.y + card.height - buttons.y) < 2);
    assert.ok(buttons.y + buttons.height <= next.y);
  });
  assert.equal(await page.locator("[role=listbox] button").count(), 0);
});
