// Intercom's Messenger. Source: developers.intercom.com, "JavaScript API": `boot` with custom attributes,
// `showNewMessage` with the text to begin with. Attributes hold 255 characters and must exist in the workspace.

import { cut, load } from "./load.js";

/** @param {import("./load.js").Chat} chat */
export async function open({ config, user, facts, text, locale }) {
  const page = /** @type {any} */ (window);
  if (!page.Intercom) {
    // The vendor's own queue: what is asked before the script is there is done when it is.
    const queue = /** @type {any} */ ((/** @type {any[]} */ ...call) => queue.c(call));
    queue.q = [];
    queue.c = (/** @type {any} */ call) => queue.q.push(call);
    page.Intercom = queue;
  }
  page.Intercom("boot", {
    app_id: config.id,
    ...(user.name && { name: user.name }),
    ...(user.email && { email: user.email }),
    language_override: locale,
    hide_default_launcher: false,
    ...cut(facts, 255),
  });
  await load(`https://widget.intercom.io/widget/${encodeURIComponent(config.id)}`);
  page.Intercom("showNewMessage", text);
}
