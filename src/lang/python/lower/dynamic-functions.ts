/** Functions as dynamic values, and calls of them: arguments are bound while the program runs, as the interpreter does it. */
import type { Span } from "../../../base/span.ts";
import { Refusal, refuse } from "../../../diagnostics/diagnostic.ts";
import { any, bool, str, type Expression } from "../../../ir/index.ts";
import type { FunctionNode, Parameter } from "../ast/nodes.ts";
import type { Callable, UserFunction } from "../infer/callables.ts";
import { findMethod } from "../infer/classes.ts";
import { ANY, INT, STR, type Atom, type Ty } from "../infer/types.ts";
import { makeDynamic } from "../infer/dynamic.ts";
import { show } from "../infer/show.ts";
import { unboundParams } from "./class-members.ts";
import { callCallable } from "./call.ts";
import { dataParameters } from "./dataclass-fields.ts";
import { convert, dead, raises } from "./convert.ts";
import { ex, inBlock, newLocal, nothing, push, site, type Cx, type Val } from "./context.ts";
import { docVal } from "./function-attributes.ts";
import { identityOf } from "./function-identity.ts";
import { eachKind, withMethod } from "./dynamic.ts";
import { defaultVal } from "./functions.ts";
import { callsItself, closureOf } from "./function-values.ts";
import { irType } from "./ir-types.ts";
import { methodCall } from "./methods.ts";
import { operandsOf } from "./operator-functions.ts";
import { attempt } from "./operators.ts";
import { noteClassValue } from "./class-values.ts";
import { callRow, type ArgVal } from "./rows.ts";

const argumentsTy: Ty = [{ k: "rt", path: "any::Arguments", args: [] }];

const listTy = (cx: Cx): Ty => [{ k: "list", elem: cx.p.w.dynamic }];

const namedTy = (cx: Cx): Ty => [{ k: "dict", key: cx.p.w.dynamic, value: cx.p.w.dynamic }];

/** `fn(*args, **named)` of a dynamic value. */
export function callDynamic(cx: Cx, fn: Val, args: readonly ArgVal[], span: Span): Val {
  if (args.some((arg) => arg.value.ty.length === 0)) return dead(cx, span, fn, ...args.map((arg) => arg.value));
  const node = site(cx, span, "dynamic call", () => ({}));
  return eachKind(
    cx,
    fn,
    withMethod(cx, "__call__"),
    span,
    (one) => plainCall(cx, one, args, node, span),
    (one) =>
      attempt(() =>
        methodCall(
          cx,
          one,
          "__call__",
          () => args,
          site(cx, node, `call ${show(one.ty)}`, () => ({})),
          span,
        ),
      ),
  );
}

function plainCall(cx: Cx, fn: Val, args: readonly ArgVal[], node: object, span: Span): Val {
  const list = listTy(cx);
  const named = namedTy(cx);
  const own = (tag: string): object => site(cx, node, tag, () => ({}));
  const dynamic = args.map((arg, i): ArgVal => {
    if (arg.star === 1)
      return { ...arg, value: { ty: [{ k: "iter", elem: cx.p.w.dynamic }], e: toIterable(cx, arg.value, ANY, own(`star ${i}`), span) } };
    if (arg.star === 2) return arg;
    for (const atom of arg.value.ty) dissolve(cx.p.w, atom);
    return { ...arg, value: { ty: ANY, e: convert(cx, arg.value, ANY, span) } };
  });
  const text = (value: string): Expression => ex(cx, "str", str, span, { value });
  const plain = dynamic.filter((arg) => !arg.name && !arg.star);
  const last = dynamic.findIndex((arg) => arg.star === 1);
  if (!cx.p.emitting) {
    for (const arg of dynamic)
      if (arg.star === 2) callRow(cx, "dict.update", [{ value: { ty: named, e: nothing } }, { value: arg.value }], own("update"), span);
    return { ty: ANY, e: fn.e };
  }
  const call = (items: Expression, entries: Expression): Val =>
    callRow(cx, "any.call", [{ value: fn }, { value: { ty: list, e: items } }, { value: { ty: named, e: entries } }], node, span);
  const entries = dynamic.flatMap((arg) =>
    arg.name ? [[convert(cx, { ty: STR, e: text(arg.name) }, ANY, span), arg.value.e] as const] : [],
  );
  if (!dynamic.some((arg) => arg.star))
    return call(
      ex(cx, "list", irType(cx.p, list), span, { elems: plain.map((arg) => arg.value.e) }),
      ex(cx, "dict", irType(cx.p, named), span, { entries }),
    );
  void last;
  const items = newLocal(cx, "arguments", irType(cx.p, list), span);
  const names = newLocal(cx, "named", irType(cx.p, named), span);
  for (const local of [items, names]) cx.declared.add(local);
  const listVal = (): Val => ({ ty: list, e: ex(cx, "local", irType(cx.p, list), span, { local: items }) });
  const dictVal = (): Val => ({ ty: named, e: ex(cx, "local", irType(cx.p, named), span, { local: names }) });
  let made!: Val;
  const body = inBlock(cx, () => {
    push(cx, "let", span, { local: items, value: ex(cx, "list", irType(cx.p, list), span, { elems: [] }) });
    push(cx, "let", span, { local: names, value: ex(cx, "dict", irType(cx.p, named), span, { entries: [] }) });
    dynamic.forEach((arg, i) => {
      const run = (row: string, ...given: readonly Val[]): void =>
        push(cx, "expression", span, {
          value: callRow(
            cx,
            row,
            given.map((value) => ({ value })),
            own(`${row} ${i}`),
            span,
          ).e,
        });
      if (arg.star === 1) run("list.extend", listVal(), arg.value);
      else if (arg.star === 2) run("dict.update", dictVal(), arg.value);
      else if (arg.name) run("dict.__setitem__", dictVal(), { ty: STR, e: text(arg.name) }, arg.value);
      else run("list.append", listVal(), arg.value);
    });
    made = call(listVal().e, dictVal().e);
  });
  return { ty: ANY, e: ex(cx, "block", any, span, { body, value: made.e }) };
}

