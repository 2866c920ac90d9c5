/** `del object.name`: fields that are deleted somewhere are there or not, as those that are assigned late. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import type { Expr, Stmt } from "../ast/nodes.ts";
import { findAttribute, findMethod, type ClassInfo } from "../infer/classes.ts";
import { blocksOf } from "../scope-tree.ts";
import { readAttribute } from "./attributes.ts";
import { fieldOf } from "./classes.ts";
import { raises } from "./convert.ts";
import { ex, push, type Cx, type Prog } from "./context.ts";
import { dataFields } from "./dataclass-fields.ts";
import { callUser } from "./functions.ts";
import { expr } from "./expressions.ts";
import { irCell } from "./ir-types.ts";

const known = new WeakMap<Prog, ReadonlySet<string>>();

/** The names of the attributes that the program deletes. */
function deletedNames(p: Prog): ReadonlySet<string> {
  const before = known.get(p);
  if (before) return before;
  const names = new Set<string>();
  const visit = (body: readonly Stmt[]): void => {
    for (const s of body) {
      if (s.kind === "delete") for (const target of s.targets) if (target.kind === "attribute") names.add(target.name);
      if (s.kind === "def") visit(s.fn.body);
      if (s.kind === "class") visit(s.cls.body);
      blocksOf(s).forEach(visit);
    }
  };
  for (const module of p.modules) visit(module.node.body);
  known.set(p, names);
  return names;
}

/** May a field of this name be missing because it was deleted? */
export const isDeleted = (p: Prog, cls: ClassInfo, name: string): boolean =>
  deletedNames(p).has(name) && !findAttribute(cls, name) && !findMethod(cls, name) && !dataFields(cls).some((field) => field.name === name);

/** `del object.name`. */
export function deleteAttribute(cx: Cx, target: Expr<"attribute">, span: Span): void {
  const object = expr(cx, target.object);
  const [atom] = object.ty;
  if (object.ty.length === 0) return;
  if (object.ty.length > 1 || atom.k !== "inst") return refuse("PY0207", span, "an attribute is deleted");
  const { name } = target;
  const method = findMethod(atom.cls, name);
  if (method?.kind === "property") {
    const made = method.deleter
      ? callUser(cx, method.deleter, [], span, { cls: atom.cls, receiver: object })
      : raises(cx, `AttributeError: property '${name}' of '${atom.cls.name}' object has no deleter`, span, object);
    push(cx, "expression", span, { value: made.e });
    return;
  }
  const field = fieldOf(cx, atom.cls, name, span);
  if (!field.lazy) return refuse("PY0207", span, "an attribute is deleted");
  // What is not there cannot be deleted.
  push(cx, "expression", span, { value: readAttribute(cx, object, name, span, target).e });
  const type = { kind: "option", inner: irCell(cx.p, field.cell) } as const;
  const again = expr(cx, target.object);
  push(cx, "assign", span, { place: ex(cx, "field", type, span, { object: again.e, name }), value: ex(cx, "none", type, span, {}) });
}
