/** The scripts: every file with what is wrong in it, an editor, and each line as the three apps would show it. */
import { html, signal, useEffect, useState } from "../vendor/preact.js";
import { board } from "../board.js";
import { sandbox } from "../choice.js";
import { t } from "../words.js";
import { current, open } from "./editor/drafts.js";
import { Files } from "./scripts/files.js";
import { Preview } from "./scripts/preview.js";
import { Reloaded } from "./scripts/reloaded.js";
import { Workbench } from "./scripts/workbench.js";

const FIRST = "welcome";

export function Scripts() {
  const draft = current.value;
  const [desk] = useState(newDesk);
  useEffect(openFirst, [board.keys("script/").value.length > 0 && sandbox.value !== null]);
  return html`<section class="scripts" aria-labelledby="scripts-title">
    <h2 id="scripts-title" class="sr">${t("scripts.title")}</h2>
    <${Reloaded} />
    <${Files} />
    ${draft && html`<${Workbench} draft=${draft} desk=${desk} /><${Preview} draft=${draft} desk=${desk} />`}
  </section>`;
}

/** @returns {import("./editor/editor.js").Desk} */
function newDesk() {
  return { isComparing: signal(false), depth: signal({ undo: 0, redo: 0 }), line: signal(""), editor: signal(null) };
}

/** Something stands in the editor from the start. */
function openFirst() {
  const language = sandbox.peek()?.default_language;
  if (current.peek() === null && board.entry(`script/${language}/${FIRST}`).value !== null) open(language, FIRST);
}
