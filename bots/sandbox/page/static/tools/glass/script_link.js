/** From what was said to where it is written. */
import { selected } from "../../choice.js";
import { board } from "../../board.js";
import { open } from "../editor/drafts.js";
import { tool } from "../tool.js";

/** Open the words of a line in the language in which they were said. @param {string} line `order_lookup.found` */
export function showLine(line) {
  const [id, name] = line.split(".");
  open(languageOf(selected.peek()), id, { name });
  tool.value = "scripts";
}

/** @param {import("../../choice.js").Selected | null} choice */
function languageOf(choice) {
  const customer =
    choice?.kind === "person" ? `${choice.channel}/${choice.account}`
      : board.entry(`topic/${choice?.thread}`).value?.customer;
  const { default_language: fallback } = board.entry("sandbox").value;
  return board.entry(`conversation/${customer}`).value?.language || fallback;
}
