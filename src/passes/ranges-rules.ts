/** What an integer result of a row is, by the row's rule. */
import {
  exactReps,
  isExpression,
  type Expression,
  type IntegerRule,
  type Node,
  type Program,
  type Rep,
  type Row,
  type Type,
} from "../ir/index.ts";
import { elementType } from "./classes.ts";
import { constantLength } from "../ir/unfailing.ts";
import type { Flat } from "./flat.ts";
import {
  absolute,
  apply,
  between,
  constant,
  EVERYTHING,
  interval,
  join,
  negate,
  NOTHING,
  overTime,
  SMALL_LIMIT,
  STEPS,
  type Interval,
} from "./interval.ts";

/**
 * The interval of a result. `arg(i)`: argument i; `exactArgs`: those that are exact integers; `elements`: the integers inside argument 0;
 * `place`: which of the result's integers.
 */
export function ruleInterval(
  rule: IntegerRule,
  count: number,
  arg: (i: number) => Interval,
  exactArgs: readonly Interval[],
  elements: () => Interval,
  place = 0,
): Interval {
  switch (rule) {
    case "count":
      return { lo: 0, hi: STEPS };
    case "index":
      return apply("add", count > 1 ? arg(1) : { lo: 0, hi: 0 }, { lo: 0, hi: STEPS });
    case "bits":
      return { lo: 0, hi: 64 };
    case "same":
      return exactArgs.reduce(join, NOTHING);
    case "below":
      return exactArgs.reduce(join, { lo: 0, hi: 0 });
    case "digit":
    case "whole":
      return EVERYTHING;
    case "sum":
      return overTime(join({ lo: 0, hi: 0 }, elements()));
    case "range":
      return between(arg(0), arg(1), count > 2 ? arg(2) : { lo: 1, hi: 1 });
    case "abs":
      return absolute(arg(0));
    case "neg":
      return negate(arg(0));
    case "powmod":
      return apply("mod", EVERYTHING, arg(2));
    case "divmod":
      return apply(place === 1 ? "mod" : "floordiv", arg(0), arg(1));
    default:
      return apply(rule, arg(0), arg(1));
  }
}

/** The interval that does not depend on those of the arguments. */
export function fixedInterval(
  program: Program,
  { range, integer, native }: Row,
  args: readonly Expression[],
  isCharacter: (e: Expression) => boolean,
): Interval | undefined {
  const length = native === "length" ? constantLength(program, args[0]) : undefined;
  if (length !== undefined) return { lo: length, hi: length };
  if (range) return { lo: Math.max(Number(range[0]), -SMALL_LIMIT), hi: Math.min(Number(range[1]), SMALL_LIMIT) };
  if (integer !== "digit" || !isCharacter(args[0])) return undefined;
  const base = args[1].kind === "int" ? Number(args[1].value) : 36;
  return { lo: 0, hi: (base >= 2 && base <= 36 ? base : 36) - 1 };
}

/** The result type that a `return` inside a closure goes to. */
export function closureResult({ nodes, parent }: Flat, node: Node): Type | undefined {
  for (let at = parent[node.id]!; at >= 0; at = parent[at]!) {
    const above = nodes[at]!;
    if (isExpression(above) && above.kind === "closure") return above.result;
  }
  return undefined;
}

/** Expressions whose value is that of a storage: they share its class. */
export function isPlace(node: Expression): boolean {
  switch (node.kind) {
    case "local":
    case "global":
    case "field":
    case "index":
    case "tupleGet":
    case "unwrap":
    case "project":
    case "call":
    case "callValue":
      return true;
    default:
      return false;
  }
}

/** The integers at these places of the tuples inside a type. */
export function madeReps(type: Type, places: readonly number[]): Rep[] {
  if (type.kind === "tuple") return places.flatMap((place) => exactReps(type.elems[place]!));
  const inner = elementType(type);
  return inner ? madeReps(inner, places) : [];
}

/** How an expression that is no place is computed from its parts. */
export function computation(node: Expression, value: (e: Expression) => Interval): () => Interval {
  switch (node.kind) {
    case "int": {
      const value = constant(node.value);
      return () => value;
    }
    case "binary":
      return () => apply(node.op, value(node.left), value(node.right));
    case "unary":
      return node.op === "neg" ? () => negate(value(node.operand)) : () => apply("sub", { lo: -1, hi: -1 }, value(node.operand));
    case "conditional":
      return () => join(value(node.then), value(node.orElse));
    case "block":
      return () => value(node.value);
    case "cast": {
      const from = node.value.type;
      if (from.kind === "bool") return () => ({ lo: 0, hi: 1 });
      if (from.kind === "exact") return () => value(node.value);
      if (from.kind === "int") {
        const bits = from.width === "size" ? 48 : from.width;
        const range = from.signed ? interval(-(2 ** (bits - 1)), 2 ** (bits - 1)) : interval(0, 2 ** bits);
        return () => range;
      }
      return () => EVERYTHING;
    }
    default:
      return () => EVERYTHING;
  }
}

/** A closure that a row calls gets the elements of the other arguments, or what it returned before. */
