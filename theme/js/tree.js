// A troubleshooter one question at a time: its nodes are in the page, this shows the one that the answers lead
// to. The address names the node, the browser's back button goes a question back, and what was answered is in
// the trail of this tab, so one can go on later.

import { emit } from "./events.js";
import { decode, placeOf, spoken, ways, withPlace } from "./help-code.js";
import { button, contactLink, solvedQuestion } from "./solved.js";
import { element, numberText, textsOf } from "./texts.js";
import { note, trail } from "./trail.js";
import { graphOf, mostAfter, onlyWayTo } from "./tree-graph.js";

/** @typedef {import("./trail.js").Turn} Turn */
/** @typedef {{ turns: Turn[], at: string }} Place what was answered, and the node that is shown */

const VIEW = "faqtory-tree"; // whether all of it is wanted at once
const { text, plural } = textsOf("solve-texts");
const root = document.documentElement;
const url = location.pathname;
const title = document.querySelector("h1")?.textContent ?? "";

class Wizard {
  #tree;
  #graph;
  /** @type {import("./help-code.js").Way[]} */
  #ways;
  /** @type {Place} */
  #place;
  /** How many answers of this page's life the back button can take back. */
  #depth = 0;
  #bar = element("div", "tree-bar");
  #progress = element("p", "tree-progress");
  #meter = element("div", "tree-meter");
  #resumed = element("p", "tree-resumed");
  #answers = element("details", "tree-answers");
  #foot = element("div", "tree-foot");
  #after = element("div", "tree-after");
  #status = element("p", "visually-hidden");
  #back = button("button-quiet tree-back", text("back"), () => this.#goBack());
  #restart = button("button-quiet", text("restart"), () => this.#begin());
  #all = button("tree-all", text("all"), () => this.#toggle());

