/**
 * Representation classes: union-find over the program's representation variables, joined along every flow of values. Instances of one
 * class are one representation class, since the layout of its fields is one. Exact integers join only inside containers, where both
 * sides are one storage; between places they are converted (see ranges).
 */
import { elementType, flowEnd, innerTypes, patternLocals, type ClosureParam, type Pattern, type Rep, type Type } from "../ir/index.ts";
import type { Flat } from "./flat.ts";
import { unifyRow } from "./class-rows.ts";
import { lentParams } from "./lent.ts";

export { elementType, flowEnd };

export interface RepClasses {
  readonly find: (rep: Rep) => Rep;
  /** Texts inside of something that meet texts without a storage of their own. */
  readonly mixedTexts: readonly Rep[];
  /** Parameters that are only lent what they are handed. */
  readonly lent: readonly Uint8Array[];
  /** Joins two types that are one storage, all of their inner types included. */
  readonly unify: (a: Type, b: Type, inner?: boolean) => boolean;
}

/** Joins everything that flows. */
export function repClasses(flat: Flat, lent: readonly Uint8Array[] = lentParams(flat)): RepClasses {
  const { program, nodes, order, owner } = flat;
  const base = program.reps.count;
  const up = new Int32Array(base + program.classes.length);
  for (let i = 0; i < up.length; i++) up[i] = i;
  const find = (rep: number): number => {
    let at = rep;
    while (up[at] !== at) at = up[at] = up[up[at]];
    return at;
  };
  const join = (a: number, b: number): boolean => {
    const x = find(a);
    const y = find(b);
    if (x === y) return false;
    // The smallest number stands for the class, so the same program gives the same answer.
    if (x < y) up[y] = x;
    else up[x] = y;
    return true;
  };
  const mixedTexts: Rep[] = [];
  const joinTexts = (a: Rep | undefined, b: Rep | undefined): boolean => {
    if (a !== undefined && b !== undefined) return join(a, b);
    const mixed = a ?? b;
    if (mixed !== undefined) mixedTexts.push(mixed);
    return false;
  };
  /**
   * Containers that are compared hold texts of one form; only lists are compared with lists of another type in Rust, and a list that is
   * written there takes the form of the other.
   */
  const joinCompared = (a: Type, b: Type, nested = false, written = false): void => {
    if (a.kind !== b.kind || a.kind === "option") return;
    const to = innerTypes(b);
    const strict = written || a.kind === "dict" || a.kind === "set" || a.kind === "deque" || (a.kind === "tuple" && nested);
    innerTypes(a).forEach((inner, i) => {
      const other = to[i];
      if (strict && other) unify(inner, other, true);
      else if (inner.kind === "str" && other?.kind === "str") joinTexts(inner.text, other.text);
      // Rows of integers of two sizes have no comparison in Rust.
      else if (nested && inner.kind === "exact" && other?.kind === "exact") unify(inner, other, true);
      else if (inner.kind === "option" && other?.kind === "option")
        joinCompared({ kind: "tuple", elems: [inner.inner] }, { kind: "tuple", elems: [other.inner] }, nested);
      else if (other) joinCompared(inner, other, true);
    });
  };
  const touched = new Set<Type>();
  /** Instances join their class as soon as their type is met. */
  const touch = (type: Type): void => {
    if (touched.has(type)) return;
    switch (type.kind) {
      case "instance":
        join(type.rep, base + type.class);
        break;
      case "list":
      case "deque":
      case "set":
      case "iter":
      case "array":
        touch(type.elem);
        break;
      case "dict":
        touch(type.key);
        touch(type.value);
        break;
      case "tuple":
        type.elems.forEach(touch);
        break;
      case "option":
        touch(type.inner);
        break;
      case "func":
        type.params.forEach(touch);
        touch(type.result);
        break;
      case "runtime":
        type.args.forEach(touch);
        break;
      default:
        return;
    }
    touched.add(type);
  };
  const natives = new Map<number, Type>();
  /** What is compared has handles on both sides or on none. */
  const sameHandles = (a: Type, b: Type): void => {
    if (a.kind === "option" && b.kind === "option") return sameHandles(a.inner, b.inner);
    if ((a.kind === "list" && b.kind === "list") || (a.kind === "dict" && b.kind === "dict") || (a.kind === "set" && b.kind === "set"))
      join(a.rep, b.rep);
  };
  const unify = (a: Type, b: Type, inner = false): boolean => {
    if (a === b) {
      touch(a);
      return false;
    }
    if (a.kind !== b.kind) {
      if (a.kind === "option" && b.kind !== "any" && b.kind !== "never") return unify(a.inner, b, inner);
      if (b.kind === "option" && a.kind !== "any" && a.kind !== "never") return unify(a, b.inner, inner);
      if (
        (a.kind === "list" || a.kind === "deque" || a.kind === "set" || a.kind === "iter" || a.kind === "array") &&
        (b.kind === "list" || b.kind === "deque" || b.kind === "set" || b.kind === "iter" || b.kind === "array")
      )
        return unify(a.elem, b.elem, true);
      return false;
    }
    switch (a.kind) {
      case "exact":
        return inner && join(a.rep, (b as Type<"exact">).rep);
      case "str":
        return inner && joinTexts(a.text, (b as Type<"str">).text);
      case "list":
      case "deque":
      case "set": {
        const changed = join(a.rep, (b as Type<"list">).rep);
        return unify(a.elem, (b as Type<"list">).elem, true) || changed;
      }
      case "iter":
      case "array":
        return unify(a.elem, (b as Type<"iter">).elem, true);
      case "dict": {
        const other = b as Type<"dict">;
        const changed = join(a.rep, other.rep);
        const key = unify(a.key, other.key, true);
        return unify(a.value, other.value, true) || key || changed;
      }
      case "tuple": {
        const other = b as Type<"tuple">;
        let changed = false;
        for (let i = 0; i < a.elems.length && i < other.elems.length; i++) changed = unify(a.elems[i], other.elems[i], true) || changed;
        return changed;
      }
      case "option":
        return unify(a.inner, (b as Type<"option">).inner, true);
      case "func": {
        const other = b as Type<"func">;
        let changed = join(a.rep, other.rep);
        for (let i = 0; i < a.params.length && i < other.params.length; i++) changed = unify(a.params[i], other.params[i], true) || changed;
        return unify(a.result, other.result, true) || changed;
      }
      case "instance": {
        touch(a);
        touch(b);
        return join(a.rep, (b as Type<"instance">).rep);
      }
      case "ptr": {
        const changed = join(a.rep, (b as Type<"ptr">).rep);
        return unify(a.target, (b as Type<"ptr">).target, true) || changed;
      }
      case "runtime": {
        const other = b as Type<"runtime">;
        let changed = false;
        for (let i = 0; i < a.args.length && i < other.args.length; i++) changed = unify(a.args[i], other.args[i], true) || changed;
        return changed;
      }
      default:
        return false;
    }
  };

  const unifyInner = (a: Type, b: Type): void => {
    touch(a);
    touch(b);
    const to = innerTypes(b);
    innerTypes(a).forEach((inner, i) => unify(inner, to[i], true));
  };

  for (const cls of program.classes) for (const field of cls.fields) touch(field.type);
  for (const union of program.unions) for (const member of union.members) touch(member.type);
  for (const global of program.globals) {
    touch(global.type);
    if (global.value) unify(global.type, global.value.type);
  }
  for (const fn of program.functions) {
    for (const local of fn.locals) touch(local.type);
    touch(fn.result);
    if (fn.yields && fn.result.kind === "iter") unify(fn.yields, fn.result.elem, true);
  }
  const fieldTypes = program.classes.map((cls) => new Map(cls.fields.map((field) => [field.name, field.type])));
  // The result that `return` inside a closure goes to: closures by exit time.
  const closures: { readonly exit: number; readonly result: Type }[] = [];
  for (let i = 0; i < order.length; i++) {
    const node = nodes[order[i]]!;
    const fn = owner[node.id] >= 0 ? program.functions[owner[node.id]] : undefined;
    const bind = (pattern: Pattern, type: Type): void => {
      if (!fn) return;
      if (pattern.kind === "local") unify(fn.locals[pattern.local].type, type, true);
      else if (pattern.kind === "tuple" && type.kind === "tuple")
        pattern.elems.forEach((each, k) => type.elems[k] && bind(each, type.elems[k]));
      else if (pattern.kind === "tuple") for (const local of patternLocals(pattern)) unifySame(fn.locals[local].type, elementType(type));
    };
    const unifySame = (a: Type, b: Type | undefined): void => void (b && unify(a, b, true));
    while (closures.length > 0 && closures[closures.length - 1].exit < flat.enter[node.id]) closures.pop();
    switch (node.kind) {
      case "local":
        if (fn) unify(fn.locals[node.local].type, node.type, true);
        break;
      case "global":
        unify(program.globals[node.global].type, node.type, true);
        break;
      case "field": {
        const type = node.object.type;
        const declared = type.kind === "instance" || type.kind === "record" ? fieldTypes[type.class]?.get(node.name) : undefined;
        if (declared) unify(declared, node.type, true);
        break;
      }
      case "index": {
        const elem = elementType(node.object.type);
        if (elem) unify(elem, node.type, true);
        break;
      }
      case "tupleGet":
        if (node.tuple.type.kind === "tuple" && node.tuple.type.elems[node.index])
          unify(node.tuple.type.elems[node.index], node.type, true);
        break;
      case "conditional":
        unify(node.type, node.then.type);
        unify(node.type, node.orElse.type);
        break;
      case "block":
        if ("value" in node) unify(node.type, node.value.type);
        break;
      case "call": {
        const callee = program.functions[node.function];
        unify(callee.result, node.type, true);
        for (let k = 0; k < node.args.length && k < callee.params.length; k++) {
          const param = callee.locals[callee.params[k].local].type;
          // The variable itself is handed over: one storage.
          if (callee.params[k].passing === "inout") unify(param, node.args[k].type, true);
          // What is only lent keeps the handle that it has; what is in it has one form.
          if (lent[node.function][k] && param.kind === node.args[k].type.kind) unifyInner(param, node.args[k].type);
          else unify(param, node.args[k].type);
        }
        break;
      }
      case "callValue": {
        const type = node.callee.type;
        if (type.kind !== "func" && type.kind !== "fnptr") break;
        node.args.forEach((arg, k) => type.params[k] && unify(type.params[k], arg.type));
        unify(type.result, node.type, true);
        break;
      }
      case "function": {
        const target = program.functions[node.function];
        if (node.type.kind !== "func" && node.type.kind !== "fnptr") break;
        const { params, result } = node.type;
        target.params.forEach((param, k) => params[k] && unify(params[k], target.locals[param.local].type, true));
        unify(result, target.result, true);
        break;
      }
      case "closure": {
        const { type } = node;
        if (type.kind === "func" && fn) {
          node.params.forEach(
            (param: ClosureParam, k: number) => type.params[k] && unify(type.params[k], fn.locals[param.local].type, true),
          );
          unify(type.result, node.result, true);
        }
        closures.push({ exit: flat.exit[node.id], result: node.result });
        break;
      }
      case "tuple":
        if (node.type.kind === "tuple") for (let k = 0; k < node.elems.length; k++) unify(node.type.elems[k], node.elems[k].type);
        break;
      case "list":
      case "set":
      case "array": {
        const elem = elementType(node.type);
        if (elem) for (const each of node.elems) unify(elem, each.type);
        break;
      }
      case "dict":
        if (node.type.kind === "dict")
          for (const [key, value] of node.entries) {
            unify(node.type.key, key.type);
            unify(node.type.value, value.type);
          }
        break;
      case "construct":
        for (const [name, value] of node.fields) {
          const declared = fieldTypes[node.class]?.get(name);
          if (declared) unify(declared, value.type);
        }
        break;
      case "comprehension": {
        for (const clause of node.clauses) {
          const elem = clause.kind === "for" ? elementType(clause.iterable.type) : undefined;
          if (clause.kind === "for" && elem) bind(clause.pattern, elem);
        }
        const elem = node.type.kind === "dict" ? node.type.value : elementType(node.type);
        if (elem) unify(elem, node.element.type);
        if (node.key && node.type.kind === "dict") unify(node.type.key, node.key.type);
        break;
      }
      case "some":
        if (node.type.kind === "option") unify(node.type.inner, node.value.type);
        break;
      case "unwrap":
        if (node.value.type.kind === "option") unify(node.value.type.inner, node.type, true);
        break;
      case "compare":
        joinCompared(node.left.type, node.right.type, false, node.left.kind === "list" || node.right.kind === "list");
        if (node.left.type.kind === "option") sameHandles(node.left.type, node.right.type);
        break;
      case "toAny":
      case "fromAny": {
        if (node.native === undefined) break;
        const id = typeof node.native === "number" ? node.native : node.native.id;
        const type = node.kind === "toAny" ? node.value.type : node.type;
        const first = natives.get(id);
        if (first) unify(first, type, true);
        else natives.set(id, type);
        break;
      }
      case "inject":
      case "project": {
        const union = node.kind === "inject" ? node.type : node.value.type;
        const member = union.kind === "union" ? program.unions[union.union]?.members[node.member] : undefined;
        if (member) unify(member.type, node.kind === "inject" ? node.value.type : node.type, node.kind === "project");
        break;
      }
      case "runtime":
        unifyRow(flat, node, unify);
        break;
      case "let":
        if (fn && node.value) unify(fn.locals[node.local].type, node.value.type);
        break;
      case "letPattern":
        bind(node.pattern, node.value.type);
        break;
      case "assign":
        unify(node.place.type, node.value.type);
        break;
      case "update":
        if (node.place.type.kind !== "exact") unify(node.place.type, node.value.type);
        break;
      case "forEach": {
        const elem = elementType(node.iterable.type);
        if (elem) bind(node.pattern, elem);
        break;
      }
      case "return":
        if (node.value)
          unify(closures.length > 0 ? closures[closures.length - 1].result : (fn?.result ?? node.value.type), node.value.type);
        break;
      case "yield":
        if (fn?.yields) unify(fn.yields, node.value.type);
        break;
      default:
        break;
    }
    if ("type" in node) touch(node.type);
  }
  return { find, unify, lent, mixedTexts };
}
