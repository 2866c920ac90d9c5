/** Expressions: one table of all kinds. */
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { bool, bytes, f64, str } from "../../../ir/index.ts";
import type { Expr, ExprKind } from "../ast/nodes.ts";
import { ANY, BOOL, BYTES, FLOAT, flow, INT, join, NONE, STR, type Ty } from "../infer/types.ts";
import { attributeExpr } from "./attributes.ts";
import { ghost } from "./builtins.ts";
import { callExpr } from "./call.ts";
import { compareExpr } from "./compare.ts";
import { comprehensionExpr } from "./comprehensions.ts";
import { condition } from "./conditions.ts";
import { convert, raises, withTempVal } from "./convert.ts";
import { asDict } from "./dict-calls.ts";
import { valueAfter } from "./decided.ts";
import { ex, get, inBlock, push, siteCell, type Cx, type Val } from "./context.ts";
import { lambdaFunction } from "./definitions.ts";
import { tellApart } from "./function-identity.ts";
import { escaped } from "./functions.ts";
import { fstring } from "./templates.ts";
import { irType } from "./ir-types.ts";
import { elemOf, settle } from "./iteration.ts";
import { bindName, nameVal } from "./names.ts";
import { binaryExpr, unaryExpr } from "./operators.ts";
import { callRow, UNHASHABLE } from "./rows.ts";
import { joinEnv } from "./statements.ts";
import { subscriptExpr } from "./subscripts.ts";
import { truth } from "./truth.ts";
import { awaitExpr, yieldExpr, yieldFromExpr } from "./generators.ts";

type Lowering<K extends ExprKind> = (cx: Cx, node: Expr<K>) => Val;

const unsupported =
  (code: string, what: string): ((cx: Cx, node: Expr) => Val) =>
  (_, node) =>
    refuse(code, node.span, what);

const TABLE: { readonly [K in ExprKind]: Lowering<K> } = {
  name: nameVal,
  int: (cx, node) => ({ ty: INT, e: ex(cx, "int", irType(cx.p, INT), node.span, { value: node.value }) }),
  float: (cx, node) => ({ ty: FLOAT, e: ex(cx, "float", f64, node.span, { value: node.value }) }),
  imaginary: (cx, node) => {
    const parts = [0, node.value].map((value) => ({
      value: { ty: FLOAT, e: ex(cx, "float", { kind: "float", width: 64 }, node.span, { value }) },
    }));
    return callRow(cx, "builtins.complex", parts, node, node.span);
  },
  str: (cx, node) => ({ ty: STR, e: ex(cx, "str", str, node.span, { value: node.value }) }),
  bytes: (cx, node) => ({ ty: BYTES, e: ex(cx, "bytes", bytes, node.span, { value: node.value }) }),
  fstring,
  bool: (cx, node) => ({ ty: BOOL, e: ex(cx, "bool", bool, node.span, { value: node.value }) }),
  none: (cx, node) => ({ ty: NONE, e: ex(cx, "unit", { kind: "unit" }, node.span, {}) }),
  ellipsis: (cx, node) => ({ ty: NONE, e: ex(cx, "unit", { kind: "unit" }, node.span, {}) }),
  tuple: tupleExpr,
  list: (cx, node) => sequenceExpr(cx, node, "list"),
  set: (cx, node) => sequenceExpr(cx, node, "set"),
  dict: dictExpr,
  binary: binaryExpr,
  unary: unaryExpr,
  not: (cx, node) => {
    const { e } = condition(cx, node.operand);
    return { ty: BOOL, e: ex(cx, "not", bool, node.span, { operand: e }) };
  },
  logical: logicalExpr,
  compare: compareExpr,
  call: callExpr,
  attribute: attributeExpr,
  subscript: subscriptExpr,
  slice: unsupported("PY0205", "a slice outside an index"),
  lambda: (cx, node) => ghost(cx, lambdaFunction(cx, node.fn), node.span),
  conditional: conditionalExpr,
  comprehension: comprehensionExpr,
  yield: yieldExpr,
  yieldFrom: yieldFromExpr,
  await: awaitExpr,
  walrus: (cx, node) => {
    const val = expr(cx, node.value);
    const body = inBlock(cx, () => bindName(cx, cx.module.scopes.binding(node.target), node.target.id, val, node.span));
    const value = nameVal(cx, node.target);
    return { ty: value.ty, e: ex(cx, "block", value.e.type, node.span, { body, value: value.e }) };
  },
  starred: unsupported("PY0205", "`*` outside a display, a call or a target"),
};

