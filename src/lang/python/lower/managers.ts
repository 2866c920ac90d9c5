/**
 * `contextlib`: context managers made from generators. The text of the generator stands in place of the `with`, and the `with`'s body in place of its
 * `yield`: what guards the `yield` guards the body. Managers that yield in several places, or that are made elsewhere, stay generators (`with.ts`).
 */
import type { Span } from "../../../base/span.ts";
import { bool, type Expression } from "../../../ir/index.ts";
import type { Expr, FunctionNode, Stmt } from "../ast/nodes.ts";
import type { UserFunction } from "../infer/callables.ts";
import { findMethod } from "../infer/classes.ts";
import { EXCEPTION, flow, STR } from "../infer/types.ts";
import { blocksOf, exprsOf, eachExpr } from "../scope-tree.ts";
import { assignTarget } from "./assign.ts";
import { argValues } from "./call.ts";
import { convert } from "./convert.ts";
import { ex, get, inBlock, newLocal, push, site, webCell, type Cx, type Val } from "./context.ts";
import { classesOf } from "./exceptions.ts";
import { expr } from "./expressions.ts";
import { bindArguments } from "./arguments.ts";
import type { Bound } from "./functions.ts";
import { exceptionType, irCell, irType, isGhost } from "./ir-types.ts";
import { webId, webKey } from "./names.ts";
import { callRow, type ArgVal } from "./rows.ts";
import { block } from "./statements.ts";

/** `with manager(args) as target: body` of a manager whose text stands in its place, or of `suppress`; false for other calls. */
export function managerCall(cx: Cx, call: Expr<"call">, target: Expr | undefined, body: () => void): boolean {
  const { callee, span } = call;
  if (callee.kind === "attribute") {
    const object = expr(cx, callee.object);
    const atom = object.ty.length === 1 ? object.ty[0] : undefined;
    const method = atom?.k === "inst" ? findMethod(atom.cls, callee.name) : undefined;
    if (atom?.k === "inst" && method?.fn.manager && isInline(cx, method.fn)) {
      inline(cx, method.fn, call, target, body, { cls: atom.cls, receiver: object });
      return true;
    }
    if (atom?.k !== "module") return false;
  } else if (callee.kind !== "name") return false;
  const fn = expr(cx, callee);
  const atom = fn.ty.length === 1 ? fn.ty[0] : undefined;
  if (atom?.k !== "fn") return false;
  if (atom.fn.kind === "function" && atom.fn.manager && isInline(cx, atom.fn)) {
    inline(cx, atom.fn, call, target, body);
    return true;
  }
  if (atom.fn.kind === "special" && atom.fn.special === "contextlib.suppress") {
    suppress(cx, call, body, span);
    return true;
  }
  if (atom.fn.kind === "special" && atom.fn.special === "contextlib.redirect_stdout") {
    redirect(cx, call, target, body, span);
    return true;
  }
  return false;
}

/** `with suppress(A, B): body` */
function suppress(cx: Cx, call: Expr<"call">, body: () => void, span: Span): void {
  const before = cx.env && new Map(cx.env);
  const statements = inBlock(cx, body);
  cx.env = before;
  const binding = newLocal(cx, "error", exceptionType, span);
  cx.declared.add(binding);
  const tests = call.args
    .flatMap((arg) => classesOf(cx, arg.value))
    .map((name): Expression => {
      const error: Val = { ty: EXCEPTION, e: ex(cx, "local", exceptionType, span, { local: binding }) };
      const text: Val = { ty: STR, e: ex(cx, "str", { kind: "str" }, span, { value: name }) };
      return callRow(cx, "exception.is_a", [{ value: error }, { value: text }], call, span).e;
    });
  if (tests.length === 0) return push(cx, "block", span, { body: { statements } });
  const test = tests.reduce((left, right) => ex(cx, "logical", bool, span, { op: "or", left, right }));
  push(cx, "guarded", span, { body: { statements }, handlers: [{ binding, test, body: { statements: [] } }] });
}

