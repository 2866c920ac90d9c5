/** Classes: construction, fields, `super()`, bound methods. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import type { Comment, Expression } from "../../../ir/index.ts";
import type { Expr, FunctionNode, Stmt } from "../ast/nodes.ts";
import type { Callable } from "../infer/callables.ts";
import { findAttribute, findMethod, type ClassInfo, type FieldInfo } from "../infer/classes.ts";
import type { Instance } from "../infer/instances.ts";
import { findCell, flow, flowWhole, newCell, touch, type Ty } from "../infer/types.ts";
import { pendingField } from "./pending-fields.ts";
import { callable } from "./builtins.ts";
import { convert, raises } from "./convert.ts";
import { dataFields, dataMembers, fieldCall } from "./dataclass-fields.ts";
import { dataArguments, dataDefault, dataMisfit, emptyValue, superDataInit } from "./dataclass-init.ts";
import { typedDict } from "./typing-calls.ts";
import { withTarget } from "./threads.ts";
import { abstractMethods, isShutOut } from "./class-hooks.ts";
import { builtinInit, isHeld } from "./builtin-bases.ts";
import { ex, get, newLocal, occurs, push, type Cx, type Prog, type Val } from "./context.ts";
import { temp } from "./assign.ts";
import { classAttributeVal } from "./class-attributes.ts";
import { definiteFields, fieldsOf, initArgs, onlyFields, selfOf, superInit } from "./fields.ts";
import { callEnum } from "./enums.ts";
import { assignsHook, earlySetter } from "./hooked-fields.ts";
import { constructUserException } from "./exceptions.ts";
import { constructBy } from "./new-objects.ts";
import { assignBase, baseField, initialBase, isException, isObjectException, makeBase, noteExceptionClass } from "./exception-objects.ts";
import { callInstance, instantiate } from "./functions.ts";
import { irCell, irClass, irType, isGhost } from "./ir-types.ts";
import { callMethod } from "./methods.ts";
import { metaCall } from "./metaclasses.ts";
import { noteProtocols, protocolInstance } from "./protocols.ts";
import { webId, webKey } from "./names.ts";
import { type ArgVal } from "./rows.ts";
import { blocksOf } from "../scope-tree.ts";
import { block } from "./statements.ts";

export const classCallable = (cx: Cx, cls: ClassInfo): Callable =>
  callable<"class">(cx.p, `class ${cls.id}`, 1, { kind: "class", name: cls.name, cls });

const instTy = (cls: ClassInfo): Ty => [{ k: "inst", cls }];

/** Calls a class. `bare`: past the `__call__` of its metaclass. */
export function constructClass(cx: Cx, cls: ClassInfo, args: readonly ArgVal[], node: object, span: Span, bare = false): Val {
  const made = bare ? undefined : metaCall(cx, cls, args, span);
  if (made) return made;
  if (cls.enum) return callEnum(cx, cls, args, span);
  if (cls.builtin === "TypedDict" && args.every((arg) => arg.name !== undefined)) return typedDict(cx, args, node, span);
  if (isException(cls)) {
    if (!isObjectException(cls)) return constructUserException(cx, cls, args, node, span);
    noteExceptionClass(cx, cls);
  } else if (cls.builtin && cls.builtin !== "unittest.TestCase" && cls.builtin !== "object")
    return refuse("PY0409", span, `\`${cls.name}\` is derived from \`${cls.builtin}\``);
  args = withTarget(cx, cls, args, span);
  if (args.some((arg) => arg.value.ty.length === 0)) {
    // The class is known all the same.
    return { ty: [], e: args[0].value.e };
  }
  const init = findMethod(cls, "__init__");
  const abstract = abstractMethods(cls);
  if (abstract.length > 0) {
    const list = `method${abstract.length > 1 ? "s" : ""} ${abstract.join(", ")}`;
    return raises(
      cx,
      `TypeError: Can't instantiate abstract class ${cls.name} with abstract ${list}`,
      span,
      ...args.map((arg) => arg.value),
    );
  }
  const maker = findMethod(cls, "__new__");
  if (maker) return constructBy(cx, cls, maker.fn, args, span);
  if (!init) return constructPlain(cx, cls, args, span);
  const self: ArgVal = { value: { ty: instTy(cls), e: ex(cx, "unit", { kind: "unit" }, span, {}) } };
  const binding = fitted(cx, init.fn, [self, ...args], span);
  if ("raised" in binding) return binding.raised;
  const { vals } = binding;
  const inst = instantiate(
    cx,
    init.fn,
    vals.map((val) => escaped(cx, val.ty)),
    cls,
    cls,
  );
  noteProtocols(cx, cls, span);
  const [, ...rest] = vals;
  // The receiver is made by the constructor.
  return callInstance(cx, { ...inst, params: inst.params.slice(1) } as Instance, rest, span, inst);
}

