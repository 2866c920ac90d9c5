/** Directives of `printf` that Rust's formats do not have: the runtime asks the C library for each of them, with an argument of the right type. */
import { f64, int, type Expression, type FormatPiece, type Type } from "../../../ir/index.ts";
import type { Expr } from "../ast.ts";
import { integerOf } from "../types/types.ts";
import { expr, isPure, runtime, type FunctionContext } from "./context.ts";
import { lowerExpr } from "./expressions.ts";

/** One directive: `%-*.3ld`. */
export interface Directive {
  readonly flags: string;
  readonly width: string;
  readonly precision?: string;
  readonly length: string;
  readonly letter: string;
}

export const SIZES: Readonly<Record<string, 8 | 16 | 32 | 64>> = { hh: 8, h: 16, "": 32, l: 64, ll: 64, z: 64, j: 64, t: 64, q: 64 };

const string: Type = { kind: "runtime", path: "std:string::String", args: [] };
const i32 = int(32);

const formatOf = (cx: FunctionContext, format: string, at: number): Expression =>
  expr(cx, "bytes", { kind: "ptr", target: int(8), mutable: false, rep: cx.program.reps.fresh() }, at, { value: Buffer.from(format) });

/** How many arguments are widths and precisions. */
export const starsOf = (d: Directive): number => Number(d.width === "*") + Number(d.precision === "*");

/** What the directive makes of its arguments, the last of which is the value. */
export function spelled(cx: FunctionContext, d: Directive, args: readonly Expr[]): FormatPiece | undefined {
  const stars = args.slice(0, -1);
  const arg = args[args.length - 1];
  if (stars.some((star) => integerOf(star.type)?.size !== 4 || !isPure(star))) return undefined;
  const { row, length, value } = valueOf(cx, d, arg) ?? {};
  if (!row || !value) return undefined;
  const at = arg.at;
  const format = `%${d.flags}${d.width}${d.precision === undefined ? "" : `.${d.precision}`}${length}${d.letter}`;
  const widths = stars.map((star): Expression => {
    const lowered = lowerExpr(cx, star);
    return lowered.type.kind === "int" && lowered.type.width === 32 && lowered.type.signed
      ? lowered
      : expr(cx, "cast", i32, star.at, { value: lowered });
  });
  const zero = (): Expression => expr(cx, "int", i32, at, { value: 0n });
  const given = widths.length === 0 ? [] : [widths[0], widths[1] ?? zero()];
  const name = given.length === 0 ? row : `${row}_starred`;
  return { value: runtime(cx, `c.spell.${name}`, string, at, formatOf(cx, format, at), ...given, value), spec: "" };
}

function valueOf(cx: FunctionContext, d: Directive, arg: Expr): { row: string; length: string; value: Expression } | undefined {
  if (/[diuxXoc]/.test(d.letter)) {
    if (!integerOf(arg.type) || (d.letter === "c" && d.length)) return undefined;
    const signed = /[dic]/.test(d.letter);
    const narrow = int(SIZES[d.length], signed);
    const wide = int(64, signed);
    const lowered = lowerExpr(cx, arg);
    const cut = expr(cx, "cast", narrow, arg.at, { value: lowered });
    const value = expr(cx, "cast", wide, arg.at, { value: cut });
    return d.letter === "c" ? { row: "signed", length: "", value } : { row: signed ? "signed" : "unsigned", length: "ll", value };
  }
  if (/[eEfFgGaA]/.test(d.letter)) {
    if (arg.type.kind !== "float" || arg.type.size !== 8 || !["", "l"].includes(d.length)) return undefined;
    const lowered = lowerExpr(cx, arg);
    const value = lowered.type.kind === "float" && lowered.type.width === 64 ? lowered : expr(cx, "cast", f64, arg.at, { value: lowered });
    return { row: "float", length: "", value };
  }
  if (arg.type.kind !== "pointer") return undefined;
  const to = integerOf(arg.type.to);
  if (d.letter === "s" && !d.length && to?.size === 1 && to.signed) {
    const value = lowerExpr(cx, arg);
    return value.type.kind === "ptr" ? { row: "text", length: "", value } : undefined;
  }
  return undefined;
}
