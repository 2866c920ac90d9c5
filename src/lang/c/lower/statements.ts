/** Statements. Each row says whether control can come out behind it: what follows a statement that ends is left out. */
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { bool, sameType, type Statement } from "../../../ir/index.ts";
import type { Expr, Stmt, StmtKind, Sym } from "../ast.ts";
import { variableLength } from "../check/operators.ts";
import { evalInt } from "../check/constant.ts";
import { lowerAssign, lowerAssignOp, lowerStep } from "./assignments.ts";
import { expr, freshLabel, isPure, newLocal, readLocal, spanOf, stmt, type FunctionContext, type Target } from "./context.ts";
import { chosenFormat } from "./formats.ts";
import { lowerExpr, typeOf } from "./expressions.ts";
import { lowerCondition } from "./conditions.ts";
import { lowerInit, zeroValue } from "./initialisers.ts";
import { commentsAbove, commentsAfter, commentsAlone, commentsBehind } from "./commenting.ts";
import { leaveGuard } from "./machine.ts";
import { lowerConstantLine, lowerLine } from "./printing.ts";
import { lowerProtected } from "./protected.ts";
import { mentions, withoutSelf } from "./self-use.ts";
import { declareVariableArray, hoistVariableArray, keepLengths } from "./variable-arrays.ts";
import { lowerStatementList } from "./jumps.ts";
import { lowerSwitch } from "./switch.ts";

type Row<K extends StmtKind> = (cx: FunctionContext, s: Stmt<K>, out: Statement[]) => boolean;

