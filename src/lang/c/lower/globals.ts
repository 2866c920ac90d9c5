/** Globals and their values. */
import { Refusal } from "../../../diagnostics/diagnostic.ts";
import { unit as irUnit, type Expression, type Global, type IrFunction, type Local, type Statement } from "../../../ir/index.ts";
import type { Sym } from "../ast.ts";
import { evalFloat, evalInt } from "../check/constant.ts";
import { integerOf, voidType, type FunctionType } from "../types/types.ts";
import { createContext, expr, intOf, spanOf, stmt, usize, type FunctionContext, type ProgramContext } from "./context.ts";
import type { Entity } from "./entities.ts";
import { isConstant, lowerInit, zeroValue } from "./initialisers.ts";

export const placeholderGlobal = (program: ProgramContext, entity: Entity, id: number): Global => ({
  id,
  name: entity.name,
  module: entity.sym.unit,
  span: program.units[entity.sym.unit].map.spanOf(entity.sym.at),
  type: irUnit,
  constant: false,
});

export function lowerGlobal(program: ProgramContext, entity: Entity, id: number): Global {
  const sym = entity.sym;
  const unit = program.units[sym.unit];
  const span = unit.map.spanOf(sym.at);
  const type = program.records.typeOf(sym.type);
  const base = { id, name: sym.name, module: sym.unit, span, type };
  if (!sym.defined) return { ...base, module: program.root, constant: false, extern: { symbol: entity.symbol } };
  if (sym.perThread && program.threads)
    throw new Refusal({ code: "C0701", severity: "refusal", span, message: `‘${sym.name}’, which each thread has for itself` });
  const cx = createContext(program, unit, entity);
  cx.constant = true;
  const value = sym.init ? constantInit(cx, sym) : zeroValue(cx, sym.type, sym.at);
  if (!isConstant(value)) {
    const { at, unit: of } = sym;
    const setter: Sym = {
      kind: "function",
      name: `set_${sym.name}`,
      type: setterType,
      storage: "static",
      fileScope: true,
      at,
      system: false,
      unit: of,
    };
    program.lateGlobals.set(setter, entity);
    program.entities.function(setter);
    return { ...base, value: zeroValue(cx, sym.type, sym.at), constant: false };
  }
  // what is declared `const` is not written through a pointer either
  const fixed = sym.type.kind === "array" && sym.type.of.const === true;
  return { ...base, value, constant: !entity.all.some((s: Sym) => s.written || (s.addressed && !fixed)) };
}

const setterType: FunctionType = { kind: "function", result: voidType, params: [], variadic: false };

/** The function that gives a global its value, which Rust cannot compute before the program starts. */
export function lowerSetter(program: ProgramContext, setter: Entity, id: number, { sym }: Entity): IrFunction {
  const cx = createContext(program, program.units[sym.unit], setter);
  const value = lowerInit(cx, sym.init, sym.type, sym.at);
  const body: Statement[] = [];
  const fill = (place: () => Expression, given: Expression): void => {
    if (given.kind !== "array") body.push(stmt(cx, "assign", sym.at, { place: place(), value: given }));
    else
      for (const [i, elem] of given.elems.entries())
        fill(() => expr(cx, "index", elem.type, sym.at, { object: place(), index: intOf(cx, i, usize, sym.at) }), elem);
  };
  fill(() => expr(cx, "global", value.type, sym.at, { global: program.entities.global(sym) }), value);
  return {
    id,
    name: setter.name,
    module: sym.unit,
    span: spanOf(cx, sym.at),
    params: [],
    result: irUnit,
    locals: cx.locals as Local[],
    body: { statements: body },
    fails: "never",
  };
}

/** `main`, which begins with the values that could not be computed before. */
export function withSetters(program: ProgramContext, main: IrFunction): IrFunction {
  const { build, entities } = program;
  const calls = [...program.lateGlobals.keys()].map((setter): Statement => {
    const value = build.expr("call", irUnit, main.span, { function: entities.function(setter), args: [] });
    return build.stmt("expression", main.span, { value });
  });
  return calls.length === 0 ? main : { ...main, body: { ...main.body, statements: [...calls, ...main.body.statements] } };
}

function constantInit(cx: FunctionContext, sym: Sym): Expression {
  const init = sym.init!;
  if (init.kind === "value" && integerOf(sym.type)) {
    const known = evalInt(init.value);
    if (known !== undefined && sym.type.kind !== "bool")
      return cx.program.build.expr("int", cx.program.records.typeOf(sym.type), cx.unit.map.spanOf(sym.at), { value: known });
  }
  if (init.kind === "value" && sym.type.kind === "float") {
    const known = evalFloat(init.value);
    if (known !== undefined)
      return cx.program.build.expr("float", cx.program.records.typeOf(sym.type), cx.unit.map.spanOf(sym.at), { value: known });
  }
  return lowerInit(cx, init, sym.type, sym.at);
}
