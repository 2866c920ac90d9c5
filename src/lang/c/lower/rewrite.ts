/** Rewriting of IR trees: what does not change is kept as it is, so that most of a program is not copied. */
import { innerTypes, type Expression, type Item, type Program, type Statement, type Type } from "../../../ir/index.ts";
import { isExpression, walk } from "../../../ir/walk.ts";

/** The node with its parts rewritten; itself when none of them changes. */
export function withParts<T extends object>(node: T, part: (key: string, value: object) => unknown): T {
  let out: Record<string, unknown> | undefined;
  for (const key in node) {
    const value = node[key];
    if (typeof value !== "object" || value === null || key === "span" || key === "comments" || value instanceof Uint8Array) continue;
    const made = part(key, value);
    if (made === value) continue;
    out ??= { ...node } as Record<string, unknown>;
    out[key] = made;
  }
  return (out as T | undefined) ?? node;
}

/** The list with its items rewritten; itself when none of them changes. */
export function withItems<T>(items: readonly T[], one: (item: T) => T): readonly T[] {
  let out: T[] | undefined;
  for (let i = 0; i < items.length; i++) {
    const made = one(items[i]);
    if (made === items[i]) continue;
    out ??= [...items];
    out[i] = made;
  }
  return out ?? items;
}

/** What becomes of the expressions, statements and types that a rewriting comes to; it goes into them by what `rewriting` gives. */
interface Rewriting {
  readonly expression: (e: Expression) => Expression;
  /** By default the statement with its parts rewritten. */
  readonly statement?: (s: Statement) => Statement;
  /** By default types stay. */
  readonly type?: (type: Type) => Type;
}

/** Gives the function that rewrites the parts of a node: the nodes right inside of it, and its types. */
export function rewriting({ expression, statement, type }: Rewriting): <T extends object>(node: T) => T {
  const parts = <T extends object>(node: T): T =>
    withParts(node, (key, value) => {
      if (key === "type" || key === "result") return type ? type(value as Type) : value;
      if (key === "typeArgs") return type ? withItems(value as Type[], type) : value;
      return part(value);
    });
  const part = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
    if (Array.isArray(value)) return withItems(value as unknown[], part);
    if (!("kind" in value && "id" in value)) return parts(value);
    const node = value as Expression | Statement;
    if (isExpression(node)) return expression(node);
    return statement ? statement(node) : parts(node);
  };
  return parts;
}

/** Functions and variables of the library that nothing names any more are not declared, nor structs of which only they speak. */
export function withoutUncalled(program: Program): Program {
  const functions = new Set<number>();
  const globals = new Set<number>();
  const types = new Set<Type>();
  const classes = new Set<number>();
  const mention = (type: Type): void => {
    if (types.has(type)) return;
    types.add(type);
    innerTypes(type).forEach(mention);
    if (type.kind !== "record" || classes.has(type.class)) return;
    classes.add(type.class);
    for (const field of program.classes[type.class].fields) mention(field.type);
  };
  const look = (root: Parameters<typeof walk>[0]): void =>
    walk(root, (node) => {
      if (node.kind === "call" || node.kind === "function") functions.add(node.function);
      else if (node.kind === "global") globals.add(node.global);
      if (isExpression(node)) {
        mention(node.type);
        if (node.kind === "runtime") node.typeArgs?.forEach(mention);
      }
    });
  for (const fn of program.functions) if (!fn.extern) look(fn.body);
  for (const global of program.globals) if (global.value) look(global.value);
  for (const fn of program.functions)
    if (!fn.extern || functions.has(fn.id)) for (const type of [fn.result, ...fn.locals.map((local) => local.type)]) mention(type);
  for (const global of program.globals) if (!global.extern || globals.has(global.id)) mention(global.type);
  for (const cls of program.classes) if (!cls.foreign) for (const field of cls.fields) mention(field.type);
  const isNamed = (item: Item): boolean => {
    if (item.kind === "function") return !program.functions[item.id].extern || functions.has(item.id);
    if (item.kind === "global") return !program.globals[item.id].extern || globals.has(item.id);
    return item.kind !== "class" || !program.classes[item.id].foreign || classes.has(item.id);
  };
  return { ...program, modules: program.modules.map((module) => ({ ...module, items: module.items.filter(isNamed) })) };
}
