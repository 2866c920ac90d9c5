/** Integer operators where the facts allow Rust's own: signs that make `/` and `%` round as asked, and `i128` for what lies between. */
import type { Expression, Row } from "../ir/index.ts";
import type { RustExpr } from "../rust/ast.ts";
import { binary, call, cast, lit, method, tPath, unary } from "../rust/make.ts";
import { frameOf, hoist, type FunctionContext } from "./context.ts";
import { ordered } from "./order.ts";
import { isNonzero } from "../ir/unfailing.ts";
import { isBig } from "./types.ts";
import { anchored, own, ownLoose, read, withSuffix } from "./values.ts";

const rounding = (row: Row): "/" | "%" | undefined => (row.integer === "floordiv" ? "/" : row.integer === "mod" ? "%" : undefined);

/** Does a row of rounding division become an operator of `i64`? */
export function roundsPlainly(cx: FunctionContext, e: Expression<"runtime">): boolean {
  return (
    rounding(cx.unit.program.rows(e.row)) !== undefined &&
    [e, ...e.args].every((part) => part.type.kind === "exact" && !isBig(part.type, cx.unit)) &&
    divides(cx, e.args[1])
  );
}

/** A divisor of which no sign has to be looked at. One that is 0 fails as the runtime's function does, where nothing waits for a `Result`. */
function divides(cx: FunctionContext, divisor: Expression): boolean {
  const { lo } = cx.unit.facts.interval(divisor.id);
  return lo > 0 || (lo === 0 && !frameOf(cx).fallible);
}

/** A quotient or remainder that rounds towards minus infinity: by `/` and `%` where no sign differs, by the Euclidean forms for a positive divisor. */
export function emitRounding(cx: FunctionContext, e: Expression<"runtime">, row: Row): RustExpr | undefined {
  const sign = rounding(row);
  if (!sign || e.args.length !== 2 || e.type.kind !== "exact" || isBig(e.type, cx.unit)) return undefined;
  const [left, right] = e.args;
  if (left.type.kind !== "exact" || right.type.kind !== "exact" || !divides(cx, right)) return undefined;
  if (isBig(left.type, cx.unit) || isBig(right.type, cx.unit)) return narrowed(cx, e);
  const plain = cx.unit.facts.interval(left.id).lo >= 0;
  const loose = plain ? cx.suffix && !anchored(cx, e) : !anchored(cx, left);
  const [a, b] = ordered(cx, [() => withSuffix(cx, loose, () => own(cx, left)), () => withSuffix(cx, false, () => own(cx, right))], e.args);
  return divided(sign, plain, a, b);
}

/** Is the row one of `**`, `<<` and `>>` that is an operator or a method of `i64` here? */
export function isWordPower(cx: FunctionContext, e: Expression<"runtime">): boolean {
  const { integer } = cx.unit.program.rows(e.row);
  if (integer !== "pow" && integer !== "shl" && integer !== "shr") return false;
  if (e.args.length !== 2 || ![e, ...e.args].every((part) => part.type.kind === "exact" && !isBig(part.type, cx.unit))) return false;
  const [base, by] = e.args.map((arg) => cx.unit.facts.interval(arg.id));
  // A power that leaves 64 bits stops as a product does; a shift loses bits without a word.
  if (integer === "pow") return by.lo >= 0 && by.hi < 2 ** 32;
  return by.lo >= 0 && by.hi < 64 && (integer === "shr" || Math.max(Math.abs(base.lo), Math.abs(base.hi)) * 2 ** by.hi <= 2 ** 62);
}

/** `a ** b` → `a.pow(b)`, `a << b`, `a >> b`: of words. */
export function emitPower(cx: FunctionContext, e: Expression<"runtime">): RustExpr | undefined {
  if (!isWordPower(cx, e)) return undefined;
  const { integer } = cx.unit.program.rows(e.row);
  const [left, right] = e.args;
  const loose = integer === "pow" ? !anchored(cx, left) : cx.suffix && !anchored(cx, left);
  const [a, b] = ordered(cx, [() => withSuffix(cx, loose, () => own(cx, left)), () => withSuffix(cx, false, () => own(cx, right))], e.args);
  if (integer !== "pow") return binary(integer === "shl" ? "<<" : ">>", a, b);
  return method(a, "pow", right.kind === "int" ? b : cast(b, tPath("u32")));
}