/** Has a class a text that containers of its objects can show? */
export const hasRepr = (p: Prog, cls: ClassInfo): boolean =>
  protocolInstance(p, cls, "__repr__", "str") !== undefined ||
  (!findMethod(cls, "__repr__") && (dataFields(cls).length > 0 || cls.enum === true));

/** A class without `__init__`: a dataclass, or one whose fields have class-level values or none. */
function constructPlain(cx: Cx, cls: ClassInfo, args: readonly ArgVal[], span: Span): Val {
  const ty = instTy(cls);
  noteProtocols(cx, cls, span);
  const members = dataFields(cls);
  const exception = isException(cls);
  if (!members.length && args.length && !exception) return refuse("PY0312", span, `\`${cls.name}\` takes no arguments`);
  const error = members.length ? dataMisfit(cls, args) : undefined;
  if (error) return raises(cx, error, span, ...args.map((arg) => arg.value));
  const given = dataArguments(cls, dataMembers(cls), members.length || !exception ? args : [], span);
  const fields: (readonly [string, Expression])[] = [];
  const vals = new Map<string, Val>();
  for (const member of members) {
    let val = given.get(member.name);
    const call = fieldCall(member.value);
    // A field that `__init__` does not take may have no value before `__post_init__`.
    if (!member.init && !call!.args.some((arg) => arg.name === "default" || arg.name === "default_factory")) {
      const { cell } = fieldOf(cx, cls, member.name, member.span);
      const ty = get(cx, cell);
      if (ty.length === 0 || !cx.p.emitting) continue;
      val = emptyValue(cx, ty, member.name, span);
    }
    if (!val) {
      if (!member.value) return refuse("PY0312", span, `\`${cls.name}\` is made without its field \`${member.name}\``);
      val = dataDefault(cx, cls, member.value, span);
    }
    vals.set(member.name, val);
    flow(cx.p.w, fieldOf(cx, cls, member.name, member.span).cell, val.ty);
  }
  const passed = dataMembers(cls).flatMap((member): ArgVal[] => {
    if (!member.passing) return [];
    const value = given.get(member.name) ?? (member.value && dataDefault(cx, cls, member.value, span));
    return value ? [{ value }] : refuse("PY0312", span, `\`${cls.name}\` is made without \`${member.name}\``);
  });
  if (!cx.p.emitting && findMethod(cls, "__post_init__"))
    callMethod(cx, { ty, e: ex(cx, "unit", { kind: "unit" }, span, {}) }, "__post_init__", passed, cls, span);
  if (exception) vals.set(baseField(cx, cls).name, makeBase(cx, cls, args, cls.node, span));
  for (const [name, field] of cls.fields) {
    const want = get(cx, field.cell);
    if (isGhost(want)) continue;
    const val = vals.get(name);
    if (val) fields.push([name, convert(cx, val, want, span)]);
    else fields.push([name, initialField(cx, cls, name, field, span)]);
  }
  const e = ex(cx, "construct", irType(cx.p, ty), span, { class: cx.p.emitting ? irClass(cx.p, cls) : 0, fields });
  if (!cx.p.emitting || !findMethod(cls, "__post_init__")) return { ty, e };
  const local = newLocal(cx, "object", e.type, span);
  cx.declared.add(local);
  const read = (): Val => ({ ty, e: ex(cx, "local", irType(cx.p, ty), span, { local }) });
  const body = inBlock(cx, () => {
    const args = passed.map((arg) => ({ value: temp(cx, arg.value, "passed", span) }));
    push(cx, "let", span, { local, value: e });
    push(cx, "expression", span, { value: callMethod(cx, read(), "__post_init__", args, cls, span).e });
  });
  return { ty, e: ex(cx, "block", e.type, span, { body, value: read().e }) };
}

