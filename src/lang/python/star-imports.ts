/** `from module import *` of a module of the program: before names are resolved it becomes an import of the names that the module has and the program mentions. */
import type { Expr, ModuleNode, Stmt } from "./ast/nodes.ts";
import { libraryNames } from "./lower/imports.ts";
import { boundNames, withBlocks } from "./scope-tree.ts";

/** A module of the program as its file is read. */
interface Read {
  readonly node: ModuleNode;
  /** Dotted name, and that of the package in which relative imports start. */
  readonly name: string;
  readonly package: string;
}

type Import = Stmt<"importFrom">;

/** The dotted name that an import means. */
function meant(of: Read, s: Import): string {
  if (s.level === 0) return s.module;
  const parts = of.package === "" ? [] : of.package.split(".");
  return [...parts.slice(0, parts.length - (s.level - 1)), ...(s.module ? [s.module] : [])].join(".");
}

/** Every import of all names in a body. */
function stars(body: readonly Stmt[], found: Import[] = []): Import[] {
  for (const s of body) {
    if (s.kind === "importFrom" && s.star) found.push(s);
    withBlocks(s, (block) => {
      stars(block, found);
      return block;
    });
  }
  return found;
}

const textsIn = (e: Expr | undefined): string[] | undefined => {
  if (e?.kind !== "list" && e?.kind !== "tuple") return undefined;
  const texts = e.elems.flatMap((elem) => (elem.kind === "str" ? [elem.value] : []));
  return texts.length === e.elems.length ? texts : undefined;
};

/** The names that a module hands out: those in its `__all__`, or all that do not begin with an underscore. Undefined where `__all__` is computed. */
function handedOut(of: Read, modules: ReadonlyMap<string, Read>, seen: ReadonlySet<Read>): readonly string[] | undefined {
  const bound = boundNames(of.node.body, new Set(), new Set());
  const listed = bound.get("__all__");
  if (listed) {
    const [only] = listed;
    return listed.length === 1 && only.kind === "assign" ? textsIn(only.value) : undefined;
  }
  const names = new Set(bound.keys());
  for (const s of stars(of.node.body)) {
    const from = modules.get(meant(of, s));
    if (!from || seen.has(from)) continue;
    for (const name of handedOut(from, modules, new Set([...seen, from])) ?? []) names.add(name);
  }
  return [...names].filter((name) => !name.startsWith("_"));
}

/** The modules with such imports written out. `texts`: of all files, whose words are looked for. */
export function withStarNames(read: readonly Read[], texts: readonly string[]): readonly ModuleNode[] {
  if (!texts.some((text) => /\bimport\s*\*/.test(text))) return read.map(({ node }) => node);
  const modules = new Map(read.map((each) => [each.name, each]));
  const words = texts.map((text) => new Set(text.match(/[A-Za-z_]\w*/g)));
  return read.map((of): ModuleNode => {
    const all = stars(of.node.body);
    if (all.length === 0) return of.node;
    const own = boundNames(of.node.body, new Set(), new Set());
    // A name that comes again further down is bound there.
    const isLater = (name: string, s: Import): boolean =>
      (own.get(name) ?? []).some((place) => place.span.start > s.span.start || place.kind === "import") ||
      all.some(
        (other) =>
          other.span.start > s.span.start &&
          modules.has(meant(of, other)) &&
          handedOut(modules.get(meant(of, other))!, modules, new Set([of]))?.includes(name) === true,
      );
    const written = (body: readonly Stmt[]): Stmt[] =>
      body.map((s): Stmt => {
        if (s.kind !== "importFrom" || !s.star) return withBlocks(s, written);
        const from = modules.get(meant(of, s));
        const names = from && handedOut(from, modules, new Set([of, from]));
        if (!names) return s;
        const asked = names.filter((name) => words.filter((each) => each.has(name)).length > 1 && !isLater(name, s));
        return { ...s, star: false, names: asked.map((name) => ({ name, span: s.span })) };
      });
    return { ...of.node, body: written(of.node.body) };
  });
}

/** `from math import *` of a library module: the names of it that the text has. */
export function withLibraryNames(node: ModuleNode, text: string): ModuleNode {
  if (!/\bimport\s*\*/.test(text)) return node;
  const words = new Set(text.match(/[A-Za-z_]\w*/g));
  const body = node.body.map((s) => {
    const names = s.kind === "importFrom" && s.star && s.level === 0 ? libraryNames(s.module) : undefined;
    if (s.kind !== "importFrom" || !names) return s;
    return { ...s, star: false, names: names.filter((name) => words.has(name)).map((name) => ({ name, span: s.span })) };
  });
  return { ...node, body };
}
