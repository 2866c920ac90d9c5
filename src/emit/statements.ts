/** Statements: one row a kind. */
import type { Block, Comment, Expression, Label, Statement, StatementKind, Type } from "../ir/index.ts";
import { isExpression, eachChild, walk } from "../ir/walk.ts";
import type { Origin, RustBlock, RustExpr, RustPattern, RustStatement } from "../rust/ast.ts";
import { assign, binary, call, exprStmt, ifExpr, letStmt, lit, method, path, unary, unitValue } from "../rust/make.ts";
import { borrowsCell, isBusy } from "./calls.ts";
import { capture, classOf, frameOf, globalPath, hoist, importName, type FunctionContext } from "./context.ts";
import { fieldName } from "./names.ts";
import { emitExpression, share, zeroOf, throughUnion } from "./expressions.ts";
import { raiseExpression } from "./failures.ts";
import { emitGuarded } from "./guarded.ts";
import { hasZero, isUnset } from "./locals.ts";
import {
  emitDoWhile,
  emitForEach,
  emitForRange,
  emitLoop,
  emitWhile,
  inBlock,
  lendsCell,
  patternOf,
  storeLocal,
  storePattern,
  unusedName,
} from "./loops.ts";
import { danger } from "./unsafe.ts";
import { operatorSigns, shiftAmount } from "./operators.ts";
import { isBig, isCopy, rustType } from "./types.ts";
import { anchored, mutTo, own, ownLoose, ownTyped, receiver, refTo, withSuffix } from "./values.ts";

type Row<K extends StatementKind> = (cx: FunctionContext, s: Statement<K>) => void;

const push = (cx: FunctionContext, expr: RustExpr): void => void cx.out.push(exprStmt(expr));

const table: { readonly [K in StatementKind]: Row<K> } = {
  let: emitLet,
  letPattern: (cx, s) => {
    const value = own(cx, s.value);
    cx.out.push(letStmt(patternOf(cx, s.pattern, false), value));
    storePattern(cx, s.pattern);
  },
  assign: emitAssign,
  update: emitUpdate,
  expression: (cx, s) => {
    const { value } = s;
    if (["unit", "int", "float", "bool", "str", "none", "local"].includes(value.kind)) return;
    const { expr } = emitExpression(cx, value, "ref");
    const isValue = value.type.kind !== "unit" && value.type.kind !== "never";
    // a result that is not used is dropped as such
    if (isValue && value.kind !== "call" && value.kind !== "callValue" && value.kind !== "runtime")
      cx.out.push(letStmt({ kind: "wild" }, expr));
    else if (isValue && value.kind === "runtime" && (cx.unit.program.rows(value.row).pure || value.type.kind === "exact")) {
      cx.out.push(
        letStmt(
          { kind: "wild" },
          expr,
          cx.unit.program.rows(value.row).result === "ref" ? undefined : rustType(value.type, cx.unit, cx.module),
        ),
      );
    } else push(cx, expr);
  },
  if: emitIf,
  while: emitWhile,
  doWhile: emitDoWhile,
  loop: emitLoop,
  forEach: emitForEach,
  forRange: emitForRange,
  switch: emitSwitch,
  labelled: (cx, s) => {
    const { value, name } = inBlock(cx, s.label, "break", "", () => emitInto(cx, s.body));
    if (name) cx.out.push({ kind: "expression", value: { kind: "block", block: value, label: name }, semicolon: false });
    else cx.out.push(...value.statements);
  },
  break: (cx, s) => push(cx, emitJump(cx, s.label, "break")),
  continue: (cx, s) => push(cx, emitJump(cx, s.label, "continue")),
  return: (cx, s) => push(cx, emitReturn(cx, s.value)),
  raise: (cx, s) => push(cx, raiseExpression(cx, own(cx, s.value))),
  guarded: emitGuarded,
  yield: (cx, s) => push(cx, { kind: "await", value: method(path("out"), "give", ownTyped(cx, s.value, cx.fn.yields ?? s.value.type)) }),
  block: (cx, s) => cx.out.push({ kind: "expression", value: { kind: "block", block: emitInto(cx, s.body) }, semicolon: false }),
};

