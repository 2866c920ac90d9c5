/**
 * Generators that are talked to: `send`, `throw`, `close`, values of `yield` and of `return`. Such a function is two: its steps, a plain generator
 * that also gets a channel, and the function itself, which makes both and puts them together.
 */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import type { Expression, IrFunction, Param } from "../../../ir/index.ts";
import type { Expr, FunctionNode, Stmt } from "../ast/nodes.ts";
import type { Instance } from "../infer/instances.ts";
import { dissolve } from "../infer/dynamic.ts";
import { ANY, EXCEPTION, findCell, flow, NONE, unify, type Atom, type Cell, type Ty } from "../infer/types.ts";
import { blocksOf, eachExpr, exprsOf } from "../scope-tree.ts";
import { convert, raises, withTempVal } from "./convert.ts";
import { ex, get, inBlock, newLabel, newLocal, push, site, type Cx, type Prog, type Val } from "./context.ts";
import { exceptionOfVal } from "./exceptions.ts";
import { escaped } from "./functions.ts";
import { newContext } from "./instances.ts";
import { irType } from "./ir-types.ts";
import { elemOf, toLoop } from "./iteration.ts";
import { callRow, type ArgVal } from "./rows.ts";

type Coroutine = Atom & { k: "rt" };

export const isCoroutine = (atom: Atom): atom is Coroutine => atom.k === "rt" && atom.path === "generator::Coroutine";

/** The type of a generator that is talked to. */
export const coroutineTy = (yields: Cell, sent: Cell, returned: Cell): Ty => [
  { k: "rt", path: "generator::Coroutine", args: [yields, sent, returned] },
];

const answers = new WeakMap<FunctionNode, boolean>();

/** Does a generator use what its `yield` gives, or return a value? */
export function talks(def: FunctionNode): boolean {
  let found = answers.get(def);
  if (found !== undefined) return found;
  found = false;
  const isYield = (e: Expr): boolean => e.kind === "yield" || e.kind === "yieldFrom";
  const look = (body: readonly Stmt[]): void => {
    for (const s of body) {
      if (s.kind === "def" || s.kind === "class") continue;
      if (s.kind === "return" && s.value && s.value.kind !== "none") found = true;
      const plain = s.kind === "expr" && isYield(s.value) ? s.value : undefined;
      for (const e of exprsOf(s)) if (e) eachExpr(e, (inner) => (found ||= isYield(inner) && inner !== plain));
      blocksOf(s).forEach(look);
    }
  };
  look(def.body);
  answers.set(def, found);
  return found;
}

const channelTy = (inst: Instance): Ty => [{ k: "rt", path: "generator::Channel", args: [inst.sent!, inst.returned!] }];

/** The channel of the generator that is being lowered. */
const channelVal = (cx: Cx, span: Span): Val => {
  const ty = channelTy(cx.inst);
  return { ty, e: ex(cx, "local", irType(cx.p, ty), span, { local: cx.channel ?? 0 }) };
};

/** The parameter that the channel is in the steps of a generator. */
export function channelParam(cx: Cx, span: Span): Param {
  cx.channel = newLocal(cx, "channel", irType(cx.p, channelTy(cx.inst)), span);
  cx.declared.add(cx.channel);
  return { local: cx.channel, passing: "value" };
}

const row = (cx: Cx, name: string, args: readonly Val[], node: object, span: Span): Val =>
  callRow(
    cx,
    name,
    args.map((value) => ({ value })),
    site(cx, node, name, () => ({})),
    span,
  );

/** Behind a `yield`: what was thrown in is raised. */
export function resumed(cx: Cx, node: object, span: Span): void {
  if (cx.inst.sent) push(cx, "expression", span, { value: row(cx, "channel.resumed", [channelVal(cx, span)], node, span).e });
}

/** The value of a `yield`. */
export function received(cx: Cx, node: object, span: Span): Val {
  const ty = get(cx, cx.inst.sent!);
  return { ty, e: row(cx, "channel.received", [channelVal(cx, span)], node, span).e };
}

/** `return value` of such a generator: undefined in another one. */
export function finish(cx: Cx, val: Val, node: object, span: Span): void {
  const { returned } = cx.inst;
  if (!returned) return;
  flow(cx.p.w, returned, escaped(cx, val.ty));
  const ty = get(cx, returned);
  const value: Val = { ty, e: convert(cx, val, ty, span) };
  if (ty.length) push(cx, "expression", span, { value: row(cx, "channel.finish", [channelVal(cx, span), value], node, span).e });
}

