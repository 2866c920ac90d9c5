/** `for` and `while`. */
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { bool, type Statement } from "../../../ir/index.ts";
import type { Expr, Stmt } from "../ast/nodes.ts";
import { INT, sameAtoms } from "../infer/types.ts";
import { show } from "../infer/show.ts";
import { assignTarget } from "./assign.ts";
import { blocksOf, eachExpr, exprsOf } from "../scope-tree.ts";
import { condition, pathOf } from "./conditions.ts";
import { toInt } from "./convert.ts";
import { effectsOf } from "./decided.ts";
import { ex, inBlock, newLabel, newLocal, push, type Cx, type Env, type Loop, type Val } from "./context.ts";
import { iterated, whereFound } from "./default-items.ts";
import { expr } from "./expressions.ts";
import { irType } from "./ir-types.ts";
import { elemOf, toLoop } from "./iteration.ts";
import { forget, webKey } from "./names.ts";
import { loopPattern, type Extent } from "./loop-targets.ts";
import { block, joinEnv } from "./statements.ts";
import { callRow } from "./rows.ts";

/** Forgets what is known of variables that a loop's body binds, and of everything that calls may change. */
function widen(cx: Cx, body: readonly Stmt[]): void {
  if (!cx.env) return;
  cx.env = new Map(cx.env);
  for (const variable of cx.module.scopes.assigned(body))
    for (const web of variable.webs) forget(cx, webKey(cx.module, cx.module.scopes.web(web)));
  for (const key of [...cx.env.keys()]) if (key.includes(".")) cx.env.delete(key);
}

const isRangeCall = (cx: Cx, node: Expr): Expr<"call"> | undefined => {
  if (node.kind !== "call" || node.callee.kind !== "name" || node.callee.id !== "range") return undefined;
  const binding = cx.module.scopes.binding(node.callee);
  if (binding.kind !== "builtin" || node.args.length < 1 || node.args.length > 3 || node.args.some((arg) => arg.name || arg.star))
    return undefined;
  return node;
};

export function forStatement(cx: Cx, s: Stmt<"for">): void {
  if (s.async) return refuse("PY0103", s.span, "`async for`");
  const range = isRangeCall(cx, s.iterable);
  if (range && s.target.kind === "name") {
    const vals = range.args.map((arg) => expr(cx, arg.value));
    if (vals.every((val) => val.ty.length === 1 && (val.ty[0].k === "int" || val.ty[0].k === "bool")) || !cx.p.emitting)
      return forRange(cx, s, vals);
    const made = callRow(
      cx,
      "builtins.range",
      vals.map((value) => ({ value })),
      range,
      range.span,
    );
    return forEach(cx, s, toLoop(cx, made, s, s.iterable.span));
  }
  const found = whereFound(cx, s);
  if (found) return block(cx, [found]);
  const iterable = iterated(cx, s.iterable);
  if (iterable.ty.length === 1 && iterable.ty[0].k === "list" && changesItself(cx, s)) return forIndex(cx, s, iterable);
  forEach(cx, s, toLoop(cx, iterable, s, s.iterable.span));
}

const CHANGES = new Set(["append", "extend", "insert", "remove", "pop", "clear"]);

/** Does the body add items to the list that the loop goes over, or take some away? */
function changesItself(cx: Cx, s: Stmt<"for">): boolean {
  const path = pathOf(cx, s.iterable);
  if (path === undefined) return false;
  let found = false;
  const look = (body: readonly Stmt[]): void => {
    for (const each of body) {
      if (each.kind === "delete") found ||= each.targets.some((t) => t.kind === "subscript" && pathOf(cx, t.object) === path);
      for (const e of exprsOf(each))
        if (e && each.kind !== "def" && each.kind !== "class")
          eachExpr(e, (inner) => {
            if (
              inner.kind === "call" &&
              inner.callee.kind === "attribute" &&
              CHANGES.has(inner.callee.name) &&
              (inner.callee.object.kind === "name" || inner.callee.object.kind === "attribute")
            )
              found ||= pathOf(cx, inner.callee.object) === path;
          });
      blocksOf(each).forEach(look);
    }
  };
  look(s.body);
  return found;
}

