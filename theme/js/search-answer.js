// What one can do with the answer that a search gives: say that it solved it, read more, or go on to a
// troubleshooter or a human. It stands beside the list of results, whose options may hold no buttons.

import { emit } from "./events.js";
import { resultOpened, settleSearch } from "./search-opened.js";
import { element, iconElement, stateElement, text } from "./texts.js";

/** @typedef {import("./search-engine.js").Result} Result */

/** The answers that were told to be on the screen, each with its query. @type {Set<string>} */
const shown = new Set();

/**
 * @param {string} query
 * @param {Result[]} results of which the first has the answer
 * @param {() => void} [leave] called when the answer is on this very page
 * @returns {HTMLElement}
 */
export function answerTools(query, results, leave = () => {}) {
  const [{ answer, title }] = results;
  const { href, pathname, hash, origin } = new URL(answer?.url ?? "", document.baseURI);
  const url = origin === location.origin ? pathname + hash : href;
  const say = (/** @type {"solved" | "more" | "unsolved"} */ action) => {
    settleSearch();
    emit("answer", { query, url, action });
  };
  const tools = element("div", "answer-tools");
  tools.setAttribute("role", "group");
  tools.setAttribute("aria-label", `${text("answer")}: ${title}`);
  const more = element("a", "answer-tool", text("more"));
  more.href = answer?.url ?? "";
  for (const type of ["click", "auxclick"]) {
    more.addEventListener(type, (event) => {
      const click = /** @type {MouseEvent} */ (event);
      if (click.button > 1) return;
      say("more");
      if (resultOpened(click, more, query, results)) leave();
    });
  }
  tools.append(
    tool("check", text("solved"), () => {
      say("solved");
      replaceWith(tools, element("p", "answer-said", text("thanks")));
    }),
    more,
    tool("", text("unsolved"), () => {
      say("unsolved");
      const line = element("p", "answer-said", text("try"));
      replaceWith(tools, line, ...otherWays(query, results));
    }),
  );
  return tools;
}

/**
 * Tells that an answer is on the screen, once the search is reported.
 * @param {string} query
 * @param {Result[]} results
 */
export function answerShown(query, results) {
  const { pathname, hash } = new URL(results[0].answer?.url ?? "", document.baseURI);
  const key = `${query} ${pathname}${hash}`;
  if (shown.has(key)) return;
  shown.add(key);
  emit("answer", { query, url: pathname + hash, action: "shown" });
}

/** Whether the first result is shown as an answer. @param {{ results: Result[], confident?: boolean }} found */
export function hasAnswer({ results, confident = true }) {
  return confident && Boolean(results[0]?.answer);
}

/**
 * What may help when the answer did not: a troubleshooter among the results, a human.
 * @param {string} query
 * @param {Result[]} results
 */
function otherWays(query, results) {
  const tree = results.find(({ kind }, at) => at > 0 && kind === "troubleshooter");
  const ways = [];
  if (tree) {
    const link = element("a", "answer-tool", tree.title);
    link.href = tree.url;
    link.prepend(iconElement("check"));
    link.addEventListener("click", (event) => { resultOpened(event, link, query, results); });
    ways.push(link);
  }
  const contact = /** @type {HTMLAnchorElement | null | undefined} */ (stateElement("none")?.querySelector("a[data-contact]"));
  if (contact) {
    const link = element("a", "answer-tool", text("contact", { query }));
    const address = new URL(contact.href, document.baseURI);
    address.searchParams.set("q", query);
    link.href = address.href;
    ways.push(link);
  }
  return ways;
}

/** @param {string} icon @param {string} label @param {() => void} act */
function tool(icon, label, act) {
  const made = element("button", "answer-tool");
  made.type = "button";
  made.append(icon && iconElement(icon), label);
  made.addEventListener("click", act);
  return made;
}

/**
 * The button that was pressed is gone; who came by keyboard goes on at what it brought.
 * @param {HTMLElement} tools
 * @param {...HTMLElement} content
 */
function replaceWith(tools, ...content) {
  const hadFocus = tools.contains(document.activeElement);
  const before = [...tools.childNodes];
  const [said] = content;
  said.setAttribute("role", "status");
  said.tabIndex = -1;
  tools.append(...content);
  // Before the button goes: a field in the page closes its list when the focus leaves for nowhere.
  if (hadFocus) said.focus();
  for (const old of before) old.remove();
}
