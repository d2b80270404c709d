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
    if (heading === current) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
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
