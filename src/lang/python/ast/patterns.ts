/** Patterns of `case`. */
import type { Span } from "../../../base/span.ts";
import { children, field, isNamed, next, parts, symbol, text } from "../../../base/tree.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { F, S, T } from "../syntax.gen.ts";
import type { Building } from "./build.ts";
import type { Expr, MatchPattern } from "./nodes.ts";

/** The pattern of a `case`: several side by side are a sequence. */
export function buildPattern(b: Building, nodes: readonly number[], span: Span): MatchPattern {
  const t = b.tree;
  const patterns = nodes.map((node) => pattern(b, node));
  const last = nodes[nodes.length - 1];
  const comma = symbol(t, next(t, last)) === T[","];
  if (patterns.length === 1 && !comma && patterns[0].kind !== "star") return patterns[0];
  return { kind: "sequence", span, patterns };
}

const capture = (b: Building, node: number): Expr<"name"> => ({ kind: "name", span: b.span(node), id: text(b.tree, node) });

function pattern(b: Building, node: number): MatchPattern {
  const t = b.tree;
  const span = b.span(node);
  const inner = parts(t, node);
  switch (symbol(t, node)) {
    case S.case_pattern: {
      if (inner.length === 0) return { kind: "wildcard", span };
      if (text(t, node).startsWith("-")) return { kind: "value", span, value: { kind: "unary", span, op: "-", operand: b.expr(inner[0]) } };
      return pattern(b, inner[0]);
    }
    case S.dotted_name:
      if (inner.length === 1) return text(t, node) === "_" ? { kind: "wildcard", span } : { kind: "capture", span, name: capture(b, node) };
      return { kind: "value", span, value: b.expr(node) };
    case S.list_pattern:
    case S.tuple_pattern: {
      const list = symbol(t, node) === S.list_pattern || children(t, node).some((child) => symbol(t, child) === T[","]);
      const patterns = inner.map((child) => pattern(b, child));
      return list || patterns.length !== 1 ? { kind: "sequence", span, patterns } : patterns[0];
    }
    case S.splat_pattern: {
      const name = inner[0];
      return { kind: "star", span, name: name === undefined || text(t, name) === "_" ? undefined : capture(b, name) };
    }
    case S.union_pattern:
      return { kind: "or", span, patterns: alternatives(b, node) };
    case S.as_pattern: {
      const name = inner[inner.length - 1];
      return { kind: "as", span, pattern: pattern(b, inner[0]), name: capture(b, name) };
    }
    case S.dict_pattern: {
      const entries: { key: Expr; pattern: MatchPattern }[] = [];
      let rest: Expr<"name"> | undefined;
      let key: Expr | undefined;
      for (const child of inner) {
        if (field(t, child) === F.key) key = b.expr(child);
        else if (symbol(t, child) === S.splat_pattern) rest = capture(b, parts(t, child)[0]);
        else if (field(t, child) === F.value && key) {
          entries.push({ key, pattern: pattern(b, child) });
          key = undefined;
        }
      }
      return { kind: "mapping", span, entries, rest };
    }
    case S.class_pattern: {
      const positional: MatchPattern[] = [];
      const keywords: { name: string; pattern: MatchPattern }[] = [];
      for (const child of inner.slice(1)) {
        const only = parts(t, child)[0];
        if (only !== undefined && symbol(t, only) === S.keyword_pattern) {
          const [name, ...value] = parts(t, only);
          const minus = children(t, only).some((token) => symbol(t, token) === T["-"]);
          const found = value.length ? pattern(b, value[0]) : ({ kind: "wildcard", span } as MatchPattern);
          const signed: MatchPattern =
            minus && found.kind === "value" ? { ...found, value: { kind: "unary", span, op: "-", operand: found.value } } : found;
          keywords.push({ name: text(t, name), pattern: signed });
        } else positional.push(pattern(b, child));
      }
      return { kind: "class", span, class: b.expr(inner[0]), positional, keywords };
    }
    case S.identifier:
      return text(t, node) === "_" ? { kind: "wildcard", span } : { kind: "capture", span, name: capture(b, node) };
    case S.complex_pattern:
      return refuse("PY0201", span, "a pattern with a complex number");
    default:
      return { kind: "value", span, value: b.expr(node) };
  }
}

/** The sides of `a | b`; a minus sign stands before its number as a token of its own. */
function alternatives(b: Building, node: number): MatchPattern[] {
  const t = b.tree;
  const found: MatchPattern[] = [];
  let minus = false;
  for (const child of children(t, node)) {
    if (symbol(t, child) === T["-"]) minus = true;
    else if (symbol(t, child) === T["_"]) found.push({ kind: "wildcard", span: b.span(child) });
    else if (isNamed(t, child)) {
      const each = pattern(b, child);
      found.push(
        minus && each.kind === "value" ? { ...each, value: { kind: "unary", span: each.span, op: "-", operand: each.value } } : each,
      );
      minus = false;
    }
  }
  return found;
}
