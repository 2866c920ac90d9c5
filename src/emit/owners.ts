/** Pointer variables that have become indexes and vectors: declarations and assignments. */
import type { Expression, IrFunction, LocalId, Program, Statement, Type } from "../ir/index.ts";
import { isStorage, sizeOf } from "../ir/pointers.ts";
import { walk } from "../ir/walk.ts";
import type { RustExpr, RustPattern } from "../rust/ast.ts";
import { assign, binary, call, cast, letStmt, lit, method, path, tPath } from "../rust/make.ts";
import { zeroOf } from "./constants.ts";
import type { FunctionContext } from "./context.ts";
import { cursorValue, optionalCursor } from "./cursors.ts";
import { lend, liftOf } from "./lifted.ts";
import { push } from "./statements.ts";
import { rustType } from "./types.ts";
import { danger } from "./unsafe.ts";
import { asUsize, ownLoose, withSuffix } from "./values.ts";

/** Bytes of a block that may as well be an array. */
const STACK = 4096n;

/** Emits the declaration when the pointer is not raw. */
export function declareLifted(cx: FunctionContext, s: Statement<"let">): boolean {
  const storage = cx.locals.get(s.local)!;
  const lift = storage.type.kind === "ptr" ? liftOf(cx, s.local) : undefined;
  if (!lift || storage.type.kind !== "ptr") return false;
  const { mutated, used, pointers } = cx.unit.facts;
  const owner = lift.kind === "vec";
  const written = mutated(cx.fn.id, s.local) || (owner && pointers.written(cx.fn.id, s.local));
  const late = !s.value && cx.zeroed.has(s.local);
  // one that nothing reads may still be given values
  const name = used(cx.fn.id, s.local) || cx.assigned.has(s.local) ? storage.name : `_${storage.name}`;
  const pattern: RustPattern = { kind: "name", name, mutable: written || (late && (owner || cx.assigned.has(s.local))) };
  const plain = tPath(lift.group.signed ? "isize" : "usize");
  const index = lift.nullable ? tPath("Option", plain) : plain;
  const type = owner ? tPath("Vec", rustType(storage.type.target, cx.unit, cx.module)) : index;
  // a vector that has a name already
  const named = owner ? namedVector(cx, s.value ?? assignedValue(cx, s.local)) : undefined;
  if (named !== undefined) {
    cx.locals.set(s.local, { ...storage, name: cx.locals.get(named)!.name });
    return true;
  }
  if (!s.value || s.value.kind === "zero") {
    cx.out.push(letStmt(pattern, late || s.value ? (owner ? call("Vec::new") : lift.nullable ? path("None") : lit("0")) : undefined, type));
    return true;
  }
  if (owner) {
    const block = freshBlock(cx, s.value, storage.type.target, lift.first);
    const length = block.kind === "macro" ? block.args[1] : undefined;
    const isSmall = length?.kind === "literal" && BigInt(length.text) * sizeOf(cx.unit.program, storage.type.target) <= STACK;
    cx.out.push(
      letStmt(pattern, isSmall && block.kind === "macro" ? { kind: "repeat", value: block.args[0], length: length.text } : block),
    );
    return true;
  }
  const value = lift.nullable ? optionalCursor(cx, s.value, lift.group.signed) : cursorValue(cx, s.value, lift.group.signed);
  const untyped = value.kind === "literal" || (value.kind === "path" && value.path === "None");
  cx.out.push(letStmt(pattern, value, untyped ? index : undefined));
  return true;
}

/** With a pointer that is read before rustc could see it assigned, the vector whose start it is. */
export function withVectors(program: Program, fn: IrFunction, unassigned: ReadonlySet<LocalId>): ReadonlySet<LocalId> {
  if (unassigned.size === 0) return unassigned;
  const found = new Set(unassigned);
  walk(fn.body, (node) => {
    if (node.kind !== "assign" || node.place.kind !== "local" || !unassigned.has(node.place.local)) return;
    const { value } = node;
    if (isStorage(program, value) && value.kind === "runtime" && value.args[0].kind === "local") found.add(value.args[0].local);
  });
  return found;
}

/** What a variable is given that is declared ahead of its place. */
function assignedValue(cx: FunctionContext, local: LocalId): Expression | undefined {
  let value: Expression | undefined;
  walk(cx.fn.body, (node) => {
    if (node.kind === "assign" && node.place.kind === "local" && node.place.local === local) ({ value } = node);
    return value === undefined;
  });
  return value;
}

/** The vector that a pointer to its first element stands for. */
const namedVector = (cx: FunctionContext, value: Expression | undefined): LocalId | undefined =>
  value?.kind === "runtime" && isStorage(cx.unit.program, value) && value.args[0].kind === "local" ? value.args[0].local : undefined;

