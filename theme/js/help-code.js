// Help codes: a place in the help center as six to eight characters that one can say on the phone. The builder
// has the same rules (src/kb/help_code.rs); a table of examples keeps both equal.

/** Without letters that look like others. */
export const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; // Crockford's base 32
const BASE = ALPHABET.length;
const ARTICLE = 5;
const PLACE = 2;
/** Places that two characters can name. */
export const MOST_PLACES = BASE ** PLACE - 1;

/**
 * The code of an article, or of a place in it.
 * @param {string} article its five characters
 * @param {number} [place] 0 for the article itself
 */
export function encode(article, place = 0) {
  const known = Math.min(place, MOST_PLACES);
  const named = known > 0 ? ALPHABET[Math.floor(known / BASE)] + ALPHABET[known % BASE] : "";
  const body = article + named;
  return body + check(body);
}

/**
 * The code of another place in the article that a code or its five characters name.
 * @param {string} code
 * @param {number} place
 */
export function withPlace(code, place) {
  return encode(code.slice(0, ARTICLE), place);
}

/**
 * What a code names, or `null` for what is none. Small letters, spaces, hyphens and letters that look like
 * digits are understood.
 * @param {string} typed
 * @returns {{ article: string, place: number, code: string } | null}
 */
export function decode(typed) {
  const plain = typed.replace(/[\s\u2010-\u2015\u2212-]/g, "").replace(/[a-z]/g, (letter) => letter.toUpperCase());
  const code = plain.replace(/O/g, "0").replace(/[IL]/g, "1");
  const isLong = code.length === ARTICLE + PLACE + 1;
  if (!isLong && code.length !== ARTICLE + 1) return null;
  if ([...code].some((letter) => !ALPHABET.includes(letter))) return null;
  const [article, body] = [code.slice(0, ARTICLE), code.slice(0, -1)];
  if (check(body) !== code.at(-1)) return null;
  const place = isLong ? valueOf(body[ARTICLE]) * BASE + valueOf(body[ARTICLE + 1]) : 0;
  return { article, place, code: encode(article, place) };
}

/** A code as it is shown and read out: in two halves. @param {string} code */
export function spoken(code) {
  const middle = Math.ceil(code.length / 2);
  return `${code.slice(0, middle)}-${code.slice(middle)}`;
}

/** The check character: Luhn's sum over the values of the characters, modulo 32. @param {string} body */
function check(body) {
  let sum = 0;
  [...body].reverse().forEach((letter, at) => {
    const value = valueOf(letter) * (at % 2 ? 1 : 2);
    sum += Math.floor(value / BASE) + (value % BASE);
  });
  return ALPHABET[(BASE - (sum % BASE)) % BASE];
}

/** @param {string} letter */
function valueOf(letter) {
  return ALPHABET.indexOf(letter);
}

/**
 * @typedef {{ id: string, choices: { node?: string }[] }} Node
 * @typedef {{ nodes: string[], choices: number[] }} Way the nodes that one passes, and which choice led on from each
 */

/**
 * Ways through a troubleshooter in the order that help codes count: breadth first, each without a node twice;
 * the start is number 0. Longer ones than a code can name are left out.
 * @param {Node[]} nodes
 * @param {string} start
 * @returns {Way[]}
 */
export function ways(nodes, start) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  /** @type {Way[]} */
  const found = [{ nodes: [start], choices: [] }];
  for (const way of found) {
    (byId.get(way.nodes.at(-1) ?? "")?.choices ?? []).forEach(({ node }, choice) => {
      if (found.length > MOST_PLACES || !node || !byId.has(node) || way.nodes.includes(node)) return;
      found.push({ nodes: [...way.nodes, node], choices: [...way.choices, choice] });
    });
    if (found.length > MOST_PLACES) break;
  }
  return found;
}

/**
 * The place of a way through a troubleshooter, or of the longest beginning of it that has one.
 * @param {Way[]} all of `ways`
 * @param {string[]} nodes
 */
export function placeOf(all, nodes) {
  for (let length = nodes.length; length > 1; length -= 1) {
    const place = all.findIndex((way) => way.nodes.length === length && way.nodes.every((node, at) => node === nodes[at]));
    if (place > 0) return place;
  }
  return 0;
}
