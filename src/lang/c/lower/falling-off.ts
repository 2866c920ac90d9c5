/**
 * Functions with a result that end without `return`. What their callers get is what was left where results are handed over: that of the call
 * which stands last, if there is one. Nothing that C promises, but what `search(list->next, x);` at the end of `search` comes to.
 */
import { sameType, type Block, type Expression, type Statement, type Type } from "../../../ir/index.ts";

const isNumber = (type: Type): boolean => type.kind === "int" || type.kind === "bool" || type.kind === "ptr";

/** The last statements of a body with the results of calls handed back; does control still come to the end? */
export function returnLastCalls(body: Statement[], result: Type): boolean {
  if (!isNumber(result)) return true;
  const last = body.at(-1);
  if (!last) return true;
  const made = returned(last, result);
  if (made) body[body.length - 1] = made.statement;
  return made?.completes ?? true;
}

function returned(s: Statement, result: Type): { statement: Statement; completes: boolean } | undefined {
  if (s.kind === "expression") {
    const value = resultOf(s.value, result);
    return value && { statement: { ...s, kind: "return", value }, completes: false };
  }
  if (s.kind !== "if") return undefined;
  const then = block(s.then, result);
  const orElse = s.orElse && block(s.orElse, result);
  if (!then.changed && !orElse?.changed) return undefined;
  return {
    statement: { ...s, then: then.block, ...(orElse ? { orElse: orElse.block } : {}) },
    completes: then.completes || (orElse?.completes ?? true),
  };
}

function block(of: Block, result: Type): { block: Block; changed: boolean; completes: boolean } {
  const statements = [...of.statements];
  const last = statements.at(-1);
  const ends = last?.kind === "return" || last?.kind === "break" || last?.kind === "continue";
  const completes = ends ? false : returnLastCalls(statements, result);
  return { block: { ...of, statements }, changed: statements.at(-1) !== last, completes };
}

/** The call of a function with the same result. */
function resultOf(e: Expression, result: Type): Expression | undefined {
  let at = e;
  while (at.kind === "cast" && at.type.kind === "unit") at = at.value;
  return (at.kind === "call" || at.kind === "callValue") && sameType(at.type, result) ? at : undefined;
}
