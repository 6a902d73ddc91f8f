/**
 * What the server tells, as signals: one for each key, and one for the keys of each folder that somebody looks at.
 * The keys and their values are in `bots/sandbox/page/values.py`.
 */
import { batch, signal } from "./vendor/preact.js";

/** Anything that looks at keys: told of each new one, and of each that is gone. */
/** @typedef {{added(key: string, value: any): void, removed(key: string): void, settle(): void, clear(): void}} Watcher */

const byTail = new Intl.Collator("en", { numeric: true }).compare;

/** The keys below a prefix in the order of their tails, so that message 9 stands before message 10. */
class Folder {
  /** @param {string} prefix */
  constructor(prefix) {
    this.prefix = prefix;
    /** @type {string[]} */
    this.known = [];
    /** @type {Set<string>} taken out of `known` at the end of the batch */
    this.gone = new Set();
    this.keys = signal(/** @type {readonly string[]} */ ([]));
    this.isStale = false;
    this.isSorted = true;
  }

  /** @param {string} key */
  added(key) {
    if (!key.startsWith(this.prefix)) return;
    if (this.gone.delete(key)) return;
    const last = this.known.at(-1);
    if (last !== undefined && byTail(last, key) > 0) this.isSorted = false;
    this.known.push(key);
    this.isStale = true;
  }

  /** @param {string} key */
  removed(key) {
    if (!key.startsWith(this.prefix)) return;
    this.gone.add(key);
    this.isStale = true;
  }

  /** Once a batch, however many keys were in it. */
  settle() {
    if (!this.isStale) return;
    if (this.gone.size) this.known = this.known.filter((each) => !this.gone.has(each));
    this.gone.clear();
    if (!this.isSorted) this.known.sort(byTail);
    this.isSorted = true;
    this.isStale = false;
    this.keys.value = this.known.slice();
  }

  clear() {
    this.isStale = this.known.length > 0;
    this.known = [];
    this.gone.clear();
  }
}

/** Entries below a prefix, in groups that their first value names: posts by their thread. */
class Groups {
  /** @param {string} prefix @param {(value: any) => string[]} groupsOf */
  constructor(prefix, groupsOf) {
    this.prefix = prefix;
    this.groupsOf = groupsOf;
    /** @type {Map<string, Folder>} */
    this.folders = new Map();
    /** @type {Map<string, string[]>} */
    this.namesOf = new Map();
  }

  /** @param {string} name */
  of(name) {
    let folder = this.folders.get(name);
    if (folder === undefined) this.folders.set(name, (folder = new Folder(this.prefix)));
    return folder.keys;
  }

  /** @param {string} key @param {any} value */
  added(key, value) {
    if (!key.startsWith(this.prefix)) return;
    const names = this.groupsOf(value);
    this.namesOf.set(key, names);
    for (const name of names) {
      this.of(name);
      this.folders.get(name)?.added(key);
    }
  }

  /** @param {string} key */
  removed(key) {
    for (const name of this.namesOf.get(key) ?? []) this.folders.get(name)?.removed(key);
    this.namesOf.delete(key);
  }

  settle() {
    for (const folder of this.folders.values()) folder.settle();
  }

  clear() {
    for (const folder of this.folders.values()) folder.clear();
    this.namesOf.clear();
  }
}

class Board {
  constructor() {
    /** "connecting", "open" or "lost": the browser is trying again. */
    this.connection = signal("connecting");
    /** Of the sandbox that tells: another one, once it was started anew. */
    this.epoch = signal("");
    /** @type {Map<string, {value: any}>} */
    this.entries = new Map();
    /** @type {Set<string>} */
    this.present = new Set();
    /** @type {Map<string, Folder>} */
    this.folders = new Map();
    /** @type {Set<Watcher>} */
    this.watchers = new Set();
  }

  /** The signal of one entry; its value is null while there is none. @param {string} key @returns {{value: any}} */
  entry(key) {
    let entry = this.entries.get(key);
    if (entry === undefined) this.entries.set(key, (entry = signal(null)));
    return entry;
  }

  /** The signal of the keys below a prefix such as "person/wechat/". @param {string} prefix */
  keys(prefix) {
    let folder = this.folders.get(prefix);
    if (folder === undefined) {
      this.folders.set(prefix, (folder = new Folder(prefix)));
      this.watch(folder);
    }
    return folder.keys;
  }

  /** @param {string} prefix @param {(value: any) => string[]} groupsOf */
  groups(prefix, groupsOf) {
    const groups = new Groups(prefix, groupsOf);
    this.watch(groups);
    return groups;
  }

  /** @param {Watcher} watcher */
  watch(watcher) {
    this.watchers.add(watcher);
    for (const key of this.present) watcher.added(key, this.entry(key).value);
    watcher.settle();
  }

  /** One event of the server: all of it is drawn at once. @param {[string, any][]} changes @param {boolean} isAnew */
  apply(changes, isAnew = false) {
    batch(() => {
      if (isAnew) this.forget();
      for (const [key, value] of changes) this.put(key, value);
      for (const watcher of this.watchers) watcher.settle();
    });
  }

  /** @param {string} key @param {any} value */
  put(key, value) {
    this.entry(key).value = value;
    const isPresent = this.present.has(key);
    if (value !== null && !isPresent) {
      this.present.add(key);
      for (const watcher of this.watchers) watcher.added(key, value);
    } else if (value === null && isPresent) {
      this.present.delete(key);
      for (const watcher of this.watchers) watcher.removed(key);
      if (isNumbered(key)) this.entries.delete(key);
    }
  }

  forget() {
    for (const key of this.present) this.entry(key).value = null;
    this.present.clear();
    for (const watcher of this.watchers) watcher.clear();
  }
}

/** A message that is gone never comes back: nothing is kept for it. @param {string} key */
function isNumbered(key) {
  return key.startsWith("message/") || key.startsWith("post/");
}

export const board = new Board();

const RETRY_MS = 2000;

/** Listen until the page is closed. A connection that the browser has given up is opened anew. */
export function connect(path = "/events") {
  const source = new EventSource(path);
  source.addEventListener("open", () => {
    board.connection.value = "open";
  });
  source.addEventListener("reset", (event) => {
    board.apply([], true);
    board.epoch.value = event.lastEventId.split("-")[0];
  });
  source.addEventListener("message", (event) => board.apply(JSON.parse(event.data)));
  source.addEventListener("error", () => {
    board.connection.value = "lost";
    if (source.readyState !== EventSource.CLOSED) return;
    source.close();
    setTimeout(connect, RETRY_MS, path);
  });
}
