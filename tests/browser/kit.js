// What the browser tests share: a built site, a server for it, a browser, and pages that are watched.
//
// FAQTORY_BIN   the program (default: the debug build of this repository), with `examples/answers` beside it
// CHROMIUM      the browser (default: /usr/bin/chromium)
// FAQTORY_LATE  scripts come late by up to so many milliseconds, each by another time, to find tests, and pages,
//               for which they must come before something else (default: 0)

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, readdir, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, extname, join, resolve, sep } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";

import { chromium } from "playwright-core";

export const REPOSITORY = resolve(import.meta.dirname, "../..");
export const EXAMPLE = join(REPOSITORY, "example-kb");
const PROGRAM = process.env.FAQTORY_BIN ?? join(REPOSITORY, "target/debug/faqtory");
export const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
export const SWITCHES = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
  // No name is looked up: a request to anyone else fails at once, and the watch reports it.
  "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
];
const LATE = Number(process.env.FAQTORY_LATE ?? 0);
/** How long a condition may take to come true, in milliseconds. */
export const PATIENCE = 30_000 + 20 * LATE;
/** The day of every build, so that dated articles stay as they are. */
const TODAY = { SOURCE_DATE_EPOCH: String(Date.UTC(2026, 10, 1) / 1000) };
const MEDIA_TYPES = {
  ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
  ".json": "application/json", ".md": "text/markdown; charset=utf-8", ".txt": "text/plain; charset=utf-8",
  ".xml": "application/xml; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png", ".wasm": "application/wasm",
};

/** @typedef {{ folder: string, url: string, switches?: string[], close(): Promise<void> }} Site `switches`: of its browser, instead of the usual ones. */

/**
 * Runs the program; resolves with what it printed.
 * @param {string[]} args
 */
export async function faqtory(...args) {
  const options = { env: { ...process.env, ...TODAY }, maxBuffer: 64 << 20 };
  return (await promisify(execFile)(PROGRAM, args, options)).stdout;
}

/**
 * What the native engine finds in the example: one process for all queries, which `faqtory search` needs one each for.
 * @param {string[]} queries
 * @param {number} limit
 * @returns {Promise<any[]>}
 */
export async function answers(queries, limit) {
  const program = join(dirname(PROGRAM), "examples/answers");
  const options = { env: { ...process.env, ...TODAY }, maxBuffer: 1 << 30 };
  const running = promisify(execFile)(program, [EXAMPLE, String(limit)], options);
  running.child.stdin?.end(queries.map((query) => `${JSON.stringify(query)}\n`).join(""));
  return (await running).stdout.trim().split("\n").map((line) => JSON.parse(line));
}

