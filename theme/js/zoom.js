// Shows a picture that the column makes smaller at its full size, in a dialog that scrolls.

import { stateElement, text } from "./texts.js";

/** @type {HTMLDialogElement | undefined} */
let dialog;

// A picture in a link already leads somewhere.
for (const image of document.querySelectorAll(".prose img")) {
  if (image instanceof HTMLImageElement && !image.closest("a, button, summary, .video")) offer(image);
}

/** @param {HTMLImageElement} image */
function offer(image) {
  const holder = document.createElement("span");
  holder.className = "zoomable";
  const button = iconButton("zoom", [text("imageOpen"), image.alt].filter(Boolean).join(": "));
  button.setAttribute("aria-haspopup", "dialog");
  button.addEventListener("click", () => show(image));
  // For the mouse the whole picture is the button.
  image.addEventListener("click", () => { if (!button.hidden) button.click(); });
  image.replaceWith(holder);
  holder.append(image, button);
  const judge = () => {
    button.hidden = size(image).width <= image.clientWidth + 1;
    image.classList.toggle("can-zoom", !button.hidden);
  };
  new ResizeObserver(judge).observe(image);
  image.addEventListener("load", judge);
  judge();
}

/** @param {HTMLImageElement} image */
function show(image) {
  const { dialog, area, name } = parts();
  const picture = new Image();
  const { width, height } = size(image);
  Object.assign(picture, { src: image.currentSrc || image.src, alt: image.alt, width, height });
  area.replaceChildren(picture);
  name.textContent = image.alt;
  dialog.setAttribute("aria-label", image.alt || text("imageOpen"));
  dialog.showModal();
  area.scrollTo(0, 0);
}

/** The size that the picture has by itself. @param {HTMLImageElement} image */
function size(image) {
  const given = (/** @type {"width" | "height"} */ side) => Number(image.getAttribute(side));
  return { width: given("width") || image.naturalWidth, height: given("height") || image.naturalHeight };
}

/** The dialog, made when it is first asked for. */
function parts() {
  dialog ??= make();
  const [head, area] = /** @type {HTMLElement[]} */ ([...dialog.children]);
  return { dialog, area, name: /** @type {HTMLElement} */ (head.firstElementChild) };
}

function make() {
  const made = document.createElement("dialog");
  made.className = "zoom-dialog";
  const head = document.createElement("div");
  head.className = "zoom-head";
  const close = iconButton("close", text("imageClose"));
  close.className = "icon-button";
  close.addEventListener("click", () => made.close());
  head.append(document.createElement("p"), close);
  const area = document.createElement("div");
  area.className = "zoom-area";
  // Whoever has no mouse scrolls with the arrow keys.
  area.tabIndex = 0;
  area.setAttribute("role", "group");
  area.setAttribute("aria-label", text("imageOpen"));
  area.addEventListener("click", () => made.close());
  made.append(head, area);
  document.body.append(made);
  return made;
}

/**
 * @param {string} icon
 * @param {string} name
 */
function iconButton(icon, name) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "zoom-open";
  button.setAttribute("aria-label", name);
  button.append(...stateElement(icon)?.childNodes ?? []);
  return button;
}