/** `yield from source`: gives its items, and hands on what is sent; the value is what the source returns. */
export function delegated(cx: Cx, source: Val, node: object, span: Span): Val {
  const { yields, sent } = cx.inst;
  const [atom] = source.ty;
  const inner = source.ty.length === 1 && isCoroutine(atom) ? atom : undefined;
  if (inner && sent) unify(cx.p.w, inner.args[1], sent);
  let result: Val = { ty: NONE, e: ex(cx, "unit", { kind: "unit" }, span, {}) };
  let kept: Val = source;
  const again = (): Val =>
    cx.p.emitting && kept.e.kind === "local" ? { ty: kept.ty, e: ex(cx, "local", kept.e.type, span, { local: kept.e.local }) } : kept;
  const body = inBlock(cx, () => {
    if (inner && cx.p.emitting) {
      const local = newLocal(cx, "inner", irType(cx.p, source.ty), span);
      cx.declared.add(local);
      push(cx, "let", span, { local, value: source.e });
      kept = { ty: source.ty, e: ex(cx, "local", irType(cx.p, source.ty), span, { local }) };
    }
    const loop = toLoop(cx, again(), node, span);
    const elem = elemOf(cx, loop.ty) ?? [];
    flow(cx.p.w, yields!, elem);
    const want = get(cx, yields!);
    const local = newLocal(cx, "item", irType(cx.p, elem), span);
    cx.declared.add(local);
    const label = newLabel(cx);
    const statements = inBlock(cx, () => {
      const item: Val = { ty: elem, e: ex(cx, "local", irType(cx.p, elem), span, { local }) };
      push(cx, "yield", span, { value: convert(cx, item, want, span) });
      if (inner && sent) push(cx, "expression", span, { value: row(cx, "channel.relay", [channelVal(cx, span), again()], node, span).e });
      else resumed(cx, node, span);
    });
    push(cx, "forEach", span, { label, pattern: { kind: "local", local }, iterable: loop.e, body: { statements } });
    if (inner) result = { ty: get(cx, inner.args[2]), e: row(cx, "coroutine.result", [again()], node, span).e };
  });
  return { ty: result.ty, e: ex(cx, "block", cx.p.emitting ? irType(cx.p, result.ty) : { kind: "unit" }, span, { body, value: result.e }) };
}

/** `await source`, a coroutine: what it returns. */
export function until(cx: Cx, source: Val, node: object, span: Span): Val {
  // An asynchronous generator has no channel: it is not cancelled by what is thrown in.
  return cx.inst.sent
    ? row(cx, "coroutine.until", [channelVal(cx, span), source], node, span)
    : row(cx, "coroutine.until_given_up", [source], node, span);
}

/** The next value; `otherwise` is what there is at the end. */
function stepped(cx: Cx, generator: Val, node: object, span: Span, otherwise: (generator: Val) => Val): Val {
  return withTempVal(cx, generator, span, (again) => {
    const test = row(cx, "coroutine.advance", [again()], node, span);
    const found = row(cx, "coroutine.item", [again()], node, span);
    const end = otherwise(again());
    const e = ex(cx, "conditional", cx.p.emitting ? irType(cx.p, found.ty) : { kind: "unit" }, span, {
      test: test.e,
      then: found.e,
      orElse: convert(cx, end, found.ty, span),
    });
    return { ty: found.ty, e };
  });
}

/** StopIteration with what the generator returned. */
function stops(cx: Cx, generator: Val, node: object, span: Span): Val {
  if (!cx.p.stopValues) return raises(cx, "StopIteration: ", span);
  const [atom] = generator.ty;
  const ty = get(cx, (atom as Coroutine).args[2]);
  if (ty.length === 0) return raises(cx, "StopIteration: ", span);
  const result: Val = { ty, e: row(cx, "coroutine.result", [generator], node, span).e };
  for (const each of ty) dissolve(cx.p.w, each);
  const error = row(cx, "exception.stop", [{ ty: ANY, e: convert(cx, result, ANY, span) }], node, span);
  if (!cx.p.emitting) return { ty: [], e: error.e };
  const body = inBlock(cx, () => push(cx, "raise", span, { value: error.e }));
  return { ty: [], e: ex(cx, "block", irType(cx.p, []), span, { body, value: ex(cx, "int", irType(cx.p, []), span, { value: 0n }) }) };
}