/** A loop over a list that changes on the way: by a position, against the length of the moment. */
function forIndex(cx: Cx, s: Stmt<"for">, list: Val): void {
  const { span } = s;
  widen(cx, s.body);
  const head: Env | undefined = cx.env && new Map(cx.env);
  const int = (value: bigint): Val["e"] => ex(cx, "int", irType(cx.p, INT), span, { value });
  const items = newLocal(cx, "items", irType(cx.p, list.ty), span);
  const index = newLocal(cx, "index", irType(cx.p, INT), span);
  cx.declared.add(items);
  cx.declared.add(index);
  push(cx, "let", span, { local: items, value: list.e }, s.comments);
  push(cx, "let", span, { local: index, value: int(0n) });
  const read = (): Val => ({ ty: list.ty, e: ex(cx, "local", irType(cx.p, list.ty), span, { local: items }) });
  const at = (): Val => ({ ty: INT, e: ex(cx, "local", irType(cx.p, INT), span, { local: index }) });
  const loop: Loop = { label: newLabel(cx), breaks: [], used: false };
  const length = callRow(cx, "builtins.len", [{ value: read() }], span, span);
  const test = ex(cx, "compare", bool, span, { op: "lt", left: at().e, right: length.e });
  const body = loopBody(cx, s, loop, () => {
    const item = callRow(cx, "list.__getitem__", [{ value: read() }, { value: at() }], s, span);
    const local = newLocal(cx, "item", irType(cx.p, item.ty), span);
    cx.declared.add(local);
    push(cx, "let", span, { local, value: item.e });
    push(cx, "update", span, { place: at().e, op: "add", arithmetic: "exact", value: int(1n) });
    if (item.ty.length > 0 || s.target.kind === "name")
      assignTarget(cx, s.target, { ty: item.ty, e: ex(cx, "local", irType(cx.p, item.ty), span, { local }) }, s.target.span);
  });
  const orElse = loopEnd(cx, s, loop, head);
  push(cx, "while", span, { label: loop.label, test, body: { statements: body }, ...(orElse ? { orElse: { statements: orElse } } : {}) });
}

function loopBody(cx: Cx, s: Stmt<"for"> | Stmt<"while">, loop: Loop, bind: () => void): Statement[] {
  cx.loops.push(loop);
  const body = inBlock(cx, () => {
    bind();
    block(cx, s.body);
  });
  cx.loops.pop();
  return body;
}

/** Where the variables of a loop are seen when they are its own. */
const bodySpan = (s: Stmt<"for">): Extent => ({
  start: s.target.span.start,
  end: s.orElse.length ? s.orElse[0].span.start : s.span.end,
});

function forRange(cx: Cx, s: Stmt<"for">, vals: readonly Val[]): void {
  const ints = vals.map((val) => toInt(cx, val, s.span));
  const one = (value: bigint): Val["e"] => ex(cx, "int", irType(cx.p, INT), s.span, { value });
  const [start, stop, step] = ints.length === 1 ? [one(0n), ints[0], one(1n)] : [ints[0], ints[1], ints[2] ?? one(1n)];
  widen(cx, s.body);
  const head: Env | undefined = cx.env && new Map(cx.env);
  const pattern = loopPattern(cx, s.target, INT, bodySpan(s));
  let local: number;
  const direct = pattern?.kind === "local";
  if (direct) ({ local } = pattern);
  else {
    local = newLocal(cx, (s.target as Expr<"name">).id, irType(cx.p, INT), s.target.span);
    cx.declared.add(local);
  }
  const loop: Loop = { label: newLabel(cx), breaks: [], used: false };
  const body = loopBody(cx, s, loop, () => {
    if (!direct) assignTarget(cx, s.target, { ty: INT, e: ex(cx, "local", irType(cx.p, INT), s.target.span, { local }) }, s.target.span);
  });
  const orElse = loopEnd(cx, s, loop, head);
  push(
    cx,
    "forRange",
    s.span,
    { label: loop.label, local, start, stop, step, body: { statements: body }, ...(orElse ? { orElse: { statements: orElse } } : {}) },
    s.comments,
  );
}

