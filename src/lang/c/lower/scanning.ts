/** `scanf`, `sscanf` and `fscanf` with a constant format whose directives fit their arguments: what they fill is borrowed where that can be told. */
import type { Expression } from "../../../ir/index.ts";
import type { Expr, Sym } from "../ast.ts";
import { integerOf, type CType } from "../types/types.ts";
import { runtime, type FunctionContext } from "./context.ts";
import { lowerExpr } from "./expressions.ts";
import { int } from "../../../ir/index.ts";

const sizes: Readonly<Record<string, number>> = { hh: 1, h: 2, "": 4, l: 8, ll: 8, z: 8, j: 8, t: 8 };

/** What each directive fills: a value (`v`) or text (`s`). Undefined when one does not fit its argument. */
function letters(format: string, targets: readonly CType[]): string | undefined {
  let out = "";
  let next = 0;
  for (const m of format.matchAll(/%(\*?)(\d*)(hh|h|ll|l|z|j|t)?(\[\^?\]?[^\]]*\]|.)/gs)) {
    const [, skipped, , length = "", letter] = m;
    if (letter === "%") continue;
    if (!/^[diouxXeEfFgGaAcs[]/.test(letter)) return undefined;
    if (skipped) continue;
    const target = next < targets.length ? targets[next++] : undefined;
    if (!target) return undefined;
    if (/[diouxX]/.test(letter[0])) {
      if (integerOf(target)?.size !== sizes[length] || target.kind === "bool") return undefined;
      out += "v";
    } else if (/[eEfFgGaA]/.test(letter[0])) {
      if (target.kind !== "float" || target.size !== (length === "l" ? 8 : length === "" ? 4 : 0)) return undefined;
      out += "v";
    } else {
      if (length || integerOf(target)?.size !== 1) return undefined;
      out += letter === "c" && !m[2] ? "v" : "s";
    }
  }
  return next === targets.length ? out : undefined;
}

/** The compiled call; undefined when the library is to do it. */
export function lowerScan(cx: FunctionContext, e: Expr<"call">, sym: Sym, symbol: string): Expression | undefined {
  const plain = symbol.replace(/^__isoc99_|^__isoc23_/, "");
  if (!sym.system || !["scanf", "sscanf", "fscanf"].includes(plain)) return undefined;
  const at = plain === "scanf" ? 0 : 1;
  let format: Expr | undefined = e.args[at];
  while (format?.kind === "cast") format = format.value;
  if (format?.kind !== "decay" || format.array.kind !== "string") return undefined;
  const { units } = format.array;
  const text = Buffer.from(units.slice(0, units.indexOf(0))).toString("latin1");
  const rest = e.args.slice(at + 1);
  const targets = rest.map((arg) => (arg.type.kind === "pointer" ? arg.type.to : undefined));
  if (targets.some((each) => each === undefined)) return undefined;
  const kinds = letters(text, targets as CType[]);
  if (kinds === undefined) return undefined;
  return runtime(cx, `c.scan.${plain}.${kinds}`, int(32), e.at, ...e.args.map((arg) => lowerExpr(cx, arg)));
}
