/** Functions of the program: binding arguments, choosing or making the instance, calling it. */
import { identityOf } from "../ast/identity.ts";
import type { Span } from "../../../base/span.ts";
import { Refusal } from "../../../diagnostics/diagnostic.ts";
import type { Expression } from "../../../ir/index.ts";
import type { Expr, Parameter } from "../ast/nodes.ts";
import type { UserFunction } from "../infer/callables.ts";
import type { ClassInfo } from "../infer/classes.ts";
import type { Instance } from "../infer/instances.ts";
import { compatible, takes, takesConverted } from "../infer/compatible.ts";
import { createWorld, findCell, findSite, flow, newCell, NONE, touch, type Cell, type Ty } from "../infer/types.ts";
import { show } from "../infer/show.ts";
import type { Variable } from "../scope.ts";
import { convert, dead } from "./convert.ts";
import { coroutineTy, talks } from "./coroutines.ts";
import { ex, get, occurs, push, type Cx, type Prog, type Val } from "./context.ts";
import { staticValue } from "./definitions.ts";
import { expr } from "./expressions.ts";
import { noteCaller } from "./function-attributes.ts";
import { irCell, isGhost } from "./ir-types.ts";
import { fitted } from "./misfits.ts";
import { loggedFailure } from "./tracebacks.ts";
import { settle } from "./iteration.ts";
import { textsOf } from "./known-texts.ts";
import { forgetCalls, localOf, ownerOf } from "./names.ts";
import { type ArgVal } from "./rows.ts";
import { run } from "./instances.ts";
import { onlyGoesOver } from "./views.ts";
import { site } from "./context.ts";

export interface Bound {
  readonly cls: ClassInfo;
  /** Absent for class methods. */
  readonly receiver: Val | undefined;
}

/** A function with captured variables is a value where it leaves its frame. */
export function escaped(_: Cx, ty: Ty): Ty {
  if (!ty.some((a) => a.k === "fn" && a.fn.kind === "function" && a.fn.parent)) return ty;
  return ty.map((a) => (a.k === "fn" && a.fn.kind === "function" && a.fn.parent ? { k: "func" as const, site: findSite(a.fn.site()) } : a));
}

/** Functions as values, for a place that may still be without one: which function it is does not tell whether there is one. */
export const functionValues = (ty: Ty): Ty =>
  ty.map((a) => (a.k === "fn" && a.fn.kind === "function" ? { k: "func" as const, site: findSite(a.fn.site()) } : a));

/** Calls a function of the program. */
export function callUser(cx: Cx, fn: UserFunction, args: readonly ArgVal[], span: Span, bound?: Bound): Val {
  args = loggedFailure(cx, fn, args, span);
  const dead_ = args.filter((arg) => arg.value.ty.length === 0);
  if (dead_.length) return dead(cx, span, ...args.map((arg) => arg.value));
  const binding = fitted(
    cx,
    fn,
    args.map((arg, i) =>
      arg.value.ty[0]?.k === "iter"
        ? {
            ...arg,
            value: settle(
              cx,
              arg.value,
              site(cx, span, `argument ${i}`, () => ({})),
              span,
              !arg.star && onlyGoesOver(fn.def, arg.name ?? fn.def.params[i + (bound ? 1 : 0)]?.name ?? ""),
            ),
          }
        : arg,
    ),
    span,
    bound,
  );
  if ("raised" in binding) return binding.raised;
  const { vals } = binding;
  if (vals.some((val) => val.ty.length === 0)) return dead(cx, span, ...vals);
  const tys = vals.map((val) => escaped(cx, val.ty));
  const inst = instantiate(cx, fn, tys, bound?.cls, undefined, textsOf(fn, vals));
  return callInstance(cx, inst, vals, span);
}

