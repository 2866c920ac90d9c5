/** What containers and the library ask of the objects in them: equality, hashes, an order, text, copies. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { bool, str, type Expression, type Implementation, type Type } from "../../../ir/index.ts";
import type { Expr, FunctionNode, Stmt } from "../ast/nodes.ts";
import { dataclassOf, findMethod, type ClassInfo, type Protocol } from "../infer/classes.ts";
import type { Instance } from "../infer/instances.ts";
import { ANY, findCell, flow, INT, newCell, type Atom, type Ty } from "../infer/types.ts";
import { eachExpr, exprsOf, blocksOf } from "../scope-tree.ts";
import { hasRepr } from "./classes.ts";
import { comparedFields, comparesAll, dataFields } from "./dataclass-fields.ts";
import { ordering } from "./compare.ts";
import { ex, get, newLocal, push, type Cx, type Prog, type Val } from "./context.ts";
import { isValueEnum } from "./enums.ts";
import { enumHash, enumText } from "./enum-texts.ts";
import { equality } from "./equality.ts";
import { dataMethod, displayPieces } from "./format.ts";
import { irFunction } from "./functions.ts";
import { newContext } from "./instances.ts";
import { irClass, irType, isGhost } from "./ir-types.ts";
import { callMethod } from "./methods.ts";
import { readAttribute } from "./attributes.ts";

const instTy = (cls: ClassInfo): Ty => [{ k: "inst", cls }];

/** Methods that containers and the library call through traits, with the number of objects that they take. */
const PROTOCOL_METHODS: readonly (readonly [string, number])[] = [
  ["__repr__", 1],
  ["__str__", 1],
  ["__hash__", 1],
  ["__eq__", 2],
  ["__lt__", 2],
  ["__gt__", 2],
  ["__le__", 2],
  ["__ge__", 2],
];

/** While types are being solved: the methods of a new object that may be called from containers are instantiated. */
export function noteProtocols(cx: Cx, cls: ClassInfo, span: Span): void {
  if (cx.p.emitting) return;
  const self = (): Val => ({ ty: instTy(cls), e: ex(cx, "unit", { kind: "unit" }, span, {}) });
  for (const [name, count] of PROTOCOL_METHODS) {
    const method = findMethod(cls, name);
    if (method?.kind !== "instance" || method.fn.def.params.length !== count) continue;
    try {
      callMethod(cx, self(), name, count === 2 ? [{ value: self() }] : [], cls, span);
    } catch (error) {
      // Called by nobody so far: refused where a container needs it.
      if (!(error instanceof Refusal)) throw error;
    }
  }
}

/** The instance of a method for objects of the class alone, if its result is of this kind. */
export function protocolInstance(p: Prog, cls: ClassInfo, name: string, result: "str" | "bool" | "int"): Instance | undefined {
  const method = findMethod(cls, name);
  if (!method || method.kind !== "instance") return undefined;
  const own = (ty: Ty): boolean => ty.length === 1 && ty[0].k === "inst" && ty[0].cls === cls;
  const found = p.functions
    .get(`${method.fn.key}@${cls.id}`)
    ?.find((inst) => inst.params.every((param) => own(findCell(param).ty)) && !inst.failed);
  const ty = found && findCell(found.result).ty;
  return ty?.length === 1 && ty[0].k === result ? found : undefined;
}

const ASKS = new Set(["isinstance", "type", "hash", "len", "str", "repr"]);

/** Does a method only look into its objects? Containers hand over the objects themselves, not their handles. */
function onlyLooks(cls: ClassInfo, def: FunctionNode, seen = new Set<FunctionNode>()): boolean {
  if (seen.has(def)) return true;
  seen.add(def);
  if (def.generator || def.async) return false;
  const names = new Set(def.params.map((param) => param.name));
  let ok = true;
  const allowed = new Set<Expr>();
  const look = (body: readonly Stmt[]): void => {
    for (const s of body) {
      if (s.kind === "def" || s.kind === "class") ok = false;
      for (const e of exprsOf(s))
        if (e)
          eachExpr(e, (inner) => {
            if (inner.kind === "attribute") {
              allowed.add(inner.object);
              const method = inner.object.kind === "name" && names.has(inner.object.id) ? findMethod(cls, inner.name) : undefined;
              if (method && !onlyLooks(cls, method.fn.def, seen)) ok = false;
            } else if (inner.kind === "compare") {
              allowed.add(inner.left);
              for (const each of inner.rest) allowed.add(each.right);
            } else if (inner.kind === "call") {
              const { callee } = inner;
              if ((callee.kind === "name" && ASKS.has(callee.id)) || callee.kind === "attribute")
                for (const arg of inner.args) allowed.add(arg.value);
            } else if (inner.kind === "lambda") ok = false;
            else if (inner.kind === "name" && names.has(inner.id) && !allowed.has(inner)) ok = false;
          });
      blocksOf(s).forEach(look);
    }
  };
  look(def.body);
  return ok;
}

