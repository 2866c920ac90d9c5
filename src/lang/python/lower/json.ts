/** `json`: its options, and the forms that read and write files. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { bool, str } from "../../../ir/index.ts";
import type { Expr } from "../ast/nodes.ts";
import { dissolve } from "../infer/dynamic.ts";
import { ANY, BOOL, STR, type Cell, type Ty } from "../infer/types.ts";
import { heldValue, refuseDerived } from "./builtin-bases.ts";
import { convert } from "./convert.ts";
import { enumValue } from "./enums.ts";
import { ex, get, inBlock, push, site, type Cx, type Val } from "./context.ts";
import { methodCall } from "./methods.ts";
import { callRow, type ArgVal } from "./rows.ts";

const text = (cx: Cx, value: string, span: Span): Val => ({ ty: STR, e: ex(cx, "str", str, span, { value }) });
const flag = (cx: Cx, value: boolean, span: Span): Val => ({ ty: BOOL, e: ex(cx, "bool", bool, span, { value }) });

/** The text of one level of an indent that is written as a constant; `null` for none, undefined where it is computed. */
function indentOf(node: Expr | undefined): string | null | undefined {
  if (!node || node.kind === "none") return null;
  if (node.kind === "int") return " ".repeat(Number(node.value));
  return node.kind === "str" ? node.value : undefined;
}

/** The two texts of `separators`. */
function separatorsOf(node: Expr | undefined): readonly [string, string] | null | undefined {
  if (!node || node.kind === "none") return null;
  if (node.kind !== "tuple" && node.kind !== "list") return undefined;
  const [first, second] = node.elems;
  return node.elems.length === 2 && first.kind === "str" && second.kind === "str" ? [first.value, second.value] : undefined;
}

const KNOWN = new Set(["indent", "separators", "sort_keys", "ensure_ascii", "default"]);

/** Does a type hold values that JSON has no form for? */
function holdsOthers(cx: Cx, ty: Ty, span: Span, depth = 0): boolean {
  const inner = (cell: Cell): boolean => holdsOthers(cx, get(cx, cell), span, depth + 1);
  refuseDerived(ty, "inside of what becomes JSON", span);
  return (
    depth < 8 &&
    ty.some((atom) => {
      switch (atom.k) {
        case "inst":
          if (atom.cls.enum) return refuse("PY0702", span, `a member of \`${atom.cls.name}\` inside of what becomes JSON`);
          return true;
        case "rt":
        case "bytes":
        case "exception":
        case "range":
          return true;
        case "list":
        case "vartuple":
          return inner(atom.elem);
        case "set":
        case "frozenset":
        case "deque":
          return true;
        case "dict":
          return inner(atom.key) || inner(atom.value);
        case "tuple":
          return atom.elems.some((elem) => holdsOthers(cx, elem, span, depth + 1));
        default:
          return false;
      }
    })
  );
}

function dumps(cx: Cx, given: readonly ArgVal[], node: object, span: Span): Val {
  const plain = enumValue(cx, heldValue(cx, given[0].value, span), span);
  // What to do with other values is found when the program runs.
  const late = given.some((arg) => arg.name === "default") || holdsOthers(cx, plain.ty, span);
  if (late) for (const atom of plain.ty) dissolve(cx.p.w, atom);
  const first: Val = late ? { ty: ANY, e: convert(cx, plain, ANY, span) } : plain;
  const args = [{ value: first }, ...given.slice(1)];
  const named = ((node as Partial<Expr<"call">>).args ?? []).filter((arg) => arg.name !== undefined);
  const nodeOf = (name: string): Expr | undefined => named.find((arg) => arg.name === name)?.value;
  const valueOf = (name: string): Val | undefined => args.find((arg) => arg.name === name)?.value;
  const separators = separatorsOf(nodeOf("separators"));
  const indent = indentOf(nodeOf("indent"));
  const other = args.find((arg) => arg.name !== undefined && !KNOWN.has(arg.name));
  if (other) return refuse("PY0702", span, `\`json.dumps\` with \`${other.name}\``);
  const otherwise = valueOf("default");
  const encode = otherwise && !(otherwise.ty.length === 1 && otherwise.ty[0].k === "none") ? otherwise : undefined;
  if (!encode && !nodeOf("separators") && nodeOf("indent")?.kind !== "none" && nodeOf("indent")?.kind !== "str")
    return callRow(cx, "json.dumps", args, node, span);
  if (separators === undefined || indent === undefined) return refuse("PY0702", span, "`json.dumps` with a computed layout");
  const [between, after] = separators ?? [indent === null ? ", " : ",", ": "];
  const styled: readonly Val[] = [
    encode
      ? callRow(
          cx,
          "json.encoded",
          [args[0], { value: encode }],
          site(cx, node, "encoded", () => ({})),
          span,
        )
      : args[0].value,
    flag(cx, indent !== null, span),
    text(cx, indent ?? "", span),
    text(cx, between, span),
    text(cx, after, span),
    valueOf("sort_keys") ?? flag(cx, false, span),
    valueOf("ensure_ascii") ?? flag(cx, true, span),
  ];
  return callRow(
    cx,
    "json.dumps_styled",
    styled.map((value) => ({ value })),
    node,
    span,
  );
}

/** A function of `json`; undefined where its row is called as it is. */
export function jsonCall(cx: Cx, row: string, args: readonly ArgVal[], node: object, span: Span): Val | undefined {
  if (args.length === 0 || args.some((arg) => arg.star) || args.some((arg) => arg.value.ty.length === 0)) return undefined;
  // `indent=None` and the like say what is so without them.
  const given = args.filter((arg) => !(arg.name && arg.value.ty.length === 1 && arg.value.ty[0].k === "none"));
  if (given.length < args.length) return jsonCall(cx, row, given, node, span) ?? callRow(cx, row, given, node, span);
  if (row === "json.dumps") return dumps(cx, args, node, span);
  if (row === "json.load" && args.length === 1) {
    const at = site(cx, node, "read", () => ({}));
    return callRow(cx, "json.loads", [{ value: methodCall(cx, args[0].value, "read", () => [], at, span) }], node, span);
  }
  if (row !== "json.dump" || args.length < 2 || args[1].name !== undefined) return undefined;
  const made = dumps(cx, [args[0], ...args.slice(2)], node, span);
  const at = site(cx, node, "write", () => ({}));
  const written = methodCall(cx, args[1].value, "write", () => [{ value: made }], at, span);
  const unit = ex(cx, "unit", { kind: "unit" }, span, {});
  const body = inBlock(cx, () => push(cx, "expression", span, { value: written.e }));
  return { ty: [{ k: "none" }], e: ex(cx, "block", { kind: "unit" }, span, { body, value: unit }) };
}
