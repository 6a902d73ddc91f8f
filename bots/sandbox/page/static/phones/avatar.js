/** A face for everybody: their initial on a colour that is always the same. */
import { html } from "../vendor/preact.js";
import { Mark } from "../icons.js";

const HUES = 8;

/** Decoration: the name is written beside it. `isShop`: the bot's. @param {{name: string, isShop?: boolean}} props */
export function Avatar({ name, isShop = false }) {
  if (isShop) return html`<span class="avatar avatar-shop" aria-hidden="true"><${Mark} /></span>`;
  return html`<span class=${`avatar hue-${hueOf(name)}`} aria-hidden="true">${initial(name)}</span>`;
}

/** @param {string} name */
function initial(name) {
  const words = name.trim().split(/\s+/);
  const letters = /^[\p{Script=Han}]/u.test(name.trim()) ? [words[0].slice(-1)] : words.slice(0, 2).map((w) => [...w][0]);
  return letters.join("").toUpperCase() || "?";
}

/** @param {string} name */
export function hueOf(name) {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return sum % HUES;
}
