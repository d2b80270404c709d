// Sends a message through the adapter that the site uses, and tries again while there is hope.

/**
 * @typedef {import("./send/message.js").Message} Message
 * @typedef {import("./send/message.js").Request} Request
 * @typedef {"network" | "unsure" | "busy" | "refused"} Reason `unsure`: nobody answered in time, so it may have arrived
 * @typedef {{ state: "sent", reference: string, confirmed: boolean } | { state: "left", url: string }
 *   | { state: "failed", reason: Reason, status: number }} Outcome
 */

/** @type {Record<string, () => Promise<any>>} */
const ADAPTERS = {
  chatwoot: () => import("./send/chatwoot.js"),
  formspree: () => import("./send/formspree.js"),
  freshdesk: () => import("./send/freshdesk.js"),
  hubspot: () => import("./send/hubspot.js"),
  mailto: () => import("./send/mailto.js"),
  netlify: () => import("./send/netlify.js"),
  post: () => import("./send/post.js"),
  salesforce: () => import("./send/salesforce.js"),
  webhook: () => import("./send/webhook.js"),
  zendesk: () => import("./send/zendesk.js"),
};

const RETRIES = 3;
const FIRST_PAUSE = 1000; // ms; each pause is three times the one before
const LONGEST_PAUSE = 30_000; // ms that a customer is made to wait because an endpoint asks for it
const PATIENCE = 20_000; // ms for one answer

/** Fetches the adapter, so that it is there before it is needed. @param {string} name */
export function adapter(name) {
  return (ADAPTERS[name] ?? ADAPTERS.webhook)();
}

/**
 * Sends a message. What an earlier try got done is not done again.
 * @param {string} name of the adapter
 * @param {Message} message
 * @param {{ onRetry?: (seconds: number) => void, wait?: (milliseconds: number) => Promise<unknown>, fetch?: typeof fetch }} [how]
 * @returns {Promise<Outcome>}
 */
export async function deliver(name, message, { onRetry = () => {}, wait = pause, fetch = window.fetch.bind(window) } = {}) {
  const chosen = await adapter(name);
  const single = !chosen.steps;
  const steps = chosen.steps?.(message) ?? [() => chosen.request(message)];
  /** @type {any[]} */
  const replies = [];
  let left = Number(message.config.retries ?? RETRIES);
  let next = FIRST_PAUSE;
  let confirmed = true;
  while (replies.length < steps.length) {
    const request = steps[replies.length](replies);
    if (request.leaves) return { state: "left", url: request.url };
    const answer = await once(request, fetch);
    if (answer.state === "done") {
      if (chosen.accepted && !chosen.accepted(answer.reply)) return { state: "failed", reason: "refused", status: 200 };
      replies.push(answer.reply);
      confirmed &&= !answer.opaque;
      continue;
    }
    const wanted = answer.after ?? next;
    // Only an endpoint that can tell that it is the same message may get it twice.
    const hopeless = answer.reason === "refused" || (answer.reason === "unsure" && !chosen.repeatable);
    if (hopeless || left <= 0 || wanted > LONGEST_PAUSE || !navigator.onLine) {
      return { state: "failed", reason: answer.reason, status: answer.status };
    }
    left -= 1;
    next *= 3;
    onRetry(Math.ceil(wanted / 1000));
    await wait(wanted);
  }
  return { state: "sent", reference: chosen.reference?.(single ? replies[0] : replies) ?? "", confirmed };
}

/**
 * @param {Request} request
 * @param {typeof fetch} fetch
 * @returns {Promise<{ state: "done", reply: any, opaque?: boolean } | { state: "not", reason: Reason, status: number, after?: number }>}
 */
async function once({ url, method, headers, body, mode }, fetch) {
  /** @type {Response} */
  let response;
  try {
    response = await fetch(url, {
      method, headers, body, mode: mode ?? "cors", credentials: "omit",
      // The address of the page may hold what the customer was looking for.
      referrerPolicy: "strict-origin-when-cross-origin", signal: AbortSignal.timeout(PATIENCE),
    });
  } catch (error) {
    const late = error instanceof DOMException && error.name === "TimeoutError";
    return { state: "not", reason: late ? "unsure" : "network", status: 0 };
  }
  if (response.type === "opaque") return { state: "done", reply: null, opaque: true };
  if (response.ok) return { state: "done", reply: await response.json().catch(() => null) };
  const busy = response.status === 429 || response.status === 408 || response.status >= 500;
  const after = retryAfter(response.headers.get("Retry-After"), Date.now());
  return { state: "not", reason: busy ? "busy" : "refused", status: response.status, after };
}

/**
 * Milliseconds that a `Retry-After` asks for: seconds, or a date.
 * @param {string | null} header
 * @param {number} now
 */
export function retryAfter(header, now) {
  if (!header) return undefined;
  const milliseconds = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isNaN(milliseconds) ? undefined : Math.max(0, milliseconds);
}

/** @param {number} milliseconds */
function pause(milliseconds) {
  return new Promise((done) => { setTimeout(done, milliseconds); });
}
