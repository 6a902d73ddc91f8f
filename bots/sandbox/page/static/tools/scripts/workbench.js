/** The editor with what stands around it: the acts above, the problems below. */
import { html } from "../../vendor/preact.js";
import { Icon } from "../../icons.js";
import { t } from "../../words.js";
import { Editor } from "../editor/editor.js";
import { Conflict } from "./conflict.js";
import { Problems } from "./problems.js";

const MAC = /Mac|iPhone|iPad/.test(navigator.platform);

/** @param {{draft: import("../editor/draft.js").Draft, desk: import("../editor/editor.js").Desk}} props */
export function Workbench({ draft, desk }) {
  const { isComparing, depth, editor } = desk;
  const name = `${draft.language}/${draft.id}.yaml`;
  return html`<div class="workbench" role="region" aria-label=${name}
    onKeyDown=${(/** @type {KeyboardEvent} */ event) => saveByKey(event, draft)}>
    <div class="workbench-bar" role="toolbar" aria-label=${t("scripts.acts")}>
      <span class="workbench-name"><bdi>${name}</bdi></span>
      <${State} draft=${draft} />
      <${Act} name="undo" icon="undo" keys=${[MAC ? "⌘Z" : "Ctrl+Z"]} isOff=${depth.value.undo === 0}
        act=${() => editor.value?.undo()} />
      <${Act} name="redo" icon="redo" keys=${[MAC ? "⇧⌘Z" : "Ctrl+Y"]} isOff=${depth.value.redo === 0}
        act=${() => editor.value?.redo()} />
      <button type="button" class="button" aria-pressed=${String(isComparing.value)} title=${t("scripts.compare.title")}
        onClick=${() => (isComparing.value = !isComparing.value)}>
        ${t("scripts.compare")}
      </button>
      <${Save} draft=${draft} />
    </div>
    <${Conflict} draft=${draft} />
    <${Trouble} words=${draft.error.value || draft.unchecked.value} />
    <${Editor} draft=${draft} name=${name} desk=${desk} />
    <${Problems} draft=${draft} />
  </div>`;
}

/** @param {{words: string}} props */
function Trouble({ words }) {
  return words && html`<p class="workbench-error" role="alert"><${Icon} name="failed" />${words}</p>`;
}

/** @param {KeyboardEvent} event @param {import("../editor/draft.js").Draft} draft */
function saveByKey(event, draft) {
  if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
  event.preventDefault();
  draft.save();
}

/** @param {{draft: import("../editor/draft.js").Draft}} props */
function State({ draft }) {
  const { step, isChanged } = draft;
  const changed = draft.digest ? "unsaved" : "only_here";
  const state = step.value !== "ready" ? step.value : isChanged.value ? changed : "saved";
  return html`<span class="workbench-state" role="status" data-state=${state}>${t(`scripts.${state}`)}</span>`;
}

/** @param {{name: string, icon: any, keys: string[], isOff: boolean, act: () => void}} props */
function Act({ name, icon, keys, isOff, act }) {
  const words = t(`scripts.${name}`);
  return html`<button type="button" class="button icon-only" aria-label=${words}
    title=${`${words} (${keys.join(", ")})`} disabled=${isOff} onClick=${act}>
    <${Icon} name=${icon} />
  </button>`;
}

/** @param {{draft: import("../editor/draft.js").Draft}} props */
function Save({ draft }) {
  const isOff = !draft.isChanged.value || draft.step.value !== "ready" || draft.theirs.value !== null;
  return html`<button type="button" class="button primary" aria-keyshortcuts="Control+S Meta+S"
    title=${MAC ? "⌘S" : "Ctrl+S"}
    disabled=${isOff} onClick=${() => draft.save()}>${t("scripts.save")}</button>`;
}
