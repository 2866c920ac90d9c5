/** The front end of Python: files to syntax trees, types solved over the whole program from its entry, then the IR of what is reached. */
import { parse } from "../../base/parse.ts";
import { noSpan } from "../../base/span.ts";
import { makeSource, type Source } from "../../base/text.ts";
import { Refusal, type Diagnostic } from "../../diagnostics/diagnostic.ts";
import { createBuilder, createReps, type Item, type Program, type Row } from "../../ir/index.ts";
import type { FrontEnd, Host, ProgramInput } from "../front-end.ts";
import { dynamicPlaces } from "./lower/dynamic-places.ts";
import { placeOrphans } from "./lower/orphan-comments.ts";
import { buildModule } from "./ast/build.ts";
import { markEarly } from "./infer/early.ts";
import type { Instance } from "./infer/instances.ts";
import { absoluteModule, claimImports, type ModuleInfo } from "./infer/modules.ts";
import type { SignedRow } from "./infer/signature.ts";
import { createWorld, newCell, NONE, touch } from "./infer/types.ts";
import { emitClasses, emitImplementations } from "./lower/class-items.ts";
import { noteObjectDicts } from "./lower/object-dicts.ts";
import type { Prog } from "./lower/context.ts";
import { exceptionType } from "./lower/ir-types.ts";
import { dropEmptyInits } from "./lower/empty-inits.ts";
import { emitInstance, run } from "./lower/instances.ts";
import { withLibrary } from "./library/index.ts";
import { withPrivateNames } from "./private-names.ts";
import { withStarNames } from "./star-imports.ts";
import { withTextViews } from "./text-views.ts";
import { withoutGuardedImports } from "./guarded-imports.ts";
import { moduleNames, withoutOldImports } from "./old-imports.ts";
import { withPrelude } from "./prelude.ts";
import { REWRITES } from "./rewrites.ts";
import { analyseScopes } from "./scope.ts";
import { sequenceTuples } from "./sequence-tuples.ts";
import { modules as libraryModules, pythonRows } from "./stdlib/index.ts";

