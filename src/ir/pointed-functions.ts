/**
 * The functions behind C's function pointers, by the pointers' types. Where the library neither sees such pointers nor makes any, and nothing takes
 * them for something else, all functions behind them are known: a call through a pointer is a call of one of them.
 */
import { innerTypes, sameType, typeKey, type FunctionId, type IrFunction, type Program, type Type } from "./index.ts";
import { isExpression, walk } from "./walk.ts";

export interface PointedFunctions {
  /** All types of function pointers that occur, as keys; `variadic` ones too. */
  readonly types: ReadonlySet<string>;
  /** Those of which not everything is known. */
  readonly open: ReadonlySet<string>;
  /** The types of the pointers that lead to a function. */
  readonly pointed: ReadonlyMap<FunctionId, ReadonlySet<string>>;
  /** The functions behind pointers of a type of which all is known, where there are any. */
  behind(type: Type): readonly FunctionId[] | undefined;
  /** The functions behind pointers of each such type. */
  readonly groups: readonly (readonly FunctionId[])[];
}

const known = new WeakMap<Program, PointedFunctions>();
const inside = new WeakMap<Type, readonly string[]>();

/** The function pointer types inside a type, those behind pointers too. */
function pointersIn(type: Type): readonly string[] {
  const found = inside.get(type);
  if (found) return found;
  const made = [...(type.kind === "fnptr" ? [typeKey(type)] : []), ...innerTypes(type).flatMap(pointersIn)];
  inside.set(type, made);
  return made;
}

/** Are these parameters the function's own? */
const fits = (fn: IrFunction, type: Type<"fnptr">): boolean =>
  fn.params.length === type.params.length && fn.params.every(({ local }, i) => sameType(fn.locals[local].type, type.params[i]));

export function pointedFunctions(program: Program): PointedFunctions {
  const before = known.get(program);
  if (before) return before;
  const open = new Set<string>();
  const types = new Set<string>();
  const spoil = (type: Type): void => {
    for (const key of pointersIn(type)) open.add(key);
  };
  const pointed = new Map<FunctionId, Set<string>>();
  /** Functions that are taken for something else than they are. */
  const odd = new Set<FunctionId>();
  const visit = (root: Parameters<typeof walk>[0]): void =>
    walk(root, (node) => {
      if (!isExpression(node)) return;
      for (const key of pointersIn(node.type)) types.add(key);
      switch (node.kind) {
        case "function": {
          if (node.type.kind !== "fnptr") return;
          const key = typeKey(node.type);
          pointed.set(node.function, (pointed.get(node.function) ?? new Set()).add(key));
          if (!fits(program.functions[node.function], node.type)) odd.add(node.function);
          return;
        }
        case "cast":
          // its address as a number, to be compared
          if (node.type.kind === "int" && node.value.type.kind === "option") return;
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
      else for (const key of pointersIn(field.type)) types.add(key);
  const unfit = (id: FunctionId): boolean => {
    const fn = program.functions[id];
    return fn.extern !== undefined || fn.exported === true || fn.result.kind === "never" || id === program.start.entry;
  };
  for (let changed = true; changed;) {
    changed = false;
    for (const [id, keys] of pointed) {
      if (!unfit(id) && ![...keys].some((key) => open.has(key))) continue;
      for (const key of keys) {
        if (open.has(key)) continue;
        open.add(key);
        changed = true;
      }
    }
  }
  const members = new Map<string, FunctionId[]>();
  const mixed = new Set<string>();
  for (const [id, keys] of pointed)
    for (const key of keys) {
      members.set(key, [...(members.get(key) ?? []), id]);
      if (keys.size > 1 || odd.has(id) || program.functions[id].variadic) mixed.add(key);
    }
  const behind = (type: Type): readonly FunctionId[] | undefined => {
    if (type.kind !== "fnptr" || type.variadic) return undefined;
    const key = typeKey(type);
    return open.has(key) || mixed.has(key) ? undefined : members.get(key);
  };
  const groups = [...members].filter(([key]) => !open.has(key) && !mixed.has(key)).map(([, ids]) => ids);
  const made = { types, open, pointed, behind, groups };
  known.set(program, made);
  return made;
}
