/** Methods through `super()`, through a class's name, and as values. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import type { Expression } from "../../../ir/index.ts";
import type { Expr, Parameter } from "../ast/nodes.ts";
import type { Callable, UserFunction } from "../infer/callables.ts";
import { findAttribute, findMethod, type ClassInfo, type Method } from "../infer/classes.ts";
import { parseSignature } from "../infer/signature.ts";
import { findSite, flow, newCell, STR, type FuncSite, type Ty } from "../infer/types.ts";
import { hasMember } from "../stdlib/members.ts";
import { numpyAttribute } from "./numpy/members.ts";
import { pyName } from "./type-errors.ts";
import { show } from "../infer/show.ts";
import { callable, ghost } from "./builtins.ts";
import { bareObject } from "./new-objects.ts";
import { libraryFunction, madeFunction } from "./dynamic-functions.ts";
import { convert, raises } from "./convert.ts";
import { callOperator, operatorOfDunder } from "./operator-functions.ts";
import { beforeBuiltin, isDerived } from "./builtin-bases.ts";
import { BUILTIN_BASES } from "../library/index.ts";
import { ex, get, inBlock, newLocal, push, site, type Cx, type Val } from "./context.ts";
import { refuseMethod } from "./function-identity.ts";
import { callPrelude } from "./iteration.ts";
import { isOfSets } from "./several-arguments.ts";
import { expr } from "./expressions.ts";
import { assignBase, baseOf, isException } from "./exception-objects.ts";
import { isExceptionName } from "./exceptions.ts";
import { displayOf } from "./format.ts";
import { metaMethod, metaSuper } from "./metaclasses.ts";
import { irCell, irType } from "./ir-types.ts";
import { knownText } from "./known-texts.ts";
import { storeRaw } from "./computed-stores.ts";
import { callMethod, methodCall, rowPrefix } from "./methods.ts";
import { callNamedTupleMember, memberOf } from "./named-tuples.ts";
import { bindingVal } from "./names.ts";
import { callRow, hasRow, type ArgVal } from "./rows.ts";
import { withSpread } from "./spread.ts";

const instTy = (cls: ClassInfo): Ty => [{ k: "inst", cls }];

/** `super().method(args)`, `Base.method(self, args)`. */
export function superCall(cx: Cx, node: Expr<"call">): Val | undefined {
  const { callee, span } = node;
  if (callee.kind !== "attribute") return undefined;
  const { object } = callee;
  if (object.kind !== "call" || object.callee.kind !== "name" || object.callee.id !== "super") return undefined;
  const owner = cx.inst.owner;
  const cls = cx.inst.receiver;
  if (!owner || !cls) return refuse("PY0406", span, "`super()` outside a method");
  const inlinedOwner = cx.inlined.length
    ? cls.mro.find((each) => [...each.methods.values()].some((m) => m.fn.def === cx.inlined[cx.inlined.length - 1]))
    : undefined;
  const method = findMethod(cls, callee.name, inlinedOwner ?? owner);
  if (!method && callee.name === "__setattr__" && node.args.length === 2) {
    const first = cx.inst.fn!.def.params[0];
    const object = bindingVal(cx, cx.inst.module.scopes.binding(first), first.name, span);
    return storeRaw(cx, object, node.args[0].value, expr(cx, node.args[1].value), node, span);
  }
  const args: ArgVal[] = node.args.map((arg) => ({ name: arg.name, star: arg.star, value: namedVal(cx, arg.value) }));
  const meta = metaSuper(cx, inlinedOwner ?? owner, cls, callee.name, args, span);
  if (meta) return meta;
  if (!method && isException(cls)) {
    const none: Val = { ty: [{ k: "none" }], e: ex(cx, "unit", { kind: "unit" }, span, {}) };
    if (callee.name === "__init__") {
      assignBase(cx, cls, args, node, span);
      return none;
    }
    const first = cx.inst.fn!.def.params[0];
    const self = bindingVal(cx, cx.inst.module.scopes.binding(first), first.name, span);
    const base = baseOf(cx, self, cls, span);
    if (callee.name === "__str__" || callee.name === "__repr__")
      return { ty: STR, e: displayOf(cx, base, callee.name === "__str__" ? "s" : "r", span) };
  }
  if (!method && callee.name === "__new__" && !cls.builtin) return bareObject(cx, cls, span);
  if (!method) {
    if (
      callee.name === "__init__" ||
      callee.name === "setUp" ||
      callee.name === "tearDown" ||
      callee.name === "__init_subclass__" ||
      callee.name === "__post_init__"
    )
      return { ty: [{ k: "none" }], e: ex(cx, "unit", { kind: "unit" }, span, {}) };
    return refuse("PY0406", span, `\`super().${callee.name}\` is a method of a builtin class`);
  }
  const first = cx.inst.fn!.def.params[0];
  const self = bindingVal(cx, cx.inst.module.scopes.binding(first), first.name, span);
  return spreadMethod(cx, self, callee.name, args, cls, span, inlinedOwner ?? owner);
}