/** Dotted name of a file below the folder that imports start from. */
function moduleName(path: string, root: string): string {
  const folder = root === "" ? "" : `${root}/`;
  const inner = path.startsWith(folder) ? path.slice(folder.length) : path;
  return inner
    .replace(/\.py$/, "")
    .replace(/(^|\/)__init__$/, "")
    .replace(/\//g, ".");
}

/** The package that a file lies in; a package's `__init__` lies in the package itself. */
function packageName(path: string, root: string): string {
  const name = moduleName(path, root);
  return /(^|\/)__init__\.py$/.test(path) ? name : name.split(".").slice(0, -1).join(".");
}

/** Runs the entry module's code, prints what nothing caught, and sets the status. */
const START: { readonly id: string; readonly row: Row } = { id: "py.run.main", row: { run: "main", args: ["own"], calls: [0] } };

const rowLists = new Map<string, readonly SignedRow[] | undefined>();
function rows(name: string): readonly SignedRow[] | undefined {
  if (rowLists.has(name)) return rowLists.get(name);
  const found: SignedRow[] = [];
  for (let i = 0; ; i++) {
    const row = pythonRows[`py.${name}${i ? `#${i}` : ""}`];
    if (!row) break;
    found.push(row);
  }
  rowLists.set(name, found.length ? found : undefined);
  return rowLists.get(name);
}

/** The folder that absolute imports start from. */
function importRoot(input: ProgramInput): string {
  const entry = input.files[input.entry].path;
  return input.options.importRoot ?? (entry.includes("/") ? entry.slice(0, entry.lastIndexOf("/")) : "");
}

function readModules(input: ProgramInput, host: Host): ModuleInfo[] {
  const others = [...input.files.keys()].filter((i) => i !== input.entry && input.files[i].path.endsWith(".py"));
  // The library's modules import nothing of the program.
  const isLibrary = (i: number): boolean => input.files[i].library !== undefined;
  const order = [...others.filter(isLibrary), ...others.filter((i) => !isLibrary(i)), input.entry];
  const root = importRoot(input);
  const texts = input.files.map((file) => file.text);
  const own = moduleNames(input.files.filter((file) => file.library === undefined).map((file) => file.path));
  const sources = order.map((file) => makeSource(input.files[file].path, input.files[file].text));
  const read = sources.map((source, index) => buildModule(parse("python", source), order[index], source.path, host.characterNamed));
  const nameOf = (file: number): string =>
    input.files[file].library ?? (file === input.entry ? "__main__" : moduleName(input.files[file].path, root));
  const packageOf = (file: number): string => (isLibrary(file) ? "" : packageName(input.files[file].path, root));
  const named = withPrivateNames(
    withStarNames(
      order.map((file, index) => ({ node: read[index], name: nameOf(file), package: packageOf(file) })),
      texts,
    ),
    order.map((file) => (isLibrary(file) ? "" : texts[file])),
  );
  return order.map((file, index) => {
    const { text, library } = input.files[file];
    const imported = isLibrary(file) ? named[index] : withoutGuardedImports(withoutOldImports(named[index], text, own), text, own);
    const written = REWRITES.reduce((node, rewrite) => rewrite(node, sources[index]), imported);
    noteObjectDicts(written, text);
    const node = file === input.entry ? withPrelude(written, texts) : written;
    return {
      index,
      name: nameOf(file),
      library: library !== undefined,
      package: packageOf(file),
      node,
      scopes: analyseScopes(node),
      globals: new Map(),
      exported: new Set(),
      early: new Set(),
      started: false,
    };
  });
}

/** Is a generator closed by hand? Files and the like are closed, too. */
const closesGenerators = (input: ProgramInput): boolean =>
  input.files.some(
    ({ text, library }) =>
      library === undefined && /\.close\s*\(\s*\)/.test(text) && /\byield\b/.test(text) && !/\b(open|StringIO|BytesIO)\s*\(/.test(text),
  );

export function createProgram(input: ProgramInput, modules: ModuleInfo[]): Prog {
  const byName = new Map(modules.map((module) => [module.name, module]));
  return {
    w: createWorld(),
    name: input.name,
    modules,
    byName,
    library: { rows, hasModule: (name) => name in libraryModules },
    functions: new Map(),
    callables: new Map(),
    depth: 0,
    instances: [],
    classes: new Map(),
    classList: [],
    emitting: false,
    waiting: new Set(),
    settling: false,
    builder: createBuilder(),
    reps: createReps(),
    irFunctions: [],
    pending: [],
    irClasses: [],
    irClassInfos: [],
    unions: [],
    unionIds: new Map(),
    irGlobals: [],
    usedRows: new Map(),
    diagnostics: [],
    items: [],
    names: new Set(),
    unittest: { used: false },
    namesSource: false,
    tables: sequenceTuples(modules.filter(({ library }) => !library).map(({ node }) => node)),
    signs: input.options.signs ?? new Map(),
    talkative: input.files.some((file) => /\.(send|throw)\s*\(/.test(file.text)) || closesGenerators(input),
    readsArguments: input.files.some(({ text, library }) => library === undefined && /\.args\b/.test(text) && /\bexcept\b/.test(text)),
    documents: input.files.some(({ text, library }) => library === undefined && /\.__doc__\b/.test(text)),
    readsContext: input.files.some((file) => file.text.includes("__context__")),
    stopValues: input.files.some((file) => /\bStopIteration\b/.test(file.text) && /\.value\b/.test(file.text)),
  };
}

/** An import of a name of another module makes that variable a global of its module. */
function markExports(p: Prog): void {
  for (const module of p.modules) {
    const visit = (body: readonly import("./ast/nodes.ts").Stmt[]): void => {
      for (const s of body) {
        if (s.kind === "importFrom") {
          const from = p.byName.get(absoluteModule(module, s.module, s.level));
          if (from)
            for (const n of s.star ? [] : s.names) {
              const variable = from.scopes.moduleVariable(n.name);
              if (variable) from.exported.add(variable);
            }
          if (from && s.star) for (const variable of from.scopes.module.variables) from.exported.add(variable);
        }
      }
    };
    visit(module.node.body);
    // `module.name` may read any of them.
    if (module !== p.modules[p.modules.length - 1]) for (const variable of module.scopes.module.variables) module.exported.add(variable);
  }
}

function solve(p: Prog): void {
  for (const module of p.modules) {
    const init: Instance = {
      id: p.instances.length,
      dirty: true,
      fn: undefined,
      init: module.node,
      module,
      params: [],
      result: newCell(p.w, NONE),
      webs: new Map(),
      sites: new Map(),
    };
    p.instances.push(init);
    module.init = init;
    p.w.queue.push(init);
  }
  let rounds = 0;
  const grow = (): void => {
    while (p.w.queue.length && rounds++ < 20000) {
      const unit = p.w.queue.shift()!;
      if (!unit.dirty) continue;
      if ("sites" in unit) run(p, unit as Instance);
      else unit.dirty = false;
    }
  };
  grow();
  p.settling = true;
  for (const waiting of p.waiting) touch(p.w, waiting);
  grow();
}

function lower(p: Prog): void {
  p.emitting = true;
  p.w.frozen = true;
  // Unions of types that have grown since are none of the program's.
  for (const union of p.unions) p.names.delete(union.name);
  p.unions.length = 0;
  p.unionIds.clear();
  const entry = p.modules[p.modules.length - 1];
  claimImports(entry, p.byName);
  entry.init!.ir = 0;
  p.irFunctions.push(undefined);
  p.pending.push(entry.init!);
  // Functions name classes, whose protocol methods are functions again.
  for (let i = 0; i < p.pending.length || implemented(p); i++) {
    const inst = p.pending[i];
    if (!inst) {
      i--;
      continue;
    }
    try {
      emitInstance(p, inst);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (
        !p.diagnostics.some(
          (d) => d.span === error.diagnostic.span || (d.span.start === error.diagnostic.span.start && d.code === error.diagnostic.code),
        )
      )
        p.diagnostics.push(error.diagnostic);
    }
  }
}

/** Makes what classes implement; what cannot be made is a refusal. */
function implemented(p: Prog): boolean {
  try {
    return emitImplementations(p);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    p.diagnostics.push(error.diagnostic);
    return false;
  }
}

/** Tells the program at its start what its source is called. */
function nameSource(p: Prog, path: string): void {
  const main = p.irFunctions[0];
  if (!p.namesSource || !main) return;
  const { span } = main;
  const value = p.builder.expr("str", { kind: "str" }, span, { value: path });
  const call = p.builder.expr("runtime", { kind: "unit" }, span, { row: "py.sys.set_source", args: [value] });
  const start = p.builder.stmt("expression", span, { value: call });
  p.irFunctions[0] = { ...main, body: { ...main.body, statements: [start, ...main.body.statements] } };
}

function programOf(p: Prog, input: ProgramInput): Program {
  const sources: Source[] = [];
  const entry = p.modules[p.modules.length - 1];
  p.unions.forEach((union) => p.items.push({ kind: "union", id: union.id, module: union.module, at: -1 }));
  const items = (index: number): Item[] =>
    p.items
      .filter((item) => item.module === index)
      .sort((a, b) => a.at - b.at || a.id - b.id)
      .map(({ kind, id }) => ({ kind, id }));
  const heads = p.modules.map((module) => {
    const { file } = module.node;
    const { path, text, library } = input.files[file];
    return library === undefined ? placeOrphans(p, module, () => (sources[file] ??= makeSource(path, text))) : [];
  });
  return {
    name: p.name,
    runtime: "py",
    modules: p.modules.map((module, index) => ({
      file: module.node.file,
      name: module === entry ? p.name : module.name.replace(/[. ]/g, "_"),
      items: items(module.index),
      ...(module.node.doc ? { doc: module.node.doc } : {}),
      ...(module.node.comments.length ? { comments: module.node.comments } : {}),
      ...(heads[index].length ? { head: heads[index] } : {}),
    })),
    functions: (p.irFunctions as Program["functions"]).map((fn) => (fn.extern ? fn : withTextViews(fn, p.builder, (id) => pythonRows[id]))),
    classes: p.irClasses as Program["classes"],
    unions: p.unions,
    globals: p.irGlobals,
    rows: (id) => {
      const row = id === START.id ? START.row : pythonRows[id];
      if (!row) throw new Error(`no row ${id}`);
      return row;
    },
    reps: p.reps,
    nodeCount: p.builder.nodeCount,
    start: { row: START.id, entry: 0, shallow: "run" },
    exception: exceptionType,
    frame: "frame",
    safe: true,
  };
}

/** Where values are dynamic, for the report. */
function dynamicNotes(p: Prog, input: ProgramInput): Diagnostic[] {
  const bytes = new Map<number, Buffer>();
  return dynamicPlaces(p, ({ file, start, end }) => {
    const text = input.files.at(file)?.text;
    if (file < 0 || text === undefined) return "";
    let known = bytes.get(file);
    if (!known) bytes.set(file, (known = Buffer.from(text)));
    return known.toString("utf8", start, end);
  });
}

export const pythonFrontEnd: FrontEnd = {
  language: "python",
  complete: (input) => withLibrary(input, importRoot(input)),
  translate: (input, host, time) => {
    const diagnostics: Diagnostic[] = [];
    try {
      const modules = time("parse", () => readModules(input, host));
      const p = createProgram(input, modules);
      markExports(p);
      markEarly(modules);
      time("solve", () => solve(p));
      time("lower", () => lower(p));
      nameSource(p, input.files[input.entry].path);
      diagnostics.push(...p.diagnostics);
      if (diagnostics.some((each) => each.severity === "refusal")) return { diagnostics };
      emitClasses(p);
      dropEmptyInits(p);
      diagnostics.push(...dynamicNotes(p, input));
      return { program: programOf(p, input), diagnostics };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { diagnostics: [error.diagnostic] };
    }
  },
};

export { noSpan };
