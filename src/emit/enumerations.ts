/** Classes that are enumerations: an `enum`, with a function for each field. */
import type { Block, ClassId, Expression, GlobalId, IrClass } from "../ir/index.ts";
import { walk, type Node } from "../ir/walk.ts";
import type { RustExpr, RustItem, RustType } from "../rust/ast.ts";
import { call, lit, path, stringLiteral, tPath, tRef } from "../rust/make.ts";
import { escapeName, upperCamel } from "../rust/names.ts";
import { classPath, type ProgramContext } from "./context.ts";
import { constantContext } from "./globals.ts";
import { fieldName } from "./names.ts";
import { isBig, rustType } from "./types.ts";
import { ownTyped } from "./values.ts";

const variantLists = new WeakMap<ProgramContext, Map<ClassId, readonly string[]>>();

/** The variants' names: the members', in camel case, without the class's. */
function variants(unit: ProgramContext, cls: ClassId): readonly string[] {
  const lists = variantLists.get(unit) ?? new Map<ClassId, readonly string[]>();
  variantLists.set(unit, lists);
  let names = lists.get(cls);
  if (!names) {
    const taken = new Set<string>();
    names = unit.facts.enumeration(cls)!.members.map(({ global }) => {
      const { name } = unit.program.globals[global];
      const prefix = `${unit.program.classes[cls].name}_`;
      const wanted = upperCamel(name.startsWith(prefix) ? name.slice(prefix.length) : name);
      let free = wanted === "Self" ? "Self_" : wanted;
      for (let i = 2; taken.has(free); i++) free = `${wanted.replace(/_$/, "")}${i}`;
      taken.add(free);
      return free;
    });
    lists.set(cls, names);
  }
  return names;
}

/** The member that a variable stands for. */
export function memberOf(unit: ProgramContext, from: number, global: GlobalId): RustExpr | undefined {
  const found = unit.facts.member(global);
  return found && path(`${classPath(unit, from, found.cls)}::${variants(unit, found.cls)[found.member]}`);
}

/** The function that gives a field's value. */
export function accessorName(unit: ProgramContext, cls: IrClass, field: string): string {
  const name = fieldName(cls, field);
  const taken = unit.program.functions.some((fn) => fn.owner?.class === cls.id && unit.names.functions[fn.id] === name);
  return taken ? escapeName(`${name}_`.replace(/^r#/, "")) : name;
}

const namedMembers = new WeakMap<ProgramContext, ReadonlySet<string>>();

/** The members that the program names anywhere but where they are made. */
function named(unit: ProgramContext): ReadonlySet<string> {
  let found = namedMembers.get(unit);
  if (!found) {
    const names = new Set<string>();
    const see = (root: Node | Block): void =>
      walk(root, (node) => {
        if (node.kind === "assign" && node.place.kind === "global" && unit.facts.member(node.place.global)) return false;
        const member = node.kind === "global" ? unit.facts.member(node.global) : undefined;
        if (member) names.add(`${member.cls}.${member.member}`);
        return true;
      });
    for (const fn of unit.program.functions) if (!fn.extern) see(fn.body);
    for (const global of unit.program.globals) if (global.value) see(global.value);
    namedMembers.set(unit, (found = names));
  }
  return found;
}

/** The `enum`, and the functions for those fields that are read. */
export function enumItems(
  unit: ProgramContext,
  cls: IrClass,
  read: ReadonlySet<string>,
  base: Pick<RustItem<"enum">, "at" | "doc" | "comments" | "visibility">,
): { item: RustItem; accessors: RustItem[] } {
  const { members } = unit.facts.enumeration(cls.id)!;
  const names = variants(unit, cls.id);
  const item: RustItem = {
    kind: "enum",
    name: unit.names.classes[cls.id],
    variants: names.map((name) => ({ name, types: [] })),
    attributes: [
      "derive(Clone, Copy, PartialEq)",
      ...(members.every((_, i) => named(unit).has(`${cls.id}.${i}`)) ? [] : ["allow(dead_code)"]),
    ],
    ...base,
  };
  const accessors = cls.fields
    .filter((field) => read.has(`${cls.id}.${field.name}`))
    .map((field): RustItem => {
      const text = field.type.kind === "str";
      const result: RustType = text
        ? { ...(tRef(tPath("str")) as RustType<"ref">), lifetime: "'static" }
        : rustType(field.type, unit, cls.module);
      const subject: RustExpr = {
        kind: "match",
        subject: path("self"),
        arms: members.map((member, i) => ({
          pattern: { kind: "variant", path: `Self::${names[i]}` },
          body: valueOf(unit, cls, member.fields.get(field.name)!, field.type),
        })),
      };
      return {
        kind: "fn",
        name: accessorName(unit, cls, field.name),
        prefix: "",
        generics: [],
        self: "self",
        params: [],
        result,
        body: { statements: [], value: subject },
        visibility: base.visibility,
      };
    });
  return { item, accessors };
}

function valueOf(unit: ProgramContext, cls: IrClass, value: Expression, type: IrClass["fields"][number]["type"]): RustExpr {
  if (value.kind === "str") return lit(stringLiteral(value.value));
  const made = ownTyped(constantContext(unit, cls.module), value, type);
  return isBig(type, unit) && made.kind === "literal" ? call("rt::Int::from", made) : made;
}
