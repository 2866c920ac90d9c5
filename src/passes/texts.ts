/**
 * Texts that are always one of the program's literals, wherever they are kept: in variables, fields, containers and results. They are `&'static str`,
 * which is copied; every other text is a `String`. A storage is fixed unless something else flows into it, or something holds it that asks for `String`.
 */
import {
  elementType,
  flowEnd,
  innerTypes,
  patternLocals,
  type Expression,
  type Pattern,
  type Program,
  type Rep,
  type Type,
} from "../ir/index.ts";
import type { RepClasses } from "./classes.ts";
import { isEnumeration } from "./enumerations.ts";
import type { Flat } from "./flat.ts";
import { closureResult } from "./ranges-rules.ts";

const known = new WeakMap<Program, (rep: Rep) => boolean>();

/** Is the type text that `findTexts` found to be fixed? */
export const isFixedText = (program: Program, type: Type): boolean =>
  type.kind === "str" && type.text !== undefined && known.get(program)?.(type.text) === true;

/** A constant of the program that is a text by itself, no matter what else its variable's type says. */
export const isTextConstant = (program: Program, e: Expression): boolean =>
  e.kind === "global" && program.globals[e.global].constant && program.globals[e.global].value?.kind === "str";

/** Finds them; `isFixedText` has the answers from then on. */
export function findTexts(flat: Flat, classes: RepClasses): void {
  const { program, nodes, order, owner } = flat;
  known.delete(program);
  if (!program.safe || program.threads) return;
  const { find } = classes;
  const size = program.reps.count + program.classes.length;
  /** Holds texts of another origin. */
  const free = new Uint8Array(size);
  const literal = new Uint8Array(size);
  /** By source: the storages that a value flows into. */
  const into = new Map<Rep, Rep[]>();
  const release = (rep: Rep): void => void (free[find(rep)] = 1);
  const releaseAll = (type: Type): void => eachText(type, release);

  const flow = (to: Type | undefined, from: Expression): void => {
    const target = to?.kind === "option" ? to.inner : to;
    if (target?.kind !== "str" || target.text === undefined) return;
    const rep = find(target.text);
    if (from.kind === "some") return flow(target, from.value);
    if (from.kind === "none") return;
    if (from.kind === "str" || isTextConstant(program, from)) {
      literal[rep] = 1;
      return;
    }
    const type = from.type.kind === "option" ? from.type.inner : from.type;
    if (type.kind === "never") return;
    if (type.kind !== "str" || type.text === undefined) return release(rep);
    const source = find(type.text);
    if (source === rep) return;
    const list = into.get(source);
    if (list) list.push(rep);
    else into.set(source, [rep]);
  };

  classes.mixedTexts.forEach(release);
  for (const union of program.unions) for (const member of union.members) releaseAll(member.type);
  for (const global of program.globals) {
    if (global.type.kind === "str" || global.type.kind === "option" || global.exported || global.extern) releaseAll(global.type);
    if (global.value) flow(global.type, global.value);
  }
  for (const cls of program.classes) {
    for (const field of cls.fields) if (isEnumeration(program, cls.id)) releaseAll(field.type);
    for (const each of cls.implements)
      for (const { function: id } of each.methods) {
        const fn = program.functions[id];
        releaseAll(fn.result);
        for (const param of fn.params) releaseAll(fn.locals[param.local].type);
      }
  }
  for (const fn of program.functions) {
    const all = fn.exported === true || fn.extern !== undefined;
    if (all) releaseAll(fn.result);
    for (const param of fn.params) if (all || param.passing === "inout") releaseAll(fn.locals[param.local].type);
  }
  /** What a pattern takes out of anything but a container of its variables' own type is of another origin. */
  const bind = (fn: number, pattern: Pattern, type: Type | undefined): void => {
    if (fn < 0 || pattern.kind === "ignore" || (pattern.kind === "local" && type)) return;
    if (pattern.kind === "tuple" && type?.kind === "tuple") return pattern.elems.forEach((each, i) => bind(fn, each, type.elems[i]));
    if (pattern.kind === "tuple" && type && elementType(type)) return;
    for (const local of patternLocals(pattern)) releaseAll(program.functions[fn].locals[local].type);
  };
  for (let i = 0; i < order.length; i++) {
    const node = nodes[order[i]]!;
    const fn = owner[node.id];
    switch (node.kind) {
      case "local":
      case "global":
      case "field":
      case "index":
      case "tupleGet":
      case "unwrap":
      case "str":
      case "none":
        break;
      case "some":
        if (node.type.kind === "option") flow(node.type.inner, node.value);
        break;
      case "conditional":
        flow(node.type, node.then);
        flow(node.type, node.orElse);
        break;
      case "block":
        if ("value" in node) flow(node.type, node.value);
        break;
      case "call": {
        const callee = program.functions[node.function];
        node.args.forEach((arg, k) => callee.params[k] && flow(callee.locals[callee.params[k].local].type, arg));
        break;
      }
      case "tuple":
        if (node.type.kind === "tuple") for (let k = 0; k < node.elems.length; k++) flow(node.type.elems[k], node.elems[k]);
        break;
      case "list":
      case "set":
      case "array": {
        const elem = elementType(node.type);
        for (const each of node.elems) flow(elem, each);
        break;
      }
      case "dict":
        if (node.type.kind === "dict")
          for (const [key, value] of node.entries) {
            flow(node.type.key, key);
            flow(node.type.value, value);
          }
        break;
      case "construct": {
        const fields = new Map(program.classes[node.class].fields.map((field) => [field.name, field.type]));
        for (const [name, value] of node.fields) flow(fields.get(name), value);
        break;
      }
      case "comprehension":
        for (const clause of node.clauses) if (clause.kind === "for") bind(fn, clause.pattern, elementType(clause.iterable.type));
        flow(node.type.kind === "dict" ? node.type.value : elementType(node.type), node.element);
        if (node.key && node.type.kind === "dict") flow(node.type.key, node.key);
        break;
      case "runtime": {
        const row = flat.rows(node.row);
        for (const end of row.texts ?? []) {
          const type = flowEnd(node, end);
          if (type) releaseAll(type);
        }
        node.args.forEach((arg, k) => {
          const passing = row.args[Math.min(k, row.args.length - 1)];
          // What is changed in place, or of a form of its own, is no literal.
          if (passing === "mut" && arg.type.kind === "str") releaseAll(arg.type);
          if (arg.type.kind === "runtime" || isHandedOn(node, arg)) releaseAll(arg.type);
        });
        if (node.type.kind === "runtime") releaseAll(node.type);
        let made = true;
        for (const [from, to] of row.flows ?? []) {
          if (to === "result") made = false;
          if (/^\d+$/.test(from)) flow(flowEnd(node, to), node.args[Number(from)]);
        }
        if (made && (node.type.kind === "str" || node.type.kind === "option")) releaseAll(node.type);
        break;
      }
      case "closure":
        releaseAll(node.type);
        releaseAll(node.result);
        break;
      case "let":
        if (fn >= 0 && node.value) flow(program.functions[fn].locals[node.local].type, node.value);
        break;
      case "letPattern":
        bind(fn, node.pattern, node.value.type);
        break;
      case "assign":
        flow(node.place.type, node.value);
        break;
      case "update":
        releaseAll(node.place.type);
        break;
      case "forEach":
        bind(fn, node.pattern, elementType(node.iterable.type));
        break;
      case "return":
        if (node.value) flow(closureResult(flat, node) ?? program.functions[fn]?.result, node.value);
        break;
      case "yield":
        if (fn >= 0) flow(program.functions[fn].yields, node.value);
        break;
      case "toAny":
        if (node.value.type.kind !== "str") releaseAll(node.value.type);
        releaseAll(node.type);
        break;
      default:
        if ("type" in node) releaseAll(node.type);
    }
    if ("type" in node && node.type.kind === "func") releaseAll(node.type);
  }
  for (const fn of program.functions) for (const local of fn.locals) releaseHeld(local.type, releaseAll);
  for (const cls of program.classes) for (const field of cls.fields) releaseHeld(field.type, releaseAll);
  for (const fn of program.functions) releaseHeld(fn.result, releaseAll);
  spread(literal, into);
  // What never gets a value says nothing of its form.
  literal.forEach((given, rep) => (free[rep] ||= 1 - given));
  spread(free, into);
  const fixed = (rep: Rep): boolean => free[rep] === 0 && literal[rep] === 1;
  keepParameters(flat, find, free, into, fixed);
  known.set(program, (rep) => fixed(find(rep)));
}

