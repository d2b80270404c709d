// The search page: results below the field, filters, and an address (`?q=`) that can be shared.

import { answerShown, answerTools, hasAnswer } from "./search-answer.js";
import { LatestSearch, openEngine } from "./search-engine.js";
import { Filters, chosenIn } from "./search-filters.js";
import { resultOpened, searched } from "./search-opened.js";
import { rememberSearch } from "./search-recent.js";
import { failed, nothingFound, nothingLeft, resultItems, showExcerpt } from "./search-results.js";
import { countText, element, text } from "./texts.js";

const LIMIT = Number(text("limit")) || 30;
const SEEN = 10; // results that get their excerpts at once; those below follow when the reader scrolls
const STILL = 150; // ms without scrolling until the place is kept

/** @typedef {import("./search-engine.js").Found} Found */

class SearchPage extends HTMLElement {
  #search = new LatestSearch();
  #panel = element("div", "search-panel");
  #status = element("p", "search-note");
  #filters = new Filters(() => this.#filter());
  /** Whether the address is of a search that stands: typing then begins the next, which the back button undoes. */
  #settled = true;
  /** @type {import("./search-engine.js").Result[]} */
  #results = [];
  #title = document.title;
  /** Where to scroll to once results are on screen. @type {number | undefined} */
  #place;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #still;

