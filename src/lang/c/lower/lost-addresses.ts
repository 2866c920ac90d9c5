/** The address of a variable that a function gives back is gone when it comes back: the compiler hands back NULL in its place, and says so. */
import type { Builder, Expression, Program, Statement } from "../../../ir/index.ts";
import { withItems, withParts } from "./rewrite.ts";

/** Is it the address of a variable of the function, or of something inside of one? */
function isLost(program: Program, e: Expression): boolean {
  if (e.kind === "cast") return e.value.type.kind === "ptr" && isLost(program, e.value);
  if (e.kind === "runtime") return program.rows(e.row).memory === "offset" && e.args[1].kind === "cast" && isLost(program, e.args[0]);
  if (e.kind !== "addressOf") return false;
  let at = e.place;
  while (at.kind === "field" || (at.kind === "index" && at.object.type.kind === "array" && at.index.kind === "int")) at = at.object;
  return at.kind === "local";
}

/** The program with what its functions really give back. */
export function withoutLostAddresses(program: Program, build: Builder): Program {
  const part = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
    if (Array.isArray(value)) return withItems(value as unknown[], part);
    const s = value as Statement;
    if (s.kind === "return" && s.value?.type.kind === "ptr" && isLost(program, s.value))
      return { ...s, value: build.expr("none", s.value.type, s.span, {}) };
    return withParts(value, (key, each) => (key === "type" || key === "result" ? each : part(each)));
  };
  const returns = program.functions.map((fn) =>
    fn.extern || fn.result.kind !== "ptr" ? fn : { ...fn, body: part(fn.body) as typeof fn.body },
  );
  return { ...program, functions: returns, nodeCount: build.nodeCount };
}
