// Builds what a search shows: results, an answer, nothing found, an error.

import { element, iconElement, stateElement, text } from "./texts.js";

/** @typedef {import("./search-engine.js").Result} Result */
/** @typedef {import("./search-engine.js").Found} Found */

/**
 * Results for a list of options: each a group of links, its article and the best section of it. The first
 * becomes the answer card when it has an answer and the engine is sure that it is one.
 * @param {{ results: Result[], confident?: boolean }} found
 * @returns {HTMLElement[]}
 */
export function resultGroups(found) {
  return found.results.map((result, at) => (isAnswer(found, at) ? answerGroup(result) : resultGroup(result)));
}

/**
 * The same results for the search page: list items, each with a heading that leads to the article.
 * @param {{ results: Result[], confident?: boolean }} found
 * @returns {HTMLElement[]}
 */
export function resultItems(found) {
  return found.results.map((result, at) => (isAnswer(found, at) ? answerItem(result) : resultItem(result)));
}

/** @param {{ results: Result[], confident?: boolean }} found @param {number} at */
function isAnswer({ results, confident = true }, at) {
  return at === 0 && confident && Boolean(results[at].answer); // as `hasAnswer` has it
}

/** @param {Result} result */
function resultGroup(result) {
  const group = element("div", "result-group");
  const link = linkTo("result", result.url);
  link.append(...category(result), element("span", "result-title", result.title), " ", excerptElement("span", result.excerpt));
  group.append(link, ...sectionLink(result.section));
  return group;
}

/** @param {Result} result */
function resultItem(result) {
  const item = element("li", "result-group");
  const [title, excerpt] = [element("h2", "result-title"), excerptElement("p", result.excerpt)];
  title.append(linkTo("result-link", result.url, result.title));
  const head = element("div", "result");
  head.append(...category(result), title, excerpt);
  item.append(head, ...sectionLink(result.section));
  return item;
}

/**
 * What an answer card says: what is asked, the answer, and where it comes from. A page of questions answers
 * with one of its sections; any other article with itself, and may have a section that says more.
 * @param {Result} result
 */
function answerParts(result) {
  const { url, title, section } = result;
  const answer = /** @type {NonNullable<Result["answer"]>} */ (result.answer);
  const ofSection = section && section.url === answer.url;
  const source = answer.url === url ? sectionLink(section) : [linkTo("result-source", url, title, iconElement("book"))];
  const label = element("span", "result-answer-label");
  label.append(iconElement("check"), text("answer"));
  return { url: answer.url, asked: ofSection ? section.title : title, label, words: answer.text, source };
}

/** @param {Result} result */
function answerGroup(result) {
  const { url, asked, label, words, source } = answerParts(result);
  const group = element("div", "result-group result-answer");
  const link = linkTo("result", url);
  link.append(label, " ", element("span", "result-title", asked), " ", element("span", "result-answer-text", words));
  group.append(link, ...source);
  return group;
}

/** @param {Result} result */
function answerItem(result) {
  const { url, asked, label, words, source } = answerParts(result);
  const item = element("li", "result-group result-answer");
  const head = element("div", "result");
  const title = element("h2", "result-title");
  title.append(linkTo("result-link", url, asked));
  head.append(label, title, element("p", "result-answer-text", words));
  item.append(head, ...source);
  return item;
}

/** @param {Result} result */
function category(result) {
  return result.category ? [element("span", "result-category", result.category), " "] : [];
}

/** @param {Result["section"]} section */
function sectionLink(section) {
  return section ? [linkTo("result-section", section.url, section.title)] : [];
}

/**
 * @param {string} className
 * @param {string} url
 * @param {string} [title]
 * @param {Node | string} [icon]
 */
function linkTo(className, url, title = "", icon = "") {
  const link = element("a", className);
  link.href = url;
  link.append(icon, title);
  return link;
}

/**
 * Replaces the excerpt of a result on screen. An answer card has none.
 * @param {HTMLElement} result
 * @param {Result["excerpt"]} pieces
 */
export function showExcerpt(result, pieces) {
  if (pieces.length) result.querySelector(".result-excerpt")?.replaceChildren(...marked(pieces));
}

/** @param {"p" | "span"} name @param {Result["excerpt"]} [pieces] */
function excerptElement(name, pieces = []) {
  const excerpt = element(name, "result-excerpt");
  excerpt.append(...marked(pieces));
  return excerpt;
}

/** @param {Result["excerpt"]} pieces */
function marked(pieces) {
  return pieces.map((piece) => (piece.mark ? element("mark", "", piece.text) : piece.text));
}

/**
 * A titled list of links that are not results: recent searches, popular articles.
 * @param {string} title
 * @param {HTMLAnchorElement[]} links
 */
export function linkGroup(title, links) {
  const group = element("div", "result-group result-links");
  const heading = element("p", "search-group-title", title);
  // The group is named by it; an option's list holds nothing else that is read.
  heading.setAttribute("aria-hidden", "true");
  group.setAttribute("aria-label", title);
  group.append(heading, ...links);
  return group;
}

/** Articles to begin with, when the site has chosen some. @returns {HTMLElement | null} */
function popularList() {
  const list = stateElement("popular");
  for (const link of list?.querySelectorAll("a") ?? []) {
    link.className = "result result-line";
    link.prepend(iconElement("book"));
  }
  return list;
}

/** The same as a group of options. @returns {HTMLElement[]} */
export function popularGroups() {
  const list = popularList();
  return list ? [linkGroup(list.dataset.title ?? "", [...list.querySelectorAll("a")])] : [];
}

/**
 * What helps when nothing was found.
 * @param {string} query
 * @param {string[]} suggestions
 * @param {(query: string) => void} choose
 */
export function nothingFound(query, suggestions, choose) {
  const state = stateElement("none") ?? element("div");
  const slot = (/** @type {string} */ name) => /** @type {HTMLElement | null} */ (state.querySelector(`[data-slot=${name}]`));
  const title = slot("title");
  if (title) title.textContent = text("none", { query });
  const line = slot("suggestions");
  if (!suggestions.length) line?.remove();
  for (const suggestion of suggestions) {
    const button = element("button", "chip", suggestion);
    button.type = "button";
    button.addEventListener("click", () => choose(suggestion));
    line?.append(" ", button);
  }
  const popular = popularList();
  if (popular) slot("popular")?.append(element("p", "search-group-title", popular.dataset.title), popular);
  else slot("popular")?.remove();
  const contact = slot("contact");
  if (contact) contact.textContent = text("contact", { query });
  // Those who ask elsewhere need not type it again.
  for (const link of state.querySelectorAll("a[data-with-query]")) {
    const address = new URL(/** @type {HTMLAnchorElement} */ (link).href);
    address.searchParams.set("q", query);
    /** @type {HTMLAnchorElement} */ (link).href = address.href;
  }
  return state;
}

/** What is shown when the filters leave nothing. @param {string} query */
export function nothingLeft(query) {
  const state = element("div", "search-state");
  state.append(element("p", "search-state-title", text("noneFiltered", { query })));
  return state;
}

/** What is shown when the engine does not load. */
export function failed() {
  return stateElement("error") ?? element("p", "", text("error"));
}
