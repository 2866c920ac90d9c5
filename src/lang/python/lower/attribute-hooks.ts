/** Attributes that functions read and assign: descriptors, and classes with a `__setattr__`. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import type { Expr, ModuleNode, Stmt } from "../ast/nodes.ts";
import { findAttribute, findMethod, type ClassAttribute, type ClassInfo } from "../infer/classes.ts";
import { NONE } from "../infer/types.ts";
import { blocksOf, boundNames } from "../scope-tree.ts";
import { ghost } from "./builtins.ts";
import { classAttributeVal } from "./class-attributes.ts";
import { classCallable } from "./classes.ts";
import { dead } from "./convert.ts";
import { ex, push, type Cx, type Prog, type Val } from "./context.ts";
import { staticValue } from "./definitions.ts";
import { expr } from "./expressions.ts";
import { callUser } from "./functions.ts";
import { composedText, textVal } from "./known-texts.ts";
import { fieldOr, readField } from "./object-fields.ts";

const HOOKS = ["__get__", "__set__"];

const using = new WeakMap<Prog, boolean>();

/** Does a class of the program say how its objects are read as attributes? */
function usesDescriptors(p: Prog): boolean {
  let known = using.get(p);
  if (known === undefined) {
    const inBody = (body: readonly Stmt[]): boolean =>
      body.some((s) =>
        s.kind === "class"
          ? s.cls.body.some((each) => each.kind === "def" && HOOKS.includes(each.fn.name)) || inBody(s.cls.body)
          : s.kind === "def"
            ? inBody(s.fn.body)
            : blocksOf(s).some(inBody),
      );
    known = p.modules.some((module: { readonly node: ModuleNode }) => inBody(module.node.body));
    using.set(p, known);
  }
  return known;
}

/** Each `self.name = value` in the methods of a class. */
function assignments(cls: ClassInfo): Map<string, { readonly method: string; readonly value: Expr }[]> {
  const found = new Map<string, { method: string; value: Expr }[]>();
  const visit = (method: string, self: string, body: readonly Stmt[]): void => {
    for (const s of body) {
      if (s.kind === "assign")
        for (const target of s.targets)
          if (target.kind === "attribute" && target.object.kind === "name" && target.object.id === self)
            found.set(target.name, [...(found.get(target.name) ?? []), { method, value: s.value }]);
      if (s.kind !== "def" && s.kind !== "class") blocksOf(s).forEach((inner) => visit(method, self, inner));
    }
  };
  for (const each of cls.mro) for (const { fn, name } of each.methods.values()) visit(name, fn.def.params[0]?.name ?? "", fn.def.body);
  return found;
}

/** The parameters of a method that are texts: the name for `__set_name__`, the texts that the call has for `__init__`. */
function givenTexts(cls: ClassInfo, method: string, name: string, call: Expr<"call">): Map<string, string> {
  const def = findMethod(cls, method)?.fn.def;
  const given = new Map<string, string>();
  if (!def) return given;
  if (method === "__set_name__" && def.params.length > 2) given.set(def.params[2].name, name);
  if (method === "__init__")
    def.params.slice(1).forEach((param, i) => {
      const positional = call.args.some((arg) => arg.star) ? undefined : call.args.filter((arg) => !arg.name)[i];
      const value = (call.args.find((arg) => arg.name === param.name) ?? positional)?.value ?? param.default;
      if (value?.kind === "str") given.set(param.name, value.value);
    });
  const bound = boundNames(def.body, new Set(), new Set());
  for (const key of [...given.keys()]) if (bound.has(key)) given.delete(key);
  return given;
}

/** The fields of a descriptor that hold texts which its attribute's name or its call decides. */
function fixedTexts(cls: ClassInfo, name: string, call: Expr<"call">): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [field, places] of assignments(cls)) {
    const late = places.filter((place) => place.method === "__set_name__");
    const [place] = late.length > 0 ? late : places;
    const others = places.filter((each) => each !== place && !(late.length > 0 && each.method === "__init__"));
    if (others.length > 0 || (place.method !== "__set_name__" && place.method !== "__init__")) continue;
    const given = givenTexts(cls, place.method, name, call);
    const text = composedText(place.value, (e) => (e.kind === "name" ? given.get(e.id) : undefined));
    if (text !== undefined) texts.set(field, text);
  }
  return texts;
}

