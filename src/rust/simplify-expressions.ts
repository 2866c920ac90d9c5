/** Expressions in fewer words: one entry a kind. */
import { someNode } from "../base/nodes.ts";
import type { Arm, RustBlock, RustExpr, RustPattern, RustStatement } from "./ast.ts";
import { divergesExpr } from "./diverges.ts";
import { sameText } from "./allowances.ts";
import type { Bindings } from "./bindings.ts";
import { gives, isIdentity, lentFor, simplerClosure, simplerItems, withoutClones } from "./simplify-iterators.ts";
import { asMethod, bareLength, lengthsShown, plainFormat, present, printed, unbound } from "./simplify-calls.ts";
import { foundItems } from "./simplify-entries.ts";
import { simplerBlock } from "./simplify-labels.ts";
import { simplerCatch } from "./simplify-excepts.ts";
import { simplerMatch } from "./simplify-matches.ts";
import { variantMatch } from "./simplify-variants.ts";

/** The expression, whose parts are simple already. */
export function simpler(e: RustExpr, bindings: Bindings): RustExpr {
  switch (e.kind) {
    case "borrow":
      // `&Box::new(x)`: no parameter is a reference to a box.
      if (e.word === "" && e.operand.kind === "call" && e.operand.callee.kind === "path" && e.operand.callee.path === "Box::new")
        return { ...e, operand: e.operand.args[0] };
      // `&*x` of a reference
      return e.word === "" &&
        e.operand.kind === "unary" &&
        e.operand.op === "*" &&
        !e.operand.kept &&
        isReference(e.operand.operand, bindings)
        ? e.operand.operand
        : e;
    case "field":
      if (e.object.kind === "method" && e.object.name === "unwrap_or_else") return { ...e, object: present(e.object) };
      return e.object.kind === "unary" && e.object.op === "*" && !e.object.danger && isFollowed(e.object.operand, bindings)
        ? { ...e, object: e.object.operand }
        : e;
    case "unary":
      return e.op === "!" ? negated(e) : e;
    case "block":
      return simplerBlock(e);
    case "binary":
      return simplerBinary(e, bindings);
    case "assign":
      return simplerAssign(e);
    case "if": {
      const made = simplerIf(e);
      return made.kind === "if" ? (foundItems(made) ?? variantMatch(made) ?? simplerCatch(made)) : made;
    }
    case "match": {
      const read = (arm: Arm): Arm => ({ ...arm, pattern: simplerPattern(arm.guard ? arm.pattern : readPattern(arm)) });
      const plain = !e.arms.some((arm) => arm.pattern.kind === "or" || isConstant(alone(arm.body)));
      const made = simplerMatch(plain ? e : { ...e, arms: e.arms.map(read) });
      return made.kind === "match" ? simplerCatch(made) : made;
    }
    case "method":
      if (e.object.kind === "method" && e.object.name === "unwrap_or_else") return { ...e, object: present(e.object) };
      // A method of the program borrows what it is called on, or takes it: a box for that is made for nothing.
      if (e.own && isBoxed(e.object)) return { ...e, object: e.object.args[0] };
      if (GROWS.test(e.name) && e.object.kind === "unary" && e.object.op === "*" && givesMutable(e.object.operand))
        return { ...e, object: e.object.operand };
      return e.name === "map" && e.args.length === 1 && isIdentity(e.args[0]) ? e.object : withoutClones(e);
    case "cast": {
      // `xs.len() as i64 as f64`
      const length = e.type.kind === "path" && e.type.path === "f64" ? bareLength(e.value) : undefined;
      return length ? { ...e, value: length } : e;
    }
    case "call":
      return unbound(e) ?? asMethod(e) ?? e;
    case "array":
      return simplerItems(e);
    case "macro":
      return printed(e) ?? plainFormat(e) ?? simplerItems(lengthsShown(e));
    case "closure":
      return simplerClosure(e, bindings);
    case "for":
      return onceOver(lentFor(e));
    default:
      return e;
  }
}

