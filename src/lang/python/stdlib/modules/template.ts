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
  shown: value("shown", "text: str, repr: str", ["ref", "ref"]),
  filled: fallible(`(self: ${T}) -> str`, "template::filled", { args: ["own"] }),
  percent: fallible(`(self: ${T}) -> str`, "template::percent", { args: ["own"] }),
};
