/** Which kinds of values a dynamic value may be, as class tests ask. */
import type { Span } from "../../../base/span.ts";
import { bool, type Expression } from "../../../ir/index.ts";
import { isNative } from "../infer/natives.ts";
import { ANY, type Kind, type Ty } from "../infer/types.ts";
import { withTemp } from "./convert.ts";
import { ex, get, type Cx, type Val } from "./context.ts";
import { isKind, kindAtom } from "./dynamic.ts";

/** Every kind of value that `any` can hold, for class tests. */
export function everyKind(cx: Cx): Ty {
  const builtin = (
    ["int", "float", "bool", "str", "bytes", "none", "list", "dict", "set", "frozenset", "tuple", "exception"] as const
  ).flatMap((kind) => kindAtom(cx, kind) ?? []);
  return [
    ...get(cx, cx.p.w.objects).filter((atom) => atom.k === "inst" || isNative(atom)),
    ...builtin,
    { k: "range" },
    { k: "iter", elem: cx.p.w.dynamic },
    { k: "func", site: undefined as never },
  ];
}

/** Kinds whose values typed code takes over without a loss: no copy, and nothing else passes the same test. */
const NARROWED: ReadonlySet<Kind> = new Set(["float", "bool", "str", "bytes", "none", "list", "dict", "inst", "exception"]);

/** What is known of a dynamic value of one of these kinds. */
export function narrowed(kinds: Ty): Ty {
  if (kinds.length === 1 && (NARROWED.has(kinds[0].k) || isNative(kinds[0]))) return kinds;
  return kinds.length > 0 && kinds.every((atom) => atom.k === "inst") ? kinds : ANY;
}

/** Is the value of one of these kinds? */
export function isOneOf(cx: Cx, val: Val, kinds: Ty, span: Span): Expression {
  if (kinds.length === 0) return ex(cx, "bool", bool, span, { value: false });
  return withTemp(cx, val, span, (again) =>
    kinds
      .map((atom) => isKind(cx, { ty: ANY, e: again() }, atom, span))
      .reduce((left, right) => ex(cx, "logical", bool, span, { op: "or", left, right })),
  );
}
