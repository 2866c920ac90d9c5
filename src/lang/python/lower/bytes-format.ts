/** `b"…" % values`: what the text of the same letters makes, as bytes. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { bytes, str } from "../../../ir/index.ts";
import type { Expr } from "../ast/nodes.ts";
import { BYTES, STR, type Ty } from "../infer/types.ts";
import { show } from "../infer/show.ts";
import { ex, site, type Cx, type Val } from "./context.ts";
import { dead, raises, withTempVal } from "./convert.ts";
import { irType } from "./ir-types.ts";
import { callRow } from "./rows.ts";
import { getItem } from "./subscripts.ts";
import { percentFormat } from "./templates.ts";
import { pyName } from "./type-errors.ts";

const CONVERSION = /%(?:\((\w+)\))?[-+ #0]*(?:\*|\d+)?(?:\.(?:\*|\d+))?([a-zA-Z%])/g;

const latin = (cx: Cx, span: Span): Val => ({ ty: STR, e: ex(cx, "str", str, span, { value: "latin-1" }) });

const numberWanted = (letter: string): string =>
  "eEfFgG".includes(letter)
    ? "float argument required"
    : `%${letter} format: ${"diu".includes(letter) ? "a real number" : "an integer"} is required`;

/** A value as the conversion of a letter wants it: bytes as the text of their letters. */
function asText(cx: Cx, val: Val, letter: string, span: Span): Val {
  const [atom] = val.ty;
  const isBytes = val.ty.length === 1 && (atom.k === "bytes" || (atom.k === "rt" && atom.path === "bytearray::ByteArray"));
  if (isBytes && "sbc".includes(letter))
    return callRow(cx, `${atom.k === "bytes" ? "bytes" : "bytearray"}.decode`, [{ value: val }, { value: latin(cx, span) }], {}, span);
  if (isBytes && !"ra".includes(letter)) return raises(cx, `TypeError: ${numberWanted(letter)}, not ${pyName(val.ty)}`, span, val);
  if (val.ty.length === 1 && ["int", "float", "bool"].includes(atom.k) && !"sbra".includes(letter)) return val;
  if (val.ty.length === 1 && "sb".includes(letter) && ["int", "float", "bool", "str", "list", "none"].includes(atom.k))
    return raises(
      cx,
      `TypeError: %b requires a bytes-like object, or an object that implements __bytes__, not '${pyName(val.ty)}'`,
      span,
      val,
    );
  return refuse("PY0702", span, `\`%${letter}\` of ${show(val.ty)} in a format of bytes`);
}

/** `format % right`, for a literal of bytes. */
export function bytesPercent(cx: Cx, node: Expr<"binary">, format: Uint8Array, right: Val): Val {
  const { span } = node;
  if (right.ty.length === 0) return dead(cx, span, right);
  const text = Buffer.from(format).toString("latin1");
  const conversions = [...text.matchAll(CONVERSION)].filter((each) => each[2] !== "%");
  const plain = text.replace(CONVERSION, (all) => all.replace(/\(\w+\)/, "").replace(/b$/, "s"));
  const shown = (values: readonly Val[]): Val => {
    const given = values.map((val, i) => asText(cx, val, conversions[i]?.[2] ?? "d", span));
    if (given.some((val) => val.ty.length === 0)) return dead(cx, span, ...given);
    const ty: Ty = [{ k: "tuple", elems: given.map((val) => val.ty) }];
    const tuple: Val = { ty, e: ex(cx, "tuple", irType(cx.p, ty), span, { elems: given.map((val) => val.e) }) };
    const made = percentFormat(cx, plain, tuple, { kind: "tuple", span, elems: [] }, span);
    return callRow(cx, "str.encode", [{ value: made }, { value: latin(cx, span) }], {}, span);
  };
  const [atom] = right.ty;
  if (right.ty.length === 1 && atom.k === "dict" && text.includes("%("))
    return withTempVal(cx, right, span, (again) =>
      shown(
        conversions.map(([, name]) => {
          const key: Val = { ty: BYTES, e: ex(cx, "bytes", bytes, span, { value: Buffer.from(name ?? "", "latin1") }) };
          return getItem(
            cx,
            again(),
            key,
            site(cx, node, `item ${name}`, () => ({})),
            span,
          );
        }),
      ),
    );
  if (right.ty.length !== 1 || atom.k !== "tuple") return shown([right]);
  const { elems } = atom;
  if (right.e.kind === "tuple") {
    const parts = right.e.elems;
    return shown(elems.map((ty, i) => ({ ty, e: parts[i] })));
  }
  return withTempVal(cx, right, span, (again) =>
    shown(elems.map((ty, i) => ({ ty, e: ex(cx, "tupleGet", irType(cx.p, ty), span, { tuple: again().e, index: i }) }))),
  );
}