/** The parameters as runtime/py/src/any/function.rs reads them. */
function signatureOf(params: readonly Parameter[]): string {
  const parts: string[] = [];
  let star = false;
  for (const param of params) {
    if (param.kind === "star") parts.push(`*${param.name}`);
    else if (param.kind === "double") parts.push(`**${param.name}`);
    else {
      if (param.kind === "keyword" && !star && !parts.some((part) => part.startsWith("*"))) parts.push("*");
      parts.push(param.default ? `${param.name}=` : param.name);
    }
    star ||= param.kind === "star";
  }
  return parts.join(",");
}

/** The parameters of what can be called, without `self`; undefined for functions of the library. */
function parametersOf(fn: Callable): readonly Parameter[] | undefined {
  if (fn.kind === "function") return fn.def.params;
  if (fn.kind === "unbound") return unboundParams(findMethod(fn.cls, fn.method)!);
  if (fn.kind !== "class") return undefined;
  const init = findMethod(fn.cls, "__init__");
  if (init) return init.fn.def.params.slice(1);
  return dataParameters(fn.cls);
}

/** The value `val` (a function that is known, or a function value) as `any`. */
export function dynamicFunction(cx: Cx, val: Val, span: Span): Expression {
  const atom = val.ty[0];
  if (atom.k === "func") {
    makeDynamic(cx.p.w, atom.site);
    return val.e;
  }
  const { fn } = atom as Atom & { k: "fn" };
  if (fn.kind === "class") noteClassValue(cx, fn.cls);
  const kind = fn.kind === "class" || fn.kind === "type" ? "type" : "function";
  const params = parametersOf(fn);
  const node = site(cx, fn, "dynamic", () => ({}));
  const call = (args: readonly ArgVal[]): Val => callCallable(cx, fn, args, node, span);
  if (fn.kind === "function" && params && assignsOuter(fn)) return writtenOut(cx, fn, node, span);
  return params
    ? madeFunction(cx, fn.name, kind, params, (args) => call(args), span, node, fn)
    : libraryFunction(cx, fn, kind, call, span, node);
}

/** Does a function assign variables of one around it? */
const assignsOuter = (fn: UserFunction): boolean =>
  [...(fn.module.scopes.frames.get(fn.def)?.captures ?? [])].some((variable) => variable.writtenInside && !variable.frame.module) &&
  fn.parent !== undefined;

