/** `dict(pairs)` of pairs that are no tuples: lists, texts, iterators. */
import type { Span } from "../../../base/span.ts";
import { flow, INT, type Ty } from "../infer/types.ts";
import { convert } from "./convert.ts";
import { ex, get, inBlock, newLabel, newLocal, push, site, siteCell, type Cx, type Val } from "./context.ts";
import { eachKind, isDynamic, withMethod } from "./dynamic.ts";
import { irType } from "./ir-types.ts";
import { elemOf, toLoop } from "./iteration.ts";
import { attempt, memberNode } from "./operators.ts";
import { callRow } from "./rows.ts";

const KINDS = new Set(["list", "iter", "vartuple", "str"]);

/** The dict of a value that may be one of the library's mappings; undefined where it is none. */
export function dictOfDynamic(cx: Cx, val: Val, node: object, span: Span): Val | undefined {
  const kinds = isDynamic(val.ty) ? withMethod(cx, "keys").filter((atom) => atom.k === "dict") : [];
  if (kinds.length === 0) return undefined;
  const made = (one: Val, at: object): Val => callRow(cx, "builtins.dict", [{ value: one }], at, span);
  return eachKind(
    cx,
    val,
    kinds,
    span,
    (one) => made(one, node),
    (one) => attempt(() => made(one, memberNode(cx, node, one))),
  );
}

/** The dict of such pairs; undefined where the items are something else. */
export function dictOfPairs(cx: Cx, pairs: Val, node: object, span: Span): Val | undefined {
  // A mapping is copied.
  if (pairs.ty.some((atom) => ["dict", "any", "inst"].includes(atom.k))) return undefined;
  const item = elemOf(cx, pairs.ty);
  if (item?.length !== 1 || !KINDS.has(item[0].k)) return undefined;
  const part = elemOf(cx, item) ?? [];
  const key = siteCell(cx, node, "key");
  const value = siteCell(cx, node, "value");
  flow(cx.p.w, key, part);
  flow(cx.p.w, value, part);
  const ty: Ty = [{ k: "dict", key, value }];
  const made = newLocal(cx, "entries", irType(cx.p, ty), span);
  cx.declared.add(made);
  const self = (): Val => ({ ty, e: ex(cx, "local", irType(cx.p, ty), span, { local: made }) });
  const own = (tag: string): object => site(cx, node, tag, () => ({}));
  const body = inBlock(cx, () => {
    push(cx, "let", span, { local: made, value: ex(cx, "dict", irType(cx.p, ty), span, { entries: [] }) });
    const loop = toLoop(cx, pairs, own("loop"), span);
    const local = newLocal(cx, "pair", irType(cx.p, item), span);
    cx.declared.add(local);
    const statements = inBlock(cx, () => {
      const read: Val = { ty: item, e: ex(cx, "local", irType(cx.p, item), span, { local }) };
      const done = callRow(cx, "builtins.len", [{ value: self() }], own("done"), span);
      const parts = callRow(cx, "dict.pair", [{ value: read }, { value: done }], own("parts"), span);
      const kept = newLocal(cx, "parts", parts.e.type, span);
      cx.declared.add(kept);
      push(cx, "let", span, { local: kept, value: parts.e });
      const at = (index: number): Val =>
        callRow(
          cx,
          "list.__getitem__",
          [
            { value: { ty: parts.ty, e: ex(cx, "local", cx.p.emitting ? irType(cx.p, parts.ty) : parts.e.type, span, { local: kept }) } },
            { value: { ty: INT, e: ex(cx, "int", irType(cx.p, INT), span, { value: BigInt(index) }) } },
          ],
          own(`part ${index}`),
          span,
        );
      const entry = [
        self(),
        { ty: get(cx, key), e: convert(cx, at(0), get(cx, key), span) },
        { ty: get(cx, value), e: convert(cx, at(1), get(cx, value), span) },
      ];
      const put = callRow(
        cx,
        "dict.__setitem__",
        entry.map((each) => ({ value: each })),
        own("put"),
        span,
      );
      push(cx, "expression", span, { value: put.e });
    });
    push(cx, "forEach", span, { label: newLabel(cx), pattern: { kind: "local", local }, iterable: loop.e, body: { statements } });
  });
  return { ty, e: ex(cx, "block", irType(cx.p, ty), span, { body, value: self().e }) };
}
