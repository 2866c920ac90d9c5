/** Functions as values. */
import type { Span } from "../../../base/span.ts";
import type { ClosureParam, Expression, Passing, Statement, Type } from "../../../ir/index.ts";
import type { FunctionNode, Parameter, Stmt } from "../ast/nodes.ts";
import { flow, join, NONE, read, type FuncSite, type Ty } from "../infer/types.ts";
import { makeDynamic } from "../infer/dynamic.ts";
import type { Callable } from "../infer/callables.ts";
import { callCallable } from "./call.ts";
import { dynamicFunction } from "./dynamic-functions.ts";
import { convert } from "./convert.ts";
import { ex, inBlock, newLocal, nothing, push, webCell, type Cx, type Val } from "./context.ts";
import { expr } from "./expressions.ts";
import { namedTuple } from "./arguments.ts";
import { escaped } from "./functions.ts";
import { isHandedOn } from "./spread.ts";
import { irCell, irType, isGhost, keyOf } from "./ir-types.ts";
import { webId, webKey } from "./names.ts";
import { blocksOf, eachExpr, exprsOf } from "../scope-tree.ts";
import { block } from "./statements.ts";
import { truth } from "./truth.ts";

/** The closure that a function is where its type is that of `site`. */
export function functionValue(cx: Cx, val: Val, site: FuncSite, span: Span): Expression {
  const atom = val.ty[0];
  if (atom?.k !== "fn") return val.e;
  const own = atom.fn.site();
  void own;
  const named = (i: number): { name?: string } => {
    const at = i - (site.params.length - site.names.length);
    return at >= 0 ? { name: site.names[at] } : {};
  };
  read(cx.p.w, site.shape);
  if (site.dynamic) return dynamicFunction(cx, val, span);
  if (!cx.p.emitting) {
    const params = site.params.map((param) => read(cx.p.w, param));
    // How many arguments `*args` gets is not known before a call.
    const open =
      atom.fn.kind === "function" && !site.shaped && atom.fn.def.params.some((param) => param.kind === "star" || param.kind === "double");
    if (
      atom.fn.kind === "function" &&
      site.shaped &&
      !bindings(
        atom.fn.def,
        params.map((ty, i) => ({ ty, passing: "own" as const, ...named(i) })),
      )
    ) {
      makeDynamic(cx.p.w, site);
      return dynamicFunction(cx, val, span);
    }
    if (!open && params.every((ty) => ty.length > 0))
      closureOf(
        cx,
        atom.fn,
        params.map((ty, i) => ({ ty, passing: "own" as const, ...named(i) })),
        [],
        span,
        undefined,
        (ty) => flow(cx.p.w, site.result, escaped(cx, ty)),
      );
    return val.e;
  }
  const params = site.params.map((param) => read(cx.p.w, param));
  const result = read(cx.p.w, site.result);
  return closureOf(
    cx,
    atom.fn,
    params.map((ty, i) => ({ ty, passing: "own" as const, ...named(i) })),
    result,
    span,
    irCell(cx.p, site.result),
  );
}

/** Does the body of a function name the function itself? */
export function callsItself(def: FunctionNode): boolean {
  let found = false;
  const look = (body: readonly Stmt[]): void => {
    for (const s of body) {
      for (const e of exprsOf(s)) if (e) eachExpr(e, (inner) => (found ||= inner.kind === "name" && inner.id === def.name));
      blocksOf(s).forEach(look);
      if (s.kind === "def") look(s.fn.body);
    }
  };
  look(def.body);
  return found;
}

interface ParamShape {
  readonly ty: Ty;
  readonly passing: Passing;
  /** The call names it. */
  readonly name?: string;
}

/** What each parameter of a function gets when it is called so: an argument, several, or its default; undefined where that does not go together. */
function bindings(def: FunctionNode, args: readonly ParamShape[]): Map<Parameter, number | readonly number[] | "default"> | undefined {
  const found = new Map<Parameter, number | readonly number[] | "default">();
  const rest = args.map((_, i) => i);
  const take = (test: (i: number) => boolean): number | undefined => {
    const at = rest.findIndex(test);
    return at < 0 ? undefined : rest.splice(at, 1)[0];
  };
  for (const param of def.params) {
    if (param.kind === "star" || param.kind === "double") continue;
    const positional = param.kind === "normal" || param.kind === "positional" ? take((i) => args[i].name === undefined) : undefined;
    const at = positional ?? take((i) => args[i].name === param.name);
    if (at !== undefined) found.set(param, at);
    else if (param.default) found.set(param, "default");
    else return undefined;
  }
  for (const param of def.params) {
    if (param.kind !== "star" && param.kind !== "double") continue;
    if (param.kind === "double" && !isHandedOn(def)) return undefined;
    const all: number[] = [];
    for (let at; (at = take((i) => (args[i].name === undefined) === (param.kind === "star"))) !== undefined;) all.push(at);
    found.set(param, all);
  }
  return rest.length ? undefined : found;
}

function starTuple(cx: Cx, vals: readonly Val[], span: Span): Val {
  const ty: Ty = [{ k: "tuple", elems: vals.map((val) => val.ty) }];
  return { ty, e: ex(cx, "tuple", irType(cx.p, ty), span, { elems: vals.map((val) => val.e) }) };
}

/**
 * `|a, b| f(a, b)` with the result converted to `result`; a lambda's text stands in it directly. `see` is told the type of the body's value.
 * `whole`: there is a value for each parameter, `*args` and `**named` too.
 */
