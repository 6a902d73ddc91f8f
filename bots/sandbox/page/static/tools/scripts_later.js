/** The scripts, loaded when they are first opened: their editor is larger than all the rest of the page. */
import { html, signal, useEffect } from "../vendor/preact.js";
import { t } from "../words.js";

const loaded = signal(/** @type {typeof import("./scripts.js") | null} */ (null));

export function ScriptsLater() {
  useEffect(() => {
    void load();
  }, []);
  if (loaded.value === null) return html`<p class="tool-empty" role="status">${t("scripts.loading")}</p>`;
  return html`<${loaded.value.Scripts} />`;
}

async function load() {
  loaded.value ??= await import("./scripts.js");
}
