/** A definition of a problem: what its code means wherever it occurs. `message` in a diagnostic says what it is here. */
export interface Problem {
  /** A noun phrase: "Code made at run time". */
  readonly title: string;
  /** Why it cannot be translated (or is worth a warning). One or two sentences. */
  readonly why: string;
  /** What to do about it. */
  readonly help: string;
}

export type Problems = Readonly<Record<string, Problem>>;
