/** `findall` of regular expressions: what it gives depends on how many groups the pattern has. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import type { Expr, Stmt } from "../ast/nodes.ts";
import { flow, STR, type Ty } from "../infer/types.ts";
import { get, site, siteCell, type Cx, type Val } from "./context.ts";
import { callRow, type ArgVal } from "./rows.ts";

const PATTERN = "re::Pattern";

/** The number of groups of a pattern. */
function groupsOf(pattern: string): number {
  let groups = 0;
  let inClass = false;
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i];
    if (c === "\\") i++;
    else if (inClass) inClass = c !== "]";
    else if (c === "[") {
      inClass = true;
      // `]` as the first of a class stands for itself.
      if (pattern[i + 1] === "^") i++;
      if (pattern[i + 1] === "]") i++;
    } else if (c === "(" && (pattern[i + 1] !== "?" || pattern.startsWith("?P<", i + 1))) groups++;
  }
  return groups;
}

/** The constant text that an expression stands for. */
export function constantText(cx: Cx, e: Expr | undefined): string | undefined {
  if (e?.kind === "str") return e.value;
  if (e?.kind === "binary" && e.op === "+") {
    const [left, right] = [constantText(cx, e.left), constantText(cx, e.right)];
    return left === undefined || right === undefined ? undefined : left + right;
  }
  if (e?.kind !== "name") return undefined;
  const binding = cx.module.scopes.binding(e);
  if (binding.kind !== "variable" || binding.variable.bindings !== 1) return undefined;
  const { node } = binding.variable.frame;
  const defines = (s: Stmt): s is Stmt<"assign"> =>
    s.kind === "assign" && s.targets.length === 1 && s.targets[0].kind === "name" && s.targets[0].id === e.id;
  const definition = node.body.find(defines);
  return definition?.value.kind === "str" ? definition.value.value : undefined;
}

/** What `findall` gives for each match: a text, or a tuple of the groups; undefined where the pattern is not known. */
function itemOf(text: string | undefined): Ty | undefined {
  if (text === undefined) return undefined;
  const count = groupsOf(text);
  return count < 2 ? STR : [{ k: "tuple", elems: Array.from({ length: count }, () => STR) }];
}

const patternNode = (node: object): Expr | undefined => (node as Partial<Expr<"call">>).args?.[0]?.value;

/** `re.compile(…)`: the object knows its groups. */
export function compiled(cx: Cx, made: Val, node: object): Val {
  const [atom] = made.ty;
  if (atom?.k !== "rt" || atom.path !== PATTERN) return made;
  const family = siteCell(cx, node, "groups");
  const item = itemOf(constantText(cx, patternNode(node)));
  if (item) flow(cx.p.w, family, item);
  return { ty: site(cx, node, "pattern", (): Ty => [{ ...atom, family }]), e: made.e };
}

/** `pattern.findall(text)`, `re.findall(pattern, text)`. */
export function findAll(cx: Cx, row: string, args: readonly ArgVal[], node: object, span: Span): Val {
  const [atom] = args[0].value.ty;
  const item = atom?.k === "rt" ? atom.family && get(cx, atom.family) : itemOf(constantText(cx, patternNode(node)));
  if (!item?.length || item[0].k === "str") {
    if (item && item.length > 1) return refuse("PY0702", span, "`findall` of one of several patterns that have different groups");
    return callRow(cx, row, args, node, span);
  }
  if (item.length > 1 || item[0].k !== "tuple")
    return refuse("PY0702", span, "`findall` of one of several patterns that have different groups");
  const count = item[0].elems.length;
  if (count <= 3) return callRow(cx, `${row}_${count === 2 ? "pairs" : "triples"}`, args, node, span);
  if (atom?.k === "rt") return callRow(cx, "pattern.findall_rows", [args[0], args[1]], node, span);
  const [pattern, text, ...flags] = args;
  const made = callRow(
    cx,
    "re.compile",
    [pattern, ...flags],
    site(cx, node, "compiled", () => ({})),
    span,
  );
  return callRow(cx, "pattern.findall_rows", [{ value: made }, text], node, span);
}
