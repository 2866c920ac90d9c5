/** Functions that give places in what they are handed: an index from there on, or nothing. */
import type { Block, Expression, IrFunction, Statement } from "../ir/index.ts";
import { chosen } from "../ir/pointers.ts";
import { walk } from "../ir/walk.ts";
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

/** Arguments inside of which such a call stands are found before anything is lent beside it: the expressions whose places stand now. */
export function placesInAdvance(cx: FunctionContext, args: readonly Expression[]): readonly number[] {
  const { pointers } = cx.unit.facts;
  const found: number[] = [];
  for (const arg of args) {
    if (!pointers.lent(arg.id)) continue;
    const at = uncast(arg);
    let calls = false;
    walk(at, (node) => {
      calls ||= node.kind === "call" && pointers.result(node.function) !== undefined;
      return !calls;
    });
    if (!calls || cx.located?.has(at.id)) continue;
    const place = locate(cx, at);
    if (!place) continue;
    (cx.located ??= new Map()).set(at.id, place);
    found.push(at.id);
  }
  return found;
}

const uncast = (e: Expression): Expression =>
  e.kind === "cast" && e.type.kind === "ptr" && e.value.type.kind === "ptr" ? uncast(e.value) : e;

/** The call of a function that gives a place in what it is handed: what it is handed, and the index from there on. */
export function callPlace(
  cx: FunctionContext,
  e: Expression<"call">,
): { readonly inner: Located; readonly index: Extract<Term, { cursor: RustExpr }> } {
  const { index, param } = cx.unit.facts.pointers.result(e.function)!;
  const arg = uncast(e.args[index]);
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

/** A choice between two places that the function gives, as a statement. */
export function returnsPlace(
  cx: FunctionContext,
  value: Expression | undefined,
): ((s: Statement<"return">) => Statement<"if">) | undefined {
  const either = value?.type.kind === "ptr" && cx.unit.facts.pointers.result(cx.fn.id) ? chosen(value) : undefined;
  if (!either) return undefined;
  return ({ comments: _, ...s }) => {
    const giving = (each: Expression): Block => ({ statements: [{ ...s, value: each }] });
    return { id: s.id, span: s.span, kind: "if", test: either.test, then: giving(either.then), orElse: giving(either.orElse) };
  };
}
