/** Expressions that do not fail. */
import type { Arithmetic, ArithmeticText, Target } from "../parse/index.ts";
import { arithmeticTree } from "../parse/arithmetic.ts";
import type { Scope } from "./context.ts";
import { isDivisor } from "./guards.ts";
import { isPlainLength } from "./scan.ts";

/** No operation in it fails (a variable with a text that is no number aside). */
export function isSafe(scope: Scope, e: ArithmeticText): boolean {
  const safeTree = (tree: Arithmetic): boolean => {
    switch (tree.kind) {
      case "number":
        return true;
      case "variable":
        return tree.target.subscript === undefined ? tree.target.name !== "LINENO" : isOwnElement(scope, tree.target, safeTree);
      case "step":
        return tree.target.subscript === undefined && tree.target.name !== "LINENO";
      case "expansion":
        // A parameter that is an integer, a length.
        return (
          tree.part.kind === "parameter" &&
          ((/^[1-9]$/.test(tree.part.name) && !tree.part.operation && !tree.part.subscript && scope.native.has(tree.part.name)) ||
            (!scope.unit.nounset && isPlainLength(tree.part)))
        );
      case "unary":
        return safeTree(tree.operand);
      case "binary":
        if ((tree.operator === "/" || tree.operator === "%") && !isDivisor(scope, tree.right)) return false;
        return tree.operator !== "**" && safeTree(tree.left) && safeTree(tree.right);
      case "logical":
      case "comma":
        return safeTree(tree.left) && safeTree(tree.right);
      case "conditional":
        return safeTree(tree.test) && safeTree(tree.then) && safeTree(tree.orElse);
      case "assign":
        return tree.target.subscript === undefined && !["/", "%"].includes(tree.operator) && safeTree(tree.value);
    }
  };
  return e.tree !== undefined && safeTree(e.tree);
}

/** An element of an array of the program's own, whose subscript cannot fail. */
function isOwnElement(scope: Scope, { name, subscript }: Target, isSafeTree: (tree: Arithmetic) => boolean): boolean {
  const tree = subscript && scope.arrays.has(name) ? arithmeticTree(subscript) : undefined;
  return tree !== undefined && isSafeTree(tree);
}
