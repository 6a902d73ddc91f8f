/** An internal group in WeCom: everything in one flow, and the number of the conversation that one writes about. */
import { html, memo, useEffect, useMemo } from "../vendor/preact.js";
import { board } from "../board.js";
import { openThread, selected, shop, showThread } from "../choice.js";
import { Icon } from "../icons.js";
import { Avatar } from "../phones/avatar.js";
import { Actions } from "../phones/buttons.js";
import { Composer } from "../phones/composer.js";
import { Log } from "../phones/log.js";
import { Media, hasPicture } from "../phones/media.js";
import { agentSeat } from "../phones/seat.js";
import { Words } from "../phones/spans.js";
import { isAfterPause } from "../phones/stamps.js";
import { timeOf } from "../times.js";
import { t } from "../words.js";
import { OUTSIDE, markSeen } from "./posts.js";
import { ShowCustomer, agentName, isUnderGlass } from "./thread.js";
import { topics } from "./topics.js";

/** @param {{agent: string}} props */
export function Group({ agent }) {
  const thread = openThread.value || OUTSIDE;
  const keys = board.keys("post/").value;
  const topic = topics.value.find((each) => each.thread === thread) ?? null;
  const seat = useMemo(() => agentSeat("wecom", agent, thread), [agent, thread]);
  const own = agentName(agent);
  useEffect(() => [OUTSIDE, ...topics.peek().map((each) => each.thread)].forEach(markSeen), [keys]);
  const select = () => thread && (selected.value = { kind: "topic", thread });
  const drawMessage = (/** @type {string} */ key, /** @type {string=} */ previous) =>
    html`<${Message} key=${key} entryKey=${key} previousKey=${previous} seat=${seat} own=${own} />`;
  return html`<div class="app wechat group" onFocusCapture=${select} data-thread=${thread}>
    <header class="app-bar">
      <${Icon} name="group" />
      <span class="app-title">${t("desk.group", { shop: shop.value })}<small>${t("desk.write_as", { name: own })}</small></span>
      <${ShowCustomer} topic=${topic} />
    </header>
    <${Log} keys=${keys} label=${t("log.channel")} isLive=${isUnderGlass(thread)} empty=${t("empty.topics")} drawMessage=${drawMessage} />
    <${Composer} seat=${seat} label=${t("write.to", { name: topic?.title ?? t("desk.general") })} before=${html`<${Number} thread=${thread} />`} />
  </div>`;
}

/** Which conversation is meant: its number is written behind the @. @param {{thread: string}} props */
function Number({ thread }) {
  return html`<label class="select number">
    <span class="sr">${t("desk.topics.label")}</span>
    <select value=${thread} onChange=${(/** @type {any} */ event) => showThread(event.currentTarget.value)}>
      <option value=${OUTSIDE}>@</option>
      ${topics.value.map((topic) => html`<option key=${topic.thread} value=${topic.thread}>@ ${topic.thread}</option>`)}
    </select>
  </label>`;
}

/** @typedef {{entryKey: string, previousKey?: string, seat: import("../phones/seat.js").Seat, own: string}} MessageProps */

const Message = memo((/** @type {MessageProps} */ { entryKey, previousKey, seat, own }) => {
  const message = board.entry(entryKey).value;
  if (!message) return null;
  const shown = message.shown;
  const previous = previousKey && board.entry(previousKey).value?.shown;
  const isOwn = shown.mine && shown.author === own;
  return html`
    ${isAfterPause(shown, previous) && html`<p class="stamp">${timeOf(shown.at)}</p>`}
    <div class=${isOwn ? "row mine" : "row"} data-message=${message.number}>
      <${Avatar} name=${shown.author} isShop=${!shown.mine} />
      <div class="row-main">
        <p class="row-head">${shown.author}</p>
        ${shown.media.length > 0 && html`<div class=${hasPicture(shown) ? "bubble bubble-picture" : "bubble"}><${Media} channel="wecom" shown=${shown} /></div>`}
        ${(shown.text || shown.buttons.length > 0) && html`<div class="bubble"><${Words} shown=${shown} /><${Actions} shown=${shown} seat=${seat} /></div>`}
      </div>
    </div>`;
});
