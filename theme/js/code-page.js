// The page that reads help codes: says what a code names and opens it.

import { decode, spoken } from "./help-code.js";
import { describe, targetOf } from "./help-place.js";
import { element } from "./texts.js";

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-code-form]"));
const field = /** @type {HTMLInputElement | null | undefined} */ (form?.querySelector("input[name=c]"));
const result = /** @type {HTMLElement | null} */ (document.querySelector("[data-code-result]"));
let asked = 0;

if (form && field && result) {
  result.setAttribute("role", "status");
  form.noValidate = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const address = new URL(location.href);
    address.searchParams.set("c", field.value.trim());
    if (address.href !== location.href) history.pushState(null, "", address);
    show(field.value);
  });
  addEventListener("popstate", begin);
  // On a slow line someone has typed before this script came.
  if (!field.value.trim()) begin();
}

/** Shows what the address says. */
function begin() {
  const code = new URL(location.href).searchParams.get("c") ?? "";
  if (field && code !== field.value) field.value = code;
  if (code) show(code);
  else result?.replaceChildren();
}

/** @param {string} typed */
async function show(typed) {
  if (!form || !result || !field) return;
  const turn = asked += 1;
  const texts = form.dataset;
  const code = decode(typed);
  field.toggleAttribute("aria-invalid", false);
  if (!code) return refuse(texts.wrong ?? "");
  try {
    const target = await targetOf(typed, texts.codes ?? "");
    const found = target && await describe(target);
    if (turn !== asked) return;
    if (!found) return refuse(texts.unknown ?? "");
    // Who goes on typing meanwhile keeps it.
    if (field.value === typed) field.value = spoken(code.code);
    field.removeAttribute("aria-invalid");
    result.replaceChildren(card(found, texts));
  } catch {
    if (turn === asked) refuse(texts.failed || texts.unknown || "");
  }
}

/** @param {string} message */
function refuse(message) {
  field?.setAttribute("aria-invalid", "true");
  result?.replaceChildren(element("p", "code-wrong", message));
}

/**
 * @param {import("./help-place.js").Description} found
 * @param {DOMStringMap} texts
 */
function card({ title, place, path, href }, texts) {
  const box = element("section", "code-found");
  box.append(element("h2", "", title));
  if (place) box.append(element("p", "code-place", place));
  if (path.length) {
    const list = element("ol", "code-path");
    list.append(...path.map((turn) => {
      const item = element("li");
      item.append(turn.title, " ", element("strong", "", turn.choice));
      return item;
    }));
    box.append(element("p", "code-path-title", texts.path), list);
  }
  const open = element("a", "button", (texts.open ?? "").replace("{title}", place || title));
  open.href = href;
  box.append(open);
  return box;
}
