/** A line as one app would show it, drawn by the same views as the phones. */
import { html } from "../../vendor/preact.js";
import { board } from "../../board.js";
import { SlackMessage } from "../../phones/slack.js";
import { TelegramMessage } from "../../phones/telegram.js";
import { WeChatMessage } from "../../phones/wechat.js";
import { t } from "../../words.js";

/** @typedef {{channel: string, messages: any[], refused: string}} Seen as the server tells what one app would show */

const VIEWS = { wechat: WeChatMessage, telegram: TelegramMessage, slack: SlackMessage };

/** Nobody sits here: what is pressed in a preview does nothing. @param {string} channel */
function nobody(channel) {
  const nothing = async () => ({ ok: true, status: 200, body: null, error: "" });
  return { id: `preview/${channel}`, channel, say: nothing, press: nothing, attach: nothing, edit: null };
}

const SEATS = Object.fromEntries(Object.keys(VIEWS).map((channel) => [channel, nobody(channel)]));

/**
 * The views draw entries of the board, so these are put there, for this browser only.
 * @param {readonly Seen[]} previews
 */
export function lay(previews) {
  for (const { channel, messages } of previews) {
    messages.forEach((shown, number) => (board.entry(keyOf(channel, number)).value = { number, shown }));
  }
}

/** @param {string} channel @param {number} number */
function keyOf(channel, number) {
  return `preview/${channel}/${number}`;
}

/** @param {{preview: Seen, lang: string}} props */
export function Sample({ preview: { channel, messages, refused }, lang }) {
  const View = VIEWS[channel];
  const keys = messages.map((_, number) => keyOf(channel, number));
  return html`<figure class="sample">
    <figcaption><span class=${`channel-dot dot-${channel}`}></span>${t(`channel.${channel}`)}</figcaption>
    <div class=${`sample-screen app ${channel}`} lang=${lang}>
      ${keys.map((key, index) => html`<${View} key=${key} entryKey=${key} previousKey=${keys[index - 1]}
        seat=${SEATS[channel]} own="" name="" />`)}
    </div>
    ${refused && html`<p class="bad">${t("preview.refused", { why: refused })}</p>`}
  </figure>`;
}