/** An argument, with its text where that is known. */
const namedVal = (cx: Cx, node: Expr): Val => {
  const text = knownText(cx, node);
  return text === undefined ? expr(cx, node) : { ...expr(cx, node), text };
};

/** Calls a method of a base, with arguments that may be unpacked. */
function spreadMethod(
  cx: Cx,
  self: Val,
  name: string,
  args: readonly ArgVal[],
  cls: ClassInfo,
  span: Span,
  after: ClassInfo | undefined,
): Val {
  const call = (given: readonly ArgVal[]): Val => callMethod(cx, self, name, given, cls, span, after);
  const method = findMethod(cls, name, after);
  if (!method || !args.some((arg) => arg.star)) return call(args);
  return withSpread(cx, args, span, call, method.fn.def.params.slice(method.kind === "static" ? 0 : 1));
}

/** `Class.method(args)`: a method of a class through its name; also of library types. */
export function classMember(cx: Cx, fn: Callable, name: string, args: () => readonly ArgVal[], node: object, span: Span): Val | undefined {
  if (fn.kind === "class") {
    const method = findMethod(fn.cls, name);
    if (!method) return findAttribute(fn.cls, name) ? undefined : metaMethod(cx, fn.cls, name, args, span);
    if (method.kind === "static" || method.kind === "class")
      return callMethod(cx, { ty: instTy(fn.cls), e: ex(cx, "unit", { kind: "unit" }, span, {}) }, name, args(), fn.cls, span);
    const [self, ...rest] = args();
    if (!self) {
      const missing = `${fn.name}.${name}() missing 1 required positional argument: '${method.fn.def.params[0]?.name ?? "self"}'`;
      return raises(cx, `TypeError: ${missing}`, span);
    }
    const atom = self.value.ty[0];
    if (self.value.ty.length !== 1 || atom.k !== "inst") return refuse("PY0302", span, `\`${fn.name}.${name}\` on ${show(self.value.ty)}`);
    return callMethod(cx, self.value, name, rest, atom.cls, span, atom.cls.mro[atom.cls.mro.findIndex((each) => each === fn.cls) - 1]);
  }
  if (fn.kind === "special" && fn.special.startsWith("namedtuple "))
    return memberOf(cx, fn.special, name) && callNamedTupleMember(cx, fn.special, name, undefined, args(), span);
  if (fn.kind === "special" && fn.special === "itertools.chain" && name === "from_iterable" && hasRow(cx, "itertools.chain_from_iterable"))
    return callRow(cx, "itertools.chain_from_iterable", args(), node, span);
  if (fn.kind === "special" && fn.special === "collections.OrderedDict" && name === "fromkeys") return orderedKeys(cx, args(), node, span);
  if (fn.kind === "type" && fn.type === "object" && name === "__new__") {
    const [atom] = args()[0]?.value.ty ?? [];
    if (atom?.k === "fn" && atom.fn.kind === "class" && !atom.fn.cls.builtin) return bareObject(cx, atom.fn.cls, span);
  }
  if (fn.kind === "type" && fn.type === "object" && name === "__setattr__" && "args" in node) {
    const [self, attribute, value] = (node as Expr<"call">).args;
    return storeRaw(cx, expr(cx, self.value), attribute.value, expr(cx, value.value), node, span);
  }
  const type = fn.kind === "type" ? fn.type : fn.kind === "special" ? fn.special : "";
  if (BUILTIN_BASES[type.replace("collections.", "")]) {
    const [self, ...rest] = args();
    const atom = self?.value.ty.length === 1 ? self.value.ty[0] : undefined;
    if (atom?.k === "inst" && isDerived(atom, type))
      return spreadMethod(cx, self.value, name, rest, atom.cls, span, beforeBuiltin(atom.cls, type));
  }
  if (fn.kind === "type" && fn.type === "set" && isOfSets(name)) {
    const given = args();
    if (given.length === 1 && given[0].star === 1) return callPrelude(cx, `${name}_of`, given[0].value, span);
  }
  const operator = fn.kind === "type" && fn.type !== "object" ? operatorOfDunder(name) : undefined;
  if (operator) return callOperator(cx, operator, args(), node, span);
  if (fn.kind === "type") {
    const owner = cx.inst.receiver;
    if (name === "__init__" && isExceptionName(fn.type) && owner && isException(owner)) {
      assignBase(cx, owner, args().slice(1), node, span);
      return { ty: [{ k: "none" }], e: ex(cx, "unit", { kind: "unit" }, span, {}) };
    }
    if (fn.type === "dict" && name === "fromkeys") return keysOf(cx, args(), node, span);
    if (["maketrans", "fromhex", "from_bytes", "from_iterable"].includes(name) && hasRow(cx, `${fn.type}.${name}`))
      return callRow(cx, `${fn.type}.${name}`, args(), node, span);
  }
  return undefined;
}

