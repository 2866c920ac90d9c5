/** Parameter expansion. */
import type { Expression, Type } from "../../../ir/index.ts";
import type { ArithmeticText, Operation, Parameter, Word } from "../parse/index.ts";
import type { RowId } from "../builtins/index.ts";
import { arithmetic, hasExpansion } from "./arithmetic.ts";
import {
  at,
  bind,
  bool,
  bytes,
  FLOW,
  hoist,
  hoistable,
  i64,
  inner,
  isCapture,
  loose,
  PARAM,
  push,
  type Node,
  type Scope,
} from "./context.ts";
import { usize } from "../../../ir/index.ts";
import { arithmeticTree } from "../parse/arithmetic.ts";
import type { Arithmetic } from "../parse/index.ts";
import { some } from "./scan.ts";
import { arrayValues, elementLength, elementText, hasElement, joinedArray, ownArray } from "./own-arrays.ts";
import { casePattern, operatedList, replacement } from "./operations.ts";
import { inOrder, loosely } from "./loose.ts";
import { shapeTrim } from "./shapes.ts";
import { asText, owned, patternText, textOf, type TextMode } from "./text.ts";

/** Does it yield a list of words (`$@`, `${a[*]}`, `${!x@}`)? */
export function isList(p: Parameter): boolean {
  if (p.operation?.kind === "length") return false;
  if (p.operation?.kind === "keys" || p.operation?.kind === "names") return true;
  if (p.indirect) return true;
  return p.name === "@" || p.name === "*" || (p.subscript !== undefined && p.subscript.kind !== "text");
}

const isStar = (p: Parameter): boolean =>
  p.operation?.kind === "keys" || p.operation?.kind === "names"
    ? p.operation.star
    : p.subscript
      ? p.subscript.kind === "star"
      : p.name === "*";

/** A list that joins to one text inside double quotes. */
export const joinsQuoted = (p: Parameter): boolean => p.spaced === true || (isStar(p) && !p.indirect);

/** `$name` with nothing to it. */
const isSimple = (p: Parameter): boolean => !p.subscript && !p.indirect && !p.operation && p.name !== "@" && p.name !== "*";

/** The runtime's description of the parameter. */
export function paramOf(scope: Scope, n: Node, p: Parameter): Expression {
  if (p.indirect) return n.shell("sh.indirect", PARAM, pointerOf(scope, n, p));
  if (!p.subscript) return n.call("sh.param", PARAM, n.name(p.name));
  if (p.subscript.kind === "all") return n.call("sh.all", PARAM, n.name(p.name));
  if (p.subscript.kind === "star") return n.call("sh.star", PARAM, n.name(p.name));
  return elementOf(scope, n, p.name, p.subscript.word);
}

/** The parameter that `${!name}` looks through: a variable of the program's own is a text. */
function pointerOf(scope: Scope, n: Node, p: Parameter): Expression {
  const local = p.subscript ? undefined : (scope.texts.get(p.name) ?? scope.native.get(p.name));
  if (local === undefined) return paramOf(scope, n, { ...p, indirect: false });
  return n.call("sh.param.text", PARAM, asText(n, n.local(local)));
}

/** `name[subscript]`; an expression that can be computed here is a number, all else is text for the runtime. */
export function elementOf(scope: Scope, n: Node, array: string, word: Word): Expression {
  const index = subscriptNumber(scope, n, array, word);
  if (index) return n.call("sh.item", PARAM, n.name(array), hoist(scope, n, index, "index"));
  return n.call("sh.elem", PARAM, n.name(array), hoist(scope, n, asText(n, textOf(scope, word, "subscript")), "subscript"));
}

/** The subscript where it asks the shell: a macro expands it before the element is looked at. */
export function looseSubscript(scope: Scope, n: Node, array: string, word: Word): Expression | undefined {
  const step = inner(scope);
  const before = { comments: scope.comments.next, locals: scope.locals.length, labels: scope.labels.next };
  const made = subscriptNumber(step, n, array, word) ?? asText(n, textOf(step, word, "subscript"));
  if (hoistable(made) && !isCapture(made)) {
    scope.out.push(...step.out);
    return made;
  }
  scope.comments.next = before.comments;
  scope.locals.length = before.locals;
  scope.labels.next = before.labels;
  return undefined;
}

/** A subscript as text; an expression over native integers is computed here, since the runtime cannot see them. */
export function subscriptText(scope: Scope, n: Node, array: string, word: Word): Expression {
  const index = subscriptNumber(scope, n, array, word);
  if (index) return index.kind === "int" ? n.name(String(index.value)) : asText(n, index);
  return loose(scope, n, asText(n, textOf(scope, word, "subscript")));
}

