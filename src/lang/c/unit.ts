/** One translation unit: text to a typed tree. */
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { Refusal } from "../../diagnostics/diagnostic.ts";
import type { Source } from "../../base/text.ts";
import type { InputFile } from "../front-end.ts";
import type { Sym } from "./ast.ts";
import { lex, type Tokens } from "./lex.ts";
import { parseUnit } from "./parse/declarations.ts";
import { createScope, type Extent, type Parser } from "./parse/state.ts";
import type { RecordDecl } from "./types/types.ts";
import { createSourceMap, type SourceMap } from "./preprocess.ts";

export interface Unit {
  readonly index: number;
  /** Index of its .c file. */
  readonly file: number;
  readonly tokens: Tokens;
  readonly map: SourceMap;
  /** Objects and functions in order of declaration. */
  readonly externals: readonly Sym[];
  readonly records: readonly RecordDecl[];
  /** What the user's files declare at file level. */
  readonly extents: readonly Extent[];
  /** Ids of the records read so far, this unit's included, are below this. */
  readonly recordsEnd: number;
  /** A syntax error ended the reading. */
  readonly broken: boolean;
}

/** Reads a preprocessed text. Refusals go to `report`. */
export function readUnit(
  text: string,
  index: number,
  file: number,
  files: readonly InputFile[],
  source: (file: number) => Source,
  ids: { next: number },
  report: (d: Diagnostic) => void,
): Unit {
  const tokens = lex(text);
  const map = createSourceMap(tokens, files, file, source);
  const scope = createScope();
  const parser: Parser = {
    tokens,
    kind: tokens.kind,
    value: tokens.value,
    unit: index,
    spanOf: map.spanOf,
    report,
    i: 0,
    scope,
    fileScope: scope,
    externals: [],
    extents: [],
    unevaluated: 0,
    nextRecord: () => ids.next++,
    records: [],
    composites: new Map(),
  };
  let broken = false;
  try {
    parseUnit(parser);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    report(error.diagnostic);
    broken = true;
  }
  const { externals, records, extents } = parser;
  return { index, file, tokens, map, externals, records, extents, recordsEnd: ids.next, broken };
}
