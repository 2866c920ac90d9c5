/** `json`: runtime/py/src/json.rs. What `loads` gives is dynamic. */
import { fallible, type PyTable } from "../row.ts";

export const json: PyTable = {
  dumps: [
    fallible("(obj: T, *, sort_keys: bool = False, ensure_ascii: bool = True) -> str", "json::dumps", { args: ["ref", "own", "own"] }),
    fallible("(obj: T, *, indent: int, sort_keys: bool = False, ensure_ascii: bool = True) -> str", "json::dumps_indented", {
      args: ["ref", "own", "own", "own"],
    }),
  ],
  loads: fallible("(s: str) -> any", "json::loads"),
};
