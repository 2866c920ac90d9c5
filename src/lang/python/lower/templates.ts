/** Constant formats: f-strings, `%` and `.format`. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { str, type Expression, type FormatPiece } from "../../../ir/index.ts";
import type { Expr, FStringPart } from "../ast/nodes.ts";
import { findMethod } from "../infer/classes.ts";
import { STR, type Ty } from "../infer/types.ts";
import { readAttribute } from "./attributes.ts";
import { computedFormat, computedPercent } from "./computed-format.ts";
import { dead, raises, withTempVal } from "./convert.ts";
import { heldTuple } from "./builtin-bases.ts";
import { ex, site, type Cx, type Val } from "./context.ts";
import { evaluatedFirst } from "./evaluated.ts";
import { expr } from "./expressions.ts";
import { irType } from "./ir-types.ts";
import { rowsOf } from "../stdlib/types.ts";
import { callRow, hasRow, type ArgVal } from "./rows.ts";
import { getItem, readSubscript } from "./subscripts.ts";
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
export function percentFormat(cx: Cx, format: string, given: Val, rightNode: Expr, span: Span): Val {
  const right = heldTuple(cx, given, span);
  const atom = right.ty[0];
  if (right.ty.length === 1 && (atom.k === "dict" || (atom.k === "inst" && findMethod(atom.cls, "__getitem__"))) && /%\(/.test(format))
    return percentNames(cx, format, right, span);
  if (right.ty.length === 1 && atom.k === "tuple" && !["tuple", "local"].includes(right.e.kind) && cx.p.emitting)
    return withTempVal(cx, right, span, (again) => percentFormat(cx, format, again(), rightNode, span));
  // With nothing but texts to show, CPython compiles it as an f-string.
  const asTexts = !/%[^%a-zA-Z]*[b-qt-zA-Z]/.test(format.replaceAll("%%", ""));
  if (!asTexts && rightNode.kind === "tuple" && right.e.kind === "tuple" && atom?.k === "tuple" && cx.p.emitting) {
    const { elems } = right.e;
    const values = atom.elems.map((ty, i): Val => ({ ty, e: elems[i] }));
    return evaluatedFirst(cx, values, span, (kept) => {
      const tuple: Val = { ty: right.ty, e: ex(cx, "tuple", right.e.type, span, { elems: kept.map((val) => val.e) }) };
      return percentPieces(cx, format, tuple, rightNode, span) ?? computedPercent(cx, textOf(cx, format, span), tuple, span);
    });
  }
  return percentPieces(cx, format, right, rightNode, span) ?? computedPercent(cx, textOf(cx, format, span), right, span);
}

const textOf = (cx: Cx, value: string, span: Span): Val => ({ ty: STR, e: ex(cx, "str", str, span, { value }) });

/** `"%(name)s" % mapping`: the items of the names, one after the other. */
function percentNames(cx: Cx, format: string, mapping: Val, span: Span): Val {
  if (/%\([^)]*$/.test(format.replaceAll("%%", ""))) return raises(cx, "ValueError: incomplete format key", span, mapping);
  return withTempVal(cx, mapping, span, (again) => {
    const keys = format.matchAll(/%(?:%|\(([^()]*)\)[-+ #0]*\d*(?:\.\d+)?[a-zA-Z])/g);
    const names = [...keys].flatMap((m) => (m[1] === undefined ? [] : [m[1]]));
    const plain = format.replace(/%%|%\([^()]*\)/g, (m) => (m === "%%" ? m : "%"));
    const items = names.map((name, i) =>
      getItem(
        cx,
        again(),
        textOf(cx, name, span),
        site(cx, span, `item ${i}`, () => ({})),
        span,
      ),
    );
    if (items.some((item) => item.ty.length === 0)) return dead(cx, span, mapping);
    const ty: Ty = [{ k: "tuple", elems: items.map((item) => item.ty) }];
    const right: Val = { ty, e: ex(cx, "tuple", irType(cx.p, ty), span, { elems: items.map((item) => item.e) }) };
    return percentFormat(cx, plain, right, { kind: "tuple", span, elems: [] }, span);
  });
}

/** The pieces of a format that fits its values; undefined where that is known when it runs. */
function percentPieces(cx: Cx, format: string, right: Val, rightNode: Expr, span: Span): Val | undefined {
  const pieces: FormatPiece[] = [];
  const atom = right.ty[0];
  if (right.ty.length === 1 && (atom.k === "vartuple" || atom.k === "any" || atom.k === "dict")) return undefined;
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
    const val = values[next++];
    if (key || width === "*" || precision === "*" || !val) return undefined;
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
    // Digits that are asked for, and which of several types it is, are seen when it runs.
    if ("diuxXo".includes(type) && (precision !== undefined || !isOne(val.ty))) return undefined;
    if (type === "d" || type === "i" || type === "u") {
      kind = "d";
      const own = val.ty.length === 1 && val.ty[0].k === "rt" ? `${rowsOf(val.ty[0].path)}.__int__` : "";
      if (own && hasRow(cx, own)) value = callRow(cx, own, [{ value: val }], val.ty, span);
      else if (val.ty.length === 1 && val.ty[0].k === "float") value = callRow(cx, "builtins.int", [{ value: val }], val.ty, span);
    } else if (type === "c") {
      if (!(val.ty.length === 1 && val.ty[0].k === "int") || flags || precision !== undefined) return undefined;
      const char = callRow(cx, "builtins.chr", [{ value: val }], val.ty, span);
      pieces.push(...formatted(cx, char, undefined, width ? `>${width}` : "", span));
      continue;
    }
    const sign = flags.includes("+") ? "+" : flags.includes(" ") ? " " : "";
    const spec = `${left ? "<" : ""}${sign}${flags.includes("#") ? "#" : ""}${flags.includes("0") && !left ? "0" : ""}${width ?? ""}${precision !== undefined ? `.${precision}` : ""}${kind}`;
    pieces.push(...formatted(cx, value, undefined, spec === "d" ? "" : spec, span));
  }
  if (from < format.length) pieces.push(format.slice(from));
  if (next < values.length) return undefined;
  return { ty: STR, e: ex(cx, "format", str, span, { pieces }) };
}

const isOne = (ty: Ty): boolean => ty.length === 1 && ty[0].k !== "any";

const tupleParts = (cx: Cx, val: Val, span: Span): Val[] => {
  const atom = val.ty[0];
  if (atom.k !== "tuple") return [val];
  return atom.elems.map((ty, i) => ({
    ty,
    e: ex(cx, "tupleGet", irType(cx.p, ty), span, {
      tuple: i === 0 ? val.e : ex(cx, "local", irType(cx.p, val.ty), span, { local: (val.e as Expression<"local">).local }),
      index: i,
    }),
  }));
};

/** `{0.name[key]}`: the value behind attributes and items. */
function fieldOf(cx: Cx, val: Val, path: string, at: string, span: Span): Val {
  for (const [step, name, key] of path.matchAll(/\.(\w+)|\[([^\]]*)\]/g)) {
    const node = site(cx, span, `field ${at} ${step}`, () => ({}));
    if (name) val = readAttribute(cx, val, name, span, node);
    else {
      const index: Expr = /^\d+$/.test(key) ? { kind: "int", value: BigInt(key), span } : { kind: "str", value: key, span };
      val = readSubscript(cx, val, index, node, span);
    }
  }
  return val;
}

/** `"{name}".format(**entries)`: the entries of the names. */
function formatNames(cx: Cx, format: string, args: readonly ArgVal[], dict: number, span: Span): Val {
  const names = new Set([...format.matchAll(/\{([A-Za-z_]\w*)/g)].map((m) => m[1]));
  const others = args.filter((_, i) => i !== dict);
  return withTempVal(cx, args[dict].value, span, (again) => {
    const found = [...names].flatMap((name): ArgVal[] => {
      if (others.some((arg) => arg.name === name)) return [];
      const node = site(cx, span, `entry ${name}`, () => ({}));
      return [{ name, value: getItem(cx, again(), textOf(cx, name, span), node, span) }];
    });
    if (found.some((arg) => arg.value.ty.length === 0)) return dead(cx, span, args[dict].value);
    const use = (at: number, given: readonly ArgVal[]): Val => {
      if (at === found.length) return strFormat(cx, format, [...others, ...given], span);
      return withTempVal(cx, found[at].value, span, (value) => use(at + 1, [...given, { ...found[at], value: value() }]));
    };
    return use(0, []);
  });
}

/** `"…".format(…)` with a constant format. */
export function strFormat(cx: Cx, format: string, args: readonly ArgVal[], span: Span): Val {
  const dict = args.findIndex((arg) => arg.star === 2 && arg.value.ty.length === 1 && arg.value.ty[0].k === "dict");
  if (dict >= 0 && args.every((arg, i) => i === dict || !arg.star)) return formatNames(cx, format, args, dict, span);
  if (args.some((arg) => arg.star)) return computedFormat(cx, textOf(cx, format, span), args, span);
  return evaluatedFirst(
    cx,
    args.map((arg) => arg.value),
    span,
    (values) =>
      formatPieces(
        cx,
        format,
        args.map((arg, i) => ({ ...arg, value: values[i] })),
        span,
      ),
  );
}

function formatPieces(cx: Cx, format: string, args: readonly ArgVal[], span: Span): Val {
  const pieces: FormatPiece[] = [];
  const positional = args.filter((arg) => !arg.name);
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
      if (!m) return refuse("PY0703", span, `the field \`${inner}\` of a format`);
      const val = fieldOf(cx, take(m[1]), m[2], `${i}`, span);
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
