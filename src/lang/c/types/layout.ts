/** Sizes, alignments and the placing of fields, by the System V ABI for x86-64. */
import type { CType, FieldDecl, PlacedField, RecordDecl } from "./types.ts";

/** The size in bytes; undefined for incomplete types, functions and variable-length arrays. GNU: `void` and functions have 1. */
export function sizeOf(type: CType): number | undefined {
  switch (type.kind) {
    case "void":
    case "function":
    case "bool":
      return 1;
    case "int":
    case "float":
      return type.size;
    case "pointer":
      return 8;
    case "array": {
      if (type.length === undefined) return undefined;
      const of = sizeOf(type.of);
      return of === undefined ? undefined : of * type.length;
    }
    case "record":
      return type.record.fields === undefined ? undefined : type.record.size;
    case "enum":
      return type.decl.type.size;
    case "valist":
      return 24;
  }
}

export function alignOf(type: CType): number {
  switch (type.kind) {
    case "int":
    case "float":
      return type.size;
    case "pointer":
    case "valist":
      return 8;
    case "array":
      return alignOf(type.of);
    case "record":
      return type.record.align;
    case "enum":
      return type.decl.type.size;
    default:
      return 1;
  }
}

const up = (value: number, to: number): number => Math.ceil(value / to) * to;

/** Would a bit-field touch more units of its type than one holds? */
const straddles = (at: number, bits: number, unit: number, align: number): boolean =>
  Math.floor(((at % align) + bits + align - 1) / align) > unit / align;

/** Completes a record: places its fields and sets size and alignment. */
export function layOut(record: RecordDecl, fields: readonly FieldDecl[], aligned: number): void {
  const placed: PlacedField[] = [];
  let align = 1;
  let size = 0;
  /** Next free bit of a struct. */
  let at = 0;
  /** With `microsoft`: where the unit that the last bit-field lies in ends, and its width. */
  let open: { readonly end: number; readonly bits: number } | undefined;
  const close = (): void => {
    if (open && !record.union) at = open.end;
    open = undefined;
  };
  for (const field of fields) {
    const packed = record.packed || field.packed === true;
    const natural = packed ? 1 : Math.min(alignOf(field.type), record.pack ?? 16);
    // `#pragma pack` is stronger than a member's own `aligned`, `packed` is not
    const asked = Math.min(field.aligned ?? 1, record.pack ?? Infinity);
    const wanted = Math.max(natural, asked);
    if (field.bits !== undefined) {
      const unit = (sizeOf(field.type) ?? 4) * 8;
      if (record.microsoft) {
        if (field.bits === 0 && !open) continue;
        align = Math.max(align, wanted);
        if (field.bits === 0 || open?.bits !== unit || at + field.bits > open.end || record.union) {
          close();
          at = record.union ? 0 : up(at, wanted * 8);
          if (field.bits === 0) continue;
          open = { end: at + unit, bits: unit };
        }
        placed.push({ ...field, offset: at >> 3, bit: at });
        at += field.bits;
        size = Math.max(size, open!.end / 8);
        continue;
      }
      if (field.bits === 0) {
        if (!record.union) at = up(at, unit);
        continue;
      }
      if (record.union) at = 0;
      else if (!packed && straddles(at, field.bits, unit, natural * 8)) at = up(at, natural * 8);
      if (field.aligned) at = up(at, asked * 8);
      placed.push({ ...field, offset: at >> 3, bit: at });
      at += field.bits;
      if (field.name !== undefined) align = Math.max(align, wanted);
      size = Math.max(size, Math.ceil(at / 8));
      continue;
    }
    close();
    if (record.union) at = 0;
    const offset = up(Math.ceil(at / 8), wanted);
    placed.push({ ...field, offset });
    at = (offset + (sizeOf(field.type) ?? 0)) * 8;
    align = Math.max(align, wanted);
    size = Math.max(size, at / 8);
  }
  align = Math.max(align, aligned);
  record.fields = placed;
  record.align = align;
  record.size = up(size, align);
}

/** The steps from a record to a member: through anonymous members to the named field. */
export function findMember(record: RecordDecl, name: string): readonly PlacedField[] | undefined {
  for (const field of record.fields ?? []) {
    if (field.name === name) return [field];
    if (field.name === undefined && field.type.kind === "record") {
      const inner = findMember(field.type.record, name);
      if (inner) return [field, ...inner];
    }
  }
  return undefined;
}
