/**
 * Classes derived from `NamedTuple` or `namedtuple(…)`. Before names are resolved, such a class is replaced by the named tuple that it is, and by a
 * function for each of its methods, whose first parameter is the tuple. Classes with more than fields and methods become classes of objects.
 */
import type { Span } from "../../base/span.ts";
import { asObjects } from "./named-tuple-objects.ts";
import type { Expr, FunctionNode, ModuleNode, Stmt } from "./ast/nodes.ts";

/** How a member of a class is reached. */
export type MemberKind = "method" | "property" | "static" | "class";

/** A class that is a named tuple: its name, its fields, and what else its objects have. */
export interface NamedTupleClass {
  readonly label: string;
  readonly fields: readonly string[];
  readonly members: ReadonlyMap<string, { readonly fn: FunctionNode; readonly kind: MemberKind }>;
}

const MAKER = "named tuple";

const KINDS: Readonly<Record<string, MemberKind | undefined>> = { property: "property", staticmethod: "static", classmethod: "class" };

/** Dunders that the lowering asks named tuples for. */
const SHOWN = new Set(["__str__", "__repr__"]);

const lastName = (e: Expr): string | undefined => (e.kind === "name" ? e.id : e.kind === "attribute" ? e.name : undefined);

const isText = (s: Stmt): boolean => s.kind === "expr" && (s.value.kind === "str" || s.value.kind === "ellipsis");

const isSlots = (s: Stmt): boolean => s.kind === "assign" && s.targets.every((each) => each.kind === "name" && each.id === "__slots__");

/** The fields, with their defaults, of a class that is a named tuple; undefined for another one. */
function fieldsOf(
  s: Stmt<"class">,
): { readonly fields: Expr; readonly names: readonly string[]; readonly defaults: readonly Expr[] } | undefined {
  const [base, ...others] = s.cls.bases;
  if (!base || base.name !== undefined || others.length) return undefined;
  const {
    value,
    value: { span },
  } = base;
  if (value.kind === "call" && lastName(value.callee) === "namedtuple" && value.args.length === 2) {
    const fields = value.args[1].value;
    const names =
      fields.kind === "str"
        ? fields.value.split(/[\s,]+/).filter((each) => each)
        : fields.kind === "list" || fields.kind === "tuple"
          ? fields.elems.flatMap((e) => (e.kind === "str" ? [e.value] : []))
          : [];
    return names.length ? { fields, names, defaults: [] } : undefined;
  }
  if (lastName(value) !== "NamedTuple") return undefined;
  const annotated = s.cls.body.flatMap((each) => (each.kind === "annotated" && each.target.kind === "name" ? [each] : []));
  const names = annotated.map((each) => (each.target as Expr<"name">).id);
  const elems = names.map((name): Expr => ({ kind: "str", value: name, span }));
  return { fields: { kind: "list", elems, span }, names, defaults: annotated.flatMap((each) => (each.value ? [each.value] : [])) };
}

/** The members of a class, each as a function of its own; undefined where one of them is something else. */
function membersOf(s: Stmt<"class">): NamedTupleClass["members"] | undefined {
  const members = new Map<string, { fn: FunctionNode; kind: MemberKind }>();
  if (s.decorators.length) return undefined;
  for (const each of s.cls.body) {
    if (each.kind === "annotated" || each.kind === "pass" || isText(each) || isSlots(each)) continue;
    if (each.kind !== "def" || each.decorators.length > 1 || each.fn.async) return undefined;
    const { name } = each.fn;
    const [decorator] = each.decorators;
    const kind = decorator ? KINDS[lastName(decorator) ?? ""] : "method";
    if (!kind || (/^__.*__$/.test(name) && !SHOWN.has(name))) return undefined;
    members.set(name, { fn: { ...each.fn, name: `${s.cls.name} ${name.replace(/_/g, " ").trim()}` }, kind });
  }
  return members;
}

/** The statements that stand for a class that is a named tuple. */
function statements(s: Stmt<"class">, found: NonNullable<ReturnType<typeof fieldsOf>>, members: NamedTupleClass["members"]): Stmt[] {
  const { span } = s;
  const name = (id: string, at: Span = span): Expr<"name"> => ({ kind: "name", id, span: at });
  const defaults = found.defaults.length
    ? [{ name: "defaults", value: { kind: "list", elems: found.defaults, span } satisfies Expr<"list"> }]
    : [];
  const label: Expr = { kind: "str", value: s.cls.name, span };
  const value: Expr = { kind: "call", callee: name(MAKER), args: [{ value: label }, { value: found.fields }, ...defaults], span };
  return [
    { kind: "importFrom", module: "collections", level: 0, names: [{ name: "namedtuple", as: MAKER }], star: false, span },
    { kind: "assign", targets: [name(s.cls.name, s.cls.span)], value, span, ...(s.comments ? { comments: s.comments } : {}) },
    ...[...members.values()].map(({ fn }): Stmt => ({ kind: "def", fn, decorators: [], span: fn.span })),
  ];
}

/** The module with its named tuples written as such; itself when it has none. */
export function withNamedTuples(module: ModuleNode): ModuleNode {
  const classes: NamedTupleClass[] = [];
  const body = module.body.flatMap((s): Stmt[] => {
    const found = s.kind === "class" ? fieldsOf(s) : undefined;
    const members = found && membersOf(s as Stmt<"class">);
    if (s.kind !== "class" || !found) return [s];
    if (!members) return asObjects(module, s, found.names, found.defaults, (member) => member.kind === "annotated");
    classes.push({ label: s.cls.name, fields: found.names, members });
    return statements(s, found, members);
  });
  return body.some((s, i) => s !== module.body[i]) ? { ...module, body, ...(classes.length ? { namedTuples: classes } : {}) } : module;
}