/** @type {string[]} */
const temporary = [];
process.once("exit", () => temporary.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** A folder that is gone when the tests of the file are done, however they end. @param {string} name */
async function temporaryFolder(name) {
  const folder = await mkdtemp(join(tmpdir(), `faqtory-${name}-`));
  temporary.push(folder);
  return folder;
}

/**
 * Builds a knowledge base and serves it the way a static host does, with the headers of its `_headers`.
 * @param {{ root?: string, path?: string, policy?: string, open?: boolean }} [options] `root`: instead of
 *   the example; `path`: where on the host the site lives; `policy`: a Content-Security-Policy on top of
 *   the site's own; `open`: whether pages of other hosts may read it.
 * @returns {Promise<Site>}
 */
export async function publish({ root = EXAMPLE, path = "", policy, open = false } = {}) {
  const folder = join(await temporaryFolder("site"), "public");
  await build(root, folder, path);
  return serveFolder(folder, { path, policy, open });
}

/**
 * @param {string} root
 * @param {string} folder
 * @param {string} [path]
 */
export async function build(root, folder, path = "") {
  await faqtory("build", root, "--out", folder, "--base-url", `https://help.example${path}`, "--quiet");
}

/**
 * Writes a knowledge base.
 * @param {Record<string, string>} articles text by path below `content`
 * @param {Record<string, string>} [files] other files, by path
 * @returns {Promise<string>} its folder
 */
export async function knowledgeBase(articles, files = {}) {
  const folder = await temporaryFolder("kb");
  const below = Object.entries(articles).map(([path, text]) => [join("content", path), text]);
  for (const [path, text] of [["faqtory.yaml", "title: Test\n"], ...Object.entries(files), ...below]) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  return folder;
}

/**
 * @param {string} folder
 * @param {{ path: string, policy?: string, open: boolean }} options
 * @returns {Promise<Site>}
 */
async function serveFolder(folder, { path, policy, open }) {
  const rules = headerRules(await readFile(join(folder, "_headers"), "utf8"));
  const server = createServer(async (request, response) => {
    const asked = decodeURIComponent(new URL(request.url ?? "/", "http://host").pathname);
    const local = asked.startsWith(`${path}/`) ? asked.slice(path.length) : null;
    for (const [pattern, name, value] of rules) {
      if (pattern.test(local ?? asked)) response.setHeader(name, value);
    }
    if (open) response.setHeader("Access-Control-Allow-Origin", "*");
    if (policy) response.appendHeader("Content-Security-Policy", policy);
    const file = local === null ? null : await fileAt(folder, local);
    if (file === "folder") {
      response.writeHead(301, { Location: `${asked}/` }).end();
      return;
    }
    const shown = file ?? join(folder, "404.html");
    const type = MEDIA_TYPES[/** @type {keyof MEDIA_TYPES} */ (extname(shown))] ?? "application/octet-stream";
    // A test may publish the site anew while a page fetches a file.
    const body = await readFile(shown).catch(() => null);
    if (LATE && extname(shown) === ".js") await new Promise((next) => { setTimeout(next, Math.random() * LATE); });
    response.writeHead(file && body ? 200 : 404, { "Content-Type": type }).end(body);
  });
  await new Promise((ready) => { server.listen(0, "127.0.0.1", () => ready(null)); });
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const close = async () => {
    server.closeAllConnections();
    await new Promise((done) => { server.close(done); });
  };
  return { folder, url: `http://127.0.0.1:${port}${path}/`, close };
}

/**
 * The file for an address, `"folder"` when the address lacks its closing slash, or nothing.
 * @param {string} folder
 * @param {string} address
 */
async function fileAt(folder, address) {
  const file = join(folder, address.endsWith("/") ? `${address}index.html` : address);
  if (!file.startsWith(folder + sep)) return null;
  const found = await stat(file).catch(() => null);
  if (found?.isDirectory()) return "folder";
  return found ? file : null;
}

/**
 * Reads the `_headers` that static hosts understand: a path, then its headers indented below it.
 * @param {string} text
 * @returns {[RegExp, string, string][]}
 */
function headerRules(text) {
  /** @type {[RegExp, string, string][]} */
  const rules = [];
  let pattern = /^$/;
  for (const line of text.split("\n").filter((line) => line.trim())) {
    if (/^\S/.test(line)) {
      const parts = line.trim().split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
      pattern = new RegExp(`^${parts.join(".*")}$`);
    } else {
      const at = line.indexOf(":");
      rules.push([pattern, line.slice(0, at).trim(), line.slice(at + 1).trim()]);
    }
  }
  return rules;
}

/**
 * Starts `faqtory serve` on a copy of the example that the test may edit.
 * @returns {Promise<Site>}
 */
export async function serveCopy() {
  const folder = await temporaryFolder("kb");
  await cp(EXAMPLE, folder, { recursive: true });
  const program = spawn(PROGRAM, ["serve", folder, "--port", "0"], { env: { ...process.env, ...TODAY } });
  const ended = new Promise((done) => { program.once("exit", done); });
  const close = async () => {
    program.kill();
    await ended;
  };
  let said = "";
  const url = await new Promise((found, failed) => {
    const listen = (/** @type {Buffer} */ piece) => {
      said += piece;
      const address = /serving at (http:\/\/\S+)/.exec(said);
      if (address) found(address[1]);
    };
    program.stdout.on("data", listen);
    program.stderr.on("data", listen);
    program.once("exit", () => failed(new Error(`serve ended: ${said}`)));
    setTimeout(() => failed(new Error(`serve did not start: ${said}`)), PATIENCE).unref();
  });
  return { folder, url, close };
}

/**
 * Keeps files from the page, as a slow line does, until what it returns is called.
 * @param {import("playwright-core").Page} page
 * @param {RegExp} files in their addresses
 * @param {"continue" | "abort"} [end] what becomes of them then
 * @returns {Promise<() => void>}
 */
export async function hold(page, files, end = "continue") {
  /** @type {() => void} */
  let release = () => {};
  const released = new Promise((done) => { release = () => done(null); });
  await page.route(files, async (route) => {
    await released;
    await route[end]().catch(() => {}); // the page is gone
  });
  return release;
}

/**
 * Keeps all modules from the page; see `hold`.
 * @param {import("playwright-core").Page} page
 * @param {"continue" | "abort"} [end]
 */
export const holdModules = (page, end) => hold(page, /\/(?!main\.)[^/]+\.js(\?|$)/, end);

/**
 * Repeats a check until it holds, for a bounded time; what it last complained about is the failure.
 * @template T
 * @param {() => Promise<T> | T} check
 * @returns {Promise<T>}
 */
export async function eventually(check) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    try {
      return await check();
    } catch (complaint) {
      if (Date.now() > end) throw complaint;
      await new Promise((next) => { setTimeout(next, 25); });
    }
  }
}