/** Emits the assignment when the pointer is not raw. */
export function assignLifted(cx: FunctionContext, s: Statement<"assign">): boolean {
  if (s.place.kind !== "local") return false;
  const storage = cx.locals.get(s.place.local)!;
  const lift = storage.type.kind === "ptr" ? liftOf(cx, s.place.local) : undefined;
  if (!lift || storage.type.kind !== "ptr") return false;
  const name = cx.moved.get(s.place.local) ?? storage.name;
  const target = path(name);
  if (lift.kind === "vec") {
    if (namedVector(cx, s.value) !== undefined) return true; // declared with the vector's name
    push(cx, assign(target, freshBlock(cx, s.value, storage.type.target, lift.first)));
    return true;
  }
  if (lift.nullable && lift.kind === "cursor") {
    push(cx, assign(target, optionalCursor(cx, s.value, lift.group.signed)));
    return true;
  }
  const value = cursorValue(cx, s.value, lift.group.signed);
  // `p = p + n`
  const steps = value.kind === "binary" && value.left.kind === "path" && value.left.path === name && /^[+-]$/.test(value.op);
  push(cx, steps && value.kind === "binary" ? assign(target, value.right, `${value.op}=`) : assign(target, value));
  return true;
}

/** `malloc(n * sizeof(T))` → `vec![0; n]` */
function freshBlock(cx: FunctionContext, value: Expression, target: Type, first: boolean): RustExpr {
  let at = value;
  while (at.kind === "cast") at = at.value;
  const { args, row } = at as Expression<"runtime">;
  if (cx.unit.program.rows(row).lends) return copyOf(cx, args[0]);
  const size = sizeOf(cx.unit.program, target);
  const items = args.length === 2 ? itemsOf(cx, args[0], args[1], size) : countOf(cx, args[0], size);
  // text that is one character too long does no harm to most programs
  const isText = target.kind === "int" && target.width === 8;
  const count = isText ? call("rt::heap::room", items) : first && items.kind !== "literal" ? method(items, "max", lit("1")) : items;
  return { kind: "macro", name: "vec", args: [withSuffix(cx, true, () => zeroOf(cx, target)), count], bracket: true, repeat: true };
}

/** `strdup(text)` → `rt::string::to_vec(&text)` */
function copyOf(cx: FunctionContext, text: Expression): RustExpr {
  const lent = cx.unit.facts.pointers.lent(text.id);
  if (!lent) return danger(call("rt::raw::to_vec", ownLoose(cx, text)));
  return call(`rt::${lent.access === "view" ? "cells" : "string"}::to_vec`, lend(cx, text, lent));
}

const isSize = (e: Expression, size: bigint): boolean => e.kind === "int" && e.value === size;

function itemsOf(cx: FunctionContext, count: Expression, each: Expression, size: bigint): RustExpr {
  if (isSize(each, size)) return plainCount(cx, count);
  if (isSize(count, size)) return plainCount(cx, each);
  const known = [constantOf(count), constantOf(each)];
  if (known[0] !== undefined && known[1] !== undefined) return lit(String((known[0] * known[1] + size - 1n) / size));
  return divided(binary("*", asUsize(cx, count), asUsize(cx, each)), size);
}

/** How many objects fit into so many bytes. */
function countOf(cx: FunctionContext, bytes: Expression, size: bigint): RustExpr {
  let at = bytes;
  while (at.kind === "cast" && at.value.type.kind === "int" && at.value.kind !== "local") at = at.value;
  const known = constantOf(at);
  if (known !== undefined) return lit(String((known + size - 1n) / size));
  if (at.kind === "binary" && at.op === "mul") {
    if (isSize(at.left, size)) return plainCount(cx, at.right);
    if (isSize(at.right, size)) return plainCount(cx, at.left);
  }
  return size === 1n ? plainCount(cx, bytes) : divided(asUsize(cx, bytes), size);
}

/** The value of a product or sum of numbers. */
function constantOf(e: Expression): bigint | undefined {
  if (e.kind === "int") return e.value;
  if (e.kind === "cast" && e.type.kind === "int") return constantOf(e.value);
  if (e.kind !== "binary" || (e.op !== "mul" && e.op !== "add")) return undefined;
  const [left, right] = [constantOf(e.left), constantOf(e.right)];
  if (left === undefined || right === undefined) return undefined;
  return e.op === "mul" ? left * right : left + right;
}

const divided = (bytes: RustExpr, size: bigint): RustExpr => (size === 1n ? bytes : method(bytes, "div_ceil", lit(String(size))));

/** A count without the casts that C put around it. */
function plainCount(cx: FunctionContext, e: Expression): RustExpr {
  let at = e;
  while (at.kind === "cast" && at.value.type.kind === "int" && at.type.kind === "int") at = at.value;
  if (at.kind === "int") return lit(String(at.value));
  const expr = ownLoose(cx, at);
  return at.type.kind === "int" && at.type.width === "size" && !at.type.signed ? expr : cast(expr, tPath("usize"));
}
