/** A Telegram group with topics: the list of them, and the posts of the one that is open. */
import { html, useMemo } from "../vendor/preact.js";
import { openThread, selected, shop, showThread } from "../choice.js";
import { Icon } from "../icons.js";
import { hueOf } from "../phones/avatar.js";
import { Composer } from "../phones/composer.js";
import { Log } from "../phones/log.js";
import { kindName } from "../phones/media.js";
import { excerpt, newestOwn } from "../phones/mine.js";
import { agentSeat } from "../phones/seat.js";
import { TelegramMessage } from "../phones/telegram.js";
import { timeOf } from "../times.js";
import { t } from "../words.js";
import { OUTSIDE, unreadOf } from "./posts.js";
import { ShowCustomer, agentName, isUnderGlass, useRead } from "./thread.js";
import { lastShown, topics } from "./topics.js";

/** @param {{agent: string}} props */
export function Forum({ agent }) {
  const thread = openThread.value;
  return html`<div class="app telegram forum" data-open=${thread !== null}>
    <div class="forum-list">
      <header class="app-bar"><${Icon} name="group" /><span class="app-title">${t("desk.group", { shop: shop.value })}
        <small>${t("desk.topics", { n: topics.value.length })}</small></span></header>
      <${TopicList} />
    </div>
    <div class="forum-posts">
      ${thread === null ? html`<div class="empty">${t(topics.value.length ? "empty.desk" : "empty.topics")}</div>` : html`<${Posts} key=${thread} thread=${thread} agent=${agent} />`}
    </div>
  </div>`;
}

function TopicList() {
  return html`<ul class="topics" aria-label=${t("desk.topics.label")}>
    <${TopicRow} key=${OUTSIDE} thread=${OUTSIDE} title=${t("desk.general")} closed=${false} />
    ${topics.value.map((topic) => html`<${TopicRow} key=${topic.thread} ...${topic} />`)}
    ${topics.value.length === 0 && html`<li class="empty">${t("empty.topics")}</li>`}
  </ul>`;
}

/** @param {{thread: string, title: string, closed: boolean}} props */
function TopicRow({ thread, title, closed }) {
  const last = lastShown(thread);
  const unread = unreadOf(thread);
  const words = last && (excerpt(last.text) || (last.media[0] ? kindName(last.media[0]) : ""));
  return html`<li data-thread=${thread}>
    <button class="topic" aria-current=${openThread.value === thread ? "true" : undefined} onClick=${() => showThread(thread)}>
      <span class=${`topic-icon hue-${hueOf(title)}`} aria-hidden="true"><${Icon} name=${thread === OUTSIDE ? "hash" : "bubble"} /></span>
      <span class="topic-main">
        <span class="topic-title">${title}</span>
        <span class="topic-foot">
          <span class="topic-last">${closed ? t("desk.closed") : words}</span>
          <span class="topic-time">${last ? timeOf(last.at) : ""}</span>
          ${unread > 0 && html`<span class="unread"><span class="sr">${t("unread")}</span>${unread}</span>`}
        </span>
      </span>
    </button>
  </li>`;
}

/** @param {{thread: string, agent: string}} props */
function Posts({ thread, agent }) {
  const keys = useRead(thread);
  const topic = topics.value.find((each) => each.thread === thread) ?? null;
  const title = topic?.title ?? t("desk.general");
  const seat = useMemo(() => agentSeat("telegram", agent, thread), [agent, thread]);
  const own = agentName(agent);
  const select = () => thread && (selected.value = { kind: "topic", thread });
  const drawMessage = (/** @type {string} */ key, /** @type {string=} */ previous, /** @type {string=} */ next) => html`
    <${TelegramMessage} key=${key} entryKey=${key} previousKey=${previous} nextKey=${next} seat=${seat} own=${own} isGroup />`;
  return html`<div class="posts" onFocusCapture=${select} data-thread=${thread}>
    <header class="app-bar">
      <button class="plain-icon back-button" onClick=${() => showThread(null)} aria-label=${t("desk.back")}><${Icon} name="back" /></button>
      <span class="app-title">${title}<small>${topic?.closed ? t("desk.closed") : t("desk.write_as", { name: own })}</small></span>
      <${ShowCustomer} topic=${topic} />
    </header>
    <${Log} keys=${keys} label=${t("log.thread", { title })} isLive=${isUnderGlass(thread)} empty=${t("empty.thread")}
      drawMessage=${drawMessage} />
    <${Composer} seat=${seat} label=${t("write.to", { name: title })} newestOwn=${() => newestOwn(keys)} />
  </div>`;
}
