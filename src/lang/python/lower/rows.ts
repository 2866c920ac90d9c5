/** Calls of library rows: choosing the overload, binding its type variables, converting the arguments. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { bool, str, type Expression, type Type } from "../../../ir/index.ts";
import type { Callable } from "../infer/callables.ts";
import { parseSignature, type Signature, type SigParam, type SigType, type SignedRow } from "../infer/signature.ts";
import { ANY, BOOL, BYTES, EXCEPTION, FLOAT, flow, findCell, findSite, INT, NONE, newCell, RANGE, STR, unify, type Atom, type Cell, type Ty } from "../infer/types.ts";
import { show } from "../infer/show.ts";
import { convert, dead, has, toFloat, toInt, without } from "./convert.ts";
import { ex, get, site, siteCell, type Cx, type Val } from "./context.ts";
import { callCallable } from "./call.ts";
import { closureOf } from "./function-values.ts";
import { elemOf, toIterable } from "./iteration.ts";
import { irType, irCell } from "./ir-types.ts";
import { escaped } from "./functions.ts";
import { truth } from "./truth.ts";

export interface ArgVal {
  readonly name?: string;
  readonly star?: 1 | 2;
  readonly value: Val;
}

type Binds = Map<string, Cell>;

/** The parameters of a row with their arguments; undefined where they do not go together. */
function bindParams(params: readonly SigParam[], args: readonly ArgVal[]): (ArgVal | readonly ArgVal[] | undefined)[] | undefined {
  const bound: (ArgVal | readonly ArgVal[] | undefined)[] = params.map(() => undefined);
  let next = 0;
  const star = params.findIndex((param) => param.kind === "star");
  const rest: ArgVal[] = [];
  for (const arg of args) {
    if (arg.star) return undefined;
    if (arg.name !== undefined) {
      const i = params.findIndex((param) => param.name === arg.name);
      if (i < 0 || bound[i]) return undefined;
      bound[i] = arg;
    } else if (next < params.length && params[next].kind === "positional") bound[next++] = arg;
    else if (star >= 0) rest.push(arg);
    else return undefined;
  }
  if (star >= 0) {
    if (rest.length === 0 && next < star) return undefined;
    bound[star] = rest;
  }
  for (const [i, param] of params.entries()) if (!bound[i] && param.default === undefined) return undefined;
  return bound;
}

const NUMERIC: Readonly<Record<string, readonly string[]>> = { int: ["int", "bool"], float: ["float", "int", "bool"], number: ["float", "int", "bool"] };

/** Does a type fit a parameter? Variables fit all. */
export function fits(cx: Cx, sig: SigType, ty: Ty, exact = false): boolean {
  if (ty.length === 0) return true;
  if (sig.kind === "union") return ty.every((atom) => sig.members.some((member) => fits(cx, member, [atom], exact)));
  if (sig.kind === "variable") return true;
  const rest = sig.kind === "named" && (sig.name === "None" || sig.name === "any" || sig.name === "bound") ? ty : without(ty, "none");
  if (rest.length === 0) return false;
  if (rest.length < ty.length && exact) return false;
  return rest.every((atom) => fitsAtom(cx, sig, atom, exact));
}

