/** Library functions whose meaning depends on more than the types of a row. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import type { Expr } from "../ast/nodes.ts";
import { findMethod } from "../infer/classes.ts";
import { show } from "../infer/show.ts";
import { STR, type Ty } from "../infer/types.ts";
import { madeBy, rowsOf } from "../stdlib/types.ts";
import { asyncioCall, nextItem } from "./awaiting.ts";
import { comparisonOf } from "./call.ts";
import { dead, raises, toFloat, withTempVal } from "./convert.ts";
import { eachKind, isDynamic, withMethod } from "./dynamic.ts";
import { valueAfter } from "./decided.ts";
import { isCoroutine, nextOf } from "./coroutines.ts";
import { ex, get, site, type Cx, type Val } from "./context.ts";
import { lasting } from "./format-shape.ts";
import { enumValue } from "./enums.ts";
import { displayOf } from "./format.ts";
import { irType } from "./ir-types.ts";
import { constant } from "./compare.ts";
import { listOf, measured, rowsCall, starmap, testsOf, zipLongest } from "./iterables.ts";
import { callPrelude, elemOf, settle, toLoop } from "./iteration.ts";
import { jsonCall } from "./json.ts";
import { methodCall } from "./methods.ts";
import { operatorFunction } from "./operator-functions.ts";
import { placeOf } from "./ordered-rows.ts";
import { attempt, binary, eachMember, memberNode } from "./operators.ts";
import { compiled, findAll } from "./regex.ts";
import { need } from "./protocols.ts";
import { amongThreads } from "./threads.ts";
import { callRow, hasRow, type ArgVal } from "./rows.ts";
import { handedOn } from "./spread.ts";
import { sumOfFloats } from "./sums.ts";
import { FAILURES, pyName } from "./type-errors.ts";
import { structCall } from "./struct.ts";
import { printTraceback } from "./tracebacks.ts";
import { iterationError, lengthError } from "./undefined-operations.ts";

/** Functions of the library that are a method of their first argument, where its class has it. */
const PROTOCOLS: Readonly<Record<string, string | undefined>> = {
  "builtins.len": "__len__",
  "builtins.abs": "__abs__",
  "builtins.round": "__round__",
  "builtins.divmod": "__divmod__",
  "builtins.hash": "__hash__",
  "builtins.aiter": "__aiter__",
  "builtins.anext": "__anext__",
  "builtins.iter": "__iter__",
  "builtins.next": "__next__",
  "builtins.reversed": "__reversed__",
  "math.floor": "__floor__",
  "math.ceil": "__ceil__",
  "math.trunc": "__trunc__",
};

/** What can be looped over, or not even that, and has no next item. */
const NO_ITERATORS: ReadonlySet<string | undefined> = new Set([
  ...["list", "tuple", "vartuple", "dict", "set", "frozenset", "str", "bytes", "range", "int", "float", "bool", "deque"],
]);

/** What takes any number of arguments, as a function of their sequence. */
const OF_ALL: Readonly<Record<string, string | undefined>> = {
  "math.gcd": "math.gcd_of",
  "math.lcm": "math.lcm_of",
  "math.hypot": "math.hypot_of",
  "os.path.join": "os.path.join_all",
};

/** Values that are told apart by what they are. */
const PLAIN: ReadonlySet<string> = new Set(["int", "float", "bool", "str", "bytes", "none"]);

/** Values that cannot be looped over. */
const NUMBERS: ReadonlySet<string> = new Set(["int", "float", "bool"]);

