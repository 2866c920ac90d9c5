/**
 * `void *` that only ever leads to one type: places between which such pointers flow, and which are only filled from and read as pointers to `T`, are
 * pointers to `T`. Callbacks that the library never sees take part with their parameters, so that a handler's context has its type.
 */
import {
  sameType,
  typeKey,
  type Builder,
  type Expression,
  type IrFunction,
  type Program,
  type Statement,
  type Type,
} from "../../../ir/index.ts";
import { pointedFunctions } from "../../../ir/pointed-functions.ts";
import { isExpression, walk } from "../../../ir/walk.ts";
import { slotName } from "./pointer-flows.ts";
import { rewriting, withItems, withParts } from "./rewrite.ts";

const isVoid = (type: Type): boolean => type.kind === "ptr" && type.target.kind === "unit";

const isByte = (type: Type): boolean => type.kind === "int" && type.width === 8;

/** The places that get a type: by the name of a place, what it points to. */
interface Typed {
  readonly size: number;
  of(slot: string | undefined): Type | undefined;
}

/** The place that a `void *` comes from, under the casts that change nothing. */
function slotOf(program: Program, fn: number, e: Expression): string | undefined {
  if (!isVoid(e.type)) return undefined;
  if (e.kind === "cast") return isVoid(e.value.type) ? slotOf(program, fn, e.value) : undefined;
  if (e.kind === "callValue") return pointedFunctions(program).behind(e.callee.type) ? `s${typeKey(e.callee.type)}:result` : undefined;
  if (e.kind === "call" && program.functions[e.function].extern) return undefined;
  return slotName(fn, e);
}

const parameterOf = (callee: Type, index: number): string => `s${typeKey(callee)}:${index}`;

