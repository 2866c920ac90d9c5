/** Values known while translating: integer and floating constants, and constant addresses as far as `offsetof` by hand needs them. */
import type { Expr } from "../ast.ts";
import { sizeOf } from "../types/layout.ts";
import { integerOf, type CType } from "../types/types.ts";

/** An integer cut to a type's width. */
export function wrapInt(value: bigint, type: CType): bigint {
  if (type.kind === "bool") return value === 0n ? 0n : 1n;
  const int = integerOf(type);
  if (!int) return type.kind === "pointer" ? BigInt.asUintN(64, value) : value;
  return int.signed ? BigInt.asIntN(int.size * 8, value) : BigInt.asUintN(int.size * 8, value);
}

/** The value of the type that is nearest: so gcc has what it computes of floating numbers. */
function nearestInt(value: bigint, type: CType): bigint {
  const int = integerOf(type);
  if (!int) return wrapInt(value, type);
  const bits = BigInt(8 * int.size);
  const [low, high] = int.signed ? [-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n] : [0n, (1n << bits) - 1n];
  return value < low ? low : value > high ? high : value;
}

/** The value of an integer (or pointer made of an integer) constant expression; undefined when it is none. */
export function evalInt(e: Expr): bigint | undefined {
  if (e.kind === "int") return e.value;
  const known = values.get(e);
  if (known !== undefined) return known === "unknown" ? undefined : known;
  const value = evaluate(e);
  values.set(e, value ?? "unknown");
  return value;
}

/** Long chains of operators ask at every level: each answer is kept. */
const values = new WeakMap<Expr, bigint | "unknown">();

function evaluate(e: Expr): bigint | undefined {
  switch (e.kind) {
    case "int":
      return e.value;
    case "cast": {
      if (e.type.kind === "float" || e.type.kind === "void" || e.type.kind === "record") return undefined;
      if (e.value.type.kind === "float") {
        const f = evalFloat(e.value);
        if (f === undefined || !Number.isFinite(f)) return undefined;
        if (e.type.kind === "bool") return f === 0 ? 0n : 1n;
        return nearestInt(BigInt(Math.trunc(f)), e.type);
      }
      const v = evalInt(e.value);
      return v === undefined ? undefined : wrapInt(v, e.type);
    }
    case "negate":
    case "complement":
    case "not": {
      if (e.kind === "not" && e.operand.type.kind === "float") {
        const f = evalFloat(e.operand);
        return f === undefined ? undefined : f === 0 ? 1n : 0n;
      }
      const v = evalInt(e.operand);
      if (v === undefined) return undefined;
      return e.kind === "not" ? (v === 0n ? 1n : 0n) : wrapInt(e.kind === "negate" ? -v : ~v, e.type);
    }
    case "binary": {
      if (e.type.kind === "float") return undefined;
      const l = evalInt(e.left);
      const r = l === undefined ? undefined : evalInt(e.right);
      if (l === undefined || r === undefined) return undefined;
      const bits = BigInt((sizeOf(e.type) ?? 4) * 8);
      switch (e.op) {
        case "+":
          return wrapInt(l + r, e.type);
        case "-":
          return wrapInt(l - r, e.type);
        case "*":
          return wrapInt(l * r, e.type);
        case "/":
          return r === 0n ? undefined : wrapInt(l / r, e.type);
        case "%":
          return r === 0n ? undefined : wrapInt(l % r, e.type);
        case "&":
          return wrapInt(l & r, e.type);
        case "|":
          return wrapInt(l | r, e.type);
        case "^":
          return wrapInt(l ^ r, e.type);
        case "<<":
          return wrapInt(l << (((r % bits) + bits) % bits), e.type);
        case ">>":
          return wrapInt(l >> (((r % bits) + bits) % bits), e.type);
      }
      return undefined;
    }
    case "compare": {
      const float = e.left.type.kind === "float";
      const l = float ? evalFloat(e.left) : evalInt(e.left);
      const r = float ? evalFloat(e.right) : evalInt(e.right);
      if (l === undefined || r === undefined) return undefined;
      const yes =
        e.op === "==" ? l === r : e.op === "!=" ? l !== r : e.op === "<" ? l < r : e.op === "<=" ? l <= r : e.op === ">" ? l > r : l >= r;
      return yes ? 1n : 0n;
    }
    case "logical": {
      const l = truth(e.left);
      if (l === undefined) return undefined;
      if (e.op === "&&" && !l) return 0n;
      if (e.op === "||" && l) return 1n;
      const r = truth(e.right);
      return r === undefined ? undefined : r ? 1n : 0n;
    }
    case "conditional": {
      const t = truth(e.test);
      return t === undefined ? undefined : evalInt(t ? e.then : e.orElse);
    }
    case "addressOf":
    case "decay":
      return evalAddress(e.kind === "decay" ? e.array : e.place);
    default:
      return undefined;
  }
}