/** Types and lowers an expression. */
export function expr(cx: Cx, node: Expr): Val {
  return (TABLE[node.kind] as Lowering<ExprKind>)(cx, node as never);
}

const isUnhashable = (val: Val): boolean => val.ty.length === 1 && UNHASHABLE.test(val.ty[0].k);

/** Rust's tuples of more parts compare and show nothing. */
const LONGEST = 12;

/** A long tuple is a table of what it holds, and no record of as many parts. */
const isTable = ({ elems }: Expr<"tuple">): boolean => elems.length > LONGEST;

function tupleExpr(cx: Cx, node: Expr<"tuple">): Val {
  if (node.elems.some((elem) => elem.kind === "starred") || isTable(node) || cx.p.tables.has(node)) {
    const list = sequenceExpr(cx, node, "list");
    const atom = list.ty[0];
    const e = list.e.kind === "list" ? { ...list.e, fixed: true as const } : list.e;
    return atom.k === "list" ? { ty: [{ k: "vartuple", elem: atom.elem }], e } : list;
  }
  const vals = node.elems.map((elem) => settle(cx, expr(cx, elem), elem, node.span));
  return tupleOf(cx, vals, node.span);
}

function sequenceExpr(cx: Cx, node: Expr<"list"> | Expr<"set"> | Expr<"tuple">, k: "list" | "set"): Val {
  const elem = siteCell(cx, node, "elem");
  const ty: Ty = [{ k, elem }];
  const vals = node.elems.map((e) => (e.kind === "starred" ? expr(cx, e.value) : settle(cx, expr(cx, e), e, node.span)));
  const unhashable = k === "set" ? vals.find((val, i) => node.elems[i].kind !== "starred" && isUnhashable(val)) : undefined;
  if (unhashable) return raises(cx, `TypeError: unhashable type: '${unhashable.ty[0].k}'`, node.span, ...vals);
  vals.forEach((val, i) =>
    flow(
      cx.p.w,
      elem,
      node.elems[i].kind === "starred"
        ? (elemOf(cx, val.ty) ?? refuse("PY0303", node.span, "this cannot be unpacked"))
        : escaped(cx, val.ty),
    ),
  );
  if (k === "set") tellApart(cx, elem);
  const want = get(cx, elem);
  const type = irType(cx.p, ty);
  if (!node.elems.some((e) => e.kind === "starred"))
    return { ty, e: ex(cx, k, type, node.span, { elems: vals.map((val) => convert(cx, val, want, node.span)) } as never) };
  // `[a, *b, c]`: made piece by piece.
  const local = newLocal(cx, "items", type, node.span);
  cx.declared.add(local);
  const self = (): Val => ({ ty, e: ex(cx, "local", irType(cx.p, ty), node.span, { local }) });
  const body = inBlock(cx, () => {
    push(cx, "let", node.span, { local, value: ex(cx, k, irType(cx.p, ty), node.span, { elems: [] } as never) });
    vals.forEach((val, i) => {
      const star = node.elems[i].kind === "starred";
      const row = k === "list" ? (star ? "list.extend" : "list.append") : star ? "set.update" : "set.add";
      const call = callRow(
        cx,
        row,
        [{ value: self() }, { value: val }],
        site(cx, node, `piece ${i}`, () => ({})),
        node.span,
      );
      push(cx, "expression", node.span, { value: call.e });
    });
  });
  return { ty, e: ex(cx, "block", irType(cx.p, ty), node.span, { body, value: self().e }) };
}

