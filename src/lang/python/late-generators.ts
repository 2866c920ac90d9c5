/**
 * Generator expressions that are kept while a variable which they look at gets another value: `(v for v in items if v % p)` in a loop over `p`.
 * Python looks variables up when an item is asked for, so such an expression is written as the call of a generator function, before names are resolved.
 */
import type { Clause, Expr, ModuleNode, Stmt } from "./ast/nodes.ts";
import { replaced } from "./ast/replaced.ts";
import { CONSUMERS } from "./kept-generators.ts";
import { blocksOf, boundNames, eachExpr, exprsOf, innerExprs, withBlocks } from "./scope-tree.ts";

type Generator = Expr<"comprehension">;

/** What gives its argument on: used up when its own result is. */
const LAZY: ReadonlySet<string> = new Set(
  "map filter zip enumerate iter chain islice takewhile dropwhile filterfalse starmap accumulate pairwise".split(" "),
);
/** What keeps its argument. */
const KEEPERS: ReadonlySet<string> = new Set("append appendleft add insert put setdefault cycle tee send".split(" "));

interface Place {
  readonly at: number;
  readonly loops: readonly Stmt[];
}

/** A mention of a name. `used`: what it holds is used up there. */
interface Mention extends Place {
  readonly used: boolean;
}

interface Kept extends Place {
  readonly node: Generator;
  /** The statement that assigns it, and nothing else, to this name. */
  readonly name?: string;
}

const isGenerator = (e: Expr): e is Generator => e.kind === "comprehension" && e.of === "generator";

const targetNames = (clauses: readonly Clause[]): ReadonlySet<string> => {
  const names = new Set<string>();
  for (const clause of clauses) eachExpr(clause.target, (e) => e.kind === "name" && names.add(e.id));
  return names;
};

/** The variables that a generator expression looks at when it is asked for an item. */
function lateNames(node: Generator): ReadonlySet<string> {
  const own = targetNames(node.clauses);
  const found = new Set<string>();
  const [first, ...rest] = node.clauses;
  const parts = [node.element, ...first.tests, ...rest.flatMap((clause) => [clause.iterable, ...clause.tests])];
  for (const part of parts) eachExpr(part, (e) => e.kind === "name" && !own.has(e.id) && found.add(e.id));
  return found;
}

const calledName = (e: Expr): string => (e.kind === "name" ? e.id : e.kind === "attribute" ? e.name : "");

/** What one frame does with its generator expressions and variables. `makers`: functions that may keep what they are given. */
function survey(body: readonly Stmt[], makers: ReadonlySet<string>) {
  const kept: Kept[] = [];
  const mentions = new Map<string, Mention[]>();
  const bound = new Map<string, Place[]>();
  const look = (e: Expr | undefined, place: Place, used: boolean, name?: string): void => {
    if (!e || e.kind === "lambda") return;
    if (e.kind === "name") mentions.set(e.id, [...(mentions.get(e.id) ?? []), { ...place, at: e.span.start, used }]);
    else if (isGenerator(e)) {
      if (!used) kept.push({ ...place, at: e.span.start, node: e, name });
      look(e.clauses[0].iterable, place, used);
    } else if (e.kind === "call") {
      const callee = calledName(e.callee);
      const all = LAZY.has(callee)
        ? used
        : CONSUMERS.has(callee) || !(KEEPERS.has(callee) || makers.has(callee) || /^_*[A-Z]/.test(callee));
      look(e.callee, place, true);
      for (const arg of e.args) look(arg.value, place, all);
    } else if (e.kind === "conditional" || e.kind === "logical") for (const inner of innerExprs(e)) look(inner, place, used);
    else for (const inner of innerExprs(e)) look(inner, place, e.kind === "starred" || e.kind === "yieldFrom" || e.kind === "compare");
  };
  const block = (stmts: readonly Stmt[], loops: readonly Stmt[]): void => {
    for (const s of stmts) {
      if (s.kind === "def" || s.kind === "class") continue;
      const within = s.kind === "for" || s.kind === "while" ? [...loops, s] : loops;
      const place = { at: s.span.start, loops: within };
      for (const name of boundNames([withBlocks(s, () => [])], new Set(), new Set()).keys())
        bound.set(name, [...(bound.get(name) ?? []), place]);
      const alone = s.kind === "assign" && s.targets.length === 1 && s.targets[0].kind === "name" ? s.targets[0].id : undefined;
      for (const e of exprsOf(s)) {
        if (s.kind === "assign" && s.targets.includes(e!)) continue;
        if (s.kind === "for" && e === s.target) continue;
        look(e, s.kind === "for" && e === s.iterable ? { ...place, loops } : place, s.kind === "return" || s.kind === "for", alone);
      }
      for (const each of blocksOf(s)) block(each, within);
    }
  };
  block(body, []);
  return { kept, mentions, bound };
}

