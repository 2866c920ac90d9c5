/**
 * Attempts at one call that gives its failure back, of a class that is known: `rt::except("ValueError", || rt::integer::try_parse(text, 10))` as the
 * call alone.
 */
import { mapMembers, someNode } from "../base/nodes.ts";
import type { Arm, RustBlock, RustExpr, RustStatement } from "./ast.ts";
import { names } from "./simplify-statements.ts";

/** The classes by which a failure is caught. */
const CAUGHT: Readonly<Record<string, RegExp>> = {
  KeyError: /\b(?:KeyError|LookupError|Exception|BaseException)\b/,
  IndexError: /\b(?:IndexError|LookupError|Exception|BaseException)\b/,
  ValueError: /\b(?:ValueError|Exception|BaseException)\b/,
};

/** The block, whose attempts are in their last form. */
export function withDirect(block: RustBlock): RustBlock {
  let changed = false;
  const statements = block.statements.map((s): RustStatement => {
    if (s.kind !== "expression" && s.kind !== "let") return s;
    const tried = s.kind === "let" && s.value && s.orElse ? resultOf(s.value, "except") : undefined;
    const value = tried ?? (s.value && directly(s.value));
    if (value === s.value || !value) return s;
    changed = true;
    return { ...s, value } as RustStatement;
  });
  const value = block.value && directly(block.value);
  return changed || value !== block.value ? { ...block, statements, value } : block;
}

function directly(e: RustExpr): RustExpr {
  switch (e.kind) {
    case "return": {
      const value = e.value && directly(e.value);
      return value === e.value ? e : { ...e, value };
    }
    case "method": {
      const short = e.name === "unwrap_or" ? shortened(e) : undefined;
      if (short) return short;
      const object = e.name === "unwrap_or" || e.name === "unwrap_or_default" ? resultOf(e.object, "except") : undefined;
      return object ? { ...e, object } : e;
    }
    case "match": {
      const subject = e.arms.every(leavesFailure) ? resultOf(e.subject, "except") : undefined;
      return subject ? { ...e, subject } : e;
    }
    case "if": {
      const orElse = e.orElse?.kind === "if" ? directly(e.orElse) : e.orElse;
      const made = orElse === e.orElse ? e : { ...e, orElse };
      const { test } = e;
      if (test.kind !== "let") {
        const value = resultOf(test, "raises");
        return value ? { ...made, test: { kind: "method", object: value, name: "is_err", args: [] } } : made;
      }
      const shown = leavesFailure({ pattern: test.pattern, body: { kind: "block", block: e.then } });
      const value = shown ? resultOf(test.value, "except") : undefined;
      return value ? { ...made, test: { ...test, value } } : made;
    }
    default:
      return e;
  }
}

const isLiteral = (e: RustExpr | undefined, text: string): boolean => e?.kind === "literal" && e.text === text;

/** An attempt of which only the success is asked for (`… Ok(true) … .unwrap_or(false)`), or that gives an option (`… Ok(Some(f()?)) … .unwrap_or(None)`). */
function shortened({ object, args: [other] }: RustExpr<"method">): RustExpr | undefined {
  const given = object.kind === "try" ? object.value : object;
  const closure = given.kind === "call" && given.plain !== undefined ? given.args.at(-1) : undefined;
  if (given.kind !== "call" || closure?.kind !== "closure") return undefined;
  const { body } = closure;
  const done = body.kind === "block" && !body.word && !body.label ? body.block.value : body;
  if (done?.kind !== "call" || done.callee.kind !== "path" || done.callee.path !== "Ok") return undefined;
  const as = (made: RustExpr): RustExpr => {
    const call: RustExpr = { ...given, args: [...given.args.slice(0, -1), { ...closure, body: made }] };
    return object.kind === "try" ? { ...object, value: call } : call;
  };
  const through = (made: RustExpr | undefined, name: string): RustExpr | undefined => {
    const result = made && resultOf(as(made), "except");
    return result && { kind: "method", object: result, name, args: [] };
  };
  const [value] = done.args;
  if (isLiteral(value, "true") && isLiteral(other, "false") && body.kind === "block") {
    const unit: RustExpr = { ...done, args: [{ kind: "tuple", elems: [] }] };
    return through({ ...body, block: { ...body.block, value: unit } }, "is_ok");
  }
  const some = value.kind === "call" && value.callee.kind === "path" && value.callee.path === "Some" ? value.args[0] : undefined;
  return some && other.kind === "path" && other.path === "None" ? through({ ...done, args: [some] }, "ok") : undefined;
}

