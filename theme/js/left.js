// What happened on an earlier page of this tab that was left before the module came that tells of it: told now,
// with its time and its page. `main.js` keeps what was done last.

import { NAMES, emit } from "./events.js";
import { BASE, trail } from "./trail.js";

const KEY = `faqtory-left:${BASE}`;

try {
  const { name, detail, at, page } = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
  sessionStorage.removeItem(KEY);
  // The module may have come in time after all.
  const isKnown = trail().ratings.some((it) => it.article === detail?.article && it.helpful === detail.helpful);
  const rest = name === "contact" ? { topic: null, article: null, handoff: null } : {};
  if (NAMES.includes(name) && detail && Date.parse(at) > 0 && !isKnown) emit(name, { ...rest, ...detail }, { at, page: String(page) });
} catch { /* storage is blocked, or somebody else wrote into it */ }
