/** Which message on a screen has an id: for those that quote it. */
import { html } from "../vendor/preact.js";
import { board } from "../board.js";
import { t } from "../words.js";
import { kindName } from "./media.js";
import { excerpt } from "./mine.js";

/** @type {Map<string, string>} the keys of messages by their screen and id */
const keys = new Map();
/** @type {Map<string, string>} and the way back */
const places = new Map();

board.watch({
  added(key, value) {
    if (!value?.shown?.message_id) return;
    const place = screenOf(key) + value.shown.message_id;
    keys.set(place, key);
    places.set(key, place);
  },
  removed(key) {
    keys.delete(places.get(key) ?? "");
    places.delete(key);
  },
  settle() {},
  clear() {
    keys.clear();
    places.clear();
  },
});

/** @param {{entryKey: string, id: string}} props the key of the message that quotes, and the id of the quoted one */
export function Quote({ entryKey, id }) {
  const key = keys.get(screenOf(entryKey) + id);
  const shown = key && board.entry(key).value?.shown;
  if (!shown || shown.deleted) return null;
  const words = excerpt(shown.text) || (shown.media[0] ? kindName(shown.media[0]) : "");
  return html`<blockquote class="quote"><span class="sr">${t("quotes")}</span>
    ${shown.author && html`<strong>${shown.author}</strong>`}<span>${words}</span></blockquote>`;
}

/** @param {string} key */
function screenOf(key) {
  return key.slice(0, key.lastIndexOf("/") + 1);
}