const table: { readonly [K in StmtKind]: Row<K> } = {
  block: (cx, s, out) => {
    const body: Statement[] = [];
    const completes = inner(cx, s, body);
    // A block that declares nothing needs no braces.
    if (body.some((each) => each.kind === "let")) out.push(stmt(cx, "block", s.at, { body: { statements: body } }, s.to));
    else out.push(...body);
    return completes;
  },
  declare: (cx, s, out) => {
    declare(cx, s.sym, s.at, out);
    return true;
  },
  expression: (cx, s, out) => {
    lowerEffect(cx, s.value, out);
    return !neverReturns(s.value);
  },
  if: (cx, s, out) => {
    if (lowerProtected(cx, s, out)) return true;
    const known = isPure(s.test) ? evalInt(s.test) : undefined;
    if (known !== undefined && !hasLabel(s)) {
      const taken = known !== 0n ? s.then : s.orElse;
      return taken ? inBlock(cx, taken, out) : true;
    }
    const test = lowerCondition(cx, s.test);
    const then: Statement[] = [];
    const a = inner(cx, s.then, then);
    if (!s.orElse) {
      out.push(stmt(cx, "if", s.at, { test, then: { statements: then } }, s.to));
      return true;
    }
    const orElse: Statement[] = [];
    const b = inner(cx, s.orElse, orElse);
    out.push(stmt(cx, "if", s.at, { test, then: { statements: then }, orElse: { statements: orElse } }, s.to));
    return a || b;
  },
  while: (cx, s, out) => {
    const label = freshLabel(cx);
    const endless = isEndless(s.test);
    const test = endless ? undefined : lowerCondition(cx, s.test);
    const body = loopBody(cx, s.body, label);
    if (test === undefined) out.push(stmt(cx, "loop", s.at, { label, body: { statements: body } }, s.to));
    else out.push(stmt(cx, "while", s.at, { label, test, body: { statements: body } }, s.to));
    return test !== undefined || breaksOut(cx, label);
  },
  do: (cx, s, out) => {
    const label = freshLabel(cx);
    const body: Statement[] = [];
    const known = isPure(s.test) ? evalInt(s.test) : undefined;
    const completes = withTargets(cx, { kind: "label", label }, { kind: "label", label }, () => inner(cx, s.body, body));
    if (known === 0n && !usesTarget(body, label)) {
      // `do { … } while (0)` runs once.
      out.push(stmt(cx, "block", s.at, { body: { statements: body } }, s.to));
      return completes;
    }
    out.push(stmt(cx, "doWhile", s.at, { label, body: { statements: body }, test: lowerCondition(cx, s.test) }, s.to));
    return known === undefined || known === 0n || breaksOut(cx, label);
  },
  for: (cx, s, out) => {
    const lines: Statement[] = [];
    for (const each of s.init) lowerStatement(cx, each, lines);
    const label = freshLabel(cx);
    const endless = s.test === undefined || isEndless(s.test);
    const body = loopBody(cx, s.body, label);
    const step: Statement[] = [];
    if (s.step) lowerEffect(cx, s.step, step);
    if (endless && step.length === 0) lines.push(stmt(cx, "loop", s.at, { label, body: { statements: body } }, s.to));
    else {
      const test = endless ? expr(cx, "bool", bool, s.at, { value: true }) : lowerCondition(cx, s.test!);
      lines.push(
        stmt(cx, "while", s.at, { label, test, body: { statements: body }, ...(step.length ? { step: { statements: step } } : {}) }, s.to),
      );
    }
    if (lines.some((each) => each.kind === "let")) out.push(stmt(cx, "block", s.at, { body: { statements: lines } }, s.to));
    else out.push(...lines);
    return !endless || breaksOut(cx, label);
  },
  switch: lowerSwitch,
  case: (cx, s, out) => lowerStatement(cx, s.body, out),
  label: (cx, s, out) => lowerStatement(cx, s.body, out),
  goto: (cx, s, out) => {
    const state = cx.machine?.labels.get(s.name);
    if (state !== undefined) {
      toState(cx, state, s.at, out);
      return false;
    }
    const ways = cx.gotos.get(s.name);
    const way = ways?.[ways.length - 1];
    if (!way) return refuse("C0103", spanOf(cx, s.at), `the jump to ‘${s.name}’`);
    cx.used.add(way.label);
    out.push(stmt(cx, way.kind, s.at, { label: way.label }, s.to));
    return false;
  },
  gotoComputed: (cx, s, out) => {
    if (!cx.machine) return refuse("C0103", spanOf(cx, s.at), "a computed jump");
    const value = expr(cx, "cast", cx.locals[cx.machine.state].type, s.at, {
      value: expr(cx, "cast", { kind: "int", width: "size", signed: false }, s.at, { value: lowerExpr(cx, s.target) }),
    });
    out.push(
      stmt(cx, "assign", s.at, { place: readLocal(cx, cx.machine.state, s.at), value }),
      stmt(cx, "continue", s.at, { label: cx.machine.label }),
    );
    return false;
  },
  break: (cx, s, out) => jump(cx, cx.breaks[cx.breaks.length - 1], "break", s.at, out),
  continue: (cx, s, out) => jump(cx, cx.continues[cx.continues.length - 1], "continue", s.at, out),
  return: (cx, s, out) => {
    const result = cx.type?.result;
    if (cx.machine?.guarded) return leaveGuard(cx, s, out);
    if (s.value === undefined) {
      // Falling out of a function with a result gives whatever was there: zero here.
      const value = result && result.kind !== "void" ? zeroValue(cx, result, s.at) : undefined;
      out.push(stmt(cx, "return", s.at, value ? { value } : {}, s.to));
    } else if (result?.kind === "void" || s.value.type.kind === "void") {
      lowerEffect(cx, s.value, out);
      // a `main` without result has a status all the same
      out.push(stmt(cx, "return", s.at, result && result.kind !== "void" ? { value: zeroValue(cx, result, s.at) } : {}, s.to));
    } else {
      const given = lowerExpr(cx, s.value);
      const type = result && typeOf(cx, result);
      // the result of `long main()` is the program's status
      const other = type?.kind === "int" && given.type.kind === "int" && !sameType(given.type, type);
      const value = other ? expr(cx, "cast", type, s.at, { value: given }) : given;
      out.push(stmt(cx, "return", s.at, { value }, s.to));
    }
    return false;
  },
  empty: () => true,
};

/** Lowers one statement; false when control never comes out behind it. */
export function lowerStatement(cx: FunctionContext, s: Stmt, out: Statement[]): boolean {
  if (!cx.comments) return (table[s.kind] as Row<StmtKind>)(cx, s as never, out);
  const from = out.length;
  const own = commentsAbove(cx, s);
  const behind = commentsBehind(cx, s);
  const completes = (table[s.kind] as Row<StmtKind>)(cx, s as never, out);
  if (own.length || behind.length) {
    if (out.length > from) {
      const first = out[from];
      out[from] = {
        ...first,
        comments: [...own, ...(first.comments ?? []), ...(out.length === from + 1 ? behind : behind.map((c) => ({ ...c, own: true })))],
      };
    } else cx.pending.push(...own, ...behind.map((c) => ({ ...c, own: true })));
  }
  if (cx.pending.length && out.length > from) {
    const first = out[from];
    out[from] = { ...first, comments: [...cx.pending.splice(0), ...(first.comments ?? [])] };
  }
  commentsAfter(cx, s, out);
  return completes;
}

