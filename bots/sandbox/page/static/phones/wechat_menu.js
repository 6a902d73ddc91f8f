/** The custom menu of a service account: up to three buttons, each of which may open a list. */
import { html, useEffect, useRef, useState } from "../vendor/preact.js";
import { Icon } from "../icons.js";
import { t } from "../words.js";
import { act } from "./acts.js";

/** `kind` and `asks`: of one that asks the telephone for something, "" for all others. */
/** @typedef {{label: string, key: string, under: readonly Button[], kind: string, asks: string}} Button */

/** @param {{person: any, onKeyboard: () => void}} props */
export function WeChatMenu({ person, onKeyboard }) {
  const buttons = /** @type {readonly Button[]} */ (person.menu);
  const [scanning, setScanning] = useState("");
  const press = (/** @type {Button} */ { key, kind, asks }) => {
    if (asks === "scan") setScanning(kind);
    else void act(person, kind || "menu", key);
  };
  if (scanning) return html`<${Scanner} person=${person} kind=${scanning} onDone=${() => setScanning("")} />`;
  return html`<nav class="wechat-menu" aria-label=${t("wechat.menu")}>
    <button class="swap" onClick=${onKeyboard} aria-label=${t("wechat.to_keyboard")}><${Icon} name="keyboard" /></button>
    ${buttons.map((button) => html`<${button.under.length ? List : Leaf} key=${button.label} onPress=${press} button=${button} />`)}
  </nav>`;
}

/** The camera: what the code says is written here. @param {{person: any, kind: string, onDone: () => void}} props */
function Scanner({ person, kind, onDone }) {
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  useEffect(() => field.current?.select(), []);
  const scanned = (/** @type {Event} */ event) => {
    event.preventDefault();
    void act(person, kind, field.current?.value.trim());
    onDone();
  };
  const escaped = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Escape") onDone();
  };
  return html`<form class="wechat-menu wechat-scanner" onSubmit=${scanned} onKeyDown=${escaped}>
    <button type="button" class="swap" onClick=${onDone} aria-label=${t("wechat.to_menu")}><${Icon} name="menu" /></button>
    <input ref=${field} required maxlength="200" aria-label=${t("wechat.scanned")} title=${t("wechat.scanned")}
      defaultValue=${person.orders[0]?.number ?? ""} />
    <button class="wechat-scan">${t("wechat.scan")}</button>
  </form>`;
}

/** @param {{button: Button, onPress: (button: Button) => void, onDone?: () => void}} props */
function Leaf({ button, onPress, onDone }) {
  const tap = () => {
    onDone?.();
    onPress(button);
  };
  return html`<button class="wechat-menu-item" onClick=${tap}>${button.label}</button>`;
}

/** @param {{button: Button, onPress: (button: Button) => void}} props */
function List({ button: { label, under }, onPress }) {
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
      ${under.map((each) => html`<${Leaf} key=${each.key} onPress=${onPress} button=${each} onDone=${close} />`)}
    </div>`}
  </div>`;
}
