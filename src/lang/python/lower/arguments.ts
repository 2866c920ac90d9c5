/** The arguments of calls of functions of the program, bound to their parameters. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { bool, str, type Expression } from "../../../ir/index.ts";
import type { Parameter } from "../ast/nodes.ts";
import type { UserFunction } from "../infer/callables.ts";
import { flow, INT, join, STR, type Ty } from "../infer/types.ts";
import { show } from "../infer/show.ts";
import { classCallable } from "./classes.ts";
import { convert, isSimple } from "./convert.ts";
import { isDynamic } from "./dynamic.ts";
import { ex, get, inBlock, newLocal, push, site, siteCell, type Cx, type Val } from "./context.ts";
import { defaultVal, type Bound } from "./functions.ts";
import { irType } from "./ir-types.ts";
import { elemOf } from "./iteration.ts";
import { missingArguments, tooMany, wrongName } from "./misfits.ts";
import { callRow, type ArgVal } from "./rows.ts";
import { isHandedOn, NAMED } from "./spread.ts";

const text = (cx: Cx, value: string, span: Span): Val => ({ ty: STR, e: ex(cx, "str", str, span, { value }) });

/** What a `*` parameter gets of arguments some of which are unpacked: made piece by piece. */
function restTuple(cx: Cx, args: readonly ArgVal[], param: Parameter, span: Span): Val {
  if (args.length === 1) {
    const listed = callRow(
      cx,
      "builtins.list",
      [args[0]].map(({ value }) => ({ value })),
      param,
      span,
    );
    const atom = listed.ty[0];
    return atom?.k === "list" ? { ty: [{ k: "vartuple", elem: atom.elem }], e: listed.e } : listed;
  }
  const elem = siteCell(cx, span, `${param.name} items`);
  for (const arg of args) flow(cx.p.w, elem, arg.star ? (elemOf(cx, arg.value.ty) ?? []) : arg.value.ty);
  const ty: Ty = [{ k: "list", elem }];
  const local = newLocal(cx, param.name, irType(cx.p, ty), span);
  cx.declared.add(local);
  const self = (): Val => ({ ty, e: ex(cx, "local", irType(cx.p, ty), span, { local }) });
  const body = inBlock(cx, () => {
    push(cx, "let", span, { local, value: ex(cx, "list", irType(cx.p, ty), span, { elems: [] }) });
    args.forEach(({ star, value }, i) => {
      const at = site(cx, span, `${param.name} ${i}`, () => ({}));
      push(cx, "expression", span, {
        value: callRow(cx, star ? "list.extend" : "list.append", [{ value: self() }, { value }], at, span).e,
      });
    });
  });
  return { ty: [{ k: "vartuple", elem }], e: ex(cx, "block", irType(cx.p, ty), span, { body, value: self().e }) };
}

const isNamed = (param: Parameter): boolean => param.kind === "normal" || param.kind === "keyword";

/** What a `**` parameter gets of a dict that is unpacked: its own dict, without the entries of other parameters. */
function restEntries(cx: Cx, dict: Val, named: readonly ArgVal[], params: readonly Parameter[], param: Parameter, span: Span): Val {
  if (isDynamic(dict.ty)) {
    const late: Ty = [{ k: "dict", key: cx.p.w.dynamic, value: cx.p.w.dynamic }];
    dict = { ty: late, e: convert(cx, dict, late, span) };
  }
  if (dict.ty.length !== 1 || dict.ty[0].k !== "dict") return refuse("PY0310", span, `\`**\` on ${show(dict.ty)}`);
  const ty: Ty = [{ k: "dict", key: dict.ty[0].key, value: dict.ty[0].value }];
  const local = newLocal(cx, param.name, irType(cx.p, ty), span);
  cx.declared.add(local);
  const self = (): Val => ({ ty, e: ex(cx, "local", irType(cx.p, ty), span, { local }) });
  const body = inBlock(cx, () => {
    const own = (tag: string): object => site(cx, span, `${param.name} ${tag}`, () => ({}));
    push(cx, "let", span, { local, value: callRow(cx, "dict.copy", [{ value: dict }], own("copy"), span).e });
    for (const other of params.filter(isNamed)) {
      const none: Val = { ty: [{ k: "none" }], e: ex(cx, "unit", { kind: "unit" }, span, {}) };
      const gone = callRow(
        cx,
        "dict.pop",
        [{ value: self() }, { value: text(cx, other.name, span) }, { value: none }],
        own(other.name),
        span,
      );
      push(cx, "expression", span, { value: gone.e });
    }
    for (const arg of named) {
      const put = callRow(
        cx,
        "dict.__setitem__",
        [{ value: self() }, { value: text(cx, arg.name!, span) }, arg].map(({ value }) => ({ value })),
        own(`set ${arg.name}`),
        span,
      );
      push(cx, "expression", span, { value: put.e });
    }
  });
  return { ty, e: ex(cx, "block", irType(cx.p, ty), span, { body, value: self().e }) };
}