/** Calls a library function by the name of its row. */
export function libraryCall(cx: Cx, row: string, args: readonly ArgVal[], node: object, span: Span): Val {
  row = amongThreads(cx, row);
  // `**named` without a name.
  const empty = args.findIndex(
    ({ star, value: { ty } }) => star === 2 && ty.length === 1 && ty[0].k === "tuple" && ty[0].elems.length === 0,
  );
  if (empty >= 0) return libraryCall(cx, row, args.toSpliced(empty, 1), node, span);
  const open = args.findIndex(({ star, value }) => star === 1 && value.ty.length === 1 && value.ty[0].k === "tuple");
  if (open >= 0)
    return withTempVal(cx, args[open].value, span, (again) =>
      libraryCall(cx, row, [...args.slice(0, open), ...itemsOf(cx, again, span), ...args.slice(open + 1)], node, span),
    );
  const first = args[0]?.value;
  const atom = first?.ty.length === 1 ? first.ty[0] : undefined;
  if (row === "builtins.next" && args.length === 2 && atom?.k === "inst")
    return callRow(cx, row, [{ value: callPrelude(cx, "items_of", first, span) }, args[1]], node, span);
  if (row === "builtins.next" && atom && isCoroutine(atom)) return nextOf(cx, first, args[1]?.value, node, span);
  if (row === "builtins.next" && first && (first.ty.length > 1 || (atom && NO_ITERATORS.has(atom.k))))
    return eachMember(
      cx,
      first,
      span,
      (type) => `TypeError: '${type}' object is not an iterator`,
      (one) =>
        NO_ITERATORS.has(one.ty[0]?.k)
          ? raises(cx, `TypeError: '${pyName(one.ty)}' object is not an iterator`, span, one)
          : libraryCall(cx, row, [{ value: one }, ...args.slice(1)], memberNode(cx, node, one), span),
    );
  if (row === "builtins.iter" && atom && isCoroutine(atom)) return first;
  const failure = first && first.ty.length > 1 ? FAILURES[row] : undefined;
  if (failure)
    return eachMember(cx, first, span, failure, (one) => libraryCall(cx, row, [{ value: one }], memberNode(cx, node, one), span));
  const protocol = PROTOCOLS[row];
  if (protocol && atom?.k === "inst" && findMethod(atom.cls, protocol))
    return methodCall(cx, first, protocol, () => args.slice(1), node, span);
  if (protocol && atom?.k === "any" && withMethod(cx, protocol).length)
    return eachKind(
      cx,
      first,
      withMethod(cx, protocol),
      span,
      (one) => callRow(cx, row, [{ value: one }, ...args.slice(1)], node, span),
      (one) => attempt(() => methodCall(cx, one, protocol, () => args.slice(1), memberNode(cx, node, one), span)),
    );
  if (row === "builtins.hash" && first) need(cx, first.ty, "key", span);
  if (row === "builtins.anext" && first) {
    const next = nextItem(cx, first, node, span);
    if (next) return next;
  }
  if (row.startsWith("traceback.")) return printTraceback(cx, row, args, node, span);
  if (row.startsWith("asyncio.")) {
    const made = asyncioCall(cx, row, args, node, span);
    if (made) return made;
  }
  const place = placeOf(cx, row, args, span);
  if (place) return place;
  switch (row) {
    case "builtins.open": {
      const given = (node as Partial<Expr<"call">>).args ?? [];
      const at = given.findIndex((arg, i) => arg.name === "mode" || (i === 1 && arg.name === undefined));
      const mode = given[at]?.value;
      if (mode?.kind === "str" && mode.value.includes("b"))
        return callRow(
          cx,
          "builtins.open_binary",
          [args[0], { value: args[at].value }, ...args.filter((_, i) => i !== 0 && i !== at)],
          node,
          span,
        );
      break;
    }
    case "copy.copy":
    case "copy.deepcopy": {
      // The runtime knows the storage of its own containers; that of the typed ones is known here.
      const typed = atom?.k === "any" ? get(cx, cx.p.w.objects).filter((each) => each.k === "deque" || each.k === "dict") : [];
      if (first && typed.length > 0 && args.length === 1)
        return eachKind(
          cx,
          first,
          typed,
          span,
          (one) => callRow(cx, row, [{ value: one }], node, span),
          (one) => callRow(cx, row, [{ value: one }], memberNode(cx, node, one), span),
        );
      break;
    }
    case "json.dump":
    case "json.dumps":
    case "json.load": {
      const made = jsonCall(cx, row, args, node, span);
      if (made) return made;
      break;
    }
    case "struct.pack":
    case "struct.pack_into":
    case "struct.unpack":
    case "struct.unpack_from":
    case "struct.iter_unpack":
      return structCall(cx, row, args, node, span);
    case "re.compile":
      return compiled(cx, callRow(cx, row, args, node, span), node);
    case "re.findall":
      return findAll(cx, row, args, node, span);
    case "builtins.len":
      if (first && enumValue(cx, first, span) !== first) return callRow(cx, row, [{ value: enumValue(cx, first, span) }], node, span);
      if (atom?.k === "iter" && first?.viewed) return libraryCall(cx, row, [{ value: first.viewed }], node, span);
      if (atom?.k === "iter" && atom.view) return callRow(cx, row, [{ value: settle(cx, first, node, span, true) }], node, span);
      if (atom?.k === "tuple")
        return { ty: [{ k: "int" }], e: ex(cx, "int", irType(cx.p, []), span, { value: BigInt(atom.elems.length) }) };
      if (atom && args.length === 1 && lengthError(atom)) return raises(cx, lengthError(atom)!, span, first!);
      if (atom?.k === "inst" && args.length === 1 && first.ty.length === 1 && !atom.cls.builtin && !atom.cls.enum)
        return raises(cx, `TypeError: object of type '${atom.cls.name}' has no len()`, span, first);
      break;
    case "builtins.reversed":
      if (atom?.k === "inst" && findMethod(atom.cls, "__getitem__") && findMethod(atom.cls, "__len__"))
        return callPrelude(cx, "items_backwards", first, span);
      break;
    case "statistics.mean":
    case "statistics.median":
    case "statistics.variance":
    case "statistics.pvariance": {
      const elem = first && elemOf(cx, first.ty);
      if (args.length === 1 && elem?.length === 1 && (elem[0].k === "int" || elem[0].k === "bool"))
        return measured(cx, row, first, node, span);
      break;
    }
    case "itertools.starmap": {
      const [fn, items] = args;
      const elem = items && elemOf(cx, items.value.ty);
      if (args.length === 2 && elem?.length === 1 && elem[0].k === "tuple") return starmap(cx, fn.value, items.value, elem, node, span);
      break;
    }
    case "builtins.sorted": {
      // The keys of a dict decide: no two of them are equal.
      const [source] = (node as Partial<Expr<"call">>).args ?? [];
      const isItems = source?.value.kind === "call" && source.value.callee.kind === "attribute" && source.value.callee.name === "items";
      if (isItems && args.length === 1 && atom?.k === "iter" && atom.view) return callRow(cx, "dict.sorted_items", args, node, span);
      const compare = comparisonOf(args);
      if (compare) {
        const [items, ...others] = args.filter((arg) => arg.name !== "key");
        return callRow(cx, "functools.sorted_by_compare", [items, { value: compare }, ...others], node, span);
      }
      break;
    }
    case "builtins.iter":
      if (args.length === 2 && first && (atom?.k === "fn" || atom?.k === "func"))
        return callRow(cx, "builtins.iter_until", args, node, span);
      break;
    case "builtins.id":
      if (first && first.ty.length > 1)
        return eachMember(cx, first, span, "", (one) => libraryCall(cx, row, [{ value: one }], memberNode(cx, node, one), span));
      if (atom?.k === "inst") {
        lasting(cx, atom.cls, span);
        return callRow(cx, "builtins.address", args, node, span);
      }
      if (atom && !PLAIN.has(atom.k)) return refuse("PY0203", span, `\`id\` of a value of type ${show(first!.ty)}`);
      break;
    case "builtins.pow":
      if (args.length === 2 && args.every(({ name, star }) => !name && !star)) return binary(cx, "**", first!, args[1].value, node, span);
      break;
    case "builtins.repr":
      return { ty: STR, e: displayOf(cx, first, "r", span) };
    case "builtins.abs":
    case "builtins.divmod":
    case "builtins.round":
    case "math.floor":
    case "math.ceil":
    case "math.trunc": {
      if (first && first.ty.length > 1 && first.ty.some((each) => each.k === "rt" || each.k === "inst"))
        return eachMember(
          cx,
          first,
          span,
          (type) => `TypeError: bad operand type for ${row.split(".")[1]}(): '${type}'`,
          (one) => libraryCall(cx, row, [{ value: one }, ...args.slice(1)], memberNode(cx, node, one), span),
        );
      const own = atom?.k === "rt" && `${rowsOf(atom.path)}.__${row.split(".")[1]}__`;
      if (own && hasRow(cx, own)) return callRow(cx, own, args, node, span);
      break;
    }
    case "builtins.all":
    case "builtins.any": {
      const elem = first && elemOf(cx, first.ty);
      // Nothing is ever put into it.
      if (elem?.length === 0 && cx.p.emitting) return constant(cx, row === "builtins.all", span, first);
      if (elem && elem.length > 0 && !(elem.length === 1 && elem[0].k === "bool"))
        return callRow(cx, row, [{ value: testsOf(cx, first, elem, node, span) }], node, span);
      break;
    }
    case "builtins.sum": {
      const elem = first && elemOf(cx, first.ty);
      const start = args[1]?.value;
      if (atom?.k === "tuple" && atom.elems.length === 0)
        return start ?? { ty: [{ k: "int" }], e: ex(cx, "int", irType(cx.p, []), span, { value: 0n }) };
      // There is nothing in it.
      if (elem?.length === 0 && cx.p.settling && args.length === 1 && !args[0].star) {
        const zero: Val = { ty: [{ k: "int" }], e: ex(cx, "int", irType(cx.p, []), span, { value: 0n }) };
        return callRow(cx, row, [args[0], { value: zero }], node, span);
      }
      const kinds = [...(elem ?? []), ...(start?.ty ?? [])].map((each) => each.k);
      const lists = elem?.length === 1 && elem[0].k === "list" && isDynamic(get(cx, elem[0].elem));
      if (elem && (isDynamic(elem) || lists || (start && isDynamic(start.ty)))) {
        const from = start ?? { ty: [{ k: "int" as const }], e: ex(cx, "int", irType(cx.p, []), span, { value: 0n }) };
        return callRow(cx, "any.sum", [{ value: first }, { value: from }], node, span);
      }
      const mixed = kinds.includes("float") && (elem?.length ?? 0) > 1 && kinds.some((k) => k === "int" || k === "bool");
      if (elem?.length && args.length <= 2 && (mixed || kinds.some((k) => !["int", "float", "bool", "list", "any"].includes(k)))) {
        const made = elem.length === 1 && elem[0].k === "rt" ? madeBy(elem[0].path) : undefined;
        const zero: Val = { ty: [{ k: "int" }], e: ex(cx, "int", irType(cx.p, []), span, { value: 0n }) };
        const from =
          start ??
          (made
            ? callRow(
                cx,
                made,
                [{ value: zero }],
                site(cx, node, "zero", () => ({})),
                span,
              )
            : zero);
        const add: Val = { ...operatorFunction(cx, "add", span), e: from.e };
        return callRow(cx, "functools.reduce", [{ value: add }, { value: first }, { value: from }], node, span);
      }
      // A float start makes the sum one of floats; floats with an int start of 0 too.
      if (elem?.length === 1 && elem[0].k === "float" && start?.ty[0]?.k === "int")
        return callRow(cx, row, [args[0], { value: { ty: [{ k: "float" }], e: toFloat(cx, start, span) } }], node, span);
      if (elem?.length === 1 && elem[0].k === "float" && args.length === 1 && !args[0].star)
        return sumOfFloats(cx, callRow(cx, row, args, node, span), span);
      break;
    }
    case "builtins.max":
    case "builtins.min":
      if (args.some((arg) => arg.star === 1)) return ofSeveral(cx, row, args, node, span);
      if (args.length === 1 && atom && first.ty.length === 1 && !args[0].star && iterationError(atom))
        return raises(cx, iterationError(atom)!, span, first);
      if (args.length === 1 && first && first.ty.length === 1 && first.ty[0].k === "tuple") {
        const loop = toLoop(cx, first, node, span);
        return callRow(cx, row, [{ value: loop }], node, span);
      }
      break;
    default:
  }
  const longest = row === "itertools.zip_longest" && first ? zipLongest(cx, args, node, span) : undefined;
  if (longest) return longest;
  const only = args.length === 1 && args[0].star === 1 ? args[0].value : undefined;
  if (only && (row === "itertools.chain" || row === "itertools.product") && !(only.ty.length === 1 && only.ty[0].k === "tuple"))
    return rowsCall(cx, row === "itertools.chain" ? "itertools.chain_from_iterable" : "itertools.product_rows", only, node, span);
  const all = OF_ALL[row];
  if (
    all &&
    (args.some((arg) => arg.star === 1) || (row === "os.path.join" && args.length > 4)) &&
    args.every((arg) => !arg.name && arg.star !== 2)
  )
    return callRow(cx, all, [{ value: only ?? together(cx, args, node, span) }], node, span);
  if (args.some((arg) => arg.star === 1)) args = spread(cx, args, span);
  // Several iterables of one type of items are a list of lists.
  const plain = args.filter((arg) => !arg.name);
  if (
    (row === "itertools.chain" && plain.length > 3) ||
    (row === "heapq.merge" && plain.length > 2) ||
    (row === "itertools.product" && plain.length > 4)
  )
    return rowsCall(
      cx,
      row === "itertools.chain" ? "itertools.chain_from_iterable" : row === "heapq.merge" ? "heapq.merge_rows" : "itertools.product_rows",
      listOf(cx, plain, node, span),
      node,
      span,
    );
  return callRow(cx, row, args, node, span);
}

