/**
 * Attempts that give what they find: `let mut x: T = 0; if rt::raises("E", || { x = f()?; Ok(()) }) { return 1; }` as
 * `let Ok(x) = rt::except("E", || f()) else { return 1; };`
 */
import { mapMembers, someNode } from "../base/nodes.ts";
import type { RustBlock, RustExpr, RustPattern, RustStatement, RustType } from "./ast.ts";
import { diverges } from "./diverges.ts";
import { pName, pVariant, tPath, wild } from "./make.ts";
import { valueOrConstant } from "./simplify-excepts.ts";
import { names, readers } from "./simplify-statements.ts";

/** The block, whose parts are simple already. */
export function withFound(block: RustBlock): RustBlock {
  let made = block;
  for (let i = made.statements.length - 1; i > 0; i--) {
    const guard = made.statements[i];
    const attempt = guard.kind === "expression" ? attemptOf(guard.value) : undefined;
    if (!attempt) continue;
    const now = found(made, i, attempt);
    if (!now) continue;
    made = now;
    i = Math.min(i, made.statements.length);
  }
  return made;
}

/** A variable that an attempt binds, and whose first value only stands in for that. */
interface Found {
  readonly name: string;
  readonly optional: boolean;
  readonly type?: RustType;
}

/** What a variable holds that is bound later. */
const isStandIn = (e: RustExpr): boolean =>
  (e.kind === "literal" && !e.text.includes("{")) ||
  (e.kind === "path" && e.path === "None") ||
  (e.kind === "call" &&
    e.callee.kind === "path" &&
    /^(?:(?:String|Vec|Dict|Set)::new|(?:rt::)?Int::from)$/.test(e.callee.path) &&
    e.args.every((arg) => arg.kind === "literal"));

function standIn(s: RustStatement): Found | undefined {
  if (s.kind !== "let" || s.pattern.kind !== "name" || !s.pattern.mutable || !s.value || s.orElse || s.trailing || s.comments?.length)
    return undefined;
  const optional = s.value.kind === "path";
  return isStandIn(s.value) ? { name: s.pattern.name, optional, type: optional ? innerOf(s.type) : s.type } : undefined;
}

/** An attempt, and what it does where it fails. */
interface Attempt {
  /** `rt::catch(…)`, or `rt::try_except(…)` with what hands others on. */
  readonly call: RustExpr<"call">;
  readonly again: boolean;
  readonly closure: RustExpr<"closure">;
  readonly body: RustBlock;
  /** `Err(error)`; missing where the failure has no name. */
  readonly failure?: RustPattern;
  readonly failed: RustBlock;
  /** What follows success, where something does. */
  readonly then?: RustBlock;
}

const inBlock = (block: RustBlock): RustExpr => ({ kind: "block", block });

/** One name, or a tuple of them. */
const together = <T>(parts: readonly T[], tuple: (parts: readonly T[]) => T): T => (parts.length === 1 ? parts[0] : tuple(parts));

