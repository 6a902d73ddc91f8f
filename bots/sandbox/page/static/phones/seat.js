/** In whose place one writes: a customer on a channel, or an agent in the staff group. */
import { pathOf, post } from "../ask.js";

/**
 * @typedef {Object} Seat
 * @property {string} id one draft is kept for each
 * @property {string} channel the platform it is drawn as, and which keeps its files
 * @property {(text: string) => Promise<import("../ask.js").Answer>} say
 * @property {(label: string, message: string) => Promise<import("../ask.js").Answer>} press
 * @property {(kind: string, file: Blob, name: string) => Promise<import("../ask.js").Answer>} attach
 * @property {((message: string, text: string) => Promise<import("../ask.js").Answer>) | null} edit
 *   null where the platform has no such thing, as the three below
 * @property {((message: string, text: string) => Promise<import("../ask.js").Answer>) | null} reply
 * @property {((message: string, emoji: string, on: boolean) => Promise<import("../ask.js").Answer>) | null} react
 * @property {((message: string) => Promise<import("../ask.js").Answer>) | null} remove
 * @property {((message: string) => Promise<import("../ask.js").Answer>) | null} handle by a form
 */

/** @param {string} channel @param {string} account @returns {Seat} */
export function customerSeat(channel, account) {
  const path = pathOf("people", channel, account);
  const changes = channel !== "wechat";
  return {
    id: path,
    channel,
    say: (text) => post(`${path}/say`, { text }),
    press: (label, message) => post(`${path}/press`, { label, message }),
    attach: (kind, file, name) => post(`${path}/attach?${new URLSearchParams({ kind, name })}`, file),
    edit: changes ? (message, text) => post(`${path}/edit`, { message, text }) : null,
    reply: changes ? (message, text) => post(`${path}/reply`, { message, text }) : null,
    react: changes ? (message, emoji, on) => post(`${path}/react`, { message, emoji, on }) : null,
    remove: changes ? (message) => post(`${path}/delete`, { message }) : null,
    handle: null,
  };
}

/** `thread` "": outside of every topic. In Slack's threads everything is an answer. @param {string} channel @param {string} agent @param {string} thread @returns {Seat} */
export function agentSeat(channel, agent, thread) {
  const changes = channel !== "wecom";
  return {
    id: `/desk/${thread}`,
    channel,
    say: (text) => post("/desk/say", { agent, thread, text }),
    press: (label, message) => post("/desk/press", { agent, label, message }),
    attach: (kind, file, name) => post(`/desk/attach?${new URLSearchParams({ agent, thread, kind, name })}`, file),
    edit: changes ? (message, text) => post("/desk/edit", { agent, message, text }) : null,
    reply: channel === "telegram" ? (message, text) => post("/desk/reply", { agent, message, text }) : null,
    react: changes ? (message, emoji, on) => post("/desk/react", { agent, message, emoji, on }) : null,
    remove: changes ? (message) => post("/desk/delete", { agent, message }) : null,
    handle: channel === "slack" ? (message) => post("/desk/shortcut", { agent, message }) : null,
  };
}
