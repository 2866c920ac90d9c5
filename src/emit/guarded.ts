/** `guarded`: a closure whose failure, returned or unwound, comes back as `Err`; ways out other than the end come back as `rt::Flow`. */
import { someNode } from "../base/nodes.ts";
import type { Block, Expression, Statement, Type } from "../ir/index.ts";
import { eachChild, isExpression, walk } from "../ir/walk.ts";
import type { Arm, RustBlock, RustExpr, RustStatement, RustType } from "../rust/ast.ts";
import {
  block as blockOf,
  call,
  exprStmt,
  ifExpr,
  letStmt,
  lit,
  path,
  pName,
  pVariant,
  tPath,
  tUnit,
  unitValue,
  wild,
} from "../rust/make.ts";
import { diverges } from "../rust/diverges.ts";
import { cellParam } from "./closures.ts";
import { capture, frameOf, type Frame, type FunctionContext } from "./context.ts";
import { raiseExpression } from "./failures.ts";
import { emitBlock, emitInto } from "./statements.ts";
import { emitJump, leaveWith } from "./jumps.ts";
import { finishBody } from "./bodies.ts";
import { rustType } from "./types.ts";
import { own } from "./values.ts";

export function emitGuarded(cx: FunctionContext, s: Statement<"guarded">): void {
  if (s.final) {
    const yielding =
      yields(cx, s.body) || (s.orElse !== undefined && yields(cx, s.orElse)) || s.handlers.some((handler) => yields(cx, handler.body));
    const whole = attempt(cx, yielding, () => (s.handlers.length || s.orElse ? handled(cx, s) : emitBlock(cx, s.body)));
    const name = cx.scope.take("outcome");
    cx.out.push(letStmt(name, whole.expr));
    emitBlock(cx, s.final);
    resume(cx, { ...whole, expr: path(name) }, [], undefined);
    return;
  }
  handled(cx, s);
}

function handled(cx: FunctionContext, s: Statement<"guarded">): void {
  const tried = attempt(cx, yields(cx, s.body), () => emitBlock(cx, s.body), onlyFailure(cx, s.body));
  const after = s.orElse ? emitInto(cx, s.orElse).statements : [];
  if (!s.handlers.length) return resume(cx, tried, after, undefined);
  const bindings = s.handlers.map((handler) => cx.locals.get(handler.binding)!);
  const error = bindings[0].name;
  for (const binding of bindings) (binding as { name: string }).name = error;
  const taken = handlerChain(cx, s.handlers, error);
  resume(cx, tried, after, { name: error, block: taken });
}

function handlerChain(cx: FunctionContext, handlers: Statement<"guarded">["handlers"], error: string): RustBlock {
  const [first, ...rest] = handlers;
  if (!first) return blockOf([exprStmt(raiseExpression(cx, path(error)))]);
  const body = (): RustBlock => ({
    statements: capture(cx, () => {
      cx.out.push(...cellParam(cx, first.binding));
      emitBlock(cx, first.body);
    }).statements,
  });
  if (!first.test) return body();
  const test = capture(cx, () => own(cx, first.test!));
  const then = body();
  const others = handlerChain(cx, rest, error);
  const only = others.statements.length === 1 ? others.statements[0] : undefined;
  const chained = only?.kind === "expression" && only.value.kind === "if" && !only.comments ? only.value : undefined;
  const decision: RustStatement = {
    kind: "expression",
    value: ifExpr(test.value, then, chained ?? { kind: "block", block: others }),
    semicolon: false,
  };
  return blockOf([...test.statements, decision]);
}

/** Does the block hand out values of the generator that it belongs to? */
export function yields(cx: FunctionContext, body: Block): boolean {
  let found = false;
  walk(body, (node) => {
    if (node.kind === "yield" || (node.kind === "runtime" && cx.unit.program.rows(node.row).form === "await")) found = true;
    return !found && node.kind !== "closure";
  });
  return found;
}

