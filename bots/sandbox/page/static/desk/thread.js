/** What both kinds of staff group share: reading a thread, and going from it to its customer's phone. */
import { html, useEffect } from "../vendor/preact.js";
import { board } from "../board.js";
import { choosePerson, selected, tab } from "../choice.js";
import { Icon } from "../icons.js";
import { t } from "../words.js";
import { markSeen, postsOf } from "./posts.js";

/** Its posts, and they count as seen. @param {string} thread */
export function useRead(thread) {
  const keys = postsOf(thread);
  const isTold = tab.value;
  useEffect(() => markSeen(thread), [thread, keys, isTold]);
  return keys;
}

/** @param {string} thread */
export function isUnderGlass(thread) {
  const chosen = selected.value;
  return chosen?.kind === "topic" && chosen.thread === thread;
}

/** The name of the agent that one is. @param {string} account */
export function agentName(account) {
  return board.entry(`agent/${account}`).value?.name ?? "";
}

/** @param {{topic: import("./topics.js").Topic | null}} props */
export function ShowCustomer({ topic }) {
  if (!topic?.customer) return null;
  const [channel, account] = topic.customer.split("/");
  const show = () => {
    choosePerson(channel, account);
    tab.value = channel;
  };
  return html`<button class="plain-icon" onClick=${show} aria-label=${t("desk.customer")} title=${t("desk.customer")}>
    <${Icon} name="phone" />
  </button>`;
}