/** The value of a field before anything assigns it: its class's, or none. */
export function initialField(cx: Cx, cls: ClassInfo, name: string, field: FieldInfo, span: Span): Expression {
  const inner = irCell(cx.p, field.cell);
  if (field.lazy) return ex(cx, "none", { kind: "option", inner }, span, {});
  if (isHeld(cls, name)) return emptyValue(cx, get(cx, field.cell), name, span).e;
  const val = classAttributeVal(cx, cls, name, span);
  if (!val) return refuse("PY0410", field.span, `the field \`${name}\` of \`${cls.name}\` has no value when the object is made`);
  return convert(cx, val, get(cx, field.cell), span);
}

/** The field of an object, made at its first assignment. */
export function fieldOf(cx: Cx, cls: ClassInfo, name: string, span: Span): FieldInfo {
  let field = cls.fields.get(name);
  if (!field) {
    const ofData = dataFields(cls).some((m) => m.name === name);
    const lazy =
      isDeleted(cx.p, cls, name) ||
      (!isHeld(cls, name) &&
        !definiteFields(cx, cls).has(name) &&
        !(findAttribute(cls, name)?.value && !findAttribute(cls, name)?.descriptor) &&
        !ofData);
    field = { name, cell: newCell(cx.p.w), lazy, span };
    cls.fields.set(name, field);
    const waiting = pendingField(cx, cls, name);
    for (const reader of waiting.readers) touch(cx.p.w, reader);
    const attribute = findAttribute(cls, name);
    if (attribute && !lazy && !ofData) flow(cx.p.w, field.cell, findCell(attribute.cell).ty);
  }
  return field;
}

/** Starts the walk over a constructor: fields are locals until the object is made. */
export function constructStart(cx: Cx, cls: ClassInfo): void {
  const self = cx.inst.fn!.def.params[0];
  cx.building = { cls, self: self.name, fields: new Map(), selves: new Set(), done: false };
  const binding = cx.module.scopes.binding(self);
  if (binding.kind === "variable") cx.building.selves.add(binding.variable);
  if (binding.kind === "variable") flow(cx.p.w, webCellOf(cx, webId(cx.module, binding.web)), instTy(cls));
}

