/** The posts of the staff group by thread, and which of them one has not seen. */
import { signal } from "../vendor/preact.js";
import { board } from "../board.js";

/** The group of what stands outside of every thread: in Slack, the messages that open threads are among it. */
export const OUTSIDE = "";

const posts = board.groups("post/", threadsOf);

/** @type {Map<string, {value: number, peek(): number}>} how many posts of each thread were on the screen */
const seen = new Map();

/** A notice of the platform's own has no id: nobody can answer it. @param {any} post */
function threadsOf({ shown }) {
  if (shown.thread) return [shown.thread];
  return shown.message_id ? [OUTSIDE, shown.message_id] : [OUTSIDE];
}

/** The keys of a thread's posts, a Slack thread's own first message among them. @param {string} thread */
export function postsOf(thread) {
  return posts.of(thread).value;
}

/** @param {string} thread */
export function unreadOf(thread) {
  return Math.max(0, postsOf(thread).length - seenOf(thread).value);
}

/** @param {string} thread */
export function markSeen(thread) {
  seenOf(thread).value = posts.of(thread).peek().length;
}

/** @param {string} thread */
function seenOf(thread) {
  let count = seen.get(thread);
  if (count === undefined) seen.set(thread, (count = signal(0)));
  return count;
}