function subscriptNumber(scope: Scope, n: Node, array: string, word: Word): Expression | undefined {
  const own = new Map([...scope.native, ...scope.texts]);
  if ((own.size || !scope.unit.associates) && !scope.unit.natives?.isAssociative(array)) {
    const tree = arithmeticTree(word);
    if (tree && (usesNative(tree, own) || (!scope.unit.associates && isCompiled(scope, tree))))
      return arithmetic(scope, word.place, { word, tree, text: "" });
    if (tree?.kind === "number" && word.parts.length && !scope.unit.associates) return n.number(tree.value);
  }
  return undefined;
}

/** An expression over variables that changes nothing, so that it may be computed before the array is looked at. */
const isCompiled = (scope: Scope, tree: Arithmetic): boolean =>
  tree.kind !== "number" && !hasExpansion(scope, tree) && !some(tree, (node) => node.kind === "assign" || node.kind === "step");

const usesNative = (tree: Arithmetic, native: ReadonlyMap<string, unknown>): boolean =>
  some(
    tree,
    (node) =>
      ("target" in node && native.has((node.target as { name: string }).name)) ||
      (node.kind === "parameter" && !node.operation && !node.subscript && native.has(node.name as string)),
  );

/** The variable when it is a text of its own. */
function ownText(scope: Scope, n: Node, p: Parameter): Expression | undefined {
  const local = p.subscript || p.indirect ? undefined : scope.texts.get(p.name);
  return local === undefined ? undefined : n.local(local);
}

/** The value as one text. */
function valueText(scope: Scope, n: Node, p: Parameter): Expression {
  const own = ownText(scope, n, p);
  if (own) return own;
  if (ownArray(scope, p) !== undefined && p.subscript) {
    if (p.subscript.kind === "text") return elementText(scope, n, p.name, p.subscript.word);
    return joinedArray(scope, n, p.name, isStar(p));
  }
  if (p.name === "#" && scope.list !== undefined) return n.call("sh.len", usize, n.local(scope.list));
  if (!p.subscript && !p.indirect && p.name !== "@" && p.name !== "*") return n.shell("sh.get", bytes, n.name(p.name));
  const subscript = p.subscript?.kind === "text" && !p.indirect ? looseSubscript(scope, n, p.name, p.subscript.word) : undefined;
  if (subscript) return n.shell("sh.value_at", bytes, n.name(p.name), subscript);
  return n.shell("sh.value", bytes, hoist(scope, n, paramOf(scope, n, p), "param"));
}

const listType = (n: Node): Type => n.listOf(bytes);

/** The parameter where nothing is split: one text. */
export function parameterText(scope: Scope, p: Parameter, mode: TextMode): Expression {
  const n = at(scope, p.place);
  if (p.operation?.kind === "bad") return n.shell("sh.bad_substitution", bytes, n.text(p.operation.text));
  if (p.spaced && ownArray(scope, p) !== undefined && !p.operation) return joinedArray(scope, n, p.name, false);
  if (p.spaced && ownArray(scope, p) !== undefined)
    return n.shell("sh.join", bytes, hoist(scope, n, parameterList(scope, p), "list"), n.bool(false));
  if (p.spaced) return n.shell("sh.spaced", bytes, hoist(scope, n, paramOf(scope, n, p), "param"));
  const native = isSimple(p) ? scope.native.get(p.name) : undefined;
  if (native !== undefined) return n.local(native);
  if (isSimple(p)) return valueText(scope, n, p);
  const { operation } = p;
  if (p.indirect && !operation) return n.shell("sh.indirect_text", bytes, hoist(scope, n, pointerOf(scope, n, p), "param"));
  if (operation?.kind === "length" && scope.free && ownText(scope, n, p)) return n.call("sh.characters", i64, valueText(scope, n, p));
  if (operation?.kind === "length" && ownText(scope, n, p)) return n.shell("sh.text_length", i64, valueText(scope, n, p));
  if (operation?.kind === "length" && ownArray(scope, p) !== undefined && p.subscript)
    return p.subscript.kind === "text"
      ? elementLength(scope, n, p.name, p.subscript.word)
      : n.call("sh.array.count", i64, n.local(scope.arrays.get(p.name) as number));
  if (operation?.kind === "length") return n.shell("sh.length", i64, hoist(scope, n, paramOf(scope, n, p), "param"));
  if (operation?.kind === "default") return defaultText(scope, n, p, operation, mode);
  if (isList(p) && operation) {
    const list = hoist(scope, n, parameterList(scope, p), "list");
    return n.shell("sh.join", bytes, list, n.bool(isStar(p)));
  }
  if (!operation) return valueText(scope, n, p);
  if (operation.kind === "transform") {
    const list = hoist(scope, n, parameterList(scope, p), "list");
    return n.shell("sh.join", bytes, list, n.bool(false));
  }
  const value = valueText(scope, n, p);
  const shaped = operation.kind === "trim" ? shapeTrim(n, value, operation.operator, operation.pattern) : undefined;
  if (shaped) return shaped;
  const call = (row: "sh.trim" | "sh.replace" | "sh.case_change" | "sh.slice", more: (to: Scope) => readonly Expression[]): Expression => {
    const [text, rest] = inOrder(scope, n, value, more);
    const plain = scope.free && scope.unit.plainTexts ? PLAIN[row] : undefined;
    if (plain) return n.call(plain, bytes, text, ...rest);
    return loosely(scope, n, row, bytes, text, ...rest);
  };
  const whole =
    operation.kind === "case" && !operation.pattern && scope.free && scope.unit.plainTexts ? WHOLE[operation.operator] : undefined;
  if (whole) return n.call(whole, bytes, value);
  switch (operation.kind) {
    case "trim":
      return call("sh.trim", (to) => [patternText(to, operation.pattern), n.name(operation.operator)]);
    case "replace":
      return call("sh.replace", (to) => [
        patternText(to, operation.pattern),
        replacement(to, n, operation.with),
        n.name(operation.operator),
      ]);
    case "case":
      return call("sh.case_change", (to) => [n.name(operation.operator), casePattern(to, n, operation.pattern)]);
    case "slice":
      if (scope.free) return n.call("sh.part", bytes, value, ...range(scope, n, p, operation, true));
      return call("sh.slice", (to) => range(to, n, p, operation, true));
    default:
      throw new Error(`not a text: ${operation.kind}`);
  }
}

