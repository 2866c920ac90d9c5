/** Places: what can be read, assigned, and pointed to. */
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { bool, int, sameType, type Expression, type Statement, type Type } from "../../../ir/index.ts";
import { preorder } from "../../../ir/walk.ts";
import type { Expr } from "../ast.ts";
import { variableLength } from "../check/operators.ts";
import { isPointee } from "./tree.ts";
import { variableArrayPointer } from "./variable-arrays.ts";
import { integerOf, type CType } from "../types/types.ts";
import { expr, intOf, isPure, keep, newTemporary, readLocal, runtime, spanOf, stmt, usize, type FunctionContext } from "./context.ts";
import { plainIndex as indexOfPlace, lowerExpr, typeOf } from "./expressions.ts";
import { lowerInit } from "./initialisers.ts";

export type Place =
  | { readonly kind: "place"; readonly place: Expression; readonly type: CType }
  /** A bit-field: bits of a byte array. */
  | {
      readonly kind: "bits";
      readonly storage: () => Expression;
      readonly first: number;
      readonly width: number;
      readonly type: CType;
      readonly at: number;
    };

/** The place that an expression names. A value without a place (a call's struct) is a place that can only be read. */
export function lowerPlace(cx: FunctionContext, e: Expr): Place {
  switch (e.kind) {
    case "variable": {
      const local = cx.symbols.get(e.sym);
      if (local !== undefined) return at(readLocal(cx, local, e.at), e.type);
      const captured = cx.captured.get(e.sym);
      if (captured !== undefined)
        return at(expr(cx, "deref", typeOf(cx, e.type), e.at, { pointer: readLocal(cx, captured, e.at) }), e.type);
      if (e.sym.fileScope || e.sym.storage === "static") {
        const id = cx.program.entities.global(e.sym);
        return at(expr(cx, "global", typeOf(cx, cx.program.entities.of(e.sym).sym.type), e.at, { global: id }), e.type);
      }
      return refuse("C0402", spanOf(cx, e.at), `‘${e.sym.name}’ of another function`);
    }
    case "deref": {
      const pointer = lowerExpr(cx, e.pointer);
      const type = typeOf(cx, e.type);
      // `*&x` is x
      if (pointer.kind === "addressOf" && sameType(pointer.place.type, type)) return at(pointer.place, e.type);
      return at(expr(cx, "deref", typeOf(cx, e.type), e.at, { pointer }), e.type);
    }
    case "index": {
      const index = indexOfPlace(cx, e.index);
      if (variableLength(e.base.type))
        return at(expr(cx, "index", typeOf(cx, e.type), e.at, { object: variableArrayPointer(cx, e.base), index }), e.type);
      if (e.base.type.kind !== "array")
        return at(expr(cx, "index", typeOf(cx, e.type), e.at, { object: lowerExpr(cx, e.base), index }), e.type);
      const base = lowerPlace(cx, e.base);
      if (base.kind === "bits") return refuse("C0001", spanOf(cx, e.at), "a subscript of a bit-field");
      // The last array of a struct and arrays of unknown length may be longer than their type says.
      if (isOpenEnded(e.base)) {
        const pointer = expr(cx, "addressOf", typeOf(cx, { kind: "pointer", to: e.base.type.of }), e.at, { place: base.place });
        return at(expr(cx, "index", typeOf(cx, e.type), e.at, { object: pointer, index }), e.type);
      }
      return at(expr(cx, "index", typeOf(cx, e.type), e.at, { object: base.place, index: asIndex(cx, index) }), e.type);
    }
    case "member": {
      const record = e.object.type;
      if (record.kind !== "record") return refuse("C0001", spanOf(cx, e.at), "a member of something that is no struct");
      const object = lowerPlace(cx, e.object);
      if (object.kind === "bits") return refuse("C0001", spanOf(cx, e.at), "a member of a bit-field");
      const home = cx.program.records.home(record.record, e.field);
      if (home.kind === "plain") return at(memberOf(cx, e, object.place, home.name), e.type);
      // Written bit-fields name their bytes twice.
      let made: Expression | undefined = object.place;
      const storage = (): Expression => {
        const first = made ?? (lowerPlace(cx, e.object) as { place: Expression }).place;
        made = undefined;
        return expr(cx, "field", bytesType(home.bytes), e.at, { object: first, name: home.storage });
      };
      return { kind: "bits", storage, first: home.first, width: home.width, type: e.type, at: e.at };
    }
    case "compound":
      return at(readLocalOrGlobal(cx, e), e.type);
    case "string":
      return at(lowerInit(cx, { kind: "value", value: e }, e.type, e.at), e.type);
    case "cast":
    case "comma":
    case "conditional":
    case "call":
    case "assign":
    case "statements":
    case "vaArg":
    default:
      return at(lowerExpr(cx, e), e.type);
  }
}

