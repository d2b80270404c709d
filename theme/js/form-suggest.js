// While a customer writes, the search suggests answers beside the form. The text stays in the browser: the
// index is the site's own, and only a subject is told to the page as a search.

import { plural, text } from "./contact-texts.js";
import { emit } from "./events.js";
import { sectionText } from "./form-section.js";
import { LatestSearch, openEngine } from "./search-engine.js";
import { element } from "./texts.js";
import { trail } from "./trail.js";

/** @typedef {import("./search-engine.js").Result} Result */

const SUGGESTED = 3;
const PAUSE = 400; // ms without typing until answers are looked for
const ANNOUNCED = 1200; // ms without typing until their number is said
const LONGEST = 400; // characters that are searched for: what is the matter stands first
const LETTERS = 3;
const LETTERS_DENSE = 2; // of scripts that write a word with one or two
const DENSE = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/u;
let made = 0;

/** Whether there is enough to search for. @param {string} query */
export function isEnough(query) {
  const letters = query.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  return letters >= (DENSE.test(query) ? LETTERS_DENSE : LETTERS);
}

/**
 * @param {HTMLFormElement} form
 * @param {{ topic: string, article: string | null, suggested: () => void, solved: (url: string) => void }} about
 */
export function suggest(form, about) {
  const slot = /** @type {HTMLElement | null} */ (form.querySelector("[data-suggestions]") ?? document.querySelector("[data-suggestions]"));
  const fields = /** @type {(HTMLInputElement | HTMLTextAreaElement)[]} */ (
    [...form.querySelectorAll('[data-field="subject"], [data-field="message"]')]);
  if (!slot || !fields.length) return;
  const box = new Suggestions(slot, fields, about);
  for (const field of fields) field.addEventListener("input", () => box.later());
  openEngine().catch(() => {}); // without it the form is a form
  box.later();
}

class Suggestions {
  #search = new LatestSearch();
  #list = element("ul", "suggestion-list");
  #status = element("p", "visually-hidden");
  /** @type {ReturnType<typeof setTimeout>[]} */
  #timers = [];
  #shown = "";
  #asked = "";

  /**
   * @param {HTMLElement} slot
   * @param {(HTMLInputElement | HTMLTextAreaElement)[]} fields
   * @param {Parameters<typeof suggest>[1]} about
   */
  constructor(slot, fields, about) {
    this.slot = slot;
    this.fields = fields;
    this.about = about;
    const title = element("h2", "suggestion-title", text("suggestTitle"));
    title.id = "suggestions-title";
    slot.setAttribute("aria-labelledby", title.id);
    this.#status.setAttribute("role", "status");
    slot.replaceChildren(title, this.#list);
    // Outside of what is hidden: a status that appears with its text is not read out.
    slot.after(this.#status);
  }

  get #query() {
    const words = this.fields.map((field) => field.value.trim()).filter(Boolean).join(" ");
    return words.replace(/\s+/g, " ").slice(0, LONGEST);
  }

  later() {
    this.#timers.forEach(clearTimeout);
    this.#timers = [setTimeout(() => this.#update(), PAUSE)];
  }

  async #update() {
    const query = this.#query;
    if (query === this.#asked) return;
    this.#asked = query;
    if (!isEnough(query)) {
      this.#search.cancel();
      this.#show([]);
      return;
    }
    try {
      const read = this.#read();
      const limit = SUGGESTED + read.size;
      const all = await this.#search.run((engine, signal) => engine.search(query, { limit, signal }));
      if (!all) return;
      // What only comes close is noise to someone who wants to write, and what they read did not help.
      const fresh = all.confident ? all.results.filter(({ url }) => !read.has(pathOf(url))) : [];
      const found = { ...all, results: fresh.slice(0, SUGGESTED) };
      this.#show(found.results, fresh[0] === all.results[0]);
      this.#timers.push(setTimeout(() => this.#tell(found), ANNOUNCED));
      const better = found.results.length ? await this.#search.excerpts(query, found.results) : null;
      if (better) this.#refine(better);
    } catch { /* the engine does not load: nothing is suggested */ }
  }

  /** The articles that were read in this visit, with the one that led here. */
  #read() {
    const { article } = this.about;
    return new Set([...trail().articles.map(({ url }) => pathOf(url)), ...article ? [pathOf(article)] : []]);
  }

