/** Functions, parameters, classes and annotations. */
import { childByField, parts, symbol, text } from "../../../base/tree.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { F, S, T } from "../syntax.gen.ts";
import { blockOf, docOf, type Building } from "./build.ts";
import { buildArguments } from "./build-expressions.ts";
import type { ClassNode, Expr, FunctionNode, Parameter } from "./nodes.ts";

export function buildFunction(b: Building, node: number): FunctionNode {
  const t = b.tree;
  const mark = { generator: false };
  const params = buildParameters(b, childByField(t, node, F.parameters));
  const returns = childByField(t, node, F.return_type);
  b.open.push(mark);
  const body = blockOf(b, childByField(t, node, F.body));
  b.open.pop();
  return {
    scopeOf: "function",
    name: text(t, childByField(t, node, F.name)),
    span: b.span(node),
    params,
    returns: returns >= 0 ? buildType(b, returns) : undefined,
    body,
    doc: docOf(body),
    async: symbol(t, node + 1) === T.async,
    generator: mark.generator,
    lambda: false,
  };
}

export function buildParameters(b: Building, node: number): Parameter[] {
  if (node < 0) return [];
  const t = b.tree;
  const result: Parameter[] = [];
  let kind: Parameter["kind"] = "normal";
  for (const child of parts(t, node)) {
    const span = b.span(child);
    const put = (target: number, more: { annotation?: Expr; default?: Expr }): void => {
      const symbolOf = symbol(t, target);
      if (symbolOf === S.list_splat_pattern || symbolOf === S.dictionary_splat_pattern) {
        const double = symbolOf === S.dictionary_splat_pattern;
        result.push({ name: text(t, parts(t, target)[0]), span, kind: double ? "double" : "star", ...more });
        kind = "keyword";
      } else if (symbolOf !== S.identifier) refuse("PY0001", span, "a parameter must be a name");
      else result.push({ name: text(t, target), span, kind, ...more });
    };
    const annotation = childByField(t, child, F.type);
    const value = childByField(t, child, F.value);
    switch (symbol(t, child)) {
      case S.keyword_separator:
        kind = "keyword";
        break;
      case S.positional_separator:
        for (let i = 0; i < result.length; i++) if (result[i].kind === "normal") result[i] = { ...result[i], kind: "positional" };
        break;
      case S.typed_parameter:
        put(parts(t, child)[0], { annotation: buildType(b, annotation) });
        break;
      case S.default_parameter:
        put(childByField(t, child, F.name), { default: b.expr(value) });
        break;
      case S.typed_default_parameter:
        put(childByField(t, child, F.name), { annotation: buildType(b, annotation), default: b.expr(value) });
        break;
      default:
        put(child, {});
    }
  }
  return result;
}

export function buildClass(b: Building, node: number): ClassNode {
  const t = b.tree;
  const bases = childByField(t, node, F.superclasses);
  const body = blockOf(b, childByField(t, node, F.body));
  return {
    scopeOf: "class",
    name: text(t, childByField(t, node, F.name)),
    span: b.span(node),
    bases: bases >= 0 ? buildArguments(b, bases) : [],
    body,
    doc: docOf(body),
  };
}

/** An annotation as an expression: `list[int]` is a subscript, `A | B` a binary operator. */
export function buildType(b: Building, node: number): Expr {
  const t = b.tree;
  const span = b.span(node);
  const inner = parts(t, node);
  switch (symbol(t, node)) {
    case S.type:
    case S.type_parameter:
      return buildType(b, inner[0]);
    case S.generic_type: {
      const args = parts(t, inner[1]).map((child) => buildType(b, child));
      return {
        kind: "subscript",
        span,
        object: b.expr(inner[0]),
        index: args.length === 1 ? args[0] : { kind: "tuple", span: b.span(inner[1]), elems: args },
      };
    }
    case S.union_type:
      return { kind: "binary", span, op: "|", left: buildType(b, inner[0]), right: buildType(b, inner[1]) };
    case S.member_type:
      return { kind: "attribute", span, object: buildType(b, inner[0]), name: text(t, inner[1]) };
    case S.splat_type:
    case S.constrained_type:
      return { kind: "name", span, id: "object" };
    default:
      return b.expr(node);
  }
}