/** `max(a, *items, key=f)` of numbers. */
function ofSeveral(cx: Cx, row: string, args: readonly ArgVal[], node: object, span: Span): Val {
  const named = args.filter((arg) => arg.name);
  const given = args.filter((arg) => !arg.name);
  const all = given.length === 1 ? given[0].value : together(cx, given, node, span);
  const elem = elemOf(cx, all.ty);
  if (elem?.length === 0) return dead(cx, span, all);
  if (!elem?.every((each) => NUMBERS.has(each.k)) || args.some((arg) => arg.star === 2))
    return callRow(cx, row, spread(cx, args, span), node, span);
  const list = all.ty[0].k === "list" ? all : callRow(cx, "builtins.list", [{ value: all }], node, span);
  const name: Val = { ty: STR, e: ex(cx, "str", { kind: "str" }, span, { value: row.slice("builtins.".length) }) };
  return withTempVal(cx, list, span, (again) => {
    const checked = callPrelude(cx, "several_of", again(), span, [{ value: name }]);
    return valueAfter(cx, checked.e, callRow(cx, row, [{ value: again() }, ...named], node, span), span);
  });
}

/** Arguments, some of them unpacked, as one sequence. */
function together(cx: Cx, args: readonly ArgVal[], node: object, span: Span): Val {
  const parts = args.map(({ star, value }): ArgVal => {
    if (star) return { value };
    const ty: Ty = [{ k: "tuple", elems: [value.ty] }];
    return { value: { ty, e: ex(cx, "tuple", irType(cx.p, ty), span, { elems: [value.e] }) } };
  });
  const rows = listOf(cx, parts, node, span);
  return rowsCall(
    cx,
    "itertools.chain_from_iterable",
    rows,
    site(cx, node, "together", () => ({})),
    span,
  );
}

/** The items of a tuple as arguments. */
const itemsOf = (cx: Cx, tuple: () => Val, span: Span): ArgVal[] => {
  const [atom] = tuple().ty;
  if (atom.k !== "tuple") return [];
  return atom.elems.map((ty, index): ArgVal => ({
    value: { ty, e: ex(cx, "tupleGet", irType(cx.p, ty), span, { tuple: tuple().e, index }) },
  }));
};

/** Unpacks `*tuple` arguments whose length is known. */
export function spread(cx: Cx, args: readonly ArgVal[], span: Span): readonly ArgVal[] {
  const opened = handedOn(cx, args, span);
  const open = opened.find((arg) => arg.star);
  return open ? refuse("PY0310", span, `arguments of a number that is not known (\`*\` on ${show(open.value.ty)})`) : opened;
}
