/** Arithmetic to 64-bit wrapping operations. */
import type { Expression } from "../../../ir/index.ts";
import type { BinaryOperator, CompareOperator } from "../../../ir/index.ts";
import type { Arithmetic, ArithmeticText, Part, Target } from "../parse/index.ts";
import { at, bind, bool, bytes, freeze, hoist, hoistable, i64, inner, PARAM, type Node, type Scope } from "./context.ts";
import { isFreeInteger } from "./free.ts";
import { isNonzero } from "./guards.ts";
import { isQuietTest } from "./kept.ts";
import { expansionText, textOf } from "./text.ts";
import { elementInt, storeInt } from "./own-arrays.ts";
import { elementOf, looseSubscript } from "./parameters.ts";
import { divides } from "../name-words.ts";
import { some } from "./scan.ts";
import type { Place, Word } from "../parse/index.ts";

/** The value of an expression; compiled where no expansion can change its shape, else evaluated as text. */
export function arithmetic(scope: Scope, place: Place, expression: ArithmeticText): Expression {
  const n = at(scope, place);
  if (expression.tree && !hasExpansion(scope, expression.tree)) return value(scope, n, place, expression.tree, expression.text.trimStart());
  const text = textOf(scope, expression.word, "arithmetic");
  if (expression.builtin === undefined) return evaluated(n, text);
  return n.shell(
    "sh.arith.of",
    i64,
    n.name(expression.builtin),
    ...(text.kind === "runtime" && text.row === "sh.word" ? text.args : [text]),
  );
}

/** The value of a text as an expression. */
export function evaluated(n: Node, text: Expression): Expression {
  if (!hoistable(text)) return n.shell("sh.arith", i64, text);
  const name = text.kind === "runtime" && text.row === "sh.get" && text.args[1].kind === "str" ? text.args[1].value : undefined;
  if (name === "?" || name === "#") return n.shell(name === "?" ? "sh.status_number" : "sh.arg_count", i64);
  return n.shell("sh.arith.pieces", i64, ...(text.kind === "runtime" && text.row === "sh.word" ? text.args : [text]));
}

/** Evaluates for what it does: `i++`, `x = 1, y += 2`. */
export function arithmeticEffect(scope: Scope, place: Place, expression: ArithmeticText): void {
  const n = at(scope, place);
  const run = (tree: Arithmetic): void => {
    if (tree.kind === "comma") {
      run(tree.left);
      run(tree.right);
      return;
    }
    const made = tree.kind === "step" ? { ...tree, prefix: true } : tree;
    const result = value(scope, n, place, made, expression.text.trimStart());
    if (result.kind !== "local" && result.kind !== "int") scope.out.push(n.stmt("expression", n.span, { value: result }));
  };
  if (expression.tree && !hasExpansion(scope, expression.tree)) run(expression.tree);
  else scope.out.push(n.stmt("expression", n.span, { value: arithmetic(scope, place, expression) }));
}

/** Can evaluating it fail or change something? Literals and operators without a division cannot. */
export function isConstant(tree: Arithmetic): boolean {
  switch (tree.kind) {
    case "number":
      return true;
    case "unary":
      return isConstant(tree.operand);
    case "binary":
      return !["/", "%", "**"].includes(tree.operator) && isConstant(tree.left) && isConstant(tree.right);
    default:
      return false;
  }
}

/** Is it `$1` of a function that is given integers there? */
const isIntegerParam = ({ unit, fn }: Scope, part: Part): boolean =>
  part.kind === "parameter" && !part.operation && /^[1-9]$/.test(part.name) && unit.natives?.isIntegerParam(fn, part.name) === true;

/** Has it an expansion that is not an integer by itself? A message shows those of parameters as they are expanded. */
export const hasExpansion = (scope: Scope, tree: Arithmetic): boolean =>
  expands(scope, tree) || (divides(tree) && some(tree, (node) => isGiven(scope, node as unknown as Part)));

