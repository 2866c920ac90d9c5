/** Pointers into blocks of numbers as slices of the runtime (`rt::heap::Slice<T>`): see `slice-flows.ts` for which. */
import {
  sameType,
  type Builder,
  type ClassId,
  type Expression,
  type IrFunction,
  type Program,
  type Statement,
  type Type,
} from "../../../ir/index.ts";
import { pointerPair } from "../../../ir/pointers.ts";
import { rewriting, withoutUncalled } from "./rewrite.ts";
import {
  blockOf,
  elementAddress,
  finder,
  findSlices,
  sameTarget,
  sliceTypes,
  staticArray,
  type Block,
  type Slices,
} from "./slice-flows.ts";
import { isArgument } from "./text-flows.ts";

const SIGNED: Type = { kind: "int", width: "size", signed: true };

export function keepSlices(program: Program, build: Builder): Program {
  const slices = findSlices(program);
  return slices.size === 0 ? program : rewritten(program, build, slices);
}

function rewritten(program: Program, build: Builder, slices: Slices): Program {
  let fn = -1;
  const isSlice = sliceTypes(program);
  /** Structs that lie in blocks. */
  const inBlocks = new Set<ClassId>();
  const sliceType = (type: Type, slot: string): Type => {
    if (type.kind !== "ptr") return type;
    if (!slices.has(slot)) {
      if (!isSlice(type.target) || !slices.leadsToPlaces(slot)) return type;
      const target = sliceType(type.target, slices.inner(slot));
      return target === type.target ? type : { ...type, target };
    }
    const target = type.target.kind === "ptr" && isSlice(type.target) ? sliceType(type.target, slices.inner(slot)) : type.target;
    if (target.kind === "record") inBlocks.add(target.class);
    return { kind: "runtime", path: "heap::Slice", args: [target], copy: true, zero: "heap::Slice::null" };
  };
  const row = (name: string, type: Type, like: Expression, args: Expression[], typeArgs?: readonly Type[]): Expression =>
    build.expr("runtime", type, like.span, { row: `c.slice.${name}`, args, ...(typeArgs ? { typeArgs } : {}) });

  /** The value as a slice of this type, where it is one. */
  const sliceOf = (e: Expression, want?: Type<"runtime">): Expression | undefined => {
    if (!isSlice(e.type)) return undefined;
    switch (e.kind) {
      case "none":
      case "zero":
        return want && row("null", want, e, []);
      case "conditional": {
        const then = sliceOf(e.then, want);
        const orElse = sliceOf(e.orElse, want ?? (then?.type as Type<"runtime"> | undefined));
        const first = then ?? (orElse && sliceOf(e.then, orElse.type as Type<"runtime">));
        return first && orElse && { ...e, type: first.type, test: one(e.test), then: first, orElse };
      }
      case "block": {
        const value = sliceOf(e.value, want);
        return value && { ...e, type: value.type, body: e.body.map(statement), value };
      }
      case "bytes":
        return want && row("literal", want, e, [e]);
      case "addressOf": {
        const element = elementAddress(e);
        const from = element && sliceOf(element.pointer, want);
        if (from) return element.index ? row("offset", from.type, e, [from, asOffset(one(element.index))]) : from;
        const found = want && staticArray(program, e);
        if (!found) return undefined;
        const start = row("of", want!, e, [found.array]);
        return found.index ? row("offset", want!, e, [start, asOffset(one(found.index))]) : start;
      }
      case "runtime": {
        const base = e.row === "c.pointer.offset" ? sliceOf(e.args[0]) : undefined;
        return base && row("offset", base.type, e, [base, one(e.args[1])]);
      }
      case "cast": {
        const plain = sameTarget(e.value.type, e.type) ? sliceOf(e.value, want) : undefined;
        return plain ?? madeBlock(e, want);
      }
      default: {
        if (want && e.kind === "index" && fn === program.start.entry && isArgument(e, { local: argv }))
          return row("argument", want, e, [asOffset(one(e.index))]);
        const name = finder(program, e);
        if (name) {
          const [text, other] = (e as Expression<"call">).args;
          const slice = sliceOf(text, want);
          return slice && row(name, slice.type, e, [slice, one(other)]);
        }
        if (e.kind === "call") {
          const made = madeBlock(e, want);
          if (made) return made;
        }
        const slot = slices.slotOf(fn, e);
        return slot !== undefined && slices.has(slot) ? { ...other(e), type: sliceType(e.type, slot) } : undefined;
      }
    }
  };

  const argv = program.functions[program.start.entry].params.at(1)?.local ?? -1;
  const asOffset = (index: Expression): Expression => build.expr("cast", SIGNED, index.span, { value: index });
  const madeBlock = (e: Expression, want: Type<"runtime"> | undefined): Expression | undefined => {
    const block = want ? blockOf(program, e) : undefined;
    if (!block || !want) return undefined;
    const made = block.resizes
      ? resized(e, block.resizes, want)
      : block.copies
        ? row("copy", want, e, [one(block.copies)])
        : allocated(e, block.allocates!, want);
    return made && block.before.length > 0 ? build.expr("block", want, e.span, { body: block.before.map(statement), value: made }) : made;
  };
  const resized = (e: Expression, { from, to }: NonNullable<Block["resizes"]>, want: Type<"runtime">): Expression | undefined => {
    const slice = sliceOf(from, want);
    return slice && row("resize", want, e, [slice, one(to)]);
  };
  const allocated = (e: Expression, block: Expression<"runtime">, want: Type<"runtime">): Expression => {
    const [count, each] = block.args.map(one);
    const bytes =
      each === undefined
        ? count
        : count.kind === "int" && count.value === 1n
          ? each
          : build.expr("binary", count.type, e.span, { op: "mul", arithmetic: "wrapping", left: count, right: each });
    return row("allocate", want, e, [bytes], want.args);
  };

  const one = (e: Expression): Expression => {
    if (isSlice(e.type) && !["none", "zero"].includes(e.kind)) {
      const slice = sliceOf(e);
      if (slice) return row("address", e.type, e, [slice]);
      return toPlaces(e) ?? other(e);
    }
    return other(e);
  };
  /** A pointer to places that are slices. */
  const toPlaces = (e: Expression): Expression | undefined => {
    if (e.type.kind !== "ptr" || !isSlice(e.type.target)) return undefined;
    if (e.kind === "addressOf") {
      // of an array the first element is meant
      if (!sameType(e.place.type, e.type.target)) return undefined;
      const made = other(e);
      return made.kind === "addressOf" ? { ...made, type: { ...e.type, target: made.place.type } } : made;
    }
    const slot = slices.slotOf(fn, e);
    const type = slot === undefined || slices.has(slot) ? e.type : sliceType(e.type, slot);
    return type === e.type ? undefined : { ...other(e), type };
  };
  const other = (e: Expression): Expression => {
    switch (e.kind) {
      case "deref": {
        const slice = sliceOf(e.pointer);
        return slice ? { ...e, pointer: slice } : parts(e);
      }
      case "index": {
        const slice = e.object.type.kind === "ptr" ? sliceOf(e.object) : undefined;
        return slice ? { ...e, object: slice, index: one(e.index) } : parts(e);
      }
      case "binary": {
        const pair = pointerPair(program, e)?.map((each) => sliceOf(each));
        if (!pair?.[0] || !pair[1]) return parts(e);
        const distance = row("distance", SIGNED, e, pair as Expression[]);
        return sameType(e.type, SIGNED) ? distance : build.expr("cast", e.type, e.span, { value: distance });
      }
      case "isNone": {
        const slice = sliceOf(e.value);
        if (!slice) return parts(e);
        const test = row("is_null", { kind: "bool" }, e, [slice]);
        return e.negated ? build.expr("not", { kind: "bool" }, e.span, { operand: test }) : test;
      }
      case "compare": {
        const [left, right] = e.op === "eq" || e.op === "ne" ? [sliceOf(e.left), sliceOf(e.right)] : [];
        return left && right ? { ...e, left, right } : compared(parts(e));
      }
      case "runtime": {
        if (program.rows(e.row).memory !== "release") return parts(e);
        let freed = e.args[0];
        while (freed.kind === "cast") freed = freed.value;
        const slice = sliceOf(freed);
        return slice ? row("free", e.type, e, [slice]) : parts(e);
      }
      case "call": {
        const callee = program.functions[e.function];
        return {
          ...e,
          args: e.args.map((arg, i) => {
            const param = callee.params[i];
            return param ? into(arg, `l${callee.id}:${param.local}`, callee.locals[param.local].type) : one(arg);
          }),
        };
      }
      case "construct": {
        const { fields } = program.classes[e.class];
        const typeOf = (name: string): Type => fields.find((field) => field.name === name)?.type ?? { kind: "unit" };
        return { ...e, fields: e.fields.map(([name, value]) => [name, into(value, `f${e.class}:${name}`, typeOf(name))] as const) };
      }
      default:
        return parts(e);
    }
  };
  /** Places of slices and of pointers have addresses of different types. */
  const compared = (e: Expression<"compare">): Expression => {
    const { left, right } = e;
    if (left.type.kind !== "ptr" || right.type.kind !== "ptr" || sameTarget(left.type, right.type)) return e;
    return { ...e, right: build.expr("cast", left.type, right.span, { value: right }) };
  };
  /** The address of a pointer to pointers, with the type that the place has into which it goes. */
  const asPlaces = (made: Expression, type: Type): Expression => {
    if (type.kind !== "ptr" || made.type.kind !== "ptr" || sameTarget(made.type, type)) return made;
    const retyped = { ...made.type, target: type.target };
    // `const` of what it leads to makes no other place of it
    if (made.kind === "cast" && made.value.type.kind === "ptr") return { ...made, type: retyped, value: asPlaces(made.value, type) };
    return made.kind === "addressOf" ? { ...made, place: { ...made.place, type: type.target } as Expression, type: retyped } : made;
  };
  /** A value for a place of its own kind. */
  const into = (value: Expression, slot: string | undefined, type: Type): Expression => {
    if (slot === undefined || !isSlice(type)) return one(value);
    if (!slices.has(slot)) return asPlaces(one(value), sliceType(type, slot));
    return sliceOf(value, sliceType(type, slot) as Type<"runtime">) ?? one(value);
  };
  /** A place that is written, or whose address is taken. */
  const placeOf = (e: Expression): Expression => {
    const slot = slices.slotOf(fn, e);
    return slot !== undefined && slices.has(slot) ? { ...other(e), type: sliceType(e.type, slot) } : other(e);
  };
  const statement = (s: Statement): Statement => {
    if (s.kind === "let") {
      const type = program.functions[fn]?.locals[s.local]?.type ?? { kind: "unit" };
      return { ...s, ...(s.value ? { value: into(s.value, `l${fn}:${s.local}`, type) } : {}) };
    }
    if (s.kind === "assign") return { ...s, place: placeOf(s.place), value: into(s.value, slices.slotOf(fn, s.place), s.place.type) };
    if (s.kind === "update") return { ...s, place: placeOf(s.place), value: one(s.value) };
    if (s.kind === "return" && s.value) return { ...s, value: into(s.value, `r${fn}`, program.functions[fn].result) };
    return parts(s);
  };
  const inside = rewriting({ expression: one, statement });
  /** The same node, its parts rewritten. */
  const parts = <T extends object>(node: T): T => {
    const made = inside(node);
    if ((node as { kind?: string }).kind !== "addressOf") return made;
    return { ...made, place: placeOf((node as unknown as Expression<"addressOf">).place) };
  };

  const functions = program.functions.map((each): IrFunction => {
    fn = each.id;
    return {
      ...each,
      result: isSlice(each.result) ? sliceType(each.result, `r${fn}`) : each.result,
      locals: each.locals.map((local) => ({
        ...local,
        type: isSlice(local.type) ? sliceType(local.type, `l${fn}:${local.id}`) : local.type,
      })),
      body: parts(each.body),
    };
  });
  fn = -1;
  const globals = program.globals.map((global) => ({
    ...global,
    type: isSlice(global.type) ? sliceType(global.type, `g${global.id}`) : global.type,
    ...(global.value ? { value: into(global.value, `g${global.id}`, global.type) } : {}),
  }));
  const classes = program.classes.map((cls) => ({
    ...cls,
    fields: cls.fields.map((field) => ({
      ...field,
      type: isSlice(field.type) ? sliceType(field.type, `f${cls.id}:${field.name}`) : field.type,
    })),
  }));
  for (const id of inBlocks) classes[id] = { ...classes[id], blocks: true };
  return withoutUncalled({ ...program, functions, globals, classes, nodeCount: build.nodeCount });
}
