/** Pictures, voice notes and files of a message. */
import { html, signal, useEffect, useRef, useState } from "../vendor/preact.js";
import { pathOf } from "../ask.js";
import { Icon } from "../icons.js";
import { t } from "../words.js";
import { Voice } from "./voice.js";

/** @typedef {{id: string, kind: string, name: string, mime: string, size: number}} ShownFile */

const PICTURES = ["photo", "sticker"];
const ICONS = /** @type {const} */ ({ photo: "picture", voice: "mic" });

/** The picture that is open in large. */
const viewed = signal(/** @type {{address: string, name: string} | null} */ (null));

/** `channel`: the platform that keeps the bytes. @param {{channel: string, shown: any}} props */
export function Media({ channel, shown }) {
  const files = shown.files ?? [];
  const closed = (shown.media ?? []).slice(files.length);
  return [
    ...files.map((/** @type {ShownFile} */ file) => html`<${Opened} key=${file.id} channel=${channel} file=${file} />`),
    ...closed.map((/** @type {string} */ kind) => html`<${Closed} kind=${kind} />`),
  ];
}

/** @param {{channel: string, file: ShownFile}} props */
function Opened({ channel, file }) {
  const address = pathOf("media", channel, file.id);
  if (PICTURES.includes(file.kind)) return html`<${Picture} address=${address} file=${file} />`;
  if (file.kind === "voice") {
    const saved = html`<${Download} address=${address} file=${file} />`;
    return html`<${Voice} address=${address} otherwise=${saved} />`;
  }
  return html`<${Download} address=${address} file=${file} />`;
}

/** One that is too old or of a kind that cannot be opened: only its name. @param {{kind: string}} props */
function Closed({ kind }) {
  return html`<span class="media-closed"><${Icon} name=${ICONS[kind] ?? "file"} />${kindName(kind)}</span>`;
}

/** @param {{address: string, file: ShownFile}} props */
function Picture({ address, file }) {
  const [isBroken, setBroken] = useState(false);
  if (isBroken) return html`<${Download} address=${address} file=${file} />`;
  const name = file.name || kindName(file.kind);
  const open = () => (viewed.value = { address, name });
  return html`<button class="picture" onClick=${open} aria-label=${t("picture.open", { name })}>
    <img src=${address} alt="" loading="lazy" decoding="async" onError=${() => setBroken(true)} />
  </button>`;
}

/** @param {{address: string, file: ShownFile}} props */
function Download({ address, file }) {
  const name = file.name || kindName(file.kind);
  return html`<a class="file" href=${address} download=${name}>
    <span class="file-icon"><${Icon} name=${ICONS[file.kind] ?? "file"} /></span>
    <span class="file-name">${name}<small>${sizeOf(file.size)}</small></span>
  </a>`;
}

/** @param {any} shown */
export function hasPicture(shown) {
  return shown.files.some((/** @type {ShownFile} */ file) => PICTURES.includes(file.kind));
}

/** @param {string} kind */
export function kindName(kind) {
  const word = t(`media.${kind}`);
  return word === `media.${kind}` ? kind : word;
}

/** @param {number} bytes */
function sizeOf(bytes) {
  if (!bytes) return "";
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 ** 2 ? `${(bytes / 1024).toFixed(0)} KB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}

/** One for the whole page. */
export function Viewer() {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const picture = viewed.value;
  useEffect(() => {
    if (picture) dialog.current?.showModal();
  }, [picture]);
  return html`<dialog ref=${dialog} class="viewer" aria-label=${picture?.name ?? ""}
    onClose=${() => (viewed.value = null)} onClick=${() => dialog.current?.close()}>
    ${picture && html`<img src=${picture.address} alt=${picture.name} />`}
    <button class="viewer-close" aria-label=${t("close")}><${Icon} name="close" /></button>
  </dialog>`;
}
