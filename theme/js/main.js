// Wires the page. A module is fetched when the page has something for it, or when a reader first
// touches it, so that reading an article costs as little as possible.

const find = (selector) => document.querySelector(selector);

/**
 * Fetches a module when a reader is about to use an element, and repeats the first click when it
 * came before the module.
 * @param {Element | null} element
 * @param {() => Promise<unknown>} load
 */
function whenTouched(element, load) {
  if (!element) return;
  let ready = false;
  const warm = () => load().then(() => { ready = true; }, () => {});
  for (const type of ["pointerenter", "focusin"]) element.addEventListener(type, warm, { once: true });
  element.addEventListener("click", async (event) => {
    const control = event.target instanceof Element && event.target.closest("button");
    if (ready || !control) return;
    await warm();
    if (ready) control.click();
  });
}

/**
 * Fetches a module when one of these elements comes near the screen.
 * @param {string} selector
 * @param {() => Promise<unknown>} load
 */
function whenNear(selector, load) {
  const elements = document.querySelectorAll(selector);
  if (!elements.length) return;
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    load();
  }, { rootMargin: "300px" });
  for (const element of elements) observer.observe(element);
}

// The search dialog opens at once; what searches follows.
const dialog = /** @type {HTMLDialogElement | null} */ (find("#search-dialog"));
const loadSearch = () => import("./search-box.js");

function openSearch() {
  if (!dialog || dialog.open) return;
  closePopups();
  dialog.showModal();
  dialog.querySelector("input")?.focus();
  loadSearch();
}

for (const opener of document.querySelectorAll("[data-search-open]")) {
  opener.setAttribute("role", "button");
  opener.setAttribute("aria-haspopup", "dialog");
  opener.addEventListener("click", (event) => {
    if (event instanceof MouseEvent && (event.ctrlKey || event.metaKey || event.shiftKey)) return;
    event.preventDefault();
    openSearch();
  });
  opener.addEventListener("keydown", (event) => {
    if (!(event instanceof KeyboardEvent) || event.key !== " ") return;
    event.preventDefault();
    openSearch();
  });
  opener.addEventListener("pointerenter", loadSearch, { once: true });
}
dialog?.querySelector("[data-search-close]")?.addEventListener("click", () => dialog.close());
dialog?.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
find(".js-search-box")?.addEventListener("focusin", loadSearch, { once: true });
if (find("search-page")) import("./search-page.js");

// The `/` key can be switched off in the dialog (WCAG 2.1.4).
const slash = {
  get on() {
    try { return localStorage.getItem("faqtory-slash") !== "off"; } catch { return true; }
  },
  set on(value) {
    try { localStorage.setItem("faqtory-slash", value ? "on" : "off"); } catch { /* only for this page */ }
    for (const hint of document.querySelectorAll("[data-slash]")) hint.toggleAttribute("hidden", !value);
  },
};
const slashSetting = /** @type {HTMLInputElement | null} */ (find("[data-slash-setting]"));
if (slashSetting) {
  if (!slash.on) { slashSetting.checked = false; slash.on = false; }
  slashSetting.addEventListener("change", () => { slash.on = slashSetting.checked; });
}

/** @param {EventTarget | null} target */
const isTyping = (target) => target instanceof HTMLElement
  && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closePopups(true);
  if (event.defaultPrevented || event.altKey || event.isComposing) return;
  const command = event.ctrlKey || event.metaKey;
  const wanted = command ? !event.shiftKey && event.key.toLowerCase() === "k"
    : event.key === "/" && slash.on && !isTyping(event.target);
  if (!wanted || !dialog) return;
  event.preventDefault();
  openSearch();
});

/** @param {boolean} [refocus] */
function closePopups(refocus) {
  for (const popup of document.querySelectorAll("[data-popup][open]")) {
    popup.removeAttribute("open");
    if (refocus) popup.querySelector("summary")?.focus();
  }
}
document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element && event.target.closest("[data-popup]"))) closePopups();
});

// Without its tabs a page must show all of their content again.
if (find(".tabs")) import("./tabs.js").catch(() => document.documentElement.removeAttribute("data-js"));
if (find(".faq-item")) import("./faq.js");
whenTouched(find("theme-toggle"), () => import("./theme-toggle.js"));
whenNear("figure.code", () => import("./code-copy.js"));
if (find("[data-toc]")) addEventListener("scroll", () => import("./toc-spy.js"), { once: true, passive: true });