/** The address of a place whose base is a constant number. */
function evalAddress(e: Expr): bigint | undefined {
  switch (e.kind) {
    case "deref":
      return evalInt(e.pointer);
    case "member": {
      const base = evalAddress(e.object);
      return base === undefined ? undefined : base + BigInt(e.field.offset);
    }
    case "index": {
      const base = e.base.type.kind === "array" ? evalAddress(e.base) : evalInt(e.base);
      const index = evalInt(e.index);
      const size = sizeOf(e.type);
      return base === undefined || index === undefined || size === undefined ? undefined : base + index * BigInt(size);
    }
    default:
      return undefined;
  }
}

function truth(e: Expr): boolean | undefined {
  if (e.type.kind === "float") {
    const f = evalFloat(e);
    return f === undefined ? undefined : f !== 0;
  }
  if (e.kind === "decay" && e.array.kind === "string") return true;
  const v = evalInt(e);
  return v === undefined ? undefined : v !== 0n;
}

export function evalFloat(e: Expr): number | undefined {
  const round = (v: number | undefined): number | undefined =>
    v === undefined ? undefined : e.type.kind === "float" && e.type.size === 4 ? Math.fround(v) : v;
  switch (e.kind) {
    case "float":
      return round(e.value);
    case "cast": {
      if (e.type.kind !== "float") return undefined;
      if (e.value.type.kind === "float") return round(evalFloat(e.value));
      const v = evalInt(e.value);
      return v === undefined ? undefined : round(Number(v));
    }
    case "negate": {
      const v = evalFloat(e.operand);
      // A NaN has no sign here.
      return v === undefined || Number.isNaN(v) ? undefined : -v;
    }
    case "binary": {
      const l = evalFloat(e.left);
      const r = l === undefined ? undefined : evalFloat(e.right);
      if (l === undefined || r === undefined) return undefined;
      return round(e.op === "+" ? l + r : e.op === "-" ? l - r : e.op === "*" ? l * r : e.op === "/" ? l / r : undefined);
    }
    case "conditional": {
      const t = truth(e.test);
      return t === undefined ? undefined : evalFloat(t ? e.then : e.orElse);
    }
    default:
      return undefined;
  }
}

/** Constant of either kind? */
export const isConstantNumber = (e: Expr): boolean => (e.type.kind === "float" ? evalFloat(e) : evalInt(e)) !== undefined;

/** A null pointer constant: 0, or (void *)0. */
export function isNullConstant(e: Expr): boolean {
  if (e.kind === "int") return e.value === 0n;
  if (e.kind === "cast") {
    if (e.type.kind === "pointer") {
      const { kind, const: constant, volatile } = e.type.to;
      return kind === "void" && !constant && !volatile && isNullConstant(e.value);
    }
    return integerOf(e.type) !== undefined && evalInt(e) === 0n;
  }
  return integerOf(e.type) !== undefined && evalInt(e) === 0n;
}