const fieldsAreData = (cls: ClassInfo): boolean => {
  if (!comparesAll(cls)) return false;
  const data = new Set(dataFields(cls).map((field) => field.name));
  return [...cls.fields.values()].every((field) => data.has(field.name) || isGhost(findCell(field.cell).ty));
};

/** Notes that objects of this type, at any depth, are compared, hashed, ordered, shown or copied by something that holds them. */
export function need(cx: Pick<Cx, "p">, ty: Ty, protocol: Protocol, span: Span, depth = 0): void {
  if (!cx.p.emitting || depth > 8) return;
  const inner = (each: Ty, which = protocol): void => need(cx, each, which, span, depth + 1);
  acrossClasses(ty, protocol, span);
  for (const atom of ty) {
    switch (atom.k) {
      case "inst":
        needClass(cx, atom.cls, protocol, span, depth);
        break;
      case "tuple":
        atom.elems.forEach((each) => inner(each));
        break;
      case "any":
        // It may be any object that became one.
        if (protocol === "copy")
          for (const each of cx.p.w.objects.ty) if (each.k === "inst") needClass(cx, each.cls, protocol, span, depth);
        break;
      case "dict":
        inner(findCell(atom.key).ty);
        inner(findCell(atom.value).ty);
        break;
      default:
        if ("elem" in atom) inner(findCell(atom.elem).ty);
    }
  }
}

/**
 * Items of several classes, some with a comparison of their own, are told apart when the program runs. Those of a class and of one that is derived
 * from it may be equal by the comparison that they share, which is refused where it is needed.
 */
export function apartClasses(cx: Cx, container: Atom): void {
  if (!("elem" in container)) return;
  const classes = get(cx, container.elem).flatMap((atom) => (atom.k === "inst" ? [atom.cls] : []));
  if (classes.some((cls) => findMethod(cls, "__eq__") && classes.some((each) => each !== cls && each.mro.includes(cls)))) return;
  if (classes.length > 1 && classes.some((cls) => findMethod(cls, "__eq__"))) flow(cx.p.w, container.elem, ANY);
}

/** Members of a union are compared with their own kind only: objects of several classes must not have a comparison in common. */
function acrossClasses(ty: Ty, protocol: Protocol, span: Span): void {
  const classes = ty.flatMap((atom) => (atom.k === "inst" ? [atom.cls] : []));
  if (classes.length < 2) return;
  const names = classes.map((cls) => cls.name).join(", ");
  if (protocol === "order") refuse("PY0302", span, `objects of several classes (${names}) are ordered`);
  if ((protocol === "equal" || protocol === "key") && classes.some((cls) => findMethod(cls, "__eq__")))
    refuse("PY0308", span, `objects of several classes (${names}), some with an \`__eq__\` of their own, are compared`);
}

function needClass(cx: Pick<Cx, "p">, cls: ClassInfo, protocol: Protocol, span: Span, depth: number): void {
  if (cls.needs.has(protocol)) return;
  const { p } = cx;
  const name = cls.name;
  const also = (which: Protocol): void => needClass(cx, cls, which, span, depth);
  const fields = (which: Protocol): void => {
    for (const field of cls.fields.values()) need(cx, findCell(field.cell).ty, which, span, depth + 1);
  };
  const usable = (method: string, result: "str" | "bool" | "int"): boolean => {
    const found = protocolInstance(p, cls, method, result);
    return found !== undefined && onlyLooks(cls, found.fn!.def);
  };
  cls.needs.add(protocol);
  switch (protocol) {
    case "equal":
      if (findMethod(cls, "__eq__")) {
        if (!usable("__eq__", "bool"))
          refuse("PY0308", span, `containers of \`${name}\`, which has an \`__eq__\` of its own, are compared`);
      } else if (dataclassOf(cls)?.eq) fields("equal");
      return;
    case "key":
      also("equal");
      also("repr");
      if (findMethod(cls, "__hash__")) {
        if (!usable("__hash__", "int")) refuse("PY0308", span, `objects of \`${name}\`, which has a \`__hash__\` of its own, are hashed`);
      } else if (findMethod(cls, "__eq__"))
        refuse("PY0308", span, `objects of \`${name}\`, which has an \`__eq__\` and no \`__hash__\`, are hashed`);
      else if (dataclassOf(cls)?.eq) {
        if (!dataclassOf(cls)?.frozen && !dataclassOf(cls)?.hash)
          refuse("PY0308", span, `objects of the dataclass \`${name}\`, which is not frozen, are hashed`);
        if (!comparesAll(cls)) refuse("PY0308", span, `objects of \`${name}\`, which has fields that are not compared, are hashed`);
        fields("key");
      }
      return;
    case "order":
      also("equal");
      if (dataclassOf(cls)?.order) return fields("order");
      if (isValueEnum(cls)) return;
      // Objects without an order may lie in what is compared (behind a number that decides): where they are reached, it is a TypeError.
      if (!ORDERS.some((method) => findMethod(cls, method))) return;
      if (usable("__lt__", "bool") || usable("__gt__", "bool") || (isTotal(cls) && (usable("__le__", "bool") || usable("__ge__", "bool"))))
        return;
      return refuse("PY0302", span, `objects of \`${name}\` are ordered, which has no \`__lt__\` that containers can call`);
    case "repr":
      if (protocolInstance(p, cls, "__repr__", "str")) return;
      // The texts of others hold an address: only messages of failures show them.
      if (hasRepr(p, cls)) fields("repr");
      return;
    case "address":
    case "dynamic":
      return;
    case "copy":
      for (const method of ["__copy__", "__deepcopy__"])
        if (findMethod(cls, method)) refuse("PY0316", span, `\`${name}\` has a \`${method}\``);
      return fields("copy");
  }
}

