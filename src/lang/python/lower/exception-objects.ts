/**
 * Exceptions whose class has fields or methods of its own: objects like others, with a field that holds what every exception has (class, arguments,
 * links). Where they are raised or meet other exceptions they become exceptions that hold the object; a handler takes it out again.
 */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { str, type Expression } from "../../../ir/index.ts";
import { findAttribute, findMethod, isSubclass, type ClassInfo, type FieldInfo } from "../infer/classes.ts";
import { EXCEPTION, join, newCell, STR, type Ty } from "../infer/types.ts";
import { dataFields } from "./dataclass-fields.ts";
import { classSet } from "./class-sets.ts";
import { convert, raises, withTempVal } from "./convert.ts";
import { ex, inBlock, newLocal, occurs, push, type Cx, type Val } from "./context.ts";
import { callable, ghost } from "./builtins.ts";
import { classText, constructException, isExceptionName } from "./exceptions.ts";
import { displayOf } from "./format.ts";
import { exceptionType, irCell, irType } from "./ir-types.ts";
import { bindingVal } from "./names.ts";
import { memberNode } from "./operators.ts";
import { callRow, type ArgVal } from "./rows.ts";

export const isException = (cls: ClassInfo): boolean => cls.builtin !== undefined && isExceptionName(cls.builtin);

const known = new WeakMap<ClassInfo, boolean>();

/** Are instances of the class objects with fields? The others are plain exceptions, with an `__init__` that only makes the message. */
export function isObjectException(cls: ClassInfo): boolean {
  let found = known.get(cls);
  if (found === undefined) known.set(cls, (found = isException(cls) && cls.mro.some(hasOwn)));
  return found;
}

/** Has the class's own body more than a message? */
function hasOwn(cls: ClassInfo): boolean {
  if (cls.attributes.size > 0) return true;
  for (const [name, method] of cls.methods) {
    if (name !== "__init__") return true;
    const simple = method.fn.def.body.every((s) => {
      if (s.kind === "pass" || (s.kind === "expr" && s.value.kind === "str")) return true;
      return s.kind === "expr" && s.value.kind === "call" && s.value.callee.kind === "attribute" && s.value.callee.name === "__init__";
    });
    if (!simple) return true;
  }
  return false;
}

/** The field that holds class, arguments and links; no name of a source has a space in it. */
const BASE = "exception base";

export function baseField(cx: Cx, cls: ClassInfo): FieldInfo {
  const name = BASE;
  let field = cls.fields.get(name);
  if (!field) {
    field = { name, cell: newCell(cx.p.w, EXCEPTION), lazy: false, span: cls.node.span };
    cls.fields.set(name, field);
  }
  return field;
}

const made = classSet();

/** Notes that there are objects of the class. */
export function noteExceptionClass(cx: Cx, cls: ClassInfo): void {
  baseField(cx, cls);
  made.add(cx, cls);
}

/** The one class whose objects a handler for `cls` can meet; undefined where there are others, too. */
export function onlyClass(cx: Cx, cls: ClassInfo): ClassInfo | undefined {
  const found = made.all(cx).filter((each) => isSubclass(each, cls));
  return found.length === 1 && isObjectException(cls) ? found[0] : undefined;
}

/** The exception of `Class(*args)` before its `__init__` says otherwise. */
export const makeBase = (cx: Cx, cls: ClassInfo, args: readonly ArgVal[], node: object, span: Span): Val =>
  constructException(cx, [classText(cls)], args, node, span);

/** `super().__init__(*args)` of a builtin base: the arguments are these. */
export function assignBase(cx: Cx, cls: ClassInfo, args: readonly ArgVal[], node: object, span: Span): void {
  const field = baseField(cx, cls);
  const val = makeBase(cx, cls, args, node, span);
  const { building } = cx;
  if (val.ty.length === 0) return;
  if (building && !building.done && building.cls === cls) {
    if (!cx.p.emitting) {
      building.fields.set(field.name, 0);
      return;
    }
    let local = building.fields.get(field.name);
    if (local === undefined) {
      local = newLocal(cx, field.name, exceptionType, span);
      building.fields.set(field.name, local);
    }
    occurs(cx, local, true);
    push(cx, "assign", span, { place: ex(cx, "local", exceptionType, span, { local }), value: val.e });
    return;
  }
  const first = cx.inst.fn?.def.params[0];
  if (!first) return;
  const self = bindingVal(cx, cx.inst.module.scopes.binding(first), first.name, span);
  push(cx, "assign", span, { place: baseOf(cx, self, cls, span).e, value: val.e });
}

/** The exception that an object has inside. */
export function baseOf(cx: Cx, object: Val, cls: ClassInfo, span: Span): Val {
  const field = baseField(cx, cls);
  return { ty: EXCEPTION, e: ex(cx, "field", irCell(cx.p, field.cell), span, { object: object.e, name: field.name }) };
}

/** The arguments that the exception of an object starts with: those of the call. */
export function initialBase(cx: Cx, cls: ClassInfo, span: Span): Expression {
  const { def, module } = cx.inst.fn!;
  const params = def.params.slice(1);
  const shown = findMethod(cls, "__str__");
  if (!shown && params.some((param) => param.default || param.kind !== "normal"))
    return refuse("PY0405", span, `\`${cls.name}\` leaves its message to the arguments of the call, some of which may be left out`);
  const args = params.filter((param) => param.kind === "normal");
  if (args.length > 3) return refuse("PY0405", span, `\`${cls.name}\` leaves its message to more than three arguments`);
  return makeBase(
    cx,
    cls,
    args.map((param) => ({ value: bindingVal(cx, module.scopes.binding(param), param.name, span) })),
    cls.fields,
    span,
  ).e;
}

