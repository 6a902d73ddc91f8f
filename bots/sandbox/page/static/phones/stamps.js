/** When messages are set apart: by a pause, by another day, by another author. */
import { isSameDay } from "../times.js";

const PAUSE_SECONDS = 5 * 60;

/** @param {any} shown @param {any} previous */
export function isAfterPause(shown, previous) {
  return shown.at > 0 && (!previous || shown.at - previous.at > PAUSE_SECONDS);
}

/** @param {any} shown @param {any} previous */
export function isNewDay(shown, previous) {
  return shown.at > 0 && (!previous?.at || !isSameDay(shown.at, previous.at));
}

/** Whether it goes on from the one before it, by the same person. @param {any} shown @param {any} previous */
export function continues(shown, previous) {
  if (!previous || previous.notice || shown.notice) return false;
  return previous.mine === shown.mine && previous.author === shown.author && !isAfterPause(shown, previous);
}
