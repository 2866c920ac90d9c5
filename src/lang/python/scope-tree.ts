/** What statements and expressions hold and bind: their blocks, inner expressions and names. */
import type { Expr, MatchPattern, Stmt } from "./ast/nodes.ts";

/** Names that a list of statements binds in its own scope. */
export function boundNames(body: readonly Stmt[], globals: Set<string>, nonlocals: Set<string>): Map<string, Stmt[]> {
  const found = new Map<string, Stmt[]>();
  let at: Stmt;
  const put = (name: string): void => {
    const places = found.get(name);
    if (places) places.push(at);
    else found.set(name, [at]);
  };
  const target = (e: Expr): void => {
    if (e.kind === "name") put(e.id);
    else if (e.kind === "tuple" || e.kind === "list") e.elems.forEach(target);
    else if (e.kind === "starred") target(e.value);
  };
  const walruses = (e: Expr | undefined): void => {
    if (e) eachExpr(e, (inner) => inner.kind === "walrus" && put(inner.target.id));
  };
  const pattern = (p: MatchPattern): void => patternNames(p).forEach((name) => put(name.id));
  const block = (stmts: readonly Stmt[]): void => {
    for (const s of stmts) {
      at = s;
      for (const e of exprsOf(s)) walruses(e);
      at = s;
      switch (s.kind) {
        case "assign":
          s.targets.forEach(target);
          break;
        case "augmented":
        case "annotated":
          if (s.kind === "augmented" || s.value || s.target.kind === "name") target(s.target);
          break;
        case "for":
          target(s.target);
          break;
        case "with":
          for (const item of s.items) if (item.target) target(item.target);
          break;
        case "def":
          put(s.fn.name);
          break;
        case "class":
          put(s.cls.name);
          break;
        case "typeAlias":
          put(s.name);
          break;
        case "import":
          for (const n of s.names) put(n.as ?? n.name.split(".")[0]);
          break;
        case "importFrom":
          for (const n of s.names) put(n.as ?? n.name);
          break;
        case "delete":
          s.targets.forEach(target);
          break;
        case "global":
          s.names.forEach((name) => globals.add(name));
          break;
        case "nonlocal":
          s.names.forEach((name) => nonlocals.add(name));
          break;
        case "try":
          for (const h of s.handlers) if (h.name) put(h.name.id);
          break;
        case "match":
          for (const c of s.cases) pattern(c.pattern);
          break;
        default:
      }
      for (const inner of blocksOf(s)) block(inner);
    }
  };
  block(body);
  return found;
}

/** What functions anywhere inside declare `global`: other functions may read it before the declaration stands in the file. */
export function globalNames(body: readonly Stmt[], found = new Set<string>()): ReadonlySet<string> {
  for (const s of body) {
    if (s.kind === "global") s.names.forEach((name) => found.add(name));
    else if (s.kind === "def") globalNames(s.fn.body, found);
    else if (s.kind === "class") globalNames(s.cls.body, found);
    else for (const inner of blocksOf(s)) globalNames(inner, found);
  }
  return found;
}

/** The captures of a pattern. */
export function patternNames(p: MatchPattern): Expr<"name">[] {
  switch (p.kind) {
    case "capture":
      return [p.name];
    case "star":
      return p.name ? [p.name] : [];
    case "sequence":
      return p.patterns.flatMap(patternNames);
    case "or":
      return p.patterns.flatMap(patternNames);
    case "mapping":
      return [...p.entries.flatMap((e) => patternNames(e.pattern)), ...(p.rest ? [p.rest] : [])];
    case "class":
      return [...p.positional.flatMap(patternNames), ...p.keywords.flatMap((k) => patternNames(k.pattern))];
    case "as":
      return [...patternNames(p.pattern), p.name];
    default:
      return [];
  }
}

