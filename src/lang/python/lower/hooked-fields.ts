/** Assignments to attributes of an object that do more than keep the value: by properties, descriptors and `__setattr__`. They need the object. */
import type { Expr, Stmt } from "../ast/nodes.ts";
import type { UserFunction } from "../infer/callables.ts";
import { findAttribute, findMethod, type ClassInfo } from "../infer/classes.ts";
import { fieldsOf, onlyFields, selfOf } from "./fields.ts";
import { blocksOf, eachExpr, exprsOf } from "../scope-tree.ts";

/** Is an attribute of the objects of a class assigned by a function? */
const isHook = (cls: ClassInfo, name: string): boolean =>
  findMethod(cls, name)?.kind === "property" ||
  findMethod(cls, "__setattr__") !== undefined ||
  findAttribute(cls, name)?.descriptor !== undefined;

/** Is a method of a base called other than `__init__`? */
function usesSuper(e: Expr): boolean {
  let found = false;
  eachExpr(e, (inner) => {
    if (inner.kind !== "attribute" || inner.name === "__init__" || inner.object.kind !== "call") return;
    if (inner.object.callee.kind === "name" && inner.object.callee.id === "super") found = true;
  });
  return found;
}

/** Does a statement, or one inside of it, assign such an attribute of the object that is called `self`, or call a method of a base? */
export function assignsHook(cls: ClassInfo, s: Stmt, self: string): boolean {
  const isHooked = (e: Expr): boolean =>
    e.kind === "attribute"
      ? e.object.kind === "name" && e.object.id === self && isHook(cls, e.name)
      : (e.kind === "tuple" || e.kind === "list") && e.elems.some(isHooked);
  if (s.kind === "assign" && s.targets.some(isHooked)) return true;
  if ((s.kind === "annotated" || s.kind === "augmented") && isHooked(s.target)) return true;
  if (s.kind === "def" || s.kind === "class") return false;
  if (exprsOf(s).some((e) => e && usesSuper(e))) return true;
  return blocksOf(s).some((body) => body.some((inner) => assignsHook(cls, inner, self)));
}

/** A property that is assigned while the object is made: its setter and the call that the assignment stands for. */
export interface EarlySetter {
  readonly fn: UserFunction;
  readonly call: Expr<"call">;
}

/**
 * The setter of `self.name = value` where it does nothing but keep fields, so that its text can stand in place of the assignment before there is an object.
 * `assigned`: the fields that have their values.
 */
export function earlySetter(cls: ClassInfo, s: Stmt, self: string, assigned: ReadonlySet<string>): EarlySetter | undefined {
  if (s.kind !== "assign" || s.targets.length !== 1 || s.comments) return undefined;
  const [target] = s.targets;
  if (target.kind !== "attribute" || target.object.kind !== "name" || target.object.id !== self) return undefined;
  const fn = findMethod(cls, "__setattr__") ? undefined : findMethod(cls, target.name)?.setter;
  const own = fn && selfOf(fn.def);
  if (!own || fn.def.params.length !== 2 || !onlyFields({ kind: "expr", span: s.span, value: s.value }, self, assigned)) return undefined;
  const seen = new Set(assigned);
  for (const inner of fn.def.body) {
    if (!onlyFields(inner, own, seen) || assignsHook(cls, inner, own)) return undefined;
    for (const name of fieldsOf(inner, own)) seen.add(name);
  }
  return { fn, call: { kind: "call", callee: target, args: [{ value: s.value }], span: s.span } };
}
