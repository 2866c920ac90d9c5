/** Constant formats: f-strings, `%` and `.format`. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { str, type Expression, type FormatPiece } from "../../../ir/index.ts";
import type { Expr, FStringPart } from "../ast/nodes.ts";
import { STR } from "../infer/types.ts";
import { dead } from "./convert.ts";
import { ex, type Cx, type Val } from "./context.ts";
import { expr } from "./expressions.ts";
import { irType } from "./ir-types.ts";
import { rowsOf } from "../stdlib/types.ts";
import { callRow, hasRow } from "./rows.ts";
import { displayPieces, displayOf, formatted } from "./format.ts";

/** `f"…"`. */
export function fstring(cx: Cx, node: Expr<"fstring">): Val {
  return { ty: STR, e: ex(cx, "format", str, node.span, { pieces: partsPieces(cx, node.parts) }) };
}

function partsPieces(cx: Cx, parts: readonly FStringPart[]): FormatPiece[] {
  const pieces: FormatPiece[] = [];
  for (const part of parts) {
    if (typeof part === "string") {
      pieces.push(part);
      continue;
    }
    if (part.label) pieces.push(part.label);
    const val = expr(cx, part.value);
    let spec: Val | string | undefined;
    if (part.spec) {
      const text = part.spec.every((piece) => typeof piece === "string") ? part.spec.join("") : undefined;
      spec = text ?? { ty: STR, e: ex(cx, "format", str, part.value.span, { pieces: partsPieces(cx, part.spec) }) };
    }
    pieces.push(...formatted(cx, val, part.conversion ?? (part.label && !part.spec ? "r" : undefined), spec, part.value.span));
  }
  return pieces;
}

