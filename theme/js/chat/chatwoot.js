// Chatwoot's website widget. Source: chatwoot.com docs, "Website SDK": `chatwootSDK.run`, the event
// `chatwoot:ready`, `setUser`, `setConversationCustomAttributes`, `setLocale`, `toggle`.

import { load, ready } from "./load.js";

/** @param {import("./load.js").Chat} chat */
export async function open({ config, user, facts, locale }) {
  const page = /** @type {any} */ (window);
  const base = String(config.url ?? "https://app.chatwoot.com").replace(/\/+$/, "");
  if (!page.$chatwoot) {
    const started = ready((done) => { addEventListener("chatwoot:ready", () => done(), { once: true }); });
    await load(`${base}/packs/js/sdk.js`);
    page.chatwootSDK.run({ websiteToken: config.token ?? config.id, baseUrl: base });
    await started;
  }
  page.$chatwoot.setLocale(locale.replace("-", "_"));
  if (user.email) page.$chatwoot.setUser(user.email, { email: user.email, ...(user.name && { name: user.name }) });
  page.$chatwoot.toggle("open");
  page.$chatwoot.setConversationCustomAttributes(facts);
}
