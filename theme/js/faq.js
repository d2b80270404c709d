// Opens the question that the address names, and all of them on paper.

function openNamed() {
  const item = document.querySelector(":target")?.closest("details");
  if (!item) return;
  item.open = true;
  item.scrollIntoView();
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
openNamed();
