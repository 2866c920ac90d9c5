/** Unions of C that remember which member they hold: an enum, and functions that read and change its members. */
import type { Field, IrClass, Program } from "../ir/index.ts";
import { walk } from "../ir/walk.ts";
import type { RustBlock, RustExpr, RustItem, RustPattern, RustType } from "../rust/ast.ts";
import { assign, call, exprStmt, ifExpr, macro, method, pName, path, pVariant, tPath, tRef, unary, wild } from "../rust/make.ts";
import { upperCamel } from "../rust/names.ts";
import { zeroRecords } from "./c-records.ts";
import { zeroOf } from "./constants.ts";
import { runtimePath, type ProgramContext } from "./context.ts";
import { constantContext } from "./globals.ts";
import { fieldName } from "./names.ts";
import { storedType } from "./types.ts";
import { type Mode, type Value, owned, placed } from "./values.ts";

const tables = new WeakMap<IrClass, ReadonlyMap<string, string>>();

/** The last word that all names share says nothing: `int_value`, `text_value`. */
function withoutCommonEnd(names: readonly string[]): readonly string[] {
  const ends = names.map((name) => /^(.+[a-z0-9])([A-Z][a-z0-9]*)$/.exec(name));
  return names.length > 1 && ends.every((end) => end && end[2] === ends[0]![2]) ? ends.map((end) => end![1]) : names;
}

/** The name of the variant that a member is. */
export function variantName(cls: IrClass, member: string): string {
  let table = tables.get(cls);
  if (!table) {
    const taken = new Set(["Unset"]);
    const names = withoutCommonEnd(cls.fields.map(({ name }) => upperCamel(name) || "Member")).map((wanted) => {
      let free = wanted === "Self" ? "Self_" : wanted;
      for (let i = 2; taken.has(free); i++) free = `${wanted}${i}`;
      taken.add(free);
      return free;
    });
    tables.set(cls, (table = new Map(cls.fields.map(({ name }, i) => [name, names[i]]))));
  }
  return table.get(member)!;
}

const changer = (cls: IrClass, member: string): string => `${fieldName(cls, member).replace(/^r#/, "")}_mut`;

/** Does it lend a member, to be changed? */
export const isChanger = (expr: RustExpr): boolean => expr.kind === "method" && expr.args.length === 0 && expr.name.endsWith("_mut");

/** A member as a value, or as a place: what it holds then is that member. */
export function emitVariant(cls: IrClass, member: string, object: RustExpr, mode: Mode, holds: boolean | undefined): Value {
  if (mode !== "place" && mode !== "mut") return { ...owned(method(object, fieldName(cls, member))), holds };
  return placed(unary("*", method(object, changer(cls, member))));
}

/** Which members are read, which are changed in part, and of which values are made, as `read class.name`, `mut class.name` and `made class.name`. */
const usedMembers = new WeakMap<Program, ReadonlySet<string>>();
function membersUsed(program: Program): ReadonlySet<string> {
  const known = usedMembers.get(program);
  if (known) return known;
  const found = new Set<string>();
  const parts = new Set<number>();
  const look = (root: Parameters<typeof walk>[0]): void =>
    walk(root, (node) => {
      if (node.kind === "construct" && program.classes[node.class].variants) found.add(`made ${node.class}.${node.fields[0][0]}`);
      if (node.kind === "assign" || node.kind === "update") {
        // what is assigned as a whole is no member any more
        for (let at = node.place; ; at = at.object) {
          parts.add(at.id);
          if (at.kind !== "field" && (at.kind !== "index" || at.object.type.kind !== "array")) break;
        }
      }
      if (node.kind === "field" && node.object.type.kind === "record" && program.classes[node.object.type.class].variants)
        found.add(`${parts.has(node.id) ? "mut" : "read"} ${node.object.type.class}.${node.name}`);
    });
  for (const fn of program.functions) if (!fn.extern) look(fn.body);
  for (const global of program.globals) if (global.value) look(global.value);
  usedMembers.set(program, found);
  return found;
}

const isWord = ({ type }: Field): boolean => type.kind !== "record";

