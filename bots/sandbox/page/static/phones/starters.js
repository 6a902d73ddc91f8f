/** What a customer may begin with: on an empty phone one press says it, also for who does not speak their language. */
import { html } from "../vendor/preact.js";
import { spokenBy } from "./languages.js";

/** Told by the scripts of each language. @type {Record<string, readonly string[]>} */
const FIRST_WORDS = {
  "zh-CN": ["你好", "我的订单到哪了", "转人工"],
  "zh-TW": ["你好", "我的訂單到哪了", "真人客服"],
  en: ["Hello", "Where is my order?", "Talk to a person"],
};

/** @param {{person: any, seat: import("./seat.js").Seat}} props */
export function Starters({ person, seat }) {
  const spoken = spokenBy(person);
  const lang = spoken in FIRST_WORDS ? spoken : "en";
  return html`<div class="starters" lang=${lang}>
    ${FIRST_WORDS[lang].map((words) => html`<button key=${words} class="starter" onClick=${() => seat.say(words)}>${words}</button>`)}
  </div>`;
}