/**
 * Emits one statement at the end of the block at hand. `inside`: it belongs to an expression of an outer statement, before which arguments may
 * still be put; its variables must not hide theirs.
 */
export function emitStatement(cx: FunctionContext, s: Statement, inside = false): void {
  const before = cx.out.length;
  const outerDirty = cx.dirty;
  const outerSuffix = cx.suffix;
  const outerDirect = cx.direct;
  cx.dirty = busyStatement(cx, s);
  cx.direct = cx.dirty ? directExpressions(s) : [];
  cx.suffix = false;
  // variables of one statement are of no use to the next: their names may come again
  const release = inside ? undefined : cx.scope.mark();
  (table[s.kind] as Row<StatementKind>)(cx, s as never);
  release?.();
  cx.dirty = outerDirty;
  cx.direct = outerDirect;
  cx.suffix = outerSuffix;
  decorate(cx, before, s);
}

/** Comments go to the first Rust statement, the origin to all. */
function decorate(cx: FunctionContext, before: number, s: Statement): void {
  const comments = s.comments ?? [];
  const above = comments.filter((each) => each.own).map(commentText);
  const trailing =
    comments
      .filter((each) => !each.own)
      .map(commentText)
      .join(" ") || undefined;
  const at: Origin = { file: s.span.file, start: s.span.start };
  if (cx.out.length === before) {
    if (above.length || trailing) cx.out.push({ kind: "empty", comments: [...above, ...(trailing ? [trailing] : [])] });
    return;
  }
  for (let i = before; i < cx.out.length; i++) {
    const each = cx.out[i];
    cx.out[i] = {
      ...each,
      at: each.at ?? at,
      comments: i === before && above.length ? [...above, ...(each.comments ?? [])] : each.comments,
      trailing: i === cx.out.length - 1 && trailing ? trailing : each.trailing,
    };
  }
  const last = cx.out[cx.out.length - 1];
  // a trailing comment of a block statement stands above it
  if (trailing && last.kind === "expression" && isBlockStatement(last.value)) {
    cx.out[cx.out.length - 1] = { ...last, trailing: undefined };
    const first = cx.out[before];
    cx.out[before] = { ...first, comments: [...(first.comments ?? []), trailing] };
  }
}

const isBlockStatement = (expr: RustExpr): boolean => ["if", "match", "loop", "while", "for", "block"].includes(expr.kind);

export const commentText = (comment: Comment): string => {
  const text = comment.text.replace(/\s+$/, "");
  return text ? `//${text.startsWith(" ") || text.startsWith("/") || text.startsWith("!") ? ` ${text.trimStart()}` : ` ${text}`}` : "//";
};

/** Does the statement itself (its blocks left out) call or change something while it is evaluated? */
function busyStatement(cx: FunctionContext, s: Statement): boolean {
  let busy = false;
  eachChild(s, (child) => {
    if (!busy && isExpression(child) && isBusy(cx, child)) busy = true;
  });
  return busy;
}

/** The last expression of a statement's own; what stands before it is followed by it. */
function directExpressions(s: Statement): readonly number[] {
  let last = -1;
  eachChild(s, (child) => {
    if (isExpression(child)) last = child.id;
  });
  if (s.kind === "assign" || s.kind === "update") return s.place.kind === "local" || s.place.kind === "field" ? [s.value.id] : [];
  return last < 0 ? [] : [last];
}

/** The statements of a block, appended to the block at hand. */
export function emitBlock(cx: FunctionContext, body: Block): void {
  let ended = false;
  const merged = firstAssignments(cx, body.statements);
  for (const statement of body.statements) {
    const first = merged.get(statement);
    if (first === "skip") {
      for (const comment of statement.comments ?? []) cx.out.push({ kind: "empty", comments: [commentText(comment)] });
      continue;
    }
    if (ended) {
      // never reached: rustc would warn; comments stay
      for (const comment of statement.comments ?? []) cx.out.push({ kind: "empty", comments: [commentText(comment)] });
      continue;
    }
    emitStatement(cx, first ?? statement);
    ended = diverges(cx.out);
  }
  if (body.trailing?.length) cx.out.push({ kind: "empty", comments: body.trailing.map(commentText) });
}

