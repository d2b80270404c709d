// The contact form: checks what is typed, keeps it until it is sent, sends it with what was tried before, and
// gives it back when it cannot be sent. Without this module the form is a plain one that posts itself.

import { cameFrom } from "./came-from.js";
import { text } from "./contact-texts.js";
import { emit } from "./events.js";
import { check, controls, fieldOf, labelOf, mark, problem } from "./form-check.js";
import { dropDraft, keepDraft, keepUnsure, noteSent, readDraft, wasSent, whenDropped } from "./form-draft.js";
import { Handover } from "./form-handover.js";
import { Notices, letterOf } from "./form-notices.js";
import { own } from "./form-own.js";
import { adapter, deliver } from "./form-send.js";
import { letter, request as mail } from "./send/mailto.js";
import { referenceOf } from "./send/message.js";
import { randomId } from "./trail.js";

/** @typedef {import("./send/message.js").Message} Message */

const TYPING = 300; // ms without typing until the draft is kept
const SETTLING = 500; // ms until all tabs see what one has stored
const HUMAN = 1500; // ms that a human takes at least

class ContactForm {
  #loaded = Date.now();
  /** Tells that someone writes, once. */
  #start = () => {
    this.#emit("started");
    this.#start = () => {};
  };
  #sending = false;
  /** Whether what is on screen is to be sent, but there is no connection. */
  #waits = false;
  /** Whether anything was typed by hand: what an address fills in is no draft. */
  #typed = false;
  /** The message that was tried last: the same words keep its id. @type {Message | null} */
  #last = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form = own(form);
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
    form.addEventListener("input", (event) => this.#onInput(event));
    // Not while one is still typing: a field is checked when it is left, and again while it is wrong.
    form.addEventListener("focusout", ({ target }) => this.#recheck(target, (control) => control.value.trim() !== ""));
    if (form.contains(document.activeElement)) this.#begin();
    else form.addEventListener("focusin", () => this.#begin(), { once: true });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    // A phone closes pages without a word; being hidden is the last that a page hears for certain.
    document.addEventListener("visibilitychange", () => this.#keep());
    addEventListener("pagehide", () => this.#keep());
    addEventListener("online", () => {
      if (this.#agreed()) this.#submit();
      else this.#goOn();
    });
    whenDropped(this.topic, ({ id, values }) => {
      // What was changed here since is another message.
      if (id !== this.handover.id || JSON.stringify(values) !== JSON.stringify(filled(this.#values()))) return;
      this.#typed = false;
      this.#goOn();
    });
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

  // What was typed last time comes first, then what the address says; a message that only waits stays as it is.
  #restore() {
    const draft = readDraft(this.topic);
    const asked = draft?.waiting ? new URLSearchParams() : new URLSearchParams(location.search);
    for (const control of controls(this.form)) {
      const name = fieldOf(control);
      // On a slow line someone may have begun to write before this module came.
      if (!draft?.waiting && isWritten(this.form, control)) this.#typed = true;
      else if (draft?.values[name]) setValue(this.form, control, draft.values[name]);
      else if (asked.get(name) && !valueOf(this.form, control)) setValue(this.form, control, asked.get(name) ?? "");
    }
    const query = asked.get("q")?.trim();
    const place = /** @type {HTMLInputElement | null} */ (
      this.form.querySelector('[data-field="subject"]') ?? this.form.querySelector('[data-field="message"]'));
    if (query && place && !place.value) place.value = query;
    if (!draft) return this.#typed && this.#start();
    this.handover.restore(draft);
    if (draft.id) this.handover.id = draft.id;
    if (draft.waiting && navigator.onLine) {
      this.notices.say(text("formWaitingSends"));
      this.#submit();
    } else if (draft.waiting) this.#offline();
    else this.notices.restored(draft.saved, () => this.#discard());
  }

  #discard() {
    dropDraft(this.topic);
    clearTimeout(this.#timer);
    this.form.reset();
    this.handover.restore({});
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
    if (this.handover.has(event.target)) return this.#changed();
    if (!(event.target instanceof HTMLElement) || !event.target.dataset.field) return;
    this.#changed();
    this.#start();
    this.#recheck(event.target, (control) => control.getAttribute("aria-invalid") === "true");
  }

  #changed() {
    this.#waits = false;
    this.#typed = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#keep(), TYPING);
    if (!this.#agreed()) return;
    // Half a sentence must not leave when the connection returns: they agreed to what it was before.
    this.#keep();
    this.notices.offline(false, () => this.#later(), true);
  }

  /** @param {EventTarget | null} target @param {(control: import("./form-check.js").Control) => boolean} when */
  #recheck(target, when) {
    const control = controls(this.form).find((it) => it === target);
    if (control && when(control)) mark(this.form, control, problem(control));
  }

  #keep() {
    clearTimeout(this.#timer);
    if (!this.#typed) return;
    // What was sent is done with, and what comes after it is another message.
    if (wasSent(this.handover.id)) this.handover.id = randomId();
    keepDraft(this.topic, { values: this.#values(), id: this.handover.id, ...this.handover.consent });
  }

  #values() {
    /** @type {Record<string, string>} */
    const values = {};
    for (const control of controls(this.form)) values[fieldOf(control)] = valueOf(this.form, control);
    return values;
  }

  get #trap() {
    return /** @type {HTMLInputElement | null} */ (this.form.querySelector(".form-extra input"));
  }

  /** Programs fill in what nobody sees, and are done at once. Their text is kept all the same: it may be a mistake. */
  #isBot() {
    if ("human" in document.documentElement.dataset || this.#agreed()) return false;
    return Boolean(this.#trap?.value) || (!this.#last && Date.now() - this.#loaded < HUMAN);
  }

  async #submit() {
    if (this.#sending) return;
    this.notices.clear();
    this.#keep();
    if (!check(this.form)) return;
    if (this.#isBot()) return this.#leave("");
    if (!navigator.onLine && this.adapter !== "mailto") return this.#offline();
    const message = this.#message();
    // A program that looks after passwords may have filled it in for a human: they decide.
    if (this.#trap?.value) return this.#failed("refused", message);
    const waited = this.#agreed() !== null;
    this.#busy(true);
    const outcome = await alone(message.id, async () => {
      if (wasSent(message.id)) return ALREADY;
      // Another tab took the word back.
      if (waited && !this.#agreed()) return null;
      return this.#deliver(message);
    }).catch(() => ({ state: /** @type {const} */ ("failed"), reason: /** @type {const} */ ("network"), status: 0 }));
    this.#busy(false);
    if (!outcome) return this.notices.clear();
    if (outcome.state === "sent") return this.#sent(outcome, message);
    if (outcome.state === "left") return this.#left(outcome.url, message);
    this.#failed(outcome.reason, message);
  }

  /** @param {Message} message */
  async #deliver(message) {
    const outcome = await deliver(this.adapter, message, {
      onRetry: (seconds) => this.notices.say(text("formRetry", { seconds })),
    });
    if (outcome.state === "sent") {
      noteSent(message.id);
      this.#emit("sent");
    }
    return outcome;
  }

  /** @returns {Message} */
  #message() {
    const made = this.#made();
    const agreed = this.#agreed();
    this.#last = agreed ? { ...agreed, config: made.config } : made;
    return this.#last;
  }

  /** The message as it was when the customer agreed that it is sent later. */
  #agreed() {
    const waiting = readDraft(this.topic)?.waiting;
    return waiting?.id === this.handover.id ? waiting : null;
  }

  /** @returns {Message} */
  #made() {
    const values = this.#values();
    const { object, text: handoffText, code, page } = this.handover.make();
    const labels = Object.fromEntries(controls(this.form).map((control) => [fieldOf(control), labelOf(control)]));
    const tags = this.#hidden("tags")?.value.split(",").map((tag) => tag.trim()).filter(Boolean) ?? [];
    return {
      id: this.handover.id, values, labels, page, code, handoff: object, handoffText,
      locale: document.documentElement.lang,
      topic: {
        id: this.topic, title: this.form.dataset.topicTitle ?? "", tags,
        priority: this.#hidden("priority")?.value ?? "", queue: this.#hidden("queue")?.value ?? "",
      },
      texts: { reference: text("aboutReference"), topic: text("aboutTopic"), code: text("aboutCode"), queue: text("aboutQueue"), tags: text("aboutTags") },
      // Netlify takes forms at the pages of the site itself.
      config: this.adapter === "netlify" ? { url: this.form.action, ...this.config } : this.config,
    };
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

  /** @param {{ reference: string, confirmed: boolean }} outcome @param {Message} message */
  #sent({ reference, confirmed }, message) {
    // What was written while this one was on its way is another message.
    if (JSON.stringify(filled(this.#values())) !== JSON.stringify(filled(message.values))) this.#keep();
    // Another tab may be writing a message of its own meanwhile.
    else if (readDraft(this.topic)?.id === message.id) dropDraft(this.topic);
    if (!confirmed) keepUnsure(this.topic, letterOf(message));
    this.#typed = false;
    this.#leave(reference || referenceOf(message));
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

  /** Another tab was the first to have a connection, and has sent what waits here. */
  #goOn() {
    if (this.#waits && !this.#sending && wasSent(this.handover.id)) this.#sent(ALREADY, this.#made());
  }

  #offline() {
    this.#waits = true;
    this.notices.offline(this.#agreed() !== null, () => this.#later());
  }

  /** The customer agrees to this message being sent later: the one on screen now, with what it passes on. */
  #later() {
    if (!check(this.form)) return;
    const message = { ...this.#made(), config: {} };
    keepDraft(this.topic, { values: message.values, id: message.id, ...this.handover.consent, waiting: message });
    clearTimeout(this.#timer);
    this.#typed = false;
    if (navigator.onLine) this.#submit();
    else this.notices.offline(true, () => {});
  }

  /** @param {import("./form-send.js").Reason} reason @param {Message} message */
  #failed(reason, message) {
    this.#emit("failed");
    if (!navigator.onLine && reason === "network") return this.#offline();
    // What may have arrived, or is not wanted, is not tried again without a word.
    if (reason === "unsure" || reason === "refused") {
      keepDraft(this.topic, { values: message.values, id: message.id, ...this.handover.consent });
    }
    const address = this.form.dataset.email ?? "";
    const mailto = address ? mail({ ...message, config: { ...this.config, address } }).url : "";
    this.notices.failed({
      reason, mailto, reference: referenceOf(message), whole: letterOf(message),
      again: () => {
        if (this.#trap) this.#trap.value = "";
        this.#submit();
      },
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

/** @param {Record<string, string>} values */
const filled = (values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value));

/** Another tab sent it. */
const ALREADY = { state: /** @type {const} */ ("sent"), reference: "", confirmed: true };

/**
 * Does it while no other tab does it for the same message.
 * @template T
 * @param {string} id
 * @param {() => Promise<T>} act
 * @returns {Promise<T>}
 */
async function alone(id, act) {
  const name = `faqtory-send:${id}`;
  let begun = false;
  const whole = async () => {
    begun = true;
    return { result: await act() };
  };
  try {
    const done = await navigator.locks.request(name, { ifAvailable: true }, async (lock) => lock && whole());
    if (done) return done.result;
    return (await navigator.locks.request(name, async () => {
      // What the other tab wrote down is a moment behind its lock.
      await new Promise((next) => { setTimeout(next, SETTLING); });
      return whole();
    })).result;
  } catch (error) {
    // Only pages that came over a safe connection have locks, and none whose storage is blocked.
    if (begun) throw error;
    return act();
  }
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

/** Whether someone typed, chose or ticked something. @param {HTMLFormElement} form @param {import("./form-check.js").Control} control */
function isWritten(form, control) {
  return [...form.querySelectorAll(`[data-field="${CSS.escape(fieldOf(control))}"]`)].some((/** @type {any} */ it) =>
    it.checked || it.selectedIndex > 0 || it.value !== (it.defaultValue ?? it.value));
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
