/** Whether the page hears of what happens. */
import { html } from "../vendor/preact.js";
import { board } from "../board.js";
import { Icon } from "../icons.js";
import { t } from "../words.js";

export function Banner() {
  const isLost = board.connection.value === "lost";
  return html`<div class="banner-place" role="status">
    ${isLost && html`<p class="banner"><${Icon} name="retry" />${t("connection.lost")}</p>`}
  </div>`;
}
