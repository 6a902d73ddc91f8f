/** How the editor looks: the page's own colours, which reach into the shadow root as variables. */
import { EditorView, HighlightStyle, syntaxHighlighting, tags } from "../../vendor/codemirror.js";

const small = { fontSize: "0.8125rem", lineHeight: "1.5" };
const floating = {
  backgroundColor: "var(--raised)",
  color: "var(--ink)",
  border: "1px solid var(--line)",
  borderRadius: "8px",
  boxShadow: "var(--shadow)",
  fontFamily: "var(--font)",
};

/** @param {string} colour */
const wavy = (colour) => ({
  // The library's own underlines are pictures in `data:` addresses, which the page's policy forbids.
  backgroundImage: "none",
  textDecoration: `underline wavy ${colour} 1px`,
  textUnderlineOffset: "3px",
});

/** @param {string} colour @param {string} sign */
const marker = (colour, sign) => ({ content: `"${sign}"`, color: colour, fontWeight: "700", textAlign: "center" });

const look = EditorView.theme({
  "&": { height: "100%", color: "var(--ink)", backgroundColor: "var(--raised)", ...small },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--font-mono)", lineHeight: "1.65", overscrollBehavior: "contain" },
  ".cm-content": { padding: "8px 0", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0 12px 0 6px" },
  ".cm-cursor": { borderLeftColor: "var(--ink)", borderLeftWidth: "2px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--code-selection)",
  },
  ".cm-activeLine": { backgroundColor: "var(--code-line)" },
  ".cm-gutters": { backgroundColor: "var(--raised)", color: "var(--ink-soft)", border: "0" },
  ".cm-activeLineGutter": { backgroundColor: "var(--code-line)", color: "var(--ink)" },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 6px 0 12px", minWidth: "36px",
    fontVariantNumeric: "tabular-nums" },
  ".cm-gutter-lint": { width: "18px" },
  ".cm-lint-marker": { width: "14px", height: "1.65em" },
  ".cm-lint-marker-error": marker("var(--danger)", "●"),
  ".cm-lint-marker-warning": marker("var(--warning)", "▲"),
  ".cm-lintRange-error": wavy("var(--danger)"),
  ".cm-lintRange-warning": wavy("var(--warning)"),
  ".cm-lintPoint::after": { borderBottomColor: "var(--danger)" },
  ".cm-blank": { color: "var(--code-blank)", backgroundColor: "var(--code-blank-soft)", borderRadius: "4px" },
  ".cm-markup": { color: "var(--code-markup)" },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": { backgroundColor: "var(--accent-soft)",
    outline: "1px solid var(--accent)" },
  ".cm-selectionMatch": { backgroundColor: "var(--code-match)" },
  ".cm-searchMatch": { backgroundColor: "var(--warning-soft)", outline: "1px solid var(--warning)" },
  ".cm-searchMatch-selected": { backgroundColor: "var(--code-selection)" },
  ".cm-tooltip": { ...floating, ...small, maxWidth: "min(420px, 90vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--font-mono)", maxHeight: "none" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "3px 10px", lineHeight: "1.5" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--accent-ink)" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-completionDetail": { color: "inherit", fontStyle: "normal", fontFamily: "var(--font)", marginLeft: "1em" },
  ".cm-tooltip.cm-completionInfo": { padding: "6px 10px", whiteSpace: "pre-wrap" },
  ".cm-diagnostic": { padding: "6px 10px", borderLeft: "3px solid var(--line-strong)" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--danger)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--warning)" },
  ".cm-problem-hint": { color: "var(--ink-soft)" },
  ".cm-panels": { backgroundColor: "var(--sunken)", color: "var(--ink)", fontFamily: "var(--font)" },
  ".cm-panels.cm-panels-top": { borderBottom: "1px solid var(--line)" },
  ".cm-panels.cm-panels-bottom": { borderTop: "1px solid var(--line)" },
  ".cm-panel.cm-search": { display: "flex", flexWrap: "wrap", alignItems: "center", gap: "4px",
    padding: "6px 36px 6px 8px" },
  ".cm-panel.cm-search br": { flexBasis: "100%", content: '""' },
  ".cm-panel.cm-search label": { display: "inline-flex", alignItems: "center", gap: "4px", fontSize: "0.8125rem" },
  ".cm-panel.cm-search [name=close]": { fontSize: "1.125rem", width: "28px", height: "28px", top: "4px", right: "4px" },
  ".cm-textfield": {
    backgroundColor: "var(--raised)", color: "var(--ink)", border: "1px solid var(--line-strong)",
    borderRadius: "6px", fontSize: "0.8125rem",
    padding: "3px 8px",
  },
  ".cm-button": {
    backgroundImage: "none", backgroundColor: "var(--raised)", color: "var(--ink)", border: "1px solid var(--line)",
    borderRadius: "6px",
    fontSize: "0.8125rem", padding: "3px 8px", cursor: "pointer",
  },
  ".cm-button:active": { backgroundImage: "none", backgroundColor: "var(--accent-soft)" },
  ".cm-textfield:focus-visible, button:focus-visible, input:focus-visible": { outline: "2px solid var(--focus)",
    outlineOffset: "1px" },
  ".cm-changedLine, .cm-inlineChangedLine": { backgroundColor: "var(--good-soft) !important" },
  ".cm-changedText": { background: "var(--code-added)", borderRadius: "3px" },
  ".cm-deletedChunk": { backgroundColor: "var(--danger-soft)", paddingLeft: "6px", position: "relative" },
  ".cm-deletedChunk .cm-deletedText, .cm-deletedText": { background: "var(--code-removed)", borderRadius: "3px" },
  ".cm-deletedLine del": { textDecoration: "none", color: "var(--ink)" },
  ".cm-changeGutter": { width: "4px", paddingLeft: "0" },
  ".cm-changedLineGutter": { backgroundColor: "var(--good)" },
  ".cm-deletedLineGutter": { backgroundColor: "var(--danger)" },
  ".cm-chunkButtons": { insetInlineEnd: "8px", top: "2px" },
  ".cm-chunkButtons button": {
    font: "0.75rem var(--font)", color: "var(--ink)", backgroundColor: "var(--raised)",
    border: "1px solid var(--line-strong)",
    borderRadius: "6px", padding: "1px 8px", cursor: "pointer",
  },
});

const colours = HighlightStyle.define([
  { tag: [tags.definition(tags.propertyName), tags.propertyName], color: "var(--code-key)", fontWeight: "600" },
  { tag: [tags.comment, tags.lineComment], color: "var(--ink-soft)" },
  { tag: [tags.string, tags.content], color: "var(--ink)" },
  { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace, tags.special(tags.string), tags.meta],
    color: "var(--ink-soft)" },
  { tag: [tags.keyword, tags.labelName, tags.typeName, tags.attributeValue], color: "var(--code-blank)" },
]);

export const theme = [look, syntaxHighlighting(colours)];
