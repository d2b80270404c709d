// Which sections of an article are read: those whose heading stays on the screen for a while, those that a
// link leads to, and questions that are opened. They go into the trail of this tab.

import { settle } from "./events.js";
import { note } from "./trail.js";

const READ = 3000; // ms that a heading stays on the screen

const url = location.pathname;
const headings = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".article .prose :is(h2, h3)")])
  .filter((heading) => anchorOf(heading) && !heading.closest(".tree"));
/** @type {Map<Element, ReturnType<typeof setTimeout>>} */
const waiting = new Map();

const observer = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    clearTimeout(waiting.get(target));
    if (isIntersecting && !isFolded(target)) waiting.set(target, setTimeout(() => read(target), READ));
  }
});
for (const heading of headings) observer.observe(heading);
addEventListener("hashchange", readNamed);
document.querySelector(".article")?.addEventListener("toggle", (event) => opened(event.target), true);
for (const item of document.querySelectorAll(".article .faq-item[open]")) opened(item);
readNamed();

function readNamed() {
  const named = location.hash && document.querySelector(".article .prose :target");
  const heading = named && headings.find((it) => it === named || named.contains(it));
  if (heading) read(heading);
}

/** @param {EventTarget | null} item */
function opened(item) {
  if (!(item instanceof HTMLDetailsElement) || !item.open) return;
  const heading = headings.find((it) => item.contains(it) && isFolded(it));
  if (heading) read(heading);
}

/** @param {Element} heading */
function read(heading) {
  observer.unobserve(heading);
  note("section", { url, section: anchorOf(heading) });
  const chapter = document.querySelectorAll(".article .prose h2");
  // A help code names the chapter that one is in.
  const place = [...chapter].filter((it) => it === heading || it.compareDocumentPosition(heading) & Node.DOCUMENT_POSITION_FOLLOWING).length;
  if (!document.querySelector(".article :is(.steps, .tree)")) note("place", { url, place });
  settle(url);
}

/** What a link to it names. @param {Element} heading */
function anchorOf(heading) {
  return heading.id || heading.closest(".faq-item")?.id || "";
}

/** Whether it is the head of a question, which is on the screen also while the answer is not. @param {Element} heading */
function isFolded(heading) {
  return heading.closest("summary") !== null;
}
