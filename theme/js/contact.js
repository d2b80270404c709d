// Everything about contact on a page: channels that carry along what was tried, chats that load on a click,
// the form, and whether answers are asked for first.

import { cameFrom } from "./came-from.js";
import { text } from "./contact-texts.js";
import { channelLink } from "./channel-links.js";
import { emit } from "./events.js";
import { dropDraft, readDraft, readUnsure, waitingTopics } from "./form-draft.js";
import { handoff, handoffText } from "./handoff.js";
import { spoken } from "./help-code.js";
import { element } from "./texts.js";

/** @typedef {ReturnType<typeof handoff>} Handoff */

/** @type {Record<string, () => Promise<{ open(chat: import("./chat/load.js").Chat): Promise<unknown> }>>} */
const CHATS = {
  chatwoot: () => import("./chat/chatwoot.js"),
  crisp: () => import("./chat/crisp.js"),
  custom: () => import("./chat/custom.js"),
  hubspot: () => import("./chat/hubspot.js"),
  intercom: () => import("./chat/intercom.js"),
  livechat: () => import("./chat/livechat.js"),
  tawk: () => import("./chat/tawk.js"),
  zendesk: () => import("./chat/zendesk.js"),
};

const page = /** @type {HTMLElement | null} */ (document.querySelector("[data-contact-page]"));
const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form.contact-form"));
const from = cameFrom();

/** Not asked of the form itself: its fields may be called like its methods. @param {string} selector */
function inForm(selector) {
  return document.querySelector(`form.contact-form ${selector}`);
}

/** The topic of the page, or of the article's block. @param {Element | null} [inside] */
function topicOf(inside) {
  const block = /** @type {HTMLElement | null | undefined} */ (inside?.closest("[data-topic]"));
  const field = /** @type {HTMLInputElement | null} */ (inForm('[data-field="topic"]'));
  return block?.dataset.topic || page?.dataset.topic || field?.value || null;
}

/** The article that contact was opened from. */
function article() {
  if (document.querySelector(".article")) return location.pathname;
  return from;
}

/** @param {string | null} topic */
function told(topic) {
  const opened = from ? { page: { url: new URL(from, location.origin).href, title: "" } } : {};
  return handoff({ topic, ...opened });
}

/** What the form's fields say of who it is, else what the embedding app said. @param {Handoff} it */
function userOf(it) {
  const typed = (/** @type {string} */ name) => /** @type {HTMLInputElement | null} */ (inForm(`[data-field="${name}"]`))?.value.trim() ?? "";
  const user = /** @type {Record<string, unknown>} */ (it.user ?? {});
  return { name: typed("name") || String(user.name ?? ""), email: typed("email") || String(user.email ?? "") };
}

for (const card of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-channel]"))) wireChannel(card);
try { /faqtory-left/.test(Object.keys(sessionStorage)) && import("./left.js"); } catch { /* storage is blocked */ }
wirePolicy();
wireWaiting();
wireSent();
/** Settled when the form, if there is one, is more than a plain one. */
export const formReady = form ? import("./contact-form.js").then(({ wireForm }) => wireForm(form)) : Promise.resolve();
if ((page || form) && !page?.matches("[data-sent-page]")) emit("contact", { stage: "viewed", topic: topicOf(null), channel: null, article: article(), handoff: null });

/** @param {HTMLElement} card */
function wireChannel(card) {
  const kind = card.dataset.channel ?? "";
  const link = /** @type {HTMLAnchorElement | null} */ (card.querySelector("a.channel-link, a[href]"));
  const button = /** @type {HTMLButtonElement | null} */ (card.querySelector("[data-chat]"));
  if (link && kind !== "form") {
    const plain = link.href;
    const fill = () => {
      const it = told(topicOf(card));
      const subject = card.dataset.subject ?? topicTitle(card);
      link.href = channelLink(kind, plain, { text: handoffText(it), subject, code: it.code ?? "" });
      return it;
    };
    // As late as possible: what is tried until then belongs to it.
    for (const type of ["pointerdown", "focus", "contextmenu"]) link.addEventListener(type, fill);
    for (const type of ["click", "auxclick"]) {
      link.addEventListener(type, (event) => {
        if (/** @type {MouseEvent} */ (event).button > 1) return;
        chosen(card, kind, fill());
      });
    }
  }
  if (kind === "phone" || kind === "callback" || kind === "video") sayCode(card);
  if (button) wireChat(card, button);
  if (card.dataset.availability) checkAvailable(card, card.dataset.availability);
}