/** Is it an integer parameter that is no variable of the program's own? */
const isGiven = (scope: Scope, part: Part): boolean =>
  (part.kind === "parameter" && isIntegerParam(scope, part) && !scope.native.has(part.name)) || isNumber(part);

/** `$#`, `$?`: numbers of the shell's own. */
const isNumber = (part: Part): boolean =>
  part.kind === "parameter" && !part.operation && !part.indirect && (part.name === "#" || part.name === "?");

function expands(scope: Scope, tree: Arithmetic): boolean {
  switch (tree.kind) {
    case "expansion": {
      const { part } = tree;
      if (part.kind === "arithmetic" || isFreeInteger(scope, part) || isIntegerParam(scope, part) || isNumber(part)) return false;
      return !(
        part.kind === "parameter" &&
        (part.operation?.kind === "length" || (!part.operation && !part.subscript && !part.indirect && scope.native.has(part.name)))
      );
    }
    case "unary":
      return expands(scope, tree.operand);
    case "binary":
    case "logical":
    case "comma":
      return expands(scope, tree.left) || expands(scope, tree.right);
    case "conditional":
      return expands(scope, tree.test) || expands(scope, tree.then) || expands(scope, tree.orElse);
    case "assign":
      return expands(scope, tree.value);
    default:
      return false;
  }
}

