/** Calls of library rows: choosing the overload, binding its type variables, converting the arguments. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { any, bool, str, type Expression } from "../../../ir/index.ts";
import type { Callable } from "../infer/callables.ts";
import { parseSignature, type SigParam, type SigType, type SignedRow } from "../infer/signature.ts";
import { BOOL, FLOAT, flow, findSite, INT, type Atom, type Cell, type Ty } from "../infer/types.ts";
import { show } from "../infer/show.ts";
import { widening } from "../stdlib/types.ts";
import { scalarOf } from "./numpy/types.ts";
import { LOOKUP, lookedUp } from "./looked-up.ts";
import { needOrder, ORDERING, lateOrder, orderedRow } from "./ordered-rows.ts";
import { orderable } from "./orderable.ts";
import { makeDynamic } from "../infer/dynamic.ts";
import { shapeSite } from "./call.ts";
import { isDynamic } from "./dynamic.ts";
import { checkEncoding } from "./encodings.ts";
import { tellApartInRow } from "./function-identity.ts";
import { dynamicRow, lateCall } from "./late-arguments.ts";
import { convert, dead, has, raises, toFloat, toInt, without } from "./convert.ts";
import { heldValue } from "./builtin-bases.ts";
import { ex, get, site, type Cx, type Val } from "./context.ts";
import { enumClass, enumValue, memberList } from "./enums.ts";
import { closureOf } from "./function-values.ts";
import { elemOf, toIterable } from "./iteration.ts";
import { irType, keyOf } from "./ir-types.ts";
import { eachMember, memberNode } from "./operators.ts";
import { need } from "./protocols.ts";
import { noneArgument, pyName } from "./type-errors.ts";
import { isKnown, widened } from "./widened.ts";
import { awaitsItems, filePath, takenApart, takenItems, wrongArgument } from "./row-arguments.ts";
import { truth } from "./truth.ts";
import { indexValue } from "./index-values.ts";
import { isAlone, mayGiveNone, fits, bind, variable, SIMPLE, typeOf, cellOf, freshOf, nativeType, copiedType, sigTy } from "./row-types.ts";

export interface ArgVal {
  readonly name?: string;
  readonly star?: 1 | 2;
  readonly value: Val;
}

export type Binds = Map<string, Cell>;

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

/** The best overload for these arguments. */
function choose(
  cx: Cx,
  rows: readonly SignedRow[],
  args: readonly ArgVal[],
): { row: SignedRow; index: number; bound: (ArgVal | readonly ArgVal[] | undefined)[] } | undefined {
  const items =
    args.length > 0 && rows.some((row) => mayGiveNone(parseSignature(row.signature))) ? elemOf(cx, args[0].value.ty) : undefined;
  const nullable = items !== undefined && items.length > 1 && has(items, "none");
  for (const exact of [true, "open", false] as const)
    for (const [index, row] of rows.entries()) {
      const signature = parseSignature(row.signature);
      if (nullable && mayGiveNone(signature)) continue;
      const { params } = signature;
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

/** Would the row take these arguments? */
export const rowFits = (cx: Cx, name: string, args: readonly ArgVal[]): boolean => {
  const rows = cx.p.library.rows(name);
  return rows !== undefined && choose(cx, rows, args) !== undefined;
};

/** What an object stands for: what one of a class derived from `list` holds, the number of an `IntEnum`, the file that it names. */
const plainValue = (cx: Cx, val: Val, span: Span): Val =>
  indexValue(cx, filePath(cx, enumValue(cx, heldValue(cx, val, span), span), span), span);

/** Which argument of a row is a key. */
const KEYED: Readonly<Record<string, number>> = {
  "builtins.hash": 0,
  "dict.__setitem__": 1,
  "dict.__getitem__": 1,
  "dict.__contains__": 1,
  "dict.__delitem__": 1,
  "dict.get": 1,
  "dict.pop": 1,
  "dict.setdefault": 1,
  "set.add": 1,
};
/** `int | float` */
const isNumber = (ty: Ty): boolean =>
  ty.length > 1 && has(ty, "float") && ty.every(({ k }) => k === "int" || k === "float" || k === "bool");

/** Does the row give an integer for integers and a float for floats (`abs`, `divmod`)? */
function givesTheirKind(cx: Cx, rows: readonly SignedRow[], args: readonly ArgVal[]): boolean {
  const [whole, real] = [INT, FLOAT].map((ty) => {
    const given = args.map((arg) => (isNumber(arg.value.ty) ? { ...arg, value: { ...arg.value, ty } } : arg));
    const chosen = choose(cx, rows, given);
    return chosen && JSON.stringify(parseSignature(chosen.row.signature).result);
  });
  return whole !== undefined && real !== undefined && whole !== real;
}

/** What has no hash. */
export const UNHASHABLE = /^(list|dict|set|deque)$/;

/** Calls a row by its name without the language (`list.append`). `node` keeps the types of its results. */
export function callRow(cx: Cx, name: string, args: readonly ArgVal[], node: object, span: Span): Val {
  const rows = cx.p.library.rows(name);
  if (!rows) return refuse("PY0701", span, `\`${name}\` is not in the library tables`);
  if (args.some((arg) => arg.value.ty.length === 0)) return dead(cx, span, ...args.map((arg) => arg.value));
  // An enumeration is its members, but where it is called.
  const called = (i: number): boolean => rows.some((row) => parseSignature(row.signature).params[i]?.type.kind === "func");
  args = args.map((arg, i) => {
    const enumeration = enumClass(arg.value.ty);
    return enumeration && !called(i) ? { ...arg, value: memberList(cx, enumeration, node, span) } : arg;
  });
  if (LOOKUP.test(name)) args = lookedUp(cx, args, span);
  const apart = (several: Val): Val =>
    eachMember(cx, several, span, "", (one) => {
      const given = args.map((arg) => (arg.value === several ? { ...arg, value: one } : arg));
      return callRow(cx, name, given, memberNode(cx, node, one), span);
    });
  const key = args[KEYED[name] ?? -1]?.value;
  if (key && UNHASHABLE.test(key.ty[0].k) && key.ty.length === 1)
    return raises(cx, `TypeError: unhashable type: '${pyName(key.ty)}'`, span, ...args.map((arg) => arg.value));
  if (key && key.ty.length > 1 && !has(key.ty, "none") && key.ty.some((atom) => UNHASHABLE.test(atom.k))) return apart(key);
  const number = args.find((arg) => isNumber(arg.value.ty))?.value;
  if (number && givesTheirKind(cx, rows, args)) return apart(number);
  if (awaitsItems(cx, rows, args, (row) => choose(cx, [row], args) !== undefined)) return dead(cx, span, ...args.map((arg) => arg.value));
  if (args.length > 0) tellApartInRow(cx, name, args[0].value.ty, args[1]?.value.ty);
  const late = lateOrder(cx, name, args, node, span);
  if (late) return late;
  const dynamic = dynamicRow(cx, name, args, span);
  if (dynamic) return callRow(cx, dynamic.row, dynamic.args, node, span);
  const chosen = choose(cx, rows, args);
  const mixed = chosen ? undefined : args.find(({ value: { ty } }) => ty.length > 1 && ty.some((atom) => scalarOf(atom)))?.value;
  if (mixed) return apart(mixed);
  if (!chosen || args.some((arg) => isDynamic(arg.value.ty))) {
    const late = name.startsWith("any.") ? undefined : lateCall(cx, name, args, (given) => choose(cx, rows, given)?.index, node, span);
    if (late) return late;
  }
  if (!chosen) {
    const plain = args.map((arg) => ({ ...arg, value: plainValue(cx, arg.value, span) }));
    if (plain.some((arg, i) => arg.value !== args[i].value) && choose(cx, rows, plain)) return callRow(cx, name, plain, node, span);
  }
  const projected = chosen ? undefined : takenItems(cx, args, (given) => choose(cx, rows, given) !== undefined, node, span);
  if (projected) return callRow(cx, name, projected, node, span);
  const several = chosen ? undefined : takenApart(args, (given) => choose(cx, rows, given) !== undefined);
  if (several) return apart(several);
  const wrong = chosen ? undefined : wrongArgument(cx, name, args, span);
  if (wrong) return wrong;
  if (!chosen)
    return refuse(
      "PY0702",
      span,
      `\`${name.replace("builtins.", "")}\` is not supported for (${args.map((arg) => (arg.name ? `${arg.name}=` : "") + show(arg.value.ty)).join(", ")})`,
    );
  const byMethods = orderedRow(cx, name, args, node, span);
  if (byMethods) return byMethods;
  if (name.startsWith("copy.")) for (const arg of args) need(cx, arg.value.ty, "copy", span);
  checkEncoding(args, name, span);
  const { row, index, bound } = chosen;
  if (cx.p.emitting && row.names) cx.p.namesSource = true;
  const signature = parseSignature(row.signature);
  const binds: Binds = new Map();
  const isFunc = (sig: SigType): SigType | undefined =>
    sig.kind === "func" ? sig : sig.kind === "union" ? sig.members.find((m) => m.kind === "func") : undefined;
  signature.params.forEach((param, i) => {
    const arg = bound[i];
    if (!arg || isFunc(param.type) || isAlone(param, signature)) return;
    for (const each of Array.isArray(arg) ? (arg as ArgVal[]) : [arg as ArgVal])
      bind(cx, node, param.type, each.value.ty, binds, row.args[Math.min(i, row.args.length - 1)] !== "ref");
  });
  const ordered = (variableName: string): void => {
    const cell = ORDERING.test(name) ? binds.get(variableName) : undefined;
    const given = cell && get(cx, cell);
    if (given && orderable(cx, given) !== given) flow(cx.p.w, cell, orderable(cx, given));
  };
  const byKey = args.some((arg) => arg.name === "key");
  if (!byKey) ordered("T");
  const values: Expression[] = [];
  for (const [i, param] of signature.params.entries()) {
    const arg = bound[i];
    if (Array.isArray(arg)) {
      const elem = cellOf(cx, node, param.type, binds, `star ${i}`);
      // Numbers and texts of one type take that type; others what they have in common.
      const named = param.type.kind === "named" ? SIMPLE[param.type.name] : undefined;
      for (const each of arg as ArgVal[]) if (param.type.kind !== "variable") flow(cx.p.w, elem, named ?? each.value.ty);
      const elems = (arg as ArgVal[]).map((each) =>
        named ? argument(cx, name, node, param, each.value, binds, span, i) : convert(cx, each.value, get(cx, elem), span),
      );
      values.push(ex(cx, "list", irType(cx.p, [{ k: "list", elem }]), span, { elems }));
      continue;
    }
    if (!arg) {
      values.push(defaultValue(cx, param, span));
      continue;
    }
    values.push(
      isAlone(param, signature) ? (arg as ArgVal).value.e : argument(cx, name, node, param, (arg as ArgVal).value, binds, span, i),
    );
  }
  if (byKey) ordered("K");
  const keys = binds.get("K");
  if (byKey && keys && ORDERING.test(name)) needOrder(cx, get(cx, keys), span);
  const ty = copiedType(cx, node, signature, binds) ?? typeOf(cx, node, signature.result, binds, "result");
  const id = `py.${name}${index === 0 ? "" : `#${index}`}`;
  if (!cx.p.emitting) return { ty, e: values[0] ?? ex(cx, "unit", { kind: "unit" }, span, {}) };
  const wanted = irType(cx.p, ty);
  const fresh = freshOf(cx, signature.result, binds);
  const widens = fresh !== undefined && isKnown(ty) && keyOf(fresh) !== keyOf(ty);
  const type = widens ? irType(cx.p, fresh) : (nativeType(cx, signature.result, binds) ?? wanted);
  // `d.get(key)` of dynamic values: no value is one of them.
  if (isDynamic(ty) && signature.result.kind === "union")
    return {
      ty,
      e: ex(cx, "toAny", any, span, { value: ex(cx, "runtime", { kind: "option", inner: any }, span, { row: id, args: values }) }),
    };
  // Integers that a row makes out of nothing take the form that their use asks for.
  const typeArgs = name === "range.__iter__" && type.kind === "iter" ? { typeArgs: [type.elem] } : {};
  const call = ex(cx, "runtime", type, span, { row: id, args: values, ...typeArgs });
  // Items that are converted one by one need no list of their own before.
  const items = row.run === "list::of_items" ? values[0] : call;
  return { ty, e: widens ? widened(cx, { ty: fresh, e: items }, ty, span) : call };
}

export function argument(cx: Cx, row: string, node: object, param: SigParam, val: Val, binds: Binds, span: Span, i: number): Expression {
  const sig = param.type;
  const some = (iterated: boolean): Val => withoutNone(cx, val, noneArgument(row, iterated), span);
  if (sig.kind === "union") {
    const member = sig.members.find((each) => each.kind === "func" && fits(cx, each, val.ty));
    if (member) return argument(cx, row, node, { ...param, type: member }, val, binds, span, i);
  }
  if (sig.kind === "func") return functionArgument(cx, node, sig, val, binds, span);
  if (sig.kind === "named") {
    if (isDynamic(val.ty) && sig.name === "int") return convert(cx, val, INT, span);
    if (sig.name === "bound" && isDynamic(val.ty)) return val.e;
    if (sig.name === "bound") {
      if (val.ty.length === 1 && val.ty[0].k === "none") return ex(cx, "unit", { kind: "unit" }, span, {});
      // Whether it is left out is known when the program runs.
      if (val.ty.length === 2 && has(val.ty, "none") && has(val.ty, "int")) return val.e;
      return toInt(cx, some(false), span);
    }
    if (sig.name === "None") return val.e;
    if (sig.name === "iter") {
      const elem = sig.args[0];
      const cell = elem?.kind === "variable" ? variable(cx, node, elem.name, binds) : undefined;
      const want = cell ? get(cx, cell) : elem ? typeOf(cx, node, elem, binds, `arg ${i}`) : (elemOf(cx, val.ty) ?? []);
      return toIterable(
        cx,
        some(true),
        want,
        site(cx, node, `argument ${i}`, () => ({})),
        span,
      );
    }
    if (sig.name === "float") return floatArgument(cx, some(false), span);
    if (sig.name === "int") return toInt(cx, some(false), span);
    if (sig.name === "bool" && has(val.ty, "int")) return truth(cx, val, span);
    if (SIMPLE[sig.name]) return convert(cx, sig.name === "any" ? val : some(false), SIMPLE[sig.name], span);
    if (sig.name === "tuple" && sig.variadic) {
      const elem = cellOf(cx, node, sig.args[0], binds, `arg ${i}`);
      return convert(cx, val, [{ k: "vartuple", elem }], span);
    }
    // Containers are passed as they are; a dynamic value has to be one.
    if (isDynamic(val.ty)) return convert(cx, val, typeOf(cx, node, sig, binds, `arg ${i}`), span);
    return some(false).e;
  }
  if (sig.kind === "rt" && val.ty.length === 1) {
    const row = widening(sig.path, val.ty[0].k);
    if (row)
      return callRow(
        cx,
        row,
        [{ value: val }],
        site(cx, node, `widened ${i}`, () => ({})),
        span,
      ).e;
  }
  if (sig.kind === "variable") return convert(cx, val, get(cx, variable(cx, node, sig.name, binds)), span);
  if (sig.kind === "union") return convert(cx, val, typeOf(cx, node, sig, binds, `arg ${i}`), span);
  return some(false).e;
}

/** The value without `None`, which fails with a text (`TypeError: …`). */
function withoutNone(cx: Cx, val: Val, unproven: string, span: Span): Val {
  if (val.ty.length < 2 || !has(val.ty, "none")) return val;
  const rest = without(val.ty, "none");
  return {
    ty: rest,
    e: ex(cx, "unwrap", irType(cx.p, rest), span, { value: val.e, unproven }),
  };
}

function floatArgument(cx: Cx, val: Val, span: Span): Expression {
  if (val.ty.length === 1 && val.ty[0].k !== "float" && val.ty[0].k !== "any") return toFloat(cx, val, span);
  return convert(cx, val, FLOAT, span);
}

function functionArgument(cx: Cx, node: object, sig: SigType & { kind: "func" }, val: Val, binds: Binds, span: Span): Expression {
  const params = sig.params.map((param, i) => ({
    ty: typeOf(cx, node, param, binds, `fn ${i}`),
    passing: sig.refs[i] ? ("ref" as const) : ("own" as const),
  }));
  const atom = val.ty.find((a) => a.k === "fn" || a.k === "func" || a.k === "any");
  if (!atom) return val.e;
  const bindResult = (ty: Ty): void => {
    if (sig.result.kind === "variable") bind(cx, node, sig.result, ty, binds, true);
    else if (sig.result.kind !== "named" || !SIMPLE[sig.result.name]) bind(cx, node, sig.result, ty, binds, true);
  };
  const at = site(cx, node, "closure", () => ({}));
  const wantBool = sig.result.kind === "named" && sig.result.name === "bool";
  if (atom.k === "func" && !cx.p.emitting) {
    const site = findSite(atom.site);
    get(cx, site.shape);
    if (!site.shaped) shapeSite(cx, site, params.length, []);
    else if (site.params.length !== params.length) makeDynamic(cx.p.w, site);
  }
  const late = atom.k === "any" || (atom.k === "func" && findSite(atom.site).dynamic);
  if (atom.k === "func" && !late) {
    const target = findSite(atom.site);
    params.forEach((param, i) => target.params[i] && flow(cx.p.w, target.params[i], param.ty));
    bindResult(get(cx, target.result));
    const same = ({ ty }: { ty: Ty }, i: number): boolean => !cx.p.emitting || keyOf(ty) === keyOf(get(cx, target.params[i]));
    if (params.every((p, i) => p.passing === "own" && same(p, i)) && !wantBool) return val.e;
  }
  const fn: Callable =
    atom.k === "fn"
      ? atom.fn
      : ({
          kind: "special",
          special: "value",
          key: `value ${target(atom)}`,
          name: "value",
          site: () => findSite((atom as Atom & { k: "func" }).site),
          value: val,
        } as Callable);
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

const target = (atom: Atom): number | string => (atom.k === "any" ? "any" : atom.k === "func" ? findSite(atom.site).id : 0);

/** The default of a parameter, as a constant. */
function defaultValue(cx: Cx, param: SigParam, span: Span): Expression {
  const text = param.default!;
  const unit = ex(cx, "unit", { kind: "unit" }, span, {});
  const numeric = param.type.kind === "named" && param.type.name === "float";
  if (text === "None") return param.type.kind === "union" ? ex(cx, "none", irType(cx.p, sigTy(param.type)), span, {}) : unit;
  if (text === "True" || text === "False") return ex(cx, "bool", bool, span, { value: text === "True" });
  const quoted = /^["']/.test(text) ? text.slice(1, -1) : undefined;
  if (quoted !== undefined && param.type.kind === "named" && param.type.name === "bytes")
    return ex(cx, "bytes", { kind: "bytes" }, span, { value: Buffer.from(quoted) });
  if (quoted !== undefined) return ex(cx, "str", str, span, { value: quoted });
  const value: Expression =
    numeric || text.includes(".")
      ? ex(cx, "float", { kind: "float", width: 64 }, span, { value: Number(text) })
      : ex(cx, "int", irType(cx.p, INT), span, { value: BigInt(text) });
  return param.type.kind === "union" ? ex(cx, "some", irType(cx.p, sigTy(param.type)), span, { value }) : value;
}