function fitsAtom(cx: Cx, sig: SigType, atom: Atom, exact: boolean): boolean {
  if (atom.k === "any") return sig.kind !== "func" && !exact;
  switch (sig.kind) {
    case "func":
      return atom.k === "fn" || atom.k === "func";
    case "rt":
      return (atom.k === "rt" && atom.path === sig.path) || (atom.k === "exception" && sig.path === "exception::Exception");
    case "named": {
      const inner = (i: number, cell: Cell): boolean => sig.args[i] === undefined || fits(cx, sig.args[i], get(cx, cell), exact);
      switch (sig.name) {
        case "any":
          return true;
        case "None":
          return atom.k === "none";
        case "bound":
          return atom.k === "int" || atom.k === "bool" || atom.k === "none";
        case "int":
        case "float":
        case "number":
          return exact ? atom.k === sig.name : NUMERIC[sig.name].includes(atom.k);
        case "iter": {
          const elem = elemOf(cx, [atom]);
          return elem !== undefined && (sig.args[0] === undefined || fits(cx, sig.args[0], elem, exact));
        }
        case "tuple":
          if (sig.variadic) return (atom.k === "vartuple" && inner(0, atom.elem)) || (atom.k === "tuple" && atom.elems.every((e) => fits(cx, sig.args[0], e, exact)));
          return atom.k === "tuple" && atom.elems.length === sig.args.length && atom.elems.every((e, i) => fits(cx, sig.args[i], e, exact));
        case "dict":
          return atom.k === "dict" && inner(0, atom.key) && inner(1, atom.value);
        case "set":
          return (atom.k === "set" || atom.k === "frozenset") && inner(0, atom.elem);
        case "list":
        case "frozenset":
        case "deque":
          return atom.k === sig.name && inner(0, atom.elem);
        default:
          return atom.k === sig.name;
      }
    }
    default:
      return true;
  }
}

/** Makes the variables of a parameter's type what the argument says, and lets the argument's type flow in. */
function bind(cx: Cx, node: object, sig: SigType, given: Ty, binds: Binds, stored: boolean): void {
  if (given.length === 0) return;
  const ty = escaped(cx, given);
  switch (sig.kind) {
    case "variable": {
      const cell = variable(cx, node, sig.name, binds);
      const old = get(cx, cell);
      // What is only compared does not widen what it is compared with, where it may be left unconverted.
      if (!stored && old.length > 0 && without(ty, "none").every((a) => old.some((b) => a.k === b.k))) for (const a of ty) if (a.k !== "none") flow(cx.p.w, cell, [a]);
      if (stored || !(old.length > 0)) flow(cx.p.w, cell, ty);
      else flow(cx.p.w, cell, ty);
      return;
    }
    case "union":
      for (const atom of ty) {
        const member = sig.members.find((each) => fits(cx, each, [atom]));
        if (member) bind(cx, node, member, [atom], binds, stored);
      }
      return;
    case "named":
      for (const atom of ty) {
        const own = (i: number, cell: Cell): void => {
          const arg = sig.args[i];
          if (!arg) return;
          if (arg.kind === "variable" && !binds.has(arg.name)) binds.set(arg.name, cell);
          else if (arg.kind === "variable") unify(cx.p.w, binds.get(arg.name)!, cell);
          else bind(cx, node, arg, get(cx, cell), binds, stored);
        };
        if (sig.name === "iter") {
          const elem = elemOf(cx, [atom]);
          const arg = sig.args[0];
          if (!elem || !arg) continue;
          const cell = "elem" in atom ? atom.elem : atom.k === "dict" ? atom.key : undefined;
          if (arg.kind === "variable" && !binds.has(arg.name) && cell) binds.set(arg.name, cell);
          else bind(cx, node, arg, elem, binds, true);
        } else if (atom.k === "dict" && sig.name === "dict") {
          own(0, atom.key);
          own(1, atom.value);
        } else if (atom.k === "tuple" && sig.name === "tuple") {
          if (sig.variadic) atom.elems.forEach((e) => bind(cx, node, sig.args[0], e, binds, true));
          else atom.elems.forEach((e, i) => bind(cx, node, sig.args[i], e, binds, true));
        } else if ("elem" in atom) own(0, atom.elem);
      }
      return;
    case "rt":
      for (const atom of ty) if (atom.k === "rt") atom.args.forEach((cell, i) => sig.args[i]?.kind === "variable" && binds.set(sig.args[i].name, cell));
      return;
    default:
  }
}

const variable = (cx: Cx, node: object, name: string, binds: Binds): Cell => {
  let cell = binds.get(name);
  if (!cell) {
    cell = siteCell(cx, node, `row ${name}`);
    binds.set(name, cell);
  }
  return cell;
};

