/** The common forms of parameters, which the runtime has calls of their own for: `$@`, `${a[@]}`, `${a[i]}`, `${#a[@]}`, `${x:-text}`. */
import type { Expression } from "../../../ir/index.ts";
import type { RowId } from "../builtins/index.ts";
import type { Node, Unit } from "./context.ts";

interface Call {
  readonly row: RowId;
  readonly args: readonly Expression[];
}

/** The arguments of a call as they are handed over. */
export const handed = (n: Node, unit: Unit, row: RowId, args: readonly Expression[]): readonly Expression[] =>
  listed(n, row, looking(unit, row, args));

/** Calls that take a text as it is and are done with it: each argument alone. */
const TAKES =
  /^sh\.(?:bit\.\w+|pat\.(?:lit|quoted)|replacement\.(?:lit|quoted)|word|argv|echo|echo_to|out\.echo|printf|out\.printf|out\.run|run|run_to|run_with|assigns\.\w+|arith\.pieces|arith\.of|declare\.list|assign_list|append_list|assigned_list|local_list)$/;
/** Calls that only look at texts, all of them at once. */
const LOOKS =
  /^sh\.(?:same|starts|ends|contains|empty|glob\.plain|test_file|echoed|chomped|after_\w+|before_\w+|without_\w+|(?:matches|trim|replace|case_change)\.loose)$/;
/** Variables that are made when they are read. */
const MADE = /^(?:_|BASH\w*|COMP_\w+|DIRSTACK|EPOCH\w+|FUNCNAME|GROUPS|HISTCMD|LINENO|PIPESTATUS|RANDOM|SECONDS|SHELLOPTS|SRANDOM)$/;

/** The arguments of a call, with plain variables of the shell lent instead of copied. */
function looking(unit: Unit, row: RowId, args: readonly Expression[]): readonly Expression[] {
  if (unit.nounset || unit.refers) return args;
  if (TAKES.test(row)) return args.map((arg) => lent(arg) ?? arg);
  if (!LOOKS.test(row)) return args;
  const all = args.map((arg) => lent(arg) ?? (isStill(arg) ? arg : undefined));
  return all.every((arg) => arg !== undefined) ? all : args;
}

/** `sh.var(name)` for `sh.get(name)`. */
function lent(e: Expression): Expression | undefined {
  if (e.kind !== "runtime" || e.row !== "sh.get") return undefined;
  const [, name] = e.args;
  return name.kind === "str" && /^(?:[A-Za-z_]\w*|[1-9])$/.test(name.value) && !MADE.test(name.value) ? { ...e, row: "sh.var" } : undefined;
}

/** Does it leave the shell to others while its value is looked at? */
function isStill(e: Expression): boolean {
  if (e.kind !== "runtime") return e.kind === "str" || e.kind === "bytes" || e.kind === "local" || e.kind === "none";
  return (
    e.row === "sh.var" ||
    (/^sh\.(?:pat|replacement)\./.test(e.row) && e.args.every(isStill)) ||
    (LOOKS.test(e.row) && !e.row.endsWith(".loose") && e.args.every(isStill))
  );
}

/** Calls that list words, and where the words begin. */
const LISTS: Partial<Record<RowId, number>> = {
  "sh.argv": 0,
  "sh.assign_list": 2,
  "sh.append_list": 2,
  "sh.assigned_list": 3,
  "sh.declare.list": 4,
  "sh.local_list": 3,
};

/** Room for a list in a line, as words in quotes each, and as one text. */
const [APART, TOGETHER] = [56, 84];

/** A long list of short words as one text that is split at its blanks. */
function listed(n: Node, row: RowId, args: readonly Expression[]): readonly Expression[] {
  const from = LISTS[row];
  if (from === undefined) return args;
  const words = args.slice(from).map((arg) => (arg.kind === "str" && /^[!-~]+$/.test(arg.value) ? arg.value : undefined));
  if (!words.length || words.includes(undefined)) return args;
  const text = words.join(" ");
  return text.length + 3 * words.length > APART && text.length <= TOGETHER
    ? [...args.slice(0, from), n.call("sh.words.of", n.listOf({ kind: "bytes" }), n.name(text))]
    : args;
}

/** A call of a row whose first argument is the shell, in the shortest form that says the same. */
export function shortCall(row: RowId, args: readonly Expression[]): Call {
  const [sh, param, ...rest] = args;
  if (row === "sh.split" && (param.kind === "local" || param.kind === "str")) return { row: "sh.split.text", args };
  const output = OUTPUTS[row];
  const text = args.at(-1);
  if (output && text?.kind === "runtime" && text.row === "sh.capture") return { row: output, args: [...args.slice(0, -1), text.args[1]] };
  const made = SHORT[row] && param?.kind === "runtime" ? SHORT[row](param, rest) : undefined;
  return made ? { row: made.row, args: [sh, ...made.args] } : { row, args };
}

/** Assignments whose text is what a command writes. */
const OUTPUTS: Partial<Record<RowId, RowId>> = {
  "sh.set": "sh.assign_output",
  "sh.assign": "sh.assign_output",
  "sh.assigned": "sh.assigned_output",
  "sh.local": "sh.local_output",
  "sh.local.line": "sh.local_output",
};

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
