// Opens the question that the address names, and all of them on paper.

function openNamed() {
  if (location.hash.length < 2) return;
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const item = target?.closest("details");
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