const SIMPLE: Readonly<Record<string, Ty>> = { int: INT, float: FLOAT, bool: BOOL, str: STR, bytes: BYTES, None: NONE, any: ANY, range: RANGE, exception: EXCEPTION };

/** The type that a signature's type stands for. New containers get cells that belong to the node. */
function typeOf(cx: Cx, node: object, sig: SigType, binds: Binds, tag: string): Ty {
  switch (sig.kind) {
    case "variable":
      return get(cx, variable(cx, node, sig.name, binds));
    case "union": {
      let ty: Ty = [];
      sig.members.forEach((member, i) => {
        const inner = typeOf(cx, node, member, binds, `${tag}|${i}`);
        ty = [...ty, ...inner.filter((a) => !ty.some((b) => b.k === a.k && a.k !== "inst"))];
      });
      return ty;
    }
    case "rt":
      if (sig.path === "exception::Exception") return EXCEPTION;
      return site(cx, node, `type ${tag}`, (): Ty => [{ k: "rt", path: sig.path, args: sig.args.map((arg, i) => cellOf(cx, node, arg, binds, `${tag}.${i}`)) }]);
    case "func":
      return [];
    case "named": {
      const known = SIMPLE[sig.name];
      if (known) return known;
      if (sig.name === "tuple" && !sig.variadic) return [{ k: "tuple", elems: sig.args.map((arg, i) => typeOf(cx, node, arg, binds, `${tag}.${i}`)) }];
      if (sig.name === "dict") return [{ k: "dict", key: cellOf(cx, node, sig.args[0], binds, `${tag}.k`), value: cellOf(cx, node, sig.args[1], binds, `${tag}.v`) }];
      const k = sig.name === "tuple" ? "vartuple" : (sig.name as "list");
      return [{ k, elem: cellOf(cx, node, sig.args[0], binds, `${tag}.e`) }];
    }
  }
}

function cellOf(cx: Cx, node: object, sig: SigType | undefined, binds: Binds, tag: string): Cell {
  if (sig?.kind === "variable") return variable(cx, node, sig.name, binds);
  const cell = siteCell(cx, node, `cell ${tag}`);
  if (sig) flow(cx.p.w, cell, typeOf(cx, node, sig, binds, tag));
  return cell;
}

/** The IR type that the row itself gives, before anything wider flows into its cells. */
function nativeType(cx: Cx, sig: SigType, binds: Binds): Type | undefined {
  if (sig.kind !== "named") return undefined;
  const inner = (i: number): Type | undefined => {
    const arg = sig.args[i];
    if (!arg) return undefined;
    if (arg.kind === "variable") {
      const cell = binds.get(arg.name);
      return cell && irCell(cx.p, cell);
    }
    if (arg.kind === "named" && SIMPLE[arg.name]) return irType(cx.p, SIMPLE[arg.name]);
    if (arg.kind === "named" && arg.name === "tuple" && !arg.variadic) {
      const elems = arg.args.map((each) => (each.kind === "variable" ? binds.get(each.name) && irCell(cx.p, binds.get(each.name)!) : each.kind === "named" && SIMPLE[each.name] ? irType(cx.p, SIMPLE[each.name]) : undefined));
      return elems.every((e) => e) ? { kind: "tuple", elems: elems as Type[] } : undefined;
    }
    return undefined;
  };
  if (sig.name === "list" || (sig.name === "tuple" && sig.variadic)) {
    const elem = inner(0);
    return elem && { kind: "list", elem, rep: cx.p.reps.fresh() };
  }
  if (sig.name === "iter") {
    const elem = inner(0);
    return elem && { kind: "iter", elem };
  }
  return undefined;
}

