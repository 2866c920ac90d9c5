/**
 * Parameters that only look at the container that they are handed, or change it in place: none of them keeps or returns it. The flow into such
 * a parameter is a borrow for the time of the call, whatever holds the container; it does not join the two representations.
 */
import { isContainer, type Expression, type LocalId, type Type } from "../ir/index.ts";
import { Use, type Flat } from "./flat.ts";
import { consumer } from "./lazy.ts";

/** For each function, one entry a parameter: 1 where the container is only lent. */
export function lentParams(flat: Flat): readonly Uint8Array[] {
  const { program, nodes, order, first, parent, exit, enter, use } = flat;
  const lent = program.functions.map((fn) => new Uint8Array(fn.params.length));
  /** Parameters that are handed on to a parameter: what that one keeps, they keep. */
  const handedOn = new Map<string, [number, number][]>();
  const work: [number, number][] = [];
  for (const fn of program.functions) {
    const index = new Map<LocalId, number>();
    fn.params.forEach((param, i) => {
      if (fn.yields || fn.extern || param.passing === "inout" || !isContainerType(fn.locals[param.local].type)) return;
      lent[fn.id][i] = 1;
      index.set(param.local, i);
    });
    if (index.size === 0) continue;
    const keep = (i: number): void => {
      if (lent[fn.id][i] === 0) return;
      lent[fn.id][i] = 0;
      work.push([fn.id, i]);
    };
    // Closures that may be kept keep what they mention.
    const open: number[] = [];
    for (let k = first[fn.id]; k < first[fn.id + 1]; k++) {
      const node = nodes[order[k]]!;
      while (open.length > 0 && exit[open[open.length - 1]] < enter[node.id]) open.pop();
      if (node.kind === "closure" || (node.kind === "comprehension" && node.type.kind === "iter" && !consumer(flat, node.id)))
        open.push(node.id);
      if (node.kind !== "local") continue;
      const i = index.get(node.local);
      if (i === undefined) continue;
      if (open.length > 0) keep(i);
      switch (use[node.id]) {
        case Use.ref:
        case Use.mut:
        case Use.path:
        case Use.iterate:
        case Use.drop:
        case Use.none:
          // A lazy row that is kept refers to it.
          if (keeps(flat, node, parent[node.id])) keep(i);
          break;
        case Use.arg: {
          const call = nodes[parent[node.id]] as Expression<"call">;
          const at = call.args.findIndex((arg) => arg.id === node.id);
          if (at >= program.functions[call.function].params.length) keep(i);
          else {
            const key = `${call.function}.${at}`;
            const list = handedOn.get(key);
            if (list) list.push([fn.id, i]);
            else handedOn.set(key, [[fn.id, i]]);
          }
          break;
        }
        default:
          keep(i);
      }
    }
  }
  // Parameters that were never in question keep what they are handed, too.
  for (const key of handedOn.keys()) {
    const [callee, at] = key.split(".").map(Number);
    if (!lent[callee][at]) work.push([callee, at]);
  }
  for (let next = work.pop(); next; next = work.pop())
    for (const [fn, i] of handedOn.get(next.join(".")) ?? [])
      if (lent[fn][i]) {
        lent[fn][i] = 0;
        work.push([fn, i]);
      }
  return lent;
}

const isContainerType = (type: Type): boolean =>
  type.kind === "list" || type.kind === "deque" || type.kind === "dict" || type.kind === "set";

/** Does the node above hold on to the container itself? */
function keeps(flat: Flat, node: Expression, above: number): boolean {
  const row = above < 0 ? undefined : flat.nodes[above]!;
  if (row?.kind !== "runtime") return false;
  if (row.type.kind === "iter") return isContainer(node) && !consumer(flat, row.id);
  const index = row.args.findIndex((arg) => arg.id === node.id);
  return flat.rows(row.row).flows?.some(([from]) => from === `${index}`) ?? false;
}
