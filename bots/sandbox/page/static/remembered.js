/** Choices that outlive a reload. A browser that keeps nothing (a private window) only forgets them sooner. */
import { effect, signal } from "./vendor/preact.js";

/** @param {string} name @param {string} fallback @param {readonly string[]} [allowed] */
export function remembered(name, fallback, allowed) {
  const kept = stored(name);
  const choice = signal(kept !== null && (allowed?.includes(kept) ?? true) ? kept : fallback);
  effect(() => store(name, choice.value));
  return choice;
}

/** @param {string} name */
function stored(name) {
  try {
    return localStorage.getItem(`kefu.${name}`);
  } catch {
    return null;
  }
}

/** @param {string} name @param {string} value */
function store(name, value) {
  try {
    localStorage.setItem(`kefu.${name}`, value);
  } catch {
    // Storage is off or full: the choice holds until the page is closed.
  }
}