/** The best overload for these arguments. */
function choose(cx: Cx, rows: readonly SignedRow[], args: readonly ArgVal[]): { row: SignedRow; index: number; bound: (ArgVal | readonly ArgVal[] | undefined)[] } | undefined {
  for (const exact of [true, false])
    for (const [index, row] of rows.entries()) {
      const { params } = parseSignature(row.signature);
      const bound = bindParams(params, args);
      if (!bound) continue;
      const ok = params.every((param, i) => {
        const arg = bound[i];
        if (!arg) return true;
        if (Array.isArray(arg)) return (arg as ArgVal[]).every((each) => fits(cx, param.type, each.value.ty, exact));
        return fits(cx, param.type, (arg as ArgVal).value.ty, exact);
      });
      if (ok) return { row, index, bound };
    }
  return undefined;
}

export const hasRow = (cx: Cx, name: string): boolean => cx.p.library.rows(name) !== undefined;

const ORDERING = /^(builtins\.(sorted|min|max)|list\.sort|heapq\..*|bisect\..*)$/;

/** Objects of classes, and values of several types, have no order in Rust. */
function checkOrder(cx: Cx, ty: Ty, name: string, span: Span, depth = 0): void {
  if (!cx.p.emitting || depth > 4) return;
  for (const atom of ty) {
    if (atom.k === "inst") refuse("PY0302", span, `\`${name.split(".").pop()!}\` orders objects of \`${atom.cls.name}\``);
    if (atom.k === "tuple") for (const e of atom.elems) checkOrder(cx, e, name, span, depth + 1);
    else if ("elem" in atom) checkOrder(cx, get(cx, atom.elem), name, span, depth + 1);
  }
}

/** Would the row take these arguments? */
export const rowFits = (cx: Cx, name: string, args: readonly ArgVal[]): boolean => {
  const rows = cx.p.library.rows(name);
  return rows !== undefined && choose(cx, rows, args) !== undefined;
};

/** Calls a row by its name without the language (`list.append`). `node` keeps the types of its results. */
export function callRow(cx: Cx, name: string, args: readonly ArgVal[], node: object, span: Span): Val {
  const rows = cx.p.library.rows(name);
  if (!rows) return refuse("PY0701", span, `\`${name}\` is not in the library tables`);
  if (args.some((arg) => arg.value.ty.length === 0)) return dead(cx, span, ...args.map((arg) => arg.value));
  const chosen = choose(cx, rows, args);
  if (!chosen) return refuse("PY0702", span, `\`${name.replace("builtins.", "")}\` is not supported for (${args.map((arg) => (arg.name ? `${arg.name}=` : "") + show(arg.value.ty)).join(", ")})`);
  if (ORDERING.test(name)) for (const arg of args) if (!args.some((each) => each.name === "key")) checkOrder(cx, args.filter((each) => !each.name).length === 1 ? (elemOf(cx, arg.value.ty) ?? []) : arg.value.ty, name, span);
  const { row, index, bound } = chosen;
  const signature = parseSignature(row.signature);
  const binds: Binds = new Map();
  const isFunc = (sig: SigType): SigType | undefined => (sig.kind === "func" ? sig : sig.kind === "union" ? sig.members.find((m) => m.kind === "func") : undefined);
  signature.params.forEach((param, i) => {
    const arg = bound[i];
    if (!arg || isFunc(param.type) || isAlone(param, signature)) return;
    for (const each of Array.isArray(arg) ? (arg as ArgVal[]) : [arg as ArgVal]) bind(cx, node, param.type, each.value.ty, binds, row.args[Math.min(i, row.args.length - 1)] !== "ref");
  });
  const values: Expression[] = [];
  for (const [i, param] of signature.params.entries()) {
    const arg = bound[i];
    if (Array.isArray(arg)) {
      const elem = cellOf(cx, node, param.type, binds, `star ${i}`);
      for (const each of arg as ArgVal[]) if (param.type.kind !== "variable") flow(cx.p.w, elem, each.value.ty);
      const elems = (arg as ArgVal[]).map((each) => convert(cx, each.value, get(cx, elem), span));
      values.push(ex(cx, "list", irType(cx.p, [{ k: "list", elem }]), span, { elems }));
      continue;
    }
    if (!arg) {
      values.push(defaultValue(cx, param, span));
      continue;
    }
    values.push(isAlone(param, signature) ? (arg as ArgVal).value.e : argument(cx, node, param, (arg as ArgVal).value, binds, span, i));
  }
  const ty = typeOf(cx, node, signature.result, binds, "result");
  const id = `py.${name}${index === 0 ? "" : `#${index}`}`;
  if (!cx.p.emitting) return { ty, e: values[0] ?? ex(cx, "unit", { kind: "unit" }, span, {}) };
  const wanted = irType(cx.p, ty);
  const native = nativeType(cx, signature.result, binds);
  const type = native ?? wanted;
  // Integers that a row makes out of nothing take the form that their use asks for.
  const typeArgs = name === "range.__iter__" && type.kind === "iter" ? { typeArgs: [type.elem] } : {};
  const call = ex(cx, "runtime", type, span, { row: id, args: values, ...typeArgs });
  return { ty, e: call };
}

