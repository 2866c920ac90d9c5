/** What is asked of the arguments of a row before it is called. */
import type { Span } from "../../../base/span.ts";
import { findMethod } from "../infer/classes.ts";
import type { SignedRow } from "../infer/signature.ts";
import { flow, newCell, type Atom, type Ty } from "../infer/types.ts";
import { ex, get, newLocal, site, siteCell, type Cx, type Val } from "./context.ts";
import { convert, raises } from "./convert.ts";
import { callUser } from "./functions.ts";
import { irType } from "./ir-types.ts";
import { scalarOf } from "./numpy/types.ts";
import { elemOf, toLoop } from "./iteration.ts";
import { pyName } from "./type-errors.ts";
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

/** The first argument of several types, where the function takes each of them beside each of those of the others. */
export function takenApart(args: readonly ArgVal[], fits: (args: readonly ArgVal[]) => boolean): Val | undefined {
  const at = args.findIndex(
    ({ value, star }) => !star && value.ty.length > 1 && value.ty.every((atom) => !["none", "any"].includes(atom.k)),
  );
  if (at < 0) return undefined;
  const each = (from: number, chosen: readonly ArgVal[]): boolean => {
    const next = args.findIndex((arg, i) => i >= from && arg.value.ty.length > 1);
    if (next < 0) return fits(chosen);
    const { value } = args[next];
    return value.ty.every((atom) =>
      each(
        next + 1,
        chosen.map((arg, i) => (i === next ? { ...arg, value: { ty: [atom], e: value.e } } : arg)),
      ),
    );
  };
  return each(0, args) ? args[at].value : undefined;
}

/** The call as what it raises, where one of the arguments is of a builtin type that the function does not take. */
export function wrongArgument(cx: Cx, name: string, args: readonly ArgVal[], span: Span): Val | undefined {
  if (args.some((arg) => arg.star || arg.value.ty.some((atom) => scalarOf(atom)))) return undefined;
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

const NUMBERS: ReadonlySet<string> = new Set(["int", "float"]);

/** The arguments, with an iterable of items of several types as one of those types that the row takes: another item raises where it is met. */
export function takenItems(
  cx: Cx,
  args: readonly ArgVal[],
  fits: (args: readonly ArgVal[]) => boolean,
  node: object,
  span: Span,
): readonly ArgVal[] | undefined {
  for (const [i, arg] of args.entries()) {
    const elem = arg.star ? undefined : elemOf(cx, arg.value.ty);
    if (!elem || elem.length < 2 || elem.some((atom) => atom.k === "any")) continue;
    const cell = siteCell(cx, node, `items ${i}`);
    const of = (value: Val): ArgVal[] => args.map((each, j) => (j === i ? { ...each, value } : each));
    const only = (atom: Atom): Val => ({ ty: [{ k: "iter", elem: newCell(cx.p.w, [atom]) }], e: arg.value.e });
    const taken = elem.filter((atom) => atom.k !== "none" && fits(of(only(atom))));
    // Numbers of several kinds are taken together.
    if (taken.length === 0 || (taken.length > 1 && (taken.length === elem.length || !taken.every((atom) => NUMBERS.has(atom.k))))) continue;
    flow(cx.p.w, cell, taken);
    const ty: Ty = [{ k: "iter", elem: cell }];
    if (!fits(of({ ty, e: arg.value.e }))) continue;
    const local = newLocal(cx, "item", irType(cx.p, elem), span);
    cx.declared.add(local);
    const item: Val = { ty: elem, e: ex(cx, "local", irType(cx.p, elem), span, { local }) };
    const made = eachMember(cx, item, span, "TypeError: a number or text is needed here, not NoneType", (one) =>
      taken.some((atom) => atom.k === one.ty[0].k)
        ? one
        : raises(cx, `TypeError: a value of type '${pyName(one.ty)}' is not taken here`, span),
    );
    const loop = toLoop(
      cx,
      arg.value,
      site(cx, node, `loop ${i}`, () => ({})),
      span,
    );
    return of({
      ty,
      e: ex(cx, "comprehension", irType(cx.p, ty), span, {
        clauses: [{ kind: "for", pattern: { kind: "local", local }, iterable: loop.e }],
        element: convert(cx, made, get(cx, cell), span),
      }),
    });
  }
  return undefined;
}

/** `__fspath__` of an object that has one. */
export function filePath(cx: Cx, val: Val, span: Span): Val {
  const [atom] = val.ty;
  const named = val.ty.length === 1 && atom.k === "inst" && findMethod(atom.cls, "__fspath__");
  return named ? callUser(cx, named.fn, [], span, { cls: atom.cls, receiver: val }) : val;
}