/** `with redirect_stdout(file): body` */
function redirect(cx: Cx, call: Expr<"call">, target: Expr | undefined, body: () => void, span: Span): void {
  const [given] = argValues(cx, call);
  const row = (name: string, args: readonly ArgVal[]): void =>
    push(cx, "expression", span, {
      value: callRow(
        cx,
        name,
        args,
        site(cx, call, name, () => ({})),
        span,
      ).e,
    });
  const statements = inBlock(cx, () => {
    withTempStatement(cx, given.value, span, (again) => {
      row("sys.redirect", [{ value: again() }]);
      if (target) assignTarget(cx, target, again(), span);
    });
    const inner = inBlock(cx, body);
    const final = inBlock(cx, () => row("sys.unredirect", []));
    push(cx, "guarded", span, { body: { statements: inner }, handlers: [], final: { statements: final } });
  });
  push(cx, "block", span, { body: { statements } });
}

/** Keeps a value in a local for what follows in the block. */
function withTempStatement(cx: Cx, val: Val, span: Span, use: (again: () => Val) => void): void {
  const local = newLocal(cx, "file", irType(cx.p, val.ty), span);
  cx.declared.add(local);
  push(cx, "let", span, { local, value: val.e });
  use(() => ({ ty: val.ty, e: ex(cx, "local", irType(cx.p, val.ty), span, { local }) }));
}

/** The only `yield` of a manager's generator stands outside loops and is a statement; there is no `return`. */
function isPlainManager(def: FunctionNode): boolean {
  let yields = 0;
  let ok = true;
  const look = (stmts: readonly Stmt[], loop: boolean): void => {
    for (const s of stmts) {
      if (s.kind === "return") ok = false;
      if (s.kind === "def" || s.kind === "class") continue;
      for (const e of exprsOf(s))
        if (e)
          eachExpr(e, (inner) => {
            if (inner.kind === "yieldFrom") ok = false;
            if (inner.kind !== "yield") return;
            yields++;
            if (loop || s.kind !== "expr" || s.value !== inner) ok = false;
          });
      for (const inner of blocksOf(s)) look(inner, loop || s.kind === "for" || s.kind === "while");
    }
  };
  look(def.body, false);
  return ok && yields === 1;
}

/** Can the text of a manager stand in place of the `with`? Others are generators that `with` talks to. */
const isInline = (cx: Cx, fn: UserFunction): boolean =>
  fn.def.generator && isPlainManager(fn.def) && (!fn.parent || fn.parent === cx.inst) && !cx.inlined.includes(fn.def);

function inline(cx: Cx, fn: UserFunction, call: Expr<"call">, target: Expr | undefined, body: () => void, bound?: Bound): void {
  const { def } = fn;
  const { span } = call;
  const vals = bindArguments(cx, fn, argValues(cx, call), span, bound);
  if (vals.some((val) => val.ty.length === 0)) return body();
  const outer = { module: cx.module, managed: cx.managed };
  // Its variables are new ones each time.
  const frame = fn.module.scopes.frames.get(def);
  const keys = [...(frame?.variables ?? [])].flatMap((variable) =>
    variable.webs.map((web) => webKey(fn.module, fn.module.scopes.web(web))),
  );
  const kept = keys.map((key) => [key, cx.webLocals.get(key)] as const);
  cx.module = fn.module;
  for (const key of keys) {
    cx.webLocals.delete(key);
    cx.env?.delete(key);
  }
  const statements = inBlock(cx, () => {
    def.params.forEach((param, i) => {
      const binding = cx.module.scopes.binding(param);
      if (binding.kind !== "variable") return;
      const cell = webCell(cx, cx.inst, webId(cx.module, binding.web));
      flow(cx.p.w, cell, vals[i].ty);
      const ty = get(cx, cell);
      if (!cx.p.emitting || isGhost(ty)) return;
      const local = newLocal(cx, param.name, irCell(cx.p, cell), span);
      cx.declared.add(local);
      push(cx, "let", span, { local, value: convert(cx, vals[i], ty, span) });
      cx.webLocals.set(webKey(cx.module, binding.web), local);
    });
    cx.inlined.push(def);
    cx.managed = (val) => {
      cx.inlined.pop();
      Object.assign(cx, outer);
      if (target) assignTarget(cx, target, val, span);
      else if (val.e.kind !== "unit") push(cx, "expression", span, { value: val.e });
      body();
      cx.inlined.push(def);
      cx.module = fn.module;
    };
    block(cx, def.body);
    cx.inlined.pop();
    Object.assign(cx, outer);
  });
  for (const [key, local] of kept)
    if (local === undefined) cx.webLocals.delete(key);
    else cx.webLocals.set(key, local);
  push(cx, "block", span, { body: { statements } });
}
