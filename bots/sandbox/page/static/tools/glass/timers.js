/** What becomes due, in words: timers are named for the code that sets them. */
import { t } from "../../words.js";

/**
 * `form`, `form:gathered`, `return:<number>:expire`, `survey:remind:<id>` ...; a name that is not known stays as it is.
 * @param {string} name
 */
export function timerWords(name) {
  const [, number = "", what = name] = /^return:([^:]+):(remind|expire|refund_late)\b/.exec(name) ?? [];
  for (let known = what; known; known = known.slice(0, Math.max(known.lastIndexOf(":"), 0))) {
    const key = `timer.${known}`;
    const words = t(key, { number });
    if (words !== key) return words;
  }
  return name;
}