/** A function of the runtime that gives `&mut T`. */
const givesMutable = (e: RustExpr): boolean =>
  e.kind === "call" && e.callee.kind === "path" && /^rt::(?:(?:list|dict)::\w+_mut|dict::index_or_make)$/.test(e.callee.path);

/** What containers have themselves, so that it is found through a reference. */
const GROWS = /^(?:push|push_back|insert)$/;

const isReference = (e: RustExpr, bindings: Bindings): boolean => e.kind === "path" && !e.args && bindings.find(e.path)?.reference === true;

/** What a field is found through without a word: references, and what a static holds. */
const isFollowed = (e: RustExpr, bindings: Bindings): boolean =>
  isReference(e, bindings) || (e.kind === "path" && /(^|::)[A-Z][A-Z0-9_]*$/.test(e.path) && !bindings.find(e.path));

const isTrue = (e: RustExpr): boolean => e.kind === "literal" && e.text === "true";
const isFalse = (e: RustExpr): boolean => e.kind === "literal" && e.text === "false";

function negated(e: RustExpr<"unary">): RustExpr {
  if (isTrue(e.operand)) return { kind: "literal", text: "false" };
  if (isFalse(e.operand)) return { kind: "literal", text: "true" };
  return contrary(e.operand) ?? e;
}

const reverses: Readonly<Record<string, string>> = { "<": ">=", ">=": "<", ">": "<=", "<=": ">" };

/** The contrary of a test, where that is no longer than the test. */
export function contrary(test: RustExpr): RustExpr | undefined {
  switch (test.kind) {
    case "literal":
      return isTrue(test) ? { ...test, text: "false" } : isFalse(test) ? { ...test, text: "true" } : undefined;
    case "unary":
      return test.op === "!" ? test.operand : undefined;
    case "binary":
      if (test.op === "==" || test.op === "!=") return { ...test, op: test.op === "==" ? "!=" : "==" };
      if (test.op === "&&" || test.op === "||") {
        const [left, right] = [contrary(test.left), contrary(test.right)];
        return left && right && { ...test, op: test.op === "&&" ? "||" : "&&", left, right };
      }
      if (test.unsigned && test.op === ">" && numeral(test.right) === 0n) return { ...test, op: "==" };
      return test.total && reverses[test.op] ? { ...test, op: reverses[test.op] } : undefined;
    case "method": {
      if (test.name === "is_some_and" || test.name === "is_none_or") {
        const [tested] = test.args;
        const body = tested?.kind === "closure" ? contrary(tested.body) : undefined;
        if (!body || tested.kind !== "closure") return undefined;
        return { ...test, name: test.name === "is_some_and" ? "is_none_or" : "is_some_and", args: [{ ...tested, body }] };
      }
      const other =
        test.args.length === 0 ? { is_some: "is_none", is_none: "is_some", is_ok: "is_err", is_err: "is_ok" }[test.name] : undefined;
      return other === undefined ? undefined : { ...test, name: other };
    }
    default:
      return undefined;
  }
}

/** `a && (b && c)` as `a && b && c` */
function leftToRight(e: RustExpr<"binary">): RustExpr<"binary"> {
  const { op, right } = e;
  return right.kind === "binary" && right.op === op ? { ...right, left: leftToRight({ ...e, right: right.left }) } : e;
}

/** `xs.len() as i64 > 2` as `xs.len() > 2`, and the like of two lengths. */
function ofLengths(e: RustExpr<"binary">): RustExpr<"binary"> {
  const left = bareLength(e.left);
  const right =
    left && (bareLength(e.right) ?? (e.right.kind === "literal" && numeral(e.right) !== undefined ? untyped(e.right) : undefined));
  return left && right ? { ...e, left, right } : e;
}

const untyped = (e: RustExpr<"literal">): RustExpr => ({ ...e, text: e.text.replace(/_?i64$/, "") });

