/** Our own small drawings, on a grid of 24, in the colour of the text around them. */
import { html } from "./vendor/preact.js";

const PATHS = {
  add: ["M12 5v14M5 12h14"],
  attach: ["M19 11.5 12 18.4a4.4 4.4 0 0 1-6.2-6.2l7.3-7.2a2.9 2.9 0 0 1 4.1 4.1l-7.2 7.2a1.4 1.4 0 0 1-2-2l6.4-6.4"],
  back: ["M15 5l-7 7 7 7"],
  block: ["M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16z", "M6.5 6.5l11 11"],
  bubble: ["M4 6.5A2.5 2.5 0 0 1 6.5 4h11A2.5 2.5 0 0 1 20 6.5v7a2.5 2.5 0 0 1-2.5 2.5H11l-4.5 4v-4A2.5 2.5 0 0 1 4 13.5z"],
  check: ["M5 12.5l4.5 4.5L19 7.5"],
  checks: ["M2.5 12.5l4 4 8.5-9", "M10.5 15.5l1 1 9-9.5"],
  close: ["M6 6l12 12M18 6L6 18"],
  crown: ["M4.5 17.5h15L21 8l-5 3.5L12 5l-4 6.5L3 8z"],
  down: ["M12 5v13M6.5 12.5L12 18l5.5-5.5"],
  edit: ["M5 19l1-4L16 5l3 3L9 18z"],
  expand: ["M9 4H4v5M15 4h5v5M9 20H4v-5M15 20h5v-5"],
  failed: ["M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16z", "M12 8v5M12 15.8v.4"],
  file: ["M7 3.5h7l4 4v13H7z", "M14 3.5v4h4"],
  follow: ["M12 20s-7.5-4.6-7.5-10A4.3 4.3 0 0 1 12 7.2 4.3 4.3 0 0 1 19.5 10c0 5.4-7.5 10-7.5 10z"],
  glass: ["M10.5 4.5a6 6 0 1 1 0 12 6 6 0 0 1 0-12z", "M15 15l5 5"],
  group: ["M9 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6z", "M3.5 19a5.5 5.5 0 0 1 11 0", "M15.5 5.4a3 3 0 0 1 0 5.2M17 13.8a5.5 5.5 0 0 1 3.5 5.2"],
  hash: ["M9.5 4l-2 16M16.5 4l-2 16M4.5 9h16M3.5 15h16"],
  help: ["M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16z", "M9.8 9.8a2.3 2.3 0 1 1 3.2 2.1c-.7.3-1 .8-1 1.6", "M12 16v.4"],
  home: ["M4 11.5L12 4.5l8 7", "M6.5 10v9.5h11V10"],
  keyboard: ["M3.5 7h17v10.5h-17z", "M7 10.5h.01M10.3 10.5h.01M13.7 10.5h.01M17 10.5h.01M8 14.2h8"],
  language: ["M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16z", "M4 12h16", "M12 4c2.5 2.3 3.5 5 3.5 8s-1 5.7-3.5 8c-2.5-2.3-3.5-5-3.5-8s1-5.7 3.5-8z"],
  menu: ["M4.5 7h15M4.5 12h15M4.5 17h15"],
  mic: ["M12 4a2.5 2.5 0 0 1 2.5 2.5v5a2.5 2.5 0 0 1-5 0v-5A2.5 2.5 0 0 1 12 4z", "M6.5 11.5a5.5 5.5 0 0 0 11 0M12 17v3"],
  moon: ["M19.5 14A8 8 0 0 1 10 4.5a8 8 0 1 0 9.5 9.5z"],
  more: ["M6 12h.01M12 12h.01M18 12h.01"],
  outside: ["M9 15L19 5M12 5h7v7"],
  parcel: ["M4 8l8-4 8 4v8.5l-8 4-8-4z", "M4 8l8 4 8-4M12 12v8.5M8 6l8 4"],
  person: ["M12 4.5a3.6 3.6 0 1 1 0 7.2 3.6 3.6 0 0 1 0-7.2z", "M5 20a7 7 0 0 1 14 0"],
  pause: ["M9 6v12M15 6v12"],
  phone: ["M8 3.5h8a1.5 1.5 0 0 1 1.5 1.5v14a1.5 1.5 0 0 1-1.5 1.5H8A1.5 1.5 0 0 1 6.5 19V5A1.5 1.5 0 0 1 8 3.5z", "M11 17.7h2"],
  picture: ["M4 5.5h16v13H4z", "M4.5 16l4.5-4.5 3.5 3.5 2.5-2.5 4.5 4", "M15.5 9h.01"],
  plane: ["M4 12l16-7-5 15-3.5-6z", "M11.5 14L20 5"],
  play: ["M8 5.5l10.5 6.5L8 18.5z"],
  plus: ["M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16z", "M12 8.5v7M8.5 12h7"],
  redo: ["M15.5 5l4 4-4 4", "M19.5 9H10a5 5 0 0 0 0 10h5"],
  retry: ["M19 12a7 7 0 1 1-2.1-5M19 4v4h-4"],
  sun: ["M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8z", "M12 3v1.5M12 19.5V21M3 12h1.5M19.5 12H21M5.6 5.6l1.1 1.1M17.3 17.3l1.1 1.1M18.4 5.6l-1.1 1.1M6.7 17.3l-1.1 1.1"],
  system: ["M4 5h16v11H4z", "M9 20h6M12 16v4"],
  thread: ["M5 5.5h14v9.5h-8L7.5 18v-3H5z", "M8.5 9h7M8.5 11.8h4.5"],
  tools: ["M5 7h8M17 7h2M15 5v4M5 17h2M11 17h8M9 15v4M5 12h5M14 12h5M12 10v4"],
  undo: ["M8.5 5L4.5 9l4 4", "M4.5 9H14a5 5 0 0 1 0 10H9"],
  voice: ["M5 10v4M9 7v10M13 4.5v15M17 8.5v7M21 11v2"],
};

/** Decoration only: what it stands beside or inside of says the same in words. @param {{name: keyof typeof PATHS}} props */
export function Icon({ name }) {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    ${PATHS[name].map((path) => html`<path d=${path} />`)}
  </svg>`;
}

/** kefu's own mark: two people's bubbles in one. */
export function Mark() {
  return html`<svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <path class="mark-back" d="M13 4h10a6 6 0 0 1 6 6v6a6 6 0 0 1-6 6v5l-6-5h-4a6 6 0 0 1-6-6v-6a6 6 0 0 1 6-6z" />
    <path class="mark-front" d="M8 9h9a5 5 0 0 1 5 5v5a5 5 0 0 1-5 5h-4l-6 5v-5.1A5 5 0 0 1 3 19v-5a5 5 0 0 1 5-5z" />
    <path class="mark-smile" d="M9 15.5v1M16 15.5v1M9 19.5a5 4 0 0 0 7 0" />
  </svg>`;
}
