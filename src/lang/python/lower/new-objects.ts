/** Objects of classes with a `__new__`: made bare, then given to `__init__`, a method like any other. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import type { UserFunction } from "../infer/callables.ts";
import { findMethod, type ClassInfo } from "../infer/classes.ts";
import type { Ty } from "../infer/types.ts";
import { again as repeated } from "./assign.ts";
import { bareObjectClass } from "../prelude.ts";
import { constructClass, initialField } from "./classes.ts";
import { withTempVal } from "./convert.ts";
import { ex, get, inBlock, push, type Cx, type Val } from "./context.ts";
import { classInfo } from "./definitions.ts";
import { callUser } from "./functions.ts";
import { irClass, irType, isGhost } from "./ir-types.ts";
import { callMethod } from "./methods.ts";
import { noteProtocols } from "./protocols.ts";
import type { ArgVal } from "./rows.ts";

/** Calls a class with a `__new__`: what that gives is initialised where it is an object of the class. */
export function constructBy(cx: Cx, cls: ClassInfo, maker: UserFunction, args: readonly ArgVal[], span: Span): Val {
  const star = args.find((arg) => arg.star);
  if (star) return refuse("PY0409", span, `unpacked arguments of \`${cls.name}\`, which has a \`__new__\``);
  const kept = (at: number, given: readonly ArgVal[]): Val => {
    if (at < args.length)
      return withTempVal(cx, args[at].value, span, (again) => kept(at + 1, [...given, { ...args[at], value: again() }]));
    const made = callUser(cx, maker, given, span, { cls, receiver: undefined });
    const init = findMethod(cls, "__init__");
    if (!init || !made.ty.some((atom) => atom.k === "inst" && atom.cls.mro.includes(cls))) return made;
    if (made.ty.length !== 1) return refuse("PY0409", span, `the \`__new__\` of \`${cls.name}\` gives objects of several types`);
    return withTempVal(cx, made, span, (object) => {
      const again = given.map((arg) => ({ ...arg, value: repeated(cx, arg.value, span) }));
      const body = inBlock(cx, () => push(cx, "expression", span, { value: callMethod(cx, object(), "__init__", again, cls, span).e }));
      return { ty: made.ty, e: ex(cx, "block", made.e.type, span, { body, value: object().e }) };
    });
  };
  return kept(0, []);
}

/** `super().__new__(cls)`: an object without its fields. */
export function bareObject(cx: Cx, cls: ClassInfo, span: Span): Val {
  const ty: Ty = [{ k: "inst", cls }];
  noteProtocols(cx, cls, span);
  if (!cx.p.emitting) return { ty, e: ex(cx, "unit", { kind: "unit" }, span, {}) };
  const fields = [...cls.fields].flatMap(([name, field]) =>
    isGhost(get(cx, field.cell)) ? [] : [[name, initialField(cx, cls, name, field, span)] as const],
  );
  return { ty, e: ex(cx, "construct", irType(cx.p, ty), span, { class: irClass(cx.p, cls), fields }) };
}

/** `object()`: an object of a class of its own that has nothing but its identity. */
export function sentinelObject(cx: Cx, node: object, span: Span): Val {
  const entry = cx.p.modules[cx.p.modules.length - 1];
  const written = bareObjectClass(entry.node);
  if (!written) return refuse("PY0403", span, "a bare `object()` is made");
  return constructClass(cx, classInfo(cx, entry, written), [], node, span);
}