/** Declarations whose first mention in the same block is an assignment become one `let`. */
function firstAssignments(cx: FunctionContext, statements: readonly Statement[]): Map<Statement, Statement<"let"> | "skip"> {
  const merged = new Map<Statement, Statement<"let"> | "skip">();
  statements.forEach((s, i) => {
    if (s.kind !== "let" || (s.value && !(isUnset(s.value) && !cx.zeroed.has(s.local))) || cx.locals.get(s.local)?.cell !== "none") return;
    for (const next of statements.slice(i + 1)) {
      if (next.kind === "assign" && next.place.kind === "local" && next.place.local === s.local) {
        if (mentionsLocal(next.value, s.local) || cx.locals.get(s.local)!.deferred) return;
        merged.set(s, "skip");
        merged.set(next, { kind: "let", id: next.id, span: next.span, comments: next.comments, local: s.local, value: next.value });
        return;
      }
      if (mentionsLocal(next, s.local)) return;
    }
  });
  return merged;
}

const mentionsLocal = (root: Statement | Expression, local: number): boolean => {
  let found = false;
  walk(root, (node) => {
    if (node.kind === "local" && node.local === local) found = true;
    return !found;
  });
  return found;
};

/** A block as a Rust block. */
export function emitInto(cx: FunctionContext, body: Block): RustBlock {
  return { statements: capture(cx, () => emitBlock(cx, body)).statements };
}

/** The body of a function or closure: its last `return` becomes the value. */
export function emitBody(cx: FunctionContext, body: Block, result: Type): RustBlock {
  const block = emitInto(cx, body);
  return finishBody(cx, block, result);
}

/** Gives a body its value: the last `return`, `Ok(())`, or nothing. */
export function finishBody(cx: FunctionContext, block: RustBlock, result: Type): RustBlock {
  const frame = frameOf(cx);
  const procedure = result.kind === "unit" || frame.kind === "generator";
  if (procedure && !frame.fallible) return dropTailReturn(block);
  if (diverges(block.statements)) return tailValue(block);
  if (procedure || frame.kind === "guard")
    return tailValue({ ...block, value: call("Ok", frame.returns ? path("rt::Flow::Next") : unitValue) });
  if (result.kind === "never") return block;
  if (result.kind === "option") return { ...block, value: frame.fallible ? call("Ok", path("None")) : path("None") };
  return { ...block, value: { kind: "macro", name: "unreachable", args: [] } };
}

/** Does control never reach the end of the statements? */
export function diverges(statements: readonly RustStatement[]): boolean {
  for (let i = statements.length - 1; i >= 0; i--) {
    const last = statements[i];
    if (last.kind === "empty") continue;
    return last.kind === "expression" && divergesExpr(last.value);
  }
  return false;
}

function divergesExpr(expr: RustExpr): boolean {
  switch (expr.kind) {
    case "return":
    case "break":
    case "continue":
      return true;
    case "call":
      return expr.callee.kind === "path" && expr.callee.path === "rt::raise";
    case "if": {
      let at: RustExpr | undefined = expr;
      while (at?.kind === "if") {
        if (!divergesBlock(at.then)) return false;
        at = at.orElse;
      }
      return at !== undefined && divergesExpr(at);
    }
    case "block":
      return !expr.label && divergesBlock(expr.block);
    case "match":
      return expr.arms.length > 0 && expr.arms.every((arm) => divergesExpr(arm.body));
    case "loop":
      return !leavesLoop(expr);
    case "macro":
      return expr.name === "unreachable";
    default:
      return false;
  }
}
const divergesBlock = (block: RustBlock): boolean => (block.value ? divergesExpr(block.value) : diverges(block.statements));

/** Is there a `break` out of this loop? Labels name it; bare ones count outside nested loops. */
function leavesLoop(loop: RustExpr<"loop">): boolean {
  let found = false;
  const visit = (node: unknown, nested: boolean): void => {
    if (found || typeof node !== "object" || node === null) return;
    if (Array.isArray(node)) {
      for (const each of node) visit(each, nested);
      return;
    }
    const { kind } = node as { kind?: string };
    if (kind === "break") {
      const { label } = node as RustExpr<"break">;
      if (label ? label === loop.label : !nested) found = true;
    }
    if (kind === "closure") return;
    const inner = nested || kind === "loop" || kind === "while" || kind === "for";
    for (const value of Object.values(node)) visit(value, inner);
  };
  visit(loop.body, false);
  return found;
}