/** The body of `__init__`: up to the first use of the object, then the rest. */
export function constructBody(cx: Cx, cls: ClassInfo, body: readonly Stmt[]): void {
  const building = cx.building!;
  const assigned = new Set<string>();
  const walk = (def: FunctionNode, owner: ClassInfo | undefined, stmts: readonly Stmt[]): void => {
    const self = selfOf(def)!;
    for (const s of stmts) {
      if (!cx.env) return;
      const call = superInit(s);
      if (
        call &&
        !building.done &&
        !initArgs(call).some((a) => !onlyFields({ kind: "expr", span: s.span, value: a.value }, self, assigned))
      ) {
        const base = findMethod(cls, "__init__", owner);
        if (base) inlineInit(cx, base.fn, call, s.span, (inner) => walk(inner, base.fn.owner, inner.body), def);
        else if (isException(cls)) {
          const args = initArgs(call).map((arg) => ({ name: arg.name, star: arg.star, value: expr(cx, arg.value) }));
          assignBase(cx, cls, args, call, s.span);
        } else superDataInit(cx, cls, owner, call, s.span, assigned);
        continue;
      }
      if (!building.done && isException(cls) && s.kind !== "expr" && callsInit(s)) finishConstruction(cx, s.span);
      const early = building.done ? undefined : earlySetter(cls, s, self, assigned);
      if (early) {
        inlineInit(cx, early.fn, early.call, s.span, (inner) => walk(inner, early.fn.owner, inner.body), def);
        continue;
      }
      const plain = onlyFields(s, self, assigned) && !assignsHook(cls, s, self);
      if (!building.done && !plain && !(s.kind === "expr" && s.value.kind === "str")) finishConstruction(cx, s.span);
      block(cx, [s]);
      for (const name of fieldsOf(s, self)) assigned.add(name);
    }
  };
  const implicit = builtinInit(cls, cx.inst.fn!.def, cx.inst.owner, body);
  if (implicit)
    inlineInit(cx, implicit.fn, implicit.call, cls.node.span, (inner) => walk(inner, implicit.fn.owner, inner.body), cx.inst.fn!.def);
  walk(cx.inst.fn!.def, cx.inst.owner, body);
}

/** Runs the text of a base's `__init__` in place of the call. */
function inlineInit(
  cx: Cx,
  fn: import("../infer/callables.ts").UserFunction,
  call: Expr<"call">,
  span: Span,
  go: (def: FunctionNode) => void,
  caller: FunctionNode,
): void {
  void caller;
  const args = handedOn(
    cx,
    call.args.map((arg) => ({ name: arg.name, star: arg.star, value: expr(cx, arg.value) })),
    span,
  );
  const self: ArgVal = { value: { ty: instTy(cx.building!.cls), e: ex(cx, "unit", { kind: "unit" }, span, {}) } };
  const binding = fitted(cx, fn, [self, ...args], span);
  if ("raised" in binding) return void push(cx, "expression", span, { value: binding.raised.e });
  const { vals } = binding;
  const outer = cx.module;
  cx.module = fn.module;
  cx.inlined.push(fn.def);
  fn.def.params.forEach((param, i) => {
    const binding = cx.module.scopes.binding(param);
    if (binding.kind !== "variable") return;
    const id = webId(cx.module, binding.web);
    const cell = webCellOf(cx, id);
    if (i === 0) cx.building?.selves.add(binding.variable);
    flow(cx.p.w, cell, vals[i].ty);
    if (i === 0 || !cx.p.emitting) return;
    const ty = get(cx, cell);
    if (isGhost(ty)) return;
    const local = newLocal(cx, param.name, irCell(cx.p, cell), span);
    cx.declared.add(local);
    push(cx, "let", span, { local, value: convert(cx, vals[i], ty, span) });
    cx.webLocals.set(webKey(cx.module, binding.web), local);
  });
  selfParams.push(fn.def);
  go(fn.def);
  selfParams.pop();
  // A later use of the object in the base's text would need its own name for it.
  const first = fn.def.params[0];
  void first;
  cx.inlined.pop();
  cx.module = outer;
}

const selfParams: FunctionNode[] = [];

/** Does a statement call an `__init__` somewhere inside? */
const callsInit = (s: Stmt): boolean =>
  blocksOf(s).some((body) => body.some((inner) => callsInit(inner) || (inner.kind === "expr" && superInit(inner) !== undefined)));

/** `self.name = value` while the object is being made: a local of that name. */
export function noteField(cx: Cx, target: Expr<"attribute">, val: Val, span: Span, comments?: readonly Comment[]): boolean {
  const building = cx.building;
  if (!building || building.done || target.object.kind !== "name") return false;
  if (!isSelfName(cx, target.object)) return false;
  const method = findMethod(building.cls, target.name);
  if (method?.kind === "property") return false;
  if (isShutOut(building.cls, target.name)) refuse("PY0307", span, `\`__slots__\` of \`${building.cls.name}\` has no \`${target.name}\``);
  if (target.name === "__dict__") refuse("PY0307", span, "the `__dict__` of an object is assigned");
  keepField(cx, building, target.name, val, target.span, span, comments);
  return true;
}