/** The generator expressions of a frame that see a variable's later values. */
function lateOnes(body: readonly Stmt[], makers: ReadonlySet<string>): ReadonlySet<Generator> {
  const { kept, mentions, bound } = survey(body, makers);
  const rebound = (one: Kept): boolean => {
    const names = [...lateNames(one.node)];
    const uses = one.name === undefined ? [] : (mentions.get(one.name) ?? []);
    // Used up before the next round, wherever the name stands.
    const brief =
      one.name !== undefined && uses.every(({ used, at, loops }) => used && at > one.at && one.loops.every((loop) => loops.includes(loop)));
    const last = Math.max(...uses.map(({ at }) => at));
    return names.some((name) =>
      bound
        .get(name)
        ?.some((place) =>
          brief ? place.at > one.at && place.at < last : place.at > one.at || place.loops.some((loop) => one.loops.includes(loop)),
        ),
    );
  };
  return new Set(kept.filter(rebound).map(({ node }) => node));
}

/** `def NAME(ITEMS): for … in ITEMS: … yield …` */
function written(node: Generator, name: string, items: string): Stmt {
  const { span } = node;
  const leaf: Stmt = { kind: "expr", span, value: { kind: "yield", value: node.element, span } };
  const loops = node.clauses.map((clause, i): Clause => (i === 0 ? { ...clause, iterable: { kind: "name", id: items, span } } : clause));
  const [loop] = loops.reduceRight<readonly Stmt[]>(
    (inner, clause) => {
      const tested = clause.tests.reduceRight<readonly Stmt[]>((body, test) => [{ kind: "if", test, body, orElse: [], span }], inner);
      return [{ kind: "for", target: clause.target, iterable: clause.iterable, body: tested, orElse: [], async: false, span }];
    },
    [leaf],
  );
  return {
    kind: "def",
    span,
    decorators: [],
    fn: {
      scopeOf: "function",
      name,
      span,
      params: [{ name: items, span, kind: "normal" }],
      body: [loop],
      async: false,
      generator: true,
      lambda: false,
    },
  };
}

/** The module, whose text is given, with such generator expressions as calls; itself where it has none. */
export function withLateGenerators(module: ModuleNode, text: string): ModuleNode {
  if (!/\S[ \t]+for\b|^\s+for\b[^:\n]*$/m.test(text)) return module;
  const makers = new Set<string>();
  const gather = (body: readonly Stmt[]): void => {
    for (const s of body) {
      if (s.kind === "def" && s.fn.generator) makers.add(s.fn.name);
      for (const each of s.kind === "def" ? [s.fn.body] : s.kind === "class" ? [s.cls.body] : blocksOf(s)) gather(each);
    }
  };
  gather(module.body);
  let count = 0;
  const free = (name: string): string => (new RegExp(`\\b${name}\\b`).test(text) ? free(`${name}_`) : name);
  const items = free("items");
  const frame = (body: readonly Stmt[]): readonly Stmt[] => {
    const late = lateOnes(body, makers);
    const inner = (stmts: readonly Stmt[]): readonly Stmt[] =>
      stmts.flatMap((s): Stmt[] => {
        if (s.kind === "def") return [{ ...s, fn: { ...s.fn, body: frame(s.fn.body) } }];
        if (s.kind === "class") return [{ ...s, cls: { ...s.cls, body: classBody(s.cls.body) } }];
        const made = new Map<Expr, Expr>();
        const defs: Stmt[] = [];
        for (const e of s.kind === "while" || late.size === 0 ? [] : exprsOf(s))
          if (e)
            eachExpr(e, (each) => {
              if (!isGenerator(each) || !late.has(each) || each.clauses.some((clause) => clause.async)) return;
              const name = free(`values${count++ ? `_${count}` : ""}`);
              const { span } = each;
              defs.push(written(each, name, items));
              made.set(each, {
                kind: "call",
                callee: { kind: "name", id: name, span },
                args: [{ value: each.clauses[0].iterable }],
                span,
              });
            });
        const kept = blocksOf(s).length > 0 ? withBlocks(s, inner) : s;
        return [...defs, made.size > 0 ? (replaced(kept, made) as Stmt) : kept];
      });
    return inner(body);
  };
  const classBody = (body: readonly Stmt[]): readonly Stmt[] =>
    body.map((s): Stmt =>
      s.kind === "def"
        ? { ...s, fn: { ...s.fn, body: frame(s.fn.body) } }
        : s.kind === "class"
          ? { ...s, cls: { ...s.cls, body: classBody(s.cls.body) } }
          : s,
    );
  const body = frame(module.body);
  return count > 0 ? { ...module, body } : module;
}
