/** Arguments of library functions whose type does not decide which overload they get: each type that they may have is tried. */
import type { Span } from "../../../base/span.ts";
import type { Atom, Kind, Ty } from "../infer/types.ts";
import { convert, isSimple, never, raises, withTempVal } from "./convert.ts";
import { ANY, STR } from "../infer/types.ts";
import { ex, type Cx, type Val } from "./context.ts";
import { eachKind, isDynamic, isSeen, kindAtom } from "./dynamic.ts";
import { elemOf } from "./iteration.ts";
import { irType } from "./ir-types.ts";
import { eachMember, memberNode } from "./operators.ts";
import { pyName } from "./type-errors.ts";
import { callRow, type ArgVal } from "./rows.ts";

/** What CPython says where an argument has a type that the function does not take; `{}` is the name of the type. */
const MESSAGES: Readonly<Record<string, string>> = {
  "builtins.int": "int() argument must be a string, a bytes-like object or a real number, not '{}'",
  "builtins.float": "float() argument must be a string or a real number, not '{}'",
  "builtins.abs": "bad operand type for abs(): '{}'",
  "builtins.round": "type {} doesn't define __round__ method",
  "builtins.chr": "'{}' object cannot be interpreted as an integer",
  "builtins.range": "'{}' object cannot be interpreted as an integer",
  "builtins.hex": "'{}' object cannot be interpreted as an integer",
  "builtins.bin": "'{}' object cannot be interpreted as an integer",
  "builtins.ord": "ord() expected string of length 1, but {} found",
  "str.__contains__": "'in <string>' requires string as left operand, not {}",
  "str.join": "can only join an iterable",
  "str.startswith": "startswith first arg must be str or a tuple of str, not {}",
  "str.endswith": "endswith first arg must be str or a tuple of str, not {}",
  "str.split": "must be str or None, not {}",
};

const messageOf = (row: string): string => {
  const name = row.slice(row.indexOf(".") + 1);
  return row.startsWith("math.") ? "must be real number, not {}" : (MESSAGES[row] ?? `${name}() argument must not be '{}'`);
};

const KINDS: readonly Kind[] = ["bool", "int", "float", "str", "bytes", "list", "tuple", "dict", "set", "frozenset", "none"];

const replaced = (args: readonly ArgVal[], i: number, value: Val): ArgVal[] => args.map((arg, j) => (j === i ? { ...arg, value } : arg));

/** Evaluates what comes before an argument first. */
function inOrder(cx: Cx, args: readonly ArgVal[], upTo: number, span: Span, use: (args: readonly ArgVal[]) => Val): Val {
  const i = args.findIndex((arg, j) => j < upTo && cx.p.emitting && !isSimple(arg.value.e));
  if (i < 0) return use(args);
  return withTempVal(cx, args[i].value, span, (again) => inOrder(cx, replaced(args, i, again()), upTo, span, use));
}

/** The call with an argument of several types: `fits` tells which overload takes these arguments. Undefined where none of the types is taken. */
export function lateCall(
  cx: Cx,
  name: string,
  args: readonly ArgVal[],
  fits: (args: readonly ArgVal[]) => number | undefined,
  node: object,
  span: Span,
): Val | undefined {
  const as = (i: number, ty: Ty): number | undefined => fits(replaced(args, i, { ty, e: args[i].value.e }));
  const message = messageOf(name);
  for (const [i, arg] of args.entries()) {
    const { ty } = arg.value;
    const taken = (atom: Atom): boolean => as(i, [atom]) !== undefined;
    if (ty.length > 1 && ty.some(taken) && fits(args) === undefined)
      return inOrder(cx, args, i, span, (ordered) =>
        eachMember(cx, ordered[i].value, span, `TypeError: ${message.replace("{}", "NoneType")}`, (one) =>
          taken(one.ty[0]) || one.ty[0].k === "any"
            ? callRow(cx, name, replaced(ordered, i, one), memberNode(cx, node, one), span)
            : raises(cx, `TypeError: ${message.replace("{}", pyName(one.ty))}`, span),
        ),
      );
    if (!isDynamic(ty)) continue;
    const kinds = KINDS.flatMap((kind) => kindAtom(cx, kind) ?? []).filter((atom) => isSeen(cx, atom) && taken(atom));
    if (new Set(kinds.map((atom) => as(i, [atom]))).size < 2) continue;
    return inOrder(cx, args, i, span, (ordered) =>
      eachKind(
        cx,
        ordered[i].value,
        kinds,
        span,
        (one) => wrongType(cx, one, message, span),
        (one) => callRow(cx, name, replaced(ordered, i, one), memberNode(cx, node, one), span),
      ),
    );
  }
  return undefined;
}

/** A dynamic value of a type that the function does not take. */
function wrongType(cx: Cx, val: Val, message: string, span: Span): Val {
  const text: Val = { ty: STR, e: ex(cx, "str", { kind: "str" }, span, { value: message }) };
  return never(cx, callRow(cx, "any.wrong_type", [{ value: val }, { value: text }], span, span).e, span);
}

/** Rows of dynamic items, which may fail where those of typed ones do not. */
const DYNAMIC: Readonly<Record<string, string | undefined>> = {
  "builtins.sorted": "any.sorted",
  "builtins.max": "any.max",
  "builtins.min": "any.min",
  "list.sort": "any.sort",
  "builtins.len": "any.__len__",
};

/** The row of dynamic items for a row of typed ones, where these arguments hold any. */
export function dynamicRow(
  cx: Cx,
  name: string,
  args: readonly ArgVal[],
  span: Span,
): { row: string; args: readonly ArgVal[] } | undefined {
  const row = DYNAMIC[name];
  if (!row || args.length === 0 || args.some((arg) => arg.star ?? (arg.name && arg.name !== "reverse"))) return undefined;
  const { ty } = args[0].value;
  if (row === "any.__len__") return isDynamic(ty) ? { row, args } : undefined;
  if (args.filter((arg) => !arg.name).length > 1) {
    if (!args.some((arg) => isDynamic(arg.value.ty))) return undefined;
    const list: Ty = [{ k: "list", elem: cx.p.w.dynamic }];
    const elems = args.map((arg) => convert(cx, arg.value, ANY, span));
    return { row, args: [{ value: { ty: list, e: ex(cx, "list", irType(cx.p, list), span, { elems }) } }] };
  }
  const elem = elemOf(cx, ty);
  return elem && isDynamic(elem) ? { row, args } : undefined;
}