/** The class of the descriptor that an attribute of a class is made as, one for each attribute: it knows the name. Undefined for other attributes. */
export function descriptorClass(cx: Cx, name: string, value: Expr | undefined): ClassInfo | undefined {
  if (value?.kind !== "call" || !usesDescriptors(cx.p)) return undefined;
  const { callee } = value;
  let found: Val | undefined;
  if (callee.kind === "name") {
    const binding = cx.module.scopes.binding(callee);
    found = binding.kind === "variable" ? staticValue(cx, cx.module, binding.variable, callee.span) : undefined;
  } else if (callee.kind === "attribute" && callee.object.kind === "name") found = expr(cx, callee);
  const atom = found?.ty.length === 1 ? found.ty[0] : undefined;
  if (atom?.k !== "fn" || atom.fn.kind !== "class") return undefined;
  const { cls } = atom.fn;
  if (!HOOKS.some((hook) => findMethod(cls, hook))) return undefined;
  const mro: ClassInfo[] = [];
  const made: ClassInfo = {
    ...cls,
    id: cx.p.classList.length,
    node: { ...cls.node, body: [] },
    mro,
    bases: [],
    methods: new Map(),
    attributes: new Map(),
    fields: new Map(),
    constructors: [],
    needs: new Set(),
    texts: fixedTexts(cls, name, value),
    ir: undefined,
  };
  mro.push(made, ...cls.mro);
  cx.p.classList.push(made);
  return made;
}

/** Tells the descriptors of a class their names, as the end of its statement does. */
export function nameDescriptors(cx: Cx, cls: ClassInfo, span: Span): void {
  for (const attribute of cls.attributes.values()) {
    const method = attribute.descriptor && findMethod(attribute.descriptor, "__set_name__");
    const receiver = method && classAttributeVal(cx, cls, attribute.name, span);
    if (!receiver || receiver.ty.length === 0) continue;
    const args = [{ value: ghost(cx, classCallable(cx, cls), span) }, { value: textVal(cx, attribute.name, span) }];
    push(cx, "expression", span, { value: callUser(cx, method.fn, args, span, { cls: attribute.descriptor!, receiver }).e });
  }
}

/** What a descriptor gives for an object, or for its class where there is none. */
function given(cx: Cx, descriptor: ClassInfo, receiver: Val, object: Val | undefined, cls: ClassInfo, span: Span): Val {
  const method = findMethod(descriptor, "__get__")!;
  const none: Val = { ty: NONE, e: ex(cx, "unit", { kind: "unit" }, span, {}) };
  const args = [{ value: object ?? none }, { value: ghost(cx, classCallable(cx, cls), span) }];
  return callUser(cx, method.fn, args, span, { cls: descriptor, receiver });
}

/** `object.name` of a descriptor: data descriptors go before fields, fields before others. */
export function readDescriptor(cx: Cx, object: Val, cls: ClassInfo, attribute: ClassAttribute, span: Span): Val {
  const descriptor = attribute.descriptor!;
  const receiver = classAttributeVal(cx, cls, attribute.name, span)!;
  if (receiver.ty.length === 0) return dead(cx, span, receiver);
  const gives = findMethod(descriptor, "__get__") !== undefined;
  const get = (one: Val): Val => (gives ? given(cx, descriptor, receiver, one, cls, span) : receiver);
  if (findMethod(descriptor, "__set__")) return gives ? get(object) : (readField(cx, object, cls, attribute.name, span) ?? receiver);
  return fieldOr(cx, object, cls, attribute.name, span, () => get(object));
}

/** `Class.name` of a descriptor. */
export function readClassDescriptor(cx: Cx, cls: ClassInfo, attribute: ClassAttribute, span: Span): Val {
  const descriptor = attribute.descriptor!;
  const receiver = classAttributeVal(cx, cls, attribute.name, span)!;
  if (receiver.ty.length === 0) return dead(cx, span, receiver);
  if (!findMethod(descriptor, "__get__")) return receiver;
  return refuse("PY0412", span, `the descriptor \`${attribute.name}\` is read from its class`);
}

/** What assigns `object.name` in place of the field: `__setattr__` of its class, a descriptor. Undefined where nothing does. */
export function assignHook(cx: Cx, object: Val, cls: ClassInfo, name: string, span: Span): ((val: Val) => void) | undefined {
  const method = findMethod(cls, "__setattr__");
  if (!method) return assignDescriptor(cx, object, cls, name, span);
  return (val) => {
    const args = [{ value: textVal(cx, name, span) }, { value: val }];
    push(cx, "expression", span, { value: callUser(cx, method.fn, args, span, { cls, receiver: object }).e });
  };
}

/** What a descriptor does with an assignment. */
export function assignDescriptor(cx: Cx, object: Val, cls: ClassInfo, name: string, span: Span): ((val: Val) => void) | undefined {
  const attribute = findAttribute(cls, name);
  const descriptor = attribute?.descriptor;
  const method = descriptor && findMethod(descriptor, "__set__");
  if (!method) return undefined;
  return (val) => {
    const receiver = classAttributeVal(cx, cls, name, span)!;
    if (receiver.ty.length === 0) return;
    const args = [{ value: object }, { value: val }];
    push(cx, "expression", span, { value: callUser(cx, method.fn, args, span, { cls: descriptor, receiver }).e });
  };
}
