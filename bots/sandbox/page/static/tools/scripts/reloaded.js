/** How the running bot took what was saved last. */
import { html } from "../../vendor/preact.js";
import { board } from "../../board.js";
import { t } from "../../words.js";
import { clockOf } from "../clock.js";
import { open } from "../editor/drafts.js";
import { placeOf } from "../editor/problems.js";

export function Reloaded() {
  const reload = board.entry("reload").value;
  if (reload === null) return null;
  const { at, problems } = reload;
  const isTaken = problems.length === 0;
  return html`<div class="reloaded" data-tone=${isTaken ? "good" : "bad"}>
    <p role="status">${isTaken ? t("reload.taken", { time: clockOf(at) })
      : t("reload.refused", { n: problems.length })}</p>
    ${!isTaken && html`<${First} problem=${problems[0]} />`}
  </div>`;
}

/** @param {{problem: any}} props */
function First({ problem }) {
  const place = placeOf(problem);
  if (place === null) return null;
  const go = () => open(place.language, place.id, { line: problem.line });
  return html`<button type="button" class="chip"
    onClick=${go}>${place.language}/${place.id}.yaml:${problem.line}</button>`;
}
