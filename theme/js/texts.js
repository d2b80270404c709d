// The texts and addresses that the page hands to the scripts.

const template = /** @type {HTMLTemplateElement | null} */ (document.getElementById("script-texts"));

/**
 * A text by its name, with `{placeholders}` filled in.
 * @param {string} name
 * @param {Record<string, string | number>} [values]
 */
export function text(name, values = {}) {
  const found = template?.dataset[name] ?? "";
  return found.replace(/\{(\w+)\}/g, (all, key) => key in values ? String(values[key]) : all);
}

/**
 * How many results there are, in the form that the language has for that many.
 * @param {number} count
 */
export function countText(count) {
  return counted(text("count"), count);
}

/**
 * A counted text in the form that the language has for that many.
 * @param {string} lines a form a line, each after its name
 * @param {number} count
 */
export function counted(lines, count) {
  const language = known(document.documentElement.lang);
  const wanted = new Intl.PluralRules(language).select(count);
  const number = new Intl.NumberFormat(language).format(count);
  /** @type {Map<string, string>} */
  const forms = new Map(lines.replaceAll("{count}", number).split("\n").map((line) => {
    const space = line.indexOf(" ");
    return [line.slice(0, space), line.slice(space + 1)];
  }));
  return forms.get(wanted) ?? forms.get("other") ?? number;
}

/**
 * The language, or English where the browser knows no rules for it: its own language's would not fit.
 * @param {string} language
 */
function known(language) {
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
