/** The page's own words, in the language that the reader has chosen. */
import { effect } from "./vendor/preact.js";
import { remembered } from "./remembered.js";
import en from "./words/en.js";
import simplified from "./words/zh-CN.js";
import traditional from "./words/zh-TW.js";

/** @type {Record<string, Record<string, string>>} */
const WORDS = { "zh-CN": simplified, "zh-TW": traditional, en };

/** As each calls itself. */
export const LANGUAGES = { "zh-CN": "简体中文", "zh-TW": "繁體中文", en: "English" };

export const language = remembered("language", browserLanguage(), Object.keys(WORDS));

effect(() => {
  document.documentElement.lang = language.value;
  document.title = t("title");
});

/**
 * `t("topics.unread", {n: 3})`. Worded so that no number needs a plural.
 * @param {string} key @param {Record<string, string | number>} [blanks]
 */
export function t(key, blanks = {}) {
  const pattern = WORDS[language.value][key] ?? key;
  return pattern.replace(/\{(\w+)\}/g, (blank, name) => String(blanks[name] ?? blank));
}

function browserLanguage() {
  for (const wanted of navigator.languages) {
    if (/^zh\b.*\b(hant|tw|hk|mo)\b/i.test(wanted)) return "zh-TW";
    if (/^zh\b/i.test(wanted)) return "zh-CN";
    if (/^en\b/i.test(wanted)) return "en";
  }
  return "en";
}
