/** What one does with a phone besides writing. */
import { pathOf, post } from "../ask.js";
import { choosePerson } from "../choice.js";
import { board } from "../board.js";
import { t } from "../words.js";

/** `key`: of WeChat's menu. @param {{channel: string, account: string}} person @param {string} what @param {string} [key] */
export function act(person, what, key = "") {
  return post(`${pathOf("people", person.channel, person.account)}/do`, { what, key });
}

/** @param {{channel: string, account: string}} person @param {string} language */
export function speak(person, language) {
  return post(`${pathOf("people", person.channel, person.account)}/language`, { language });
}

/** A customer whom the shop has never seen, and their phone. @param {string} channel @param {string} language */
export async function newCustomer(channel, language) {
  const names = t("new.names").split(" · ");
  const name = names[board.keys(`person/${channel}/`).peek().length % names.length];
  const answer = await post("/people", { channel, name, language });
  if (answer.ok) choosePerson(channel, answer.body.account);
}
