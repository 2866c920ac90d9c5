/** Complex numbers: structs of two numbers, computed as gcc does. Where one operand is real, its imaginary part takes no part. */
import type { BinaryOp, CompareOp, Expr, Stmt } from "../ast.ts";
import { make, refuseAt, syntaxError, type Parser } from "../parse/state.ts";
import { promote, usual } from "../types/conversions.ts";
import { doubleType, intType, isArithmetic, unqualified, type CType, type FloatType, type RecordType } from "../types/types.ts";
import { after, composed, compositeType, held, memberOf } from "./composite.ts";
import { convert, decay } from "./convert.ts";

/** The type of the two parts; undefined for other types. */
export const complexOf = (type: CType): CType | undefined => (type.kind === "record" ? type.record.complex : undefined);

const names: Readonly<Record<number, string>> = { 4: "FloatComplex", 8: "Complex", 16: "LongComplex" };

export function complexType(p: Parser, part: CType, at = p.i): RecordType {
  if (part.kind !== "float") return refuseAt(p, "C0302", at, "a complex number of integers") as never;
  const of = unqualified(part);
  return compositeType(
    p,
    names[of.size],
    [
      ["re", of],
      ["im", of],
    ],
    1,
    { complex: of },
  );
}

/** The parts of a number; a real one has no imaginary part. */
interface Parts {
  readonly re: Expr;
  readonly im?: Expr;
}

function partsOf(p: Parser, e: Expr, to: CType, before: Stmt[]): Parts {
  if (isArithmetic(e.type)) return { re: held(p, convert(decay(e), to), before) };
  if (e.kind === "compound" && e.init.kind === "list" && complexOf(e.type)) {
    const [re, im] = [0, 1].map((i) => (e.init.kind === "list" ? e.init.entries.get(i) : undefined));
    if (re?.kind === "value" && im?.kind === "value")
      return { re: held(p, convert(re.value, to), before), im: held(p, convert(im.value, to), before) };
  }
  const object = held(p, e, before);
  return { re: convert(memberOf(object, "re"), to), im: convert(memberOf(object, "im"), to) };
}

const zero = (of: CType, at: number): Expr => make("float", of, at, { value: 0 });
const negated = (e: Expr): Expr => make("negate", e.type, e.at, { operand: e });
const arithmetic = (op: BinaryOp, left: Expr, right: Expr, at: number): Expr => make("binary", left.type, at, { op, left, right });

/** The type of the parts in which two operands meet. */
function meeting(p: Parser, left: Expr, right: Expr, at: number): CType {
  const part = (e: Expr): CType => {
    if (!complexOf(e.type) && !isArithmetic(e.type)) syntaxError(p, "this is no number", at);
    return complexOf(e.type) ?? promote(e.type);
  };
  return usual(usual(part(left), part(right)), { kind: "float", size: 4 });
}

export const isComplexPair = (a: Expr, b: Expr): boolean => complexOf(a.type) !== undefined || complexOf(b.type) !== undefined;

export function complexBinary(p: Parser, op: BinaryOp, left: Expr, right: Expr, at: number): Expr {
  const part = meeting(p, left, right, at);
  const type = complexType(p, part, at);
  const before: Stmt[] = [];
  const a = partsOf(p, left, part, before);
  const b = partsOf(p, right, part, before);
  const done = (re: Expr, im: Expr): Expr => after(before, composed(p, type, [re, im], at));
  const of = (x: Expr, y: Expr): Expr => arithmetic(op, x, y, at);
  switch (op) {
    case "+":
      return done(of(a.re, b.re), a.im && b.im ? of(a.im, b.im) : (a.im ?? b.im)!);
    case "-":
      return done(of(a.re, b.re), a.im && b.im ? of(a.im, b.im) : (a.im ?? negated(b.im!)));
    case "*":
      if (!a.im || !b.im) return done(of(a.re, b.re), a.im ? of(a.im, b.re) : of(a.re, b.im!));
      return after(before, product(p, type, part as FloatType, [a.re, a.im, b.re, b.im], at));
    case "/":
      if (!b.im) return done(of(a.re, b.re), of(a.im!, b.re));
      return after(before, library(p, "div", type, part as FloatType, [a.re, a.im ?? zero(part, at), b.re, b.im], at));
    default:
      return syntaxError(p, `invalid operands of ‘${op}’`, at);
  }
}

