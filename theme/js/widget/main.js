// The widget on a company's own pages: a launcher, a panel, and `window.faqtory`. It asks for nothing but
// itself before it is opened, and whatever goes wrong in it stays in it.

import { make, picture, style } from "./look.js";
import { watchOffers } from "./offers.js";
import { createPanel } from "./panel.js";
import { context, home, language, onRoute, said, tone } from "./place.js";
import { settings } from "./settings.js";

/** @typedef {{ article?: string, query?: string, code?: string, tree?: string, node?: string, topic?: string }} Target */

const VERSION = "faqtory.widget.v1";

/** @param {import("./settings.js").Language} chosen */
function start(chosen) {
  const host = document.createElement("faqtory-widget");
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [style()];
  const t = chosen.texts ?? {};
  const side = said("position") || settings.position;
  const label = make("span", {}, t.launcher);
  const launcher = make("button", { type: "button", class: "launcher", "aria-expanded": "false", "aria-haspopup": "dialog" }, picture("help"), label);
  const widget = make("div", { class: "widget", role: "region", "aria-label": t.title, lang: chosen.code, dir: chosen.dir, "data-side": side });
  launcher.hidden = said("launcher") === "off" || (said("launcher") !== "on" && !settings.launcher);
  root.append(widget);
  widget.append(launcher);
  /** @type {Map<string, Set<(detail: unknown) => void>>} */
  const listeners = new Map();
  const panel = createPanel(widget, chosen, tell);
  const api = Object.freeze({
    version: VERSION,
    // Help opens whatever the target is, if need be at its start.
    open: guarded((/** @type {Target | null | undefined} */ target) => panel.open(known(target))),
    close: guarded(() => panel.close()),
    suggest: guarded((/** @type {{ url?: string, context?: string }} */ { url, context: named } = {}) =>
      panel.suggest({ address: new URL(url ?? "", location.href).href, context: named ?? context() }), () => Promise.resolve([])),
    identify: guarded((/** @type {Record<string, unknown> | null} */ who) => panel.identify(who ? structuredClone(who) : null)),
    consent: guarded((granted = true) => panel.consent(Boolean(granted))),
    on: guarded((/** @type {string} */ name, /** @type {(detail: unknown) => void} */ act) => {
      const all = listeners.get(name) ?? new Set();
      listeners.set(name, all.add(act));
      return () => { all.delete(act); };
    }),
    push: guarded((/** @type {[string, ...unknown[]]} */ [name, ...values]) => {
      // @ts-ignore any of the functions above
      if (name !== "push") api[name]?.(...values);
    }),
  });

  launcher.addEventListener("click", guarded(() => (panel.isOpen() ? panel.close() : panel.open())));
  paint();
  attach();
  onRoute(guarded(() => {
    attach();
    paint();
    if (panel.isOpen()) panel.refresh();
  }));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", guarded(paint));
  const offers = settings.triggers.length
    ? watchOffers(widget, chosen, panel, (code) => panel.open(code ? address({ code }) : panel.start)) : null;
  return api;

  // The top layer is above every z-index, and no transform around it moves it.
  function attach() {
    if (!host.isConnected) document.documentElement.append(host);
    if (!host.showPopover) return;
    host.popover = "manual";
    if (!host.matches(":popover-open")) host.showPopover();
  }

  function paint() {
    widget.dataset.tone = tone();
  }

  /** @param {string} name @param {unknown} detail */
  function tell(name, detail) {
    if (name === "panel") {
      launcher.setAttribute("aria-expanded", String(panel.isOpen()));
      paint();
      offers?.hide();
    }
    for (const act of listeners.get(name) ?? []) guarded(act)(detail);
  }

  /** @param {Target | null | undefined} target */
  function known(target) {
    try {
      return address(target ?? {});
    } catch (error) {
      console.warn("faqtory:", error);
      return panel.start;
    }
  }

  /**
   * Where a target is in the help center; nothing outside of it is opened.
   * @param {Target} target
   */
  function address({ article, tree, node, query, code, topic }) {
    const wanted = article ?? tree;
    if (typeof wanted === "string") {
      const isPath = !/^([a-z][\w+.-]*:|[/\\]{2})/i.test(wanted);
      const isWhole = !isPath || wanted.startsWith(home.pathname);
      const found = new URL(isWhole ? wanted : wanted.replace(/^\//, ""), home);
      found.pathname = found.pathname.replace(/\.md$/, "/");
      if (node) found.hash = node;
      return found.href.startsWith(home.href) ? found.href : panel.start;
    }
    const page = new URL(panel.start);
    for (const [name, value] of Object.entries({ q: query, code, topic })) {
      if (value) page.searchParams.set(name, String(value));
    }
    return page.search ? page.href : undefined;
  }
}

/**
 * The same function, whose errors do not reach the page.
 * @template {any[]} A, R
 * @param {(...values: A) => R} act
 * @param {() => any} [otherwise]
 */
function guarded(act, otherwise) {
  return (/** @type {A} */ ...values) => {
    try {
      return act(...values);
    } catch (error) {
      console.warn("faqtory:", error);
      return otherwise?.();
    }
  };
}

async function begin() {
  const chosen = language();
  // On a site with many languages each has its texts in a file of its own.
  if (chosen.file) {
    const { texts } = await import(new URL(chosen.file, import.meta.url).href).catch(() => settings.languages[0]);
    chosen.texts = texts;
  }
  // @ts-ignore the widget's one global name
  const before = window.faqtory;
  if (before?.version === VERSION) return; // the script stands in the page twice
  const api = start(chosen);
  // @ts-ignore the same
  window.faqtory = api;
  if (Array.isArray(before)) before.forEach((call) => api.push(call));
}

const run = () => begin().catch((error) => console.warn("faqtory:", error));
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", run, { once: true });
else run();
