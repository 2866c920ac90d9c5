/** Code that stands for something else: its nodes lie where that is written. */
import type { Span } from "../../../base/span.ts";

/** The same tree with every node at one place. */
export function placed(node: unknown, span: Span): unknown {
  if (Array.isArray(node)) return node.map((each) => placed(each, span));
  if (node === null || typeof node !== "object" || node instanceof Uint8Array) return node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key]) => key !== "comments")
      .map(([key, value]) => [key, key === "span" ? span : placed(value, span)]),
  );
}
