/** Asking the server for something; the routes are in `bots/sandbox/page/routes.py`. Refusals are told on the page. */
import { signal } from "./vendor/preact.js";
import { t } from "./words.js";

/**
 * @typedef {Object} Answer
 * @property {boolean} ok
 * @property {number} status 0: the server was not reached
 * @property {any} body what it answered; null when that was nothing
 * @property {string} error in words; "" when there is none
 */

/** What went wrong lately, newest last: drawn by the live region of `shell/errors.js`. */
export const errors = signal(/** @type {readonly {id: number, text: string, passes: boolean}[]} */ ([]));

const SHOWN_AT_ONCE = 3;
let lastId = 0;

/** `passes`: it is no more once the server is reached. @param {string} text @param {boolean} [passes] */
export function tell(text, passes = false) {
  lastId += 1;
  errors.value = [...errors.value, { id: lastId, text, passes }].slice(-SHOWN_AT_ONCE);
}

/** The server is back. */
export function reached() {
  if (errors.peek().some((each) => each.passes)) errors.value = errors.peek().filter((each) => !each.passes);
}

/** @param {number} id */
export function dismiss(id) {
  errors.value = errors.value.filter((each) => each.id !== id);
}

/**
 * Objects travel as JSON, blobs and buffers as they are. Never throws; `quiet` leaves the telling to the caller.
 * @param {string} path @param {any} [body] @param {{quiet?: boolean}} [options] @returns {Promise<Answer>}
 */
export function post(path, body = {}, options = {}) {
  return ask("POST", path, body, options);
}

/** @param {string} path @param {any} body @param {{quiet?: boolean}} [options] @returns {Promise<Answer>} */
export function put(path, body, options = {}) {
  return ask("PUT", path, body, options);
}

/** @param {string} path @param {{quiet?: boolean}} [options] @returns {Promise<Answer>} */
export function get(path, options = {}) {
  return ask("GET", path, undefined, options);
}

/** @param {...string} parts */
export function pathOf(...parts) {
  return `/${parts.map(encodeURIComponent).join("/")}`;
}

/** @param {string} method @param {string} path @param {any} body @param {{quiet?: boolean}} options @returns {Promise<Answer>} */
async function ask(method, path, body, { quiet = false }) {
  const answer = await exchange(method, path, body);
  if (!answer.ok && !quiet) tell(answer.error, answer.status === 0);
  return answer;
}

/** @param {string} method @param {string} path @param {any} body @returns {Promise<Answer>} */
async function exchange(method, path, body) {
  try {
    const response = await fetch(path, { method, ...content(body) });
    const answer = await read(response);
    const error = response.ok ? "" : (answer?.error ?? t("refused", { status: response.status }));
    return { ok: response.ok, status: response.status, body: answer, error };
  } catch {
    return { ok: false, status: 0, body: null, error: t("unreachable") };
  }
}

/** @param {any} body */
function content(body) {
  const headers = { "X-Kefu-Sandbox": "1" };
  if (body === undefined) return { headers };
  if (body instanceof Blob || body instanceof ArrayBuffer) {
    return { headers: { ...headers, "Content-Type": "application/octet-stream" }, body };
  }
  return { headers: { ...headers, "Content-Type": "application/json" }, body: JSON.stringify(body) };
}

/** @param {Response} response */
async function read(response) {
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  return isJson ? response.json() : null;
}
