/** Indexed arrays that are variables of the program's own: `rt::Array`, which nothing reaches by name. */
import type { Expression, LocalId, Type } from "../../../ir/index.ts";
import { arithmeticTree } from "../parse/arithmetic.ts";
import type { Assignment, Command, Element, Parameter, Target, Word } from "../parse/index.ts";
import type { RowId } from "../builtins/index.ts";
import { arithmetic } from "./arithmetic.ts";
import { expandBraces } from "./brace.ts";
import {
  ARRAY,
  bool,
  bytes,
  effect,
  freeze,
  hoist,
  hoistable,
  i64,
  inner,
  loose,
  push,
  STATUS,
  valued,
  type Outcome,
  unit,
  type Node,
  type Scope,
} from "./context.ts";
import { isTouchy } from "./touchy.ts";
import { asText, constantWord, textOf } from "./text.ts";
import { argv, isSingle } from "./words.ts";

/** The variable behind `name[…]`, when it is one of the program's own. */
export const ownArray = (scope: Scope, p: Parameter): LocalId | undefined => (p.indirect ? undefined : scope.arrays.get(p.name));

/** What a subscript is as a number. */
function indexOf(scope: Scope, n: Node, word: Word): Expression {
  const text = scope.text.slice(word.place.start, word.place.end);
  return hoist(scope, n, arithmetic(scope, word.place, { word, tree: arithmeticTree(word), text }), "index");
}

const call = (scope: Scope, n: Node, row: RowId, type: Type, name: string, ...more: Expression[]): Expression =>
  n.call(row, type, n.local(scope.arrays.get(name) as LocalId), n.sh(), n.name(name), ...more);

/** `${a[i]}` */
export function elementText(scope: Scope, n: Node, name: string, word: Word): Expression {
  const index = indexOf(scope, n, word);
  if (index.kind === "int" && index.value >= 0n && !scope.unit.nounset)
    return n.call("sh.array.at", bytes, n.local(scope.arrays.get(name) as LocalId), index);
  return call(scope, n, "sh.array.get", bytes, name, index);
}

/** `a[i]` in an expression. */
export const elementInt = (scope: Scope, n: Node, { name, subscript }: Target): Expression =>
  call(scope, n, "sh.array.int", i64, name, indexOf(scope, n, subscript as Word));

/** `${#a[i]}` */
export const elementLength = (scope: Scope, n: Node, name: string, word: Word): Expression =>
  call(scope, n, "sh.array.length", i64, name, indexOf(scope, n, word));

/** `"${a[*]}"`, or with blanks between the elements. */
export function joinedArray(scope: Scope, n: Node, name: string, star: boolean): Expression {
  const array = n.local(scope.arrays.get(name) as LocalId);
  return star ? n.call("sh.array.joined", bytes, array, n.sh()) : n.call("sh.array.spaced", bytes, array);
}

/** Is there an element that `${a[i]-word}` may take? */
export const hasElement = (scope: Scope, n: Node, name: string, word: Word, nonnull: boolean): Expression =>
  call(scope, n, "sh.array.has", bool, name, indexOf(scope, n, word), n.bool(nonnull));

/** `a[i] = number`, `a[i] += number` (`by`), in an expression. */
export function storeInt(scope: Scope, n: Node, { name, subscript }: Target, number: Expression, row: RowId): Expression {
  const index = indexOf(scope, n, subscript as Word);
  return call(scope, n, row, i64, name, index, hoist(scope, n, number, "value"));
}

/** `"${a[@]}"` and its kin without an operation. */
export function arrayValues(scope: Scope, n: Node, p: Parameter): Expression {
  const array = n.local(scope.arrays.get(p.name) as LocalId);
  return n.call(p.operation?.kind === "keys" ? "sh.array.subscripts" : "sh.array.values", n.listOf(bytes), array);
}

/** `read -ra name`, `mapfile -t name`, perhaps behind `IFS=text`, in one call that stands where the redirections are made. */
export function filledOwn(scope: Scope, n: Node, c: Command<"simple">, name: string, local: LocalId): ((to: Scope) => Outcome) | undefined {
  const words = c.words.slice(0, -1).map((word) => ("assignment" in word ? "" : (constantWord(word) ?? "")));
  const [ifs, ...more] = c.assignments;
  if (more.length || !words.every((word) => /^[\w-]+$/.test(word))) return undefined;
  if (ifs && (ifs.name !== "IFS" || ifs.append || ifs.subscript || !ifs.value || isTouchy(scope.unit.touchy, "IFS"))) return undefined;
  const text = ifs?.value && hoist(scope, n, asText(n, textOf(scope, ifs.value, "assignment")));
  return () => {
    const args = [n.local(local), n.sh(), n.line(), n.name(name), n.name(words.join(" "))];
    return valued(text ? n.call("sh.array.fill_by", STATUS, ...args, text) : n.call("sh.array.fill", STATUS, ...args));
  };
}

/** `unset 'a[i]'` of an array of the program's own. */
export function unsetOwn(scope: Scope, n: Node, name: string, word: Word): Expression | undefined {
  const local = scope.arrays.get(name);
  if (local === undefined) return undefined;
  return n.call("sh.array.unset", STATUS, n.local(local), n.sh(), n.line(), indexOf(scope, n, word));
}

/** `(words …)` */
export function arrayOf(scope: Scope, n: Node, elements: readonly Element[]): Expression {
  if (!elements.length) return n.expr("zero", ARRAY, n.span, {});
  const words = elements.map((each) => each.value);
  return n.call("sh.array.of", ARRAY, ...argv(scope, words[0].place, words).args);
}

/** Assignments of whole arrays and of their elements. */
export function assignOwn(scope: Scope, n: Node, a: Assignment, local: LocalId): void {
  const array = n.local(local);
  if (a.elements) {
    const words = a.elements.map((each) => each.value);
    const [only] = words;
    if (a.append && words.length === 1 && isSingle(scope, only) && expandBraces(only).length === 1) {
      effect(scope, n, n.call("sh.array.push", unit, array, loose(scope, n, asText(n, textOf(scope, only, "plain")))));
      return;
    }
    if (a.append) effect(scope, n, n.call("sh.array.extend", unit, array, argv(scope, a.place, words)));
    else push(scope, n.stmt("assign", n.span, { place: array, value: arrayOf(scope, n, a.elements) }));
    return;
  }
  let text = asText(n, textOf(scope, a.value as Word, "assignment"));
  // The text is expanded before the subscript is evaluated.
  const after = inner(scope);
  const index = indexOf(after, n, a.subscript as Word);
  if (after.out.length) text = freeze(scope, n, text);
  scope.out.push(...after.out);
  const held = hoistable(text) ? hoist(scope, n, text) : text;
  const row = a.append ? "sh.array.append" : held.kind === "str" ? "sh.array.put.text" : "sh.array.put";
  effect(scope, n, call(scope, n, row, unit, a.name, index, held));
}
