/** The app's direct messages in Slack: names and times in rows, no bubbles, and a Home tab. */
import { html, memo, useState } from "../vendor/preact.js";
import { board } from "../board.js";
import { shop } from "../choice.js";
import { Icon } from "../icons.js";
import { dayOf, fullTimeOf, timeOf } from "../times.js";
import { t } from "../words.js";
import { act } from "./acts.js";
import { Avatar } from "./avatar.js";
import { Actions } from "./buttons.js";
import { Composer } from "./composer.js";
import { Log } from "./log.js";
import { Marks } from "./marks.js";
import { Media } from "./media.js";
import { Failed, newestOwn } from "./mine.js";
import { Quote } from "./quotes.js";
import { Words } from "./spans.js";
import { continues, isNewDay } from "./stamps.js";
import { Starters } from "./starters.js";
import { Tools } from "./tools.js";

/** @param {import("./phone.js").PhoneProps} props */
export function Slack({ person, seat, keys, isLive, lang }) {
  const [view, setView] = useState("messages");
  const openHome = () => {
    setView("home");
    void act(person, "home");
  };
  return html`<div class="app slack">
    <header class="app-bar">
      <${Icon} name="back" />
      <${Avatar} name=${shop.value} isShop />
      <span class="app-title">${shop.value}<span class="app-badge">${t("slack.app")}</span></span>
    </header>
    <div class="app-tabs" role="group" aria-label=${t("slack.tabs")}>
      <button aria-pressed=${view === "home"} onClick=${openHome}>${t("slack.home")}</button>
      <button aria-pressed=${view === "messages"} onClick=${() => setView("messages")}>${t("slack.messages")}</button>
    </div>
    ${view === "home"
      ? html`<${Home} person=${person} seat=${seat} />`
      : html`<${Messages} person=${person} seat=${seat} keys=${keys} isLive=${isLive} lang=${lang} />`}
  </div>`;
}

/** @param {import("./phone.js").PhoneProps} props */
function Messages({ person, seat, keys, isLive, lang }) {
  const drawMessage = (/** @type {string} */ key, /** @type {string=} */ previous) =>
    html`<${SlackMessage} key=${key} entryKey=${key} previousKey=${previous} seat=${seat} own=${person.name} />`;
  return html`
    <${Log} keys=${keys} label=${t("log.label", { name: shop.value })} isLive=${isLive} lang=${lang}
      empty=${html`${t("empty.slack", { shop: shop.value })}<${Starters} person=${person} seat=${seat} />`} drawMessage=${drawMessage} />
    <${Composer} seat=${seat} label=${t("write.to", { name: shop.value })} newestOwn=${() => newestOwn(keys)} />
    <p class="typing-line" role="status">${person.typing && html`<strong>${shop.value}</strong> ${t("typing.slack")}`}</p>`;
}

/** @param {{person: any, seat: import("./seat.js").Seat}} props */
function Home({ person, seat }) {
  const shown = person.home;
  if (!shown) return html`<div class="slack-home"><p class="empty">${t("empty.home")}</p></div>`;
  return html`<section class="slack-home" aria-label=${t("slack.home")}>
    <p class="slack-words"><${Words} shown=${shown} /></p>
    <${Actions} shown=${shown} seat=${seat} />
  </section>`;
}

/**
 * `own`: who looks at it. In a channel each message opens a thread of its own (`isRoot`).
 * @typedef {Object} Props
 * @property {string} entryKey
 * @property {string} [previousKey]
 * @property {import("./seat.js").Seat} seat
 * @property {string} own
 * @property {boolean} [isRoot]
 */
export const SlackMessage = memo((/** @type {Props} */ { entryKey, previousKey, seat, own, isRoot }) => {
  const message = board.entry(entryKey).value;
  if (!message) return null;
  const shown = message.shown;
  if (shown.deleted) return isRoot ? html`<p class="notice">${t("deleted")}</p>` : null;
  const previous = previousKey && board.entry(previousKey).value?.shown;
  return html`
    ${isNewDay(shown, previous) && html`<p class="stamp"><span>${dayOf(shown.at)}</span></p>`}
    ${shown.notice
      ? html`<p class="notice">${shown.text}</p>`
      : html`<${Row} entryKey=${entryKey} number=${message.number} shown=${shown} seat=${seat} own=${own}
          isFirst=${isRoot || !continues(shown, previous)} />`}`;
});

/** @param {any} props */
function Row({ entryKey, number, shown, seat, own, isFirst }) {
  const author = shown.author || (shown.mine ? own : shop.value);
  const isOwn = shown.mine && author === own;
  return html`<div class=${`row${isOwn ? " mine" : ""}${isFirst ? " first" : ""}`} data-message=${number}>
    <span class="row-side">
      ${isFirst ? html`<${Avatar} name=${author} isShop=${!shown.mine} />` : html`<time class="late">${timeOf(shown.at)}</time>`}
    </span>
    <div class="row-main">
      ${isFirst
        ? html`<p class="row-head"><strong>${author}</strong>${!shown.mine && html`<span class="app-badge">${t("slack.app")}</span>`}
            <time title=${fullTimeOf(shown.at)}>${timeOf(shown.at)}</time></p>`
        : html`<span class="sr">${author}：</span>`}
      ${shown.quotes && html`<${Quote} entryKey=${entryKey} id=${shown.quotes} />`}
      ${shown.text && html`<p class="slack-words"><${Words} shown=${shown} />${shown.edited && html` <small>${t("edited.slack")}</small>`}</p>`}
      ${shown.media.length > 0 && html`<div class="slack-media"><${Media} channel="slack" shown=${shown} /></div>`}
      <${Actions} shown=${shown} seat=${seat} />
      <${Marks} marks=${shown.marks} />
    </div>
    <${Tools} seat=${seat} shown=${shown} isOwn=${isOwn} />
    ${shown.failed && html`<${Failed} />`}
  </div>`;
}
