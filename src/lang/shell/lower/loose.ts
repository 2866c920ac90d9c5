/** Calls whose arguments ask the shell, and what is evaluated in order. */
import type { Expression, Type } from "../../../ir/index.ts";
import type { RowId } from "../builtins/index.ts";
import { freeze, hoist, hoistable, inner, isCapture, type Node, type Scope } from "./context.ts";

/** A call of the shell: where its arguments ask the shell, a macro evaluates them before. */
export function loosely(scope: Scope, n: Node, row: LooseRow, type: Type, ...args: Expression[]): Expression {
  const held = args.some(isCapture) ? args.map((arg) => hoist(scope, n, arg)) : args;
  return n.shell(held.some(hoistable) ? `${row}.loose` : row, type, ...held);
}

type LooseRow = RowId extends infer R ? (R extends `${infer Name}.loose` ? Name : never) : never;

/** Evaluates two things in order: what the second one prepares comes after the first. */
export function inOrder<T>(scope: Scope, n: Node, first: Expression, second: (to: Scope) => T): readonly [Expression, T] {
  const after = inner(scope);
  const value = second(after);
  const held = after.out.length ? freeze(scope, n, first, "text") : first;
  scope.out.push(...after.out);
  return [held, value];
}
