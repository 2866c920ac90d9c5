/** Expressions, from the syntax tree. */
import {
  childByField,
  childrenByField,
  children,
  end,
  field,
  hasError,
  isExtra,
  isNamed,
  parts,
  symbol,
  text,
} from "../../../base/tree.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { F, NAMES, S, T } from "../syntax.gen.ts";
import { buildParameters, buildType } from "./definitions.ts";
import { buildStrings } from "./strings.ts";
import { integerValue } from "./text.ts";
import type { Argument, BinaryOp, Clause, CompareOp, Expr, Stmt } from "./nodes.ts";
import { type Building, isAsync } from "./build.ts";

export function buildArguments(b: Building, node: number): Argument[] {
  const t = b.tree;
  if (symbol(t, node) === S.generator_expression) return [{ value: b.expr(node) }];
  return parts(t, node).map((child): Argument => {
    switch (symbol(t, child)) {
      case S.keyword_argument:
        return { name: text(t, childByField(t, child, F.name)), value: b.expr(childByField(t, child, F.value)) };
      case S.list_splat:
        return { star: 1, value: b.expr(parts(t, child)[0]) };
      case S.dictionary_splat:
        return { star: 2, value: b.expr(parts(t, child)[0]) };
      default: {
        const value = b.expr(child);
        return value.kind === "starred" ? { star: 1, value: value.value } : { value };
      }
    }
  });
}

function buildClauses(b: Building, node: number): Clause[] {
  const t = b.tree;
  const clauses: { target: Expr; iterable: Expr; tests: Expr[]; async: boolean }[] = [];
  for (const child of parts(t, node)) {
    if (symbol(t, child) === S.for_in_clause) {
      const right = childrenByField(t, child, F.right).map(b.expr);
      const iterable = right.length === 1 ? right[0] : ({ kind: "tuple", span: b.span(child), elems: right } as Expr);
      clauses.push({ target: b.expr(childByField(t, child, F.left)), iterable, tests: [], async: isAsync(b, child) });
    } else if (symbol(t, child) === S.if_clause) clauses[clauses.length - 1].tests.push(b.expr(parts(t, child)[0]));
  }
  return clauses;
}

const COMPREHENSIONS: Readonly<Record<number, Expr<"comprehension">["of"]>> = {
  [S.list_comprehension]: "list",
  [S.set_comprehension]: "set",
  [S.dictionary_comprehension]: "dict",
  [S.generator_expression]: "generator",
};

/** Where an expression begins, by its kind. */
const FIRST: Partial<Record<Expr["kind"], string>> = {
  call: "callee",
  attribute: "object",
  subscript: "object",
  binary: "left",
  compare: "left",
  logical: "left",
  conditional: "then",
};

/** `[*range(3)]`, `f(1, *g(2))` as what the star is of: the grammar takes the star now and then for a part of the function that is called. */
function unstarred(e: Expr): Expr {
  const key = FIRST[e.kind];
  const first = key === undefined ? undefined : ((e as unknown as Record<string, unknown>)[key] as Expr);
  if (key === undefined || first?.kind !== "starred") return e;
  const span = { ...e.span, start: first.value.span.start };
  return { kind: "starred", span: e.span, value: { ...e, [key]: first.value, span } as Expr };
}

const isBitwise = (op: string): boolean => op === "&" || op === "^";

/** An expression with the parentheses around it. */
interface Term {
  readonly span: Expr["span"];
  readonly value: Expr;
}

