/** `printf(last ? "\n" : ", ")`: a choice between formats is a choice between calls, each of them with a format that is constant. */
import type { Expr } from "../ast.ts";
import { make } from "../parse/state.ts";
import { isPure } from "./context.ts";

/** Which argument is the format. */
const formats: ReadonlyMap<string, number> = new Map([
  ["printf", 0],
  ["puts", 0],
  ["fprintf", 1],
  ["sprintf", 1],
  ["snprintf", 2],
]);

const unconverted = (e: Expr): Expr => (e.kind === "cast" ? unconverted(e.value) : e);

/** Is it text that is known, whatever is chosen? */
function isKnown(e: Expr): boolean {
  const at = unconverted(e);
  return at.kind === "conditional" ? isKnown(at.then) && isKnown(at.orElse) : at.kind === "decay" && at.array.kind === "string";
}

/** The call as a choice between calls; undefined when there is no choice. */
export function chosenFormat(e: Expr<"call">): Expr | undefined {
  if (e.callee.kind !== "addressOf" || e.callee.place.kind !== "function") return undefined;
  const { sym } = e.callee.place;
  const place = sym.system && !sym.body ? formats.get(sym.name) : undefined;
  if (place === undefined || place >= e.args.length) return undefined;
  const format = unconverted(e.args[place]);
  if (format.kind !== "conditional" || !isKnown(format)) return undefined;
  if (!e.args.every((arg, i) => i === place || isPure(arg))) return undefined;
  const call = (text: Expr): Expr => ({ ...e, args: e.args.map((arg, i) => (i === place ? text : arg)) });
  return make("conditional", e.type, e.at, { test: format.test, then: call(format.then), orElse: call(format.orElse) });
}
