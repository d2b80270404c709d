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
  opened = [...document.querySelectorAll("main details")].filter((item) => item instanceof HTMLDetailsElement && !item.open);
  for (const item of opened) item.open = true;
});
addEventListener("afterprint", () => {
  for (const item of opened) item.open = false;
});
openNamed();
