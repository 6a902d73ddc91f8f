/** The custom menu of a service account: three buttons at most, the last of which may open a list. */
import { html, useState } from "../vendor/preact.js";
import { Icon } from "../icons.js";
import { t } from "../words.js";
import { act } from "./acts.js";

const BUTTONS = 3;

/** @typedef {[label: string, key: string]} Item */

/** @param {{person: any, onKeyboard: () => void}} props */
export function WeChatMenu({ person, onKeyboard }) {
  const items = /** @type {Item[]} */ (person.menu);
  const direct = items.length > BUTTONS ? items.slice(0, BUTTONS - 1) : items;
  return html`<nav class="wechat-menu" aria-label=${t("wechat.menu")}>
    <button class="swap" onClick=${onKeyboard} aria-label=${t("wechat.to_keyboard")}><${Icon} name="keyboard" /></button>
    ${direct.map((item) => html`<${Leaf} key=${item[1]} person=${person} item=${item} />`)}
    ${items.length > BUTTONS && html`<${More} person=${person} items=${items.slice(BUTTONS - 1)} />`}
  </nav>`;
}

/** @param {{person: any, item: Item, onDone?: () => void}} props */
function Leaf({ person, item: [label, key], onDone }) {
  const tap = () => {
    onDone?.();
    void act(person, "menu", key);
  };
  return html`<button class="wechat-menu-item" onClick=${tap}>${label}</button>`;
}

/** @param {{person: any, items: Item[]}} props */
function More({ person, items }) {
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  const left = (/** @type {any} */ event) => {
    if (!event.currentTarget.contains(event.relatedTarget)) close();
  };
  const escaped = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Escape") close();
  };
  return html`<div class="wechat-more" onFocusOut=${left} onKeyDown=${escaped}>
    <button class="wechat-menu-item" aria-expanded=${isOpen} onClick=${() => setOpen(!isOpen)}>
      <${Icon} name="menu" />${t("wechat.more")}
    </button>
    ${isOpen && html`<div class="wechat-submenu" role="group" aria-label=${t("wechat.more")}>
      ${items.map((item) => html`<${Leaf} key=${item[1]} person=${person} item=${item} onDone=${close} />`)}
    </div>`}
  </div>`;
}
