/** Where one writes: Enter sends, Shift+Enter begins a new line, and nothing is sent while a word is being composed. */
import { html, signal, useEffect, useRef } from "../vendor/preact.js";
import { Icon } from "../icons.js";
import { t } from "../words.js";
import { AttachButton, AttachSheet, attachPicture } from "./attach.js";
import { kindName } from "./media.js";

/** What was written and not sent, by seat. */
const drafts = new Map();

/** The own message that is being changed, by seat. */
const edits = new Map();

/** The message that is being answered, by seat. */
const answers = new Map();

/** @param {Map<string, any>} kept @param {string} id @param {any} initial */
function keptSignal(kept, id, initial) {
  if (!kept.has(id)) kept.set(id, signal(initial));
  return kept.get(id);
}

/** @param {string} seat @returns {{value: string}} */
const draftOf = (seat) => keptSignal(drafts, seat, "");

/** @param {string} seat @returns {{value: {message: string, was: string} | null, peek(): any}} */
const editOf = (seat) => keptSignal(edits, seat, null);

/** @param {string} seat @returns {{value: {message: string, was: string} | null}} */
const answerOf = (seat) => keptSignal(answers, seat, null);

/** @param {import("./seat.js").Seat} seat @param {any} shown */
export function beginAnswer(seat, shown) {
  if (editOf(seat.id).value) endEdit(seat);
  answerOf(seat.id).value = { message: shown.message_id, was: excerptOf(shown) };
}

/** @param {any} shown */
function excerptOf(shown) {
  return shown.text.split("\n")[0] || (shown.media[0] ? kindName(shown.media[0]) : "");
}

/** @param {import("./seat.js").Seat} seat @param {any} shown */
export function beginEdit(seat, shown) {
  answerOf(seat.id).value = null;
  editOf(seat.id).value = { message: shown.message_id, was: shown.text };
  draftOf(seat.id).value = shown.text;
}

/** @param {import("./seat.js").Seat} seat */
function endEdit(seat) {
  editOf(seat.id).value = null;
  draftOf(seat.id).value = "";
}

/**
 * `before`: what the app draws left of the field. `newestOwn` finds the message that ArrowUp changes.
 * @param {{seat: import("./seat.js").Seat, label: string, before?: any, newestOwn?: () => any}} props
 */
export function Composer({ seat, label, before, newestOwn }) {
  const field = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const draft = draftOf(seat.id);
  const edit = editOf(seat.id).value;
  const answered = answerOf(seat.id).value;
  const text = draft.value;
  useEffect(() => {
    if (edit || answered) field.current?.focus();
  }, [edit, answered]);

  const write = async () => {
    const words = text.trim();
    if (!words) return;
    const finished = edit;
    endEdit(seat);
    const to = answered;
    answerOf(seat.id).value = null;
    const answer = await (finished && seat.edit ? seat.edit(finished.message, words) : said(words, to));
    if (!answer.ok && !draft.value) draft.value = words;
  };
  const said = (/** @type {string} */ words, /** @type {{message: string} | null} */ to) =>
    to && seat.reply ? seat.reply(to.message, words) : seat.say(words);
  const typed = (/** @type {KeyboardEvent} */ event) => {
    if (isComposing(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      void write();
    } else if (event.key === "Escape" && edit) {
      endEdit(seat);
    } else if (event.key === "Escape" && answered) {
      answerOf(seat.id).value = null;
    } else if (event.key === "ArrowUp" && !text && seat.edit) {
      const own = newestOwn?.();
      if (own) beginEdit(seat, own);
    }
  };
  const pasted = (/** @type {ClipboardEvent} */ event) => {
    const picture = [...(event.clipboardData?.files ?? [])].find((file) => file.type.startsWith("image/"));
    if (!picture) return;
    event.preventDefault();
    void attachPicture(seat, picture);
  };
  return html`<div class="composer-frame">
    ${edit && html`<${About} kind="edit" was=${edit.was} onCancel=${() => endEdit(seat)} />`}
    ${answered && html`<${About} kind="answer" was=${answered.was} onCancel=${() => (answerOf(seat.id).value = null)} />`}
    <div class="composer">
      ${before}
      <textarea ref=${field} rows=${Math.min(5, text.split("\n").length)} value=${text} aria-label=${label}
        placeholder=${t(`composer.${seat.channel}`)} enterkeyhint="send" autocomplete="off"
        onInput=${(event) => (draft.value = event.currentTarget.value)} onKeyDown=${typed} onPaste=${pasted}></textarea>
      <${AttachButton} seat=${seat} />
      <button class="send" onClick=${write} disabled=${!text.trim()} aria-label=${t("send")}>
        <${Icon} name=${edit ? "check" : "plane"} /><span class="send-word">${t("send")}</span>
      </button>
    </div>
    <${AttachSheet} seat=${seat} />
  </div>`;
}

/** Safari ends the composition before it tells of the key that ended it: only the code 229 gives that away. */
function isComposing(/** @type {KeyboardEvent} */ event) {
  return event.isComposing || event.keyCode === 229;
}

/** The message that is changed or answered. @param {{kind: "edit" | "answer", was: string, onCancel: () => void}} props */
function About({ kind, was, onCancel }) {
  return html`<div class="editing">
    <${Icon} name=${kind === "edit" ? "edit" : "undo"} />
    <span class="editing-words"><strong>${t(`${kind}.title`)}</strong><span>${was}</span></span>
    <button class="plain-icon" onClick=${onCancel} aria-label=${t(`${kind}.cancel`)}><${Icon} name="close" /></button>
  </div>`;
}