function dictExpr(cx: Cx, node: Expr<"dict">): Val {
  const key = siteCell(cx, node, "key");
  const value = siteCell(cx, node, "value");
  const ty: Ty = [{ k: "dict", key, value }];
  const pairs = node.entries.map((entry) => ({
    key: entry.key && expr(cx, entry.key),
    value: entry.key
      ? settle(cx, expr(cx, entry.value), entry.value, node.span)
      : asDict(cx, expr(cx, entry.value), entry.value, node.span),
  }));
  const unhashable = pairs.find((pair) => pair.key && isUnhashable(pair.key))?.key;
  if (unhashable)
    return raises(
      cx,
      `TypeError: unhashable type: '${unhashable.ty[0].k}'`,
      node.span,
      ...pairs.flatMap((pair) => (pair.key ? [pair.key, pair.value] : [pair.value])),
    );
  for (const pair of pairs) {
    if (pair.key) {
      // Functions and classes as keys are told apart when the program runs.
      flow(cx.p.w, key, pair.key.ty.some((atom) => atom.k === "fn" || atom.k === "func") ? ANY : pair.key.ty);
      flow(cx.p.w, value, escaped(cx, pair.value.ty));
    } else {
      const atom = pair.value.ty[0];
      if (!atom) continue;
      if (atom.k !== "dict") return refuse("PY0303", node.span, "`**` of what is not a dict");
      flow(cx.p.w, key, get(cx, atom.key));
      flow(cx.p.w, value, get(cx, atom.value));
    }
  }
  const keyTy = get(cx, key);
  const valueTy = get(cx, value);
  const type = irType(cx.p, ty);
  if (pairs.every((pair) => pair.key))
    return {
      ty,
      e: ex(cx, "dict", type, node.span, {
        entries: pairs.map((pair) => [convert(cx, pair.key!, keyTy, node.span), convert(cx, pair.value, valueTy, node.span)] as const),
      }),
    };
  const local = newLocal(cx, "entries", type, node.span);
  cx.declared.add(local);
  const self = (): Val => ({ ty, e: ex(cx, "local", irType(cx.p, ty), node.span, { local }) });
  const body = inBlock(cx, () => {
    push(cx, "let", node.span, { local, value: ex(cx, "dict", irType(cx.p, ty), node.span, { entries: [] }) });
    pairs.forEach((pair, i) => {
      const at = site(cx, node, `piece ${i}`, () => ({}));
      const call = pair.key
        ? callRow(cx, "dict.__setitem__", [{ value: self() }, { value: pair.key }, { value: pair.value }], at, node.span)
        : callRow(cx, "dict.update", [{ value: self() }, { value: pair.value }], at, node.span);
      push(cx, "expression", node.span, { value: call.e });
    });
  });
  return { ty, e: ex(cx, "block", irType(cx.p, ty), node.span, { body, value: self().e }) };
}

/** Runs without making anything: for types, and for what is known behind a test. */
function quietly<T>(cx: Cx, make: () => T): T {
  const { env } = cx;
  const { emitting } = cx.p;
  cx.p.emitting = false;
  try {
    return make();
  } finally {
    cx.p.emitting = emitting;
    cx.env = env;
  }
}

/** The first operand of `and` or `or` as a value, with what either outcome tells: `a and x or y` is `x` where `a` is true. */
function firstOperand(cx: Cx, node: Expr): ReturnType<typeof condition> {
  if (node.kind !== "logical") return condition(cx, node);
  const { ty } = quietly(cx, () => logicalExpr(cx, node));
  if (ty.every((atom) => atom.k === "bool")) return condition(cx, node);
  const told = quietly(cx, () => condition(cx, node));
  const val = cx.p.emitting ? logicalExpr(cx, node) : { ty, e: told.e };
  return { ...told, val, e: val.e };
}

