/** What becomes due, in words: timers are named for the code that sets them. */
import { t } from "../../words.js";

/** `form`, `form:gathered`, `return:<number>:expire` ...; a name that is not known stays as it is. @param {string} name */
export function timerWords(name) {
  const [, number = "", what = name] = /^return:([^:]+):(remind|expire|refund_late)\b/.exec(name) ?? [];
  const key = `timer.${what}`;
  const words = t(key, { number });
  return words === key ? name : words;
}
