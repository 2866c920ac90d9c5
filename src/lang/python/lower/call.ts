/** Calls. */
import type { Span } from "../../../base/span.ts";
import { isDecoratedName } from "../decorated-methods.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { str, type Expression } from "../../../ir/index.ts";
import type { Expr, Parameter } from "../ast/nodes.ts";
import type { Callable } from "../infer/callables.ts";
import { findMethod, type Method } from "../infer/classes.ts";
import { type FuncSite, ANY, findCell, findSite, flow, resize, STR, touch, type Atom } from "../infer/types.ts";
import { makeDynamic } from "../infer/dynamic.ts";
import { show } from "../infer/show.ts";
import { isExitClass } from "./reflection.ts";
import { applied, makeApplied } from "./applied.ts";
import { argumentParser } from "./argparse.ts";
import { isCallable } from "./callable-test.ts";
import { callable, callType, emptyContainer, ghost } from "./builtins.ts";
import { classCallable, constructClass } from "./classes.ts";
import { dataclassCall, dataParameters } from "./dataclass-fields.ts";
import { classMember, dynamicMethod, superCall, unboundParams } from "./class-members.ts";
import { eachKind, isDynamic, withMethod } from "./dynamic.ts";
import { callError } from "./undefined-operations.ts";
import { convert, dead, raises } from "./convert.ts";
import { ex, get, type Cx, type Val } from "./context.ts";
import { expr } from "./expressions.ts";
import { callUser } from "./functions.ts";
import { formatted } from "./format.ts";
import { irType } from "./ir-types.ts";
import { knownText } from "./known-texts.ts";
import { rowsCall, zip } from "./iterables.ts";
import { libraryCall } from "./library-calls.ts";
import { methodCall } from "./methods.ts";
import { callOperator } from "./operator-functions.ts";
import { attempt, eachMember, memberNode } from "./operators.ts";
import { callDynamic, dynamicFunction } from "./dynamic-functions.ts";
import { dynamicDict } from "./object-dicts.ts";
import { callPrint } from "./print.ts";
import { dictGet } from "./object-fields.ts";
import { callRow, rowFits, type ArgVal } from "./rows.ts";
import { attributeCall, computedCall } from "./computed-attributes.ts";
import { setattrCall } from "./computed-stores.ts";
import { subclassTest, typingCall } from "./typing-calls.ts";
import { readAttribute } from "./attributes.ts";
import { moduleMember } from "./imports.ts";
import { withSpread } from "./spread.ts";
import { isinstanceVal } from "./conditions.ts";

/** The arguments of a call, in order of evaluation. */
export function argValues(cx: Cx, node: Expr<"call">): ArgVal[] {
  return node.args.flatMap((arg): ArgVal[] => {
    // `f(*[a, b])`
    if (arg.star === 1 && (arg.value.kind === "list" || arg.value.kind === "tuple") && !arg.value.elems.some((e) => e.kind === "starred"))
      return arg.value.elems.map((elem) => ({ value: expr(cx, elem) }));
    return [{ name: arg.name, star: arg.star, value: expr(cx, arg.value) }];
  });
}

