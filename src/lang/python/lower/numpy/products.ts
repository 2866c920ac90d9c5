/** Products of matrices and vectors. */
import type { Span } from "../../../../base/span.ts";
import { refuse } from "../../../../diagnostics/diagnostic.ts";
import { str, type Expression } from "../../../../ir/index.ts";
import { ex, type Cx, type Val } from "../context.ts";
import { pairwise, unpacked } from "./operators.ts";
import { arrayTy, irNumber } from "./types.ts";
import { arrayAs, called, commonType, made, wrapped, type Num } from "./values.ts";

/** `a @ b` */
export function product(cx: Cx, a: Num, b: Num, span: Span): Val {
  if (a.rank === 0 || b.rank === 0) return refuse("PY0302", span, "`@` of a number");
  const dtype = commonType([a, b]);
  const args = [a, b].map((num) => arrayAs(cx, num, dtype, span).e);
  if (a.rank === 1 && b.rank === 1) return wrapped(cx, dtype, called(cx, "dot", args, irNumber(dtype), span), span);
  const rank = Math.max(a.rank, b.rank) - (a.rank === 1 || b.rank === 1 ? 1 : 0);
  return made(cx, arrayTy(dtype, rank), "matmul", args, span);
}

/** `numpy.dot(a, b)` */
export function dot(cx: Cx, a: Num, b: Num, span: Span): Val {
  if (a.rank === 0 || b.rank === 0) return pairwise(cx, "mul", a, b, commonType([a, b]), span, "*");
  if (a.rank > 2 || b.rank > 2) return refuse("PY0702", span, "`dot` of arrays of more than two axes");
  return product(cx, a, b, span);
}

/** `numpy.einsum(subscripts, a, b)` of letters alone. */
export function einsum(cx: Cx, subscripts: string, nums: readonly Num[], span: Span): Val {
  const found = /^([a-zA-Z]+)(?:,([a-zA-Z]+))?(?:->([a-zA-Z]*))?$/.exec(subscripts.replaceAll(" ", ""));
  if (!found || (found[2] === undefined ? 1 : 2) !== nums.length)
    return refuse("PY0702", span, `\`einsum\` with the subscripts "${subscripts}"`);
  const [, left, right = ""] = found;
  const all = left + right;
  const once = [...new Set(all)].filter((letter) => all.split(letter).length === 2).sort();
  const result = (found[3] as string | undefined) ?? once.join("");
  if (left.length !== nums[0].rank || (nums.length > 1 && right.length !== nums[1].rank))
    return refuse("PY0702", span, `\`einsum\` with the subscripts "${subscripts}" for arrays of other numbers of axes`);
  const dtype = commonType(nums);
  const text = (value: string): Expression => ex(cx, "str", str, span, { value });
  const arrays = nums.map((num) => arrayAs(cx, num, dtype, span).e);
  if (arrays.length === 1) arrays.push(called(cx, "one", [], arrays[0].type, span, [irNumber(dtype)]));
  const whole = made(cx, arrayTy(dtype, result.length), "einsum", [text(left), text(right), text(result), ...arrays], span);
  return unpacked(cx, whole, span);
}