  /** @param {HTMLElement} tree */
  constructor(tree) {
    this.#tree = tree;
    this.#graph = graphOf(tree);
    this.#ways = ways([...this.#graph.nodes].map(([id, { choices }]) => ({ id, choices })), this.#graph.start);
    this.#place = { turns: [], at: this.#graph.start };
    for (const { heading } of this.#graph.nodes.values()) heading.tabIndex = -1;
    this.#status.setAttribute("role", "status");
    this.#meter.setAttribute("aria-hidden", "true");
    this.#resumed.textContent = text("resumed");
    const buttons = element("div", "tree-buttons");
    buttons.append(this.#back, this.#restart);
    this.#foot.append(buttons, this.#answers);
    this.#bar.append(this.#progress, this.#all, this.#meter);
    tree.prepend(this.#bar, this.#resumed);
    tree.append(this.#foot, this.#status);
    tree.addEventListener("click", (event) => this.#onClick(event));
    // What "find in page" finds in a node that is not shown.
    tree.addEventListener("beforematch", (event) => this.#jump(nodeOf(event.target)), true);
    addEventListener("popstate", (event) => this.#onTravel(event));
    this.#restore();
    tree.dataset.wizard = "";
  }

  /** Begins where the address, the history or the trail says. */
  #restore() {
    const { state } = history;
    const named = nodeOf(namedPart());
    const kept = this.#kept();
    const isResumed = !state?.tree && !named && kept !== null && kept.turns.length > 0;
    const coded = this.#coded();
    const early = state?.tree ? null : this.#early();
    if (coded) this.#place = coded;
    else if (this.#isWhole(state?.tree)) this.#place = state.tree;
    else if (early) this.#place = early;
    else if (named) this.#place = this.#wayTo(named, kept);
    else if (isResumed) this.#place = kept;
    this.#remember("replaceState", coded || named || isResumed ? this.#place.at : "");
    this.#show(isResumed && !coded);
    // Who reloads the page, or comes back to it, is where they were.
    const { type } = /** @type {PerformanceNavigationTiming} */ (performance.getEntriesByType("navigation")[0]);
    if ((named || coded) && !isAll() && type !== "reload" && type !== "back_forward") this.#bringIntoView();
    this.#tell(early && !coded ? early.turns.at(-1)?.choice ?? null : null);
  }

  /** What was answered before this script came: the browser went from node to node by itself. @returns {Place | null} */
  #early() {
    const { navigation } = /** @type {any} */ (window);
    const { index = 0 } = navigation?.currentEntry ?? {};
    if (index < 1) return null;
    /** @type {any[]} */
    const entries = navigation.entries().slice(0, index + 1).filter((/** @type {any} */ entry) => entry.sameDocument);
    const [first, ...others] = entries.map(({ url }) => nodeOf(namedPart(new URL(url))) || this.#graph.start);
    /** @type {Place} */
    const place = { turns: onlyWayTo(this.#graph, first), at: first };
    for (const node of others) {
      const { title, choices } = this.#nodeAt(place.at);
      const choice = choices.find((it) => it.node === node);
      if (!choice) return null;
      place.turns.push({ node: place.at, title, choice: choice.text });
      place.at = node;
    }
    return others.length ? place : null;
  }

  /** The place that a help code in the address names. @returns {Place | null} */
  #coded() {
    const code = decode(new URL(location.href).searchParams.get("code") ?? "");
    const way = code?.place ? this.#ways[code.place] : null;
    const at = way?.nodes.at(-1);
    if (!way || !at) return null;
    const turns = way.choices.map((choice, number) => {
      const { title, choices } = this.#nodeAt(way.nodes[number]);
      return { node: way.nodes[number], title, choice: choices[choice].text };
    });
    return { turns, at };
  }

  /** Where this tab was last, unless it is solved. @returns {Place | null} */
  #kept() {
    const { tree } = trail();
    if (tree?.article !== url || tree.outcome === "solved") return null;
    const place = { turns: tree.path, at: tree.at_node };
    return this.#isWhole(place) ? place : null;
  }

  /** Whether the tree has such a way: it may have changed. @param {Place | undefined} place */
  #isWhole(place) {
    const nodes = [...(place?.turns ?? []).map(({ node }) => node), place?.at ?? ""];
    return nodes.every((id) => this.#graph.nodes.has(id));
  }

  /**
   * How one gets to a node: as it was answered before, or the only way there is; else it stands alone.
   * @param {string} at
   * @param {Place | null} kept
   * @returns {Place}
   */
  #wayTo(at, kept) {
    if (kept?.at === at) return kept;
    const before = kept?.turns.findIndex(({ node }) => node === at) ?? -1;
    if (kept && before >= 0) return { turns: kept.turns.slice(0, before), at };
    return { turns: onlyWayTo(this.#graph, at), at };
  }

  /** @param {MouseEvent} event */
  #onClick(event) {
    const link = event.target instanceof Element ? /** @type {HTMLAnchorElement | null} */ (event.target.closest(".choices a")) : null;
    if (!link || isAll() || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const turn = { node: this.#place.at, title: this.#node.title, choice: link.textContent?.trim() ?? "" };
    const next = link.hasAttribute("data-choice") ? decodeURIComponent(link.hash.slice(1)) : "";
    if (!this.#graph.nodes.has(next)) {
      note("tree", { article: url, title, path: [...this.#place.turns, turn], at_node: this.#place.at, outcome: null });
      return;
    }
    event.preventDefault();
    this.#go({ turns: [...this.#place.turns, turn], at: next }, turn.choice);
  }

  get #node() {
    return this.#nodeAt(this.#place.at);
  }

  /** @param {string} id */
  #nodeAt(id) {
    return /** @type {import("./tree-graph.js").TreeNode} */ (this.#graph.nodes.get(id));
  }

  /** @param {Place} place @param {string | null} choice */
  #go(place, choice) {
    this.#place = place;
    this.#depth += 1;
    this.#remember("pushState", place.at);
    this.#arrive(choice);
  }

  /** @param {string | null} choice */
  #arrive(choice) {
    this.#show(false);
    this.#tell(choice);
    this.#node.heading.focus({ preventScroll: true });
    this.#bringIntoView();
    this.#status.textContent = this.#progress.textContent;
  }

  #begin() {
    this.#go({ turns: [], at: this.#graph.start }, null);
  }

  #goBack() {
    if (this.#depth) return history.back();
    const turns = this.#place.turns.slice(0, -1);
    const before = this.#place.turns.at(-1)?.node ?? this.#graph.start;
    this.#place = { turns, at: before };
    this.#remember("replaceState", before);
    this.#arrive(null);
  }

  /** @param {string} at */
  #jump(at) {
    if (!at || at === this.#place.at || isAll()) return;
    this.#place = this.#wayTo(at, this.#kept());
    this.#remember("pushState", at);
    this.#show(false);
  }

  /** @param {PopStateEvent} event */
  #onTravel({ state }) {
    if (isAll()) return;
    this.#depth = state?.depth ?? 0;
    const named = nodeOf(namedPart());
    if (this.#isWhole(state?.tree)) this.#place = state.tree;
    else if (named) this.#place = this.#wayTo(named, this.#kept());
    else if (location.hash) return; // something else on the page
    else this.#place = { turns: [], at: this.#graph.start };
    if (!state?.tree) this.#remember("replaceState", named || "");
    this.#arrive(null);
  }

  /** @param {"pushState" | "replaceState"} how @param {string} at empty for an address without a node */
  #remember(how, at) {
    const address = new URL(location.href);
    address.searchParams.delete("code");
    if (at) address.hash = encodeURIComponent(at);
    const state = { ...(how === "replaceState" ? history.state : {}), tree: this.#place, depth: this.#depth };
    history[how](state, "", address);
  }

  /** @param {boolean} isResumed */
  #show(isResumed) {
    const all = isAll();
    const { turns, at } = this.#place;
    for (const [id, { section }] of this.#graph.nodes) {
      if (all || id === at) section.removeAttribute("hidden");
      else section.setAttribute("hidden", "until-found");
    }
    this.#tree.toggleAttribute("data-begun", !all && at !== this.#graph.start);
    this.#all.textContent = text(all ? "wizard" : "all");
    for (const part of [this.#foot, this.#progress, this.#meter]) part.hidden = all;
    this.#resumed.hidden = all || !isResumed;
    this.#back.hidden = at === this.#graph.start && !turns.length;
    this.#restart.hidden = this.#back.hidden;
    this.#showProgress();
    this.#showAnswers();
    this.#showAfter();
  }

  #showProgress() {
    const { turns } = this.#place;
    const { outcome } = this.#node;
    const most = mostAfter(this.#graph, this.#place.at);
    const number = text("question", { number: numberText(turns.length + 1) });
    const more = most === 0 ? text("last") : plural("most", most);
    this.#progress.textContent = outcome ? text("result") : Number.isFinite(most) ? `${number} · ${more}` : number;
    const done = outcome ? 1 : turns.length / (turns.length + 1 + (Number.isFinite(most) ? most : 2));
    this.#meter.style.setProperty("--done", String(done));
  }

  /** What was answered, to go back to any of it. */
  #showAnswers() {
    const { turns } = this.#place;
    this.#answers.hidden = !turns.length;
    const list = element("ol");
    list.append(...turns.map(({ node, title, choice }, at) => {
      const item = element("li");
      const link = element("a", "", title);
      link.href = `#${encodeURIComponent(node)}`;
      link.addEventListener("click", (event) => {
        event.preventDefault();
        this.#go({ turns: turns.slice(0, at), at: node }, null);
      });
      item.append(link, " ", element("strong", "", choice));
      return item;
    }));
    this.#answers.replaceChildren(element("summary", "", plural("answers", turns.length)), list);
  }

  /** What an outcome ends with. */
  #showAfter() {
    this.#after.replaceChildren();
    this.#after.remove();
    const { outcome, section } = this.#node;
    if (!outcome || isAll()) return;
    section.append(this.#after);
    if (outcome === "solved") return this.#after.append(solvedQuestion());
    const code = this.#code();
    const contact = contactLink();
    if (contact.length) this.#after.append(...contact, element("p", "tree-note", text("along")));
    if (code) this.#after.append(element("p", "tree-note", text("code", { code: spoken(code) })));
  }

  #code() {
    const article = /** @type {HTMLElement | null} */ (document.querySelector(".article"))?.dataset.helpCode;
    return article ? withPlace(article, this.#number) : "";
  }

  /** The number of the way to here, as help codes count. */
  get #number() {
    return placeOf(this.#ways, [...this.#place.turns.map(({ node }) => node), this.#place.at]);
  }

  /** @param {string | null} choice */
  #tell(choice) {
    const { turns, at } = this.#place;
    const { outcome } = this.#node;
    if (turns.length || choice) note("tree", { article: url, title, path: turns, at_node: at, outcome });
    note("place", { url, place: this.#number });
    emit("step", { article: url, tree: { node: at, choice, outcome } });
  }

  #toggle() {
    const all = !isAll();
    root.toggleAttribute("data-tree-all", all);
    try {
      if (all) localStorage.setItem(VIEW, "all");
      else localStorage.removeItem(VIEW);
    } catch { /* storage is blocked */ }
    this.#show(false);
    this.#status.textContent = all ? "" : this.#progress.textContent;
  }

  #bringIntoView() {
    const { top } = this.#tree.getBoundingClientRect();
    if (top < 0 || this.#node.heading.getBoundingClientRect().bottom > innerHeight) this.#tree.scrollIntoView();
  }
}

function isAll() {
  return root.hasAttribute("data-tree-all");
}

/** What an address names. */
function namedPart({ hash } = location) {
  try {
    return document.getElementById(decodeURIComponent(hash.slice(1)));
  } catch {
    return null; // no such name
  }
}

/** The node that something is in. @param {EventTarget | null} part */
function nodeOf(part) {
  return /** @type {HTMLElement | null} */ (part instanceof Element ? part.closest(".node") : null)?.dataset.node ?? "";
}

for (const tree of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".tree"))) {
  if (tree.querySelector(".node")) new Wizard(tree);
}
