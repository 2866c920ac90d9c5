/**
 * Random, typed, terminating Python programs for differential tests. The same seed gives the same program.
 *
 * Every expression is made for a wanted type, so that a program has no type errors; loops have constant bounds; divisors are made odd or
 * tested. Programs may still raise (an index, a key): both sides must then raise the same.
 */

type Kind = "int" | "float" | "bool" | "str" | "list[int]" | "list[str]" | "dict[str,int]" | "tuple[int,str]";

const KINDS: readonly Kind[] = ["int", "float", "bool", "str", "list[int]", "list[str]", "dict[str,int]", "tuple[int,str]"];
const WORDS = ["ada", "bolt", "cat", "delta", "echo", "fox", "", "Zoe", "x1", "end"];

interface Variable {
  readonly name: string;
  readonly kind: Kind;
}

interface Callable {
  readonly name: string;
  readonly params: readonly Kind[];
  readonly result: Kind;
}

interface State {
  readonly random: (below: number) => number;
  readonly functions: Callable[];
  readonly lines: string[];
  /** Names in scope; assigned on every path. */
  scope: Variable[];
  /** Loop variables and what else must not be assigned. */
  readonly fixed: Set<string>;
  next: number;
  depth: number;
}

/** A program for a seed: a few functions, then a main part that calls them and prints. */
export function generatePython(seed: number): string {
  const state: State = { random: randomNumbers(seed), functions: [], lines: [], scope: [], fixed: new Set(), next: 0, depth: 0 };
  const count = 2 + state.random(4);
  for (let i = 0; i < count; i++) makeFunction(state);
  state.scope = [];
  state.lines.push("def main():");
  statements(state, 6 + state.random(8), 1);
  for (const callable of state.functions) {
    line(state, 1, `print("${callable.name}", ${call(state, callable)})`);
  }
  for (const variable of state.scope) line(state, 1, `print("${variable.name}", ${variable.name})`);
  state.lines.push("", "", 'if __name__ == "__main__":', "    main()", "");
  return state.lines.join("\n");
}

/** xorshift32, so that a seed means the same everywhere. */
function randomNumbers(seed: number): (below: number) => number {
  let x = (seed * 2654435761 + 88675123) >>> 0 || 1;
  return (below) => {
    x ^= x << 13;
    x >>>= 0;
    x ^= x >>> 17;
    x ^= x << 5;
    x >>>= 0;
    return x % below;
  };
}

const pick = <T>(state: State, items: readonly T[]): T => items[state.random(items.length)]!;
const line = (state: State, indent: number, text: string) => state.lines.push("    ".repeat(indent) + text);
const fresh = (state: State, prefix: string) => `${prefix}${state.next++}`;

function makeFunction(state: State): void {
  const name = fresh(state, "f");
  const params = Array.from({ length: 1 + state.random(3) }, () => pick(state, KINDS));
  const result = pick(state, KINDS);
  const scope = params.map((kind, i) => ({ name: `p${i}`, kind }));
  state.scope = [...scope];
  state.lines.push(`def ${name}(${scope.map((p) => p.name).join(", ")}):`);
  statements(state, 2 + state.random(5), 1);
  line(state, 1, `return ${expression(state, result, 3)}`);
  state.lines.push("", "");
  state.functions.push({ name, params, result });
}

function statements(state: State, count: number, indent: number): void {
  const outer = state.scope;
  for (let i = 0; i < count; i++) statement(state, indent);
  if (indent > 1) state.scope = outer;
}

function statement(state: State, indent: number): void {
  const choice = state.random(12);
  const assignable = state.scope.filter((v) => !state.fixed.has(v.name) && !v.name.startsWith("p"));
  if (choice < 4 || assignable.length === 0) {
    const kind = pick(state, KINDS);
    const name = fresh(state, "v");
    line(state, indent, `${name} = ${expression(state, kind, 3)}`);
    state.scope = [...state.scope, { name, kind }];
    return;
  }
  const target = pick(state, assignable);
  if (choice < 6) return update(state, indent, target);
  if (indent >= 4) return void line(state, indent, `${target.name} = ${expression(state, target.kind, 2)}`);
  if (choice < 8) {
    line(state, indent, `if ${expression(state, "bool", 2)}:`);
    statements(state, 1 + state.random(2), indent + 1);
    if (state.random(2) === 0) {
      line(state, indent, "else:");
      statements(state, 1 + state.random(2), indent + 1);
    }
    return;
  }
  if (choice < 10) return loop(state, indent);
  if (choice < 11) {
    line(state, indent, "try:");
    line(state, indent + 1, `print("try", ${expression(state, "int", 2)} // (${expression(state, "int", 1)} % 3))`);
    line(state, indent, "except ZeroDivisionError as error:");
    line(state, indent + 1, 'print("caught", error)');
    return;
  }
  line(state, indent, `print(f"{(${expression(state, "int", 1).replaceAll('"', "'")}):>6} {${target.name}}")`);
}

