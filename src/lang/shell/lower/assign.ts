/** Assignments on their own, and the elements of arrays. */
import type { Expression } from "../../../ir/index.ts";
import type { Assignment, Command, Element, Part, Word } from "../parse/index.ts";
import type { RowId } from "../builtins/index.ts";
import { expandBraces } from "./brace.ts";
import { isBusy, isBusyList, isOwn } from "./busy.ts";
import {
  at,
  bind,
  bytes,
  effect,
  freeze,
  hoist,
  hoistable,
  inner,
  isCapture,
  loose,
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
import { walk as walkIr } from "../../../ir/walk.ts";
import { elementOf, looseSubscript, subscriptText } from "./parameters.ts";
import { assignOwn } from "./own-arrays.ts";
import { beginWith, begun } from "./begin.ts";
import { freeStatus, isFreeCapture } from "./free.ts";
import { inOrder } from "./loose.ts";
import { some } from "./scan.ts";
import { integerOf } from "./test.ts";
import { asText, copied, isQuiet, textOf } from "./text.ts";
import { argv, isSingle } from "./words.ts";
import { traceAssignment } from "./trace.ts";
import { isTouchy } from "./touchy.ts";
import { literalText } from "../integer-words.ts";

const hasCapture = (scope: Scope, tree: unknown): boolean =>
  some(tree, (node) => node.kind === "command" && "body" in node && !isFreeCapture(scope, node as unknown as Part<"command">));

/** Assignments on their own. */
export function assignments(scope: Scope, c: Command<"simple">, need: boolean): Outcome {
  const n = at(scope, c.place);
  if (!c.assignments.length) {
    return need ? valued(n.shell("sh.set_status", STATUS, n.status(0))) : SET;
  }
  if (scope.free) {
    for (const a of c.assignments) assign(scope, a);
    return need ? freeStatus(scope, n, scope.free, 0) : SET;
  }
  if (scope.unit.readsLastWord) {
    // The substitutions of this command count, not those before.
    effect(scope, n, n.shell("sh.begin", unit, n.line()));
    for (const a of c.assignments) assign(scope, a);
    effect(scope, n, n.shell("sh.forget_word", unit));
    return valued(n.shell("sh.assignments", STATUS, n.line()));
  }
  if (scope.unit.traces) effect(scope, n, n.shell("sh.begin", unit, n.line()));
  const captures = hasCapture(scope, c.assignments);
  const allNative = c.assignments.every((a) => isOwnTarget(scope, a));
  const ends = need || (captures && scope.unit.strict);
  const isBusyHere = (a: Assignment): boolean => {
    if (isOwnTarget(scope, a) && !a.elements && !a.subscript) return a.value !== undefined && isBusy(scope, a.value);
    return isTouchy(scope.unit.touchy, a.name) || (a.value === undefined ? isBusyList(scope, a) : isBusy(scope, a.value));
  };
  if (captures && (ends || c.assignments.some(isBusyHere))) {
    const whole = ofOneLine(scope, n, c.assignments, ends) ?? ownOfOneLine(scope, n, c.assignments, ends);
    if (whole) return whole;
    effect(scope, n, n.shell("sh.begin", unit, n.line()));
    for (const a of c.assignments) assign(scope, a);
  } else {
    for (const [i, a] of c.assignments.entries()) {
      const asked = need && !allNative && i === c.assignments.length - 1;
      const whole = asked || isBusyHere(a) ? (ofOneLine(scope, n, [a], asked) ?? ownOfOneLine(scope, n, [a], asked)) : undefined;
      if (whole && asked) return whole;
      if (whole) continue;
      const step = inner(scope);
      assign(step, a);
      const status = asked || isBusyHere(a) ? beginWith(scope, n, step) : undefined;
      if (status && asked) return valued(status);
      if (status) effect(scope, n, status);
      else if (!asked && !isBusyHere(a)) scope.out.push(...step.out);
    }
  }
  if (need && allNative && !captures) return valued(n.shell("sh.set_status", STATUS, n.status(0)));
  if (ends) return valued(n.shell("sh.assignments", STATUS, n.line()));
  return SET;
}

/** Is it a variable of the program's own, or an element of one? */
const isOwnTarget = (scope: Scope, a: Assignment): boolean => (a.subscript || a.elements ? scope.arrays.has(a.name) : isOwn(scope, a.name));

/** One assignment of a variable of the shell whose text is one expression: a call that has the line too. `ends`: it has a status. */
function ofOneLine(scope: Scope, n: Node, [a, ...more]: readonly Assignment[], ends: boolean): Outcome | undefined {
  if (scope.unit.traces || more.length || !a.value || a.elements || a.subscript || a.append || isOwn(scope, a.name)) return undefined;
  const step = inner(scope);
  const before = { comments: scope.comments.next, locals: scope.locals.length, labels: scope.labels.next };
  const text = asText(n, textOf(step, a.value, "assignment"));
  if (step.out.length) {
    scope.comments.next = before.comments;
    scope.locals.length = before.locals;
    scope.labels.next = before.labels;
    return undefined;
  }
  const number = numberOf(text);
  if (number && ends) return valued(n.shell("sh.assigned_int", STATUS, n.line(), n.name(a.name), number));
  if (number) {
    effect(scope, n, n.shell("sh.set_int.line", unit, n.line(), n.name(a.name), number));
    return SET;
  }
  if (ends) return valued(n.shell("sh.assigned", STATUS, n.line(), n.name(a.name), text));
  effect(scope, n, n.shell("sh.set.line", unit, n.line(), n.name(a.name), text));
  return SET;
}

/** The number that a text is. */
const numberOf = (text: Expression): Expression | undefined =>
  text.kind === "runtime" && text.row === "sh.word" && text.args.length === 1 && text.args[0].type.kind === "int"
    ? text.args[0]
    : undefined;

/** One assignment of a variable of the program's own. `ends`: the command has a status that is asked for. */
function ownOfOneLine(scope: Scope, n: Node, [a, ...more]: readonly Assignment[], ends: boolean): Outcome | undefined {
  const native = scope.native.get(a.name);
  const local = native ?? scope.texts.get(a.name);
  if (more.length || !a.value || a.append || local === undefined) return undefined;
  const step = inner(scope);
  const made = native === undefined ? copied(n, textOf(step, a.value, "assignment")) : integerOf(step, a.value);
  const place = n.local(local);
  if (ends && !step.out.length && made.kind === "runtime" && made.row === "sh.capture") {
    push(scope, n.stmt("assign", n.span, { place, value: n.shell("sh.captured", bytes, n.line(), made.args[1]) }));
    return SET;
  }
  push(scope, n.stmt("assign", n.span, { place, value: begun(scope, n, step, made) }));
  if (!ends) return SET;
  return valued(hasCapture(scope, a) ? n.shell("sh.assignments", STATUS, n.line()) : n.shell("sh.set_status", STATUS, n.status(0)));
}

export function assign(scope: Scope, a: Assignment): void {
  const n = at(scope, a.place);
  const array = a.elements || a.subscript ? scope.arrays.get(a.name) : undefined;
  if (array !== undefined) return assignOwn(scope, n, a, array);
  if (a.elements && a.subscript) {
    effect(scope, n, n.shell("sh.assign_member", unit, elementOf(scope, n, a.name, a.subscript)));
    return;
  }
  if (a.elements) traceAssignment(scope, n, a);
  const [only] = a.elements ?? [];
  if (a.append && a.elements?.length === 1 && !only.key && isSingle(scope, only.value) && expandBraces(only.value).length === 1) {
    const text = loose(scope, n, asText(n, textOf(scope, only.value, "plain")));
    effect(scope, n, n.shell(hoistable(text) ? "sh.push.loose" : "sh.push", unit, n.name(a.name), text));
    return;
  }
  if (a.elements) {
    const made = elementsOf(scope, n, a.name, a.elements);
    const parts = partsOf(made);
    if (parts && (parts.words || !a.append)) {
      const row = parts.words ? (a.append ? "sh.append_list" : "sh.assign_list") : "sh.assign_pairs";
      effect(scope, n, n.shell(row, unit, n.name(a.name), ...parts.args));
      return;
    }
    const elements = hoist(scope, n, made, "elements");
    effect(scope, n, n.shell("sh.assign_array", unit, n.name(a.name), elements, n.bool(a.append)));
    return;
  }
  const value = a.value as Word;
  if (scope.unit.traces) {
    const element = a.subscript && elementOf(scope, n, a.name, a.subscript);
    const text = bind(scope, n, "text", asText(n, textOf(scope, value, "assignment")));
    traceAssignment(scope, n, a, text());
    if (element) effect(scope, n, n.shell(a.append ? "sh.append_to" : "sh.assign_to", unit, element, text()));
    else effect(scope, n, n.shell(a.append ? "sh.append" : "sh.assign", unit, n.name(a.name), text()));
    return;
  }
  const native = a.subscript ? undefined : scope.native.get(a.name);
  if (native !== undefined) {
    push(scope, n.stmt("assign", n.span, { place: n.local(native), value: integerOf(scope, value) }));
    return;
  }
  const own = a.subscript ? undefined : scope.texts.get(a.name);
  if (own !== undefined) {
    const text = textOf(scope, value, "assignment");
    if (a.append)
      push(scope, n.stmt("expression", n.span, { value: n.call("sh.extend", unit, n.local(own), added(scope, n, own, asText(n, text))) }));
    else push(scope, n.stmt("assign", n.span, { place: n.local(own), value: copied(n, text) }));
    return;
  }
  if (a.subscript) {
    const subscript = a.append ? undefined : looseSubscript(scope, n, a.name, a.subscript);
    if (subscript) {
      const after = inner(scope);
      const text = asText(n, textOf(after, value, "assignment"));
      const first = after.out.length ? freeze(scope, n, subscript, "subscript") : subscript;
      scope.out.push(...after.out);
      effect(scope, n, n.shell(first.type.kind === "int" ? "sh.set_at.number" : "sh.set_at", unit, n.name(a.name), first, text));
      return;
    }
    const element = elementOf(scope, n, a.name, a.subscript);
    const [first, text] = inOrder(scope, n, element, (to) => loose(to, n, asText(n, textOf(to, value, "assignment"))));
    if (!a.append && hoistable(text) && first.kind === "runtime")
      effect(scope, n, n.shell(first.args[1].type.kind === "int" ? "sh.set_at.number" : "sh.set_at", unit, ...first.args, text));
    else effect(scope, n, n.shell(a.append ? "sh.append_to" : "sh.assign_to", unit, first, hoist(scope, n, text)));
    return;
  }
  const text = asText(n, textOf(scope, value, "assignment"));
  if (a.append) effect(scope, n, n.shell("sh.append", unit, n.name(a.name), hoist(scope, n, text)));
  else {
    const number = numberOf(text);
    if (number) return effect(scope, n, n.shell(hoistable(number) ? "sh.set_int.loose" : "sh.set_int", unit, n.name(a.name), number));
    effect(scope, n, n.shell(hoistable(text) ? "sh.set" : "sh.assign", unit, n.name(a.name), text));
  }
}

/** What is put behind a variable of the program's own: bound before where it looks at that. */
function added(scope: Scope, n: Node, own: number, text: Expression): Expression {
  let looks = isCapture(text);
  walkIr([text], (node) => {
    if (node.kind === "closure" || (node.kind === "local" && node.local === own)) looks = true;
    return !looks;
  });
  return looks ? hoist(scope, n, text) : text;
}

const ELEMENTS = runtimeType("Elements");

interface Link {
  readonly row: RowId;
  args: readonly Expression[];
}

/** A value that calls build one after the other; what a later one prepares must not change what an earlier one reads. */
export function chain(scope: Scope, n: Node, start: Expression, links: readonly ((to: Scope) => Link)[]): Expression {
  const made: Link[] = [];
  for (const link of links) {
    const step = inner(scope);
    const next = link(step);
    if (step.out.length && !isQuiet(step)) for (const each of made) each.args = each.args.map((arg) => freeze(scope, n, arg));
    scope.out.push(...step.out);
    made.push(next);
  }
  return made.reduce((value, { row, args }) => n.call(row, start.type, value, ...args), start);
}

/** What a macro lists: words, or subscripts and texts. */
export const partsOf = (made: Expression): { readonly words: boolean; readonly args: readonly Expression[] } | undefined =>
  made.kind === "runtime" && (made.row === "sh.elements.pairs" || made.row === "sh.argv")
    ? { words: made.row === "sh.argv", args: made.args }
    : undefined;

/** Elements that all have subscripts, as one call. */
function pairs(n: Node, made: Expression): Expression {
  const args: Expression[] = [];
  let at = made;
  for (; at.kind === "runtime" && at.row === "sh.elements.at"; [at] = at.args) args.unshift(at.args[1], at.args[2]);
  return args.length && at.kind === "runtime" && at.row === "sh.elements.new" ? n.call("sh.elements.pairs", ELEMENTS, ...args) : made;
}

/** Is it an associative array? bash 5.2 leaves tildes in the elements of its lists alone. */
const isKeyed = ({ unit }: Scope, name: string): boolean => unit.natives?.isAssociative(name) === true;

/** The elements of `name=( … )` as one value. */
export function elementsOf(scope: Scope, n: Node, name: string, elements: readonly Element[]): Expression {
  const links: ((to: Scope) => Link)[] = [];
  if (!elements.length) return n.call("sh.argv", n.listOf(bytes));
  for (let i = 0; i < elements.length;) {
    const { key, value, append } = elements[i];
    if (key) {
      links.push((to) => {
        // A subscript that looks at the array itself sees the elements before it.
        const looksBack = new RegExp(`\\b${name}\\b`).test(literalText(key)) && !scope.native.size;
        const subscript = looksBack ? loose(to, n, asText(n, textOf(to, key, "subscript"))) : subscriptText(to, n, name, key);
        const after = inner(to);
        const text = loose(after, n, asText(n, textOf(after, value, isKeyed(scope, name) ? "none" : "assignment")));
        const first = after.out.length ? freeze(to, n, subscript, "subscript") : subscript;
        to.out.push(...after.out);
        return append ? { row: "sh.elements.more", args: [first, text] } : { row: "sh.elements.at", args: [first, text] };
      });
      i++;
      continue;
    }
    const run: Word[] = [];
    for (; i < elements.length && !elements[i].key; i++) run.push(elements[i].value);
    links.push((to) => ({ row: "sh.elements.and", args: [hoist(to, n, argv(to, run[0].place, run), "words")] }));
  }
  // Words alone are elements as they stand.
  if (links.length === 1 && !elements[0].key)
    return argv(
      scope,
      elements[0].value.place,
      elements.map((each) => each.value),
    );
  return pairs(n, chain(scope, n, n.call("sh.elements.new", ELEMENTS), links));
}