const ORDERS = ["__lt__", "__gt__", "__le__", "__ge__"];

/** Have objects of the class a hash? What compares them by value without one takes it away. */
export function isHashable(cls: ClassInfo): boolean {
  if (findMethod(cls, "__hash__")) return true;
  if (findMethod(cls, "__eq__")) return false;
  const data = dataclassOf(cls);
  return !data?.eq || data.frozen || data.hash;
}

/** Is the class, or one that it is derived from, decorated with `total_ordering`? */
export const isTotal = (cls: ClassInfo): boolean => cls.mro.some((each) => each.total);

/** What a class implements, by what is needed of it. */
export function implementations(p: Prog, cls: ClassInfo): Implementation[] {
  const found: Implementation[] = [];
  const own = (name: string, result: "str" | "bool" | "int"): Implementation["methods"] | undefined => {
    const inst = protocolInstance(p, cls, name, result);
    return inst && [{ name, function: irFunction(p, inst) }];
  };
  const { needs } = cls;
  if (needs.has("repr") && cls.enum && needs.has("dynamic")) {
    const shown = (name: string, as: "r" | "s"): number =>
      synthesized(p, cls, name, 1, str, (cx, self) => enumText(cx, self, as, cls.node.span) ?? textOf(cx, self, cls));
    found.push({ trait: "show::Repr", methods: [{ name: "__repr__", function: shown("__repr__", "r") }] });
    found.push({ trait: "show::Str", methods: [{ name: "__str__", function: shown("__str__", "s") }] });
  } else if (needs.has("repr")) {
    const method = own("__repr__", "str");
    const repr =
      method ??
      (!hasRepr(p, cls)
        ? undefined
        : [{ name: "__repr__", function: synthesized(p, cls, "__repr__", 1, str, (cx, self) => textOf(cx, self, cls)) }]);
    if (repr) found.push({ trait: "show::Repr", methods: repr, lasting: needs.has("address") });
    else
      found.push({
        trait: "show::Repr",
        methods: [],
        by: "identity",
        data: { name: `${cls.module.name}.${cls.name}` },
        lasting: needs.has("address"),
      });
    found.push({ trait: "show::Str", methods: own("__str__", "str") ?? [] });
  }
  if (needs.has("equal")) {
    const trait = "std::cmp::PartialEq";
    const method = own("__eq__", "bool");
    if (method) found.push({ trait, methods: method });
    else if (!dataclassOf(cls)?.eq) found.push({ trait, methods: [], by: "identity" });
    else if (fieldsAreData(cls)) found.push({ trait, methods: [], by: "fields" });
    else {
      const id = synthesized(p, cls, "__eq__", 2, bool, (cx, self, other) => dataEqual(cx, cls, self, other!));
      found.push({ trait, methods: [{ name: "__eq__", function: id }] });
    }
  }
  if (needs.has("key")) {
    const method = own("__hash__", "int");
    if (method) found.push({ trait: "Key", methods: method });
    else if (cls.enum && !findMethod(cls, "__eq__")) {
      const id = synthesized(p, cls, "__hash__", 1, irType(p, INT), (cx, self) => enumHash(cx, self, cls));
      found.push({ trait: "Key", methods: [{ name: "__hash__", function: id }] });
    } else found.push({ trait: "Key", methods: [], by: dataclassOf(cls)?.eq ? "fields" : "identity" });
  }
  if (needs.has("order")) {
    const trait = "std::cmp::PartialOrd";
    const greater = own("__gt__", "bool");
    const less = own("__lt__", "bool");
    const method = less && greater ? [...less, ...greater] : (less ?? greater);
    if (method) found.push({ trait, methods: method });
    else if (dataclassOf(cls)?.order && comparesAll(cls)) found.push({ trait, methods: [], by: "fields" });
    else if (dataclassOf(cls)?.order) {
      const id = synthesized(p, cls, "__lt__", 2, bool, (cx, self, other) => dataLess(cx, cls, self, other!));
      found.push({ trait, methods: [{ name: "__lt__", function: id }] });
    } else if (!isValueEnum(cls) && !ORDERS.some((name) => findMethod(cls, name)))
      found.push({ trait, methods: [], by: "refusal", data: { name: cls.name } });
    else {
      const id = synthesized(p, cls, "__lt__", 2, bool, (cx, self, other) => ordering(cx, "<", self, other!, cls, cls.node.span).e);
      found.push({ trait, methods: [{ name: "__lt__", function: id }] });
    }
  }
  if (needs.has("dynamic"))
    found.push({ trait: "any::Object", methods: [], by: "fields", data: { id: String(cls.id), names: cls.mro.map((each) => each.name) } });
  if (needs.has("copy")) found.push({ trait: "copy::Copied", methods: [], by: "fields" });
  return found;
}

