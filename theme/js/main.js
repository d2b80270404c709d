// The one script that every page loads. It stands in the head and is no module, so that the chosen
// colors are there before the first paint; the rest waits for the page. A module is fetched when the
// page has something for it, or when a reader first touches it: reading costs as little as possible.

(() => {
  const root = document.documentElement;
  /** @param {string} selector @returns {any} */
  const find = (selector) => document.querySelector(selector);
  const loadSearch = () => import("./search-box.js");

  root.dataset.js = "";
  // The list of articles on the search page must not flash before results.
  if (/[?&]q=[^&]/.test(location.search)) root.dataset.query = "";
  // Where the site begins: several may share a host, and so its storage.
  const base = new URL("../..", /** @type {HTMLScriptElement} */ (document.currentScript).src).pathname;
  const RECENT = `faqtory-recent:${base}`;
  if (recent().some((it) => it.lang === root.lang)) root.dataset.recent = "";
  if (remembered("faqtory-tree") === "all") root.dataset.treeAll = "";
  const theme = remembered("faqtory-theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  const CLOSED = `faqtory-notices:${base}`;
  wireNotices();
  // In the panel of the widget a page leaves out what the panel has, and has its colors.
  const [frame, tone] = window.name.split(" ");
  const isPanel = frame === "faqtory-panel" && parent !== window;
  if (isPanel) {
    root.dataset.panel = "";
    if (tone) root.dataset.theme = tone;
  }
  colorBar();
  new MutationObserver(colorBar).observe(root, { attributeFilter: ["data-theme"] });
  // The modules of a page are waited for by `DOMContentLoaded`; a reader is not to wait for them.
  document.addEventListener("readystatechange", () => {
    wireTrail(); // first, so that others see what is there before they add to it
    if (isPanel) import("./panel.js");
    if (find("[data-suggested]")) import("./widget-page.js");
    wirePopups();
    wireMenu();
    wireSearch();
    wireArticle();
    wireContact();
    wireRecent();
    whenTouched("site-notice", () => import("./notices.js").then(({ wire }) => wire(CLOSED)));
    whenTouched("theme-toggle", () => import("./theme-toggle.js"));
  }, { once: true });

  // A notice that is over, or that this reader closed, is gone before it is painted, and another goes
  // when its time comes. The parser calls this at each notice's first tag.
  function wireNotices() {
    customElements.define("site-notice", class extends HTMLElement {
      connectedCallback() {
        const { notice, from, until, dismissible } = this.dataset;
        const [start, end] = [Date.parse(from ?? ""), Date.parse(until ?? "")];
        const show = () => {
          const isClosed = dismissible !== undefined && (remembered(CLOSED) ?? "").split(" ").includes(notice ?? "");
          this.hidden = isClosed || start > Date.now() || end <= Date.now();
          const next = [start, end].filter((time) => time > Date.now());
          // Timers cannot wait longer than this.
          if (next.length) setTimeout(show, Math.min(Math.min(...next) - Date.now(), 2 ** 31 - 1));
        };
        show();
      }
    });
  }

  // The browser's own bar follows the chosen colors too: each color is for one scheme of the device,
  // and a choice makes it the color for both or for none.
  function colorBar() {
    const chosen = root.dataset.theme;
    for (const [index, meta] of document.querySelectorAll('meta[name="theme-color"]').entries()) {
      const scheme = index ? "dark" : "light";
      const media = chosen ? (chosen === scheme ? "all" : "not all") : `(prefers-color-scheme: ${scheme})`;
      meta.setAttribute("media", media);
    }
  }

  // The search dialog opens at once; what searches follows.
  function wireSearch() {
    const dialog = /** @type {HTMLDialogElement | null} */ (find("#search-dialog"));
    find(".js-search-box")?.addEventListener("focusin", loadSearch, { once: true });
    if (find(".js-search-box :focus")) loadSearch(); // who was faster than this script
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
    /** @type {HTMLDialogElement | null} */ (find("#site-menu"))?.close();
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
    // Without its wizard a troubleshooter is read as a whole.
    if (find(".tree")) import("./tree.js").catch(() => { root.dataset.treeAll = ""; });
    else if (find(".article") && /[?&]code=/.test(location.search)) import("./help-place.js").then(({ goToPlace }) => goToPlace());
    if (find(".article [data-when]")) import("./local-times.js");
    if (find("[data-code-form]")) import("./code-page.js");
    if (find("main details")) wireDetails();
    if (find(".kind-howto .steps")) wireSteps();
    whenNear("figure.code", () => import("./code-copy.js"));
    whenNear(".prose img:not(.video-poster)", () => import("./zoom.js"), isShrunk);
    wireVideos();
    wireFeedback();
    if (find("[data-toc]")) addEventListener("scroll", () => import("./toc-spy.js"), { once: true, passive: true });
    if (remembered("faqtory-found", "sessionStorage")) import("./found-words.js").then(({ markFound }) => markFound());
  }

  // Where browsers block storage in the widget's frame, its name goes from page to page (`trail.js`).
  /** @param {string} key @param {string} text */
  function keepTrail(key, text) {
    try {
      sessionStorage.setItem(key, text);
    } catch {
      if (isPanel) window.name = [frame, tone, text].filter(Boolean).join(" ");
    }
  }

  // What was read in this tab, for the human whom one may ask in the end (`trail.js`). A sensitive article
  // leaves nothing, and takes the search that led to it along.
  function wireTrail() {
    const article = /** @type {HTMLElement | null} */ (find(".article"));
    if (!article) return;
    const key = `faqtory-trail:${base}`;
    const url = location.pathname;
    try {
      const named = isPanel && /\{.*/s.exec(window.name)?.[0];
      const trail = JSON.parse(remembered(key, "sessionStorage") ?? (named || "{}"));
      /** @type {any[]} */
      const articles = trail.articles ?? [];
      const others = articles.filter((it) => it.url !== url);
      if ("remember" in article.dataset) {
        const title = find("h1")?.textContent ?? "";
        const at = new Date().toISOString().replace(/\.\d+Z$/, "Z");
        const { sections = [], place } = articles.find((it) => it.url === url) ?? {};
        const part = document.getElementById(decodeURIComponent(location.hash.slice(1)));
        if (part?.matches(".prose :is(h2, h3, .faq-item):not(.tree *)") && !sections.includes(part.id)) sections.push(part.id);
        const own = { url, title, at, sections, place, code: article.dataset.helpCode };
        trail.articles = [...others, own].slice(-10);
      } else {
        trail.articles = others;
        trail.queries = trail.queries?.filter((/** @type {any} */ it) => it.opened?.split("#")[0] !== url);
      }
      keepTrail(key, JSON.stringify(trail));
    } catch { /* storage is blocked */ }
    if (!("remember" in article.dataset)) return;
    const kind = /kind-(\w+)/.exec(article.className)?.[1] ?? "article";
    document.dispatchEvent(new CustomEvent("faqtory:view", { detail: Object.freeze({ article: url, kind }), bubbles: true }));
    // Which of its sections are read matters once a reader moves in it.
    let wanted = false;
    const follow = () => { if (!wanted) import("./sections.js"); wanted = true; };
    addEventListener("scroll", follow, { once: true, passive: true });
    article.addEventListener("toggle", follow, { once: true, capture: true });
  }

  // A page about contact needs all of it at once. At the end of an article it waits for a reader who is
  // still there: one who does something.
  function wireContact() {
    const load = () => import("./contact.js");
    const hours = () => import("./contact-hours.js");
    whenTouched("[data-channel]", load);
    if (find("[data-contact-page]")) {
      if (find("contact-hours")) hours();
      holdForm(load());
      return;
    }
    let begun = false;
    const begin = () => {
      if (begun) return;
      begun = true;
      whenNear("contact-hours", hours);
      whenNear("[data-channel]", load);
    };
    for (const type of ["scroll", "pointermove", "keydown"]) addEventListener(type, begin, { once: true, passive: true });
  }

  /**
   * What is sent before the form's module is there waits for it: only the module sends along what was tried,
   * and keeps the text when nobody answers. Without it the form sends itself, or says that it cannot.
   * @param {Promise<{ formReady: Promise<unknown> }>} contact
   */
  function holdForm(contact) {
    const form = /** @type {HTMLFormElement | null} */ (find("form.contact-form"));
    // What people do to a page, and programs that fill in forms do not.
    for (const sign of ["pointerdown", "keydown", "touchstart", "click"]) {
      addEventListener(sign, (event) => { if (event.isTrusted) root.dataset.human = ""; }, { once: true, capture: true });
    }
    if (!form) return;
    let held = false;
    const hold = (/** @type {Event} */ event) => {
      event.preventDefault();
      held = true;
    };
    form.addEventListener("submit", hold);
    // A field may be called like a method of the form.
    const { requestSubmit, submit } = HTMLFormElement.prototype;
    const release = (/** @type {() => void} */ send) => () => {
      form.removeEventListener("submit", hold);
      if (held) send.call(form);
    };
    const button = find(".contact-form .js-only[type=submit]");
    const say = () => {
      button.setCustomValidity(find("#contact-texts").dataset.failedNetwork);
      if (held) button.reportValidity();
    };
    contact.then(({ formReady }) => formReady).then(release(requestSubmit), button ? say : release(submit));
  }

  // What was read here, so that the start page can offer it again. It stays in this browser.
  function wireRecent() {
    const isArticle = find("[data-remember]");
    // An article that is private by now, and a page that is gone, are forgotten.
    if (find(".article, .not-found")) {
      const others = recent().filter((it) => it.url !== location.pathname);
      const title = find("h1");
      const named = /** @type {HTMLElement | null | undefined} */ (title?.closest("[lang]"));
      // A page that is not translated yet has its title in another language.
      const other = named && named.lang !== root.lang ? { titleLang: named.lang, titleDir: named.dir } : {};
      const own = { url: location.pathname, title: title?.textContent ?? "", lang: root.lang, ...other };
      saveRecent(isArticle ? [own, ...others] : others);
    }
    const list = find("[data-recent-list]");
    const articles = recent().filter((it) => it.lang === root.lang);
    if (!list || articles.length === 0) return;
    for (const { url, title, titleLang, titleDir } of articles) {
      const link = document.createElement("a");
      Object.assign(link, { className: "chip", href: url, textContent: title });
      if (titleLang) Object.assign(link, { lang: titleLang, dir: titleDir });
      list.appendChild(document.createElement("li")).append(link);
    }
    find("[data-recent-clear]")?.addEventListener("click", () => {
      saveRecent(recent().filter((it) => it.lang !== root.lang));
      delete root.dataset.recent;
      /** @type {HTMLElement | null} */ (find("#main"))?.focus();
    });
  }

  /**
   * The articles that were read here, the last one first. Others could have written into the storage
   * of a shared host, so only addresses of this site count.
   * @returns {{ url: string, title: string, lang: string }[]}
   */
  function recent() {
    try {
      /** @type {any[]} */
      const list = JSON.parse(remembered(RECENT) ?? "[]");
      return list.flatMap((it) => {
        const { origin, pathname } = new URL(it.url, location.origin);
        const isOwn = origin === location.origin && pathname.startsWith(base) && !pathname.startsWith("//");
        const isWhole = [it.url, it.title, it.lang].every((part) => typeof part === "string");
        return isOwn && isWhole ? [{ ...it, url: pathname }] : [];
      });
    } catch {
      return [];
    }
  }

  /**
   * Keeps the last five of each language.
   * @param {{ url: string, title: string, lang: string }[]} list
   */
  function saveRecent(list) {
    const kept = list.filter((it, at) => list.slice(0, at).filter(({ lang }) => lang === it.lang).length < 5);
    try {
      if (kept.length) localStorage.setItem(RECENT, JSON.stringify(kept));
      else localStorage.removeItem(RECENT);
    } catch { /* storage is blocked */ }
  }

  // A procedure can be read as it is: its boxes come with a reader's first move, or when some are ticked.
  function wireSteps() {
    const load = () => import("./steps.js");
    if (location.hash || remembered(`faqtory-steps:${base}`)?.includes(`"${location.pathname}"`)) load();
    for (const type of ["pointermove", "touchstart", "scroll", "keydown", "focusin"]) {
      addEventListener(type, load, { once: true, passive: true });
    }
  }

  // Nothing is asked of another site before a reader asks for it.
  function wireVideos() {
    const load = () => import("./video.js");
    for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(".video-open"))) {
      link.setAttribute("role", "button");
      link.setAttribute("aria-label", /** @type {HTMLElement} */ (link.parentElement).dataset.play ?? "");
      link.addEventListener("pointerenter", load, { once: true });
      const open = (/** @type {Event} */ event) => {
        event.preventDefault();
        load().then(({ play }) => play(link), () => location.assign(link.href));
      };
      link.addEventListener("click", (event) => { if (!(event.ctrlKey || event.metaKey || event.shiftKey)) open(event); });
      link.addEventListener("keydown", (event) => { if (event.key === " ") open(event); });
    }
  }

  // A vote is a link to what stands below it; its module makes more of it. It comes when a reader is about
  // to vote, or has done so before.
  function wireFeedback() {
    const load = () => import("./feedback.js");
    if (remembered(`faqtory-feedback:${base}`)?.includes(`"${location.pathname}":`)) whenNear("[data-feedback]", load);
    const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("[data-helpful]"));
    for (const link of links) {
      link.setAttribute("role", "button");
      link.setAttribute("aria-pressed", "false");
      for (const type of ["pointerenter", "focusin"]) link.addEventListener(type, () => load().catch(() => {}), { once: true });
      const vote = (/** @type {Event} */ event) => {
        event.preventDefault();
        for (const other of links) other.setAttribute("aria-pressed", String(other === link));
        leave("feedback", { article: find("[data-feedback]").dataset.article, helpful: link.dataset.helpful === "yes" });
        load().then((module) => module.vote(link), () => location.assign(link.href));
      };
      link.addEventListener("click", vote);
      link.addEventListener("keydown", (event) => { if (event.key === " ") vote(event); });
    }
  }

  function wireDetails() {
    const load = () => { import("./faq.js").catch(() => {}); };
    if (location.hash) load();
    for (const type of ["hashchange", "pointerover", "keydown"]) addEventListener(type, load, { once: true });
  }

  /**
   * For the next page to tell, when this one is left before the module came that would (`left.js`).
   * @param {string} name
   * @param {object} detail
   */
  function leave(name, detail) {
    const told = { name, detail, at: new Date(), page: location.pathname };
    try { sessionStorage.setItem(`faqtory-left:${base}`, JSON.stringify(told)); } catch { /* storage is blocked */ }
  }

  // The menu is a popover where there is no script; here it keeps the focus until it is closed.
  function wireMenu() {
    const menu = /** @type {HTMLDialogElement | null} */ (find("#site-menu"));
    const close = /** @type {HTMLElement | null} */ (find("[data-menu-close]"));
    find("[popovertarget=site-menu]:not([data-menu-close])")?.addEventListener("click", (event) => {
      event.preventDefault();
      menu?.showModal();
      // `autofocus` would do it, too, but browsers complain about it on pages in a frame.
      close?.focus();
    });
    close?.addEventListener("click", () => menu?.close());
    menu?.addEventListener("click", (event) => { if (event.target === menu) menu.close(); });
  }

  // Popups close when a reader presses Escape or goes elsewhere.
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
   * Fetches a module when a reader is about to use one of these elements, and repeats the first click
   * when it came before the module. A link to a human waits no longer than a moment, and a call not at all.
   * @param {string} selector
   * @param {() => Promise<unknown>} load
   */
  function whenTouched(selector, load) {
    let ready = false;
    const warm = () => load().then(() => { ready = true; }, () => {});
    for (const element of document.querySelectorAll(selector)) {
      for (const type of ["pointerenter", "focusin"]) element.addEventListener(type, warm, { once: true });
      element.addEventListener("click", async (/** @type {any} */ event) => {
        const control = event.target.closest("button, [data-channel] a:not([href^='tel:'])");
        if (ready || !event.isTrusted || !control || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        event.stopPropagation();
        const isLink = control.matches("a");
        await Promise.race([warm(), new Promise((done) => { if (isLink) setTimeout(done, 1e3); })]);
        if (!ready && !isLink) return;
        if (!ready) leave("contact", { stage: "channel", topic: find("[data-topic]")?.dataset.topic, channel: element.getAttribute("data-channel") });
        control.click();
      }, true);
    }
  }

  /**
   * Fetches a module when one of these elements comes near the screen.
   * @param {string} selector
   * @param {() => Promise<unknown>} load
   * @param {(element: any) => boolean} [matters] decides about each
   */
  function whenNear(selector, load, matters = () => true) {
    const elements = document.querySelectorAll(selector);
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting && matters(entry.target))) return;
      observer.disconnect();
      load();
    }, { rootMargin: "200px" });
    for (const element of elements) observer.observe(element);
  }

  /**
   * Whether the column makes a picture smaller than it is; `zoom.js` looks again.
   * @param {HTMLImageElement} image
   */
  function isShrunk(image) {
    return Number(image.getAttribute("width") ?? image.naturalWidth) > image.clientWidth + 1;
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
