/** A second name for a pointer (`struct totals *t = context;`), neither of which ever changes: the first name serves for both. */
import { sameType, type IrFunction, type LocalId, type Program, type Statement } from "../../../ir/index.ts";
import { isExpression, walk } from "../../../ir/walk.ts";
import { withItems, withParts } from "./rewrite.ts";

export const withoutSecondNames = (program: Program): Program => ({
  ...program,
  functions: program.functions.map((fn) => (fn.extern ? fn : renamed(fn))),
});

/** The second names, and what each stands for. */
function secondNames(fn: IrFunction): ReadonlyMap<LocalId, LocalId> {
  const found = new Map<LocalId, LocalId>();
  const given = new Map<LocalId, number>();
  const changed = new Set<LocalId>();
  const params = new Set(fn.params.map(({ local }) => local));
  walk(fn.body, (node) => {
    if (node.kind === "let") {
      given.set(node.local, (given.get(node.local) ?? 0) + 1);
      const { type } = fn.locals[node.local];
      const plain = node.value?.kind === "local" && type.kind === "ptr" && sameType(node.value.type, type) && !node.comments;
      if (plain && node.value?.kind === "local") found.set(node.local, node.value.local);
    } else if (node.kind === "assign" || node.kind === "update") {
      if (node.place.kind === "local") changed.add(node.place.local);
    } else if (isExpression(node) && node.kind === "addressOf" && node.place.kind === "local") changed.add(node.place.local);
    else if (isExpression(node) && node.kind === "closure")
      walk(node.body, (inner) => void (inner.kind === "local" && changed.add(inner.local)));
  });
  const isSteady = (local: LocalId): boolean => !changed.has(local) && (given.get(local) ?? 0) + (params.has(local) ? 1 : 0) === 1;
  for (const [second, first] of found) if (!isSteady(second) || !params.has(first) || !isSteady(first)) found.delete(second);
  return found;
}

function renamed(fn: IrFunction): IrFunction {
  const names = secondNames(fn);
  if (names.size === 0) return fn;
  const part = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
    if (Array.isArray(value)) {
      const kept = (value as unknown[]).filter((each) => !isSecond(each));
      return withItems(kept.length === value.length ? (value as unknown[]) : kept, part);
    }
    const node = value as { readonly kind?: string; readonly local?: LocalId };
    const first = node.kind === "local" && node.local !== undefined ? names.get(node.local) : undefined;
    if (first !== undefined) return { ...node, local: first };
    return withParts(value, (key, inner) => (key === "type" ? inner : part(inner)));
  };
  const isSecond = (each: unknown): boolean =>
    typeof each === "object" && each !== null && (each as Statement).kind === "let" && names.has((each as Statement<"let">).local);
  return { ...fn, body: part(fn.body) as IrFunction["body"] };
}