/**
 * Waits until the scripts of a page have made of it what they do unasked: tabs, a wizard, a form that checks.
 * @param {import("playwright-core").Page} page
 */
export async function ready(page) {
  await page.waitForFunction(() => {
    const made = {
      ".tabs": ":has([role=tab])", ".tree:has(.node)": "[data-wizard]",
      "[data-contact-page] form.contact-form": "[novalidate]", "[data-contact-page] contact-hours": "[data-state]",
    };
    return Object.entries(made).every(([part, done]) => [...document.querySelectorAll(part)].every((it) => it.matches(done)));
  });
}

/**
 * Waits until a search of the dialog has all excerpts that the engine has for its words; topics are looked for with
 * them.
 * @param {import("playwright-core").Page} page
 * @param {string} query
 */
export async function excerptsCome(page, query) {
  const wanted = await page.evaluate(async (query) => {
    const { openIndex } = await import(new URL("/_faqtory/search.js", location.href).href);
    const index = await openIndex({ lang: document.documentElement.lang });
    const { results } = await index.search(query, { limit: 8 });
    const better = await index.excerpts(query, results);
    const plain = (/** @type {any} */ { excerpt }) => excerpt.map((/** @type {any} */ piece) => piece.text).join("");
    return results.map((/** @type {any} */ result, /** @type {number} */ at) => plain(better[at]) || plain(result));
  }, query);
  await eventually(async () => {
    const shown = await page.locator("#search-dialog .result-excerpt").allTextContents();
    assert.ok(shown.length > 0 && shown.every((text) => wanted.includes(text)), shown.join("\n"));
  });
}

/**
 * How often something has moved, once the page is at rest.
 * @param {import("playwright-core").Page} page
 */
export async function layoutShifts(page) {
  await page.waitForLoadState("networkidle");
  return page.evaluate(async () => {
    let shifts = 0;
    const observer = new PerformanceObserver((list) => { shifts += list.getEntries().length; });
    observer.observe({ type: "layout-shift", buffered: true });
    // What the last change has moved is known with the frame that paints it.
    for (let frame = 0; frame < 3; frame += 1) await new Promise((next) => { requestAnimationFrame(() => setTimeout(next)); });
    return shifts + observer.takeRecords().length;
  });
}

/**
 * A site and a browser for the tests of one file. `see` declares a test with a page of its own; the test
 * fails as well when the page reports an error, breaks the Content-Security-Policy, asks for something
 * that is missing or asks anyone but the site.
 * @param {() => Promise<Site>} start
 */
