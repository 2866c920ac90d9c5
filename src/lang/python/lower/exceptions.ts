/** Exceptions: making them, raising, catching. An exception's class is a text of the names of the class and its bases. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { bool, str, type Expression, type Handler } from "../../../ir/index.ts";
import type { Expr, Stmt } from "../ast/nodes.ts";
import { findMethod, type ClassInfo } from "../infer/classes.ts";
import { ANY, EXCEPTION, flow, newCell, STR, type Cell, type Ty } from "../infer/types.ts";
import { show } from "../infer/show.ts";
import { exceptionAliases, exceptionBases } from "../stdlib/exceptions.ts";
import { need } from "./protocols.ts";
import { convert, dead, raises } from "./convert.ts";
import { ex, get, inBlock, newLocal, push, site, webCell, type Cx, type Env, type Prog, type Val } from "./context.ts";
import { expr } from "./expressions.ts";
import { bindArguments } from "./arguments.ts";
import { objectOf, onlyClass } from "./exception-objects.ts";
import { exceptionType, irCell, irType, isGhost } from "./ir-types.ts";
import { bindName, webId, webKey } from "./names.ts";
import { callRow, type ArgVal } from "./rows.ts";
import { block, joinEnv } from "./statements.ts";

const canonical = (name: string): string => exceptionAliases[name] ?? name;
export const isExceptionName = (name: string): boolean => canonical(name) in exceptionBases;

/** Is a builtin exception class another one, or derived from it? */
export function isBuiltinException(name: string, base: string): boolean {
  for (let at = canonical(name); at in exceptionBases; at = exceptionBases[at]) if (at === canonical(base)) return true;
  return false;
}

/** Names of a class and of its bases down to a builtin one. */
export const classText = (cls: ClassInfo): string =>
  [
    // Names in such a text have spaces between them.
    ...cls.mro.map((each) => (each.module.name === "__main__" ? each.name : `${each.module.name.replace(/ /g, ".")}.${each.name}`)),
    canonical(cls.builtin ?? "Exception"),
  ].join(" ");

/** `Class(*args)` of an exception class. */
export function constructException(cx: Cx, names: readonly string[], args: readonly ArgVal[], node: object, span: Span): Val {
  if (args.some((arg) => arg.name || arg.star)) return refuse("PY0404", span, "an exception is made with named or unpacked arguments");
  // The text of a class of the program has its bases already.
  const all = names.flatMap((name) => name.split(" "));
  // The runtime knows the bases of builtin classes; a library's stand in the text.
  for (let last = canonical(all[all.length - 1]); last in exceptionBases && last.includes("."); last = all[all.length - 1])
    all.push(exceptionBases[last]);
  const text: Val = { ty: STR, e: ex(cx, "str", str, span, { value: canonical(all.join(" ")) }) };
  for (const arg of args) need(cx, arg.value.ty, "repr", span);
  if (keepsArguments(cx, args)) {
    const ty: Ty = [{ k: "list", elem: cx.p.w.dynamic }];
    const elems = args.map((arg) => convert(cx, arg.value, ANY, span));
    return callRow(
      cx,
      "exception.new_of",
      [{ value: text }, { value: { ty, e: ex(cx, "list", irType(cx.p, ty), span, { elems }) } }],
      node,
      span,
    );
  }
  return callRow(cx, "exception.new", [{ value: text }, ...args], node, span);
}

const given = new WeakMap<Prog, Cell>();

/** What the program gives its exceptions as arguments, where it looks at them again: texts, or anything. */
function argumentCell(p: Prog): Cell {
  let cell = given.get(p);
  if (!cell) given.set(p, (cell = newCell(p.w)));
  return cell;
}

/** Are the arguments more than texts, and `error.args` read? */
function keepsArguments(cx: Cx, args: readonly ArgVal[]): boolean {
  if (args.length > 3) return true;
  if (!cx.p.readsArguments || args.length === 0) return false;
  const texts = args.length === 1 && args[0].value.ty.every((atom) => atom.k === "str" || atom.k === "none");
  if (!texts && args.every((arg) => arg.value.ty.length > 0)) flow(cx.p.w, argumentCell(cx.p), ANY);
  return !texts;
}

