// A small logo stands in the page itself, a larger or livelier one is a file: nobody sees which.

import assert from "node:assert/strict";

import { knowledgeBase, publish, stage } from "./kit.js";

const CONFIG = "title: Acme Help\nbrand:\n  logo: /logo.svg\n  logo_dark: /dark.svg\n";
const KINDS = { "in the page": "", "as a file": "<style>g { opacity: 1 }</style>" };

/** @param {string} color @param {string} extra */
function drawn(color, extra) {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="79" height="20" viewBox="0 0 158 40">${extra}
<g fill="${color}"><rect width="158" height="40" rx="8"/></g></svg>`;
}

/** Where the first of them stands. @type {Record<number, { x: number, y: number }>} */
const places = {};
for (const [kind, extra] of Object.entries(KINDS)) {
  const see = stage(async () => publish({
    root: await knowledgeBase({ "one.md": "---\ntitle: One\n---\nOne.\n" }, {
      "faqtory.yaml": CONFIG, "static/logo.svg": drawn("#a03", extra), "static/dark.svg": drawn("#fa8", extra),
    }),
  }));
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    for (const width of [320, 1280]) {
      see(`a logo ${kind}: ${colorScheme}, ${width} px`, { colorScheme, viewport: { width, height: 640 } }, async (page) => {
        /** @type {string[]} */
        const asked = [];
        page.on("request", (request) => asked.push(new URL(request.url()).pathname));
        await page.goto("one/", { waitUntil: "networkidle" });
        const logo = page.locator(".header .brand .logo:visible");
        assert.equal(await logo.evaluate((it) => it.localName), extra ? "img" : "svg");
        assert.equal(asked.some((path) => /(logo|dark)\.svg$/.test(path)), Boolean(extra));
        await page.getByRole("banner").getByRole("img", { name: "Acme Help" }).waitFor();
        const { x, y, width: wide, height } = await logo.evaluate((it) => it.getBoundingClientRect().toJSON());
        assert.deepEqual([Math.round(wide * 10), height], [1422, 36]);
        places[width] ??= { x, y };
        assert.deepEqual({ x, y }, places[width], "both stand at the same place");
      });
    }
  }
}
