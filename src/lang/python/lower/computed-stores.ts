/** `setattr`, and what stores past a class's `__setattr__`: `object.__setattr__`, `super().__setattr__`, `self.__dict__[name] = value`. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { bool, str, type Statement } from "../../../ir/index.ts";
import type { Expr } from "../ast/nodes.ts";
import { findMethod, type ClassInfo } from "../infer/classes.ts";
import { NONE, STR } from "../infer/types.ts";
import { fieldPlace, storeAttribute, storeIn } from "./attributes.ts";
import { again as repeated } from "./assign.ts";
import { isShutOut } from "./class-hooks.ts";
import { convert, dead, withTempVal } from "./convert.ts";
import { noneAfter } from "./decided.ts";
import { eachClass } from "./computed-attributes.ts";
import { ex, inBlock, push, type Cx, type Val } from "./context.ts";
import { dataFields } from "./dataclass-fields.ts";
import { expr } from "./expressions.ts";
import { knownText } from "./known-texts.ts";
import { askedNames, isEnumerated } from "./pending-fields.ts";
import { callRow } from "./rows.ts";

/** How one attribute is stored. */
type Store = (object: Val, name: string, val: Val) => void;

/** The attributes of an object that something may ask for. */
function candidates(cx: Cx, cls: ClassInfo): string[] {
  const all = new Set([...cls.fields.keys(), ...dataFields(cls).map((field) => field.name), ...askedNames(cx, cls)]);
  for (const each of cls.mro) {
    for (const [name, method] of each.methods) if (method.kind === "property") all.add(name);
    for (const name of each.attributes.keys()) all.add(name);
  }
  return [...all].filter((name) => !name.startsWith("__") && (findMethod(cls, name)?.kind ?? "property") === "property").sort();
}

/** Stores under a name that is computed: one of those that something asks for. What nothing asks for need not be kept. */
function storeComputed(cx: Cx, object: Val, name: Val, val: Val, node: object, span: Span, store: Store): Val {
  const text: Val = { ty: STR, e: convert(cx, name, STR, span) };
  return withTempVal(cx, val, span, (value) =>
    withTempVal(cx, text, span, (again) =>
      eachClass(cx, object, node, span, (one) => {
        const [atom] = one.ty;
        if (atom.k !== "inst") return refuse("PY0501", span, "`setattr` of something else than an object of a class");
        const { cls } = atom;
        if (cx.p.emitting && isEnumerated(cls))
          return refuse("PY0501", span, `an attribute by a computed name is assigned, and all attributes of \`${cls.name}\` are asked for`);
        const names = candidates(cx, cls);
        if (!cx.p.emitting) {
          for (const each of names) store(one, each, value());
          return { ty: NONE, e: one.e };
        }
        const kept = one.e.kind === "local" ? one : undefined;
        const chain = (rest: readonly string[]): Statement[] =>
          inBlock(cx, () => {
            if (rest.length === 0) {
              if (isShutOut(cls, ""))
                push(cx, "expression", span, {
                  value: callRow(
                    cx,
                    "any.missing_attribute",
                    [{ value: { ty: STR, e: ex(cx, "str", str, span, { value: cls.name }) } }, { value: again() }],
                    span,
                    span,
                  ).e,
                });
              return;
            }
            const [first, ...others] = rest;
            const test = ex(cx, "compare", bool, span, {
              op: "eq",
              left: again().e,
              right: ex(cx, "str", str, span, { value: first }),
            });
            const then = inBlock(cx, () => store(kept ? repeated(cx, kept, span) : one, first, value()));
            push(cx, "if", span, { test, then: { statements: then }, orElse: { statements: chain(others) } });
          });
        return noneAfter(cx, span, () => push(cx, "block", span, { body: { statements: chain(names) } }));
      }),
    ),
  );
}

/** Stores a value under a name; what stores it is `store`. */
function stored(cx: Cx, object: Val, nameNode: Expr, val: Val, node: object, span: Span, store: Store): Val {
  const known = knownText(cx, nameNode);
  const name = known === undefined ? expr(cx, nameNode) : undefined;
  if (object.ty.length === 0 || val.ty.length === 0 || name?.ty.length === 0) return dead(cx, span, object, val);
  if (name) return storeComputed(cx, object, name, val, node, span, store);
  return noneAfter(cx, span, () => store(object, known!, val));
}

/** `setattr(object, name, value)` */
export function setattrCall(cx: Cx, node: Expr<"call">): Val {
  const { args, span } = node;
  if (args.length !== 3 || args.some((arg) => arg.name ?? arg.star))
    return refuse("PY0312", span, "`setattr` takes an object, a name and a value");
  const object = expr(cx, args[0].value);
  return stored(cx, object, args[1].value, expr(cx, args[2].value), node, span, (one, name, val) => {
    storeAttribute(cx, one, name, val, span);
  });
}

/** Stores in a field of `object` past what its class does with assignments. */
export function storeRaw(cx: Cx, object: Val, nameNode: Expr, val: Val, node: object, span: Span): Val {
  return stored(cx, object, nameNode, val, node, span, (one, name, value) => {
    const [atom] = one.ty;
    if (one.ty.length !== 1 || atom.k !== "inst") return refuse("PY0501", span, "an attribute is stored past its class");
    storeIn(cx, fieldPlace(cx, one, atom.cls, name, value.ty, span), value, span);
  });
}
