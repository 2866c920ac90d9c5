/**
 * Structs whose objects are allocated one by one and linked: pointers to them become links of the runtime (`rt::heap::Link<T>`), their members
 * cells. A link is followed without `unsafe`; where one becomes another pointer, or comes from one, that conversion is written out.
 */
import {
  sameType,
  type Builder,
  type Expression,
  type IrFunction,
  type LocalId,
  type Program,
  type Statement,
  type Type,
} from "../../../ir/index.ts";
import { sizeOf } from "../../../ir/pointers.ts";
import { isExpression, walk } from "../../../ir/walk.ts";
import { rewriting, withItems, withParts } from "./rewrite.ts";

/** The program with such structs, where there are any. */
export function linkObjects(program: Program, build: Builder): Program {
  const classes = linkedClasses(program);
  return classes.size === 0 ? program : rewritten(program, build, classes);
}

/** `(T *)malloc(n)` under its casts. */
const stripped = (e: Expression): Expression => (e.kind === "cast" ? stripped(e.value) : e);

/** Is it `malloc` or `calloc` of one object of this size? */
function allocatesOne(program: Program, e: Expression, size: bigint): boolean {
  const at = stripped(e);
  if (at.kind !== "runtime" || program.rows(at.row).memory !== "allocate") return false;
  const numbers = at.args.map((arg) => stripped(arg)).map((arg) => (arg.kind === "int" ? arg.value : undefined));
  return numbers.every((n) => n !== undefined) && numbers.reduce((a, b) => a! * b!, 1n) === size;
}

const classOf = (type: Type): number | undefined => (type.kind === "ptr" && type.target.kind === "record" ? type.target.class : undefined);

/** Structs of which single objects are allocated, and whose pointers are not counted on. */
export function linkedClasses(program: Program): ReadonlySet<number> {
  const found = new Set<number>();
  const excluded = new Set<number>();
  /** Items are moved about as a whole. */
  const sorted = new Set<number>();
  if (program.threads) return found;
  for (const cls of program.classes)
    if (
      cls.flavour !== "struct" ||
      cls.foreign ||
      cls.fields.length === 0 ||
      cls.layout?.packed ||
      (cls.layout?.align ?? 1) > 1 ||
      !cls.fields.every((f) => !f.bits && isPlain(f.type))
    )
      excluded.add(cls.id);
  const exclude = (type: Type): void => {
    if (type.kind === "record") excluded.add(type.class);
    else if (type.kind === "array") exclude(type.elem);
    else if (type.kind === "ptr") exclude(type.target);
  };
  if (program.classes.length === excluded.size) return found;
  const visit = (root: Parameters<typeof walk>[0]): void =>
    walk(root, (node) => {
      if (!isExpression(node)) return;
      if (node.kind === "cast") {
        const cls = classOf(node.type);
        if (cls !== undefined && allocatesOne(program, node, sizeOf(program, (node.type as Type<"ptr">).target))) found.add(cls);
      } else if (node.kind === "call" && program.functions[node.function].extern?.symbol === "qsort") {
        const cls = classOf(stripped(node.args[0]).type);
        if (cls !== undefined) sorted.add(cls);
      } else if (node.kind === "index" && node.object.type.kind === "ptr") {
        const cls = classOf(node.object.type);
        if (cls !== undefined) excluded.add(cls);
      } else if (node.kind === "runtime" && node.row === "c.pointer.offset") {
        const cls = classOf(node.type);
        if (cls !== undefined) excluded.add(cls);
      } else if (node.kind === "runtime" && (node.row.startsWith("c.atomic.") || node.row.startsWith("c.va.next"))) exclude(node.type);
    });
  for (const fn of program.functions) {
    if (!fn.extern) visit(fn.body);
    // what the library is handed it may lay out as it likes
    else for (const local of fn.locals) if (classOf(local.type) !== undefined) exclude(local.type);
  }
  for (const global of program.globals) {
    if (global.value) visit(global.value);
    // one that is a variable of the program's own may just as well lead to links
    let steps = false;
    if (global.value) walk(global.value, (node) => void (steps ||= node.kind === "block"));
    // bit-fields are put together step by step, which cells cannot be while compiling
    for (const cls of recordsIn(global.type))
      if (global.extern || steps) excluded.add(cls);
      else if (!global.constant && !sorted.has(cls)) found.add(cls);
  }
  for (const cls of excluded) found.delete(cls);
  // a struct that lies inside another as it is has no members of its own to be cells
  for (const cls of program.classes) for (const field of cls.fields) for (const inside of recordsIn(field.type)) found.delete(inside);
  return found;
}

