// The list of error codes: filtered while a reader types, and opened at the code of an address
// (`?c=E-1042`, `#E-1042`), however it is spelled.

import { counted } from "./texts.js";

const input = /** @type {HTMLInputElement} */ (document.querySelector("#codes-filter"));
const status = /** @type {HTMLElement} */ (document.querySelector("[data-codes-count]"));
const elsewhere = /** @type {HTMLElement} */ (document.querySelector("[data-codes-search]"));
const rows = [...document.querySelectorAll("[data-code]")].map((row) => ({
  row: /** @type {HTMLElement} */ (row), key: keyOf(/** @type {HTMLElement} */ (row).dataset.code ?? ""),
}));

/**
 * What different spellings of a code have in common.
 * @param {string} code
 */
function keyOf(code) {
  return code.toUpperCase().replace(/[\s_\u2010-\u2015-]/g, "");
}

function filter() {
  const wanted = keyOf(input.value);
  for (const { row, key } of rows) row.hidden = !key.includes(wanted);
  // A group's letters must not name what is not there.
  for (const group of document.querySelectorAll(".codes-group")) {
    group.toggleAttribute("hidden", !group.querySelector("[data-code]:not([hidden])"));
  }
  const found = rows.filter(({ row }) => !row.hidden);
  const { counts = "", none = "" } = status.dataset;
  status.textContent = !wanted ? "" : found.length ? counted(counts, found.length) : none;
  elsewhere.hidden = !wanted || found.length > 0;
  const link = /** @type {HTMLAnchorElement} */ (elsewhere.firstElementChild);
  link.search = new URLSearchParams({ q: input.value.trim() }).toString();
  return found;
}

/**
 * The row of a code, whatever its spelling.
 * @param {string} code
 */
function rowOf(code) {
  return code ? rows.find(({ key }) => key === keyOf(code))?.row : undefined;
}

/** @param {HTMLElement} row */
function show(row) {
  for (const marked of document.querySelectorAll(".code-row-found")) marked.classList.remove("code-row-found");
  row.classList.add("code-row-found");
  row.scrollIntoView({ block: "center" });
  row.focus({ preventScroll: true });
}

function open() {
  const asked = new URLSearchParams(location.search).get("c");
  const hash = decode(location.hash.slice(1));
  const row = rowOf(asked ?? hash);
  if (row) {
    show(row);
  } else if (asked) {
    input.value = asked;
    filter();
  }
}

/** @param {string} text */
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

input.addEventListener("input", filter);
input.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  event.preventDefault();
  const found = filter();
  const row = rowOf(input.value) ?? (found.length === 1 ? found[0].row : undefined);
  if (row) show(row);
});
addEventListener("hashchange", open);
// On a slow line someone has typed, or is about to, before this script came.
if (input.value || document.activeElement === input) filter();
else open();
