/** The sandbox's clock, and the ways to move it forward. Back it cannot go: what has happened has happened. */
import { html, useId, useState } from "../../vendor/preact.js";
import { post } from "../../ask.js";
import { moved, now } from "../../times.js";
import { t } from "../../words.js";
import { wholeTimeOf } from "../clock.js";
import { lasting } from "../lasting.js";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [10 * MINUTE, HOUR, DAY, 2 * DAY];
const UNITS = { minutes: MINUTE, hours: HOUR, days: DAY };
const MOST = { minutes: 600, hours: 240, days: 365 };

export function Clock() {
  const [isMoving, setMoving] = useState(false);
  const [said, setSaid] = useState("");
  const move = async (/** @type {number} */ seconds) => {
    setMoving(true);
    const { ok } = await post("/clock", { seconds });
    setMoving(false);
    if (ok) setSaid(t("clock.moved_by", { time: lasting(seconds) }));
  };
  return html`<section class="clock" aria-labelledby="clock-title">
    <h3 id="clock-title" class="tool-part">${t("clock.title")}</h3>
    <${Face} />
    <div class="clock-steps" role="group" aria-label=${t("clock.forward")}>
      ${STEPS.map(
        (seconds) => html`<button type="button" class="button" key=${seconds} disabled=${isMoving}
          onClick=${() => move(seconds)}>
          +${lasting(seconds)}
        </button>`,
      )}
    </div>
    <${Custom} isMoving=${isMoving} move=${move} />
    <p class="faint tool-hint">${t("clock.hint")}</p>
    <p class="sr" role="status">${said}</p>
  </section>`;
}

function Face() {
  const ahead = moved.value;
  return html`<p class="clock-face">
    <time class="clock-now"
      datetime=${now.value ? new Date(now.value * 1000).toISOString() : undefined}>${wholeTimeOf(now.value)}</time>
    <span class="faint">${ahead >= 1 ? t("clock.ahead", { time: lasting(ahead) }) : t("clock.real")}</span>
  </p>`;
}

/** @param {{isMoving: boolean, move: (seconds: number) => void}} props */
function Custom({ isMoving, move }) {
  const id = useId();
  const [count, setCount] = useState("3");
  const [unit, setUnit] = useState(/** @type {keyof typeof UNITS} */ ("hours"));
  const isFine = Number(count) > 0 && Number(count) <= MOST[unit];
  const submit = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    if (isFine && !isMoving) move(Number(count) * UNITS[unit]);
  };
  return html`<form class="clock-custom" onSubmit=${submit} noValidate>
    <label for=${`${id}-count`}>${t("clock.custom")}</label>
    <input id=${`${id}-count`} class="field" type="number" inputmode="decimal" min="1" max=${MOST[unit]} value=${count}
      aria-invalid=${isFine ? undefined : "true"} aria-describedby=${isFine ? undefined : `${id}-wrong`}
      onInput=${(/** @type {any} */ event) => setCount(event.currentTarget.value)} />
    <select class="field" aria-label=${t("clock.unit")} value=${unit}
      onChange=${(/** @type {any} */ event) => setUnit(event.currentTarget.value)}>
      ${Object.keys(UNITS).map((each) => html`<option key=${each} value=${each}>${t(`clock.${each}`)}</option>`)}
    </select>
    <button class="button" disabled=${!isFine || isMoving}>${t("clock.move")}</button>
    ${!isFine && html`<p id=${`${id}-wrong`} class="bad">${t("clock.wrong", { most: MOST[unit] })}</p>`}
  </form>`;
}
