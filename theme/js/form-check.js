// Tells what is wrong with a form in words that help: at the field, and in a summary that leads to it.

import { known, plural, text } from "./contact-texts.js";
import { element } from "./texts.js";

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Control */

/** The controls a customer fills in, one for each field: a group of choices is its first. @param {HTMLFormElement} form */
export function controls(form) {
  const all = /** @type {Control[]} */ ([...form.querySelectorAll("[data-field]:is(input, textarea, select):not([type=hidden])")]);
  const seen = new Set();
  return all.filter((control) => {
    const name = fieldOf(control);
    return !seen.has(name) && seen.add(name);
  });
}

/** @param {Control} control */
export const fieldOf = (control) => control.dataset.field ?? control.name;

/** What a field is called, without the marks for required and optional. @param {Control} control */
export function labelOf(control) {
  const group = control.type === "radio" ? control.closest("fieldset")?.querySelector("legend") : null;
  const label = group ?? control.labels?.[0];
  return control.dataset.label ?? label?.querySelector("[data-label-text]")?.textContent?.trim()
    ?? label?.firstChild?.textContent?.trim() ?? fieldOf(control);
}

/** What is wrong, or nothing. @param {Control} control */
export function problem(control) {
  const { validity, value } = control;
  const label = labelOf(control);
  const typed = value.trim();
  const needed = control.required && (validity.valueMissing || (control.type !== "checkbox" && control.type !== "radio" && !typed));
  if (needed) return text(chosen(control) ? "errorChoose" : "errorMissing", { label });
  // What a browser could not read as a date or number looks empty to it.
  if (validity.badInput) return text(control.type === "number" ? "errorNumber" : "errorFormat", { label });
  if (!typed) return "";
  if (control.type === "email" && (validity.typeMismatch || !/^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(typed))) return text("errorEmail");
  if (validity.typeMismatch) return text(control.type === "url" ? "errorUrl" : "errorFormat", { label });
  const limit = /** @type {HTMLInputElement} */ (control);
  if (validity.rangeUnderflow) return text(limit.type === "number" ? "errorMin" : "errorEarly", { label, min: readable(limit, limit.min) });
  if (validity.rangeOverflow) return text(limit.type === "number" ? "errorMax" : "errorLate", { label, max: readable(limit, limit.max) });
  if (validity.tooLong || (limit.maxLength > 0 && value.length > limit.maxLength)) {
    return text("errorLong", { label, count: limit.maxLength });
  }
  if (validity.patternMismatch || validity.stepMismatch || validity.tooShort) return text("errorFormat", { label });
  if (control.type === "tel" && (typed.match(/\d/g) ?? []).length < 5) return text("errorPhone");
  return "";
}

/** @param {Control} control */
const chosen = (control) => control.tagName === "SELECT" || control.type === "radio" || control.type === "checkbox";

/** A limit the way the page writes dates and numbers. @param {HTMLInputElement} control @param {string} limit */
function readable(control, limit) {
  const language = known(document.documentElement.lang);
  if (control.type === "number") return new Intl.NumberFormat(language).format(Number(limit));
  const date = control.type === "date" ? new Date(`${limit}T00:00:00Z`) : null;
  return date && !Number.isNaN(date.getTime())
    ? new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(date) : limit;
}

/**
 * Shows or takes away what is wrong with one field.
 * @param {HTMLFormElement} form
 * @param {Control} control
 * @param {string} message
 */
export function mark(form, control, message) {
  const id = `${fieldOf(control)}-error`;
  const slot = form.querySelector(`[id="${CSS.escape(id)}"]`);
  const group = control.type === "radio" ? control.closest("fieldset") : null;
  const described = group ?? control;
  const others = (described.getAttribute("aria-describedby") ?? "").split(/\s+/).filter((other) => other && other !== id);
  const all = message ? [...others, id] : others;
  if (all.length) described.setAttribute("aria-describedby", all.join(" "));
  else described.removeAttribute("aria-describedby");
  // A fieldset has no such state; its choices do.
  for (const each of group ? group.querySelectorAll("input") : [control]) {
    if (message) each.setAttribute("aria-invalid", "true");
    else each.removeAttribute("aria-invalid");
  }
  if (!slot) return;
  slot.textContent = message;
  slot.toggleAttribute("hidden", !message);
}

/**
 * Checks every field; with problems the summary is shown and has the focus.
 * @param {HTMLFormElement} form
 * @returns {boolean} whether all is well
 */
export function check(form) {
  const wrong = controls(form).flatMap((control) => {
    const message = problem(control);
    mark(form, control, message);
    return message ? [{ control, message }] : [];
  });
  const summary = /** @type {HTMLElement | null} */ (form.querySelector(".form-errors"));
  if (!summary) return !wrong.length;
  summary.hidden = !wrong.length;
  if (!wrong.length) summary.replaceChildren();
  else {
    const list = element("ul");
    list.append(...wrong.map(({ control, message }) => summaryItem(control, message)));
    summary.replaceChildren(element("p", "form-errors-title", plural("errorCount", wrong.length)), list);
    summary.focus();
  }
  return !wrong.length;
}

/** @param {Control} control @param {string} message */
function summaryItem(control, message) {
  const item = element("li");
  const link = element("a", "", message);
  link.href = `#${control.id}`;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    control.focus();
    control.scrollIntoView({ block: "center" });
  });
  item.append(link);
  return item;
}
