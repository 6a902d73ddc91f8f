/** The language of a customer's profile, which every platform names in its own way. */

/** zh_TW, zh-hant and zh-TW are one. @param {{language: string}} person @returns {string} */
export function spokenBy({ language }) {
  if (/^zh\b|^zh_/i.test(language)) return /hant|tw|hk|mo/i.test(language) ? "zh-TW" : "zh-CN";
  return /^en/i.test(language) ? "en" : language.replace("_", "-");
}
