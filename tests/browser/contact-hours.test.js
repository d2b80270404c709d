// Opening hours as instants, against an oracle that knows no instants: it asks a clock of the zone each minute.

import assert from "node:assert/strict";
import { test } from "node:test";

import { instantOf, roundedWait, stateAt } from "../../theme/js/opening-hours.js";

/** @typedef {import("../../theme/js/opening-hours.js").Hours} Hours */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** @type {[string, string][]} */
const WORKDAY = [["09:00", "17:00"]];
/** @type {Hours} */
const OFFICE = {
  zone: "Europe/Dublin", days: [WORKDAY, WORKDAY, WORKDAY, WORKDAY, WORKDAY, [], []],
  holidays: [
    { date: "2026-12-25", hours: [], name: "Christmas Day" }, { date: "2026-12-24", hours: [["09:00", "13:00"]], name: "Christmas Eve" },
  ],
};
/** @type {Hours} Evenings, past midnight, with a break. */
const NIGHTS = { zone: "America/New_York", days: Array(7).fill([["18:00", "20:00"], ["22:00", "02:30"]]) };
/** @type {Hours} */
const ALWAYS = { zone: "Asia/Tokyo", days: Array(7).fill([["00:00", "24:00"]]) };

/** @type {Record<string, Intl.DateTimeFormat>} */
const clocks = {};

/** Open or not, by what a clock of the zone shows. @param {Hours} hours @param {number} instant */
function oracle(hours, instant) {
  clocks[hours.zone] ??= new Intl.DateTimeFormat("sv-SE", { timeZone: hours.zone, dateStyle: "short", timeStyle: "short" });
  const [date, time] = clocks[hours.zone].format(instant).split(" ");
  const spans = (/** @type {string} */ day) => {
    const holiday = hours.holidays?.find((it) => it.date === day);
    return holiday ? holiday.hours ?? [] : hours.days[(new Date(`${day}T12:00Z`).getUTCDay() + 6) % 7];
  };
  const before = new Date(Date.parse(`${date}T12:00Z`) - 24 * HOUR).toISOString().slice(0, 10);
  return spans(date).some(([from, to]) => from <= time && (time < to || to <= from))
    || spans(before).some(([from, to]) => to <= from && time < to);
}

for (const [name, hours, begin] of /** @type {[string, Hours, string][]} */ ([
  ["a plain week", OFFICE, "2026-06-01T00:00Z"],
  ["Christmas and its eve", OFFICE, "2026-12-23T00:00Z"],
  ["Dublin's clocks going back", OFFICE, "2026-10-23T00:00Z"],
  ["nights", NIGHTS, "2026-06-01T00:00Z"],
  ["nights in which New York's clocks skip an hour", NIGHTS, "2026-03-06T00:00Z"],
  ["the spring of an island that moves by half an hour", { ...NIGHTS, zone: "Australia/Lord_Howe" }, "2026-10-02T00:00Z"],
  ["a zone of three quarters", { ...OFFICE, zone: "Asia/Kathmandu" }, "2026-06-01T00:00Z"],
  ["the day that Samoa's neighbors are ahead", { ...OFFICE, zone: "Pacific/Apia" }, "2026-06-01T00:00Z"],
])) {
  test(`open and closed are what the clocks say: ${name}`, () => {
    const start = Date.parse(begin);
    let changes = 0;
    for (let now = start; now < start + 5 * 24 * HOUR; now += 11 * MINUTE) {
      const { open, until } = stateAt(hours, now);
      assert.equal(open, oracle(hours, now), new Date(now).toISOString());
      assert.ok(until && until > now, new Date(now).toISOString());
      // It changes then, and not before.
      assert.equal(oracle(hours, until), !open, `${new Date(now).toISOString()} until ${new Date(until).toISOString()}`);
      assert.equal(oracle(hours, until - MINUTE), open, new Date(until).toISOString());
      changes += stateAt(hours, now + 11 * MINUTE).open === open ? 0 : 1;
    }
    assert.ok(changes >= 4);
  });
}

test("fixed instants", () => {
  const at = (/** @type {Hours} */ hours, /** @type {string} */ now) => {
    const { open, until, holiday } = stateAt(hours, Date.parse(now));
    return [open, until && new Date(until).toISOString(), holiday];
  };
  // Summer time in Dublin: 09:00 there is 08:00 UTC.
  assert.deepEqual(at(OFFICE, "2026-06-01T07:59:00Z"), [false, "2026-06-01T08:00:00.000Z", ""]);
  assert.deepEqual(at(OFFICE, "2026-06-01T08:00:00Z"), [true, "2026-06-01T16:00:00.000Z", ""]);
  assert.deepEqual(at(OFFICE, "2026-06-01T16:00:00Z"), [false, "2026-06-02T08:00:00.000Z", ""]);
  // Friday evening: Monday, and winter time has come in between.
  assert.deepEqual(at(OFFICE, "2026-10-23T16:00:00Z"), [false, "2026-10-26T09:00:00.000Z", ""]);
  assert.deepEqual(at(OFFICE, "2026-12-24T14:00:00Z"), [false, "2026-12-28T09:00:00.000Z", "Christmas Eve"]);
  assert.deepEqual(at(OFFICE, "2026-12-25T10:00:00Z"), [false, "2026-12-28T09:00:00.000Z", "Christmas Day"]);
  assert.deepEqual(at(ALWAYS, "2026-06-01T00:00:00Z"), [true, null, ""]);
  assert.deepEqual(at({ ...OFFICE, days: Array(7).fill([]) }, "2026-06-01T00:00:00Z"), [false, null, ""]);
  // 02:30 is skipped by New York on 8 March: that night ends when clocks jump to 03:00.
  assert.deepEqual(at(NIGHTS, "2026-03-08T06:30:00Z"), [true, "2026-03-08T07:00:00.000Z", ""]);
});

test("a time that comes twice is the first, one that never comes the moment it is skipped", () => {
  const berlin = (/** @type {number[]} */ ...parts) => new Date(instantOf(Date.UTC(.../** @type {[number, number]} */ (/** @type {unknown} */ (parts))), "Europe/Berlin")).toISOString();
  assert.equal(berlin(2026, 9, 25, 2, 30), "2026-10-25T00:30:00.000Z");
  assert.equal(berlin(2026, 2, 29, 2, 30), "2026-03-29T01:00:00.000Z");
});

test("waits are rounded up to half an hour", () => {
  assert.deepEqual(roundedWait(1), { value: 30, unit: "minute" });
  assert.deepEqual(roundedWait(30 * MINUTE), { value: 30, unit: "minute" });
  assert.deepEqual(roundedWait(31 * MINUTE), { value: 1, unit: "hour" });
  assert.deepEqual(roundedWait(61 * MINUTE), { value: 1.5, unit: "hour" });
  assert.deepEqual(roundedWait(3 * HOUR), { value: 3, unit: "hour" });
});