export function callExpr(cx: Cx, node: Expr<"call">): Val {
  const { callee, span } = node;
  if (callee.kind === "attribute") {
    const special = superCall(cx, node) ?? dictGet(cx, node);
    if (special) return special;
    const object = expr(cx, callee.object);
    const method = object.ty.length === 1 && object.ty[0].k === "inst" ? findMethod(object.ty[0].cls, callee.name) : undefined;
    const of = object.ty.length === 1 && object.ty[0].k === "fn" && object.ty[0].fn.kind === "class" ? object.ty[0].fn : undefined;
    const member = of && node.args.some((arg) => arg.star) ? findMethod(of.cls, callee.name) : undefined;
    if (member && (member.kind === "static" || member.kind === "class")) {
      const call = (args: readonly ArgVal[]): Val => methodCall(cx, object, callee.name, () => args, node, span);
      const params = member.fn.def.params.slice(member.kind === "static" ? 0 : 1);
      return withSpread(cx, argValues(cx, node), span, call, params, methodName(member));
    }
    if (method && node.args.some((arg) => arg.star)) {
      const given = argValues(cx, node);
      if (method.kind === "instance" && isLate(given, method.fn.def.params.slice(1))) {
        const made = dynamicMethod(cx, object, callee.name, method.fn, method.fn.def.params.slice(1), node, span);
        return callDynamic(cx, { ty: ANY, e: made }, given, span);
      }
      const params = method.fn.def.params.slice(method.kind === "static" ? 0 : 1);
      const call = (args: readonly ArgVal[]): Val => methodCall(cx, object, callee.name, () => args, node, span);
      return withSpread(cx, given, span, call, params, methodName(method));
    }
    const [atom] = object.ty;
    if (object.ty.length === 1 && node.args.some((arg) => arg.star)) {
      if (atom.k === "module") return callFunction(cx, moduleMember(cx, atom.module, callee.name, span), node);
      // A function that a field holds.
      if (atom.k === "inst" && !method && atom.cls.fields.has(callee.name))
        return callFunction(cx, readAttribute(cx, object, callee.name, span), node);
    }
    return methodCall(cx, object, callee.name, () => argValues(cx, node), node, span);
  }
  // `getattr(object, name)(…)`: the methods keep their types.
  if (
    callee.kind === "call" &&
    callee.callee.kind === "name" &&
    callee.callee.id === "getattr" &&
    callee.args.length === 2 &&
    knownText(cx, callee.args[1].value) === undefined &&
    !node.args.some((arg) => arg.star)
  ) {
    const object = expr(cx, callee.args[0].value);
    if (object.ty.some((atom) => atom.k === "inst"))
      return computedCall(cx, object, callee.args[1].value, expr(cx, callee.args[1].value), argValues(cx, node), node, span);
  }
  return callFunction(cx, expr(cx, callee), node);
}

/** The call of what stands before its parentheses. */
function callFunction(cx: Cx, fn: Val, node: Expr<"call">): Val {
  const { callee, span } = node;
  // An object in the place of a method is called without the receiver.
  if (callee.kind === "name" && isDecoratedName(callee.id) && fn.ty.some((atom) => atom.k === "inst"))
    return refuse("PY0315", span, "a method whose decorator makes an object of it");
  if (node.args.some((arg) => arg.star) && !(fn.ty[0]?.k === "fn" && (fn.ty[0].fn.kind === "special" || fn.ty[0].fn.kind === "library"))) {
    const given = argValues(cx, node);
    const called = fn.ty.length === 1 && fn.ty[0].k === "inst" ? findMethod(fn.ty[0].cls, "__call__") : undefined;
    if (called && isLate(given, called.fn.def.params.slice(1))) {
      const made = dynamicMethod(cx, fn, "__call__", called.fn, called.fn.def.params.slice(1), node, span);
      return callDynamic(cx, { ty: ANY, e: made }, given, span);
    }
    if (isLate(given, paramsOf(fn)) && fn.ty.length === 1 && fn.ty[0].k === "fn")
      return callDynamic(cx, { ty: ANY, e: dynamicFunction(cx, fn, span) }, given, span);
    return withSpread(cx, given, span, (args) => callValue(cx, fn, args, node, span), paramsOf(fn), calledName(fn));
  }
  if (fn.ty.length === 1 && fn.ty[0].k === "fn" && fn.ty[0].fn.kind === "special") {
    const special = specialCall(cx, fn.ty[0].fn.special, node);
    if (special) return special;
  }
  return callValue(cx, fn, argValues(cx, node), node, span);
}

/** What a method is called in messages; `self` behind it counts the object among the arguments. */
const methodName = ({ name, fn, kind }: Method): string =>
  `${fn.owner ? `${fn.owner.name}.` : ""}${name}${kind === "static" ? "" : " self"}`;

/** What a function that is known is called in messages. */
const calledName = ({ ty: [atom] }: Val): string => (atom?.k === "fn" && atom.fn.kind === "function" ? atom.fn.name : "");