const divided = (sign: "/" | "%", plain: boolean, a: RustExpr, b: RustExpr): RustExpr =>
  plain ? binary(sign, a, b) : method(a, sign === "/" ? "div_euclid" : "rem_euclid", b);

/** The integers that a float holds exactly. */
const EXACT = 2 ** 53;

/** A division that gives a float, by `/`: of a divisor that is not 0, and of integers that floats hold. */
export function emitQuotient(cx: FunctionContext, { args: [left, right] }: Expression<"runtime">): RustExpr | undefined {
  if (!isNonzero(cx.unit.facts, right)) return undefined;
  const part = (arg: Expression, anchor: boolean): (() => RustExpr) | undefined => {
    if (arg.type.kind === "float") return () => withSuffix(cx, cx.suffix && !anchor, () => own(cx, arg));
    if (arg.type.kind !== "exact" || isBig(arg.type, cx.unit)) return undefined;
    if (arg.kind === "int" && arg.value > -EXACT && arg.value < EXACT) return () => lit(Number(arg.value).toFixed(1));
    const { lo, hi } = cx.unit.facts.interval(arg.id);
    return lo > -EXACT && hi < EXACT
      ? () =>
          cast(
            withSuffix(cx, !anchored(cx, arg), () => own(cx, arg)),
            tPath("f64"),
          )
      : undefined;
  };
  const parts = [part(left, anchored(cx, right)), part(right, true)];
  if (!parts.every((each) => each !== undefined)) return undefined;
  const [a, b] = ordered(cx, parts, [left, right]);
  return binary("/", a, b);
}

/** The comparison with its sides exchanged. */
const MIRRORED = { eq: "eq", ne: "ne", lt: "gt", le: "ge", gt: "lt", ge: "le" } as const;

/** An integer beside a float: as floats, unless no float might hold the integer. */
export function compareWithFloat(cx: FunctionContext, e: Expression<"compare">): RustExpr | undefined {
  const sides = [e.left, e.right];
  const at = sides.findIndex((side) => side.kind === "cast" && side.type.kind === "float" && side.value.type.kind === "exact");
  const side = sides[at] as Expression | undefined;
  if (side?.kind !== "cast" || sides[1 - at].kind === "cast") return undefined;
  const { value } = side;
  const { lo, hi } = cx.unit.facts.interval(value.id);
  if (!isBig(value.type, cx.unit) && lo > -EXACT && hi < EXACT) return undefined;
  const pair = at === 0 ? [value, e.right] : [e.left, value];
  const run = pair.map((each) => () => withSuffix(cx, each === value, () => own(cx, each)));
  const args = ordered(cx, run, pair);
  // The sides change places: what is evaluated first stays first.
  if (at === 1 && args[0].kind !== "literal" && args[0].kind !== "path") args[0] = hoist(cx, args[0], "value");
  const op = at === 0 ? e.op : MIRRORED[e.op];
  const test = call(`rt::float::int_${op === "ne" ? "eq" : op}`, args[at], args[1 - at]);
  return op === "ne" ? unary("!", test) : test;
}

export const compareSigns = { eq: "==", ne: "!=", lt: "<", le: "<=", gt: ">", ge: ">=" } as const;

/** An integer of any size beside a word: an `Int` compares with a word, not the other way round. */
export function compareWithWord(cx: FunctionContext, e: Expression<"compare">): RustExpr | undefined {
  const { left, right } = e;
  if (left.type.kind !== "exact" || right.type.kind !== "exact" || isBig(left.type, cx.unit) === isBig(right.type, cx.unit))
    return undefined;
  const side = (each: Expression) => (): RustExpr =>
    isBig(each.type, cx.unit) ? read(cx, each) : withSuffix(cx, false, () => own(cx, each));
  const [a, b] = ordered(cx, [side(left), side(right)], [left, right]);
  if (isBig(left.type, cx.unit)) return { kind: "binary", op: compareSigns[e.op], left: a, right: b, mixed: true };
  // What is evaluated first stays first.
  const first = a.kind === "literal" || a.kind === "path" ? a : hoist(cx, a, "value");
  return { kind: "binary", op: compareSigns[MIRRORED[e.op]], left: b, right: first, mixed: true };
}

