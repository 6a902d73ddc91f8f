/** How long something lasts, in the reader's language. */
import { computed } from "../vendor/preact.js";
import { language } from "../words.js";

const UNITS = /** @type {const} */ ([["day", 86_400], ["hour", 3_600], ["minute", 60], ["second", 1]]);

const formats = computed(
  () => new Map(UNITS.map(([unit]) => [unit, new Intl.NumberFormat(language.value, { style: "unit", unit,
    unitDisplay: "short" })])),
);

/** "2 hr 5 min": the largest unit and the one below it. @param {number} seconds */
export function lasting(seconds) {
  let rest = Math.max(0, Math.round(seconds));
  const first = Math.max(0, UNITS.findIndex(([, size]) => rest >= size));
  const parts = [];
  for (const [unit, size] of UNITS.slice(rest ? first : -1).slice(0, 2)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count || parts.length === 0) parts.push(spaced(formats.value.get(unit)?.format(count) ?? ""));
  }
  return parts.join(" ");
}

/** Between a number and a Chinese character stands a space. @param {string} words */
function spaced(words) {
  return words.replace(/(\d)(?=\p{Script=Han})/u, "$1 ");
}

/** "3.2 ms", "1.4 s": what a turn took. @param {number} seconds */
export function taking(seconds) {
  const isLong = seconds >= 1;
  const unit = isLong ? "second" : "millisecond";
  const format = new Intl.NumberFormat(language.value, { style: "unit", unit, unitDisplay: "short",
    maximumFractionDigits: 1 });
  return spaced(format.format(isLong ? seconds : seconds * 1000));
}
