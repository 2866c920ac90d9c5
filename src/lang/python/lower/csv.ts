/** `csv.writer`: a row is a line of text that its file writes. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import type { Expression } from "../../../ir/index.ts";
import { flow, NONE, STR, type Ty } from "../infer/types.ts";
import { rowsOf } from "../stdlib/types.ts";
import { has, without, withTemp, withTempVal } from "./convert.ts";
import { ex, inBlock, newLocal, push, site, siteCell, type Cx, type Val } from "./context.ts";
import { displayOf } from "./format.ts";
import { identity } from "./identity.ts";
import { irType } from "./ir-types.ts";
import { elemOf, toLoop } from "./iteration.ts";
import { shownItems } from "./print.ts";
import { callRow, hasRow, type ArgVal } from "./rows.ts";

/** What a cell holds: `None` is an empty one. */
function cellText(cx: Cx, cell: Val, span: Span): Expression {
  const shown = (ty: Ty, e: Expression): Expression => displayOf(cx, { ty, e }, "s", span);
  if (!has(cell.ty, "none") && !has(cell.ty, "any")) return shown(cell.ty, cell.e);
  const empty = ex(cx, "str", { kind: "str" }, span, { value: "" });
  const rest = without(cell.ty, "none");
  if (rest.length === 0) return empty;
  return withTemp(cx, cell, span, (again) => {
    const none: Val = { ty: NONE, e: ex(cx, "unit", { kind: "unit" }, span, {}) };
    return ex(cx, "conditional", { kind: "str" }, span, {
      test: identity(cx, { ty: cell.ty, e: again() }, none, false, span, span).e,
      then: empty,
      orElse: shown(rest, has(cell.ty, "none") ? ex(cx, "unwrap", irType(cx.p, rest), span, { value: again() }) : again()),
    });
  });
}

/** `writer.writerow(cells)`, `writer.writerows(rows)`. */
export function writerMethod(cx: Cx, writer: Val, name: string, args: readonly ArgVal[], node: object, span: Span): Val | undefined {
  if (args.length !== 1 || (name !== "writerow" && name !== "writerows")) return undefined;
  return withTempVal(cx, writer, span, (again) => write(cx, again, name, args, node, span));
}

function write(cx: Cx, writer: () => Val, name: string, args: readonly ArgVal[], node: object, span: Span): Val {
  const file = callRow(
    cx,
    "csvwriter.file_of",
    [{ value: writer() }],
    site(cx, node, "file", () => ({})),
    span,
  );
  const [atom] = file.ty;
  const table = atom?.k === "rt" ? `${rowsOf(atom.path)}.write` : "";
  if (!hasRow(cx, table)) {
    if (file.ty.length === 0) return { ty: NONE, e: file.e };
    return refuse("PY0702", span, "`csv.writer` on what is no file");
  }
  const line = (cells: Val, at: object): Val =>
    callRow(cx, "csvwriter.line", [{ value: writer() }, { value: shownItems(cx, cells, at, span, cellText) }], at, span);
  let text: Val;
  if (name === "writerow") text = line(args[0].value, node);
  else {
    const elem = elemOf(cx, args[0].value.ty) ?? [];
    if (elem.length === 0) return { ty: NONE, e: file.e };
    const local = newLocal(cx, "row", irType(cx.p, elem), span);
    cx.declared.add(local);
    const loop = toLoop(cx, args[0].value, node, span);
    const lines = siteCell(cx, node, "lines");
    flow(cx.p.w, lines, STR);
    const one = line(
      { ty: elem, e: ex(cx, "local", irType(cx.p, elem), span, { local }) },
      site(cx, node, "line", () => ({})),
    );
    const all = ex(cx, "comprehension", { kind: "iter", elem: { kind: "str" } }, span, {
      clauses: [{ kind: "for", pattern: { kind: "local", local }, iterable: loop.e }],
      element: one.e,
    });
    const nothing: Val = { ty: STR, e: ex(cx, "str", { kind: "str" }, span, { value: "" }) };
    text = callRow(cx, "str.join", [{ value: nothing }, { value: { ty: [{ k: "iter", elem: lines }], e: all } }], node, span);
  }
  const made = callRow(
    cx,
    table,
    [{ value: file }, { value: text }],
    site(cx, node, "write", () => ({})),
    span,
  );
  const body = inBlock(cx, () => push(cx, "expression", span, { value: made.e }));
  return { ty: NONE, e: ex(cx, "block", { kind: "unit" }, span, { body, value: ex(cx, "unit", { kind: "unit" }, span, {}) }) };
}