/** Blocks directly inside a statement that belong to the same scope. */
export function blocksOf(s: Stmt): readonly (readonly Stmt[])[] {
  switch (s.kind) {
    case "if":
    case "while":
    case "for":
      return [s.body, s.orElse];
    case "try":
      return [s.body, ...s.handlers.map((h) => h.body), s.orElse, s.final];
    case "with":
      return [s.body];
    case "match":
      return s.cases.map((c) => c.body);
    default:
      return [];
  }
}

/** The statement with each of these blocks replaced. */
export function withBlocks(s: Stmt, map: (block: readonly Stmt[]) => readonly Stmt[]): Stmt {
  switch (s.kind) {
    case "if":
    case "while":
    case "for":
      return { ...s, body: map(s.body), orElse: map(s.orElse) };
    case "try":
      return {
        ...s,
        body: map(s.body),
        handlers: s.handlers.map((h) => ({ ...h, body: map(h.body) })),
        orElse: map(s.orElse),
        final: map(s.final),
      };
    case "with":
      return { ...s, body: map(s.body) };
    case "match":
      return { ...s, cases: s.cases.map((c) => ({ ...c, body: map(c.body) })) };
    default:
      return s;
  }
}

/** Expressions directly in a statement (not those of nested blocks). */
export function exprsOf(s: Stmt): readonly (Expr | undefined)[] {
  switch (s.kind) {
    case "expr":
      return [s.value];
    case "assign":
      return [s.value, ...s.targets];
    case "augmented":
      return [s.target, s.value];
    case "annotated":
      return [s.value, s.target];
    case "return":
      return [s.value];
    case "delete":
      return s.targets;
    case "if":
    case "while":
      return [s.test];
    case "for":
      return [s.iterable, s.target];
    case "try":
      return s.handlers.map((h) => h.type);
    case "with":
      return s.items.flatMap((item) => [item.value, item.target]);
    case "def":
      return [...s.decorators, ...s.fn.params.map((p) => p.default)];
    case "class":
      return [...s.decorators, ...s.cls.bases.map((a) => a.value)];
    case "assert":
      return [s.test, s.message];
    case "raise":
      return [s.value, s.cause];
    case "match":
      return [s.subject, ...s.cases.map((c) => c.guard)];
    default:
      return [];
  }
}

/** Children of an expression, in order of evaluation, that belong to the same frame (not the body of a lambda). */
export function innerExprs(e: Expr): readonly (Expr | undefined)[] {
  switch (e.kind) {
    case "fstring": {
      const found: Expr[] = [];
      const add = (parts: readonly unknown[]): void => {
        for (const part of parts as readonly (string | { value: Expr; spec?: readonly unknown[] })[])
          if (typeof part !== "string") {
            found.push(part.value);
            if (part.spec) add(part.spec);
          }
      };
      add(e.parts);
      return found;
    }
    case "tuple":
    case "list":
    case "set":
      return e.elems;
    case "dict":
      return e.entries.flatMap((entry) => [entry.key, entry.value]);
    case "binary":
    case "logical":
      return [e.left, e.right];
    case "unary":
    case "not":
      return [e.operand];
    case "compare":
      return [e.left, ...e.rest.map((r) => r.right)];
    case "call":
      return [e.callee, ...e.args.map((a) => a.value)];
    case "attribute":
      return [e.object];
    case "subscript":
      return [e.object, e.index];
    case "slice":
      return [e.start, e.stop, e.step];
    case "lambda":
      return e.fn.params.map((p) => p.default);
    case "conditional":
      return [e.test, e.then, e.orElse];
    case "comprehension":
      return [...e.clauses.flatMap((c) => [c.iterable, c.target, ...c.tests]), e.key, e.element];
    case "yield":
      return [e.value];
    case "yieldFrom":
    case "await":
    case "starred":
      return [e.value];
    case "walrus":
      return [e.value, e.target];
    default:
      return [];
  }
}

/** Each expression of the same frame inside one, itself first. */
export function eachExpr(e: Expr, see: (e: Expr) => void): void {
  see(e);
  for (const inner of innerExprs(e)) if (inner) eachExpr(inner, see);
}