function findTyped(program: Program): Typed {
  const leaders = new Map<string, string>();
  const find = (slot: string): string => {
    const up = leaders.get(slot);
    if (up === undefined) return slot;
    const top = find(up);
    leaders.set(slot, top);
    return top;
  };
  const join = (a: string | undefined, b: string | undefined): void => {
    if (a === undefined || b === undefined) return;
    const [x, y] = [find(a), find(b)];
    if (x !== y) leaders.set(y, x);
  };
  const barred = new Set<string>();
  const seen: [string, Type][] = [];
  /** Places that are given fresh blocks. */
  const fresh = new Set<string>();
  const pointed = pointedFunctions(program);

  /** A value flows into a place. */
  const flow = (slot: string | undefined, fn: number, value: Expression | undefined): void => {
    if (slot === undefined || !value || !isVoid(value.type)) return;
    if (value.kind === "conditional") {
      flow(slot, fn, value.then);
      return flow(slot, fn, value.orElse);
    }
    if (value.kind === "block") return flow(slot, fn, value.value);
    const from = slotOf(program, fn, value);
    if (from !== undefined) return join(slot, from);
    let at: Expression = value;
    while (at.kind === "cast" && isVoid(at.type)) at = at.value;
    const { type } = at;
    if (type.kind === "ptr" && !isVoid(type)) seen.push([slot, type.target]);
    else if (at.kind === "runtime" && program.rows(at.row).memory === "allocate") fresh.add(slot);
    else if (at.kind !== "none" && at.kind !== "zero") barred.add(slot);
  };
  const bar = (slot: string | undefined): void => {
    if (slot !== undefined) barred.add(slot);
  };
  const visit = (root: Parameters<typeof walk>[0], fn: number): void =>
    walk(root, (node) => {
      if (node.kind === "let") flow(`l${fn}:${node.local}`, fn, node.value);
      else if (node.kind === "assign") flow(slotOf(program, fn, node.place), fn, node.value);
      else if (node.kind === "update") bar(slotOf(program, fn, node.place));
      else if (node.kind === "return") flow(`r${fn}`, fn, node.value);
      if (!isExpression(node)) return;
      switch (node.kind) {
        case "call": {
          const callee = program.functions[node.function];
          if (!callee.extern) node.args.forEach((arg, i) => callee.params[i] && flow(`l${callee.id}:${callee.params[i].local}`, fn, arg));
          return;
        }
        case "callValue":
          if (pointed.behind(node.callee.type)) node.args.forEach((arg, i) => void flow(parameterOf(node.callee.type, i), fn, arg));
          return;
        case "construct":
          for (const [name, value] of node.fields) flow(`f${node.class}:${name}`, fn, value);
          return;
        case "cast": {
          const slot = slotOf(program, fn, node.value);
          if (slot === undefined || isVoid(node.type)) return;
          if (node.type.kind === "ptr") seen.push([slot, node.type.target]);
          else if (node.type.kind !== "int") bar(slot);
          return;
        }
        case "compare":
          join(slotOf(program, fn, node.left), slotOf(program, fn, node.right));
          return;
        case "addressOf":
          return bar(slotOf(program, fn, node.place));
        case "runtime": {
          // what the runtime is handed by reference it may change; it knows nothing of types
          const row = program.rows(node.row);
          node.args.forEach((arg, i) => {
            const own = (row.args[Math.min(i, row.args.length - 1)] ?? "own") === "own";
            if (!own || row.memory === "offset") bar(slotOf(program, fn, arg));
          });
        }
      }
    });
  for (const fn of program.functions) {
    if (fn.extern) continue;
    const groups = [...(pointed.pointed.get(fn.id) ?? [])];
    const known = pointed.groups.some((group) => group.includes(fn.id));
    fn.params.forEach(({ local }, i) => {
      if (known && isVoid(fn.locals[local].type)) join(`s${groups[0]}:${i}`, `l${fn.id}:${local}`);
      else if (fn.callback || fn.exported || groups.length > 0 || fn.id === program.start.entry) bar(`l${fn.id}:${local}`);
    });
    if (known && isVoid(fn.result)) join(`s${groups[0]}:result`, `r${fn.id}`);
    else if (fn.callback || fn.exported || groups.length > 0) bar(`r${fn.id}`);
    visit(fn.body, fn.id);
  }
  for (const global of program.globals) {
    if (global.extern) bar(`g${global.id}`);
    else flow(`g${global.id}`, -1, global.value);
    if (global.value) visit(global.value, -1);
  }
  for (const cls of program.classes)
    if (cls.foreign || cls.flavour !== "struct") for (const field of cls.fields) bar(`f${cls.id}:${field.name}`);

  const types = new Map<string, Type>();
  const bad = new Set([...barred].map(find));
  for (const [slot, type] of seen) {
    const top = find(slot);
    const other = types.get(top);
    if (
      type.kind === "never" ||
      type.kind === "fnptr" ||
      type.kind === "ptr" ||
      (other && !sameType(other, type) && !(isByte(other) && isByte(type)))
    )
      bad.add(top);
    // text that is looked at as bytes is text
    else if (!other || (type.kind === "int" && type.signed)) types.set(top, type);
  }
  // what gives blocks of any size has no type of its own
  for (const slot of [...leaders.keys(), ...types.keys()])
    if (slot.startsWith("r") && [...fresh].some((each) => find(each) === find(slot))) bad.add(find(slot));
  for (const slot of bad) types.delete(slot);
  return { size: types.size, of: (slot) => (slot === undefined ? undefined : types.get(find(slot))) };
}

/** The program with such places, where there are any. */
export function typeVoids(program: Program, build: Builder): Program {
  const typed = findTyped(program);
  return typed.size === 0 ? program : rewritten(program, build, typed);
}

