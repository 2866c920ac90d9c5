/** A diagnostic as data. What a code means (title, why, help) stands in the table of its language; renderers join the two. */
import type { Span } from "../base/span.ts";

export type Severity = "refusal" | "error" | "warning" | "note";

export interface Diagnostic {
  /** A key of the problem tables: `PY0101`, `C0203`, `SH0301`. */
  readonly code: string;
  readonly severity: Severity;
  /** Place in the original text. */
  readonly span: Span;
  /** What is wrong here, with names from the source: one sentence. */
  readonly message: string;
  /** Overrides the table's `why` and `help`. */
  readonly why?: string;
  readonly help?: string;
}

/** Thrown by a lowering at a construct it refuses; caught at the function, which is then left out. */
export class Refusal extends Error {
  constructor(readonly diagnostic: Diagnostic) {
    super(diagnostic.message);
  }
}

/** Refuses: throws a `Refusal` with this code at this place. */
export function refuse(code: string, span: Span, message: string, more?: { why?: string; help?: string }): never {
  throw new Refusal({ code, severity: "refusal", span, message, ...more });
}
