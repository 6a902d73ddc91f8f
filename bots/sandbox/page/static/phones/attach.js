/** Sending a picture, a file or a voice note: from this device, or a sample that is always at hand. */
import { html, signal, useRef } from "../vendor/preact.js";
import { tell } from "../ask.js";
import { Icon } from "../icons.js";
import { t } from "../words.js";

const SAMPLES = {
  photo: { address: "/static/samples/parcel.jpg", name: "parcel.jpg" },
  voice: { address: "/static/samples/voice.ogg", name: "voice.ogg" },
};

/** The seat whose sheet is open. */
const open = signal("");

/** @param {{seat: import("./seat.js").Seat}} props */
export function AttachButton({ seat }) {
  const isOpen = open.value === seat.id;
  return html`<button class="attach-button" aria-expanded=${isOpen} aria-label=${t("attach")}
    onClick=${() => (open.value = isOpen ? "" : seat.id)}><${Icon} name=${seat.channel === "telegram" ? "attach" : "plus"} /></button>`;
}

/** @param {{seat: import("./seat.js").Seat}} props */
export function AttachSheet({ seat }) {
  const picture = useRef(/** @type {HTMLInputElement | null} */ (null));
  const file = useRef(/** @type {HTMLInputElement | null} */ (null));
  if (open.value !== seat.id) return null;
  const chosen = (/** @type {string} */ kind) => async (/** @type {any} */ event) => {
    const chosenFile = event.currentTarget.files[0];
    event.currentTarget.value = "";
    if (chosenFile) await send(seat, kind, chosenFile, chosenFile.name);
  };
  const closes = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Escape") open.value = "";
  };
  return html`<div class="sheet" role="group" aria-label=${t("attach")} onKeyDown=${closes}>
    <${Choice} icon="picture" word=${t("attach.photo")} onClick=${() => picture.current?.click()} />
    <${Choice} icon="file" word=${t("attach.file")} onClick=${() => file.current?.click()} />
    <${Choice} icon="parcel" word=${t("attach.sample_photo")} onClick=${() => sendSample(seat, "photo")} />
    <${Choice} icon="mic" word=${t("attach.sample_voice")} onClick=${() => sendSample(seat, "voice")} />
    <input ref=${picture} type="file" accept="image/*" hidden aria-label=${t("attach.photo")} onChange=${chosen("photo")} />
    <input ref=${file} type="file" hidden aria-label=${t("attach.file")} onChange=${chosen("file")} />
  </div>`;
}

/** @param {{icon: string, word: string, onClick: () => void}} props */
function Choice({ icon, word, onClick }) {
  return html`<button class="choice" onClick=${onClick}>
    <span class="choice-icon"><${Icon} name=${icon} /></span><span>${word}</span>
  </button>`;
}

/** @param {import("./seat.js").Seat} seat @param {File} picture */
export function attachPicture(seat, picture) {
  return send(seat, "photo", picture, picture.name || "picture.png");
}

/** @param {import("./seat.js").Seat} seat @param {string} kind @param {Blob} file @param {string} name */
async function send(seat, kind, file, name) {
  open.value = "";
  await seat.attach(kind, file, name);
}

/** @param {import("./seat.js").Seat} seat @param {"photo" | "voice"} kind */
async function sendSample(seat, kind) {
  const { address, name } = SAMPLES[kind];
  const response = await fetch(address);
  if (!response.ok) return tell(t("refused", { status: response.status }));
  await send(seat, kind, await response.blob(), name);
}
