/** `def`, `class`, lambdas: what their names stand for. */
import { identityOf } from "../ast/identity.ts";
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import type { ClassNode, Expr, FunctionNode, Stmt } from "../ast/nodes.ts";
import type { Callable, UserFunction } from "../infer/callables.ts";
import { isCache, TRANSPARENT } from "../known-decorators.ts";
import { linearise, type ClassAttribute, type ClassInfo, type Method } from "../infer/classes.ts";
import type { Instance } from "../infer/instances.ts";
import type { ModuleInfo } from "../infer/modules.ts";
import { flow, newCell } from "../infer/types.ts";
import type { Variable } from "../scope.ts";
import { signatureNames } from "./annotations.ts";
import { checkHooks, runHooks } from "./class-hooks.ts";
import { abstractBase, standIn } from "./builtin-bases.ts";
import { callable, ghost } from "./builtins.ts";
import { attributeGlobal } from "./class-attributes.ts";
import { assignStatement } from "./assign.ts";
import { argValues, callCallable } from "./call.ts";
import { isClassVar } from "./dataclass-fields.ts";
import { descriptorClass } from "./attribute-hooks.ts";
import { noteSubclass } from "./class-values.ts";
import { classCallable, constructClass } from "./classes.ts";
import { convert } from "./convert.ts";
import { makeMember } from "./enums.ts";
import { ex, get, inBlock, push, type Cx, type Prog, type Val } from "./context.ts";
import { expr } from "./expressions.ts";
import { keepDefaults } from "./functions.ts";
import { importedValue } from "./imports.ts";
import { nameUnknown, wrapping, noteSingle, wrappedFunction } from "./function-attributes.ts";
import { metaclassOf } from "./metaclasses.ts";
import { irCell, isGhost } from "./ir-types.ts";
import { bindName } from "./names.ts";

/** The instance around a function that captures variables; undefined where it captures none. */
function parentOf(cx: Cx, module: ModuleInfo, def: FunctionNode): Instance | undefined {
  const frame = module.scopes.frames.get(def);
  if (!frame || frame.captures.size === 0) return undefined;
  for (let inst: Instance | undefined = cx.inst; inst; inst = inst.parent)
    if (inst.fn?.def === frame.parent?.node || inst.init === frame.parent?.node) return inst;
  return cx.inst;
}

/** The callable of a `def`. */
export function userFunction(cx: Cx, module: ModuleInfo, def: FunctionNode, owner?: ClassInfo): UserFunction {
  // A lambda with computed defaults holds them, as it holds what it captures.
  const holds =
    def.lambda && def.params.some((param) => param.default && !["int", "str", "none", "bool", "float"].includes(param.default.kind));
  const parent = parentOf(cx, module, def) ?? (holds ? cx.inst : undefined);
  const key = `${module.index}:${identityOf(def)}${parent ? `^${parent.id}` : ""}${owner ? `%${owner.id}` : ""}`;
  return callable<"function">(
    cx.p,
    key,
    def.params.filter((p) => (p.kind === "normal" || p.kind === "positional") && !(holds && p.default)).length,
    { kind: "function", name: def.called ?? def.name, def, module, owner, parent, defaults: new Map() },
  ) as UserFunction;
}

export const lambdaFunction = (cx: Cx, def: FunctionNode): UserFunction => {
  return userFunction(cx, cx.module, def);
};

/** Decorators that leave a function what it is. */

/** The reason of `@unittest.skip("reason")`. */
function skipReason(decorators: readonly Expr[]): string | undefined {
  const skip = decorators.find((d) => decoratorName(d) === "skip");
  if (skip?.kind !== "call") return undefined;
  const reason = skip.args[0]?.value;
  return reason?.kind === "str" ? reason.value : undefined;
}

const decoratorName = (node: Expr): string | undefined => {
  if (node.kind === "name") return node.id;
  if (node.kind === "attribute") return node.name;
  if (node.kind === "call") return decoratorName(node.callee);
  return undefined;
};

/** Is a definition's name simply the function? */
function plain(s: Stmt<"def">): boolean {
  return s.decorators.every((d) => {
    const name = decoratorName(d);
    return name !== undefined && (TRANSPARENT.has(name) || isCache(name));
  });
}

/** What a variable is when one definition or import alone binds it. */
export function staticValue(cx: Cx, module: ModuleInfo, variable: Variable, span: Span): Val | undefined {
  const s = variable.only;
  if (!s) return undefined;
  if (s.kind === "def") {
    if (!plain(s) || s.decorators.some((d) => isCache(decoratorName(d)!))) return undefined;
    return ghost(cx, userFunction(cx, module, s.fn), span);
  }
  if (s.kind === "class") return ghost(cx, classCallable(cx, classInfo(cx, module, s)), span);
  if (s.kind === "import" || s.kind === "importFrom") return importedValue(cx, module, s, variable.name, span);
  return undefined;
}

