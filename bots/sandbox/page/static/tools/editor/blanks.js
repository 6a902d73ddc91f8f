/** What is no words in a line of a script: the blanks and conditions in braces, and the tags. */
import { Decoration, MatchDecorator, ViewPlugin } from "../../vendor/codemirror.js";

const MARKS = { blank: Decoration.mark({ class: "cm-blank" }), markup: Decoration.mark({ class: "cm-markup" }) };

const matcher = new MatchDecorator({
  regexp: /(\{\{[^}\n]*\}\}|\{%[^%\n]*%\})|<\/?(?:b|i|code|a)\b[^<>\n]*>/g,
  decoration: (match) => (match[1] ? MARKS.blank : MARKS.markup),
});

export const blanks = ViewPlugin.define(
  (view) => ({
    decorations: matcher.createDeco(view),
    update(update) {
      this.decorations = matcher.updateDeco(update, this.decorations);
    },
  }),
  { decorations: (plugin) => plugin.decorations },
);
