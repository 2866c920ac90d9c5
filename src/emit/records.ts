/** Bit-fields of C records: one storage field for those that share it, and a getter and a setter for each. */
import type { Field, IrClass } from "../ir/index.ts";
import type { RustExpr, RustField, RustItem } from "../rust/ast.ts";
import { assign, binary, cast, exprStmt, field, lit, path, pName, tPath, unary } from "../rust/make.ts";
import { fieldName } from "./names.ts";
import type { ProgramContext } from "./context.ts";
import { rustType } from "./types.ts";

/** Width of the storage that holds some bit-fields. */
function storageWidth(cls: IrClass, storage: string): number {
  let bits = 0;
  for (const each of cls.fields) if (each.bits?.storage === storage) bits = Math.max(bits, each.bits.offset + each.bits.width);
  return bits <= 8 ? 8 : bits <= 16 ? 16 : bits <= 32 ? 32 : 64;
}

export const hasBits = (cls: IrClass): boolean => cls.fields.some((each) => each.bits);

/** The storage field, at the place of its first bit-field; nothing for the others. */
export function storageField(cls: IrClass, each: Field, visibility: string | undefined): RustField | undefined {
  const { storage } = each.bits!;
  const first = cls.fields.find((other) => other.bits?.storage === storage);
  return first === each ? { name: fieldName(cls, storage), type: tPath(`u${storageWidth(cls, storage)}`), visibility } : undefined;
}

/** `fn flag(self) -> T` and `fn set_flag(&mut self, value: T)` */
export function bitMethods(unit: ProgramContext, cls: IrClass, visibility: string | undefined): RustItem[] {
  return cls.fields.flatMap((each) => (each.bits ? accessors(unit, cls, each, visibility) : []));
}

function accessors(unit: ProgramContext, cls: IrClass, each: Field, visibility: string | undefined): RustItem[] {
  const { offset, width, storage } = each.bits!;
  const size = storageWidth(cls, storage);
  const type = rustType(each.type, unit, cls.module);
  const name = fieldName(cls, each.name);
  const slot = field(path("self"), fieldName(cls, storage));
  const signed = each.type.kind === "int" && each.type.signed;
  const mask = lit(`0x${((1n << BigInt(width)) - 1n).toString(16)}`);
  const shifted = (value: RustExpr, sign: string, by: number): RustExpr => (by === 0 ? value : binary(sign, value, lit(String(by))));
  const value: RustExpr = signed
    ? shifted(cast(shifted(slot, "<<", size - offset - width), tPath(`i${size}`)), ">>", size - width)
    : binary("&", shifted(slot, ">>", offset), mask);
  const read: RustExpr = each.type.kind === "bool" ? binary("!=", value, lit("0")) : cast(value, type);
  const wide: RustExpr = cast(path("value"), tPath(`u${size}`));
  const cleared = binary("&", slot, unary("!", shifted(mask, "<<", offset)));
  const put = binary("|", cleared, shifted(binary("&", wide, mask), "<<", offset));
  return [
    {
      kind: "fn",
      name,
      prefix: "",
      generics: [],
      self: "self",
      params: [],
      result: type,
      body: { statements: [], value: read },
      visibility,
    },
    {
      kind: "fn",
      name: `set_${name.replace(/^r#/, "")}`,
      prefix: "",
      generics: [],
      self: "&mut self",
      params: [{ pattern: pName("value"), type }],
      body: { statements: [exprStmt(assign(slot, put))] },
      visibility,
    },
  ];
}
