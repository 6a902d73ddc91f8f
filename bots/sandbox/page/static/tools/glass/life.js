/** One message's life: received, decided, committed, delivered. */
import { html, memo } from "../../vendor/preact.js";
import { board } from "../../board.js";
import { fullTimeOf, now } from "../../times.js";
import { t } from "../../words.js";
import { clockOf } from "../clock.js";
import { lasting, taking } from "../lasting.js";
import { showLine } from "./script_link.js";
import { timerWords } from "./timers.js";

/** Drawn anew only when its own trace changes. @param {{entry: string, person: string}} props */
export const MessageLife = memo(function MessageLife({ entry, person }) {
  const trace = board.entry(entry).value;
  if (trace === null) return null;
  return html`<li class="life" data-tone=${toneOf(trace)}>
    <article aria-label=${t("glass.message", { text: titleOf(trace) })}>
      <header class="life-head">
        <span class="life-who faint">${trace.staff ? t("glass.staff") : person}</span>
        <b class="life-text">${titleOf(trace)}</b>
        <span class="pill" data-tone=${toneOf(trace)}>${t(`glass.tone.${toneOf(trace)}`)}</span>
      </header>
      <ol class="steps">
        <${Step} tone="good" at=${trace.received_at}>${t("glass.received")}<//>
        <${Decision} trace=${trace} />
        ${trace.committed_at > 0 && html`<${Step} tone="good" at=${trace.committed_at}>${t("glass.committed")}<//>`}
        ${trace.sendings.map((sending) => html`<${Sending} key=${sending.id} sending=${sending} />`)}
      </ol>
    </article>
  </li>`;
});

/** @param {any} trace */
function titleOf({ kind, text }) {
  if (kind === "text" && text) return text;
  const detail = kind === "timer" ? timerWords(text) : text;
  return [t(`kind.${kind}`), detail].filter(Boolean).join(t("glass.colon"));
}

/** How it stands on the whole: "bad", "waiting" or "good". @param {any} trace */
function toneOf({ outcome, sendings }) {
  const isFailed = outcome === "given_up" || outcome === "apologised";
  if (isFailed || sendings.some(({ fate }) => fate === "failed")) return "bad";
  return outcome && sendings.every(({ fate }) => fate === "delivered") ? "good" : "waiting";
}

/** @param {{tone: string, at?: number, children: any}} props */
function Step({ tone, at = 0, children }) {
  return html`<li class="step" data-tone=${tone}>
    <div class="step-body">${children}</div>
    ${at > 0 && html`<time class="step-time faint" title=${fullTimeOf(at)}>${clockOf(at)}</time>`}
  </li>`;
}

/** So many lines are named at once: a card of the desk is made of twenty, and what became of it stands beneath. */
const NAMED = 6;

/** @param {{trace: any}} props */
function Decision({ trace }) {
  const { handler, lines, outcome, seconds } = trace;
  const others = [...lines.slice(NAMED), ...trace.served];
  if (!outcome) return html`<${Step} tone="waiting">${t("glass.in_turn")}<//>`;
  return html`<${Step} tone=${outcome === "answered" ? "good" : "bad"}>
    ${outcome !== "answered" && html`<span class="bad">${t(`outcome.${outcome}`)} </span>`}
    ${handler ? t("glass.handled") : t("glass.unhandled")} ${handler && html`<code>${handler}</code>`}
    ${seconds > 0 && html` <span class="faint took">${taking(seconds)}</span>`}
    ${lines.length > 0 && html`<${Lines} lines=${lines.slice(0, NAMED)} label=${t("glass.lines")} />`}
    ${others.length > 0 && html`<details class="served">
      <summary class="faint">${t("glass.served", { n: others.length })}</summary>
      <${Lines} lines=${others} label=${t("glass.served_lines")} />
    </details>`}
  <//>`;
}

/** Words of scripts; each opens in the editor. @param {{lines: readonly string[], label: string}} props */
function Lines({ lines, label }) {
  return html`<ul class="said-lines" aria-label=${label}>
    ${lines.map(
      (line) => html`<li key=${line}>
        <button type="button" class="chip" title=${t("glass.open_line")}
          onClick=${() => showLine(line)}>${line}</button>
      </li>`,
    )}
  </ul>`;
}

const TONES = { delivered: "good", failed: "bad", waiting: "waiting", postponed: "waiting" };

/** @param {{sending: any}} props */
function Sending({ sending }) {
  const { action, fate, attempts, error, settled_at } = sending;
  const text = action === "mark" ? t(`glass.mark.${sending.text}`) : sending.text;
  return html`<${Step} tone=${TONES[fate] ?? "waiting"} at=${settled_at}>
    <span class="sending-to">${t(`action.${action}`)}</span> ${" "}
    <span class="sending-fate"><${Fate} sending=${sending} /></span>
    ${attempts > 1 && html` <span class="faint">${t("glass.attempts", { n: attempts })}</span>`}
    ${text && html`<p class="sending-text">${text}</p>`}
    ${error && html`<p class="sending-error">${error}</p>`}
  <//>`;
}

/** Only what waits looks at the clock. @param {{sending: any}} props */
function Fate({ sending: { fate, due_at } }) {
  const wait = fate === "postponed" ? due_at - now.value : 0;
  return wait > 0 ? t("fate.again_in", { time: lasting(wait) }) : t(`fate.${fate}`);
}
