/** Blocks in fewer words. */
import { someNode } from "../base/nodes.ts";
import type { Arm, RustBlock, RustExpr, RustStatement, RustType } from "./ast.ts";
import { divergesExpr, reachable } from "./diverges.ts";
import { isHandleType } from "./types.ts";

/** The block, whose parts are simple already. */
export const simplerStatements = (block: RustBlock): RustBlock =>
  returnedVariable(lateDeclarations(withoutUnits(withoutBraces(reachable(block)))));

const NESTS: ReadonlySet<RustExpr["kind"]> = new Set(["loop", "while", "for", "if", "match"]);

/** `{ for … }` as `for …` */
function withoutBraces(block: RustBlock): RustBlock {
  const only = (s: RustStatement): RustStatement | undefined => {
    const inner = s.kind === "expression" && s.value.kind === "block" && !s.value.label && !s.value.word ? s.value.block : undefined;
    const [held] = inner?.statements ?? [];
    if (inner?.statements.length !== 1 || inner.value || inner.trailing?.length || s.trailing) return undefined;
    if (held.kind !== "expression" || !NESTS.has(held.value.kind)) return undefined;
    const comments = [...(s.comments ?? []), ...(held.comments ?? [])];
    return { ...held, comments: comments.length > 0 ? comments : undefined };
  };
  return block.statements.some(only) ? { ...block, statements: block.statements.map((s) => only(s) ?? s) } : block;
}

/** Variables that hold nothing and that nothing names; `()` at the end. */
function withoutUnits(block: RustBlock): RustBlock {
  let made = block;
  const isUnit = (e: RustExpr | undefined): boolean => e?.kind === "tuple" && e.elems.length === 0;
  if (isUnit(made.value) && !made.valueComments?.length && !made.valueTrailing) made = { ...made, value: undefined };
  for (let i = made.statements.length - 1; i >= 0; i--) {
    const s = made.statements[i];
    if (s.kind !== "let" || s.pattern.kind !== "name" || !isUnit(s.value) || s.comments?.length || s.trailing) continue;
    if (reads(made, i + 1, s.pattern.name)) continue;
    made = { ...made, statements: made.statements.filter((_, k) => k !== i) };
  }
  return made;
}

/** `let x = value; x` as `value`. */
function returnedVariable(block: RustBlock): RustBlock {
  const last = block.statements.at(-1);
  const { value } = block;
  if (value?.kind !== "path" || value.args || last?.kind !== "let" || last.type || last.orElse || !last.value) return block;
  if (last.pattern.kind !== "name" || last.pattern.name !== value.path || last.pattern.byRef || last.pattern.sub) return block;
  const comments = [...(last.comments ?? []), ...(block.valueComments ?? [])];
  if (last.trailing && block.valueTrailing) return block;
  return {
    ...block,
    statements: block.statements.slice(0, -1),
    value: last.value,
    valueAt: last.at ?? block.valueAt,
    valueComments: comments.length ? comments : undefined,
    valueTrailing: last.trailing ?? block.valueTrailing,
  };
}

