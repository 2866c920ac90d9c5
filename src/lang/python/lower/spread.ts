/** Unpacked arguments: `*items` of a known length and `**names` that are known one by one. */
import type { Span } from "../../../base/span.ts";
import { str } from "../../../ir/index.ts";
import type { Expr, FunctionNode, Parameter, Stmt } from "../ast/nodes.ts";
import { findCell, INT, join, STR } from "../infer/types.ts";
import { blocksOf, eachExpr, exprsOf } from "../scope-tree.ts";
import { convert, isSimple, withTempVal } from "./convert.ts";
import { ex, site, type Cx, type Val } from "./context.ts";
import { expr } from "./expressions.ts";
import { irType } from "./ir-types.ts";
import { callRow, type ArgVal } from "./rows.ts";

/** The label of the tuple that holds a call's named arguments for a `**` parameter that is only handed on. */
export const NAMED = "**";

/**
 * Calls `use` with the arguments one by one where `*` and `**` stand for values whose number is known, or fixed by the parameters of what is
 * `called` (`f`, `Class.f`).
 */
export function withSpread(
  cx: Cx,
  args: readonly ArgVal[],
  span: Span,
  use: (args: readonly ArgVal[]) => Val,
  params?: readonly Parameter[],
  called = "",
): Val {
  const at = args.findIndex((arg) => arg.star && known(arg));
  if (at < 0) {
    const list = args.findIndex((arg) => arg.star === 1 && isList(arg.value.ty[0]?.k) && arg.value.ty.length === 1);
    if (list >= 0 && params && args.every((arg, i) => i === list || !arg.star)) {
      const items = fromList(cx, args, list, params, called, span, use);
      if (items) return items;
    }
    const dict = args.findIndex((arg) => arg.star === 2 && arg.value.ty.length === 1 && arg.value.ty[0].k === "dict");
    const lists = params?.some((param) => param.kind === "double") ? false : args.some((arg) => arg.star === 1);
    return dict >= 0 && params && !lists ? fromDict(cx, args, dict, params, span, use) : use(args);
  }
  const arg = args[at];
  const atom = arg.value.ty[0];
  const around = (items: readonly ArgVal[]): ArgVal[] => [...args.slice(0, at), ...items, ...args.slice(at + 1)];
  if (atom.k === "dict") return withSpread(cx, around([]), span, use, params, called);
  if (atom.k !== "tuple") return use(args);
  const { elems, names } = atom;
  const named = (i: number): { name?: string } => (arg.star === 2 ? { name: names?.[i] } : {});
  if (arg.value.e.kind === "tuple") {
    const { elems: parts } = arg.value.e;
    return withSpread(cx, around(elems.map((ty, i) => ({ ...named(i), value: { ty, e: parts[i] } }))), span, use, params, called);
  }
  // Evaluated before the arguments to its left: those must not notice.
  if (cx.p.emitting && arg.value.e.kind !== "local" && !args.slice(0, at).every((each) => isSimple(each.value.e))) return use(args);
  return withTempVal(cx, arg.value, span, (again) => {
    const items = elems.map((ty, i): ArgVal => {
      const tuple = cx.p.emitting ? again().e : arg.value.e;
      return { ...named(i), value: { ty, e: ex(cx, "tupleGet", irType(cx.p, ty), span, { tuple, index: i }) } };
    });
    return withSpread(cx, around(items), span, use, params, called);
  });
}

/** The arguments with each tuple that stands there, or that a variable holds, in its parts; what has another number of them stays. */
export function handedOn(cx: Cx, args: readonly ArgVal[], span: Span): readonly ArgVal[] {
  return args.flatMap((arg): readonly ArgVal[] => {
    const { ty, e } = arg.value;
    if (!arg.star || !known(arg) || (cx.p.emitting && e.kind !== "local" && e.kind !== "tuple")) return [arg];
    const [atom] = ty;
    if (atom.k !== "tuple") return atom.k === "dict" ? [] : [arg];
    return atom.elems.map((elem, i): ArgVal => {
      const named = arg.star === 2 ? { name: atom.names?.[i] } : {};
      if (e.kind === "tuple") return { ...named, value: { ty: elem, e: e.elems[i] } };
      const tuple = e.kind === "local" ? ex(cx, "local", irType(cx.p, ty), span, { local: e.local }) : e;
      return { ...named, value: { ty: elem, e: ex(cx, "tupleGet", irType(cx.p, elem), span, { tuple, index: i }) } };
    });
  });
}

const isList = (k: string | undefined): boolean => k === "list" || k === "vartuple" || k === "iter";

