// The texts and addresses that the page hands to the scripts, and what is made of them.

const template = /** @type {HTMLTemplateElement | null} */ (document.getElementById("script-texts"));

/**
 * A text by its name, with `{placeholders}` filled in.
 * @param {string} name
 * @param {Record<string, string | number>} [values]
 */
export function text(name, values = {}) {
  return filled(template?.dataset[name] ?? "", values);
}

/** @param {string} found @param {Record<string, string | number>} values */
function filled(found, values) {
  return found.replace(/\{(\w+)\}/g, (all, key) => key in values ? String(values[key]) : all);
}

/**
 * The same for texts that only some pages have, in a template of their own.
 * @param {string} id of the template
 */
export function textsOf(id) {
  const own = /** @type {HTMLElement | null} */ (document.getElementById(id));
  return {
    /** @param {string} name @param {Record<string, string | number>} [values] */
    text: (name, values = {}) => filled(own?.dataset[name] ?? "", values),
    /** @param {string} name @param {number} count @param {Record<string, string | number>} [values] */
    plural: (name, count, values = {}) => counted(filled(own?.dataset[name] ?? "", values), count),
  };
}

/** A number as the language of the page writes it. @param {number} number */
export function numberText(number) {
  return new Intl.NumberFormat(known(document.documentElement.lang)).format(number);
}

/**
 * How many results there are, in the form that the language has for that many.
 * @param {number} count
 */
export function countText(count) {
  return counted(text("count"), count) || numberText(count);
}

/**
 * A counted text in the form that the language has for that many.
 * @param {string} lines a form a line, each after its name
 * @param {number} count
 */
export function counted(lines, count) {
  const wanted = new Intl.PluralRules(known(document.documentElement.lang)).select(count);
  /** @type {Map<string, string>} */
  const forms = new Map(lines.replaceAll("{count}", numberText(count)).split("\n").map((line) => {
    const space = line.indexOf(" ");
    return [line.slice(0, space), line.slice(space + 1)];
  }));
  return forms.get(wanted) ?? forms.get("other") ?? "";
}

/**
 * The language, or English where the browser knows no rules for it: its own language's would not fit.
 * @param {string} language
 */
export function known(language) {
  try {
    return Intl.PluralRules.supportedLocalesOf(language)[0] ?? "en";
  } catch {
    return "en"; // no valid code
  }
}

/**
 * A copy of a prepared piece of the page.
 * @param {string} state
 * @returns {HTMLElement | null}
 */
export function stateElement(state) {
  const found = template?.content.querySelector(`[data-state="${state}"]`);
  return found ? /** @type {HTMLElement} */ (document.importNode(found, true)) : null;
}

/**
 * An icon that the page prepared.
 * @param {string} name
 */
export function iconElement(name) {
  const found = template?.content.querySelector(`[data-icon="${name}"] > svg`);
  return found ? document.importNode(found, true) : "";
}

/**
 * An element with a class and a text.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {string} [className]
 * @param {string} [content]
 */
export function element(name, className, content) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (content) made.textContent = content;
  return made;
}