function rewritten(program: Program, build: Builder, typed: Typed): Program {
  let fn = -1;
  const pointerTo = (target: Type, like: Type): Type =>
    like.kind === "ptr" ? { kind: "ptr", target: mapType(target), mutable: like.mutable, rep: program.reps.fresh() } : like;
  const known = new Map<Type, Type>();
  const mapType = (type: Type): Type => {
    let found = known.get(type);
    if (!found) known.set(type, (found = mapped(type)));
    return found;
  };
  /** Pointers to functions whose parameters have got types. */
  const mapped = (type: Type): Type => {
    if (type.kind === "fnptr") {
      const params = withItems(type.params, (param) => mapType(param));
      const own = params.map((param, i) => {
        const target = isVoid(type.params[i]) ? typed.of(parameterOf(type, i)) : undefined;
        return target ? pointerTo(target, type.params[i]) : param;
      });
      const result = isVoid(type.result) ? typed.of(`s${typeKey(type)}:result`) : undefined;
      return { ...type, params: own, result: result ? pointerTo(result, type.result) : mapType(type.result) };
    }
    if (!["ptr", "array", "option", "func"].includes(type.kind)) return type;
    return withParts(type, (_, value) => (Array.isArray(value) ? withItems(value as Type[], mapType) : mapType(value as Type)));
  };
  const placeType = (slot: string, type: Type): Type => {
    const target = isVoid(type) ? typed.of(slot) : undefined;
    return target ? pointerTo(target, type) : mapType(type);
  };
  const targetOf = (e: Expression): Type | undefined => typed.of(slotOf(program, fn, e));

  /** The value of a `void *` as a pointer to the type. */
  const as = (e: Expression, target: Type): Expression => {
    const type = pointerTo(target, e.type);
    if (e.kind === "none" || e.kind === "zero") return { ...e, type };
    if (e.kind === "conditional") return { ...e, type, test: one(e.test), then: as(e.then, target), orElse: as(e.orElse, target) };
    if (e.kind === "block") return { ...e, type, body: e.body.map(statement), value: as(e.value, target) };
    if (targetOf(e)) return e.kind === "cast" ? { ...e, type, value: as(e.value, target) } : { ...plain(e), type };
    if (e.kind === "cast" && e.value.type.kind === "ptr" && !isVoid(e.value.type)) {
      const value = one(e.value);
      return sameType(value.type, type) ? value : { ...e, type, value };
    }
    return build.expr("cast", type, e.span, { value: one(e) });
  };
  const into = (e: Expression, slot: string | undefined): Expression => {
    const target = isVoid(e.type) ? typed.of(slot) : undefined;
    return target ? as(e, target) : one(e);
  };
  const one = (e: Expression): Expression => {
    if (isVoid(e.type)) {
      const target = targetOf(e);
      if (target) {
        const value = as(e, target);
        return build.expr("cast", e.type, e.span, { value });
      }
    }
    return plain(e);
  };
  /** The expression, its parts as the places want them. */
  const plain = (e: Expression): Expression => {
    switch (e.kind) {
      case "cast": {
        const target = targetOf(e.value);
        if (!target) return parts(e);
        const value = as(e.value, target);
        return sameType(value.type, mapType(e.type)) ? value : { ...e, type: mapType(e.type), value };
      }
      case "isNone": {
        const target = targetOf(e.value);
        return target ? { ...e, value: as(e.value, target) } : parts(e);
      }
      case "compare": {
        const target = isVoid(e.left.type) && isVoid(e.right.type) ? (targetOf(e.left) ?? targetOf(e.right)) : undefined;
        return target ? { ...e, left: as(e.left, target), right: as(e.right, target) } : parts(e);
      }
      case "call": {
        const callee = program.functions[e.function];
        if (callee.extern) return parts(e);
        const args = e.args.map((arg, i) => into(arg, callee.params[i] && `l${callee.id}:${callee.params[i].local}`));
        return { ...e, type: mapType(e.type), args };
      }
      case "callValue": {
        const callee = one(e.callee);
        return { ...e, type: mapType(e.type), callee, args: e.args.map((arg, i) => into(arg, parameterOf(e.callee.type, i))) };
      }
      case "construct":
        return { ...e, fields: e.fields.map(([name, value]) => [name, into(value, `f${e.class}:${name}`)] as const) };
      default:
        return parts(e);
    }
  };
  /** A place that is written. */
  const placeOf = (e: Expression): Expression => {
    const target = isVoid(e.type) ? targetOf(e) : undefined;
    return target ? as(e, target) : one(e);
  };
  const statement = (s: Statement): Statement => {
    if (s.kind === "let") return s.value ? { ...s, value: into(s.value, `l${fn}:${s.local}`) } : s;
    if (s.kind === "assign") return { ...s, place: placeOf(s.place), value: into(s.value, slotOf(program, fn, s.place)) };
    if (s.kind === "return" && s.value) return { ...s, value: into(s.value, `r${fn}`) };
    return parts(s);
  };
  /** The same node, its parts rewritten. */
  const parts = rewriting({ expression: one, statement, type: mapType });

  const functions = program.functions.map((each): IrFunction => {
    if (each.extern) return each;
    fn = each.id;
    return {
      ...each,
      result: placeType(`r${fn}`, each.result),
      locals: each.locals.map((local) => ({ ...local, type: placeType(`l${fn}:${local.id}`, local.type) })),
      body: parts(each.body),
    };
  });
  fn = -1;
  const globals = program.globals.map((global) => ({
    ...global,
    type: placeType(`g${global.id}`, global.type),
    ...(global.value ? { value: into(global.value, `g${global.id}`) } : {}),
  }));
  const classes = program.classes.map((cls) => ({
    ...cls,
    fields: cls.fields.map((field) => ({ ...field, type: placeType(`f${cls.id}:${field.name}`, field.type) })),
  }));
  return { ...program, functions, globals, classes, nodeCount: build.nodeCount };
}
