// Times of planned work as the visitor's own clock shows them. Days without a time are the same everywhere.

import { known } from "./texts.js";

/** @type {Intl.DateTimeFormatOptions} */
const LONG = { weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "numeric", minute: "2-digit", timeZoneName: "short" };

for (const place of document.querySelectorAll("[data-when]")) {
  const times = [...place.querySelectorAll("time")];
  if (!times.length || times.some((time) => !time.dateTime.includes("T"))) continue;
  const [from, until] = times.map((time) => Date.parse(time.dateTime));
  const format = new Intl.DateTimeFormat(known(document.documentElement.lang), LONG);
  times[0].textContent = until ? format.formatRange(from, until) : format.format(from);
  place.replaceChildren(times[0]);
}