/** Are there unpacked arguments whose number and names no type tells? They are bound when the program runs. */
const isLate = (args: readonly ArgVal[], params?: readonly Parameter[]): boolean => {
  const lists = args.filter((arg) => arg.star === 1 && !(arg.value.ty.length === 1 && arg.value.ty[0].k === "tuple"));
  const dicts = args.filter((arg) => arg.star === 2 && arg.value.ty.length === 1 && arg.value.ty[0].k === "dict");
  const open = args.some((arg) => arg.star && (isDynamic(arg.value.ty) || arg.value.ty.length > 1));
  const positional = args.filter((arg) => arg.name === undefined && arg.star !== 2);
  // A `*` parameter takes whatever there is behind the parameters that are given one by one.
  const fixed = params?.filter((param) => param.kind === "normal" || param.kind === "positional").length ?? 0;
  const first = positional.findIndex((arg) => arg.star && !(arg.value.ty.length === 1 && arg.value.ty[0].k === "tuple"));
  if (params?.some((param) => param.kind === "star") && first >= fixed && !args.some((arg) => arg.star === 2 && isDynamic(arg.value.ty)))
    return false;
  const inside = lists.length > 0 && positional[positional.length - 1] !== lists[0];
  const defaults = lists.length > 0 && (params?.some((param) => param.default !== undefined) ?? false);
  return open || inside || defaults || (lists.length > 0 && dicts.length > 0);
};

/** The parameters of what is called, where they are known. */
function paramsOf(fn: Val): readonly Parameter[] | undefined {
  const atom = fn.ty.length === 1 ? fn.ty[0] : undefined;
  if (atom?.k !== "fn") return undefined;
  if (atom.fn.kind === "function") return atom.fn.def.params;
  if (atom.fn.kind === "unbound") return unboundParams(findMethod(atom.fn.cls, atom.fn.method)!);
  if (atom.fn.kind !== "class") return undefined;
  const init = findMethod(atom.fn.cls, "__init__");
  if (init) return init.fn.def.params.slice(1);
  return dataParameters(atom.fn.cls);
}

/** Calls a value. */
export function callValue(cx: Cx, fn: Val, args: readonly ArgVal[], node: object, span: Span): Val {
  if (fn.ty.length === 0) return dead(cx, span, fn, ...args.map((arg) => arg.value));
  if (fn.ty.length > 1)
    return eachMember(
      cx,
      fn,
      span,
      (type) => `TypeError: '${type}' object is not callable`,
      (one) => attempt(() => callValue(cx, one, args, memberNode(cx, node, one), span)),
    );
  const atom = fn.ty[0];
  if (atom.k === "fn") return callCallable(cx, atom.fn, args, node, span);
  if (atom.k === "func") return callSite(cx, fn, atom, args, span);
  if (atom.k === "any") return callDynamic(cx, fn, args, span);
  if (atom.k === "inst" && findMethod(atom.cls, "__call__")) return methodCall(cx, fn, "__call__", () => args, node, span);
  const error = callError(atom);
  if (error) return raises(cx, error, span, fn, ...args.map((arg) => arg.value));
  return refuse("PY0302", span, `a value of type ${show(fn.ty)} is called`);
}

function callSite(cx: Cx, fn: Val, atom: Atom & { k: "func" }, args: readonly ArgVal[], span: Span): Val {
  const site = findSite(atom.site);
  get(cx, site.shape);
  const star = args.some((arg) => arg.star);
  if (star && !site.dynamic && !cx.p.emitting) makeDynamic(cx.p.w, site);
  if (site.dynamic) return callDynamic(cx, { ty: ANY, e: fn.e }, args, span);
  if (star) return refuse("PY0309", span, "a function value is called with unpacked arguments of a number that is not known");
  const names = args.flatMap((arg) => arg.name ?? []);
  const fits = args.length === site.params.length && names.join() === site.names.join();
  if (!site.shaped && !cx.p.emitting) shapeSite(cx, site, args.length - names.length, names);
  else if (!fits && !cx.p.emitting) {
    makeDynamic(cx.p.w, site);
    return callDynamic(cx, { ty: ANY, e: fn.e }, args, span);
  } else if (!fits)
    return refuse("PY0309", span, `a function value that takes ${site.params.length} arguments is called with ${args.length}`);
  site.shaped = true;
  args.forEach((arg, i) => flow(cx.p.w, site.params[i], arg.value.ty));
  const ty = get(cx, site.result);
  const values = args.map((arg, i) => convert(cx, arg.value, get(cx, site.params[i]), span));
  return { ty, e: ex(cx, "callValue", irType(cx.p, ty), span, { callee: fn.e, args: values }) };
}

/** The first call of a function value says how many arguments it gets, and which of them by name. */
export function shapeSite(cx: Cx, site: FuncSite, positional: number, names: readonly string[]): void {
  if (resize(cx.p.w, site, positional, names)) for (const reader of findCell(site.shape).readers) touch(cx.p.w, reader);
}

