/** Code that stands for something else: its nodes lie where that is written. */
import type { Span } from "../../../base/span.ts";

/** Bytes between two neighbouring positions of placed code: all of its positions lie within the first byte of its place. */
const STEP = 2 ** -24;

/** The same tree with every node at one place, in the order that they have: what is told by positions (where a variable lives) stays so. */
export function placed(node: unknown, span: Span): unknown {
  if (Array.isArray(node)) return node.map((each) => placed(each, span));
  if (node === null || typeof node !== "object" || node instanceof Uint8Array) return node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key]) => key !== "comments")
      .map(([key, value]) => [key, key === "span" ? within(span, value as Span) : placed(value, span)]),
  );
}

const within = (span: Span, { start, end }: Span): Span => ({
  file: span.file,
  start: span.start + start * STEP,
  end: span.start + end * STEP,
});
