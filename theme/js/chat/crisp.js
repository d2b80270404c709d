// Crisp. Source: docs.crisp.chat, "$crisp methods": `user:nickname`, `user:email`, `session:data`,
// `session:segments`, `message:text`, `chat:open`.

import { load } from "./load.js";

/** @param {import("./load.js").Chat} chat */
export async function open({ config, user, facts, tags, text, locale }) {
  const page = /** @type {any} */ (window);
  page.$crisp ??= [];
  page.CRISP_WEBSITE_ID = config.id;
  page.CRISP_RUNTIME_CONFIG = { locale: locale.split("-")[0] };
  const push = (/** @type {any[]} */ ...command) => page.$crisp.push(command);
  if (user.name) push("set", "user:nickname", [user.name]);
  if (user.email) push("set", "user:email", [user.email]);
  push("set", "session:data", [Object.entries(facts)]);
  if (tags.length) push("set", "session:segments", [tags]);
  push("set", "message:text", [text]);
  await load("https://client.crisp.chat/l.js");
  push("do", "chat:open");
}
