// Opening hours as instants: the walls' clocks of the team's time zone, daylight saving and holidays included.
// Pure functions; `contact-hours.js` shows what they say.

/**
 * Spans of a day are pairs of local times; an end that is not after its start is on the next day. `days`
 * begins with Monday. A holiday's hours take the place of its weekday's.
 * @typedef {{ zone: string, days: [string, string][][], holidays?: { date: string, hours?: [string, string][], name?: string }[] }} Hours
 * @typedef {{ open: boolean, until: number | null, holiday: string }} State
 *   `until`: when it closes or opens next, in ms; nothing when that is not within sight. `holiday`: the name
 *   of the one that keeps it closed today.
 */

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const SIGHT = 60; // days that are looked ahead for the next opening

/** @type {Map<string, Intl.DateTimeFormat>} */
const clocks = new Map();

/**
 * The local date and time of an instant, as if it were UTC.
 * @param {number} instant
 * @param {string} zone
 */
export function localTime(instant, zone) {
  let clock = clocks.get(zone);
  if (!clock) {
    clock = new Intl.DateTimeFormat("en-u-ca-gregory-nu-latn", {
      timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric",
      hour: "numeric", minute: "numeric", second: "numeric",
    });
    clocks.set(zone, clock);
  }
  const parts = Object.fromEntries(clock.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second);
}

/**
 * The instant at which clocks of a zone show a time. Of a time that comes twice it is the first; of one
 * that clocks skip, the moment at which they do.
 * @param {number} local as if it were UTC
 * @param {string} zone
 */
export function instantOf(local, zone) {
  const offsets = [local - DAY, local + DAY].map((near) => localTime(near, zone) - near);
  const fitting = offsets.map((offset) => local - offset).filter((instant) => localTime(instant, zone) === local);
  if (fitting.length) return Math.min(...fitting);
  // Clocks skip it: both guesses are off, on either side of the leap, by as much as the leap.
  const [before, after] = [Math.min(...offsets), Math.max(...offsets)];
  let [low, high] = [local - after, local - before];
  while (high - low > MINUTE) {
    const middle = Math.floor((low + high) / 2 / MINUTE) * MINUTE;
    if (localTime(middle, zone) < local) low = Math.max(middle, low + MINUTE);
    else high = middle;
  }
  return high;
}

/**
 * The spans that begin on a local day, as instants.
 * @param {Hours} hours
 * @param {number} day midnight of it, as if it were UTC
 */
function spansOf(hours, day) {
  const pairs = holidayOf(hours, day)?.hours ?? (holidayOf(hours, day) ? [] : hours.days[weekday(day)] ?? []);
  return pairs.map(([from, to]) => {
    const [start, end] = [minutes(from), minutes(to)];
    const ends = end > start ? end : end + 24 * 60;
    return [instantOf(day + start * MINUTE, hours.zone), instantOf(day + ends * MINUTE, hours.zone)];
  });
}

/** @param {Hours} hours @param {number} day */
function holidayOf(hours, day) {
  const date = new Date(day).toISOString().slice(0, 10);
  return hours.holidays?.find((holiday) => holiday.date === date);
}

/** From Monday. @param {number} day */
const weekday = (day) => (new Date(day).getUTCDay() + 6) % 7;

/** @param {string} time */
function minutes(time) {
  const [hour, minute] = time.split(":").map(Number);
  return hour * 60 + (minute || 0);
}

/**
 * Whether it is open, and until when that stays so.
 * @param {Hours} hours
 * @param {number} now ms
 * @returns {State}
 */
export function stateAt(hours, now) {
  const near = stateWithin(hours, now, 8);
  return near.until ? near : stateWithin(hours, now, SIGHT);
}

/** @param {Hours} hours @param {number} now @param {number} sight days ahead @returns {State} */
function stateWithin(hours, now, sight) {
  const today = Math.floor(localTime(now, hours.zone) / DAY) * DAY;
  const days = Array.from({ length: sight + 1 }, (_, at) => today + (at - 1) * DAY);
  const spans = joined(days.flatMap((day) => spansOf(hours, day)));
  const current = spans.find(([from, to]) => from <= now && now < to);
  // Open around the clock, as far as one can see.
  if (current) return { open: true, until: current[1] - now > (sight - 2) * DAY ? null : current[1], holiday: "" };
  const next = spans.find(([from]) => from > now);
  return { open: false, until: next?.[0] ?? null, holiday: holidayOf(hours, today)?.name ?? "" };
}

/** Spans in order, those that touch as one. @param {number[][]} spans */
function joined(spans) {
  /** @type {number[][]} */
  const all = [];
  for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0])) {
    const last = all.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else all.push([from, to]);
  }
  return all;
}

/**
 * A wait the way people say it: rounded up to half an hour.
 * @param {number} milliseconds
 * @returns {{ value: number, unit: "minute" | "hour" }}
 */
export function roundedWait(milliseconds) {
  const halves = Math.max(1, Math.ceil(milliseconds / (30 * MINUTE)));
  return halves === 1 ? { value: 30, unit: "minute" } : { value: halves / 2, unit: "hour" };
}
