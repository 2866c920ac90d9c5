/** `kind is ValueError` of the class that `__exit__` is told of, for which the exception itself stands. */
import { bool, type Expression } from "../../../ir/index.ts";
import type { Expr } from "../ast/nodes.ts";
import { BOOL } from "../infer/types.ts";
import { ex, type Cx, type Val } from "./context.ts";
import { has, withTemp, without } from "./convert.ts";
import { expr } from "./expressions.ts";
import { identity } from "./identity.ts";
import { irType } from "./ir-types.ts";
import { classOfValue, isExitClass } from "./reflection.ts";

const IS: Readonly<Record<string, boolean | undefined>> = { is: false, "==": false, "is not": true, "!=": true };

/** The classes that it is compared with: one, or those in a tuple. */
const wanted = (op: string, right: Expr): readonly Expr[] | undefined =>
  IS[op] !== undefined ? [right] : (op === "in" || op === "not in") && right.kind === "tuple" ? right.elems : undefined;

/** Undefined for other comparisons. */
export function exitClassTest(cx: Cx, node: Expr<"compare">): Val | undefined {
  const { left, rest, span } = node;
  const [{ op, right }] = rest;
  const classes = rest.length === 1 && isExitClass(cx, left) ? wanted(op, right) : undefined;
  if (!classes || classes.length === 0) return undefined;
  const value = expr(cx, left);
  const present = without(value.ty, "none");
  if (present.length !== 1 || present[0].k !== "exception") return undefined;
  const vals = classes.map((each) => expr(cx, each));
  if (vals.some((val) => val.ty.length !== 1 || val.ty[0].k !== "fn")) return undefined;
  const negated = IS[op] ?? op === "not in";
  const one = (val: () => Val): Expression =>
    vals
      .map((cls) => identity(cx, classOfValue(cx, val(), span), cls, negated, node, span).e)
      .reduce((a, b) => ex(cx, "logical", bool, span, { op: negated ? "and" : "or", left: a, right: b }));
  if (!has(value.ty, "none")) return { ty: BOOL, e: withTemp(cx, value, span, (again) => one(() => ({ ty: present, e: again() }))) };
  const e = withTemp(cx, value, span, (again) => {
    const some = (): Val => ({ ty: present, e: ex(cx, "unwrap", irType(cx.p, present), span, { value: again() }) });
    return ex(cx, "logical", bool, span, {
      op: negated ? "or" : "and",
      left: ex(cx, "isNone", bool, span, { value: again(), negated: !negated }),
      right: one(some),
    });
  });
  return { ty: BOOL, e };
}
