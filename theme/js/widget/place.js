// Where the widget is: its help center, its own script tag, the company's page around it.

import { settings } from "./settings.js";

/** The address that the help center begins with. */
export const home = new URL("../", import.meta.url);

const tags = [...document.querySelectorAll("script")];
const tag = tags.find(({ src }) => src === import.meta.url) ?? tags.find(({ src }) => src.includes("/_faqtory/widget.js"));

/**
 * What the script tag says, such as `data-lang`.
 * @param {string} name
 */
export const said = (name) => tag?.getAttribute(`data-${name}`) ?? "";

/** The first language wanted that the help center has, else its own. */
export function language() {
  const wanted = [said("lang"), document.documentElement.lang, ...navigator.languages].filter(Boolean);
  for (const code of wanted.map((one) => one.toLowerCase())) {
    const known = settings.languages.find((it) => it.code.toLowerCase() === code)
      ?? settings.languages.find((it) => it.code.toLowerCase().split("-")[0] === code.split("-")[0]);
    if (known) return known;
  }
  return settings.languages[0];
}

/** The name that the page gives to what the customer does in it; what is in the page says it more exactly. */
export function context() {
  const named = [...document.querySelectorAll("[data-faqtory-context]")].filter((it) => it !== tag).pop();
  return (named ?? tag)?.getAttribute("data-faqtory-context") ?? "";
}

/** Light or dark: as the script tag says, else like the page, whatever the device would like. */
export function tone() {
  const wanted = said("theme");
  if (wanted === "light" || wanted === "dark") return wanted;
  const meta = /** @type {HTMLMetaElement | null} */ (document.querySelector("meta[name=color-scheme]"));
  const { colorScheme } = getComputedStyle(document.documentElement);
  const schemes = (colorScheme === "normal" ? meta?.content ?? "" : colorScheme).split(/[ ,]+/);
  if (!schemes.includes("dark")) return "light";
  return !schemes.includes("light") || matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/**
 * Calls `act` whenever the page has another address, also where an app changes it without loading anything.
 * @param {() => void} act
 */
export function onRoute(act) {
  let last = location.href;
  const look = () => {
    if (location.href === last) return;
    last = location.href;
    act();
  };
  // @ts-ignore not every browser has it
  const { navigation } = window;
  if (navigation?.addEventListener) navigation.addEventListener("currententrychange", look);
  else setInterval(look, 1000);
  addEventListener("popstate", look);
}

/** Whether the page has a dialog open that nothing may cover. */
export function hasModal() {
  const seen = (/** @type {Element} */ it) => it.getClientRects().length > 0;
  return [...document.querySelectorAll("dialog[open], [aria-modal=true]")].some(seen);
}
