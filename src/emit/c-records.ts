/** Structs and unions of C. */
import { unassignedReads } from "../ir/assigned.ts";
import type { ClassId, Program, Type } from "../ir/index.ts";
import { walk } from "../ir/walk.ts";
import type { Facts } from "../passes/facts.ts";

const known = new WeakMap<Program, ReadonlySet<ClassId>>();

/** The records whose zero value is named somewhere: they get a constant `ZERO`. */
export function zeroRecords(program: Program, { pointers }: Facts): ReadonlySet<ClassId> {
  const before = known.get(program);
  if (before) return before;
  const found = new Set<ClassId>();
  const add = (type: Type): void => {
    if (type.kind === "array") add(type.elem);
    if (type.kind !== "record" || found.has(type.class)) return;
    found.add(type.class);
    const cls = program.classes[type.class];
    if (cls.flavour === "struct") for (const field of cls.fields) add(field.type);
  };
  const visit = (node: Parameters<typeof walk>[0]): void => {
    walk(node, (each) => {
      if (each.kind === "zero") add(each.type);
      // a member that is read may not be the one that is there
      else if (each.kind === "field" && each.object.type.kind === "record" && program.classes[each.object.type.class].variants)
        add(each.type);
      if (each.kind === "construct" && program.classes[each.class].fields.some((field) => field.bits))
        add({ kind: "record", class: each.class });
    });
  };
  for (const cls of program.classes) if (cls.cells) add({ kind: "record", class: cls.id });
  for (const fn of program.functions) {
    for (const statement of fn.body.statements) visit(statement);
    // so do the objects of a block of memory
    for (const { id, type } of fn.locals) if (type.kind === "ptr" && pointers.lift(fn.id, id)?.kind === "vec") add(type.target);
    // a local without a value may have to begin with one
    for (const local of fn.extern ? [] : unassignedReads(fn)) add(fn.locals[local].type);
  }
  for (const global of program.globals) if (global.value) visit(global.value);
  known.set(program, found);
  return found;
}
