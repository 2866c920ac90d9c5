/** Functions: one Rust function each. */
import type { Expression, FunctionId, IrFunction, Local, LocalId, Param } from "../../../ir/index.ts";
import { walk } from "../../../ir/walk.ts";
import { parseBytes, type Command, type Place } from "../parse/index.ts";
import { functionText } from "../function-text.ts";
import type { DirectFunction } from "../direct.ts";
import type { Owned } from "../owned.ts";
import {
  ARRAY,
  at,
  bind,
  bytes,
  closure,
  effect,
  hoist,
  i64,
  newLocal,
  OUT,
  refuseAt,
  SHELL,
  SET,
  STATUS,
  statusOf,
  usesSh,
  valued,
  type Node,
  type Outcome,
  type Scope,
} from "./context.ts";
import { evaluated } from "./arithmetic.ts";
import { command } from "./command.ts";
import { isOneText } from "./echo.ts";
import { AsksShell, freeResult } from "./free.ts";
import { withDeclarations } from "./declare.ts";
import { withoutFirstValues } from "./first-values.ts";
import { withRanges } from "./ranges.ts";
import { walk as walkCommands } from "./scan.ts";
import { returnFromBranches } from "./tails.ts";
import { copied, owned } from "./text.ts";

/** Makes a Rust function of commands; `run` lowers its body. */
export function makeFunction(
  scope: Scope,
  name: string,
  place: Place,
  run: (scope: Scope) => Outcome,
  inFunction: boolean,
  more: Partial<Scope> = {},
  names?: Owned,
): FunctionId {
  const { unit } = scope;
  const id = more.direct ? directId(scope, name) : newId(scope);
  const locals: Local[] = [];
  const native = new Map<string, LocalId>();
  const texts = new Map<string, LocalId>();
  const arrays = new Map<string, LocalId>();
  const branched = new Set<LocalId>();
  const body: Scope = {
    ...scope,
    locals,
    out: [],
    frames: [],
    labels: { next: 0 },
    inFunction,
    ignored: false,
    native,
    texts,
    arrays,
    branched,
    loops: names?.loops ?? new Map(),
    doc: undefined,
    direct: undefined,
    free: undefined,
    nonzero: undefined,
    guarded: undefined,
    list: undefined,
    trapLines: undefined,
    inline: false,
    binds: false,
    bits: false,
    leaves: undefined,
    ...more,
  };
  const n = at(body, place);
  locals.push({ id: 0, name: "sh", type: SHELL, span: n.span });
  if (more.free?.result === "nothing") locals[0] = { ...locals[0], name: "output", type: OUT };
  const params: Param[] = more.free && more.free.result !== "nothing" ? [] : [{ local: 0, passing: "inout" }];
  for (let i = 1; i <= (more.direct?.count ?? 0); i++) {
    const integer = more.direct?.integers.has(i) === true;
    const known = [...(more.direct?.names ?? [])].filter(([, index]) => index === i).map(([each]) => each);
    const local = newLocal(body, known[0] ?? `arg_${i}`, integer ? i64 : bytes, n.span);
    for (const each of [...known, String(i)]) (integer ? native : texts).set(each, local);
    params.push({ local, passing: "value" });
  }
  if (more.direct?.list) {
    (body as { list?: LocalId }).list = newLocal(body, "args", n.listOf(bytes), n.span);
    params.push({ local: body.list as LocalId, passing: "value" });
  }
  for (const [each, changes] of (more.direct && unit.natives?.handed.get(name)) ?? []) {
    const { integers, texts: ofText } = unit.natives?.main as Owned;
    const [type, among] = integers.has(each)
      ? ([i64, native] as const)
      : ofText.has(each)
        ? ([bytes, texts] as const)
        : ([ARRAY, arrays] as const);
    const local = newLocal(body, each, type, n.span);
    among.set(each, local);
    params.push({ local, passing: changes ? "inout" : "value" });
  }
  for (const each of names?.integers ?? [])
    if (!native.has(each) && body.loops.get(each)?.besides !== false) native.set(each, newLocal(body, each, i64, n.span));
  for (const each of names?.texts ?? [])
    if (!texts.has(each) && body.loops.get(each)?.besides !== false) texts.set(each, newLocal(body, each, bytes, n.span));
  for (const each of names?.arrays ?? []) arrays.set(each, newLocal(body, each, ARRAY, n.span));
  const outcome = run(body);
  if (outcome.kind !== "never" && !more.free && !(outcome.kind === "set" && returnFromBranches(n, body.out)))
    body.out.push(n.stmt("return", n.span, { value: statusOf(n, outcome) }));
  if (more.free && usesSh(body)) throw new AsksShell(name);
  const made: IrFunction = {
    id,
    name: rustName(name),
    module: 0,
    span: n.span,
    params,
    result: more.free ? freeResult(body, more.free) : STATUS,
    locals,
    body: withoutFirstValues(withDeclarations(withRanges({ statements: body.out }, locals)), unit.nounset),
    fails: more.free ? "never" : "always",
    ...(scope.doc ? { doc: scope.doc } : {}),
  };
  unit.functions[id] = made;
  return id;
}

