/** `if` statements: plain tests, and those that bind what they find. */
import type { Block, Statement } from "../ir/index.ts";
import type { RustExpr, RustPattern, RustStatement } from "../rust/ast.ts";
import { exprStmt, ifExpr, method, path } from "../rust/make.ts";
import { diverges } from "../rust/diverges.ts";
import { bindingCondition, letElse, readsAll, type Leaving } from "./conditions.ts";
import type { FunctionContext } from "./context.ts";
import { emitMissing } from "./in-place.ts";
import { boundPointer, testedPointer } from "./null-tests.ts";
import { matchStatement } from "./members.ts";
import { contrary, presenceOf, whileNarrowed } from "./narrowing.ts";
import { emitInto } from "./statements.ts";
import { mentions } from "./unread.ts";
import { own } from "./values.ts";

/** `if` in the form that says most. */
export function emitIf(cx: FunctionContext, s: Statement<"if">): void {
  const tested = testedPointer(cx, s.test);
  if (tested && emitPresence(cx, s, tested)) return;
  if (cx.leaving?.statement === s) {
    const { binding } = cx.leaving;
    const leave = emitInto(cx, s.then);
    cx.leaving = undefined;
    return void cx.out.push(letElse(binding, leave));
  }
  if (emitMissing(cx, s)) return;
  const matched = matchStatement(cx, s, (block) => emitInto(cx, block));
  if (matched) return void cx.out.push({ kind: "expression", value: matched, semicolon: false });
  if (emitBound(cx, s)) return;
  const test = own(cx, s.test);
  const known = test.kind === "literal" && !cx.unit.program.safe ? test.text : "";
  if (known === "false") return s.orElse && emitUnscoped(cx, s.orElse);
  if (known === "true") return emitUnscoped(cx, s.then);
  const then = emitInto(cx, s.then);
  if (!s.orElse || (s.orElse.statements.length === 0 && !s.orElse.trailing?.length)) {
    cx.out.push({ kind: "expression", value: ifExpr(test, then), semicolon: false });
    return;
  }
  const orElse = emitInto(cx, s.orElse);
  const only = orElse.statements.length === 1 ? orElse.statements[0] : undefined;
  const chain = only?.kind === "expression" && only.value.kind === "if" && !only.semicolon ? only : undefined;
  const last: RustExpr = chain && !chain.comments?.length && !chain.trailing ? withPlace(chain) : { kind: "block", block: orElse };
  cx.out.push({ kind: "expression", value: ifExpr(test, then, last), semicolon: false });
}

/** The test of an `elif`, which stands on a line of its own in the source. */
const withPlace = ({ value, at }: RustStatement<"expression">): RustExpr =>
  value.kind === "if" ? { ...value, at: value.at ?? at } : value;

/** `if let Some(x) = &x { … }`: a test of a place, in which the block reads what it holds. */
function emitBound(cx: FunctionContext, s: Statement<"if">): boolean {
  const absent = s.orElse !== undefined && presenceOf(cx, s.test)?.present === false;
  const [test, held, other] = absent ? [contrary(s.test), s.orElse!, s.then] : [s.test, s.then, s.orElse];
  const length = cx.out.length;
  const condition = bindingCondition(cx, test, held.statements);
  if (!condition) return false;
  const then = whileNarrowed(cx, condition.bindings, () => emitInto(cx, held));
  if (!readsAll(condition, then)) {
    cx.out.length = length;
    return false;
  }
  const orElse = other && (other.statements.length > 0 || other.trailing?.length) ? emitInto(cx, other) : undefined;
  cx.out.push({
    kind: "expression",
    value: ifExpr(condition.test, then, orElse && { kind: "block", block: orElse }),
    semicolon: false,
  });
  return true;
}

/** What a test that is known leaves. */
function emitUnscoped(cx: FunctionContext, body: Block): void {
  const inner = emitInto(cx, body);
  if (inner.statements.some((each) => each.kind === "let"))
    cx.out.push({ kind: "expression", value: { kind: "block", block: inner }, semicolon: false });
  else cx.out.push(...inner.statements);
}

/** `if (p == NULL) leave` → `let Some(p) = p else { … }`; `if (p != NULL) …` → `if let Some(p) = p { … }`. */
function emitPresence(cx: FunctionContext, s: Statement<"if">, { local, present }: { local: number; present: boolean }): boolean {
  const name = cx.locals.get(local)!.name;
  const pattern: RustPattern = { kind: "variant", path: "Some", elems: [{ kind: "name", name }] };
  if (present) {
    cx.present.add(local);
    const then = emitInto(cx, s.then);
    cx.present.delete(local);
    const orElse = s.orElse && emitInto(cx, s.orElse);
    cx.out.push({
      kind: "expression",
      value: {
        kind: "if",
        test: { kind: "let", pattern, value: boundPointer(cx, local, s.id) },
        then,
        orElse: orElse && { kind: "block", block: orElse },
      },
      semicolon: false,
    });
    return true;
  }
  if (s.orElse || !cx.fn.body.statements.includes(s)) return false;
  const leave = emitInto(cx, s.then);
  if (!diverges(leave.statements)) {
    cx.out.push({ kind: "expression", value: ifExpr(method(path(name), "is_none"), leave), semicolon: false });
    return true;
  }
  cx.out.push({ kind: "let", pattern, value: path(name), orElse: leave });
  cx.present.add(local);
  return true;
}

/** Contents whose region ends with the statement are not named any more; `before` it, those that it does not belong to. */
export function endRegions(cx: FunctionContext, s: Statement, before = false): void {
  for (const [key, { until, inclusive = s.kind === "assign" }] of cx.narrowed) {
    if (until !== s || (before && inclusive)) continue;
    const now = new Map(cx.narrowed);
    now.delete(key);
    cx.narrowed = now;
  }
}

/** A `let … else` whose variable nothing reads after all is a test. */
export function settleLetElse(cx: FunctionContext, at: number, { statement, binding }: Leaving): void {
  const made = cx.out[at];
  if (made.kind !== "let" || mentions(cx.out.slice(at + 1), binding.narrowed.name)) return;
  if (!made.orElse) {
    if (made.value?.kind === "try") cx.out[at] = { ...exprStmt(made.value), at: made.at, comments: made.comments };
    return;
  }
  const test = own(cx, (statement as Statement<"if">).test);
  const { at: origin, comments, trailing } = made;
  cx.out[at] = { kind: "expression", value: ifExpr(test, made.orElse), semicolon: false, at: origin, comments, trailing };
}