/** `dict.fromkeys(keys)`, `dict.fromkeys(keys, value)` */
const keysOf = (cx: Cx, given: readonly ArgVal[], node: object, span: Span): Val => {
  const none: ArgVal = { value: { ty: [{ k: "none" }], e: ex(cx, "unit", { kind: "unit" }, span, {}) } };
  return callRow(cx, "dict.fromkeys", given.length === 1 ? [...given, none] : given, node, span);
};

/** `OrderedDict.fromkeys(…)` */
const orderedKeys = (cx: Cx, given: readonly ArgVal[], node: object, span: Span): Val => {
  const made = keysOf(cx, given, node, span);
  const [atom] = made.ty;
  return atom?.k === "dict" ? { ty: [{ ...atom, flavour: "ordered" }], e: made.e } : made;
};

/** The parameters of `Class.method`: the object is one of them, the class is not. */
export const unboundParams = ({ kind, fn }: Method): readonly Parameter[] => fn.def.params.slice(kind === "class" ? 1 : 0);

/** `Class.method` as a value: a function of the object, where it takes one, and its arguments. */
export function unboundMethod(cx: Cx, cls: ClassInfo, method: Method, span: Span): Val {
  const { name, fn } = method;
  const { length } = unboundParams(method);
  return ghost(
    cx,
    callable<"unbound">(cx.p, `unbound ${cls.id} ${name}`, length, { kind: "unbound", name: fn.name, cls, method: name }),
    span,
  );
}

/** `object.method` as a dynamic value. */
export function dynamicMethod(
  cx: Cx,
  object: Val,
  name: string,
  method: UserFunction | undefined,
  params: readonly Parameter[] | undefined,
  node: object,
  span: Span,
): Expression {
  const at = site(cx, node, `dynamic ${name}`, () => ({}));
  refuseMethod(cx, name, span);
  // It is called once for each number of arguments.
  const make = (receiver: () => Val): Expression => {
    const call = (args: readonly ArgVal[]): Val => methodCall(cx, receiver(), name, () => args, at, span);
    return params
      ? madeFunction(cx, name, "function", params, call, span, at, undefined, method)
      : libraryFunction(cx, { name } as Callable, "function", call, span, at);
  };
  if (!cx.p.emitting) return make(() => object);
  const local = newLocal(cx, "object", irType(cx.p, object.ty), span);
  cx.declared.add(local);
  let made!: Expression;
  const body = inBlock(cx, () => {
    push(cx, "let", span, { local, value: object.e });
    made = make(() => ({ ty: object.ty, e: ex(cx, "local", irType(cx.p, object.ty), span, { local }) }));
  });
  return ex(cx, "block", made.type, span, { body, value: made });
}

/** Methods of builtin types with one argument that are values as they are. */
const OF_ONE: ReadonlySet<string> = new Set(["__getitem__", "__contains__"]);