/** A `def` statement. */
export function defStatement(cx: Cx, s: Stmt<"def">): void {
  const fn = userFunction(cx, cx.module, s.fn);
  keepDefaults(cx, fn);
  signatureNames(cx, s.fn);
  const property = s.decorators.find((d) => /^(property|setter|deleter)$/.test(decoratorName(d) ?? ""));
  if (property) refuse("PY0315", property.span, "a property outside of a class body");
  const binding = cx.module.scopes.binding(s);
  if (binding.kind === "variable" && staticValue(cx, cx.module, binding.variable, s.span)) return;
  let val: Val = ghost(cx, fn, s.span);
  let decorated = false;
  for (const d of [...s.decorators].reverse()) {
    const name = decoratorName(d);
    // Without its memory a cached function gives the same results.
    if (name && TRANSPARENT.has(name)) continue;
    if (name && (isCache(name) || name === "contextmanager") && decorated) refuse("PY0315", d.span, `\`${name}\` over another decorator`);
    if (name && isCache(name)) {
      if (fn.parent) refuse("PY0315", d.span, "a function inside another one that remembers its results");
      const { key: _, site: __, ...rest } = fn;
      val = ghost(cx, callable<"function">(cx.p, `${fn.key} cached`, s.fn.params.length, { ...rest, cached: true }), s.span);
      continue;
    }
    if (name === "wraps") {
      const wrapped = d.kind === "call" && d.args.length > 0 ? expr(cx, d.args[0].value).ty : [];
      // Not known yet, or never made.
      if (wrapped.length === 0) return;
      const of = wrapped.length === 1 ? wrappedFunction(wrapped[0]) : undefined;
      if (of) val = ghost(cx, wrapping(cx, fn, of), s.span);
      else nameUnknown(cx, fn);
      continue;
    }
    if (name === "contextmanager") {
      const { key: _, site: __, ...rest } = fn;
      val = ghost(cx, callable<"function">(cx.p, `${fn.key} manager`, s.fn.params.length, { ...rest, manager: true }), s.span);
      continue;
    }
    noteSingle(cx, d.span);
    decorated = true;
    const decorator = expr(cx, d);
    const atom = decorator.ty[0];
    if (!atom) return;
    if (atom.k === "fn") val = callCallable(cx, atom.fn, [{ value: val }], d, d.span);
    else val = callValue(cx, decorator, [{ value: val }], d, d.span);
  }
  bindName(cx, binding, s.fn.name, val, s.span, s.comments);
}

const classKey = (module: ModuleInfo, node: ClassNode): string => `class ${module.index}:${identityOf(node)}`;
const classes = new WeakMap<Prog, Map<string, ClassInfo>>();

/** The class of a `class` statement. */
export function classInfo(cx: Cx, module: ModuleInfo, s: Stmt<"class">): ClassInfo {
  let known = classes.get(cx.p);
  if (!known) classes.set(cx.p, (known = new Map()));
  const key = classKey(module, s.cls);
  const found = known.get(key);
  if (found) return found;
  const outer = cx.module;
  cx.module = module;
  try {
    checkHooks(s);
    const bases: ClassInfo[] = [];
    let builtin: string | undefined;
    let mixed: string | undefined;
    const isEnum = s.cls.bases.some((base) => /Enum$|Flag$/.test(decoratorName(base.value) ?? ""));
    for (const base of s.cls.bases) {
      if (base.name === "metaclass") continue;
      if (base.star) return refuse("PY0408", s.cls.span, `\`${s.cls.name}\` has arguments other than bases`);
      if (base.name) continue;
      const name = builtinBase(cx, base.value);
      const stands = name === undefined || isEnum ? undefined : (standIn(cx, name) ?? abstractBase(cx, name));
      if (stands) {
        bases.push(stands);
        continue;
      }
      if (isEnum && name !== undefined && !/Enum$|Flag$|^object$/.test(name)) {
        if (name !== "str" && name !== "int") return refuse("PY0408", base.value.span, `an enumeration whose members are of type ${name}`);
        mixed = name;
        continue;
      }
      if (name !== undefined) {
        if (name !== "object" && name !== "Generic" && name !== "ABC" && name !== "Protocol") builtin = name;
        continue;
      }
      const atom = expr(cx, base.value).ty[0];
      if (atom?.k !== "fn" || atom.fn.kind !== "class")
        return refuse("PY0408", base.value.span, `the base of \`${s.cls.name}\` is not a class that is known while translating`);
      bases.push(atom.fn.cls);
    }
    const mro: ClassInfo[] = [];
    if (mixed) builtin = mixed === "str" ? "StrEnum" : "IntEnum";
    const cls: ClassInfo = {
      id: cx.p.classList.length,
      name: s.cls.called ?? s.cls.name,
      node: s.cls,
      module,
      mro,
      bases,
      builtin: builtin ?? bases.find((b) => b.builtin)?.builtin,
      methods: new Map(),
      attributes: new Map(),
      fields: new Map(),
      dataclass: dataclassOf(s) ?? undefined,
      enum: ["Enum", "IntEnum", "Flag", "IntFlag", "StrEnum"].includes(builtin ?? bases.find((b) => b.builtin)?.builtin ?? ""),
      mixed: mixed !== undefined || bases.some((each) => each.mixed),
      protocol: s.cls.bases.some(({ value }) => baseName(value) === "Protocol"),
      meta: metaclassOf(cx, s),
      constructors: [],
      needs: new Set(),
      total: s.decorators.some((d) => decoratorName(d) === "total_ordering"),
    };
    mro.push(cls, ...linearise(bases));
    noteSubclass(cx, cls);
    cx.p.classList.push(cls);
    known.set(key, cls);
    for (const member of s.cls.body) addMember(cx, module, cls, member);
    return cls;
  } catch (error) {
    // Whoever asks again is refused again.
    known.delete(key);
    throw error;
  } finally {
    cx.module = outer;
  }
}

