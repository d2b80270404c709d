// What nobody may be told: sensitive articles and topics. Every page knows all of them, since a reader of one
// that leads there says as much by opening it; as marks, which are shorter than addresses.

/** @type {Set<string> | undefined} */
let marks;

/** Whether the page is an article that nothing may remember. */
export function isPrivate() {
  return document.querySelector(".article:not([data-remember])") !== null;
}

/** Whether the address is that of something sensitive. @param {unknown} address */
export function isSecret(address) {
  if (typeof address !== "string" || !URL.canParse(address, location.href)) return false;
  const { origin, pathname } = new URL(address, location.href);
  if (origin !== location.origin) return false;
  return (pathname === location.pathname && isPrivate()) || isMarked(pathname);
}

/** @param {unknown} topic */
export function isSecretTopic(topic) {
  return typeof topic === "string" && isMarked(`topic ${topic}`);
}

/** @param {string} name */
function isMarked(name) {
  const listed = document.getElementById("script-texts")?.dataset.private ?? "";
  marks ??= new Set(listed.match(/.{6}/g));
  return listed === "*" || marks.has(mark(name));
}

/** FNV-1a, folded to 24 bits, as the build computes it. @param {string} name */
function mark(name) {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(name)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return ((hash >>> 24) ^ (hash & 0xffffff)).toString(16).padStart(6, "0");
}
