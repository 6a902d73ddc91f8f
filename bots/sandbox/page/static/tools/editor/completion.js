/** What may be written where the cursor is, from the handlers' own declarations. */
import { get } from "../../ask.js";
import { t } from "../../words.js";
import { lineNameAt, linesOf, sectionAt } from "./place.js";

/**
 * As `bots/sandbox/page/scripts/completions.py` answers.
 * @typedef {object} Known
 * @property {string} handler the one this script must name, "" for any
 * @property {string[]} keys
 * @property {string[]} button_keys
 * @property {string[]} handlers
 * @property {Record<string, {name: string, optional: boolean, label: boolean, buttons: boolean}[]>} lines by handler
 * @property {Record<string, Record<string, string[]>>} blanks by handler and line, "*" for a line that the admin names
 * @property {{id: string, label: string}[]} targets
 * @property {string[]} filters
 * @property {string[]} tags
 */

/** @typedef {{before: string, rows: string[], index: number, handler: string, known: Known}} Here */

/**
 * Asked for once a file, and again when it was saved: another file may lead to new places.
 * @param {string} language
 * @param {string} id
 */
export async function knownOf(language, id) {
  const query = new URLSearchParams({ language, id });
  const answer = await get(`/scripts/completions?${query}`, { quiet: true });
  return /** @type {Known | null} */ (answer.ok ? answer.body : null);
}

/** A CodeMirror completion source. @param {any} context @param {Known | null} known */
export function complete(context, known) {
  if (known === null) return null;
  const { doc } = context.state;
  const line = doc.lineAt(context.pos);
  const rows = doc.toString().split("\n");
  const before = line.text.slice(0, context.pos - line.from);
  const here = { before, rows, index: line.number - 1, handler: handlerOf(rows, known), known };
  const found = RULES.map((rule) => offered(rule, here)).find((each) => each !== null);
  if (!found || (!context.explicit && !found.typed && !found.isEager)) return null;
  return { from: context.pos - found.typed.length, options: found.options, validFor: /^[\w-]*$/ };
}

/** @param {string[]} rows @param {Known} known */
function handlerOf(rows, known) {
  const written = rows.map((row) => /^handler\s*:\s*(\w+)/.exec(row)?.[1]).find(Boolean);
  return written ?? (known.handler || "say");
}

/**
 * A rule says after which words of its line it holds, whose last group is what was typed of the word, and what it
 * offers.
 * @typedef {{after: RegExp, section?: string, isEager?: boolean, options: (here: Here) => any[]}} Rule
 */

/** @type {Rule[]} The first that holds. */
const RULES = [
  { after: /\{\{[^}]*\|\s*(\w*)$/, isEager: true, options: ({ known }) => plain(known.filters, "keyword") },
  { after: /\{(?:\{|%\s*(?:if|elif))(?:[^}]*\s)?\s*(\w*)$/, isEager: true, options: blanks },
  { after: /<\/?(\w*)$/, section: "lines", options: ({ known }) => plain(known.tags, "type") },
  { after: /^handler\s*:\s+(\w*)$/, isEager: true, options: handlers },
  { after: /^\s*(?:-\s+)?goto\s*:\s+(\w*)$/, section: "buttons", isEager: true, options: targets },
  { after: /^\s+(?:-\s+)?(\w*)$/, section: "buttons", options: buttonKeys },
  { after: /^\s+(\w*)$/, section: "lines", options: lines },
  { after: /^(\w*)$/, options: keys },
];

/** @param {Rule} rule @param {Here} here */
function offered({ after, section, isEager = false, options }, here) {
  const match = after.exec(here.before);
  if (match === null || (section && sectionAt(here.rows, here.index) !== section)) return null;
  return { typed: match[1], isEager, options: options(here) };
}

/** @param {readonly string[]} words @param {string} type @param {string} [after] */
function plain(words, type, after = "") {
  return words.map((label) => ({ label, type, apply: label + after }));
}

/** @param {Here} here */
function handlers({ known }) {
  return plain(known.handler ? [known.handler] : known.handlers, "class");
}

/** @param {Here} here */
function buttonKeys({ known }) {
  return plain(known.button_keys, "property", ": ");
}

/** Those that are not there yet. @param {Here} here */
function keys({ known, rows }) {
  const free = known.keys.filter((key) => !rows.some((row) => row.startsWith(`${key}:`)));
  return free.map((label) => ({ label, type: "property", apply: label === "handler" ? `${label}: ` : `${label}:` }));
}

/** @param {Here} here */
function lines({ known, rows, handler }) {
  const written = linesOf(rows);
  const free = (known.lines[handler] ?? []).filter(({ name }) => !written.has(name));
  return free.map(({ name, optional, label, buttons }) => ({
    label: name,
    type: "property",
    apply: `${name}: `,
    detail: label ? t("complete.label") : optional ? t("complete.optional") : "",
    info: [...blankNames(known, handler, name), buttons && t("complete.buttons")].filter(Boolean).join("\n")
      || undefined,
  }));
}

/** @param {Known} known @param {string} handler @param {string} name */
function blankNames(known, handler, name) {
  const names = known.blanks[handler]?.[name] ?? [];
  return names.length ? [t("complete.blanks", { names: names.join(", ") })] : [];
}

/** @param {Here} here */
function blanks({ known, rows, index, handler, before }) {
  const ofLine = known.blanks[handler] ?? {};
  const names = ofLine[lineNameAt(rows, index)] ?? ofLine["*"] ?? [];
  const isOutput = /\{\{[^}]*$/.test(before);
  return names.map((label) => ({ label, type: "variable", apply: isOutput ? filled(label) : label }));
}

/** The blank with the braces that close it, unless they stand there already. @param {string} name */
function filled(name) {
  return (/** @type {any} */ view, /** @type {any} */ _completion, /** @type {number} */ from,
    /** @type {number} */ to) => {
    const doc = view.state.doc;
    const rest = doc.sliceString(to, doc.lineAt(to).to);
    const closing = /^\s*\}\}/.exec(rest)?.[0] ?? /^\s*\}/.exec(rest)?.[0] ?? "";
    const gap = /\s/.test(doc.sliceString(from - 1, from)) ? "" : " ";
    const insert = `${gap}${name} }}`;
    view.dispatch({ changes: { from, to: to + closing.length, insert }, selection: { anchor: from + insert.length } });
  };
}

/** @param {Here} here */
function targets({ known }) {
  return known.targets.map(({ id, label }) => ({ label: id, type: "class", detail: label === id ? "" : label }));
}