/** `error.args` of a program whose exceptions hold more than texts. */
export const argumentsOf = (cx: Cx, error: Val, node: object, span: Span): Val | undefined =>
  get(cx, argumentCell(cx.p))[0]?.k === "any" ? callRow(cx, "exception.args", [{ value: error }], node, span) : undefined;

/** The value that `raise` raises: an exception, or a class of one. */
export const exceptionOf = (cx: Cx, node: Expr): Val => exceptionOfVal(cx, expr(cx, node), node, node.span);

/** An exception, made where the value is a class of one. */
export function exceptionOfVal(cx: Cx, val: Val, node: object, span: Span): Val {
  const atom = val.ty[0];
  if (val.ty.length === 1 && atom.k === "fn") {
    if (atom.fn.kind === "type" && isExceptionName(atom.fn.type)) return constructException(cx, [atom.fn.type], [], node, span);
    if (atom.fn.kind === "class") return callCallable(cx, atom.fn, [], node, span);
  }
  return val;
}

/** A failure with a builtin class and a constant message. */
export function failure(cx: Cx, cls: string, message: string, span: Span): Expression {
  const args = [cls, message].map((value) => ({ value: { ty: STR, e: ex(cx, "str", str, span, { value }) } }));
  return callRow(cx, "exception.new", args, span, span).e;
}

const RAISED_WRONGLY: ReadonlySet<string> = new Set(["str", "int", "float", "bool", "tuple", "list", "dict", "none", "bytes"]);

const wrongly = (cx: Cx, val: Val, span: Span): Val => raises(cx, "TypeError: exceptions must derive from BaseException", span, val);

export function raiseStatement(cx: Cx, s: Stmt<"raise">): void {
  // One of two exceptions, or classes of them.
  if (s.value?.kind === "conditional") {
    const { test, then, orElse } = s.value;
    const one = (value: Expr): Stmt<"raise"> => site(cx, value, "raised", () => ({ kind: "raise", value, cause: s.cause, span: s.span }));
    const whole = site(cx, s, "raised", (): Stmt<"if"> => ({
      kind: "if",
      test,
      body: [one(then)],
      orElse: [one(orElse)],
      span: s.span,
      ...(s.comments ? { comments: s.comments } : {}),
    }));
    return block(cx, [whole]);
  }
  if (!s.value) {
    if (cx.handling === undefined) {
      push(cx, "raise", s.span, { value: failure(cx, "RuntimeError", "No active exception to reraise", s.span) }, s.comments);
    } else push(cx, "raise", s.span, { value: ex(cx, "local", exceptionType, s.span, { local: cx.handling }) }, s.comments);
    cx.env = undefined;
    return;
  }
  const given = exceptionOf(cx, s.value);
  const val = given.ty.length === 1 && RAISED_WRONGLY.has(given.ty[0].k) ? wrongly(cx, given, s.span) : given;
  let e = convert(cx, val, EXCEPTION, s.span);
  const wrap = (name: string, arg: Val): void => {
    e = callRow(cx, name, [{ value: { ty: EXCEPTION, e } }, { value: arg }], s, s.span).e;
  };
  if (val.ty.length) {
    if (s.cause) {
      const cause = exceptionOf(cx, s.cause);
      const none = cause.ty.length === 1 && cause.ty[0].k === "none";
      wrap("exception.caused_by", none || cause.ty.length === 0 ? cause : { ty: EXCEPTION, e: convert(cx, cause, EXCEPTION, s.span) });
    }
    if (cx.handling !== undefined && (s.cause ? cx.p.readsContext : s.value.kind !== "name"))
      wrap("exception.while_handling", { ty: EXCEPTION, e: ex(cx, "local", exceptionType, s.span, { local: cx.handling }) });
  }
  push(cx, "raise", s.span, { value: e }, s.comments);
  cx.env = undefined;
}

