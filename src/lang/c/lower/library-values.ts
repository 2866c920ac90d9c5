/**
 * Functions of the library as values (`free`, `toupper`, `strcmp`): functions of the program that do the same, so that pointers to them are like all
 * others, and stay inside the program.
 */
import type { Expr, Stmt, Sym } from "../ast.ts";
import { pointerTo, type FunctionType } from "../types/types.ts";
import { libraryRow } from "../libc/rows.ts";
import type { FunctionContext } from "./context.ts";
import type { Entities, Entity } from "./entities.ts";

const known = new WeakMap<Entities, Map<string, Sym>>();

/** The program's own function for one of the library, where calls of it are safe; `at` is where it is named. */
export function libraryValue(cx: FunctionContext, entity: Entity, at: number): Sym | undefined {
  const type = entity.sym.type as FunctionType;
  if (entity.sym.body || !entity.sym.system || type.variadic || type.unprototyped) return undefined;
  if (libraryRow(entity.symbol, entity.sym)?.arguments !== type.params.length) return undefined;
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
  const value: Expr<"call"> = {
    kind: "call",
    type: type.result,
    at,
    callee: { kind: "addressOf", type: pointerTo(type), at, place: { kind: "function", type, at, sym } },
    args: params.map((param): Expr => ({ kind: "variable", type: param.type, at, sym: param })),
    fn: type,
  };
  const body: Stmt = { kind: type.result.kind === "void" ? "expression" : "return", at, to: at + 1, value };
  own.body = {
    params,
    block: { kind: "block", at, to: at + 1, body: [body] },
    labels: new Set(),
    addressedLabels: [],
    outer: new Set(),
    nested: new Set(),
    locals: [],
  };
  return own;
}
