/** Runs the walk over one instance: to solve its types, and in the end to make its IR function. */
import { Refusal, refuse } from "../../../diagnostics/diagnostic.ts";
import type { Expression, IrFunction, LocalId, Param, Statement } from "../../../ir/index.ts";
import type { Instance } from "../infer/instances.ts";
import { findCell, flow, newCell, NONE, unify, type Ty } from "../infer/types.ts";
import { constructStart, finishConstruction } from "./classes.ts";
import { ex, get, inBlock, newLocal, push, type BlockInfo, type Cx, type Prog, type Val } from "./context.ts";
import { channelParam, emitCoroutine, finish } from "./coroutines.ts";
import { capturesOf, resultType } from "./functions.ts";
import { irCell, irClass, irType, isGhost } from "./ir-types.ts";
import { callRow } from "./rows.ts";
import { localOf, webId, webKey } from "./names.ts";
import { block } from "./statements.ts";

/** Solves an instance once with what is known now. */
export function run(p: Prog, inst: Instance): void {
  inst.dirty = false;
  const outer = p.w.current;
  p.w.current = inst;
  p.depth++;
  try {
    walk(p, inst);
    inst.failed = undefined;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    inst.failed = error;
  } finally {
    p.depth--;
    p.w.current = outer;
  }
}

export function newContext(p: Prog, inst: Instance): Cx {
  const root: BlockInfo = { parent: undefined, depth: 0, at: 0, statements: [] };
  return {
    p,
    inst,
    module: inst.module,
    block: root,
    env: new Map(),
    locals: [],
    webLocals: new Map(),
    places: new Map(),
    declared: new Set(),
    loops: [],
    labels: { next: 0 },
    handling: undefined,
    inlined: [],
  };
}

function walk(p: Prog, inst: Instance): { cx: Cx; params: Param[] } {
  const cx = newContext(p, inst);
  const params: Param[] = [];
  if (inst.init) {
    block(cx, inst.init.body);
    return { cx, params };
  }
  const { fn } = inst;
  if (!fn) return { cx, params };
  const { scopes } = inst.module;
  fn.def.params.forEach((param, i) => {
    const binding = scopes.binding(param);
    if (binding.kind !== "variable") return;
    const id = webId(inst.module, binding.web);
    const cell = inst.webs.get(id);
    if (!cell) inst.webs.set(id, inst.params[i]);
    else unify(p.w, cell, inst.params[i]);
    if (!p.emitting) return;
    if (inst.constructs && i === 0) return;
    const ty = get(cx, inst.params[i]);
    if (isGhost(ty)) return;
    const local = newLocal(cx, param.name, irCell(p, inst.params[i]), param.span);
    cx.declared.add(local);
    cx.webLocals.set(webKey(inst.module, binding.web), local);
    params.push({ local, passing: "value" });
  });
  if (p.emitting)
    for (const variable of capturesOf(cx, inst)) {
      if (inst.yields && variable.writtenInside)
        refuse("PY0209", fn.def.span, `\`${fn.def.name}\` uses \`${variable.name}\`, which functions change`);
      const local = localOf(cx, { kind: "variable", variable, web: scopes.web(variable.webs[0]) }, fn.def.span);
      cx.declared.add(local);
      params.push({ local, passing: variable.writtenInside ? "inout" : "value" });
    }
  if (p.emitting && inst.sent) params.push(channelParam(cx, fn.def.span));
  if (inst.constructs) constructStart(cx, inst.constructs);
  const body = fn.def.body;
  if (inst.constructs) constructBody(cx, inst.constructs, body);
  else block(cx, body);
  if (cx.env && inst.returned) finish(cx, { ty: NONE, e: ex(cx, "unit", { kind: "unit" }, fn.def.span, {}) }, fn, fn.def.span);
  if (cx.env && !inst.yields && !inst.constructs) {
    flow(p.w, inst.result, NONE);
    if (p.emitting && findCell(inst.result).ty.length > 1) {
      const type = resultType(p, inst);
      push(cx, "return", fn.def.span, { value: ex(cx, "none", type, fn.def.span, {}) });
    }
  }
  if (inst.constructs && cx.env) {
    finishConstruction(cx, fn.def.span);
    const first = fn.def.params[0];
    const binding = scopes.binding(first);
    if (p.emitting && binding.kind === "variable") {
      const local = cx.webLocals.get(webKey(inst.module, binding.web))!;
      push(cx, "return", fn.def.span, { value: ex(cx, "local", irCell(p, inst.result), fn.def.span, { local }) });
    }
  }
  return { cx, params };
}

