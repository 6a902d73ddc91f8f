/** What one can do here, in a minute. */
import { html, signal, useEffect, useRef } from "../vendor/preact.js";
import { Icon } from "../icons.js";
import { t } from "../words.js";

export const isHelpOpen = signal(false);

const PARTS = ["phones", "desk", "glass", "controls", "scripts", "keys"];

export function Help() {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const isOpen = isHelpOpen.value;
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  return html`<dialog ref=${dialog} class="help" aria-labelledby="help-title" onClose=${() => (isHelpOpen.value = false)}>
    <header class="help-head">
      <h2 id="help-title">${t("help.title")}</h2>
      <button class="plain-icon" onClick=${() => (isHelpOpen.value = false)} aria-label=${t("close")}><${Icon} name="close" /></button>
    </header>
    <dl>${PARTS.map((part) => html`<div key=${part}><dt>${t(`help.${part}.title`)}</dt><dd>${t(`help.${part}`)}</dd></div>`)}</dl>
  </dialog>`;
}