/** `next(generator)`, `next(generator, otherwise)` */
export function nextOf(cx: Cx, generator: Val, otherwise: Val | undefined, node: object, span: Span): Val {
  const [atom] = generator.ty;
  if (otherwise) flow(cx.p.w, (atom as Coroutine).args[0], otherwise.ty);
  return stepped(cx, generator, node, span, (again) => otherwise ?? stops(cx, again, node, span));
}

/** Statements, then a value. */
function after(cx: Cx, span: Span, first: Expression, then: () => Val): Val {
  let val!: Val;
  const body = inBlock(cx, () => {
    push(cx, "expression", span, { value: first });
    val = then();
  });
  return { ty: val.ty, e: ex(cx, "block", val.e.type, span, { body, value: val.e }) };
}

/** A method of a generator that is talked to; undefined where it has none of that name. */
export function coroutineMethod(cx: Cx, generator: Val, name: string, args: readonly ArgVal[], node: object, span: Span): Val | undefined {
  const [atom] = generator.ty;
  if (!isCoroutine(atom)) return undefined;
  const next = (val: Val): Val => stepped(cx, val, node, span, (again) => stops(cx, again, node, span));
  switch (name) {
    case "__next__":
      return next(generator);
    case "__iter__":
      return generator;
    case "close":
      return row(cx, "coroutine.close", [generator], node, span);
    case "send": {
      const [{ value }] = args;
      const [, sent] = atom.args;
      flow(cx.p.w, sent, value.ty);
      if (value.ty.length === 1 && value.ty[0].k === "none") return next(generator);
      const want = get(cx, sent);
      const given: Val = { ty: want, e: convert(cx, value, want, span) };
      const put = value.ty.length > 1 && value.ty.some((each) => each.k === "none") ? "coroutine.put_some" : "coroutine.put";
      return withTempVal(cx, generator, span, (again) =>
        after(cx, span, row(cx, put, [again(), given], node, span).e, () => next(again())),
      );
    }
    case "throw": {
      if (args.length !== 1) return refuse("PY0702", span, "`throw` with several arguments");
      const error: Val = { ty: EXCEPTION, e: convert(cx, exceptionOfVal(cx, args[0].value, node, span), EXCEPTION, span) };
      return withTempVal(cx, generator, span, (again) =>
        after(cx, span, row(cx, "coroutine.throw_in", [again(), error], node, span).e, () => next(again())),
      );
    }
    default:
      return undefined;
  }
}

/** Makes a generator that is talked to of `fn`, its steps: those under another name, and the function that puts it together. */
export function emitCoroutine(p: Prog, inst: Instance, fn: IrFunction): void {
  const { span } = fn;
  const inner = p.irFunctions.length;
  const steps = irType(p, [{ k: "iter", elem: inst.yields! }]);
  p.irFunctions.push({ ...fn, id: inner, name: `${fn.name.replace(/_+$/, "")}_steps`, result: steps });
  p.items.push({ kind: "function", id: inner, module: inst.module.index, at: span.start });
  const cx = newContext(p, inst);
  const params = fn.params.slice(0, -1).map((param): Param => {
    const { name, type } = fn.locals[param.local];
    const local = newLocal(cx, name, type, span);
    cx.declared.add(local);
    return { local, passing: param.passing };
  });
  const ty = channelTy(inst);
  const channel = newLocal(cx, "channel", irType(p, ty), span);
  cx.declared.add(channel);
  const read = (): Expression => ex(cx, "local", irType(p, ty), span, { local: channel });
  push(cx, "let", span, { local: channel, value: ex(cx, "runtime", irType(p, ty), span, { row: "py.channel.new", args: [] }) });
  const args = [...params.map(({ local }) => ex(cx, "local", cx.locals[local].type, span, { local })), read()];
  const items = ex(cx, "call", steps, span, { function: inner, args });
  const result = irType(p, findCell(inst.result).ty);
  push(cx, "return", span, { value: ex(cx, "runtime", result, span, { row: "py.coroutine.new", args: [items, read()] }) });
  const { yields: _, ...plain } = fn;
  p.irFunctions[fn.id] = { ...plain, params, result, locals: cx.locals, body: { statements: cx.block.statements }, doc: undefined };
}
