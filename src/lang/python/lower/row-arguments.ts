/** What is asked of the arguments of a row before it is called. */
import type { Span } from "../../../base/span.ts";
import type { SignedRow } from "../infer/signature.ts";
import type { Atom } from "../infer/types.ts";
import { get, type Cx, type Val } from "./context.ts";
import { raises } from "./convert.ts";
import { eachMember } from "./operators.ts";
import type { ArgVal } from "./rows.ts";
import { argumentError } from "./undefined-operations.ts";

/** Does the result's type depend on items that are not known yet? Then the call is looked at again when everything else is. */
export function awaitsItems(cx: Cx, rows: readonly SignedRow[], args: readonly ArgVal[], taken: (row: SignedRow) => boolean): boolean {
  if (cx.p.emitting || cx.p.settling || rows.length < 2) return false;
  if (!args.some(({ value: { ty } }) => ty.some((atom) => "elem" in atom && get(cx, atom.elem).length === 0))) return false;
  const results = rows.flatMap((row) => (taken(row) ? [row.signature.slice(row.signature.lastIndexOf("->"))] : []));
  if (results.length < 2 || !results.every((result) => /^-> (int|float|bool|str)$/.test(result)) || new Set(results).size < 2) return false;
  cx.p.waiting.add(cx.inst);
  return true;
}

/** The call as what it raises, where one of the arguments is of a builtin type that the function does not take. */
export function wrongArgument(cx: Cx, name: string, args: readonly ArgVal[], span: Span): Val | undefined {
  if (args.some((arg) => arg.star)) return undefined;
  const plain = args.filter((arg) => !arg.name);
  for (const [i, { value }] of plain.entries()) {
    const error = (atom: Atom): string | undefined =>
      argumentError(
        name,
        plain.map((arg, j) => (i === j ? atom : arg.value.ty[0])),
        i,
      );
    const errors = value.ty.map(error);
    if (errors.length === 0 || errors.some((each) => each === undefined)) continue;
    if (errors.length === 1) return raises(cx, errors[0]!, span, ...args.map((arg) => arg.value));
    return eachMember(cx, value, span, errors[value.ty.findIndex((atom) => atom.k === "none")] ?? errors[0]!, (one) =>
      raises(cx, error(one.ty[0])!, span),
    );
  }
  return undefined;
}