/** Such a function is written out where it is made: what it assigns is shared with the functions beside it. */
function writtenOut(cx: Cx, fn: UserFunction, node: object, span: Span): Expression {
  const { def } = fn;
  if (fn.parent !== cx.inst || def.generator || def.async || callsItself(def))
    return refuse("PY0504", span, `\`${def.name}\`, which assigns variables of the function around it, becomes a dynamic value`);
  const shapes = def.params.map((param) => ({
    ty: param.kind === "star" ? ([{ k: "vartuple", elem: cx.p.w.dynamic }] as Ty) : param.kind === "double" ? namedTy(cx) : ANY,
    passing: "own" as const,
  }));
  const seen = (ty: Ty): void => ty.forEach((atom) => dissolve(cx.p.w, atom));
  const inner = closureOf(cx, fn, shapes, ANY, span, any, seen, node, true);
  const result: Val = { ty: ANY, e: nothing };
  if (!cx.p.emitting) return madeFunction(cx, def.name, "function", def.params, () => result, span, node, fn);
  const local = newLocal(cx, def.name, inner.type, span);
  cx.declared.add(local);
  let made!: Expression;
  const body = inBlock(cx, () => {
    push(cx, "let", span, { local, value: inner });
    const callee = (): Expression => ex(cx, "local", inner.type, span, { local });
    made = madeFunction(
      cx,
      def.name,
      "function",
      def.params,
      (args) => ({
        ty: ANY,
        e: ex(cx, "callValue", any, span, {
          callee: callee(),
          args: args.map(({ value }, i) => convert(cx, value, shapes[i].ty, span)),
        }),
      }),
      span,
      node,
      fn,
    );
  });
  return ex(cx, "block", made.type, span, { body, value: made });
}

/** `fn.__qualname__` */
export function qualified(fn: UserFunction): string {
  if (fn.wraps) return qualified(fn.wraps);
  if (fn.owner) return `${fn.owner.name}.${fn.def.called ?? fn.def.name}`;
  const nameOf = (def: FunctionNode): string => (def.lambda ? "<lambda>" : (def.called ?? def.name));
  const names = [nameOf(fn.def)];
  // One that sees nothing of the functions around it is theirs all the same.
  for (let at = fn.module.scopes.frames.get(fn.def)?.parent; at && !at.module; at = at.parent)
    names.unshift(nameOf(at.node as FunctionNode), "<locals>");
  return names.join(".");
}

/** The function of the program that a call of it runs. */
const ownerOf = (fn: Callable): UserFunction | undefined =>
  fn.kind === "function"
    ? fn
    : fn.kind === "class"
      ? findMethod(fn.cls, "__init__")?.fn
      : fn.kind === "unbound"
        ? findMethod(fn.cls, fn.method)?.fn
        : undefined;

/** A dynamic function that gives its arguments to `call`, one for each parameter. */
export function madeFunction(
  cx: Cx,
  name: string,
  kind: "function" | "type",
  params: readonly Parameter[],
  call: (args: readonly ArgVal[]) => Val,
  span: Span,
  node: object,
  fn?: Callable,
  of?: UserFunction,
): Expression {
  const shown = fn?.kind === "function" ? qualified(fn) : of ? qualified(of) : name;
  const known = fn?.kind === "function" ? identityOf(cx, fn, shown.includes("<"), span) : undefined;
  const signature = `${of ? "@" : ""}${signatureOf(params)}`;
  const made = closure(cx, shown, known === undefined ? kind : `${kind} ${known}`, signature, span, (given) => {
    const number = (value: number): Val => ({ ty: INT, e: ex(cx, "int", irType(cx.p, INT), span, { value: BigInt(value) }) });
    const row = (of: string, ...rest: readonly Val[]): Val =>
      callRow(
        cx,
        `arguments.${of}`,
        [given(), ...rest].map((value) => ({ value })),
        site(cx, node, of, () => ({})),
        span,
      );
    let place = 0;
    const args = params.map((param): ArgVal => {
      if (param.kind === "star") return { star: 1, value: row("rest") };
      if (param.kind === "double") return { star: 2, value: { ty: namedTy(cx), e: row("named").e } };
      const at = place++;
      let value = row("bound", number(at));
      const owner = fn && ownerOf(fn);
      if (param.default && (owner || of)) {
        const otherwise = defaultVal(cx, (owner ?? of)!, param, span);
        for (const each of otherwise.ty) dissolve(cx.p.w, each);
        const made = convert(cx, otherwise, ANY, span);
        value = { ty: ANY, e: ex(cx, "conditional", any, span, { test: row("is_bound", number(at)).e, then: value.e, orElse: made }) };
      } else if (param.default) return refuse("PY0504", span, `\`${name}\`, whose parameters have defaults, becomes a dynamic value`);
      return param.kind === "keyword" ? { name: param.name, value } : { value };
    });
    return call(args);
  });
  return documented(cx, fn ?? of, made, span);
}