/** The argument for a parameter that the entries of `**dict` may have. */
function entryOf(cx: Cx, fn: UserFunction, param: Parameter, dict: Val, span: Span): Val | undefined {
  if (dict.ty.length !== 1 || dict.ty[0].k !== "dict") return undefined;
  if (cx.p.emitting && !isSimple(dict.e)) return refuse("PY0310", span, "a computed dict is unpacked into arguments");
  const again = (): Val => ({
    ty: dict.ty,
    e: dict.e.kind === "local" ? ex(cx, "local", dict.e.type, span, { local: dict.e.local }) : dict.e,
  });
  const row = (name: string): Val =>
    callRow(
      cx,
      `dict.${name}`,
      [{ value: again() }, { value: text(cx, param.name, span) }],
      site(cx, span, `${name} ${param.name}`, () => ({})),
      span,
    );
  const found = row("__getitem__");
  if (!param.default) return found;
  const otherwise = defaultVal(cx, fn, param, span);
  const ty = join(cx.p.w, found.ty, otherwise.ty);
  const test = row("__contains__").e;
  const then = convert(cx, found, ty, span);
  const orElse: Expression = convert(cx, otherwise, ty, span);
  return { ty, e: ex(cx, "conditional", ty.length ? irType(cx.p, ty) : bool, span, { test, then, orElse }) };
}

