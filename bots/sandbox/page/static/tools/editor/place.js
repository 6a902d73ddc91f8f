/** Where in a script one is, as its text tells: also while it is no YAML for the moment. */

const SECTION = /^([A-Za-z_]\w*)\s*:/;
const BELOW = /^(\s+)([A-Za-z_]\w*)\s*:/;

/** The top key above, or on, a line of the file. @param {readonly string[]} rows @param {number} index from 0 */
export function sectionAt(rows, index) {
  for (let at = Math.min(index, rows.length - 1); at >= 0; at -= 1) {
    const found = SECTION.exec(rows[at]);
    if (found) return found[1];
  }
  return "";
}

/**
 * The names under `lines:`, each with its index. Words that look like keys stand deeper.
 * @param {readonly string[]} rows
 */
export function linesOf(rows) {
  /** @type {Map<string, number>} */
  const found = new Map();
  let section = "";
  let indent = "";
  rows.forEach((row, index) => {
    section = SECTION.exec(row)?.[1] ?? section;
    const [, depth, name] = (section === "lines" && BELOW.exec(row)) || [];
    if (!name) return;
    indent ||= depth;
    if (depth === indent) found.set(name, index);
  });
  return found;
}

/**
 * The line of the script that a line of the file belongs to; "" for none.
 * @param {readonly string[]} rows
 * @param {number} index
 */
export function lineNameAt(rows, index) {
  if (sectionAt(rows, index) !== "lines") return "";
  let last = "";
  for (const [name, at] of linesOf(rows)) if (at <= index) last = name;
  return last;
}
