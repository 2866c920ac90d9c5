/**
 * Structs with an array without a length behind their last member, `struct { size_t n; int items[]; }`: where each is allocated by itself and nothing
 * counts on its bytes, the items become a block of their own, to which a member points. The struct is linked then, its items a slice.
 */
import type { Builder, ClassId, Expression, IrFunction, Local, LocalId, Program, Statement, Type } from "../../../ir/index.ts";
import { sizeOf } from "../../../ir/pointers.ts";
import { isExpression, walk } from "../../../ir/walk.ts";
import { linkedClasses } from "./links.ts";
import { withItems, withParts } from "./rewrite.ts";

/** The program with such structs, where there are any. */
export function detachTails(program: Program, build: Builder): Program {
  const tails = tailedClasses(program);
  while (tails.size > 0) {
    const made = rewritten(program, build, tails);
    const linked = linkedClasses(made);
    const raw = [...tails.keys()].filter((cls) => !linked.has(cls));
    if (raw.length === 0) return made;
    for (const cls of raw) tails.delete(cls);
  }
  return program;
}

/** What lies behind the struct. */
interface Tail {
  readonly name: string;
  readonly elem: Type;
}

const classOf = (type: Type): ClassId | undefined => (type.kind === "ptr" && type.target.kind === "record" ? type.target.class : undefined);
const stripped = (e: Expression): Expression => (e.kind === "cast" ? stripped(e.value) : e);

/** Does the expression name the variable? */
function mentions(e: Expression, local: LocalId): boolean {
  let found = false;
  walk(e, (node) => {
    found ||= node.kind === "local" && node.local === local;
    return !found;
  });
  return found;
}

/** The struct of whose pointer the block is given back. */
const freedClass = (program: Program, e: Expression): ClassId | undefined =>
  e.kind === "runtime" && program.rows(e.row).memory === "release" ? classOf(stripped(e.args[0]).type) : undefined;

/** `malloc`, `calloc` of one: how many bytes lie behind the struct, and its call. */
function allocationBehind(
  program: Program,
  e: Expression<"cast">,
  cls: ClassId,
): { readonly call: Expression<"runtime">; readonly terms: readonly Expression[]; readonly more: bigint } | undefined {
  const call = stripped(e);
  if (call.kind !== "runtime" || program.rows(call.row).memory !== "allocate" || program.rows(call.row).lends) return undefined;
  const sizes = call.args.filter((arg) => stripped(arg).kind !== "int" || (stripped(arg) as Expression<"int">).value !== 1n);
  if (sizes.length !== 1) return undefined;
  const terms: Expression[] = [];
  let constant = 0n;
  const add = (term: Expression): void => {
    const at = term.kind === "cast" && term.value.type.kind === "int" && term.value.type.width !== 32 ? term.value : term;
    if (at.kind === "binary" && at.op === "add") {
      add(at.left);
      add(at.right);
    } else if (at.kind === "int") constant += at.value;
    else terms.push(term);
  };
  add(sizes[0]);
  const more = constant - sizeOf(program, { kind: "record", class: cls });
  return more < 0n ? undefined : { call, terms, more };
}

