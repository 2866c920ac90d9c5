/** Locals that rustc could not see assigned before they are read. */
import type { Block, Expression, IrFunction, Label, LocalId, Statement, Type } from "./index.ts";
import { type Node, isExpression, walk } from "./walk.ts";

/** Types with a cheap first value, which is never seen. */
export const hasZero = (type: Type): boolean =>
  type.kind === "bool" ||
  type.kind === "int" ||
  type.kind === "exact" ||
  type.kind === "float" ||
  type.kind === "str" ||
  type.kind === "bytes" ||
  type.kind === "option" ||
  type.kind === "ptr" ||
  type.kind === "record" ||
  (type.kind === "runtime" && type.zero !== undefined) ||
  (type.kind === "array" && hasZero(type.elem));

/** A zero that stands for "no value yet". */
export const isUnset = (e: Expression): boolean => e.kind === "zero";

type State = ReadonlySet<LocalId> | null;

const both = (a: State, b: State): State => (a === null ? b : b === null ? a : new Set([...a].filter((local) => b.has(local))));

const known = new WeakMap<IrFunction, ReadonlySet<LocalId>>();

/** Locals declared without a value that some path, as rustc sees paths, reads before it assigns them. */
export function unassignedReads(fn: IrFunction): ReadonlySet<LocalId> {
  let found = known.get(fn);
  if (!found) known.set(fn, (found = findUnassigned(fn)));
  return found;
}