/** The last `return value;` as the block's value, also at the ends of `if` and `match`. */
function tailValue(block: RustBlock): RustBlock {
  if (block.value) return block;
  const index = block.statements.length - 1;
  const last = block.statements[index];
  if (!last || last.kind !== "expression") return block;
  const value = tailOf(last.value);
  if (!value) return block;
  return {
    ...block,
    statements: block.statements.slice(0, -1),
    value,
    valueAt: last.at,
    valueComments: last.comments,
    valueTrailing: last.trailing,
  };
}

function tailOf(expr: RustExpr): RustExpr | undefined {
  switch (expr.kind) {
    case "return":
      return expr.value ?? unitValue;
    case "if": {
      if (!expr.orElse) return undefined;
      const orElse = tailOf(expr.orElse);
      return orElse ? { ...expr, then: tailValue(expr.then), orElse } : undefined;
    }
    case "block":
      return expr.label ? undefined : { ...expr, block: tailValue(expr.block) };
    case "match":
      return { ...expr, arms: expr.arms.map((arm) => ({ ...arm, body: tailOf(arm.body) ?? arm.body })) };
    case "call":
    case "loop":
      return divergesExpr(expr) ? expr : undefined;
    default:
      return undefined;
  }
}

function dropTailReturn(block: RustBlock): RustBlock {
  const last = block.statements[block.statements.length - 1];
  if (block.value || last?.kind !== "expression") return block;
  const rest = block.statements.slice(0, -1);
  const { value } = last;
  if (value.kind === "return" && !value.value) {
    const comments = [...(last.comments ?? []), ...(last.trailing ? [last.trailing] : [])];
    return { ...block, statements: comments.length ? [...rest, { kind: "empty", comments }] : rest };
  }
  if (value.kind === "match" || value.kind === "if") return { ...block, statements: [...rest, { ...last, value: dropInside(value) }] };
  return block;
}

/** The same at the ends of branches. */
function dropInside(expr: RustExpr): RustExpr {
  switch (expr.kind) {
    case "match":
      return { ...expr, arms: expr.arms.map((arm) => ({ ...arm, body: dropInside(arm.body) })) };
    case "if":
      return { ...expr, then: dropTailReturn(expr.then), orElse: expr.orElse && dropInside(expr.orElse) };
    case "block":
      return expr.label ? expr : { ...expr, block: dropTailReturn(expr.block) };
    default:
      return expr;
  }
}

// --- control

/** `return` in the frame at hand. */
export function emitReturn(cx: FunctionContext, value: Expression | undefined): RustExpr {
  const frame = frameOf(cx);
  if (frame.kind === "generator") return { kind: "return" };
  const type = returnType(cx);
  // what a closure gives says its type; a function's stands in its signature
  const inClosure = cx.frames.findLast((each) => each.kind !== "guard")?.kind === "closure";
  const expr = value && value.type.kind !== "unit" ? (inClosure ? ownLoose(cx, value, type) : ownTyped(cx, value, type)) : undefined;
  if (value && value.type.kind === "unit" && value.kind !== "unit") {
    push(cx, emitExpression(cx, value, "own").expr);
  }
  return leaveWith(cx, expr);
}

const returnType = (cx: FunctionContext): Type => {
  for (let i = cx.frames.length - 1; i >= 0; i--) if (cx.frames[i].kind !== "guard") return cx.frames[i].result;
  return { kind: "unit" };
};

/** Leaves the function with a value that is emitted already. */
export function leaveWith(cx: FunctionContext, expr: RustExpr | undefined): RustExpr {
  const frame = frameOf(cx);
  if (frame.kind === "guard") {
    frame.returns = true;
    return { kind: "return", value: call("Ok", call("rt::Flow::Return", expr ?? unitValue)) };
  }
  if (frame.kind === "generator") return { kind: "return" };
  if (frame.fallible) return { kind: "return", value: expr?.kind === "try" ? expr.value : call("Ok", expr ?? unitValue) };
  return { kind: "return", value: expr };
}

