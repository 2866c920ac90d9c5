/** Between which bounds a float lies that is made of integers: what `int(x / 2)`, `round(n * 0.5)` and `int(sqrt(n))` give is no larger than these. */
import { type Expression, type Statement } from "../ir/index.ts";
import type { Flat } from "./flat.ts";
import { absolute, apply, EVERYTHING, isEmpty, join, negate, type Interval } from "./interval.ts";

/** Divisors closer to zero say nothing of the quotient. */
const LEAST = 1e-6;

export type Floats = (e: Expression) => Interval;

/** The interval of a float; `value` is that of an integer, of which floats are made. Infinities and NaN are no concern: they are no integers. */
export function createFloats(flat: Flat, value: (e: Expression) => Interval): Floats {
  const declarations = soleDeclarations(flat);
  const real = (e: Expression, depth = 0): Interval => {
    if (depth > 20) return EVERYTHING;
    const inner = (part: Expression): Interval => real(part, depth + 1);
    switch (e.kind) {
      case "int":
      case "float":
        return { lo: Number(e.value), hi: Number(e.value) };
      case "cast":
        return inner(e.value);
      case "unary":
        return e.op === "neg" ? negate(inner(e.operand)) : EVERYTHING;
      case "binary":
        return e.op === "add" || e.op === "sub" || e.op === "mul" ? apply(e.op, inner(e.left), inner(e.right)) : EVERYTHING;
      case "conditional":
        return join(inner(e.then), inner(e.orElse));
      case "block":
        return inner(e.value);
      case "local": {
        const made = e.type.kind === "float" ? declarations.get(`${flat.owner[e.id]} ${e.local}`) : undefined;
        return made ? inner(made) : e.type.kind === "exact" ? value(e) : EVERYTHING;
      }
      case "runtime":
        return ofRow(e, inner) ?? (e.type.kind === "exact" ? value(e) : EVERYTHING);
      default:
        return e.type.kind === "exact" ? value(e) : e.type.kind === "bool" ? { lo: 0, hi: 1 } : EVERYTHING;
    }
  };
  const ofRow = (e: Expression<"runtime">, inner: (part: Expression) => Interval): Interval | undefined => {
    const row = flat.rows(e.row);
    if (row.native === "quotient") return quotient(inner(e.args[0]), inner(e.args[1]), e.args[1].type.kind === "exact");
    switch (row.real) {
      case "root": {
        const under = inner(e.args[0]);
        return isEmpty(under) ? under : { lo: 0, hi: Math.sqrt(Math.max(under.hi, 0)) };
      }
      case "power": {
        const [base, exponent] = [inner(e.args[0]), inner(e.args[1])];
        if (isEmpty(base)) return base;
        const most = Math.max(absolute(base).hi, 1) ** exponent.hi;
        return exponent.lo >= 0 && exponent.hi < 64 ? { lo: base.lo < 0 ? -most : 0, hi: most } : EVERYTHING;
      }
      case "unit":
        return { lo: 0, hi: 1 };
      case "between":
        return join(inner(e.args[e.args.length - 2]), inner(e.args[e.args.length - 1]));
      case undefined:
        return undefined;
    }
  };
  return (e) => real(e);
}

/** `a / b`; integers that divide are 1 away from zero at least. */
function quotient(a: Interval, b: Interval, whole: boolean): Interval {
  if (isEmpty(a) || isEmpty(b)) return a;
  const least = b.lo > 0 ? b.lo : b.hi < 0 ? -b.hi : 0;
  const by = whole ? Math.max(least, 1) : least;
  if (by < LEAST) return EVERYTHING;
  const most = absolute(a).hi / by;
  return { lo: a.lo >= 0 && b.lo >= 0 ? 0 : -most, hi: most };
}

/** The integer that a float is cut or rounded to. */
export const wholeOf = ({ lo, hi }: Interval): Interval =>
  lo > hi ? { lo, hi } : { lo: Math.floor(lo - Math.abs(lo) * 1e-9) - 1, hi: Math.ceil(hi + Math.abs(hi) * 1e-9) + 1 };

/** The values of float locals that one declaration gives them, by function and local. */
function soleDeclarations(flat: Flat): ReadonlyMap<string, Expression> {
  const found = new Map<string, Expression>();
  const several = new Set<string>();
  const note = (key: string, declaration?: Statement<"let">): void => {
    if (declaration?.value?.type.kind === "float" && !found.has(key)) found.set(key, declaration.value);
    else several.add(key);
  };
  for (const node of flat.nodes) {
    if (node?.kind === "let") note(`${flat.owner[node.id]} ${node.local}`, node);
    else if ((node?.kind === "assign" || node?.kind === "update") && node.place.kind === "local")
      note(`${flat.owner[node.id]} ${node.place.local}`);
    else if (node?.kind === "call")
      flat.program.functions[node.function]!.params.forEach(({ passing }, i) => {
        const arg = node.args[i];
        if (passing === "inout" && arg?.kind === "local") several.add(`${flat.owner[node.id]} ${arg.local}`);
      });
  }
  for (const key of several) found.delete(key);
  return found;
}
