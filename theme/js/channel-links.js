// Addresses of channels with what was tried written into them, as each of them documents it.

/**
 * `text`: the hand-off in a few lines; `subject`: of a mail; `code`: the help code, as it is written.
 * @typedef {{ text: string, subject: string, code: string }} Told
 */

const LONGEST_MAIL = 1900; // characters of the address: some mail programs refuse more than 2,000
const LONGEST_CHAT = 1500;
const LONGEST_REF = 250; // what m.me takes
const LONGEST_SMS = 480; // three messages

/** @type {Record<string, (address: URL, told: Told) => string>} */
const KINDS = {
  // RFC 6068: lines end with CR LF.
  email(address, { text, subject }) {
    const asked = new URLSearchParams(address.search);
    const fields = [["subject", asked.get("subject") || subject], ["body", fitted(asked.get("body"), text)]];
    const link = (/** @type {string[][]} */ all) => address.href.split("?")[0]
      + all.filter(([, value]) => value).map(([name, value], at) => `${at ? "&" : "?"}${name}=${encodeURIComponent(value.replace(/\n/g, "\r\n"))}`).join("");
    return shortened(fields, link, LONGEST_MAIL);
  },
  // faq.whatsapp.com, "Click to chat": `text`.
  whatsapp: (address, { text }) => withParameter(address, "text", cut(text, LONGEST_CHAT)),
  // developers.facebook.com, "m.me links": `ref` reaches the page's webhook, `text` the composer.
  messenger(address, { text, code }) {
    if (code) address.searchParams.set("ref", cut(code, LONGEST_REF));
    return withParameter(address, "text", cut(text, LONGEST_CHAT));
  },
  // core.telegram.org, "Deep links": `text` to a person or a bot's chat.
  telegram: (address, { text }) => withParameter(address, "text", cut(text, LONGEST_CHAT)),
  // developer.x.com, "Direct message deep links": only with the account's number.
  x: (address, { text }) => (address.searchParams.has("recipient_id") ? withParameter(address, "text", cut(text, LONGEST_CHAT)) : address.href),
  // RFC 5724; older iPhones want the ampersand.
  sms: (address, { text }) => `${address.href.split("?")[0]}?&body=${encodeURIComponent(cut(text, LONGEST_SMS))}`,
};

/**
 * The address of a channel with what was tried; as it is where nothing can be added.
 * @param {string} kind
 * @param {string} href
 * @param {Told} told
 */
export function channelLink(kind, href, told) {
  const add = KINDS[kind];
  if (!add || !told.text) return href;
  try {
    return add(new URL(href), told);
  } catch {
    return href;
  }
}

/** @param {URL} address @param {string} name @param {string} value */
function withParameter(address, name, value) {
  const own = address.searchParams.get(name);
  address.searchParams.set(name, [own, value].filter(Boolean).join("\n\n"));
  // Apps show a plus sign as it is.
  return address.href.replace(/\+/g, "%20");
}

/** @param {string | null} own what the address says already @param {string} text */
function fitted(own, text) {
  return [own || "\n\n", text].filter(Boolean).join(own ? "\n\n" : "--\n");
}

/** @param {string[][]} fields @param {(fields: string[][]) => string} link @param {number} most */
function shortened(fields, link, most) {
  let [subject, body] = fields;
  while (link([subject, body]).length > most && body[1].length > 10) body = [body[0], `${body[1].slice(0, Math.floor(body[1].length * .9))}…`];
  return link([subject, body]);
}

/** @param {string} text @param {number} most */
function cut(text, most) {
  const letters = [...text];
  return letters.length > most ? `${letters.slice(0, most - 1).join("")}…` : text;
}
