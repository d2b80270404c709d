// What a message passes on besides its text: shown before it is sent, and left out when the customer says so.

import { text } from "./contact-texts.js";
import { diagnostics, handoff, handoffText } from "./handoff.js";
import { spoken } from "./help-code.js";
import { element } from "./texts.js";
import { randomId } from "./trail.js";

export class Handover {
  /** Of the message: also its reference, and the same however often it is tried. */
  id = randomId();

  /**
   * @param {HTMLFormElement} form
   * @param {string} topic
   * @param {string | null} article the page that led here
   */
  constructor(form, topic, article) {
    this.topic = topic;
    this.page = pageOf(article);
    this.details = /** @type {HTMLDetailsElement | null} */ (form.querySelector("[data-handoff-preview]"));
    this.agreed = /** @type {HTMLInputElement | null} */ (form.querySelector("[data-diagnostics]"));
    this.passed = this.#checkbox();
    this.details?.addEventListener("toggle", () => { if (this.details?.open) this.#show(); });
    this.agreed?.addEventListener("change", () => this.#show());
  }

  /** What the customer agreed to. */
  get consent() {
    return { pass: this.passed?.checked ?? true, diagnostics: this.agreed?.checked ?? false };
  }

  /** @param {{ pass?: boolean, diagnostics?: boolean }} consent as it was given before */
  restore({ pass = true, diagnostics: agreed = false }) {
    if (this.passed) this.passed.checked = pass;
    if (this.agreed) {
      this.agreed.checked ||= agreed; // it may be ticked before this module came
      this.agreed.disabled = !pass;
    }
    this.#show();
  }

  /** Whether this is one of the boxes that say what is passed on. @param {EventTarget | null} target */
  has(target) {
    return target !== null && (target === this.passed || target === this.agreed);
  }

  /** The hand-off as it would go out now; nothing but the page when the customer unticked it. */
  make() {
    const made = handoff({ topic: this.topic || null, page: this.page, diagnostics: this.agreed?.checked ?? false });
    const object = { ...made, id: this.id };
    const { page } = object;
    if (this.passed && !this.passed.checked) return { object: null, text: "", code: "", page };
    return { object, text: handoffText(object), code: object.code ? spoken(object.code) : "", page };
  }

  /** The box that is ticked until the customer unticks it; what it is about stands above it. */
  #checkbox() {
    const { details } = this;
    if (!details) return null;
    const label = element("label", "form-choice");
    const box = element("input");
    box.type = "checkbox";
    box.checked = true;
    box.dataset.handoffPass = "";
    label.append(box, " ", element("span", "", text("handoffPass")));
    const other = this.agreed?.closest("label");
    if (other && details.contains(other)) other.before(label);
    else details.append(label);
    box.addEventListener("change", () => {
      if (this.agreed) this.agreed.disabled = !box.checked;
      this.#show();
    });
    return box;
  }

  #show() {
    const { details, passed } = this;
    if (!details || !passed) return;
    const list = element("ul", "handoff-list");
    list.append(...this.#lines().map((line) => element("li", "", line)));
    list.hidden = !passed.checked;
    const old = details.querySelector(".handoff-list");
    if (old) old.replaceWith(list);
    else passed.closest("label")?.before(list);
  }

  #lines() {
    const made = handoff({ topic: this.topic || null, page: this.page });
    const lines = handoffText(made).split("\n").filter(Boolean);
    if (!this.agreed?.checked) return lines;
    const { browser, platform, screen, language, time_zone } = diagnostics();
    return [...lines, [browser, platform, screen, language, time_zone].filter(Boolean).join(", ")];
  }
}

/** Where the customer was when they decided to write. @param {string | null} article */
function pageOf(article) {
  const address = article ?? referrer();
  if (!address) return undefined;
  return { url: new URL(address, location.origin).href, title: "" };
}

/** The page of this site before this one. */
function referrer() {
  if (!document.referrer) return null;
  const { origin, pathname } = new URL(document.referrer);
  return origin === location.origin && pathname !== location.pathname ? pathname : null;
}