/** The enum, and the functions of its members that the program calls. */
export function variantItems(
  unit: ProgramContext,
  cls: IrClass,
  base: Pick<RustItem<"enum">, "at" | "doc" | "comments" | "visibility">,
): RustItem[] {
  const { program, facts } = unit;
  const cx = constantContext(unit, cls.module);
  const variant = (field: Field): string => `Self::${variantName(cls, field.name)}`;
  const holding = (field: Field): RustPattern => pVariant(variant(field), pName("value"));
  const typeOf = (field: Field): RustType => storedType(field.type, unit, cls.module);
  const hasZero = zeroRecords(program, facts).has(cls.id);
  const used = membersUsed(program);
  const runtime = (name: string): string => runtimePath(unit, cls.module, `variant::${name}`);
  const missing = call(runtime("unwritten"));
  let words = false;
  const fn = (name: string, self: string, result: RustType, body: RustBlock, doc: string): RustItem => ({
    kind: "fn",
    name,
    prefix: "",
    generics: [],
    self,
    params: [],
    result,
    body,
    doc: [doc],
    visibility: base.visibility,
  });
  const reader = (field: Field): RustItem => {
    const others = cls.fields.length > 1 || hasZero;
    const arms = [{ pattern: holding(field), body: path("value") }];
    if (isWord(field)) {
      words ||= others;
      if (others) arms.push({ pattern: pName("other"), body: call(runtime("read"), method(path("other"), "word")) });
    } else {
      words ||= others;
      if (others)
        arms.push({ pattern: pName("other"), body: call(runtime("zero"), method(path("other"), "word"), zeroOf(cx, field.type)) });
    }
    const value: RustExpr = { kind: "match", subject: path("self"), arms };
    return fn(fieldName(cls, field.name), "self", typeOf(field), { statements: [], value }, `The member \`${field.name}\`.`);
  };
  const writer = (field: Field): RustItem => {
    const start = isWord(field) ? method(unary("*", path("self")), fieldName(cls, field.name)) : zeroOf(cx, field.type);
    const test: RustExpr = { kind: "unary", op: "!", operand: macro("matches", path("self"), call(variant(field), path("_"))) };
    const fill = exprStmt(assign(unary("*", path("self")), call(variant(field), start)));
    const value: RustExpr = {
      kind: "match",
      subject: path("self"),
      arms: [
        { pattern: holding(field), body: path("value") },
        { pattern: wild, body: macro("unreachable") },
      ],
    };
    const body: RustBlock =
      cls.fields.length > 1 || hasZero
        ? { statements: [{ kind: "expression", value: ifExpr(test, { statements: [fill] }), semicolon: false }], value }
        : { statements: [], value: { ...value, arms: value.arms.slice(0, 1) } };
    return fn(changer(cls, field.name), "&mut self", tRef(typeOf(field), true), body, `What is held is \`${field.name}\` from now on.`);
  };
  const body: RustItem[] = [];
  if (hasZero)
    body.push({
      kind: "const",
      word: "const",
      name: "ZERO",
      type: tPath("Self"),
      value: path("Self::Unset"),
      doc: ["All zero, as C's static storage is."],
      visibility: base.visibility,
    });
  const isChanged = (field: Field): boolean => used.has(`mut ${cls.id}.${field.name}`);
  for (const field of cls.fields) {
    if (used.has(`read ${cls.id}.${field.name}`) || (isChanged(field) && isWord(field))) body.push(reader(field));
    if (isChanged(field)) body.push(writer(field));
  }
  if (words) {
    const arms = cls.fields.map((field) =>
      isWord(field)
        ? { pattern: holding(field), body: call(runtime("word"), path("value")) }
        : { pattern: pVariant(variant(field), wild), body: missing },
    );
    if (hasZero) arms.unshift({ pattern: pVariant("Self::Unset"), body: { kind: "literal", text: "0" } as RustExpr });
    const value: RustExpr = { kind: "match", subject: path("self"), arms };
    body.push({
      ...fn("word", "self", tPath("u64"), { statements: [], value }, "What is held, as a number."),
      visibility: undefined,
    } as RustItem);
  }
  const isMade = (field: Field): boolean => isChanged(field) || used.has(`made ${cls.id}.${field.name}`);
  const variants = cls.fields.map((field) => ({ name: variantName(cls, field.name), types: [typeOf(field)] }));
  const name = unit.names.classes[cls.id];
  return [
    {
      kind: "enum",
      name,
      variants: hasZero ? [{ name: "Unset", types: [] }, ...variants] : variants,
      attributes: ["derive(Clone, Copy)", ...(cls.fields.every(isMade) ? [] : ["allow(dead_code)"])],
      ...base,
    },
    ...(body.length ? [{ kind: "impl", type: name, items: body } as const] : []),
  ];
}