/** `a and b`, `a or b` as values. */
function logicalExpr(cx: Cx, node: Expr<"logical">): Val {
  const { span, op } = node;
  const first = firstOperand(cx, node.left);
  const after = op === "and" ? first.whenTrue : first.whenFalse;
  const before = cx.env;
  const left = first.val;
  if (after === undefined && !cx.p.emitting && left.ty.length > 0) return left;
  cx.env = after ?? before;
  if (left.ty.length === 1 && left.ty[0].k === "bool") {
    const start = cx.env;
    const right = expr(cx, node.right);
    cx.env = joinEnv(cx, op === "and" ? first.whenFalse : first.whenTrue, cx.env ?? start) ?? before;
    if (right.ty.length <= 1 && (right.ty[0]?.k === "bool" || right.ty.length === 0))
      return {
        ty: BOOL,
        e: ex(cx, "logical", bool, span, { op, left: first.e, right: right.ty.length ? right.e : truth(cx, right, span) }),
      };
    const ty = join(cx.p.w, BOOL, right.ty);
    return withTempVal(cx, { ty: BOOL, e: first.e }, span, (again) => {
      const test = again();
      const short = convert(cx, again(), ty, span);
      const long = convert(cx, right, ty, span);
      return {
        ty,
        e: ex(cx, "conditional", irType(cx.p, ty), span, {
          test: test.e,
          then: op === "and" ? long : short,
          orElse: op === "and" ? short : long,
        }),
      };
    });
  }
  // What is left of the first operand's type when it decides.
  const rest = op === "and" ? left.ty : left.ty.filter((a) => a.k !== "none");
  const right = expr(cx, node.right);
  cx.env = joinEnv(cx, op === "and" ? first.whenFalse : first.whenTrue, cx.env) ?? before;
  const kept =
    op === "and" &&
    left.ty.length > 1 &&
    left.ty.some((a) => a.k === "none") &&
    left.ty.every((a) => a.k === "none" || a.k === "inst" || a.k === "func")
      ? left.ty.filter((a) => a.k === "none")
      : rest.length
        ? rest
        : left.ty;
  const ty = join(cx.p.w, kept, right.ty);
  return withTempVal(cx, left, span, (again) => {
    const test = truth(cx, again(), span);
    const value = again();
    const short =
      kept === left.ty
        ? convert(cx, value, ty, span)
        : kept.length === 1 && kept[0].k === "none"
          ? convert(cx, { ty: NONE, e: ex(cx, "unit", { kind: "unit" }, span, {}) }, ty, span)
          : convert(cx, { ty: kept, e: convert(cx, value, kept, span) }, ty, span);
    const long = convert(cx, right, ty, span);
    return {
      ty,
      e: ex(cx, "conditional", irType(cx.p, ty), span, { test, then: op === "and" ? long : short, orElse: op === "and" ? short : long }),
    };
  });
}

function conditionalExpr(cx: Cx, node: Expr<"conditional">): Val {
  const test = condition(cx, node.test);
  cx.env = test.whenTrue;
  if (!test.whenTrue) {
    cx.env = test.whenFalse;
    return valueAfter(cx, test.e, expr(cx, node.orElse), node.span);
  }
  const then = expr(cx, node.then);
  const env = cx.env;
  if (!test.whenFalse) return valueAfter(cx, test.e, then, node.span);
  cx.env = test.whenFalse;
  const orElse = expr(cx, node.orElse);
  cx.env = joinEnv(cx, env, cx.env);
  const ty = join(cx.p.w, then.ty, orElse.ty);
  return {
    ty,
    e: ex(cx, "conditional", irType(cx.p, ty), node.span, {
      test: test.e,
      then: convert(cx, then, ty, node.span),
      orElse: convert(cx, orElse, ty, node.span),
    }),
  };
}

import { newLocal, site } from "./context.ts";
import { tupleOf } from "./tuples.ts";