/** What needs no shell where no option changes what it does. */
const PLAIN: Readonly<Record<string, RowId | undefined>> = {
  "sh.trim": "sh.plain.trim",
  "sh.replace": "sh.plain.replace",
  "sh.case_change": "sh.plain.case_change",
};

/** Changes of case that have a function each. */
const WHOLE: Readonly<Record<string, RowId | undefined>> = {
  ",,": "sh.plain.lower",
  "^^": "sh.plain.upper",
  "^": "sh.plain.capitalize",
};

/** The parameter as a list: `Vec<Vec<u8>>`. */
export function parameterList(scope: Scope, p: Parameter, quoted = false): Expression {
  const n = at(scope, p.place);
  const { operation } = p;
  if (ownArray(scope, p) !== undefined) return ownList(scope, n, p);
  if (operation?.kind === "names") return n.shell("sh.prefixed", listType(n), n.name(p.name));
  if (operation?.kind === "keys") return n.shell("sh.keys", listType(n), n.name(p.name));
  if (p.indirect && !operation)
    return n.shell(quoted ? "sh.indirect_quoted" : "sh.indirect_list", listType(n), hoist(scope, n, pointerOf(scope, n, p), "param"));
  if (p.name === "@" && scope.list !== undefined && !operation && !p.indirect) return n.local(scope.list);
  const param = hoist(scope, n, paramOf(scope, n, p), "param");
  if (!operation || operation.kind === "default" || operation.kind === "length") return n.shell("sh.values", listType(n), param);
  if (operation.kind === "transform")
    return n.shell(operation.operator === "P" ? "sh.transform.prompt" : "sh.transform", listType(n), param, n.name(operation.operator));
  if (operation.kind === "slice") return n.shell("sh.slice_list", listType(n), param, ...range(scope, n, p, operation));
  return operatedList(scope, n, operation, hoist(scope, n, n.shell("sh.values", listType(n), param), "list"));
}

/** The same of an array of the program's own. */
function ownList(scope: Scope, n: Node, p: Parameter): Expression {
  const { operation } = p;
  if (!operation || operation.kind === "keys") return arrayValues(scope, n, p);
  if (operation.kind === "slice")
    return n.call("sh.array.slice", listType(n), n.local(scope.arrays.get(p.name) as number), n.sh(), ...range(scope, n, p, operation));
  return operatedList(scope, n, operation, hoist(scope, n, arrayValues(scope, n, p), "list"));
}

function range(scope: Scope, n: Node, p: Parameter, operation: Operation & { kind: "slice" }, asks = false): Expression[] {
  const value = (to: Scope, e: ArithmeticText, name: string): Expression =>
    asks ? arithmetic(to, p.place, e) : hoist(to, n, arithmetic(to, p.place, e), name);
  const offset = value(scope, operation.offset, "offset");
  const optional: Type = { kind: "option", inner: i64 };
  if (!operation.length) return [offset, n.expr("none", optional, n.span, {})];
  const { length } = operation;
  const [first, second] = inOrder(scope, n, offset, (to) => value(to, length, "length"));
  return [first, n.expr("some", optional, n.span, { value: second })];
}

