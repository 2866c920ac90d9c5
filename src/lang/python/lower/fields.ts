/** Which fields `__init__` assigns before the object is used. */
import type { Expr, FunctionNode, Stmt } from "../ast/nodes.ts";
import { findMethod, type ClassInfo } from "../infer/classes.ts";
import { blocksOf, eachExpr, exprsOf, innerExprs } from "../scope-tree.ts";
import type { Cx } from "./context.ts";
import { dataFields } from "./dataclass-fields.ts";
import { dataBase } from "./dataclass-init.ts";
import { isExceptionName } from "./exceptions.ts";
import { assignsHook, earlySetter } from "./hooked-fields.ts";

export const selfOf = (def: FunctionNode): string | undefined => def.params[0]?.name;

/** Does a statement use the object only to assign fields and to read those assigned before? */
export function onlyFields(s: Stmt, self: string, assigned: ReadonlySet<string>): boolean {
  let ok = true;
  const look = (e: Expr): void => {
    if (e.kind === "attribute" && e.object.kind === "name" && e.object.id === self) {
      if (!assigned.has(e.name)) ok = false;
      return;
    }
    if (e.kind === "name" && e.id === self) ok = false;
    if (e.kind === "lambda") lambdaUses(e.fn, self, () => (ok = false));
    eachInner(e, look);
  };
  const targets = (e: Expr): void => {
    if (e.kind === "attribute" && e.object.kind === "name" && e.object.id === self) return;
    if (e.kind === "tuple" || e.kind === "list") e.elems.forEach(targets);
    else look(e);
  };
  switch (s.kind) {
    case "assign":
      look(s.value);
      s.targets.forEach(targets);
      return ok;
    case "annotated":
      if (s.value) look(s.value);
      targets(s.target);
      return ok;
    case "def":
    case "class":
      return false;
    case "return":
      return false;
    default: {
      // Compound statements may read what is assigned; assigning fields inside them is only seen through for `if` with both sides.
      for (const e of exprsOf(s)) if (e) look(e);
      if (s.kind === "if") {
        const inner = new Set(assigned);
        for (const part of [s.body, s.orElse]) {
          const seen = new Set(inner);
          for (const each of part) {
            if (!onlyFields(each, self, seen)) return false;
            for (const name of fieldsOf(each, self)) seen.add(name);
          }
        }
        const left = unionOf(s.body.map((each) => fieldsOf(each, self)));
        const right = unionOf(s.orElse.map((each) => fieldsOf(each, self)));
        for (const name of [...left, ...right])
          if (!assigned.has(name) && !(left.has(name) && right.has(name)) && !(endsInRaise(s.body) || endsInRaise(s.orElse))) return false;
        return ok;
      }
      for (const part of blocksOf(s))
        for (const each of part)
          if (!onlyFields(each, self, assigned) || [...fieldsOf(each, self)].some((name) => !assigned.has(name))) return false;
      return ok;
    }
  }
}

const endsInRaise = (body: readonly Stmt[]): boolean => body.length > 0 && body[body.length - 1].kind === "raise";
const unionOf = (sets: readonly Set<string>[]): Set<string> => new Set(sets.flatMap((each) => [...each]));

const eachInner = (e: Expr, see: (e: Expr) => void): void => {
  for (const inner of innerExprs(e)) if (inner) see(inner);
};
const lambdaUses = (fn: FunctionNode, self: string, found: () => void): void => {
  for (const s of fn.body) for (const e of exprsOf(s)) if (e) eachExpr(e, (inner) => inner.kind === "name" && inner.id === self && found());
};

/** The fields that a statement surely assigns. */
export function fieldsOf(s: Stmt, self: string): Set<string> {
  const found = new Set<string>();
  const targets = (e: Expr): void => {
    if (e.kind === "attribute" && e.object.kind === "name" && e.object.id === self) found.add(e.name);
    else if (e.kind === "tuple" || e.kind === "list") e.elems.forEach(targets);
  };
  if (s.kind === "assign") s.targets.forEach(targets);
  else if (s.kind === "annotated" && s.value) targets(s.target);
  else if (s.kind === "if") {
    const left = unionOf(s.body.map((each) => fieldsOf(each, self)));
    const right = unionOf(s.orElse.map((each) => fieldsOf(each, self)));
    if (endsInRaise(s.body)) for (const name of right) found.add(name);
    else if (endsInRaise(s.orElse)) for (const name of left) found.add(name);
    else for (const name of left) if (right.has(name)) found.add(name);
  }
  return found;
}

/** Is a statement `super().__init__(…)`? */
export const superInit = (s: Stmt): Expr<"call"> | undefined => {
  if (s.kind !== "expr" || s.value.kind !== "call" || s.value.callee.kind !== "attribute" || s.value.callee.name !== "__init__")
    return undefined;
  const { object } = s.value.callee;
  if (object.kind === "name" && isExceptionName(object.id)) return s.value;
  return object.kind === "call" && object.callee.kind === "name" && object.callee.id === "super" ? s.value : undefined;
};

/** The arguments of a call of a base's `__init__`, without the object where a name stands for the base. */
export const initArgs = (call: Expr<"call">): Expr<"call">["args"] =>
  call.callee.kind === "attribute" && call.callee.object.kind === "name" ? call.args.slice(1) : call.args;

const definite = new WeakMap<ClassInfo, Set<string>>();
/** Fields that have a value as soon as the object exists. */
export function definiteFields(cx: Cx, cls: ClassInfo): Set<string> {
  const known = definite.get(cls);
  if (known) return known;
  const assigned = new Set<string>();
  const walk = (owner: ClassInfo | undefined, def: FunctionNode): boolean => {
    const self = selfOf(def);
    if (!self) return false;
    for (const s of def.body) {
      if (superInit(s)) {
        const args = (s as Stmt<"expr">).value as Expr<"call">;
        if (initArgs(args).some((a) => !onlyFields({ kind: "expr", span: s.span, value: a.value }, self, assigned))) return false;
        const base = findMethod(cls, "__init__", owner);
        if (base && !walk(base.fn.owner, base.fn.def)) return false;
        const data = base ? undefined : dataBase(cls, owner);
        if (data) for (const field of dataFields(data)) if (field.init) assigned.add(field.name);
        continue;
      }
      if (s.kind === "expr" && s.value.kind === "str") continue;
      const early = earlySetter(cls, s, self, assigned);
      if (early) {
        walk(early.fn.owner, early.fn.def);
        continue;
      }
      if (!onlyFields(s, self, assigned) || assignsHook(cls, s, self)) return false;
      for (const name of fieldsOf(s, self)) assigned.add(name);
    }
    return true;
  };
  const init = findMethod(cls, "__init__");
  // After a `__new__`, `__init__` is a method like any other.
  if (init && !findMethod(cls, "__new__")) walk(init.fn.owner, init.fn.def);
  definite.set(cls, assigned);
  void cx;
  return assigned;
}
