/** A script file as it is being edited here, beside what is on disk. Unsaved words outlive a look at another file. */
import { computed, effect, signal } from "../../vendor/preact.js";
import { get, pathOf, post, put } from "../../ask.js";
import { board } from "../../board.js";
import { language as reader, t } from "../../words.js";

/** @typedef {"error" | "warning"} Severity */
/** @typedef {{file: string, line: number, where: string, message: string, hint: string, severity: Severity}} Problem */
/** @typedef {{text: string, digest: string}} Disk */
/** @typedef {{line?: number, name?: string}} Spot a line of the file, or the words of a line by its name */

const CHECK_AFTER_MS = 250;
const NOT_FOUND = 404;
const CONFLICT = 409;

export class Draft {
  /** @param {string} language @param {string} id */
  constructor(language, id) {
    this.language = language;
    this.id = id;
    this.path = pathOf("scripts", language, id);
    /** As on disk; null until it was read. */
    this.saved = signal(/** @type {string | null} */ (null));
    this.text = signal("");
    /** Of the whole library, as it would be if this were saved. */
    this.problems = signal(/** @type {readonly Problem[]} */ ([]));
    /** What another hand has written meanwhile, and our unsaved words would overwrite. */
    this.theirs = signal(/** @type {Disk | null} */ (null));
    this.step = signal(/** @type {"loading" | "ready" | "saving"} */ ("loading"));
    /** Where the editor shall go; it takes the wish away when it went. */
    this.spot = signal(/** @type {Spot | null} */ (null));
    /** Why it could not be read or saved; "" when it could. */
    this.error = signal("");
    /** Why what was typed last could not be checked. */
    this.unchecked = signal("");
    this.isChanged = computed(() => this.saved.value !== null && this.text.value !== this.saved.value);
    /** Of what is on disk; "" for a file that is not there yet. */
    this.digest = "";
    /** CodeMirror's state while another file is shown: its undo history. @type {any} */
    this.kept = null;
    this.checks = 0;
    effect(() => this.checkSoon(this.saved.value !== null, this.text.value, reader.value));
    effect(() => this.follow(this.digestOnDisk));
  }

  /** As the board tells; undefined while there is no such file. @returns {string | undefined} */
  get digestOnDisk() {
    return board.entry(`script/${this.language}/${this.id}`).value?.digest;
  }

  /** It is on no disk. */
  get isNew() {
    return this.saved.peek() !== null && this.digest === "";
  }

  /** @param {string} text */
  begin(text) {
    this.settle({ text: "", digest: "" });
    this.text.value = text;
    this.step.value = "ready";
  }

  /** This is what the disk holds. @param {Disk} disk */
  settle({ text, digest }) {
    this.saved.value = text;
    this.digest = digest;
    this.theirs.value = null;
    this.error.value = "";
  }

  /** Read it from disk; words that are not saved stay. */
  async load() {
    const { disk, error, status } = await this.read();
    if (disk === null) {
      this.miss(status, error);
      return;
    }
    this.error.value = "";
    this.meet(disk);
    this.step.value = "ready";
    this.follow(this.digestOnDisk);
  }

  /**
   * It cannot be read; or what was read once is there no more, and would be a new file.
   * @param {number} status
   * @param {string} error
   */
  miss(status, error) {
    const isDeleted = status === NOT_FOUND && this.saved.peek() !== null;
    if (isDeleted) this.settle({ text: "", digest: "" });
    this.error.value = isDeleted ? t("scripts.deleted") : error;
  }

  /** Take what is on disk, or tell of it where that would cost unsaved words. @param {Disk} disk */
  meet(disk) {
    if (disk.digest === this.digest) {
      this.theirs.value = null;
    } else if (this.isChanged.peek() && disk.text !== this.text.peek()) {
      this.theirs.value = disk;
    } else {
      this.settle(disk);
      this.text.value = disk.text;
    }
  }

  /** @returns {Promise<{disk: Disk | null, error: string, status: number}>} */
  async read() {
    const { ok, body, error, status } = await get(this.path, { quiet: true });
    return { disk: ok ? body : null, error, status };
  }

  /** Anybody may write the file at any time. @param {string | undefined} digest */
  follow(digest) {
    const isNews = digest !== undefined && digest !== this.digest && digest !== this.theirs.peek()?.digest;
    if (isNews && this.step.peek() === "ready") this.load();
  }

  /** @param {boolean} isRead @param {string} text @param {string} language in which problems are told */
  checkSoon(isRead, text, language) {
    clearTimeout(this.timer);
    if (isRead) this.timer = setTimeout(() => this.check(text, language), CHECK_AFTER_MS);
  }

  /** An answer that a newer question has overtaken is dropped. @param {string} text @param {string} language */
  async check(text, language) {
    const asked = (this.checks += 1);
    const draft = { language: this.language, id: this.id, text, reader: language };
    const answer = await post("/scripts/check", draft, { quiet: true });
    if (asked !== this.checks) return;
    if (answer.ok) this.problems.value = answer.body.problems;
    this.unchecked.value = answer.error;
  }

  /** Whether it is saved now. */
  async save() {
    if (this.step.peek() !== "ready" || !this.isChanged.peek() || this.theirs.peek()) return false;
    const text = this.text.peek();
    this.step.value = "saving";
    const answer = await put(this.path, { text, digest: this.digest }, { quiet: true });
    if (answer.ok) this.settle({ text, digest: answer.body.digest });
    else if (answer.status === CONFLICT) await this.load();
    else this.error.value = t("scripts.not_saved", { why: answer.error });
    this.step.value = "ready";
    this.follow(this.digestOnDisk);
    return answer.ok;
  }

  /** What is on disk stands; undo brings our own words back. */
  takeTheirs() {
    const theirs = this.theirs.peek();
    if (theirs === null) return;
    this.settle(theirs);
    this.text.value = theirs.text;
  }

  /** Ours stands, in the place of what is on disk now. */
  async overwrite() {
    const theirs = this.theirs.peek();
    if (theirs === null) return false;
    this.settle(theirs);
    return this.save();
  }
}