function textOf(cx: Cx, self: Val, cls: ClassInfo): Expression {
  if (!cls.enum) return dataMethod(cx, self, cls, cls.node.span);
  return ex(cx, "format", str, cls.node.span, { pieces: displayPieces(cx, self, cls.node.span, "r") });
}

/** The comparison of a dataclass that has more fields than it compares. */
function dataEqual(cx: Cx, cls: ClassInfo, self: Val, other: Val): Expression {
  const { span } = cls.node;
  let all: Expression | undefined;
  for (const field of dataFields(cls)) {
    if (!field.compare) continue;
    const again = (val: Val): Val => ({
      ty: val.ty,
      e: ex(cx, "local", val.e.type, span, { local: (val.e as Expression<"local">).local }),
    });
    const one = equality(
      cx,
      "==",
      readAttribute(cx, again(self), field.name, span),
      readAttribute(cx, again(other), field.name, span),
      field,
      span,
    ).e;
    all = all ? ex(cx, "logical", bool, span, { op: "and", left: all, right: one }) : one;
  }
  return all ?? ex(cx, "bool", bool, span, { value: true });
}

/** `<` of a dataclass that has fields that are not compared. */
function dataLess(cx: Cx, cls: ClassInfo, self: Val, other: Val): Expression {
  const { span } = cls.node;
  const [left, right] = [self, other].map((val) =>
    comparedFields(
      cx,
      () => ({ ty: val.ty, e: ex(cx, "local", val.e.type, span, { local: (val.e as Expression<"local">).local }) }),
      cls,
      span,
    ),
  );
  return ordering(cx, "<", left, right, cls, span).e;
}

const made = new WeakMap<ClassInfo, Map<string, number>>();

/** A method that the source leaves to the language: the id of its IR function. */
export function synthesized(
  p: Prog,
  cls: ClassInfo,
  name: string,
  count: number,
  result: Type,
  make: (cx: Cx, self: Val, other: Val | undefined) => Expression,
): number {
  let known = made.get(cls);
  if (!known) made.set(cls, (known = new Map()));
  const found = known.get(name);
  if (found !== undefined) return found;
  const id = p.irFunctions.length;
  p.irFunctions.push(undefined);
  known.set(name, id);
  const { span } = cls.node;
  const inst: Instance = {
    id: p.instances.length,
    dirty: false,
    fn: undefined,
    module: cls.module,
    params: [],
    result: newCell(p.w),
    receiver: cls,
    webs: new Map(),
    sites: new Map(),
  };
  const cx = newContext(p, inst);
  const vals = ["self", "other"].slice(0, count).map((each): Val => {
    const type = irType(p, instTy(cls));
    const local = newLocal(cx, each, type, span);
    cx.declared.add(local);
    return { ty: instTy(cls), e: ex(cx, "local", irType(p, instTy(cls)), span, { local }) };
  });
  push(cx, "return", span, { value: make(cx, vals[0], vals[1]) });
  p.irFunctions[id] = {
    id,
    name,
    module: cls.module.index,
    span,
    params: vals.map((_, local) => ({ local, passing: "value" as const })),
    result,
    locals: cx.locals,
    body: { statements: cx.block.statements },
    owner: { class: irClass(p, cls), method: "instance" },
    fails: "infer",
  };
  p.items.push({ kind: "function", id, module: cls.module.index, at: span.start });
  return id;
}

import { Refusal } from "../../../diagnostics/diagnostic.ts";
