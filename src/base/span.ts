/** A stretch of a source file: file index in the program, and UTF-8 byte offsets in the original text, end exclusive. */
export interface Span {
  readonly file: number;
  readonly start: number;
  readonly end: number;
}

export const noSpan: Span = { file: 0, start: 0, end: 0 };
