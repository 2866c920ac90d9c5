/** `type=` of `add_argument`: what the texts of the command line become. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import type { Expr } from "../ast/nodes.ts";
import type { Callable } from "../infer/callables.ts";
import { FLOAT, flow, INT, STR, type Ty } from "../infer/types.ts";
import { show } from "../infer/show.ts";
import { callValue } from "./call.ts";
import { ex, get, site, siteCell, type Cx, type Val } from "./context.ts";
import { callRow } from "./rows.ts";

interface Conversion {
  /** The type of one value. */
  readonly ty: Ty;
  /** `int` or `float`, which the runtime converts to itself; `int` where a function gives integers. */
  readonly kind?: string;
  /** Adds a function of the program to the description of the argument. */
  readonly convert?: (argument: Val) => Val;
}

/** Objects that a namespace keeps as they are. */
export const isObject = (ty: Ty): boolean => ty.length === 1 && ["inst", "rt", "func", "any"].includes(ty[0].k);

const PLAIN = new Set(["int", "float", "bool", "str"]);

/** A number, a truth value, a text, or a list of them. */
const isPlain = (cx: Cx, ty: Ty): boolean => {
  if (ty.length !== 1) return false;
  return PLAIN.has(ty[0].k) || (ty[0].k === "list" && isPlain(cx, get(cx, ty[0].elem)));
};

/** What a message calls the function. */
const nameOf = (fn: Callable, node: Expr | undefined): string =>
  fn.kind === "function" && fn.def.lambda ? "<lambda>" : node?.kind === "attribute" ? node.name : node?.kind === "name" ? node.id : "";

/** A parser may outlive the function that makes it: what it calls may hold nothing of that function. */
const holdsVariables = (fn: Callable): boolean =>
  fn.kind === "function" && [...(fn.module.scopes.frames.get(fn.def)?.captures ?? [])].some((variable) => !variable.frame.module);

/** What `type` makes of the texts of an argument; `call` is the call of `add_argument`. */
export function conversionOf(cx: Cx, type: Val | undefined, call: Expr<"call">, span: Span): Conversion {
  if (!type || type.ty[0]?.k === "none") return { ty: STR };
  if (type.ty.length === 0) return { ty: [] };
  const [atom] = type.ty;
  if (atom.k === "fn" && atom.fn.kind === "type") {
    if (atom.fn.type === "str") return { ty: STR };
    if (atom.fn.type === "int") return { ty: INT, kind: "int" };
    if (atom.fn.type === "float") return { ty: FLOAT, kind: "float" };
  }
  if (atom.k !== "fn" || type.ty.length > 1) return refuse("PY0702", span, "`add_argument` with a `type` that is computed");
  const { fn } = atom;
  if (holdsVariables(fn)) return refuse("PY0702", span, "`add_argument` with a `type` that uses variables of the function around it");
  const made = siteCell(cx, call, "converted");
  const given: Val = { ty: STR, e: ex(cx, "unit", { kind: "unit" }, span, {}) };
  if (!cx.p.emitting) {
    const at = site(cx, call, "conversion", () => ({}));
    flow(cx.p.w, made, callValue(cx, type, [{ value: given }], at, span).ty);
  }
  const ty = get(cx, made);
  if (ty.length === 0) return { ty };
  const row = isPlain(cx, ty) ? "convert" : isObject(ty) ? "convert_object" : undefined;
  if (!row) return refuse("PY0702", span, `\`add_argument\` with a \`type\` that gives ${show(ty)}`);
  const typeNode = call.args.find((arg) => arg.name === "type")?.value;
  const name: Val = { ty: STR, e: ex(cx, "str", { kind: "str" }, span, { value: nameOf(fn, typeNode) }) };
  const convert = (argument: Val): Val => ({
    ty: argument.ty,
    e: callRow(
      cx,
      `argparse.${row}`,
      [{ value: argument }, { value: name }, { value: type }],
      site(cx, call, "converter", () => ({})),
      span,
    ).e,
  });
  return { ty, convert, ...(ty[0].k === "int" ? { kind: "int" } : {}) };
}
