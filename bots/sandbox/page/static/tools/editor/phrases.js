/** CodeMirror's own phrases in the page's language, and what the editor is called. */
import { EditorState, EditorView } from "../../vendor/codemirror.js";
import { t } from "../../words.js";

/** CodeMirror's phrase, and our word for it. */
const PHRASES = {
  "all": "editor.find_all",
  "by word": "editor.by_word",
  "close": "editor.close",
  "Completions": "editor.completions",
  "Control character": "editor.control_character",
  "current match": "editor.current_match",
  "Diagnostics": "editor.problems",
  "Find": "editor.find",
  "go": "editor.go",
  "Go to line": "editor.go_to_line",
  "match case": "editor.match_case",
  "next": "editor.next",
  "No diagnostics": "editor.no_problems",
  "on line": "editor.on_line",
  "previous": "editor.previous",
  "regexp": "editor.regexp",
  "Replace": "editor.replacement",
  "replace": "editor.replace",
  "replace all": "editor.replace_all",
  "replaced match on line $": "editor.replaced_on_line",
  "replaced $ matches": "editor.replaced_matches",
  "Selection deleted": "editor.selection_deleted",
};

/** @param {string} name of the file */
export function phrases(name) {
  return [
    EditorState.phrases.of(Object.fromEntries(Object.entries(PHRASES).map(([phrase, key]) => [phrase, t(key)]))),
    EditorView.contentAttributes.of({
      "aria-label": t("editor.label", { name }),
      "aria-description": t("editor.way_out"),
      // What scrolls must be reachable by keyboard; browsers know that it can be edited, accessibility checkers do not.
      tabindex: "0",
      spellcheck: "false",
      autocapitalize: "off",
    }),
  ];
}
