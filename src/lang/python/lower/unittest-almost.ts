/** `assertAlmostEqual`: equal, or by no more apart than so many decimals, or `delta`, tell. */
import type { Span } from "../../../base/span.ts";
import { bool } from "../../../ir/index.ts";
import { BOOL, INT } from "../infer/types.ts";
import { comparison } from "./compare.ts";
import { toFloat, withTempVal } from "./convert.ts";
import { ex, site, type Cx, type Val } from "./context.ts";
import { irType } from "./ir-types.ts";
import { libraryCall } from "./library-calls.ts";
import { binary } from "./operators.ts";
import { callRow, type ArgVal } from "./rows.ts";
import { truth } from "./truth.ts";

/** Are the first two arguments almost equal? */
export function almostEqual(cx: Cx, given: readonly ArgVal[], node: object, span: Span): Val {
  const named = (name: string): Val | undefined => given.find((arg) => arg.name === name)?.value;
  const placed = given.filter((arg) => arg.name === undefined);
  const places = named("places") ?? placed[2]?.value;
  const delta = named("delta");
  const values = given.slice(0, 2);
  if (!delta && values.every((arg) => arg.value.ty.every((atom) => atom.k !== "inst"))) {
    const floats = values.map((arg): ArgVal => ({
      value:
        arg.value.ty.length === 1 && arg.value.ty[0].k !== "float" ? { ty: [{ k: "float" }], e: toFloat(cx, arg.value, span) } : arg.value,
    }));
    return callRow(cx, "unittest.almost_equal", [...floats, ...(places ? [{ value: places }] : [])], node, span);
  }
  const own = (tag: string): object => site(cx, node, tag, () => ({}));
  const whole = (value: bigint): Val => ({ ty: INT, e: ex(cx, "int", irType(cx.p, INT), span, { value }) });
  return withTempVal(cx, values[0].value, span, (a) =>
    withTempVal(cx, values[1].value, span, (b) => {
      const equal = truth(cx, comparison(cx, "==", a(), b(), own("equal"), span), span);
      const apart = libraryCall(cx, "builtins.abs", [{ value: binary(cx, "-", a(), b(), own("apart"), span) }], own("abs"), span);
      const near = delta
        ? comparison(cx, "<=", apart, delta, own("near"), span)
        : comparison(
            cx,
            "==",
            libraryCall(cx, "builtins.round", [{ value: apart }, { value: places ?? whole(7n) }], own("round"), span),
            whole(0n),
            own("near"),
            span,
          );
      return { ty: BOOL, e: ex(cx, "logical", bool, span, { op: "or", left: equal, right: truth(cx, near, span) }) };
    }),
  );
}