/** A variable of the program, or an element of one that is named by a constant. */
const isStatic = (program: Program, place: Expression): boolean =>
  place.kind === "global"
    ? program.globals[place.global].extern === undefined
    : place.kind === "index" && place.index.kind === "int" && place.object.type.kind === "array" && isStatic(program, place.object);

const recordsIn = (type: Type): number[] => (type.kind === "record" ? [type.class] : type.kind === "array" ? recordsIn(type.elem) : []);

const isPlain = (type: Type): boolean =>
  type.kind === "array"
    ? isPlain(type.elem)
    : !["runtime", "closure", "func"].includes(type.kind) || (type.kind === "runtime" && type.copy === true);

function rewritten(program: Program, build: Builder, classes: ReadonlySet<number>): Program {
  const known = new Map<Type, Type>();
  const mapType = (type: Type): Type => {
    let found = known.get(type);
    if (!found) known.set(type, (found = mapped(type)));
    return found;
  };
  const mapped = (type: Type): Type => {
    const cls = classOf(type);
    if (cls !== undefined && classes.has(cls)) return linkTo(cls);
    switch (type.kind) {
      case "ptr":
      case "array":
      case "option":
      case "fnptr":
      case "func":
        return withParts(type, (_, value) => (Array.isArray(value) ? withItems(value as Type[], mapType) : mapType(value as Type)));
      default:
        return type;
    }
  };
  const isLink = (type: Type): boolean => {
    const cls = classOf(type);
    return cls !== undefined && classes.has(cls);
  };
  const raw = (cls: number): Type<"ptr"> => ({
    kind: "ptr",
    target: { kind: "record", class: cls },
    mutable: true,
    rep: program.reps.fresh(),
  });
  const row = (name: string, type: Type, like: Expression, ...args: Expression[]): Expression =>
    build.expr("runtime", type, like.span, { row: `c.link.${name}`, args });
  const address = (link: Expression, cls: number): Expression =>
    link.kind === "runtime" && link.row === "c.link.null"
      ? build.expr("none", raw(cls), link.span, {})
      : row("address", raw(cls), link, link);
  const asLink = (pointer: Expression, cls: number): Expression => row("from", linkTo(cls), pointer, pointer);

  /** The variables of the function at hand to which links lead. */
  let objects = new Map<LocalId, number>();
  /** Initial values of globals are computed while compiling. */
  let constant = false;

  const one = (e: Expression): Expression => {
    const cls = classOf(e.type);
    const link = cls !== undefined && classes.has(cls) ? cls : undefined;
    switch (e.kind) {
      case "none":
      case "zero":
        return link === undefined ? plain(e) : row("null", linkTo(link), e);
      case "cast":
        return castOf(e, link);
      case "isNone": {
        if (!isLink(e.value.type)) return plain(e);
        const test = row("is_null", { kind: "bool" }, e, one(e.value));
        return e.negated ? build.expr("not", { kind: "bool" }, e.span, { operand: test }) : test;
      }
      case "compare": {
        const of = classOf(e.left.type);
        if (of === undefined || !classes.has(of) || e.op === "eq" || e.op === "ne") return plain(e);
        return { ...e, left: address(one(e.left), of), right: address(one(e.right), of) };
      }
      case "addressOf": {
        if (link === undefined) return plain(e);
        if (e.place.kind === "deref" && isLink(e.place.pointer.type)) return one(e.place.pointer);
        if (e.place.kind === "local" && objects.has(e.place.local))
          return row("object", linkTo(link), e, build.expr("local", objectOf(link), e.span, { local: e.place.local }));
        if (e.place.type.kind === "record" && isStatic(program, e.place) && (e.place.kind === "global" || !constant))
          return row(e.place.kind === "global" ? "static" : "of", linkTo(link), e, one(e.place));
        return asLink({ ...e, type: raw(link), place: one(e.place) }, link);
      }
      case "local": {
        const object = objects.get(e.local);
        if (object === undefined || e.type.kind !== "record") return plain(e);
        return build.expr("deref", e.type, e.span, { pointer: { ...e, type: objectOf(object) } });
      }
      case "runtime": {
        const [first] = e.args;
        const freed = program.rows(e.row).memory === "release" ? classOf(stripped(first).type) : undefined;
        if (freed !== undefined && classes.has(freed)) return row("free", e.type, e, one(stripped(first)));
        const args = e.args.map((arg) => {
          const of = classOf(arg.type);
          return of !== undefined && classes.has(of) && program.rows(e.row).lends ? address(one(arg), of) : one(arg);
        });
        return { ...e, type: mapType(e.type), args, ...(e.typeArgs ? { typeArgs: e.typeArgs.map(mapType) } : {}) };
      }
      default:
        return plain(e);
    }
  };
  const castOf = (e: Expression<"cast">, to: number | undefined): Expression => {
    const from = classOf(e.value.type);
    const source = from !== undefined && classes.has(from) ? from : undefined;
    if (to !== undefined && to === source) return one(e.value);
    if (to !== undefined) {
      if (allocatesOne(program, e, sizeOf(program, (e.type as Type<"ptr">).target))) return row("allocate", linkTo(to), e);
      const value = source === undefined ? one(e.value) : address(one(e.value), source);
      return asLink(build.expr("cast", raw(to), e.span, { value }), to);
    }
    if (source === undefined) return plain(e);
    return { ...e, type: mapType(e.type), value: address(one(e.value), source) };
  };
  /** The same node with its parts and types rewritten. */
  const plain = rewriting({ expression: one, statement: (s) => statement(s), type: mapType });
  const statement = (s: Statement): Statement => {
    if (s.kind === "let" && objects.has(s.local)) {
      const cls = objects.get(s.local)!;
      const record: Type = { kind: "record", class: cls };
      const value = s.value ? one(s.value) : build.expr("zero", record, s.span, {});
      return { ...s, value: build.expr("runtime", objectOf(cls), s.span, { row: "c.link.variable", args: [value] }) };
    }
    return plain(s);
  };

  const functions = program.functions.map((fn): IrFunction => {
    objects = fn.extern ? new Map() : linkedVariables(fn, classes);
    const body = plain(fn.body);
    return {
      ...fn,
      result: mapType(fn.result),
      locals: fn.locals.map((local) => {
        const object = objects.get(local.id);
        return { ...local, type: object === undefined ? mapType(local.type) : objectOf(object) };
      }),
      body,
    };
  });
  objects = new Map();
  constant = true;
  const globals = program.globals.map((global) => ({
    ...global,
    type: mapType(global.type),
    ...(global.value ? { value: one(global.value) } : {}),
  }));
  return {
    ...program,
    functions,
    globals,
    classes: program.classes.map((cls) => ({
      ...cls,
      fields: cls.fields.map((field) => ({ ...field, type: mapType(field.type) })),
      ...(classes.has(cls.id) ? { cells: true } : {}),
    })),
    nodeCount: build.nodeCount,
  };
}

const linkTo = (cls: number): Type<"runtime"> => ({
  kind: "runtime",
  path: "heap::Link",
  args: [{ kind: "record", class: cls }],
  copy: true,
  zero: "heap::Link::null",
});
const objectOf = (cls: number): Type<"runtime"> => ({ kind: "runtime", path: "heap::Object", args: [{ kind: "record", class: cls }] });

/** Variables whose address is taken as a pointer to all of them: objects of their own. */
function linkedVariables(fn: IrFunction, classes: ReadonlySet<number>): Map<LocalId, number> {
  const found = new Map<LocalId, number>();
  const declared = new Map<LocalId, number>();
  walk(fn.body, (node) => {
    if (node.kind === "let") declared.set(node.local, (declared.get(node.local) ?? 0) + 1);
    if (node.kind !== "addressOf" || node.place.kind !== "local" || node.place.type.kind !== "record") return;
    const { class: cls } = node.place.type;
    if (classes.has(cls) && node.type.kind === "ptr" && sameType(node.type.target, node.place.type)) found.set(node.place.local, cls);
  });
  for (const local of found.keys()) if (declared.get(local) !== 1) found.delete(local);
  return found;
}
