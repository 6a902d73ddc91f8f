/** The topics of the staff group, the one that was written into last first. */
import { computed } from "../vendor/preact.js";
import { board } from "../board.js";
import { numberOf, postsOf, unreadOf } from "./posts.js";

/** @typedef {{thread: string, title: string, closed: boolean, customer: string}} Topic */

/** @type {{value: Topic[]}} */
export const topics = computed(() => {
  const known = board.keys("topic/").value.map((key) => board.entry(key).value).filter(Boolean);
  return known.sort((a, b) => lastNumber(b.thread) - lastNumber(a.thread));
});

/** How many of them hold something that one has not seen. */
export const unreadTopics = computed(() => topics.value.filter((topic) => unreadOf(topic.thread) > 0).length);

/** @param {string} thread @returns {any} */
export function lastShown(thread) {
  const key = postsOf(thread).at(-1);
  return key ? board.entry(key).value?.shown : null;
}

/** @param {string} thread */
function lastNumber(thread) {
  return numberOf(postsOf(thread).at(-1));
}
