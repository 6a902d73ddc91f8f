/**
 * The editor: a CodeMirror in a shadow root. There its styles are constructed sheets, which the page's
 * Content-Security-Policy permits; in the document they would be `<style>` elements, which it does not.
 */
import {
  autocompletion, bracketMatching, closeBrackets, closeBracketsKeymap, Compartment, completionKeymap, defaultKeymap,
  drawSelection, EditorState, EditorView, highlightActiveLine, highlightActiveLineGutter, highlightSelectionMatches,
  highlightSpecialChars, history, historyKeymap, indentOnInput, indentUnit, indentWithTab, isolateHistory, keymap,
  lineNumbers, lintGutter, lintKeymap, redo, redoDepth, search, searchKeymap, setDiagnostics, undo, undoDepth, unifiedMergeView,
  yaml,
} from "../../vendor/codemirror.js";
import { blanks } from "./blanks.js";
import { diagnosticsOf } from "./diagnostics.js";
import { lineNameAt, linesOf } from "./place.js";
import { theme } from "./theme.js";

/**
 * @typedef {object} Hooks
 * @property {(text: string) => void} onText after every change
 * @property {(name: string) => void} onLine the script's line that the cursor is in; "" for none
 * @property {(depth: {undo: number, redo: number}) => void} onHistory
 * @property {(context: any) => any} complete a CodeMirror completion source
 */

export class ScriptEditor {
  /** @param {HTMLElement} host @param {Hooks} hooks */
  constructor(host, hooks) {
    this.hooks = hooks;
    this.phrases = new Compartment();
    this.comparison = new Compartment();
    const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
    this.view = new EditorView({ parent: root, root, state: this.stateOf("") });
  }

  destroy() {
    this.view.destroy();
  }

  /** @param {string} text */
  stateOf(text) {
    return EditorState.create({ doc: text, extensions: this.extensions() });
  }

  extensions() {
    return [
      lineNumbers(), highlightActiveLineGutter(), lintGutter(), highlightSpecialChars(), history(), drawSelection(),
      EditorState.allowMultipleSelections.of(true), indentOnInput(), bracketMatching(), closeBrackets(),
      // So few that the list need not scroll: it follows the one that is chosen.
      autocompletion({ override: [(context) => this.hooks.complete(context)], icons: false, maxRenderedOptions: 12 }),
      highlightActiveLine(), highlightSelectionMatches(), search({ top: true }), EditorView.lineWrapping,
      indentUnit.of("  "), EditorState.tabSize.of(2), yaml(), blanks, theme,
      keymap.of([
        ...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap,
        indentWithTab,
      ]),
      EditorView.updateListener.of((update) => this.updated(update)),
      this.phrases.of([]), this.comparison.of([]),
    ];
  }

  /** @param {any} update */
  updated(update) {
    if (update.docChanged) this.hooks.onText(this.text);
    if (update.docChanged || update.selectionSet) this.tell();
  }

  tell() {
    const { state } = this.view;
    this.hooks.onLine(lineNameAt(this.rows, this.cursorLine - 1));
    this.hooks.onHistory({ undo: undoDepth(state), redo: redoDepth(state) });
  }

  get text() {
    return this.view.state.doc.toString();
  }

  get rows() {
    return this.text.split("\n");
  }

  get cursorLine() {
    const { state } = this.view;
    return state.doc.lineAt(state.selection.main.head).number;
  }

  /** Another file: what was undone and could be redone stays with each. @param {any} kept @param {string} text */
  show(kept, text) {
    this.view.setState(kept ?? this.stateOf(text));
    this.write(text);
    this.tell();
  }

  /**
   * Make the text this one, changing no more than differs, so that the cursor stays where it was.
   * It is a step of its own in the history: undoing it takes nothing of what was typed a moment before.
   * @param {string} text
   */
  write(text) {
    const old = this.text;
    if (old === text) return;
    let from = 0;
    const least = Math.min(old.length, text.length);
    while (from < least && old[from] === text[from]) from += 1;
    let tail = 0;
    while (tail < least - from && old.at(-1 - tail) === text.at(-1 - tail)) tail += 1;
    const changes = { from, to: old.length - tail, insert: text.slice(from, text.length - tail) };
    this.view.dispatch({ changes, annotations: isolateHistory.of("full") });
  }

  /** @param {readonly import("./draft.js").Problem[]} problems */
  mark(problems) {
    this.view.dispatch(setDiagnostics(this.view.state, diagnosticsOf(this.view.state.doc, problems)));
  }

  /** What the editor is called and says by itself, in the reader's language. @param {any[]} phrases */
  say(phrases) {
    this.view.dispatch({ effects: this.phrases.reconfigure(phrases) });
  }

  /**
   * Show what differs from `original`, each place with a button to take it back; null: show no difference.
   * @param {string | null} original @param {string} takeBack the button's words
   */
  compare(original, takeBack) {
    const difference = original === null ? [] : unifiedMergeView({ original, mergeControls: controls(takeBack),
      syntaxHighlightDeletions: false });
    this.view.dispatch({ effects: this.comparison.reconfigure(difference) });
  }

  undo() {
    undo(this.view);
  }

  redo() {
    redo(this.view);
  }

  focus() {
    this.view.focus();
  }

  /** Put the cursor there, in sight, and leave the focus where it is. @param {{line?: number, name?: string}} place */
  go({ line, name }) {
    const { doc } = this.view.state;
    const wanted = name === undefined ? (line ?? 1) : (linesOf(this.rows).get(name) ?? 0) + 1;
    const at = doc.line(Math.min(Math.max(wanted, 1), doc.lines));
    const anchor = at.from + (/^\s*/.exec(at.text)?.[0].length ?? 0);
    this.view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
  }
}

/** Nothing is accepted here, saving does that. @param {string} takeBack */
function controls(takeBack) {
  return (/** @type {"accept" | "reject"} */ type, /** @type {(event: MouseEvent) => void} */ act) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = takeBack;
    button.hidden = type === "accept";
    button.addEventListener("click", act);
    return button;
  };
}