/** `divmod` of a long integer by a word: the rest is a word. */
export function byWord(cx: FunctionContext, e: Expression<"runtime">, row: Row): Row {
  if (row.integer !== "divmod" || e.type.kind !== "tuple") return row;
  const [quotient, rest] = e.type.elems.map((elem) => isBig(elem, cx.unit));
  const fits = quotient && !rest && isBig(e.args[0].type, cx.unit) && !isBig(e.args[1].type, cx.unit);
  return fits ? { ...row, run: "integer::divmod_by", integer: undefined, flows: [] } : row;
}

/** A small result of steps that leave 64 bits: computed in `i128`. */
function narrowed(cx: FunctionContext, e: Expression<"runtime">): RustExpr | undefined {
  const value = wide(cx, e);
  if (!value) return undefined;
  // A remainder is smaller than the divisor; a quotient that was taken for small is checked.
  const remainder = cx.unit.program.rows(e.row).integer === "mod" && !isBig(e.args[1].type, cx.unit);
  return remainder ? cast(value, tPath("i64")) : method(call("i64::try_from", value), "expect", lit('"an integer within 64 bits"'));
}

/** The expression as an `i128`; undefined where that might not hold it, or where it is no arithmetic on small integers. */
export function wide(cx: FunctionContext, e: Expression): RustExpr | undefined {
  return reachable(cx, e, 0) ? widened(cx, e) : undefined;
}

/** Steps of arithmetic that are worth an `i128`; deeper ones are left alone. */
const DEPTH = 40;

function reachable(cx: FunctionContext, e: Expression, depth: number): boolean {
  if (e.type.kind !== "exact" || depth > DEPTH) return false;
  if (!isBig(e.type, cx.unit) && !narrows(cx, e)) return true;
  const { lo, hi } = cx.unit.facts.interval(e.id);
  if (!Number.isFinite(lo) || !Number.isFinite(hi)) return false;
  const both = (a: Expression, b: Expression): boolean => reachable(cx, a, depth + 1) && reachable(cx, b, depth + 1);
  switch (e.kind) {
    case "int":
      return true;
    case "binary":
      return e.op !== "shl" && e.op !== "shr" && e.op !== "div" && e.op !== "rem" && both(e.left, e.right);
    case "unary":
      return e.op === "neg" && reachable(cx, e.operand, depth + 1);
    case "runtime":
      return (
        rounding(cx.unit.program.rows(e.row)) !== undefined && cx.unit.facts.interval(e.args[1].id).lo > 0 && both(e.args[0], e.args[1])
      );
    default:
      return false;
  }
}

/** Is it a rounding division with a small result of something that is not small? */
const narrows = (cx: FunctionContext, e: Expression): e is Expression<"runtime"> =>
  e.kind === "runtime" && rounding(cx.unit.program.rows(e.row)) !== undefined && e.args.some((arg) => isBig(arg.type, cx.unit));

const signs = { add: "+", sub: "-", mul: "*", and: "&", or: "|", xor: "^" } as const;

function widened(cx: FunctionContext, e: Expression): RustExpr {
  if (e.kind === "int") return lit(String(e.value));
  if (!isBig(e.type, cx.unit) && !narrows(cx, e)) return call("i128::from", ownLoose(cx, e));
  switch (e.kind) {
    case "binary": {
      const [a, b] = ordered(cx, [() => widened(cx, e.left), () => widened(cx, e.right)], [e.left, e.right]);
      return binary(signs[e.op as keyof typeof signs], a, b);
    }
    case "unary":
      return unary("-", widened(cx, e.operand));
    case "runtime": {
      const plain = cx.unit.facts.interval(e.args[0].id).lo >= 0;
      const [a, b] = ordered(cx, [() => widened(cx, e.args[0]), () => widened(cx, e.args[1])], e.args);
      return divided(rounding(cx.unit.program.rows(e.row))!, plain, a, b);
    }
    default:
      throw new Error(`no wide form of ${e.kind}`);
  }
}
