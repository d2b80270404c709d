// Search as you type: a combobox whose options are links. In the dialog and on the home page.

import { answerShown, answerTools, hasAnswer } from "./search-answer.js";
import { LatestSearch, openEngine } from "./search-engine.js";
import { resultOpened, searched, whereIs } from "./search-opened.js";
import { forgetButtons, recentSearches, rememberSearch, searchLed } from "./search-recent.js";
import { failed, linkGroup, nothingFound, popularGroups, resultGroups, showExcerpt } from "./search-results.js";
import { Topics } from "./search-topics.js";
import { countText, element, iconElement, text } from "./texts.js";

const FEW = 5; // results beside which popular articles stay
const LIMIT = 8;
const ANNOUNCED = 200; // ms without typing until the count is announced
const COMPOSING = 229; // what Safari calls the Enter that ends an input method's composition
const MAYBE_CODE = /^(?:[\s\u2010-\u2015-]*[0-9a-z]){6,8}\s*$/i; // `help-code.js` knows for certain
let boxes = 0;

class SearchBox extends HTMLElement {
  #search = new LatestSearch();
  #panel = element("div", "search-panel");
  #body = element("div", "search-body");
  #note = element("p", "search-note");
  #list = element("div", "search-list");
  #more = element("p", "search-all");
  #status = element("p", "visually-hidden");
  #id = `search-${boxes += 1}`;
  #topics = new Topics(`${this.#id}-choices`, () => this.#update());
  /** @type {HTMLInputElement | null} */
  #input = null;
  #active = -1;
  /** What comes late stays out of sight of who closed the list, or went on. */
  #dismissed = false;
  /** @type {import("./search-engine.js").Result[]} */
  #results = [];
  /** What is on screen of each of them. @type {HTMLElement[]} */
  #found = [];
  /** Excerpts that are not on screen yet. @type {Map<HTMLElement, import("./search-engine.js").Piece[]>} */
  #excerpts = new Map();
  /** @type {ReturnType<typeof setTimeout>[]} */
  #timers = [];