const APPLIED = new Set(["functools.partial", "operator.itemgetter", "operator.attrgetter", "operator.methodcaller"]);

/** `cmp_to_key(compare)`: known by its comparison, which sorting asks for. */
function comparedBy(cx: Cx, args: readonly ArgVal[], span: Span): Val {
  const atom = args[0]?.value.ty[0];
  if (args.length !== 1 || atom?.k !== "fn") return refuse("PY0702", span, "`cmp_to_key` of a function that is computed");
  const { fn } = atom;
  const made = callable<"special">(cx.p, `compared ${fn.key}`, 1, { kind: "special", name: fn.name, special: "compared" });
  comparisons.set(made, fn);
  return ghost(cx, made, span);
}

const comparisons = new WeakMap<Callable, Callable>();

/** The comparison of `key=cmp_to_key(compare)`. */
export function comparisonOf(args: readonly ArgVal[]): Val | undefined {
  const key = args.find((arg) => arg.name === "key")?.value;
  const atom = key?.ty.length === 1 ? key.ty[0] : undefined;
  const fn = atom?.k === "fn" ? comparisons.get(atom.fn) : undefined;
  return fn && { ty: [{ k: "fn", fn }], e: key!.e };
}

/** Calls something that is known while translating. */
export function callCallable(cx: Cx, fn: Callable, args: readonly ArgVal[], node: object, span: Span): Val {
  switch (fn.kind) {
    case "function":
      return callUser(cx, fn, args, span);
    case "class":
      return constructClass(cx, fn.cls, args, node, span);
    case "type":
      return callType(cx, fn.type, args, node, span);
    case "library":
      return numpyBuiltin(cx, fn.row, args, node, span) ?? libraryCall(cx, fn.row, args, node, span);
    case "unbound":
      return callUnbound(cx, fn, args, node, span);
    case "special": {
      if (fn.special === "value") return callValue(cx, (fn as unknown as { value: Val }).value, args, node, span);
      if (fn.special === "applied") return applied(cx, fn, args, node, span);
      if (APPLIED.has(fn.special)) {
        // As a value its arguments would be known at run time only.
        if (!("args" in node)) return refuse("PY0502", span, `\`${fn.name}\` is used as a value`);
        return makeApplied(cx, fn.special, args, node as Expr<"call">, span);
      }
      if (fn.special.startsWith("numpy ")) return numpyCall(cx, fn.special.slice(6), args, node, span);
      if (fn.special === "functools.cmp_to_key") return comparedBy(cx, args, span);
      if (fn.special === "chain.from_iterable") return rowsCall(cx, "itertools.chain_from_iterable", args[0].value, node, span);
      if (fn.special.startsWith("operator ")) return callOperator(cx, fn.name, args, node, span);
      if (fn.special === "print") return callPrint(cx, args, span);
      if (fn.special === "zip") return zip(cx, args, node, span);
      if (fn.special === "format" && args[0]?.value.ty.some((each) => each.k === "inst" || each.k === "rt")) {
        const pieces = formatted(cx, args[0].value, undefined, args[1]?.value, span);
        return { ty: STR, e: ex(cx, "format", str, span, { pieces }) };
      }
      if (fn.special === "format") return callRow(cx, "builtins.format", args, node, span);
      const data = dataclassCall(cx, fn.special, args, node, span);
      if (data) return data;
      const typed = typingCall(cx, fn.special, args, span);
      if (typed) return typed;
      if (fn.special.startsWith("method ")) {
        // `str.upper` as a function: the first argument is the receiver.
        const method = fn.special.slice(7);
        return withSpread(cx, args, span, ([first, ...rest]) =>
          first && !first.star
            ? methodCall(cx, first.value, method, () => rest, node, span)
            : refuse(
                "PY0310",
                span,
                `\`${method}\` is called without its object, or with unpacked arguments of a number that is not known`,
              ),
        );
      }
      // A call that is a statement of its own was replaced by the examples (doctest.ts).
      if (fn.special === "doctest.testmod") return refuse("PY0604", span, "the result of `testmod` is used");
      if (fn.special === "argparse.ArgumentParser") return argumentParser(cx, args, node as Expr<"call">, span);
      if (fn.special === "struct.Struct") return structObject(cx, node as Expr<"call">, span);
      if (fn.special === "unittest.main") return runTests(cx, args, span);
      if (fn.special.startsWith("unittest.")) {
        const suite = suiteCall(cx, fn.special, args, span);
        if (suite) return suite;
      }
      if (fn.special.startsWith("namedtuple ")) return makeNamedtuple(cx, fn.special, args, span);
      if (fn.special.startsWith("collections.") || fn.special.startsWith("functools.") || fn.special.startsWith("itertools."))
        return collectionCall(cx, fn.special, args, node, span);
      if (fn.special === "exit" || fn.special === "quit") return libraryCall(cx, "sys.exit", args, node, span);
      if (fn.special === "callable" && args.length === 1) return isCallable(cx, args[0].value, node, span);
      return refuse("PY0502", span, `\`${fn.name}\` is used as a value`);
    }
  }
}

