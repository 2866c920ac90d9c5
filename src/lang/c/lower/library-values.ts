/**
 * Functions of the library as values (`free`, `toupper`, `strcmp`): functions of the program that do the same, so that pointers to them are like all
 * others, and stay inside the program.
 */
import type { Expr, Stmt, Sym } from "../ast.ts";
import { pointerTo, vaListType, voidType, type FunctionType } from "../types/types.ts";
import { libraryRow } from "../libc/rows.ts";
import type { FunctionContext } from "./context.ts";
import type { Entities, Entity } from "./entities.ts";

/** Functions that have a twin which takes the further arguments as a list. */
const takers: ReadonlySet<string> = new Set(["printf", "fprintf", "sprintf", "snprintf"]);

const known = new WeakMap<Entities, Map<string, Sym>>();

/** The program's own function for one of the library, where calls of it are safe; `at` is where it is named. */
export function libraryValue(cx: FunctionContext, entity: Entity, at: number): Sym | undefined {
  const type = entity.sym.type as FunctionType;
  if (entity.sym.body || !entity.sym.system || type.unprototyped) return undefined;
  if (type.variadic ? !takers.has(entity.symbol) : libraryRow(entity.symbol, entity.sym)?.arguments !== type.params.length)
    return undefined;
  const { entities } = cx.program;
  let made = known.get(entities);
  if (!made) known.set(entities, (made = new Map<string, Sym>()));
  let found = made.get(entity.symbol);
  if (!found) made.set(entity.symbol, (found = wrapper(cx, entity, type, at)));
  return found;
}

function wrapper(cx: FunctionContext, { sym, symbol }: Entity, type: FunctionType, at: number): Sym {
  const unit = cx.program.units.indexOf(cx.unit);
  const own: Sym = { kind: "function", name: symbol, type, storage: "static", fileScope: true, at, system: false, unit };
  const params = type.params.map((param, i): Sym => {
    const name = param.name?.replace(/^_+/, "") || (type.params.length === 1 ? "value" : `arg_${i + 1}`);
    return {
      kind: "variable",
      name,
      type: param.type,
      storage: "none",
      fileScope: false,
      at,
      system: false,
      parameter: true,
      owner: own,
      unit,
    };
  });
  const named = params.map((param): Expr => ({ kind: "variable", type: param.type, at, sym: param }));
  const locals: Sym[] = [];
  const body: Stmt[] = [];
  let called = sym;
  if (type.variadic) {
    const list: Sym = { ...params[0], name: "list", type: vaListType, storage: "auto", parameter: undefined };
    const twin: FunctionType = { ...type, variadic: false, params: [...type.params, { name: "list", type: vaListType, at }] };
    const read: Expr = { kind: "variable", type: vaListType, at, sym: list };
    called = { ...sym, name: `v${symbol}`, symbol: `v${symbol}`, type: twin };
    locals.push(list);
    body.push({ kind: "declare", sym: list, at, to: at + 1 });
    body.push({ kind: "expression", at, to: at + 1, value: { kind: "vaStart", type: voidType, at, list: read } });
    named.push(read);
  }
  const fn = called.type as FunctionType;
  const value: Expr<"call"> = {
    kind: "call",
    type: type.result,
    at,
    callee: { kind: "addressOf", type: pointerTo(fn), at, place: { kind: "function", type: fn, at, sym: called } },
    args: named,
    fn,
  };
  body.push({ kind: type.result.kind === "void" ? "expression" : "return", at, to: at + 1, value });
  own.body = {
    params,
    block: { kind: "block", at, to: at + 1, body },
    labels: new Set(),
    addressedLabels: [],
    outer: new Set(),
    nested: new Set(),
    locals,
  };
  return own;
}
