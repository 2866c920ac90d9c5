/** `collections`, `functools` and `itertools` beyond what rows say. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { flow, INT, STR, type Ty } from "../infer/types.ts";
import type { Expr } from "../ast/nodes.ts";
import { callable, callType, emptyContainer, ghost } from "./builtins.ts";
import { withSpread } from "./spread.ts";
import { convert, withTempVal } from "./convert.ts";
import { expr } from "./expressions.ts";
import { namedTupleKey } from "./named-tuples.ts";
import { ex, get, site, siteCell, type Cx, type Val } from "./context.ts";
import { irType } from "./ir-types.ts";
import { callPrelude } from "./iteration.ts";
import { callRow, hasRow, type ArgVal } from "./rows.ts";
import { tupleOf } from "./tuples.ts";

export function collectionCall(cx: Cx, name: string, args: readonly ArgVal[], node: object, span: Span): Val {
  switch (name) {
    case "collections.deque": {
      const most = args.find((arg, i) => arg.name === "maxlen" || (i === 1 && !arg.name));
      if (most) {
        const rest = args.filter((arg) => arg !== most);
        if (most.value.ty.length === 1 && most.value.ty[0].k === "none") return collectionCall(cx, name, rest, node, span);
        const items: Val =
          rest[0]?.value ??
          emptyContainer(
            cx,
            "list",
            site(cx, node, "items", () => ({})),
            span,
          );
        return callRow(cx, "bounded.new", [{ value: items }, { value: most.value }], node, span);
      }
      if (args.length === 0) return emptyContainer(cx, "deque", node, span);
      return callRow(cx, "collections.deque", args, node, span);
    }
    case "collections.Counter": {
      if (args.length > 0 && args.every((arg) => arg.name)) {
        const made = callType(cx, "dict", args, node, span);
        const [atom] = made.ty;
        return atom?.k === "dict" ? { ty: [{ ...atom, flavour: "counter" }], e: made.e } : made;
      }
      const made = args.length === 0 ? emptyDict(cx, node, span) : callRow(cx, "collections.Counter", args, node, span);
      const atom = made.ty[0];
      if (atom?.k !== "dict") return made;
      flow(cx.p.w, atom.value, INT);
      return { ty: [{ ...atom, flavour: "counter" }], e: made.e };
    }
    case "collections.namedtuple":
      return namedtuple(cx, node as Expr<"call">, span);
    case "collections.OrderedDict": {
      const plain = args.length === 1 && args[0].name === undefined && args[0].star !== 2;
      const made =
        args.length === 0
          ? emptyDict(cx, node, span)
          : plain
            ? callRow(cx, "collections.OrderedDict", args, node, span)
            : callType(cx, "dict", args, node, span);
      const atom = made.ty[0];
      return atom?.k === "dict" ? { ty: [{ ...atom, flavour: "ordered" }], e: made.e } : made;
    }
    case "collections.defaultdict": {
      const factory = args[0]?.value.ty[0];
      if (!factory || factory.k === "none") return emptyDict(cx, node, span);
      if (factory.k !== "fn") return refuse("PY0317", span, "a `defaultdict` whose factory is only known at run time");
      const made =
        args.length < 2
          ? emptyDict(cx, node, span)
          : args.length > 2 || args[1].name !== undefined || args[1].star === 2
            ? callType(cx, "dict", args.slice(1), node, span)
            : callRow(cx, "builtins.dict", args.slice(1), node, span);
      const atom = made.ty[0];
      if (atom?.k !== "dict") return made;
      return { ty: [{ ...atom, flavour: "defaultdict", factory: factory.fn }], e: made.e };
    }
    default:
      if (hasRow(cx, name)) return callRow(cx, name, args, node, span);
      return refuse("PY0701", span, `\`${name}\` is not supported here`);
  }
}

/** `namedtuple("Point", "x y")`: a callable that makes tuples with names. */
function namedtuple(cx: Cx, node: Expr<"call">, span: Span): Val {
  const [name, fields] = node.args.map((arg) => arg.value);
  const defaults = node.args.find((arg) => arg.name === "defaults")?.value;
  const positional = node.args.filter((arg) => !arg.name);
  if (positional.length !== 2 || node.args.some((arg) => arg.name && arg.name !== "defaults") || name.kind !== "str")
    return refuse("PY0702", span, "a `namedtuple` with options or computed names");
  let names: string[];
  if (fields.kind === "str")
    names = fields.value
      .replace(/,/g, " ")
      .split(/\s+/)
      .filter((each) => each);
  else if ((fields.kind === "list" || fields.kind === "tuple") && fields.elems.every((e) => e.kind === "str"))
    names = fields.elems.map((e) => (e as Expr<"str">).value);
  else return refuse("PY0702", span, "a `namedtuple` with options or computed names");
  const key = namedTupleKey(name.value, names);
  if (defaults && defaults.kind !== "list" && defaults.kind !== "tuple")
    return refuse("PY0702", span, "a `namedtuple` with computed defaults");
  givenDefaults.set(key, defaults?.elems ?? []);
  return ghost(cx, callable<"special">(cx.p, key, names.length, { kind: "special", name: name.value, special: key }), span);
}

/** Defaults of the last fields, by the key of the named tuple. */
const givenDefaults = new Map<string, readonly Expr[]>();