/** `let x: T;` whose first mention is `x = value;` in the same block is declared there. */
function lateDeclarations(block: RustBlock): RustBlock {
  let statements: RustStatement[] | undefined;
  for (let i = 0; i < block.statements.length; i++) {
    const s = block.statements[i];
    if (s.kind !== "let" || s.pattern.kind !== "name" || s.comments?.length || s.trailing) continue;
    const { name } = s.pattern;
    if (!s.value && s.pattern.mutable && givenOnce(block, i + 1, name)) {
      statements ??= [...block.statements];
      statements[i] = { ...s, pattern: { ...s.pattern, mutable: false } };
    }
    if (s.value) {
      // Assigned anew in any case: the first value is never seen.
      const next = block.statements[i + 1];
      const value = s.pattern.mutable && isPlain(s.value) && next?.kind === "expression" ? assigned(next.value, name) : undefined;
      if (!value || !next) continue;
      statements ??= [...block.statements];
      const { at, comments, trailing } = next;
      const pattern = { ...s.pattern, mutable: !onlyHere(block, i + 1, s) };
      statements[i + 1] = { kind: "let", pattern, type: s.type, value, at, comments, trailing };
      statements[i] = { kind: "empty" };
      continue;
    }
    for (let k = i + 1; k < block.statements.length; k++) {
      const next = block.statements[k];
      if (next.kind === "expression" && next.value.kind === "assign" && next.value.op === "=") {
        const { left, right } = next.value;
        if (left.kind === "path" && left.path === name && !names(right, name)) {
          statements ??= [...block.statements];
          const { at, comments, trailing } = next;
          statements[k] = { kind: "let", pattern: s.pattern, type: s.type, value: right, at, comments, trailing };
          statements[i] = { kind: "empty" };
          break;
        }
      }
      const branched = next.kind === "expression" && isBranch(next.value) ? assigned(next.value, name) : undefined;
      if (branched) {
        statements ??= [...block.statements];
        const { at, comments, trailing } = next;
        const pattern = { ...s.pattern, mutable: s.pattern.mutable && !onlyHere(block, k, s) };
        statements[k] = { kind: "let", pattern, type: s.type, value: branched, at, comments, trailing };
        statements[i] = { kind: "empty" };
        break;
      }
      if (!names(next, name)) continue;
      // The loop may have another variable as its own by now.
      const looped = declaredInLoop(statements?.[k] ?? next, s);
      if (looped && !reads(block, k + 1, name)) {
        statements ??= [...block.statements];
        statements[k] = looped;
        statements[i] = { kind: "empty" };
      }
      break;
    }
  }
  if (!statements) return block;
  return { ...block, statements: statements.filter((s) => s.kind !== "empty" || s.comments?.length) };
}

/** A loop, where each round first gives the variable its value, with the variable as its own. */
function declaredInLoop(s: RustStatement, declaration: RustStatement<"let">): RustStatement | undefined {
  const loop =
    s.kind === "expression" && (s.value.kind === "loop" || s.value.kind === "while" || s.value.kind === "for") ? s.value : undefined;
  const { pattern } = declaration;
  if (s.kind !== "expression" || !loop || pattern.kind !== "name") return undefined;
  const { name } = pattern;
  const { body, ...head } = loop;
  const first = body.statements.findIndex((each) => names(each, name));
  const given = body.statements[first];
  const value = given?.kind === "expression" ? assigned(given.value, name) : undefined;
  if (!given || !value || names(value, name) || Object.values(head).some((part) => names(part, name))) return undefined;
  const { at, comments, trailing } = given;
  const mutable = pattern.mutable && !onlyHere(body, first, declaration);
  const made: RustStatement = { ...declaration, pattern: { ...pattern, mutable }, value, at, comments, trailing };
  return { ...s, value: { ...loop, body: { ...body, statements: body.statements.with(first, made) } } };
}

/** Is a variable given its value only in the labelled block at hand, which is left right after that? */
function givenOnce(block: RustBlock, index: number, name: string): boolean {
  const next = block.statements[index];
  if (next?.kind !== "expression" || next.value.kind !== "block" || next.value.label === undefined) return false;
  return (
    !assigns(block.statements.slice(index + 1), name) &&
    !assigns(block.value, name) &&
    leavesAfter(next.value.block, next.value.label, name, true)
  );
}

/** Is each assignment to the variable the last thing in the block, or followed by a jump out of it? */
function leavesAfter(block: RustBlock, label: string, name: string, last: boolean): boolean {
  if (block.value && assigns(block.value, name)) return false;
  return block.statements.every((s, i) => {
    const after = block.statements[i + 1];
    const ends =
      after === undefined
        ? last && !block.value
        : after.kind === "expression" && after.value.kind === "break" && after.value.label === label;
    if (s.kind !== "expression") return !assigns(s, name);
    const { value } = s;
    if (value.kind === "assign" && value.left.kind === "path" && value.left.path === name) return ends && !assigns(value.right, name);
    if (value.kind === "if" && !value.orElse) return !assigns(value.test, name) && leavesAfter(value.then, label, name, ends);
    return !assigns(s, name);
  });
}

const isPlain = (e: RustExpr): boolean =>
  e.kind === "literal" ||
  (e.kind === "path" && e.path === "None") ||
  (e.kind === "call" && e.callee.kind === "path" && e.callee.path === "String::new");

const isBranch = (e: RustExpr): boolean => e.kind === "if" || e.kind === "match";

