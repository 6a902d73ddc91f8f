/** What could not be done, read out and shown until it is put away. */
import { effect, html } from "../vendor/preact.js";
import { dismiss, errors, reached } from "../ask.js";
import { board } from "../board.js";
import { Icon } from "../icons.js";
import { t } from "../words.js";

effect(() => {
  if (board.connection.value === "open") reached();
});

export function Errors() {
  return html`<div class="errors" role="alert">
    ${errors.value.map(({ id, text }) => html`<p class="error" key=${id}>
      <${Icon} name="failed" /><span>${text}</span>
      <button class="plain-icon" onClick=${() => dismiss(id)} aria-label=${t("dismiss")}><${Icon} name="close" /></button>
    </p>`)}
  </div>`;
}
