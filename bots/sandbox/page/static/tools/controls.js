/** What one can do to the sandbox itself: move its clock forward, and let the platforms misbehave. */
import { html } from "../vendor/preact.js";
import { t } from "../words.js";
import { Clock } from "./controls/clock.js";
import { Faults } from "./controls/faults.js";

export function Controls() {
  return html`<section class="controls" aria-labelledby="controls-title">
    <h2 id="controls-title" class="sr">${t("controls.title")}</h2>
    <${Clock} />
    <${Faults} />
  </section>`;
}
