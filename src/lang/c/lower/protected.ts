/**
 * `if (setjmp(b) == 0) A else B`: A runs under guard, and a jump to the buffer unwinds to here. Other uses of `setjmp`, which comes back a second
 * time in the middle of an expression, are refused.
 */
import { bool, int, unit, usize, type Expression, type Statement } from "../../../ir/index.ts";
import type { Expr, Stmt } from "../ast.ts";
import { isNullConstant } from "../check/constant.ts";
import { expr, intOf, keep, runtime, stmt, type FunctionContext } from "./context.ts";
import { lowerExpr } from "./expressions.ts";
import { eachStatement } from "./jumps.ts";
import { inner } from "./statements.ts";

const setJumps = new Set(["setjmp", "_setjmp", "sigsetjmp", "__sigsetjmp"]);
export const longJumps = new Set(["longjmp", "_longjmp", "siglongjmp"]);

/** The buffer of `setjmp(buffer)`. */
function bufferOf(e: Expr): Expr | undefined {
  if (e.kind !== "call" || e.callee.kind !== "addressOf" || e.callee.place.kind !== "function") return undefined;
  return setJumps.has(e.callee.place.sym.name) ? e.args[0] : undefined;
}

/** The buffer, and whether the first return makes the test true. */
function testOf(test: Expr): { buffer: Expr; first: boolean } | undefined {
  const direct = bufferOf(test);
  if (direct) return { buffer: direct, first: false };
  if (test.kind === "not") {
    const below = testOf(test.operand);
    return below && { ...below, first: !below.first };
  }
  if (test.kind === "compare" && (test.op === "==" || test.op === "!=") && isNullConstant(test.right)) {
    const buffer = bufferOf(test.left);
    return buffer && { buffer, first: test.op === "==" };
  }
  return undefined;
}

/** Does control leave the statement other than by its end? */
function leaves(s: Stmt): boolean {
  let found = false;
  let depth = 0;
  const visit = (each: Stmt): void => {
    if (each.kind === "return" || each.kind === "goto" || each.kind === "gotoComputed" || each.kind === "label") found = true;
    if (each.kind === "break" || each.kind === "continue") found ||= depth === 0;
  };
  // `break` and `continue` of loops inside stay inside.
  const walk = (each: Stmt): void => {
    if (each.kind === "while" || each.kind === "do" || each.kind === "for" || each.kind === "switch") {
      depth++;
      walk(each.body);
      depth--;
    } else if (each.kind === "block") each.body.forEach(walk);
    else if (each.kind === "if") {
      walk(each.then);
      if (each.orElse) walk(each.orElse);
    } else if (each.kind === "case" || each.kind === "label") {
      visit(each);
      walk(each.body);
    } else eachStatement(each, visit);
  };
  walk(s);
  return found;
}

const address = (cx: FunctionContext, buffer: Expr, at: number): Expression =>
  expr(cx, "cast", usize, at, { value: lowerExpr(cx, buffer) });

/** Lowers the statement when it has this form. */
export function lowerProtected(cx: FunctionContext, s: Stmt<"if">, out: Statement[]): boolean {
  const test = testOf(s.test);
  if (!test || cx.machine) return false;
  const [guarded, after] = test.first ? [s.then, s.orElse] : [s.orElse, s.then];
  if (!guarded || leaves(guarded)) return false;
  const body: Statement[] = [];
  inner(cx, guarded, body);
  const closure = expr(cx, "closure", { kind: "func", params: [], result: unit, rep: cx.program.reps.fresh() }, s.at, {
    params: [],
    result: unit,
    body: { statements: body },
  });
  const call = runtime(cx, "c.jump.protect", int(32), s.at, address(cx, test.buffer, s.at), closure);
  if (!after) {
    out.push(stmt(cx, "expression", s.at, { value: call }, s.to));
    return true;
  }
  const code = keep(cx, call, "jump", s.at, out);
  const then: Statement[] = [];
  inner(cx, after, then);
  out.push(
    stmt(
      cx,
      "if",
      s.at,
      { test: expr(cx, "compare", bool, s.at, { op: "ne", left: code(), right: intOf(cx, 0, int(32), s.at) }), then: { statements: then } },
      s.to,
    ),
  );
  return true;
}

export function lowerLongJump(cx: FunctionContext, e: Expr<"call">): Expression {
  return runtime(cx, "c.jump.raise", { kind: "never" }, e.at, address(cx, e.args[0], e.at), lowerExpr(cx, e.args[1]));
}
