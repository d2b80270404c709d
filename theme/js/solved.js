// "Did this solve it?" below what was tried, and the way to a human when it did not.

import { emit } from "./events.js";
import { element, stateElement, textsOf } from "./texts.js";

const { text } = textsOf("solve-texts");
let asked = 0;

/**
 * Where a human can be asked about this page, or nothing when the site has no such place.
 * @returns {string | null}
 */
export function contactAddress() {
  const named = /** @type {HTMLElement | null} */ (document.querySelector("[data-contact-url]"))?.dataset.contactUrl;
  const link = /** @type {HTMLAnchorElement | null | undefined} */ (stateElement("none")?.querySelector("a[data-contact]"));
  const found = named || link?.href;
  if (!found) return null;
  const address = new URL(found, document.baseURI);
  if (address.origin !== location.origin) return address.href;
  address.searchParams.set("from", location.pathname);
  return address.href;
}

/** A link to a human, as a button. @param {string} [className] @returns {HTMLAnchorElement[]} */
export function contactLink(className = "button") {
  const address = contactAddress();
  if (!address) return [];
  const link = element("a", className, text("contact"));
  link.href = address;
  return [link];
}

/**
 * The question, and what follows from the answer to it.
 * @param {() => (Node | string)[]} next what helps those who say no, before the way to a human
 */
export function solvedQuestion(next = () => []) {
  const box = element("div", "solved");
  const title = element("p", "solved-title", text("solved"));
  title.id = `solved-${asked += 1}`;
  box.setAttribute("role", "group");
  box.setAttribute("aria-labelledby", title.id);
  const buttons = element("div", "solved-buttons");
  buttons.append(
    button("button", text("yes"), () => answered("solved", [text("thanks")])),
    button("button-quiet", text("no"), () => {
      const ways = [...next(), ...contactLink()];
      answered("unsolved", [text(ways.length ? "unsolved" : "unsolvedAlone")], ways);
    }),
  );
  box.append(title, buttons);
  return box;

  /** @param {"solved" | "unsolved"} action @param {string[]} words @param {(Node | string)[]} [ways] */
  function answered(action, words, ways = []) {
    emit("answer", { query: null, url: location.pathname + location.hash, action });
    const message = element("p", `solved-message solved-${action}`, words.join(" "));
    message.tabIndex = -1;
    const line = element("div", "solved-buttons");
    line.append(...ways);
    box.replaceChildren(message, ...(ways.length ? [line] : []));
    box.removeAttribute("role");
    box.removeAttribute("aria-labelledby");
    message.focus(); // the button is gone, and this is its answer
  }
}

/** @param {string} className @param {string} label @param {() => void} act */
export function button(className, label, act) {
  const made = element("button", className, label);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}
