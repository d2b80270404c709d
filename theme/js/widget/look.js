// What the widget looks like, and how its elements are made. Nothing here comes from the page's own style:
// importance inside a shadow tree beats importance outside of it.

import { settings } from "./settings.js";

const css = `
:host { all: initial !important; display: block !important; position: fixed !important; inset: 0 0 auto auto !important;
  inline-size: 0 !important; block-size: 0 !important; margin: 0 !important; padding: 0 !important; border: 0 !important;
  overflow: visible !important; background: none !important; z-index: 2147483000 !important; }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
.widget { font: 1em/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; color: var(--ink); color-scheme: light; text-align: start; }
.widget[data-tone=dark] { color-scheme: dark; }
button, a { font: inherit; color: inherit; cursor: pointer; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
svg { flex: none; inline-size: 1.25em; block-size: 1.25em; fill: none; stroke: currentColor; stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round; }
[dir=rtl] .back svg { transform: scaleX(-1); }
.launcher { position: fixed; inset-block-end: max(1.25em, env(safe-area-inset-bottom)); inset-inline-end: 1.25em;
  display: flex; align-items: center; gap: .5em; min-block-size: 3.25em; margin: 0; padding: 0 1.25em; border: 1px solid transparent; border-radius: 2em;
  background: var(--accent-fill); color: var(--on-accent); font-weight: 600; box-shadow: 0 2px 6px #0003, 0 12px 28px -10px #0006; }
.launcher:hover { background: var(--accent-fill-hover); }
.launcher svg { inline-size: 1.5em; block-size: 1.5em; }
.panel { position: fixed; inset: auto; inset-block-end: 5.5em; inset-inline-end: 1.25em; flex-direction: column;
  inline-size: min(26em, 100vw - 2.5em); block-size: min(44em, 100dvh - 6.75em); max-inline-size: none; max-block-size: none; margin: 0; padding: 0;
  border: 1px solid var(--line); border-radius: 1.25em; overflow: hidden; background: var(--paper); color: var(--ink); box-shadow: 0 24px 64px -16px #0009; }
.panel[open] { display: flex; }
.panel::backdrop { background: #12130f80; }
.bar { display: flex; align-items: center; gap: .25em; padding: .4em; border-block-end: 1px solid var(--line); background: var(--wash); }
.title { flex: 1; min-inline-size: 0; margin: 0; padding-inline: .5em; font-size: 1em; font-weight: 650; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; outline-offset: -2px; }
.tool { display: grid; place-items: center; min-inline-size: 2.75em; min-block-size: 2.75em; margin: 0; padding: 0; border: 0; border-radius: .5em; background: none; color: var(--ink-soft); }
.tool:hover { color: var(--ink); background: color-mix(in srgb, var(--ink) 8%, transparent); }
.stage { position: relative; flex: 1; min-block-size: 0; }
iframe { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; border: 0; color-scheme: inherit; background: var(--paper); }
.waiting iframe { visibility: hidden; }
.note { margin: 0; padding: 1.5em; color: var(--ink-soft); }
.note a { display: inline-flex; align-items: center; min-block-size: 2.75em; color: var(--accent); }
.offer { position: fixed; inset-block-end: 5.5em; inset-inline-end: 1.25em; display: flex; flex-wrap: wrap; align-items: center; gap: .5em;
  inline-size: max-content; max-inline-size: min(22em, 100vw - 2.5em); padding: 1em; border: 1px solid var(--line); border-radius: 1em; background: var(--raised); box-shadow: 0 12px 40px -12px #0007; }
.offer:not(.on) { inset: auto; inline-size: 1px; block-size: 1px; padding: 0; border: 0; overflow: hidden; clip-path: inset(50%); }
.offer p { flex: 1 1 100%; margin: 0; }
.offer button { min-block-size: 2.75em; padding: 0 1em; border: 1px solid transparent; border-radius: .5em; background: none; color: var(--ink-soft); }
.offer button:hover { color: var(--ink); background: var(--wash); }
.offer .yes, .offer .yes:hover { background: var(--accent-fill); color: var(--on-accent); font-weight: 600; }
[data-side=start] :is(.launcher, .panel, .offer.on) { inset-inline: 1.25em auto; }
.panel.whole { inset: 0; inline-size: 100%; block-size: 100%; border: 0; border-radius: 0; }
.hush { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (prefers-reduced-motion: no-preference) {
  .panel[open], .offer.on { animation: rise .18s ease-out; }
  @keyframes rise { from { opacity: 0; transform: translateY(.75em); } }
}
@media (forced-colors: active) { .launcher, .offer .yes { border-color: ButtonText; } }
@media print { .widget { display: none; } }
`;

const paths = {
  help: "M5.5 4h13A2.5 2.5 0 0 1 21 6.5v8a2.5 2.5 0 0 1-2.5 2.5H12l-5 4v-4H5.5A2.5 2.5 0 0 1 3 14.5v-8A2.5 2.5 0 0 1 5.5 4zM9.6 8.6a2.4 2.4 0 1 1 3.6 2.1c-.9.5-1.2.9-1.2 1.6M12 14.4v.1",
  close: "M6 6l12 12M18 6L6 18",
  back: "M19.5 12h-15M10.5 6l-6 6 6 6",
  tab: "M14 4h6v6M20 4l-9 9M10 5.5H6A2.5 2.5 0 0 0 3.5 8v10A2.5 2.5 0 0 0 6 20.5h10a2.5 2.5 0 0 0 2.5-2.5v-4",
};

/** @param {keyof typeof paths} name */
export function picture(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", paths[name]);
  svg.append(path);
  return svg;
}

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, string>} [attributes]
 * @param {(Node | string)[]} content
 */
export function make(name, attributes = {}, ...content) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...content);
  return element;
}

/**
 * A button of which only the picture is seen.
 * @param {string} kind
 * @param {keyof typeof paths} icon
 * @param {string} label
 * @param {() => void} act
 */
export function tool(kind, icon, label, act) {
  const button = make("button", { type: "button", class: `tool ${kind}`, "aria-label": label, title: label }, picture(icon));
  button.addEventListener("click", act);
  return button;
}

/** Rules and colors of the site's brand, light and dark. */
export function style() {
  const colors = (/** @type {Record<string, string>} */ all) => Object.entries(all).map(([name, value]) => `--${name}: ${value};`).join(" ");
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`${css} .widget { ${colors(settings.colors.light)} } .widget[data-tone=dark] { ${colors(settings.colors.dark)} }`);
  return sheet;
}
