/** What one can do with a message: answer it, react to it, change or delete one's own. */
import { html, useRef } from "../vendor/preact.js";
import { Icon } from "../icons.js";
import { t } from "../words.js";
import { beginAnswer, beginEdit } from "./composer.js";
import { REACTIONS } from "./marks.js";
import { excerpt } from "./mine.js";

/** @param {{seat: import("./seat.js").Seat, shown: any, isOwn: boolean}} props */
export function Tools({ seat, shown, isOwn }) {
  const sheet = useRef(/** @type {HTMLDetailsElement | null} */ (null));
  if (!seat.react || !shown.message_id || shown.failed) return null;
  const close = () => {
    if (sheet.current) sheet.current.open = false;
  };
  const opened = () => sheet.current?.open && turn(sheet.current);
  const left = (/** @type {FocusEvent} */ event) => {
    if (!sheet.current?.contains(/** @type {Node | null} */ (event.relatedTarget))) close();
  };
  const pressed = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape" || !sheet.current?.open) return;
    close();
    sheet.current.querySelector("summary")?.focus();
  };
  return html`<details class="tools-of" ref=${sheet} onClick=${(event) => event.target.closest("button") && close()}
    onToggle=${opened} onFocusOut=${left} onKeyDown=${pressed}>
    <summary aria-label=${t("message.of", { text: excerpt(shown.text) })}><${Icon} name="more" /></summary>
    <div class="tools-sheet">
      <span class="tools-reactions">${REACTIONS.map((reaction) => html`<${React} key=${reaction.sign} reaction=${reaction} seat=${seat} shown=${shown} />`)}</span>
      ${seat.reply && html`<button onClick=${() => beginAnswer(seat, shown)}>${t("message.reply")}</button>`}
      ${seat.handle && html`<button onClick=${() => seat.handle?.(shown.message_id)}>${t("message.handle")}</button>`}
      ${isOwn && shown.text && html`<button onClick=${() => beginEdit(seat, shown)}>${t("message.edit")}</button>`}
      ${isOwn && html`<button onClick=${() => seat.remove?.(shown.message_id)}>${t("message.delete")}</button>`}
    </div>
  </details>`;
}

/** @param {{reaction: import("./marks.js").Reaction, seat: import("./seat.js").Seat, shown: any}} props */
function React({ reaction, seat, shown }) {
  const emoji = seat.channel === "slack" ? reaction.name : reaction.sign;
  const isOn = shown.marks.includes(emoji);
  return html`<button aria-pressed=${isOn} aria-label=${t("message.react", { emoji: reaction.sign })}
    onClick=${() => seat.react?.(shown.message_id, emoji, !isOn)}>${reaction.sign}</button>`;
}

/** Upwards where there is no room below: the log cuts off what stands beyond its end. @param {HTMLDetailsElement} sheet */
function turn(sheet) {
  const end = sheet.closest('[role="log"]')?.getBoundingClientRect().bottom ?? innerHeight;
  const height = sheet.querySelector(".tools-sheet")?.clientHeight ?? 0;
  sheet.classList.toggle("tools-up", sheet.getBoundingClientRect().bottom + height > end);
}
