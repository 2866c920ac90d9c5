/**
 * Unions whose members one function writes under several names. rustc 1.95 threads a jump past such a write: after `u.l = 0; u.c[0] = 1` it still
 * takes `u.l == 0` for known. Where that can happen, members are read by a function of the runtime that the optimiser cannot see through so early.
 */
import type { Expr, FunctionBody } from "../ast.ts";
import type { PlacedField, RecordDecl } from "../types/types.ts";
import type { FunctionContext } from "./context.ts";
import { visitTree } from "./tree.ts";

const found = new WeakMap<FunctionBody, ReadonlySet<RecordDecl>>();

/** Does reading this place go through a union that the function writes under more than one name? */
export function isPunned(cx: FunctionContext, e: Expr): boolean {
  if (!cx.body || !cx.unit.records.some((record) => record.union)) return false;
  let punned: ReadonlySet<RecordDecl> | undefined;
  for (let at: Expr = e; ;) {
    if (at.kind === "member") {
      if (at.object.type.kind === "record" && at.object.type.record.union) {
        punned ??= punnedIn(cx.body);
        if (punned.has(at.object.type.record)) return true;
      }
      at = at.object;
    } else if (at.kind === "index" && at.base.type.kind === "array") at = at.base;
    else return false;
  }
}

function punnedIn(body: FunctionBody): ReadonlySet<RecordDecl> {
  const known = found.get(body);
  if (known) return known;
  const written = new Map<RecordDecl, Set<PlacedField>>();
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
  for (const sym of body.locals) visitTree(sym.init, visit);
  const punned = new Set([...written].filter(([, members]) => members.size > 1).map(([record]) => record));
  found.set(body, punned);
  return punned;
}
