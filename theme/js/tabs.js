// Turns sections into tabs. The choice holds for every set of the same name on the site.

const KEY = "faqtory-tabs:";
let sets = 0;

class Tabs {
  /** @param {HTMLElement} root */
  constructor(root) {
    sets += 1;
    this.name = root.dataset.tabs ?? "";
    this.panels = /** @type {HTMLElement[]} */ ([...root.children].filter((child) => child.matches(".tab")));
    this.list = document.createElement("div");
    this.list.className = "tablist";
    this.list.setAttribute("role", "tablist");
    this.buttons = this.panels.map((panel, at) => this.#button(panel, `tabs-${sets}-${at}`));
    this.list.append(...this.buttons);
    this.list.addEventListener("keydown", (event) => this.#onKey(event));
    root.prepend(this.list);
  }

  /**
   * @param {HTMLElement} panel
   * @param {string} id
   */
  #button(panel, id) {
    const button = document.createElement("button");
    button.type = "button";
    button.id = `${id}-tab`;
    button.textContent = panel.dataset.label ?? "";
    button.setAttribute("role", "tab");
    panel.id ||= id;
    button.setAttribute("aria-controls", panel.id);
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", button.id);
    button.addEventListener("click", () => choose(this.name, button.textContent ?? ""));
    panel.addEventListener("beforematch", () => this.show(panel.dataset.label ?? ""));
    return button;
  }

  /** @param {string} label */
  show(label) {
    const found = this.panels.findIndex((panel) => panel.dataset.label === label);
    const chosen = Math.max(0, found);
    this.panels.forEach((panel, at) => {
      // `until-found` lets the browser's own search and links to a part open the tab.
      if (at === chosen) panel.removeAttribute("hidden");
      else panel.setAttribute("hidden", "until-found");
      if (at === chosen) panel.tabIndex = 0;
      else panel.removeAttribute("tabindex");
      this.buttons[at].setAttribute("aria-selected", String(at === chosen));
      this.buttons[at].tabIndex = at === chosen ? 0 : -1;
    });
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const at = this.buttons.findIndex((button) => button === document.activeElement);
    const forward = getComputedStyle(this.list).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const backward = forward === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
    const last = this.buttons.length - 1;
    const targets = { [forward]: at === last ? 0 : at + 1, [backward]: at === 0 ? last : at - 1, Home: 0, End: last };
    if (at < 0 || !(event.key in targets)) return;
    event.preventDefault();
    const button = this.buttons[targets[event.key]];
    choose(this.name, button.textContent ?? "");
    button.focus();
  }
}

const all = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".tabs")]).map((root) => new Tabs(root));
for (const tabs of all) tabs.show(remembered(tabs.name));
addEventListener("hashchange", showNamed);
showNamed();

/**
 * Opens the tab that holds what the address names.
 * @param {Event} [event] none when the page comes: then it scrolls unless it is scrolled, by the browser or its reader
 */
function showNamed(event) {
  const target = document.querySelector(":target");
  const holder = /** @type {HTMLElement | null | undefined} */ (target?.closest(".tab"));
  if (!target || !holder) return;
  all.find((tabs) => tabs.panels.includes(holder))?.show(holder.dataset.label ?? "");
  if (event || !scrollY) target.scrollIntoView();
}

/**
 * @param {string} name
 * @param {string} label
 */
function choose(name, label) {
  try { localStorage.setItem(KEY + name, label); } catch { /* only for this page */ }
  for (const tabs of all) if (tabs.name === name) tabs.show(label);
}

/** @param {string} name */
function remembered(name) {
  try { return localStorage.getItem(KEY + name) ?? ""; } catch { return ""; }
}
