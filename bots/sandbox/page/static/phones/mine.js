/** What stands beside one's own message. */
import { html } from "../vendor/preact.js";
import { board } from "../board.js";
import { Icon } from "../icons.js";
import { t } from "../words.js";

/** The platform could not bring it to kefu. */
export function Failed() {
  return html`<span class="failed" role="img" aria-label=${t("failed")} title=${t("failed")}><${Icon} name="failed" /></span>`;
}

const EXCERPT = 40;

/** @param {string} text */
export function excerpt(text) {
  const line = text.split("\n")[0];
  return line.length > EXCERPT ? `${line.slice(0, EXCERPT)}…` : line;
}

/** The last own message with words on a screen. @param {readonly string[]} keys */
export function newestOwn(keys) {
  for (let index = keys.length - 1; index >= 0; index -= 1) {
    const shown = board.entry(keys[index]).value?.shown;
    if (shown?.mine && shown.text && shown.message_id) return shown;
  }
  return null;
}