/** `a & b ^ c`: the grammar binds `^` before `&`, Python `&` before `^`. The operands are taken in order, and bound again. */
function bitwise(b: Building, node: number): Expr {
  const operands: number[] = [];
  const ops: string[] = [];
  const collect = (at: number): void => {
    const op = symbol(b.tree, at) === S.binary_operator ? text(b.tree, childByField(b.tree, at, F.operator)) : "";
    if (!isBitwise(op)) {
      operands.push(at);
      return;
    }
    collect(childByField(b.tree, at, F.left));
    ops.push(op);
    collect(childByField(b.tree, at, F.right));
  };
  collect(node);
  const bound = (op: BinaryOp, left: Term | undefined, right: Term): Term => {
    if (!left) return right;
    const span = { ...left.span, end: right.span.end };
    return { span, value: { kind: "binary", span, op, left: left.value, right: right.value } };
  };
  let whole: Term | undefined;
  let part: Term | undefined;
  for (const [i, operand] of operands.entries()) {
    part = bound("&", part, { span: b.span(operand), value: b.expr(operand) });
    if (ops[i] === "&") continue;
    whole = bound("^", whole, part);
    part = undefined;
  }
  return whole!.value;
}

export const buildExpr = (b: Building, node: number): Expr => unstarred(built(b, node));