/** Structs whose tails nothing but their own name reaches. */
function tailedClasses(program: Program): Map<ClassId, Tail> {
  const found = new Map<ClassId, Tail>();
  if (program.threads) return found;
  for (const cls of program.classes) {
    const last = cls.fields.at(-1);
    if (cls.flavour !== "struct" || cls.foreign || cls.fields.length < 2 || last?.type.kind !== "array" || last.type.length > 0) continue;
    if (["int", "float", "bool", "ptr"].includes(last.type.elem.kind)) found.set(cls.id, { name: last.name, elem: last.type.elem });
  }
  if (found.size === 0) return found;
  const allocated = new Set<ClassId>();
  const exclude = (cls: ClassId | undefined): void => void (cls !== undefined && found.delete(cls));
  const inside = (type: Type): void => {
    if (type.kind === "record") exclude(type.class);
    else if (type.kind === "array") inside(type.elem);
  };
  for (const cls of program.classes) for (const field of cls.fields) inside(field.type);
  for (const global of program.globals) inside(global.type);
  for (const fn of program.functions)
    for (const local of fn.locals) {
      inside(local.type);
      if (fn.extern) exclude(classOf(local.type));
    }
  const visit = (root: Parameters<typeof walk>[0], global: boolean): void => {
    /** Expressions that their parents account for. */
    const fine = new Set<Expression>();
    walk(root, (node) => {
      if (!isExpression(node)) {
        const freed = node.kind === "expression" ? freedClass(program, node.value) : undefined;
        if (freed !== undefined && node.kind === "expression") {
          const [pointer] = (node.value as Expression<"runtime">).args;
          if (stripped(pointer).kind === "local") for (let at = pointer; at.kind === "cast"; at = at.value) fine.add(at);
        }
        return;
      }
      if (node.kind === "field") fine.add(node.object);
      const cls = classOf(node.type);
      if (node.type.kind === "record" && !(fine.has(node) && node.kind === "deref")) exclude(node.type.class);
      switch (node.kind) {
        case "addressOf":
          if (node.place.kind === "deref") fine.add(node.place);
          if (node.place.kind === "field" && node.type.kind === "ptr" && node.type.target.kind !== "array") fine.add(node.place);
          return;
        case "index":
          fine.add(node.object);
          exclude(classOf(node.object.type));
          return;
        case "field":
          if (node.object.type.kind === "record" && found.get(node.object.type.class)?.name === node.name && !fine.has(node))
            exclude(node.object.type.class);
          return;
        case "isNone":
        case "compare":
          for (const part of node.kind === "isNone" ? [node.value] : [node.left, node.right])
            for (let at = part; at.kind === "cast"; at = at.value) fine.add(at);
          return;
        case "cast": {
          const from = classOf(node.value.type);
          if (cls !== undefined && found.has(cls) && from !== cls && !["none", "zero"].includes(node.value.kind)) {
            if (!global && allocationBehind(program, node, cls)) allocated.add(cls);
            else exclude(cls);
          }
          if (from !== undefined && from !== cls && !fine.has(node)) exclude(from);
          return;
        }
        case "call":
          if (program.functions[node.function].extern) for (const arg of node.args) exclude(classOf(arg.type));
          return;
        case "runtime":
          if (freedClass(program, node) === undefined) for (const arg of node.args) exclude(classOf(arg.type));
          exclude(cls);
      }
    });
  };
  for (const fn of program.functions) if (!fn.extern) visit(fn.body, false);
  for (const global of program.globals) if (global.value) visit(global.value, true);
  for (const cls of found.keys()) if (!allocated.has(cls)) found.delete(cls);
  return found;
}

