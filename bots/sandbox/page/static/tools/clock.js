/** Times to the second. */
import { computed } from "../vendor/preact.js";
import { isSameDay, now } from "../times.js";
import { language } from "../words.js";

const TIME = /** @type {const} */ ({ hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });

const formats = computed(() => ({
  time: new Intl.DateTimeFormat(language.value, TIME),
  day: new Intl.DateTimeFormat(language.value, { ...TIME, month: "short", day: "numeric" }),
  whole: new Intl.DateTimeFormat(language.value, { ...TIME, weekday: "short", year: "numeric", month: "short",
    day: "numeric" }),
}));

/** 14:05:09, with the day when it is another one than today by the sandbox's clock. @param {number} at */
export function clockOf(at) {
  const { time, day } = formats.value;
  return (isSameDay(at, now.peek()) ? time : day).format(at * 1000);
}

/** Sun, Nov 22, 2026, 14:05:09 @param {number} at */
export function wholeTimeOf(at) {
  return at ? formats.value.whole.format(at * 1000) : "";
}
