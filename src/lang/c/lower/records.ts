/** Structs, unions and C types in the IR. */
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { bool, int, unit, type Field, type IrClass, type Reps, type Type } from "../../../ir/index.ts";
import { variableLength } from "../check/operators.ts";
import type { Unit } from "../unit.ts";
import { alignOf, sizeOf } from "../types/layout.ts";
import { unqualified, type CType, type FunctionType, type PlacedField, type RecordDecl } from "../types/types.ts";

/** Where a member of a record is found in the Rust type. */
export type Home =
  | { readonly kind: "plain"; readonly name: string }
  /** In a byte array: first bit in it, width. */
  | { readonly kind: "bits"; readonly storage: string; readonly bytes: number; readonly first: number; readonly width: number };

interface Shape {
  readonly fields: readonly { name: string; type: CType | { readonly kind: "bytes"; readonly length: number }; at: number }[];
  readonly homes: ReadonlyMap<PlacedField, Home>;
  /** The alignment has to be asked for. */
  readonly aligned: boolean;
}

export interface Records {
  readonly classes: IrClass[];
  /** Class of each record in order, for the items of its module. */
  typeOf(type: CType): Type;
  home(record: RecordDecl, field: PlacedField): Home;
  /** The class of a record that is used. */
  known(record: RecordDecl): number | undefined;
  /** The function pointer's type without `option`. */
  functionType(type: FunctionType): Type<"fnptr">;
}

const up = (value: number, to: number): number => Math.ceil(value / to) * to;

function shapeOf(record: RecordDecl): Shape {
  const fields: { name: string; type: CType | { kind: "bytes"; length: number }; at: number }[] = [];
  const homes = new Map<PlacedField, Home>();
  const taken = new Set((record.fields ?? []).map((f) => f.name).filter((n) => n !== undefined));
  const free = (wanted: string): string => {
    let name = wanted;
    for (let i = 2; taken.has(name); i++) name = `${wanted}_${i}`;
    taken.add(name);
    return name;
  };
  let position = 0;
  let natural = 1;
  const all = record.fields ?? [];
  const pad = (to: number): void => {
    if (to > position) {
      fields.push({ name: free("padding"), type: { kind: "bytes", length: to - position }, at: record.at });
      position = to;
    }
  };
  for (let i = 0; i < all.length;) {
    const field = all[i];
    if (field.bit !== undefined) {
      const first = Math.floor(field.bit / 8);
      let end = 0;
      let j = i;
      while (j < all.length && all[j].bit !== undefined && (j === i || !record.union)) {
        end = Math.max(end, Math.ceil((all[j].bit! + all[j].bits!) / 8));
        j++;
      }
      if (!record.union) pad(first);
      const storage = free("bits");
      for (; i < j; i++)
        homes.set(all[i], { kind: "bits", storage, bytes: end - first, first: all[i].bit! - first * 8, width: all[i].bits! });
      fields.push({ name: storage, type: { kind: "bytes", length: end - first }, at: field.at });
      position = record.union ? 0 : end;
      continue;
    }
    const align = isPacked(record) ? 1 : rustAlign(field.type);
    natural = Math.max(natural, align);
    if (!record.union && up(position, align) !== field.offset) pad(field.offset);
    const name = field.name ?? free("anonymous");
    homes.set(field, { kind: "plain", name });
    fields.push({ name, type: field.type, at: field.at });
    position = record.union ? 0 : field.offset + (sizeOf(field.type) ?? 0);
    i++;
  }
  const aligned = !isPacked(record) && record.align > natural;
  if (!record.union && up(position, isPacked(record) ? 1 : natural) < record.size) pad(record.size);
  if (record.union && isPacked(record)) fields.push({ name: free("padding"), type: { kind: "bytes", length: record.size }, at: record.at });
  return { fields, homes, aligned };
}

/** Packed in Rust: all that C has between the members is a member there, so that nothing is aligned. */
const isPacked = (record: RecordDecl): boolean =>
  record.packed ||
  record.fields?.some((f) => f.packed && f.bit === undefined && alignOf(f.type) > 1) === true ||
  (record.pack !== undefined && (record.fields ?? []).some((f) => alignOf(f.type) > record.pack!));

