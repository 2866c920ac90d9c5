/** Where a program's values are dynamic: variables, fields and globals whose type is only known at run time, as notes for the report. */
import type { Span } from "../../../base/span.ts";
import type { Diagnostic } from "../../../diagnostics/diagnostic.ts";
import type { Type } from "../../../ir/index.ts";
import type { Prog } from "./context.ts";

/** Is `any` somewhere in the type? */
function holdsAny(type: Type): boolean {
  switch (type.kind) {
    case "any":
      return true;
    case "list":
    case "deque":
    case "set":
    case "iter":
      return holdsAny(type.elem);
    case "dict":
      return holdsAny(type.key) || holdsAny(type.value);
    case "option":
      return holdsAny(type.inner);
    case "tuple":
      return type.elems.some(holdsAny);
    default:
      return false;
  }
}

/** A note for each name of the source that holds dynamic values. `text` gives the source at a span. */
export function dynamicPlaces(p: Prog, text: (span: Span) => string): Diagnostic[] {
  const notes = new Map<string, Diagnostic>();
  const look = (name: string, type: Type, span: Span): void => {
    // Names that the translation made up are those of no place.
    if (!holdsAny(type) || !text(span).startsWith(name)) return;
    const message = `\`${name}\` holds values whose type is only known at run time`;
    notes.set(`${span.file}:${span.start}`, { code: "PY0505", severity: "note", span, message });
  };
  for (const fn of p.irFunctions) for (const local of fn?.locals ?? []) look(local.name, local.type, local.span);
  for (const global of p.irGlobals) look(global.name, global.type, global.span);
  return [...notes.values()].sort((a, b) => a.span.file - b.span.file || a.span.start - b.span.start);
}
