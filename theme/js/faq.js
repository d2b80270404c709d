// Opens the question that the address names, puts the one that a reader opens into the address, and
// opens all of them for paper.

/** @param {Event} [event] none when the page comes: then it scrolls unless it is scrolled, by the browser or its reader */
function openNamed(event) {
  const named = document.querySelector(":target");
  const item = named?.closest("details");
  if (!named || !item) return;
  for (let outer = /** @type {HTMLDetailsElement | null | undefined} */ (item); outer; outer = outer.parentElement?.closest("details")) {
    outer.open = true;
  }
  if (event || !scrollY) named.scrollIntoView();
}

/** @type {HTMLDetailsElement[]} */
let opened = [];

addEventListener("hashchange", openNamed);
addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("details")].filter((item) => !item.open && item.closest("main"));
  for (const item of opened) item.open = true;
});
addEventListener("afterprint", () => {
  for (const item of opened) item.open = false;
});
document.querySelector("main")?.addEventListener("click", (event) => {
  const summary = event.target instanceof Element && event.target.closest(".faq-item > summary");
  const item = summary && summary.parentElement;
  // Replaced, so that "back" leads to the page before and not through every question.
  if (item && !item.hasAttribute("open")) history.replaceState(history.state, "", `#${encodeURIComponent(item.id)}`);
});
openNamed();