function rewritten(program: Program, build: Builder, tails: ReadonlyMap<ClassId, Tail>): Program {
  const types = new Map(
    [...tails].map(([cls, { elem }]) => [cls, { kind: "ptr", target: elem, mutable: true, rep: program.reps.fresh() } satisfies Type]),
  );
  /** The locals of the function at hand. */
  let locals: Local[] = [];
  /** The items of the struct that a pointer leads to. */
  const tailOf = (pointer: Expression, cls: ClassId): Expression => {
    const record: Type = { kind: "record", class: cls };
    const object = build.expr("deref", record, pointer.span, { pointer });
    return build.expr("field", types.get(cls)!, pointer.span, { object, name: tails.get(cls)!.name });
  };
  const allocation = (e: Expression<"cast">, cls: ClassId): { struct: Expression; items: (made: Expression) => Statement } => {
    const { call, terms, more } = allocationBehind(program, e, cls)!;
    const size = call.args.find((arg) => stripped(arg).kind !== "int" || (stripped(arg) as Expression<"int">).value !== 1n)!;
    const number = (value: bigint): Expression => build.expr("int", size.type, size.span, { value });
    const parts = terms.map(one);
    if (more > 0n || parts.length === 0) parts.push(number(more));
    const bytes = parts.reduce((left, right) =>
      build.expr("binary", size.type, size.span, { op: "add", arithmetic: "wrapping", left, right }),
    );
    const allocate = (type: Type, argument: Expression): Expression =>
      build.expr("cast", type, e.span, {
        value: { ...build.again(call), args: call.args.map((arg) => (arg === size ? argument : build.again(arg))) },
      });
    return {
      struct: allocate(e.type, number(sizeOf(program, { kind: "record", class: cls }))),
      items: (made) => build.stmt("assign", e.span, { place: tailOf(made, cls), value: allocate(types.get(cls)!, bytes) }),
    };
  };
  const allocatedClass = (e: Expression | undefined): ClassId | undefined => {
    const cls = e?.kind === "cast" ? classOf(e.type) : undefined;
    return cls !== undefined && tails.has(cls) && allocationBehind(program, e as Expression<"cast">, cls) ? cls : undefined;
  };
  const one = (e: Expression): Expression => {
    switch (e.kind) {
      case "cast": {
        const cls = allocatedClass(e);
        if (cls === undefined) break;
        const { struct, items } = allocation(e, cls);
        const local: Local = { id: locals.length, name: "made", type: e.type, span: e.span };
        locals.push(local);
        const made = (): Expression => build.expr("local", e.type, e.span, { local: local.id });
        return build.expr("block", e.type, e.span, {
          body: [build.stmt("let", e.span, { local: local.id, value: struct }), items(made())],
          value: made(),
        });
      }
      case "addressOf":
        if (e.place.kind === "field" && isTail(e.place)) return retyped(one(e.place), e.type);
        break;
      case "field":
        if (isTail(e)) return { ...parts(e), type: types.get((e.object.type as Type<"record">).class)! };
    }
    return parts(e);
  };
  /** `const` of what it leads to makes no other pointer of it. */
  const retyped = (e: Expression, type: Type): Expression =>
    type.kind === "ptr" && !type.mutable ? build.expr("cast", type, e.span, { value: e }) : e;
  const isTail = ({ object, name }: Expression<"field">): boolean =>
    object.type.kind === "record" && tails.get(object.type.class)?.name === name;
  /** A variable that is given a struct gives it its items; what gives a struct back gives its items back first. */
  const statement = (s: Statement): Statement[] => {
    const given = s.kind === "let" || (s.kind === "assign" && s.place.kind === "local") ? s.value : undefined;
    const allocated = allocatedClass(given);
    const local = s.kind === "let" ? s.local : s.kind === "assign" && s.place.kind === "local" ? s.place.local : undefined;
    if (allocated !== undefined && local !== undefined && !mentions(given!, local)) {
      const { struct, items } = allocation(given as Expression<"cast">, allocated);
      const made = build.expr("local", locals[local].type, s.span, { local });
      return [{ ...(s as Statement<"let">), value: struct }, items(made)];
    }
    const cls = s.kind === "expression" ? freedClass(program, s.value) : undefined;
    if (s.kind !== "expression" || cls === undefined || !tails.has(cls)) return [parts(s)];
    const { args, ...free } = s.value as Expression<"runtime">;
    const pointer = stripped(args[0]);
    const items = build.expr("cast", args[0].type, s.span, { value: tailOf(build.again(pointer), cls) });
    const released = build.stmt("expression", s.span, { value: { ...build.again({ ...free, args: [items] } as Expression<"runtime">) } });
    const test = build.expr("isNone", { kind: "bool" }, s.span, { value: build.again(pointer), negated: true });
    return [build.stmt("if", s.span, { test, then: { statements: [released] } }), parts(s)];
  };
  const parts = <T extends object>(node: T): T =>
    withParts(node, (key, value) => (key === "type" || key === "result" ? value : part(value)));
  const part = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
    if (Array.isArray(value)) {
      const items = value as unknown[];
      if (
        items.some(
          (item) => typeof item === "object" && item !== null && "kind" in item && "id" in item && !isExpression(item as Expression),
        )
      )
        return (items as Statement[]).flatMap(statement);
      return withItems(items, part);
    }
    if ("kind" in value && "id" in value) return isExpression(value as Expression) ? one(value as Expression) : parts(value);
    return parts(value);
  };
  const functions = program.functions.map((fn): IrFunction => {
    if (fn.extern) return fn;
    locals = [...fn.locals];
    const body = parts(fn.body);
    return { ...fn, body, locals };
  });
  const classes = program.classes.map((cls) =>
    tails.has(cls.id)
      ? { ...cls, fields: cls.fields.map((field, i) => (i === cls.fields.length - 1 ? { ...field, type: types.get(cls.id)! } : field)) }
      : cls,
  );
  const globals = program.globals.map((global) => (global.value ? { ...global, value: one(global.value) } : global));
  return { ...program, functions, globals, classes, nodeCount: build.nodeCount };
}
