/** CodeMirror as a view of a draft: the draft's words, problems and difference go in, what is typed comes out. */
import { effect, html, useLayoutEffect, useRef } from "../../vendor/preact.js";
import { t } from "../../words.js";
import { ScriptEditor } from "./codemirror.js";
import { complete, knownOf } from "./completion.js";
import { phrases } from "./phrases.js";
import { isOf } from "./problems.js";

/** @typedef {import("./draft.js").Draft} Draft */
/**
 * What stands around the editor knows of it by signals: whether the difference is to be shown, how much can be undone,
 * the script's line that the cursor is in, and the editor itself.
 * @typedef {object} Desk
 * @property {{value: boolean}} isComparing
 * @property {{value: {undo: number, redo: number}}} depth
 * @property {{value: string}} line
 * @property {{value: ScriptEditor | null}} editor
 */

/** @param {{draft: Draft, name: string, desk: Desk}} props */
export function Editor({ draft, name, desk }) {
  const host = useRef(/** @type {HTMLElement | null} */ (null));
  const shown = useRef(/** @type {Shown} */ ({ draft, known: null }));
  const isRead = draft.saved.value !== null;
  useLayoutEffect(() => {
    const editor = made(/** @type {HTMLElement} */ (host.current), shown, desk);
    desk.editor.value = editor;
    return () => {
      desk.editor.value = null;
      editor.destroy();
    };
  }, []);
  useLayoutEffect(() => {
    if (isRead) return bind(/** @type {ScriptEditor} */ (desk.editor.value), shown, { draft, known: null }, name, desk);
  }, [draft, isRead]);
  return html`<div class="editor" ref=${host} hidden=${!isRead}></div>`;
}

/** @typedef {{draft: Draft, known: import("./completion.js").Known | null}} Shown */

/** @param {HTMLElement} host @param {{current: Shown}} shown @param {Desk} desk */
function made(host, shown, desk) {
  return new ScriptEditor(host, {
    onText: (text) => (shown.current.draft.text.value = text),
    onLine: (line) => (desk.line.value = line),
    onHistory: (depth) => (desk.depth.value = depth),
    complete: (context) => complete(context, shown.current.known),
  });
}

/**
 * Each draft keeps its own cursor and its own undo history.
 * @param {ScriptEditor} editor
 * @param {{current: Shown}} shown
 * @param {Shown} next
 * @param {string} name
 * @param {Desk} desk
 */
function bind(editor, shown, next, name, desk) {
  const { draft } = next;
  shown.current = next;
  editor.show(draft.kept, draft.text.peek());
  const stops = [
    effect(() => editor.say(phrases(name))),
    effect(() => editor.write(draft.text.value)),
    effect(() => editor.mark(draft.problems.value.filter((problem) => isOf(problem, draft)))),
    effect(() => editor.compare(desk.isComparing.value ? draft.saved.value : null, t("scripts.take_back"))),
    effect(() => void (draft.saved.value !== null && learn(next))),
    effect(() => follow(editor, draft)),
  ];
  return () => {
    stops.forEach((stop) => stop());
    draft.kept = editor.view.state;
  };
}

/** @param {Shown} shown */
async function learn(shown) {
  shown.known = await knownOf(shown.draft.language, shown.draft.id);
}

/** @param {ScriptEditor} editor @param {Draft} draft */
function follow(editor, draft) {
  const spot = draft.spot.value;
  if (spot === null) return;
  editor.go(spot);
  editor.focus();
  draft.spot.value = null;
}