/** The plain product; the library finds what infinities there are where that has become NaN. */
function product(p: Parser, type: RecordType, part: FloatType, parts: readonly [Expr, Expr, Expr, Expr], at: number): Expr {
  const [a, b, c, d] = parts;
  const before: Stmt[] = [];
  const times = (x: Expr, y: Expr): Expr => arithmetic("*", x, y, at);
  const re = arithmetic("-", times(a, c), times(b, d), at);
  const im = arithmetic("+", times(a, d), times(b, c), at);
  if (!p.fn) return composed(p, type, [re, im], at);
  const [x, y] = [held(p, re, before), held(p, im, before)];
  const unordered = (e: Expr): Expr => make("compare", intType, at, { op: "!=", left: e, right: e });
  const test = make("logical", intType, at, { op: "||", left: unordered(x), right: unordered(y) });
  const then = library(p, "mul", type, part, parts, at);
  return after(before, make("conditional", type, at, { test, then, orElse: composed(p, type, [x, y], at) }));
}

/** The function of gcc's library. */
function library(p: Parser, name: "mul" | "div", type: RecordType, part: FloatType, args: readonly Expr[], at: number): Expr {
  const to = part.size === 4 ? part : doubleType;
  const result = part.size === 16 ? complexType(p, doubleType, at) : type;
  const full = `__${name}${to.size === 4 ? "s" : "d"}c3`;
  const param = (i: number) => ({ type: to, at, name: `x${i}` });
  const fn = { kind: "function" as const, params: args.map((_, i) => param(i)), result, variadic: false };
  let sym = p.fileScope.names.get(full);
  if (!sym) {
    sym = { kind: "function", name: full, storage: "extern", fileScope: true, at, system: true, unit: p.unit, type: fn };
    p.fileScope.names.set(full, sym);
    p.externals.push(sym);
  }
  const callee = decay(make("function", fn, at, { sym }));
  const made = make("call", result, at, { callee, args: args.map((arg) => convert(arg, to)), fn });
  return result === type ? made : toComplex(p, made, type, at);
}

export function complexCompare(p: Parser, op: CompareOp, left: Expr, right: Expr, at: number): Expr {
  if (op !== "==" && op !== "!=") syntaxError(p, `invalid operands of ‘${op}’`, at);
  const part = meeting(p, left, right, at);
  const before: Stmt[] = [];
  const [a, b] = [partsOf(p, left, part, before), partsOf(p, right, part, before)];
  const same = (x: Expr, y: Expr): Expr => make("compare", intType, at, { op, left: x, right: y });
  const test = make("logical", intType, at, {
    op: op === "==" ? "&&" : "||",
    left: same(a.re, b.re),
    right: same(a.im ?? zero(part, at), b.im ?? zero(part, at)),
  });
  return after(before, test);
}

/** `-z`, and `~z`: the conjugate. */
export function complexUnary(p: Parser, op: "-" | "~", e: Expr, at: number): Expr {
  const part = complexOf(e.type)!;
  const before: Stmt[] = [];
  const { re, im } = partsOf(p, e, part, before);
  return after(before, composed(p, complexType(p, part, at), [op === "-" ? negated(re) : re, negated(im!)], at));
}

/** Zero or not. */
export const complexTruth = (p: Parser, e: Expr): Expr => complexCompare(p, "!=", e, zero(complexOf(e.type)!, e.at), e.at);

/** A number as a complex one of a type. */
export function toComplex(p: Parser, e: Expr, type: RecordType, at: number): Expr {
  const value = decay(e);
  if (value.type.kind === "record" && value.type.record === type.record) return value;
  const part = type.record.complex!;
  const before: Stmt[] = [];
  const { re, im } = partsOf(p, value, part, before);
  return after(before, composed(p, type, [re, im ?? zero(part, at)], at));
}

/** `__real__ e`, `__imag__ e`; of a complex variable a place. */
export function complexPart(e: Expr, part: "re" | "im", at: number): Expr {
  if (complexOf(e.type)) return memberOf(e, part);
  return part === "re" ? e : convert(make("int", intType, at, { value: 0n }), e.type);
}

/** A complex value where a real one is wanted: its real part. */
export const realPart = (e: Expr): Expr => memberOf(decay(e), "re");
