/** Expressions that are known only as text: runtime/py/src/evaluate.rs. */
import { fallible, type PyTable } from "../row.ts";

/** What `eval` of text is lowered to: lower/evaluation.ts. */
export const evaluate: PyTable = {
  eval: fallible("(text: str, names: str) -> any", "evaluate::eval"),
  eval_in: fallible("(text: str, globals: any, locals: any) -> any", "evaluate::eval_in", { args: ["ref", "ref", "ref"] }),
};

export const ast: PyTable = {
  literal_eval: fallible("(node_or_string: str) -> any", "evaluate::literal"),
};
