/** Who holds the phone: choose somebody, see what they bought, change what only a customer can change. */
import { html } from "../vendor/preact.js";
import { choosePerson, listed, sandbox } from "../choice.js";
import { Icon } from "../icons.js";
import { LANGUAGES, language, t } from "../words.js";
import { act, newCustomer, speak } from "./acts.js";
import { spokenBy } from "./languages.js";
import { customerSeat } from "./seat.js";

/** @param {{channel: string, person: any, isSelected: boolean}} props */
export function Holder({ channel, person, isSelected }) {
  return html`<div class="holder">
    <div class="holder-row">
      <h2 class="channel-name"><span class=${`channel-dot dot-${channel}`}></span>${t(`channel.${channel}`)}</h2>
      ${isSelected && html`<span class="under-glass" title=${t("under_glass")}><${Icon} name="glass" /><span class="sr">${t("under_glass")}</span></span>`}
      <${Who} channel=${channel} person=${person} />
      <button class="small-button" onClick=${() => newCustomer(channel, language.value)} title=${t("new.customer")}
        aria-label=${t("new.customer")}><${Icon} name="add" /></button>
    </div>
    ${person && html`<div class="holder-row">
      <${Profile} person=${person} />
      ${person.vip && html`<span class="vip"><${Icon} name="crown" />${t("vip")}</span>`}
      <${Reach} person=${person} />
    </div>
    <${Orders} person=${person} />`}
  </div>`;
}

/** @param {{channel: string, person: any}} props */
function Who({ channel, person }) {
  return html`<label class="select who">
    <span class="sr">${t("who", { channel: t(`channel.${channel}`) })}</span>
    <select value=${person?.account ?? ""} onChange=${(event) => choosePerson(channel, event.currentTarget.value)}>
      ${listed(`person/${channel}/`).map((each) => html`<option key=${each.account} value=${each.account}>${each.vip ? `★ ${each.name}` : each.name}</option>`)}
    </select>
  </label>`;
}

/** @param {{person: any}} props */
function Profile({ person }) {
  const spoken = spokenBy(person);
  const offered = new Set([...(sandbox.value?.languages ?? []), spoken]);
  return html`<label class="select">
    <span class="sr">${t("profile.language")}</span>
    <select value=${spoken} onChange=${(event) => speak(person, event.currentTarget.value)}>
      ${[...offered].map((each) => html`<option key=${each} value=${each}>${LANGUAGES[each] ?? each}</option>`)}
    </select>
  </label>`;
}

const REACH = { wechat: { off: "unfollow", on: "follow" }, telegram: { off: "block", on: "unblock" } };

/** Following, or blocking: the bot may or may not write to them. @param {{person: any}} props */
function Reach({ person }) {
  const acts = REACH[person.channel];
  if (!acts) return null;
  const what = person.reachable ? acts.off : acts.on;
  return html`<button class="small-button reach" onClick=${() => act(person, what)}>
    <${Icon} name=${person.channel === "wechat" ? "follow" : "block"} />${t(`reach.${what}`)}
  </button>`;
}

/** Their sample orders, and the digits that prove each: one click writes them. @param {{person: any}} props */
function Orders({ person }) {
  const seat = customerSeat(person.channel, person.account);
  if (!person.orders.length) return html`<p class="orders orders-none">${t("orders.none")}</p>`;
  const caption = `orders-of-${person.channel}`;
  return html`<p class="orders-caption" id=${caption}>${t("orders")}</p><ul class="orders" aria-labelledby=${caption}>
    ${person.orders.map((/** @type {any} */ order) => html`<li key=${order.number} class="order">
      <button onClick=${() => seat.say(order.number)} aria-label=${t("orders.say_number", { number: order.number })}
        title=${t(`order.${order.status}`)}>${order.number}</button>
      <button onClick=${() => seat.say(order.digits)} aria-label=${t("orders.say_digits", { number: order.number, digits: order.digits })}
        title=${t("orders.proof")}>${order.digits}</button>
    </li>`)}
  </ul>`;
}
