// What a page costs before a reader does anything: requests, and bytes as a host compresses them. Favicon,
// logo and pictures that are on screen count, photographs of an article do not.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { publish, stage } from "./kit.js";

const see = stage(publish);

/** Kinds of pages, each with its most requests and KiB; versions of zlib differ by some bytes. @type {[string, string, number, number][]} */
const PAGES = [
  ["the home page", "", 4, 23.7],
  ["a category", "getting-started/", 4, 23],
  ["an article", "policies/privacy/", 4, 26.2],
  ["a how-to", "payments/refunds/", 5, 28.2],
  ["a troubleshooter", "troubleshooting/bike-wont-unlock/", 7, 39.2],
  ["the contact page", "contact/", 7, 41.5],
  ["a topic of contact", "contact/billing/", 8, 52.2],
];

for (const [kind, address, requests, size] of PAGES) {
  see(`${kind} asks for at most ${requests} files and ${size} KiB`, { viewport: { width: 390, height: 844 } }, async (page, site) => {
    /** @type {Set<string>} */
    const asked = new Set(["/favicon.svg"]);
    page.on("request", (request) => asked.add(new URL(request.url()).pathname));
    await page.goto(address, { waitUntil: "networkidle" });
    const cost = new Map();
    for (const path of asked) {
      const below = path.slice(new URL(site.url).pathname.length - 1);
      const bytes = await readFile(join(site.folder, below.endsWith("/") ? `${below}index.html` : below));
      cost.set(below, /\.(html|css|js|json|svg)$|\/$/.test(below) ? gzipSync(bytes, { level: 9 }).length : bytes.length);
    }
    const total = [...cost.values()].reduce((sum, bytes) => sum + bytes, 0) / 1024;
    const list = [...cost].map(([path, bytes]) => `${path} ${bytes}`).join("\n");
    assert.ok(cost.size <= requests && total <= size, `${cost.size} files, ${total.toFixed(1)} KiB:\n${list}`);
  });
}
