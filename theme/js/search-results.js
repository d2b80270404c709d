// Builds what a search shows: results, an answer, nothing found, an error.

import { element, stateElement, text } from "./texts.js";

/** @typedef {import("./search-engine.js").Result} Result */

/**
 * A result as one link.
 * @param {Result} result
 */
export function resultLink(result) {
  const link = element("a", "result");
  link.href = result.section?.url ?? result.url;
  if (result.category) link.append(element("span", "result-category", result.category), " ");
  link.append(element("span", "result-title", result.title), " ");
  if (result.section) link.append(element("span", "result-section", result.section.title), " ");
  if (result.excerpt?.length) link.append(marked(result.excerpt));
  return link;
}

/**
 * The answer card, one link too.
 * @param {Result} result
 */
export function answerLink(result) {
  const answer = /** @type {NonNullable<Result["answer"]>} */ (result.answer);
  const link = element("a", "result result-answer");
  link.href = answer.url;
  link.append(
    element("span", "result-answer-label", text("answer")), " ",
    element("span", "result-answer-text", answer.text), " ",
    element("span", "result-section", result.title),
  );
  return link;
}

/**
 * Replaces the excerpt of a result on screen. An answer card has none.
 * @param {HTMLAnchorElement} link
 * @param {Result["excerpt"]} pieces
 */
export function showExcerpt(link, pieces) {
  if (!pieces.length || link.classList.contains("result-answer")) return;
  const shown = link.querySelector(".result-excerpt");
  if (shown) shown.replaceWith(marked(pieces));
  else link.append(marked(pieces));
}

/** @param {{text: string, mark: boolean}[]} pieces */
function marked(pieces) {
  const excerpt = element("span", "result-excerpt");
  for (const piece of pieces) excerpt.append(piece.mark ? element("mark", "", piece.text) : piece.text);
  return excerpt;
}

/**
 * Links for all results; the first becomes the answer card when it has an answer and the engine is
 * sure that it is one.
 * @param {{ results: Result[], confident?: boolean }} found
 */
export function resultLinks({ results, confident = true }) {
  const isAnswer = (result, at) => at === 0 && confident && result.answer;
  return results.map((result, at) => isAnswer(result, at) ? answerLink(result) : resultLink(result));
}

/**
 * What helps when nothing was found.
 * @param {string} query
 * @param {string[]} suggestions
 * @param {(query: string) => void} choose
 */
export function nothingFound(query, suggestions, choose) {
  const state = stateElement("none") ?? element("div");
  const title = state.querySelector("[data-slot=title]");
  if (title) title.textContent = text("none", { query });
  const line = state.querySelector("[data-slot=suggestions]");
  if (!suggestions.length) line?.remove();
  for (const suggestion of suggestions) {
    const button = element("button", "chip", suggestion);
    button.type = "button";
    button.addEventListener("click", () => choose(suggestion));
    line?.append(" ", button);
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
