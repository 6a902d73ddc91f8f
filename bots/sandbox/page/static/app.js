/** The page: a head, the three phones and the staff group side by side, and the tools beneath. */
import { html, render } from "./vendor/preact.js";
import { connect } from "./board.js";
import { CHANNELS, tab } from "./choice.js";
import { Desk } from "./desk/desk.js";
import { Viewer } from "./phones/media.js";
import { Phone } from "./phones/phone.js";
import { Banner } from "./shell/banner.js";
import { Errors } from "./shell/errors.js";
import { Head } from "./shell/head.js";
import { Help } from "./shell/help.js";
import { Tabs } from "./shell/tabs.js";
import { Tools } from "./shell/toolbox.js";
import "./shell/theme.js";
import { t } from "./words.js";

function App() {
  return html`
    <a class="skip" href="#stage">${t("skip")}</a>
    <${Head} />
    <${Banner} />
    <main>
      <div id="stage" class="stage" data-tab=${tab.value} tabindex="-1" role="group" aria-label=${t("stage")}>
        <div class="phones">${CHANNELS.map((channel) => html`<${Phone} key=${channel} channel=${channel} />`)}</div>
        <${Desk} />
      </div>
      <${Tools} />
    </main>
    <${Tabs} />
    <${Errors} />
    <${Viewer} />
    <${Help} />`;
}

render(html`<${App} />`, /** @type {HTMLElement} */ (document.getElementById("page")));
connect();
