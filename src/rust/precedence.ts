/** How tightly Rust expressions bind, and where parentheses are needed. */
import type { RustExpr } from "./ast.ts";

const binaryLevels: Readonly<Record<string, number>> = {
  "*": 15,
  "/": 15,
  "%": 15,
  "+": 14,
  "-": 14,
  "<<": 13,
  ">>": 13,
  "&": 12,
  "^": 11,
  "|": 10,
  "==": 9,
  "!=": 9,
  "<": 9,
  "<=": 9,
  ">": 9,
  ">=": 9,
  "&&": 8,
  "||": 7,
};

export const POSTFIX = 20;
export const UNARY = 17;
export const CAST = 16;
export const COMPARE = 9;
const RANGE = 6;
const ASSIGN = 5;
const LOWEST = 1;

export const binaryLevel = (op: string): number => binaryLevels[op] ?? LOWEST;

/** The level of an expression: an operand below the level that its place asks for stands in parentheses. */
export function levelOf(expr: RustExpr): number {
  switch (expr.kind) {
    case "literal":
      return expr.text.startsWith("-") ? UNARY : POSTFIX;
    case "unary":
    case "borrow":
      return UNARY;
    case "cast":
      return CAST;
    case "binary":
      return binaryLevel(expr.op);
    case "range":
      return RANGE;
    case "assign":
      return ASSIGN;
    case "let":
      return COMPARE;
    case "closure":
    case "return":
    case "break":
      return LOWEST;
    default:
      return POSTFIX;
  }
}

/** Does an expression end without a semicolon when it is a statement? */
export function isBlockLike(expr: RustExpr): boolean {
  switch (expr.kind) {
    case "block":
      return expr.word !== "async move" && expr.word !== "async";
    case "if":
    case "match":
    case "loop":
    case "while":
    case "for":
      return true;
    default:
      return false;
  }
}

/** The operand at the very left of an expression, which a statement must not begin with when it is block-like. */
export function leftmost(expr: RustExpr): RustExpr {
  let at = expr;
  for (;;) {
    switch (at.kind) {
      case "binary":
      case "assign":
        at = at.left;
        break;
      case "method":
      case "field":
      case "index":
        at = at.object;
        break;
      case "call":
        at = at.callee;
        break;
      case "cast":
      case "try":
      case "await":
        at = at.value;
        break;
      case "range":
        if (!at.from) return at;
        at = at.from;
        break;
      default:
        return at;
    }
  }
}