/** The call of an instance whose parameters are known. */
export function callInstance(cx: Cx, inst: Instance, vals: readonly Val[], span: Span, real: Instance = inst): Val {
  noteCaller(inst, span);
  const ty = get(cx, inst.result);
  const values: Expression[] = [];
  vals.forEach((val, i) => {
    const want = get(cx, inst.params[i]);
    const e = convert(cx, val, want, span);
    if (!isGhost(want)) values.push(e);
  });
  forgetCalls(cx);
  if (!cx.p.emitting) return { ty, e: values[0] ?? ex(cx, "unit", { kind: "unit" }, span, {}) };
  for (const variable of capturesOf(cx, inst)) values.push(captured(cx, variable, span));
  const call = ex(cx, "call", resultType(cx.p, inst), span, { function: irFunction(cx.p, real), args: values });
  // A function that never returns gives no value.
  return ty.length === 0 ? dead(cx, span, { ty, e: call }) : { ty, e: call };
}

export const resultType = (p: Prog, inst: Instance): Expression["type"] =>
  findCell(inst.result).ty.length === 0 ? { kind: "unit" } : irCell(p, inst.result);

export function irFunction(p: Prog, inst: Instance): number {
  if (inst.ir === undefined) {
    inst.ir = p.irFunctions.length;
    p.irFunctions.push(undefined);
    p.pending.push(inst);
  }
  return inst.ir;
}

/** Variables of enclosing functions that an instance uses and that exist at run time, in a fixed order. */
export function capturesOf(cx: Cx, inst: Instance): Variable[] {
  const frame = inst.fn && inst.module.scopes.frames.get(inst.fn.def);
  if (!frame || !inst.parent) return [];
  const module = cx.module;
  cx.module = inst.module;
  try {
    return [...frame.captures]
      .filter(
        (variable) => !staticValue(cx, inst.module, variable, inst.fn!.def.span) && !isGhost(findCell(captureCell(inst, variable)).ty),
      )
      .sort((a, b) => (a.webs[0] ?? 0) - (b.webs[0] ?? 0));
  } finally {
    cx.module = module;
  }
}

/** The cell of a captured variable, in the instance that owns it. */
function captureCell(inst: Instance, variable: Variable): Cell {
  const owner = ownerOf(inst.parent ?? inst, variable);
  const id = inst.module.index * 1_000_000 + inst.module.scopes.web(variable.webs[0] ?? 0);
  let cell = owner.webs.get(id);
  if (!cell) {
    cell = newCell({ ...createWorld(), cells: id });
    owner.webs.set(id, cell);
  }
  return cell;
}

/** A captured variable as an argument. */
function captured(cx: Cx, variable: Variable, span: Span): Expression {
  const binding = { kind: "variable", variable, web: cx.module.scopes.web(variable.webs[0]) } as const;
  const local = localOf(cx, binding, span);
  occurs(cx, local);
  return ex(cx, "local", cx.locals[local].type, span, { local });
}

const isConstant = (node: Expr): boolean =>
  ["int", "float", "str", "bool", "none", "bytes"].includes(node.kind) ||
  (node.kind === "unary" && isConstant(node.operand)) ||
  (node.kind === "tuple" && node.elems.every(isConstant));

/** The value of a parameter that a call leaves out. */
export function defaultVal(cx: Cx, fn: UserFunction, param: Parameter, span: Span): Val {
  const node = param.default!;
  if (isConstant(node)) return expr(cx, node);
  const cell = defaultCell(cx, fn, param);
  const ty = get(cx, cell.cell);
  if (isGhost(ty)) return { ty, e: ex(cx, "unit", { kind: "unit" }, span, {}) };
  if (!cx.p.emitting) return { ty, e: ex(cx, "unit", { kind: "unit" }, span, {}) };
  return { ty, e: ex(cx, "global", irCell(cx.p, cell.cell), span, { global: defaultGlobal(cx, fn, param, cell) }) };
}

interface DefaultCell {
  readonly cell: Cell;
  ir?: number;
}

const defaults = new WeakMap<Prog, Map<string, DefaultCell>>();

function defaultCell(cx: Cx, fn: UserFunction, param: Parameter): DefaultCell {
  let known = defaults.get(cx.p);
  if (!known) defaults.set(cx.p, (known = new Map()));
  const key = `${fn.module.index}:${identityOf(param)}`;
  let found = known.get(key);
  if (!found) known.set(key, (found = { cell: newCell(cx.p.w) }));
  return found;
}

