/** Functions on streams: what they are called with is a handle of the runtime (`rt::file::File`), or a pointer that becomes one for the call. */
import type { Row, RowLend, Type } from "../../../ir/index.ts";

export const FILE: Type<"runtime"> = { kind: "runtime", path: "file::File", args: [], copy: true, zero: "file::File::null" };

const reads: RowLend = { shape: "slice", access: "read" };
const fills: RowLend = { shape: "slice", access: "write" };

/** Functions without other pointers than the stream, by their names in the runtime. */
const plain = ["fclose", "fgetc", "fputc", "ungetc", "feof", "ferror", "clearerr", "rewind", "fseek", "ftell", "fflush", "fileno"];
const others: Readonly<Record<string, string>> = {
  getc: "fgetc",
  putc: "fputc",
  _IO_getc: "fgetc",
  _IO_putc: "fputc",
  fseeko: "fseek",
  ftello: "ftell",
};

const lending: Readonly<Record<string, readonly (RowLend | undefined)[]>> = {
  fopen: [reads, reads],
  freopen: [reads, reads, undefined],
  popen: [reads, reads],
  fdopen: [undefined, reads],
  fputs: [reads, undefined],
  fgets: [fills, undefined, undefined],
  fread: [{ ...fills, any: true }, undefined, undefined, undefined],
  fwrite: [{ ...reads, any: true }, undefined, undefined, undefined],
};

const row = (name: string, lends?: Row["lends"]): Row => ({
  run: `file::${name}`,
  args: ["own"],
  io: true,
  ...(lends ? { lends, cells: `file::${name}_view`, raw: `file::raw::${name}` } : {}),
});

export const fileRows: Readonly<Record<string, Row>> = {
  ...Object.fromEntries([...plain, "pclose", "tmpfile", "stdin", "stdout", "stderr"].map((name) => [`c.file.${name}`, row(name)])),
  ...Object.fromEntries(Object.entries(lending).map(([name, lends]) => [`c.file.${name}`, row(name, lends)])),
  "c.file.print": { run: "fprint", form: "macro", args: ["own"], io: true },
  "c.file.null": { run: "file::File::null", args: [], pure: true },
  "c.file.is_null": { run: "is_null", form: "method", args: ["own"], pure: true },
  "c.file.address": { run: "as_mut_ptr", form: "method", args: ["own"], pure: true },
  "c.file.from": { run: "file::File::from_ptr", args: ["own"], unsafe: true },
};

/** The row of a function of the library; that of `fgets` only tells whether there was a line. */
export function fileRow(symbol: string): string | undefined {
  const name = others[symbol] ?? symbol;
  return name !== "fgets" && (plain.includes(name) || name === "pclose" || name === "tmpfile" || name in lending)
    ? `c.file.${name}`
    : undefined;
}