/** The block with the attempt at `at` as one that gives what it binds. */
function found(block: RustBlock, at: number, attempt: Attempt): RustBlock | undefined {
  const guard = block.statements[at] as RustStatement<"expression">;
  const bound: { readonly index: number; readonly found: Found }[] = [];
  block.statements.slice(0, at).forEach((s, index) => {
    const found = standIn(s);
    if (!found || !assigned(attempt.body, found.name)) return;
    if (!names(block.statements.slice(index + 1, at), found.name)) bound.push({ index, found });
  });
  if (bound.length === 0) return undefined;
  const variables = bound.map((each) => each.found);
  const body = giving(attempt.body, variables);
  const subject = body && calling(attempt, body, variables);
  if (!subject) return undefined;
  const before = block.statements.slice(0, at).filter((_, i) => !bound.some(({ index }) => index === i));
  const rest: RustBlock = { ...block, statements: block.statements.slice(at + 1) };
  const failure = attempt.failure ?? pVariant("Err", wild);
  const later = variables.some(({ name }) => names([rest.statements, rest.value], name));
  const where = later ? rest : attempt.then;
  const handler = handled(attempt.failed, variables);
  if (!where || !handler || (later && attempt.then)) return undefined;
  const open = variables.reduce<RustBlock | undefined>(
    (tree, { name, optional }) => (tree && optional ? unwrapped(tree, name) : tree),
    where,
  );
  const mutable = open ? variables.map(({ name, type }) => changes(open, name, type)) : [undefined];
  if (!open || mutable.includes(undefined)) return undefined;
  const pattern = together<RustPattern>(
    variables.map(({ name }, i) => pName(name, mutable[i])),
    (elems) => ({ kind: "tuple", elems }),
  );
  if (!later) {
    if (handler.value) return undefined;
    const arms = [
      { pattern: pVariant("Ok", pattern), body: inBlock(open) },
      { pattern: failure, body: inBlock(handler.block) },
    ];
    return { ...block, statements: [...before, { ...guard, value: { kind: "match", subject, arms } }, ...rest.statements] };
  }
  const { at: origin, comments, trailing } = guard;
  const base = { kind: "let", at: origin, comments, trailing } as const;
  const named = failure.kind === "variant" && failure.elems?.[0].kind === "name";
  const leaves = !handler.value && diverges(handler.block.statements);
  if (!leaves && !handler.value) return undefined;
  if (leaves && !named) {
    const made: RustStatement = { ...base, pattern: pVariant("Ok", pattern), value: subject, orElse: handler.block };
    return { ...open, statements: [...before, made, ...open.statements] };
  }
  const plain = together<RustPattern>(
    variables.map(({ name }) => pName(name)),
    (elems) => ({ kind: "tuple", elems }),
  );
  const value = together<RustExpr>(
    variables.map(({ name }) => ({ kind: "path", path: name })),
    (elems) => ({ kind: "tuple", elems }),
  );
  const ok = { pattern: pVariant("Ok", plain), body: value };
  const failed = handler.value ? { ...handler.block, value: handler.value } : handler.block;
  const short = named ? undefined : valueOrConstant(ok, failed, subject);
  const given = short ?? { kind: "match" as const, subject, arms: [ok, { pattern: failure, body: inBlock(failed) }] };
  const type = variables.length === 1 ? variables[0].type : undefined;
  return { ...open, statements: [...before, { ...base, pattern, type, value: given }, ...open.statements] };
}

/** Is the variable bound by a statement of the block itself, and named by none before it? */
function assigned({ statements, value }: RustBlock, name: string): boolean {
  const at = statements.findIndex((s) => names(s, name));
  const s = statements[at];
  if (at < 0 || s.kind !== "expression" || s.value.kind !== "assign" || s.value.op !== "=") return false;
  const { left, right } = s.value;
  const others = statements
    .slice(at + 1)
    .some((other) => other.kind === "expression" && other.value.kind === "assign" && names(other.value.left, name));
  return left.kind === "path" && left.path === name && !names(right, name) && !others && !names(value, name);
}

/** The body of an attempt, `…; Ok(())`, with what it binds as what it gives. */
function giving(
  body: RustBlock,
  variables: readonly Found[],
): { readonly before: readonly RustStatement[]; readonly value: RustExpr } | undefined {
  const { value: done } = body;
  const ends = done?.kind === "call" && done.callee.kind === "path" && done.callee.path === "Ok" && done.args[0].kind === "tuple";
  if (!ends || body.trailing?.length || body.valueComments?.length) return undefined;
  let statements: readonly RustStatement[] | undefined = body.statements;
  const values: RustExpr[] = [];
  for (const { name, optional, type } of variables) {
    const at: number = statements.findIndex((s) => names(s, name));
    const s = statements[at] as RustStatement<"expression">;
    const right = (s.value as RustExpr<"assign">).right;
    const value = optional ? someOf(right) : right;
    const after: readonly RustStatement[] | undefined = optional ? unwrapped(statements.slice(at + 1), name) : statements.slice(at + 1);
    if (!value || !after) return undefined;
    const last = at === statements.length - 1 && !s.comments?.length && !s.trailing;
    if (last && variables.length === 1) return { before: statements.slice(0, at), value };
    if (changes({ statements: after }, name, type) !== false) return undefined;
    const { at: origin, comments, trailing } = s;
    const bound: RustStatement = { kind: "let", at: origin, comments, trailing, pattern: pName(name), type, value };
    statements = [...statements.slice(0, at), bound, ...after];
    values.push({ kind: "path", path: name });
  }
  return { before: statements, value: together(values, (elems) => ({ kind: "tuple", elems })) };
}