interface Presence {
  readonly param: () => Expression;
  readonly test: Expression;
  readonly value: () => Expression;
}

/** The test of `-`, `=`, `?`, `+`; the parameter is bound because it is asked again. */
export function presence(scope: Scope, n: Node, p: Parameter, operation: Operation & { kind: "default" }, quoted: boolean): Presence {
  const own = ownText(scope, n, p);
  if (own) {
    const test = n.not(n.call("sh.empty", bool, own));
    return { param: () => n.call("sh.param", PARAM, n.name(p.name)), test, value: () => valueText(scope, n, p) };
  }
  if (ownArray(scope, p) !== undefined && p.subscript?.kind === "text") {
    const { word } = p.subscript;
    const test = hasElement(scope, n, p.name, word, operation.colon);
    return { param: () => n.call("sh.param", PARAM, n.name(p.name)), test, value: () => valueText(scope, n, p) };
  }
  const made = paramOf(scope, n, p);
  const simple = made.kind === "runtime" && made.row === "sh.param";
  const param = simple ? () => n.call("sh.param", PARAM, n.name(p.name)) : bind(scope, n, "param", made);
  // In quotes the elements of an array are something, however empty, when a variable refers to them.
  const test = n.shell(p.indirect && quoted ? "sh.present.referred" : "sh.present", bool, param(), n.bool(operation.colon));
  return { param, test, value: () => n.shell("sh.value", bytes, param()) };
}

/** How the word of `${x:-word}` is read where `mode` is the context. */
const defaultMode = (mode: TextMode): TextMode =>
  mode === "quoted" || mode === "arithmetic" ? "quoted" : mode === "assignment" ? mode : "plain";

function defaultText(scope: Scope, n: Node, p: Parameter, operation: Operation & { kind: "default" }, mode: TextMode): Expression {
  const simple = constantDefault(scope, n, p, operation, mode);
  if (simple) return simple;
  const { param, test, value } = presence(scope, n, p, operation, mode === "quoted");
  const word = (to: Scope): Expression => owned(n, textOf(to, operation.word, defaultMode(mode)));
  const branch = (run: (to: Scope) => Expression): Expression => {
    const to = inner(scope);
    const value = run(to);
    return to.out.length ? n.expr("block", bytes, n.span, { body: to.out, value }) : value;
  };
  switch (operation.operator) {
    case "-":
      return n.expr("conditional", bytes, n.span, { test, then: value(), orElse: branch(word) });
    case "+":
      return n.expr("conditional", bytes, n.span, { test, then: branch(word), orElse: n.bytes("") });
    case "=":
      return n.expr("conditional", bytes, n.span, {
        test,
        then: value(),
        orElse: branch((to) => n.shell("sh.assign_default", bytes, param(), hoist(to, n, word(to)))),
      });
    case "?":
      require(scope, n, p, operation, param, test);
      return value();
  }
}

/** `${x:-text}` of a variable of the shell, where the text asks for nothing. */
function constantDefault(
  scope: Scope,
  n: Node,
  p: Parameter,
  operation: Operation & { kind: "default" },
  mode: TextMode,
): Expression | undefined {
  if (operation.operator !== "-" || p.indirect || ownText(scope, n, p) || isList(p)) return undefined;
  if (ownArray(scope, p) !== undefined) return undefined;
  const step = inner(scope);
  const word = textOf(step, operation.word, defaultMode(mode));
  if (step.out.length || (word.kind !== "str" && word.kind !== "bytes" && word.kind !== "local")) return undefined;
  const subscript = p.subscript?.kind === "text" ? looseSubscript(scope, n, p.name, p.subscript.word) : undefined;
  if (subscript) return n.shell(operation.colon ? "sh.value_or_at" : "sh.value_else_at", bytes, n.name(p.name), subscript, asText(n, word));
  const param = hoist(scope, n, paramOf(scope, n, p), "param");
  return n.shell(operation.colon ? "sh.value_or" : "sh.value_else", bytes, param, asText(n, word));
}

/** `${x?message}`: leaves when the parameter is missing. */
export function require(
  scope: Scope,
  n: Node,
  p: Parameter,
  operation: Operation & { kind: "default" },
  param: () => Expression,
  test: Expression,
): void {
  void p;
  const to = inner(scope);
  const optional: Type = { kind: "option", inner: bytes };
  const message = operation.word.parts.length
    ? n.expr("some", optional, n.span, { value: hoist(to, n, owned(n, textOf(to, operation.word, "plain"))) })
    : n.expr("none", optional, n.span, {});
  const flow = n.shell("sh.required", FLOW, param(), n.bool(operation.colon), message);
  push(to, n.stmt("raise", n.span, { value: flow }));
  push(scope, n.stmt("if", n.span, { test: n.not(test), then: { statements: to.out } }));
}
