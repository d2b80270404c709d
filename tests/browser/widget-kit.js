// A company's own page on another origin than the help center, with the widget in it.

import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { cp, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { rmSync } from "node:fs";

import { EXAMPLE, publish, stage } from "./kit.js";

/** @typedef {import("playwright-core").Page} Page */

/** What the tests' own config says of the widget, in the place of the example's. */
const CONFIG = `
widget:
  origins: [ORIGIN]
  rules:
    - {url: "/checkout/*", articles: [/payments/card-hold.md, /payments/payment-methods.md], title: About paying}
    - {context: "ride.*", articles: ["/parking/end-a-ride.md"]}
    - {context: "plans", query: change or cancel your plan}
  triggers:
    - {on: error, text: {en: That did not work, de: Das hat nicht geklappt}}
    - {on: visit, count: 2, url: "/visited"}
`;

/** Every reset and every war of layers that a company's style sheet may wage. */
const HOSTILE = `
*, *::before, *::after { all: revert !important; display: none !important; visibility: hidden !important; opacity: 0 !important;
  font: 40px/3 fantasy !important; color: red !important; background: lime !important; transform: rotate(7deg) !important;
  position: static !important; z-index: -1 !important; animation: none !important; width: 7px !important; max-height: 9px !important; }
html, body, main, h1, p, button { display: block !important; visibility: visible !important; opacity: 1 !important; width: auto !important; max-height: none !important; transform: none !important; }
html { font-size: 62.5% !important; filter: none; }
body { position: relative !important; transform: translate(3px, 9px) !important; overflow: hidden !important; contain: layout !important; }
main { position: fixed !important; inset: 0; z-index: 2147483647 !important; }
faqtory-widget, faqtory-widget * { display: none !important; }
div { position: relative !important; transform: scale(.5) !important; }
button { border-radius: 0 !important; padding: 90px !important; text-transform: uppercase !important; }
iframe { height: 3px !important; border: 9px solid red !important; }
`;

/** What libraries of other times do to what everyone shares. */
const PROTOTYPES = `
Object.prototype.surprise = 1;
Array.prototype.each = function () {};
Array.prototype.toJSON = () => "no";
window.Node.prototype.appendChild = () => { throw new Error("no"); };
window.customElements.define = () => { throw new Error("no"); };
window.requestAnimationFrame = () => { throw new Error("no"); };
`;

/**
 * Starts the help center and the company's server. Pages are `/…?css=hostile&script=…&policy=…&tag=…`.
 * @returns {Promise<import("./kit.js").Site & { help: string, helpFolder: string }>}
 */
async function start() {
  const pages = createServer((request, response) => page(new URL(request.url ?? "/", "http://host"), response));
  await new Promise((ready) => { pages.listen(0, "127.0.0.1", () => ready(null)); });
  const { port } = /** @type {import("node:net").AddressInfo} */ (pages.address());
  const url = `http://127.0.0.1:${port}/`;
  const root = await mkdtemp(join(tmpdir(), "faqtory-widget-"));
  process.once("exit", () => rmSync(root, { recursive: true, force: true }));
  await cp(EXAMPLE, root, { recursive: true });
  const config = await readFile(join(root, "faqtory.yaml"), "utf8");
  const own = config.replace(/^widget:\n(?:(?: .*)?\n)*/m, "");
  await writeFile(join(root, "faqtory.yaml"), own + CONFIG.replace("ORIGIN", url.slice(0, -1)));
  const help = await publish({ root });
  const origin = help.url.slice(0, -1);

  /** @param {URL} asked @param {import("node:http").ServerResponse} response */
  function page({ pathname, searchParams }, response) {
    if (pathname === "/favicon.ico") return response.writeHead(204).end();
    if (pathname === "/host.css") return response.writeHead(200, { "Content-Type": "text/css" }).end(searchParams.get("css") === "hostile" ? HOSTILE : "main { padding: 1rem }");
    if (pathname === "/host.js") return response.writeHead(200, { "Content-Type": "text/javascript" }).end(searchParams.get("script") === "hostile" ? PROTOTYPES : "window.faqtory ??= []; faqtory.push(['identify', { name: 'Aoife' }]);");
    const frames = searchParams.get("policy") === "closed" ? "" : `; frame-src ${origin}`;
    const policy = `default-src 'self'; script-src 'self' ${origin}; style-src 'self'${frames}; require-trusted-types-for 'script'; trusted-types 'none'`;
    const tag = `<script type="module" src="${origin}/_faqtory/widget.js" ${searchParams.get("tag") ?? ""}></script>`;
    const count = Number(searchParams.get("count") ?? 1);
    const again = count > 1 ? tag.replace("widget.js", "widget.js?again") : "";
    return response.writeHead(200, { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy }).end(`<!doctype html>
<html lang="${searchParams.get("lang") ?? "en"}"><head><title>Acme app</title><meta name="viewport" content="width=device-width">
${searchParams.has("dark") ? '<meta name="color-scheme" content="dark">' : ""}<link rel="stylesheet" href="/host.css?css=${searchParams.get("css") ?? ""}">
<script src="/host.js?script=${searchParams.get("script") ?? ""}"></script>${count ? tag : ""}${again}</head>
<body><main${searchParams.has("context") ? ` data-faqtory-context="${searchParams.get("context")}"` : ""}><h1>Acme</h1><p>Text</p>
<button id="own" type="button">Own button</button><form><input id="field" aria-label="Name" required><button>Send</button></form>
<dialog id="modal">A dialog <button>Fine</button></dialog></main></body></html>`);
  }

  const close = async () => {
    pages.closeAllConnections();
    await Promise.all([help.close(), new Promise((done) => { pages.close(done); })]);
  };
  return { folder: help.folder, url, close, help: help.url, helpFolder: help.folder };
}

/** @type {Awaited<ReturnType<typeof start>>} */
export let host;

/** Requests to the help center are what these tests are about. */
export const expected = /** @type {RegExp} */ (/** @type {unknown} */ ({
  test: (/** @type {string} */ problem) => problem.startsWith(`foreign request: ${host.help}`),
}));

/** The same with one more kind of problem that is the point of a test. @param {RegExp} also */
export const expecting = (also) => /** @type {RegExp} */ (/** @type {unknown} */ ({
  test: (/** @type {string} */ problem) => expected.test(problem) || also.test(problem),
}));

export const see = stage(async () => (host = await start()));

/** The page of the help center that the panel shows, once it is ready. @param {Page} page */
export async function panelOf(page) {
  await page.locator("faqtory-widget .panel:not(.waiting) iframe").waitFor({ state: "attached" });
  return /** @type {import("playwright-core").Frame} */ (page.frames().find((frame) => frame.name().startsWith("faqtory-panel")));
}

/** @param {Page} page */
export async function openPanel(page) {
  await page.getByRole("button", { name: "Help" }).click();
  return panelOf(page);
}
