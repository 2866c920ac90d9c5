import { positionOf, type Position, type Source } from "../../base/text.ts";
import type { Diagnostic, Severity } from "../diagnostic.ts";
import { problemOf } from "../problems/index.ts";

/** A diagnostic together with the file that its span points into; no file for what concerns a whole program or run. */
export interface Located {
  readonly diagnostic: Diagnostic;
  readonly source?: Source;
  /** Shown as the path when there is no text to point into. */
  readonly path?: string;
}

/** The word that a severity has in messages. */
export const WORDS: Readonly<Record<Severity, string>> = { refusal: "refused", error: "error", warning: "warning", note: "note" };

/** A diagnostic with everything that a renderer shows. */
export interface Shown {
  readonly path: string;
  readonly start: Position;
  readonly end: Position;
  readonly code: string;
  readonly severity: Severity;
  readonly title: string;
  readonly message: string;
  readonly why: string;
  readonly help: string;
}

/** Looks up places and the meaning of the code. */
export const show = ({ diagnostic, source, path }: Located): Shown => {
  const problem = problemOf(diagnostic.code);
  const { start, end } = diagnostic.span;
  const first: Position = { line: 1, column: 1 };
  return {
    path: source?.path ?? path ?? "-",
    start: source ? positionOf(source, start) : first,
    end: source ? positionOf(source, Math.max(start, end)) : first,
    code: diagnostic.code,
    severity: diagnostic.severity,
    title: problem?.title ?? diagnostic.code,
    message: diagnostic.message,
    why: diagnostic.why ?? problem?.why ?? "",
    help: diagnostic.help ?? problem?.help ?? "",
  };
};
