/** What the ends of a row's flows mean in a call. */
import type { Expression } from "./expressions.ts";
import type { FlowEnd } from "./rows.ts";
import type { Type } from "./types.ts";

/** What a loop over a value of this type binds. */
export function elementType(type: Type): Type | undefined {
  switch (type.kind) {
    case "list":
    case "deque":
    case "set":
    case "iter":
    case "array":
      return type.elem;
    case "dict":
      return type.key;
    case "ptr":
      return type.target;
    case "runtime":
      return type.args.length === 1 ? type.args[0] : undefined;
    default:
      return undefined;
  }
}

/** The type at one end of a row's flow. */
export function flowEnd(node: Expression<"runtime">, end: FlowEnd): Type | undefined {
  const [head, part] = end.split(".") as [string, string | undefined];
  const type = head === "result" ? node.type : node.args[Number(head)]?.type;
  if (!type || !part) return type;
  const at = type.kind === "option" ? type.inner : type;
  if (part === "elem") return elementType(at);
  // One of several arguments of a type of the runtime.
  if (at.kind === "runtime") return at.args[Number(part)];
  if (at.kind !== "dict") return undefined;
  return part === "key" ? at.key : at.value;
}
