// Loaded by pages that `faqtory serve` shows, never part of a site: reloads the page after a build
// and shows what is wrong with the content.
(() => {
  const { token, build } = document.currentScript.dataset;
  const key = `faqtory:scroll:${location.pathname}`;

  const kept = sessionStorage.getItem(key);
  if (kept !== null) {
    sessionStorage.removeItem(key);
    addEventListener("load", () => scrollTo({ top: Number(kept), behavior: "instant" }));
  }

  function reload() {
    sessionStorage.setItem(key, String(scrollY));
    location.reload();
  }

  const style = `
    :host { position: fixed; inset: 0; z-index: 2147483647; overflow: auto; padding: 4vmin;
      background: rgb(10 12 20 / 85%); color: #f2f2f7; font: 15px/1.5 system-ui, sans-serif; }
    section { max-inline-size: 60rem; margin: 0 auto; }
    header { display: flex; justify-content: space-between; align-items: center; gap: 1rem; }
    h2 { font-size: 1.25rem; margin: 0; }
    button { font: inherit; min-block-size: 44px; padding-inline: 1rem; color: inherit;
      background: none; border: 1px solid currentcolor; border-radius: 6px; cursor: pointer; }
    button:focus-visible { outline: 3px solid #8ab4ff; outline-offset: 2px; }
    article { margin-block: 1rem; padding: 1rem; background: #1d2030; border-radius: 8px;
      border-inline-start: 4px solid #ff6b6b; }
    p { margin: .25rem 0; overflow-wrap: anywhere; }
    .place { color: #b9c0d4; font-family: ui-monospace, monospace; font-size: .875rem; }
    .hint::before { content: "→ "; }
    pre { margin: .5rem 0; padding: .5rem; overflow-x: auto; background: #12141f; border-radius: 4px; }
  `;
  let overlay = null;

  function element(name, text, className) {
    const made = document.createElement(name);
    made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function card(problem) {
    const made = element("article", "");
    made.append(element("p", `${problem.severity}[${problem.code}]: ${problem.message}`));
    if (problem.path) {
      made.append(element("p", `${problem.path}:${problem.line}:${problem.column}`, "place"));
    }
    if (problem.source) made.append(element("pre", problem.source));
    for (const hint of problem.hints) made.append(element("p", hint, "hint"));
    return made;
  }

  function hide() {
    overlay?.remove();
    overlay = null;
  }

  function show(problems) {
    hide();
    if (problems.length === 0) return;
    overlay = document.createElement("faqtory-problems");
    const shadow = overlay.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    shadow.adoptedStyleSheets = [sheet];
    const section = element("section", "");
    section.setAttribute("role", "alertdialog");
    section.setAttribute("aria-label", "Problems in the content");
    const header = element("header", "");
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    const close = element("button", "Hide");
    close.type = "button";
    close.addEventListener("click", hide);
    header.append(element("h2", `${count}; the site shows the last good version`), close);
    section.append(header, ...problems.map(card));
    shadow.append(section);
    document.documentElement.append(overlay);
  }

  addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });

  function listen() {
    const events = new EventSource(`/_faqtory/dev/events?token=${token}`);
    events.addEventListener("state", (event) => {
      const state = JSON.parse(event.data);
      if (String(state.build) === build) show(state.problems);
      else reload();
    });
    events.addEventListener("error", () => {
      // Closed for good: the server was started anew and does not know this page's token.
      if (events.readyState === EventSource.CLOSED) setTimeout(reload, 300);
    });
    addEventListener("pagehide", () => events.close());
  }
  addEventListener("pageshow", listen);
})();
