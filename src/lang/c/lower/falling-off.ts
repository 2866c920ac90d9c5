/**
 * Functions with a result that end without `return`. What their callers get is what was left where results are handed over: that of the call
 * which stands last, if there is one. Nothing that C promises, but what `search(list->next, x);` at the end of `search` comes to.
 */
import { sameType, type Block, type Builder, type Expression, type Statement, type Type } from "../../../ir/index.ts";

const isNumber = (type: Type): boolean => type.kind === "int" || type.kind === "bool" || type.kind === "ptr";

/** Takes a `return` without a value from the end of a body; is there one? */
export function withoutReturn(body: Statement[]): boolean {
  const last = body.at(-1);
  if (last?.kind !== "return" || (last.value && last.value.kind !== "zero")) return false;
  body.pop();
  return true;
}

/** The last statements of a body with the results of calls handed back; does control still come to the end? */
export function returnLastCalls(build: Builder, body: Statement[], result: Type): boolean {
  if (!isNumber(result)) return true;
  const last = body.at(-1);
  if (!last) return true;
  const made = returned(build, last, result);
  if (made) body[body.length - 1] = made.statement;
  const character = made ? undefined : characterOf(build, last, result);
  if (character) {
    body.push(character);
    return false;
  }
  return made?.completes ?? true;
}

function returned(build: Builder, s: Statement, result: Type): { statement: Statement; completes: boolean } | undefined {
  if (s.kind === "expression") {
    const value = resultOf(s.value, result);
    return value && { statement: { ...s, kind: "return", value }, completes: false };
  }
  if (s.kind !== "if") return undefined;
  const then = block(build, s.then, result);
  const orElse = s.orElse && block(build, s.orElse, result);
  if (!then.changed && !orElse?.changed) return undefined;
  return {
    statement: { ...s, then: then.block, ...(orElse ? { orElse: orElse.block } : {}) },
    completes: then.completes || (orElse?.completes ?? true),
  };
}

function block(build: Builder, of: Block, result: Type): { block: Block; changed: boolean; completes: boolean } {
  const statements = [...of.statements];
  const last = statements.at(-1);
  const ends = last?.kind === "return" || last?.kind === "break" || last?.kind === "continue";
  const completes = ends ? false : returnLastCalls(build, statements, result);
  return { block: { ...of, statements }, changed: statements.at(-1) !== last, completes };
}

/** The call of a function with the same result, of the library too. */
function resultOf(e: Expression, result: Type): Expression | undefined {
  let at = e;
  while (at.kind === "cast" && at.type.kind === "unit") at = at.value;
  let call = at;
  while (call.kind === "block") call = call.value;
  const isCall = call.kind === "call" || call.kind === "callValue" || (isLibraryCall(call) && !isShort(call));
  return isCall && sameType(at.type, result) ? at : undefined;
}

const isLibraryCall = (e: Expression): e is Expression<"runtime"> =>
  e.kind === "runtime" && /^c\.(print|lib\.(puts|putchar|scanf|printf|fclose|fputs))$/.test(e.row);

/** Is what is printed nothing, or one character? The compiler makes another call of these. */
const isShort = ({ row, args }: Expression<"runtime">): boolean => {
  const pieces = row === "c.print" && args[0].kind === "format" ? args[0].pieces : [];
  return pieces.length === 1 && (typeof pieces[0] !== "string" || pieces[0].length === 1);
};

/** `printf("\n");` is `putchar('\n');`, which gives the character. */
function characterOf(build: Builder, s: Statement, result: Type): Statement | undefined {
  if (s.kind !== "expression" || !isLibraryCall(s.value) || !isShort(s.value) || !sameType(s.value.type, result)) return undefined;
  const [piece] = (s.value.args[0] as Expression<"format">).pieces;
  const code = typeof piece === "string" ? piece.codePointAt(0)! : 128;
  if (code > 127) return undefined;
  return build.stmt("return", s.span, { value: build.expr("int", result, s.span, { value: BigInt(code) }) });
}