function forEach(cx: Cx, s: Stmt<"for">, iterable: Val): void {
  const elem = elemOf(cx, iterable.ty) ?? refuse("PY0303", s.iterable.span, `a value of type ${show(iterable.ty)} cannot be iterated`);
  widen(cx, s.body);
  const head: Env | undefined = cx.env && new Map(cx.env);
  // What is never iterated has no parts.
  const never = cx.p.emitting && elem.length === 0 && s.target.kind !== "name";
  let pattern = never ? undefined : loopPattern(cx, s.target, elem, bodySpan(s));
  let item: number | undefined;
  if (!pattern || !cx.p.emitting) {
    item = newLocal(cx, s.target.kind === "name" ? s.target.id : "item", irType(cx.p, elem), s.target.span);
    cx.declared.add(item);
    if (!pattern) pattern = { kind: "local", local: item };
    else item = undefined;
  }
  const loop: Loop = { label: newLabel(cx), breaks: [], used: false };
  const body = loopBody(cx, s, loop, () => {
    if (item !== undefined || !cx.p.emitting) {
      const val: Val = { ty: elem, e: ex(cx, "local", irType(cx.p, elem), s.target.span, { local: item ?? 0 }) };
      if (elem.length > 0 || s.target.kind === "name") {
        assignTarget(cx, s.target, val, s.target.span);
      }
    }
  });
  const orElse = loopEnd(cx, s, loop, head);
  push(
    cx,
    "forEach",
    s.span,
    {
      label: loop.label,
      pattern: pattern!,
      iterable: iterable.e,
      body: { statements: body },
      ...(orElse ? { orElse: { statements: orElse } } : {}),
    },
    s.comments,
  );
}

/** What is known after a loop: its head and the places that leave it. */
function loopEnd(cx: Cx, s: Stmt<"for"> | Stmt<"while">, loop: Loop, head: Env | undefined, exits = true): Statement[] | undefined {
  cx.env = exits ? head : undefined;
  let orElse: Statement[] | undefined;
  if (s.orElse.length && exits) orElse = inBlock(cx, () => block(cx, s.orElse));
  cx.env = loop.breaks.reduce<Env | undefined>((all, each) => joinEnv(cx, all, each), cx.env);
  return orElse;
}

export function whileStatement(cx: Cx, s: Stmt<"while">): void {
  widen(cx, [s]);
  widen(cx, s.body);
  const head = condition(cx, s.test);
  const loop: Loop = { label: newLabel(cx), breaks: [], used: false };
  cx.env = head.whenTrue && new Map(head.whenTrue);
  if (!head.whenTrue) {
    cx.env = head.whenFalse;
    cx.block.statements.push(...effectsOf(cx, head.e));
    if (s.orElse.length) block(cx, s.orElse);
    return;
  }
  const body = loopBody(cx, s, loop, () => undefined);
  const forever = !head.whenFalse;
  const orElse = loopEnd(cx, s, loop, head.whenFalse, !forever);
  if (forever && head.e.kind === "bool") push(cx, "loop", s.span, { label: loop.label, body: { statements: body } }, s.comments);
  else
    push(
      cx,
      "while",
      s.span,
      { label: loop.label, test: head.e, body: { statements: body }, ...(orElse ? { orElse: { statements: orElse } } : {}) },
      s.comments,
    );
}

export function breakStatement(cx: Cx, s: Stmt<"break"> | Stmt<"continue">): void {
  const loop = cx.loops[cx.loops.length - 1];
  if (!loop) return refuse("PY0001", s.span, `\`${s.kind}\` outside a loop`);
  if (s.kind === "break") {
    if (cx.env) loop.breaks.push(cx.env);
    push(cx, "break", s.span, { label: loop.label }, s.comments);
  } else push(cx, "continue", s.span, { label: loop.label }, s.comments);
  cx.env = undefined;
}

export { bool, sameAtoms };