/** `break` or `continue`, out of guards too. */
export function emitJump(cx: FunctionContext, label: Label, kind: "break" | "continue"): RustExpr {
  const frame = frameOf(cx);
  if (!frame.labels.has(label)) {
    let code = frame.jumps.findIndex((jump) => jump.label === label && jump.kind === kind);
    if (code < 0) code = frame.jumps.push({ label, kind }) - 1;
    frame.returns = true;
    return { kind: "return", value: call("Ok", call("rt::Flow::Jump", lit(String(code)))) };
  }
  const target = cx.targets.get(label)!;
  const to = target[kind];
  const top = cx.loops[cx.loops.length - 1];
  const bare = top?.kind === "loop" && top.label === label && to.name === `l${label}`;
  // a `continue` whose target is a block around the body leaves that block
  const word = kind === "continue" && to.name !== target.break.name && to.name.endsWith("_next") ? "break" : kind;
  if (bare) return { kind: word };
  to.used = true;
  return { kind: word, label: to.name };
}

function emitIf(cx: FunctionContext, s: Statement<"if">): void {
  const test = own(cx, s.test);
  const then = emitInto(cx, s.then);
  if (!s.orElse || (s.orElse.statements.length === 0 && !s.orElse.trailing?.length)) {
    cx.out.push({ kind: "expression", value: ifExpr(test, then), semicolon: false });
    return;
  }
  const orElse = emitInto(cx, s.orElse);
  const only = orElse.statements.length === 1 ? orElse.statements[0] : undefined;
  const chain = only?.kind === "expression" && only.value.kind === "if" && !only.semicolon ? only : undefined;
  const last: RustExpr = chain && !chain.comments?.length && !chain.trailing ? chain.value : { kind: "block", block: orElse };
  cx.out.push({ kind: "expression", value: ifExpr(test, then, last), semicolon: false });
}

function emitSwitch(cx: FunctionContext, s: Statement<"switch">): void {
  const isText = s.subject.type.kind === "str" || s.subject.type.kind === "bytes";
  const value = isText ? textSubject(cx, s.subject) : own(cx, s.subject);
  const arms = s.cases.map((each) => {
    const options: RustPattern[] = each.values.map((value) => {
      if ("kind" in value) return { kind: "literal", text: constantText(value) };
      return { kind: "range", from: constantText(value[0]), to: constantText(value[1]) };
    });
    const body = emitInto(cx, each.body);
    return {
      pattern: options.length === 1 ? options[0] : ({ kind: "or", options } as RustPattern),
      body: { kind: "block" as const, block: body },
    };
  });
  const exhaustive = s.subject.type.kind === "bool" && s.cases.length === 2 && !s.orElse;
  if (!exhaustive) {
    const orElse = s.orElse ? emitInto(cx, s.orElse) : { statements: [] };
    arms.push({ pattern: { kind: "wild" }, body: { kind: "block", block: orElse } });
  }
  cx.out.push({ kind: "expression", value: { kind: "match", subject: value, arms }, semicolon: false });
}

function textSubject(cx: FunctionContext, e: Expression): RustExpr {
  const text = refTo(cx, e);
  return text.kind === "borrow" ? method(text.operand, e.type.kind === "str" ? "as_str" : "as_slice") : text;
}

function constantText(e: Expression): string {
  if (e.kind === "int") return String(e.value);
  if (e.kind === "bool") return String(e.value);
  const cx = undefined as never;
  const { expr } = e.kind === "str" || e.kind === "bytes" ? emitExpression(cx, e, "ref") : { expr: lit("_") };
  return (expr as RustExpr<"literal">).text;
}

// --- variables