export function stage(start) {
  /** @type {Site} */
  let site;
  /** @type {import("playwright-core").Browser} */
  let browser;
  before(async () => {
    // One after the other: what has started is closed even when the next does not start.
    site = await start();
    browser = await chromium.launch({ executablePath: CHROMIUM, args: site.switches ?? SWITCHES });
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });

  /**
   * @param {string} name
   * @param {import("playwright-core").BrowserContextOptions & { expected?: RegExp }} options
   *   `expected`: a problem that is the point of the test.
   * @param {(page: import("playwright-core").Page, site: Site) => Promise<void>} body
   */
  const see = (name, { expected, ...options }, body) =>
    test(name, { timeout: 600_000 }, async () => {
      const context = await browser.newContext({
        baseURL: site.url, viewport: { width: 1280, height: 800 }, reducedMotion: "reduce", ...options,
      });
      context.setDefaultTimeout(PATIENCE);
      const problems = await watch(context, new URL(site.url).origin);
      try {
        await body(await context.newPage(), site);
        assert.deepEqual(problems.filter((problem) => !expected?.test(problem)), []);
      } finally {
        // A request that a test still holds fails with its page, which is no failure of the test.
        for (const page of context.pages()) await page.unrouteAll({ behavior: "ignoreErrors" });
        await context.close();
      }
    });
  return see;
}

/**
 * Collects what must not happen on any page.
 * @param {import("playwright-core").BrowserContext} context
 * @param {string} origin
 */
async function watch(context, origin) {
  /** @type {string[]} */
  const problems = [];
  await context.exposeBinding("reportViolation", (_, text) => { problems.push(text); });
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      // @ts-expect-error the binding above
      reportViolation(`policy: ${event.effectiveDirective} blocked ${event.blockedURI} ${event.sample}`);
    });
  });
  context.on("console", (message) => {
    // Beside a file that is no page, Chromium asks the host for an icon.
    const isIcon = new URL(message.location().url || origin).pathname === "/favicon.ico";
    if (message.type() === "error" && !isIcon) problems.push(`console: ${message.text()}`);
  });
  context.on("weberror", (error) => { problems.push(`script: ${error.error().message}`); });
  context.on("request", (request) => {
    if (new URL(request.url()).origin !== origin) problems.push(`foreign request: ${request.url()}`);
  });
  context.on("response", (response) => {
    if (response.status() >= 400) problems.push(`${response.status()}: ${response.url()}`);
  });
  return problems;
}

/**
 * The addresses below the root of the site that its articles have: those with a Markdown twin. The sitemap
 * names the listed ones.
 * @param {Site} site
 */
export async function articleAddresses(site) {
  const files = await readdir(site.folder, { recursive: true });
  const all = files.filter((file) => file.endsWith("/index.md")).map((file) => file.slice(0, -"index.md".length)).sort();
  const sitemap = await readFile(join(site.folder, "sitemap.xml"), "utf8");
  return { all, listed: all.filter((address) => sitemap.includes(`/${address}</loc>`)) };
}

/** The golden queries of the example. @returns {Promise<{ query: string, expect: string, within: number }[]>} */
export async function goldenQueries() {
  const text = await readFile(join(EXAMPLE, "tests/queries.yaml"), "utf8");
  const lines = text.matchAll(/^- \{query: "(.+)", expect: (\S+), within: (\d+)\}$/gm);
  return [...lines].map(([, query, expect, within]) => ({ query, expect, within: Number(within) }));
}

/**
 * The address of one of the theme's modules, whose name has a fingerprint: its own, or that of its pack.
 * @param {Site} site
 * @param {string} name
 */
export async function moduleAddress(site, name) {
  const files = await readdir(join(site.folder, "_faqtory/assets"));
  const packs = await readFile(new URL("../../theme/js/packs.yaml", import.meta.url), "utf8");
  const pack = packs.split("\n").find((line) => /^ {2}[\w-]+: \[/.test(line) && new RegExp(`[[/ ]${name}\\.js[,\\]]`).test(line));
  const stem = pack?.trim().split(":")[0] ?? name;
  const file = files.find((it) => new RegExp(`^${stem}\\.[0-9a-f]{10}\\.js$`).test(it));
  assert.ok(file, `no module ${name}`);
  return `${new URL(site.url).pathname}_faqtory/assets/${file}`;
}
