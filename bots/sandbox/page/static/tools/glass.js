/** Under the glass: what happened to each message of the selected conversation, and who has the conversation now. */
import { html, useEffect, useState } from "../vendor/preact.js";
import { board } from "../board.js";
import { selected } from "../choice.js";
import { t } from "../words.js";
import { Facts } from "./glass/facts.js";
import { MessageLife } from "./glass/life.js";

const SHOWN_FIRST = 30;

export function Glass() {
  const customer = customerOf(selected.value);
  return html`<section class="glass" aria-labelledby="glass-title">
    <h2 id="glass-title" class="sr">${t("glass.title")}</h2>
    ${customer ? html`<${Conversation} key=${customer} customer=${customer} />` : html`<${Nothing} />`}
  </section>`;
}

function Nothing() {
  const isTopic = selected.value?.kind === "topic";
  return html`<p class="tool-empty">${t(isTopic ? "glass.no_customer" : "glass.choose")}</p>`;
}

/**
 * `<channel>/<account>`; "" for a topic that is about nobody we know.
 * @param {import("../choice.js").Selected | null} choice
 */
function customerOf(choice) {
  if (choice === null) return "";
  if (choice.kind === "person") return `${choice.channel}/${choice.account}`;
  return board.entry(`topic/${choice.thread}`).value?.customer ?? "";
}

/** @param {{customer: string}} props */
function Conversation({ customer }) {
  const [shown, setShown] = useState(SHOWN_FIRST);
  useEffect(() => setShown(SHOWN_FIRST), [customer]);
  const keys = board.keys(`trace/${customer}/`).value;
  const newest = keys.slice(-shown).reverse();
  const person = board.entry(`person/${customer}`).value;
  return html`
    <${Facts} customer=${customer} person=${person} />
    <div class="glass-lives">
      ${newest.length === 0 && html`<p class="tool-empty">${t("glass.no_messages")}</p>`}
      <ol class="lives" aria-label=${t("glass.lives", { name: person?.name ?? customer })}>
        ${newest.map((key) => html`<${MessageLife} key=${key} entry=${key} person=${person?.name ?? ""} />`)}
      </ol>
      ${keys.length > shown && html`<${Earlier} n=${Math.min(SHOWN_FIRST, keys.length - shown)}
        show=${() => setShown(shown + SHOWN_FIRST)} />`}
    </div>
  `;
}

/** @param {{n: number, show: () => void}} props */
function Earlier({ n, show }) {
  return html`<button type="button" class="button" onClick=${show}>${t("glass.earlier", { n })}</button>`;
}
