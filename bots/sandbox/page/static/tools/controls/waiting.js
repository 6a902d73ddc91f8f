/** What waits to be sent: the outbox as far as the traces of messages tell of it. */
import { computed, signal } from "../../vendor/preact.js";
import { board } from "../../board.js";
import { deskChannel } from "../../choice.js";

const PREFIX = "trace/";
const UNSETTLED = new Set(["waiting", "postponed"]);

/** A watcher of the board: every customer's traces, in no order. */
class Traces {
  constructor() {
    /** @type {Set<string>} */
    this.known = new Set();
    this.isStale = false;
    this.keys = signal(/** @type {readonly string[]} */ ([]));
  }

  /** @param {string} key */
  added(key) {
    if (!key.startsWith(PREFIX)) return;
    this.known.add(key);
    this.isStale = true;
  }

  /** @param {string} key */
  removed(key) {
    if (this.known.delete(key)) this.isStale = true;
  }

  settle() {
    if (this.isStale) this.keys.value = [...this.known];
    this.isStale = false;
  }

  clear() {
    this.isStale = this.known.size > 0;
    this.known.clear();
  }
}

const traces = new Traces();
board.watch(traces);

/** How many, by the channel they go to. Counted only while somebody looks. */
export const waiting = computed(() => {
  /** @type {Record<string, number>} */
  const counts = {};
  for (const key of traces.keys.value) {
    for (const { to, fate } of board.entry(key).value?.sendings ?? []) {
      const channel = to === "desk" ? deskChannel.value : to;
      if (UNSETTLED.has(fate)) counts[channel] = (counts[channel] ?? 0) + 1;
    }
  }
  return counts;
});
