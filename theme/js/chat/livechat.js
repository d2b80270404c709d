// LiveChat. Source: platform.text.com, "Chat Widget JS API": `set_customer_name`, `set_customer_email`,
// `set_session_variables`, `maximize` with a draft.

import { cut, load, ready } from "./load.js";

/** @param {import("./load.js").Chat} chat */
export async function open({ config, user, facts, text }) {
  const page = /** @type {any} */ (window);
  page.__lc ??= {};
  page.__lc.license = Number(config.id);
  page.__lc.asyncInit = true;
  page.LiveChatWidget ??= queue();
  const started = ready((done) => { page.LiveChatWidget.on("ready", done); });
  await load("https://cdn.livechatinc.com/tracking.js");
  await started;
  const call = (/** @type {any[]} */ ...args) => page.LiveChatWidget.call(...args);
  if (user.name) call("set_customer_name", user.name);
  if (user.email) call("set_customer_email", user.email);
  call("set_session_variables", cut(facts, 500));
  call("maximize", { messageDraft: text });
}

/** The vendor's queue, version 2.0, as its snippet makes it. */
function queue() {
  /** @type {any} */
  const made = { _q: [], _h: null, _v: "2.0" };
  const add = (/** @type {any} */ entry) => (made._h ? made._h(...entry) : made._q.push(entry));
  for (const name of ["on", "once", "off", "call"]) made[name] = (/** @type {any[]} */ ...args) => add([name, args]);
  made.get = (/** @type {any[]} */ ...args) => add(["get", args]);
  made.init = () => {};
  return made;
}