function update(state: State, indent: number, target: Variable): void {
  const { name, kind } = target;
  const texts: Record<Kind, () => string> = {
    int: () => `${name} ${pick(state, ["+=", "-="])} ${expression(state, "int", 1)}`,
    float: () => `${name} ${pick(state, ["+=", "-=", "*="])} ${expression(state, "float", 1)}`,
    bool: () => `${name} = not ${name}`,
    str: () => `${name} += ${expression(state, "str", 1)}`,
    "list[int]": () => `${name}.append(${expression(state, "int", 2)})`,
    "list[str]": () => `${name}.append(${expression(state, "str", 2)})`,
    "dict[str,int]": () => `${name}[${expression(state, "str", 1)}] = ${expression(state, "int", 2)}`,
    "tuple[int,str]": () => `${name} = (${name}[0] + 1, ${name}[1])`,
  };
  line(state, indent, texts[kind]());
}

function loop(state: State, indent: number): void {
  const name = fresh(state, "i");
  const outer = state.scope;
  state.fixed.add(name);
  const choice = state.random(3);
  if (choice === 0) {
    line(state, indent, `for ${name} in range(${state.random(6)}):`);
    state.scope = [...outer, { name, kind: "int" }];
  } else if (choice === 1) {
    line(state, indent, `for ${name} in ${expression(state, "list[int]", 1)}[:5]:`);
    state.scope = [...outer, { name, kind: "int" }];
  } else {
    line(state, indent, `for ${name} in ${expression(state, "list[str]", 1)}[:5]:`);
    state.scope = [...outer, { name, kind: "str" }];
  }
  for (let i = 1 + state.random(2); i > 0; i--) statement(state, indent + 1);
  if (state.random(4) === 0) {
    line(state, indent + 1, `if ${expression(state, "bool", 1)}:`);
    line(state, indent + 2, pick(state, ["break", "continue"]));
  }
  state.scope = outer;
}

function call(state: State, callable: Callable): string {
  return `${callable.name}(${callable.params.map((kind) => expression(state, kind, 1)).join(", ")})`;
}

/** An expression of a kind, at most `depth` operators deep. */
function expression(state: State, kind: Kind, depth: number): string {
  const known = state.scope.filter((v) => v.kind === kind);
  if (depth <= 0) return known.length > 0 && state.random(3) > 0 ? pick(state, known).name : literal(state, kind);
  if (known.length > 0 && state.random(4) === 0) return pick(state, known).name;
  const callables = state.functions.filter((f) => f.result === kind);
  if (callables.length > 0 && state.depth === 0 && state.random(6) === 0) {
    state.depth++;
    const text = call(state, pick(state, callables));
    state.depth--;
    return text;
  }
  const sub = (wanted: Kind) => expression(state, wanted, depth - 1);
  return pick(state, FORMS[kind])(sub, state);
}

type Form = (sub: (kind: Kind) => string, state: State) => string;

