/** Switches that make a platform misbehave, each with what it has done so far. */
import { html, useState } from "../../vendor/preact.js";
import { pathOf, post } from "../../ask.js";
import { board } from "../../board.js";
import { CHANNELS } from "../../choice.js";
import { t } from "../../words.js";
import { waiting } from "./waiting.js";

export function Faults() {
  const faults = board.keys("fault/").value.map((key) => board.entry(key).value).filter(Boolean);
  return html`<section class="faults" aria-labelledby="faults-title">
    <h3 id="faults-title" class="tool-part">${t("faults.title")}</h3>
    <p class="faint tool-hint">${t("faults.hint")}</p>
    <div class="platforms">
      ${CHANNELS.map((channel) => html`<${Platform} key=${channel} channel=${channel}
        faults=${faults.filter((each) => each.channel === channel)} />`)}
    </div>
  </section>`;
}

/** @param {{channel: string, faults: any[]}} props */
function Platform({ channel, faults }) {
  if (faults.length === 0) return null;
  return html`<fieldset class="platform" data-channel=${channel}>
    <legend><span class=${`channel-dot dot-${channel}`}></span>${t(`channel.${channel}`)}</legend>
    ${faults.map((fault) => html`<${Switch} key=${fault.name} fault=${fault} />`)}
    <${Waiting} channel=${channel} />
  </fieldset>`;
}

/** @param {{channel: string}} props */
function Waiting({ channel }) {
  const n = waiting.value[channel] ?? 0;
  return html`<p class="waiting" data-some=${n > 0 ? "" : undefined}>${t("faults.waiting", { n })}</p>`;
}

/** @param {{fault: {name: string, on: boolean, happened: number}}} props */
function Switch({ fault }) {
  const [isAsking, setAsking] = useState(false);
  const toggle = async () => {
    setAsking(true);
    await post(pathOf("faults", fault.name), { on: !fault.on });
    setAsking(false);
  };
  return html`<div class="fault" data-on=${fault.on ? "" : undefined}>
    <button type="button" role="switch" class="switch" aria-checked=${String(fault.on)}
      aria-disabled=${isAsking ? "true" : undefined}
      aria-describedby=${`happened-${fault.name}`} onClick=${() => isAsking || toggle()}>
      <span class="switch-track" aria-hidden="true"><span class="switch-thumb"></span></span>
      <span class="switch-label">${t(`fault.${fault.name}`)}</span>
    </button>
    <span id=${`happened-${fault.name}`} class="fault-count">
      ${(fault.on || fault.happened > 0) && t("faults.happened", { n: fault.happened })}
    </span>
  </div>`;
}
