/**
 * `printf` with a constant format: the format is compiled, and the text goes to the same buffer of the C library. What the compiled form cannot
 * say exactly as C does (strings behind pointers, `%n`, computed widths) is left to the library.
 */
import { bool, f64, int, sameType, type Expression, type FormatPiece, type Statement, type Type } from "../../../ir/index.ts";
import { isPlace, preorder } from "../../../ir/walk.ts";
import type { Expr, Sym } from "../ast.ts";
import { isNullConstant } from "../check/constant.ts";
import { integerOf } from "../types/types.ts";
import { blockOf, expr, intOf, isPure, keep, runtime, type FunctionContext } from "./context.ts";
import { lowerExpr } from "./expressions.ts";
import { lowerCondition } from "./conditions.ts";
import { lowerNumberText } from "./number-texts.ts";
import { inOrder } from "./order.ts";
import { SIZES, spelled, starsOf, type Directive } from "./spelling.ts";

const i32 = int(32);
const string: Type = { kind: "runtime", path: "std:string::String", args: [] };
const byteType: Type = { kind: "runtime", path: "stdio::Byte", args: [], copy: true };
const charsType: Type = { kind: "runtime", path: "stdio::Chars", args: [], copy: true };
const floatType: Type = { kind: "runtime", path: "stdio::Float", args: [], copy: true };

