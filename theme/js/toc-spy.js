// Marks the part of the page that is being read in the table of contents.

const links = new Map();
for (const link of document.querySelectorAll("[data-toc] a[href^='#']")) {
  const heading = document.getElementById(decodeURIComponent(link.getAttribute("href")?.slice(1) ?? ""));
  if (heading) links.set(heading, link);
}
const headings = [...links.keys()];
let waiting = false;

function mark() {
  waiting = false;
  const line = innerHeight * 0.3;
  const atEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
  const passed = headings.filter((heading) => heading.getBoundingClientRect().top <= line);
  const current = atEnd ? headings.at(-1) : passed.at(-1);
  for (const [heading, link] of links) {
    if (heading !== current) link.removeAttribute("aria-current");
    else if (!link.hasAttribute("aria-current")) {
      link.setAttribute("aria-current", "true");
      bringIntoView(link);
    }
  }
}

/**
 * Scrolls a long table of contents along, and nothing but it.
 * @param {Element} link
 */
function bringIntoView(link) {
  const list = link.closest("[data-toc]");
  if (!list || list.matches(":hover, :has(:focus-visible)")) return;
  const { top, bottom } = link.getBoundingClientRect();
  const box = list.getBoundingClientRect();
  const third = box.height / 3;
  if (top < box.top + third) list.scrollTop -= box.top + third - top;
  else if (bottom > box.bottom - third) list.scrollTop += bottom - box.bottom + third;
}

function markSoon() {
  if (!waiting) requestAnimationFrame(mark);
  waiting = true;
}

if (headings.length) {
  addEventListener("scroll", markSoon, { passive: true });
  addEventListener("resize", markSoon, { passive: true });
  mark();
}
