/** What is wrong: in this file by the line, and what in other files this one would break. */
import { html } from "../../vendor/preact.js";
import { t } from "../../words.js";
import { open } from "../editor/drafts.js";
import { isOf, placeOf } from "../editor/problems.js";

/** @param {{draft: import("../editor/draft.js").Draft}} props */
export function Problems({ draft }) {
  const all = draft.problems.value;
  const here = all.filter((problem) => isOf(problem, draft));
  const elsewhere = all.filter((problem) => !isOf(problem, draft));
  return html`<section class="problems" aria-label=${t("editor.problems")}>
    <div class="problems-head">
      <p class="problems-count" role="status" data-severity=${worst(here)}>
        ${here.length ? t("scripts.problems", { n: here.length }) : t("editor.no_problems")}
      </p>
      <p class="tool-hint">${t("editor.way_out")}</p>
    </div>
    <${List} problems=${here} go=${(/** @type {any} */ problem) => (draft.spot.value = { line: problem.line })}
      place=${placeHere} />
    ${elsewhere.length > 0 &&
    html`<details class="problems-elsewhere">
      <summary>${t("scripts.elsewhere", { n: elsewhere.length })}</summary>
      <${List} problems=${elsewhere} go=${goElsewhere} place=${placeElsewhere} />
    </details>`}
  </section>`;
}

/** @param {readonly {severity: string}[]} problems */
function worst(problems) {
  if (problems.some(({ severity }) => severity === "error")) return "error";
  return problems.length ? "warning" : "none";
}

/** @param {any} problem */
function placeHere({ line, where }) {
  return [t("scripts.line", { line }), where].filter(Boolean).join(" · ");
}

/** @param {any} problem */
function placeElsewhere(problem) {
  const place = placeOf(problem);
  return `${place ? `${place.language}/${place.id}.yaml` : problem.file}:${problem.line}`;
}

/** @param {any} problem */
function goElsewhere(problem) {
  const place = placeOf(problem);
  if (place) open(place.language, place.id, { line: problem.line });
}

/** @param {{problems: readonly any[], go: (problem: any) => void, place: (problem: any) => string}} props */
export function List({ problems, go, place }) {
  if (problems.length === 0) return null;
  return html`<ul class="problems-list">
    ${problems.map(
      (problem) => html`<li key=${`${problem.file}:${problem.line}:${problem.message}`}>
        <button type="button" class="problem" data-severity=${problem.severity} onClick=${() => go(problem)}>
          <span class="problem-place">${place(problem)}</span>
          <span class="sr">${t(`scripts.${problem.severity}`)}</span>
          <span class="problem-message">${problem.message}</span>
          ${problem.hint && html`<span class="problem-hint">${problem.hint}</span>`}
        </button>
      </li>`,
    )}
  </ul>`;
}
