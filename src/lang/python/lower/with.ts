/** `with`. */
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { bool, type Expression } from "../../../ir/index.ts";
import type { Expr, Stmt } from "../ast/nodes.ts";
import { findMethod } from "../infer/classes.ts";
import { NONE, type Atom } from "../infer/types.ts";
import { show } from "../infer/show.ts";
import { closesItself, rowsOf } from "../stdlib/types.ts";
import { assignTarget } from "./assign.ts";
import { awaited } from "./awaiting.ts";
import { isUsedUp } from "./closed-files.ts";
import { isCoroutine } from "./coroutines.ts";
import { ex, inBlock, newLocal, push, site, type Cx, type Val } from "./context.ts";
import { expr } from "./expressions.ts";
import { exceptionType, irType } from "./ir-types.ts";
import { callPrelude } from "./iteration.ts";
import { managerCall } from "./managers.ts";
import { callMethod } from "./methods.ts";
import { eachMember, memberNode } from "./operators.ts";
import { callRow, hasRow } from "./rows.ts";
import { block } from "./statements.ts";
import { truth } from "./truth.ts";

export function withStatement(cx: Cx, s: Stmt<"with">): void {
  const go = (i: number): void => {
    if (i === s.items.length) return block(cx, s.body);
    const item = s.items[i];
    withItem(cx, item.value, item.target, s, () => go(i + 1));
  };
  go(0);
}

/** What `with` asks of a manager: its methods, and the functions of the prelude for generators. */
const STEPS = {
  enter: { method: "__enter__", late: "__aenter__", of: "entered_of" },
  failed: { method: "__exit__", late: "__aexit__", of: "failed_of" },
  left: { method: "__exit__", late: "__aexit__", of: "left_of" },
} as const;

/** Objects of the runtime whose `close` is all that leaving `with` does. */
const isClosable =
  (cx: Cx) =>
  (atom: Atom): boolean =>
    atom.k === "rt" && !isCoroutine(atom) && hasRow(cx, `${rowsOf(atom.path)}.close`);

/** `with file as f`: the file, or one of several kinds of files, is closed on every way out. */
function withClosable(cx: Cx, manager: Val, value: Expr, target: Expr | undefined, s: Stmt<"with">, body: () => void): void {
  const { span } = value;
  const close = (file: Val): void => {
    const closed = (one: Val): Val => {
      const [atom] = one.ty;
      const table = atom.k === "rt" ? rowsOf(atom.path) : "";
      return callRow(cx, `${table}.close`, [{ value: one }], memberNode(cx, value, one), span);
    };
    push(cx, "expression", span, { value: eachMember(cx, file, span, "", closed).e });
  };
  const only = manager.ty.length === 1 ? manager.ty[0] : undefined;
  if (target && only?.k === "rt" && closesItself(only.path) && isUsedUp(cx, target, s)) {
    assignTarget(cx, target, manager, span, s.comments);
    body();
    if (cx.env) close(expr(cx, target));
    return;
  }
  const local = newLocal(cx, "file", irType(cx.p, manager.ty), span);
  cx.declared.add(local);
  push(cx, "let", span, { local, value: manager.e }, s.comments);
  const read = (): Val => ({ ty: manager.ty, e: ex(cx, "local", irType(cx.p, manager.ty), span, { local }) });
  const inner = inBlock(cx, () => {
    if (target) assignTarget(cx, target, read(), span);
    body();
  });
  const final = inBlock(cx, () => close(read()));
  push(cx, "guarded", s.span, { body: { statements: inner }, handlers: [], final: { statements: final } });
}