/** The classes that an `except` names. */
export function classesOf(cx: Cx, node: Expr): string[] {
  if (node.kind === "tuple") return node.elems.flatMap((elem) => classesOf(cx, elem));
  const val = expr(cx, node);
  const atom = val.ty[0];
  if (atom?.k === "fn" && atom.fn.kind === "type" && isExceptionName(atom.fn.type)) return [canonical(atom.fn.type)];
  if (atom?.k === "fn" && atom.fn.kind === "class" && atom.fn.cls.builtin && isExceptionName(atom.fn.cls.builtin))
    return [classText(atom.fn.cls).split(" ")[0]];
  if (atom?.k === "tuple" && atom.elems.every((e) => e[0]?.k === "fn"))
    return atom.elems.flatMap((e) => (e[0].k === "fn" && e[0].fn.kind === "type" ? [canonical(e[0].fn.type)] : []));
  return refuse("PY0102", node.span, `\`except\` with a value of type ${show(val.ty)}, not an exception class`);
}

/** `try`. */
export function tryStatement(cx: Cx, s: Stmt<"try">): void {
  const before: Env = new Map(cx.env);
  const forgetAll = (): Env => {
    // What the body bound is not known where it failed.
    const env: Env = new Map(before);
    for (const variable of cx.module.scopes.assigned(s.body))
      for (const web of variable.webs) env.delete(`w${cx.module.index * 1_000_000 + cx.module.scopes.web(web)}`);
    for (const key of [...env.keys()]) if (key.includes(".")) env.delete(key);
    return env;
  };
  const ends: (Env | undefined)[] = [];
  const body = inBlock(cx, () => block(cx, s.body));
  // `try: from functools import reduce`: what is known to be there does not fail.
  if (body.length === 0 && cx.env && s.body.every((each) => each.kind === "import" || each.kind === "importFrom")) {
    block(cx, s.orElse);
    return block(cx, s.final);
  }
  let orElse: ReturnType<typeof inBlock> | undefined;
  if (s.orElse.length) orElse = inBlock(cx, () => block(cx, s.orElse));
  ends.push(cx.env);
  const handlers: Handler[] = [];
  const outer = cx.handling;
  for (const h of s.handlers) {
    cx.env = forgetAll();
    const binding = newLocal(cx, h.name?.id ?? "error", exceptionType, h.span);
    cx.declared.add(binding);
    const read = (): Expression => ex(cx, "local", exceptionType, h.span, { local: binding });
    let test: Expression | undefined;
    const classes = h.type ? classesOf(cx, h.type) : [];
    if (h.type && !classes.includes("BaseException")) {
      for (const name of classes) {
        const one = callRow(
          cx,
          "exception.is_a",
          [{ value: { ty: EXCEPTION, e: read() } }, { value: { ty: STR, e: ex(cx, "str", str, h.span, { value: name }) } }],
          h,
          h.span,
        ).e;
        test = test ? ex(cx, "logical", bool, h.span, { op: "or", left: test, right: one }) : one;
      }
    }
    cx.handling = binding;
    const statements = inBlock(cx, () => {
      if (h.name) {
        const bound = cx.module.scopes.binding(h.name);
        let val: Val = { ty: EXCEPTION, e: read() };
        const cls = objectClass(cx, h.type);
        if (cls) val = objectOf(cx, val, cls, h.span);
        bindName(cx, bound, h.name.id, val, h.span);
      }
      block(cx, h.body);
    });
    cx.handling = outer;
    ends.push(cx.env);
    handlers.push({ binding, ...(test ? { test } : {}), body: { statements } });
  }
  cx.env = ends.reduce((a, b) => joinEnv(cx, a, b), undefined);
  let final: ReturnType<typeof inBlock> | undefined;
  if (s.final.length) {
    const after = cx.env;
    cx.env = forgetAll();
    final = inBlock(cx, () => block(cx, s.final));
    cx.env = after && cx.env ? after : undefined;
  }
  push(
    cx,
    "guarded",
    s.span,
    {
      body: { statements: body },
      handlers,
      ...(orElse ? { orElse: { statements: orElse } } : {}),
      ...(final ? { final: { statements: final } } : {}),
    },
    s.comments,
  );
}

