/**
 * Classes whose objects are all made once, at the start, from constants, each for a variable of its module that nothing else is assigned
 * to: which object a value is says everything of it, so they are a Rust `enum`, which is copied and compared.
 */
import type { ClassId, Expression, GlobalId, Program, Statement } from "../ir/index.ts";
import { isExpression, walk, type Node } from "../ir/walk.ts";
import { isLiteral } from "./literals.ts";

export interface Enumeration {
  /** In the order in which they are made. */
  readonly members: readonly Member[];
}

export interface Member {
  readonly global: GlobalId;
  readonly fields: ReadonlyMap<string, Expression>;
}

interface Enumerations {
  readonly classes: ReadonlyMap<ClassId, Enumeration>;
  /** Variables that stand for a member: class, and its place. */
  readonly globals: ReadonlyMap<GlobalId, { readonly cls: ClassId; readonly member: number }>;
}

const known = new WeakMap<Program, Enumerations>();

/** The enumerations of a program; found once. */
export function enumerations(program: Program): Enumerations {
  let found = known.get(program);
  if (!found) known.set(program, (found = findEnumerations(program)));
  return found;
}

export const isEnumeration = (program: Program, cls: ClassId): boolean => enumerations(program).classes.has(cls);

function findEnumerations(program: Program): Enumerations {
  const members = new Map<ClassId, Member[]>();
  const globals = new Map<GlobalId, { cls: ClassId; member: number }>();
  const out = new Set<ClassId>();
  const candidates = new Set<ClassId>();
  if (!program.safe) return { classes: new Map(), globals };
  for (const cls of program.classes)
    if (cls.flavour === "class" && cls.fields.length > 0 && !cls.implements.some(isUnfit)) candidates.add(cls.id);
  /** Assignments that make the members, and the objects that they make. */
  const makers = new Set<number>();
  const assigned = new Map<GlobalId, number>();
  const start = (s: Statement): void => {
    if (s.kind !== "assign" || s.place.kind !== "global") return;
    const { global } = s.place;
    const { type } = program.globals[global];
    if (type.kind !== "instance" || !candidates.has(type.class)) return;
    const list = members.get(type.class) ?? [];
    if (s.value.kind === "construct" && s.value.class === type.class && s.value.fields.every(([, value]) => isConstant(value))) {
      members.set(type.class, list);
      globals.set(global, { cls: type.class, member: list.length });
      list.push({ global, fields: new Map(s.value.fields) });
      makers.add(s.id).add(s.value.id);
    } else if (s.value.kind === "global" && globals.get(s.value.global)?.cls === type.class) {
      globals.set(global, globals.get(s.value.global)!);
      makers.add(s.id);
    }
  };
  for (const s of program.functions[program.start.entry].body.statements) start(s);
  const check = (node: Node): void => {
    if (!isExpression(node)) {
      if (node.kind !== "assign" && node.kind !== "update") return;
      const { place } = node;
      if (place.kind === "global") assigned.set(place.global, (assigned.get(place.global) ?? 0) + 1);
      for (let at: Expression = place; at.kind === "field" || at.kind === "index" || at.kind === "tupleGet";)
        if (at.kind === "field") {
          if (at.object.type.kind === "instance") out.add(at.object.type.class);
          at = at.object;
        } else at = at.kind === "index" ? at.object : at.tuple;
      return;
    }
    switch (node.kind) {
      case "construct":
        if (!makers.has(node.id)) out.add(node.class);
        return;
      case "toAny":
        if (node.value.type.kind === "instance") out.add(node.value.type.class);
        return;
      case "fromAny":
        if (node.type.kind === "instance") out.add(node.type.class);
        return;
      default:
        return;
    }
  };
  for (const fn of program.functions) walk(fn.body, (node) => check(node));
  for (const each of program.globals) if (each.value) walk(each.value, (node) => check(node));
  const classes = new Map<ClassId, Enumeration>();
  for (const [cls, list] of members) {
    const named = [...globals].filter(([, member]) => member.cls === cls);
    const once = named.every(([global]) => assigned.get(global) === 1 && !program.globals[global].value);
    if (list.length > 0 && !out.has(cls) && once) classes.set(cls, { members: list });
    else for (const [global] of named) globals.delete(global);
  }
  return { classes, globals };
}

/** What is compared, hashed or shown by its fields, or by where it lies. */
const isUnfit = (each: { readonly trait: string; readonly by?: string }): boolean =>
  each.by === "fields" ? each.trait !== "copy::Copied" : each.by === "identity" && each.trait === "show::Repr";

/** A literal, alone, in tuples or as a member of a union. */
const isConstant = (value: Expression): boolean =>
  value.kind === "tuple" ? value.elems.every(isConstant) : value.kind === "inject" ? isConstant(value.value) : isLiteral(value);