function emitLet(cx: FunctionContext, given: Statement<"let">): void {
  const s = given.value && isUnset(given.value) ? { ...given, value: undefined } : given;
  const storage = cx.locals.get(s.local)!;
  const { type } = storage;
  const used = cx.unit.facts.used(cx.fn.id, s.local);
  const rc = (): string => importName(cx.unit, cx.module, "std::rc::Rc");
  const full = (): ReturnType<typeof rustType> => rustType(type, cx.unit, cx.module);
  if (storage.cell !== "none") {
    const cell = importName(cx.unit, cx.module, storage.cell === "cell" ? "std::cell::Cell" : "std::cell::RefCell");
    const inner = s.value ? ownTyped(cx, s.value, type) : storage.deferred ? path("None") : hasZero(type) ? zeroOf(cx, type) : undefined;
    if (inner === undefined) storage.deferred = true;
    const wrapped = inner === undefined ? path("None") : storage.deferred && s.value ? call("Some", inner) : inner;
    const slot = storage.deferred ? { kind: "path" as const, path: "Option", args: [full()] } : full();
    cx.out.push(
      letStmt(storage.name, call(`${rc()}::new`, call(`${cell}::new`, wrapped)), {
        kind: "path",
        path: rc(),
        args: [{ kind: "path", path: cell, args: [slot] }],
      }),
    );
    return;
  }
  const name = used ? storage.name : unusedName(storage.name);
  const mutable = cx.unit.facts.mutated(cx.fn.id, s.local) && storage.borrow === "own";
  const pattern: RustPattern = { kind: "name", name, mutable: mutable || (storage.deferred && used) };
  if (!s.value) {
    if (storage.deferred) cx.out.push(letStmt(pattern, path("None"), { kind: "path", path: "Option", args: [full()] }));
    else if (cx.zeroed.has(s.local))
      cx.out.push(letStmt({ ...pattern, mutable: mutable || (used && cx.assigned.has(s.local)) }, zeroOf(cx, type), full()));
    else cx.out.push(letStmt(pattern, undefined, full()));
    return;
  }
  if (storage.borrow !== "own") {
    const borrowed = storage.borrow === "mut" ? mutTo(cx, s.value) : refTo(cx, s.value);
    // A second name for a borrow: lent on, not moved away.
    const lent: RustExpr =
      s.value.kind === "local" && borrowed.kind === "path"
        ? { kind: "borrow", word: storage.borrow === "mut" ? "mut" : "", operand: unary("*", borrowed) }
        : borrowed;
    cx.out.push(letStmt({ kind: "name", name }, lent));
    return;
  }
  if (type.kind === "unit") {
    push(cx, own(cx, s.value));
    cx.out.push(letStmt(pattern, unitValue));
    return;
  }
  const value = ownTyped(cx, s.value, type);
  const wrapped = storage.deferred ? call("Some", value) : value;
  const annotate = storage.deferred || !anchored(s.value) || needsAnnotation(s.value);
  cx.out.push(
    letStmt(
      pattern,
      wrapped,
      annotate && !obvious(s.value) ? (storage.deferred ? { kind: "path", path: "Option", args: [full()] } : full()) : undefined,
    ),
  );
}

/** Values whose Rust type does not say all of the local's. */
const needsAnnotation = (e: Expression): boolean =>
  e.kind === "list" ||
  e.kind === "set" ||
  e.kind === "dict" ||
  e.kind === "closure" ||
  e.kind === "function" ||
  (e.kind === "runtime" && (e.type.kind === "exact" || e.args.length === 0));

const obvious = (e: Expression): boolean =>
  e.kind === "float" || e.kind === "closure" || e.kind === "function" || (e.kind === "list" && e.elems.length > 0 && anchored(e));