const PLAIN: Readonly<Record<string, BinaryOperator>> = { "+": "add", "-": "sub", "*": "mul", "&": "and", "|": "or", "^": "xor" };
const COMPARE: Readonly<Record<string, CompareOperator>> = { "==": "eq", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge" };
const CHECKED = { "/": "sh.div", "%": "sh.rem", "**": "sh.pow" } as const;
const SHIFTS = { "<<": "sh.shl", ">>": "sh.shr" } as const;

function value(scope: Scope, n: Node, place: Place, tree: Arithmetic, text: string): Expression {
  const go = (each: Arithmetic) => value(scope, n, place, each, text);
  switch (tree.kind) {
    case "number":
      return n.number(tree.value);
    case "variable": {
      const native = tree.target.subscript ? undefined : scope.native.get(tree.target.name);
      if (native !== undefined) return n.local(native);
      const text = tree.target.subscript ? undefined : scope.texts.get(tree.target.name);
      if (text !== undefined) return n.shell("sh.number", i64, n.local(text));
      if (tree.target.subscript && scope.arrays.has(tree.target.name)) return elementInt(scope, n, tree.target);
      return tree.target.subscript
        ? elementNumber(scope, n, tree.target.name, tree.target.subscript)
        : n.shell("sh.int", i64, n.name(tree.target.name));
    }
    case "unary": {
      if (tree.operator === "!") return fromBool(n, n.not(truth(n, go(tree.operand))));
      const operand = go(tree.operand);
      if (operand.kind === "int" && tree.operator !== "+")
        return n.number(BigInt.asIntN(64, tree.operator === "-" ? -operand.value : ~operand.value));
      if (tree.operator === "+") return operand;
      return n.expr("unary", i64, n.span, { op: tree.operator === "-" ? "neg" : "inv", arithmetic: "wrapping", operand });
    }
    case "binary": {
      let left = go(tree.left);
      const after = inner(scope);
      const right = value(after, n, place, tree.right, text);
      // Preparations of the right side run after the left side.
      if (after.out.length) left = freeze(scope, n, left, "left");
      scope.out.push(...after.out);
      return operation(scope, n, tree.operator, left, right, text, tree.token);
    }
    case "logical":
      return fromBool(
        n,
        n.expr("logical", bool, n.span, {
          op: tree.operator === "&&" ? "and" : "or",
          left: truth(n, go(tree.left)),
          right: lazy(scope, n, (to) => truth(n, value(to, n, place, tree.right, text))),
        }),
      );
    case "conditional":
      return n.expr("conditional", i64, n.span, {
        test: truth(n, go(tree.test)),
        then: lazy(scope, n, (to) => value(to, n, place, tree.then, text)),
        orElse: lazy(scope, n, (to) => value(to, n, place, tree.orElse, text)),
      });
    case "assign": {
      let result = go(tree.value);
      const known = !tree.target.subscript && (scope.native.has(tree.target.name) || scope.texts.has(tree.target.name));
      // What only reads may be read after the old value as well.
      if (!known && !tree.target.subscript && (tree.operator !== "" || hoistable(result)) && isQuietTest(result, [], true)) {
        const old = n.shell("sh.int", i64, n.name(tree.target.name));
        if (tree.operator !== "") result = operation(scope, n, tree.operator, old, result, text, tree.token);
        return n.shell("sh.set_int.loose", i64, n.name(tree.target.name), result);
      }
      const own = tree.target.subscript !== undefined && scope.arrays.has(tree.target.name);
      if (own && tree.operator === "+") return storeInt(scope, n, tree.target, result, "sh.array.stepped");
      if (tree.operator !== "") {
        result = hoist(scope, n, result, "right");
        if (!known && !tree.target.subscript && !(tree.operator in CHECKED)) {
          result = operation(scope, n, tree.operator, n.shell("sh.int", i64, n.name(tree.target.name)), result, text, tree.token);
          return n.shell("sh.set_int.loose", i64, n.name(tree.target.name), result);
        }
        const old = hoist(scope, n, go({ kind: "variable", target: tree.target }), "left");
        result = operation(scope, n, tree.operator, old, result, text, tree.token);
      }
      return store(scope, n, tree.target, hoist(scope, n, result, "value"));
    }
    case "step": {
      const native = tree.target.subscript ? undefined : scope.native.get(tree.target.name);
      if (native !== undefined && tree.prefix)
        return store(
          scope,
          n,
          tree.target,
          n.expr("binary", i64, n.span, { op: "add", arithmetic: "wrapping", left: n.local(native), right: n.number(tree.by) }),
        );
      if (native === undefined && !tree.target.subscript && !scope.texts.has(tree.target.name))
        return n.shell(tree.prefix ? "sh.stepped" : "sh.step", i64, n.name(tree.target.name), n.number(tree.by));
      if (tree.target.subscript && scope.arrays.has(tree.target.name))
        return storeInt(scope, n, tree.target, n.number(tree.by), tree.prefix ? "sh.array.stepped" : "sh.array.step");
      if (native === undefined && tree.target.subscript)
        return n.shell(tree.prefix ? "sh.stepped_at" : "sh.step_at", i64, element(scope, n, tree.target), n.number(tree.by));
      const old = bind(scope, n, "old", go({ kind: "variable", target: tree.target }));
      const by = n.expr("binary", i64, n.span, { op: "add", arithmetic: "wrapping", left: old(), right: n.number(tree.by) });
      if (tree.prefix) return store(scope, n, tree.target, by);
      const stored = store(scope, n, tree.target, by);
      if (stored.kind !== "local") scope.out.push(n.stmt("expression", n.span, { value: stored }));
      return old();
    }
    case "comma": {
      const left = go(tree.left);
      if (left.kind !== "local" && left.kind !== "int") scope.out.push(n.stmt("expression", n.span, { value: left }));
      return go(tree.right);
    }
    case "expansion": {
      const { part } = tree;
      if (part.kind === "parameter" && isNumber(part)) return evaluated(n, n.shell("sh.get", bytes, n.name(part.name)));
      if (part.kind === "parameter" && isGiven(scope, part)) return n.shell("sh.int", i64, n.name(part.name));
      return expansionText(scope, part, "none");
    }
  }
}

/** The result of an operator on two numbers; undefined for those that may fail or compare. */
function folded(operator: string, left: bigint, right: bigint): bigint | undefined {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "&":
      return left & right;
    case "|":
      return left | right;
    case "^":
      return left ^ right;
    case "<<":
      return right >= 0n && right < 64n ? left << right : undefined;
    case ">>":
      return right >= 0n && right < 64n ? left >> right : undefined;
    default:
      return undefined;
  }
}

