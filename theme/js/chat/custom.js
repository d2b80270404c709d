// Any other chat: a script, the name of the function that takes the facts and the name of the one that opens it.

import { load } from "./load.js";

/** @param {import("./load.js").Chat} chat */
export async function open({ config, user, facts, tags, text, locale }) {
  if (config.script) await load(config.script);
  const all = { ...facts, name: user.name, email: user.email, tags, text, locale };
  if (config.attributes) named(config.attributes)(all);
  if (config.open) named(config.open)(all);
}

/** A function by its dotted name, such as `Acme.chat.open`. @param {string} name @returns {(facts: object) => unknown} */
function named(name) {
  /** @type {any} */
  let [owner, value] = [undefined, window];
  for (const part of name.split(".")) [owner, value] = [value, value?.[part]];
  if (typeof value !== "function") throw new Error(`chat: the page has no function ${name}`);
  return value.bind(owner);
}
