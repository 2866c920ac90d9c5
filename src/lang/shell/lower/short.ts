/** The common forms of parameters, which the runtime has calls of their own for: `$@`, `${a[@]}`, `${a[i]}`, `${#a[@]}`, `${x:-text}`. */
import type { Expression } from "../../../ir/index.ts";
import type { RowId } from "../builtins/index.ts";

interface Call {
  readonly row: RowId;
  readonly args: readonly Expression[];
}

/** A call of a row whose first argument is the shell, in the shortest form that says the same. */
export function shortCall(row: RowId, args: readonly Expression[]): Call {
  const [sh, param, ...rest] = args;
  const made = SHORT[row] && param?.kind === "runtime" ? SHORT[row](param, rest) : undefined;
  return made ? { row: made.row, args: [sh, ...made.args] } : { row, args };
}

type Shorten = (param: Expression<"runtime">, rest: readonly Expression[]) => Call | undefined;

/** `@` and `*` are no names of arrays. */
const isParams = ([name]: readonly Expression[]): boolean => name.kind === "str" && (name.value === "@" || name.value === "*");

/** The form for an element of the array `name`. */
const atElement =
  (elem: RowId, item: RowId): Shorten =>
  (param, rest) =>
    param.row === "sh.elem" || param.row === "sh.item"
      ? { row: param.row === "sh.elem" ? elem : item, args: [...param.args, ...rest] }
      : undefined;

const SHORT: Partial<Record<RowId, Shorten>> = {
  "sh.values": ({ row, args }) => {
    if (row === "sh.param" && isParams(args)) return { row: "sh.args", args: [] };
    return (row === "sh.all" || row === "sh.star") && !isParams(args) ? { row: "sh.array", args } : undefined;
  },
  "sh.value": (param, rest) => {
    const { row, args } = param;
    if (row === "sh.param" && isParams(args))
      return args[0].kind === "str" && args[0].value === "*" ? { row: "sh.joined_args", args: [] } : undefined;
    if (row === "sh.star" && !isParams(args)) return { row: "sh.joined", args };
    return atElement("sh.element", "sh.element.item")(param, rest);
  },
  "sh.length": ({ row, args }) => {
    if (row === "sh.param" && !isParams(args)) return { row: "sh.length_of", args };
    return (row === "sh.all" || row === "sh.star") && !isParams(args) ? { row: "sh.count", args } : undefined;
  },
  "sh.value_or": ({ row, args }, rest) =>
    row === "sh.param" && !isParams(args) ? { row: "sh.get_or", args: [...args, ...rest] } : undefined,
  "sh.value_else": ({ row, args }, rest) =>
    row === "sh.param" && !isParams(args) ? { row: "sh.get_else", args: [...args, ...rest] } : undefined,
  "sh.assign_to": atElement("sh.set_at.elem", "sh.set_at.item"),
  "sh.int_at": atElement("sh.int_at.elem", "sh.int_at.item"),
  "sh.set_int_at": atElement("sh.set_int_at.elem", "sh.set_int_at.item"),
  "sh.step_at": atElement("sh.step_at.elem", "sh.step_at.item"),
  "sh.stepped_at": atElement("sh.stepped_at.elem", "sh.stepped_at.item"),
};
