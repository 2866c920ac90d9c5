/** Statements: one row a kind. */
import type { Block, Comment, Expression, Statement, StatementKind } from "../ir/index.ts";
import { isRepeatedFunction } from "./repeated.ts";
import { eachChild, isExpression, walk } from "../ir/walk.ts";
import type { Origin, RustBlock, RustExpr, RustPattern, RustStatement } from "../rust/ast.ts";
import { exprStmt, letStmt, lit, method, path } from "../rust/make.ts";
import { isBusy } from "./aliases.ts";
import { isUnset } from "../ir/assigned.ts";
import { isPlain } from "../ir/plain.ts";
import { emitAssign, emitLet, emitUpdate } from "./assignments.ts";
import { diverges } from "../rust/diverges.ts";
import { emitIf, endRegions, settleLetElse } from "./branches.ts";
import { leavingOf, type Leaving } from "./conditions.ts";
import { type FunctionContext, capture } from "./context.ts";
import { emitExpression } from "./expressions.ts";
import { endsProgram, raiseExpression } from "./failures.ts";
import { emitGuarded } from "./guarded.ts";
import { emitCount, emitReversal, isReversal } from "./in-place.ts";
import { givenBack } from "./lends.ts";
import { emitJump, emitReturn } from "./jumps.ts";
import { returnsPlace } from "./place-results.ts";
import { emitDoWhile, emitForEach, emitForRange, emitLoop, emitWhile, inBlock } from "./loops.ts";
import { unpackingOf } from "./unpacking.ts";
import { patternOf, storePattern } from "./iteration.ts";
import { withRest } from "./members.ts";
import { narrowedValue } from "./narrowing.ts";
import { rustType } from "./types.ts";
import { own, ownTyped, refTo } from "./values.ts";

type Row<K extends StatementKind> = (cx: FunctionContext, s: Statement<K>) => void;

export const push = (cx: FunctionContext, expr: RustExpr): void => void cx.out.push(exprStmt(expr));

