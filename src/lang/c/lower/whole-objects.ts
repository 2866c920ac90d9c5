/**
 * Bytes of whole objects: `memset(p, 0, sizeof *p)` gives all of it a value, `memcpy` between objects of one type assigns, and numbers whose bytes are
 * taken for another number of the same size (`memcpy(&bits, &x, sizeof x)`, `*(uint32_t *)&x`) are converted.
 */
import { int, sameType, usize, type Builder, type Expression, type Program, type Statement, type Type } from "../../../ir/index.ts";
import { sizeOf } from "../../../ir/pointers.ts";
import { isExpression, walk } from "../../../ir/walk.ts";
import { rewriting } from "./rewrite.ts";

/** Values that are made and moved on the stack. */
const LARGEST = 1n << 14n;

const isNumber = (type: Type): boolean => type.kind === "int" || type.kind === "float";

const stripped = (e: Expression): Expression => (e.kind === "cast" && e.value.type.kind === "ptr" ? stripped(e.value) : e);

/** The program with such assignments and conversions. */
export function withWholeObjects(program: Program, build: Builder): Program {
  /** The number as one of another type, bit for bit. */
  const converted = (value: Expression, to: Type): Expression | undefined => {
    const from = value.type;
    if (!isNumber(from) || !isNumber(to) || sizeOf(program, from) !== sizeOf(program, to)) return undefined;
    const cast = (e: Expression, type: Type): Expression =>
      sameType(e.type, type) ? e : build.expr("cast", type, value.span, { value: e });
    const width = Number(sizeOf(program, from) * 8n) as 32 | 64;
    const bits = int(width, false);
    if (from.kind === "float" && to.kind === "float") return value;
    if (from.kind === "float") return cast(build.expr("runtime", bits, value.span, { row: "c.float.to_bits", args: [value] }), to);
    if (to.kind !== "float") return cast(value, to);
    return build.expr("runtime", to, value.span, { row: `c.float.from_bits${width}`, args: [cast(value, bits)] });
  };

  /** What lies behind a pointer that is taken for `void *`, where it has this many bytes. */
  const objectOf = (pointer: Expression, bytes: bigint): Expression | undefined => {
    const at = stripped(pointer);
    if (at.type.kind !== "ptr" || at.type.target.kind === "unit") return undefined;
    if (at.kind === "addressOf") {
      const { place } = at;
      if (place.kind === "local" && place.type.kind === "array" && sizeOf(program, place.type) === bytes) return place;
      if (sameType(place.type, at.type.target)) return sizeOf(program, place.type) === bytes ? place : undefined;
      return undefined;
    }
    if (at.type.target.kind === "array" || sizeOf(program, at.type.target) !== bytes) return undefined;
    // a pointer that something computes is computed once
    if (!["local", "global", "field"].includes(at.kind)) return undefined;
    return build.expr("deref", at.type.target, at.span, { pointer: at });
  };
  const isRecords = (type: Type): boolean => type.kind === "record" || (type.kind === "array" && isRecords(type.elem));
  const isMovable = (type: Type): boolean => {
    if (type.kind === "array") return isMovable(type.elem);
    if (type.kind !== "record") return true;
    const cls = program.classes[type.class];
    return (
      cls.flavour === "struct" &&
      !cls.foreign &&
      cls.fields.length > 0 &&
      cls.fields.every((field) => isMovable(field.type) && !isOpen(field.type))
    );
  };
  /** Arrays without a length go on behind their struct. */
  const isOpen = (type: Type): boolean => type.kind === "array" && type.length === 0;

  const zero = (type: Type, like: Expression): Expression => build.expr("zero", type, like.span, {});
  /** A variable's zero by itself would say that it has no value yet. */
  const zeroFor = (place: Expression): Expression => {
    const { type } = place;
    if (place.kind !== "local") return zero(type, place);
    if (type.kind === "array")
      return build.expr("array", type, place.span, { elems: Array.from({ length: type.length }, () => zero(type.elem, place)) });
    if (type.kind !== "record") return zero(type, place);
    const fields = program.classes[type.class].fields.map((field) => [field.name, zero(field.type, place)] as const);
    return build.expr("construct", type, place.span, { class: type.class, fields });
  };

  const assigned = (s: Statement<"expression">): Statement | undefined => {
    const call = s.value;
    if (call.kind !== "runtime" || !/^c\.lib\.mem(set|cpy|move)$/.test(call.row)) return undefined;
    const [to, from, size] = call.args;
    const bytes = size.kind === "cast" ? size.value : size;
    if (bytes.kind !== "int" || bytes.value > LARGEST) return undefined;
    const place = objectOf(to, bytes.value);
    if (!place) return undefined;
    if (call.row === "c.lib.memset") {
      if (from.kind !== "int" || from.value !== 0n || !isRecords(place.type) || !isMovable(place.type)) return undefined;
      return {
        ...build.stmt("assign", s.span, { place, value: zeroFor(place) }),
        comments: s.comments,
      } as Statement;
    }
    const source = objectOf(from, bytes.value);
    if (!source || place.type.kind === "array") return undefined;
    const value = sameType(place.type, source.type) ? (isMovable(place.type) ? source : undefined) : converted(source, place.type);
    return value && ({ ...build.stmt("assign", s.span, { place, value }), comments: s.comments } as Statement);
  };

  /** `((unsigned char *)&x)[i]`, read. */
  const byteOf = (e: Expression): Expression | undefined => {
    const pointer = e.kind === "deref" ? e.pointer : e.kind === "index" ? e.object : undefined;
    if (pointer?.kind !== "cast" || e.type.kind !== "int" || e.type.width !== 8) return undefined;
    const at = stripped(pointer);
    if (at.kind !== "addressOf" || at.place.kind !== "local" || !isNumber(at.place.type) || sizeOf(program, at.place.type) === 1n)
      return undefined;
    const elem = int(8, false);
    const type: Type = { kind: "array", elem, length: Number(sizeOf(program, at.place.type)) };
    const object = build.expr("runtime", type, e.span, { row: "c.bytes.of", args: [at.place] });
    const index = e.kind === "index" ? asIndex(one(e.index)) : build.expr("int", usize, e.span, { value: 0n });
    const byte = build.expr("index", elem, e.span, { object, index });
    return sameType(e.type, elem) ? byte : build.expr("cast", e.type, e.span, { value: byte });
  };
  const asIndex = (index: Expression): Expression =>
    index.kind === "int"
      ? { ...index, type: usize }
      : sameType(index.type, usize)
        ? index
        : build.expr("cast", usize, index.span, { value: index });

  /** `*(U *)&x`, read. */
  const one = (e: Expression): Expression => {
    if (e.kind === "deref" && e.pointer.kind === "cast" && isNumber(e.type)) {
      const at = stripped(e.pointer);
      if (at.kind === "addressOf" && isNumber(at.place.type) && !sameType(at.place.type, e.type) && at.place.kind === "local") {
        const made = converted(at.place, e.type);
        if (made) return made;
      }
    }
    const byte = byteOf(e);
    if (byte) return byte;
    // what is written, or whose address is taken, stays a place
    if (e.kind === "addressOf") return { ...e, place: placeOf(e.place) };
    return parts(e);
  };
  const placeOf = (e: Expression): Expression => (e.kind === "deref" ? parts(e) : one(e));
  const statement = (s: Statement): Statement => {
    if (s.kind === "expression") return assigned(s) ?? parts(s);
    if (s.kind === "assign" || s.kind === "update") return { ...s, place: placeOf(s.place), value: one(s.value) };
    return parts(s);
  };
  const parts = rewriting({ expression: one, statement });
  const functions = program.functions.map((fn) => (fn.extern || !needs(fn.body) ? fn : { ...fn, body: parts(fn.body) }));
  return { ...program, functions, nodeCount: build.nodeCount };
}

/** Is there anything to look at? */
function needs(root: Parameters<typeof walk>[0]): boolean {
  let found = false;
  walk(root, (node) => {
    if (!isExpression(node)) return !found;
    if (node.kind === "runtime" && node.row.startsWith("c.lib.mem")) found = true;
    if (node.kind === "deref" && node.pointer.kind === "cast") found = true;
    if (node.kind === "index" && node.object.kind === "cast") found = true;
    return !found;
  });
  return found;
}