function defaultGlobal(cx: Cx, fn: UserFunction, param: Parameter, cell: DefaultCell): number {
  if (cell.ir === undefined) {
    cell.ir = cx.p.irGlobals.length;
    cx.p.irGlobals.push({
      id: cell.ir,
      name: `${fn.def.name}_${param.name}`,
      module: fn.module.index,
      span: param.span,
      type: irCell(cx.p, cell.cell),
      constant: false,
    });
    cx.p.items.push({ kind: "global", id: cell.ir, module: fn.module.index, at: param.span.start });
  }
  return cell.ir;
}

/** At a `def`: default values that are not constants are made once, and kept. */
export function keepDefaults(cx: Cx, fn: UserFunction): void {
  for (const param of fn.def.params) {
    if (!param.default || isConstant(param.default)) continue;
    const val = expr(cx, param.default);
    const cell = defaultCell(cx, fn, param);
    flow(cx.p.w, cell.cell, val.ty);
    const ty = get(cx, cell.cell);
    if (isGhost(ty) || !cx.p.emitting) continue;
    push(cx, "assign", param.span, {
      place: ex(cx, "global", irCell(cx.p, cell.cell), param.span, { global: defaultGlobal(cx, fn, param, cell) }),
      value: convert(cx, val, ty, param.span),
    });
  }
}

/** The instance of a function for arguments of these types. */
export function instantiate(
  cx: Cx,
  fn: UserFunction,
  tys: readonly Ty[],
  cls: ClassInfo | undefined,
  constructs?: ClassInfo,
  texts?: ReadonlyMap<string, string>,
): Instance {
  const { p } = cx;
  const key = `${fn.key}${cls ? `@${cls.id}` : ""}${constructs ? "+" : ""}${texts ? JSON.stringify([...texts]) : ""}`;
  let known = p.functions.get(key);
  if (!known) p.functions.set(key, (known = []));
  let found = known.find((inst) => inst.params.every((param, i) => compatible(findCell(param).ty, tys[i])));
  found ??= known.find((inst) => inst.params.every((param, i) => takes(findCell(param).ty, tys[i])));
  if (!found && known.length >= 12) found = known[known.length - 1];
  // What is known of a variable where it stands may be less than what it was called with.
  if (!found && p.emitting) found = known.find((inst) => inst.params.every((param, i) => takesConverted(findCell(param).ty, tys[i])));
  if (!found) {
    if (p.emitting)
      throw new Refusal({
        code: "PY0313",
        severity: "refusal",
        span: fn.def.span,
        message: `\`${fn.def.name}\` is called with types that were not seen before (${tys.map((ty) => show(ty)).join(", ")})`,
      });
    const w = p.w;
    // A coroutine hands out nothing where it waits.
    const yields = fn.def.async ? newCell(w, NONE) : fn.def.generator ? newCell(w) : undefined;
    const [sent, returned] =
      yields && (fn.def.async ? !fn.def.generator : p.talkative || fn.manager || talks(fn.def)) ? [newCell(w, NONE), newCell(w)] : [];
    const items = yields && (sent ? coroutineTy(yields, sent, returned!) : ([{ k: "iter", elem: yields }] satisfies Ty));
    const inst: Instance = {
      id: p.instances.length,
      dirty: false,
      fn,
      module: fn.module,
      params: fn.def.params.map(() => newCell(w)),
      result: items ? newCell(w, items) : constructs ? newCell(w, [{ k: "inst", cls: constructs }]) : newCell(w),
      yields,
      sent,
      returned,
      receiver: cls,
      owner: fn.owner,
      parent: fn.parent,
      constructs,
      texts,
      webs: new Map(),
      sites: new Map(),
    };
    p.instances.push(inst);
    known.push(inst);
    found = inst;
    tys.forEach((ty, i) => flow(w, inst.params[i], ty));
    touch(w, inst);
    if (p.depth < 40) run(p, inst);
    return inst;
  }
  const inst = found;
  tys.forEach((ty, i) => flow(p.w, inst.params[i], ty));
  return inst;
}
