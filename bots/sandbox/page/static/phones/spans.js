/** A message's words in their styles. Everything is a text node: nobody's words become markup. */
import { html } from "../vendor/preact.js";

/** @typedef {{text: string, styles: string[], href: string, tap: string}} Span */

/** @param {{shown: any, onTap?: (label: string) => void}} props */
export function Words({ shown, onTap }) {
  if (!shown.spans?.length) return shown.text;
  return blocksOf(shown.spans).map(({ bar, spans }) => {
    const runs = spans.map((span) => html`<${Run} span=${span} onTap=${onTap} />`);
    return bar ? html`<span class="bar">${runs}</span>` : runs;
  });
}

/** What has a bar beside it, and what has none. A line that ends where a block ends, ends with it. @param {Span[]} spans */
function blocksOf(spans) {
  const blocks = /** @type {{bar: boolean, spans: Span[]}[]} */ ([]);
  for (const span of spans) {
    const bar = span.styles.includes("bar");
    const before = blocks.at(-1);
    if (before?.bar === bar) before.spans.push(span);
    else blocks.push({ bar, spans: [before?.bar ? { ...span, text: span.text.replace(/^\n/, "") } : span] });
  }
  return blocks;
}

/** @param {{span: Span, onTap?: (label: string) => void}} props */
function Run({ span, onTap }) {
  const words = styled(span.text, span.styles);
  if (span.tap && onTap) return html`<button class="tap" onClick=${() => onTap(span.tap)}>${words}</button>`;
  if (isWebAddress(span.href)) {
    return html`<a href=${span.href} target="_blank" rel="noopener noreferrer">${words}</a>`;
  }
  return words;
}

/** @param {string} text @param {string[]} styles */
function styled(text, styles) {
  let words = /** @type {any} */ (text);
  if (styles.includes("code")) words = html`<code>${words}</code>`;
  if (styles.includes("italic")) words = html`<em>${words}</em>`;
  if (styles.includes("bold")) words = html`<strong>${words}</strong>`;
  return words;
}

/** Never `javascript:` or `data:`, whoever wrote it. @param {string} href */
export function isWebAddress(href) {
  return /^https?:\/\//i.test(href);
}
