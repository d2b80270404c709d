// The published schemas, as checks that fail with what is wrong.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import Ajv from "ajv/dist/2020.js";

import { REPOSITORY } from "./kit.js";

/** @param {"handoff.v1" | "event.v1"} name */
async function schema(name) {
  const text = await readFile(join(REPOSITORY, `docs/static/schemas/${name}.json`), "utf8");
  // Strict: a schema with a typing error accepts everything.
  const ajv = new Ajv.default({ strict: true, allErrors: true, allowUnionTypes: true, strictRequired: false });
  ajv.addFormat("uri", (/** @type {string} */ value) => URL.canParse(value));
  return ajv.compile(JSON.parse(text));
}

const handoff = await schema("handoff.v1");
const event = await schema("event.v1");

/** @param {unknown} value */
export function assertHandoff(value) {
  assert.ok(handoff(value), `${JSON.stringify(handoff.errors)} in ${JSON.stringify(value)}`);
}

/** @param {unknown} value */
export function assertEvent(value) {
  assert.ok(event(value), `${JSON.stringify(event.errors)} in ${JSON.stringify(value)}`);
}

/** @param {unknown} value */
export function isHandoff(value) {
  return handoff(value);
}

/** @param {unknown} value */
export function isEvent(value) {
  return event(value);
}
