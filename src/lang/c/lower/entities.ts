/** Functions and objects of a program: declarations of several units joined to one definition, by linkage. */
import type { FunctionId, GlobalId } from "../../../ir/index.ts";
import type { Sym } from "../ast.ts";
import type { Unit } from "../unit.ts";

export interface Entity {
  readonly kind: "function" | "variable";
  readonly name: string;
  /** The symbol that the program links to. */
  readonly symbol: string;
  /** The definition where there is one, else the best declaration. */
  sym: Sym;
  /** Every symbol that names it. */
  readonly all: Sym[];
  /** Number in the IR, given at first use. */
  id: FunctionId | GlobalId;
}

export interface Entities {
  of(sym: Sym): Entity;
  function(sym: Sym): FunctionId;
  global(sym: Sym): GlobalId;
  /** In order of first use: what there is to lower. */
  readonly functions: readonly Entity[];
  readonly globals: readonly Entity[];
  find(name: string): Entity | undefined;
  /** Definitions that clash. */
  readonly twice: readonly Sym[];
}

/** Is this declaration better to go by than another? */
const better = (a: Sym, b: Sym): boolean => {
  const score = (s: Sym): number =>
    (s.body ? 8 : 0) +
    (s.init ? 4 : 0) +
    (s.defined ? 2 : 0) +
    (s.type.kind === "function" && !s.type.unprototyped ? 1 : 0) -
    (s.weak || s.inline ? 1 : 0);
  return score(a) > score(b);
};

/** May other units define it, too? */
const mayRepeat = (sym: Sym): boolean => sym.weak === true || sym.inline === true;

export function linkEntities(units: readonly Unit[]): Entities {
  const external = new Map<string, Entity>();
  const bySym = new Map<Sym, Entity>();
  const functions: Entity[] = [];
  const globals: Entity[] = [];
  const twice: Sym[] = [];
  const add = (sym: Sym): Entity => {
    const known = bySym.get(sym);
    if (known) return known;
    const kind = sym.kind === "function" ? "function" : "variable";
    const symbol = sym.symbol ?? sym.name;
    if (sym.storage === "static" || !sym.fileScope) {
      const made: Entity = { kind, name: sym.name, symbol, sym, all: [sym], id: -1 };
      bySym.set(sym, made);
      return made;
    }
    const key = sym.body || sym.defined ? sym.name : symbol;
    let entity = external.get(key);
    if (!entity || entity.kind !== kind) external.set(key, (entity = { kind, name: sym.name, symbol, sym, all: [sym], id: -1 }));
    else {
      entity.all.push(sym);
      if (sym.body && entity.sym.body && !mayRepeat(sym) && !mayRepeat(entity.sym)) twice.push(sym);
      if (better(sym, entity.sym)) entity.sym = sym;
    }
    bySym.set(sym, entity);
    return entity;
  };
  for (const unit of units) for (const sym of unit.externals) add(sym);
  for (const entity of external.values()) {
    // What one unit does to an object counts for all.
    entity.sym.addressed = entity.all.some((s) => s.addressed);
    entity.sym.written = entity.all.some((s) => s.written);
  }
  return {
    of: add,
    function(sym) {
      const entity = add(sym);
      if (entity.id < 0) entity.id = functions.push(entity) - 1;
      return entity.id;
    },
    global(sym) {
      const entity = add(sym);
      if (entity.id < 0) entity.id = globals.push(entity) - 1;
      return entity.id;
    },
    functions,
    globals,
    find: (name) => external.get(name),
    twice,
  };
}
