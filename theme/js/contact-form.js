// The contact form: checks what is typed, keeps it until it is sent, sends it with what was tried before, and
// gives it back when it cannot be sent. Without this module the form is a plain one that posts itself.

import { cameFrom } from "./came-from.js";
import { text } from "./contact-texts.js";
import { emit } from "./events.js";
import { check, controls, fieldOf, labelOf, mark, problem } from "./form-check.js";
import { dropDraft, keepDraft, readDraft } from "./form-draft.js";
import { Handover } from "./form-handover.js";
import { Notices } from "./form-notices.js";
import { adapter, deliver } from "./form-send.js";
import { letter, request as mail } from "./send/mailto.js";

/** @typedef {import("./send/message.js").Message} Message */

const TYPING = 300; // ms without typing until the draft is kept
const HUMAN = 1500; // ms that a human takes at least
/** What people do to a page, and programs that fill in forms do not. */
const SIGNS = ["pointerdown", "keydown", "touchstart"];

class ContactForm {
  #loaded = Date.now();
  #seen = false;
  #started = false;
  #sending = false;
  /** Whether anything was typed by hand: what an address fills in is no draft. */
  #typed = false;
  /** The message that was tried last: the same words keep its id. @type {Message | null} */
  #last = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.config = parsed(form.dataset.config);
    this.adapter = form.dataset.adapter ?? "webhook";
    this.topic = this.#hidden("topic")?.value || form.dataset.topic || "";
    /** The article that led here. */
    this.article = cameFrom();
    this.notices = new Notices(form);
    this.handover = new Handover(form, this.topic, this.article);
    form.noValidate = true;
    this.#restore();
    this.#listen();
  }

  #listen() {
    const { form } = this;
    for (const sign of SIGNS) addEventListener(sign, (event) => { if (event.isTrusted) this.#seen = true; }, { once: true, capture: true });
    form.addEventListener("input", (event) => this.#onInput(event));
    // Not while one is still typing: a field is checked when it is left, and again while it is wrong.
    form.addEventListener("focusout", ({ target }) => this.#recheck(target, (control) => control.value.trim() !== ""));
    form.addEventListener("focusin", () => this.#begin(), { once: true });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    // A phone closes pages without a word; being hidden is the last that a page hears for certain.
    document.addEventListener("visibilitychange", () => this.#keep());
    addEventListener("pagehide", () => this.#keep());
    addEventListener("online", () => { if (readDraft(this.topic)?.waiting) this.#submit(); });
  }

  /** The index and the adapter come when someone begins to write, and not before. */
  #begin() {
    adapter(this.adapter).catch(() => {});
    import("./form-suggest.js").then(({ suggest }) => suggest(this.form, {
      topic: this.topic,
      article: this.article,
      suggested: () => this.#emit("suggested"),
      solved: () => this.notices.say(text("suggestThanks")),
    }), () => {});
  }

  /** @param {string} name @returns {HTMLInputElement | null} */
  #hidden(name) {
    return this.form.querySelector(`input[type=hidden][data-field="${name}"]`);
  }

  /** @param {string} stage */
  #emit(stage) {
    emit("contact", { stage, topic: this.topic || null, channel: "form", article: this.article, handoff: this.handover.id });
  }

  // What was typed last time comes first, then what the address says.
  #restore() {
    const draft = readDraft(this.topic);
    const asked = new URLSearchParams(location.search);
    for (const control of controls(this.form)) {
      const name = fieldOf(control);
      if (draft?.values[name]) setValue(this.form, control, draft.values[name]);
      else if (asked.get(name) && !valueOf(this.form, control)) setValue(this.form, control, asked.get(name) ?? "");
    }
    const query = asked.get("q")?.trim();
    const place = /** @type {HTMLInputElement | null} */ (
      this.form.querySelector('[data-field="subject"]') ?? this.form.querySelector('[data-field="message"]'));
    if (query && place && !place.value) place.value = query;
    if (!draft) return;
    this.#typed = true;
    if (draft.id) this.handover.id = draft.id;
    if (draft.waiting && navigator.onLine) {
      this.notices.say(text("formWaitingSends"));
      this.#submit();
    } else if (draft.waiting) this.#offline(true);
    else this.notices.restored(draft.saved, () => this.#discard());
  }

  #discard() {
    dropDraft(this.topic);
    clearTimeout(this.#timer);
    this.form.reset();
    this.#typed = false;
    this.#last = null;
    for (const control of controls(this.form)) mark(this.form, control, "");
    const summary = /** @type {HTMLElement | null} */ (this.form.querySelector(".form-errors"));
    if (summary) summary.hidden = true;
    this.notices.clear();
    controls(this.form)[0]?.focus();
  }

  /** @param {Event} event */
  #onInput(event) {
    if (!(event.target instanceof HTMLElement) || !event.target.dataset.field) return;
    this.#typed = true;
    if (!this.#started) this.#emit("started");
    this.#started = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#keep(), TYPING);
    this.#recheck(event.target, (control) => control.getAttribute("aria-invalid") === "true");
  }

  /** @param {EventTarget | null} target @param {(control: import("./form-check.js").Control) => boolean} when */
  #recheck(target, when) {
    const control = controls(this.form).find((it) => it === target);
    if (control && when(control)) mark(this.form, control, problem(control));
  }

  #keep() {
    clearTimeout(this.#timer);
    if (!this.#typed) return;
    const { waiting = false } = readDraft(this.topic) ?? {};
    keepDraft(this.topic, { values: this.#values(), waiting, id: this.handover.id });
  }

  #values() {
    /** @type {Record<string, string>} */
    const values = {};
    for (const control of controls(this.form)) values[fieldOf(control)] = valueOf(this.form, control);
    return values;
  }

  /** Programs fill in what nobody sees, and are done at once. Their text is kept all the same: it may be a mistake. */
  #isBot() {
    const trap = /** @type {HTMLInputElement | null} */ (this.form.querySelector(".form-extra input"));
    return Boolean(trap?.value) || (!this.#seen && !this.#last && Date.now() - this.#loaded < HUMAN && !readDraft(this.topic)?.waiting);
  }

  async #submit() {
    if (this.#sending) return;
    this.notices.clear();
    this.#keep();
    if (!check(this.form)) return;
    if (this.#isBot()) return this.#leave("");
    if (!navigator.onLine && this.adapter !== "mailto") return this.#offline(false);
    const message = this.#message();
    this.#busy(true);
    const outcome = await deliver(this.adapter, message, {
      onRetry: (seconds) => this.notices.say(text("formRetry", { seconds })),
    }).catch(() => ({ state: /** @type {const} */ ("failed"), reason: /** @type {const} */ ("network"), status: 0 }));
    this.#busy(false);
    if (outcome.state === "sent") return this.#sent(outcome.reference);
    if (outcome.state === "left") return this.#left(outcome.url, message);
    this.#failed(outcome.reason, message);
  }

  /** @returns {Message} */
  #message() {
    const values = this.#values();
    const { object, text: handoffText, code, page } = this.handover.make();
    const labels = Object.fromEntries(controls(this.form).map((control) => [fieldOf(control), labelOf(control)]));
    const tags = this.#hidden("tags")?.value.split(",").map((tag) => tag.trim()).filter(Boolean) ?? [];
    const message = {
      id: this.handover.id, values, labels, page, code, handoff: object, handoffText,
      locale: document.documentElement.lang,
      topic: {
        id: this.topic, title: this.form.dataset.topicTitle ?? "", tags,
        priority: this.#hidden("priority")?.value ?? "", queue: this.#hidden("queue")?.value ?? "",
      },
      texts: { topic: text("aboutTopic"), code: text("aboutCode"), queue: text("aboutQueue"), tags: text("aboutTags") },
      // Netlify takes forms at the pages of the site itself.
      config: this.adapter === "netlify" ? { url: this.form.action, ...this.config } : this.config,
    };
    this.#last = message;
    return message;
  }

  /** @param {boolean} busy */
  #busy(busy) {
    this.#sending = busy;
    const button = /** @type {HTMLElement | null} */ (this.form.querySelector("[type=submit]"));
    this.form.setAttribute("aria-busy", String(busy));
    // A disabled button would lose the focus.
    button?.setAttribute("aria-disabled", String(busy));
    if (busy) this.notices.say(text("formSending"));
  }

  /** @param {string} reference */
  #sent(reference) {
    this.#emit("sent");
    dropDraft(this.topic);
    this.#typed = false;
    this.#leave(reference || this.handover.id);
  }

  /** @param {string} reference */
  #leave(reference) {
    const address = new URL(this.form.dataset.sent ?? "", document.baseURI);
    if (this.topic) address.searchParams.set("topic", this.topic);
    if (reference) address.searchParams.set("ref", reference);
    location.assign(address);
  }

  /** The rest happens in the customer's mail program. @param {string} url @param {Message} message */
  #left(url, message) {
    this.#emit("channel");
    this.notices.mail(url, letter(message));
    location.assign(url);
  }

  /** @param {boolean} agreed that it is sent later */
  #offline(agreed) {
    const later = () => {
      keepDraft(this.topic, { values: this.#values(), waiting: true, id: this.handover.id });
      this.notices.offline(true, () => {});
    };
    this.#keep();
    this.notices.offline(agreed, later);
    if (agreed) later();
  }

  /** @param {"network" | "busy" | "refused"} reason @param {Message} message */
  #failed(reason, message) {
    this.#emit("failed");
    this.#keep();
    if (!navigator.onLine) return this.#offline(false);
    const address = this.form.dataset.email ?? "";
    const mailto = address ? mail({ ...message, config: { ...this.config, address } }).url : "";
    this.notices.failed({
      reason, mailto, whole: letterOf(message),
      again: () => this.#submit(),
      // The plain form needs no permission to read the answer.
      post: /^https?:/.test(this.form.action) && this.adapter === "post" ? () => this.#plain() : null,
      mailed: () => this.#emit("channel"),
    });
  }

  #plain() {
    const { object, code, page } = this.handover.make();
    const facts = { handoff: object ? JSON.stringify(object) : "", code, page: page.url };
    for (const [name, value] of Object.entries(facts)) {
      const field = this.#hidden(name);
      if (field) field.value = value;
    }
    this.form.submit();
  }
}