/** The branches with the value that each assigns to the variable last; undefined where one does something else with it. */
function assigned(e: RustExpr, name: string): RustExpr | undefined {
  switch (e.kind) {
    case "if": {
      if (!e.orElse || names(e.test, name)) return undefined;
      const then = endsAssigning(e.then, name);
      const orElse = then && assigned(e.orElse, name);
      return then && orElse && { ...e, then, orElse };
    }
    case "match": {
      if (names(e.subject, name)) return undefined;
      const arms: Arm[] = [];
      for (const arm of e.arms) {
        const body = arm.guard && names(arm.guard, name) ? undefined : assigned(arm.body, name);
        if (!body) return undefined;
        arms.push({ ...arm, body });
      }
      return { ...e, arms };
    }
    case "block": {
      if (e.label || e.word) return undefined;
      const block = endsAssigning(e.block, name);
      return block && { ...e, block };
    }
    case "assign":
      return e.op === "=" && e.left.kind === "path" && e.left.path === name && !names(e.right, name) ? e.right : undefined;
    default:
      return divergesExpr(e) && !names(e, name) ? e : undefined;
  }
}

function endsAssigning(block: RustBlock, name: string): RustBlock | undefined {
  if (block.value) {
    if (names(block.statements, name)) return undefined;
    const value = assigned(block.value, name);
    return value && { ...block, value };
  }
  const last = block.statements.at(-1);
  const rest = block.statements.slice(0, -1);
  if (last?.kind !== "expression" || names(rest, name)) return undefined;
  if (divergesExpr(last.value)) return names(last.value, name) ? undefined : block;
  const value = assigned(last.value, name);
  if (!value) return undefined;
  return { ...block, statements: rest, value, valueAt: last.at, valueComments: last.comments, valueTrailing: last.trailing };
}

/** Methods that only read what they are called on. */
export const readers: ReadonlySet<string> = new Set(
  "clone len iter is_empty as_str as_slice as_ref as_deref to_owned to_vec to_string get contains contains_key borrow unwrap is_some is_none is_some_and is_none_or keys values".split(
    " ",
  ),
);

/** Is the variable changed in the tree, as far as can be seen? What is called on a handle changes what it leads to, and on a number nothing. */
function assigns(root: unknown, name: string, handle = false): boolean {
  return someNode<RustExpr>(root, (e) => {
    switch (e.kind) {
      case "assign":
        return rootName(e.left) === name;
      case "borrow":
        return e.word.includes("mut") && rootName(e.operand) === name;
      case "method":
        return !readers.has(e.name) && rootName(e.object) === name && !(handle && e.object.kind === "path");
      default:
        return e.kind === "macro" && e.name.startsWith("write");
    }
  });
}

const NUMBERS = /^(?:[iu](?:8|16|32|64|128|size)|f32|f64|bool|char)$/;

/** Numbers: what is called on them gives another one. */
const isNumberType = (type: RustType): boolean => type.kind === "path" && type.args.length === 0 && NUMBERS.test(type.path);

/** Is a variable, of which the declaration is given, left alone after a statement of the block? */
function onlyHere(block: RustBlock, index: number, { pattern, type }: RustStatement<"let">): boolean {
  const name = pattern.kind === "name" ? pattern.name : "";
  const handle = type !== undefined && (isHandleType(type) || isNumberType(type));
  return ![...block.statements.slice(index + 1), block.value].some((each) => assigns(each, name, handle));
}

function rootName(place: RustExpr): string | undefined {
  let at = place;
  while (at.kind === "field" || at.kind === "index") at = at.object;
  return at.kind === "path" ? at.path : undefined;
}

/** Is a variable read in a block, from a statement on, before another one takes its name? */
export function reads(block: RustBlock, from: number, name: string): boolean {
  for (let i = from; i < block.statements.length; i++) {
    const s = block.statements[i];
    if (s.kind === "let" && s.pattern.kind === "name" && s.pattern.name === name) return names([s.value, s.orElse], name);
    if (names(s, name)) return true;
  }
  return names(block.value, name);
}

/** Does the tree have the name in it, or a format that shows it? */
export function names(root: unknown, name: string): boolean {
  const inside = `${name}.`;
  return someNode<RustExpr>(root, (e) => {
    if (e.kind === "path") return e.path === name || e.path?.startsWith(inside);
    return e.kind === "literal" && (e.text?.startsWith('"') ? formatsName(e.text, name) : e.text?.includes(name));
  });
}

const formatsName = (text: string, name: string): boolean => text.includes(`{${name}`) || text.includes(`${name}$`);
