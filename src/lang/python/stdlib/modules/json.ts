/** `json`: runtime/py/src/json.rs. What `loads` gives is dynamic. */
import { fallible, row, type PyTable } from "../row.ts";

export const json: PyTable = {
  dumps: [
    fallible("(obj: T, *, sort_keys: bool = False, ensure_ascii: bool = True) -> str", "json::dumps", { args: ["ref", "own", "own"] }),
    fallible("(obj: T, *, indent: int, sort_keys: bool = False, ensure_ascii: bool = True) -> str", "json::dumps_indented", {
      args: ["ref", "own", "own", "own"],
    }),
  ],
  /** With separators, or an indent that is a text. */
  dumps_styled: fallible(
    "(obj: T, lines: bool, indent: str, between: str, after_key: str, sort_keys: bool, ensure_ascii: bool) -> str",
    "json::dumps_styled",
    { args: ["ref", "own", "ref", "ref", "ref", "own", "own"] },
  ),
  /** The value with what a function says stands for values that JSON has no form for. */
  encoded: row("(obj: any, default: func[[any],any]) -> any", "json::encoded", { args: ["ref", "own"] }),
  loads: [fallible("(s: str) -> any", "json::loads"), fallible("(s: bytes) -> any", "json::loads_bytes")],
};
