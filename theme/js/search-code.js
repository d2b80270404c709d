// A help code that is typed into a search field: the page it names comes first.

import { decode, spoken } from "./help-code.js";
import { addressOf, targetOf } from "./help-place.js";
import { element, iconElement, text } from "./texts.js";

/**
 * @param {string} query
 * @returns {Promise<HTMLAnchorElement | null>} nothing for what is no help code of this site
 */
export async function codeLink(query) {
  const code = decode(query);
  if (!code) return null;
  const codes = new URL("help-codes.json", new URL(text("module"), document.baseURI)).href;
  const target = await targetOf(query, codes).catch(() => null);
  if (!target) return null;
  const link = element("a", "result result-line");
  link.href = addressOf(target);
  link.append(iconElement("book"), element("span", "result-title", text("openCode", { code: spoken(code.code) })));
  return link;
}