/** A value for each parameter, in order. */
export function bindArguments(cx: Cx, fn: UserFunction, args: readonly ArgVal[], span: Span, bound?: Bound): Val[] {
  const { params } = fn.def;
  const given: (Val | undefined)[] = params.map(() => undefined);
  const positional: ArgVal[] = [];
  if (bound)
    positional.push({
      value: bound.receiver ?? { ty: [{ k: "fn", fn: classCallable(cx, bound.cls) }], e: ex(cx, "unit", { kind: "unit" }, span, {}) },
    });
  // From the first unpacked value whose length is not known: what the `*` parameter gets.
  const rest: ArgVal[] = [];
  let restDict: Val | undefined;
  const named: ArgVal[] = [];
  const plain = args.filter((arg) => arg.name === undefined && arg.star !== 2);
  const star = params.findIndex((param) => param.kind === "star");
  for (const arg of args) {
    if (arg.star === 2) {
      if (restDict) return refuse("PY0310", span, `two dicts are unpacked into the arguments of \`${fn.def.name}\``);
      restDict = arg.value;
      continue;
    }
    if (arg.star === 1) {
      const atom = arg.value.ty[0];
      if (arg.value.ty.length === 1 && atom.k === "tuple") {
        const { e } = arg.value;
        if (cx.p.emitting && e.kind !== "tuple" && e.kind !== "local")
          return refuse("PY0310", span, "a computed tuple is unpacked into arguments");
        atom.elems.forEach((ty, i) => {
          if (e.kind === "tuple") positional.push({ value: { ty, e: e.elems[i] } });
          else
            positional.push({
              value: {
                ty,
                e: ex(cx, "tupleGet", irType(cx.p, ty), span, {
                  tuple: i === 0 || e.kind !== "local" ? e : ex(cx, "local", irType(cx.p, arg.value.ty), span, { local: e.local }),
                  index: i,
                }),
              },
            });
        });
        continue;
      }
      const place = params.filter((p) => p.kind === "normal" || p.kind === "positional").length;
      if (star >= 0 && (rest.length > 0 || positional.length >= place)) {
        rest.push(arg);
        continue;
      }
      // A list for a known number of parameters: its items by index.
      if (star < 0 && plain[plain.length - 1] === arg && (atom.k === "list" || atom.k === "vartuple")) {
        const wanted = place - positional.length;
        if (arg.value.e.kind !== "local" && cx.p.emitting) return refuse("PY0310", span, "a computed list is unpacked into arguments");
        for (let i = 0; i < wanted; i++) {
          const again: Val = {
            ty: [{ k: "list", elem: atom.elem }],
            e:
              arg.value.e.kind === "local" && i > 0
                ? ex(cx, "local", irType(cx.p, arg.value.ty), span, { local: arg.value.e.local })
                : arg.value.e,
          };
          positional.push({
            value: callRow(
              cx,
              "list.__getitem__",
              [{ value: again }, { value: { ty: INT, e: ex(cx, "int", irType(cx.p, INT), span, { value: BigInt(i) }) } }],
              span,
              span,
            ),
          });
        }
        continue;
      }
      return refuse("PY0310", span, `arguments of a number that is not known (\`*\` on ${show(arg.value.ty)})`);
    }
    if (arg.name !== undefined) named.push(arg);
    else if (rest.length > 0) rest.push(arg);
    else positional.push(arg);
  }
  let next = 0;
  let over = false;
  const extra: Val[] = [];
  for (const arg of positional) {
    while (next < params.length && !["normal", "positional"].includes(params[next].kind)) next++;
    if (next < params.length) given[next++] = arg.value;
    else if (star >= 0) extra.push(arg.value);
    else over = true;
  }
  const double = params.findIndex((param) => param.kind === "double");
  if (restDict && double < 0) return refuse("PY0310", span, `a dict is unpacked into the arguments of \`${fn.def.name}\``);
  const extraNamed: ArgVal[] = [];
  for (const arg of named) {
    const i = params.findIndex(
      (param) => param.name === arg.name && param.kind !== "positional" && param.kind !== "star" && param.kind !== "double",
    );
    if (i >= 0 && !given[i]) given[i] = arg.value;
    else if (i < 0 && double >= 0) extraNamed.push(arg);
    else if (params.some((param) => param.name === arg.name && param.kind === "positional"))
      return refuse("PY0312", span, `\`${fn.def.name}\` is given \`${arg.name}\` by name`);
    else wrongName(fn, span, arg.name!, i >= 0);
  }
  if (over) tooMany(fn, span, positional.length, named);
  const missing = params.filter((param, i) => !given[i] && !param.default && param.kind !== "star" && param.kind !== "double");
  if (missing.length > 0 && !restDict && rest.length === 0) missingArguments(fn, span, missing);
  return params.map((param, i): Val => {
    if (param.kind === "star") {
      if (rest.length > 0) return restTuple(cx, [...extra.map((value) => ({ value })), ...rest], param, span);
      const ty: Ty = [{ k: "tuple", elems: extra.map((val) => val.ty) }];
      return { ty, e: ex(cx, "tuple", irType(cx.p, ty), span, { elems: extra.map((val) => val.e) }) };
    }
    if (param.kind === "double") {
      if (restDict) return restEntries(cx, restDict, extraNamed, params, param, span);
      if (isHandedOn(fn.def)) return namedTuple(cx, extraNamed, span);
      const key = siteCell(cx, span, `${param.name} key`);
      const value = siteCell(cx, span, `${param.name} value`);
      flow(cx.p.w, key, STR);
      for (const arg of extraNamed) flow(cx.p.w, value, arg.value.ty);
      const ty: Ty = [{ k: "dict", key, value }];
      const entries = extraNamed.map(
        (arg) =>
          [
            convert(cx, { ty: STR, e: ex(cx, "str", str, span, { value: arg.name! }) }, get(cx, key), span),
            convert(cx, arg.value, get(cx, value), span),
          ] as const,
      );
      return { ty, e: ex(cx, "dict", irType(cx.p, ty), span, { entries }) };
    }
    const val = given[i];
    if (val) return val;
    const found = restDict && double >= 0 && param.kind !== "positional" ? entryOf(cx, fn, param, restDict, span) : undefined;
    if (found) return found;
    if (!param.default) return missingArguments(fn, span, [param]);
    return defaultVal(cx, fn, param, span);
  });
}

/** Named arguments as they are, for a `**` parameter that is only handed on. */
export function namedTuple(cx: Cx, args: readonly ArgVal[], span: Span): Val {
  const names = args.map((arg) => arg.name!);
  const ty: Ty = [{ k: "tuple", elems: args.map((arg) => arg.value.ty), names, label: NAMED }];
  return { ty, e: ex(cx, "tuple", irType(cx.p, ty), span, { elems: args.map((arg) => arg.value.e) }) };
}
