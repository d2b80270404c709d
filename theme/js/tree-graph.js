// The graph of a troubleshooter, read from the page.

/**
 * @typedef {{ section: HTMLElement, heading: HTMLElement, title: string, outcome: "solved" | "contact" | null,
 *   choices: { node: string, text: string }[] }} TreeNode
 * @typedef {{ start: string, nodes: Map<string, TreeNode> }} Graph
 */

/**
 * @param {HTMLElement} tree
 * @returns {Graph}
 */
export function graphOf(tree) {
  /** @type {Graph["nodes"]} */
  const nodes = new Map();
  for (const section of /** @type {NodeListOf<HTMLElement>} */ (tree.querySelectorAll(".node"))) {
    const heading = /** @type {HTMLElement | null} */ (section.querySelector("h2"));
    const { node: id, outcome } = section.dataset;
    if (!heading || !id) continue;
    const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (section.querySelectorAll(".choices a[data-choice]"));
    nodes.set(id, {
      section, heading, title: titleOf(heading), outcome: outcome === "solved" || outcome === "contact" ? outcome : null,
      choices: [...links].map((link) => ({ node: decodeURIComponent(link.hash.slice(1)), text: link.textContent?.trim() ?? "" })),
    });
  }
  for (const { choices } of nodes.values()) {
    for (const choice of [...choices]) if (!nodes.has(choice.node)) choices.splice(choices.indexOf(choice), 1);
  }
  return { start: nodes.keys().next().value ?? "", nodes };
}

/** A heading without its link. @param {HTMLElement} heading */
function titleOf(heading) {
  const copy = /** @type {HTMLElement} */ (heading.cloneNode(true));
  for (const anchor of copy.querySelectorAll(".anchor")) anchor.remove();
  return copy.textContent?.trim() ?? "";
}

/**
 * How many questions can follow one at most; infinite where one can go round in circles.
 * @param {Graph} graph
 * @param {string} from
 */
export function mostAfter({ nodes }, from) {
  /** @type {Map<string, number>} */
  const known = new Map();
  const open = new Set();
  /** @param {string} id @returns {number} questions from this one on, itself included */
  const longest = (id) => {
    if (open.has(id)) return Infinity;
    const done = known.get(id);
    if (done !== undefined) return done;
    open.add(id);
    const { choices, outcome } = /** @type {TreeNode} */ (nodes.get(id));
    const most = (outcome ? 0 : 1) + Math.max(0, ...choices.map(({ node }) => longest(node)));
    open.delete(id);
    known.set(id, most);
    return most;
  };
  return Math.max(0, longest(from) - 1);
}

/**
 * The answers that lead to a node, when there is one way only.
 * @param {Graph} graph
 * @param {string} to
 * @returns {import("./trail.js").Turn[]} none when there are several, or none is needed
 */
export function onlyWayTo({ start, nodes }, to) {
  /** @type {import("./trail.js").Turn[]} */
  const turns = [];
  const seen = new Set([to]);
  for (let at = to; at !== start;) {
    const before = [...nodes].flatMap(([node, { title, choices }]) =>
      choices.filter((choice) => choice.node === at).map((choice) => ({ node, title, choice: choice.text })));
    if (before.length !== 1 || seen.has(before[0].node)) return [];
    turns.unshift(before[0]);
    at = before[0].node;
    seen.add(at);
  }
  return turns;
}
