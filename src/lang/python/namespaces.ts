/**
 * `types.SimpleNamespace`: before names are resolved, each list of names that such objects are made with is a class of its own behind the import.
 * Attributes that are assigned later are fields of these classes as they are of others; `repr` and `==` ask whether they are there.
 */
import { eachNode, mapMembers } from "../../base/nodes.ts";
import { parse } from "../../base/parse.ts";
import { makeSource } from "../../base/text.ts";
import type { Span } from "../../base/span.ts";
import { buildModule } from "./ast/build.ts";
import type { ClassNode, Expr, ModuleNode, Stmt } from "./ast/nodes.ts";
import { placed } from "./ast/placed.ts";

const CLASS = "SimpleNamespace";
/** What all of them are derived from; no name of a program is written so. */
const BASE = "namespace base";
const hidden = (names: readonly string[]): string => `namespace of ${names.join(" ")}`;

/** Is it one of the classes of such objects? */
export const isNamespace = (cls: ClassNode): boolean => cls.name.startsWith("namespace ");

/** The names by which the module calls the class, and its module. */
function namesIn(body: readonly Stmt[]): { readonly own: ReadonlySet<string>; readonly modules: ReadonlySet<string> } {
  const own = new Set<string>();
  const modules = new Set<string>();
  for (const s of body) {
    if (s.kind === "importFrom" && s.module === "types" && s.level === 0)
      for (const each of s.names) if (each.name === CLASS) own.add(each.as ?? each.name);
    if (s.kind === "import") for (const each of s.names) if (each.name === "types") modules.add(each.as ?? each.name);
  }
  return { own, modules };
}

/** Attributes that the module assigns to objects other than `self`. */
function assignedLater(body: readonly Stmt[]): readonly string[] {
  const found = new Map<string, number>();
  const see = (target: Expr): void => {
    if (target.kind === "tuple" || target.kind === "list") target.elems.forEach(see);
    else if (target.kind === "attribute" && !(target.object.kind === "name" && target.object.id === "self"))
      found.set(target.name, Math.min(found.get(target.name) ?? Infinity, target.span.start));
  };
  eachNode<Stmt>(body, (node) => {
    if (node.kind === "assign") node.targets.forEach(see);
    else if (node.kind === "annotated") see(node.target);
  });
  return [...found].sort(([, a], [, b]) => a - b).map(([name]) => name);
}

/** The text of the class of objects that are made with these names. */
function classText(names: readonly string[], later: readonly string[]): string {
  const rest = later.filter((name) => !names.includes(name));
  const lines = ["class Shape(Base):"];
  if (names.length > 0) {
    lines.push(`    def __init__(self, *, ${names.join(", ")}):`, ...names.map((name) => `        self.${name} = ${name}`));
  }
  const shown = names.map((name) => `${name}={self.${name}!r}`).join(", ");
  lines.push("    def __repr__(self):");
  if (rest.length === 0) lines.push(`        return f"namespace(${shown})"`);
  else {
    lines.push(`        parts = [${shown ? `f"${shown}"` : ""}]`);
    for (const name of rest) lines.push(`        if hasattr(self, "${name}"):`, `            parts.append(f"${name}={self.${name}!r}")`);
    lines.push(`        return "namespace(" + ", ".join(parts) + ")"`);
  }
  lines.push("    def __eq__(self, other):", "        if not isinstance(other, Shape):", "            return NotImplemented");
  for (const name of rest) {
    lines.push(`        if hasattr(self, "${name}"):`);
    lines.push(`            if not hasattr(other, "${name}") or self.${name} != other.${name}:`, "                return False");
    lines.push(`        elif hasattr(other, "${name}"):`, "            return False");
  }
  lines.push(`        return ${names.map((name) => `self.${name} == other.${name}`).join(" and ") || "True"}`);
  return `${lines.join("\n")}\n`;
}

/** The statement of a class under its hidden name. */
function classOf(module: ModuleNode, id: string, text: string, span: Span): Stmt {
  const built = buildModule(parse("python", makeSource(module.path, text)), module.file, module.path);
  const named = mapNames(built.body, (node) => (node.id === "Base" ? BASE : node.id === "Shape" ? id : undefined)) as readonly Stmt[];
  const [made] = placed(named, span) as Stmt[];
  return made.kind === "class" ? { ...made, cls: { ...made.cls, name: id, called: CLASS } } : made;
}

/** A tree with other names. */
function mapNames(tree: unknown, rename: (node: Expr<"name">) => string | undefined): unknown {
  const map = (node: unknown): unknown => {
    const found = node as Expr | null | undefined;
    const id = found?.kind === "name" ? rename(found) : undefined;
    return id === undefined ? mapMembers(node, map) : { ...found, id };
  };
  return map(tree);
}

/** The module, whose text is given, with such objects as objects of classes. */
export function withNamespaces(module: ModuleNode, text: string): ModuleNode {
  if (!text.includes(CLASS)) return module;
  const { own, modules } = namesIn(module.body);
  if (own.size === 0 && modules.size === 0) return module;
  const isClass = (e: Expr): boolean =>
    (e.kind === "name" && own.has(e.id)) ||
    (e.kind === "attribute" && e.name === CLASS && e.object.kind === "name" && modules.has(e.object.id));
  const shapes = new Map<string, readonly string[]>();
  let plain = true;
  const map = (node: unknown): unknown => {
    const e = node as Expr | null | undefined;
    if (e?.kind === "call" && isClass(e.callee)) {
      plain &&= e.args.every((arg) => arg.name !== undefined && !arg.star);
      const names = e.args.map((arg) => arg.name ?? "");
      shapes.set(hidden(names), names);
      const args = e.args.map((arg) => mapMembers(arg, map));
      return { ...e, callee: { kind: "name", id: hidden(names), span: e.callee.span }, args };
    }
    if (e && typeof e === "object" && (e.kind === "name" || e.kind === "attribute") && isClass(e))
      return { kind: "name", id: BASE, span: e.span };
    return mapMembers(node, map);
  };
  const body = map(module.body) as readonly Stmt[];
  const orders = new Set([...shapes.values()].map((names) => [...names].sort().join(" ")));
  const later = assignedLater(module.body);
  const grows = (from: readonly string[], to: readonly string[]): boolean =>
    to.every((name) => from.includes(name) || later.includes(name));
  const meet = [...shapes.values()].some((a, i, all) => all.slice(i + 1).some((b) => grows(a, b) && grows(b, a)));
  // Objects of two of the classes could be equal: those with the same names in another order, or with names that come later.
  if (!plain || (meet && later.length > 0) || orders.size < shapes.size) return module;
  const isImport = (s: Stmt): boolean =>
    (s.kind === "importFrom" && s.module === "types") || (s.kind === "import" && s.names.some(({ name }) => name === "types"));
  const at = body.findIndex(isImport);
  const { span } = body[at];
  const classes = [...shapes].map(([id, names]) => classOf(module, id, classText(names, later), span));
  const kept = body.flatMap((s): Stmt[] => {
    if (s.kind !== "importFrom" || s.module !== "types") return [s];
    const names = s.names.filter(({ name }) => name !== CLASS);
    return names.length === 0 && !s.star ? [] : [{ ...s, names }];
  });
  const behind = kept.indexOf(body[at]) >= 0 ? kept.indexOf(body[at]) + 1 : at;
  const base = classOf(module, BASE, "class Base:\n    pass\n", span);
  return { ...module, body: [...kept.slice(0, behind), base, ...classes, ...kept.slice(behind)] };
}