  connectedCallback() {
    const input = this.#input;
    if (!input || this.contains(this.#panel)) return;
    this.#status.setAttribute("role", "status");
    const line = element("div", "search-line");
    line.append(this.#status, this.#filters.button);
    this.append(line, this.#filters.element, this.#panel);
    input.addEventListener("input", () => this.#typed());
    input.addEventListener("focus", () => { openEngine().catch(() => {}); }, { once: true });
    this.querySelector("form")?.addEventListener("submit", (event) => {
      event.preventDefault();
      rememberSearch(this.#query);
      this.#remember("pushState");
      this.#settled = true;
      this.#update();
    });
    for (const type of ["click", "auxclick"]) {
      this.#panel.addEventListener(type, (event) => this.#onOpened(/** @type {MouseEvent} */ (event)));
    }
    // Results come after the browser would scroll to where one was.
    history.scrollRestoration = "manual";
    addEventListener("scroll", () => {
      clearTimeout(this.#still);
      this.#still = setTimeout(() => this.#keepPlace(), STILL);
    }, { passive: true });
    addEventListener("popstate", () => {
      clearTimeout(this.#still);
      this.#restore();
    });
    this.#rememberEntered();
    // On a slow line a reader has typed before this script came.
    if (this.#query) this.#typed();
    else this.#restore();
  }

  /** A search that was entered before its field had a script led here like a link. */
  #rememberEntered() {
    const { type } = /** @type {PerformanceNavigationTiming} */ (performance.getEntriesByType("navigation")[0]);
    if (type === "navigate" && document.referrer.startsWith(location.origin)) rememberSearch(new URL(location.href).searchParams.get("q")?.trim() ?? "");
  }

  get #input() {
    return this.querySelector("input");
  }

  get #query() {
    return this.#input?.value.trim() ?? "";
  }

  #typed() {
    this.#remember(this.#settled ? "pushState" : "replaceState");
    this.#update();
  }

  #filter() {
    this.#remember("pushState", true);
    this.#update();
  }

  /** Shows what the address says. */
  #restore() {
    const query = new URL(location.href).searchParams.get("q") ?? "";
    if (this.#input) this.#input.value = query;
    this.#place = history.state?.place;
    this.#settled = true;
    this.#update();
  }

  #keepPlace() {
    history.replaceState({ ...history.state, place: Math.round(scrollY) }, "");
  }

  /** @param {MouseEvent} event */
  #onOpened(event) {
    const link = event.target instanceof Element ? /** @type {HTMLAnchorElement | null} */ (event.target.closest(".results a:not(.answer-tool)")) : null;
    if (!link || event.button > 1) return;
    this.#keepPlace();
    resultOpened(event, link, this.#query, this.#results);
  }

  /**
   * @param {"pushState" | "replaceState"} how
   * @param {boolean} [filtered] whether filters were changed
   */
  #remember(how, filtered = false) {
    const address = new URL(location.href);
    if (this.#query) address.searchParams.set("q", this.#query);
    else address.searchParams.delete("q");
    if (!this.#query) this.#filters.clear();
    if (!this.#query || filtered) this.#filters.write(address.searchParams);
    if (how === "pushState" && address.href === location.href) return;
    clearTimeout(this.#still);
    if (how === "pushState") this.#keepPlace();
    history[how](null, "", address);
    this.#settled = false;
  }

  async #update() {
    const query = this.#query;
    searched("", null, "page"); // what was half typed is nothing to report
    document.documentElement.toggleAttribute("data-query", query !== "");
    document.title = query ? `${query} · ${this.#title}` : this.#title;
    if (!query) {
      this.#search.cancel();
      this.#filters.hide();
      return this.#show("");
    }
    const slow = setTimeout(() => { this.#status.textContent = text("loading"); }, 250);
    try {
      const found = await this.#search.run((engine, signal) => this.#find(engine, query, signal));
      if (found) this.#showFound(query, found);
    } catch {
      this.#filters.hide();
      document.documentElement.removeAttribute("data-query");
      this.#show("", failed());
    } finally {
      clearTimeout(slow);
    }
  }

  /**
   * Searches without filters first: which facets there are, only the index knows.
   * @param {import("./search-engine.js").Index} engine
   * @param {string} query
   * @param {AbortSignal} signal
   */
  async #find(engine, query, signal) {
    const options = { limit: LIMIT, facets: true, signal };
    const all = await engine.search(query, options);
    const chosen = chosenIn(new URL(location.href).searchParams, all.facets ?? []);
    const filtered = Object.keys(chosen).length > 0;
    return { all, chosen, found: filtered ? await engine.search(query, { ...options, filters: chosen }) : all };
  }

  /**
   * @param {string} query
   * @param {{ all: Found, found: Found, chosen: import("./search-filters.js").Chosen }} answer
   */
  #showFound(query, { all, found, chosen }) {
    this.#filters.show(all.facets ?? [], found.facets ?? [], chosen);
    const list = element("ol", "results");
    const items = resultItems(found);
    this.#results = found.results;
    list.append(...items);
    if (hasAnswer(found)) items[0].append(answerTools(query, found.results));
    if (found.results.length) this.#show("", list);
    else if (all.results.length) this.#show("", nothingLeft(query));
    else this.#show("", nothingFound(query, all.suggestions, (suggestion) => this.#choose(suggestion)));
    // Other filters are no other search.
    searched(query, all, "page", () => { if (hasAnswer(found)) answerShown(query, found.results); });
    this.#refine(query, found.results, items);
    const corrected = found.corrected ? `${text("corrected", { query: found.corrected })}. ` : "";
    // That there is nothing is to be seen below.
    if (all.results.length) this.#status.textContent = corrected + countText(found.total);
    else this.#status.append(element("span", "visually-hidden", text("none", { query })));
  }

  /**
   * @param {string} query
   * @param {import("./search-engine.js").Result[]} results
   * @param {HTMLElement[]} items
   */
  async #refine(query, results, items) {
    if (!results.length) return;
    const better = await this.#search.excerpts(query, results.slice(0, SEEN));
    if (!better) return;
    this.#results = this.#results.map((result) => better.find(({ url }) => url === result.url) ?? result);
    better.forEach((result, at) => showExcerpt(items[at], result.excerpt));
    const rest = () => this.#refine(query, results.slice(SEEN), items.slice(SEEN));
    addEventListener("scroll", () => { if (items[0].isConnected) rest(); }, { once: true, passive: true });
  }

  /** @param {string} query */
  #choose(query) {
    if (!this.#input) return;
    this.#input.value = query;
    this.#input.focus();
    this.#remember("pushState");
    this.#settled = true;
    this.#update();
  }

  /**
   * @param {string} status
   * @param {HTMLElement} [content]
   */
  #show(status, content) {
    this.#status.textContent = status;
    this.#panel.replaceChildren(...(content ? [content] : []));
    this.#panel.classList.toggle("open", Boolean(content));
    if (this.#place !== undefined) scrollTo(0, this.#place);
    this.#place = undefined;
  }
}

customElements.define("search-page", SearchPage);
