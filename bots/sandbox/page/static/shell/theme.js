/** Light, dark, or as the system has it. */
import { effect } from "../vendor/preact.js";
import { remembered } from "../remembered.js";

export const THEMES = /** @type {const} */ (["system", "light", "dark"]);

export const theme = remembered("theme", "system", THEMES);

effect(() => {
  document.documentElement.dataset.theme = theme.value;
});
