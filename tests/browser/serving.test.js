// `faqtory serve`: what an author sees while writing.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { eventually, serveCopy, stage } from "./kit.js";

const see = stage(serveCopy);
const ADDRESS = "safety/helmets/";
const FILE = "content/safety/helmets.md";

see("page shows an edit by itself and stays where it was", {}, async (page, site) => {
  await page.goto(ADDRESS);
  const file = join(site.folder, FILE);
  const before = await readFile(file, "utf8");
  await page.evaluate(() => { scrollTo(0, 300); document.documentElement.dataset.before = ""; });
  await eventually(async () => assert.equal(await page.evaluate(() => scrollY), 300));
  await writeFile(file, `${before}\nA sentence that was not there before.\n`);
  await page.getByText("A sentence that was not there before.").waitFor();
  assert.equal(await page.locator("html[data-before]").count(), 0, "the page was loaded anew");
  await eventually(async () => assert.equal(await page.evaluate(() => scrollY), 300));
  await writeFile(file, before);
  await page.getByText("A sentence that was not there before.").waitFor({ state: "detached" });
});

see("new article appears in its category and in the search", {}, async (page, site) => {
  await page.goto("safety/");
  await writeFile(join(site.folder, "content/safety/unicycles.md"), "# Unicycles\n\nWe have no unicycles yet.\n");
  await page.locator(".rows").getByRole("link", { name: "Unicycles" }).waitFor();
  // The index follows the page: a search that was open before keeps the one it began with.
  await eventually(async () => {
    await page.goto("search/?q=unicycle");
    await page.locator("search-page :is(.results, .search-state)").waitFor();
    assert.match(await page.locator("search-page .results li").first().innerText({ timeout: 100 }), /Unicycles/);
  });
});

see("broken edit is explained over the last good page until it is mended", {}, async (page, site) => {
  await page.goto(ADDRESS);
  const file = join(site.folder, FILE);
  const before = await readFile(file, "utf8");
  const title = await page.locator("h1").textContent();
  await writeFile(file, `${before}\nSee [this](./nowhere.md).\n`);
  const overlay = page.locator("faqtory-problems [role=alertdialog]");
  await overlay.waitFor();
  const line = before.split("\n").length + 1;
  assert.match(await overlay.innerText(), new RegExp(`content/safety/helmets\\.md:${line}:`));
  assert.match(await overlay.innerText(), /nowhere\.md/);
  assert.equal(await page.locator("h1").textContent(), title);
  assert.equal(await page.getByText("See this").count(), 0, "the broken text is not shown");
  await page.goto("payments/");
  await overlay.waitFor();
  await overlay.getByRole("button", { name: "Hide" }).click();
  await eventually(async () => assert.equal(await overlay.count(), 0));
  await page.goto(ADDRESS);
  await overlay.waitFor();
  await writeFile(file, `${before}\nAll is well again.\n`);
  await page.getByText("All is well again.").waitFor();
  assert.equal(await overlay.count(), 0);
});
