// What the form says about itself: a draft that was kept, being offline, that it could not be sent. None of it
// takes away what was typed.

import { known, text } from "./contact-texts.js";
import { letter } from "./send/mailto.js";
import { element } from "./texts.js";

export class Notices {
  #top = element("div", "form-notices");
  #status = element("p", "form-status");
  #end = element("div", "form-notices");

  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.#status.setAttribute("role", "status");
    form.prepend(this.#top);
    const button = form.querySelector("[type=submit]");
    const last = button?.closest("p, div, .form-actions");
    if (last && last !== form && form.contains(last)) last.after(this.#status, this.#end);
    else form.append(this.#status, this.#end);
  }

  clear() {
    this.#top.replaceChildren();
    this.#end.replaceChildren();
    this.#status.textContent = "";
  }

  /** @param {string} message */
  say(message) {
    this.#status.textContent = message;
  }

  /** @param {number} saved @param {() => void} discard */
  restored(saved, discard) {
    const language = known(document.documentElement.lang);
    const when = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(saved);
    const notice = element("div", "form-notice");
    const words = element("p", "", text("draftRestored", { when }));
    words.setAttribute("role", "status");
    notice.append(words, button(text("draftDiscard"), discard));
    this.#top.replaceChildren(notice);
  }

  /** @param {boolean} agreed @param {() => void} later @param {boolean} [quietly] who writes keeps the focus */
  offline(agreed, later, quietly = false) {
    const panel = this.#panel(text("offlineTitle"), text(agreed ? "offlineWaits" : "offlineText"));
    if (!agreed) panel.append(actions(button(text("offlineLater"), later, "button")));
    this.#raise(panel, quietly);
  }

  /** The mail program was asked to open; nobody knows whether there is one. @param {string} url @param {string} whole */
  mail(url, whole) {
    const panel = this.#panel(text("mailTitle"), text("mailText"));
    const link = element("a", "button", text("mailAgain"));
    link.href = url;
    panel.append(...copyable(whole), actions(link, copyButton(panel)));
    this.#raise(panel);
  }

  /**
   * @param {{ reason: keyof typeof FAILURES, mailto: string, reference: string, whole: string, again: () => void,
   *   post: (() => void) | null, mailed: () => void }} failure
   */
  failed({ reason, mailto, reference, whole, again, post, mailed }) {
    const title = reason === "unsure" ? "unsureTitle" : "failedTitle";
    const panel = this.#panel(text(title), text(FAILURES[reason], { reference }));
    panel.append(element("p", "", text("failedKept")), ...copyable(whole));
    const ways = [button(text("failedAgain"), again, "button"), copyButton(panel)];
    if (mailto) {
      const link = element("a", "button-quiet", text("failedMail"));
      link.href = mailto;
      link.addEventListener("click", mailed);
      ways.push(/** @type {any} */ (link));
    }
    if (post) ways.push(button(text("failedPost"), post));
    panel.append(actions(...ways));
    this.#raise(panel);
  }

  /** @param {string} title @param {string} words */
  #panel(title, words) {
    const panel = element("section", "form-failed");
    const heading = element("h2", "form-failed-title", title);
    heading.id = "form-failed-title";
    panel.setAttribute("aria-labelledby", heading.id);
    panel.tabIndex = -1;
    panel.append(heading, element("p", "", words));
    return panel;
  }

  /** @param {HTMLElement} panel @param {boolean} [quietly] */
  #raise(panel, quietly = false) {
    this.#status.textContent = "";
    this.#end.replaceChildren(panel);
    if (!quietly) panel.focus();
  }
}

const FAILURES = { network: "failedNetwork", unsure: "unsureText", busy: "failedBusy", refused: "failedRefused" };

/** All that would have been sent, for people to copy. @param {import("./send/message.js").Message} message */
export function letterOf(message) {
  const { values, labels } = message;
  const head = ["name", "email", "subject"].filter((name) => values[name]).map((name) => `${labels[name] ?? name}: ${values[name]}`);
  return [head.join("\n"), letter(message)].filter(Boolean).join("\n\n");
}

/** The whole text of a message with a way to copy it. @param {HTMLElement} place @param {string} whole @param {HTMLElement[]} ways */
export function showWhole(place, whole, ...ways) {
  const box = element("div", "form-notice");
  box.append(element("p", "", text("failedWhole")), ...copyable(whole), actions(copyButton(box), ...ways));
  place.append(box);
}

/** @param {string} label @param {() => void} act @param {string} [className] */
export function button(label, act, className = "button-quiet") {
  const made = element("button", className, label);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

/** @param {HTMLElement[]} ways */
function actions(...ways) {
  const line = element("div", "form-actions");
  line.append(...ways);
  return line;
}

/** The whole text, where it can be selected. @param {string} whole */
function copyable(whole) {
  const area = element("textarea", "form-whole");
  area.readOnly = true;
  area.rows = 6;
  area.value = whole;
  area.setAttribute("aria-label", text("failedWhole"));
  return [area];
}

/** @param {HTMLElement} panel */
function copyButton(panel) {
  const said = element("span", "visually-hidden");
  said.setAttribute("role", "status");
  const made = button(text("failedCopy"), async () => {
    const area = /** @type {HTMLTextAreaElement} */ (panel.querySelector(".form-whole"));
    try {
      await navigator.clipboard.writeText(area.value);
      made.firstChild?.replaceWith(text("copied"));
      said.textContent = text("copied");
    } catch {
      area.focus();
      area.select();
      said.textContent = text("copyFailed");
    }
  });
  panel.append(said);
  return made;
}