function simplerBinary(given: RustExpr<"binary">, bindings: Bindings): RustExpr {
  const e = /^[=!<>]=?$/.test(given.op) ? ofLengths(given) : given;
  switch (e.op) {
    case "&&":
      return isTrue(e.left) ? e.right : isTrue(e.right) ? e.left : leftToRight(e);
    case "||":
      return isFalse(e.left) ? e.right : isFalse(e.right) ? e.left : leftToRight(e);
    case "==":
    case "!=": {
      const known = compared(e);
      if (known !== undefined) return { kind: "literal", text: String(known) };
      const { right } = e;
      if (right.kind === "call" && right.callee.kind === "path" && right.callee.path === "Vec::from" && right.args[0].kind === "method")
        return { ...e, right: right.args[0] };
      // `x == ""`
      const empty = e.right.kind === "literal" && e.right.text === '""' ? e.left : undefined;
      if (!empty || empty.kind === "literal") return e;
      const object = empty.kind === "unary" && empty.op === "*" && isReference(empty.operand, bindings) ? empty.operand : empty;
      const test: RustExpr = { kind: "method", object, name: "is_empty", args: [] };
      return e.op === "==" ? test : { kind: "unary", op: "!", operand: test };
    }
    case "<":
    case "<=":
    case ">":
    case ">=": {
      const known = compared(e);
      return known === undefined ? e : { kind: "literal", text: String(known) };
    }
    default:
      return e;
  }
}

/** What comparing two numerals gives. */
function compared(e: RustExpr<"binary">): boolean | undefined {
  const [left, right] = [numeral(e.left), numeral(e.right)];
  if (left === undefined || right === undefined) return undefined;
  switch (e.op) {
    case "==":
      return left === right;
    case "!=":
      return left !== right;
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    default:
      return left >= right;
  }
}

function numeral(e: RustExpr): bigint | undefined {
  if (e.kind === "unary" && e.op === "-") {
    const value = numeral(e.operand);
    return value === undefined ? undefined : -value;
  }
  const text = e.kind === "literal" ? /^(\d+)(?:_?[iu](?:8|16|32|64|128|size))?$/.exec(e.text) : null;
  return text ? BigInt(text[1]) : undefined;
}

const updates = new Set(["+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>"]);

/** `x = x + y` as `x += y`. */
function simplerAssign(e: RustExpr<"assign">): RustExpr {
  // `x -= &x` would borrow x while it changes.
  if (e.op !== "=" && e.right.kind === "borrow" && e.right.word === "" && sameText(e.left, e.right.operand))
    return { ...e, right: { kind: "method", object: e.right.operand, name: "clone", args: [] } };
  if (e.op !== "=" || e.left.kind !== "path" || e.right.kind !== "binary" || !updates.has(e.right.op)) return e;
  if (!sameText(e.left, e.right.left)) return e;
  return { ...e, op: `${e.right.op}=`, right: e.right.right };
}

/** The only expression of a block. */
export function onlyValue(block: RustBlock): RustExpr | undefined {
  if (block.trailing?.length) return undefined;
  if (block.value && block.statements.length === 0 && !block.valueComments?.length && !block.valueTrailing) return block.value;
  const [only] = block.statements;
  if (block.value || block.statements.length !== 1 || only.kind !== "expression" || only.semicolon) return undefined;
  return only.comments?.length || only.trailing ? undefined : only.value;
}

/** A block that ends in a value which nothing comes to, as one that ends before it: `rt::raise(error); 0` as `rt::raise(error)`. */
function endingAtLeave(block: RustBlock): RustBlock | undefined {
  const { value } = block;
  const last = block.statements.at(-1);
  const raises = value?.kind === "call" && value.callee.kind === "path" && /^rt::(missing|unbound)$/.test(value.callee.path);
  const made = value?.kind === "literal" || raises;
  if (!made || !last || block.valueComments?.length || block.valueTrailing || last.trailing) return undefined;
  const leave = last.kind === "expression" ? last.value : last.kind === "let" && last.pattern.kind === "wild" ? last.value : undefined;
  if (!leave || !divergesExpr(leave)) return undefined;
  return { ...block, statements: block.statements.slice(0, -1), value: leave, valueAt: last.at, valueComments: last.comments };
}

