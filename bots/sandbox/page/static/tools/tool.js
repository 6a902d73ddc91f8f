/** Which of the tools is in front. */
import { remembered } from "../remembered.js";

export const tool = remembered("tool", "glass", ["glass", "controls", "scripts"]);