/** A dynamic function with its documentation, where the program reads any. */
function documented(cx: Cx, fn: Callable | undefined, made: Expression, span: Span): Expression {
  const body = fn?.kind === "function" ? (fn.wraps ?? fn).def.body : fn?.kind === "class" ? fn.cls.node.body : [];
  const doc = cx.p.documents && cx.p.emitting ? docVal(cx, body, span) : undefined;
  return doc?.ty === STR ? ex(cx, "runtime", any, span, { row: "py.any.documented", args: [made, doc.e] }) : made;
}

/** How many arguments a function of the library may be given here. */
const MOST = 3;

/** A class that cannot be called here is still one that values are tested for. */
function ifAllowed(make: () => Val): Val | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** A function of the library as a dynamic value: it is called with as many arguments as it is given. */
export function libraryFunction(
  cx: Cx,
  fn: Callable,
  kind: "function" | "type",
  call: (args: readonly ArgVal[]) => Val,
  span: Span,
  node: object,
): Expression {
  return closure(cx, fn.name, kind, "?", span, (given) => {
    const number = (value: number): Val => ({ ty: INT, e: ex(cx, "int", irType(cx.p, INT), span, { value: BigInt(value) }) });
    const row = (of: string, ...rest: readonly Val[]): Val =>
      callRow(
        cx,
        `arguments.${of}`,
        [given(), ...rest].map((value) => ({ value })),
        node,
        span,
      );
    let made: Val = raises(cx, `TypeError: ${fn.name}() was given arguments that it does not take`, span);
    let e: Expression | undefined;
    let found = false;
    const operands = fn.kind === "special" && fn.special.startsWith("operator ") ? operandsOf(fn.special.slice(9)) : undefined;
    for (let count = operands ?? MOST; count >= (operands ?? (fn.kind === "special" ? 1 : 0)); count--) {
      const args = Array.from({ length: count }, (_, i): ArgVal => ({ value: row("at", number(i)) }));
      const one = kind === "type" ? ifAllowed(() => call(args)) : attempt(() => call(args));
      if (!one || one.ty.length === 0) continue;
      found = true;
      for (const atom of one.ty) dissolve(cx.p.w, atom);
      const value = convert(cx, one, ANY, span);
      e = ex(cx, "conditional", any, span, {
        test: ex(cx, "compare", bool, span, { op: "eq", left: row("count").e, right: number(count).e }),
        then: value,
        orElse: e ?? convert(cx, made, ANY, span),
      });
    }
    if (!found && cx.p.emitting && kind !== "type") return refuse("PY0502", span, `\`${fn.name}\` is used as a value`);
    made = { ty: ANY, e: e ?? convert(cx, made, ANY, span) };
    return made;
  });
}

/** `rt::any::of_function(name, kind, signature, |arguments| …)`. */
function closure(cx: Cx, name: string, kind: string, signature: string, span: Span, make: (given: () => Val) => Val): Expression {
  const local = newLocal(cx, "arguments", irType(cx.p, argumentsTy), span);
  cx.declared.add(local);
  const given = (): Val => ({ ty: argumentsTy, e: ex(cx, "local", irType(cx.p, argumentsTy), span, { local }) });
  const saved = { env: cx.env, handling: cx.handling, loops: cx.loops, building: cx.building, closure: cx.closure };
  Object.assign(cx, { loops: [], building: undefined, closure: undefined });
  const statements = inBlock(cx, () => {
    const made = make(given);
    for (const atom of made.ty) dissolve(cx.p.w, atom);
    const value = convert(cx, made, ANY, span);
    push(cx, "return", span, { value });
  });
  Object.assign(cx, saved);
  if (!cx.p.emitting) return nothing;
  const type = { kind: "func", params: [irType(cx.p, argumentsTy)], result: any, rep: cx.p.reps.fresh() } as const;
  const run = ex(cx, "closure", type, span, { params: [{ local, passing: "own" }], result: any, body: { statements } });
  const text = (value: string): Expression => ex(cx, "str", str, span, { value });
  return ex(cx, "runtime", any, span, { row: "py.any.of_function", args: [text(name), text(kind), text(signature), run] });
}

import { dissolve } from "../infer/dynamic.ts";
import { toIterable } from "./iteration.ts";
