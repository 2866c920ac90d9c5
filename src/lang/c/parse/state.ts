/** What the parser carries along: tokens, scopes, and the function in hand. */
import { noSpan, type Span } from "../../../base/span.ts";
import { refuse, type Diagnostic } from "../../../diagnostics/diagnostic.ts";
import type { Expr, ExprFields, ExprKind, Stmt, Sym } from "../ast.ts";
import { T, type Tokens } from "../lex.ts";
import type { CType, EnumType, FunctionType, RecordDecl, RecordType } from "../types/types.ts";

export interface Scope {
  readonly names: Map<string, Sym>;
  readonly tags: Map<string, RecordType | EnumType>;
  readonly parent?: Scope;
}

export interface FunctionState {
  readonly sym: Sym;
  readonly type: FunctionType;
  readonly labels: Set<string>;
  readonly gotos: Map<string, number>;
  readonly addressedLabels: string[];
  readonly locals: Sym[];
  /** Named variables of functions around this one, and named nested functions. */
  readonly outer: Set<Sym>;
  readonly nested: Set<Sym>;
  readonly cases: Stmt<"case">[][];
}

/** A declaration at file level: its tokens, and what it declares. Typedefs and enumerations declare nothing that is lowered. */
export interface Extent {
  readonly at: number;
  readonly to: number;
  readonly sym?: Sym;
  readonly record?: RecordDecl;
  /** The first token of a function's body. */
  readonly open?: number;
}

export interface Parser {
  readonly tokens: Tokens;
  readonly kind: Uint8Array;
  readonly value: readonly string[];
  readonly unit: number;
  /** Place in the original files of the tokens `at .. to`. */
  readonly spanOf: (at: number, to?: number) => Span;
  readonly report: (d: Diagnostic) => void;
  i: number;
  scope: Scope;
  readonly fileScope: Scope;
  fn?: FunctionState;
  nextRecord: () => number;
  /** Every struct and union, in order. */
  readonly records: RecordDecl[];
  /** Structs that stand for complex numbers and vectors, by name. */
  readonly composites: Map<string, RecordType>;
  /** Objects and functions in order of their first declaration. */
  readonly externals: Sym[];
  /** What the user's files declare. */
  readonly extents: Extent[];
  /** `_Generic`, `typeof`, `sizeof` operands: names in them are not used. */
  unevaluated: number;
  /** The variable whose initial value is read. */
  declaring?: Sym;
}

export const createScope = (parent?: Scope): Scope => ({ names: new Map(), tags: new Map(), parent });

export const peek = (p: Parser): string => p.value[p.i];
export const peekAt = (p: Parser, ahead: number): string => p.value[p.i + ahead] ?? "";
export const isName = (p: Parser): boolean => p.kind[p.i] === T.name;
/** Is the token here this punctuator or word (and no literal that looks like it)? */
export const at = (p: Parser, text: string): boolean => p.value[p.i] === text && p.kind[p.i] !== T.string && p.kind[p.i] !== T.char;

export function accept(p: Parser, text: string): boolean {
  if (!at(p, text)) return false;
  p.i++;
  return true;
}

export function expect(p: Parser, text: string): void {
  if (!accept(p, text)) syntaxError(p, `expected ‘${text}’ before ‘${peek(p) || "the end of the file"}’`);
}

export function syntaxError(p: Parser, message: string, where = p.i): never {
  refuse("C0001", p.spanOf(where), message);
}

/** Refuses a construct at a token. */
export const refuseAt = (p: Parser, code: string, where: number, message: string): never => refuse(code, p.spanOf(where), message);

export function expectName(p: Parser): string {
  if (!isName(p)) syntaxError(p, `expected a name before ‘${peek(p)}’`);
  return p.value[p.i++];
}

export function findName(p: Parser, name: string): Sym | undefined {
  for (let s: Scope | undefined = p.scope; s; s = s.parent) {
    const found = s.names.get(name);
    if (found) return found;
  }
  return undefined;
}

export function findTag(p: Parser, name: string): RecordType | EnumType | undefined {
  for (let s: Scope | undefined = p.scope; s; s = s.parent) {
    const found = s.tags.get(name);
    if (found) return found;
  }
  return undefined;
}

export const isSystem = (p: Parser, token: number): boolean => p.tokens.files[p.tokens.file[token]].system;

/** Passes over a balanced group that opens here. */
export function skipGroup(p: Parser): void {
  let depth = 0;
  do {
    const t = p.value[p.i];
    if (p.kind[p.i] === T.end) syntaxError(p, "a bracket is not closed");
    if (p.kind[p.i] === T.punctuation) {
      if (t === "(" || t === "[" || t === "{") depth++;
      else if (t === ")" || t === "]" || t === "}") depth--;
    }
    p.i++;
  } while (depth > 0);
}

export const make = <K extends ExprKind>(kind: K, type: CType, where: number, fields: ExprFields[K]): Expr<K> =>
  ({ kind, type, at: where, ...fields }) as never;

/** A variable without a name of its own. `kept`: it is a local of the function. */
export const hiddenSym = (p: Parser, type: CType, where: number, kept = true): Sym => {
  const sym: Sym = {
    kind: "variable",
    name: "value",
    type,
    storage: p.fn ? "auto" : "static",
    fileScope: !p.fn,
    at: where,
    system: false,
    defined: true,
    written: true,
    unit: p.unit,
  };
  if (p.fn && kept) p.fn.locals.push(sym);
  return sym;
};

export const nowhere = noSpan;
