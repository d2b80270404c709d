// Puts the player of a video in place of its picture, once a reader asks for it.

const HOSTS = ["https://www.youtube-nocookie.com", "https://player.vimeo.com"];

/** @param {HTMLAnchorElement} link what leads to the video without a script */
export function play(link) {
  if (!link.isConnected) return; // pressed twice before this module came
  const figure = /** @type {HTMLElement | null} */ (link.closest(".video"));
  const address = figure?.dataset.frame ?? "";
  if (!figure || !HOSTS.includes(new URL(address).origin)) return location.assign(link.href);
  const frame = document.createElement("iframe");
  Object.assign(frame, {
    title: link.querySelector(".video-title")?.textContent ?? "",
    allow: "autoplay; encrypted-media; fullscreen; picture-in-picture",
    referrerPolicy: "strict-origin-when-cross-origin",
    className: "video-frame",
    src: address,
  });
  // A host whose policy knows nothing of videos: they are a click away all the same.
  document.addEventListener("securitypolicyviolation", (event) => {
    if (/^(frame|child|default)-src/.test(event.effectiveDirective)) location.assign(link.href);
  });
  link.replaceWith(frame);
  frame.focus();
}
