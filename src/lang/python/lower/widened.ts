/** Results of rows whose items get a wider type: item by item as what flows together with them. */
import type { Span } from "../../../base/span.ts";
import type { Expression } from "../../../ir/index.ts";
import { findCell, type Atom, type Cell, type Ty } from "../infer/types.ts";
import { convert } from "./convert.ts";
import { ex, get, newLocal, type Cx, type Val } from "./context.ts";
import { irType, keyOf } from "./ir-types.ts";
import { callRow } from "./rows.ts";

/** Is it known what the containers of a type hold? */
export const isKnown = (ty: Ty, depth = 0): boolean =>
  ty.length > 0 &&
  (depth > 4 ||
    ty.every((atom) =>
      "elem" in atom
        ? isKnown(findCell(atom.elem).ty, depth + 1)
        : atom.k === "dict"
          ? isKnown(findCell(atom.key).ty, depth + 1) && isKnown(findCell(atom.value).ty, depth + 1)
          : atom.k !== "tuple" || atom.elems.every((elem) => isKnown(elem, depth + 1)),
    ));

/** The same of a dict. */
function widenedDict(cx: Cx, made: Val, from: Atom & { k: "dict" }, to: Atom & { k: "dict" }, ty: Ty, span: Span): Expression {
  const part = (name: string, cell: Cell): { local: number; val: Val } => {
    const held = get(cx, cell);
    const local = newLocal(cx, name, irType(cx.p, held), span);
    cx.declared.add(local);
    return { local, val: { ty: held, e: ex(cx, "local", irType(cx.p, held), span, { local }) } };
  };
  const [key, value] = [part("key", from.key), part("value", from.value)];
  const items = callRow(cx, "dict.items", [{ value: made }], {}, span);
  return ex(cx, "comprehension", irType(cx.p, ty), span, {
    clauses: [
      {
        kind: "for",
        pattern: {
          kind: "tuple",
          elems: [
            { kind: "local", local: key.local },
            { kind: "local", local: value.local },
          ],
        },
        iterable: items.e,
      },
    ],
    key: convert(cx, key.val, get(cx, to.key), span),
    element: convert(cx, value.val, get(cx, to.value), span),
  });
}

/** What a row gives, item by item as what flows together with it. */
export function widened(cx: Cx, made: Val, ty: Ty, span: Span): Expression {
  const [from] = made.ty;
  const [to] = ty;
  if (made.ty.length === 1 && ty.length === 1 && from.k === "dict" && to.k === "dict") return widenedDict(cx, made, from, to, ty, span);
  if (made.ty.length !== 1 || ty.length !== 1 || !("elem" in from) || !("elem" in to)) return convert(cx, made, ty, span);
  const elem = get(cx, from.elem);
  const local = newLocal(cx, "item", irType(cx.p, elem), span);
  cx.declared.add(local);
  const item: Val = { ty: elem, e: ex(cx, "local", irType(cx.p, elem), span, { local }) };
  return ex(cx, "comprehension", irType(cx.p, ty), span, {
    clauses: [{ kind: "for", pattern: { kind: "local", local }, iterable: made.e }],
    element: keyOf(elem) === keyOf(get(cx, to.elem)) ? item.e : widened(cx, item, get(cx, to.elem), span),
  });
}
