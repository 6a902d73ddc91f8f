// The exports of static/vendor/codemirror.js: what the script editor is made of.
export {
  acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, closeCompletion, completionKeymap,
  completionStatus, startCompletion,
} from "@codemirror/autocomplete";
export {
  defaultKeymap, history, historyKeymap, indentWithTab, redo, redoDepth, temporarilySetTabFocusMode, undo, undoDepth,
} from "@codemirror/commands";
export { yaml } from "@codemirror/lang-yaml";
export {
  bracketMatching, foldGutter, foldKeymap, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting, syntaxTree,
} from "@codemirror/language";
export { forceLinting, lintGutter, lintKeymap, nextDiagnostic, openLintPanel, setDiagnostics } from "@codemirror/lint";
export { MergeView, unifiedMergeView, getChunks, goToNextChunk, goToPreviousChunk } from "@codemirror/merge";
export { highlightSelectionMatches, openSearchPanel, search, searchKeymap } from "@codemirror/search";
export { Compartment, EditorSelection, EditorState, StateEffect, StateField, Text, Transaction } from "@codemirror/state";
export {
  crosshairCursor, drawSelection, dropCursor, EditorView, highlightActiveLine, highlightActiveLineGutter,
  highlightSpecialChars, keymap, lineNumbers, placeholder, rectangularSelection, ViewPlugin,
} from "@codemirror/view";
export { tags } from "@lezer/highlight";
