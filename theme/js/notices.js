// Closes notices, and remembers in this browser which ones.

/** Closed notices that are remembered: older ones are over by then. */
const KEPT = 50;

let isWired = false;

/**
 * Makes the buttons of all notices work.
 * @param {string} key where the storage keeps them
 */
export function wire(key) {
  if (isWired) return;
  isWired = true;
  for (const button of document.querySelectorAll("[data-notice-close]")) {
    button.addEventListener("click", () => close(/** @type {HTMLElement} */ (button.closest("site-notice")), key));
  }
}

/**
 * @param {HTMLElement} notice
 * @param {string} key
 */
function close(notice, key) {
  try {
    const closed = (localStorage.getItem(key) ?? "").split(" ").filter((it) => it && it !== notice.dataset.notice);
    localStorage.setItem(key, [notice.dataset.notice, ...closed].slice(0, KEPT).join(" "));
  } catch { /* storage is blocked: it is closed on this page */ }
  notice.hidden = true;
  // The focus goes to the next thing to close, else to the page.
  const next = document.querySelector("site-notice:not([hidden]) [data-notice-close]") ?? document.querySelector("#main");
  /** @type {HTMLElement | null} */ (next)?.focus();
}
