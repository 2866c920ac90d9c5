/** Values of several numbers: complex numbers and vectors are structs, and their operators are written out number by number. */
import type { Expr, Stmt } from "../ast.ts";
import { hiddenSym, make, type Parser } from "../parse/state.ts";
import { layOut } from "../types/layout.ts";
import { unqualified, type CType, type FieldDecl, type RecordDecl, type RecordType } from "../types/types.ts";
import { evalFloat, evalInt } from "./constant.ts";
import { decay } from "./convert.ts";
import { findMember } from "../types/layout.ts";

/** The struct that stands for such a type: one for each name in a unit. */
export function compositeType(
  p: Parser,
  name: string,
  fields: readonly (readonly [string, CType])[],
  aligned: number,
  more: Pick<RecordDecl, "complex" | "vector">,
): RecordType {
  const known = p.composites.get(name);
  if (known) return known;
  const record: RecordDecl = {
    id: p.nextRecord(),
    union: false,
    alias: name,
    at: p.i,
    system: true,
    size: 0,
    align: 1,
    packed: false,
    ...more,
  };
  p.records.push(record);
  layOut(
    record,
    fields.map(([field, type]): FieldDecl => ({ name: field, type, at: p.i })),
    aligned,
  );
  const type: RecordType = { kind: "record", record };
  p.composites.set(name, type);
  return type;
}

/** A struct of these values, in the order of its members. */
export function composed(p: Parser, type: RecordType, values: readonly Expr[], at: number): Expr {
  const entries = new Map(values.map((value, i) => [i, { kind: "value" as const, value }]));
  return make("compound", type, at, { init: { kind: "list", at, type, entries }, static: false, sym: hiddenSym(p, type, at, false) });
}

export const memberOf = (object: Expr, name: string): Expr => {
  const [field] = findMember((object.type as RecordType).record, name)!;
  return make("member", field.type, object.at, { object, field });
};

/** Can it be evaluated any number of times? */
export function isSimple(e: Expr): boolean {
  switch (e.kind) {
    case "int":
    case "float":
      return true;
    case "variable":
      return !e.sym.type.volatile && e.sym.type.kind !== "array";
    case "member":
      return isSimple(e.object);
    case "cast":
      return isSimple(e.value);
    default:
      return evalInt(e) !== undefined || evalFloat(e) !== undefined;
  }
}

/** The expression, or a variable that is given its value first. */
export function held(p: Parser, e: Expr, before: Stmt[]): Expr {
  const value = decay(e);
  if (isSimple(value)) return value;
  const type = unqualified(value.type);
  const sym = hiddenSym(p, type, value.at);
  sym.init = { kind: "value", value };
  before.push({ kind: "declare", at: value.at, to: value.at, sym });
  return make("variable", type, value.at, { sym });
}

/** `({ before; value; })` */
export function after(before: readonly Stmt[], value: Expr): Expr {
  if (before.length === 0) return value;
  const { at } = value;
  const body: Stmt[] = [...before, { kind: "expression", at, to: at, value }];
  return make("statements", value.type, at, { block: { kind: "block", at, to: at, body } });
}
