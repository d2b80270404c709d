// Narrows the results of the dialog: a row of topics with their counts and, for sites whose articles say what
// they apply to, a choice of product, plan or platform. What is chosen stays while one types, as long as it
// finds something.

import { facetTitle, numberText } from "./search-facets.js";
import { element, text } from "./texts.js";

/** @typedef {import("./search-engine.js").Facet} Facet */
/** @typedef {import("./search-engine.js").Found} Found */
/** @typedef {Record<string, string[]>} Chosen */

const TOPIC = "category";
/** Facets that have a place on the search page only. */
const ELSEWHERE = ["kind", "tags", "q"];

export class Topics {
  element = element("div", "search-narrow");
  #topics = element("div", "search-topics");
  #more = element("button", "chip search-more", text("filters"));
  #number = element("span", "filters-number");
  #choices = element("div", "search-choices");
  /** @type {Map<string, HTMLButtonElement>} by value; the empty one is all topics */
  #buttons = new Map();
  /** @type {Map<string, HTMLSelectElement>} */
  #selects = new Map();
  /** @type {Chosen} */
  #chosen = {};
  #changed;

  /**
   * @param {string} id
   * @param {() => void} changed
   */
  constructor(id, changed) {
    this.#changed = changed;
    this.#topics.setAttribute("role", "toolbar");
    this.#topics.setAttribute("aria-label", text("topics"));
    this.#topics.addEventListener("keydown", (event) => this.#onKey(event));
    this.#choices.id = id;
    this.#more.type = "button";
    this.#more.append(" ", this.#number);
    this.#more.setAttribute("aria-controls", id);
    this.#more.addEventListener("click", () => this.#openChoices(this.#choices.hidden));
    this.#choices.addEventListener("change", () => this.#onChoice());
    this.#openChoices(false);
    const row = element("div", "search-narrow-row");
    row.append(this.#topics, this.#more);
    this.element.append(row, this.#choices);
    this.hide();
  }

  /** What is chosen, as filters. */
  get chosen() {
    return this.#chosen;
  }

  /** Forgets what was chosen: the reader begins anew. */
  hide() {
    this.#chosen = {};
    this.element.hidden = true;
    this.#openChoices(false);
  }

  /** Makes an address of the search page say what is chosen. @param {URLSearchParams} address */
  write(address) {
    for (const [name, values] of Object.entries(this.#chosen)) for (const value of values) address.append(name, value);
  }

  /**
   * Searches within what is chosen; where that finds nothing, in everything.
   * @param {import("./search-engine.js").Index} engine
   * @param {string} query
   * @param {import("./search-engine.js").Options} options
   * @returns {Promise<{ found: Found, chosen: Chosen }>}
   */
  async find(engine, query, options) {
    const chosen = this.#chosen;
    const found = await engine.search(query, { ...options, filters: chosen });
    if (found.total || !Object.keys(chosen).length) return { found, chosen };
    return { found: await engine.search(query, options), chosen: {} };
  }

  /**
   * Keeps a place for what comes later, so that results do not move then.
   * @param {{ found: Found, chosen: Chosen }} answer of `find`
   */
  expect({ found, chosen }) {
    this.#chosen = chosen;
    this.element.hidden = !found.total || !text("topics");
    if (!this.#buttons.size) this.#showTopics({ name: TOPIC, values: [] });
    for (const [value, button] of this.#buttons) button.setAttribute("aria-pressed", String(value === (chosen[TOPIC]?.[0] ?? "")));
  }

  /** @param {Facet[]} facets of the query */
  show(facets) {
    const chosen = this.#chosen;
    const offered = facets.filter(({ name }) => !ELSEWHERE.includes(name)).map(({ name, values }) => ({
      name, values: values.filter(({ value, count }) => count > 0 || chosen[name]?.includes(value)),
    })).filter(({ name, values }) => values.length > 1 || chosen[name]);
    this.#showTopics(offered.find(({ name }) => name === TOPIC));
    this.#showChoices(offered.filter(({ name }) => name !== TOPIC));
    this.element.hidden = !offered.length;
  }

  /** @param {Facet} [facet] */
  #showTopics(facet) {
    const chosen = this.#chosen[TOPIC]?.[0] ?? "";
    // A phone shows the first few: those with the most.
    const values = facet ? [{ value: "", count: 0 }, ...facet.values.toSorted((a, b) => b.count - a.count)] : [];
    const buttons = new Map(values.map(({ value, count }) => {
      const button = this.#buttons.get(value) ?? this.#topicButton(value);
      const number = button.querySelector(".filter-count");
      if (number) number.textContent = numberText(count);
      button.setAttribute("aria-pressed", String(value === chosen));
      button.tabIndex = value === chosen ? 0 : -1;
      return [value, button];
    }));
    const same = sameKeys(buttons, this.#buttons);
    this.#buttons = buttons;
    if (!same) replaceKeepingFocus(this.#topics, [...buttons.values()]);
    this.#topics.hidden = !facet;
  }

  /** @param {string} value */
  #topicButton(value) {
    const button = element("button", "chip", value || text("topicsAll"));
    button.type = "button";
    if (value) button.append(" ", element("span", "filter-count"));
    button.addEventListener("click", () => this.#choose(TOPIC, value));
    return button;
  }

  /** @param {Facet[]} facets */
  #showChoices(facets) {
    const selects = new Map(facets.map(({ name, values }) => {
      const select = this.#selects.get(name) ?? element("select", "chip search-choice");
      select.name = name;
      select.setAttribute("aria-label", facetTitle(name));
      const any = new Option(facetTitle(name), "");
      select.replaceChildren(any, ...values.map(({ value, count }) => new Option(`${value} (${numberText(count)})`, value)));
      select.value = this.#chosen[name]?.[0] ?? "";
      select.toggleAttribute("data-chosen", select.value !== "");
      return [name, select];
    }));
    const same = sameKeys(selects, this.#selects);
    this.#selects = selects;
    if (!same) replaceKeepingFocus(this.#choices, [...selects.values()]);
    const number = Object.keys(this.#chosen).filter((name) => name !== TOPIC).length;
    this.#number.textContent = number ? numberText(number) : "";
    this.#more.hidden = !facets.length;
    if (!facets.length) this.#openChoices(false);
  }

  #onChoice() {
    for (const [name, select] of this.#selects) {
      if (select.value !== (this.#chosen[name]?.[0] ?? "")) this.#choose(name, select.value);
    }
  }

  /** @param {string} name @param {string} value */
  #choose(name, value) {
    const { [name]: _, ...others } = this.#chosen;
    this.#chosen = value ? { ...others, [name]: [value] } : others;
    this.#changed();
  }

  /** @param {boolean} open */
  #openChoices(open) {
    this.#choices.hidden = !open;
    this.#more.setAttribute("aria-expanded", String(open));
  }

  /** One stop for Tab, arrows inside. @param {KeyboardEvent} event */
  #onKey(event) {
    const buttons = [...this.#buttons.values()];
    const at = buttons.findIndex((button) => button === event.target);
    const on = getComputedStyle(this.#topics).direction === "rtl" ? -1 : 1;
    const to = { ArrowRight: at + on, ArrowLeft: at - on, Home: 0, End: buttons.length - 1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    const button = buttons[(to + buttons.length) % buttons.length];
    for (const other of buttons) other.tabIndex = other === button ? 0 : -1;
    button.focus();
    button.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
}

/** @param {Map<string, unknown>} one @param {Map<string, unknown>} other */
function sameKeys(one, other) {
  return JSON.stringify([...one.keys()]) === JSON.stringify([...other.keys()]);
}

/** @param {HTMLElement} parent @param {HTMLElement[]} children */
function replaceKeepingFocus(parent, children) {
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  const inside = parent.contains(focused);
  parent.replaceChildren(...children);
  if (inside) (focused?.isConnected ? focused : children[0])?.focus();
}
