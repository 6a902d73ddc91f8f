/** What could not be done, read out and shown until it is put away. */
import { html } from "../vendor/preact.js";
import { dismiss, errors } from "../ask.js";
import { Icon } from "../icons.js";
import { t } from "../words.js";

export function Errors() {
  return html`<div class="errors" role="alert">
    ${errors.value.map(({ id, text }) => html`<p class="error" key=${id}>
      <${Icon} name="failed" /><span>${text}</span>
      <button class="plain-icon" onClick=${() => dismiss(id)} aria-label=${t("dismiss")}><${Icon} name="close" /></button>
    </p>`)}
  </div>`;
}