/** The name of a base, without its types. */
const baseName = (base: Expr): string | undefined => decoratorName(base.kind === "subscript" ? base.object : base);

function dataclassOf(s: Stmt<"class">): ClassInfo["dataclass"] {
  for (const d of s.decorators) {
    if (decoratorName(d) !== "dataclass") continue;
    const flag = (name: string, otherwise: boolean): boolean => {
      const arg = d.kind === "call" ? d.args.find((a) => a.name === name)?.value : undefined;
      return arg?.kind === "bool" ? arg.value : otherwise;
    };
    const own = (name = ""): boolean => s.cls.body.some((each) => each.kind === "def" && each.fn.name === `__${name}__`);
    const odd =
      d.kind === "call"
        ? d.args.find(({ name, value }) => ["init", "repr"].includes(name ?? "") && !(value.kind === "bool" && value.value) && !own(name))
        : undefined;
    if (odd) refuse("PY0409", odd.value.span, `a dataclass with \`${odd.name}\``);
    return {
      frozen: flag("frozen", false),
      order: flag("order", false),
      eq: flag("eq", true),
      hash: flag("unsafe_hash", false),
      keywords: flag("kw_only", false),
    };
  }
  return undefined;
}

/** The builtin or library class that a base names. */
function builtinBase(cx: Cx, node: Expr): string | undefined {
  if (node.kind === "subscript") return builtinBase(cx, node.object);
  const val = expr(cx, node);
  const atom = val.ty[0];
  if (atom?.k !== "fn") return undefined;
  if (atom.fn.kind === "type") return atom.fn.type;
  if (atom.fn.kind === "special") return atom.fn.special.replace(/^(abc|typing) /, "");
  if (atom.fn.kind === "library") return atom.fn.row;
  return undefined;
}

