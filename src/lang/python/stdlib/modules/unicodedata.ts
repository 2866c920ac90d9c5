/** `unicodedata`: runtime/py/src/unicodedata.rs. */
import { fallible, type PyTable } from "../row.ts";

const tables = { feature: "unicode", pure: true } as const;
const names = { feature: "unicode_names", pure: true } as const;

export const unicodedata: PyTable = {
  normalize: fallible("(form: str, unistr: str) -> str", "unicodedata::normalize", tables),
  is_normalized: fallible("(form: str, unistr: str) -> bool", "unicodedata::is_normalized", tables),
  category: fallible("(chr: str) -> str", "unicodedata::category", tables),
  combining: fallible("(chr: str) -> int", "unicodedata::combining", { ...tables, range: [0n, 255n] }),
  name: [
    fallible("(chr: str) -> str", "unicodedata::name", names),
    fallible("(chr: str, default: str) -> str", "unicodedata::name_or", names),
    fallible("(chr: str, default: None) -> str | None", "unicodedata::name_or_none", { ...names, args: ["ref", "own"] }),
  ],
  lookup: fallible("(name: str) -> str", "unicodedata::lookup", names),
};
