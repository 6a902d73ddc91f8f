/** The line that the cursor is in, as each app would show it: filled with sample values by the bot's own code. */
import { batch, html, useEffect, useId, useSignal } from "../../vendor/preact.js";
import { post } from "../../ask.js";
import { language as reader, t } from "../../words.js";
import { linesOf } from "../editor/place.js";
import { lay, Sample } from "./sample.js";

const ASK_AFTER_MS = 300;

/** @param {{draft: import("../editor/draft.js").Draft, desk: import("../editor/editor.js").Desk}} props */
export function Preview({ draft, desk }) {
  const previews = useSignal(/** @type {readonly any[]} */ ([]));
  const names = [...linesOf(draft.text.value.split("\n")).keys()];
  const line = names.includes(desk.line.value) ? desk.line.value : (names[0] ?? "");
  useFresh(draft, line, previews);
  return html`<section class="preview" aria-label=${t("preview.title")}>
    <${Choice} names=${names} line=${line} desk=${desk} />
    ${previews.value.length === 0
      ? html`<p class="tool-empty">${t(names.length ? "preview.nothing" : "preview.no_lines")}</p>`
      : previews.value.map((each) => html`<${Sample} key=${each.channel} preview=${each} lang=${draft.language} />`)}
  </section>`;
}

/** @param {{names: readonly string[], line: string, desk: import("../editor/editor.js").Desk}} props */
function Choice({ names, line, desk }) {
  const id = useId();
  const go = (/** @type {any} */ event) => desk.editor.value?.go({ name: event.currentTarget.value });
  return html`<div class="preview-choice">
    <label for=${id}>${t("preview.line")}</label>
    <select id=${id} class="field" value=${line} onChange=${go}>
      ${names.map((name) => html`<option key=${name} value=${name}>${name}</option>`)}
    </select>
  </div>`;
}

/**
 * Ask when typing rests; an answer that a newer question has overtaken is dropped.
 * @param {any} draft
 * @param {string} line
 * @param {any} previews
 */
function useFresh(draft, line, previews) {
  const text = draft.text.value;
  useEffect(() => {
    if (!line) return;
    let isWanted = true;
    const timer = setTimeout(async () => {
      const { language, id } = draft;
      const answer = await post("/scripts/preview", { language, id, text, line, reader: reader.peek() },
        { quiet: true });
      if (isWanted && answer.ok) show(answer.body.previews, previews);
    }, ASK_AFTER_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [draft, text, line]);
}

/** @param {readonly import("./sample.js").Seen[]} seen @param {any} previews */
function show(seen, previews) {
  batch(() => {
    lay(seen);
    previews.value = seen;
  });
}