function emitAssign(cx: FunctionContext, s: Statement<"assign">): void {
  const { place } = s;
  switch (place.kind) {
    case "local": {
      const type = cx.locals.get(place.local)!.type;
      let value = ownTyped(cx, s.value, type);
      // The old value may be borrowed until the statement ends.
      if (
        (cx.locals.get(place.local)!.cell === "refcell" && !isStill(value)) ||
        (!isCopy(type, cx.unit) && !isStill(value) && reads(s.value, place.local))
      )
        value = hoist(cx, value, "value");
      if (!cx.unit.facts.used(cx.fn.id, place.local) && cx.locals.get(place.local)!.cell === "none") {
        // never read: only the effects of the value are left
        if (!isStill(value)) cx.out.push(letStmt({ kind: "wild" }, value));
        return;
      }
      cx.out.push(storeLocal(cx, place.local, value));
      return;
    }
    case "global": {
      const global = cx.unit.program.globals[place.global];
      const kind = cx.unit.facts.global(place.global);
      const value = ownTyped(cx, s.value, global.type);
      const name = path(globalPath(cx.unit, cx.module, place.global));
      if (kind === "raw") {
        push(cx, assign(danger(name), value));
      } else push(cx, method(name, "set", kind === "refcell" && !global.value ? call("Some", value) : value));
      return;
    }
    case "field": {
      const type = place.object.type;
      const cls = type.kind === "instance" || type.kind === "record" ? classOf(cx.unit, type.class) : undefined;
      const declared = cls?.fields.find((each) => each.name === place.name);
      let value = ownTyped(cx, s.value, declared?.type ?? place.type);
      if (declared?.bits) {
        push(cx, method(receiver(cx, place.object, "place"), `set_${fieldName(cls, place.name)}`, value));
        return;
      }
      const kind = cls?.flavour === "class" ? cx.unit.facts.field(cls.id, place.name) : "plain";
      if (kind === "plain") {
        if (
          !isStill(value) &&
          (cx.dirty || borrowsCell(cx, place.object, "mut") || (!isCopy(place.type, cx.unit) && readsRoot(s.value, place)))
        )
          value = hoist(cx, value, "value");
        push(cx, assign(emitExpression(cx, place, "place").expr, value));
        return;
      }
      if (!isStill(value)) value = hoist(cx, value, "value");
      const object = receiver(cx, place.object);
      const at: RustExpr = { kind: "field", object, name: fieldName(cls, place.name) };
      push(cx, kind === "cell" ? method(at, "set", value) : assign(unary("*", method(at, "borrow_mut")), value));
      return;
    }
    default: {
      let value = ownTyped(cx, s.value, place.type);
      if (!isStill(value)) value = hoist(cx, value, "value");
      const target = emitExpression(cx, place, "place");
      push(cx, assign(target.form === "ref" || target.form === "guard" ? unary("*", target.expr) : target.expr, value));
    }
  }
}

/** Does the value read the variable that the place lies in? */
function readsRoot(value: Expression, place: Expression): boolean {
  let at = place;
  while (at.kind === "field") at = at.object;
  return at.kind === "local" && reads(value, at.local);
}

/** Does a call inside the expression work on the local? */
function reads(e: Expression, local: number): boolean {
  if (e.kind === "local" || e.kind === "some") return false;
  let found = false;
  walk(e, (node) => {
    if (node.kind === "local" && node.local === local) found = true;
    return !found;
  });
  return found;
}

const isStill = (expr: RustExpr): boolean =>
  expr.kind === "literal" ||
  expr.kind === "path" ||
  (expr.kind === "unary" && isStill(expr.operand)) ||
  (expr.kind === "cast" && isStill(expr.value)) ||
  (expr.kind === "call" &&
    expr.callee.kind === "path" &&
    /^(Some|rt::Int::from|String::new|Vec::new|std::ptr::null(_mut)?)$/.test(expr.callee.path) &&
    expr.args.every(isStill)) ||
  (expr.kind === "method" && expr.name === "to_owned" && expr.object.kind === "literal") ||
  (expr.kind === "binary" && isStill(expr.left) && isStill(expr.right));

