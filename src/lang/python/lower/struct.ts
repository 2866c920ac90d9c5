/** `struct`: what is unpacked is a tuple of the types that the format names. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import type { Expr } from "../ast/nodes.ts";
import { BOOL, flow, INT, STR, type Ty } from "../infer/types.ts";
import { callable, ghost } from "./builtins.ts";
import { dead, withTempVal } from "./convert.ts";
import { ex, get, newLocal, site, siteCell, type Cx, type Val } from "./context.ts";
import { plainBytes } from "./bytearray-methods.ts";
import { elemOf } from "./iteration.ts";
import { irType } from "./ir-types.ts";
import { constantText } from "./regex.ts";
import { callRow, type ArgVal } from "./rows.ts";
import { truth } from "./truth.ts";

type Kind = "int" | "float" | "bool" | "bytes";

const kindOf = (code: string): Kind => (code === "?" ? "bool" : "fde".includes(code) ? "float" : "csp".includes(code) ? "bytes" : "int");

/** The types of the values of a format; undefined for one that is none. */
function kindsOf(format: string): Kind[] | undefined {
  const kinds: Kind[] = [];
  const items = format.replace(/^[@=<>!]/, "").replace(/\s+/g, "");
  if (!/^(\d*[a-zA-Z?])*$/.test(items)) return undefined;
  for (const [, count, code] of items.matchAll(/(\d*)([a-zA-Z?])/g)) {
    if (code === "x") continue;
    const times = code === "s" || code === "p" ? 1 : Number(count || "1");
    if (times > 64) return undefined;
    kinds.push(...Array.from({ length: times }, () => kindOf(code)));
  }
  return kinds;
}

/** The one type of the values of a format of which only the ends are known: `f"<{n}I"`. */
function soleKind(node: Expr | undefined): Kind | undefined {
  const parts =
    node?.kind === "fstring"
      ? node.parts.filter((part) => typeof part === "string")
      : node?.kind === "binary"
        ? [node.left, node.right].flatMap((side) => (side.kind === "str" ? [side.value] : []))
        : [];
  const codes = parts.join("").match(/[a-zA-Z?]/g) ?? [];
  const kinds = new Set(codes.map(kindOf));
  return kinds.size === 1 && !codes.some((code) => "sp".includes(code)) ? [...kinds][0] : undefined;
}

/** The unpacked values, a list that an expression gives, as a tuple. */
function typed(cx: Cx, values: Val, kinds: readonly Kind[], node: object, span: Span): Val {
  const ty: Ty = [{ k: "tuple", elems: kinds.map((k): Ty => [{ k }]) }];
  return withTempVal(cx, values, span, (again) => {
    const elems = kinds.map((kind, i) => {
      const place: Val = { ty: INT, e: ex(cx, "int", irType(cx.p, INT), span, { value: BigInt(i) }) };
      return callRow(
        cx,
        `struct.${kind}`,
        [{ value: again() }, { value: place }],
        site(cx, node, `value ${i}`, () => ({})),
        span,
      ).e;
    });
    return { ty, e: ex(cx, "tuple", irType(cx.p, ty), span, { elems }) };
  });
}

