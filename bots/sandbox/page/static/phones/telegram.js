/** A bot in Telegram: bubbles with tails on a painted wall, time and ticks inside, buttons in rows beneath. */
import { html, memo } from "../vendor/preact.js";
import { board } from "../board.js";
import { shop } from "../choice.js";
import { Icon } from "../icons.js";
import { dayOf, fullTimeOf, timeOf } from "../times.js";
import { t } from "../words.js";
import { act } from "./acts.js";
import { Avatar, hueOf } from "./avatar.js";
import { PressButton, rowsOf } from "./buttons.js";
import { Composer } from "./composer.js";
import { Log } from "./log.js";
import { Marks } from "./marks.js";
import { Media, hasPicture } from "./media.js";
import { Failed, newestOwn } from "./mine.js";
import { Quote } from "./quotes.js";
import { Words } from "./spans.js";
import { continues, isNewDay } from "./stamps.js";
import { Tools } from "./tools.js";

/** @param {import("./phone.js").PhoneProps} props */
export function Telegram({ person, seat, keys, isLive, lang }) {
  const drawMessage = (/** @type {string} */ key, /** @type {string=} */ previous, /** @type {string=} */ next) => html`
    <${TelegramMessage} key=${key} entryKey=${key} previousKey=${previous} nextKey=${next} seat=${seat} own=${person.name} />`;
  return html`<div class="app telegram">
    <header class="app-bar">
      <${Icon} name="back" />
      <${Avatar} name=${shop.value} isShop />
      <span class="app-title">${shop.value}
        <small role="status">${person.typing ? t("typing.telegram") : t("telegram.bot")}</small>
      </span>
      <${Icon} name="more" />
    </header>
    <${Log} keys=${keys} label=${t("log.label", { name: shop.value })} isLive=${isLive} lang=${lang}
      empty=${html`<span class="empty-card">${t("empty.telegram")}</span>`} drawMessage=${drawMessage} />
    <${Foot} person=${person} seat=${seat} keys=${keys} />
  </div>`;
}

/** @param {{person: any, seat: import("./seat.js").Seat, keys: readonly string[]}} props */
function Foot({ person, seat, keys }) {
  if (!person.reachable) {
    return html`<button class="app-foot app-wide" onClick=${() => act(person, "unblock")}>${t("telegram.unblock")}</button>`;
  }
  if (keys.length === 0) {
    return html`<button class="app-foot app-wide" onClick=${() => act(person, "start")}>${t("telegram.start")}</button>`;
  }
  return html`<${Composer} seat=${seat} label=${t("write.to", { name: shop.value })} newestOwn=${() => newestOwn(keys)} />`;
}

/**
 * In a group everybody is named (`isGroup`), and `own` is who looks at it.
 * @typedef {{entryKey: string, previousKey?: string, nextKey?: string, seat: import("./seat.js").Seat, own: string, isGroup?: boolean}} Props
 */
export const TelegramMessage = memo((/** @type {Props} */ { entryKey, previousKey, nextKey, seat, own, isGroup }) => {
  const message = board.entry(entryKey).value;
  if (!message) return null;
  const shown = message.shown;
  if (shown.deleted) return null;
  const previous = previousKey && board.entry(previousKey).value?.shown;
  const next = nextKey && board.entry(nextKey).value?.shown;
  const isOwn = shown.mine && (!isGroup || shown.author === own);
  return html`
    ${isNewDay(shown, previous) && html`<p class="stamp">${dayOf(shown.at)}</p>`}
    ${shown.notice
      ? html`<p class="notice">${shown.text}</p>`
      : html`<${Row} entryKey=${entryKey} number=${message.number} shown=${shown} seat=${seat} isOwn=${isOwn} isGroup=${isGroup}
          isFirst=${!continues(shown, previous)} isLast=${!next || !continues(next, shown)} />`}`;
});

/** @param {any} props */
function Row({ entryKey, number, shown, seat, isOwn, isGroup, isFirst, isLast }) {
  const author = shown.author || (shown.mine ? "" : shop.value);
  const rows = rowsOf(shown);
  const place = `${isOwn ? " mine" : ""}${isFirst ? " first" : ""}${isLast ? " last" : ""}`;
  return html`<div class=${`row${place}${rows.length ? " keyed" : ""}`} data-message=${number}>
    <div class="row-main">
      <div class=${!shown.text && hasPicture(shown) ? "bubble bubble-picture" : "bubble"}>
        ${isGroup && !isOwn && isFirst && html`<strong class=${`author ink-${hueOf(author)}`}>${author}</strong>`}
        ${!(isGroup && isFirst && !isOwn) && html`<span class="sr">${author}：</span>`}
        ${shown.quotes && html`<${Quote} entryKey=${entryKey} id=${shown.quotes} />`}
        ${shown.media.length > 0 && html`<${Media} channel="telegram" shown=${shown} />`}
        <span class="bubble-words"><${Words} shown=${shown} /></span>
        <${Meta} shown=${shown} isOwn=${isOwn} />
        <${Marks} marks=${shown.marks} />
      </div>
      ${rows.length > 0 && html`<div class="keyboard">
        ${rows.map((row) => html`<div class="keyboard-row">
          ${row.map((button) => html`<${PressButton} key=${button.label} button=${button} seat=${seat} message=${shown.message_id} />`)}
        </div>`)}
      </div>`}
    </div>
    <${Tools} seat=${seat} shown=${shown} isOwn=${isOwn} />
    ${shown.failed && html`<${Failed} />`}
  </div>`;
}

/** @param {{shown: any, isOwn: boolean}} props */
function Meta({ shown, isOwn }) {
  if (!shown.at) return null;
  return html`<span class="meta">
    ${shown.edited && html`<span>${t("edited")}</span>`}
    <time title=${fullTimeOf(shown.at)}>${timeOf(shown.at)}</time>
    ${isOwn && !shown.failed && html`<${Icon} name="checks" />`}
  </span>`;
}