interface Attempt {
  readonly expr: RustExpr;
  readonly frame: Frame;
  /** It always returns or fails: what it gives is what the function returns. */
  readonly returns: boolean;
}

/** The statements as `rt::catch(|| -> Result<…> { … })`, and what leaves them. */
function attempt(cx: FunctionContext, yielding: boolean, emit: () => void, plain?: string): Attempt {
  const frame: Frame = { kind: "guard", fallible: true, labels: new Set(), jumps: [], returns: false, result: frameOf(cx).result };
  const loops = cx.loops.splice(0);
  cx.frames.push(frame);
  const { statements } = capture(cx, emit);
  const returns = frame.returns && frame.jumps.length === 0 && !yielding && diverges(statements);
  const finished = finishBody(cx, { statements }, { kind: "unit" });
  const body = returns ? withoutFlow(finished) : finished;
  cx.frames.pop();
  cx.loops.push(...loops);
  const error = rustType(cx.unit.program.exception, cx.unit, cx.module);
  const value: RustType = returns ? returnType(cx) : frame.returns ? tPath("rt::Flow", returnType(cx)) : tUnit;
  if (yielding) {
    const future: RustExpr = { kind: "block", word: "async", block: body };
    return { expr: { kind: "await", value: call({ kind: "path", path: "rt::catch_async", args: [value] }, future) }, frame, returns };
  }
  const closure: RustExpr = { kind: "closure", params: [], result: tPath("Result", value, error), body: { kind: "block", block: body } };
  const caught = call("rt::catch", closure);
  return { expr: plain && caught.kind === "call" ? { ...caught, plain } : caught, frame, returns };
}

const STILL: ReadonlySet<Expression["kind"]> = new Set([
  "local",
  "field",
  "tupleGet",
  "int",
  "float",
  "str",
  "bool",
  "some",
  "inject",
  "unit",
]);
const KEYS: ReadonlySet<Type["kind"]> = new Set(["exact", "float", "bool", "str", "bytes"]);

/** The class of what a body may fail with that is one call of the runtime, and does nothing else that could fail. */
function onlyFailure(cx: FunctionContext, { statements: [only, second] }: Block): string | undefined {
  if (!only || second) return undefined;
  const value =
    only.kind === "return" || only.kind === "expression" || (only.kind === "assign" && only.place.kind === "local")
      ? only.value
      : undefined;
  let found: string | undefined;
  let plain = value !== undefined;
  const visit = (e: Expression): void => {
    if (e.kind === "runtime") {
      const row = cx.unit.program.rows(e.row);
      const looks = e.args.slice(1).every(({ type }) => KEYS.has(type.kind));
      if (!row.raises || found || !looks) plain = false;
      found = row.raises;
    } else if (!STILL.has(e.kind)) plain = false;
    eachChild(e, (child) => {
      if (isExpression(child)) visit(child);
      else plain = false;
    });
  };
  if (value) visit(value);
  return plain ? found : undefined;
}

/** A body that always returns, with what it returns for `rt::Flow::Return` of it. */
function withoutFlow<T>(root: T): T {
  const isReturn = (e: unknown): e is RustExpr<"call"> => {
    const { kind, callee } = e as Partial<RustExpr<"call">>;
    return kind === "call" && callee?.kind === "path" && callee.path === "rt::Flow::Return";
  };
  const visit = (node: unknown): unknown => {
    if (typeof node !== "object" || node === null) return node;
    if (Array.isArray(node)) return node.map(visit);
    const { kind, word, callee, args } = node as { kind?: string; word?: string; callee?: RustExpr; args?: readonly RustExpr[] };
    // Others return out of these.
    if (kind === "closure" || (kind === "block" && word?.startsWith("async"))) return node;
    if (kind === "call" && callee?.kind === "path" && callee.path === "Ok" && args?.length === 1 && isReturn(args[0])) {
      const [value] = args[0].args;
      return value.kind === "try" ? visit(value.value) : { ...node, args: [visit(value)] };
    }
    const made: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(node)) made[key] = typeof value === "object" ? visit(value) : value;
    return made;
  };
  return visit(root) as T;
}

