/**
 * Function pointers that stay inside the program: every function behind them is safe to call, and the library never sees them. They are `fn(…)`;
 * the others are `unsafe extern "C" fn(…)`.
 */
import { innerTypes, sameType, typeKey, type FunctionId, type Type } from "../ir/index.ts";
import { isExpression, walk } from "../ir/walk.ts";
import type { ProgramContext } from "./context.ts";
import { unsafeFunctions } from "./unsafe.ts";

interface SafePointers {
  readonly types: ReadonlySet<string>;
  readonly functions: ReadonlySet<FunctionId>;
}

const known = new WeakMap<object, SafePointers>();

export const isSafePointer = (unit: ProgramContext, type: Type<"fnptr">): boolean =>
  !unit.program.safe && safePointers(unit).types.has(typeKey(type));

/** Is the function only reached by its name and by such pointers? */
export const isSafelyPointed = (unit: ProgramContext, id: FunctionId): boolean => safePointers(unit).functions.has(id);

/** The function pointer types inside a type, those behind pointers too. */
function pointersIn(type: Type): readonly string[] {
  const found = inside.get(type);
  if (found) return found;
  const made = [...(type.kind === "fnptr" ? [typeKey(type)] : []), ...innerTypes(type).flatMap(pointersIn)];
  inside.set(type, made);
  return made;
}

const inside = new WeakMap<Type, readonly string[]>();

function safePointers(unit: ProgramContext): SafePointers {
  const before = known.get(unit);
  if (before) return before;
  const { program } = unit;
  const bad = new Set<string>();
  const all = new Set<string>();
  const spoil = (type: Type): void => {
    for (const key of pointersIn(type)) bad.add(key);
  };
  const pointed = new Map<FunctionId, Set<string>>();
  const visit = (root: Parameters<typeof walk>[0]): void =>
    walk(root, (node) => {
      if (!isExpression(node)) return;
      for (const key of pointersIn(node.type)) all.add(key);
      switch (node.kind) {
        case "function": {
          if (node.type.kind !== "fnptr") return;
          const key = typeKey(node.type);
          pointed.set(node.function, (pointed.get(node.function) ?? new Set()).add(key));
          return;
        }
        case "cast":
          if (pointersIn(node.type).length + pointersIn(node.value.type).length === 0 || sameType(node.type, node.value.type)) return;
          spoil(node.type);
          spoil(node.value.type);
          return;
        case "call":
          if (program.functions[node.function].extern) for (const arg of node.args) spoil(arg.type);
          return;
        case "runtime":
          if (!node.row.startsWith("c.link.") && !node.row.startsWith("c.slice.")) for (const arg of node.args) spoil(arg.type);
          spoil(node.type);
      }
    });
  for (const fn of program.functions) {
    if (fn.extern) for (const local of fn.locals) spoil(local.type);
    if (fn.extern) spoil(fn.result);
    else visit(fn.body);
  }
  for (const global of program.globals) {
    if (global.extern) spoil(global.type);
    if (global.value) visit(global.value);
  }
  for (const cls of program.classes)
    for (const field of cls.fields)
      if (cls.foreign || cls.flavour === "union") spoil(field.type);
      else for (const key of pointersIn(field.type)) all.add(key);
  const unsafe = unsafeFunctions(program, unit.facts);
  const unfit = (id: FunctionId): boolean => {
    const fn = program.functions[id];
    return fn.extern !== undefined || fn.variadic === true || fn.exported === true || fn.result.kind === "never" || unsafe.has(id);
  };
  for (let changed = true; changed;) {
    changed = false;
    for (const [id, keys] of pointed) {
      if (!unfit(id) && ![...keys].some((key) => bad.has(key))) continue;
      for (const key of keys) {
        if (bad.has(key)) continue;
        bad.add(key);
        changed = true;
      }
    }
  }
  const types = new Set([...all].filter((key) => !bad.has(key) && !key.includes("...")));
  const functions = new Set([...pointed].filter(([, keys]) => [...keys].every((key) => types.has(key))).map(([id]) => id));
  const made = { types, functions };
  known.set(unit, made);
  return made;
}