const isEmpty = (block: RustBlock): boolean => block.statements.length === 0 && !block.value && !block.trailing?.length;

const tests: Readonly<Record<string, string>> = { Some: "is_some", Ok: "is_ok", Err: "is_err" };

/** `a && b && c`, also where the second test is such a chain itself: operands of a chain stand side by side. */
function bothHold(first: RustExpr, second: RustExpr): RustExpr {
  const operands: RustExpr[] = [];
  let at = second;
  for (; at.kind === "binary" && at.op === "&&"; at = at.left) operands.unshift(at.right);
  return [at, ...operands].reduce((left, right) => ({ kind: "binary", op: "&&", left, right }), first);
}

/** `if` in fewer words. */
export function simplerIf(given: RustExpr<"if">): RustExpr {
  let e = given;
  // `if let Err(_) = value`
  if (e.test.kind === "let" && e.test.pattern.kind === "variant" && e.test.pattern.elems?.length === 1) {
    const { path, elems } = e.test.pattern;
    if (elems[0].kind === "wild" && tests[path]) e = { ...e, test: { kind: "method", object: e.test.value, name: tests[path], args: [] } };
  }
  if (e.orElse?.kind === "block" && !e.orElse.label && !e.orElse.word && isEmpty(e.orElse.block) && !e.then.value)
    e = { ...e, orElse: undefined };
  if (e.orElse?.kind === "block" && !e.orElse.label && !e.orElse.word) {
    const [then, other] = [endingAtLeave(e.then), endingAtLeave(e.orElse.block)];
    if (then && !other) e = { ...e, then };
    else if (other && !then) e = { ...e, orElse: { ...e.orElse, block: other } };
  }
  if (!e.orElse) {
    const inner = onlyValue(e.then);
    // `if a { if b { … } }`
    if (inner?.kind !== "if" || inner.orElse || !joins(e.test) || !joins(inner.test)) return e;
    return { ...e, test: bothHold(e.test, inner.test), then: inner.then };
  }
  if (e.orElse.kind !== "block" || e.orElse.label || e.orElse.word) return e;
  const other = onlyValue(e.orElse.block);
  if (other?.kind === "if") {
    const { block } = e.orElse;
    return { ...e, orElse: { ...other, at: other.at ?? block.valueAt ?? block.statements[0]?.at } };
  }
  const then = onlyValue(e.then);
  if (!then || !other) return e;
  if (e.test.kind === "let") return mapped(e.test, then, other) ?? e;
  const known = isTrue(e.test) ? then : isFalse(e.test) ? other : undefined;
  // (What is empty has its type from the other branch.)
  if (known && !(known.kind === "path" && known.path === "None") && !(known.kind === "call" && known.args.length === 0)) return known;
  if (isTrue(then) && isFalse(other)) return e.test;
  if (isFalse(then) && isTrue(other)) return { kind: "unary", op: "!", operand: e.test };
  // `if a { true } else { b }`
  if (isTrue(then) && isTest(e.test) && isTest(other)) return { kind: "binary", op: "||", left: e.test, right: other };
  return e;
}

const TESTS = new Set<RustExpr["kind"]>(["binary", "call", "field", "macro", "method", "path", "unary"]);

/** Does it read as a test beside `||`? */
const isTest = (e: RustExpr): boolean => TESTS.has(e.kind);

/** `if let Some(x) = value { Some(f(x)) } else { None }` as `value.map(|x| f(x))`, `… { x } else { 0 }` as `value.unwrap_or(0)`. */
function mapped(test: RustExpr<"let">, then: RustExpr, other: RustExpr): RustExpr | undefined {
  const { pattern } = test;
  if (pattern.kind !== "variant" || pattern.path !== "Some" || pattern.elems?.length !== 1 || pattern.elems[0].kind !== "name")
    return undefined;
  const [name] = pattern.elems;
  const object = optionOf(test);
  if (!object) return undefined;
  if (test.by === "copy" && other.kind === "literal" && gives(name, then))
    return { kind: "method", object, name: "unwrap_or", args: [other] };
  if (other.kind !== "path" || other.path !== "None" || then.kind !== "call" || then.args.length !== 1 || leaves(then)) return undefined;
  if (then.callee.kind !== "path" || then.callee.path !== "Some") return undefined;
  const body: RustExpr = { kind: "closure", params: [{ pattern: name }], body: then.args[0] };
  const [arg] = then.args;
  const made =
    arg.kind === "call" &&
    arg.callee.kind === "path" &&
    /(^|::)[A-Z]\w*$/.test(arg.callee.path) &&
    arg.args.length === 1 &&
    gives(name, arg.args[0]);
  return { kind: "method", object, name: "map", args: [made ? (arg as RustExpr<"call">).callee : body] };
}

