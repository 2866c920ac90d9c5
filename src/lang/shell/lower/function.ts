/** Functions: one Rust function each. */
import type { FunctionId, IrFunction, Local, LocalId } from "../../../ir/index.ts";
import type { Command } from "../parse/index.ts";
import { functionText } from "../function-text.ts";
import type { Owned } from "../owned.ts";
import { at, bytes, effect, i64, newLocal, refuseAt, SHELL, SET, STATUS, statusOf, type Outcome, type Scope } from "./context.ts";
import { command } from "./command.ts";
import type { Place } from "../parse/index.ts";

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
  const id = unit.functions.length;
  unit.functions.push(undefined);
  const locals: Local[] = [];
  const native = new Map<string, LocalId>();
  const texts = new Map<string, LocalId>();
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
    branched,
    doc: undefined,
    trapLines: undefined,
    inline: false,
    binds: false,
    leaves: undefined,
    ...more,
  };
  const n = at(body, place);
  locals.push({ id: 0, name: "sh", type: SHELL, span: n.span });
  for (const each of names?.integers ?? []) native.set(each, newLocal(body, each, i64, n.span));
  for (const each of names?.texts ?? []) texts.set(each, newLocal(body, each, bytes, n.span));
  const outcome = run(body);
  if (outcome.kind !== "never") body.out.push(n.stmt("return", n.span, { value: statusOf(n, outcome) }));
  const made: IrFunction = {
    id,
    name: rustName(name),
    module: 0,
    span: n.span,
    params: [{ local: 0, passing: "inout" }],
    result: STATUS,
    locals,
    body: { statements: body.out },
    fails: "always",
    ...(scope.doc ? { doc: scope.doc } : {}),
  };
  unit.functions[id] = made;
  return id;
}

const rustName = (name: string): string => {
  const snake = name
    .replace(/[^A-Za-z0-9_]/g, "_")
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase();
  return /^[a-z_]/.test(snake) && !/^_+$/.test(snake) ? snake : `f_${snake}`;
};

export function functionCommand(scope: Scope, c: Command<"function">): Outcome {
  const n = at(scope, c.place);
  const id = makeFunction(
    scope,
    c.name,
    c.place,
    (to) => {
      // What a branch declares lives as long as the function.
      for (const name of scope.unit.natives?.inBranch(c.body) ?? []) {
        const local = to.native.get(name) ?? to.texts.get(name);
        if (local === undefined) continue;
        (to.branched as Set<LocalId>).add(local);
        to.out.push(at(to, c.place).stmt("let", n.span, { local }));
      }
      return command(to, c.body, true);
    },
    true,
    { fn: c.name },
    scope.unit.natives?.inFunction(c.body),
  );
  effect(scope, n, n.shell("sh.define", { kind: "unit" }, n.text(c.name), functionValue(n, id)));
  if (scope.unit.showsPlaces) effect(scope, n, n.shell("sh.define_line", { kind: "unit" }, n.text(c.name), n.line()));
  if (scope.unit.showsFunctions) {
    if (scope.fixed) refuseAt(scope, "SH0403", c.place, `\`${c.name}\` is defined in the text of \`eval\` or a trap`);
    effect(scope, n, n.shell("sh.define_text", { kind: "unit" }, n.text(c.name), n.text(functionText(scope.text, c))));
  }
  return SET;
}

/** A function of the program as a value. */
export const functionValue = (n: ReturnType<typeof at>, id: FunctionId) =>
  n.expr("function", { kind: "fnptr", params: [SHELL], result: STATUS, variadic: false }, n.span, { function: id });