/** How many values a format takes. */
function fieldsOf(format: Expression): number {
  if (format.kind !== "str") return 1;
  const names = [...format.value.replace(/\{\{|\}\}/g, "").matchAll(/\{(\w*)/g)].map(([, name]) => name);
  return names.includes("") ? names.length : Math.max(0, ...names.map((name) => Number(name) + 1 || 0));
}

/** `object.method` as a value: a closure over the object. */
export function boundMethod(cx: Cx, object: Val, name: string, node: object, span: Span): Val {
  const known = numpyAttribute(cx, object, name, span);
  if (known) return known;
  const atom = object.ty[0];
  const method = atom?.k === "inst" ? findMethod(atom.cls, name) : undefined;
  if (atom?.k === "inst" && !method) return refuse("PY0307", span, `\`${atom.cls.name}\` has no attribute \`${name}\``);
  if (atom?.k === "none" && object.ty.length === 1)
    return raises(cx, `AttributeError: 'NoneType' object has no attribute '${name}'`, span, object);
  if (atom && hasMember(atom.k, name) === false && !(atom.k === "dict" && atom.flavour) && !(atom.k === "tuple" && atom.names))
    return raises(cx, `AttributeError: '${pyName(object.ty)}' object has no attribute '${name}'`, span, object);
  const kind = atom && rowPrefix(atom);
  const fields = atom?.k === "str" && name === "format" ? fieldsOf(object.e) : undefined;
  if (!method && fields === undefined && !(kind !== undefined && hasRow(cx, `${kind}.${name}`)))
    return refuse("PY0307", span, `a value of type ${show(object.ty)} has no attribute \`${name}\``);
  if (name.startsWith("__") && !(method ? name === "__call__" : OF_ONE.has(name)))
    return refuse("PY0316", span, `the method \`${name}\` of ${show(object.ty)} is used as a value`);
  const count = method
    ? method.fn.def.params.filter((p) => (p.kind === "normal" || p.kind === "positional") && !p.default).length -
      (method.kind === "static" ? 0 : 1)
    : atom?.k === "rt"
      ? parseSignature(cx.p.library.rows(`${kind}.${name}`)![0].signature).params.filter((param) => param.default === undefined).length - 1
      : (fields ?? 1);
  const found: FuncSite = findSite(
    site(cx, node, `bound ${name}`, () => ({
      id: cx.p.w.sites++,
      parent: undefined,
      dirty: false,
      params: Array.from({ length: count }, () => newCell(cx.p.w)),
      names: [],
      shaped: true,
      shape: newCell(cx.p.w),
      result: newCell(cx.p.w),
      targets: [],
    })),
  );
  const ty: Ty = [{ k: "func", site: found }];
  get(cx, found.shape);
  if (found.dynamic)
    return {
      ty,
      e: dynamicMethod(cx, object, name, method?.fn, method?.fn.def.params.slice(method.kind === "static" ? 0 : 1), node, span),
    };
  const params = found.params.map((param) => get(cx, param));
  const at = site(cx, node, `bound call ${name}`, () => ({}));
  if (!cx.p.emitting) {
    if (params.every((param) => param.length > 0))
      flow(
        cx.p.w,
        found.result,
        methodCall(cx, object, name, () => params.map((param) => ({ value: { ty: param, e: object.e } })), at, span).ty,
      );
    return { ty, e: object.e };
  }
  const receiver = newLocal(cx, "object", irType(cx.p, object.ty), span);
  cx.declared.add(receiver);
  // A format that is known is compiled.
  const fixed = fields !== undefined && object.e.kind === "str";
  const result = get(cx, found.result);
  let closure!: Expression;
  const body = inBlock(cx, () => {
    if (!fixed) push(cx, "let", span, { local: receiver, value: object.e });
    const locals = params.map((param, i) => {
      const local = newLocal(cx, `arg${i || ""}`, irType(cx.p, param), span);
      cx.declared.add(local);
      return local;
    });
    const type = irCell(cx.p, found.result);
    const statements = inBlock(cx, () => {
      const made = methodCall(
        cx,
        fixed ? object : { ty: object.ty, e: ex(cx, "local", irType(cx.p, object.ty), span, { local: receiver }) },
        name,
        () => locals.map((local, i) => ({ value: { ty: params[i], e: ex(cx, "local", irType(cx.p, params[i]), span, { local }) } })),
        at,
        span,
      );
      if (type.kind === "unit") push(cx, "expression", span, { value: made.e });
      else push(cx, "return", span, { value: convert(cx, made, result, span) });
    });
    closure = ex(
      cx,
      "closure",
      { kind: "func", params: params.map((param) => irType(cx.p, param)), result: type, rep: cx.p.reps.fresh() },
      span,
      { params: locals.map((local) => ({ local, passing: "own" as const })), result: type, body: { statements } },
    );
  });
  return { ty, e: ex(cx, "block", closure.type, span, { body, value: closure }) };
}