/** The alignment that a type has in Rust: packed structs have none, whatever they have in C. */
function rustAlign(type: CType): number {
  if (type.kind === "array") return rustAlign(type.of);
  if (type.kind === "record") return isPacked(type.record) ? 1 : type.record.align;
  return alignOf(type);
}

/** Is there a struct inside that asks for an alignment of its own? Rust has none of those in packed ones. */
function asksForAlignment(type: CType): boolean {
  if (type.kind === "array") return asksForAlignment(type.of);
  if (type.kind !== "record" || !type.record.fields) return false;
  const natural = Math.max(1, ...type.record.fields.map((f) => (f.bit === undefined ? rustAlign(f.type) : 1)));
  return (
    (!isPacked(type.record) && type.record.align > 8 && type.record.align > natural) ||
    type.record.fields.some((f) => asksForAlignment(f.type))
  );
}

/** The records of a program: the same struct in several units is one class. */
export function createRecords(
  units: readonly Unit[],
  reps: Reps,
  moduleOf: (unit: number) => number,
  unitOf: (record: RecordDecl) => number,
  onClass: (id: number, module: number) => void,
): Records {
  const classes: IrClass[] = [];
  const byKey = new Map<string, number>();
  const byRecord = new Map<RecordDecl, number>();
  const shapes = new Map<RecordDecl, Shape>();
  const cache = new Map<CType, Type>();

  const shape = (record: RecordDecl): Shape => {
    let found = shapes.get(record);
    if (!found) shapes.set(record, (found = shapeOf(record)));
    return found;
  };

  const nameOf = (record: RecordDecl): string => record.tag ?? record.alias ?? (record.union ? "anonymous_union" : "anonymous_struct");

  const signature = (type: CType, depth: number): string => {
    switch (type.kind) {
      case "pointer":
        return `*${depth > 2 ? "" : signature(type.to, depth + 1)}`;
      case "array":
        return `[${signature(type.of, depth)};${type.length}]`;
      case "record":
        return `${type.record.union ? "u" : "s"}:${type.record.tag ?? type.record.alias ?? signatureOf(type.record, depth + 1)}`;
      case "function":
        return `fn(${type.params.length})`;
      case "int":
        return `${type.signed ? "i" : "u"}${type.size}`;
      case "float":
        return `f${type.size}`;
      case "enum":
        return signature(type.decl.type, depth);
      default:
        return type.kind;
    }
  };
  const signatureOf = (record: RecordDecl, depth: number): string =>
    `${nameOf(record)} ${record.size}/${record.align}{${(record.fields ?? []).map((f) => `${f.name}@${f.bit ?? f.offset}:${depth > 2 ? "" : signature(f.type, depth)}`).join(",")}}`;

  // A struct that is only declared in one unit may have its members in another.
  const complete = new Map<string, RecordDecl>();
  for (const unit of units) {
    for (const record of unit.records) {
      const name = record.tag ?? record.alias;
      if (record.fields && name !== undefined && !complete.has(`${record.union} ${name}`)) complete.set(`${record.union} ${name}`, record);
    }
  }

  const classOf = (record: RecordDecl): number => {
    const known = byRecord.get(record);
    if (known !== undefined) return known;
    const whole = record.fields ? undefined : complete.get(`${record.union} ${record.tag ?? record.alias}`);
    if (whole) {
      const id = classOf(whole);
      byRecord.set(record, id);
      return id;
    }
    const unitIndex = unitOf(record);
    const unitAt = units[unitIndex];
    // Records without a name are the same only when they stand at the same place.
    const place = unitAt.map.fileOf(record.at) >= 0 ? unitAt.map.spanOf(record.at) : undefined;
    const where = record.tag === undefined && record.alias === undefined && place ? `@${place.file}:${place.start}` : "";
    const key = `${record.union ? "union" : "struct"} ${signatureOf(record, 0)}${record.fields ? "" : "?"}${where}`;
    const same = byKey.get(key);
    if (same !== undefined) {
      byRecord.set(record, same);
      return same;
    }
    const id = classes.length;
    byKey.set(key, id);
    byRecord.set(record, id);
    const module = moduleOf(unitIndex);
    const span = unitAt.map.spanOf(record.at);
    const made = {
      id,
      name: nameOf(record),
      module,
      span,
      flavour: record.union ? ("union" as const) : ("struct" as const),
      fields: [] as Field[],
      implements: [],
      layout: undefined as IrClass["layout"],
      ...(record.system ? { foreign: true } : {}),
    };
    classes.push(made as IrClass);
    onClass(id, module);
    // A record of the system that is only pointed to needs no members; that is known only at the end, and members cost nothing but text.
    const s = shape(record);
    // An array without elements aligns the struct and may stand inside packed ones, as the attribute may not.
    const silent = s.aligned && record.align <= 8;
    made.layout = record.fields
      ? { size: record.size, align: s.aligned && !silent ? record.align : 1, packed: isPacked(record) }
      : { size: 0, align: 1 };
    if (silent)
      made.fields.push({ name: "alignment", type: { kind: "array", elem: int((record.align * 8) as 16 | 32 | 64, false), length: 0 } });
    for (const field of s.fields) {
      if (field.type.kind === "bytes")
        made.fields.push({ name: field.name, type: { kind: "array", elem: int(8, false), length: field.type.length } });
      else {
        if (containsLongDouble(field.type)) refuse("C0305", unitAt.map.spanOf(field.at), "a member of type long double");
        made.fields.push({ name: field.name, type: typeOf(field.type) });
      }
    }
    if (isPacked(record) && (record.fields ?? []).some((f) => asksForAlignment(f.type)))
      refuse("C0304", span, "a packed struct with a member that has an alignment of its own");
    return id;
  };

  const containsLongDouble = (type: CType): boolean =>
    type.kind === "float" ? type.size === 16 : type.kind === "array" ? containsLongDouble(type.of) : false;

  const functionType = (type: FunctionType): Type<"fnptr"> => ({
    kind: "fnptr",
    params: [...type.params.map((p) => typeOf(p.type)), ...(type.variadic ? [variadicType] : [])],
    result: type.noreturn ? { kind: "never" } : typeOf(type.result),
    variadic: false,
  });

  const typeOf = (type: CType): Type => {
    const plain = unqualified(type);
    if (plain.kind === "pointer" || plain.kind === "array") {
      const known = cache.get(type);
      if (known) return known;
    }
    const made = convert(plain);
    cache.set(type, made);
    return made;
  };

  const convert = (type: CType): Type => {
    switch (type.kind) {
      case "void":
        return unit;
      case "bool":
        return bool;
      case "int":
        return int((type.size * 8) as 8 | 16 | 32 | 64 | 128, type.signed);
      case "enum":
        return int((type.decl.type.size * 8) as 32 | 64, type.decl.type.signed);
      case "float":
        return { kind: "float", width: type.size === 4 ? 32 : 64 };
      case "pointer":
        if (type.to.kind === "function") return { kind: "option", inner: functionType({ ...type.to, noreturn: undefined }) };
        if (type.to.kind === "array" && type.to.length === undefined && !type.to.variable)
          return { kind: "ptr", target: typeOf(type.to.of), mutable: !isConst(type.to), rep: reps.fresh() };
        if (variableLength(type.to))
          return { kind: "ptr", target: typeOf(innermost(type.to)), mutable: !isConst(type.to), rep: reps.fresh() };
        return { kind: "ptr", target: typeOf(type.to), mutable: !isConst(type.to), rep: reps.fresh() };
      case "array":
        return { kind: "array", elem: typeOf(type.of), length: type.length ?? 0 };
      case "record":
        return { kind: "record", class: classOf(type.record) };
      case "function":
        return functionType(type);
      case "valist":
        return vaList;
    }
  };

  return {
    classes,
    typeOf,
    functionType,
    known: (record) => byRecord.get(record),
    home(record, field) {
      const found = shape(record).homes.get(field);
      if (found) return found;
      // The same record read in another unit.
      const twin = record.fields?.find((f) => f.name === field.name && f.offset === field.offset);
      return shape(record).homes.get(twin!)!;
    },
  };
}

const innermost = (type: CType): CType => (type.kind === "array" && variableLength(type) ? innermost(type.of) : type);
const isConst = (type: CType): boolean => (type.kind === "array" ? isConst(type.of) : !!type.const);

export const vaList: Type<"runtime"> = { kind: "runtime", path: "va::List", args: [], copy: true };
/** What stands for `...`: the arguments as a slice. */
export const variadicType: Type<"runtime"> = { kind: "runtime", path: "va::List", args: [], copy: true };
