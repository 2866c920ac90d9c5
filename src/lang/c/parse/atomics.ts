/** `__atomic_…` and `__sync_…`, which the macros of <stdatomic.h> come to. Every order is taken for the strictest. */
import type { Expr } from "../ast.ts";
import { convert } from "../check/convert.ts";
import { assign, deref } from "../check/operators.ts";
import { boolType, intType, integerOf, isPointer, pointerTo, ulongType, unqualified, voidType, type CType } from "../types/types.ts";
import { make, refuseAt, type Parser } from "./state.ts";

const synced: Readonly<Record<string, string>> = {
  lock_test_and_set: "exchange_n",
  lock_release: "clear",
  synchronize: "thread_fence",
  bool_compare_and_swap: "sync_compare",
  val_compare_and_swap: "sync_swap",
};

/** The name as `__atomic_` has it: `__sync_fetch_and_add` is `fetch_add`, `__sync_add_and_fetch` is `add_fetch`. */
function nameOf(full: string): string {
  if (full.startsWith("__atomic_")) return full.slice("__atomic_".length);
  const name = full.slice("__sync_".length);
  return synced[name] ?? name.replace("_and_", "_");
}

const isWord = (pointer: Expr): boolean => isPointer(pointer.type) && integerOf(pointer.type.to) !== undefined;

/** A call of an atomic builtin with its arguments. */
export function makeAtomic(p: Parser, full: string, args: readonly Expr[], where: number): Expr {
  const name = nameOf(full);
  const nothing = make("cast", voidType, where, { value: make("int", intType, where, { value: 0n }), implied: false });
  if (name === "thread_fence" || name === "signal_fence") return nothing;
  if (name === "is_lock_free" || name === "always_lock_free") return make("int", intType, where, { value: 1n });
  const first = args.at(0);
  // `atomic_flag` is a struct.
  const pointer = first && (name === "test_and_set" || name === "clear") && !isWord(first) ? convert(first, pointerTo(boolType)) : first;
  if (!pointer || !isPointer(pointer.type)) return refuseAt(p, "C0201", where, `the builtin ‘${full}’`);
  const type = unqualified(pointer.type.to);
  if (type.kind === "record" || type.kind === "float" || integerOf(type)?.size === 16)
    return refuseAt(p, "C0201", where, `the builtin ‘${full}’ on such an object`);
  const builtin = (what: string, result: CType, ...rest: Expr[]): Expr =>
    make("builtin", result, where, { name: `atomic_${what}`, args: [pointer, ...rest] });
  const value = (i: number): Expr => convert(args[i], type.kind === "pointer" && integerOf(args[i].type) ? ulongType : type);
  const behind = (i: number): Expr => deref(p, args[i], where);
  switch (name) {
    case "load_n":
      return builtin("load", type);
    case "load":
      return assign(p, behind(1), builtin("load", type), where);
    case "store_n":
      return builtin("store", voidType, value(1));
    case "store":
      return builtin("store", voidType, convert(behind(1), type));
    case "exchange_n":
      return builtin("exchange", type, value(1));
    case "exchange":
      return assign(p, behind(2), builtin("exchange", type, convert(behind(1), type)), where);
    case "compare_exchange_n":
      return builtin("compare", boolType, args[1], value(2));
    case "compare_exchange":
      return builtin("compare", boolType, args[1], convert(behind(2), type));
    case "sync_compare":
      return builtin("sync_compare", boolType, value(1), value(2));
    case "sync_swap":
      return builtin("sync_swap", type, value(1), value(2));
    case "test_and_set":
      return convert(builtin("exchange", type, convert(make("int", intType, where, { value: 1n }), type)), boolType);
    case "clear":
      return builtin("store", voidType, convert(make("int", intType, where, { value: 0n }), type));
    default:
      if (!/^(?:fetch_(?:add|sub|and|or|xor|nand)|(?:add|sub|and|or|xor)_fetch)$/.test(name))
        return refuseAt(p, "C0201", where, `the builtin ‘${full}’`);
      return builtin(name, type, value(1));
  }
}
