/** Somebody else has written the file: which version stands is for the admin to say. */
import { html } from "../../vendor/preact.js";
import { t } from "../../words.js";

/** @param {{draft: import("../editor/draft.js").Draft}} props */
export function Conflict({ draft }) {
  if (draft.theirs.value === null) return null;
  return html`<div class="conflict" role="alert">
    <p><b>${t("conflict.title")}</b> ${t("conflict.explained")}</p>
    <div class="conflict-acts">
      <button type="button" class="button" onClick=${() => draft.takeTheirs()}>${t("conflict.reload")}</button>
      <button type="button" class="button danger" onClick=${() => draft.overwrite()}>${t("conflict.overwrite")}</button>
    </div>
  </div>`;
}