/** Puts the declaration of each local where all of its occurrences see it. */
function declareLocals(cx: Cx): void {
  const inserts = new Map<BlockInfo, { at: number; local: LocalId; none: boolean }[]>();
  for (const [local, place] of cx.places) {
    if (cx.declared.has(local)) continue;
    if (place.hoist) {
      let root = place.block;
      while (root.parent) root = root.parent;
      const list = inserts.get(root) ?? [];
      list.push({ at: 0, local, none: true });
      inserts.set(root, list);
      continue;
    }
    if (place.outside)
      for (; place.block.parent; place.block = place.block.parent) {
        place.at = place.block.at;
        place.declares = false;
      }
    const s = place.block.statements[place.at];
    if (place.declares && s?.kind === "assign" && s.place.kind === "local" && s.place.local === local) {
      const { place: _, ...rest } = s;
      (place.block.statements as Statement[])[place.at] = { ...rest, kind: "let", local } as Statement;
      continue;
    }
    const list = inserts.get(place.block) ?? [];
    list.push({ at: place.at, local, none: false });
    inserts.set(place.block, list);
  }
  for (const [info, list] of inserts) {
    list.sort((a, b) => b.at - a.at || b.local - a.local);
    for (const { at, local, none } of list) {
      const { type, span } = cx.locals[local];
      info.statements.splice(
        at,
        0,
        cx.p.builder.stmt("let", span, { local, ...(none ? { value: cx.p.builder.expr("none", type, span, {}) } : {}) }) as Statement,
      );
    }
  }
}

/** Makes the IR function of an instance. */
export function emitInstance(p: Prog, inst: Instance): void {
  const { cx, params } = walk(p, inst);
  declareLocals(cx);
  const id = inst.ir!;
  const def = inst.fn?.def;
  const span = def?.span ?? { file: inst.module.node.file, start: 0, end: 0 };
  const base = inst.init
    ? inst.module === p.modules[p.modules.length - 1]
      ? "__main__"
      : "init"
    : inst.constructs
      ? "new"
      : def!.lambda
        ? "lambda"
        : def!.name;
  const owner =
    inst.receiver && inst.fn?.owner
      ? {
          class: irClass(p, inst.receiver),
          method: params.length > 0 && !inst.constructs && isSelf(inst) ? ("instance" as const) : ("static" as const),
        }
      : undefined;
  const fn: IrFunction = {
    id,
    name: functionName(p, inst, base, owner?.class),
    // A method stands where its object's class does.
    module: owner ? inst.receiver!.module.index : inst.module.index,
    span,
    params,
    result: inst.init ? { kind: "unit" } : resultType(p, inst),
    locals: cx.locals,
    body: { statements: cx.block.statements },
    ...(owner ? { owner } : {}),
    ...(inst.yields ? { yields: irCell(p, inst.yields) } : {}),
    ...(def?.doc ? { doc: def.doc } : {}),
    fails: "infer",
  };
  p.items.push({ kind: "function", id, module: inst.module.index, at: span.start });
  if (inst.sent) emitCoroutine(p, inst, fn);
  // One that never returns has nothing to remember.
  else if (inst.fn?.cached && params.length > 0 && !inst.yields && findCell(inst.result).ty.length > 0) emitCached(p, inst, fn);
  else p.irFunctions[id] = fn;
}

