import type { Span } from "../../base/span.ts";
import type { Diagnostic } from "../diagnostic.ts";
import type { Problem, Problems } from "../problem.ts";
import { c } from "./c.ts";
import { common } from "./common.ts";
import { python } from "./python.ts";
import { shell } from "./shell.ts";

/** Every code with its meaning, by language. */
export const problems: Problems = { ...common, ...python, ...c, ...shell };

/** What a code means; undefined for an unknown one. */
export const problemOf = (code: string): Problem | undefined => problems[code];

/** A refusal as data, for collecting; `refuse` throws one. */
export const refusal = (code: string, span: Span, message: string, more?: { why?: string; help?: string }): Diagnostic => ({
  code,
  severity: "refusal",
  span,
  message,
  ...more,
});

export const warning = (code: string, span: Span, message: string, more?: { why?: string; help?: string }): Diagnostic => ({
  code,
  severity: "warning",
  span,
  message,
  ...more,
});
