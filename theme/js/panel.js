// A page in the panel of the widget: what it hears from the page around it, and what it tells it. Loaded where
// the widget shows the page, and nowhere else.

import { around } from "./surroundings.js";

const root = document.documentElement;
const script = /** @type {HTMLScriptElement | null} */ (document.querySelector("script[data-widget]"));
/** Where the help center begins: everything else opens in a tab of its own. */
const base = new URL("../..", import.meta.url).href;
const allowed = [location.origin, ...(script?.dataset.origins ?? "").split(" ").filter(Boolean)];

/** @typedef {{ address: string, title: string, context: string }} Surroundings */

/** Of the page around, once it has spoken. */
let hostOrigin = "";
/** @type {((surroundings: Surroundings) => void)[]} */
const interested = [];
/** @type {Surroundings | null} */
let surroundings = null;

/**
 * Calls `act` with where the customer is, now and whenever that changes.
 * @param {(surroundings: Surroundings) => void} act
 */
export function onSurroundings(act) {
  interested.push(act);
  if (surroundings) act(surroundings);
}

/** @param {string} origin */
function isAllowed(origin) {
  return allowed.some((one) => {
    const [before, after] = one.split("*");
    if (after === undefined) return origin === one;
    return origin.startsWith(before) && origin.endsWith(after) && origin.length > one.length - 1;
  });
}

/** @param {object} message */
function tell(message) {
  if (hostOrigin) parent.postMessage({ faqtory: "widget.v1", ...message }, hostOrigin);
}

addEventListener("message", ({ data, origin, source }) => {
  if (source !== parent || data?.faqtory !== "widget.v1" || !isAllowed(origin)) return;
  hostOrigin = origin;
  if (data.type === "host") meet(data);
  else if (data.type === "go") go(data.url);
  else if (data.type === "suggest") suggest(data);
  else if (data.type === "consent") consent(data.granted === true);
});

/** Tells those who count, where the site has them and whenever they come. @param {boolean} granted */
async function consent(granted) {
  const script = /** @type {HTMLScriptElement | null} */ (document.querySelector("#faqtory-analytics"));
  if (script) await import(script.src).catch(() => {});
  // @ts-ignore what analytics.js adds
  window.faqtory?.consent?.(granted);
}

/** @param {any} data */
function meet({ page, address, context, user, tone, focus }) {
  const isFirst = !around.page;
  around.page = { url: parsed(page?.url ?? "")?.href ?? location.href, title: String(page?.title ?? "") };
  around.user = user && typeof user === "object" ? user : null;
  if (tone === "light" || tone === "dark") {
    root.dataset.theme = tone;
    window.name = window.name.replace(/^(faqtory-panel)(?: \w+)?/, `$1 ${tone}`); // what follows is the trail
  }
  surroundings = { address: String(address ?? ""), title: around.page.title, context: String(context ?? "") };
  for (const act of interested) act(surroundings);
  if (isFirst) arrived();
  if (focus) begin();
}

// A finger would have the keyboard over half of the panel before anything was read.
function begin() {
  const field = /** @type {HTMLElement | null} */ (document.querySelector(".page-widget .search-input"));
  const isTyped = document.activeElement && document.activeElement !== document.body;
  if (isTyped) return;
  if (field && matchMedia("(pointer: fine)").matches) field.focus();
  else /** @type {HTMLElement | null} */ (document.querySelector("#main"))?.focus({ preventScroll: true });
}

function arrived() {
  const here = new URL(location.href);
  // What the start page was asked to do is done once.
  if (document.body.classList.contains("page-widget")) here.search = here.hash = "";
  tell({ type: "page", url: here.href });
}

/** @param {unknown} address */
function go(address) {
  tell({ type: "going" });
  const url = parsed(address);
  if (url?.href.startsWith(base)) location.replace(url);
}

/** An address that the page around has sent, which may be none. @param {unknown} address */
function parsed(address) {
  const text = String(address);
  return URL.canParse(text, location.href) ? new URL(text, location.href) : null;
}

/** @param {{ id: number, address: string, context: string }} question */
async function suggest({ id, address, context }) {
  const { suggestions } = await import("./widget-suggest.js");
  const { items } = await suggestions({ address: String(address), context: String(context), title: "" }, 5).catch(() => ({ items: [] }));
  tell({ type: "suggestions", id, items });
}

// The pages in the panel are no pages of the browser's history: the back button of the browser stays the app's.
history.pushState = (...entry) => {
  history.replaceState(...entry);
  arrived();
};

// @ts-ignore not every browser has it
const { navigation } = window;
if (navigation?.addEventListener) {
  navigation.addEventListener("navigate", (/** @type {any} */ event) => {
    const { destination, formData } = event;
    if (event.navigationType !== "push" || !event.cancelable || formData || event.downloadRequest != null) return;
    if (!destination.url.startsWith(base)) return;
    event.preventDefault();
    setTimeout(() => { location.replace(destination.url); });
  });
}
addEventListener("hashchange", arrived);

addEventListener("click", (event) => {
  const link = event.target instanceof Element ? /** @type {HTMLAnchorElement | null} */ (event.target.closest("a[href]")) : null;
  if (!link || event.defaultPrevented || !/^https?:$/.test(link.protocol)) return;
  if (!link.href.startsWith(base)) {
    link.target = "_blank";
    link.relList.add("noopener");
  } else if (!navigation && !link.target && !link.download && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
    event.preventDefault();
    location.replace(link.href);
  }
});

// Escape closes what is open in the page first, and then the panel.
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing) return;
  const field = event.target instanceof HTMLInputElement && event.target.getAttribute("role") === "combobox" ? event.target : null;
  const isOpen = document.querySelector("dialog[open], [data-popup][open]") !== null;
  if (isOpen || (field && (field.value || field.getAttribute("aria-expanded") === "true"))) return;
  tell({ type: "close" });
}, true);

for (const name of ["view", "search", "no-results", "open", "answer", "step", "feedback", "contact", "deflection"]) {
  document.addEventListener(`faqtory:${name}`, (event) => {
    tell({ type: "event", name, detail: JSON.parse(JSON.stringify(/** @type {CustomEvent} */ (event).detail ?? null)) });
  });
}

addEventListener("pagehide", () => tell({ type: "leaving" }));

// Nobody is told anything before the page around has said who it is.
parent.postMessage({ faqtory: "widget.v1", type: "hello" }, "*");
