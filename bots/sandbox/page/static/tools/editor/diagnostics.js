/** The problems of a script as CodeMirror marks them: under the words of their line. */

/** @param {any} doc @param {readonly import("./draft.js").Problem[]} problems */
export function diagnosticsOf(doc, problems) {
  return problems.map((problem) => diagnosticOf(doc, problem)).sort((one, other) => one.from - other.from);
}

/** @param {any} doc @param {import("./draft.js").Problem} problem */
function diagnosticOf(doc, problem) {
  const line = doc.line(Math.min(Math.max(problem.line, 1), doc.lines));
  const indent = /** @type {RegExpExecArray} */ (/^\s*/.exec(line.text))[0].length;
  return {
    from: indent < line.length ? line.from + indent : line.from,
    to: line.to,
    severity: problem.severity,
    message: [problem.message, problem.hint].filter(Boolean).join(" "),
    renderMessage: () => drawn(problem),
  };
}

/** @param {import("./draft.js").Problem} problem */
function drawn({ message, hint }) {
  const box = document.createElement("div");
  for (const [name, words] of Object.entries({ message, hint })) {
    if (!words) continue;
    const part = box.appendChild(document.createElement("div"));
    part.className = `cm-problem-${name}`;
    part.textContent = words;
  }
  return box;
}
