/** Every file that was opened since the page was loaded. */
import { computed, signal } from "../../vendor/preact.js";
import { Draft } from "./draft.js";

/** @typedef {import("./draft.js").Spot} Spot */

const opened = signal(/** @type {ReadonlyMap<string, Draft>} */ (new Map()));

/** The file in the editor. */
export const current = signal(/** @type {Draft | null} */ (null));

export const unsaved = computed(() => [...opened.value.values()].filter((draft) => draft.isChanged.value));

/** @param {string} language @param {string} id */
export function draftOf(language, id) {
  return opened.value.get(`${language}/${id}`);
}

/** @param {string} language @param {string} id @param {Spot | null} [spot] */
export function open(language, id, spot = null) {
  const draft = opened.peek().get(`${language}/${id}`) ?? kept(new Draft(language, id));
  if (draft.step.peek() !== "saving" && !draft.isNew) draft.load();
  draft.spot.value = spot;
  current.value = draft;
}

/** A file that is on no disk before it is saved. @param {string} language @param {string} id @param {string} text */
export function begin(language, id, text) {
  const draft = opened.peek().get(`${language}/${id}`) ?? kept(new Draft(language, id));
  draft.begin(text);
  draft.spot.value = { name: "text" };
  current.value = draft;
}

/** @param {Draft} draft */
function kept(draft) {
  opened.value = new Map(opened.peek()).set(`${draft.language}/${draft.id}`, draft);
  return draft;
}

addEventListener("beforeunload", (event) => {
  if (unsaved.peek().length > 0) event.preventDefault();
});
