// HubSpot's chat. Source: developers.hubspot.com, "Chat widget SDK" (`hsConversationsSettings`,
// `hsConversationsOnReady`, `widget.load`, `widget.open`) and "Tracking code API" (`identify`). It knows
// the properties of a contact alone; which ones get what is in the config.

import { load, ready } from "./load.js";

/** @param {import("./load.js").Chat} chat */
export async function open({ config, user, facts }) {
  const page = /** @type {any} */ (window);
  const known = /** @type {Record<string, string>} */ (config.custom_fields ?? {});
  const properties = Object.entries(known).flatMap(([name, property]) => (facts[name] ? [[property, facts[name]]] : []));
  page._hsq ??= [];
  // HubSpot files properties under a person alone.
  if (user.email) {
    page._hsq.push(["identify", { email: user.email, ...(user.name && { firstname: user.name }), ...Object.fromEntries(properties) }]);
    page._hsq.push(["trackPageView"]);
  }
  if (!page.HubSpotConversations) {
    page.hsConversationsSettings = { loadImmediately: false };
    const started = ready((done) => { page.hsConversationsOnReady = [done]; });
    const host = config.region ? `js-${config.region}.hs-scripts.com` : "js.hs-scripts.com";
    await load(`https://${host}/${encodeURIComponent(config.id)}.js`, { id: "hs-script-loader" });
    await started;
    page.HubSpotConversations.widget.load({ widgetOpen: true });
  } else page.HubSpotConversations.widget.open();
}
