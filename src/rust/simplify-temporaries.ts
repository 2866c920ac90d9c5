/** Variables that only hand a value on, and constants that only fill the fields of an object, are written where they are used. */
import { eachNode, someNode } from "../base/nodes.ts";
import type { RustBlock, RustExpr, RustStatement } from "./ast.ts";
import { retained } from "./simplify-iterators.ts";
import { reads } from "./simplify-statements.ts";

/** The block, whose parts are simple already. */
export function withoutTemporaries(block: RustBlock): RustBlock {
  let made = block;
  let counts: Map<string, number> | undefined;
  const count = (name: string): number => (counts ??= mentions(block)).get(name) ?? 0;
  for (let i = made.statements.length - 1; i >= 0; i--) {
    const s = made.statements[i];
    if (s.kind !== "let" || s.pattern.kind !== "name" || !s.value || s.orElse) continue;
    if (s.pattern.mutable && s.value.kind === "path" && s.value.path === s.pattern.name && !s.value.args) made = mutableAtOnce(made, i);
    else if (!s.pattern.mutable && !s.trailing) made = handedOn(made, i, count) ?? filledIn(made, i, count) ?? made;
  }
  return made;
}

/** `let x = f(); … let mut x = x;` as `let mut x = f();` */
function mutableAtOnce(block: RustBlock, index: number): RustBlock {
  const s = block.statements[index] as RustStatement<"let">;
  if (s.pattern.kind !== "name" || s.type || s.comments?.length || s.trailing) return block;
  const { name } = s.pattern;
  for (let i = index - 1; i >= 0; i--) {
    const before = block.statements[i];
    if (before.kind === "let" && before.pattern.kind === "name" && before.pattern.name === name) {
      if (!before.value || before.orElse) return block;
      const statements = block.statements.filter((_, k) => k !== index);
      statements[i] = { ...before, pattern: { ...before.pattern, mutable: true } };
      return { ...block, statements };
    }
    // What is in between must not see that it may change.
    if (before.kind !== "let" || (mentions({ statements: [before] }).get(name) ?? 0) > 0) return block;
  }
  return block;
}

/** Names that emit gives to values that have none in the source. */
const temporary = /^(?:value|items|item|pair|entries)(?:_\d+)?$/;

/** `let value = f(); x = value;` as `x = f();` */
function handedOn(block: RustBlock, index: number, count: (name: string) => number): RustBlock | undefined {
  const s = block.statements[index] as RustStatement<"let">;
  if (s.pattern.kind !== "name" || s.type || !temporary.test(s.pattern.name)) return undefined;
  const { name } = s.pattern;
  const next = block.statements[index + 1];
  const value = s.value!;
  if (!next || (next.kind !== "let" && next.kind !== "expression")) return undefined;
  const isIt = (e: RustExpr | undefined): boolean => e?.kind === "path" && e.path === name && !e.args;
  let made: RustStatement | undefined;
  if (next.kind === "let") {
    if (isIt(next.value) && !next.orElse) made = { ...next, value };
  } else if (next.value.kind === "assign" && isIt(next.value.right)) {
    const { left, op } = next.value;
    // What the value borrows on its way would still be borrowed.
    if (!lends(value) && (op === "=" || (left.kind === "path" && !names(value, left.path)))) {
      const assign = { ...next.value, right: value };
      made = { ...next, value: retained(assign) ?? assign };
    }
  } else if (next.value.kind === "return" && isIt(next.value.value)) made = { ...next, value: { ...next.value, value } };
  if (!made || (count(name) > 1 && reads(block, index + 2, name))) return undefined;
  const comments = [...(s.comments ?? []), ...(next.comments ?? [])];
  // `let x = x;`
  if (made.kind === "let" && bindsItself(made) && comments.length === 0 && !made.trailing)
    return { ...block, statements: [...block.statements.slice(0, index), ...block.statements.slice(index + 2)] };
  made = { ...made, at: s.at ?? next.at, comments: comments.length ? comments : undefined };
  return { ...block, statements: [...block.statements.slice(0, index), made, ...block.statements.slice(index + 2)] };
}

const bindsItself = ({ pattern, value, type }: RustStatement<"let">): boolean =>
  pattern.kind === "name" && !pattern.mutable && !type && value?.kind === "path" && value.path === pattern.name && !value.args;

/** `let x: T = None; C { x: RefCell::new(x) }` as `C { x: RefCell::new(None) }` */
function filledIn(block: RustBlock, index: number, count: (name: string) => number): RustBlock | undefined {
  const s = block.statements[index] as RustStatement<"let">;
  if (s.pattern.kind !== "name" || s.comments?.length || !isConstant(s.value!) || count(s.pattern.name) !== 1) return undefined;
  const { name } = s.pattern;
  const inside = (e: RustExpr | undefined): RustExpr | undefined => e && filled(e, name, s.value!);
  const without = block.statements.filter((_, i) => i !== index);
  for (let i = index; i < without.length; i++) {
    const at = without[i];
    const value = at.kind === "let" || at.kind === "expression" ? inside(at.value) : undefined;
    if (value) return { ...block, statements: without.map((one, k) => (k === i ? ({ ...one, value } as RustStatement) : one)) };
  }
  const value = inside(block.value);
  return value && { ...block, statements: without, value };
}

/** Does a value stay the same wherever it is written, and take its type from there? */
function isConstant(e: RustExpr): boolean {
  if (e.kind === "literal" || e.kind === "path") return e.kind === "literal" || e.path === "None";
  if (e.kind === "tuple") return e.elems.length === 0;
  if (e.kind === "method") return e.name === "to_owned" && e.object.kind === "literal";
  return (
    e.kind === "call" && e.callee.kind === "path" && e.args.length === 0 && /^(?:String|Vec|VecDeque|Dict|Set)::new$/.test(e.callee.path)
  );
}

/** An object (in a box, a result) with the value for a field that is the name, or a cell of it. */
function filled(e: RustExpr, name: string, value: RustExpr): RustExpr | undefined {
  if (e.kind === "call" && e.args.length === 1) {
    const arg = filled(e.args[0], name, value);
    return arg && { ...e, args: [arg] };
  }
  if (e.kind !== "struct") return undefined;
  const isIt = (one: RustExpr): boolean => one.kind === "path" && one.path === name;
  for (const [i, field] of e.fields.entries()) {
    const wrapped = field.value.kind === "call" && field.value.args.length === 1 && isIt(field.value.args[0]);
    if (!wrapped && !isIt(field.value)) continue;
    const made: RustExpr = wrapped ? { ...(field.value as RustExpr<"call">), args: [value] } : value;
    return { ...e, fields: e.fields.map((one, k) => (k === i ? { ...one, value: made } : one)) };
  }
  return undefined;
}

/** Does evaluating it borrow from a cell until the statement ends? */
function lends(root: RustExpr): boolean {
  return someNode<RustExpr>(root, (e) => e.kind === "method" && /^(?:borrow|borrow_mut|lock|read|write)/.test(e.name));
}

const names = (root: RustExpr, name: string): boolean => (mentions({ statements: [], value: root }).get(name) ?? 0) > 0;

/** How often a block mentions each name, in formats too. */
function mentions(block: RustBlock): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);
  eachNode<RustExpr>(block, (e) => {
    if (e.kind === "path" && e.path !== undefined) add(e.path);
    else if (e.kind === "literal" && e.text !== undefined)
      for (const [name] of e.text.matchAll(e.text.startsWith('"') ? /(?<=\{)[a-z_]\w*|[a-z_]\w*(?=\$)/g : /[a-z_]\w*/g)) add(name);
  });
  return counts;
}
