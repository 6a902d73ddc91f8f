/** The files of one language, each with the number of its problems and whether it holds unsaved words. */
import { html, useId, useSignal } from "../../vendor/preact.js";
import { board } from "../../board.js";
import { sandbox } from "../../choice.js";
import { Icon } from "../../icons.js";
import { LANGUAGES, t } from "../../words.js";
import { current, draftOf, open, unsaved } from "../editor/drafts.js";
import { isOf } from "../editor/problems.js";
import { NewFile } from "./new_file.js";

export function Files() {
  const languages = sandbox.value?.languages ?? [];
  const wanted = useSignal("");
  const language = wanted.value || current.value?.language || sandbox.value?.default_language || "";
  const ids = idsOf(language);
  return html`<nav class="files" aria-label=${t("scripts.files")}>
    <${Language} languages=${languages} language=${language}
      choose=${(/** @type {string} */ each) => (wanted.value = each)} />
    <ul class="files-list">
      ${ids.map((id) => html`<${File} key=${id} language=${language} id=${id} />`)}
    </ul>
    <${NewFile} language=${language} taken=${ids} />
  </nav>`;
}

/** Those on disk, and those that are to be. @param {string} language */
function idsOf(language) {
  const prefix = `script/${language}/`;
  const onDisk = board.keys(prefix).value.map((key) => key.slice(prefix.length));
  const here = unsaved.value.filter((draft) => draft.language === language).map((draft) => draft.id);
  return [...new Set([...onDisk, ...here])].sort();
}

/** @param {{languages: readonly string[], language: string, choose: (language: string) => void}} props */
function Language({ languages, language, choose }) {
  const id = useId();
  return html`<div class="files-language">
    <label class="sr" for=${id}>${t("scripts.language")}</label>
    <select id=${id} class="field" value=${language}
      onChange=${(/** @type {any} */ event) => choose(event.currentTarget.value)}>
      ${languages.map((each) => html`<option key=${each} value=${each}>${LANGUAGES[each] ?? each}</option>`)}
    </select>
  </div>`;
}

/** @param {{language: string, id: string}} props */
function File({ language, id }) {
  const draft = draftOf(language, id);
  const isOpen = current.value === draft && draft !== undefined;
  const isChanged = draft?.isChanged.value ?? false;
  const onDisk = board.entry(`script/${language}/${id}`).value?.problems ?? [];
  const problems = isChanged ? draft.problems.value.filter((problem) => isOf(problem, draft)) : onDisk;
  return html`<li>
    <button type="button" class="file" aria-current=${isOpen ? "true" : undefined} onClick=${() => open(language, id)}>
      <${Icon} name="file" />
      <span class="file-name">${id}</span>
      ${isChanged && html`<span class="file-changed" role="img" aria-label=${t("scripts.unsaved")}
        title=${t("scripts.unsaved")}></span>`}
      <${Count} problems=${problems} />
    </button>
  </li>`;
}

/** @param {{problems: readonly {severity: string}[]}} props */
function Count({ problems }) {
  if (problems.length === 0) return null;
  const severity = problems.some((problem) => problem.severity === "error") ? "error" : "warning";
  return html`<span class="count" data-severity=${severity}>
    <span aria-hidden="true">${problems.length}</span>
    <span class="sr">${t("scripts.problems", { n: problems.length })}</span>
  </span>`;
}
