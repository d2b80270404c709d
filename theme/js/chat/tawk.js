// tawk.to. Source: developer.tawk.to, "JavaScript API": `visitor`, `onLoad`, `setAttributes`, `addTags`, `maximize`.
// Names of attributes have letters, digits and hyphens; values 255 characters.

import { cut, load, ready } from "./load.js";

/** @param {import("./load.js").Chat} chat */
export async function open({ config, user, facts, tags }) {
  const page = /** @type {any} */ (window);
  const attributes = Object.entries(cut(facts, 255)).map(([name, value]) => [name.replace(/_/g, "-"), value]);
  const begin = () => {
    page.Tawk_API.setAttributes(Object.fromEntries(attributes), () => {});
    if (tags.length) page.Tawk_API.addTags?.(tags, () => {});
    page.Tawk_API.maximize();
  };
  if (page.Tawk_API?.maximize) return begin();
  page.Tawk_API ??= {};
  page.Tawk_LoadStart = new Date();
  if (user.name || user.email) page.Tawk_API.visitor = user;
  const started = ready((done) => { page.Tawk_API.onLoad = done; });
  const widget = String(config.id).includes("/") ? config.id : `${config.id}/default`;
  await load(`https://embed.tawk.to/${widget}`, { charset: "UTF-8", crossorigin: "*" });
  await started;
  begin();
}
