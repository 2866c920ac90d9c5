/** Definitions along the control flow: statements change a state, branches merge theirs, loops and handlers widen it. */
import type { Expr, FunctionNode, MatchPattern, Stmt } from "./ast/nodes.ts";
import type { Binding, Frame, Variable } from "./scope.ts";
import { blocksOf, eachExpr, exprsOf, innerExprs, patternNames } from "./scope-tree.ts";
import { type Scope, type ScopeNames, type State, UNBOUND } from "./scope-names.ts";

/** States at the jumps out of statements. */
interface Jumps {
  breaks: State[];
  continues: State[];
  /** Definitions made inside each open `try`. */
  traps: unknown[];
}

/** Gives what runs statements on a state, which it changes; the state at their end, or nothing when that is not reached. */
export function scopeFlow(names: ScopeNames): (scope: Scope, start: State, body: readonly Stmt[], jumps: Jumps) => State | undefined {
  const { frames, bindings, imports, assignedIn, union, openScope, declare, lookup, newWeb, use, define } = names;

  const merge = (a: State | undefined, b: State | undefined): State | undefined => {
    if (!a) return b;
    if (!b) return a;
    const result: State = new Map();
    for (const [v, defs] of a) {
      const other = b.get(v);
      result.set(
        v,
        other === undefined
          ? defs.includes(UNBOUND)
            ? defs
            : [...defs, UNBOUND]
          : other === defs
            ? defs
            : [...new Set([...defs, ...other])],
      );
    }
    for (const [v, defs] of b) if (!a.has(v)) result.set(v, defs.includes(UNBOUND) ? defs : [...defs, UNBOUND]);
    return result;
  };

  // --- expressions
  const expr = (scope: Scope, state: State, e: Expr | undefined): void => {
    if (!e) return;
    switch (e.kind) {
      case "name":
        return use(scope, state, e, e.id);
      case "walrus": {
        expr(scope, state, e.value);
        let at = scope;
        while (at.kind === "comprehension" && at.parent) at = at.parent;
        define(at, state, e.target, e.target.id);
        return;
      }
      case "lambda":
        for (const p of e.fn.params) expr(scope, state, p.default);
        return func(scope, e.fn);
      case "comprehension":
        return comprehension(scope, state, e);
      case "logical": {
        expr(scope, state, e.left);
        const other: State = new Map(state);
        expr(scope, other, e.right);
        overwrite(state, merge(state, other)!);
        return;
      }
      case "conditional": {
        expr(scope, state, e.test);
        const other: State = new Map(state);
        expr(scope, state, e.then);
        expr(scope, other, e.orElse);
        overwrite(state, merge(state, other)!);
        return;
      }
      default:
        for (const inner of innerExprs(e)) expr(scope, state, inner);
    }
  };
  const overwrite = (state: State, by: State): void => {
    if (state === by) return;
    for (const [v, defs] of by) state.set(v, defs);
  };
  const comprehension = (scope: Scope, state: State, e: Expr<"comprehension">): void => {
    const inner: Scope = {
      kind: "comprehension",
      parent: scope,
      frame: scope.frame,
      names: new Map(),
      globals: new Set(),
      nonlocals: new Set(),
    };
    expr(scope, state, e.clauses[0].iterable);
    // What `:=` binds inside is seen by the next item, or nothing is bound.
    let at = scope;
    while (at.kind === "comprehension" && at.parent) at = at.parent;
    const found = definitions(at, [{ kind: "expr", span: e.span, value: e }]);
    const before: State | undefined = found.size > 0 ? new Map(state) : undefined;
    if (before) overwrite(state, widen(state, found));
    e.clauses.forEach((clause, i) => {
      if (i > 0) expr(inner, state, clause.iterable);
      const names = (t: Expr): void => {
        if (t.kind === "name") {
          if (!inner.names.has(t.id)) declare(inner, t.id, []);
        } else if (t.kind === "tuple" || t.kind === "list") t.elems.forEach(names);
        else if (t.kind === "starred") names(t.value);
      };
      names(clause.target);
      target(inner, state, clause.target);
      for (const test of clause.tests) expr(inner, state, test);
    });
    expr(inner, state, e.key);
    expr(inner, state, e.element);
    if (before) overwrite(state, merge(state, before)!);
  };
  const target = (scope: Scope, state: State, t: Expr): void => {
    if (t.kind === "name") define(scope, state, t, t.id);
    else if (t.kind === "tuple" || t.kind === "list") for (const inner of t.elems) target(scope, state, inner);
    else if (t.kind === "starred") target(scope, state, t.value);
    else expr(scope, state, t);
  };

  // --- functions and classes
  const func = (scope: Scope, fn: FunctionNode): void => {
    const frame: Frame = { node: fn, parent: scope.frame, variables: [], captures: new Set(), module: false };
    frames.set(fn, frame);
    const inner = openScope("function", scope, frame, fn.body);
    const state: State = new Map();
    for (const p of fn.params) {
      if (!inner.names.has(p.name)) declare(inner, p.name, []);
      const variable = inner.names.get(p.name)!;
      (variable as { only?: Stmt }).only = undefined;
      variable.bindings++;
      define(inner, state, p, p.name);
    }
    run(inner, state, fn.body, { breaks: [], continues: [], traps: [] });
  };
  const classBody = (scope: Scope, state: State, s: Stmt<"class">): void => {
    const inner = openScope("class", scope, scope.frame, s.cls.body, s.cls);
    run(inner, state, s.cls.body, { breaks: [], continues: [], traps: [] });
  };

  // --- statements
  /** All definitions inside some statements, by variable of this scope: what a loop's head or a handler may see. */
  const definitions = (scope: Scope, body: readonly Stmt[]): Map<Variable, number[]> => {
    const found = new Map<Variable, number[]>();
    const add = (node: object, name: string): void => {
      const variable = lookup(scope, name);
      if (!variable || "class" in variable || variable.frame !== scope.frame) return;
      const before = bindings.get(node);
      let web: number;
      if (before?.kind === "variable") web = before.web;
      else {
        web = newWeb(variable);
        bindings.set(node, { kind: "variable", variable, web });
      }
      const list = found.get(variable);
      if (list) list.push(web);
      else found.set(variable, [web]);
    };
    const targetNames = (t: Expr): void => {
      if (t.kind === "name") add(t, t.id);
      else if (t.kind === "tuple" || t.kind === "list") t.elems.forEach(targetNames);
      else if (t.kind === "starred") targetNames(t.value);
    };
    const block = (stmts: readonly Stmt[]): void => {
      for (const s of stmts) {
        for (const e of exprsOf(s)) if (e) eachExpr(e, (inner) => inner.kind === "walrus" && add(inner.target, inner.target.id));
        if (s.kind === "assign") s.targets.forEach(targetNames);
        else if (s.kind === "augmented" && s.target.kind === "name") add(s, s.target.id);
        else if (s.kind === "annotated" && s.value) targetNames(s.target);
        else if (s.kind === "for") targetNames(s.target);
        else if (s.kind === "with") s.items.forEach((item) => item.target && targetNames(item.target));
        else if (s.kind === "def") add(s, s.fn.name);
        else if (s.kind === "class") add(s, s.cls.name);
        else if (s.kind === "try") s.handlers.forEach((h) => h.name && add(h.name, h.name.id));
        else if (s.kind === "match") s.cases.forEach((c) => patternNames(c.pattern).forEach((n) => add(n, n.id)));
        blocksOf(s).forEach(block);
      }
    };
    block(body);
    assignedIn.set(body, new Set(found.keys()));
    return found;
  };
  const widen = (state: State, found: Map<Variable, number[]>): State => {
    const result: State = new Map(state);
    for (const [v, defs] of found) result.set(v, [...new Set([...(state.get(v) ?? [UNBOUND]), ...defs])]);
    return result;
  };

  /** Runs statements on a state, which it changes; returns undefined when the end is not reached. */
  const run = (scope: Scope, start: State, body: readonly Stmt[], jumps: Jumps): State | undefined => {
    let state: State | undefined = start;
    for (const s of body) {
      if (!state) state = new Map(start);
      state = stmt(scope, state, s, jumps);
    }
    return state;
  };

  const loop = (scope: Scope, state: State, s: Stmt<"while"> | Stmt<"for">, jumps: Jumps): State | undefined => {
    if (s.kind === "for") expr(scope, state, s.iterable);
    const parts: Stmt[] = [s];
    const found = definitions(scope, parts);
    assignedIn.set(s.body, new Set(found.keys()));
    const head = widen(state, found);
    if (s.kind === "while") expr(scope, head, s.test);
    const inner: Jumps = { breaks: [], continues: [], traps: jumps.traps };
    const bodyState: State = new Map(head);
    if (s.kind === "for") target(scope, bodyState, s.target);
    run(scope, bodyState, s.body, inner);
    const forever = s.kind === "while" && ((s.test.kind === "bool" && s.test.value) || (s.test.kind === "int" && s.test.value !== 0n));
    let after: State | undefined = forever ? undefined : run(scope, new Map(head), s.orElse, jumps);
    for (const each of inner.breaks) after = merge(after, each);
    return after;
  };

  const attempt = (scope: Scope, state: State, s: Stmt<"try">, jumps: Jumps): State | undefined => {
    const found = definitions(scope, s.body);
    const before: State = new Map(state);
    let after = run(scope, state, s.body, jumps);
    const thrown = widen(before, found);
    if (after) after = run(scope, after, s.orElse, jumps);
    for (const h of s.handlers) {
      const inner: State = new Map(thrown);
      expr(scope, inner, h.type);
      if (h.name) define(scope, inner, h.name, h.name.id);
      const end = run(scope, inner, h.body, jumps);
      if (end && h.name) {
        const found = bindings.get(h.name);
        if (found?.kind === "variable") end.set(found.variable, [UNBOUND]);
      }
      after = merge(after, end);
    }
    if (s.final.length) {
      const all = definitions(scope, [...s.body, ...s.handlers.flatMap((h) => h.body), ...s.orElse]);
      const entry = after ? widen(after, all) : widen(before, all);
      const end = run(scope, entry, s.final, jumps);
      return after && end;
    }
    return after;
  };

  const stmt = (scope: Scope, state: State, s: Stmt, jumps: Jumps): State | undefined => {
    switch (s.kind) {
      case "assign":
        expr(scope, state, s.value);
        for (const t of s.targets) target(scope, state, t);
        return state;
      case "augmented": {
        expr(scope, state, s.target);
        expr(scope, state, s.value);
        if (s.target.kind === "name") {
          const binding = define(scope, state, s, s.target.id);
          const before = bindings.get(s.target);
          if (binding.kind === "variable" && before?.kind === "variable" && !changesType(s)) union(before.web, binding.web);
        }
        return state;
      }
      case "annotated":
        expr(scope, state, s.value);
        if (s.value || s.target.kind !== "name") target(scope, state, s.target);
        else if (s.target.kind === "name" && scope.kind === "class") define(scope, state, s.target, s.target.id);
        return state;
      case "if": {
        expr(scope, state, s.test);
        const other: State = new Map(state);
        return merge(run(scope, state, s.body, jumps), run(scope, other, s.orElse, jumps));
      }
      case "while":
      case "for":
        return loop(scope, state, s, jumps);
      case "try":
        return attempt(scope, state, s, jumps);
      case "with": {
        for (const item of s.items) {
          expr(scope, state, item.value);
          if (item.target) target(scope, state, item.target);
        }
        const before: State = new Map(state);
        const found = definitions(scope, s.body);
        const after = run(scope, state, s.body, jumps);
        // A context manager may swallow an exception of the body only where it says so: what follows then sees any definition.
        return after ?? widen(before, found);
      }
      case "def":
        for (const d of s.decorators) expr(scope, state, d);
        for (const p of s.fn.params) expr(scope, state, p.default);
        define(scope, state, s, s.fn.name);
        func(scope, s.fn);
        return state;
      case "class":
        for (const d of s.decorators) expr(scope, state, d);
        for (const base of s.cls.bases) expr(scope, state, base.value);
        define(scope, state, s, s.cls.name);
        classBody(scope, state, s);
        return state;
      case "import":
      case "importFrom": {
        const names = new Map<string, Binding>();
        imports.set(s, names);
        for (const n of s.names) {
          const name = s.kind === "import" ? (n.as ?? n.name.split(".")[0]) : (n.as ?? n.name);
          names.set(name, define(scope, state, n, name));
        }
        return state;
      }
      case "delete":
        for (const t of s.targets) {
          if (t.kind !== "name") expr(scope, state, t);
          else {
            use(scope, state, t, t.id);
            const found = lookup(scope, t.id);
            // What is read afterwards is the variable that has been emptied.
            if (found && !("class" in found) && found.frame === scope.frame)
              state.set(found, [UNBOUND, ...(state.get(found) ?? []).filter((def) => def !== UNBOUND)]);
          }
        }
        return state;
      case "return":
      case "raise":
        for (const e of exprsOf(s)) expr(scope, state, e);
        return undefined;
      case "break":
        jumps.breaks.push(state);
        return undefined;
      case "continue":
        return undefined;
      case "match": {
        expr(scope, state, s.subject);
        let after: State | undefined;
        let total = false;
        for (const c of s.cases) {
          const inner: State = new Map(state);
          const valueExprs = (p: MatchPattern): void => {
            if (p.kind === "value") expr(scope, inner, p.value);
            else if (p.kind === "class") {
              expr(scope, inner, p.class);
              p.positional.forEach(valueExprs);
              p.keywords.forEach((k) => valueExprs(k.pattern));
            } else if (p.kind === "sequence" || p.kind === "or") p.patterns.forEach(valueExprs);
            else if (p.kind === "mapping")
              p.entries.forEach((entry) => {
                expr(scope, inner, entry.key);
                valueExprs(entry.pattern);
              });
            else if (p.kind === "as") valueExprs(p.pattern);
          };
          valueExprs(c.pattern);
          const names = patternNames(c.pattern);
          const first = new Map<string, number>();
          for (const name of names) {
            const binding = define(scope, inner, name, name.id);
            if (binding.kind !== "variable") continue;
            const seen = first.get(name.id);
            if (seen === undefined) first.set(name.id, binding.web);
            else union(seen, binding.web);
          }
          expr(scope, inner, c.guard);
          after = merge(after, run(scope, inner, c.body, jumps));
          total ||= !c.guard && (c.pattern.kind === "wildcard" || c.pattern.kind === "capture");
        }
        return total ? after : merge(after, state);
      }
      default:
        for (const e of exprsOf(s)) expr(scope, state, e);
        return state;
    }
  };

  return run;
}

/** Does `x op= value` plainly change the type of a number? Then the result is a local of its own. */
const changesType = (s: Stmt<"augmented">): boolean => {
  if (s.op === "/") return true;
  let float = false;
  if (s.op === "+" || s.op === "-" || s.op === "*") eachExpr(s.value, (e) => (float ||= e.kind === "float"));
  return float;
};