  /** @param {import("./search-engine.js").Found} found */
  #tell({ results, total, confident }) {
    this.#status.textContent = results.length ? plural("suggestCount", results.length) : "";
    const subject = this.fields.find((field) => field.dataset.field === "subject")?.value.trim() ?? "";
    // A message is for those who answer it; a subject is what others type into a search.
    if (isEnough(subject)) {
      emit("search", { query: subject, results: total, confident, where: "form" });
      if (!total) emit("no-results", { query: subject, where: "form" });
    }
    if (results.length) this.about.suggested();
  }

  /** @param {Result[]} results @param {boolean} [confident] */
  #show(results, confident = false) {
    const all = results.map(({ url, section }) => section?.url ?? url).join("\n");
    this.slot.hidden = !results.length;
    if (all === this.#shown) return;
    this.#shown = all;
    // Who reads an answer keeps it, whatever is typed meanwhile.
    const kept = [...this.#list.querySelectorAll("[aria-expanded=true]")].map((button) => button.closest("li"));
    const addresses = new Set(kept.map((item) => item?.dataset.url));
    const fresh = results.filter((result) => !addresses.has(addressOf(result)));
    const items = fresh.map((result, at) => this.#item(result, at === 0 && confident));
    this.#list.replaceChildren(...kept.flatMap((item) => item ?? []), ...items.slice(0, Math.max(0, SUGGESTED - kept.length)));
    if (kept.length) this.slot.hidden = false;
  }

  /** @param {Result} result @param {boolean} isBest */
  #item(result, isBest) {
    const item = element("li", "suggestion");
    item.dataset.url = addressOf(result);
    const button = element("button", "suggestion-open");
    const body = element("div", "suggestion-body");
    button.type = "button";
    body.id = `suggestion-${made += 1}`;
    body.hidden = true;
    button.setAttribute("aria-expanded", "false");
    button.setAttribute("aria-controls", body.id);
    const where = result.section ? element("span", "suggestion-section", result.section.title) : "";
    button.append(element("span", "suggestion-name", result.title), " ", where);
    const answer = result.answer && (isBest || result.answer.url === result.section?.url || !result.section) ? result.answer.text : "";
    const short = element("p", "suggestion-text", answer || plain(result));
    button.addEventListener("click", () => this.#toggle(button, body, result, answer));
    item.append(button, short, body);
    return item;
  }

  /** Excerpts that show the words. @param {Result[]} results */
  #refine(results) {
    for (const result of results) {
      const item = [...this.#list.children].find((it) => /** @type {HTMLElement} */ (it).dataset.url === addressOf(result));
      const short = item?.querySelector(".suggestion-text");
      if (short && !short.textContent) short.textContent = plain(result);
    }
  }

  /** @param {HTMLElement} button @param {HTMLElement} body @param {Result} result @param {string} answer */
  async #toggle(button, body, result, answer) {
    const open = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", String(open));
    body.hidden = !open;
    if (!open || body.childElementCount) return;
    const content = element("div", "suggestion-content");
    body.append(content, this.#actions(result));
    emit("answer", { query: "", url: addressOf(result), action: "shown" });
    // The author's own short answer stands above already; the text says how.
    const blocks = await sectionText(result.url, answer ? result.answer?.url ?? "" : result.section?.url ?? "").catch(() => []);
    content.replaceChildren(...blocks);
  }

  /** @param {Result} result */
  #actions(result) {
    const actions = element("p", "suggestion-actions");
    const solved = element("button", "button suggestion-solved", text("suggestSolved"));
    solved.type = "button";
    solved.addEventListener("click", () => {
      emit("answer", { query: "", url: addressOf(result), action: "solved" });
      const thanks = element("p", "suggestion-thanks", text("suggestThanks"));
      thanks.tabIndex = -1;
      actions.replaceChildren(thanks);
      thanks.focus();
      this.about.solved(addressOf(result));
    });
    const link = element("a", "", text("suggestWhole"));
    link.href = addressOf(result);
    // What is typed stays on screen.
    link.target = "_blank";
    link.rel = "noopener";
    link.addEventListener("click", () => emit("answer", { query: "", url: addressOf(result), action: "more" }));
    actions.append(solved, " ", link);
    return actions;
  }
}

/** @param {Result} result */
function addressOf({ url, section }) {
  return section?.url ?? url;
}

/** @param {string} url */
function pathOf(url) {
  return new URL(url, document.baseURI).pathname;
}

/** @param {Result} result */
function plain({ excerpt }) {
  return excerpt.map((piece) => piece.text).join("");
}