const returnType = (cx: FunctionContext): RustType => {
  for (let i = cx.frames.length - 1; i >= 0; i--) {
    const frame = cx.frames[i];
    if (frame.kind !== "guard") return frame.kind === "generator" ? tUnit : rustType(frame.result, cx.unit, cx.module);
  }
  return tUnit;
};

/** Goes on after an attempt: its end, its ways out, its failure. */
function resume(
  cx: FunctionContext,
  { expr: outcome, frame, returns }: Attempt,
  after: readonly RustStatement[],
  taken: { name: string; block: RustBlock } | undefined,
): void {
  const name = taken?.name ?? "error";
  const failed = taken?.block ?? blockOf([exprStmt(raiseExpression(cx, path(name)))]);
  if (!frame.returns) {
    if (!taken && frameOf(cx).fallible) {
      cx.out.push(exprStmt({ kind: "try", value: outcome }), ...after);
    } else if (after.length === 0) {
      const used = mentions(failed, name);
      cx.out.push({
        kind: "expression",
        value: ifExpr({ kind: "let", pattern: pVariant("Err", used ? pName(name) : wild), value: outcome }, failed),
        semicolon: false,
      });
    } else {
      pushMatch(cx, outcome, [
        { pattern: pVariant("Ok", { kind: "tuple", elems: [] }), body: { kind: "block", block: blockOf([...after]) } },
        { pattern: pVariant("Err", mentions(failed, name) ? pName(name) : wild), body: { kind: "block", block: failed } },
      ]);
    }
    return;
  }
  const unitResult = returnTypeIsUnit(cx);
  const failure: Arm = { pattern: pVariant("Err", mentions(failed, name) ? pName(name) : wild), body: { kind: "block", block: failed } };
  if (returns) {
    const given = unitResult ? ({ kind: "tuple", elems: [] } as const) : pName("value");
    const left = blockOf([exprStmt(leaveWith(cx, unitResult ? undefined : path("value")))]);
    return pushMatch(cx, outcome, [{ pattern: pVariant("Ok", given), body: { kind: "block", block: left } }, failure]);
  }
  const arms: Arm[] = [
    { pattern: pVariant("Ok", pVariant("rt::Flow::Next")), body: { kind: "block", block: blockOf([...after]) } },
    {
      pattern: pVariant("Ok", pVariant("rt::Flow::Return", unitResult ? wild : pName("value"))),
      body: { kind: "block", block: blockOf([exprStmt(leaveWith(cx, unitResult ? undefined : path("value")))]) },
    },
  ];
  frame.jumps.forEach((jump, i) => {
    const last = i === frame.jumps.length - 1;
    arms.push({
      pattern: pVariant("Ok", pVariant("rt::Flow::Jump", last ? wild : { kind: "literal", text: String(i) })),
      body: { kind: "block", block: blockOf([exprStmt(emitJump(cx, jump.label, jump.kind))]) },
    });
  });
  if (!frame.jumps.length) {
    arms.push({ pattern: pVariant("Ok", pVariant("rt::Flow::Jump", wild)), body: { kind: "macro", name: "unreachable", args: [] } });
  }
  arms.push(failure);
  pushMatch(cx, outcome, arms);
}

const returnTypeIsUnit = (cx: FunctionContext): boolean => {
  const type = returnType(cx);
  return type.kind === "tuple" && type.elems.length === 0;
};

const pushMatch = (cx: FunctionContext, subject: RustExpr, arms: readonly Arm[]): void =>
  void cx.out.push({ kind: "expression", value: { kind: "match", subject, arms }, semicolon: false });

/** Is the name read in the block? */
function mentions(root: unknown, name: string): boolean {
  return someNode<RustExpr>(root, (e) => (e.kind === "path" ? e.path === name : e.kind === "literal" && e.text?.includes(`{${name}`)));
}

export type { Block };
export { lit, unitValue };
