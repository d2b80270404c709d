// Search as you type: a combobox whose options are links. In the dialog and on the home page.

import { LatestSearch, openEngine, report } from "./search-engine.js";
import { failed, nothingFound, resultLinks, showExcerpt } from "./search-results.js";
import { countText, element, text } from "./texts.js";

const LIMIT = 8;
const ANNOUNCED = 200; // ms without typing until the count is announced
const SETTLED = 800; // ms without typing until the search is reported
let boxes = 0;

class SearchBox extends HTMLElement {
  #search = new LatestSearch();
  #panel = element("div", "search-panel");
  #note = element("p", "search-note");
  #list = element("div", "search-list");
  #more = element("p", "search-all");
  #status = element("p", "visually-hidden");
  /** @type {HTMLInputElement | null} */
  #input = null;
  #active = -1;
  /** Excerpts that are not on screen yet. @type {Map<HTMLAnchorElement, import("./search-engine.js").Piece[]>} */
  #excerpts = new Map();
  /** @type {ReturnType<typeof setTimeout>[]} */
  #timers = [];

  connectedCallback() {
    this.#input = this.querySelector("input");
    const input = this.#input;
    if (!input || input.hasAttribute("aria-controls")) return;
    this.#list.id = `search-list-${boxes += 1}`;
    this.#list.setAttribute("role", "listbox");
    this.#list.setAttribute("aria-label", text("results"));
    this.#status.setAttribute("role", "status");
    this.#panel.append(this.#note, this.#list, this.#more);
    this.append(this.#panel, this.#status);
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-controls": this.#list.id, "aria-expanded": "false",
      "aria-autocomplete": "list", "aria-haspopup": "listbox",
    })) input.setAttribute(name, value);

    input.addEventListener("input", () => this.#update());
    input.addEventListener("keydown", (event) => this.#onKey(event));
    input.addEventListener("focus", () => this.#reopen());
    this.querySelector("form")?.addEventListener("submit", (event) => this.#onSubmit(event));
    this.addEventListener("focusout", (event) => {
      if (!this.#dialog && !this.contains(/** @type {Node | null} */ (event.relatedTarget))) this.#close();
    });
    this.#panel.addEventListener("mousedown", (event) => {
      if (event.target === this.#panel) event.preventDefault();
    });
    openEngine().catch(() => {});
    if (input.value) this.#update();
  }

  get #dialog() {
    return this.closest("dialog");
  }

  get #options() {
    return /** @type {HTMLAnchorElement[]} */ ([...this.#list.children]);
  }

  async #update() {
    const query = this.#input?.value.trim() ?? "";
    this.#timers.forEach(clearTimeout);
    this.#select(-1);
    if (!query) return this.#clear();
    const slow = setTimeout(() => this.#show([], text("loading")), this.#options.length ? 1500 : 250);
    try {
      const found = await this.#search.run((engine, signal) => engine.search(query, { limit: LIMIT, signal }));
      if (found) this.#showFound(query, found);
    } catch {
      this.#show([], "", failed());
      this.#announce(text("error"));
    } finally {
      clearTimeout(slow);
    }
  }

  /**
   * @param {string} query
   * @param {import("./search-engine.js").Found} found
   */
  #showFound(query, found) {
    const none = () => nothingFound(query, found.suggestions ?? [], (chosen) => this.#choose(chosen));
    const note = found.corrected ? text("corrected", { query: found.corrected }) : "";
    this.#show(resultLinks(found), note, found.results.length ? null : none());
    if (found.total > found.results.length) this.#more.append(this.#allResults(query));
    const message = found.results.length ? [note, countText(found.total)].filter(Boolean).join(". ") : text("none", { query });
    this.#timers = [
      setTimeout(() => this.#announce(message), ANNOUNCED),
      setTimeout(() => report(query, found), SETTLED),
    ];
    if (found.results.length) this.#refine(query, found.results);
  }

  /**
   * @param {string} query
   * @param {import("./search-engine.js").Result[]} results
   */
  async #refine(query, results) {
    const better = await this.#search.excerpts(query, results);
    better?.forEach((result, at) => this.#excerpts.set(this.#options[at], result.excerpt));
    this.#showExcerpts();
  }

  // A screen reader would read the active option again when its text changes, so it waits.
  #showExcerpts() {
    for (const [link, excerpt] of this.#excerpts) {
      if (link === this.#options[this.#active]) continue;
      showExcerpt(link, excerpt);
      this.#excerpts.delete(link);
    }
  }

  /**
   * @param {HTMLAnchorElement[]} links
   * @param {string} note
   * @param {HTMLElement | null} [state]
   */
  #show(links, note, state = null) {
    links.forEach((link, at) => {
      link.id = `${this.#list.id}-${at}`;
      link.tabIndex = -1;
      link.setAttribute("role", "option");
      link.setAttribute("aria-selected", "false");
    });
    this.#note.textContent = note;
    this.#note.hidden = !note;
    this.#list.replaceChildren(...links);
    this.#excerpts.clear();
    this.#list.hidden = !links.length;
    this.#more.replaceChildren();
    this.#panel.querySelector(".search-state")?.remove();
    if (state) this.#panel.append(state);
    this.#panel.scrollTop = 0;
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
    return address.href;
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.isComposing) return;
    const last = this.#options.length - 1;
    const shown = this.#panel.classList.contains("open");
    const moves = {
      ArrowDown: () => this.#select(this.#active < last ? this.#active + 1 : -1),
      ArrowUp: () => this.#select(this.#active < 0 ? last : this.#active - 1),
    };
    if (event.key in moves && last >= 0) {
      event.preventDefault();
      if (!shown) return this.#open(true);
      moves[/** @type {keyof typeof moves} */ (event.key)]();
    } else if (event.key === "Enter" && this.#active >= 0) {
      event.preventDefault();
      const link = this.#options[this.#active];
      if (event.ctrlKey || event.metaKey) window.open(link.href, "_blank", "noopener");
      else link.click();
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      if (this.#dialog) this.#dialog.close();
      else if (shown) this.#close();
      else this.#choose("");
    }
  }

  /** @param {number} at */
  #select(at) {
    this.#options[this.#active]?.setAttribute("aria-selected", "false");
    this.#active = at;
    const option = this.#options[at];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.#input?.setAttribute("aria-activedescendant", option.id);
    else this.#input?.removeAttribute("aria-activedescendant");
    this.#showExcerpts();
  }

  /** @param {Event} event */
  #onSubmit(event) {
    if (!this.#input?.value.trim()) event.preventDefault();
  }

  /** @param {string} query */
  #choose(query) {
    if (!this.#input) return;
    this.#input.value = query;
    this.#input.focus();
    this.#update();
  }

  #reopen() {
    if (this.#input?.value.trim() && (this.#options.length || this.#panel.querySelector(".search-state"))) this.#open(true);
  }

  #clear() {
    this.#search.cancel();
    this.#show([], "");
    this.#close();
    this.#announce("");
  }

  #close() {
    this.#select(-1);
    this.#open(false);
  }

  /** @param {boolean} open */
  #open(open) {
    this.#panel.classList.toggle("open", open);
    this.#input?.setAttribute("aria-expanded", String(open && this.#options.length > 0));
  }

  /** @param {string} message */
  #announce(message) {
    if (this.#status.textContent !== message) this.#status.textContent = message;
  }
}

customElements.define("search-box", SearchBox);