function withItem(cx: Cx, value: Expr, target: Expr | undefined, s: Stmt<"with">, body: () => void): void {
  const { span } = value;
  if (!s.async && assertRaisesWith(cx, value, target, s, body)) return;
  if (!s.async && value.kind === "call" && managerCall(cx, value, target, body)) return;
  const manager = expr(cx, value);
  if (manager.ty.length === 0) {
    if (target) assignTarget(cx, target, manager, span);
    return body();
  }
  const atom = manager.ty[0];
  if (!s.async && manager.ty.every(isClosable(cx))) return withClosable(cx, manager, value, target, s, body);
  const made = manager.ty.length === 1 && !s.async && isCoroutine(atom);
  const exit = s.async ? "__aexit__" : "__exit__";
  if (!made && (manager.ty.length !== 1 || atom.k !== "inst" || !findMethod(atom.cls, exit)))
    return refuse("PY0104", span, `\`with\` on a value of type ${show(manager.ty)}`);
  const local = newLocal(cx, "manager", irType(cx.p, manager.ty), span);
  cx.declared.add(local);
  push(cx, "let", span, { local, value: manager.e }, s.comments);
  const read = (): Val => ({ ty: manager.ty, e: ex(cx, "local", irType(cx.p, manager.ty), span, { local }) });
  /** What the manager does at one of the places where it is asked to. */
  const call = (place: keyof typeof STEPS, args: readonly Val[] = []): Val => {
    if (atom.k !== "inst") return callPrelude(cx, STEPS[place].of, read(), span, place === "failed" ? [{ value: args[0] }] : []);
    const called = callMethod(
      cx,
      read(),
      s.async ? STEPS[place].late : STEPS[place].method,
      args.map((each) => ({ value: each })),
      atom.cls,
      span,
    );
    if (!s.async) return called;
    const node = site(cx, value, place, () => ({}));
    return awaited(cx, called, node, span);
  };
  const entered = call("enter");
  if (target) assignTarget(cx, target, entered, span);
  else push(cx, "expression", span, { value: entered.e });
  const none = (): Val => ({ ty: NONE, e: ex(cx, "unit", { kind: "unit" }, span, {}) });
  const before = cx.env && new Map(cx.env);
  const inner = inBlock(cx, body);
  const after = cx.env;
  // On the normal way out `__exit__` is told of no exception; on failure the exception, which it may swallow.
  const error = newLocal(cx, "error", exceptionType, span);
  cx.declared.add(error);
  const exception = (): Val => ({ ty: [{ k: "exception" }], e: ex(cx, "local", exceptionType, span, { local: error }) });
  cx.env = before;
  let swallows = false;
  const handler = inBlock(cx, () => {
    const left = call("failed", [exception(), exception(), none()]);
    if (left.ty.length === 1 && left.ty[0].k === "none") {
      push(cx, "expression", span, { value: left.e });
      push(cx, "raise", span, { value: exception().e });
    } else {
      swallows = true;
      const then = inBlock(cx, () => push(cx, "raise", span, { value: exception().e }));
      push(cx, "if", span, { test: ex(cx, "not", { kind: "bool" }, span, { operand: truth(cx, left, span) }), then: { statements: then } });
    }
  });
  const leave = (): void =>
    push(cx, "expression", span, {
      value: call("left", [none(), none(), none()]).e,
    });
  cx.env = after ?? (swallows ? before : undefined);
  if (hasJumps(s.body)) {
    // Left by `return` or out of a loop: `__exit__` runs on every way out, but for the one on which it has run already.
    const failed = newLocal(cx, "failed", bool, span);
    cx.declared.add(failed);
    const flag = (value: boolean): Expression => ex(cx, "bool", bool, span, { value });
    const state = (): Expression => ex(cx, "local", bool, span, { local: failed });
    push(cx, "let", span, { local: failed, value: flag(false) });
    const marked = inBlock(cx, () => push(cx, "assign", span, { place: state(), value: flag(true) }));
    const final = inBlock(cx, () => {
      const then = inBlock(cx, leave);
      push(cx, "if", span, { test: ex(cx, "not", bool, span, { operand: state() }), then: { statements: then } });
    });
    push(cx, "guarded", s.span, {
      body: { statements: inner },
      handlers: [{ binding: error, body: { statements: [...marked, ...handler] } }],
      final: { statements: final },
    });
    return;
  }
  const orElse = inBlock(cx, leave);
  push(cx, "guarded", s.span, {
    body: { statements: inner },
    handlers: [{ binding: error, body: { statements: handler } }],
    orElse: { statements: orElse },
  });
}

/** Does a body leave by `return`, `break` or `continue`? */
const hasJumps = (body: readonly Stmt[]): boolean =>
  body.some((s) => s.kind === "return" || s.kind === "break" || s.kind === "continue" || blocksOf(s).some(hasJumps));

import { blocksOf } from "../scope-tree.ts";
import { assertRaisesWith } from "./unittest-raises.ts";