const table: { readonly [K in StatementKind]: Row<K> } = {
  let: (cx, s) => {
    if (isNothing(cx, s)) return;
    if (cx.pair) emitReversal(cx, cx.pair);
    else if (cx.unpacking) cx.unpacking();
    else emitLet(cx, s);
  },
  letPattern: (cx, s) => {
    const value = own(cx, s.value);
    cx.out.push(letStmt(patternOf(cx, s.pattern, false), value));
    storePattern(cx, s.pattern);
  },
  assign: (cx, s) => (cx.unit.facts.unread(s.id) ? emitStatement(cx, { ...s, kind: "expression" }) : emitAssign(cx, s)),
  update: (cx, s) => (cx.unit.facts.unread(s.id) ? emitStatement(cx, { ...s, kind: "expression" }) : emitUpdate(cx, s)),
  expression: (cx, s) => {
    const { value } = s;
    if (doesNothing(cx, value) || emitCount(cx, value)) return;
    if (value.kind === "block" && doesNothing(cx, value.value)) {
      for (const each of value.body) emitStatement(cx, each, true);
      return;
    }
    // what an owner holds goes with it
    if (value.kind === "runtime" && cx.unit.facts.pointers.lifted(value.id) && cx.unit.program.rows(value.row).memory === "release") return;
    const { expr } = emitExpression(cx, value, "ref");
    const isValue = value.type.kind !== "unit" && value.type.kind !== "never";
    let made: Expression = value;
    while (made.kind === "block") made = made.value;
    // a result that is not used is dropped as such
    if (isValue && made.kind !== "call" && made.kind !== "callValue" && made.kind !== "runtime")
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
  return: (cx, s) => {
    const either = returnsPlace(cx, s.value);
    if (either) emitStatement(cx, either(s), true);
    else push(cx, emitReturn(cx, s.value));
  },
  raise: (cx, s) => push(cx, raiseExpression(cx, own(cx, s.value))),
  guarded: emitGuarded,
  yield: (cx, s) => {
    // No cell stays borrowed while the generator waits.
    cx.dirty = true;
    cx.direct = [];
    push(cx, { kind: "await", value: method(path("out"), "give", givenBack(cx, ownTyped(cx, s.value, cx.fn.yields ?? s.value.type))) });
  },
  block: (cx, s) => {
    // one without statements stands there for its comments
    if (s.body.statements.length || s.body.trailing?.length)
      cx.out.push({ kind: "expression", value: { kind: "block", block: emitInto(cx, s.body) }, semicolon: false });
  },
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
  const comments = s.comments && !isRepeatedFunction(cx.unit.program, cx.fn.id) ? s.comments : [];
  const above = comments.length > 0 ? comments.filter((each) => each.own).map(commentText) : [];
  const trailing =
    comments.length > above.length
      ? comments
          .filter((each) => !each.own)
          .map(commentText)
          .join(" ") || undefined
      : undefined;
  const at: Origin = { file: s.span.file, start: s.span.start };
  if (cx.out.length === before) {
    if (above.length || trailing) cx.out.push({ kind: "empty", comments: [...above, ...(trailing ? [trailing] : [])] });
    return;
  }
  for (let i = before; i < cx.out.length; i++) {
    const each = cx.out[i];
    const first = i === before && above.length > 0;
    const ends = i === cx.out.length - 1 && trailing !== undefined;
    if (each.at && !first && !ends) continue;
    cx.out[i] = withOrigin(
      each,
      each.at ?? at,
      first ? [...above, ...(each.comments ?? [])] : each.comments,
      ends ? trailing : each.trailing,
    );
  }
  const last = cx.out[cx.out.length - 1];
  // a trailing comment of a block statement stands above it
  if (trailing && last.kind === "expression" && isBlockStatement(last.value)) {
    cx.out[cx.out.length - 1] = { ...last, trailing: undefined };
    const first = cx.out[before];
    cx.out[before] = { ...first, comments: [...(first.comments ?? []), trailing] };
  }
}

/** A copy that says where it comes from. Written out by kind: it is made once for every statement, and spreading is slow. */
function withOrigin(s: RustStatement, at: Origin, comments: readonly string[] | undefined, trailing: string | undefined): RustStatement {
  switch (s.kind) {
    case "expression":
      return { kind: "expression", value: s.value, semicolon: s.semicolon, at, comments, trailing };
    case "let":
      return { kind: "let", pattern: s.pattern, type: s.type, value: s.value, orElse: s.orElse, at, comments, trailing };
    default:
      return { ...s, at, comments, trailing };
  }
}

const isBlockStatement = (expr: RustExpr): boolean => ["if", "match", "loop", "while", "for", "block"].includes(expr.kind);

export const commentText = (comment: Comment): string => {
  const text = comment.text.replace(/\s+$/, "");
  return text ? `//${text.startsWith(" ") || text.startsWith("/") || text.startsWith("!") ? ` ${text.trimStart()}` : ` ${text}`}` : "//";
};

const idle: ReadonlySet<string> = new Set(["unit", "int", "float", "bool", "str", "none", "local"]);

/** Is there nothing to do for a value that nobody reads? */
const doesNothing = (cx: FunctionContext, e: Expression): boolean =>
  idle.has(e.kind) ||
  ((e.kind === "list" || e.kind === "set") && e.elems.length === 0) ||
  (e.kind === "dict" && e.entries.length === 0) ||
  ((e.kind === "unwrap" || e.kind === "project") && narrowedValue(cx, e) !== undefined);

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
  const lets: { readonly at: number; readonly leaving: Leaving }[] = [];
  const merged = firstAssignments(cx, body.statements);
  const outer = cx.narrowed;
  let paired: Statement | undefined;
  const resolve = (s: Statement): Statement | undefined => {
    const made = merged.get(s) ?? s;
    return made === "skip" ? undefined : made;
  };
  let done = 0;
  for (const [index, statement] of body.statements.entries()) {
    if (statement === paired) continue;
    if (index < done) {
      endRegions(cx, statement);
      continue;
    }
    const leaving = ended || merged.has(statement) ? undefined : leavingOf(cx, body.statements, index);
    endRegions(cx, statement, true);
    const whole = ended ? undefined : withRest(cx, body, index);
    if (whole) {
      emitStatement(cx, whole);
      cx.narrowed = outer;
      for (const { at, leaving } of lets.reverse()) settleLetElse(cx, at, leaving);
      return;
    }
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
    cx.leaving = leaving;
    const reversal = isReversal(cx, body.statements, index);
    if (reversal) {
      paired = body.statements[index + 1];
      cx.pair = (paired as Statement<"expression">).value as Expression<"runtime">;
    }
    const unpacking = leaving || reversal || first ? undefined : unpackingOf(cx, body.statements, index, resolve);
    if (unpacking) {
      done = index + unpacking.count;
      cx.unpacking = unpacking.emit;
    }
    emitStatement(cx, first ?? statement);
    cx.leaving = cx.pair = cx.unpacking = undefined;
    endRegions(cx, statement);
    if (leaving) {
      lets.push({ at: cx.out.length - 1, leaving });
      cx.narrowed = new Map(cx.narrowed).set(leaving.binding.key, leaving.binding.narrowed);
    } else ended = diverges(cx.out) || endsProgram(cx.unit, statement);
  }
  cx.narrowed = outer;
  for (const { at, leaving } of lets.reverse()) settleLetElse(cx, at, leaving);
  if (body.trailing?.length) cx.out.push({ kind: "empty", comments: body.trailing.map(commentText) });
}

/** A variable of C that nothing reads, and whose first value is nothing to compute; pointers may be written in forms of their own. */
const isNothing = (cx: FunctionContext, { local, value, comments }: Statement<"let">): boolean =>
  !cx.unit.program.safe &&
  !comments?.length &&
  !cx.unit.facts.used(cx.fn.id, local) &&
  cx.locals.get(local)?.cell === "none" &&
  cx.locals.get(local)?.type.kind !== "ptr" &&
  (!value || isPlain(value, false));

/** Declarations whose first mention in the same block is an assignment become one `let`. */
function firstAssignments(cx: FunctionContext, statements: readonly Statement[]): Map<Statement, Statement<"let"> | "skip"> {
  const merged = new Map<Statement, Statement<"let"> | "skip">();
  statements.forEach((s, i) => {
    if (s.kind !== "let" || (s.value && !(isUnset(s.value) && !cx.zeroed.has(s.local))) || cx.locals.get(s.local)?.cell !== "none") return;
    for (const next of statements.slice(i + 1)) {
      if (cx.unit.facts.dead(next.id) || cx.unit.facts.unread(next.id)) continue;
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
