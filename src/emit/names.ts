/** Rust names of the program's items. */
import type { IrClass, Program } from "../ir/index.ts";
import {
  createScope,
  escapeName,
  reservedTypes,
  reservedValues,
  snakeCase,
  upperCamel,
  upperSnake,
  type NameScope,
} from "../rust/names.ts";
import type { ItemNames } from "./context.ts";
import type { MainBody } from "./main.ts";

const fieldTables = new WeakMap<IrClass, ReadonlyMap<string, string>>();

/** The Rust name of a field: the source's in snake case, unique in its class. */
export function fieldName(cls: IrClass | undefined, name: string): string {
  if (!cls) return escapeName(name);
  let table = fieldTables.get(cls);
  if (!table) {
    const scope = createScope();
    const made = new Map<string, string>();
    // names that are right already come first
    const names = [...new Set(cls.fields.flatMap((field) => [field.name, ...(field.bits ? [field.bits.storage] : [])]))];
    for (const each of names) if (snakeCase(each) === escapeName(each)) made.set(each, scope.take(escapeName(each)));
    for (const each of names) if (!made.has(each)) made.set(each, scope.take(snakeCase(each)));
    fieldTables.set(cls, (table = made));
  }
  return table.get(name) ?? escapeName(name);
}

/** Methods that a handle of an object has by traits of Rust's prelude: a call would mean those. */
const TRAITS = ["as_ref", "clone", "drop", "eq", "ge", "gt", "into", "le", "lt", "ne", "partial_cmp", "to_owned", "to_string", "try_into"];

export function itemNames(program: Program, entryModule: number, inMain: MainBody): ItemNames {
  const values: NameScope[] = program.modules.map(() => createScope(reservedValues));
  const types: NameScope[] = program.modules.map(() => createScope(reservedTypes, undefined, true));
  const classScopes = program.classes.map((cls) =>
    createScope(["ZERO", ...TRAITS, ...cls.fields.filter((field) => field.bits).map((field) => fieldName(cls, field.name))]),
  );
  const moduleScope = createScope(["rt", "std", "core", "main", "lib"]);
  const modules = program.modules.map((module, i) => (i === entryModule ? "" : moduleScope.take(snakeCase(module.name))));
  // modules are items of the root
  for (const name of modules) if (name) values[entryModule]?.take(name);
  const classes = program.classes.map((cls) => types[cls.module].take(upperCamel(cls.name)));
  const unions = program.unions.map((union) => types[union.module].take(upperCamel(union.name)));
  const globals = program.globals.map((global) =>
    global.extern ? global.extern.symbol : values[global.module].take(upperSnake(global.name)),
  );
  const functions = program.functions.map((fn) => {
    if (fn.extern) return fn.extern.symbol;
    // Names of ours come after the source's; `main` is Rust's own.
    if (fn.id === program.start.entry || inMain.gone.has(fn.id)) return "";
    const name = fn.name === "main" && !fn.owner ? "main_" : snakeCase(fn.name.replace(/_{2,}(\d+)$/, "_$1"));
    return fn.owner ? classScopes[fn.owner.class].take(name) : values[fn.module].take(name);
  });
  for (const fn of program.functions) if (!functions[fn.id]) functions[fn.id] = values[fn.module].take("run");
  return { functions, classes, unions, globals, modules };
}