  connectedCallback() {
    this.#input = this.querySelector("input");
    const input = this.#input;
    if (!input || input.hasAttribute("aria-controls")) return;
    this.#list.id = `${this.#id}-list`;
    this.#list.setAttribute("role", "listbox");
    this.#list.setAttribute("aria-label", text("results"));
    this.#status.setAttribute("role", "status");
    this.#body.append(this.#note, this.#list, this.#more);
    this.#panel.append(this.#topics.element, this.#body);
    this.append(this.#panel, this.#status);
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-controls": this.#list.id, "aria-expanded": "false",
      "aria-autocomplete": "list", "aria-haspopup": "listbox",
    })) input.setAttribute(name, value);
    this.#listen(input);
    // Reading the engine takes a phone a moment; what an empty field offers is painted first.
    requestAnimationFrame(() => setTimeout(() => openEngine().catch(() => {})));
    if (input.value) this.#update();
    else if (document.activeElement === input) this.#showStart();
  }

  /** @param {HTMLInputElement} input */
  #listen(input) {
    input.addEventListener("input", () => this.#update());
    input.addEventListener("keydown", (event) => this.#onKey(event));
    input.addEventListener("focus", () => this.#reopen());
    input.addEventListener("click", () => { if (!this.#shown) this.#reopen(); });
    this.addEventListener("keydown", (event) => this.#onEscape(event));
    this.querySelector("form")?.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#showAll();
    });
    this.addEventListener("focusout", (event) => {
      if (!this.#dialog && !this.contains(/** @type {Node | null} */ (event.relatedTarget))) this.#close();
    });
    // A press on something in the panel leaves the focus in the field, where one goes on typing.
    this.#panel.addEventListener("mousedown", (event) => {
      if (!(event.target instanceof Element && event.target.closest("select"))) event.preventDefault();
    });
    for (const type of ["click", "auxclick"]) {
      this.#list.addEventListener(type, (event) => this.#onOpened(/** @type {MouseEvent} */ (event)));
    }
    if (this.#dialog) visualViewport?.addEventListener("resize", () => this.#fitKeyboard());
  }

  get #dialog() {
    return this.closest("dialog");
  }

  get #query() {
    return this.#input?.value.trim() ?? "";
  }

  get #options() {
    return /** @type {HTMLAnchorElement[]} */ ([...this.#list.querySelectorAll("[role=option]")]);
  }

  async #update() {
    const query = this.#query;
    this.#dismissed = false;
    this.#timers.forEach(clearTimeout);
    searched("", null, "dialog"); // what was half typed is nothing to report
    this.#select(-1);
    if (!query) return this.#clear();
    const slow = setTimeout(() => this.#show([], text("loading")), this.#options.length ? 1500 : 250);
    // A newer query does not wait for what an older one fetches.
    this.#timers = [slow];
    try {
      const [answer, code] = await Promise.all([
        this.#search.run((engine, signal) => this.#topics.find(engine, query, { limit: LIMIT, signal })), codeIn(query),
      ]);
      if (answer && query === this.#query) this.#showFound(query, answer, code);
    } catch {
      this.#topics.hide();
      this.#show([], "", failed());
      this.#announce(text("error"));
    } finally {
      clearTimeout(slow);
    }
  }

  /**
   * @param {string} query
   * @param {{ found: import("./search-engine.js").Found, chosen: import("./search-topics.js").Chosen }} answer
   * @param {HTMLAnchorElement | null} code a link to what a help code names
   */
  #showFound(query, answer, code) {
    const { found } = answer;
    const none = () => nothingFound(query, found.suggestions ?? [], (chosen) => this.#choose(chosen));
    const note = found.corrected ? text("corrected", { query: found.corrected }) : "";
    this.#results = found.results;
    this.#topics.expect(answer);
    this.#found = resultGroups(found);
    const groups = [...(code ? [codeGroup(code)] : []), ...this.#found];
    // What an empty field offers stays in reach while there is little else.
    if (this.#dialog && found.results.length && found.total <= FEW) groups.push(...popularGroups());
    this.#show(groups, note, groups.length ? null : none());
    if (hasAnswer(found)) this.#list.after(answerTools(query, found.results, () => this.#leave()));
    if (found.total > found.results.length) this.#more.append(this.#allResults(query));
    const message = found.results.length ? [note, countText(found.total)].filter(Boolean).join(". ") : text("none", { query });
    if (!this.#dismissed) this.#timers = [setTimeout(() => this.#announce(message), ANNOUNCED)];
    searched(query, found, whereIs(this), () => { if (hasAnswer(found)) answerShown(query, found.results); });
    if (!found.results.length) return;
    this.#refine(query, found.results);
    this.#search.facets(query, answer.chosen).then((facets) => { if (facets) this.#topics.show(facets); });
  }

  /**
   * @param {string} query
   * @param {import("./search-engine.js").Result[]} results
   */
  async #refine(query, results) {
    const better = await this.#search.excerpts(query, results);
    if (!better) return;
    this.#results = better;
    better.forEach((result, at) => this.#excerpts.set(this.#found[at], result.excerpt));
    this.#showExcerpts();
  }

  // A screen reader would read the active option again when its text changes, so it waits.
  #showExcerpts() {
    for (const [group, excerpt] of this.#excerpts) {
      if (group.contains(this.#options[this.#active] ?? null)) continue;
      showExcerpt(group, excerpt);
      this.#excerpts.delete(group);
    }
  }

  /** What an empty field offers: what one searched for, and where most begin. */
  #showStart() {
    const searches = recentSearches();
    const recent = searches.length ? [linkGroup(text("recent"), searches.map((query) => this.#recentLink(query)))] : [];
    // The home page has its popular articles in the page already.
    const groups = this.#dialog ? [...recent, ...popularGroups()] : recent;
    this.#show(groups, "");
    if (searches.length) this.#list.after(forgetButtons(searches, () => this.#forgot()));
    this.#open(groups.length > 0);
  }

  /** @param {string} query */
  #recentLink(query) {
    const link = element("a", "result result-line");
    link.href = this.#pageAddress(query);
    link.dataset.recent = query;
    link.append(iconElement("clock"), element("span", "", query));
    return link;
  }

  // The button that was pressed is gone; its place, or the field, has the focus next.
  #forgot() {
    const before = [...this.querySelectorAll(".recent-tools button")];
    const at = before.findIndex((button) => button === document.activeElement);
    this.#showStart();
    const after = /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll(".recent-tools button"));
    if (at >= 0) (after[Math.min(at, after.length - 1)] ?? this.#input)?.focus();
  }

  /**
   * @param {HTMLElement[]} groups
   * @param {string} note
   * @param {HTMLElement | null} [state]
   */
  #show(groups, note, state = null) {
    this.#list.replaceChildren(...groups);
    for (const group of groups) {
      group.setAttribute("role", "group");
      if (!group.hasAttribute("aria-label")) group.setAttribute("aria-label", group.querySelector(".result-title")?.textContent ?? "");
      for (const link of group.querySelectorAll("a")) link.setAttribute("role", "option");
    }
    this.#options.forEach((option, at) => {
      option.id = `${this.#list.id}-${at}`;
      option.tabIndex = -1;
      option.setAttribute("aria-selected", "false");
    });
    this.#note.textContent = note;
    this.#note.hidden = !note;
    this.#excerpts.clear();
    this.#list.hidden = !groups.length;
    this.#more.replaceChildren();
    for (const old of this.#panel.querySelectorAll(".search-state, .recent-tools, .answer-tools")) old.remove();
    if (state) this.#list.after(state);
    this.#body.scrollTop = 0;
    this.#active = -1;
    this.#open(true);
  }

  /** @param {string} query */
  #allResults(query) {
    const link = element("a", "", `${text("all")} →`);
    link.href = this.#pageAddress(query);
    return link;
  }

  /** @param {string} query */
  #pageAddress(query) {
    const address = new URL(this.querySelector("form")?.action ?? "", document.baseURI);
    address.searchParams.set("q", query);
    if (query === this.#query) this.#topics.write(address.searchParams);
    return address.href;
  }

  /** Leads to the search page, with what is chosen here. @param {boolean} [newTab] */
  #showAll(newTab = false) {
    const query = this.#query;
    if (!query) return;
    rememberSearch(query);
    if (newTab) window.open(this.#pageAddress(query), "_blank", "noopener");
    else location.assign(this.#pageAddress(query));
  }

  /** @param {MouseEvent} event */
  #onOpened(event) {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!link || event.button > 1) return;
    const { recent } = link.dataset;
    const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);
    if (recent && plain) {
      event.preventDefault();
      rememberSearch(recent);
      return this.#choose(recent);
    }
    if (recent || !this.#query) return;
    if (resultOpened(event, link, this.#query, this.#results)) this.#leave();
  }

  /** The result is on this very page. */
  #leave() {
    if (this.#dialog) this.#dialog.close();
    else this.#close();
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.isComposing || event.keyCode === COMPOSING) return;
    const newTab = event.ctrlKey || event.metaKey;
    const link = this.#options[this.#active];
    if (event.key === "ArrowDown" || event.key === "ArrowUp") this.#onArrow(event);
    else if (event.key === "Enter" && link) {
      event.preventDefault();
      if (!newTab) return link.click();
      searchLed(this.#query || link.dataset.recent || "", link.href);
      window.open(link.href, "_blank", "noopener");
    } else if (event.key === "Enter" && newTab) {
      event.preventDefault();
      this.#showAll(true);
    }
  }

  /** @param {KeyboardEvent} event */
  #onArrow(event) {
    this.#dismissed = false;
    if (!this.#shown && !this.#query) this.#showStart();
    const last = this.#options.length - 1;
    if (last < 0) return;
    event.preventDefault();
    if (!this.#shown) return this.#open(true);
    if (event.key === "ArrowDown") this.#select(this.#active < last ? this.#active + 1 : -1);
    else this.#select(this.#active < 0 ? last : this.#active - 1);
  }

  /** @param {KeyboardEvent} event */
  #onEscape(event) {
    if (event.key !== "Escape" || event.isComposing) return;
    // The focus leaves a closed dialog only with the next frame: a second Escape is the page's.
    if (this.#dialog && !this.#dialog.open) return;
    event.preventDefault();
    event.stopPropagation();
    if (this.#dialog) return this.#dialog.close();
    if (!this.#shown) return this.#choose("");
    if (document.activeElement !== this.#input) this.#input?.focus();
    this.#close();
  }

  get #shown() {
    return this.#panel.classList.contains("open");
  }

  /** @param {number} at */
  #select(at) {
    this.#options[this.#active]?.setAttribute("aria-selected", "false");
    this.#active = at;
    const option = this.#options[at];
    option?.setAttribute("aria-selected", "true");
    if (at === 0) this.#body.scrollTop = 0;
    else option?.scrollIntoView({ block: "nearest" });
    if (option) this.#input?.setAttribute("aria-activedescendant", option.id);
    else this.#input?.removeAttribute("aria-activedescendant");
    this.#showExcerpts();
  }

  /** @param {string} query */
  #choose(query) {
    if (!this.#input) return;
    this.#input.value = query;
    this.#input.focus();
    this.#update();
  }

  // Typing goes on where it was left, or replaces it.
  #reopen() {
    this.#dismissed = false;
    if (!this.#query) return this.#showStart();
    if (this.#dialog) this.#input?.select();
    if (this.#options.length || this.#panel.querySelector(".search-state")) this.#open(true);
  }

  #clear() {
    this.#search.cancel();
    this.#topics.hide();
    this.#showStart();
    this.#announce("");
  }

  #close() {
    this.#dismissed = true;
    this.#select(-1);
    this.#open(false);
  }

  /** @param {boolean} open */
  #open(open) {
    const shown = open && !this.#dismissed;
    this.#panel.classList.toggle("open", shown);
    this.#input?.setAttribute("aria-expanded", String(shown && this.#options.length > 0));
  }

  // Where the keyboard of a phone covers the page instead of shrinking it, the dialog ends above it.
  #fitKeyboard() {
    const { height, scale } = /** @type {VisualViewport} */ (visualViewport);
    if (scale === 1) this.#dialog?.style.setProperty("--seen", `${Math.round(height)}px`);
  }

  /** @param {string} message */
  #announce(message) {
    if (this.#status.textContent !== message) this.#status.textContent = message;
  }
}

/** @param {string} query @returns {Promise<HTMLAnchorElement | null>} a link to what a help code names */
async function codeIn(query) {
  if (!MAYBE_CODE.test(query)) return null;
  return import("./search-code.js").then(({ codeLink }) => codeLink(query), () => null);
}

/** @param {HTMLAnchorElement} link */
function codeGroup(link) {
  const group = element("div", "result-group");
  group.append(link);
  return group;
}

customElements.define("search-box", SearchBox);
