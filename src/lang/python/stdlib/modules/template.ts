/** Formats that are only known at run time: runtime/py/src/template.rs. The lowering chains one value after the other. */
import { fallible, row, type PyRow, type PyTable } from "../row.ts";

const T = "rt[template::Template]";
const value = (name: string, params: string, args: PyRow["args"]): PyRow =>
  row(`(self: ${T}, name: str, ${params}) -> ${T}`, name, { form: "method", args: ["own", "ref", ...args] });

export const template: PyTable = {
  new: row(`(text: str) -> ${T}`, "template::template"),
  value: [
    value("bool", "value: bool", ["own"]),
    value("int", "value: int", ["own"]),
    value("float", "value: float", ["own"]),
    value("text", "value: str", ["ref"]),
  ],
  dynamic: value("dynamic", "value: any", ["ref"]),
  /** The right side of `%`: the items of a tuple, the entries of a dict, one value. */
  operand: row(`(self: ${T}, value: any) -> ${T}`, "operand", { form: "method", args: ["own", "ref"] }),
  mapping: row(`(self: ${T}) -> ${T}`, "mapping", { form: "method", args: ["own"] }),
  shown: value("shown", "text: str, repr: str", ["ref", "ref"]),
  filled: fallible(`(self: ${T}) -> str`, "template::filled", { args: ["own"] }),
  percent: fallible(`(self: ${T}) -> str`, "template::percent", { args: ["own"] }),
};
