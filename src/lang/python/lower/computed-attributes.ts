/** `getattr` and `hasattr` with names that are computed: one of the attributes that the object's class has. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { bool, str } from "../../../ir/index.ts";
import { Refusal } from "../../../diagnostics/diagnostic.ts";
import type { Expr } from "../ast/nodes.ts";
import { ANY, BOOL, join, STR, type Atom, type Ty } from "../infer/types.ts";
import { dissolve } from "../infer/dynamic.ts";
import { show } from "../infer/show.ts";
import { readAttribute } from "./attributes.ts";
import { pendingField } from "./pending-fields.ts";
import { dataFields } from "./dataclass-fields.ts";
import { convert, dead, never, raises, withTempVal } from "./convert.ts";
import { ex, get, site, type Cx, type Val } from "./context.ts";
import { eachKind, isDynamic, noAttribute } from "./dynamic.ts";
import { irType } from "./ir-types.ts";
import { expr } from "./expressions.ts";
import { knownText } from "./known-texts.ts";
import { valueAfter } from "./decided.ts";
import { attributeOr, hasAttribute } from "./reflection.ts";
import { methodCall } from "./methods.ts";
import { distinct, eachMember, memberNode } from "./operators.ts";
import { callRow, type ArgVal } from "./rows.ts";

/** What a computed name is known to begin and to end with. */
function ends(name: Expr): readonly [string, string] {
  if (name.kind === "binary" && name.op === "+") return [ends(name.left)[0], ends(name.right)[1]];
  if (name.kind === "str") return [name.value, name.value];
  if (name.kind === "binary" && name.op === "%" && name.left.kind === "str") {
    const parts = name.left.value.split("%");
    return parts.length === 2 ? [parts[0], parts[1].slice(1)] : ["", ""];
  }
  if (name.kind === "fstring") {
    const { parts } = name;
    const [first, last] = [parts[0], parts[parts.length - 1]];
    return [typeof first === "string" ? first : "", typeof last === "string" ? last : ""];
  }
  return ["", ""];
}

/** What has attributes: an object of a class of the program, a named tuple. */
type Owner = Atom & { k: "inst" | "tuple" };

const isOwner = (atom: Atom): atom is Owner => atom.k === "inst" || (atom.k === "tuple" && atom.names !== undefined);

/** The attributes that a name may be one of, sorted. */
function candidates(cx: Cx, owner: Owner, name: Expr): string[] {
  if (owner.k === "tuple") return [...(owner.names ?? [])];
  const { cls } = owner;
  if (!cx.p.emitting) get(cx, pendingField(cx, cls, "*"));
  const [start, end] = ends(name);
  const all = new Set<string>([...cls.fields.keys(), ...dataFields(cls).map((field) => field.name)]);
  for (const each of cls.mro) for (const one of [...each.methods.keys(), ...each.attributes.keys()]) all.add(one);
  return [...all].filter((one) => !one.startsWith("__") && one.startsWith(start) && one.endsWith(end)).sort();
}

/** A chain of tests of the name; `otherwise` is what other names give. */
function byName(cx: Cx, name: Val, names: readonly string[], span: Span, one: (name: string) => Val | undefined, otherwise: Val): Val {
  return withTempVal(cx, name, span, (again) => {
    const made = names.flatMap((text) => {
      const val = one(text);
      return val ? [{ text, val }] : [];
    });
    const ty = [...made.map((each) => each.val), otherwise].reduce((all, each) => join(cx.p.w, all, each.ty), [] as Ty);
    if (!cx.p.emitting) return { ty, e: name.e };
    const seen = new Set<number>();
    let e = distinct(cx, convert(cx, otherwise, ty, span), seen);
    for (const { text, val } of made.reverse())
      e = ex(cx, "conditional", irType(cx.p, ty), span, {
        test: ex(cx, "compare", bool, span, { op: "eq", left: again().e, right: ex(cx, "str", str, span, { value: text }) }),
        then: distinct(cx, convert(cx, val, ty, span), seen),
        orElse: e,
      });
    return { ty, e };
  });
}

/** What `use` makes of the object, which must be one of a class of the program. */
export function eachClass(
  cx: Cx,
  object: Val,
  node: object,
  span: Span,
  use: (one: Val, owner: Owner, node: object) => Val,
  otherwise?: (one: Val) => Val,
): Val {
  if (object.ty.length === 0) return dead(cx, span, object);
  if (isDynamic(object.ty)) {
    return eachKind(
      cx,
      object,
      get(cx, cx.p.w.objects).filter(isOwner),
      span,
      (one) => (otherwise ? otherwise(one) : noAttribute(cx, one, "…", span)),
      (one) => {
        const [atom] = one.ty;
        return isOwner(atom) ? use(one, atom, memberNode(cx, node, one)) : undefined;
      },
    );
  }
  if (object.ty.some((atom) => !isOwner(atom) && atom.k !== "none"))
    return refuse("PY0503", span, `an attribute by a computed name of ${show(object.ty)}`);
  return withTempVal(cx, object, span, (again) =>
    eachMember(cx, again(), span, "AttributeError: 'NoneType' object has no such attribute", (one) => {
      const atom = one.ty[0];
      return isOwner(atom) ? use(one, atom, memberNode(cx, node, one)) : undefined;
    }),
  );
}