export function lowerStatements(cx: FunctionContext, list: readonly Stmt[], out: Statement[]): boolean {
  return lowerStatementList(cx, list, out);
}

/** A statement as the body of something: a block's own statements without another block around. */
export function inner(cx: FunctionContext, s: Stmt, out: Statement[]): boolean {
  commentsAlone(cx, s, out);
  return s.kind === "block" ? lowerStatements(cx, s.body, out) : lowerStatements(cx, [s], out);
}

function inBlock(cx: FunctionContext, s: Stmt, out: Statement[]): boolean {
  return lowerStatement(cx, s, out);
}

function loopBody(cx: FunctionContext, body: Stmt, label: number): Statement[] {
  const out: Statement[] = [];
  const target: Target = { kind: "label", label };
  withTargets(cx, target, target, () => inner(cx, body, out));
  return out;
}

export function withTargets<R>(cx: FunctionContext, breakTo: Target | undefined, continueTo: Target | undefined, run: () => R): R {
  if (breakTo) cx.breaks.push(breakTo);
  if (continueTo) cx.continues.push(continueTo);
  const result = run();
  if (breakTo) cx.breaks.pop();
  if (continueTo) cx.continues.pop();
  return result;
}

function jump(cx: FunctionContext, target: Target | undefined, kind: "break" | "continue", at: number, out: Statement[]): boolean {
  if (!target) return refuse("C0001", spanOf(cx, at), `‘${kind}’ outside a loop`);
  if (target.kind === "state") toState(cx, target.state, at, out);
  else {
    cx.used.add(target.label);
    if (kind === "break") cx.broken.add(target.label);
    out.push(stmt(cx, kind, at, { label: target.label }));
  }
  return false;
}

/** Goes on at a block of the state machine. */
export function toState(cx: FunctionContext, state: number, at: number, out: Statement[]): void {
  const machine = cx.machine!;
  machine.reached.add(state);
  const type = cx.locals[machine.state].type;
  out.push(
    stmt(cx, "assign", at, { place: readLocal(cx, machine.state, at), value: expr(cx, "int", type, at, { value: BigInt(state) }) }),
    stmt(cx, "continue", at, { label: machine.label }),
  );
}

const breaksOut = (cx: FunctionContext, label: number): boolean => cx.broken.has(label);

/** Does a jump inside name this label? */
export function usesTarget(body: readonly Statement[], label: number): boolean {
  const visit = (value: unknown): boolean => {
    if (Array.isArray(value)) return value.some(visit);
    if (value === null || typeof value !== "object") return false;
    const node = value as Record<string, unknown>;
    if ((node.kind === "break" || node.kind === "continue") && node.label === label) return true;
    for (const key in node) if (key !== "span" && key !== "type" && key !== "comments" && visit(node[key])) return true;
    return false;
  };
  return visit(body);
}

const isEndless = (test: Expr): boolean => {
  const known = isPure(test) ? evalInt(test) : undefined;
  return known !== undefined && known !== 0n;
};

function hasLabel(s: Stmt): boolean {
  switch (s.kind) {
    case "label":
    case "case":
      return true;
    case "block":
      return s.body.some(hasLabel);
    case "if":
      return hasLabel(s.then) || (s.orElse !== undefined && hasLabel(s.orElse));
    case "while":
    case "do":
    case "for":
    case "switch":
      return hasLabel(s.body);
    default:
      return false;
  }
}
export { hasLabel };

/** A call of a function that does not return, as a statement. */
export const neverReturns = (e: Expr): boolean => e.kind === "call" && e.fn.noreturn === true;

