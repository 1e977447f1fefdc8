// Say instants in a person's own time zone, and read back what they picked there.

import { me, now } from "./store.js";

const formats = new Map();

/** Write `date` in words, in the zone of the person acted as. */
export function say(date, options, language = "en-US") {
  const zone = me()?.tz ?? "UTC";
  const key = zone + language + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(language, { timeZone: zone, ...options }));
  return formats.get(key).format(date);
}

/** Hours and minutes, as 9:05 AM. */
export function timeOfDay(date) {
  return say(date, { hour: "numeric", minute: "2-digit" });
}

/** The local calendar day as 2026-11-23. */
export function dayKey(date) {
  return say(date, { year: "numeric", month: "2-digit", day: "2-digit" }, "en-CA");
}

const DAY = 86_400_000;

/** "Today", "Yesterday", "Tomorrow", or null for other days. */
function nearby(date) {
  const day = dayKey(date);
  if (day === dayKey(now())) return "Today";
  if (day === dayKey(new Date(now() - DAY))) return "Yesterday";
  if (day === dayKey(new Date(+now() + DAY))) return "Tomorrow";
  return null;
}

const LONG = { weekday: "long", month: "long", day: "numeric" };

/** The day in words: Today, or Monday, November 23. */
export function dayInWords(date) {
  return nearby(date) ?? say(date, LONG);
}

const DATE_WORDS = {
  date_num: (date) => dayKey(date),
  date: (date) => say(date, { month: "long", day: "numeric", year: "numeric" }),
  date_short: (date) => say(date, { month: "short", day: "numeric", year: "numeric" }),
  date_long: (date) => say(date, { ...LONG, year: "numeric" }),
  date_pretty: (date) => nearby(date)?.toLowerCase() ?? DATE_WORDS.date(date),
  date_short_pretty: (date) => nearby(date)?.toLowerCase() ?? DATE_WORDS.date_short(date),
  date_long_pretty: (date) => nearby(date)?.toLowerCase() ?? DATE_WORDS.date_long(date),
  day_divider_pretty: (date) => dayInWords(date),
  date_long_full: (date) => DATE_WORDS.date_long(date),
  time: (date) => timeOfDay(date),
  time_secs: (date) => say(date, { hour: "numeric", minute: "2-digit", second: "2-digit" }),
  ago: (date) => ago(date),
};

function ago(date) {
  const minutes = Math.round((date - now()) / 60_000);
  const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  if (Math.abs(minutes) < 60) return words.format(minutes, "minute");
  if (Math.abs(minutes) < 1440) return words.format(Math.round(minutes / 60), "hour");
  return words.format(Math.round(minutes / 1440), "day");
}

/** Fill a date pattern such as "{date_short} at {time}"; unknown words stay as they are. */
export function fillDate(seconds, pattern) {
  const date = new Date(Number(seconds) * 1000);
  return pattern.replace(/\{(\w+)\}/g, (whole, word) => DATE_WORDS[word]?.(date) ?? whole);
}

/** The local date and time of `date` as 2026-11-23T09:05. */
export function toLocal(date) {
  return `${dayKey(date)}T${say(date, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" })}`;
}

/** The epoch seconds of a local date and time picked in the person's zone. */
export function fromLocal(local) {
  const wanted = Date.parse(`${local}Z`);
  let guess = wanted;
  // Twice, since the first step may cross a change of the clocks.
  for (let step = 0; step < 2; step += 1) guess += wanted - Date.parse(`${toLocal(new Date(guess))}Z`);
  return Math.floor(guess / 1000);
}
