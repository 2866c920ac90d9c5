/** Functions that give places in what they are handed: an index from there on, or nothing. */
import type { Expression, IrFunction } from "../ir/index.ts";
import type { RustExpr, RustType } from "../rust/ast.ts";
import { tPath } from "../rust/make.ts";
import { type FunctionContext, hoist, type ProgramContext } from "./context.ts";
import { indexOf, type Term } from "./cursors.ts";
import { type Located, locate } from "./lifted.ts";
import { own } from "./values.ts";

/** The index, or nothing, that a function gives that gives places. */
export function placeType(unit: ProgramContext, fn: IrFunction): RustType | undefined {
  const place = unit.facts.pointers.result(fn.id);
  if (!place) return undefined;
  const index = tPath(unit.facts.pointers.lift(fn.id, place.param)!.group.signed ? "isize" : "usize");
  return place.nullable ? tPath("Option", index) : index;
}

/** The call of a function that gives a place in what it is handed: what it is handed, and the index from there on. */
export function callPlace(
  cx: FunctionContext,
  e: Expression<"call">,
): { readonly inner: Located; readonly index: Extract<Term, { cursor: RustExpr }> } {
  const { index, param } = cx.unit.facts.pointers.result(e.function)!;
  let arg = e.args[index];
  while (arg.kind === "cast" && arg.type.kind === "ptr" && arg.value.type.kind === "ptr") arg = arg.value;
  const found = locate(cx, arg)!;
  // what the call may change is looked up before it
  const isSteady = found.at.every((term) => "cursor" in term || term.kind === "int");
  const inner: Located = isSteady ? found : { ...found, at: [{ cursor: hoist(cx, indexOf(cx, found.at), "from"), signed: false }] };
  (cx.located ??= new Map()).set(arg.id, inner);
  const cursor = own(cx, e);
  cx.located.delete(arg.id);
  const { signed } = cx.unit.facts.pointers.lift(e.function, param)!.group;
  return { inner, index: { cursor, signed } };
}
