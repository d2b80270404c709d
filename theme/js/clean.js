// What looks like a person's own data, in a text that somebody typed.

/** An address for mail. */
const MAIL = /[^\s@＠<>"'(),;:]+[@＠][^\s@＠<>"'(),;:]+\.[\p{L}\p{N}-]{2,}/gu;
/** The number of an account (IBAN). */
const ACCOUNT = /(?<![\p{L}\p{N}])[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){2,7}(?: ?[A-Z\d]{1,3})?(?![\p{L}\p{N}])/gu;
/** Digits with what people write between them; which of them are too many, `isPersonal` decides. */
const NUMBER = /(?<![\p{L}\p{N}])(?:\+|\(\+?)?\p{Nd}(?:[\s().\/\-\u2010-\u2015]{0,3}\p{Nd})+(?![\p{L}\p{N}])/gu;
const DATE = /^(?:\p{Nd}{4}[-./]\p{Nd}{1,2}[-./]\p{Nd}{1,2}|\p{Nd}{1,2}[-./]\p{Nd}{1,2}[-./]\p{Nd}{4})$/u;
/** `555-0142`, as it is written in North America. */
const LOCAL = /^\p{Nd}{3}[-. ]\p{Nd}{4}$/u;

/**
 * The text without addresses, phone and card numbers, and not longer than `limit`. Short numbers stay: an
 * error code or an order number says what somebody looked for.
 * @param {string} text
 * @param {number} limit in characters
 */
export function cleaned(text, limit) {
  // Cut first, so that a giant text is never searched; with room for what is shorter afterwards.
  const whole = text.slice(0, 4 * limit).replace(/\s+/g, " ").trim();
  const clean = whole.replace(MAIL, "[removed]").replace(ACCOUNT, "[removed]")
    .replace(NUMBER, (number) => (isPersonal(number) ? "[removed]" : number));
  return [...clean].slice(0, limit).join("");
}

/**
 * Whether a reader should look at the text once more before it is sent.
 * @param {string} text
 */
export function looksPersonal(text) {
  return cleaned(text, text.length) !== cleanedSpace(text);
}

/** @param {string} text */
function cleanedSpace(text) {
  return text.replace(/\s+/g, " ").trim();
}

/** @param {string} number */
function isPersonal(number) {
  const digits = number.match(/\p{Nd}/gu)?.length ?? 0;
  if (digits >= 9) return true;
  if (DATE.test(number)) return false;
  return LOCAL.test(number) || (digits >= 7 && /^(?:\+|\(|00|0\p{Nd}+[\s()\/-])/u.test(number));
}
