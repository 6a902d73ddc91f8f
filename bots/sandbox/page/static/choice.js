/** What is chosen on this page: in whose place one sits, and what stands under the glass. */
import { computed, effect, signal } from "./vendor/preact.js";
import { board } from "./board.js";
import { remembered } from "./remembered.js";

/** @typedef {"wechat" | "telegram" | "slack"} Channel */
/** @typedef {{kind: "person", channel: string, account: string} | {kind: "topic", thread: string}} Selected */

export const CHANNELS = /** @type {const} */ (["wechat", "telegram", "slack"]);

/** What stands under the glass: the phone or the topic that was touched last. */
export const selected = signal(/** @type {Selected | null} */ (null));

/** Whose phone is shown, by channel; "" is the first person there is. */
const wanted = Object.fromEntries(CHANNELS.map((channel) => [channel, remembered(`person.${channel}`, "")]));

/** The account whose phone is shown, by channel; "" while nobody is known. */
export const holder = Object.fromEntries(CHANNELS.map((channel) => [channel, computed(() => chosenOf(`person/${channel}/`, wanted[channel].value))]));

const wantedAgent = remembered("agent", "");

/** The account one writes as in the staff group; "" while nobody is known. */
export const agent = computed(() => chosenOf("agent/", wantedAgent.value));

/** The thread that is open in the staff group: null is the list, "" is outside of every topic. */
export const openThread = signal(/** @type {string | null} */ (null));

/** In a sandbox that was started anew, a topic of the old one may be nobody's, or somebody else's. */
effect(() => {
  if (!board.epoch.value) return;
  openThread.value = null;
  selected.value = null;
});

/** The one part of the page that a narrow window shows. */
export const tab = remembered("tab", "wechat", [...CHANNELS, "desk", "tools"]);

export const sandbox = computed(() => board.entry("sandbox").value);
export const shop = computed(() => sandbox.value?.shop || "kefu");
export const deskChannel = computed(() => sandbox.value?.desk ?? "telegram");

/** @param {string} channel @param {string} account */
export function choosePerson(channel, account) {
  wanted[channel].value = account;
  selectPerson(channel, account);
}

/** @param {string} account */
export function chooseAgent(account) {
  wantedAgent.value = account;
}

/** @param {string} channel @param {string} account */
export function selectPerson(channel, account) {
  const now = selected.peek();
  if (now?.kind === "person" && now.channel === channel && now.account === account) return;
  selected.value = { kind: "person", channel, account };
}

/** @param {string | null} thread */
export function showThread(thread) {
  openThread.value = thread;
  if (thread) selected.value = { kind: "topic", thread };
}

/** People or agents, in the order in which they came. @param {string} prefix @returns {any[]} */
export function listed(prefix) {
  const known = board.keys(prefix).value.map((key) => board.entry(key).value).filter(Boolean);
  return known.sort((a, b) => a.number - b.number);
}

/** The account that is wanted, or the first there is. @param {string} prefix @param {string} account */
function chosenOf(prefix, account) {
  const accounts = listed(prefix).map((each) => each.account);
  return accounts.includes(account) ? account : (accounts[0] ?? "");
}
