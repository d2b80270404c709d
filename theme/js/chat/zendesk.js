// Zendesk messaging. Source: developer.zendesk.com, "Core messaging Web Widget API": `conversationFields` by the
// ids of ticket fields, `conversationTags`, `locale`, `open`. Who it is can only be said with a signed token.

import { load } from "./load.js";

/** @param {import("./load.js").Chat} chat */
export async function open({ config, facts, tags, locale }) {
  const page = /** @type {any} */ (window);
  // It finds its key in the script of this id.
  await load(`https://static.zdassets.com/ekr/snippet.js?key=${encodeURIComponent(config.id)}`, { id: "ze-snippet" });
  const known = /** @type {Record<string, unknown>} */ (config.custom_fields ?? {});
  const fields = Object.entries(known).flatMap(([name, id]) => (facts[name] ? [{ id: String(id), value: facts[name] }] : []));
  page.zE("messenger:set", "locale", locale);
  if (fields.length) page.zE("messenger:set", "conversationFields", fields);
  if (tags.length) page.zE("messenger:set", "conversationTags", tags);
  page.zE("messenger", "open");
}