const countOf = (sig: SigType, name: string): number => {
  switch (sig.kind) {
    case "variable":
      return sig.name === name ? 1 : 0;
    case "union":
      return sig.members.reduce((sum, each) => sum + countOf(each, name), 0);
    case "func":
      return [...sig.params, sig.result].reduce((sum, each) => sum + countOf(each, name), 0);
    default:
      return sig.args.reduce((sum, each) => sum + countOf(each, name), 0);
  }
};

const alone = new WeakMap<SigParam, boolean>();
/** Is a parameter's type a variable that stands nowhere else? Then any value is handed over as it is. */
function isAlone(param: SigParam, signature: Signature): boolean {
  let known = alone.get(param);
  if (known === undefined) {
    const { type } = param;
    known = type.kind === "variable" && param.kind !== "star" && [...signature.params.map((each) => each.type), signature.result].reduce((sum, each) => sum + countOf(each, type.name), 0) === 1;
    alone.set(param, known);
  }
  return known;
}

function argument(cx: Cx, node: object, param: SigParam, val: Val, binds: Binds, span: Span, i: number): Expression {
  const sig = param.type;
  if (sig.kind === "union") {
    const member = sig.members.find((each) => each.kind === "func" && fits(cx, each, val.ty));
    if (member) return argument(cx, node, { ...param, type: member }, val, binds, span, i);
  }
  if (sig.kind === "func") return functionArgument(cx, node, sig, val, binds, span);
  if (sig.kind === "named") {
    if (sig.name === "bound") {
      if (val.ty.length === 1 && val.ty[0].k === "none") return ex(cx, "unit", { kind: "unit" }, span, {});
      return toInt(cx, convertNone(cx, val, span), span);
    }
    if (sig.name === "None") return val.e;
    if (sig.name === "iter") {
      const elem = sig.args[0];
      const cell = elem?.kind === "variable" ? variable(cx, node, elem.name, binds) : undefined;
      const want = cell ? get(cx, cell) : elem ? typeOf(cx, node, elem, binds, `arg ${i}`) : (elemOf(cx, val.ty) ?? []);
      return toIterable(cx, convertNone(cx, val, span), want, site(cx, node, `argument ${i}`, () => ({})), span);
    }
    if (sig.name === "float") return floatArgument(cx, val, span);
    if (sig.name === "int") return toInt(cx, convertNone(cx, val, span), span);
    if (SIMPLE[sig.name]) return convert(cx, val, SIMPLE[sig.name], span);
    if (sig.name === "tuple" && sig.variadic) {
      const elem = cellOf(cx, node, sig.args[0], binds, `arg ${i}`);
      return convert(cx, val, [{ k: "vartuple", elem }], span);
    }
    // Containers are passed as they are.
    return convertNone(cx, val, span).e;
  }
  if (sig.kind === "variable") return convert(cx, val, get(cx, variable(cx, node, sig.name, binds)), span);
  if (sig.kind === "union") return convert(cx, val, typeOf(cx, node, sig, binds, `arg ${i}`), span);
  return convertNone(cx, val, span).e;
}

