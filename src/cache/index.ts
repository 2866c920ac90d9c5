/**
 * What earlier runs made of programs: one whose files, settings and translator are the same is not translated again. Entries are
 * found by a hash of all of that; what a translation read besides (headers, and the folders in which headers are looked for) is kept with it, and has to be unchanged.
 */
import { createHash } from "node:crypto";
import { deserialize, serialize } from "node:v8";
import { deflateSync, inflateSync } from "node:zlib";
import type { CompileOptions } from "../compile.ts";
import type { ProgramInput } from "../lang/front-end.ts";
import type { Outcome, Translated } from "../pool/job.ts";
import { stateOf } from "../pool/reads.ts";

export interface Cache {
  /** The outcome that the program had before, taken out of the cache. */
  readonly find: (program: ProgramInput) => Promise<Outcome | undefined>;
  /** Keeps an outcome, unless it is an internal error. */
  readonly keep: (program: ProgramInput, outcome: Outcome) => void;
  /** Waits for what is being written, and removes what is old. */
  readonly end: () => Promise<void>;
}

/** Days after which an entry is translated anew, and after which the folder is cleaned. */
const OLD = 30;
const CLEANED = 7;
const DAY = 24 * 60 * 60 * 1000;

/** What else a translation depends on. */
const VARIABLES = ["CC", "CPATH", "C_INCLUDE_PATH"];

/** What is kept of a program. */
type Entry = Pick<Translated, "output" | "reads">;

/** Opens the cache in a folder, for one translator (a hash of it) and the options of a run. Whatever fails in it costs no more than a translation. */
export const openCache = async (folder: string, translator: string, options: CompileOptions): Promise<Cache> => {
  const { get, ls, put, rm, verify } = await import("cacache");
  const setting = JSON.stringify([translator, process.versions.v8, options, VARIABLES.map((name) => process.env[name])]);
  const keyOf = (program: ProgramInput): string => createHash("sha256").update(setting).update(JSON.stringify(program)).digest("hex");
  const writing: Promise<unknown>[] = [];
  return {
    find: async (program) => {
      const begin = performance.now();
      try {
        const { data } = await get(folder, keyOf(program));
        const { output, reads } = deserialize(inflateSync(data)) as Entry;
        if (!reads?.every(([file, state]) => stateOf(file) === state)) return undefined;
        return { output, reads, milliseconds: performance.now() - begin, known: true };
      } catch {
        return undefined;
      }
    },
    keep: (program, outcome) => {
      if (!("output" in outcome) || outcome.reads === undefined) return;
      const { output, reads } = outcome;
      const data = deflateSync(serialize({ output, reads } satisfies Entry), { level: 1 });
      writing.push(put(folder, keyOf(program), data).catch(() => undefined));
    },
    end: async () => {
      await Promise.all(writing);
      try {
        const now = Date.now();
        const last = await verify.lastRun(folder).catch(() => undefined);
        if (writing.length === 0 || (last !== undefined && now - last.getTime() < CLEANED * DAY)) return;
        for (const { key, time } of Object.values(await ls(folder))) if (now - time > OLD * DAY) await rm.entry(folder, key);
        await verify(folder);
      } catch {
        // Cleaned another time.
      }
    },
  };
};
