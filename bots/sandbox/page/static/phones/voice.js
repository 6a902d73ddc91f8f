/** A voice note, as a phone draws it: a button, a bar that fills, how long it is. */
import { html, useRef, useState } from "../vendor/preact.js";
import { Icon } from "../icons.js";
import { t } from "../words.js";

/** `otherwise`: shown where no browser plays it, as with WeChat's own format. @param {{address: string, otherwise: any}} props */
export function Voice({ address, otherwise }) {
  const audio = useRef(/** @type {HTMLAudioElement | null} */ (null));
  const [isBroken, setBroken] = useState(false);
  const [isPlaying, setPlaying] = useState(false);
  const [seconds, setSeconds] = useState({ at: 0, of: 0 });
  if (isBroken) return otherwise;
  const follow = (/** @type {{currentTarget: HTMLAudioElement}} */ { currentTarget: { currentTime, duration } }) =>
    setSeconds({ at: currentTime, of: Number.isFinite(duration) ? duration : 0 });
  const toggle = () => {
    if (isPlaying) audio.current?.pause();
    else audio.current?.play().catch(() => setBroken(true));
  };
  const length = `${Math.round(seconds.of)}″`;
  return html`<span class="voice">
    <audio ref=${audio} src=${address} preload="metadata" onDurationChange=${follow} onTimeUpdate=${follow}
      onPlay=${() => setPlaying(true)} onPause=${() => setPlaying(false)} onError=${() => setBroken(true)}></audio>
    <button class="voice-button" onClick=${toggle} aria-label=${t(isPlaying ? "voice.pause" : "voice.play", { length })}>
      <${Icon} name=${isPlaying ? "pause" : "play"} />
    </button>
    <progress class="voice-bar" value=${seconds.at} max=${seconds.of || 1} aria-label=${t("voice.progress")}></progress>
    <span class="voice-length">${length}</span>
  </span>`;
}
