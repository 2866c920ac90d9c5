/**
 * Tuples that are tables: `SUITS = ("hearts", "spades", "clubs")`. Where every binding of a name is a tuple of literals of one kind, and each use of the
 * name goes over the items, looks for one or takes one by a computed place, nothing needs the tuple to be a record of as many parts: it has the type
 * of a tuple whose length is not known, which is a list in Rust. Names are told apart by nothing but their text, over the whole program: a use of another
 * variable of that name, or of an attribute, counts as one of the tuple, and leaves it what it was.
 */
import { SKIP, eachNode } from "../../base/nodes.ts";
import type { Expr, ModuleNode, Stmt } from "./ast/nodes.ts";
import { blocksOf } from "./scope-tree.ts";

type Tuple = Expr<"tuple">;

interface Table {
  readonly tuples: Tuple[];
  /** Is it used as a sequence at all? */
  sequence: boolean;
}

/** Functions that go over what they are given, or measure it. */
const SEQUENCE_CALLS = new Set(
  (
    "enumerate zip sorted reversed sum min max any all list set frozenset iter map filter Counter deque choice choices sample join " +
    "product permutations combinations combinations_with_replacement cycle chain islice accumulate zip_longest fromkeys extend update"
  ).split(" "),
);
/** Functions that may have it beside such uses, and are no reason of their own. */
const OTHER_CALLS = new Set(["len", "print", "str", "repr"]);

/** The kind of a value that is written out: `str`, `(int,int)`; nothing where it is computed or of several kinds. */
function kindOf(e: Expr, named: ReadonlyMap<string, string | undefined>): string | undefined {
  switch (e.kind) {
    case "int":
    case "float":
    case "str":
    case "bool":
    case "bytes":
      return e.kind;
    case "name":
      return named.get(e.id);
    case "unary":
      return e.op === "-" && (e.operand.kind === "int" || e.operand.kind === "float") ? e.operand.kind : undefined;
    case "tuple": {
      const kinds = e.elems.map((elem) => kindOf(elem, named));
      return kinds.length > 0 && kinds.every((kind) => kind !== undefined) ? `(${kinds.join()})` : undefined;
    }
    default:
      return undefined;
  }
}

/** Every assignment of a module to one name, with those in classes that have no bases. */
function assignments(body: readonly Stmt[], see: (name: Expr<"name">, value: Expr) => void): void {
  for (const s of body) {
    if (s.kind === "assign" && s.targets.length === 1 && s.targets[0].kind === "name") see(s.targets[0], s.value);
    else if (s.kind === "def") assignments(s.fn.body, see);
    else if (s.kind === "class" && s.cls.bases.length === 0 && s.decorators.length === 0) assignments(s.cls.body, see);
    else for (const inner of blocksOf(s)) assignments(inner, see);
  }
}

const nameOf = (e: Expr): string | undefined => (e.kind === "name" ? e.id : e.kind === "attribute" ? e.name : undefined);

/** The tuples of the modules that are tables. */
export function sequenceTuples(modules: readonly ModuleNode[]): ReadonlySet<object> {
  const found = new Map<string, Table>();
  const targets = new Set<unknown>();
  const literals = new Map<string, string | undefined>();
  for (const module of modules)
    assignments(module.body, (target, value) => {
      const kind = kindOf(value, literals);
      literals.set(target.id, !literals.has(target.id) || literals.get(target.id) === kind ? kind : undefined);
      if (value.kind !== "tuple" || value.elems.length < 2 || target.id.startsWith("_")) return;
      targets.add(target);
      const table = found.get(target.id);
      if (table) table.tuples.push(value);
      else found.set(target.id, { tuples: [value], sequence: false });
    });
  if (found.size === 0) return new Set();
  for (const [name, { tuples }] of found) {
    const kinds = new Set(tuples.flatMap(({ elems }) => elems).map((elem) => kindOf(elem, literals)));
    if (kinds.size !== 1 || kinds.has(undefined)) found.delete(name);
  }
  if (found.size > 0) strikeOtherUses(modules, found, targets);
  return new Set([...found.values()].filter(({ sequence }) => sequence).flatMap(({ tuples }) => tuples));
}

/** Leaves out what is used as no sequence, or bound in another way. */
function strikeOtherUses(modules: readonly ModuleNode[], found: Map<string, Table>, targets: ReadonlySet<unknown>): void {
  const allowed = new Set<unknown>(targets);
  /** Uses it as a sequence; `telling`: only a sequence is used so. */
  const use = (e: Expr | undefined, telling = true): void => {
    const table = e && found.get(nameOf(e) ?? "");
    if (!table) return;
    allowed.add(e);
    if (telling) table.sequence = true;
  };
  eachNode<Expr | Stmt>(
    modules.map(({ body }) => body),
    (e) => {
      // Names of functions, classes, parameters and arguments are other variables.
      if ("name" in e && typeof e.name === "string" && e.kind !== "attribute") found.delete(e.name);
      switch (e.kind) {
        case "name":
          if (!allowed.has(e)) found.delete(e.id);
          return;
        case "attribute":
          if (!allowed.has(e)) found.delete(e.name);
          if (e.name === "index" || e.name === "count") use(e.object);
          return;
        case "for":
          return use(e.iterable);
        case "comprehension":
          for (const clause of e.clauses) use(clause.iterable);
          return;
        case "compare":
          if (e.rest[0].op === "==" || e.rest[0].op === "!=") use(e.left, false);
          for (const { op, right } of e.rest) {
            if (op === "in" || op === "not in") use(right);
            if (op === "==" || op === "!=") use(right, false);
          }
          return;
        case "subscript":
          return use(e.object, e.index.kind !== "int" && e.index.kind !== "unary");
        case "call":
          return useArguments(e, use);
        case "yieldFrom":
          return use(e.value);
        case "fstring":
          for (const part of e.parts) if (typeof part === "object") use(part.value, false);
          return;
        case "importFrom":
          for (const { name, as } of e.names) if (as !== undefined) found.delete(name);
          return SKIP;
        default:
          return;
      }
    },
  );
}

function useArguments({ callee, args }: Expr<"call">, use: (e: Expr, telling?: boolean) => void): void {
  const called = nameOf(callee) ?? "";
  const telling = SEQUENCE_CALLS.has(called);
  if (!telling && !OTHER_CALLS.has(called)) return;
  for (const { value, name, star } of args) if (name === undefined && (star === undefined || called === "print")) use(value, telling);
}