/** A call of a function of `struct`. */
export function structCall(cx: Cx, row: string, args: readonly ArgVal[], node: object, span: Span): Val {
  const format = (node as Partial<Expr<"call">>).args?.[0]?.value;
  if (args.some((arg) => arg.value.ty.length === 0)) return dead(cx, span, ...args.map((arg) => arg.value));
  if (row === "struct.pack" || row === "struct.pack_into") {
    const elem = siteCell(cx, node, "values");
    const before = args.slice(0, row === "struct.pack" ? 1 : 3);
    const rest = args.slice(before.length);
    const one = (value: Val, i: number): Val =>
      callRow(
        cx,
        "struct.of",
        [{ value }],
        site(cx, node, `packed ${i}`, () => ({})),
        span,
      );
    const star = rest.find((arg) => arg.star);
    if (star && (rest.length > 1 || star.star === 2)) return refuse("PY0310", span, "`struct.pack` with unpacked arguments beside others");
    if (star && star.value.ty[0]?.k !== "tuple") {
      const inner = elemOf(cx, star.value.ty) ?? [];
      if (inner.length !== 1) return refuse("PY0310", span, "`struct.pack` with items of several types");
      const local = newLocal(cx, "item", irType(cx.p, inner), span);
      cx.declared.add(local);
      const made = one({ ty: inner, e: ex(cx, "local", irType(cx.p, inner), span, { local }) }, 0);
      flow(cx.p.w, elem, made.ty);
      const ty: Ty = [{ k: "list", elem }];
      const e = ex(cx, "comprehension", irType(cx.p, ty), span, {
        clauses: [{ kind: "for", pattern: { kind: "local", local }, iterable: star.value.e }],
        element: made.e,
      });
      return callRow(cx, row, [...before, { value: { ty, e } }], node, span);
    }
    if (star) return refuse("PY0310", span, "`struct.pack` with an unpacked tuple");
    // Any value has a truth.
    const text = row === "struct.pack" ? constantText(cx, format) : undefined;
    const kinds = text === undefined ? undefined : kindsOf(text);
    const values = rest.map(({ value }, i) =>
      one(kinds?.[i] === "bool" && value.ty.length > 0 ? { ty: BOOL, e: truth(cx, value, span) } : value, i),
    );
    for (const value of values) flow(cx.p.w, elem, value.ty);
    if (values.length === 0) flow(cx.p.w, elem, [{ k: "rt", path: "structs::Value", args: [] }]);
    get(cx, elem);
    const ty: Ty = [{ k: "list", elem }];
    return callRow(
      cx,
      row,
      [...before, { value: { ty, e: ex(cx, "list", irType(cx.p, ty), span, { elems: values.map(({ e }) => e) }) } }],
      node,
      span,
    );
  }
  if (row === "struct.calcsize") return callRow(cx, row, args, node, span);
  args = args.map((arg) => ({ ...arg, value: plainBytes(cx, arg.value, node, span) }));
  const text = constantText(cx, format);
  const kinds = text === undefined ? undefined : kindsOf(text);
  if (row === "struct.unpack" || row === "struct.unpack_from") {
    const values = callRow(
      cx,
      row,
      args,
      site(cx, node, "unpacked", () => ({})),
      span,
    );
    if (kinds) return typed(cx, values, kinds, node, span);
    const sole = soleKind(format);
    if (sole === "int" || sole === "float") return callRow(cx, `struct.${sole}s`, [{ value: values }], node, span);
  }
  if (row === "struct.iter_unpack" && kinds) {
    const rows = callRow(
      cx,
      row,
      args,
      site(cx, node, "unpacked", () => ({})),
      span,
    );
    const inner = elemOf(cx, rows.ty) ?? [];
    const local = newLocal(cx, "row", irType(cx.p, inner), span);
    cx.declared.add(local);
    const made = typed(cx, { ty: inner, e: ex(cx, "local", irType(cx.p, inner), span, { local }) }, kinds, node, span);
    const elem = siteCell(cx, node, "rows");
    flow(cx.p.w, elem, made.ty);
    const ty: Ty = [{ k: "iter", elem }];
    return {
      ty,
      e: ex(cx, "comprehension", irType(cx.p, ty), span, {
        clauses: [{ kind: "for", pattern: { kind: "local", local }, iterable: rows.e }],
        element: made.e,
      }),
    };
  }
  return refuse("PY0702", span, "a format of `struct` that is computed");
}

const OBJECT = "struct of ";

/** `struct.Struct(format)`: known by its format, which is a constant. */
export function structObject(cx: Cx, node: Expr<"call">, span: Span): Val {
  const format = node.args.length === 1 ? constantText(cx, node.args[0].value) : undefined;
  if (format === undefined) return refuse("PY0702", span, "a format of `struct` that is computed");
  const special = `${OBJECT}${format}`;
  return ghost(cx, callable<"special">(cx.p, special, 1, { kind: "special", name: "Struct", special }), span);
}

const textOf = (cx: Cx, value: string, span: Span): Val => ({ ty: STR, e: ex(cx, "str", { kind: "str" }, span, { value }) });

/** `layout.pack(…)` of such an object, by the name of its callable; undefined for other callables. */
export function structMethod(
  cx: Cx,
  special: string,
  name: string,
  args: () => readonly ArgVal[],
  node: object,
  span: Span,
): Val | undefined {
  if (!special.startsWith(OBJECT)) return undefined;
  if (!["pack", "pack_into", "unpack", "unpack_from", "iter_unpack"].includes(name)) return refuse("PY0702", span, `\`Struct.${name}\``);
  const value = special.slice(OBJECT.length);
  const call = site(cx, node, "struct", () => ({
    args: [{ value: { kind: "str", value, span } }, ...((node as Partial<Expr<"call">>).args ?? [])],
  }));
  return structCall(cx, `struct.${name}`, [{ value: textOf(cx, value, span) }, ...args()], call, span);
}

/** `layout.size`, `layout.format` */
export function structAttribute(cx: Cx, special: string, name: string, node: object, span: Span): Val | undefined {
  if (!special.startsWith(OBJECT)) return undefined;
  const format = textOf(cx, special.slice(OBJECT.length), span);
  if (name === "format") return format;
  return name === "size" ? callRow(cx, "struct.calcsize", [{ value: format }], node, span) : undefined;
}
