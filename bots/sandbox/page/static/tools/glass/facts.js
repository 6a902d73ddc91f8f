/** The conversation as it is in the database: status, owner, form, timers and WeChat's window. */
import { html } from "../../vendor/preact.js";
import { board } from "../../board.js";
import { fullTimeOf, now } from "../../times.js";
import { LANGUAGES, t } from "../../words.js";
import { lasting } from "../lasting.js";
import { timerWords } from "./timers.js";

/** @param {{customer: string, person: any}} props */
export function Facts({ customer, person }) {
  const conversation = board.entry(`conversation/${customer}`).value;
  const channel = customer.slice(0, customer.indexOf("/"));
  return html`<div class="facts">
    <p class="facts-who">
      <span class=${`channel-dot dot-${channel}`}></span>
      <b>${person?.name ?? customer}</b> <span class="faint">${t(`channel.${channel}`)}</span>
      ${conversation && html`<span class="faint">${t("glass.ticket", { id: conversation.id })}</span>`}
    </p>
    ${conversation
      ? html`<${Known} conversation=${conversation} />`
      : html`<p class="tool-empty">${t("glass.unknown")}</p>`}
  </div>`;
}

/** @param {{conversation: any}} props */
function Known({ conversation }) {
  const { status, form, language, timers, window } = conversation;
  return html`<dl class="facts-list">
    <${Fact} name="glass.status"><span class="pill" data-status=${status}>${t(`status.${status}`)}</span><//>
    <${Fact} name="glass.owner">${ownerOf(conversation)}<//>
    ${language && html`<${Fact} name="glass.language">${LANGUAGES[language] ?? language}<//>`}
    ${form && html`<${Fact} name="glass.form"><code>${form}</code><//>`}
    ${timers.map((timer) => html`<${Fact} key=${timer.name} name="glass.timer"><${Countdown} timer=${timer} /><//>`)}
    ${window && html`<${Fact} name="glass.window"><${Window} window=${window} /><//>`}
  </dl>`;
}

/** @param {{name: string, children: any}} props */
function Fact({ name, children }) {
  return html`<div class="fact"><dt>${t(name)}</dt><dd>${children}</dd></div>`;
}

/** @param {{owner: string}} conversation */
function ownerOf({ owner }) {
  const [kind, ...rest] = owner.split(":");
  const reference = rest.join(":");
  if (kind === "agent") {
    const account = reference.slice(reference.indexOf(":") + 1);
    return t("owner.agent", { name: board.entry(`agent/${account}`).value?.name ?? account });
  }
  return kind === "wake" ? t("owner.wake", { time: fullTimeOf(Number(reference)) }) : t(`owner.${kind || "nobody"}`);
}

/** @param {{timer: {name: string, due_at: number}}} props */
function Countdown({ timer }) {
  const left = timer.due_at - now.value;
  const words = left > 0 ? t("glass.due_in", { time: lasting(left) }) : t("glass.due");
  return html`${timerWords(timer.name)} <time title=${fullTimeOf(timer.due_at)}>${words}</time>`;
}

/** @param {{window: {left: number, until: number}}} props */
function Window({ window }) {
  const rest = window.until - now.value;
  if (rest <= 0) return html`<span class="pill" data-tone="bad">${t("glass.window_closed")}</span>`;
  const words = t("glass.window_open", { n: window.left, time: lasting(rest) });
  return html`<span class=${window.left === 0 ? "bad" : ""} title=${fullTimeOf(window.until)}>${words}</span>`;
}