/** The handler without the variables: it does not know them, or binds the only one as its last. */
function handled(block: RustBlock, variables: readonly Found[]): { readonly block: RustBlock; readonly value?: RustExpr } | undefined {
  if (!variables.some(({ name }) => names(block, name))) return block.value ? undefined : { block };
  const last = block.statements.at(-1);
  const [{ name, optional }, ...more] = variables;
  if (more.length > 0 || block.value || block.trailing?.length || last?.kind !== "expression" || last.value.kind !== "assign")
    return undefined;
  const { left, op, right } = last.value;
  const before = block.statements.slice(0, -1);
  const value = optional ? someOf(right) : right;
  if (op !== "=" || left.kind !== "path" || left.path !== name || !value || names([before, value], name)) return undefined;
  return { block: { ...block, statements: before, valueComments: last.comments, valueTrailing: last.trailing }, value };
}

const ATTEMPTS: Readonly<Record<string, string | undefined>> = {
  "rt::catch": "rt::catch",
  "rt::except": "rt::except",
  "rt::raises": "rt::except",
  "rt::try_except": "rt::try_except",
  "rt::try_raises": "rt::try_except",
};

/** The attempt that a test or match is about. */
function attemptOf(e: RustExpr): Attempt | undefined {
  if (e.kind === "if" && !e.orElse) {
    const { test } = e;
    if (test.kind !== "let") return /raises$/.test(calleeOf(test) ?? "") ? started(test, { failed: e.then }) : undefined;
    return isFailure(test.pattern) ? started(test.value, { failed: e.then, failure: test.pattern }) : undefined;
  }
  if (e.kind !== "match" || e.arms.length !== 2 || e.arms.some((arm) => arm.guard || arm.comments?.length)) return undefined;
  const [ok, failed] = e.arms;
  const isUnit = ok.pattern.kind === "variant" && ok.pattern.path === "Ok" && ok.pattern.elems?.[0].kind === "tuple";
  if (!isUnit || !isFailure(failed.pattern) || ok.body.kind !== "block" || failed.body.kind !== "block") return undefined;
  return started(e.subject, { failed: failed.body.block, failure: failed.pattern, then: ok.body.block });
}

const isFailure = (pattern: RustPattern): boolean => pattern.kind === "variant" && pattern.path === "Err" && pattern.elems?.length === 1;

const calleeOf = (e: RustExpr): string | undefined => {
  const inner = e.kind === "try" ? e.value : e;
  return inner.kind === "call" && inner.callee.kind === "path" ? inner.callee.path : undefined;
};

function started(e: RustExpr, how: Pick<Attempt, "failed" | "failure" | "then">): Attempt | undefined {
  const call = e.kind === "try" ? e.value : e;
  const closure = call.kind === "call" ? call.args.at(-1) : undefined;
  if (call.kind !== "call" || !ATTEMPTS[calleeOf(e) ?? ""] || closure?.kind !== "closure") return undefined;
  if (closure.body.kind !== "block" || closure.body.word || closure.body.label) return undefined;
  return { call, again: e.kind === "try", closure, body: closure.body.block, ...how };
}

/** The attempt with what it gives; nothing where its type would have to be written and is not known. */
function calling(
  { call, closure, again }: Attempt,
  { before, value }: { readonly before: readonly RustStatement[]; readonly value: RustExpr },
  variables: readonly Found[],
): RustExpr | undefined {
  const callee = { kind: "path", path: ATTEMPTS[calleeOf(call)!]! } as const;
  const given: RustExpr = value.kind === "try" ? value.value : { kind: "call", callee: { kind: "path", path: "Ok" }, args: [value] };
  const known = closure.result?.kind === "path" ? closure.result.args[1] : undefined;
  const [{ type }, ...more] = variables;
  const plain = more.length > 0 || tellsType(value);
  if (!plain && (!type || !known)) return undefined;
  const result = plain ? undefined : tPath("Result", type!, known!);
  const body: RustExpr = before.length > 0 || result ? inBlock({ statements: before, value: given }) : given;
  const made: RustExpr = { ...call, callee, args: [...call.args.slice(0, -1), { ...closure, result, body }] };
  return again ? { kind: "try", value: made } : made;
}

