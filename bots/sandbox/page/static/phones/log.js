/** A screen of messages that stays at its newest one, unless one scrolls up, and draws only the last of them. */
import { html, useEffect, useLayoutEffect, useRef, useState } from "../vendor/preact.js";
import { Icon } from "../icons.js";
import { language, t } from "../words.js";

/** As many as are drawn, and as are added by the button for earlier ones. */
const DRAWN = 200;
/** Pixels from the end that still count as the end. */
const NEAR = 60;

/**
 * `isLive`: new ones are read out by screen readers. `drawMessage(key, previous, next)` gives a keyed element.
 * @param {{keys: readonly string[], label: string, isLive: boolean, lang?: string, empty: any, foot?: any,
 *          drawMessage: (key: string, previous: string | undefined, next: string | undefined) => any}} props
 */
export function Log({ keys, label, isLive, lang, empty, foot, drawMessage }) {
  const [from, setFrom] = useState(/** @type {string | null} */ (null));
  const newest = Math.max(0, keys.length - DRAWN);
  const first = from === null ? newest : Math.min(newest, Math.max(0, keys.indexOf(from)));
  const { scroller, content, isAtEnd, toEnd } = useEnd((atEnd) => setFrom(atEnd ? null : keys[first]));
  const showEarlier = useEarlier(scroller, () => setFrom(keys[Math.max(0, first - DRAWN)]));
  return html`<div class="log-frame">
    <div class=${isAtEnd ? "log at-end" : "log"} ref=${scroller} role="log" tabindex="0" lang=${lang}
      aria-label=${label} aria-live=${isLive ? "polite" : "off"} aria-relevant="additions">
      <div class="log-content" ref=${content}>
        ${first > 0 && html`<button class="earlier" onClick=${showEarlier}>${t("log.earlier", { n: first })}</button>`}
        ${keys.length === 0 && html`<div class="empty" lang=${language.value}>${empty}</div>`}
        ${keys.slice(first).map((key, index) => drawMessage(key, keys[first + index - 1], keys[first + index + 1]))}
        ${foot}
      </div>
    </div>
    ${!isAtEnd && html`<button class="to-end" onClick=${toEnd} aria-label=${t("log.end")}><${Icon} name="down" /></button>`}
  </div>`;
}

/** @param {(atEnd: boolean) => void} onLeave told when one scrolls away from the end, and back */
function useEnd(onLeave) {
  const scroller = useRef(/** @type {HTMLElement | null} */ (null));
  const content = useRef(/** @type {HTMLElement | null} */ (null));
  const [isAtEnd, setAtEnd] = useState(true);
  const state = useRef({ isAtEnd: true, height: 0, onLeave });
  state.current.onLeave = onLeave;

  useEffect(() => {
    const view = /** @type {HTMLElement} */ (scroller.current);
    const follow = () => {
      if (state.current.isAtEnd) view.scrollTop = view.scrollHeight;
      state.current.height = view.scrollHeight;
    };
    const leave = () => {
      // A screen that has just grown is not one that was scrolled.
      if (view.scrollHeight !== state.current.height) return;
      const atEnd = view.scrollHeight - view.scrollTop - view.clientHeight < NEAR;
      if (atEnd === state.current.isAtEnd) return;
      state.current.isAtEnd = atEnd;
      state.current.onLeave(atEnd);
      setAtEnd(atEnd);
    };
    const growth = new ResizeObserver(follow);
    growth.observe(view);
    growth.observe(/** @type {HTMLElement} */ (content.current));
    view.addEventListener("scroll", leave, { passive: true });
    return () => {
      growth.disconnect();
      view.removeEventListener("scroll", leave);
    };
  }, []);

  const toEnd = () => {
    const view = scroller.current;
    if (!view) return;
    state.current.isAtEnd = true;
    state.current.onLeave(true);
    setAtEnd(true);
    view.scrollTop = view.scrollHeight;
    view.focus({ preventScroll: true });
  };
  return { scroller, content, isAtEnd, toEnd };
}

/**
 * Earlier messages come in above, and what one was reading stays where it was.
 * @param {{current: HTMLElement | null}} scroller @param {() => void} draw
 */
function useEarlier(scroller, draw) {
  const height = useRef(0);
  useLayoutEffect(() => {
    const view = scroller.current;
    if (!view || !height.current) return;
    view.scrollTop += view.scrollHeight - height.current;
    height.current = 0;
  });
  return () => {
    height.current = scroller.current?.scrollHeight ?? 0;
    draw();
  };
}