/** Does a row hand what it is given, a container, to a function that it calls? (`reduce(f, items, [])`: functions take `String`.) */
const isHandedOn = ({ args }: Expression<"runtime">, { type }: Expression): boolean =>
  elementType(type) !== undefined &&
  type.kind !== "iter" &&
  args.some((each) => each.type.kind === "func" && each.type.params.some((param) => param.kind === type.kind));

/** A parameter that is only read takes any text (`&str`): it is fixed only where it flows on into something that is. */
function keepParameters(
  { program }: Flat,
  find: (rep: Rep) => Rep,
  free: Uint8Array,
  into: ReadonlyMap<Rep, readonly Rep[]>,
  fixed: (rep: Rep) => boolean,
): void {
  const params = new Set<Rep>();
  for (const fn of program.functions)
    for (const { local } of fn.params) {
      const { type } = fn.locals[local];
      if (type.kind === "str" && type.text !== undefined && fixed(find(type.text))) params.add(find(type.text));
    }
  const needed = new Set<Rep>();
  const needs = (rep: Rep): boolean => (into.get(rep) ?? []).some((to) => (params.has(to) ? needed.has(to) : fixed(to)));
  for (let again = true; again;) {
    again = false;
    for (const rep of params)
      if (!needed.has(rep) && needs(rep)) {
        needed.add(rep);
        again = true;
      }
  }
  for (const rep of params) if (!needed.has(rep)) free[rep] = 1;
}

function spread(marks: Uint8Array, into: ReadonlyMap<Rep, readonly Rep[]>): void {
  const work: Rep[] = [];
  for (const from of into.keys()) if (marks[from]) work.push(from);
  for (let from = work.pop(); from !== undefined; from = work.pop())
    for (const to of into.get(from) ?? [])
      if (!marks[to]) {
        marks[to] = 1;
        work.push(to);
      }
}

/** Functions take and give `String`; so do the types of the runtime that hold texts. */
function releaseHeld(type: Type, release: (type: Type) => void): void {
  if (type.kind === "func" || type.kind === "runtime" || type.kind === "union") release(type);
  else for (const inner of innerTypes(type)) releaseHeld(inner, release);
}

function eachText(type: Type, visit: (rep: Rep) => void): void {
  if (type.kind === "str") {
    if (type.text !== undefined) visit(type.text);
  } else for (const inner of innerTypes(type)) eachText(inner, visit);
}