/** What shows an exception. */
const SHOWS = /^rt::(?:builtins::)?(?:str|repr)$/;

/** Is the failure, if it has a name, only shown? One that is raised again knows that it was caught. */
function leavesFailure({ pattern, body, guard }: Arm): boolean {
  if (guard) return false;
  if (pattern.kind !== "variant" || pattern.path !== "Err") return true;
  const [inner] = pattern.elems ?? [];
  if (inner?.kind !== "name") return inner?.kind === "wild";
  const { name } = inner;
  const without = (node: unknown): unknown => {
    if (typeof node !== "object" || node === null) return node;
    const e = node as RustExpr;
    const shows = e.kind === "call" && e.callee.kind === "path" && SHOWS.test(e.callee.path) && e.args.length === 1;
    return shows && e.args[0].kind === "borrow" && names(e.args[0].operand, name)
      ? { kind: "literal", text: "0" }
      : mapMembers(node, without);
  };
  return !someNode<RustExpr>(without(body), (e) => (e.kind === "path" || e.kind === "literal") && names(e, name));
}

/** The `Result` of the only call in an attempt that takes its failure. */
function resultOf(given: RustExpr, word: "except" | "raises"): RustExpr | undefined {
  const e = given.kind === "try" ? given.value : given;
  if (e.kind !== "call" || e.plain === undefined || e.callee.kind !== "path") return undefined;
  if (e.callee.path !== (e === given ? `rt::${word}` : `rt::try_${word}`)) return undefined;
  const [classes, closure] = e.args;
  if (classes.kind !== "literal" || closure?.kind !== "closure" || !CAUGHT[e.plain]?.test(classes.text)) return undefined;
  const { body } = closure;
  const inner = body.kind === "block" && !body.word && !body.label ? onlyStep(body.block) : body;
  const made = inner && tried(inner);
  // A guard would last as long as the statement; what else may fail unwinds.
  const more = (each: RustExpr): boolean => each.kind === "index" || (each.kind === "method" && /borrow|unwrap/.test(each.name));
  return made && someNode<RustExpr>(made, more) ? undefined : made;
}

/** `f()?; Ok(())` */
function onlyStep({ statements, value, trailing, valueComments }: RustBlock): RustExpr | undefined {
  const [only] = statements;
  if (trailing?.length || valueComments?.length || statements.length > 1) return undefined;
  if (statements.length === 0) return value;
  const isDone = value?.kind === "call" && value.callee.kind === "path" && value.callee.path === "Ok" && value.args[0].kind === "tuple";
  if (!isDone || only.comments?.length || only.trailing) return undefined;
  const step = only.kind === "expression" || (only.kind === "let" && only.pattern.kind === "wild") ? only.value : undefined;
  return step?.kind === "try" && step.value.kind === "call" ? step.value : undefined;
}

/** `Ok(f()?)` as `f()`, `Ok(f()?.clone())` as `f().cloned()`. */
function tried(e: RustExpr): RustExpr | undefined {
  if (e.kind !== "call" || e.callee.kind !== "path") return undefined;
  if (e.callee.path !== "Ok") return /^rt::\w+::try_\w+$/.test(e.callee.path) ? e : undefined;
  const [value] = e.args;
  const called = (part: RustExpr): RustExpr | undefined =>
    part.kind === "try" && part.value.kind === "call" && tried(part.value) === part.value ? part.value : undefined;
  const through = (object: RustExpr | undefined, name: string): RustExpr | undefined =>
    object && { kind: "method", object, name, args: [] };
  if (value.kind === "method" && value.name === "clone" && value.args.length === 0) return through(called(value.object), "cloned");
  if (value.kind === "unary" && value.op === "*") return through(called(value.operand), "copied");
  return called(value);
}