/** An object as an exception. */
export function toException(cx: Cx, val: Val, cls: ClassInfo, span: Span): Expression {
  const ty: Ty = val.ty;
  if (!cx.p.emitting) return val.e;
  const object = newLocal(cx, "object", irType(cx.p, ty), span);
  cx.declared.add(object);
  const read = (): Val => ({ ty, e: ex(cx, "local", irType(cx.p, ty), span, { local: object }) });
  let value!: Expression;
  const body = inBlock(cx, () => {
    push(cx, "let", span, { local: object, value: val.e });
    const args = [read().e, baseOf(cx, read(), cls, span).e];
    if (!findMethod(cls, "__str__")) {
      value = ex(cx, "runtime", exceptionType, span, { row: "py.exception.of_object", args });
      return;
    }
    const again = newLocal(cx, "shown", irType(cx.p, ty), span);
    cx.declared.add(again);
    push(cx, "let", span, { local: again, value: read().e });
    const statements = inBlock(cx, () => {
      const one: Val = { ty, e: ex(cx, "local", irType(cx.p, ty), span, { local: again }) };
      push(cx, "return", span, { value: displayOf(cx, one, "s", span) });
    });
    const type = { kind: "func", params: [], result: str, rep: cx.p.reps.fresh() } as const;
    const shown = ex(cx, "closure", type, span, { params: [], result: str, body: { statements } });
    value = ex(cx, "runtime", exceptionType, span, { row: "py.exception.of_shown_object", args: [...args, shown] });
  });
  return ex(cx, "block", exceptionType, span, { body, value });
}

/** The object that an exception is known to be. */
export function objectOf(cx: Cx, error: Val, cls: ClassInfo, span: Span): Val {
  const ty: Ty = [{ k: "inst", cls }];
  const type = irType(cx.p, ty);
  return { ty, e: ex(cx, "runtime", type, span, { row: "py.exception.object", args: [error.e], typeArgs: [type] }) };
}

const hasMember = (cls: ClassInfo, name: string): boolean =>
  cls.fields.has(name) ||
  findMethod(cls, name) !== undefined ||
  findAttribute(cls, name) !== undefined ||
  dataFields(cls).some((field) => field.name === name);

/** An attribute of an exception that may be of one of several classes: asks each class that has it. */
export function eachExceptionClass(
  cx: Cx,
  error: Val,
  name: string,
  span: Span,
  apply: (object: Val) => Val,
  builtin?: (error: Val) => Val | undefined,
): Val | undefined {
  const classes = made.all(cx).filter((cls) => hasMember(cls, name));
  if (classes.length === 0) return cx.p.emitting || builtin?.(error) ? undefined : { ty: [], e: error.e };
  return withTempVal(cx, error, span, (again) => {
    const results = classes.map((cls) => ({ cls, val: apply(objectOf(cx, again(), cls, span)) }));
    const otherwise = builtin?.(again());
    const ty = results.reduce((all, each) => join(cx.p.w, all, each.val.ty), otherwise?.ty ?? ([] as Ty));
    if (!cx.p.emitting) return { ty, e: error.e };
    const missing = otherwise ?? raises(cx, `AttributeError: 'Exception' object has no attribute '${name}'`, span);
    let e = convert(cx, missing, ty, span);
    for (const each of results.reverse()) {
      const text: Val = { ty: STR, e: ex(cx, "str", str, span, { value: classText(each.cls).split(" ")[0] }) };
      const test = callRow(cx, "exception.is_exactly", [{ value: again() }, { value: text }], each.cls, span).e;
      e = ex(cx, "conditional", irType(cx.p, ty), span, { test, then: convert(cx, each.val, ty, span), orElse: e });
    }
    return { ty, e };
  });
}

/** What `json.JSONDecodeError` has, and `SyntaxError` in part. */
const OF_PLACES: ReadonlySet<string> = new Set(["lineno", "colno", "pos", "msg"]);

/** `error.name` */
export function exceptionAttribute(cx: Cx, object: Val, name: string, span: Span, node: object): Val {
  // Only the functions of `traceback` take it.
  if (name === "__traceback__")
    return ghost(cx, callable<"special">(cx.p, "special traceback", 1, { kind: "special", name, special: "traceback" }), span);
  if (name === "__cause__" || name === "__context__" || name === "__suppress_context__")
    return callRow(cx, `exception.${name}`, [{ value: object }], span, span);
  if (name === "value" && cx.p.stopValues) return callRow(cx, "exception.stopped", [{ value: object }], span, span);
  const builtin = (val: Val): Val | undefined =>
    name === "code" || name === "errno"
      ? callRow(cx, "exception.number", [{ value: val }], span, span)
      : name === "strerror"
        ? callRow(cx, "exception.strerror", [{ value: val }], span, span)
        : name === "filename"
          ? callRow(cx, "exception.filename", [{ value: val }], span, span)
          : OF_PLACES.has(name)
            ? callRow(cx, `exception.${name}`, [{ value: val }], span, span)
            : undefined;
  const apply = (one: Val): Val => readAttribute(cx, one, name, span, memberNode(cx, node, one));
  const found = eachExceptionClass(cx, object, name, span, apply, builtin);
  return found ?? builtin(object) ?? boundMethod(cx, object, name, node, span);
}

import { readAttribute } from "./attributes.ts";
import { boundMethod } from "./class-members.ts";
