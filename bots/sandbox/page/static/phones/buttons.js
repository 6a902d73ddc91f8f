/** Buttons under a message, in the rows that the platform was given. */
import { html, useState } from "../vendor/preact.js";
import { Icon } from "../icons.js";
import { isWebAddress } from "./spans.js";

/** @typedef {{label: string, link: string}} Button */

/** @param {any} shown @returns {Button[][]} */
export function rowsOf(shown) {
  const buttons = shown.buttons.map((/** @type {string} */ label, /** @type {number} */ index) => ({
    label,
    link: shown.links?.[index] ?? "",
  }));
  const sizes = shown.rows?.length ? shown.rows : buttons.map(() => 1);
  let taken = 0;
  return sizes.map((/** @type {number} */ size) => buttons.slice(taken, (taken += size)));
}

/** @param {{button: Button, seat: import("./seat.js").Seat, message: string}} props */
export function PressButton({ button, seat, message }) {
  const [isBusy, setBusy] = useState(false);
  if (isWebAddress(button.link)) {
    return html`<a class="press" href=${button.link} target="_blank" rel="noopener noreferrer">
      ${button.label}<${Icon} name="outside" />
    </a>`;
  }
  const press = async () => {
    if (isBusy) return;
    setBusy(true);
    await seat.press(button.label, message);
    setBusy(false);
  };
  return html`<button class="press" aria-busy=${isBusy} onClick=${press}>${button.label}</button>`;
}

/** All of a message, without the rows that they were given in.
 * @param {{shown: any, seat: import("./seat.js").Seat}} props */
export function Actions({ shown, seat }) {
  if (!shown.buttons.length) return null;
  return html`<div class="actions">
    ${rowsOf(shown).flat().map((button) => html`
      <${PressButton} key=${button.label} button=${button} seat=${seat} message=${shown.message_id} />`)}
  </div>`;
}
