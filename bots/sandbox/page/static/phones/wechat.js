/** A service account in WeChat: square faces, green and white bubbles, the menu instead of a keyboard. */
import { html, memo, untracked, useState } from "../vendor/preact.js";
import { board } from "../board.js";
import { shop } from "../choice.js";
import { Icon } from "../icons.js";
import { dayOf, isSameDay, now, timeOf } from "../times.js";
import { t } from "../words.js";
import { act } from "./acts.js";
import { Avatar } from "./avatar.js";
import { Composer } from "./composer.js";
import { Log } from "./log.js";
import { Media, hasPicture } from "./media.js";
import { Failed } from "./mine.js";
import { Words } from "./spans.js";
import { isAfterPause } from "./stamps.js";
import { Starters } from "./starters.js";
import { WeChatMenu } from "./wechat_menu.js";

/** @param {import("./phone.js").PhoneProps} props */
export function WeChat({ person, seat, keys, isLive, lang }) {
  const drawMessage = (/** @type {string} */ key, /** @type {string=} */ previous) =>
    html`<${WeChatMessage} key=${key} entryKey=${key} previousKey=${previous} seat=${seat} name=${person.name} />`;
  return html`<div class="app wechat">
    <header class="app-bar">
      <${Icon} name="back" />
      <span class="app-title">${person.typing ? html`<span role="status">${t("typing.wechat")}</span>` : shop.value}</span>
      <${Icon} name="person" />
    </header>
    <${Log} keys=${keys} label=${t("log.label", { name: shop.value })} isLive=${isLive} lang=${lang}
      empty=${html`${t("empty.wechat")}<${Starters} person=${person} seat=${seat} />`} drawMessage=${drawMessage} />
    ${person.reachable ? html`<${Foot} person=${person} seat=${seat} />` : html`<${Unfollowed} person=${person} />`}
  </div>`;
}

/** The custom menu and the keyboard take turns. @param {{person: any, seat: import("./seat.js").Seat}} props */
function Foot({ person, seat }) {
  const [isTyping, setTyping] = useState(false);
  if (!person.menu?.length) return html`<${Composer} seat=${seat} label=${t("write.to", { name: shop.value })} />`;
  if (isTyping) {
    const before = html`<button class="swap" onClick=${() => setTyping(false)} aria-label=${t("wechat.to_menu")}>
      <${Icon} name="menu" /></button>`;
    return html`<${Composer} seat=${seat} label=${t("write.to", { name: shop.value })} before=${before} />`;
  }
  return html`<${WeChatMenu} person=${person} onKeyboard=${() => setTyping(true)} />`;
}

/** @param {{person: any}} props */
function Unfollowed({ person }) {
  return html`<div class="app-foot">
    <p>${t("wechat.unfollowed")}</p>
    <button class="app-primary" onClick=${() => act(person, "follow")}>${t("wechat.follow")}</button>
  </div>`;
}

/** @typedef {{entryKey: string, previousKey?: string, seat: import("./seat.js").Seat, name: string}} MessageProps */

export const WeChatMessage = memo((/** @type {MessageProps} */ { entryKey, previousKey, seat, name }) => {
  const message = board.entry(entryKey).value;
  if (!message) return null;
  const shown = message.shown;
  const previous = previousKey && board.entry(previousKey).value?.shown;
  return html`
    ${isAfterPause(shown, previous) && html`<${Stamp} at=${shown.at} />`}
    ${shown.notice
      ? html`<p class="notice">${shown.text}</p>`
      : html`<${Bubble} number=${message.number} shown=${shown} seat=${seat} name=${name} />`}`;
});

/** @param {{at: number}} props */
function Stamp({ at }) {
  const isToday = isSameDay(at, untracked(() => now.value) || at);
  return html`<p class="stamp">${isToday ? timeOf(at) : `${dayOf(at)} ${timeOf(at)}`}</p>`;
}

/** @param {{number: number, shown: any, seat: import("./seat.js").Seat, name: string}} props */
function Bubble({ number, shown, seat, name }) {
  const author = shown.mine ? name : shop.value;
  const tapped = new Set(shown.spans?.map((/** @type {any} */ span) => span.tap));
  const loose = shown.buttons.filter((/** @type {string} */ label) => !tapped.has(label));
  const tap = (/** @type {string} */ label) => seat.press(label, shown.message_id);
  return html`<div class=${shown.mine ? "row mine" : "row"} data-message=${number}>
    <${Avatar} name=${author} isShop=${!shown.mine} />
    <div class="row-main">
      ${shown.media.length > 0 && html`<div class=${hasPicture(shown) ? "bubble bubble-picture" : "bubble"}><${Media} channel="wechat" shown=${shown} /></div>`}
      ${(shown.text || loose.length > 0) && html`<div class="bubble">
        <span class="sr">${author}：</span><${Words} shown=${shown} onTap=${tap} />
        ${loose.map((/** @type {string} */ label) => html`<button class="tap tap-line" onClick=${() => tap(label)}>${label}</button>`)}
      </div>`}
    </div>
    ${shown.failed && html`<${Failed} />`}
  </div>`;
}
