/** Reactions: in the staff group they tell how the delivery of a message ended. */
import { html } from "../vendor/preact.js";
import { t } from "../words.js";

/** As kefu sets them: Telegram's by the sign itself, Slack's by name. */
const MEANINGS = { "👌": "delivered", "👎": "undelivered", white_check_mark: "delivered", x: "undelivered" };
/** @typedef {{sign: string, name: string}} Reaction as Telegram names it, and Slack */

/** What one reacts with here. @type {Reaction[]} */
export const REACTIONS = [
  { sign: "👍", name: "+1" },
  { sign: "❤", name: "heart" },
  { sign: "👀", name: "eyes" },
  { sign: "🔥", name: "fire" },
  { sign: "🙏", name: "pray" },
  { sign: "👎", name: "-1" },
];

/** @type {Record<string, string>} */
const SIGNS = {
  white_check_mark: "✅",
  x: "❌",
  hourglass: "⏳",
  warning: "⚠️",
  ...Object.fromEntries(REACTIONS.map(({ sign, name }) => [name, sign])),
};

/** @param {{marks: string[]}} props */
export function Marks({ marks }) {
  if (!marks?.length) return null;
  return html`<span class="marks">${marks.map((mark) => html`<${Reaction} key=${mark} mark=${mark} />`)}</span>`;
}

/** @param {{mark: string}} props */
function Reaction({ mark }) {
  const meaning = MEANINGS[mark] ? t(`mark.${MEANINGS[mark]}`) : mark;
  return html`<span class="mark-pill" role="img" aria-label=${meaning} title=${meaning}>${SIGNS[mark] ?? signOf(mark)}</span>`;
}

/** A name that has no sign here is written as Slack writes it. @param {string} mark */
function signOf(mark) {
  return /^[a-z0-9_+-]+$/.test(mark) ? `:${mark}:` : mark;
}
