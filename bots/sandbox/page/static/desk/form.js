/** Slack's form in front of an agent: what to do with a conversation, and what that needs to know. */
import { html, useEffect, useRef } from "../vendor/preact.js";
import { post } from "../ask.js";
import { board } from "../board.js";
import { listed } from "../choice.js";
import { t } from "../words.js";

/** @typedef {{label: string, kind: "select" | "person" | "line" | "lines", choices: string[], chosen: string, optional: boolean, error: string}} Field */

/** @param {{agent: string}} props */
export function Form({ agent }) {
  const form = board.entry(`form/${agent}`).value;
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useEffect(() => {
    if (form && !dialog.current?.open) dialog.current?.showModal();
    if (!form) dialog.current?.close();
  }, [form?.id]);
  const sent = (/** @type {Event} */ event) => {
    event.preventDefault();
    void post("/desk/form/submit", { agent });
  };
  const closed = () => board.entry(`form/${agent}`).peek() && post("/desk/form/close", { agent });
  return html`<dialog ref=${dialog} class="help staff-form" aria-labelledby="form-title" onClose=${closed}>
    ${form && html`<form onSubmit=${sent} key=${form.id}>
      <h2 id="form-title">${form.title}</h2>
      ${form.fields.map((/** @type {Field} */ field, /** @type {number} */ number) => html`
        <${Asked} key=${field.label} id=${`form-field-${number}`} agent=${agent} field=${field} />`)}
      ${form.failed && html`<p role="alert" class="form-error">${t("failed")}</p>`}
      <footer>
        <button type="button" onClick=${() => dialog.current?.close()}>${form.close}</button>
        <button class="form-submit">${form.submit}</button>
      </footer>
    </form>`}
  </dialog>`;
}

/** @param {{id: string, agent: string, field: Field}} props */
function Asked({ id, agent, field }) {
  const fill = (/** @type {any} */ event) => post("/desk/form/fill", { agent, field: field.label, value: event.currentTarget.value });
  return html`<div class="form-field"><label for=${id}>${field.label}</label>
    <${Input} id=${id} field=${field} fill=${fill} />
    ${field.error && html`<span role="alert" class="form-error">${field.error}</span>`}
  </div>`;
}

/** @param {{id: string, field: Field, fill: (event: any) => void}} props */
function Input({ id, field, fill }) {
  const required = !field.optional;
  if (field.kind === "lines") return html`<textarea id=${id} rows="3" maxlength="2900" required=${required} onChange=${fill}></textarea>`;
  if (field.kind === "line") return html`<input id=${id} maxlength="2900" required=${required} onChange=${fill} />`;
  return html`<select id=${id} required=${required} onChange=${fill}>
    <option value="">${t("form.choose")}</option>
    ${field.kind === "person"
      ? listed("agent/").map((each) => html`<option key=${each.account} value=${each.account}>${each.name}</option>`)
      : field.choices.map((choice) => html`<option key=${choice} value=${choice} selected=${choice === field.chosen}>${choice}</option>`)}
  </select>`;
}
