/**
 * Arrays that a program reads one past their end: `i <= n && a[i] < key`, called with an array of n elements. What is there is read, and mostly
 * makes no difference; a slice would end the program.
 */
import type { Expression, LocalId, Program } from "../ir/index.ts";
import { walk } from "../ir/walk.ts";

/** A pointer parameter that is read at an index up to, and including, another parameter. */
interface Inclusive {
  readonly pointer: LocalId;
  readonly bound: LocalId;
}

const stripped = (e: Expression): Expression => (e.kind === "cast" ? stripped(e.value) : e);
const localOf = (e: Expression): LocalId | undefined => {
  const at = stripped(e);
  return at.kind === "local" ? at.local : undefined;
};

/** The parameters that some call lets go beyond its array, as `function:local`. */
export function readBeyond(program: Program): ReadonlySet<string> {
  const inclusive = new Map<number, Inclusive[]>();
  for (const fn of program.functions) {
    if (fn.extern) continue;
    walk(fn.body, (node) => {
      if (node.kind === "logical" && node.op === "and") note(node, fn.id);
    });
  }
  function note(test: Expression<"logical">, fn: number): void {
    const bound = stripped(test.left);
    if (bound.kind !== "compare" || (bound.op !== "le" && bound.op !== "ge")) return;
    const [low, high] = bound.op === "le" ? [bound.left, bound.right] : [bound.right, bound.left];
    const [index, limit] = [localOf(low), localOf(high)];
    if (index === undefined || limit === undefined) return;
    walk(test.right, (node) => {
      if (node.kind !== "index" || node.object.type.kind !== "ptr" || localOf(node.index) !== index) return;
      const pointer = localOf(node.object);
      if (pointer !== undefined) inclusive.set(fn, [...(inclusive.get(fn) ?? []), { pointer, bound: limit }]);
    });
  }
  const found = new Set<string>();
  if (inclusive.size === 0) return found;
  for (const fn of program.functions)
    if (!fn.extern)
      walk(fn.body, (node) => {
        if (node.kind !== "call") return;
        const { params } = program.functions[node.function];
        for (const each of inclusive.get(node.function) ?? []) {
          const [array, length] = [each.pointer, each.bound].map((local) => node.args[params.findIndex((param) => param.local === local)]);
          const given = array?.kind === "addressOf" ? array.place : (array && stripped(array)) || undefined;
          const object = given?.kind === "addressOf" ? given.place : given;
          const n = length && stripped(length);
          if (object?.type.kind === "array" && n?.kind === "int" && n.value >= BigInt(object.type.length))
            found.add(`${node.function}:${each.pointer}`);
        }
      });
  return found;
}
