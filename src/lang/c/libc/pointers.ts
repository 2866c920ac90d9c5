/** Library functions that take pointers: the safe function on slices, and how it borrows. Each has a twin of its C name in `rt::raw`. */
import { f64, i32, i64, int, unit, type Row, type RowLend, type Type } from "../../../ir/index.ts";
import type { LibraryRow } from "./rows.ts";

const size: Type = int(64, false);
const pointer = (target: Type, mutable: boolean): Type<"ptr"> => ({ kind: "ptr", target, mutable, rep: -1 });
const text = pointer(int(8), false);
const buffer = pointer(int(8), true);
const bytes = pointer(unit, false);
const block = pointer(unit, true);

const reads: RowLend = { shape: "slice", access: "read" };
const fills: RowLend = { shape: "slice", access: "write" };
const readsAny: RowLend = { ...reads, any: true, counted: true };
const numbers: RowLend = { ...reads, any: "numbers", counted: true };
const fillsAny: RowLend = { ...fills, any: true, counted: true };

interface Entry {
  readonly name: string;
  readonly run: string;
  readonly params: readonly Type[];
  readonly result: Type;
  readonly lends: readonly (RowLend | undefined)[];
  readonly more?: Partial<Row>;
}

const entry = (
  name: string,
  run: string,
  params: readonly Type[],
  result: Type,
  lends: readonly (RowLend | undefined)[],
  more?: Partial<Row>,
): Entry => ({ name, run, params, result, lends, more });

/** Functions that give back their first argument are called for their effect. */
const effect = { unused: true } as const;
const prints = { io: true } as const;

const fileTwins = (name: string): Partial<Row> => ({ io: true, cells: `file::${name}_view`, raw: `file::raw::${name}` });

const entries: readonly Entry[] = [
  entry("strlen", "string::strlen", [text], size, [reads]),
  entry("strcmp", "string::strcmp", [text, text], i32, [reads, reads]),
  entry("strncmp", "string::strncmp", [text, text, size], i32, [reads, reads, undefined]),
  entry("strcasecmp", "string::strcasecmp", [text, text], i32, [reads, reads]),
  entry("strncasecmp", "string::strncasecmp", [text, text, size], i32, [reads, reads, undefined]),
  entry("memcmp", "string::memcmp", [bytes, bytes, size], i32, [numbers, numbers, undefined]),
  entry("strcpy", "string::strcpy", [buffer, text], buffer, [fills, reads], effect),
  entry("strncpy", "string::strncpy", [buffer, text, size], buffer, [fills, reads, undefined], effect),
  entry("strcat", "string::strcat", [buffer, text], buffer, [fills, reads], effect),
  entry("strncat", "string::strncat", [buffer, text, size], buffer, [fills, reads, undefined], effect),
  entry("memcpy", "string::memcpy", [block, bytes, size], block, [fillsAny, readsAny, undefined], effect),
  entry("memmove", "string::memcpy", [block, bytes, size], block, [fillsAny, readsAny, undefined], effect),
  entry("memset", "string::memset", [block, i32, size], block, [fillsAny, undefined, undefined], effect),
  entry("atoi", "string::atoi", [text], i32, [reads]),
  entry("atol", "string::atol", [text], i64, [reads]),
  entry("atof", "string::atof", [text], f64, [reads]),
  entry("atoll", "string::atol", [text], i64, [reads]),
  entry("strspn", "string::strspn", [text, text], size, [reads, reads]),
  entry("strcspn", "string::strcspn", [text, text], size, [reads, reads]),
  entry("puts", "stdio::puts", [text], i32, [reads], prints),
  entry("remove", "file::remove", [text], i32, [reads], fileTwins("remove")),
  entry("rename", "file::rename", [text, text], i32, [reads, reads], fileTwins("rename")),
  entry("perror", "file::perror", [text], unit, [reads], fileTwins("perror")),
];

