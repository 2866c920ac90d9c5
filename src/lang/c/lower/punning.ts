/**
 * Unions whose members one function writes under several names. rustc 1.95 threads a jump past such a write: after `u.l = 0; u.c[0] = 1` it still
 * takes `u.l == 0` for known. A variable that begins as zero has all of its members written. Where that can happen, members are read by a function
 * of the runtime that the optimiser cannot see through so early.
 */
import type { Expr, FunctionBody } from "../ast.ts";
import type { CType, PlacedField, RecordDecl } from "../types/types.ts";
import type { FunctionContext } from "./context.ts";
import { visitTree } from "./tree.ts";

/** The members that a function writes; nothing stands for all of them, as zero. */
type Written = ReadonlyMap<RecordDecl, ReadonlySet<PlacedField | undefined>>;

const found = new WeakMap<FunctionBody, Written>();

/** Does reading this place go through a union that the function writes under more than one name? */
export function isPunned(cx: FunctionContext, e: Expr): boolean {
  if (!cx.body || !cx.unit.records.some((record) => record.union)) return false;
  let written: Written | undefined;
  for (let at: Expr = e; ;) {
    if (at.kind === "member") {
      if (at.object.type.kind === "record" && at.object.type.record.union) {
        written ??= writtenIn(cx.body);
        const members = [...(written.get(at.object.type.record) ?? [])];
        const named = members.filter((member) => member !== undefined);
        if (named.length > 1 || (members.length > named.length && named.some((member) => member !== (at as Expr<"member">).field)))
          return true;
      }
      at = at.object;
    } else if (at.kind === "index" && at.base.type.kind === "array") at = at.base;
    else return false;
  }
}

/** The unions that lie in an object of the type. */
const unionsIn = (type: CType): RecordDecl[] =>
  type.kind === "array"
    ? unionsIn(type.of)
    : type.kind === "record"
      ? [...(type.record.union ? [type.record] : []), ...(type.record.fields ?? []).flatMap((field) => unionsIn(field.type))]
      : [];

function writtenIn(body: FunctionBody): Written {
  const known = found.get(body);
  if (known) return known;
  const written = new Map<RecordDecl, Set<PlacedField | undefined>>();
  const note = (place: Expr): void => {
    for (let at = place; ;) {
      if (at.kind === "member") {
        const type = at.object.type;
        if (type.kind === "record" && type.record.union) {
          const members = written.get(type.record) ?? new Set();
          written.set(type.record, members.add(at.field));
        }
        at = at.object;
      } else if (at.kind === "index" && at.base.type.kind === "array") at = at.base;
      else return;
    }
  };
  const visit = (e: Expr): void => {
    if (e.kind === "assign" || e.kind === "assignOp" || e.kind === "step") note(e.target);
    else if (e.kind === "addressOf") note(e.place);
    else if (e.kind === "decay") note(e.array);
  };
  visitTree(body.block, visit);
  for (const sym of body.locals) {
    visitTree(sym.init, visit);
    if (sym.kind === "variable" && !sym.parameter)
      for (const union of unionsIn(sym.type)) written.set(union, (written.get(union) ?? new Set()).add(undefined));
  }
  found.set(body, written);
  return written;
}
