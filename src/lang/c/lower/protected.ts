/**
 * `if (setjmp(b) == 0) A else B`: A runs under guard, and a jump to the buffer unwinds to here. Functions with other uses of `setjmp`, which comes
 * back a second time in the middle of an expression, are state machines (`machine.ts`).
 */
import { bool, int, unit, usize, type Expression, type Statement } from "../../../ir/index.ts";
import type { Expr, FunctionBody, Stmt } from "../ast.ts";
import { isNullConstant } from "../check/constant.ts";
import { expr, intOf, keep, runtime, stmt, type FunctionContext } from "./context.ts";
import { lowerExpr } from "./expressions.ts";
import { eachStatement } from "./jumps.ts";
import { inner } from "./statements.ts";
import { visitTree } from "./tree.ts";

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

/** The statement that runs under guard, and the one that runs after a jump, when the `if` has the form. */
function formOf(s: Stmt<"if">): { buffer: Expr; guarded: Stmt; after: Stmt | undefined } | undefined {
  const test = testOf(s.test);
  if (!test) return undefined;
  const [guarded, after] = test.first ? [s.then, s.orElse] : [s.orElse, s.then];
  return guarded && !leaves(guarded) ? { buffer: test.buffer, guarded, after } : undefined;
}

const isSetJump = (e: Expr): e is Expr<"call"> => bufferOf(e) !== undefined;

/** The calls of `setjmp` in what a statement evaluates first, or in any tree. */
export function setJumpsIn(node: unknown): Expr<"call">[] {
  const found: Expr<"call">[] = [];
  visitTree(node, (e) => {
    if (isSetJump(e)) found.push(e);
    const s = e as unknown as Stmt;
    if (s.kind === "declare") found.push(...setJumpsIn(s.sym.init));
  });
  return found;
}

const known = new WeakMap<FunctionBody, boolean>();

/**
 * Does the function use `setjmp` in another form, or could a jump come back when the guarded statement is done? It becomes a loop over states then,
 * all of which run under guard.
 */
export function hasOpenJumps(body: FunctionBody): boolean {
  const before = known.get(body);
  if (before !== undefined) return before;
  let open = false;
  const all = new Set<Expr>(setJumpsIn(body.block));
  if (all.size) {
    const guarded = new Set<Stmt>();
    eachStatement(body.block, (s) => {
      const form = s.kind === "if" ? formOf(s) : undefined;
      if (!form || s.kind !== "if") return;
      for (const each of setJumpsIn(s.test)) all.delete(each);
      guarded.add(form.guarded);
    });
    visitTree(body.block, (e) => {
      if (guarded.has(e as unknown as Stmt)) return false;
      if (e.kind === "call" && !isSetJump(e) && mayJump(e)) open = true;
      return;
    });
    open ||= all.size > 0;
  }
  known.set(body, open);
  return open;
}

/** A function of the program may jump, and so may one that is not known; those of the library do not. */
const mayJump = (e: Expr<"call">): boolean =>
  e.callee.kind !== "addressOf" ||
  e.callee.place.kind !== "function" ||
  !e.callee.place.sym.system ||
  longJumps.has(e.callee.place.sym.name);

export const address = (cx: FunctionContext, buffer: Expr, at: number): Expression =>
  expr(cx, "cast", usize, at, { value: lowerExpr(cx, buffer) });

/** Lowers the statement when it has this form. */
export function lowerProtected(cx: FunctionContext, s: Stmt<"if">, out: Statement[]): boolean {
  const form = cx.machine ? undefined : formOf(s);
  if (!form) return false;
  const { guarded, after } = form;
  const body: Statement[] = [];
  inner(cx, guarded, body);
  const closure = expr(cx, "closure", { kind: "func", params: [], result: unit, rep: cx.program.reps.fresh() }, s.at, {
    params: [],
    result: unit,
    body: { statements: body },
  });
  const call = runtime(cx, "c.jump.protect", int(32), s.at, address(cx, form.buffer, s.at), closure);
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
