/** The custom menu of a service account: up to three buttons, each of which may open a list. */
import { html, useState } from "../vendor/preact.js";
import { Icon } from "../icons.js";
import { t } from "../words.js";
import { act } from "./acts.js";

/** @typedef {{label: string, key: string, under: readonly Button[]}} Button */

/** @param {{person: any, onKeyboard: () => void}} props */
export function WeChatMenu({ person, onKeyboard }) {
  const buttons = /** @type {readonly Button[]} */ (person.menu);
  return html`<nav class="wechat-menu" aria-label=${t("wechat.menu")}>
    <button class="swap" onClick=${onKeyboard} aria-label=${t("wechat.to_keyboard")}><${Icon} name="keyboard" /></button>
    ${buttons.map((button) => html`<${button.under.length ? List : Leaf} key=${button.label} person=${person} button=${button} />`)}
  </nav>`;
}

/** @param {{person: any, button: Button, onDone?: () => void}} props */
function Leaf({ person, button: { label, key }, onDone }) {
  const tap = () => {
    onDone?.();
    void act(person, "menu", key);
  };
  return html`<button class="wechat-menu-item" onClick=${tap}>${label}</button>`;
}

/** @param {{person: any, button: Button}} props */
function List({ person, button: { label, under } }) {
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  const left = (/** @type {any} */ event) => {
    if (!event.currentTarget.contains(event.relatedTarget)) close();
  };
  const escaped = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Escape") close();
  };
  return html`<div class="wechat-list" onFocusOut=${left} onKeyDown=${escaped}>
    <button class="wechat-menu-item" aria-expanded=${isOpen} onClick=${() => setOpen(!isOpen)}>
      <${Icon} name="menu" />${label}
    </button>
    ${isOpen && html`<div class="wechat-submenu" role="group" aria-label=${label}>
      ${under.map((each) => html`<${Leaf} key=${each.key} person=${person} button=${each} onDone=${close} />`)}
    </div>`}
  </div>`;
}
