/** The sandbox's clock, and times as people write them. */
import { computed, effect, signal } from "./vendor/preact.js";
import { board } from "./board.js";
import { language } from "./words.js";

const TICK_MS = 1000;

const ticks = signal(performance.now());
setInterval(() => (ticks.value = performance.now()), TICK_MS);

/** The server's word, and when it came. */
const told = signal({ now: 0, at: 0 });
effect(() => {
  const clock = board.entry("clock").value;
  if (clock) told.value = { now: clock.now, at: performance.now() };
});

/** Unix seconds by the sandbox's clock; 0 until it is known. Changes once a second. */
export const now = computed(() => {
  const { now: then, at } = told.value;
  return then ? then + Math.max(0, ticks.value - at) / 1000 : 0;
});

/** How far the sandbox's clock stands ahead of the real one, in seconds. */
export const moved = computed(() => board.entry("clock").value?.moved ?? 0);

const formats = computed(() => ({
  time: new Intl.DateTimeFormat(language.value, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
  day: new Intl.DateTimeFormat(language.value, { month: "long", day: "numeric" }),
  full: new Intl.DateTimeFormat(language.value, { dateStyle: "medium", timeStyle: "medium" }),
}));

/** 14:05 @param {number} at */
export function timeOf(at) {
  return at ? formats.value.time.format(at * 1000) : "";
}

/** 11月22日 @param {number} at */
export function dayOf(at) {
  return at ? formats.value.day.format(at * 1000) : "";
}

/** @param {number} at */
export function fullTimeOf(at) {
  return at ? formats.value.full.format(at * 1000) : "";
}

/** @param {number} a @param {number} b */
export function isSameDay(a, b) {
  return new Date(a * 1000).toDateString() === new Date(b * 1000).toDateString();
}