function newId({ unit }: Scope): FunctionId {
  unit.functions.push(undefined);
  return unit.functions.length - 1;
}

/** The number of a function that is called directly, perhaps before its text is reached. */
function directId(scope: Scope, name: string): FunctionId {
  const { directIds } = scope.unit;
  const id = directIds.get(name) ?? newId(scope);
  directIds.set(name, id);
  return id;
}

/** A call of a function with its words; undefined where it has to go through the shell. */
export function directCall(scope: Scope, n: Node, name: string, words: readonly Expression[]): Expression | undefined {
  if (scope.unit.free.has(name)) return undefined;
  const made = freeArguments(scope, n, name, words);
  return made && n.expr("call", STATUS, n.span, { function: made.id, args: [n.sh(), ...withHanded(scope, n, name, made.args)] });
}

/** The function of a direct call, and its arguments without the shell. */
export function freeArguments(
  scope: Scope,
  n: Node,
  name: string,
  words: readonly Expression[],
): { readonly id: FunctionId; readonly args: readonly Expression[] } | undefined {
  const direct = scope.unit.direct.get(name);
  if (direct?.list) return { id: directId(scope, name), args: [listOfWords(n, words)] };
  if (!direct || words.length > direct.count || !words.every(isOneText)) return undefined;
  const args: Expression[] = [];
  for (let i = 1; i <= direct.count; i++) {
    const word = words[i - 1] as Expression | undefined;
    if (direct.integers.has(i)) {
      if (!word) return undefined;
      args.push(integerArgument(scope, n, word));
    } else args.push(word === undefined ? n.bytes("") : hoist(scope, n, owned(n, word)));
  }
  return { id: directId(scope, name), args };
}

/** Variables that a call may change: they are lent to it. */
const LENT = new WeakSet<Expression>();

/** Is a variable lent to a call that may change it? */
export const isLent = (e: Expression): boolean => LENT.has(e);

/** The arguments of a call, and the globals that the function shares with the main script. */
function withHanded(scope: Scope, n: Node, name: string, given: readonly Expression[]): readonly Expression[] {
  const handed = scope.unit.natives?.handed.get(name);
  if (!handed) return given;
  let args = given;
  const more: Expression[] = [];
  for (const [each, changes] of handed) {
    const local = n.local((scope.native.get(each) ?? scope.texts.get(each) ?? scope.arrays.get(each)) as LocalId) as Expression<"local">;
    more.push(local);
    if (!changes) continue;
    LENT.add(local);
    // A text that looks at the variable stands in its way.
    args = args.map((arg) => (arg.type.kind === "bytes" && names(arg, local) ? bind(scope, n, "text", copied(n, arg))() : arg));
  }
  return [...args, ...more];
}

function names(e: Expression, { local }: Expression<"local">): boolean {
  let found = false;
  walk([e], (node) => {
    if (node.kind === "local" && node.local === local) found = true;
    return !found;
  });
  return found;
}

