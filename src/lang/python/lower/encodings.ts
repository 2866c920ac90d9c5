/** Encodings of text. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import type { ArgVal } from "./rows.ts";

const NARROW = ["utf8", "ascii", "usascii", "latin1", "iso88591"];
/** The encodings that runtime/py has, by row; the original knows a hundred more. */
const ENCODINGS: Readonly<Record<string, readonly string[]>> = {
  "str.encode": [...NARROW, "utf16", "utf16le", "utf16be"],
  "bytes.decode": NARROW,
};

/** Refuses a constant encoding that the runtime would not know. */
export function checkEncoding(args: readonly ArgVal[], name: string, span: Span): void {
  const known = ENCODINGS[name];
  if (!known) return;
  const given = args.find((arg, i) => arg.name === "encoding" || (i === 1 && !arg.name))?.value.e;
  if (given?.kind === "str" && !known.includes(given.value.toLowerCase().replace(/[-_]/g, "")))
    refuse("PY0702", span, `the encoding \`${given.value}\` is not available`);
}
