// A stand-in for those who count what happens on a site.

import { createServer } from "node:http";

/** @typedef {{ method: string, path: string, headers: import("node:http").IncomingHttpHeaders, body: string }} Got */

/** A server that takes what is sent, or does not. */
export class Receiver {
  /** @type {Got[]} */
  got = [];
  /** `500`: with that answer; `dead`: the connection breaks; `silent`: it takes what is sent and says nothing. @type {number | "dead" | "silent"} */
  answers = 202;
  /** @type {import("node:http").ServerResponse[]} */
  #silent = [];
  #server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (piece) => { body += piece; });
    request.on("end", () => {
      if (this.answers === "dead") {
        response.destroy();
        return;
      }
      response.setHeader("Access-Control-Allow-Origin", "*");
      response.setHeader("Access-Control-Allow-Headers", "content-type");
      response.setHeader("Set-Cookie", "them=1; SameSite=None; Secure");
      if (request.method !== "OPTIONS" && (this.answers === "silent" || this.answers < 300)) {
        this.got.push({ method: request.method ?? "", path: request.url ?? "", headers: request.headers, body });
      }
      if (this.answers === "silent") {
        this.#silent.push(response);
        return;
      }
      response.writeHead(request.method === "OPTIONS" ? 204 : this.answers).end();
    });
  });

  async start() {
    await new Promise((ready) => { this.#server.listen(0, "127.0.0.1", () => ready(null)); });
    const { port } = /** @type {import("node:net").AddressInfo} */ (this.#server.address());
    return `http://127.0.0.1:${port}`;
  }

  close() {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** The connections break on which nothing was said. */
  hangUp() {
    for (const response of this.#silent.splice(0)) response.destroy();
  }

  /** @param {string} path */
  bodies(path) {
    return this.got.filter((it) => it.path.split("?")[0] === path).map((it) => it.body);
  }

  /** The events of our own kind, each once. @returns {any[]} */
  events() {
    const all = this.bodies("/events").flatMap((body) => body.trim().split("\n")).map((line) => JSON.parse(line));
    return [...new Map(all.map((event) => [event.id, event])).values()];
  }

  /** @param {string} name */
  of(name) {
    return this.events().filter((event) => event.event === name);
  }
}
