// The panel: pages of the help center in a frame, with a bar that the widget draws itself, so that it can be
// closed whatever becomes of the frame. The two talk in messages of `faqtory.widget.v1`.

import { make, picture, tool } from "./look.js";
import { context, home, tone } from "./place.js";

const PATIENCE = 10_000; // ms until a frame that says nothing is taken for blocked
const MOST = 50; // pages to go back

/**
 * @param {HTMLElement} widget
 * @param {import("./settings.js").Language} language
 * @param {(name: string, detail: unknown) => void} tell what listeners of the page are told
 */
export function createPanel(widget, language, tell) {
  const t = language.texts ?? {};
  const start = new URL(language.page, home).href;
  const title = make("p", { class: "title", id: "title", tabindex: "-1", autofocus: "" }, t.title);
  const back = tool("back", "back", t.back, goBack);
  const tab = make("a", { class: "tool", target: "_blank", rel: "noopener", "aria-label": t.tab, title: t.tab, href: start }, picture("tab"));
  const note = make("p", { class: "note", role: "status" });
  const stage = make("div", { class: "stage" }, note);
  const bar = make("div", { class: "bar" }, back, title, tab, tool("close", "close", t.close, () => close()));
  const dialog = make("dialog", { class: "panel", "aria-labelledby": "title" }, bar, stage);
  const narrow = matchMedia("(width < 34rem), (height < 30rem)");
  /** @type {HTMLIFrameElement | null} */
  let frame = null;
  /** Whether the page in the frame has spoken. */
  let speaks = false;
  let isRefused = false;
  /** @type {string[]} */
  let visited = [];
  /** Where the frame is to go, until it says that it goes: a page that is just leaving hears nothing. */
  let wanted = "";
  /** What a page is to be told once it speaks. @type {object[]} */
  let waiting = [];
  /** @type {Map<number, { place: object, answer: (items: unknown) => void }>} */
  const questions = new Map();
  let asked = 0;
  let patience = 0;
  /** @type {Record<string, unknown> | null} */
  let user = null;
  /** @type {HTMLElement | null} */
  let opener = null;

  widget.append(dialog);
  addEventListener("message", hear);
  document.addEventListener("securitypolicyviolation", (event) => {
    if (!speaks && frame && event.disposition === "enforce" && event.blockedURI.startsWith(home.origin)) refuse();
  });
  dialog.addEventListener("cancel", (event) => { event.preventDefault(); close(); });
  widget.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !dialog.open || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    close();
  });
  narrow.addEventListener("change", () => { if (dialog.open) { dialog.close(); show(); } });

  /** @param {string} address */
  function load(address) {
    frame?.remove();
    speaks = isRefused = false;
    visited = [];
    wanted = "";
    note.textContent = t.loading;
    dialog.classList.add("waiting");
    frame = make("iframe", { name: `faqtory-panel ${tone()}`, title: t.title, src: address, referrerpolicy: "no-referrer", allow: "clipboard-write" });
    stage.append(frame);
    clearTimeout(patience);
    patience = setTimeout(() => { if (!speaks) refuse(); }, PATIENCE);
  }

  // The page's own policy, or the network, keeps the frame away. A page of its own is still there.
  function refuse() {
    isRefused = true;
    const link = make("a", { href: frame?.src ?? start, target: "_blank", rel: "noopener" }, t.blockedLink);
    note.replaceChildren(t.blocked, " ", link);
    for (const { answer } of questions.values()) answer([]);
    questions.clear();
  }

  /** @param {object} message */
  function send(message) {
    if (!speaks) waiting.push(message);
    else frame?.contentWindow?.postMessage({ faqtory: "widget.v1", ...message }, home.origin);
  }

  /** @param {string} address */
  function go(address) {
    wanted = address;
    if (speaks) send({ type: "go", url: address });
  }

  /** What the page in the frame knows of the one around it. @param {boolean} [focus] */
  function around(focus = false) {
    const { origin, pathname, hash } = location;
    // What else an address holds may be a secret; the route of an app with hashes is none.
    const route = hash.startsWith("#/") ? hash.split("?")[0] : "";
    const page = { url: origin + pathname + route, title: document.title };
    send({ type: "host", page, address: location.href, context: context(), user, tone: tone(), focus });
  }

  /** @param {MessageEvent} event */
  function hear({ data, origin, source }) {
    if (!frame || source !== frame.contentWindow || origin !== home.origin || data?.faqtory !== "widget.v1") return;
    if (data.type === "hello") {
      speaks = true;
      clearTimeout(patience);
      note.textContent = "";
      dialog.classList.remove("waiting");
      const inside = isInside();
      if (inside) frame.focus();
      around(inside);
      waiting.splice(0).forEach(send);
      // A page that was just leaving has not answered.
      for (const [id, { place }] of questions) send({ type: "suggest", id, ...place });
      if (wanted) go(wanted);
    } else if (data.type === "going") wanted = "";
    else if (data.type === "leaving") speaks = false;
    else if (data.type === "page") arrived(String(data.url));
    else if (data.type === "close") close();
    else if (data.type === "event") tell(String(data.name), data.detail);
    else if (data.type === "suggestions") {
      questions.get(data.id)?.answer(data.items);
      questions.delete(data.id);
    }
  }

  /** @param {string} address */
  function arrived(address) {
    if (visited.at(-1) !== address) visited = [...visited, address].slice(-MOST);
    tab.href = address;
    back.hidden = address === start;
  }

  function goBack() {
    visited.pop();
    go(visited.pop() ?? start);
    title.focus();
  }

  function isInside() {
    return dialog.open && dialog.contains(/** @type {ShadowRoot} */ (widget.getRootNode()).activeElement);
  }

  // On a phone the panel is the whole screen, and what lies below it cannot be reached.
  function show() {
    dialog.classList.toggle("whole", narrow.matches);
    if (narrow.matches) dialog.showModal();
    else dialog.show();
  }

  /** @param {string} [address] Without one, what was open last. */
  function open(address) {
    if (!frame || isRefused || (address && !speaks)) load(address ?? frame?.src ?? start);
    else if (address) go(address);
    back.hidden = (address ?? visited.at(-1) ?? start) === start;
    tab.href = address ?? visited.at(-1) ?? start;
    if (dialog.open) return;
    const active = document.activeElement;
    opener = active === document.body ? null : /** @type {HTMLElement | null} */ (active);
    show();
    title.focus();
    if (speaks) {
      frame?.focus();
      around(true);
    }
    tell("panel", { open: true });
  }

  function close() {
    if (!dialog.open) return;
    const inside = isInside();
    dialog.close();
    tell("panel", { open: false });
    // Closing must not take the focus from a field that the customer went on to.
    const launcher = /** @type {HTMLElement | null} */ (widget.querySelector(".launcher:not([hidden])"));
    const isOwn = !opener || opener === /** @type {ShadowRoot} */ (widget.getRootNode()).host || !opener.isConnected;
    if (inside) (isOwn ? launcher : opener)?.focus({ preventScroll: true });
  }

  return {
    open, close, start,
    isOpen: () => dialog.open,
    /** Tells the frame where the page is now. */
    refresh() { if (speaks) around(); },
    /** @param {Record<string, unknown> | null} who */
    identify(who) {
      user = who;
      if (speaks) around();
    },
    /** @param {boolean} granted */
    consent(granted) {
      if (!frame) waiting.push({ type: "consent", granted });
      else send({ type: "consent", granted });
    },
    /** @param {object} place */
    suggest(place) {
      if (!frame) load(start);
      const id = asked += 1;
      return new Promise((answer) => {
        questions.set(id, { place, answer });
        if (speaks) send({ type: "suggest", id, ...place });
      });
    },
  };
}