/** `Class.method` as a value, called: the object is one of several classes' perhaps. */
function callUnbound(cx: Cx, fn: Callable & { kind: "unbound" }, args: readonly ArgVal[], node: object, span: Span): Val {
  const [self, ...rest] = args;
  const call = (one: Val | undefined, at: object): Val =>
    classMember(cx, classCallable(cx, fn.cls), fn.method, () => (one ? [{ ...self, value: one }, ...rest] : args), at, span)!;
  if (!self || self.star || findMethod(fn.cls, fn.method)?.kind !== "instance") return call(undefined, node);
  if (self.value.ty.length === 0) return dead(cx, span, ...args.map((arg) => arg.value));
  if (isDynamic(self.value.ty)) {
    const failed = (one: Val): Val => raises(cx, `TypeError: descriptor '${fn.method}' requires another object`, span, one);
    return eachKind(cx, self.value, withMethod(cx, fn.method), span, failed, (one) => call(one, memberNode(cx, node, one)));
  }
  if (self.value.ty.length < 2) return call(self.value, node);
  return eachMember(cx, self.value, span, `TypeError: descriptor '${fn.method}' requires another object`, (one) =>
    one.ty[0].k === "inst" ? call(one, memberNode(cx, node, one)) : undefined,
  );
}

/** Calls that need the syntax of their arguments. */
function specialCall(cx: Cx, name: string, node: Expr<"call">): Val | undefined {
  const { span } = node;
  switch (name) {
    case "isinstance":
      return isinstanceVal(cx, node);
    case "getattr":
    case "hasattr":
      return attributeCall(cx, node, name);
    case "vars": {
      const object = node.args.length === 1 ? expr(cx, node.args[0].value) : undefined;
      const [atom] = object?.ty ?? [];
      if (object?.ty.length === 0) return dead(cx, span, object);
      if (object && atom.k === "any") return dynamicDict(cx, object, node, span);
      if (object?.ty.every((each) => each.k === "inst")) return readAttribute(cx, object, "__dict__", span, node);
      return refuse("PY0501", span, "`vars` works on the program itself while it runs");
    }
    case "eval":
      return evalCall(cx, argValues(cx, node), node, span);
    case "setattr":
      return setattrCall(cx, node);
    case "dir":
    case "globals":
    case "locals":
    case "exec":
    case "compile":
    case "__import__":
      return refuse("PY0501", span, `\`${name}\` works on the program itself while it runs`);
    case "issubclass": {
      const [cls, of] = node.args.map((arg) => expr(cx, arg.value));
      const known = cls && of && (cls.ty.length === 0 || of.ty.length === 0 ? dead(cx, span, cls, of) : subclassTest(cx, cls, of, span));
      if (known) return known;
      if (cls?.ty.length === 1 && cls.ty[0].k === "exception" && isExitClass(cx, node.args[0].value)) return isinstanceVal(cx, node);
      return refuse("PY0501", span, "`issubclass` asks for classes while the program runs");
    }
    case "super":
      return refuse("PY0406", span, "`super()` is used other than to call a method");
    case "open":
      return libraryCall(cx, "builtins.open", argValues(cx, node), node, span);
    default:
      return undefined;
  }
}

import { evalCall } from "./evaluation.ts";
import { collectionCall, makeNamedtuple } from "./collections.ts";
import { numpyCall } from "./numpy/library.ts";
import { numpyBuiltin } from "./numpy/members.ts";
import { structObject } from "./struct.ts";
import { runTests } from "./unittest.ts";
import { suiteCall } from "./unittest-suites.ts";
export { callable, emptyContainer, rowFits, str };
export type { Expression };
