/** `json`: runtime/py/src/json.rs. What `loads` gives is dynamic. */
import { fallible, type PyTable } from "../row.ts";

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
  /** With a function that says what stands for other values. */
  dumps_with: fallible(
    "(obj: any, default: func[[any],any], lines: bool, indent: str, between: str, after_key: str, sort_keys: bool, ensure_ascii: bool) -> str",
    "json::dumps_with",
    { args: ["ref", "own", "own", "ref", "ref", "ref", "own", "own"] },
  ),
  loads: fallible("(s: str) -> any", "json::loads"),
};
