import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { hashOf } from "./hash.ts";
import { LOCK, type Files, type Lock } from "./plan.ts";

/** The folder, beside the files, in which a run stages what it writes. */
const STAGE = ".transpile-staged";
const JOURNAL = "journal.json";

interface Journal {
  /** Number of the staged file, and its place. */
  readonly moves: readonly (readonly [staged: string, target: string])[];
  readonly removals: readonly string[];
}

/** Why an output folder is not written. */
export type WriteProblem = { readonly kind: "foreign" } | { readonly kind: "edited"; readonly files: readonly string[] };

export interface Written {
  readonly written: number;
  readonly unchanged: number;
  readonly removed: number;
}

const read = (file: string): Buffer | undefined => {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
};

/** The lock of an earlier run; undefined when the folder is not ours. */
export const readLock = (out: string): Lock | undefined => {
  const content = read(path.join(out, LOCK));
  if (content === undefined) return undefined;
  try {
    const lock = JSON.parse(content.toString("utf8")) as Lock;
    return lock.version === 1 && typeof lock.files === "object" ? lock : undefined;
  } catch {
    return undefined;
  }
};

/** Ends what an interrupted run left: its journal says what was still to be moved; without one nothing had been touched. */
export const rollForward = (out: string): boolean => {
  const stage = path.join(out, STAGE);
  if (!existsSync(stage)) return false;
  const content = read(path.join(stage, JOURNAL));
  if (content !== undefined) apply(out, JSON.parse(content.toString("utf8")) as Journal);
  rmSync(stage, { recursive: true, force: true });
  return content !== undefined;
};

/** Carries out a journal. Each step may have been done before. */
const apply = (out: string, journal: Journal): void => {
  for (const [staged, target] of journal.moves) {
    const from = path.join(out, STAGE, staged);
    if (!existsSync(from)) continue;
    const to = path.join(out, target);
    mkdirSync(path.dirname(to), { recursive: true });
    renameSync(from, to);
  }
  for (const file of journal.removals) {
    rmSync(path.join(out, file), { force: true });
    for (let folder = path.dirname(file); folder !== "."; folder = path.dirname(folder)) {
      try {
        rmdirSync(path.join(out, folder));
      } catch {
        break;
      }
    }
  }
};

/** Files of ours whose text is neither what we wrote nor what we are about to write. */
const editedFiles = (out: string, old: Lock, files: Files): string[] =>
  Object.entries(old.files)
    .filter(([file, hash]) => {
      const content = read(path.join(out, file));
      if (content === undefined || hashOf(content) === hash) return false;
      const next = files.get(file);
      return next === undefined || !content.equals(Buffer.from(next));
    })
    .map(([file]) => file);

/**
 * Writes a workspace so that an interruption leaves either the old tree or one that the next run completes: texts are staged beside, a
 * journal is written, then files are renamed one by one, old ones removed, the lock last. Files that do not change are not touched.
 */
export const write = (out: string, files: Files, lock: Lock, force: boolean): Written | WriteProblem => {
  rollForward(out);
  const old = readLock(out);
  const entries = existsSync(out) ? readdirSync(out).filter((entry) => entry !== "target") : [];
  if (old === undefined && entries.length > 0) return { kind: "foreign" };
  if (old !== undefined && !force) {
    const edited = editedFiles(out, old, files);
    if (edited.length > 0) return { kind: "edited", files: edited };
  }
  const stage = path.join(out, STAGE);
  mkdirSync(stage, { recursive: true });
  const moves: [string, string][] = [];
  const put = (target: string, content: string | Buffer): boolean => {
    const bytes = Buffer.from(content);
    if (read(path.join(out, target))?.equals(bytes)) return false;
    const staged = String(moves.length);
    writeFileSync(path.join(stage, staged), bytes);
    moves.push([staged, target]);
    return true;
  };
  let written = 0;
  for (const [file, content] of files) if (put(file, content)) written++;
  const removals = old === undefined ? [] : Object.keys(old.files).filter((file) => !files.has(file));
  put(LOCK, `${JSON.stringify(lock, null, 2)}\n`);
  const journal: Journal = { moves, removals };
  writeFileSync(path.join(stage, `${JOURNAL}.new`), JSON.stringify(journal));
  renameSync(path.join(stage, `${JOURNAL}.new`), path.join(stage, JOURNAL));
  apply(out, journal);
  rmSync(stage, { recursive: true, force: true });
  return { written, unchanged: files.size - written, removed: removals.length };
};
