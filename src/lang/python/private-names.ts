/**
 * `__name` inside of a class is `_Class__name`. Before names are resolved, private names are written out where that could be seen: where a class and
 * one that it is derived from may have the same, where the written-out form stands in the program, or where names of attributes are looked at.
 */
import { mapMembers } from "../../base/nodes.ts";
import type { ClassNode, ModuleNode } from "./ast/nodes.ts";

const PRIVATE = /\b__(?!\w*__\b)\w+/g;
/** What shows names of attributes, or looks them up. */
const SHOWN = /\b__dict__\b|\b(?:vars|dir)\s*\(|attr\s*\([^)]*["']_/;
const WRITTEN_OUT = /\b_+[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*__\w+/;

/** The modules with the private names of their classes written out; themselves where nothing could tell. */
export function withPrivateNames(modules: readonly ModuleNode[], texts: readonly string[]): readonly ModuleNode[] {
  if (!texts.some((text) => text.search(PRIVATE) >= 0)) return modules;
  const all = texts.some((text) => SHOWN.test(text) || WRITTEN_OUT.test(text));
  const seen = new Map<string, { classes: Set<ClassNode>; derived: boolean; outside: boolean }>();
  for (const module of modules)
    visit(module.body, undefined, (name, cls) => {
      const found = seen.get(name) ?? { classes: new Set<ClassNode>(), derived: false, outside: false };
      seen.set(name, found);
      if (!cls) found.outside = true;
      else found.classes.add(cls);
      found.derived ||= cls !== undefined && cls.bases.some((base) => base.name === undefined);
    });
  const names = new Set(
    [...seen].flatMap(([name, { classes, derived, outside }]) =>
      classes.size > 0 && (all || outside || (classes.size > 1 && derived)) ? [name] : [],
    ),
  );
  return names.size === 0
    ? modules
    : modules.map((module) => ({ ...module, body: writtenOut(module.body, undefined, names) as ModuleNode["body"] }));
}

const isPrivate = (name: unknown): name is string => typeof name === "string" && /^__(?!\w*__$)\w+$/.test(name);

type Node = Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && !(value instanceof Uint8Array);

/** Calls `note` with each private name, and the class that it stands in. */
function visit(value: unknown, cls: ClassNode | undefined, note: (name: string, cls: ClassNode | undefined) => void): void {
  if (Array.isArray(value)) {
    for (const each of value) visit(each, cls, note);
    return;
  }
  if (!isNode(value)) return;
  const name = value.kind === "name" ? value.id : value.name;
  if (isPrivate(name)) note(name, cls);
  for (const [key, part] of Object.entries(value)) {
    if (key === "span" || key === "comments") continue;
    if (value.kind === "class" && key === "cls") {
      const inner = part as ClassNode;
      visit(inner.bases, cls, note);
      visit(inner.body, inner, note);
    } else visit(part, cls, note);
  }
}

/** The tree with the private names among `names` written out. */
function writtenOut(value: unknown, cls: string | undefined, names: ReadonlySet<string>): unknown {
  const out = (name: unknown): unknown => (typeof name === "string" && cls && names.has(name) ? `_${cls}${name}` : name);
  if (Array.isArray(value)) return mapMembers(value as unknown, (each) => writtenOut(each, cls, names));
  if (!isNode(value)) return value;
  return mapMembers(value, (part, key) => {
    if (key === "span" || key === "comments") return part;
    if (key === "name" || (key === "id" && value.kind === "name")) return isNode(part) ? writtenOut(part, cls, names) : out(part);
    if (key === "names" && Array.isArray(part) && (value.kind === "global" || value.kind === "nonlocal")) return part.map(out);
    if (value.kind !== "class" || key !== "cls") return writtenOut(part, cls, names);
    const inner = part as ClassNode;
    const own = inner.name.replace(/^_+/, "");
    return {
      ...inner,
      name: out(inner.name),
      bases: writtenOut(inner.bases, cls, names),
      body: writtenOut(inner.body, own || undefined, names),
    };
  });
}