/** Functions whose results are what is asked for. */
const asked = /^(?:collect|into|parse|sum|product|unwrap_or_default)$/;

/** Does the expression tell its type by itself? */
const tellsType = (e: RustExpr): boolean =>
  e.kind === "path" ||
  (e.kind === "try" && tellsType(e.value)) ||
  (e.kind === "unary" && tellsType(e.operand)) ||
  (e.kind === "call" && e.callee.kind === "path" && e.callee.path !== "Default::default") ||
  (e.kind === "method" && !asked.test(e.name));

const someOf = (e: RustExpr): RustExpr | undefined =>
  e.kind === "call" && e.callee.kind === "path" && e.callee.path === "Some" ? e.args[0] : undefined;

const innerOf = (type: RustType | undefined): RustType | undefined =>
  type?.kind === "path" && type.path === "Option" ? type.args[0] : undefined;

/** The tree with `x` for `x.unwrap()` and `x.as_ref().unwrap()`; undefined where `x` is used in another way. */
function unwrapped<T>(root: T, name: string): T | undefined {
  let failed = false;
  const bare: RustExpr = { kind: "path", path: name };
  const isBare = (e: RustExpr): boolean => e.kind === "path" && e.path === name && !e.args;
  const content = (e: RustExpr, by?: string): boolean => {
    if (e.kind !== "method" || (e.name !== "unwrap" && e.name !== "unwrap_or_else")) return false;
    const { object } = e;
    return by === undefined
      ? isBare(object)
      : object.kind === "method" && object.name === by && object.args.length === 0 && isBare(object.object);
  };
  const lent = (e: RustExpr): boolean => content(e, "as_ref");
  const visit = (node: unknown): unknown => {
    if (failed || typeof node !== "object" || node === null) return node;
    const e = node as RustExpr;
    switch (e.kind) {
      case "path":
        if (names(e, name)) failed = true;
        return e;
      case "literal":
        if (names(e, name)) failed = true;
        return e;
      case "unary":
        if (e.op === "*" && lent(e.operand)) return bare;
        break;
      case "field":
        if (lent(e.object)) return { ...e, object: bare };
        break;
      case "method":
        if (lent(e.object)) return { ...e, object: bare, args: visit(e.args) };
        break;
      case "macro":
        return { ...e, args: e.args.map((arg) => (lent(arg) ? bare : (visit(arg) as RustExpr))) };
      default:
        break;
    }
    if (content(e)) return bare;
    if (content(e, "clone")) return { kind: "method", object: bare, name: "clone", args: [] };
    if (lent(e)) return { kind: "borrow", word: "", operand: bare };
    return mapMembers(node, visit);
  };
  const made = visit(root) as T;
  return failed ? undefined : made;
}

/** Values that nothing changes but an assignment. */
const fixed = /^(?:bool|char|[fiu]\d+|[iu]size|Rc|(?:rt::)?Shared)$/;

const isFixed = (type: RustType): boolean =>
  type.kind === "ref" || (type.kind === "path" && (fixed.test(type.path) || (type.path === "Option" && type.args.every(isFixed))));

/** Does the block change the variable? Undefined where that cannot be told. */
function changes(block: RustBlock, name: string, type: RustType | undefined): boolean | undefined {
  const isRoot = (e: RustExpr): boolean => {
    let at = e;
    while (at.kind === "field" || at.kind === "index") at = at.object;
    return at.kind === "path" && at.path === name;
  };
  const assigned = someNode<RustExpr>(
    block,
    (e) => (e.kind === "assign" && isRoot(e.left)) || (e.kind === "borrow" && e.word.includes("mut") && isRoot(e.operand)),
  );
  if (assigned || (type && isFixed(type))) return assigned;
  return someNode<RustExpr>(block, (e) => e.kind === "method" && isRoot(e.object) && !readers.has(e.name)) ? undefined : false;
}
