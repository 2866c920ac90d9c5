/** IR to Rust files: what goes in is a program with the facts that the passes proved; what comes out is text, with a line map. */
import type { Source } from "../base/text.ts";
import { lineOf } from "../base/text.ts";
import type { Program } from "../ir/index.ts";
import type { Facts } from "../passes/facts.ts";
import type { RustFile, RustItem } from "../rust/ast.ts";
import { printFile } from "../rust/items.ts";
import { simplify } from "../rust/simplify.ts";
import type { ProgramContext } from "./context.ts";
import { docLines, emitClass, emitFunction } from "./items.ts";
import { memberOf } from "./enumerations.ts";
import { emitGlobal } from "./globals.ts";
import { importTypes } from "./imports.ts";
import { makeUnion, unnamedUnions, type MadeUnion } from "./unions.ts";
import { bodyOfMain, mainFunction, type MainBody } from "./main.ts";
import { itemNames } from "./names.ts";
import { commentText } from "./statements.ts";
import { addressedFunctions, isSafeExtern } from "./unsafe.ts";

export interface EmittedFile {
  /** Below the crate's `src/`: `main.rs`, `text.rs`. */
  readonly path: string;
  readonly text: string;
}

/** A Rust line and the source line that it came from. */
export interface LineMapEntry {
  readonly path: string;
  readonly line: number;
  readonly source: number;
  readonly sourceLine: number;
}

export interface Emitted {
  readonly files: readonly EmittedFile[];
  readonly lineMap: readonly LineMapEntry[];
  /** Cargo features of the runtime crate that the program uses. */
  readonly features: readonly string[];
}

/** The program as the files of one crate. The module of the entry function is the root. */
export function emitProgram(program: Program, facts: Facts, sources: readonly Source[]): Emitted {
  const entry = program.functions[program.start.entry].module;
  const inMain = bodyOfMain(program, facts);
  const unit: ProgramContext = {
    program,
    facts,
    sources,
    features: new Set(),
    names: itemNames(program, entry, inMain),
    uses: new Map(),
    derives: new Map(),
    named: new Set(),
  };
  const unions: MadeUnion[] = [];
  const files: EmittedFile[] = [];
  const lineMap: LineMapEntry[] = [];
  const contents = program.modules.map((_, index) => {
    const items = moduleItems(unit, index, inMain, unions);
    if (index === entry) items.push(...mainFunction(unit, entry, inMain));
    return items;
  });
  const left = unnamedUnions(unit, unions);
  const made = program.modules.map((module, index): RustFile => {
    const root = index === entry;
    const items = contents[index].filter((item) => !left.has(item));
    return simplify({
      attributes: [],
      header: (module.head ?? []).map(commentText),
      doc: docLines(module.doc),
      items: [...(root ? externItems(unit) : []), ...items],
      trailing: (module.comments ?? []).map(commentText),
    });
  });
  importTypes(
    unit,
    made.map((file) => file.items),
  );
  made.forEach((given, index) => {
    const root = index === entry;
    const mods: RustItem[] = root
      ? unit.names.modules
          .filter(Boolean)
          .sort()
          .map((name) => ({ kind: "mod", name }))
      : [];
    const file: RustFile = { ...given, items: [...mods, ...useItems(unit, index, given.items), ...given.items] };
    const filePath = root ? "main.rs" : `${unit.names.modules[index].replace(/^r#/, "")}.rs`;
    const printed = printFile(file);
    files.push({ path: filePath, text: printed.text });
    for (const { line, file: source, start } of printed.lines) {
      const text = sources[source];
      if (text) lineMap.push({ path: filePath, line, source, sourceLine: lineOf(text, start) });
    }
  });
  return { files, lineMap, features: [...unit.features].sort() };
}