const FORMS: Readonly<Record<Kind, readonly Form[]>> = {
  int: [
    (s) => `(${s("int")} + ${s("int")})`,
    (s) => `(${s("int")} - ${s("int")})`,
    (s) => `(${s("int")} * ${s("int")} % 1009)`,
    (s, state) => `(${s("int")} // ${1 + state.random(9)})`,
    (s, state) => `(${s("int")} % ${2 + state.random(9)})`,
    (s) => `len(${s("str")})`,
    (s) => `len(${s("list[int]")})`,
    (s) => `sum(${s("list[int]")})`,
    (s) => `abs(${s("int")})`,
    (s) => `max(${s("int")}, ${s("int")})`,
    (s) => `${s("dict[str,int]")}.get(${s("str")}, 0)`,
    (s) => `${s("tuple[int,str]")}[0]`,
    (s) => `(${s("int")} if ${s("bool")} else ${s("int")})`,
    (s) => `${s("str")}.count("a")`,
    (s) => `sum(n * 2 for n in ${s("list[int]")} if n % 2)`,
  ],
  float: [
    (s) => `(${s("float")} + ${s("float")})`,
    (s) => `(${s("float")} - ${s("float")})`,
    (s) => `(${s("float")} * 0.5)`,
    (s, state) => `(${s("int")} / ${1 + state.random(7)})`,
    (s) => `float(${s("int")})`,
    (s) => `round(${s("float")}, 2)`,
    (s) => `abs(${s("float")})`,
  ],
  bool: [
    (s) => `(${s("int")} < ${s("int")})`,
    (s) => `(${s("int")} == ${s("int")})`,
    (s) => `(${s("str")} in ${s("list[str]")})`,
    (s) => `(${s("str")} == ${s("str")})`,
    (s) => `(${s("bool")} and ${s("bool")})`,
    (s) => `(not ${s("bool")})`,
    (s) => `(${s("float")} >= ${s("float")})`,
    (s) => `any(n > 3 for n in ${s("list[int]")})`,
    (s) => `${s("str")}.startswith(${s("str")})`,
    (s) => `(${s("int")} in ${s("list[int]")})`,
  ],
  str: [
    (s) => `(${s("str")} + ${s("str")})`,
    (s) => `${s("str")}.upper()`,
    (s) => `${s("str")}[:3]`,
    (s) => `${s("str")}[::-1]`,
    (s) => `str(${s("int")})`,
    (s) => `repr(${s("float")})`,
    (s) => `"-".join(${s("list[str]")})`,
    (s) => `${s("str")}.replace("a", "o")`,
    (s) => `(${s("str")} * 2)`,
    (s) => `${s("tuple[int,str]")}[1]`,
    (s) => `("%d:%s" % (${s("int")}, ${s("str")}))`,
    (s) => `"{:>5}|{}".format(${s("str")}, ${s("bool")})`,
    (s) => `str(${s("list[int]")})`,
  ],
  "list[int]": [
    (s) => `[${s("int")}, ${s("int")}]`,
    (s) => `(${s("list[int]")} + ${s("list[int]")})`,
    (s) => `[n + 1 for n in ${s("list[int]")}]`,
    (s) => `sorted(${s("list[int]")})`,
    (s) => `${s("list[int]")}[1:]`,
    (s) => `list(range(abs(${s("int")}) % 6))`,
    (s) => `[len(w) for w in ${s("list[str]")}]`,
    (s) => `list(${s("dict[str,int]")}.values())`,
  ],
  "list[str]": [
    (s) => `[${s("str")}, ${s("str")}]`,
    (s) => `${s("str")}.split("a")`,
    (s) => `sorted(${s("list[str]")})`,
    (s) => `list(${s("dict[str,int]")})`,
    (s) => `[w + "!" for w in ${s("list[str]")} if w]`,
    (s) => `list(${s("str")})`,
    (s) => `[str(n) for n in ${s("list[int]")}]`,
  ],
  "dict[str,int]": [
    (s) => `{${s("str")}: ${s("int")}, ${s("str")}: ${s("int")}}`,
    (s) => `{w: len(w) for w in ${s("list[str]")}}`,
    (s) => `dict(zip(${s("list[str]")}, ${s("list[int]")}))`,
  ],
  "tuple[int,str]": [(s) => `(${s("int")}, ${s("str")})`, (s) => `max([(${s("int")}, ${s("str")}), (${s("int")}, ${s("str")})])`],
};

function literal(state: State, kind: Kind): string {
  const texts: Record<Kind, () => string> = {
    int: () => String(state.random(40) - 10),
    float: () => `${state.random(100) - 50}.${pick(state, ["0", "5", "25", "1"])}`,
    bool: () => pick(state, ["True", "False"]),
    str: () => `"${pick(state, WORDS)}"`,
    "list[int]": () => `[${Array.from({ length: 1 + state.random(4) }, () => state.random(20) - 5).join(", ")}]`,
    "list[str]": () => `[${Array.from({ length: 1 + state.random(3) }, () => `"${pick(state, WORDS)}"`).join(", ")}]`,
    "dict[str,int]": () => `{"${pick(state, WORDS)}": ${state.random(9)}}`,
    "tuple[int,str]": () => `(${state.random(9)}, "${pick(state, WORDS)}")`,
  };
  return texts[kind]();
}
