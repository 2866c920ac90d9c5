/**
 * Function pointers that stay inside the program: the library never sees them. They are `fn(…)` where every function behind them is safe to call, else
 * `unsafe fn(…)`; all others are `unsafe extern "C" fn(…)`.
 */
import { typeKey, type FunctionId, type Type } from "../ir/index.ts";
import { pointedFunctions } from "../ir/pointed-functions.ts";
import type { ProgramContext } from "./context.ts";
import { unsafeFunctions } from "./unsafe.ts";

const known = new WeakMap<object, ReadonlySet<string>>();

/** Is nothing unsafe about calls through pointers of the type? */
export const isSafePointer = (unit: ProgramContext, type: Type<"fnptr">): boolean =>
  !unit.program.safe && safePointers(unit).has(typeKey(type));

/** Do pointers of the type stay inside the program? */
export const isInnerPointer = (unit: ProgramContext, type: Type<"fnptr">): boolean =>
  !unit.program.safe && !pointedFunctions(unit.program).open.has(typeKey(type));

/** Is the function only reached by its name and by such pointers? */
export const isInnerFunction = (unit: ProgramContext, id: FunctionId): boolean => {
  const { pointed, open } = pointedFunctions(unit.program);
  const keys = pointed.get(id);
  return keys !== undefined && ![...keys].some((key) => open.has(key));
};

function safePointers(unit: ProgramContext): ReadonlySet<string> {
  const before = known.get(unit);
  if (before) return before;
  const { program, facts } = unit;
  const { types, open, pointed } = pointedFunctions(program);
  const bad = new Set(open);
  const unsafe = unsafeFunctions(program, facts);
  for (const [id, keys] of pointed) if (unsafe.has(id)) for (const key of keys) bad.add(key);
  const made = new Set([...types].filter((key) => !bad.has(key)));
  known.set(unit, made);
  return made;
}
