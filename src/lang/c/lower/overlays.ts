/** Unions whose members are used for the bytes of one another: those cannot remember which member they hold. */
import { sameType, type Block, type Expression, type IrClass, type Program, type Statement, type Type } from "../../../ir/index.ts";
import { sizeOf } from "../../../ir/pointers.ts";
import { isExpression, walk, type Node } from "../../../ir/walk.ts";

/** What a member begins with: the first member of the struct that it is or leads to. */
function firstOf(program: Program, type: Type): IrClass["fields"][number] | undefined {
  const record = type.kind === "ptr" ? type.target : type.kind === "runtime" ? type.args?.[0] : type;
  return record?.kind === "record" ? program.classes[record.class].fields[0] : undefined;
}

const isNumber = (type: Type): boolean => type.kind === "int" || type.kind === "float" || type.kind === "bool";

/** Do members begin alike, so that what one wrote is read through another? */
export function isOverlaid(program: Program, { fields }: IrClass): boolean {
  const firsts = fields.map(({ type }) => firstOf(program, type));
  return fields.some((one, i) =>
    fields.some((other, j) => {
      const [a, b] = [firsts[i], firsts[j]];
      if (i === j || !b || sameType(one.type, other.type)) return false;
      return a ? a.name === b.name && sameType(a.type, b.type) : isNumber(one.type) && sameType(one.type, b.type);
    }),
  );
}

/** The member that is all of its union, copied from the same member of another one: the union is copied as a whole. */
export function copiedWhole(program: Program, s: Statement<"assign">, value: Expression): Expression | undefined {
  const { place } = s;
  if (place.kind !== "field" || value.kind !== "field" || place.name !== value.name || place.object.type.kind !== "record")
    return undefined;
  if (!sameType(place.object.type, value.object.type)) return undefined;
  return sizeOf(program, place.type) === sizeOf(program, place.object.type) ? value.object : undefined;
}

/** A name for a place that can be told again. */
function keyOf(e: Expression): string | undefined {
  switch (e.kind) {
    case "local":
      return `l${e.local};`;
    case "global":
      return `g${e.global};`;
    case "field": {
      const object = keyOf(e.object);
      return object && `${object}.${e.name}`;
    }
    case "deref": {
      const pointer = keyOf(e.pointer);
      return pointer && `${pointer}*`;
    }
    default:
      return undefined;
  }
}

/** Members of each union that were read or written on the way to a place in the program. */
type Seen = Map<string, Set<string>>;

const copyOf = (seen: Seen): Seen => new Map([...seen].map(([key, names]) => [key, new Set(names)]));

/** Takes the unions out of which a function reads another member than it wrote or read just before. `strip`: what stands around a member that is read. */
export function withoutReread(program: Program, body: Block, found: Set<number>, strip: (e: Expression) => Expression): void {
  const note = (seen: Seen, e: Expression<"field">): void => {
    const { type } = e.object;
    if (type.kind !== "record" || !found.has(type.class)) return;
    const key = keyOf(e.object);
    if (key === undefined) return;
    const names = seen.get(key) ?? new Set();
    const typeOf = (name: string): Type => program.classes[type.class].fields.find((field) => field.name === name)!.type;
    for (const name of names)
      if (name !== e.name && !(isNumber(typeOf(name)) && isNumber(typeOf(e.name))) && !sameType(typeOf(name), typeOf(e.name)))
        found.delete(type.class);
    seen.set(key, names.add(e.name));
  };
  const forget = (seen: Seen, key: string | undefined): void => {
    if (key !== undefined) for (const each of [...seen.keys()]) if (each.startsWith(key)) seen.delete(each);
  };
  const statements = (list: readonly Statement[], seen: Seen): void => {
    for (const each of list) look(each, seen);
  };
  const look = (root: Node, seen: Seen): void =>
    walk(root, (node): boolean | undefined => {
      if (isExpression(node)) {
        if (node.kind === "field") note(seen, node);
        else if (node.kind === "logical") {
          look(node.left, seen);
          look(node.right, copyOf(seen));
          return false;
        } else if (node.kind === "conditional") {
          look(node.test, seen);
          look(node.then, copyOf(seen));
          look(node.orElse, copyOf(seen));
          return false;
        } else if (node.kind === "callValue" || (node.kind === "call" && !program.functions[node.function].extern)) {
          // what is called may write them
          for (const arg of node.args) look(arg, seen);
          seen.clear();
          return false;
        }
        return undefined;
      }
      switch (node.kind) {
        case "let":
          if (node.value) look(node.value, seen);
          forget(seen, `l${node.local};`);
          return false;
        case "assign": {
          const whole = copiedWhole(program, node, strip(node.value));
          if (!whole) look(node.value, seen);
          if (node.place.kind === "field" && node.place.object.type.kind === "record" && found.has(node.place.object.type.class)) {
            forget(seen, keyOf(node.place.object));
            if (!whole) note(seen, node.place);
            return false;
          }
          look(node.place, seen);
          forget(seen, keyOf(node.place));
          return false;
        }
        case "if":
          look(node.test, seen);
          statements(node.then.statements, copyOf(seen));
          if (node.orElse) statements(node.orElse.statements, copyOf(seen));
          return false;
        case "while":
        case "doWhile":
        case "loop":
          if (node.kind !== "loop") look(node.test, new Map());
          statements(node.body.statements, new Map());
          if (node.kind === "while" && node.step) statements(node.step.statements, new Map());
          return false;
        case "switch":
          look(node.subject, seen);
          for (const each of node.cases) statements(each.body.statements, copyOf(seen));
          if (node.orElse) statements(node.orElse.statements, copyOf(seen));
          return false;
        default:
          return undefined;
      }
    });
  statements(body.statements, new Map());
}
