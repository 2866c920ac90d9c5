/** Functions with `yield`: an `async` block is the body, as an iterator that owns what it needs or that borrows the object it goes over. */
import { walk, type IrFunction } from "../ir/index.ts";
import type { RustBlock, RustExpr, RustStatement, RustType } from "../rust/ast.ts";
import { call, pName, tPath } from "../rust/make.ts";
import type { FunctionContext, ProgramContext } from "./context.ts";
import { yields } from "./guarded.ts";
import { passingOf } from "./calls.ts";
import { rustType } from "./types.ts";

/** Does the generator borrow a parameter? */
export const borrowsParameter = (unit: ProgramContext, fn: IrFunction): boolean =>
  fn.yields !== undefined && fn.params.some((_, i) => passingOf({ unit }, fn.id, i) === "ref");

/** Body and result of the function that makes the generator. */
export function emitGenerator(
  cx: FunctionContext,
  before: readonly RustStatement[],
  block: RustBlock,
): { readonly body: RustBlock; readonly result: RustType } {
  const { unit, fn } = cx;
  const item = rustType(fn.yields!, unit, fn.module);
  const generator = call("rt::generator", {
    kind: "closure",
    params: [{ pattern: pName(yields(cx, fn.body) ? "out" : "_out") }],
    body: { kind: "block", block },
    word: "async move",
  });
  if (!borrowsParameter(unit, fn))
    return { body: { statements: before, value: call("rt::Iter::new", generator) }, result: tPath("rt::Iter", item) };
  const iterator = (word: "dyn" | "impl", plus?: readonly string[]): RustType => ({
    kind: "bound",
    word,
    path: "Iterator",
    args: [["Item", item]],
    plus,
  });
  // A type that is inferred from the body must not be part of itself.
  if (!isNested(unit, fn)) return { body: { statements: before, value: generator }, result: iterator("impl") };
  const value: RustExpr = call("Box::new", generator);
  return { body: { statements: before, value }, result: tPath("Box", iterator("dyn", ["'_"])) };
}

/** Does making the generator's items come to making the same generator again? */
function isNested(unit: ProgramContext, fn: IrFunction): boolean {
  const seen = new Set<number>();
  const open = [fn];
  for (let at = open.pop(); at; at = open.pop())
    walk(at.body, (node) => {
      if (node.kind !== "call" || seen.has(node.function)) return;
      seen.add(node.function);
      const made = unit.program.functions[node.function];
      if (borrowsParameter(unit, made)) open.push(made);
    });
  return seen.has(fn.id);
}
