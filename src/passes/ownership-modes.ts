/** How each expression is used and each parameter taken, given what is shared. */
import type { Expression, FunctionId, LocalId, Type } from "../ir/index.ts";
import { Use } from "./flat.ts";
import { byMut, byOwn, byRef, type OwnershipPass } from "./ownership.ts";

/** How an expression is used, once parameters and representations are known. */
export const Mode = { none: 0, own: 1, ref: 2, mut: 3, store: 4, update: 5, iterate: 6 } as const;

/** Modes of all nodes; parameters are raised from `ref` over `mut` to `own` until nothing changes, callees first. */
export function solveModes(pass: OwnershipPass): void {
  for (const members of pass.calls.components) {
    for (let again = true; again;) {
      again = false;
      for (const fn of members) again = solveFunction(pass, fn) || again;
      if (members.length === 1 && !pass.calls.recursive(members[0])) break;
    }
  }
  const { first, order } = pass.flat;
  for (let i = first[pass.program.functions.length]; i < order.length; i++) setMode(pass, order[i]);
}

function solveFunction(pass: OwnershipPass, fn: FunctionId): boolean {
  const { first, order, nodes } = pass.flat;
  const { params, locals } = pass.program.functions[fn];
  const passing = pass.params[fn];
  const indexOf = new Map(params.map((param, i) => [param.local, i]));
  let raised = false;
  // What lies behind a handle is changed through the handle, so the handle itself is only read.
  params.forEach((param, i) => {
    if (passing[i] === byMut && param.passing !== "inout" && pass.isShared(objectOf(locals[param.local].type))) passing[i] = byRef;
  });
  const raise = (index: number, to: number): void => {
    if (passing[index] >= to) return;
    passing[index] = to;
    raised = true;
  };
  for (let i = first[fn]; i < first[fn + 1]; i++) {
    const id = order[i];
    setMode(pass, id);
    const node = nodes[id]!;
    if (node.kind !== "local") continue;
    const index = indexOf.get(node.local);
    if (index === undefined) continue;
    const param = params[index];
    if (param.passing === "inout") continue;
    const { type } = locals[node.local];
    switch (pass.mode[id]) {
      case Mode.own:
        // A value has to be handed over; text is copied where it is kept unless this is its only way out.
        if (type.kind === "bytes" && pass.borrowing.has(fn)) break;
        if (pass.heavy(type) ? !pass.isShared(type) || pass.liveness.lastUse(id) : pass.liveness.lastUse(id)) raise(index, byOwn);
        break;
      case Mode.mut:
        raise(index, pass.isShared(objectOf(type)) ? byRef : byMut);
        break;
      case Mode.store:
      case Mode.update:
        raise(index, byOwn);
        break;
      default:
        break;
    }
  }
  return raised;
}

/** What an option holds: an option is not changed through the object in it. */
const objectOf = (type: Type): Type => (type.kind === "option" ? type.inner : type);

/** Mode of one node from its parent's, which is set already. */
function setMode(pass: OwnershipPass, id: number): void {
  const { use, parent, nodes } = pass.flat;
  const node = nodes[id]!;
  if (!("type" in node)) {
    pass.mode[id] = Mode.none;
    return;
  }
  const above = parent[id];
  const up = above >= 0 ? pass.mode[above] : Mode.none;
  let mode: number = Mode.ref;
  switch (use[id]) {
    case Use.own:
      mode = Mode.own;
      // `let row = &grid[i]`
      if (above >= 0) {
        const holder = nodes[above]!;
        if (holder.kind === "let") mode = bindingMode(pass, id, holder.local);
        else if (holder.kind === "assign" && holder.place.kind === "local") mode = bindingMode(pass, id, holder.place.local);
        else if (holder.kind === "some" && use[above] === Use.arg) {
          const call = nodes[parent[above]] as Expression<"call">;
          const index = call.args.findIndex((arg) => arg.id === above);
          if (pass.lentContent(call, index)) mode = Mode.ref;
        }
      }
      break;
    case Use.mut:
      mode = Mode.mut;
      break;
    case Use.store:
      mode = Mode.store;
      break;
    case Use.update:
      mode = Mode.update;
      break;
    case Use.arg: {
      const call = nodes[above] as Expression<"call">;
      const index = call.args.findIndex((arg) => arg.id === id);
      const passing = pass.params[call.function][index] ?? byOwn;
      mode = passing === byOwn ? Mode.own : passing === byMut ? Mode.mut : Mode.ref;
      break;
    }
    case Use.path: {
      const holder = nodes[above]!;
      if (up === Mode.own && (holder.kind === "unwrap" || holder.kind === "project")) mode = Mode.own;
      else if (up === Mode.mut || up === Mode.store || up === Mode.update)
        mode = holder.kind === "runtime" && !pass.flat.rows(holder.row).mut ? Mode.ref : Mode.mut;
      else mode = Mode.ref;
      // What lies behind a handle is changed through the handle.
      if (mode === Mode.mut && holder.kind === "field" && node.type.kind === "instance" && pass.isShared(node.type)) mode = Mode.ref;
      break;
    }
    case Use.pass: {
      // A choice between two places makes a value of its own: what is changed must be the same object in both.
      const changed = up === Mode.mut || up === Mode.store || up === Mode.update;
      mode = changed && nodes[above]!.kind === "conditional" ? Mode.own : up;
      break;
    }
    case Use.iterate:
      mode = Mode.iterate;
      break;
    default:
      mode = Mode.ref;
      break;
  }
  pass.through[id] = 0;
  if (mode === Mode.mut && pass.isShared(node.type)) {
    mode = Mode.ref;
    pass.through[id] = 1;
  }
  pass.mode[id] = mode;
}

function bindingMode(pass: OwnershipPass, id: number, local: LocalId): number {
  const fn = pass.flat.owner[id];
  if (fn < 0) return Mode.own;
  const binding = pass.bindings[fn][local];
  return binding === byOwn ? Mode.own : binding === byMut ? Mode.mut : Mode.ref;
}