/** All that would have been sent, for people to copy. @param {Message} message */
function letterOf(message) {
  const { values, labels } = message;
  const head = ["name", "email", "subject"].filter((name) => values[name]).map((name) => `${labels[name] ?? name}: ${values[name]}`);
  return [head.join("\n"), letter(message)].filter(Boolean).join("\n\n");
}

/** @param {HTMLFormElement} form @param {import("./form-check.js").Control} control */
function valueOf(form, control) {
  const input = /** @type {HTMLInputElement} */ (control);
  if (control.type === "checkbox") return input.checked ? input.value || "yes" : "";
  if (control.type !== "radio") return control.value.trim();
  const group = /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll(`input[type=radio][data-field="${CSS.escape(fieldOf(control))}"]`));
  return [...group].find((choice) => choice.checked)?.value ?? "";
}

/** @param {HTMLFormElement} form @param {import("./form-check.js").Control} control @param {string} value */
function setValue(form, control, value) {
  if (control.type === "checkbox") /** @type {HTMLInputElement} */ (control).checked = value !== "" && value !== "no" && value !== "0";
  else if (control.type === "radio") {
    const group = /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll(`input[type=radio][data-field="${CSS.escape(fieldOf(control))}"]`));
    for (const choice of group) choice.checked = choice.value === value;
  } else control.value = value;
}

/** @param {string | undefined} json */
function parsed(json) {
  try { return JSON.parse(json ?? "{}") ?? {}; } catch { return {}; }
}

/** @type {WeakSet<HTMLFormElement>} */
const wired = new WeakSet();

/** @param {HTMLFormElement} form */
export function wireForm(form) {
  if (wired.has(form)) return;
  wired.add(form);
  new ContactForm(form);
}
