/** A script that is not there yet: one answer to a question that customers ask. */
import { html, useEffect, useId, useRef, useState } from "../../vendor/preact.js";
import { Icon } from "../../icons.js";
import { t } from "../../words.js";
import { begin } from "../editor/drafts.js";

/** As `handlers/scripts/check.py` wants the names of files. */
const NAME = /^[a-z][a-z0-9_]{0,47}$/;

/** @param {{language: string, taken: readonly string[]}} props */
export function NewFile({ language, taken }) {
  const [isNaming, setNaming] = useState(false);
  if (isNaming) return html`<${Naming} language=${language} taken=${taken} close=${() => setNaming(false)} />`;
  return html`<button type="button" class="button quiet files-new" disabled=${!language}
    onClick=${() => setNaming(true)}>
    <${Icon} name="add" />${t("scripts.new")}
  </button>`;
}

/** @param {{language: string, taken: readonly string[], close: () => void}} props */
function Naming({ language, taken, close }) {
  const id = useId();
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  const [name, setName] = useState("");
  useEffect(() => field.current?.focus(), []);
  const wrong = wrongWith(name, taken);
  const submit = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    if (!name || wrong) return;
    begin(language, name, `triggers: [${name}]\n\nlines:\n  text: \n`);
    close();
  };
  return html`<form class="files-naming" onSubmit=${submit} noValidate
    onKeyDown=${(/** @type {KeyboardEvent} */ event) => event.key === "Escape" && close()}>
    <label for=${id}>${t("scripts.name")}</label>
    <input id=${id} ref=${field} class="field" value=${name} autocomplete="off" spellcheck=${false} autocapitalize="off"
      aria-invalid=${wrong ? "true" : undefined} aria-describedby=${`${id}-wrong`}
      onInput=${(/** @type {any} */ event) => setName(event.currentTarget.value)} />
    <p id=${`${id}-wrong`} class="bad" role="status">${wrong}</p>
    <div class="files-naming-acts">
      <button class="button primary" disabled=${!name || wrong !== ""}>${t("scripts.create")}</button>
      <button type="button" class="button quiet" onClick=${close}>${t("scripts.cancel")}</button>
    </div>
  </form>`;
}

/** @param {string} name @param {readonly string[]} taken */
function wrongWith(name, taken) {
  if (taken.includes(name)) return t("scripts.name_taken");
  return name && !NAME.test(name) ? t("scripts.name_wrong") : "";
}