function emitUpdate(cx: FunctionContext, s: Statement<"update">): void {
  const { place } = s;
  const big = isBig(place.type, cx.unit);
  const shift = s.op === "shl" || s.op === "shr";
  const wrapping = s.arithmetic === "wrapping" && s.op !== "and" && s.op !== "or" && s.op !== "xor";
  let value = withSuffix(cx, shift, () =>
    big
      ? s.value.kind === "local" && isBig(s.value.type, cx.unit)
        ? refOrOwn(cx, s.value)
        : own(cx, s.value, place.type)
      : ownTyped(cx, s.value, shift ? s.value.type : place.type),
  );
  const simplePlace = place.kind === "local" && cx.locals.get(place.local)!.cell === "none";
  if (!isStill(value) && (!simplePlace || big)) value = hoistValue(cx, value);
  const combine = (left: RustExpr): RustExpr =>
    wrapping ? method(left, `wrapping_${s.op}`, shift ? shiftAmount(cx, s.value, value) : value) : binary(operatorSigns[s.op], left, value);
  const update = (target: RustExpr): void =>
    push(cx, wrapping ? assign(target, combine(target)) : assign(target, value, `${operatorSigns[s.op]}=`));

  if (place.kind === "local") {
    const storage = cx.locals.get(place.local)!;
    const name = path(storage.name);
    if (storage.cell === "cell")
      return push(
        cx,
        method(name, "set", storage.deferred ? call("Some", combine(method(method(name, "get"), "unwrap"))) : combine(method(name, "get"))),
      );
    const target = emitExpression(cx, place, "place");
    return update(target.form === "place" ? target.expr : unary("*", target.expr));
  }
  if (place.kind === "global") {
    const kind = cx.unit.facts.global(place.global);
    const name = path(globalPath(cx.unit, cx.module, place.global));
    if (kind === "cell") return push(cx, method(name, "set", combine(method(name, "get"))));
    if (kind === "refcell") {
      const current = hoist(cx, own(cx, place), "value");
      const next = combine(big ? current : current);
      const global = cx.unit.program.globals[place.global];
      return push(cx, method(name, "set", global.value ? next : call("Some", next)));
    }
    return update(danger(name));
  }
  if (place.kind === "field") {
    const type = place.object.type;
    const cls = type.kind === "instance" || type.kind === "record" ? classOf(cx.unit, type.class) : undefined;
    const bits = cls?.fields.find((each) => each.name === place.name)?.bits;
    if (bits) {
      const object = receiver(cx, place.object, "place");
      return push(cx, method(object, `set_${fieldName(cls, place.name)}`, combine(method(object, fieldName(cls, place.name)))));
    }
    if (cls?.flavour === "class" && cx.unit.facts.field(cls.id, place.name) === "cell") {
      const object = receiver(cx, place.object);
      const once =
        object.kind === "path" || (object.kind === "field" && object.object.kind === "path")
          ? object
          : hoist(cx, own(cx, place.object), "object");
      const at: RustExpr = { kind: "field", object: once, name: fieldName(cls, place.name) };
      return push(cx, method(at, "set", combine(method(at, "get"))));
    }
  }
  const target = emitExpression(cx, place, "place");
  const found = target.form === "place" ? target.expr : unary("*", target.expr);
  // The old value of a union's member is read.
  const at = !cx.unit.program.safe && throughUnion(cx, place) ? danger(found) : found;
  if (wrapping && !isPath(at)) {
    if (place.kind === "runtime" && lendsCell(at)) {
      // a borrow of a cell ends with its statement: read, then write
      const next = hoist(cx, combine(own(cx, place)), "value");
      return push(cx, assign(at, next));
    }
    // the place is evaluated once
    const raw = !cx.unit.program.safe;
    const pointer: RustExpr =
      raw && at.kind === "unary" && at.op === "*" ? at.operand : { kind: "borrow", word: raw ? "raw mut" : "mut", operand: at };
    const once = hoist(cx, pointer, "place");
    return update(raw ? danger(unary("*", once)) : unary("*", once));
  }
  update(at);
}

const isPath = (expr: RustExpr): boolean =>
  expr.kind === "path" ||
  (expr.kind === "index" && isPath(expr.object) && isIndex(expr.index)) ||
  (expr.kind === "method" &&
    (expr.name === "offset" || expr.name === "add" || expr.name === "sub") &&
    isPath(expr.object) &&
    expr.args.every(isIndex)) ||
  (expr.kind === "field" && isPath(expr.object)) ||
  (expr.kind === "unary" && expr.op === "*" && isPath(expr.operand));
const isIndex = (expr: RustExpr): boolean =>
  expr.kind === "literal" || expr.kind === "path" || (expr.kind === "cast" && isIndex(expr.value));
const hoistValue = (cx: FunctionContext, value: RustExpr): RustExpr =>
  value.kind === "borrow" && value.operand.kind === "path" ? value : hoist(cx, value, "value");
const refOrOwn = (cx: FunctionContext, e: Expression): RustExpr => {
  const value = emitExpression(cx, e, "ref");
  if (value.form === "guard" || value.holds) return own(cx, e);
  return value.form === "own" ? value.expr : refTo(cx, e);
};

export { isCopy, share, walk };
