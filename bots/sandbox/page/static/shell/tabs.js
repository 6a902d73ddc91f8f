/** In a narrow window one part at a time is shown; these choose it. */
import { html } from "../vendor/preact.js";
import { CHANNELS, tab } from "../choice.js";
import { unreadTopics } from "../desk/topics.js";
import { Icon } from "../icons.js";
import { t } from "../words.js";

export function Tabs() {
  return html`<nav class="tabs" aria-label=${t("tabs")}>
    ${CHANNELS.map((channel) => html`<${Tab} key=${channel} name=${channel} word=${t(`channel.${channel}`)} dot />`)}
    <${Tab} name="desk" word=${t("desk.short")} icon="group" count=${unreadTopics.value} />
    <${Tab} name="tools" word=${t("tools")} icon="tools" />
  </nav>`;
}

/** @param {{name: string, word: string, icon?: string, dot?: boolean, count?: number}} props */
function Tab({ name, word, icon, dot, count = 0 }) {
  return html`<button class="tab" aria-current=${tab.value === name ? "page" : undefined} onClick=${() => (tab.value = name)}>
    <span class="tab-icon">${dot ? html`<span class=${`channel-dot dot-${name}`}></span>` : html`<${Icon} name=${icon} />`}
      ${count > 0 && html`<span class="unread"><span class="sr">${t("unread")}</span>${count}</span>`}
    </span>
    <span>${word}</span>
  </button>`;
}