/** The words of a call as one list. */
export function listOfWords(n: Node, words: readonly Expression[]): Expression {
  const [only] = words;
  return words.length === 1 && only.type.kind === "list"
    ? only
    : n.expr("runtime", n.listOf(bytes), n.span, { row: "sh.argv", args: [...words] });
}

function integerArgument(scope: Scope, n: Node, word: Expression): Expression {
  if (word.type.kind === "int") return hoist(scope, n, word, "value");
  if (word.kind === "str") return n.number(BigInt(word.value));
  return bind(scope, n, "value", evaluated(n, word))();
}

/** The same function as the shell calls it: its parameters are those of the call. */
function throughShell(scope: Scope, n: Node, name: string, { count }: DirectFunction): Expression {
  return closure(
    scope,
    n,
    (to) => {
      const words = Array.from({ length: count }, (_, i) => bind(to, n, "text", n.shell("sh.get", bytes, n.name(String(i + 1))))());
      return valued(directCall(to, n, name, words) as Expression);
    },
    "process",
  );
}

const rustName = (name: string): string => {
  const snake = name
    .replace(/[^A-Za-z0-9_]/g, "_")
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/(?<=[A-Za-z0-9])_{2,}/g, "_")
    .toLowerCase();
  return /^[a-z_]/.test(snake) && !/^_+$/.test(snake) ? snake : `f_${snake}`;
};

/** As many parameters as `define_with` knows. */
const MOST = 6;

export function functionCommand(scope: Scope, c: Command<"function">): Outcome {
  const n = at(scope, c.place);
  const direct = scope.unit.direct.get(c.name);
  const free = scope.unit.free.get(c.name);
  const id = makeFunction(
    scope,
    c.name,
    c.place,
    (to) => {
      // What a branch declares lives as long as the function.
      for (const name of scope.unit.natives?.inBranch(c.body) ?? []) {
        const local = to.native.get(name) ?? to.texts.get(name) ?? to.arrays.get(name);
        if (local === undefined) continue;
        (to.branched as Set<LocalId>).add(local);
        to.out.push(at(to, c.place).stmt("let", n.span, { local }));
      }
      return command(to, c.body, free?.result !== "nothing");
    },
    true,
    { fn: c.name, direct, free, nonzero: free?.nonzero },
    scope.unit.natives?.inFunction(c.body),
  );
  if (direct?.always && !scope.unit.showsFunctions) return SET;
  const row = !direct?.count ? "sh.define" : direct.integers.size || direct.count > MOST ? "sh.define.closure" : "sh.define_with";
  const value = row === "sh.define.closure" && direct ? throughShell(scope, n, c.name, direct) : functionValue(n, id);
  effect(scope, n, n.shell(row, { kind: "unit" }, n.text(c.name), value));
  if (scope.unit.showsPlaces) effect(scope, n, n.shell("sh.define_line", { kind: "unit" }, n.text(c.name), n.line()));
  if (scope.unit.showsFunctions) {
    const placed = scope.fixed ? placedIn(scope.text, c.name) : c;
    if (!placed) refuseAt(scope, "SH0403", c.place, `\`${c.name}\` is defined several times in the text of \`eval\` or a trap`);
    effect(scope, n, n.shell("sh.define_text", { kind: "unit" }, n.text(c.name), n.text(functionText(scope.text, placed))));
  }
  return SET;
}

/** The only function of a name that a text inside the program defines, with its places in that text. */
function placedIn(text: string, name: string): Command<"function"> | undefined {
  const all: Command<"function">[] = [];
  walkCommands(parseBytes(text).body, (node) => {
    if (node.kind === "function" && node.name === name) all.push(node as unknown as Command<"function">);
  });
  return all.length === 1 ? all[0] : undefined;
}

/** A function of the program as a value. */
export const functionValue = (n: ReturnType<typeof at>, id: FunctionId) =>
  n.expr("function", { kind: "fnptr", params: [SHELL], result: STATUS, variadic: false }, n.span, { function: id });