/** Declares a variable at its place, or assigns it where it was declared ahead. */
function declare(cx: FunctionContext, sym: Sym, at: number, out: Statement[]): void {
  if (variableLength(sym.type)) return declareVariableArray(cx, sym, at, out);
  if (sym.type.kind === "pointer" && variableLength(sym.type.to)) keepLengths(cx, sym.type, at, out);
  if (cx.hoisted.has(sym)) {
    if (sym.init)
      out.push(stmt(cx, "assign", at, { place: readLocal(cx, cx.symbols.get(sym)!, at), value: lowerInit(cx, sym.init, sym.type, at) }));
    return;
  }
  const init = withoutSelf(sym, sym.init);
  const selfUse = init !== undefined && (sym.addressed || sym.selfUsed);
  const local = cx.symbols.get(sym) ?? newLocal(cx, sym.name, typeOf(cx, sym.type), at);
  if (!selfUse) {
    // The name is in scope in its own initialiser only for `sizeof` and `&`.
    cx.symbols.set(sym, local);
    const value = init ? lowerInit(cx, init, sym.type, at) : cx.late.has(sym) ? undefined : zeroValue(cx, sym.type, at);
    out.push(stmt(cx, "let", at, value ? { local, value } : { local }));
    return;
  }
  cx.symbols.set(sym, local);
  const value = lowerInit(cx, init, sym.type, at);
  if (!mentions(value, local)) {
    out.push(stmt(cx, "let", at, { local, value }));
    return;
  }
  out.push(
    stmt(cx, "let", at, { local, value: zeroValue(cx, sym.type, at) }),
    stmt(cx, "assign", at, { place: readLocal(cx, local, at), value }),
  );
}

/** Declares variables ahead of where they stand. */
export function hoist(cx: FunctionContext, syms: readonly Sym[], out: Statement[]): void {
  for (const sym of syms) {
    if (cx.hoisted.has(sym)) continue;
    if (variableLength(sym.type)) {
      hoistVariableArray(cx, sym, out);
      continue;
    }
    const local = newLocal(cx, sym.name, typeOf(cx, sym.type), sym.at);
    cx.symbols.set(sym, local);
    cx.hoisted.add(sym);
    out.push(stmt(cx, "let", sym.at, { local, value: zeroValue(cx, sym.type, sym.at) }));
  }
}

/** Evaluates an expression whose value is not wanted. */
export function lowerEffect(cx: FunctionContext, e: Expr, out: Statement[]): void {
  const chosen = e.kind === "call" ? chosenFormat(e) : undefined;
  if (chosen) return lowerEffect(cx, chosen, out);
  const line = e.kind === "call" ? (lowerLine(cx, e) ?? lowerConstantLine(cx, e)) : undefined;
  if (line) return void out.push(stmt(cx, "expression", e.at, { value: line }));
  switch (e.kind) {
    case "assign":
      lowerAssign(cx, e, out, false);
      return;
    case "assignOp":
      lowerAssignOp(cx, e, out, false);
      return;
    case "step":
      lowerStep(cx, e, out, false);
      return;
    case "comma":
      lowerEffect(cx, e.left, out);
      lowerEffect(cx, e.right, out);
      return;
    case "conditional": {
      if (isPure(e)) return;
      const then: Statement[] = [];
      const orElse: Statement[] = [];
      const test = lowerCondition(cx, e.test);
      lowerEffect(cx, e.then, then);
      lowerEffect(cx, e.orElse, orElse);
      if (then.length === 0 && orElse.length)
        out.push(stmt(cx, "if", e.at, { test: expr(cx, "not", bool, e.at, { operand: test }), then: { statements: orElse } }));
      else
        out.push(stmt(cx, "if", e.at, { test, then: { statements: then }, ...(orElse.length ? { orElse: { statements: orElse } } : {}) }));
      return;
    }
    case "logical": {
      if (isPure(e)) return;
      const test = lowerCondition(cx, e.left);
      const then: Statement[] = [];
      lowerEffect(cx, e.right, then);
      out.push(
        stmt(cx, "if", e.at, { test: e.op === "&&" ? test : expr(cx, "not", bool, e.at, { operand: test }), then: { statements: then } }),
      );
      return;
    }
    case "cast":
      lowerEffect(cx, e.value, out);
      return;
    case "vaEnd":
      return;
    case "statements": {
      const body: Statement[] = [];
      lowerStatements(cx, e.block.body, body);
      if (body.some((each) => each.kind === "let")) out.push(stmt(cx, "block", e.at, { body: { statements: body } }));
      else out.push(...body);
      return;
    }
    case "not":
    case "negate":
    case "complement":
      lowerEffect(cx, e.operand, out);
      return;
    case "binary":
    case "compare":
    case "difference":
      if (isPure(e)) return;
      lowerEffect(cx, e.left, out);
      lowerEffect(cx, e.right, out);
      return;
    case "vaStart":
    case "vaCopy": {
      const value = lowerExpr(cx, e);
      if (value.kind === "block") out.push(...value.body);
      return;
    }
    default: {
      if (isPure(e)) return;
      out.push(stmt(cx, "expression", e.at, { value: lowerExpr(cx, e) }));
    }
  }
}
