/** `dict(…)`: from entries, other mappings and names. */
import type { Span } from "../../../base/span.ts";
import { findMethod } from "../infer/classes.ts";
import { flow, STR, type Ty } from "../infer/types.ts";
import { callType } from "./builtins.ts";
import { convert } from "./convert.ts";
import { ex, get, inBlock, newLocal, push, site, siteCell, type Cx, type Val } from "./context.ts";
import { dictOfDynamic, dictOfPairs } from "./dict-pairs.ts";
import { irType } from "./ir-types.ts";
import { callPrelude } from "./iteration.ts";
import { rowsOf } from "../stdlib/types.ts";
import { callRow, hasRow, type ArgVal } from "./rows.ts";

/** What `**` spreads and `dict` copies, as a dict: the environment is copied. */
export function asDict(cx: Cx, val: Val, node: object, span: Span): Val {
  const [atom] = val.ty;
  const copy = val.ty.length === 1 && atom.k === "rt" ? `${rowsOf(atom.path)}.copy` : "";
  if (!hasRow(cx, copy)) return val;
  const made = callRow(
    cx,
    copy,
    [{ value: val }],
    site(cx, node, "copied", () => ({})),
    span,
  );
  return made.ty[0]?.k === "dict" ? made : val;
}

/** `dict(…)` where the rows of the library do not say what it is. */
export function callDict(cx: Cx, args: readonly ArgVal[], node: object, span: Span): Val | undefined {
  const first = args[0]?.value;
  const inst = first?.ty.length === 1 && first.ty[0].k === "inst" ? first.ty[0].cls : undefined;
  if (args.length === 0 || args.every((arg) => arg.name !== undefined)) return dictOf(cx, args, node, span);
  if (args.length > 1 || args[0].star === 2) {
    const made = dictWith(cx, args, node, span);
    if (made) return made;
  }
  if (args.length === 1 && first && inst && findMethod(inst, "keys") && findMethod(inst, "__getitem__"))
    return callRow(cx, "builtins.dict", [{ value: callPrelude(cx, "entries_of", first, span) }], node, span);
  if (args.length === 1 && first) {
    const copied = asDict(cx, first, node, span);
    if (copied !== first) return copied;
    const pairs = dictOfPairs(cx, first, node, span) ?? dictOfDynamic(cx, first, node, span);
    if (pairs) return pairs;
  }
  // A dict of the counts: its items may get other types than the counter's.
  if (args.length === 1 && first?.ty.length === 1 && first.ty[0].k === "dict" && first.ty[0].flavour === "counter")
    return callRow(
      cx,
      "builtins.dict",
      [
        {
          value: callRow(
            cx,
            "dict.items",
            [{ value: first }],
            site(cx, node, "items", () => ({})),
            span,
          ),
        },
      ],
      node,
      span,
    );
  return undefined;
}

function dictOf(cx: Cx, args: readonly ArgVal[], node: object, span: Span): Val {
  const key = siteCell(cx, node, "key");
  const value = siteCell(cx, node, "value");
  for (const arg of args) {
    flow(cx.p.w, key, STR);
    flow(cx.p.w, value, arg.value.ty);
  }
  const ty: Ty = [{ k: "dict", key, value }];
  const entries = args.map(
    (arg) =>
      [
        convert(cx, { ty: STR, e: ex(cx, "str", { kind: "str" }, span, { value: arg.name! }) }, get(cx, key), span),
        convert(cx, arg.value, get(cx, value), span),
      ] as const,
  );
  return { ty, e: ex(cx, "dict", irType(cx.p, ty), span, { entries }) };
}

/** `dict(entries, name=value, **more)`: undefined where the first entries are several, or unpacked as arguments. */
function dictWith(cx: Cx, args: readonly ArgVal[], node: object, span: Span): Val | undefined {
  const placed = args.filter((arg) => arg.name === undefined && arg.star !== 2);
  if (placed.length > 1 || placed.some((arg) => arg.star)) return undefined;
  const own = (tag: string): object => site(cx, node, tag, () => ({}));
  const start = placed.length ? callType(cx, "dict", placed, own("start"), span) : dictOf(cx, [], own("start"), span);
  const [atom] = start.ty;
  if (atom?.k !== "dict") return start;
  const ty: Ty = [{ k: "dict", key: atom.key, value: atom.value }];
  const local = newLocal(cx, "entries", irType(cx.p, ty), span);
  cx.declared.add(local);
  const self = (): Val => ({ ty, e: ex(cx, "local", irType(cx.p, ty), span, { local }) });
  const body = inBlock(cx, () => {
    push(cx, "let", span, { local, value: start.e });
    args.forEach((arg, i) => {
      const { name, star, value } = arg;
      if (name === undefined && star !== 2) return;
      const key: Val = { ty: STR, e: ex(cx, "str", { kind: "str" }, span, { value: name ?? "" }) };
      const made =
        star === 2
          ? callRow(cx, "dict.update", [{ value: self() }, { value }], own(`more ${i}`), span)
          : callRow(cx, "dict.__setitem__", [{ value: self() }, { value: key }, { value }], own(`named ${i}`), span);
      push(cx, "expression", span, { value: made.e });
    });
  });
  return { ty, e: ex(cx, "block", irType(cx.p, ty), span, { body, value: self().e }) };
}