function moduleItems(unit: ProgramContext, index: number, inMain: MainBody, unions: MadeUnion[]): RustItem[] {
  const items: RustItem[] = [];
  for (const item of unit.program.modules[index].items) {
    switch (item.kind) {
      case "function": {
        const fn = unit.program.functions[item.id];
        if (!fn.owner && !fn.extern && !inMain.gone.has(fn.id)) items.push(emitFunction(unit, fn));
        break;
      }
      case "class":
        items.push(...emitClass(unit, unit.program.classes[item.id]));
        break;
      case "union":
        unions.push(makeUnion(unit, unit.program.unions[item.id]));
        items.push(...unions[unions.length - 1].items);
        break;
      case "global": {
        const global = unit.program.globals[item.id];
        if (!global.extern && !memberOf(unit, index, global.id)) items.push(emitGlobal(unit, global));
        break;
      }
    }
  }
  return items;
}

/** A `use` for each name that was asked for and stayed: some forms are given up again. */
function useItems(unit: ProgramContext, index: number, items: readonly RustItem[]): RustItem[] {
  const used = [...(unit.uses.get(index) ?? [])].filter((path) => mentions(items, path.slice(path.lastIndexOf(":") + 1)));
  return groupUses(used).map((text) => ({ kind: "use", path: text }));
}

/** Paths with one parent share a line, sorted as rustfmt sorts them. */
function groupUses(paths: readonly string[]): string[] {
  const byParent = new Map<string, string[]>();
  for (const each of [...paths].sort()) {
    const cut = each.lastIndexOf("::");
    const parent = each.slice(0, cut);
    byParent.set(parent, [...(byParent.get(parent) ?? []), each.slice(cut + 2)]);
  }
  return [...byParent]
    .map(([parent, names]) => (names.length === 1 ? `${parent}::${names[0]}` : `${parent}::{${names.join(", ")}}`))
    .sort();
}

/** What libc defines and the program declares. */
function externItems(unit: ProgramContext): RustItem[] {
  const root = unit.names.modules.indexOf("");
  const many = unit.program.modules.length > 1 ? "pub(crate)" : undefined;
  const items: RustItem[] = [];
  const seen = new Set<string>();
  const placed = new Set(unit.program.modules.flatMap((each) => each.items.map((item) => `${item.kind} ${item.id}`)));
  for (const fn of unit.program.functions) {
    if (!fn.extern || seen.has(fn.extern.symbol) || !placed.has(`function ${fn.id}`)) continue;
    seen.add(fn.extern.symbol);
    items.push(externFunction(unit, fn, root));
  }
  for (const global of unit.program.globals) {
    if (!global.extern || seen.has(global.extern.symbol) || !placed.has(`global ${global.id}`)) continue;
    seen.add(global.extern.symbol);
    items.push({
      kind: "const",
      word: "static mut",
      name: global.extern.symbol,
      type: rustType(global.type, unit, root),
      visibility: many,
    });
  }
  return items.length
    ? [
        {
          kind: "externBlock",
          items,
          unwind: unit.program.functions.some((fn) => fn.extern && addressedFunctions(unit.program).has(fn.id)),
        },
      ]
    : [];
}

import type { IrFunction } from "../ir/index.ts";
import { pName } from "../rust/make.ts";
import { escapeName } from "../rust/names.ts";
import { rustType } from "./types.ts";
import { mentions } from "./unread.ts";

const externFunction = (unit: ProgramContext, fn: IrFunction, root: number): RustItem => ({
  visibility: unit.program.modules.length > 1 ? "pub(crate)" : undefined,
  kind: "fn",
  name: fn.extern!.symbol,
  prefix: isSafeExtern(unit.program, fn) ? "safe " : "",
  generics: [],
  params: fn.params.map((param) => ({
    pattern: pName(escapeName(fn.locals[param.local].name || `a${param.local}`)),
    type: rustType(fn.locals[param.local].type, unit, root),
  })),
  variadic: fn.extern!.variadic,
  result: fn.result.kind === "unit" ? undefined : rustType(fn.result, unit, root),
});
