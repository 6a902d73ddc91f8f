/** The head of the page: what this is, what time it is in there, and how one likes to see it. */
import { html } from "../vendor/preact.js";
import { shop } from "../choice.js";
import { Icon, Mark } from "../icons.js";
import { dayOf, moved, now, timeOf } from "../times.js";
import { LANGUAGES, language, t } from "../words.js";
import { isHelpOpen } from "./help.js";
import { THEMES, theme } from "./theme.js";

export function Head() {
  return html`<header class="head">
    <${Mark} />
    <h1>kefu 客服 <span class="head-where">${t("head.where", { shop: shop.value })}</span></h1>
    <${Time} />
    <label class="select head-language">
      <span class="sr">${t("language")}</span>
      <select value=${language.value} onChange=${(event) => (language.value = event.currentTarget.value)}>
        ${Object.entries(LANGUAGES).map(([code, name]) => html`<option key=${code} value=${code} lang=${code}>${name}</option>`)}
      </select>
    </label>
    <${Theme} />
    <button class="head-button" onClick=${() => (isHelpOpen.value = true)} aria-label=${t("help")} title=${t("help")}>
      <${Icon} name="help" />
    </button>
  </header>`;
}

function Time() {
  if (!now.value) return null;
  return html`<span class="head-time" title=${t("clock.here")} data-moved=${moved.value > 0}>
    <span class="sr">${t("clock.here")}</span><time><span class="head-day">${dayOf(now.value)} </span>${timeOf(now.value)}</time>
  </span>`;
}

const ICONS = { system: "system", light: "sun", dark: "moon" };

/** One button that goes round. */
function Theme() {
  const name = t("theme", { theme: t(`theme.${theme.value}`) });
  const next = () => (theme.value = THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length]);
  return html`<button class="head-button" onClick=${next} aria-label=${name} title=${name}>
    <${Icon} name=${ICONS[theme.value]} />
  </button>`;
}
