/** Pointers of C in the IR: sizes of what they point to, and forms that stand for one thing. */
import type { Expression } from "./expressions.ts";
import type { Program } from "./items.ts";
import { sameType, type Type } from "./types.ts";

/** The pointee of both is the same. */
export const samePointee = (a: Type, b: Type): boolean => a.kind === "ptr" && b.kind === "ptr" && sameType(a.target, b.target);

/** One of two pointers, under casts that change nothing. */
export const chosen = (e: Expression): Expression<"conditional"> | undefined =>
  e.kind === "conditional" ? e : e.kind === "cast" && samePointee(e.type, e.value.type) ? chosen(e.value) : undefined;

const isByte = (type: Type): boolean => type.kind === "int" && type.width === 8;

/** The pointer under a cast that takes bytes for characters, or characters for bytes. */
export function underSign(e: Expression): Expression | undefined {
  if (e.kind !== "cast" || e.type.kind !== "ptr" || e.value.type.kind !== "ptr") return undefined;
  if (samePointee(e.type, e.value.type)) return underSign(e.value);
  return isByte(e.type.target) && isByte(e.value.type.target) ? e.value : undefined;
}

/** The two pointers whose distance in elements this is. */
export function pointerPair(program: Program, node: Expression<"binary">): [Expression, Expression] | undefined {
  const divided = node.op === "div" && node.left.kind === "binary" && node.right.kind === "int" ? node.left : undefined;
  const { op, left, right } = divided ?? node;
  if (op !== "sub" || left.kind !== "cast" || right.kind !== "cast") return undefined;
  const [a, b] = [left.value, right.value];
  if (a.type.kind !== "ptr" || b.type.kind !== "ptr" || !samePointee(a.type, b.type)) return undefined;
  const size = sizeOf(program, a.type.target);
  return size === (divided ? (node.right as Expression<"int">).value : 1n) ? [a, b] : undefined;
}

/** `m[0]`, of which no one can tell whether the row is meant or all that follows. */
export const isFirstRow = (place: Expression): boolean =>
  place.kind === "index" &&
  place.index.kind === "int" &&
  place.index.value === 0n &&
  place.object.type.kind === "array" &&
  place.object.type.elem.kind === "array";

/** A pointer to rows that is taken for one to their elements. */
export const isFlattening = ({ type, value }: Expression<"cast">): boolean =>
  type.kind === "ptr" &&
  value.type.kind === "ptr" &&
  value.type.target.kind === "array" &&
  value.type.target.length > 0 &&
  sameType(value.type.target.elem, type.target);

/** A struct of a few numbers and pointers, which is copied as quickly as it is named. */
export function isSmallRecord(program: Program, id: number): boolean {
  const { flavour, cells, layout, fields } = program.classes[id];
  if (flavour !== "struct" || cells || !layout || layout.packed || layout.size > 64 || fields.length === 0) return false;
  return fields.every(({ type, bits }) => !bits && (type.kind === "record" ? isSmallRecord(program, type.class) : isSmallMember(type)));
}

/** What an array without a length holds lies behind the struct, and is not copied with it. */
const isSmallMember = (type: Type): boolean =>
  type.kind === "array"
    ? type.length > 0 && isSmallMember(type.elem)
    : type.kind === "int" ||
      type.kind === "float" ||
      type.kind === "bool" ||
      type.kind === "ptr" ||
      (type.kind === "option" && type.inner.kind === "fnptr") ||
      (type.kind === "runtime" && type.copy === true && type.zero !== undefined);

/** The size of an object in bytes, as C counts. */
export function sizeOf(program: Program, type: Type): bigint {
  switch (type.kind) {
    case "bool":
      return 1n;
    case "int":
      return type.width === "size" ? 8n : BigInt(type.width / 8);
    case "float":
      return BigInt(type.width / 8);
    case "array":
      return BigInt(type.length) * sizeOf(program, type.elem);
    case "record":
      return BigInt(program.classes[type.class].layout?.size ?? 1);
    default:
      return 8n;
  }
}

/** The start of a vector that is a variable of its own. */
export const isStorage = (program: Program, value: Expression): boolean =>
  value.kind === "runtime" && program.rows(value.row).memory === "storage";
