/**
 * Unions that hold pointers beside other things, of which a tag elsewhere tells what is in them: each value remembers which member was written last,
 * so that no member is read as what it is not. They are enums of Rust's, and reading one needs no `unsafe`. A number is still read as another one; a
 * pointer of the runtime's that was written as something else ends the program.
 */
import { type Builder, type Expression, type Program, type Statement, type Type } from "../../../ir/index.ts";
import { isExpression, walk } from "../../../ir/walk.ts";
import { copiedWhole, isOverlaid, withoutReread } from "./overlays.ts";
import { eachPointerFlow } from "./pointer-flows.ts";
import { withItems, withParts } from "./rewrite.ts";

/** The program with such unions, where there are any. */
export function rememberMembers(program: Program, build: Builder): Program {
  const found = unionsOfPointers(program);
  return found.size === 0 ? program : rewritten(program, build, found);
}

/** Something of which bytes are not enough to make one. */
const isPointer = (type: Type): boolean => type.kind === "ptr" || type.kind === "runtime" || type.kind === "option";

const isWord = (type: Type): boolean =>
  type.kind === "bool" || type.kind === "float" || (type.kind === "int" && type.width !== 128) || isPointer(type);

/** May it be a member: a number, a pointer, or a struct of some? */
function isMember(program: Program, type: Type): boolean {
  if (type.kind === "runtime") return type.copy === true && type.zero !== undefined;
  if (isWord(type)) return true;
  if (type.kind !== "record") return false;
  const { flavour, fields, layout, foreign, cells } = program.classes[type.class];
  return (
    !foreign &&
    !cells &&
    fields.length > 0 &&
    layout?.packed !== true &&
    (flavour === "struct"
      ? fields.every((field) => !field.bits && isPart(program, field.type))
      : hasPointer(program, type) && fields.every((field) => !field.bits && isMember(program, field.type)))
  );
}

const isPart = (program: Program, type: Type): boolean =>
  type.kind === "array" ? type.length > 0 && isPart(program, type.elem) : isMember(program, type);

const hasPointer = (program: Program, type: Type): boolean =>
  isPointer(type) ||
  (type.kind === "array" && hasPointer(program, type.elem)) ||
  (type.kind === "record" && program.classes[type.class].fields.some((field) => hasPointer(program, field.type)));

function unionsOfPointers(program: Program): ReadonlySet<number> {
  const found = new Set(
    program.classes
      .filter((cls) => cls.flavour === "union" && !program.threads && hasPointer(program, { kind: "record", class: cls.id }))
      .filter((cls) => isMember(program, { kind: "record", class: cls.id }) && !isOverlaid(program, cls))
      .map((cls) => cls.id),
  );
  if (found.size === 0) return found;
  eachPointerFlow(program, {
    follows: () => false,
    slotOf: () => undefined,
    flow: () => undefined,
    exclude: () => undefined,
    opened: (classes) => {
      for (const id of classes) found.delete(id);
    },
  });
  const visit = (root: Parameters<typeof walk>[0]): void =>
    walk(root, (node): boolean | undefined => {
      if (!isExpression(node)) return undefined;
      const reread = rereadPlace(program, node);
      if (reread) {
        visit(reread);
        return false;
      }
      if (node.kind === "construct" && node.fields.length !== 1) found.delete(node.class);
      // a member whose address is taken may be anything afterwards
      if (node.kind !== "addressOf") return undefined;
      for (let at = node.place; at.kind === "field" || (at.kind === "index" && at.object.type.kind === "array"); at = at.object)
        if (at.object.type.kind === "record") found.delete(at.object.type.class);
      return undefined;
    });
  for (const fn of program.functions) {
    if (fn.extern) continue;
    visit(fn.body);
    if (found.size > 0) withoutReread(program, fn.body, found, (e) => rereadPlace(program, e) ?? e);
  }
  for (const global of program.globals) if (global.value) visit(global.value);
  // a union in one that is none is a member of bytes
  for (let changed = true; changed;) {
    changed = false;
    for (const cls of program.classes)
      if (cls.flavour === "union" && !found.has(cls.id))
        for (const { type } of cls.fields) if (type.kind === "record" && found.delete(type.class)) changed = true;
  }
  return found;
}

/** A member that is read past the optimiser, since the function writes the union under several names: the place, where it lies in no other union. */
function rereadPlace(program: Program, e: Expression): Expression | undefined {
  if (e.kind !== "runtime" || e.row !== "c.bits.reread" || e.args[0].kind !== "addressOf") return undefined;
  const { place } = e.args[0];
  let unions = 0;
  for (let at = place; at.kind === "field" || (at.kind === "index" && at.object.type.kind === "array"); at = at.object)
    if (at.object.type.kind === "record" && program.classes[at.object.type.class].flavour === "union") unions++;
  return unions === 1 ? place : undefined;
}

function rewritten(program: Program, build: Builder, found: ReadonlySet<number>): Program {
  /** Does the place lie in such a union? */
  const isIn = (place: Expression): boolean =>
    (place.kind === "field" || (place.kind === "index" && place.object.type.kind === "array")) &&
    ((place.object.type.kind === "record" && found.has(place.object.type.class)) || isIn(place.object));
  const part = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
    if (Array.isArray(value)) return withItems(value as unknown[], part);
    const reread = "kind" in value && value.kind === "runtime" ? rereadPlace(program, value as Expression) : undefined;
    if (reread && isIn(reread)) return part(reread);
    const made = withParts(value, (_, each) => part(each));
    if (!("kind" in made)) return made;
    if (made.kind === "assign") return assignment(made as Statement<"assign">);
    return made.kind === "block" && isExpression(made as Expression) ? (filled(made as Expression<"block">) ?? made) : made;
  };
  /** The value of a union that is declared, given one member, and then is what the block has. */
  const filled = ({ body, value }: Expression<"block">): Expression | undefined => {
    const [declared, given] = body;
    if (body.length !== 2 || declared.kind !== "let" || given.kind !== "assign" || given.value.kind !== "construct") return undefined;
    if (declared.value && declared.value.kind !== "zero") return undefined;
    const isIt = (e: Expression): boolean => e.kind === "local" && e.local === declared.local;
    return found.has(given.value.class) && isIt(given.place) && isIt(value) ? given.value : undefined;
  };
  /** What is written to a member is a value of the union. */
  const assignment = (s: Statement<"assign">): Statement => {
    const { place, value } = s;
    if (place.kind !== "field" || place.object.type.kind !== "record" || !found.has(place.object.type.class)) return s;
    const { type } = place.object;
    const other = copiedWhole(program, s, value);
    if (other) return { ...s, place: place.object, value: other };
    const whole: Expression = build.expr("construct", type, value.span, { class: type.class, fields: [[place.name, value]] });
    return { ...s, place: place.object, value: whole };
  };
  return {
    ...program,
    functions: program.functions.map((fn) => (fn.extern ? fn : { ...fn, body: part(fn.body) as typeof fn.body })),
    globals: program.globals.map((global) => (global.value ? { ...global, value: part(global.value) as Expression } : global)),
    classes: program.classes.map((cls) => (found.has(cls.id) ? { ...cls, variants: true } : cls)),
    nodeCount: build.nodeCount,
  };
}
