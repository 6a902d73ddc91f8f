/** Which problems are whose: the check tells those of the whole library. */

/** @param {{file: string}} problem @param {{language: string, id: string}} script */
export function isOf({ file }, { language, id }) {
  return file.replaceAll("\\", "/").endsWith(`/${language}/${id}.yaml`);
}

/**
 * The language and id of the file that has the problem; null when it is in no script.
 * @param {{file: string}} problem
 */
export function placeOf({ file }) {
  const found = /([^/\\]+)[/\\]([^/\\]+)\.yaml$/.exec(file);
  return found && { language: found[1], id: found[2] };
}