/** @param {HTMLElement} card */
function topicTitle(card) {
  const block = /** @type {HTMLElement | null} */ (card.closest("[data-topic-title]"));
  return block?.dataset.topicTitle ?? page?.dataset.topicTitle ?? "";
}

/** @param {HTMLElement} card @param {string} kind @param {Handoff} it */
function chosen(card, kind, it) {
  emit("contact", { stage: "channel", topic: topicOf(card), channel: kind, article: article(), handoff: it.id });
}

/** On the phone a code says where one was. @param {HTMLElement} card */
function sayCode(card) {
  const { code } = told(topicOf(card));
  if (!code || card.querySelector(".channel-code")) return;
  const line = element("p", "channel-code");
  const [before, after = ""] = text("codeReady").split("{code}");
  const shown = element("strong", "help-code", spoken(code));
  // A left-to-right piece, whichever way the text around it runs.
  shown.dir = "ltr";
  line.append(before, shown, after);
  const place = card.querySelector(".channel-text") ?? card;
  place.append(line);
}

/** @param {HTMLElement} card @param {HTMLButtonElement} button */
function wireChat(card, button) {
  const status = element("p", "channel-status");
  status.setAttribute("role", "status");
  const place = card.querySelector(".channel-text") ?? card;
  place.append(status);
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-disabled", "true");
    status.textContent = text("chatOpening");
    const topic = topicOf(card);
    const it = told(topic);
    try {
      const provider = CHATS[card.dataset.provider ?? "custom"] ?? CHATS.custom;
      const { open } = await provider();
      await open({ config: parsed(card.dataset.config), user: userOf(it), facts: factsOf(it), tags: topic ? [topic] : [], text: handoffText(it), locale: document.documentElement.lang });
      status.textContent = text("chatOpened");
      chosen(card, "chat", it);
    } catch (error) {
      console.warn(error);
      status.textContent = text(document.querySelectorAll("[data-channel]").length > 1 ? "chatFailedOthers" : "chatFailed");
      emit("contact", { stage: "failed", topic, channel: "chat", article: article(), handoff: it.id });
    } finally {
      button.removeAttribute("aria-disabled");
    }
  });
}

/** The hand-off as flat facts, as chats take them. @param {Handoff} it @returns {Record<string, string>} */
function factsOf(it) {
  const facts = {
    topic: it.topic ?? "", help_code: it.code ? spoken(it.code) : "", page: it.page.url, locale: it.locale,
    searched: it.queries.map(({ query }) => query).join(", "), read: it.articles.map(({ title }) => title).join(", "),
    answered: it.tree ? it.tree.path.map(({ title, choice }) => `${title}: ${choice}`).join("; ") : "",
    handoff_id: it.id, handoff: JSON.stringify(it),
  };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value));
}

/** The team's own word on whether someone is there; without an answer the channel stays. @param {HTMLElement} card @param {string} address */
async function checkAvailable(card, address) {
  try {
    const answer = await fetch(address, { credentials: "omit", referrerPolicy: "no-referrer", signal: AbortSignal.timeout(5000) });
    const said = await answer.json();
    const there = said.available ?? said.online ?? said.open;
    if (there === false && !card.contains(document.activeElement)) card.hidden = true;
  } catch { /* no word is no reason to hide a human */ }
}

