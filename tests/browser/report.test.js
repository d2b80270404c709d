// The report's JSON twin against its published schema, both ways: what the schema names is there, and
// nothing is there that it does not name.

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import Ajv from "ajv/dist/2020.js";

import { EXAMPLE, REPOSITORY, faqtory, knowledgeBase } from "./kit.js";

/**
 * The schema, closed: readers may meet fields of later versions, this version must name all of its own.
 * @param {any} part @returns {any}
 */
function closed(part) {
  if (Array.isArray(part)) return part.map(closed);
  if (!part || typeof part !== "object") return part;
  const copy = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, closed(value)]));
  return part.type === "object" && part.properties ? { ...copy, additionalProperties: false } : copy;
}

const published = JSON.parse(await readFile(join(REPOSITORY, "docs/static/schemas/report.v1.json"), "utf8"));
const ajv = new Ajv.default({ strict: true, allErrors: true, allowUnionTypes: true });
ajv.compile(published);
const isReport = ajv.compile({ ...closed(published), $id: "urn:faqtory:closed" });

/** @param {string} events @param {string[]} flags */
async function report(events, ...flags) {
  const folder = await mkdtemp(join(tmpdir(), "faqtory-report-"));
  try {
    await writeFile(join(folder, "events.ndjson"), events);
    await writeFile(join(folder, "tickets.csv"), TICKETS);
    const args = ["report", "--events", join(folder, "events.ndjson"), "--format", "json", ...flags.map((flag) => flag.replace("tickets.csv", join(folder, "tickets.csv")))];
    // Outside of any knowledge base, unless a flag names one.
    return JSON.parse(await faqtory(...args, ...(flags.includes("-C") ? [] : ["-C", folder])));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** @param {unknown} made */
function assertReport(made) {
  assert.ok(isReport(made), JSON.stringify(isReport.errors?.slice(0, 5)));
}

const TICKETS = "Subject,Description,Created at\nPause my plan,I am away,2026-11-02\nPausing my plan,Until spring,2026-11-03\nHow to pause a plan?,,\nXylophone,odd,2026-11-05\n";

/** The same numbers for the same seed. @param {number} seed */
function dice(seed) {
  let state = seed;
  return (/** @type {number} */ sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

/** Events by chance, some of them broken. @param {number} seed @param {number} count */
function events(seed, count) {
  const roll = dice(seed);
  const one = (/** @type {any[]} */ of) => of[roll(of.length)];
  const article = () => one(["/payments/refunds/", "/riding/bike-wont-unlock/", "/gone/", null]);
  const query = () => one(["pause my plan", "refund", "خصم", "unlock a bike", "", null]);
  const kinds = [
    () => ({ event: "view", article: article() }),
    () => ({ event: "search", query: query(), results: roll(4), confident: one([true, false]) }),
    () => ({ event: "search", query: one(["insure my xylophone", "refund for a broken bike"]), results: 0, confident: false }),
    () => ({ event: "open", query: query(), url: article() }),
    () => ({ event: "answer", query: query(), url: article(), action: one(["shown", "solved", "more", "unsolved"]) }),
    () => ({ event: "feedback", article: article(), helpful: one([true, false]), reason: one(["outdated", "other", null, "mine"]), comment: one([null, "So long"]) }),
    () => ({ event: "step", article: article(), tree: { node: one(["a", "b"]), choice: one([null, "Yes"]), outcome: one([null, "solved", "contact"]) } }),
    () => ({ event: "step", article: article(), step: { number: 1 + roll(4), done: true } }),
    () => ({ event: "contact", stage: one(["viewed", "started", "suggested", "sent", "failed", "channel"]), topic: one(["billing", null]), channel: one(["form", "phone", null]) }),
    () => ({ event: "deflection", state: one(["successful", "failed", "potential"]) }),
    () => ({ event: "nonsense" }),
  ];
  const line = (/** @type {number} */ number) => JSON.stringify({
    v: 1, id: number.toString(16).padStart(16, "0"), at: new Date(1_788_220_800_000 + roll(70 * 86_400) * 1000).toISOString(),
    session: roll(count / 6).toString(16).padStart(16, "0"), locale: one(["en", "ar", "xx"]), page: "/", ...one(kinds)(),
  });
  return Array.from({ length: count }, (_, number) => line(number)).join("\n");
}

test("a report without events fits the schema", async () => {
  const made = await report("");
  assertReport(made);
  assert.equal(made.period, null);
});

test("reports of a help center with tickets and costs fit the schema", async () => {
  for (const seed of [1, 2]) {
    const made = await report(events(seed, 1500), "-C", EXAMPLE, "--tickets", "tickets.csv", "--cost", "4.5");
    assertReport(made);
    // What is never there is never checked.
    for (const part of ["gaps", "articles", "trees", "procedures", "unread", "weeks"]) assert.ok(made[part].length, part);
    for (const some of [made.feedback.reasons, made.feedback.comments, made.contacts.topics, made.contacts.channels, made.tickets.topics, made.intake.first_broken, made.deflection.saved]) assert.ok(some.length);
    assert.ok(made.gaps.some((/** @type {any} */ gap) => gap.nearest));
  }
});

test("what is overdue fits the schema", async () => {
  const article = "---\ntitle: Old\nowner: fleet\nupdated: 2025-01-01\nreview_by: 2026-01-01\n---\n\nText.\n";
  const root = await knowledgeBase({ "_index.md": "# Home\n", "old.md": article, "undated.md": "# Undated\n" });
  const made = await report(events(10, 60), "-C", root);
  assertReport(made);
  assert.equal(made.stale.flatMap((/** @type {any} */ owner) => owner.overdue).length, 1);
});

test("random reports without a help center fit the schema", async () => {
  for (let seed = 3; seed < 9; seed += 1) assertReport(await report(events(seed, 60)));
});

test("the schema refuses what is no report", async () => {
  const made = await report(events(9, 60));
  for (const wrong of [{ ...made, searches: null }, { ...made, made: "yesterday" }, { ...made, articles: [{}] }, { ...made, extra: 1 }]) assert.equal(isReport(wrong), false);
});
