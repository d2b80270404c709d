// The filters of the search page: values that the articles found have, to choose from. What is chosen
// stands in the address (`?q=…&product=Pro`), a key for each value.

import { facetTitle, numberText, valueTitle } from "./search-facets.js";
import { element, text } from "./texts.js";

/** @typedef {import("./search-engine.js").Facet} Facet */
/** @typedef {Record<string, string[]>} Chosen */

const MOST_TAGS = 8;
const QUERY = "q";
/** Where the filters stand beside the results; elsewhere they are closed until the reader opens them. */
const BESIDE = "(width >= 60rem)";

/**
 * The values of facets that an address chooses. Other keys and values that no article has are no filters.
 * @param {URLSearchParams} address
 * @param {Facet[]} facets
 * @returns {Chosen}
 */
export function chosenIn(address, facets) {
  /** @type {Chosen} */
  const chosen = Object.create(null);
  for (const { name, values } of facets) {
    const wanted = address.getAll(name).map((value) => value.toLowerCase());
    const known = values.map(({ value }) => value).filter((value) => wanted.includes(value.toLowerCase()));
    if (known.length && name !== QUERY) chosen[name] = known;
  }
  return chosen;
}

/** A checkbox for every value, in a fieldset for every facet. */
export class Filters {
  element = element("details", "filters");
  #summary = element("summary", "filters-summary", text("filters"));
  #number = element("span", "filters-number");
  #facets = element("div", "filters-facets");
  /** Clears them; stands where the page wants it. */
  button = clearButton();
  /** @type {Map<string, { label: HTMLElement, input: HTMLInputElement, count: HTMLElement }>} */
  #boxes = new Map();
  /** @type {string[]} */
  #names = [];
  #query = "";
  #layout = "";

  /** @param {() => void} changed */
  constructor(changed) {
    this.#summary.append(" ", this.#number);
    this.element.append(this.#summary, this.#facets);
    this.element.hidden = this.button.hidden = true;
    this.element.open = matchMedia(BESIDE).matches;
    this.#facets.addEventListener("change", changed);
    this.button.addEventListener("click", () => {
      this.clear();
      this.#summary.focus();
      changed();
    });
  }

  /** Unchecks everything. */
  clear() {
    for (const { input } of this.#boxes.values()) input.checked = false;
  }

  /** Makes an address say what is checked. @param {URLSearchParams} address */
  write(address) {
    for (const name of this.#names) address.delete(name);
    for (const { input } of this.#boxes.values()) if (input.checked) address.append(input.name, input.value);
  }

  /**
   * Which facets and values are shown depends on the query alone, so that nothing moves while a reader
   * chooses; the numbers depend on what is chosen.
   * @param {Facet[]} all what the query finds
   * @param {Facet[]} found what of it passes the filters
   * @param {Chosen} chosen
   */
  show(all, found, chosen) {
    this.#names = all.map(({ name }) => name).filter((name) => name !== QUERY);
    const query = JSON.stringify(all);
    const stays = query === this.#query ? this.#boxes : new Map();
    this.#query = query;
    const facets = offered(all, (name, value) => Boolean(chosen[name]?.includes(value) || stays.has(`${name}=${value}`)));
    const boxes = new Map();
    for (const { name, values } of facets) {
      const counts = new Map(found.find((facet) => facet.name === name)?.values.map(({ value, count }) => [value, count]));
      for (const { value, count } of values) {
        const box = this.#boxes.get(`${name}=${value}`) ?? checkbox(name, value);
        box.input.checked = chosen[name]?.includes(value) ?? false;
        box.input.disabled = !counts.get(value) && !box.input.checked && box.input !== document.activeElement;
        box.count.textContent = numberText(counts.get(value) ?? 0);
        box.count.style.minInlineSize = `${numberText(count).length}ch`;
        boxes.set(`${name}=${value}`, box);
      }
    }
    this.#boxes = boxes;
    this.#arrange(facets);
    const number = Object.values(chosen).flat().length;
    this.#number.textContent = number ? numberText(number) : "";
    this.button.hidden = !number;
    this.element.hidden = !facets.length;
  }

  /** Without a search there is nothing to choose from. */
  hide() {
    this.element.hidden = this.button.hidden = true;
  }

  /** @param {Facet[]} facets */
  #arrange(facets) {
    const layout = JSON.stringify([...this.#boxes.keys()]);
    if (layout === this.#layout) return;
    this.#layout = layout;
    const focused = document.activeElement;
    const inside = this.#facets.contains(focused);
    this.#facets.replaceChildren(...facets.map(({ name, values }) => {
      const chips = element("div", "chips");
      chips.append(...values.map(({ value }) => this.#boxes.get(`${name}=${value}`)?.label ?? ""));
      const fieldset = element("fieldset", "filter");
      fieldset.append(element("legend", "", facetTitle(name)), chips);
      return fieldset;
    }));
    if (inside) (focused?.isConnected ? /** @type {HTMLElement} */ (focused) : this.#summary).focus();
  }
}

/**
 * Facets among whose values there is a choice, and values that are to stay.
 * @param {Facet[]} all
 * @param {(name: string, value: string) => boolean} stays
 */
function offered(all, stays) {
  /** @param {Facet} facet */
  const rank = ({ name }) => ["category", "kind"].indexOf(name) + 1 || (name === "tags" ? 4 : 3);
  const facets = all.filter(({ name }) => name !== QUERY).map(({ name, values }) => {
    const having = values.filter(({ count }) => count > 0);
    let shown = having.length > 1 ? having : [];
    if (name === "tags") shown = shown.sort((a, b) => b.count - a.count).slice(0, MOST_TAGS);
    const others = values.filter((value) => stays(name, value.value) && !shown.includes(value));
    return { name, values: [...shown, ...others] };
  });
  return facets.filter(({ values }) => values.length).sort((a, b) => rank(a) - rank(b));
}

/** @param {string} name @param {string} value */
function checkbox(name, value) {
  const label = element("label", "chip filter-value");
  const input = element("input");
  const count = element("span", "filter-count");
  Object.assign(input, { type: "checkbox", name, value });
  label.append(input, " ", element("span", "", valueTitle(name, value)), " ", count);
  return { label, input, count };
}

function clearButton() {
  const button = element("button", "chip filters-clear", text("filtersClear"));
  button.type = "button";
  return button;
}