/** The value without `None`, which fails as the library would. */
export function convertNone(cx: Cx, val: Val, span: Span): Val {
  if (val.ty.length < 2 || !has(val.ty, "none")) return val;
  const rest = without(val.ty, "none");
  return { ty: rest, e: ex(cx, "unwrap", irType(cx.p, rest), span, { value: val.e, unproven: "TypeError: a value is needed here, not NoneType" }) };
}

function floatArgument(cx: Cx, val: Val, span: Span): Expression {
  const some = convertNone(cx, val, span);
  if (some.ty.length === 1 && some.ty[0].k !== "float" && some.ty[0].k !== "any") return toFloat(cx, some, span);
  return convert(cx, some, FLOAT, span);
}

function functionArgument(cx: Cx, node: object, sig: SigType & { kind: "func" }, val: Val, binds: Binds, span: Span): Expression {
  const params = sig.params.map((param, i) => ({ ty: typeOf(cx, node, param, binds, `fn ${i}`), passing: sig.refs[i] ? ("ref" as const) : ("own" as const) }));
  const atom = val.ty.find((a) => a.k === "fn" || a.k === "func");
  if (!atom) return val.e;
  const bindResult = (ty: Ty): void => {
    if (sig.result.kind === "variable") bind(cx, node, sig.result, ty, binds, true);
    else if (sig.result.kind !== "named" || !SIMPLE[sig.result.name]) bind(cx, node, sig.result, ty, binds, true);
  };
  const at = site(cx, node, "closure", () => ({}));
  const wantBool = sig.result.kind === "named" && sig.result.name === "bool";
  if (atom.k === "func") {
    const target = findSite(atom.site);
    params.forEach((param, i) => target.params[i] && flow(cx.p.w, target.params[i], param.ty));
    bindResult(get(cx, target.result));
    if (params.every((p) => p.passing === "own") && !wantBool) return val.e;
  }
  const fn: Callable = atom.k === "fn" ? atom.fn : { kind: "special", special: "value", key: `value ${target(atom)}`, name: "value", site: () => findSite(atom.site), value: val } as Callable;
  let result: Ty = [];
  if (!cx.p.emitting || sig.result.kind === "variable") {
    if (!cx.p.emitting) {
      // The closure is made for its type; nothing of it is kept.
      closureOf(cx, fn, params, [], span, undefined, (ty) => (result = ty), at);
      bindResult(result);
    }
  }
  const want = wantBool ? BOOL : typeOf(cx, node, sig.result, binds, "fn result");
  return closureOf(cx, fn, params, want, span, wantBool ? bool : undefined, undefined, at);
}

const target = (atom: Atom): number => (atom.k === "func" ? findSite(atom.site).id : 0);

/** The default of a parameter, as a constant. */
function defaultValue(cx: Cx, param: SigParam, span: Span): Expression {
  const text = param.default!;
  const unit = ex(cx, "unit", { kind: "unit" }, span, {});
  const numeric = param.type.kind === "named" && param.type.name === "float";
  if (text === "None") return param.type.kind === "union" ? ex(cx, "none", irType(cx.p, sigTy(param.type)), span, {}) : unit;
  if (text === "True" || text === "False") return ex(cx, "bool", bool, span, { value: text === "True" });
  if (/^["']/.test(text)) return ex(cx, "str", str, span, { value: text.slice(1, -1) });
  const value: Expression = numeric || text.includes(".") ? ex(cx, "float", { kind: "float", width: 64 }, span, { value: Number(text) }) : ex(cx, "int", irType(cx.p, INT), span, { value: BigInt(text) });
  return param.type.kind === "union" ? ex(cx, "some", irType(cx.p, sigTy(param.type)), span, { value }) : value;
}

const sigTy = (sig: SigType): Ty => (sig.kind === "union" ? sig.members.flatMap((m) => sigTy(m)) : sig.kind === "named" ? (SIMPLE[sig.name] ?? []) : []);

export { callCallable, findCell, newCell, truth };