/** The AttributeError of a name that the object does not have. */
function missing(cx: Cx, owner: Owner, name: Val, span: Span): Val {
  const text: Val = { ty: STR, e: ex(cx, "str", str, span, { value: owner.k === "inst" ? owner.cls.name : (owner.label ?? "tuple") }) };
  return never(cx, callRow(cx, "any.missing_attribute", [{ value: text }, { value: name }], span, span).e, span);
}

/** A builtin value's attribute by a computed name. */
const lateAttribute = (cx: Cx, val: Val, name: Val, span: Span): Val =>
  never(cx, callRow(cx, "any.no_attribute", [{ value: val }, { value: name }], span, span).e, span);

/** What `make` makes. A method that is refused is asked for by few programs: those stop there. A field may well be asked for: that it is refused stands. */
const refused = (cx: Cx, owner: Owner, name: string, span: Span, make: () => Val): Val | undefined => {
  try {
    return make();
  } catch (error) {
    const field = owner.k === "tuple" || owner.cls.fields.has(name) || dataFields(owner.cls).some((each) => each.name === name);
    if (!(error instanceof Refusal) || field) throw error;
    return cx.p.emitting ? raises(cx, `NotImplementedError: \`${name}\` by a computed name: ${error.diagnostic.message}`, span) : undefined;
  }
};

/** `getattr(object, name)`, `getattr(object, name, otherwise)`: a dynamic value. */
function computedAttribute(cx: Cx, object: Val, nameNode: Expr, name: Val, otherwise: Val | undefined, node: object, span: Span): Val {
  if (name.ty.length === 0 || otherwise?.ty.length === 0) return dead(cx, span, object, name);
  name = { ty: STR, e: convert(cx, name, STR, span) };
  return eachClass(
    cx,
    object,
    node,
    span,
    (one, owner, at) =>
      withTempVal(cx, name, span, (again) => {
        const read = (text: string): Val | undefined =>
          refused(cx, owner, text, span, () => {
            const val = readAttribute(
              cx,
              one,
              text,
              span,
              site(cx, at, `attribute ${text}`, () => ({})),
            );
            for (const atom of val.ty) dissolve(cx.p.w, atom);
            return val.ty.length === 0 ? val : { ty: ANY, e: convert(cx, val, ANY, span) };
          });
        return byName(cx, again(), candidates(cx, owner, nameNode), span, read, otherwise ?? missing(cx, owner, again(), span));
      }),
    (one) => otherwise ?? lateAttribute(cx, one, name, span),
  );
}

/** `getattr(object, name)(args)`: the method of that name, called as if by its name. */
export function computedCall(cx: Cx, object: Val, nameNode: Expr, name: Val, args: readonly ArgVal[], node: object, span: Span): Val {
  if (name.ty.length === 0) return dead(cx, span, object, name);
  name = { ty: STR, e: convert(cx, name, STR, span) };
  return eachClass(
    cx,
    object,
    node,
    span,
    (one, owner, at) =>
      withTempVal(cx, name, span, (again) => {
        const call = (text: string): Val | undefined =>
          refused(cx, owner, text, span, () =>
            methodCall(
              cx,
              one,
              text,
              () => args,
              site(cx, at, `call ${text}`, () => ({})),
              span,
            ),
          );
        return byName(cx, again(), candidates(cx, owner, nameNode), span, call, missing(cx, owner, again(), span));
      }),
    (one) => lateAttribute(cx, one, name, span),
  );
}

/** `hasattr(object, name)` */
function hasComputed(cx: Cx, object: Val, nameNode: Expr, name: Val, node: object, span: Span): Val {
  const truth = (value: boolean): Val => ({ ty: BOOL, e: ex(cx, "bool", bool, span, { value }) });
  return eachClass(
    cx,
    object,
    node,
    span,
    (one, owner) => {
      void one;
      return byName(cx, name, candidates(cx, owner, nameNode), span, () => truth(true), truth(false));
    },
    () => truth(false),
  );
}

/** `getattr(…)`, `hasattr(…)` */
export function attributeCall(cx: Cx, node: Expr<"call">, name: string): Val {
  const { span, args } = node;
  const attribute = args[1]?.value;
  const known = attribute && knownText(cx, attribute);
  if (attribute && known === undefined) {
    const object = expr(cx, args[0].value);
    const text = expr(cx, attribute);
    if (name === "hasattr") return hasComputed(cx, object, attribute, text, node, span);
    return computedAttribute(cx, object, attribute, text, args[2] && expr(cx, args[2].value), node, span);
  }
  if (known === undefined) return refuse("PY0503", span, `\`${name}\` with a name that is computed`);
  if (name === "hasattr") {
    const object = expr(cx, args[0].value);
    const found = hasAttribute(cx, object, known, span);
    return found.e.kind === "bool" ? valueAfter(cx, object.e, found, span) : found;
  }
  if (args.length === 2) return readAttribute(cx, expr(cx, args[0].value), known, span);
  return attributeOr(cx, expr(cx, args[0].value), known, expr(cx, args[2].value), node, span);
}
