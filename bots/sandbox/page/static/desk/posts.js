/** The posts of the staff group by thread, and which of them one has not seen. */
import { signal } from "../vendor/preact.js";
import { board } from "../board.js";

/** The group of what stands outside of every thread: in Slack, the messages that open threads are among it. */
export const OUTSIDE = "";

const posts = board.groups("post/", threadsOf);

/** @type {Map<string, {value: number, peek(): number}>} the number of the last post of each thread that was on the screen */
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
  const keys = postsOf(thread);
  const last = seenOf(thread).value;
  let count = 0;
  while (count < keys.length && numberOf(keys[keys.length - 1 - count]) > last) count += 1;
  return count;
}

/** @param {string} thread */
export function markSeen(thread) {
  seenOf(thread).value = numberOf(posts.of(thread).peek().at(-1));
}

/** -1: of no post. @param {string} [key] */
export function numberOf(key) {
  return Number(key?.slice("post/".length) ?? -1);
}

/** @param {string} thread */
function seenOf(thread) {
  let number = seen.get(thread);
  if (number === undefined) seen.set(thread, (number = signal(-1)));
  return number;
}
