// Marks what a search found in the article that it led to, until Escape is pressed. The page itself does not
// change: ranges are painted over it (CSS Custom Highlight API), where the browser can.

const KEY = "faqtory-found";
const NAME = "found";
/** Scripts without spaces, where a word may stand inside others. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}]/u;

/** Marks the words that were handed over for this page, once. */
export function markFound() {
  const words = handedOver();
  if (!words.length || !CSS.highlights) return;
  const highlight = new Highlight();
  const pattern = new RegExp(words.map(whole).join("|"), "giu");
  for (const part of document.querySelectorAll("main :is(h1, .lead, .answer, .prose)")) {
    const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      for (const { index, 0: word } of node.data.matchAll(pattern)) {
        highlight.add(new StaticRange({ startContainer: node, startOffset: index, endContainer: node, endOffset: index + word.length }));
      }
    }
  }
  CSS.highlights.set(NAME, highlight);
  addEventListener("keydown", clear);
}

/** @param {KeyboardEvent} event */
function clear(event) {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open]")) return;
  CSS.highlights.delete(NAME);
  removeEventListener("keydown", clear);
}

/** @returns {string[]} */
function handedOver() {
  try {
    const { path, words } = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
    sessionStorage.removeItem(KEY);
    return path === location.pathname ? words : [];
  } catch {
    return [];
  }
}

/** @param {string} word */
function whole(word) {
  const escaped = word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  return UNSPACED.test(word) ? escaped : `(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}\\p{M}])`;
}