export function closureOf(
  cx: Cx,
  fn: Callable,
  params: readonly ParamShape[],
  result: Ty,
  span: Span,
  resultType?: Type,
  see?: (ty: Ty) => void,
  node: object = fn,
  whole = false,
): Expression {
  const plan =
    fn.kind !== "function" ? undefined : whole ? new Map(fn.def.params.map((param, i) => [param, i] as const)) : bindings(fn.def, params);
  const inline =
    fn.kind === "function" && plan && !fn.def.generator && !fn.def.async && (fn.def.lambda || !callsItself(fn.def)) && fn.parent === cx.inst
      ? fn
      : undefined;
  const names =
    fn.kind === "function" ? fn.def.params.filter((p) => p.kind === "normal" || p.kind === "positional").map((param) => param.name) : [];
  const closureParams: ClosureParam[] = params.map((param, i) => {
    const local = newLocal(cx, param.name ?? names[i] ?? `arg${i || ""}`, irType(cx.p, param.ty), span);
    cx.declared.add(local);
    return { local, passing: param.passing };
  });
  // Defaults belong to the moment at which the lambda is made.
  const kept: Statement[] = [];
  for (const [param, from] of inline ? plan! : []) {
    if (from !== "default") continue;
    const binding = inline!.module.scopes.binding(param);
    if (binding.kind !== "variable") continue;
    const val = expr(cx, param.default!);
    const cell = webCell(cx, cx.inst, webId(inline!.module, binding.web));
    flow(cx.p.w, cell, val.ty);
    const ty = read(cx.p.w, cell);
    if (!cx.p.emitting || isGhost(ty)) continue;
    const local = newLocal(cx, param.name, irCell(cx.p, cell), span);
    cx.declared.add(local);
    kept.push(cx.p.builder.stmt("let", span, { local, value: convert(cx, val, ty, span) }) as Statement);
    cx.webLocals.set(webKey(inline!.module, binding.web), local);
  }
  const env = cx.env;
  const saved = { handling: cx.handling, loops: cx.loops, building: cx.building, closure: cx.closure };
  cx.loops = [];
  cx.building = undefined;
  const isUnit = (): boolean => (resultType ?? irType(cx.p, result)).kind === "unit";
  const body: Statement[] = inBlock(cx, () => {
    let value: Val;
    if (inline) {
      const { scopes } = inline.module;
      const given = (i: number): Val => ({
        ty: params[i].ty,
        e: ex(cx, "local", irType(cx.p, params[i].ty), span, { local: closureParams[i].local }),
      });
      for (const [param, from] of plan!) {
        const binding = scopes.binding(param);
        if (binding.kind !== "variable" || from === "default") continue;
        const cell = webCell(cx, cx.inst, webId(inline.module, binding.web));
        const val: Val =
          typeof from === "number"
            ? given(from)
            : param.kind === "star"
              ? starTuple(cx, from.map(given), span)
              : namedTuple(
                  cx,
                  from.map((i) => ({ name: params[i].name, value: given(i) })),
                  span,
                );
        flow(cx.p.w, cell, val.ty);
        const ty = read(cx.p.w, cell);
        cx.env?.delete(webKey(inline.module, binding.web));
        if (!cx.p.emitting) continue;
        let local = typeof from === "number" ? closureParams[from].local : -1;
        if (local < 0 || keyOf(ty) !== keyOf(val.ty)) {
          const e = convert(cx, val, ty, span);
          local = newLocal(cx, param.name, irType(cx.p, ty), span);
          cx.declared.add(local);
          push(cx, "let", span, { local, value: e });
        }
        cx.webLocals.set(webKey(inline.module, binding.web), local);
      }
      if (!inline.def.lambda) {
        let all: Ty = [];
        cx.closure = {
          result: cx.p.emitting && resultType?.kind !== "bool" ? result : undefined,
          returned: (ty) => (all = join(cx.p.w, all, ty)),
        };
        cx.env = new Map(cx.env);
        block(cx, inline.def.body);
        if (cx.env) {
          all = join(cx.p.w, all, NONE);
          if (cx.p.emitting && !isUnit())
            push(cx, "return", span, { value: convert(cx, { ty: NONE, e: ex(cx, "unit", { kind: "unit" }, span, {}) }, result, span) });
        }
        see?.(all);
        return;
      }
      const only = inline.def.body[0] as Stmt<"return">;
      value = expr(cx, only.value!);
    } else {
      const args = closureParams.map((param, i) => ({
        name: params[i].name,
        value: { ty: params[i].ty, e: ex(cx, "local", irType(cx.p, params[i].ty), span, { local: param.local }) },
      }));
      value = callCallable(cx, fn, args, node, span);
    }
    see?.(value.ty);
    if (resultType?.kind === "bool") push(cx, "return", span, { value: truth(cx, value, span) });
    else if (isUnit()) push(cx, "expression", span, { value: value.e });
    else push(cx, "return", span, { value: cx.p.emitting ? convert(cx, value, result, span) : value.e });
  });
  cx.env = env;
  Object.assign(cx, saved);
  if (!cx.p.emitting) return nothing;
  const type = resultType ?? irType(cx.p, result);
  const closure = ex(
    cx,
    "closure",
    { kind: "func", params: params.map((param) => irType(cx.p, param.ty)), result: type, rep: cx.p.reps.fresh() },
    span,
    { params: closureParams, result: type, body: { statements: body } },
  );
  return kept.length ? ex(cx, "block", closure.type, span, { body: kept, value: closure }) : closure;
}