/** The parts of a format: text, and directives. Undefined when something in it is not understood. */
function partsOf(units: readonly number[]): (string | Directive)[] | undefined {
  const bytes = Buffer.from(units.slice(0, units.indexOf(0) < 0 ? units.length : units.indexOf(0)));
  const text = bytes.toString("utf8");
  if (Buffer.compare(Buffer.from(text, "utf8"), bytes) !== 0) return undefined;
  const parts: (string | Directive)[] = [];
  let rest = text;
  while (rest) {
    const at = rest.indexOf("%");
    if (at < 0) {
      parts.push(rest);
      break;
    }
    if (at > 0) parts.push(rest.slice(0, at));
    const m = /^%([-+ #0]*)(\d*|\*)(?:\.(\d*|\*))?(hh|h|ll|l|z|j|t|q)?([a-zA-Z%])/.exec(rest.slice(at));
    if (!m) return undefined;
    if (m[5] === "%") parts.push("%");
    else parts.push({ flags: m[1], width: m[2], precision: m[3], length: m[4] ?? "", letter: m[5] });
    rest = rest.slice(at + m[0].length);
  }
  return parts;
}

/** Width and alignment in Rust's words; numbers stand at the right by themselves. */
const fieldSpec = (d: Directive, right: boolean): string => {
  if (!d.width) return "";
  if (d.flags.includes("-")) return `<${d.width}`;
  return right ? `>${d.width}` : d.width;
};

function integer(cx: FunctionContext, d: Directive, arg: Expr): FormatPiece | undefined {
  const type = integerOf(arg.type);
  if (!type || arg.type.kind === "bool" || d.precision !== undefined || /[ #]/.test(d.flags)) return undefined;
  const size = SIZES[d.length];
  // The argument must be what the directive reads.
  if (type.size * 8 !== Math.max(size, 32)) return undefined;
  const signed = d.letter === "d" || d.letter === "i";
  if (!signed && d.flags.includes("+")) return undefined;
  const want = int(size, signed);
  const value = lowerExpr(cx, arg);
  const shown =
    value.type.kind === "int" && value.type.width === size && value.type.signed === signed
      ? value
      : value.kind === "int"
        ? undefined
        : expr(cx, "cast", want, arg.at, { value });
  const letter = d.letter === "x" || d.letter === "X" || d.letter === "o" ? d.letter : "";
  const zero = d.flags.includes("0") && !d.flags.includes("-") && d.width ? "0" : "";
  const align = zero ? d.width : fieldSpec(d, false);
  const plus = d.flags.includes("+") ? "+" : "";
  const spec = align.startsWith("<") ? `<${plus}${align.slice(1)}${letter}` : `${plus}${zero}${align}${letter}`;
  if (shown) return { value: shown, spec };
  // A constant of the other sign.
  const constant = value as Expression<"int">;
  const bits = size;
  return {
    value: expr(cx, "int", want, arg.at, { value: signed ? BigInt.asIntN(bits, constant.value) : BigInt.asUintN(bits, constant.value) }),
    spec,
  };
}

function floating(cx: FunctionContext, d: Directive, arg: Expr): FormatPiece | undefined {
  if (arg.type.kind !== "float" || arg.type.size !== 8 || /[ #]/.test(d.flags)) return undefined;
  const value = lowerExpr(cx, arg);
  const wide = value.type.kind === "float" && value.type.width === 64 ? value : expr(cx, "cast", f64, arg.at, { value });
  const precision = d.precision === undefined ? 6 : Number(d.precision || "0");
  const zero = d.flags.includes("0") && !d.flags.includes("-") && d.width ? "0" : "";
  const plus = d.flags.includes("+") ? "+" : "";
  if (d.letter === "f") {
    const align = fieldSpec(d, false);
    const body = align.startsWith("<") ? `<${plus}${align.slice(1)}` : `${plus}${zero}${align}`;
    return { value: runtime(cx, "c.format.float", floatType, arg.at, wide), spec: `${body}.${precision}` };
  }
  if (plus || zero) return undefined;
  const row = d.letter === "e" ? "c.format.exponent" : d.letter === "g" ? "c.format.general" : undefined;
  if (!row) return undefined;
  return {
    value: runtime(cx, row, string, arg.at, wide, expr(cx, "int", i32, arg.at, { value: BigInt(precision) })),
    spec: fieldSpec(d, true),
  };
}

/** A string whose text is known: a literal, or a choice between literals. */
function text(cx: FunctionContext, arg: Expr): Expression | undefined {
  const str: Type = { kind: "str" };
  let e = arg;
  while (e.kind === "cast") e = e.value;
  if (e.kind === "decay" && e.array.kind === "string") {
    const bytes = Buffer.from(e.array.units.slice(0, e.array.units.indexOf(0)));
    const value = bytes.toString("latin1");
    return bytes.every((b) => b < 128) ? expr(cx, "str", str, e.at, { value }) : undefined;
  }
  if (e.kind === "conditional") {
    const then = text(cx, e.then);
    const orElse = then && text(cx, e.orElse);
    if (!then || !orElse || then.kind !== "str" || orElse.kind !== "str") return undefined;
    return runtime(
      cx,
      "c.format.choose",
      { kind: "runtime", path: "stdio::Text", args: [], copy: true },
      e.at,
      lowerCondition(cx, e.test),
      then,
      orElse,
    );
  }
  return undefined;
}

/** A string behind a pointer. */
function charsOf(cx: FunctionContext, arg: Expr): Expression | undefined {
  if (arg.type.kind !== "pointer" || integerOf(arg.type.to)?.size !== 1 || !integerOf(arg.type.to)!.signed) return undefined;
  const value = lowerExpr(cx, arg);
  return value.type.kind === "ptr" ? runtime(cx, "c.format.text", charsType, arg.at, value) : undefined;
}

function piece(cx: FunctionContext, d: Directive, arg: Expr): FormatPiece | undefined {
  switch (d.letter) {
    case "d":
    case "i":
    case "u":
    case "x":
    case "X":
    case "o":
      return integer(cx, d, arg);
    case "f":
    case "e":
    case "g":
      return d.length === "" || d.length === "l" ? floating(cx, d, arg) : undefined;
    case "c": {
      if (d.length || d.precision !== undefined || integerOf(arg.type)?.size !== 4) return undefined;
      const given = lowerExpr(cx, arg);
      const value = sameType(given.type, i32) ? given : expr(cx, "cast", i32, arg.at, { value: given });
      return { value: runtime(cx, "c.format.byte", byteType, arg.at, value), spec: fieldSpec(d, true) };
    }
    case "s": {
      if (d.length || d.precision !== undefined || /[+ #0]/.test(d.flags)) return undefined;
      const known = text(cx, arg);
      const value = known ?? charsOf(cx, arg);
      return value && { value, spec: fieldSpec(d, true) };
    }
    default:
      return undefined;
  }
}

/** Static places that unsafe code shares cannot be borrowed: their values are copied first. */
const isHeld = (cx: FunctionContext, value: Expression): boolean => {
  let union = false;
  for (let at = value; ;) {
    if (at.kind === "global") {
      const { sym } = cx.program.entities.globals[at.global];
      const shared = at !== value || cx.program.threads;
      return union || sym.addressed === true || !sym.defined || (shared && sym.written === true);
    }
    if (at.kind === "field" && at.object.type.kind === "record") {
      const record = cx.program.records.classes[at.object.type.class];
      if (record.layout?.packed) return true;
      union ||= record.flavour === "union";
    }
    if (at.kind === "field" || at.kind === "index") at = at.object;
    else return false;
  }
};

/** The variables whose addresses occur in an expression. */
const addressedIn = (value: Expression): (string | undefined)[] =>
  preorder(value).flatMap((inner) => (inner.kind === "addressOf" ? [rootOf(inner.place)] : []));

/** The variable that a place is part of; one behind a pointer may be any. */
function rootOf(place: Expression): string | undefined {
  let at = place;
  while (at.kind === "field" || at.kind === "index") at = at.object;
  return at.kind === "local" ? `local ${at.local}` : at.kind === "global" ? `global ${at.global}` : undefined;
}

/** The stream that a function of the printf family writes to, and its arguments from the format on. */
function target(
  e: Expr<"call">,
  symbol: string,
): { row: string; into?: readonly Expr[]; stream?: Expr; args: readonly Expr[] } | undefined {
  if (symbol === "printf") return { row: "c.print", args: e.args };
  // into memory: the place, and how much of it there is
  if (symbol === "sprintf") return { row: "c.lib.snprintf", into: [e.args[0]], args: e.args.slice(1) };
  if (symbol === "snprintf") return { row: "c.lib.snprintf", into: e.args.slice(0, 2), args: e.args.slice(2) };
  if (symbol !== "fprintf") return undefined;
  const stream = streamOf(e.args[0]);
  const args = e.args.slice(1);
  if (stream !== undefined) return { row: stream === "stdout" ? "c.print" : "c.eprint", args };
  return isPure(e.args[0]) ? { row: "c.file.print", stream: e.args[0], args } : undefined;
}

/** `stdout` or `stderr` of the library. */
export function streamOf(e: Expr | undefined, other?: string): string | undefined {
  while (e?.kind === "cast") e = e.value;
  if (e?.kind !== "variable" || !e.sym.system || !e.sym.fileScope) return undefined;
  return e.sym.name === "stdout" || e.sym.name === "stderr" || e.sym.name === other ? e.sym.name : undefined;
}

/** The compiled call; undefined when the library is to do it. */
export function lowerPrint(cx: FunctionContext, e: Expr<"call">, sym: Sym, symbol: string): Expression | undefined {
  if (!sym.system) return undefined;
  const to = target(e, symbol);
  let format: Expr | undefined = to?.args[0];
  while (format?.kind === "cast") format = format.value;
  if (!to || format?.kind !== "decay" || format.array.kind !== "string") return undefined;
  const parts = partsOf(format.array.units);
  if (!parts) return undefined;
  const args = to.args.slice(1);
  const wanted = parts.reduce((sum, part) => sum + (typeof part === "string" ? 0 : 1 + starsOf(part)), 0);
  // what no directive asks for is not looked at
  if (wanted > args.length || !args.slice(wanted).every((arg) => isPure(arg))) return undefined;
  const out: Statement[] = [];
  const pieces: FormatPiece[] = [];
  const shown: Expr[] = [];
  let next = 0;
  for (const part of parts) {
    if (typeof part === "string") {
      pieces.push(part);
      continue;
    }
    const given = args.slice(next, next + 1 + starsOf(part));
    next += given.length;
    const made = (given.length === 1 ? piece(cx, part, given[0]) : undefined) ?? spelled(cx, part, given);
    if (!made || typeof made === "string") return undefined;
    pieces.push(made);
    shown.push(given[given.length - 1]);
  }
  const values = pieces.filter((each) => typeof each !== "string").map((each) => each.value);
  const ordered = inOrder(cx, shown, values, e.at, out);
  let taken = 0;
  pieces.forEach((each, i) => {
    if (typeof each !== "string") pieces[i] = { ...each, value: ordered[taken++] };
  });
  // A print borrows its arguments: none of them may be pointed to by another one.
  const pointed = new Set(pieces.flatMap((each) => (typeof each === "string" ? [] : addressedIn(each.value))));
  const copied = pieces.map((each) =>
    typeof each !== "string" && (isHeld(cx, each.value) || (isPlace(each.value) && pointed.has(rootOf(each.value))))
      ? { value: keep(cx, each.value, "value", e.at, out)(), spec: each.spec }
      : each,
  );
  const made = expr(cx, "format", { kind: "str" }, e.at, { pieces: copied });
  if (to.into) {
    if (!to.into.every((each) => isPure(each))) return undefined;
    const [place, size] = to.into.map((each) => lowerExpr(cx, each));
    const most = size ?? expr(cx, "int", int(64, false), e.at, { value: (1n << 63n) - 1n });
    const fits = sameType(most.type, int(64, false)) ? most : expr(cx, "cast", int(64, false), e.at, { value: most });
    return blockOf(cx, out, runtime(cx, to.row, i32, e.at, place, fits, made), e.at);
  }
  const call = runtime(cx, to.row, i32, e.at, ...(to.stream ? [lowerExpr(cx, to.stream)] : []), made);
  return blockOf(cx, out, call, e.at);
}

/** A literal as text. */
function literalText(cx: FunctionContext, arg: Expr): Expression<"str"> | undefined {
  let e = arg;
  while (e.kind === "cast") e = e.value;
  if (e.kind !== "decay" || e.array.kind !== "string") return undefined;
  const bytes = Buffer.from(e.array.units.slice(0, e.array.units.indexOf(0)));
  const value = bytes.toString("utf8");
  return Buffer.compare(Buffer.from(value, "utf8"), bytes) === 0 ? expr(cx, "str", { kind: "str" }, e.at, { value }) : undefined;
}

/** A constant text, written. */
const written = (cx: FunctionContext, row: string, text: string, at: number): Expression =>
  runtime(cx, row, i32, at, expr(cx, "format", { kind: "str" }, at, { pieces: [text] }));

/** What a failed `assert` calls. */
function assertion(cx: FunctionContext, e: Expr<"call">): Expression | undefined {
  const [test, file, line, name] = e.args;
  const texts = [test, file, name].map((arg) => literalText(cx, arg));
  if (texts.some((each) => each === undefined)) return undefined;
  return runtime(cx, "c.assert.fail", { kind: "never" }, e.at, texts[0]!, texts[1]!, lowerExpr(cx, line), texts[2]!);
}

/** `fgets(buffer, n, stream)` of which only is asked whether there was a line. */
export function lowerLine(cx: FunctionContext, given: Expr): Expression | undefined {
  let e = given;
  while (e.kind === "cast") e = e.value;
  if (e.kind !== "call" || e.callee.kind !== "addressOf" || e.callee.place.kind !== "function" || e.args.length !== 3) return undefined;
  const { sym } = e.callee.place;
  const [buffer, size, stream] = e.args;
  if (!sym.system || sym.name !== "fgets" || sym.body || ![buffer, size, stream].every((arg) => isPure(arg))) return undefined;
  const args = [buffer, size].map((arg) => lowerExpr(cx, arg));
  if (streamOf(stream, "stdin") !== undefined) return runtime(cx, "c.lib.fgets", bool, e.at, ...args);
  const file = lowerExpr(cx, stream);
  return file.kind === "none" ? undefined : runtime(cx, "c.file.fgets", bool, e.at, ...args, file);
}

/** `fputs("text", stdout);` of which nobody asks how it went. */
export function lowerConstantLine(cx: FunctionContext, e: Expr<"call">): Expression | undefined {
  if (e.callee.kind !== "addressOf" || e.callee.place.kind !== "function" || e.args.length !== 2) return undefined;
  const { sym } = e.callee.place;
  const stream = streamOf(e.args[1]);
  const known = sym.system && sym.name === "fputs" && !sym.body && stream ? literalText(cx, e.args[0]) : undefined;
  return known && written(cx, stream === "stdout" ? "c.print" : "c.eprint", known.value, e.at);
}

/** The value before it took the parameter's type. */
export const unconverted = (e: Expr): Expr => (e.kind === "cast" && e.type.kind === "pointer" ? unconverted(e.value) : e);

/** `puts("text")`, `fflush(stdout)`, `time(NULL)`: calls with constant pointers. */
export function lowerConstantCall(cx: FunctionContext, e: Expr<"call">, sym: Sym, symbol: string): Expression | undefined {
  if (!sym.system) return undefined;
  if (symbol === "puts" && e.args.length === 1) {
    const known = literalText(cx, e.args[0]);
    return known && written(cx, "c.print", `${known.value}\n`, e.at);
  }
  // constants are compared while compiling, and the result is no difference then
  if (symbol === "strcmp" && e.args.length === 2) {
    const [a, b] = e.args.map((arg) => literalText(cx, arg)?.value);
    if (a === undefined || b === undefined) return undefined;
    return intOf(cx, Buffer.compare(Buffer.from(a), Buffer.from(b)), i32, e.at);
  }
  if (symbol === "time" && e.args.length === 1 && isNullConstant(unconverted(e.args[0])))
    return runtime(cx, "c.stdlib.time", int(64), e.at);
  const number = lowerNumberText(cx, e, symbol);
  if (number) return number;
  if (symbol === "__assert_fail" && e.args.length === 4) return assertion(cx, e);
  if (symbol === "fflush" && streamOf(e.args[0]) === "stdout") return runtime(cx, "c.flush", i32, e.at);
  return undefined;
}