/** A member, of the type that its class has: another unit may have declared it as a pointer to what is `const`, or is not. */
function memberOf(cx: FunctionContext, e: Expr, object: Expression, name: string): Expression {
  const type = typeOf(cx, e.type);
  const owner = type.kind === "ptr" && object.type.kind === "record" ? cx.program.records.classes[object.type.class] : undefined;
  const declared = owner?.fields.find((field) => field.name === name)?.type;
  return expr(cx, "field", declared?.kind === "ptr" && !sameType(declared, type) ? declared : type, e.at, { object, name });
}

/** A pointer that has one of these types as the other, where two units declare it with different qualifiers. */
export const asDeclared = (cx: FunctionContext, value: Expression, from: Type, to: Type): Expression =>
  from.kind !== "ptr" || to.kind !== "ptr" || sameType(from, to) ? value : cx.program.build.expr("cast", to, value.span, { value });

/** The address of an object, as a pointer of the type given. */
export function addressOfPlace(
  cx: FunctionContext,
  { place, type: own }: Extract<Place, { kind: "place" }>,
  type: Type,
  at: number,
): Expression {
  const declared =
    type.kind === "ptr" && place.kind === "field" && place.type.kind === "ptr" && !sameType(place.type, typeOf(cx, own))
      ? { ...type, target: place.type, rep: cx.program.reps.fresh() }
      : type;
  return asDeclared(cx, expr(cx, "addressOf", declared, at, { place }), declared, type);
}

const at = (place: Expression, type: CType): Place => ({ kind: "place", place, type });
const bytesType = (length: number): Type => ({ kind: "array", elem: int(8, false), length });

/** An index into an array: `usize`. */
function asIndex(cx: FunctionContext, index: Expression): Expression {
  if (index.kind === "int") return expr0(cx, index);
  return index;
}
const expr0 = (cx: FunctionContext, index: Expression<"int">): Expression =>
  cx.program.build.expr("int", usize, index.span, { value: index.value });

function isOpenEnded(base: Expr): boolean {
  if (base.type.kind !== "array") return false;
  if (base.type.length === undefined) return true;
  if (base.kind !== "member" || base.object.type.kind !== "record") return false;
  const fields = base.object.type.record.fields ?? [];
  return fields[fields.length - 1] === base.field && (base.type.length ?? 0) <= 1 && throughPointer(base.object);
}

const throughPointer = (e: Expr): boolean =>
  isPointee(e) || (e.kind === "member" ? throughPointer(e.object) : e.kind === "index" && throughPointer(e.base));

/** A compound literal as an object of its block. */
function readLocalOrGlobal(cx: FunctionContext, e: Expr<"compound">): Expression {
  if (e.static) return expr(cx, "global", typeOf(cx, e.type), e.at, { global: cx.program.entities.global(e.sym) });
  const local = declareHidden(cx, e);
  const value = lowerInit(cx, e.init, e.type, e.at);
  cx.hiddenInits.push(stmt(cx, "assign", e.at, { place: readLocal(cx, local, e.at), value }));
  const body = cx.hiddenInits.splice(0);
  return expr(cx, "deref", typeOf(cx, e.type), e.at, {
    pointer: expr(cx, "block", typeOf(cx, { kind: "pointer", to: e.type }), e.at, {
      body,
      value: expr(cx, "addressOf", typeOf(cx, { kind: "pointer", to: e.type }), e.at, { place: readLocal(cx, local, e.at) }),
    }),
  });
}

/** The local behind a compound literal, declared at the head of the function so that it outlives the expression. */
export function declareHidden(cx: FunctionContext, e: Expr<"compound">): number {
  let local = cx.symbols.get(e.sym);
  if (local === undefined) {
    local = newTemporary(cx, "literal", typeOf(cx, e.type), e.at);
    cx.symbols.set(e.sym, local);
    cx.head.push(stmt(cx, "let", e.at, { local, value: expr(cx, "zero", typeOf(cx, e.type), e.at, {}) }));
  }
  return local;
}

