/**
 * Which functions return `Result`: those that can raise where a handler could see it. A failure that no handler sees unwinds to the border
 * of the program. Both halves go along the call graph: "can raise" from callees to callers, "could be seen" from callers to callees.
 */
import type { FunctionId } from "../ir/index.ts";
import { cannotFail, type Numbers } from "../ir/unfailing.ts";
import type { Calls } from "./calls.ts";
import type { Flat } from "./flat.ts";

export interface Failures {
  readonly fails: (fn: FunctionId) => boolean;
  /** Raises itself or through a call, seen or not. */
  readonly raises: (fn: FunctionId) => boolean;
}

/** Runs the pass. */
export function analyseFailures(flat: Flat, calls: Calls, numbers: Numbers): Failures {
  const { program, nodes, owner, order, first, enter, exit } = flat;
  const count = program.functions.length;
  const raises = new Uint8Array(count);
  const seen = new Uint8Array(count);
  const functionRange = first[count];
  // The guarded bodies that are open, innermost last; handlers and `final` themselves are outside of it.
  const guards: number[] = [];
  for (let i = 0; i < functionRange; i++) {
    const node = nodes[order[i]]!;
    const fn = owner[node.id];
    while (guards.length > 0 && guards[guards.length - 1] < enter[node.id]) guards.pop();
    const guarded = guards.length > 0;
    switch (node.kind) {
      case "guarded": {
        const { statements } = node.body;
        // Everything that the body's statements evaluate comes before the end of the last of them.
        if (statements.length > 0 && (node.handlers.length > 0 || node.final)) guards.push(exit[statements[statements.length - 1].id]);
        break;
      }
      case "raise":
        raises[fn] = 1;
        break;
      case "runtime": {
        const row = flat.rows(node.row);
        if (row.fails && row.fails !== "never" && !cannotFail(program, numbers, node)) raises[fn] = 1;
        if (guarded)
          for (const index of row.calls ?? [])
            if (node.args[index]) for (const target of calls.targets(node.args[index].type)) seen[target] = 1;
        if (guarded) for (const index of row.calls ?? []) if (node.args[index]?.kind === "function") seen[node.args[index].function] = 1;
        break;
      }
      case "unwrap":
      case "project":
        if (node.unproven !== undefined) raises[fn] = 1;
        break;
      case "fromAny":
        raises[fn] = 1;
        break;
      case "call":
        if (guarded) seen[node.function] = 1;
        break;
      case "callValue":
        if (guarded) for (const target of calls.targets(node.callee.type)) seen[target] = 1;
        break;
      default:
        break;
    }
  }
  for (const fn of program.functions) {
    if (fn.exported) seen[fn.id] = 1;
    if (fn.fails === "always") raises[fn.id] = 1;
  }
  spread(raises, calls.callers);
  spread(seen, calls.callees);
  return {
    raises: (fn) => raises[fn] === 1,
    fails: (fn) => {
      const declared = program.functions[fn].fails;
      return (
        declared === "always" || (declared === "infer" && raises[fn] === 1 && seen[fn] === 1 && program.functions[fn].yields === undefined)
      );
    },
  };
}

/** Spreads marks along edges. */
function spread(marks: Uint8Array, edges: readonly (readonly number[])[]): void {
  const work: number[] = [];
  marks.forEach((mark, i) => mark && work.push(i));
  while (work.length > 0) {
    for (const next of edges[work.pop() as number]) {
      if (marks[next]) continue;
      marks[next] = 1;
      work.push(next);
    }
  }
}