function built(b: Building, node: number): Expr {
  const t = b.tree;
  const span = b.span(node);
  const at = (f: number): number => childByField(t, node, f);
  switch (symbol(t, node)) {
    case S.identifier:
      return { kind: "name", span, id: text(t, node) };
    case S.integer: {
      const digits = text(t, node);
      if (/[jJ]$/.test(digits)) return { kind: "imaginary", span, value: Number(digits.slice(0, -1).replace(/_/g, "")) };
      if (/[lL]$/.test(digits) || /^0[0-7]*[1-7]/.test(digits)) return refuse("PY0002", span, `\`${digits}\` is a number of Python 2`);
      return { kind: "int", span, value: integerValue(digits) };
    }
    case S.float: {
      const digits = text(t, node).replace(/_/g, "");
      if (/[jJ]$/.test(digits)) return { kind: "imaginary", span, value: Number(digits.slice(0, -1)) };
      return { kind: "float", span, value: Number(digits) };
    }
    case S.true:
    case S.false:
      return { kind: "bool", span, value: symbol(t, node) === S.true };
    case S.none:
      return { kind: "none", span };
    case S.ellipsis:
      return { kind: "ellipsis", span };
    case S.string:
    case S.concatenated_string:
      return buildStrings(b, node);
    case S.parenthesized_expression:
    case S.as_pattern_target:
      return b.expr(parts(t, node)[0]);
    case S.tuple:
    case S.expression_list:
    case S.pattern_list:
    case S.tuple_pattern:
      return { kind: "tuple", span, elems: parts(t, node).map(b.expr) };
    case S.list:
    case S.list_pattern:
      return { kind: "list", span, elems: parts(t, node).map(b.expr) };
    case S.set:
      return { kind: "set", span, elems: parts(t, node).map(b.expr) };
    case S.dictionary:
      return {
        kind: "dict",
        span,
        entries: parts(t, node).map((child) =>
          symbol(t, child) === S.dictionary_splat
            ? { value: b.expr(parts(t, child)[0]) }
            : { key: b.expr(childByField(t, child, F.key)), value: b.expr(childByField(t, child, F.value)) },
        ),
      };
    case S.list_splat:
    case S.list_splat_pattern:
    case S.parenthesized_list_splat:
      return { kind: "starred", span, value: b.expr(parts(t, node)[0]) };
    case S.binary_operator: {
      const op = text(t, at(F.operator)) as BinaryOp;
      if (isBitwise(op)) return bitwise(b, node);
      return { kind: "binary", span, op, left: b.expr(at(F.left)), right: b.expr(at(F.right)) };
    }
    case S.unary_operator:
      return { kind: "unary", span, op: text(t, at(F.operator)) as "-", operand: b.expr(at(F.argument)) };
    case S.not_operator:
      return { kind: "not", span, operand: b.expr(at(F.argument)) };
    case S.boolean_operator:
      return { kind: "logical", span, op: text(t, at(F.operator)) as "and", left: b.expr(at(F.left)), right: b.expr(at(F.right)) };
    case S.comparison_operator: {
      const operands = parts(t, node).filter((child) => field(t, child) !== F.operators);
      const operators = childrenByField(t, node, F.operators).map((child) => text(t, child).replace(/[\s\\]+/g, " ") as CompareOp);
      return { kind: "compare", span, left: b.expr(operands[0]), rest: operators.map((op, i) => ({ op, right: b.expr(operands[i + 1]) })) };
    }
    case S.call:
      return { kind: "call", span, callee: b.expr(at(F.function)), args: buildArguments(b, at(F.arguments)) };
    case S.attribute:
      return { kind: "attribute", span, object: b.expr(at(F.object)), name: text(t, at(F.attribute)) };
    case S.subscript: {
      const indexes = childrenByField(t, node, F.subscript).map(b.expr);
      const comma = children(t, node).some((child) => symbol(t, child) === T[","]);
      return {
        kind: "subscript",
        span,
        object: b.expr(at(F.value)),
        index: indexes.length === 1 && !comma ? indexes[0] : { kind: "tuple", span, elems: indexes },
      };
    }
    case S.slice: {
      const ends: (Expr | undefined)[] = [undefined, undefined, undefined];
      let place = 0;
      for (const child of children(t, node)) {
        if (symbol(t, child) === T[":"]) place++;
        else if (isNamed(t, child) && !isExtra(t, child)) ends[place] = b.expr(child);
      }
      return { kind: "slice", span, start: ends[0], stop: ends[1], step: ends[2] };
    }
    case S.lambda: {
      const mark = { generator: false };
      const params = buildParameters(b, at(F.parameters));
      b.open.push(mark);
      const value = b.expr(at(F.body));
      b.open.pop();
      const body: Stmt[] = [{ kind: "return", span: value.span, value }];
      return {
        kind: "lambda",
        span,
        fn: { scopeOf: "function", name: "lambda", span, params, body, async: false, generator: mark.generator, lambda: true },
      };
    }
    case S.conditional_expression: {
      const [then, test, orElse] = parts(t, node);
      return { kind: "conditional", span, test: b.expr(test), then: b.expr(then), orElse: b.expr(orElse) };
    }
    case S.list_comprehension:
    case S.set_comprehension:
    case S.dictionary_comprehension:
    case S.generator_expression: {
      const body = at(F.body);
      const pair = symbol(t, body) === S.pair;
      return {
        kind: "comprehension",
        span,
        of: COMPREHENSIONS[symbol(t, node)],
        key: pair ? b.expr(childByField(t, body, F.key)) : undefined,
        element: b.expr(pair ? childByField(t, body, F.value) : body),
        clauses: buildClauses(b, node),
        scope: { scopeOf: "comprehension" },
      };
    }
    case S.yield: {
      const open = b.open[b.open.length - 1];
      if (open === undefined) return refuse("PY0001", span, "`yield` outside a function");
      open.generator = true;
      const value = parts(t, node)[0];
      if (children(t, node).some((child) => symbol(t, child) === T.from)) return { kind: "yieldFrom", span, value: b.expr(value) };
      return { kind: "yield", span, value: value === undefined ? undefined : b.expr(value) };
    }
    case S.await:
      return { kind: "await", span, value: b.expr(parts(t, node)[0]) };
    case S.named_expression:
      return { kind: "walrus", span, target: b.expr(at(F.name)) as Expr<"name">, value: b.expr(at(F.value)) };
    case S.type:
    case S.generic_type:
    case S.union_type:
    case S.member_type:
      return buildType(b, node);
    case S.dotted_name: {
      const names = parts(t, node);
      let object: Expr = b.expr(names[0]);
      for (const name of names.slice(1)) object = { kind: "attribute", span: { ...span, end: end(t, name) }, object, name: text(t, name) };
      return object;
    }
    default:
      // `print` and the soft keywords are names where they stand alone.
      if (/^[A-Za-z_]\w*$/.test(text(t, node))) return { kind: "name", span, id: text(t, node) };
      return refuse(hasError(t, node) ? "PY0001" : "PY0201", span, `a ${NAMES[symbol(t, node)] ?? "node"} cannot stand here`);
  }
}
