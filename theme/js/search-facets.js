// Names and numbers of what results can be filtered by, for the dialog and the search page.

import { text } from "./texts.js";

/** `operating-system` → `Operating system`, unless the interface has a text for it. @param {string} name */
export function facetTitle(name) {
  const words = name.replace(/[-_]+/g, " ");
  const title = words.charAt(0).toUpperCase() + words.slice(1);
  return text(`facet${title}`) || title;
}

/** @param {string} name @param {string} value */
export function valueTitle(name, value) {
  return (name === "kind" && text(`kind${value.charAt(0).toUpperCase()}${value.slice(1)}`)) || value;
}

/** @param {number} number */
export function numberText(number) {
  return new Intl.NumberFormat(document.documentElement.lang || "en").format(number);
}