export const pointerRows: Readonly<Record<string, Row>> = {
  ...Object.fromEntries(
    entries.map(({ name, run, lends, more }): [string, Row] => [
      `c.lib.${name}`,
      { run, cells: run.replace(/^\w+/, "cells"), raw: `raw::${name}`, args: ["own"], lends, ...more },
    ]),
  ),
  ...Object.fromEntries(
    ["strtol", "strtoul", "strtod", "strtol_length", "strtod_length"].map((name): [string, Row] => [
      `c.lib.${name}`,
      {
        run: `string::${name}`,
        cells: `cells::${name}`,
        raw: `raw::${name.endsWith("length") ? name : `${name}_whole`}`,
        args: ["own"],
        lends: [reads],
      },
    ]),
  ),
  "c.lib.fgets": { run: "stdio::read_line", cells: "cells::read_line", raw: "raw::read_line", args: ["own"], io: true, lends: [fills] },
  "c.lib.snprintf": { run: "stdio::snprint", cells: "cells::snprint", raw: "raw::snprint", args: ["own"], lends: [fills] },
  "c.lib.holds": { run: "string::holds", cells: "cells::holds", raw: "raw::holds", args: ["own"], lends: [reads] },
  "c.lib.holds_any": { run: "string::holds_any", cells: "cells::holds_any", raw: "raw::holds_any", args: ["own"], lends: [reads, reads] },
  "c.lib.contains": { run: "string::contains", cells: "cells::contains", raw: "raw::contains", args: ["own"], lends: [reads, reads] },
  ...Object.fromEntries(
    ["strchr", "strrchr", "strstr", "strpbrk"].map((name): [string, Row] => [
      `c.find.${name}`,
      {
        run: `string::${name}`,
        cells: `cells::${name}`,
        raw: `raw::${name}`,
        args: ["own"],
        memory: "find",
        lends: [reads, name.endsWith("chr") ? undefined : reads],
      },
    ]),
  ),
  ...Object.fromEntries(
    ["strtok", "strtok_on"].map((name): [string, Row] => [
      `c.find.${name}`,
      { run: `token::${name}`, cells: `token::${name}_cells`, raw: `raw::${name}`, args: ["own"], memory: "find", lends: [fills, reads] },
    ]),
  ),
  "c.lib.qsort": { run: "sort::qsort", cells: "sort::qsort_cells", raw: "sort::qsort_raw", args: ["own"], calls: [2], lends: [fills] },
  "c.lib.strdup": { run: "string::strdup", cells: "cells::strdup", raw: "raw::strdup", args: ["own"], memory: "allocate", lends: [reads] },
  "c.lib.malloc": { run: "raw::malloc", raw: "raw::malloc", args: ["own"], memory: "allocate" },
  "c.lib.calloc": { run: "raw::calloc", raw: "raw::calloc", args: ["own"], memory: "allocate" },
  "c.lib.free": { run: "raw::free", raw: "raw::free", args: ["own"], memory: "release" },
  "c.format.text": { run: "stdio::text", cells: "cells::text", raw: "raw::text", args: ["own"], lends: [reads] },
};

/** Directives of `printf` that the library spells. */
export function spellRow(id: string): Row | undefined {
  const found = /^c\.spell\.(\w+?)(_starred)?$/.exec(id);
  if (!found) return undefined;
  const format: RowLend = { ...reads, literal: true };
  const text = found[1] === "text" ? [...(found[2] ? [undefined, undefined] : []), reads] : [];
  const name = `${found[1]}${found[2] ?? ""}`;
  return { run: `spell::${name}`, cells: `spell::${name}_view`, raw: `spell::${name}_raw`, args: ["own"], lends: [format, ...text] };
}

export const pointerFunctions: Readonly<Record<string, LibraryRow>> = {
  ...Object.fromEntries(
    entries.map(({ name, params, result }): [string, LibraryRow] => [
      name,
      { row: `c.lib.${name}`, arguments: params.length, params, result },
    ]),
  ),
  malloc: { row: "c.lib.malloc", arguments: 1, params: [size], result: block },
  calloc: { row: "c.lib.calloc", arguments: 2, params: [size, size], result: block },
  free: { row: "c.lib.free", arguments: 1, params: [block], result: unit },
};

/** `scanf`, `sscanf`, `fscanf`: a row for each sequence of what is read: `v` a value, `s` text, after the format. */
export function scanRow(id: string): Row | undefined {
  const found = /^c\.scan\.(scanf|sscanf|fscanf)\.([vs]*)$/.exec(id);
  if (!found) return undefined;
  const [run, cells, ...before] = scanners[found[1]];
  const format: RowLend = { ...reads, literal: true };
  const into = [...found[2]].map((letter): RowLend => (letter === "s" ? fills : { shape: "one", access: "write" }));
  return {
    run,
    cells,
    form: "values",
    raw: `raw::${found[1]}`,
    args: ["own"],
    io: found[1] !== "sscanf",
    lends: [...before, format, ...into],
    ...(found[1] === "fscanf" ? { address: 0 } : {}),
  };
}

/** The macros of each, and how it borrows what comes before the format. */
const scanners: Readonly<Record<string, readonly [string, string, ...(RowLend | undefined)[]]>> = {
  scanf: ["scan", "scan"],
  sscanf: ["scan_text", "scan_view", reads],
  fscanf: ["scan_file", "scan_file", undefined],
};
