// Patterns of addresses, as the rules and triggers of the widget have them.

/**
 * Whether one of these patterns fits an address; without any, all do. `*` stands for anything; a pattern without
 * a host is for paths of every host, and the part after `?` or `#` counts where the pattern has one.
 * @param {string[]} patterns
 * @param {string} address absolute
 */
export function fits(patterns, address) {
  const { origin, pathname, search, hash } = new URL(address);
  return !patterns.length || patterns.some((pattern) => {
    const path = pathname + (pattern.includes("?") ? search : "") + (pattern.includes("#") ? hash : "");
    const whole = /^https?:/.test(pattern) ? origin + path : path;
    const form = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&")).join(".*");
    // `/checkout/*` means `/checkout`, too, and a slash at the end makes no difference.
    const open = form.endsWith("/.*") ? `${form.slice(0, -3)}(/.*)?` : `${form.replace(/\/$/, "")}/?`;
    return new RegExp(`^${open}$`).test(whole);
  });
}
