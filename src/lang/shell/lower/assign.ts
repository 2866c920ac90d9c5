/** Assignments on their own, and the elements of arrays. */
import type { Expression } from "../../../ir/index.ts";
import type { Assignment, Command, Element, Word } from "../parse/index.ts";
import { expandBraces } from "./brace.ts";
import { isBusy, isOwn } from "./busy.ts";
import {
  at,
  effect,
  hoist,
  hoistable,
  isCapture,
  newLocal,
  push,
  runtimeType,
  SET,
  STATUS,
  unit,
  valued,
  type Node,
  type Outcome,
  type Scope,
} from "./context.ts";
import { elementOf, subscriptText } from "./parameters.ts";
import { some } from "./scan.ts";
import { integerOf } from "./test.ts";
import { asText, copied, textOf } from "./text.ts";
import { argv, isSingle } from "./words.ts";
import { isTouchy } from "./touchy.ts";
import { literalText } from "../integer-words.ts";

const hasCapture = (tree: unknown): boolean => some(tree, (node) => node.kind === "command" && "body" in node);

/** Assignments on their own. */
export function assignments(scope: Scope, c: Command<"simple">, need: boolean): Outcome {
  const n = at(scope, c.place);
  if (!c.assignments.length) {
    return need ? valued(n.shell("sh.set_status", STATUS, n.status(0))) : SET;
  }
  const captures = hasCapture(c.assignments);
  const allNative = c.assignments.every((a) => !a.subscript && isOwn(scope, a.name));
  if (
    (captures && (need || scope.unit.strict)) ||
    c.assignments.some((a) => allNative && a.value && isBusy(scope, a.value)) ||
    (!allNative &&
      (need || c.assignments.some((a) => isTouchy(scope.unit.touchy, a.name) || a.value === undefined || isBusy(scope, a.value))))
  )
    effect(scope, n, n.shell("sh.begin", unit, n.line()));
  for (const a of c.assignments) assign(scope, a);
  if (need && allNative && !captures) return valued(n.shell("sh.set_status", STATUS, n.status(0)));
  if (need || (captures && scope.unit.strict)) return valued(n.shell("sh.assignments", STATUS, n.line()));
  return SET;
}

export function assign(scope: Scope, a: Assignment): void {
  const n = at(scope, a.place);
  if (a.elements && a.subscript) {
    effect(scope, n, n.shell("sh.assign_member", unit, elementOf(scope, n, a.name, a.subscript)));
    return;
  }
  const [only] = a.elements ?? [];
  if (a.append && a.elements?.length === 1 && !only.key && isSingle(scope, only.value) && expandBraces(only.value).length === 1) {
    const text = hoist(scope, n, asText(n, textOf(scope, only.value, "plain")));
    effect(scope, n, n.shell("sh.push", unit, n.name(a.name), text));
    return;
  }
  if (a.elements) {
    const elements = elementsOf(scope, n, a.name, a.elements);
    effect(scope, n, n.shell("sh.assign_array", unit, n.name(a.name), elements, n.bool(a.append)));
    return;
  }
  const value = a.value as Word;
  const native = a.subscript ? undefined : scope.native.get(a.name);
  if (native !== undefined) {
    push(scope, n.stmt("assign", n.span, { place: n.local(native), value: integerOf(scope, value) }));
    return;
  }
  const own = a.subscript ? undefined : scope.texts.get(a.name);
  if (own !== undefined) {
    const text = textOf(scope, value, "assignment");
    if (a.append)
      push(scope, n.stmt("expression", n.span, { value: n.call("sh.extend", unit, n.local(own), hoist(scope, n, asText(n, text))) }));
    else push(scope, n.stmt("assign", n.span, { place: n.local(own), value: copied(n, text) }));
    return;
  }
  if (a.subscript) {
    const element = elementOf(scope, n, a.name, a.subscript);
    const text = hoist(scope, n, asText(n, textOf(scope, value, "assignment")));
    effect(scope, n, n.shell(a.append ? "sh.append_to" : "sh.assign_to", unit, element, text));
    return;
  }
  const text = asText(n, textOf(scope, value, "assignment"));
  if (a.append) effect(scope, n, n.shell("sh.append", unit, n.name(a.name), hoist(scope, n, text)));
  else if (isCapture(text)) effect(scope, n, n.shell("sh.assign", unit, n.name(a.name), hoist(scope, n, text)));
  else effect(scope, n, n.shell(hoistable(text) ? "sh.set" : "sh.assign", unit, n.name(a.name), text));
}

const ELEMENTS = runtimeType("Elements");

/** The elements of `name=( … )`. */
export function elementsOf(scope: Scope, n: Node, name: string, elements: readonly Element[]): Expression {
  const local = newLocal(scope, "elements", ELEMENTS, n.span);
  push(scope, n.stmt("let", n.span, { local, value: n.call("sh.elements.new", ELEMENTS) }));
  for (let i = 0; i < elements.length;) {
    const { key, value, append } = elements[i];
    if (key) {
      // A subscript that looks at the array itself sees the elements before it.
      const looksBack = new RegExp(`\\b${name}\\b`).test(literalText(key)) && !scope.native.size;
      const subscript = looksBack
        ? hoist(scope, n, asText(n, textOf(scope, key, "subscript")), "subscript")
        : subscriptText(scope, n, name, key);
      const text = hoist(scope, n, asText(n, textOf(scope, value, "assignment")));
      effect(scope, n, n.call("sh.elements.keyed", unit, n.local(local), subscript, text, n.bool(append === true)));
      i++;
      continue;
    }
    const run: Word[] = [];
    for (; i < elements.length && !elements[i].key; i++) run.push(elements[i].value);
    const words = hoist(scope, n, argv(scope, run[0].place, run), "words");
    effect(scope, n, n.call("sh.elements.words", unit, n.local(local), words));
  }
  return n.local(local);
}