/** `f(*items)` of a function that takes a fixed number: the items by their places. */
function fromList(
  cx: Cx,
  args: readonly ArgVal[],
  at: number,
  params: readonly Parameter[],
  called: string,
  span: Span,
  use: (args: readonly ArgVal[]) => Val,
): Val | undefined {
  if (params.some((param) => param.kind === "star") || args.slice(at + 1).some((arg) => arg.name === undefined)) return undefined;
  const wanted = params
    .filter((param) => param.kind === "normal" || param.kind === "positional")
    .slice(at)
    .filter((param) => !args.some((arg) => arg.name === param.name));
  let { value } = args[at];
  const where = site(cx, span, "spread list", () => ({}));
  if (value.ty[0].k === "iter") value = callRow(cx, "builtins.list", [{ value }], where, span);
  // As many as there are parameters, or it fails as the call would.
  if (called !== "" && !args.some((arg) => arg.name !== undefined)) {
    const text = (value: string): ArgVal => ({ value: { ty: STR, e: ex(cx, "str", str, span, { value }) } });
    const names = params.filter((param) => param.kind === "normal" || param.kind === "positional").map((param) => param.name);
    const before: Val = { ty: INT, e: ex(cx, "int", irType(cx.p, INT), span, { value: BigInt(at) }) };
    const checked = callRow(cx, "list.spread", [{ value }, text(called), { value: before }, text(names.join())], where, span);
    if (checked.ty[0]?.k === "list") value = checked;
  }
  const listed = value.ty[0];
  if (listed?.k !== "list" && listed?.k !== "vartuple") return undefined;
  return withTempVal(cx, value, span, (again) => {
    const items = wanted.map((_, i): ArgVal => {
      const list: Val = { ty: [{ k: "list", elem: listed.elem }], e: again().e };
      const place: Val = { ty: INT, e: ex(cx, "int", irType(cx.p, INT), span, { value: BigInt(i) }) };
      return {
        value: callRow(
          cx,
          "list.__getitem__",
          [{ value: list }, { value: place }],
          site(cx, span, `item ${i}`, () => ({})),
          span,
        ),
      };
    });
    return use([...args.slice(0, at), ...items, ...args.slice(at + 1)]);
  });
}

/** `f(**entries)`: each parameter that is not given otherwise is looked up. */
function fromDict(
  cx: Cx,
  args: readonly ArgVal[],
  at: number,
  params: readonly Parameter[],
  span: Span,
  use: (args: readonly ArgVal[]) => Val,
): Val {
  const others = args.filter((_, i) => i !== at);
  const positional = others.filter((arg) => arg.name === undefined).length;
  const open = params.filter(
    (param, i) => param.kind !== "star" && param.kind !== "positional" && i >= positional && !others.some((arg) => arg.name === param.name),
  );
  if (params.some((param) => param.kind === "double"))
    return withTempVal(cx, args[at].value, span, (again) => use([...others, { star: 2, value: again() }]));
  if (open.some((param) => param.default && !isSimpleDefault(param.default))) return use(args);
  return withTempVal(cx, args[at].value, span, (again) => {
    const key = (param: Parameter): Val => ({ ty: STR, e: ex(cx, "str", { kind: "str" }, span, { value: param.name }) });
    const row = (name: string, param: Parameter): Val =>
      callRow(
        cx,
        `dict.${name}`,
        [{ value: again() }, { value: key(param) }],
        site(cx, span, `${name} ${param.name}`, () => ({})),
        span,
      );
    const items = open.map((param): ArgVal => {
      const found = row("__getitem__", param);
      if (!param.default) return { name: param.name, value: found };
      const otherwise = expr(cx, param.default);
      const ty = join(cx.p.w, found.ty, otherwise.ty);
      const then = convert(cx, found, ty, span);
      const orElse = convert(cx, otherwise, ty, span);
      const e = ex(cx, "conditional", irType(cx.p, ty), span, { test: row("__contains__", param).e, then, orElse });
      return { name: param.name, value: { ty, e } };
    });
    return use([...others, ...items]);
  });
}

const isSimpleDefault = (node: Expr): boolean => ["int", "float", "str", "none", "bool"].includes(node.kind);

function known(arg: ArgVal): boolean {
  const { ty } = arg.value;
  if (ty.length !== 1) return false;
  const [atom] = ty;
  if (arg.star === 1) return atom.k === "tuple";
  // A dict that nothing was ever put into.
  return (atom.k === "tuple" && atom.label === NAMED) || (atom.k === "dict" && findCell(atom.value).ty.length === 0);
}

const onlyHanded = new WeakMap<FunctionNode, boolean>();

/** Is a function's `**` parameter used for nothing but `f(**names)`? */
export function isHandedOn(def: FunctionNode): boolean {
  let found = onlyHanded.get(def);
  if (found !== undefined) return found;
  const name = def.params.find((param) => param.kind === "double")?.name;
  const allowed = new Set<Expr>();
  found = name !== undefined;
  const look = (body: readonly Stmt[]): void => {
    for (const s of body) {
      if (s.kind === "def") look(s.fn.body);
      for (const e of exprsOf(s))
        if (e)
          eachExpr(e, (inner) => {
            if (inner.kind === "call") for (const arg of inner.args) if (arg.star === 2) allowed.add(arg.value);
            if (inner.kind === "name" && inner.id === name && !allowed.has(inner)) found = false;
          });
      blocksOf(s).forEach(look);
    }
  };
  look(def.body);
  onlyHanded.set(def, found);
  return found;
}
