/** The addresses of what pointers lead to that are none themselves: where something raw wants them. */
import type { Type } from "../ir/index.ts";
import type { Lift } from "../passes/facts.ts";
import type { RustExpr } from "../rust/ast.ts";
import { call, method, path } from "../rust/make.ts";
import type { FunctionContext } from "./context.ts";
import { indexOf } from "./cursors.ts";
import { liftOf, type Located, locateLocal } from "./lifted.ts";
import { addressOf } from "./pointers.ts";
import { rustType } from "./types.ts";

type Inside = Pick<FunctionContext, "unit" | "module">;

/** The value of a pointer variable as C sees it; nothing for one that is raw. */
export function addressOfLifted(cx: FunctionContext, local: number, type: Type<"ptr">): RustExpr | undefined {
  const lift = liftOf(cx, local);
  if (!lift) return undefined;
  const name = path(cx.locals.get(local)!.name);
  if (lift.kind === "cursor") {
    const root = lift.root!;
    const start =
      root.kind === "local"
        ? startOf(cx, root.local, { ...liftOf(cx, root.local)!, moved: false }, type)
        : addressOf(cx, { kind: "addressOf", id: -1, type, span: root.place.span, place: root.place });
    const step = lift.group.signed ? "wrapping_offset" : "wrapping_add";
    if (!lift.nullable || cx.present.has(local)) return method(start, step, name);
    return method(name, "map_or", call(type.mutable ? "std::ptr::null_mut" : "std::ptr::null"), {
      kind: "closure",
      params: [{ pattern: { kind: "name", name: "at" } }],
      body: method(start, step, path("at")),
    });
  }
  return startOf(cx, local, lift, type);
}

/** The address that a parameter or an owner holds, moved by its index. */
function startOf(cx: FunctionContext, local: number, lift: Lift, type: Type<"ptr">): RustExpr {
  const name = path(cx.locals.get(local)!.name);
  if (lift.nullable && !cx.present.has(local)) return optional(cx, name, lift, type);
  const found = locateLocal(cx, local, { ...lift, nullable: false })!;
  const start = pointerTo(cx, { ...found, base: name }, lift, type);
  return found.at.length === 0 ? start : method(start, "wrapping_add", indexOf(cx, found.at));
}

/** The raw pointer that a parameter becomes at the start of its function. */
export function rawParameter(cx: Inside, name: string, lift: Lift, type: Type<"ptr">): RustExpr {
  if (lift.nullable) return optional(cx, path(name), lift, type);
  return pointerTo(
    cx,
    { base: path(name), form: lift.shape === "slice" ? "many" : "one", cell: lift.access === "cell", view: lift.access === "view" },
    lift,
    type,
  );
}

function optional(cx: Inside, name: RustExpr, lift: Lift, type: Type<"ptr">): RustExpr {
  const value = pointerTo(
    cx,
    { base: path("value"), form: lift.shape === "slice" ? "many" : "one", cell: lift.access === "cell", view: lift.access === "view" },
    lift,
    type,
  );
  return method(
    lift.access === "write" ? method(name, "as_deref_mut") : name,
    "map_or",
    call(type.mutable ? "std::ptr::null_mut" : "std::ptr::null"),
    { kind: "closure", params: [{ pattern: { kind: "name", name: "value" } }], body: value },
  );
}

/** A reference, slice, view or vector as the pointer to its first item. */
function pointerTo(cx: Inside, found: Pick<Located, "base" | "form" | "cell" | "view">, lift: Lift, type: Type<"ptr">): RustExpr {
  const { base } = found;
  if (found.form === "one" && found.cell) return type.mutable ? method(base, "as_ptr") : method(method(base, "as_ptr"), "cast_const");
  if (found.form === "one" && !found.view)
    return lift.access === "write" ? constant(call("std::ptr::from_mut", base), type) : changeable(call("std::ptr::from_ref", base), type);
  if (found.cell) {
    const typeArgs = [rustType(type.target, cx.unit, cx.module)];
    return changeable({ kind: "method", object: method(base, "as_ptr"), name: "cast", typeArgs, args: [] }, type);
  }
  if (lift.access === "write" && !found.view) return constant(method(base, "as_mut_ptr"), type);
  return changeable(method(base, "as_ptr"), type);
}

const changeable = (pointer: RustExpr, type: Type<"ptr">): RustExpr => (type.mutable ? method(pointer, "cast_mut") : pointer);
const constant = (pointer: RustExpr, type: Type<"ptr">): RustExpr => (type.mutable ? pointer : method(pointer, "cast_const"));
