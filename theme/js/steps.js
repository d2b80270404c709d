// Steps of a how-to that one ticks off. What is done stays in this browser, so one can go on where one left.

import { emit } from "./events.js";
import { button, solvedQuestion } from "./solved.js";
import { element, iconElement, numberText, textsOf } from "./texts.js";
import { isPrivate } from "./secret.js";
import { BASE, note } from "./trail.js";

const KEY = `faqtory-steps:${BASE}`;
const MOST = 30; // articles
const SHOWN = 2500; // ms that "Link copied" stays
const { text } = textsOf("solve-texts");
const url = location.pathname;
const title = document.querySelector("h1")?.textContent ?? "";

class Steps {
  /** @type {Map<number, { step: HTMLElement, box: HTMLInputElement }>} by number */
  #steps = new Map();
  #done = new Set(kept());
  #foot = element("div", "steps-foot");
  #progress = element("p", "steps-progress");
  #reset = button("button-quiet", text("reset"), () => this.#startOver());
  #end = element("div", "steps-end");
  #status = element("p", "visually-hidden");

  /** @param {HTMLElement} list */
  constructor(list) {
    const all = /** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll(":scope > .step"));
    all.forEach((step, at) => this.#add(step, Number(step.dataset.step) || at + 1));
    this.#status.setAttribute("role", "status");
    this.#foot.append(this.#progress, this.#reset);
    list.after(this.#foot, this.#end, this.#status);
    list.dataset.ready = "";
    this.#show();
    if (this.#done.size) this.#remember(); // so that a hand-off of this visit knows what was done before
  }

  /** @param {HTMLElement} step @param {number} number */
  #add(step, number) {
    const tools = element("div", "step-tools");
    const label = element("label", "step-done");
    const box = element("input");
    box.type = "checkbox";
    box.addEventListener("change", () => this.#tick(number, box.checked));
    box.setAttribute("aria-label", `${text("done")}: ${text("step", { number: numberText(number) })}`);
    label.append(box, " ", text("done"));
    const link = button("step-link", "", () => this.#copyLink(step, link));
    link.append(iconElement("copy"));
    link.setAttribute("aria-label", text("link", { number: numberText(number) }));
    tools.append(label, ...(step.id ? [link] : []));
    step.append(tools);
    this.#steps.set(number, { step, box });
  }

  /** @param {number} number @param {boolean} isDone */
  #tick(number, isDone) {
    const before = this.#isFinished;
    if (isDone) this.#done.add(number);
    else this.#done.delete(number);
    save([...this.#done]);
    this.#remember();
    emit("step", { article: url, step: { number, done: isDone } });
    this.#show();
    if (this.#isFinished && !before) this.#finish();
    else this.#status.textContent = this.#progress.textContent;
  }

  get #isFinished() {
    return [...this.#steps.keys()].every((number) => this.#done.has(number));
  }

  #finish() {
    const said = element("p", "steps-finished", text("finished", { of: numberText(this.#steps.size) }));
    said.prepend(iconElement("check"));
    this.#end.replaceChildren(said, solvedQuestion());
    this.#status.textContent = said.textContent;
  }

  #show() {
    for (const [number, { step, box }] of this.#steps) {
      box.checked = this.#done.has(number);
      step.toggleAttribute("data-done", box.checked);
    }
    const done = [...this.#steps.keys()].filter((number) => this.#done.has(number)).length;
    this.#progress.textContent = text("progress", { done: numberText(done), of: numberText(this.#steps.size) });
    this.#foot.hidden = done === 0;
    if (!this.#isFinished) this.#end.replaceChildren();
  }

  #startOver() {
    this.#done.clear();
    save([]);
    this.#remember();
    this.#show();
    this.#status.textContent = this.#progress.textContent;
    this.#steps.values().next().value?.box.focus();
  }

  #remember() {
    const done = [...this.#steps.keys()].filter((number) => this.#done.has(number));
    note("steps", { article: url, title, done, of: this.#steps.size });
    note("place", { url, place: Math.max(0, ...done) });
  }

  /** @param {HTMLElement} step @param {HTMLElement} control */
  async #copyLink(step, control) {
    const address = new URL(`#${step.id}`, location.href).href;
    try {
      await navigator.clipboard.writeText(address);
      control.dataset.said = text("linked");
      this.#status.textContent = text("linked");
      setTimeout(() => { delete control.dataset.said; }, SHOWN);
    } catch {
      history.replaceState(history.state, "", address); // to be copied from the address
    }
  }
}

/** @returns {Record<string, number[]>} by address */
function stored() {
  try {
    const all = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return all && typeof all === "object" && !Array.isArray(all) ? all : {};
  } catch {
    return {};
  }
}

function kept() {
  const numbers = isPrivate() ? [] : stored()[url];
  return Array.isArray(numbers) ? numbers.filter(Number.isSafeInteger) : [];
}

/** @param {number[]} done */
function save(done) {
  if (isPrivate()) return;
  const { [url]: _, ...others } = stored();
  const entries = Object.entries(others).slice(-MOST + 1);
  try {
    localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(done.length ? [...entries, [url, done]] : entries)));
  } catch { /* storage is blocked: what is ticked stays until the page is left */ }
}

const list = /** @type {HTMLElement | null} */ (document.querySelector(".kind-howto .steps"));
if (list?.querySelector(".step")) new Steps(list);
