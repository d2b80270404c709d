// The one script that every page loads. It stands in the head and is no module, so that the chosen
// colors are there before the first paint; the rest waits for the page. A module is fetched when the
// page has something for it, or when a reader first touches it: reading costs as little as possible.

(() => {
  const root = document.documentElement;
  /** @param {string} selector */
  const find = (selector) => document.querySelector(selector);
  const loadSearch = () => import("./search-box.js");

  root.dataset.js = "";
  // The list of articles on the search page must not flash before results.
  if (/[?&]q=[^&]/.test(location.search)) root.dataset.query = "";
  const theme = remembered("faqtory-theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  document.addEventListener("DOMContentLoaded", () => {
    wirePopups();
    wireSearch();
    wireArticle();
    whenTouched(find("theme-toggle"), () => import("./theme-toggle.js"));
  });

  // The search dialog opens at once; what searches follows.
  function wireSearch() {
    const dialog = /** @type {HTMLDialogElement | null} */ (find("#search-dialog"));
    find(".js-search-box")?.addEventListener("focusin", loadSearch, { once: true });
    if (find("search-page")) import("./search-page.js");
    if (!dialog) return;
    for (const opener of document.querySelectorAll("[data-search-open]")) wireOpener(opener, dialog);
    find("[data-search-close]")?.addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
    wireSlashSetting();
    document.addEventListener("keydown", (event) => {
      if (event.defaultPrevented || event.altKey || event.isComposing) return;
      const wanted = event.ctrlKey || event.metaKey ? !event.shiftKey && event.key.toLowerCase() === "k"
        : event.key === "/" && slashIsOn() && !isTyping(event.target);
      if (!wanted) return;
      event.preventDefault();
      openSearch(dialog);
    });
  }

  /** @param {HTMLDialogElement} dialog */
  function openSearch(dialog) {
    if (dialog.open) return;
    closePopups();
    dialog.showModal(); // which focuses the field, the first control in it
    // After the first paint, so that a slow phone shows the dialog before it reads what searches.
    requestAnimationFrame(() => setTimeout(loadSearch));
  }

  /**
   * Makes a link to the search page open the dialog.
   * @param {Element} opener
   * @param {HTMLDialogElement} dialog
   */
  function wireOpener(opener, dialog) {
    opener.setAttribute("role", "button");
    opener.setAttribute("aria-haspopup", "dialog");
    // A mouse comes some time before its click, a finger does not.
    opener.addEventListener("pointerenter", (event) => {
      if (event instanceof PointerEvent && event.pointerType === "mouse") loadSearch();
    });
    opener.addEventListener("click", (event) => {
      if (event instanceof MouseEvent && (event.ctrlKey || event.metaKey || event.shiftKey)) return;
      event.preventDefault();
      openSearch(dialog);
    });
    opener.addEventListener("keydown", (event) => {
      if (!(event instanceof KeyboardEvent) || event.key !== " ") return;
      event.preventDefault();
      openSearch(dialog);
    });
  }

  // The `/` key can be switched off in the dialog (WCAG 2.1.4).
  function wireSlashSetting() {
    const setting = /** @type {HTMLInputElement | null} */ (find("[data-slash-setting]"));
    const show = () => {
      for (const hint of document.querySelectorAll("[data-slash]")) hint.toggleAttribute("hidden", !slashIsOn());
    };
    if (setting) setting.checked = slashIsOn();
    show();
    setting?.addEventListener("change", () => {
      try { localStorage.setItem("faqtory-slash", setting.checked ? "on" : "off"); } catch { /* storage is blocked */ }
      show();
    });
  }

  function slashIsOn() {
    return remembered("faqtory-slash") !== "off";
  }

  function wireArticle() {
    // Without its tabs a page must show all of their content again.
    if (find(".tabs")) import("./tabs.js").catch(() => root.removeAttribute("data-js"));
    if (find(".faq-item")) wireFaq();
    whenNear("figure.code", () => import("./code-copy.js"));
    if (find("[data-toc]")) addEventListener("scroll", () => import("./toc-spy.js"), { once: true, passive: true });
    if (remembered("faqtory-found", "sessionStorage")) import("./found-words.js").then(({ markFound }) => markFound());
  }

  function wireFaq() {
    const load = () => import("./faq.js");
    if (location.hash) load();
    for (const type of ["hashchange", "pointerover", "keydown"]) addEventListener(type, load, { once: true });
  }

  // Menus close when a reader presses Escape or goes elsewhere.
  function wirePopups() {
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") closePopups(true); });
    document.addEventListener("click", (event) => {
      if (!(event.target instanceof Element && event.target.closest("[data-popup]"))) closePopups();
    });
  }

  /** @param {boolean} [refocus] */
  function closePopups(refocus) {
    for (const popup of document.querySelectorAll("[data-popup][open]")) {
      popup.removeAttribute("open");
      if (refocus) popup.querySelector("summary")?.focus();
    }
  }

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
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      load();
    }, { rootMargin: "200px" });
    for (const element of elements) observer.observe(element);
  }

  /** @param {EventTarget | null} target */
  function isTyping(target) {
    return target instanceof HTMLElement
      && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
  }

  /** @param {string} key @param {"localStorage" | "sessionStorage"} [where] */
  function remembered(key, where = "localStorage") {
    try { return window[where].getItem(key); } catch { return null; }
  }
})();