// `ask-first`: the channels come once something was tried, or on the customer's word that nothing helped.
function wirePolicy() {
  const block = /** @type {HTMLElement | null} */ (document.querySelector('[data-policy="ask-first"]'));
  const channels = /** @type {HTMLElement | null} */ (block?.querySelector("[data-channels]") ?? document.querySelector("[data-channels]"));
  if (!block || !channels) return;
  const { queries, articles, tree } = told(null);
  // Whoever is about to use one does not lose it because this script came late.
  if (queries.length || articles.length || tree || asks() || "human" in document.documentElement.dataset) return;
  channels.hidden = true;
  const way = element("p", "contact-reveal");
  const button = element("button", "button-quiet", text("noneHelped"));
  button.type = "button";
  way.append(button);
  const status = element("p", "visually-hidden");
  status.setAttribute("role", "status");
  channels.before(way, status);
  const reveal = (/** @type {boolean} */ focus) => {
    if (!channels.hidden) return;
    channels.hidden = false;
    way.remove();
    status.textContent = text("channelsShown");
    if (!focus) return;
    const heading = /** @type {HTMLElement} */ (channels.querySelector("h2, h3") ?? channels);
    heading.tabIndex = -1;
    heading.focus();
  };
  button.addEventListener("click", () => {
    emit("answer", { query: "", url: location.pathname, action: "unsolved" });
    reveal(true);
  });
  // A search on this page counts as well.
  for (const name of ["search", "no-results"]) document.addEventListener(`faqtory:${name}`, () => reveal(false));
  // A link of the page that leads to the channels shows them.
  addEventListener("hashchange", () => { if (location.hash && channels.querySelector(location.hash)) reveal(true); });
}

/** Whether the address says that the channels are wanted, or a draft waits. */
function asks() {
  return location.hash === "#channels" || new URLSearchParams(location.search).has("q") || waitingTopics().length > 0;
}

/** A message that waits for a connection is sent from its own form. */
function wireWaiting() {
  if (!page) return;
  const own = topicOf(null) ?? "";
  for (const topic of waitingTopics().filter((it) => !form || it !== own)) {
    const notice = element("div", "form-notice");
    const words = element("p", "", text("waitingNotice"));
    words.setAttribute("role", "status");
    notice.append(words);
    const { home = "", topics } = page.dataset;
    // A site without topics has its form at the first page of contact.
    const known = topics === undefined || topics.split(" ").includes(topic);
    if (known) words.append(" ", wayTo(new URL(topic && `${topic}/`, new URL(home, document.baseURI)).href));
    else giveBack(notice, topic);
    page.prepend(notice);
  }
}

/** @param {string} address */
function wayTo(address) {
  const way = element("a", "", text("waitingLink"));
  way.href = address;
  return way;
}

/** The form is gone, and the text is not. @param {HTMLElement} notice @param {string} topic */
async function giveBack(notice, topic) {
  const message = readDraft(topic)?.waiting;
  if (!message) return;
  const { button, letterOf, showWhole } = await import("./form-notices.js");
  showWhole(notice, letterOf(message), button(text("draftDiscard"), () => {
    dropDraft(topic);
    notice.remove();
  }));
}

/** The page after sending: when this topic is answered, and the reference of the message. */
function wireSent() {
  const asked = new URLSearchParams(location.search);
  const replies = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-reply-of]")]);
  const own = replies.find((reply) => reply.dataset.replyOf && reply.dataset.replyOf === asked.get("topic"));
  if (own) for (const reply of replies) reply.hidden = reply !== own;
  const unsure = page?.matches("[data-sent-page]") ? readUnsure(asked.get("topic") ?? "") : "";
  if (unsure) import("./form-notices.js").then(({ showWhole }) => showWhole(/** @type {HTMLElement} */ (page?.querySelector(".sent div") ?? page), unsure));
  const reference = asked.get("ref");
  const slot = /** @type {HTMLElement | null} */ (document.querySelector("p[data-sent-reference]"));
  if (!slot || !reference) return;
  const [before, after = ""] = text("sentWords").split("{reference}");
  const shown = element("strong", "help-code", reference.slice(0, 60));
  shown.dir = "ltr";
  slot.replaceChildren(before, shown, after);
  slot.hidden = false;
}

/** @param {string | undefined} json */
function parsed(json) {
  try { return JSON.parse(json ?? "{}") ?? {}; } catch { return {}; }
}
