/** The staff group: who one is there, and the group as its platform draws it. */
import { html } from "../vendor/preact.js";
import { agent, chooseAgent, deskChannel, listed, sandbox, selected } from "../choice.js";
import { Icon } from "../icons.js";
import { t } from "../words.js";
import { Channel } from "./channel.js";
import { Forum } from "./forum.js";
import { Group } from "./group.js";

/** @type {Record<string, any>} */
const GROUPS = { telegram: Forum, slack: Channel, wecom: Group };

export function Desk() {
  const isSelected = selected.value?.kind === "topic";
  return html`<section class="column column-desk" data-channel="desk" data-selected=${isSelected} aria-label=${t("desk")}>
    <div class="holder">
      <div class="holder-row">
        <h2 class="channel-name"><span class=${`channel-dot dot-${deskChannel.value}`}></span>${t("desk")}</h2>
        ${isSelected && html`<span class="under-glass" title=${t("under_glass")}><${Icon} name="glass" /><span class="sr">${t("under_glass")}</span></span>`}
        <${Who} />
      </div>
      <p class="holder-hint">${t(`desk.hint.${deskChannel.value}`)}</p>
    </div>
    <div class="device device-desk">
      ${sandbox.value ? html`<${GROUPS[deskChannel.value]} agent=${agent.value} />` : html`<p class="empty">${t("waiting")}</p>`}
    </div>
  </section>`;
}

function Who() {
  return html`<label class="select who">
    <span class="sr">${t("desk.who")}</span>
    <select value=${agent.value} onChange=${(event) => chooseAgent(event.currentTarget.value)}>
      ${listed("agent/").map((each) => html`<option key=${each.account} value=${each.account}>${each.name}</option>`)}
    </select>
  </label>`;
}
