/** What `doctest` looks for examples in: a module, its functions and classes, their methods, by name. */
import type { Expr, ModuleNode, Stmt } from "./ast/nodes.ts";
import { blocksOf } from "./scope-tree.ts";

export interface Documented {
  readonly name: string;
  /** The docstring; empty without one. */
  readonly doc: string;
  /** Byte offset of the docstring. */
  readonly docAt: number;
}

/** The docstring of a body as it is written. */
const rawDoc = (body: readonly Stmt[]): string | undefined => {
  const first = body[0];
  return first?.kind === "expr" && first.value.kind === "str" ? first.value.value : undefined;
};

/** The methods that `@dataclass` makes, by the option that asks for them. */
const DATACLASS: readonly (readonly [option: string | undefined, names: readonly string[]])[] = [
  [undefined, ["__eq__", "__init__", "__repr__"]],
  ["order", ["__ge__", "__gt__", "__le__", "__lt__"]],
  ["frozen", ["__delattr__", "__hash__", "__setattr__"]],
];

const calleeName = (e: Expr): string | undefined =>
  e.kind === "name" ? e.id : e.kind === "attribute" ? e.name : e.kind === "call" ? calleeName(e.callee) : undefined;

function madeByDataclass(decorators: readonly Expr[]): readonly string[] {
  const decorator = decorators.find((each) => calleeName(each) === "dataclass");
  if (!decorator) return [];
  const args = decorator.kind === "call" ? decorator.args : [];
  const given = (option: string): boolean => args.some((arg) => arg.name === option && arg.value.kind === "bool" && arg.value.value);
  return DATACLASS.flatMap(([option, names]) => (option === undefined || given(option) ? names : []));
}

/** The statements of a body and of its blocks. */
const reached = (body: readonly Stmt[]): Stmt[] =>
  body.flatMap((s): Stmt[] => {
    const blocks = blocksOf(s);
    return blocks.length ? blocks.flatMap(reached) : [s];
  });

/** Everything that has a docstring of its own or could have one, by name, as doctest looks it up. The module is called `name`. */
export function documented(module: ModuleNode, name: string): Documented[] {
  const found = new Map<string, Documented>();
  const add = (path: string, body: readonly Stmt[]): void => {
    const doc = rawDoc(body) ?? "";
    found.set(path, { name: path, doc, docAt: body[0]?.span.start ?? 0 });
  };
  // A private name of a class has the class's before it.
  const named = (member: string, owner: string): string =>
    owner !== "" && member.startsWith("__") && !member.endsWith("__") ? `_${owner.replace(/^_+/, "")}${member}` : member;
  const members = (body: readonly Stmt[], path: string, owner = ""): void => {
    for (const s of reached(body)) {
      if (s.kind === "def") add(`${path}.${named(s.fn.name, owner)}`, s.fn.body);
      else if (s.kind === "assign" && s.value.kind === "lambda")
        for (const target of s.targets) if (target.kind === "name") add(`${path}.${target.id}`, []);
      if (s.kind === "class") {
        const at = `${path}.${s.cls.name}`;
        add(at, s.cls.body);
        for (const made of madeByDataclass(s.decorators)) add(`${at}.${made}`, []);
        members(s.cls.body, at, s.cls.name);
      }
    }
  };
  add(name, module.body);
  members(module.body, name);
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}