/** The value in a place. */
export function readPlace(cx: FunctionContext, place: Place): Expression {
  if (place.kind === "place")
    return place.place.kind === "field" ? asDeclared(cx, place.place, place.place.type, typeOf(cx, place.type)) : place.place;
  const number = integerOf(place.type)!;
  const wide = int(64, number.signed);
  const row = number.signed && place.type.kind !== "bool" ? "c.bits.signed" : "c.bits.get";
  const result = row === "c.bits.get" ? int(64, false) : wide;
  const value = runtime(
    cx,
    row,
    result,
    place.at,
    place.storage(),
    intOf(cx, place.first, usize, place.at),
    intOf(cx, place.width, usize, place.at),
  );
  const type = typeOf(cx, place.type);
  if (type.kind === "bool") return expr(cx, "compare", bool, place.at, { op: "ne", left: value, right: intOf(cx, 0, result, place.at) });
  return type.kind === "int" && type.width === 64 && type.signed === number.signed ? value : expr(cx, "cast", type, place.at, { value });
}

/** Stores a value of the place's type. */
export function writePlace(cx: FunctionContext, place: Place, value: Expression, at: number, out: Statement[]): void {
  if (place.kind === "place") {
    const given = place.place.kind === "field" ? asDeclared(cx, value, typeOf(cx, place.type), place.place.type) : value;
    out.push(stmt(cx, "assign", at, { place: place.place, value: given }));
    return;
  }
  const wide =
    value.type.kind === "bool" || value.type.kind !== "int" || value.type.width !== 64 || value.type.signed
      ? expr(cx, "cast", int(64, false), at, { value })
      : value;
  // what the value does on the way may change the members beside this one
  const acts = preorder(wide).some((node) => node.kind === "call" || node.kind === "callValue" || node.kind === "block");
  const given = acts ? keep(cx, wide, "value", at, out)() : wide;
  const bytes = place.storage();
  const changed = runtime(
    cx,
    "c.bits.with",
    bytes.type,
    at,
    place.storage(),
    intOf(cx, place.first, usize, at),
    intOf(cx, place.width, usize, at),
    given,
  );
  out.push(stmt(cx, "assign", at, { place: bytes, value: changed }));
}

/** The same place, so written that it can be named twice: what has an effect on the way to it happens in `out`. */
export function stablePlace(cx: FunctionContext, e: Expr, out: Statement[]): () => Place {
  if (isPure(e)) return () => lowerPlace(cx, e);
  if (e.kind === "member") {
    const stable = stablePlace(cx, e.object, out);
    const record = e.object.type;
    if (record.kind === "record") {
      const home = cx.program.records.home(record.record, e.field);
      return () => {
        const object = (stable() as { place: Expression }).place;
        if (home.kind === "plain") return at(memberOf(cx, e, object, home.name), e.type);
        const storage = (): Expression =>
          expr(cx, "field", bytesType(home.bytes), e.at, { object: (stable() as { place: Expression }).place, name: home.storage });
        return { kind: "bits", storage, first: home.first, width: home.width, type: e.type, at: e.at };
      };
    }
  }
  if (e.kind === "index" && e.base.type.kind === "array" && isPure(e.base) && !isOpenEnded(e.base)) {
    const index = keep(cx, indexOfPlace(cx, e.index), "index", e.at, out);
    return () =>
      at(
        {
          ...expr(cx, "index", typeOf(cx, e.type), e.at, {
            object: (lowerPlace(cx, e.base) as { place: Expression }).place,
            index: index(),
          }),
        },
        e.type,
      );
  }
  const made = lowerPlace(cx, e);
  if (made.kind === "bits") return () => made;
  const pointerType: Type = { kind: "ptr", target: made.place.type, mutable: true, rep: cx.program.reps.fresh() };
  const direct = made.place.kind === "deref" ? made.place.pointer : undefined;
  const pointer = keep(cx, direct ?? expr(cx, "addressOf", pointerType, e.at, { place: made.place }), "place", e.at, out);
  return () => at(expr(cx, "deref", made.place.type, e.at, { pointer: pointer() }), e.type);
}
