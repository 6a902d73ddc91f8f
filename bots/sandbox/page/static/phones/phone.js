/** A customer's phone, with who holds it above. */
import { html, useMemo } from "../vendor/preact.js";
import { board } from "../board.js";
import { holder, selected, selectPerson } from "../choice.js";
import { now, timeOf } from "../times.js";
import { t } from "../words.js";
import { Holder } from "./holder.js";
import { customerSeat } from "./seat.js";
import { Slack } from "./slack.js";
import { Telegram } from "./telegram.js";
import { WeChat } from "./wechat.js";
import { spokenBy } from "./languages.js";

/** @typedef {{person: any, seat: import("./seat.js").Seat, keys: readonly string[], isLive: boolean, lang: string}} PhoneProps */

const APPS = { wechat: WeChat, telegram: Telegram, slack: Slack };

/** @param {{channel: import("../choice.js").Channel}} props */
export function Phone({ channel }) {
  const account = holder[channel].value;
  const person = account ? board.entry(`person/${channel}/${account}`).value : null;
  const isSelected = isUnderGlass(channel, account);
  const select = () => account && selectPerson(channel, account);
  return html`<section class=${`column column-${channel}`} data-channel=${channel} data-account=${account}
    aria-label=${t("phone", { channel: t(`channel.${channel}`), name: person?.name ?? "" })}
    data-selected=${isSelected} onFocusCapture=${select} onPointerDownCapture=${select}>
    <${Holder} channel=${channel} person=${person} isSelected=${isSelected} />
    <div class="device">
      <${StatusBar} />
      ${person ? html`<${Screen} key=${account} channel=${channel} person=${person} isLive=${isSelected} />` : html`<p class="empty">${t("waiting")}</p>`}
    </div>
  </section>`;
}

/** @param {{channel: import("../choice.js").Channel, person: any, isLive: boolean}} props */
function Screen({ channel, person, isLive }) {
  const App = APPS[channel];
  const seat = useMemo(() => customerSeat(channel, person.account), [channel, person.account]);
  const keys = board.keys(`message/${channel}/${person.account}/`).value;
  return html`<${App} person=${person} seat=${seat} keys=${keys} isLive=${isLive} lang=${spokenBy(person)} />`;
}

/** @param {string} channel @param {string} account */
function isUnderGlass(channel, account) {
  const chosen = selected.value;
  return chosen?.kind === "person" && chosen.channel === channel && chosen.account === account;
}

/** The top of every phone: decoration, but the time is the sandbox's. */
function StatusBar() {
  return html`<div class="status-bar" aria-hidden="true">
    <span>${timeOf(now.value)}</span>
    <svg viewBox="0 0 48 12"><path d="M2 8v2M6 6v4M10 4v6M14 2v8" />
      <rect class="battery" x="24" y="2" width="18" height="8" rx="2.5" /><rect class="charge" x="26" y="4" width="12" height="4" rx="1" /><path d="M44 5v2" /></svg>
  </div>`;
}
