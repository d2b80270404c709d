// The texts of everything about contact, which only pages with something about it have.

import { text as general } from "./texts.js";

const template = /** @type {HTMLTemplateElement | null} */ (document.getElementById("contact-texts"));

/**
 * A text by its name, with `{placeholders}` filled in.
 * @param {string} name
 * @param {Record<string, string | number>} [values]
 */
export function text(name, values = {}) {
  const found = template?.dataset[name];
  if (found === undefined) return general(name, values);
  return found.replace(/\{(\w+)\}/g, (all, key) => key in values ? String(values[key]) : all);
}

/** A form of a plural, one `form text` to a line. @param {string} name @param {number} count */
export function plural(name, count) {
  const language = known(document.documentElement.lang);
  const forms = new Map((template?.dataset[name] ?? "").split("\n").map((line) => {
    const space = line.indexOf(" ");
    return /** @type {[string, string]} */ ([line.slice(0, space), line.slice(space + 1)]);
  }));
  const form = forms.get(new Intl.PluralRules(language).select(count)) ?? forms.get("other") ?? "{count}";
  return form.replace("{count}", new Intl.NumberFormat(language).format(count));
}

/** The language of the page, or English where the browser has no rules for it. @param {string} language */
export function known(language) {
  try {
    return Intl.PluralRules.supportedLocalesOf(language)[0] ?? "en";
  } catch {
    return "en"; // no valid code
  }
}