function addMember(cx: Cx, module: ModuleInfo, cls: ClassInfo, s: Stmt): void {
  switch (s.kind) {
    case "def": {
      const fn = userFunction(cx, module, s.fn, cls);
      const names = s.decorators.map((d) => (d.kind === "attribute" ? `.${d.name}` : (decoratorName(d) ?? "?")));
      const part = names.includes(".setter") ? "setter" : names.includes(".deleter") ? "deleter" : undefined;
      if (part) {
        const before = cls.methods.get(s.fn.name);
        if (before) cls.methods.set(s.fn.name, { ...before, [part]: fn });
        return;
      }
      const skipped = skipReason(s.decorators);
      const expectedFailure = names.some((name) => name.replace(/^\./, "") === "expectedFailure");
      const known = (name: string): boolean =>
        TRANSPARENT.has(name) ||
        isCache(name) ||
        name === "contextmanager" ||
        (name === "skip" && skipped !== undefined) ||
        name === "expectedFailure";
      const strange = s.decorators.find((_, i) => !known(names[i].replace(/^\./, "")));
      if (strange) refuse("PY0315", strange.span, `the decorator of the method \`${s.fn.name}\``);
      const kind: Method["kind"] = names.includes("staticmethod")
        ? "static"
        : names.includes("classmethod") || s.fn.name === "__init_subclass__" || s.fn.name === "__class_getitem__"
          ? "class"
          : names.some((n) => n === "property" || n === ".property" || n.endsWith("cached_property"))
            ? "property"
            : "instance";
      cls.methods.set(s.fn.name, {
        name: s.fn.name,
        fn: names.some((n) => n === "contextmanager" || n === ".contextmanager") ? { ...fn, manager: true } : fn,
        kind,
        abstract: names.some((n) => n.endsWith("abstractmethod")),
        skipped,
        expectedFailure,
      });
      return;
    }
    case "assign":
      for (const target of s.targets) {
        const alias = s.value.kind === "name" ? cls.methods.get(s.value.id) : undefined;
        if (target.kind === "name" && alias) cls.methods.set(target.id, { ...alias, name: target.id });
        else if (target.kind === "tuple" && s.value.kind !== "tuple")
          target.elems.forEach((t) => t.kind === "name" && attribute(cx, cls, t.id, s.value, undefined, s.span));
        else if (target.kind === "name") attribute(cx, cls, target.id, s.value, undefined, s.span);
        else if (target.kind === "tuple" && s.value.kind === "tuple")
          target.elems.forEach(
            (t, i) => t.kind === "name" && attribute(cx, cls, t.id, (s.value as Expr<"tuple">).elems[i], undefined, s.span),
          );
      }
      return;
    case "annotated":
      if (s.target.kind === "name") attribute(cx, cls, s.target.id, s.value, s.annotation, s.span);
      return;
    default:
  }
}

function attribute(cx: Cx, cls: ClassInfo, name: string, value: Expr | undefined, annotation: Expr | undefined, span: Span): void {
  if (name === "__slots__" || name === "__match_args__") return;
  const descriptor = descriptorClass(cx, name, value);
  cls.attributes.set(name, { name, cell: newCell(cx.p.w), value, annotation, span, descriptor });
}

/** A `class` statement: makes its attributes. */
export function classStatement(cx: Cx, s: Stmt<"class">): void {
  const cls = classInfo(cx, cx.module, s);
  const outer = cx.classBody;
  cx.classBody = cls;
  for (const member of s.cls.body) {
    switch (member.kind) {
      case "def":
        keepDefaults(cx, userFunction(cx, cx.module, member.fn, cls));
        break;
      case "assign":
      case "annotated":
        if (member.kind === "assign" && member.targets.some((t) => t.kind === "tuple") && member.value.kind !== "tuple" && !cls.enum) {
          assignStatement(cx, member);
          break;
        }
        for (const attribute of cls.attributes.values())
          if (attribute.span === member.span && attribute.value) makeAttribute(cx, cls, attribute);
        break;
      case "expr":
        if (member.value.kind !== "str" && member.value.kind !== "ellipsis")
          push(cx, "expression", member.span, { value: expr(cx, member.value).e });
        break;
      case "pass":
      case "import":
      case "importFrom":
        break;
      case "class":
        classStatement(cx, member);
        break;
      default:
        refuse("PY0401", member.span, `a ${member.kind} statement in a class body`);
    }
  }
  cx.classBody = outer;
  runHooks(cx, cls, s);
  const binding = cx.module.scopes.binding(s);
  if (binding.kind === "variable" && !binding.variable.only)
    bindName(cx, binding, s.cls.name, ghost(cx, classCallable(cx, cls), s.span), s.span);
}

function makeAttribute(cx: Cx, cls: ClassInfo, attribute: ClassAttribute): void {
  if (cls.enum) return makeMember(cx, cls, attribute);
  if (cls.dataclass && attribute.annotation && !isClassVar(attribute.annotation)) return;
  const { descriptor, value: node } = attribute;
  const flag = cls.node.flags?.some((each) => each.name === attribute.name);
  const val = flag
    ? constructClass(cx, cls, [{ value: expr(cx, node!) }], node!, node!.span)
    : descriptor && node?.kind === "call"
      ? constructClass(cx, descriptor, argValues(cx, node), node, node.span)
      : expr(cx, node!);
  flow(cx.p.w, attribute.cell, val.ty);
  const ty = get(cx, attribute.cell);
  if (!cx.p.emitting || isGhost(ty)) return;
  const value = convert(cx, val, ty, attribute.span);
  push(cx, "assign", attribute.span, {
    place: ex(cx, "global", irCell(cx.p, attribute.cell), attribute.span, { global: attributeGlobal(cx, cls, attribute) }),
    value,
  });
}

import { callValue } from "./call.ts";
export { inBlock };
export type { Callable };