/** A value for a field of the object that is being made. `at`: where the field is named. */
export function keepField(
  cx: Cx,
  building: NonNullable<Cx["building"]>,
  name: string,
  val: Val,
  at: Span,
  span: Span,
  comments?: readonly Comment[],
): void {
  const field = fieldOf(cx, building.cls, name, at);
  field.built = true;
  flowWhole(cx.p.w, field.cell, escaped(cx, val.ty));
  const ty = get(cx, field.cell);
  const value = convert(cx, val, ty, span);
  if (!cx.p.emitting) {
    building.fields.set(name, 0);
    return;
  }
  if (isGhost(ty)) {
    if (value.kind !== "unit") push(cx, "expression", span, { value }, comments);
    return;
  }
  let local = building.fields.get(name);
  if (local === undefined) {
    local = newLocal(cx, name, irCell(cx.p, field.cell), span);
    building.fields.set(name, local);
  }
  occurs(cx, local, true);
  push(cx, "assign", span, { place: ex(cx, "local", irCell(cx.p, field.cell), span, { local }), value }, comments);
}

/** Is a name the object that is being made? */
function isSelfName(cx: Cx, node: Expr<"name">): boolean {
  const defs = [cx.inst.fn?.def, ...selfParams];
  return defs.some((def) => {
    const first = def?.params[0];
    if (!first || first.name !== node.id) return false;
    try {
      const a = cx.module.scopes.binding(first);
      const b = cx.module.scopes.binding(node);
      return a.kind === "variable" && b.kind === "variable" && a.variable === b.variable;
    } catch {
      return false;
    }
  });
}

/** Makes the object from the fields so far. */
export function finishConstruction(cx: Cx, span: Span): void {
  const building = cx.building;
  if (!building || building.done) return;
  building.done = true;
  if (!cx.p.emitting) return;
  const { cls } = building;
  const ty = instTy(cls);
  const fields: (readonly [string, Expression])[] = [];
  for (const [name, field] of cls.fields) {
    if (isGhost(get(cx, field.cell))) continue;
    const local = building.fields.get(name);
    if (local === undefined) {
      fields.push([
        name,
        isException(cls) && field === baseField(cx, cls) ? initialBase(cx, cls, span) : initialField(cx, cls, name, field, span),
      ]);
      continue;
    }
    occurs(cx, local);
    const inner = irCell(cx.p, field.cell);
    const read = ex(cx, "local", inner, span, { local });
    fields.push([name, field.lazy ? ex(cx, "some", { kind: "option", inner }, span, { value: read }) : read]);
  }
  const local = newLocal(cx, "self", irType(cx.p, ty), span);
  cx.declared.add(local);
  push(cx, "let", span, { local, value: ex(cx, "construct", irType(cx.p, ty), span, { class: irClass(cx.p, cls), fields }) });
  const outer = cx.module;
  for (const def of [cx.inst.fn!.def, ...selfParams]) {
    for (const module of new Set([cx.inst.module, outer])) {
      try {
        const binding = module.scopes.binding(def.params[0]);
        if (binding.kind === "variable") cx.webLocals.set(webKey(module, binding.web), local);
      } catch {
        // The function is of another module.
      }
    }
  }
}
import { inBlock, webCell } from "./context.ts";
import { expr } from "./expressions.ts";
import { handedOn } from "./spread.ts";
import { isDeleted } from "./deleted-attributes.ts";
import { fitted } from "./misfits.ts";
import { escaped } from "./functions.ts";
const webCellOf = (cx: Cx, id: number): ReturnType<typeof webCell> => webCell(cx, cx.inst, id);