/** `Point._fields`, `Point._make(items)` of a named tuple. */
export function namedtupleMember(cx: Cx, special: string, member: string, span: Span): Val | undefined {
  const names = special.split(":")[1].split(",");
  if (member === "_fields") {
    const ty: Ty = [{ k: "tuple", elems: names.map(() => STR) }];
    const elems = names.map((value) => ex(cx, "str", { kind: "str" }, span, { value }));
    return { ty, e: ex(cx, "tuple", irType(cx.p, ty), span, { elems }) };
  }
  return undefined;
}

/** `point._replace(x=1)`, `point._asdict()` of a named tuple. */
export function namedtupleMethod(cx: Cx, object: Val, name: string, args: readonly ArgVal[], node: object, span: Span): Val | undefined {
  const atom = object.ty[0];
  if (atom?.k !== "tuple" || !atom.names) return undefined;
  const { names, elems, label } = atom;
  const part = (again: Val, i: number): Val => ({
    ty: elems[i],
    e: ex(cx, "tupleGet", irType(cx.p, elems[i]), span, { tuple: again.e, index: i }),
  });
  if (name === "_replace") {
    if (args.some((arg) => !arg.name || !names.includes(arg.name)))
      return refuse("PY0702", span, "`_replace` of fields that are not named");
    return withTempVal(cx, object, span, (again) => {
      const parts = names.map((field, i) => args.find((arg) => arg.name === field)?.value ?? part(again(), i));
      return tupleOf(cx, parts, span, { names, label });
    });
  }
  if (name === "_asdict") {
    const ty: Ty = [{ k: "dict", key: siteCell(cx, node, "key"), value: siteCell(cx, node, "value") }];
    const [dict] = ty;
    if (dict.k !== "dict") return undefined;
    flow(cx.p.w, dict.key, STR);
    for (const elem of elems) flow(cx.p.w, dict.value, elem);
    return withTempVal(cx, object, span, (again) => ({
      ty,
      e: ex(cx, "dict", irType(cx.p, ty), span, {
        entries: names.map((value, i) => [
          ex(cx, "str", { kind: "str" }, span, { value }),
          convert(cx, part(again(), i), get(cx, dict.value), span),
        ]),
      }),
    }));
  }
  return undefined;
}

/** `Point(1, y=2)` of a named tuple. */
export function makeNamedtuple(cx: Cx, special: string, args: readonly ArgVal[], span: Span): Val {
  const [label, list] = special.slice("namedtuple ".length).split(":");
  const names = list.split(",");
  if (args.some((arg) => arg.star)) {
    const params = givenDefaults.get(special)?.length ? undefined : names.map((name) => ({ name, span, kind: "normal" as const }));
    const make = (given: readonly ArgVal[]): Val =>
      given.some((arg) => arg.star)
        ? refuse("PY0310", span, "unpacked arguments of a named tuple")
        : makeNamedtuple(cx, special, given, span);
    return withSpread(cx, args, span, make, params, `${label}.__new__`);
  }
  const vals: Val[] = [];
  args.forEach((arg, i) => {
    const at = arg.name === undefined ? i : names.indexOf(arg.name);
    if (at < 0 || at >= names.length || vals[at]) refuse("PY0312", span, `\`${label}\` has no field for this argument`);
    vals[at] = arg.value;
  });
  const defaults = givenDefaults.get(special) ?? [];
  defaults.forEach((value, i) => (vals[names.length - defaults.length + i] ??= expr(cx, value)));
  if (vals.filter((val) => val).length !== names.length) return refuse("PY0312", span, `\`${label}\` is made without all of its fields`);
  return tupleOf(cx, vals, span, { names, label });
}

/** `Point._make(items)` */
export function namedtupleOf(cx: Cx, special: string, items: Val, node: object, span: Span): Val {
  const names = special.split(":")[1].split(",");
  const [atom] = items.ty;
  if (items.ty.length === 1 && atom.k === "tuple" && atom.elems.length === names.length)
    return withTempVal(cx, items, span, (again) => {
      const part = (ty: Ty, index: number): Val => ({ ty, e: ex(cx, "tupleGet", irType(cx.p, ty), span, { tuple: again().e, index }) });
      return makeNamedtuple(
        cx,
        special,
        atom.elems.map((ty, i) => ({ value: part(ty, i) })),
        span,
      );
    });
  const number = (value: number): Val => ({ ty: INT, e: ex(cx, "int", irType(cx.p, INT), span, { value: BigInt(value) }) });
  const listed = callPrelude(cx, "listed_of", items, span, [{ value: number(names.length) }]);
  return withTempVal(cx, listed, span, (again) => {
    const parts = names.map((name, i): ArgVal => {
      const at = site(cx, node, name, () => ({}));
      return { value: callRow(cx, "list.__getitem__", [{ value: again() }, { value: number(i) }], at, span) };
    });
    return makeNamedtuple(cx, special, parts, span);
  });
}

export function emptyDict(cx: Cx, node: object, span: Span): Val {
  const ty: Ty = [{ k: "dict", key: siteCell(cx, node, "key"), value: siteCell(cx, node, "value") }];
  return { ty, e: ex(cx, "dict", irType(cx.p, ty), span, { entries: [] }) };
}