/** The one class of the program with fields that a handler names. */
function objectClass(cx: Cx, type: Expr | undefined): ClassInfo | undefined {
  if (!type || type.kind === "tuple") return undefined;
  const atom = expr(cx, type).ty[0];
  return atom?.k === "fn" && atom.fn.kind === "class" ? onlyClass(cx, atom.fn.cls) : undefined;
}

/** `Class(*args)` of a class of the program: the message is what its `__init__` hands to the base, or the arguments themselves. */
export function constructUserException(cx: Cx, cls: ClassInfo, args: readonly ArgVal[], node: object, span: Span): Val {
  const init = findMethod(cls, "__init__");
  if (!init) return constructException(cx, [classText(cls)], args, node, span);
  let message: readonly Expr[] | undefined;
  for (const s of init.fn.def.body) {
    if (s.kind === "pass" || (s.kind === "expr" && s.value.kind === "str")) continue;
    if (s.kind === "expr" && s.value.kind === "call" && s.value.callee.kind === "attribute" && s.value.callee.name === "__init__") {
      const through = s.value.callee.object;
      const base = through.kind === "call" && through.callee.kind === "name" && through.callee.id === "super";
      const given = s.value.args.map((arg) => arg.value);
      if (!s.value.args.some((arg) => arg.name || arg.star) && (base || through.kind === "name")) {
        message = base ? given : given.slice(1);
        continue;
      }
    }
    return refuse("PY0405", s.span, `the \`__init__\` of the exception class \`${cls.name}\` does more than make the message`);
  }
  const unit: Val = { ty: [{ k: "none" }], e: ex(cx, "unit", { kind: "unit" }, span, {}) };
  const vals = bindArguments(cx, init.fn, [{ value: unit }, ...args], span);
  if (!message)
    return constructException(
      cx,
      [classText(cls)],
      vals.slice(1).map((value) => ({ value })),
      node,
      span,
    );
  if (vals.some((val) => val.ty.length === 0)) return dead(cx, span, ...vals);
  const outer = cx.module;
  let made!: Val;
  const body = inBlock(cx, () => {
    cx.module = init.fn.module;
    init.fn.def.params.forEach((param, i) => {
      const binding = cx.module.scopes.binding(param);
      if (i === 0 || binding.kind !== "variable") return;
      const cell = webCell(cx, cx.inst, webId(cx.module, binding.web));
      flow(cx.p.w, cell, vals[i].ty);
      const ty = get(cx, cell);
      if (!cx.p.emitting || isGhost(ty)) return;
      const local = newLocal(cx, param.name, irCell(cx.p, cell), span);
      cx.declared.add(local);
      push(cx, "let", span, { local, value: convert(cx, vals[i], ty, span) });
      cx.webLocals.set(webKey(cx.module, binding.web), local);
    });
    made = constructException(
      cx,
      [classText(cls)],
      message!.map((e) => ({ value: expr(cx, e) })),
      node,
      span,
    );
    cx.module = outer;
  });
  return { ty: made.ty, e: ex(cx, "block", exceptionType, span, { body, value: made.e }) };
}

export function assertStatement(cx: Cx, s: Stmt<"assert">): void {
  const { e, whenTrue, whenFalse } = condition(cx, s.test);
  cx.env = whenFalse;
  const then = inBlock(cx, () => {
    let value: Expression;
    if (s.message) {
      const message = expr(cx, s.message);
      need(cx, message.ty, "repr", s.span);
      value = callRow(cx, "exception.assertion", [{ value: message }], s, s.span).e;
    } else value = constructException(cx, ["AssertionError"], [], s, s.span).e;
    push(cx, "raise", s.span, { value });
  });
  cx.env = whenTrue;
  push(cx, "if", s.span, { test: ex(cx, "not", bool, s.span, { operand: e }), then: { statements: then } }, s.comments);
}

import { callCallable } from "./call.ts";
import { condition } from "./conditions.ts";
export type { Ty };
export { flow };