/** The option that a test looks into, as the object of a method that takes its content. */
function optionOf({ value, by }: RustExpr<"let">): RustExpr | undefined {
  const lent = (object: RustExpr): RustExpr => ({ kind: "method", object, name: "as_ref", args: [] });
  if (by === "copy") return value.kind === "unary" ? value.operand : value;
  if (by === "lend") return lent(value.kind === "borrow" ? value.operand : value);
  if (value.kind === "borrow" && value.word === "") return lent(value.operand);
  // A name may stand for a reference, through which a pattern looks and a method does not.
  return ["borrow", "unary", "path", "field"].includes(value.kind) ? undefined : value;
}

const LEAVING: ReadonlySet<string> = new Set(["try", "return", "break", "continue", "await"]);

/** Does an expression leave more than itself? */
export function leaves(e: RustExpr): boolean {
  return someNode<RustExpr>(e, ({ kind }) => LEAVING.has(kind));
}

const joins = (test: RustExpr): boolean => test.kind !== "block";

/** Does it say the same whatever a pattern has bound? */
const isConstant = (e: RustExpr): boolean =>
  (e.kind === "literal" && !e.text.startsWith('"')) ||
  (e.kind === "path" && /(^|::)[A-Z]\w*$/.test(e.path)) ||
  (e.kind === "tuple" && e.elems.length === 0);

/** What a block only holds. */
const alone = (e: RustExpr): RustExpr => (e.kind === "block" && !e.label && !e.word ? (onlyValue(e.block) ?? e) : e);

/** An arm's pattern without the names that its body cannot read. */
const readPattern = ({ pattern, body }: Arm): RustPattern =>
  pattern.kind === "variant" && pattern.elems && isConstant(alone(body))
    ? { ...pattern, elems: pattern.elems.map((elem) => (elem.kind === "name" && !elem.sub ? { kind: "wild" } : elem)) }
    : pattern;

/** `2 | 3 | 4` as `2..=4`. */
function simplerPattern(pattern: RustPattern): RustPattern {
  if (pattern.kind !== "or" || pattern.options.length < 3) return pattern;
  const numbers: bigint[] = [];
  for (const option of pattern.options) {
    if (option.kind !== "literal" || !/^-?\d+$/.test(option.text)) return pattern;
    numbers.push(BigInt(option.text));
  }
  numbers.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  for (let i = 1; i < numbers.length; i++) if (numbers[i] !== numbers[i - 1] + 1n) return pattern;
  return { kind: "range", from: String(numbers[0]), to: String(numbers.at(-1)) };
}

/** A loop over one item is a block. */
function onceOver(e: RustExpr<"for">): RustExpr {
  if (e.iterable.kind !== "array" || e.iterable.elems.length !== 1 || e.label) return e;
  if (someNode<RustExpr>(e.body, (inner) => (inner.kind === "break" || inner.kind === "continue") && !inner.label)) return e;
  const first: RustStatement = { kind: "let", pattern: e.pattern, value: e.iterable.elems[0] };
  return { kind: "block", block: { ...e.body, statements: [first, ...e.body.statements] } };
}

/** `Box::new(value)` */
const isBoxed = (e: RustExpr): e is RustExpr & { readonly kind: "call" } =>
  e.kind === "call" && e.callee.kind === "path" && e.callee.path === "Box::new" && e.args.length === 1;
