/** 14:05:09, with the day when it is another one than today by the sandbox's clock. */
import { computed } from "../vendor/preact.js";
import { isSameDay, now } from "../times.js";
import { language } from "../words.js";

const TIME = /** @type {const} */ ({ hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });

const formats = computed(() => ({
  time: new Intl.DateTimeFormat(language.value, TIME),
  day: new Intl.DateTimeFormat(language.value, { ...TIME, month: "short", day: "numeric" }),
}));

/** @param {number} at */
export function clockOf(at) {
  const { time, day } = formats.value;
  return (isSameDay(at, now.peek()) ? time : day).format(at * 1000);
}