function operation(scope: Scope, n: Node, operator: string, left: Expression, right: Expression, text: string, token: string): Expression {
  const constant = left.kind === "int" && right.kind === "int" ? folded(operator, left.value, right.value) : undefined;
  if (constant !== undefined) return n.number(BigInt.asIntN(64, constant));
  if (operator in PLAIN) return n.expr("binary", i64, n.span, { op: PLAIN[operator], arithmetic: "wrapping", left, right });
  if (operator in COMPARE) return fromBool(n, n.expr("compare", bool, n.span, { op: COMPARE[operator], left, right }));
  if ((operator === "/" || operator === "%") && ((right.kind === "int" && right.value > 0n) || isNonzero(scope, right)))
    return n.expr("binary", i64, n.span, { op: operator === "/" ? "div" : "rem", arithmetic: "wrapping", left, right });
  if (operator === "**" && left.kind === "int" && right.kind === "int" && right.value >= 0n && right.value < 64n)
    return n.number(BigInt.asIntN(64, left.value ** right.value));
  if (operator in SHIFTS && right.kind === "int" && right.value >= 0n && right.value < 64n)
    return n.expr("binary", i64, n.span, { op: operator === "<<" ? "shl" : "shr", arithmetic: "plain", left, right });
  if (operator in SHIFTS) return n.call(SHIFTS[operator as "<<"], i64, left, right);
  const a = hoist(scope, n, left, "left");
  const b = hoist(scope, n, right, "right");
  return n.shell(CHECKED[operator as "/"], i64, a, b, n.text(text), n.text(token));
}

/** An element as a number. */
function elementNumber(scope: Scope, n: Node, name: string, word: Word): Expression {
  const subscript = looseSubscript(scope, n, name, word);
  if (subscript) return n.shell("sh.int_at.loose", i64, n.name(name), subscript);
  return n.shell("sh.int_at", i64, elementOf(scope, n, name, word));
}

function element(scope: Scope, n: Node, target: Target): Expression {
  return target.subscript ? elementOf(scope, n, target.name, target.subscript) : n.call("sh.param", PARAM, n.name(target.name));
}

function store(scope: Scope, n: Node, target: Target, result: Expression): Expression {
  const native = target.subscript ? undefined : scope.native.get(target.name);
  if (native !== undefined) {
    const updates =
      result.kind === "binary" &&
      ["and", "or", "xor", "shl", "shr"].includes(result.op) &&
      result.left.kind === "local" &&
      result.left.local === native;
    if (updates)
      scope.out.push(
        n.stmt("update", n.span, { place: n.local(native), op: result.op, arithmetic: result.arithmetic, value: result.right }),
      );
    else scope.out.push(n.stmt("assign", n.span, { place: n.local(native), value: result }));
    return n.local(native);
  }
  const text = target.subscript ? undefined : scope.texts.get(target.name);
  if (text !== undefined) {
    const held = bind(scope, n, "value", result);
    scope.out.push(n.stmt("assign", n.span, { place: n.local(text), value: n.call("sh.word", bytes, held()) }));
    return held();
  }
  if (target.subscript && scope.arrays.has(target.name)) return storeInt(scope, n, target, result, "sh.array.set_int");
  if (target.subscript) return n.shell("sh.set_int_at", i64, element(scope, n, target), result);
  return n.shell("sh.set_int", i64, n.name(target.name), result);
}

/** An operand that may not be evaluated: its preparations stay inside it. */
function lazy(scope: Scope, n: Node, run: (to: Scope) => Expression): Expression {
  const body = inner(scope);
  const result = run(body);
  return body.out.length ? n.expr("block", result.type, n.span, { body: body.out, value: result }) : result;
}

const fromBool = (n: Node, test: Expression): Expression => n.expr("cast", i64, n.span, { value: test });

/** `value != 0`, without the detour when the value is a comparison. */
export function truth(n: Node, e: Expression): Expression {
  if (e.kind === "cast" && e.value.type.kind === "bool") return e.value;
  return n.expr("compare", bool, n.span, { op: "ne", left: e, right: n.number(0) });
}