/** `"…" % value` with a constant format. */
export function percentFormat(cx: Cx, format: string, right: Val, rightNode: Expr, span: Span): Val {
  const pieces: FormatPiece[] = [];
  const atom = right.ty[0];
  const values: Val[] =
    rightNode.kind === "tuple" && atom?.k === "tuple"
      ? atom.elems.map((ty, i) => ({ ty, e: right.e.kind === "tuple" ? right.e.elems[i] : right.e }))
      : atom?.k === "tuple" && right.ty.length === 1
        ? tupleParts(cx, right, span)
        : [right];
  let next = 0;
  const pattern = /%(?:\((\w+)\))?([-+ #0]*)(\*|\d+)?(?:\.(\*|\d+))?([a-zA-Z%])/g;
  let from = 0;
  for (let m = pattern.exec(format); m; m = pattern.exec(format)) {
    if (m.index > from) pieces.push(format.slice(from, m.index));
    from = m.index + m[0].length;
    const [, key, flags, width, precision, type] = m;
    if (type === "%") {
      pieces.push("%");
      continue;
    }
    if (key || width === "*" || precision === "*") return refuse("PY0703", span, "a `%` format with names or `*`");
    const val = values[next++];
    if (!val) return refuse("PY0703", span, "a `%` format with too few values");
    if (val.ty.length === 0) {
      pieces.push({ value: dead(cx, span, val).e, spec: "" });
      continue;
    }
    const left = flags.includes("-");
    if (type === "s" || type === "r") {
      const text: Val = { ty: STR, e: displayOf(cx, val, type as "s", span) };
      if (!width && precision === undefined) pieces.push(...displayPieces(cx, val, span, type as "s"));
      else
        pieces.push(
          ...formatted(
            cx,
            text,
            undefined,
            `${width ? (left ? "<" : ">") : ""}${width ?? ""}${precision !== undefined ? `.${precision}` : ""}`,
            span,
          ),
        );
      continue;
    }
    let value = val;
    let kind = type;
    if (type === "d" || type === "i" || type === "u") {
      kind = "d";
      const own = val.ty.length === 1 && val.ty[0].k === "rt" ? `${rowsOf(val.ty[0].path)}.__int__` : "";
      if (own && hasRow(cx, own)) value = callRow(cx, own, [{ value: val }], val.ty, span);
      else if (val.ty.length === 1 && val.ty[0].k === "float") value = callRow(cx, "builtins.int", [{ value: val }], val.ty, span);
    } else if (type === "c") return refuse("PY0703", span, "`%c`");
    const sign = flags.includes("+") ? "+" : flags.includes(" ") ? " " : "";
    const spec = `${left ? "<" : ""}${sign}${flags.includes("#") ? "#" : ""}${flags.includes("0") && !left ? "0" : ""}${width ?? ""}${precision !== undefined ? `.${precision}` : ""}${kind}`;
    pieces.push(...formatted(cx, value, undefined, spec === "d" ? "" : spec, span));
  }
  if (from < format.length) pieces.push(format.slice(from));
  if (next < values.length && values.length !== 1) return refuse("PY0703", span, "a `%` format with too many values");
  return { ty: STR, e: ex(cx, "format", str, span, { pieces }) };
}

const tupleParts = (cx: Cx, val: Val, span: Span): Val[] => {
  const atom = val.ty[0];
  if (atom.k !== "tuple") return [val];
  if (val.e.kind !== "local" && cx.p.emitting) return refuse("PY0703", span, "a `%` format with a computed tuple");
  return atom.elems.map((ty, i) => ({
    ty,
    e: ex(cx, "tupleGet", irType(cx.p, ty), span, {
      tuple: i === 0 ? val.e : ex(cx, "local", irType(cx.p, val.ty), span, { local: (val.e as Expression<"local">).local }),
      index: i,
    }),
  }));
};

/** `"…".format(…)` with a constant format. */
export function strFormat(cx: Cx, format: string, args: readonly { name?: string; star?: 1 | 2; value: Val }[], span: Span): Val {
  const pieces: FormatPiece[] = [];
  const positional = args.filter((arg) => !arg.name && !arg.star);
  if (args.some((arg) => arg.star)) return refuse("PY0703", span, "`.format` with unpacked arguments");
  const used = new Set<number>();
  let next = 0;
  const take = (name: string): Val => {
    const found = name === "" ? positional[next++] : /^\d+$/.test(name) ? positional[Number(name)] : args.find((arg) => arg.name === name);
    if (!found) return refuse("PY0703", span, `\`.format\` names the field \`${name}\`, which it is not given`);
    const index = args.indexOf(found);
    if (used.has(index) && !["local", "global", "int", "str", "float"].includes(found.value.e.kind) && cx.p.emitting)
      return refuse("PY0703", span, "`.format` uses a computed value twice");
    if (used.has(index) && cx.p.emitting)
      return { ty: found.value.ty, e: { ...found.value.e, id: cx.p.builder.expr("unit", { kind: "unit" }, span, {}).id } as Expression };
    used.add(index);
    return found.value;
  };
  let text = "";
  for (let i = 0; i < format.length; i++) {
    const c = format[i];
    if ((c === "{" || c === "}") && format[i + 1] === c) {
      text += c;
      i++;
    } else if (c === "{") {
      if (text) pieces.push(text);
      text = "";
      let depth = 1;
      let j = i + 1;
      while (j < format.length && depth > 0) {
        if (format[j] === "{") depth++;
        else if (format[j] === "}") depth--;
        j++;
      }
      const inner = format.slice(i + 1, j - 1);
      i = j - 1;
      const m = /^([\w]*)((?:\.\w+|\[[^\]]*\])*)(?:!([rsa]))?(?::([\s\S]*))?$/.exec(inner);
      if (!m || m[2]) return refuse("PY0703", span, "`.format` with attributes or indexes in its fields");
      const val = take(m[1]);
      let spec: Val | string | undefined = m[4];
      if (m[4]?.includes("{")) {
        const specPieces: FormatPiece[] = [];
        let at = 0;
        for (const field of m[4].matchAll(/\{(\w*)\}/g)) {
          specPieces.push(m[4].slice(at, field.index));
          specPieces.push(...displayPieces(cx, take(field[1]), span));
          at = field.index + field[0].length;
        }
        specPieces.push(m[4].slice(at));
        spec = { ty: STR, e: ex(cx, "format", str, span, { pieces: specPieces }) };
      }
      pieces.push(...formatted(cx, val, m[3], spec, span));
    } else text += c;
  }
  if (text) pieces.push(text);
  return { ty: STR, e: ex(cx, "format", str, span, { pieces }) };
}
