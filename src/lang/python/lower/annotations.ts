/** Annotations of modules and classes are evaluated: a name in them that nothing binds fails. */
import type { Span } from "../../../base/span.ts";
import type { Expr, FunctionNode } from "../ast/nodes.ts";
import { eachExpr } from "../scope-tree.ts";
import { isUndefined } from "./builtins.ts";
import { push, type Cx } from "./context.ts";
import { raises } from "./convert.ts";

/** Are names in the module's annotations looked up at all, and is it known what it binds? */
const evaluates = ({ module, inst }: Cx): boolean =>
  (inst.init !== undefined || inst.fn === undefined) &&
  !module.library &&
  !module.node.body.some(
    (s) => s.kind === "importFrom" && (s.star || (s.module === "__future__" && s.names.some(({ name }) => name === "annotations"))),
  );

/** Evaluates an annotation for what it raises. */
export function annotationNames(cx: Cx, annotation: Expr | undefined, span: Span): void {
  if (!annotation || !evaluates(cx)) return;
  let missing: string | undefined;
  eachExpr(annotation, (e) => {
    if (e.kind !== "name" || missing !== undefined || cx.module.scopes.moduleVariable(e.id)) return;
    if (cx.classBody || !isUndefined(cx, e.id)) return;
    missing = e.id;
  });
  if (missing !== undefined) push(cx, "expression", span, { value: raises(cx, `NameError: name '${missing}' is not defined`, span).e });
}

/** The annotations of a function, when it is defined. */
export function signatureNames(cx: Cx, fn: FunctionNode): void {
  for (const { annotation, span } of fn.params) annotationNames(cx, annotation, span);
  annotationNames(cx, fn.returns, fn.span);
}
