/** Operators of expansions on the texts of lists, and their patterns and replacements. */
import type { Expression, Type } from "../../../ir/index.ts";
import type { Operation, Word } from "../parse/index.ts";
import { bytes, hoist, hoistable, inner, loose, PAT, runtimeType, type Node, type Scope } from "./context.ts";
import { joined, patternOf, patternText, pieces } from "./text.ts";

/** A list, each text of which an operator changes. */
export function operatedList(scope: Scope, n: Node, operation: Operation, list: Expression): Expression {
  switch (operation.kind) {
    case "trim":
      return n.shell(
        "sh.trim_all",
        n.listOf(bytes),
        list,
        hoist(scope, n, patternText(scope, operation.pattern), "pattern"),
        n.name(operation.operator),
      );
    case "replace":
      return n.shell(
        "sh.replace_all",
        n.listOf(bytes),
        list,
        hoist(scope, n, patternText(scope, operation.pattern), "pattern"),
        hoist(scope, n, replacement(scope, n, operation.with), "with"),
        n.name(operation.operator),
      );
    case "case":
      return n.shell(
        "sh.case_change_all",
        n.listOf(bytes),
        list,
        n.name(operation.operator),
        hoist(scope, n, casePattern(scope, n, operation.pattern), "pattern"),
      );
    default:
      throw new Error(`no list: ${operation.kind}`);
  }
}

export function casePattern(scope: Scope, n: Node, pattern: Word | undefined): Expression {
  const optional: Type = { kind: "option", inner: PAT };
  return pattern ? n.expr("some", optional, n.span, { value: patternOf(scope, pattern) }) : n.expr("none", optional, n.span, {});
}

const REPLACEMENT = runtimeType("Replacement");

/** The text behind the second slash: an unquoted `&` is what matched. */
export function replacement(scope: Scope, n: Node, word: Word | undefined): Expression {
  const [only, ...rest] = word?.parts ?? [];
  // Text that is known and has no sign that stands for what matched.
  if (!only) return n.name("");
  if (!rest.length && (only.kind === "literal" || only.kind === "quoted") && /^[^&\\~]*$/.test(only.text)) return n.text(only.text);
  let made = n.call("sh.replacement.new", REPLACEMENT);
  for (const part of word?.parts ?? []) {
    const quoted = part.kind === "quoted" || part.kind === "double";
    const after = inner(scope);
    const text = loose(after, n, joined(n, pieces(after, [part], "plain")));
    if (after.out.length && hoistable(made)) made = hoist(scope, n, made, "with");
    scope.out.push(...after.out);
    made = n.call(quoted ? "sh.replacement.quoted" : "sh.replacement.lit", REPLACEMENT, made, text);
  }
  return made;
}
