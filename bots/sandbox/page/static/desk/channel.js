/** A Slack channel: its messages, and beside them the thread that is open. */
import { html, useMemo } from "../vendor/preact.js";
import { post } from "../ask.js";
import { board } from "../board.js";
import { openThread, selected, shop, showThread } from "../choice.js";
import { Icon } from "../icons.js";
import { Composer } from "../phones/composer.js";
import { Log } from "../phones/log.js";
import { newestOwn } from "../phones/mine.js";
import { agentSeat } from "../phones/seat.js";
import { SlackMessage } from "../phones/slack.js";
import { t } from "../words.js";
import { Form } from "./form.js";
import { OUTSIDE, postsOf, unreadOf } from "./posts.js";
import { ShowCustomer, agentName, isUnderGlass, useRead } from "./thread.js";
import { topics } from "./topics.js";

/** @param {{agent: string}} props */
export function Channel({ agent }) {
  const thread = openThread.value || null;
  return html`<div class="app slack channel" data-open=${thread !== null}>
    <${Form} agent=${agent} />
    <${Roots} agent=${agent} />
    ${thread && html`<${Thread} key=${thread} thread=${thread} agent=${agent} />`}
  </div>`;
}

/** @param {{agent: string}} props */
function Roots({ agent }) {
  const keys = useRead(OUTSIDE);
  const seat = useMemo(() => agentSeat("slack", agent, OUTSIDE), [agent]);
  const own = agentName(agent);
  const drawMessage = (/** @type {string} */ key, /** @type {string=} */ previous) =>
    html`<${Root} key=${key} entryKey=${key} previousKey=${previous} seat=${seat} own=${own} />`;
  return html`<div class="channel-roots">
    <header class="app-bar"><${Icon} name="hash" /><span class="app-title">${t("desk.group", { shop: shop.value })}
      <small>${t("desk.threads", { n: topics.value.length })}</small></span>
      <button class="plain-icon" onClick=${() => post("/desk/shortcut", { agent, message: "" })}
        aria-label=${t("desk.shortcut")} title=${t("desk.shortcut")}><${Icon} name="more" /></button>
    </header>
    <${Log} keys=${keys} label=${t("log.channel")} isLive=${false} empty=${t("empty.topics")} drawMessage=${drawMessage} />
    <${Composer} seat=${seat} label=${t("write.channel")} newestOwn=${() => newestOwn(keys)} />
  </div>`;
}

/** A message of the channel, with how many answers it has. @param {any} props */
function Root(props) {
  const thread = board.entry(props.entryKey).value?.shown.message_id;
  return html`<div data-thread=${thread} data-open=${openThread.value === thread}>
    <${SlackMessage} ...${props} isRoot /><${Replies} thread=${thread} />
  </div>`;
}

/** @param {{thread: string | undefined}} props */
function Replies({ thread }) {
  if (!thread) return null;
  const replies = postsOf(thread).length - 1;
  const unread = Math.min(replies, unreadOf(thread));
  return html`<button class="replies" onClick=${() => showThread(thread)}>
    <${Icon} name="thread" />${replies > 0 ? t("desk.replies", { n: replies }) : t("desk.reply")}
    ${unread > 0 && html`<span class="unread"><span class="sr">${t("unread")}</span>${unread}</span>`}
  </button>`;
}

/** @param {{thread: string, agent: string}} props */
function Thread({ thread, agent }) {
  const keys = useRead(thread);
  const topic = topics.value.find((each) => each.thread === thread) ?? null;
  const title = topic?.title ?? t("desk.thread");
  const seat = useMemo(() => agentSeat("slack", agent, thread), [agent, thread]);
  const own = agentName(agent);
  const select = () => (selected.value = { kind: "topic", thread });
  const drawMessage = (/** @type {string} */ key, /** @type {string=} */ previous) =>
    html`<${SlackMessage} key=${key} entryKey=${key} previousKey=${previous} seat=${seat} own=${own} />`;
  return html`<div class="channel-thread" onFocusCapture=${select}>
    <header class="app-bar">
      <button class="plain-icon back-button" onClick=${() => showThread(null)} aria-label=${t("desk.back")}><${Icon} name="back" /></button>
      <span class="app-title">${t("desk.thread")}<small>${title}</small></span>
      <${ShowCustomer} topic=${topic} />
      <button class="plain-icon close-button" onClick=${() => showThread(null)} aria-label=${t("desk.close_thread")}><${Icon} name="close" /></button>
    </header>
    <${Log} keys=${keys} label=${t("log.thread", { title })} isLive=${isUnderGlass(thread)} empty=${t("empty.thread")}
      drawMessage=${drawMessage} />
    <${Composer} seat=${seat} label=${t("write.to", { name: title })} newestOwn=${() => newestOwn(keys)} />
  </div>`;
}