/** A function that remembers its results: the function itself under another name, and one that looks its arguments up first. */
function emitCached(p: Prog, inst: Instance, fn: IrFunction): void {
  const { span } = fn;
  const inner = p.irFunctions.length;
  p.irFunctions.push({ ...fn, id: inner, name: `${fn.name}_uncached` });
  p.items.push({ kind: "function", id: inner, module: inst.module.index, at: span.start });
  const cx = newContext(p, inst);
  const tys = inst.params.map((param) => findCell(param).ty).filter((ty) => !isGhost(ty));
  const result = findCell(inst.result).ty;
  const dict: Ty = [{ k: "dict", key: newCell(p.w, [{ k: "tuple", elems: tys }]), value: inst.result }];
  const global = p.irGlobals.length;
  p.irGlobals.push({
    id: global,
    name: `${fn.name}_results`,
    module: inst.module.index,
    span,
    type: irType(p, dict),
    value: ex(cx, "dict", irType(p, dict), span, { entries: [] }),
    constant: false,
  });
  p.items.push({ kind: "global", id: global, module: inst.module.index, at: span.start });
  const params = fn.params.map((param, i): Param => {
    const local = newLocal(cx, fn.locals[param.local].name, irType(p, tys[i]), span);
    cx.declared.add(local);
    return { local, passing: "value" };
  });
  const read = (local: LocalId, ty: Ty): Val => ({ ty, e: ex(cx, "local", irType(p, ty), span, { local }) });
  const args = (): Expression[] => params.map((param, i) => read(param.local, tys[i]).e);
  const keyTy: Ty = [{ k: "tuple", elems: tys }];
  const known = (): Val => ({ ty: dict, e: ex(cx, "global", irType(p, dict), span, { global }) });
  const key = newLocal(cx, "key", irType(p, keyTy), span);
  cx.declared.add(key);
  push(cx, "let", span, { local: key, value: ex(cx, "tuple", irType(p, keyTy), span, { elems: args() }) });
  const found = callRow(cx, "dict.__contains__", [{ value: known() }, { value: read(key, keyTy) }], fn, span);
  const then = inBlock(cx, () =>
    push(cx, "return", span, { value: callRow(cx, "dict.__getitem__", [{ value: known() }, { value: read(key, keyTy) }], fn, span).e }),
  );
  push(cx, "if", span, { test: found.e, then: { statements: then } });
  const made = newLocal(cx, "result", irType(p, result), span);
  cx.declared.add(made);
  push(cx, "let", span, { local: made, value: ex(cx, "call", irType(p, result), span, { function: inner, args: args() }) });
  push(cx, "expression", span, {
    value: callRow(cx, "dict.__setitem__", [{ value: known() }, { value: read(key, keyTy) }, { value: read(made, result) }], fn, span).e,
  });
  push(cx, "return", span, { value: read(made, result).e });
  p.irFunctions[fn.id] = { ...fn, params, locals: cx.locals, body: { statements: cx.block.statements }, doc: undefined };
}

const isSelf = (inst: Instance): boolean => {
  const ty = findCell(inst.params[0]).ty;
  return ty.length === 1 && ty[0].k === "inst" && ty[0].cls === inst.receiver;
};

const given = new WeakMap<Prog, Map<string, number>>();
/** The source's name; further instances of the same function get a number. */
function functionName(p: Prog, inst: Instance, base: string, owner: number | undefined): string {
  let names = given.get(p);
  if (!names) given.set(p, (names = new Map()));
  const key = `${inst.module.index}/${owner ?? ""}/${base}`;
  const count = (names.get(key) ?? 0) + 1;
  names.set(key, count);
  return count === 1 ? base : `${base.replace(/_+$/, "")}_${count}`;
}

import { constructBody } from "./classes.ts";
