// The text of an article or of one of its sections, out of its Markdown twin, as a few plain elements.

import { element } from "./texts.js";

const LONGEST = 1600; // characters; the rest is a click away

/**
 * @param {string} url of the article
 * @param {string} [address] with the anchor of a section; without one, the article from its beginning
 * @returns {Promise<HTMLElement[]>}
 */
export async function sectionText(url, address = "") {
  const twin = new URL("index.md", new URL(url, document.baseURI));
  const response = await fetch(twin);
  if (!response.ok) throw new Error(`${twin.pathname}: HTTP ${response.status}`);
  const anchor = decodeURIComponent(address.split("#")[1] ?? "");
  return blocks(sectionOf(await response.text(), anchor));
}

/**
 * The lines of a section, without its heading; of the whole text without its title when there is no such section.
 * @param {string} markdown
 * @param {string} anchor
 */
export function sectionOf(markdown, anchor) {
  const lines = markdown.split("\n");
  const headings = lines.flatMap((line, at) => {
    const found = /^(#{1,6})\s+(.*?)\s*$/.exec(line);
    return found && !isInCode(lines, at) ? [{ at, level: found[1].length, anchor: anchorOf(found[2]) }] : [];
  });
  // Of equal headings the later ones are counted, as the builder does.
  const times = new Map();
  for (const heading of headings) {
    const before = times.get(heading.anchor) ?? 0;
    times.set(heading.anchor, before + 1);
    if (before) heading.anchor += `-${before}`;
  }
  const wanted = headings.find((heading) => anchor && heading.anchor === anchor);
  // The first heading is the title, which stands above already.
  const start = wanted ?? headings[0];
  if (!start) return markdown;
  const after = headings.filter(({ at }) => at > start.at);
  const end = wanted ? after.find(({ level }) => level <= start.level)?.at : lines.length;
  return lines.slice(start.at + 1, end).join("\n");
}

/** @param {string[]} lines @param {number} at */
function isInCode(lines, at) {
  return lines.slice(0, at).filter((line) => /^\s*(```|~~~)/.test(line)).length % 2 === 1;
}

/** The anchor of a heading: its own, or made of its words the way the builder does. @param {string} heading */
function anchorOf(heading) {
  const own = /\{#([^\s}]+)[^}]*\}\s*$/.exec(heading);
  if (own) return own[1];
  return plainText(heading).normalize().toLowerCase().replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, "").replace(/\s/g, "-");
}

/** @param {string} markdown @returns {HTMLElement[]} */
export function blocks(markdown) {
  /** @type {HTMLElement[]} */
  const made = [];
  let room = LONGEST;
  for (const block of withoutCode(markdown).split(/\n\s*\n/)) {
    const found = blockOf(block);
    if (!found?.textContent) continue;
    room -= found.textContent.length;
    if (room < 0 && made.length) break;
    const last = made.at(-1);
    // Items of a list may have empty lines between them.
    if (last && /^[OU]L$/.test(last.tagName) && last.tagName === found.tagName) last.append(...found.children);
    else made.push(found);
  }
  return made;
}

/** @param {string} markdown */
function withoutCode(markdown) {
  return markdown.replace(/^\s*(```|~~~)[\s\S]*?^\s*\1.*$/gm, "").replace(/^:::.*$/gm, "").replace(/^>\s?(\[!\w+\]\s*)?/gm, "");
}

/** @param {string} block @returns {HTMLElement | null} */
function blockOf(block) {
  const lines = block.split("\n").filter((line) => line.trim());
  if (!lines.length || /^\s*\|/.test(lines[0]) || /^\s*(---|\*\*\*)\s*$/.test(lines[0])) return tableOf(lines);
  const heading = /^#{1,6}\s+(.*)$/.exec(lines[0]);
  if (heading) return element("p", "suggestion-heading", plainText(heading[1].replace(/\s*\{#[^}]*\}\s*$/, "")));
  const item = /^\s*(?:([-*+])|(\d+)[.)])\s+/.exec(lines[0]);
  if (!item) return element("p", "", plainText(lines.join(" ")));
  const list = element(item[2] ? "ol" : "ul");
  if (item[2]) /** @type {HTMLOListElement} */ (list).start = Number(item[2]);
  for (const line of lines) {
    const own = /^\s*(?:[-*+]|\d+[.)])\s+(.*)$/.exec(line);
    if (own) list.append(element("li", "", plainText(own[1])));
    else list.lastElementChild?.append(` ${plainText(line)}`);
  }
  return list;
}

/** The rows of a table as lines. @param {string[]} lines */
function tableOf(lines) {
  const rows = lines.filter((line) => line.includes("|") && !/^[\s|:-]+$/.test(line)).slice(1);
  if (!rows.length) return null;
  const list = element("ul");
  for (const row of rows) {
    const cells = row.replace(/^\s*\||\|\s*$/g, "").split(/(?<!\\)\|/);
    list.append(element("li", "", cells.map((cell) => plainText(cell)).filter(Boolean).join(": ")));
  }
  return list;
}

/** Markdown's marks within a line taken away. @param {string} text */
function plainText(text) {
  return text
    .replace(/!\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/<(https?:[^>\s]+)>/g, "$1")
    .replace(/(\*\*|__)(.+?)\1/g, "$2")
    .replace(/(^|[^\p{L}\p{N}*_])[*_]([^*_]+)[*_](?![\p{L}\p{N}])/gu, "$1$2")
    .replace(/`([^`]*)`/g, "$1")
    .replace(/\\([!-/:-@[-`{-~])/g, "$1")
    .trim();
}