function findUnassigned(fn: IrFunction): ReadonlySet<LocalId> {
  const open = new Set<LocalId>();
  walk(fn.body, (node) => {
    if (node.kind === "let" && (!node.value || isUnset(node.value))) open.add(node.local);
  });
  const found = new Set<LocalId>();
  if (open.size === 0) return found;
  const breaks = new Map<Label, State>();
  const continues = new Map<Label, State>();

  /** Reads in an expression; assignments inside closures do not count, and are not allowed before the first. */
  const read = (e: Expression, state: State): State => {
    let now = state;
    walk(e, (node: Node) => {
      if (node.kind === "local" && isExpression(node) && open.has(node.local) && now !== null && !now.has(node.local))
        found.add(node.local);
      if (node.kind === "closure") {
        walk(node.body, (inner) => {
          if (
            inner.kind === "local" &&
            open.has(inner.local) &&
            now !== null &&
            !now.has(inner.local) &&
            !declaredIn(node.body, inner.local)
          )
            found.add(inner.local);
        });
        block(node.body, now);
        return false;
      }
      if (node.kind === "comprehension") {
        // It may have no items; a lazy one becomes a closure, for which a variable has to exist.
        const before = now;
        for (const clause of node.clauses) now = read(clause.kind === "for" ? clause.iterable : clause.test, now);
        if (node.key) now = read(node.key, now);
        now = read(node.element, now);
        if (node.type.kind === "iter" && before !== null)
          walk(node, (inner) => {
            if (inner.kind === "assign" && inner.place.kind === "local" && open.has(inner.place.local) && !before.has(inner.place.local))
              found.add(inner.place.local);
          });
        now = before;
        return false;
      }
      if (node.kind === "logical" || node.kind === "conditional") {
        now = chosen(node, now);
        return false;
      }
      if (node.kind === "block" && isExpression(node)) {
        now = statements(node.body, now);
        now = read(node.value, now);
        return false;
      }
      return;
    });
    return now;
  };
  /** What only one of the branches assigns does not count. */
  const chosen = (e: Expression<"logical"> | Expression<"conditional">, state: State): State => {
    if (e.kind === "conditional") {
      const { yes, no } = tested(e.test, state);
      return both(read(e.then, yes), read(e.orElse, no));
    }
    const rights: Expression[] = [];
    let bottom: Expression = e;
    while (bottom.kind === "logical") {
      rights.push(bottom.right);
      bottom = bottom.left;
    }
    const first = read(bottom, state);
    let inner = first;
    for (let i = rights.length - 1; i >= 0; i--) inner = read(rights[i], inner);
    return first;
  };
  /** A test, as rustc sees it: what is assigned where it holds, and where it does not. */
  const tested = (e: Expression, state: State): { yes: State; no: State } => {
    if (e.kind === "not") {
      const { yes, no } = tested(e.operand, state);
      return { yes: no, no: yes };
    }
    const chain: Expression<"logical">[] = [];
    let bottom: Expression = e;
    for (; bottom.kind === "logical"; bottom = bottom.left) chain.push(bottom);
    if (chain.length === 0) {
      const after = read(e, state);
      return { yes: after, no: after };
    }
    let known = tested(bottom, state);
    for (const { op, right } of chain.reverse()) {
      const then = tested(right, op === "and" ? known.yes : known.no);
      known = op === "and" ? { yes: then.yes, no: both(known.no, then.no) } : { yes: both(known.yes, then.yes), no: then.no };
    }
    return known;
  };
  const block = (body: Block, state: State): State => statements(body.statements, state);
  const statements = (list: readonly Statement[], state: State): State => {
    let now = state;
    for (const statement of list) {
      if (now === null) break;
      now = one(statement, now);
    }
    return now;
  };
  /** Guarded bodies become closures: what they assign first must have a value before. */
  const assignedInside = (body: Block, state: State): void => {
    walk(body, (node) => {
      if (
        (node.kind === "assign" || node.kind === "update") &&
        node.place.kind === "local" &&
        open.has(node.place.local) &&
        state &&
        !state.has(node.place.local)
      ) {
        if (!declaredIn(body, node.place.local)) found.add(node.place.local);
      }
    });
  };
  /** A pointer that one state makes leads to its variable in another. */
  const addressedInStates = ({ statements: [only, ...more] }: Block, state: Exclude<State, null>): void => {
    if (only?.kind !== "switch" || more.length > 0) return;
    walk(only, (node) => {
      if (node.kind !== "addressOf") return;
      let at = node.place;
      while (at.kind === "field" || at.kind === "index") at = at.object;
      if (at.kind === "local" && open.has(at.local) && !state.has(at.local)) found.add(at.local);
    });
  };
  const one = (s: Statement, state: Exclude<State, null>): State => {
    switch (s.kind) {
      case "let":
        if (s.value && !isUnset(s.value)) return read(s.value, state);
        return new Set([...state].filter((local) => local !== s.local));
      case "assign": {
        const after = read(s.value, state);
        if (after === null) return null;
        if (s.place.kind === "local") return open.has(s.place.local) ? new Set([...after, s.place.local]) : after;
        return read(s.place, after);
      }
      case "update":
        return read(s.place, read(s.value, state));
      case "letPattern":
      case "expression":
      case "yield":
        return read(s.value, state);
      case "return":
        if (s.value) read(s.value, state);
        return null;
      case "raise":
        read(s.value, state);
        return null;
      case "break":
        breaks.set(s.label, both(breaks.get(s.label) ?? null, state));
        return null;
      case "continue":
        continues.set(s.label, both(continues.get(s.label) ?? null, state));
        return null;
      case "if": {
        const { yes, no } = tested(s.test, state);
        const then = block(s.then, yes);
        return both(then, s.orElse ? block(s.orElse, no) : no);
      }
      case "while": {
        const { yes, no } = tested(s.test, state);
        const inside = block(s.body, yes);
        if (s.step) block(s.step, both(inside, continues.get(s.label) ?? null) ?? yes);
        const endless = s.test.kind === "bool" && s.test.value;
        const end = endless ? null : s.orElse ? block(s.orElse, no) : no;
        return both(end, breaks.get(s.label) ?? null);
      }
      case "doWhile": {
        const inside = block(s.body, state);
        const { no } = tested(s.test, both(inside, continues.get(s.label) ?? null) ?? state);
        return both(no, breaks.get(s.label) ?? null);
      }
      case "loop":
        addressedInStates(s.body, state);
        block(s.body, state);
        return breaks.get(s.label) ?? null;
      case "forEach": {
        const after = read(s.iterable, state);
        block(s.body, after);
        return both(s.orElse ? block(s.orElse, after) : after, breaks.get(s.label) ?? null);
      }
      case "forRange": {
        const after = read(s.step, read(s.stop, read(s.start, state)));
        block(s.body, after);
        return both(s.orElse ? block(s.orElse, after) : after, breaks.get(s.label) ?? null);
      }
      case "switch": {
        const after = read(s.subject, state);
        let end: State = s.orElse ? block(s.orElse, after) : after;
        for (const each of s.cases) end = both(end, block(each.body, after));
        return end;
      }
      case "labelled": {
        const inside = block(s.body, state);
        return both(inside, breaks.get(s.label) ?? null);
      }
      case "block":
        return block(s.body, state);
      case "guarded": {
        assignedInside(s.body, state);
        if (s.final)
          for (const each of [...s.handlers.map((handler) => handler.body), ...(s.orElse ? [s.orElse] : [])]) assignedInside(each, state);
        const inside = block(s.body, state);
        let end = s.orElse ? block(s.orElse, inside) : inside;
        for (const handler of s.handlers) {
          if (handler.test) read(handler.test, state);
          end = both(end, block(handler.body, state));
        }
        if (s.final) block(s.final, state);
        // what the closure assigns is not seen outside
        return end === null ? null : state;
      }
    }
  };
  block(fn.body, new Set());
  return found;
}

const declaredIn = (body: Block, local: LocalId): boolean => {
  let found = false;
  walk(body, (node) => {
    if (node.kind === "let" && node.local === local) found = true;
    return !found;
  });
  return found;
};
