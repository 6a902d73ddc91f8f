/** The tools beneath the phones: one in front, put away, at half or at full height. */
import { html } from "../vendor/preact.js";
import { tab } from "../choice.js";
import { remembered } from "../remembered.js";
import { Controls } from "../tools/controls.js";
import { Glass } from "../tools/glass.js";
import { ScriptsLater } from "../tools/scripts_later.js";
import { tool } from "../tools/tool.js";
import { Icon } from "../icons.js";
import { t } from "../words.js";

const TOOLS = { glass: Glass, controls: Controls, scripts: ScriptsLater };
const ICONS = { glass: "glass", controls: "tools", scripts: "edit" };

/** How much of the window the tools take. */
const height = remembered("tools.height", "closed", ["closed", "half", "full"]);

export function Tools() {
  const Tool = TOOLS[tool.value];
  const isOpen = height.value !== "closed" || tab.value === "tools";
  return html`<section class="toolbox" data-height=${height.value} data-shown=${tab.value === "tools"} aria-label=${t("tools")}>
    <div class="toolbox-bar">
      <div role="tablist" aria-label=${t("tools")} onKeyDown=${arrows}>
        ${Object.keys(TOOLS).map((name) => html`<${ToolTab} key=${name} name=${name} isOpen=${isOpen} />`)}
      </div>
      <div class="toolbox-size">
        <button class="plain-icon" aria-pressed=${height.value === "full"} aria-label=${t("tools.full")} title=${t("tools.full")}
          onClick=${() => (height.value = height.value === "full" ? "half" : "full")}><${Icon} name="expand" /></button>
        <button class="plain-icon toolbox-fold" aria-expanded=${height.value !== "closed"} aria-label=${t("tools.open")} title=${t("tools.open")}
          onClick=${() => (height.value = height.value === "closed" ? "half" : "closed")}><${Icon} name="down" /></button>
      </div>
    </div>
    ${isOpen && html`<div class="toolbox-body" role="tabpanel" id="tool" aria-labelledby=${`tool-${tool.value}`} tabindex="0"><${Tool} /></div>`}
  </section>`;
}

/** @param {{name: string, isOpen: boolean}} props */
function ToolTab({ name, isOpen }) {
  const isChosen = tool.value === name;
  const choose = () => {
    tool.value = name;
    if (height.value === "closed") height.value = "half";
  };
  return html`<button class="toolbox-tab" role="tab" id=${`tool-${name}`} aria-selected=${isChosen && isOpen}
    aria-controls=${isChosen && isOpen ? "tool" : undefined} tabindex=${isChosen ? 0 : -1} onClick=${choose}>
    <${Icon} name=${ICONS[name]} />${t(`tools.${name}`)}
  </button>`;
}

/** Left and right go from tab to tab. @param {KeyboardEvent} event */
function arrows(event) {
  const names = Object.keys(TOOLS);
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!step) return;
  event.preventDefault();
  tool.value = names[(names.indexOf(tool.value) + step + names.length) % names.length];
  document.getElementById(`tool-${tool.value}`)?.focus();
}
