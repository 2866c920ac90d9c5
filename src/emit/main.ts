/** `fn main`: hands the program to the runtime. */
import type { FunctionId, IrFunction, Program, Statement } from "../ir/index.ts";
import { walk } from "../ir/walk.ts";
import type { Facts } from "../passes/facts.ts";
import type { RustExpr, RustItem } from "../rust/ast.ts";
import { call, lit, path, pName, stringLiteral, unsafeBlock, valueBlock } from "../rust/make.ts";
import { isUnsafe } from "./calls.ts";
import { functionPath, type ProgramContext } from "./context.ts";
import { divergesExpr } from "../rust/diverges.ts";
import { endsProgram } from "./failures.ts";
import { commentsOf, emitFunction, isForeign } from "./items.ts";
import { commentText } from "./statements.ts";
import { rustType } from "./types.ts";

/** What `fn main` takes over. */
export interface MainBody {
  /** The function whose body it has; undefined: it names the entry. */
  readonly body?: IrFunction;
  /** Functions that are not written by themselves: they are in it. */
  readonly gone: ReadonlySet<FunctionId>;
}

/** A function that nothing else names, takes nothing and gives nothing stands in `fn main` itself; so does one that it does nothing but call. */
export function bodyOfMain(program: Program, facts: Facts): MainBody {
  const entry = program.functions[program.start.entry];
  const named = uses(program);
  const plain = (fn: IrFunction): boolean =>
    fn.params.length === 0 &&
    fn.result.kind === "unit" &&
    !fn.yields &&
    !fn.owner &&
    !fn.extern &&
    !fn.callback &&
    fn.module === entry.module &&
    fn.fails !== "always" &&
    !facts.fails(fn.id);
  if (!program.safe || program.start.args?.length || !plain(entry) || named.get(entry.id)) return { gone: new Set() };
  const { statements } = entry.body;
  const calls = statements.every((each) => each.kind === "expression");
  const last = statements.at(-1);
  const value = calls && last?.kind === "expression" && statements.slice(0, -1).every(isSetting) ? last.value : undefined;
  const called = value?.kind === "call" ? program.functions[value.function] : undefined;
  if (called && plain(called) && named.get(called.id) === 1 && called.name === "main")
    return { body: called, gone: new Set([entry.id, called.id]) };
  return { body: entry, gone: new Set([entry.id]) };
}

/** A call of the library that sets something up. */
const isSetting = (s: Statement): boolean => s.kind === "expression" && s.value.kind === "runtime" && !s.comments?.length;

/** How often each function is named. */
function uses(program: Program): Map<FunctionId, number> {
  const counts = new Map<FunctionId, number>();
  for (const fn of program.functions)
    walk(fn.body, (node) => {
      if (node.kind === "call" || node.kind === "function") counts.set(node.function, (counts.get(node.function) ?? 0) + 1);
    });
  return counts;
}

/** The function that the runtime is handed: one that is called through pointers of C stands in a closure. */
function entryFunction(unit: ProgramContext, module: number, entry: IrFunction): RustExpr {
  const named = path(functionPath(unit, module, entry.id));
  if (!isForeign(unit, entry)) return named;
  const params = ["argc", "argv", "environment"].slice(0, entry.params.length);
  const calls = call(named, ...params.map((name) => path(name)));
  const body = isUnsafe({ unit }, entry.id) ? unsafeBlock(valueBlock(calls)) : calls;
  // with its result said it is not taken for the function itself
  return { kind: "closure", params: params.map((name) => ({ pattern: pName(name) })), body, result: rustType(entry.result, unit, module) };
}

export function mainFunction(unit: ProgramContext, module: number, { body }: MainBody): RustItem[] {
  const { start, functions } = unit.program;
  const row = unit.program.rows(start.row);
  if (row.feature) unit.features.add(row.feature);
  const args = (start.args ?? []).map((text) => lit(stringLiteral(text)));
  const item = body && emitFunction(unit, body);
  // A closure that never returns has no type that the runtime takes.
  const never = body?.body.statements.some((each) => endsProgram(unit, each)) === true;
  const apart = item?.kind === "fn" && item.body !== undefined && (never || divergesExpr({ kind: "block", block: item.body }));
  const caller = functions[start.entry];
  const around = item && body !== caller ? emitFunction(unit, caller) : undefined;
  const settings = around?.kind === "fn" ? (around.body?.statements.slice(0, -1) ?? []) : [];
  const inside: RustExpr =
    item?.kind === "fn" && item.body && !apart
      ? {
          kind: "closure",
          params: [],
          body: { kind: "block", block: { ...item.body, statements: [...settings, ...item.body.statements] } },
        }
      : entryFunction(unit, module, caller);
  const comments = [
    ...commentsOf(caller),
    ...(body && body !== caller
      ? [
          ...commentsOf(body),
          ...caller.body.statements.flatMap((each) => (each.comments ?? []).map(commentText)),
          ...(caller.body.trailing ?? []).map(commentText),
        ]
      : []),
  ];
  const main: RustItem = {
    kind: "fn",
    name: "main",
    prefix: "",
    generics: [],
    params: [],
    result: { kind: "path", path: "std::process::ExitCode", args: [] },
    doc: apart ? undefined : item?.doc,
    comments: body && !apart ? comments : undefined,
    body: { statements: [], value: call(`rt::${(unit.facts.shallow && start.shallow) || row.run}`, ...args, inside) },
  };
  // A macro of the runtime that is the whole function.
  if (row.form === "macro" && inside.kind === "path") {
    const texts = (start.args ?? []).map((text) => `${stringLiteral(text)}, `);
    return [{ kind: "macroItem", text: `rt::${row.run}!(${texts.join("")}${inside.path});` }];
  }
  return apart ? [item, ...(around ? [around] : []), main] : [main];
}
