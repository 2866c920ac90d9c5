/** The position of the parser in a text, and what every part of it needs: places, blanks, errors. */
import type { Aliases } from "./alias.ts";
import type { Extglob } from "./extglob.ts";
import type { Place, Redirect, ShellComment, Word } from "./ast.ts";

export interface PendingHere {
  readonly delimiter: string;
  readonly quoted: boolean;
  readonly strip: boolean;
  /** Filled when the body is read. */
  redirect: { -readonly [K in keyof Redirect]: Redirect[K] };
}

export interface State {
  text: string;
  at: number;
  /** What aliases put into the text: offsets behind are moved. */
  readonly splices: { readonly at: number; readonly removed: number; readonly inserted: number }[];
  readonly aliases?: Aliases;
  /** Whether `@(…)` is a pattern; not known without it. */
  readonly extglob?: Extglob;
  /** Reading `[[ … ]]`, where it always is. */
  testing: boolean;
  /** Offsets are those of the file, moved by this; with `fixed`, every place is that place (texts inside back quotes). */
  readonly shift: number;
  readonly fixed?: { readonly start: number; readonly end: number };
  readonly firstLine: number;
  /** dash's grammar where it differs. */
  readonly posix: boolean;
  /** The text before the first alias was put into it. */
  source?: string;
  lineAt: number;
  lineNumber: number;
  pending: PendingHere[];
  readonly comments: ShellComment[];
  /** Nesting, so that hostile input ends in a diagnostic. */
  depth: number;
}

export class ShellSyntaxError extends Error {
  constructor(
    readonly start: number,
    readonly line: number,
    message: string,
    /** It stands in `[[ … ]]`. */
    readonly conditional = false,
    /** It stands in `name=( … )`: bash drops the line and goes on. */
    readonly inList = false,
  ) {
    super(message);
  }
}

export function createState(
  text: string,
  shift = 0,
  firstLine = 1,
  fixed?: { start: number; end: number },
  { aliases, extglob, posix = false }: { readonly aliases?: Aliases; readonly extglob?: Extglob; readonly posix?: boolean } = {},
): State {
  return {
    text,
    source: undefined,
    at: 0,
    splices: [],
    aliases,
    extglob,
    testing: false,
    posix,
    shift,
    fixed,
    firstLine,
    lineAt: 0,
    lineNumber: firstLine,
    pending: [],
    comments: [],
    depth: 0,
  };
}

/** The offset in the file of an offset in the text that is read. */
export function original(s: State, at: number): number {
  for (let i = s.splices.length - 1; i >= 0; i--) {
    const { at: start, removed, inserted } = s.splices[i];
    if (at >= start + inserted) at -= inserted - removed;
    else if (at > start) at = start;
  }
  return at + s.shift;
}

/** The line of an offset; cheap when it is near the one asked for before. What stands in an alias has the line of its name. */
export function lineOf(s: State, at: number): number {
  if (s.source !== undefined) return s.firstLine + s.source.slice(0, original(s, at) - s.shift).split("\n").length - 1;
  while (at < s.lineAt) {
    s.lineNumber--;
    s.lineAt = s.lineAt < 2 ? 0 : s.text.lastIndexOf("\n", s.lineAt - 2) + 1;
  }
  let next = s.text.indexOf("\n", s.lineAt);
  while (next >= 0 && next < at) {
    s.lineNumber++;
    s.lineAt = next + 1;
    next = s.text.indexOf("\n", s.lineAt);
  }
  return s.lineNumber;
}

export function placeFrom(s: State, start: number, end = s.at): Place {
  const line = lineOf(s, start);
  return s.fixed ? { start: s.fixed.start, end: s.fixed.end, line } : { start: original(s, start), end: original(s, end), line };
}

export function fail(s: State, message: string, at = s.at): never {
  throw new ShellSyntaxError(s.fixed ? s.fixed.start : original(s, at), lineOf(s, at), message);
}

/** bash's message for a token that does not belong here. */
export function unexpected(s: State): never {
  if (s.at >= s.text.length) return fail(s, "syntax error: unexpected end of file");
  const token =
    /^(?:\n|;;&|;;|;&|&&|\|\||\|&|&>>|&>|<<<|<<-|<<|>>|<&|>&|<>|>\||[;&|()<>]|[^\s;&|()<>]+)/.exec(s.text.slice(s.at, s.at + 200))?.[0] ??
    s.text[s.at];
  return fail(s, `syntax error near unexpected token \`${token === "\n" ? "newline" : token}'`);
}

export function nested<T>(s: State, run: () => T): T {
  if (++s.depth > 20_000) fail(s, "commands nested too deeply");
  const result = run();
  s.depth--;
  return result;
}

/** Skips blanks, joined lines and, at the start of a token, a comment. */
export function blanks(s: State): void {
  const { text } = s;
  for (;;) {
    const c = text.charCodeAt(s.at);
    if (c === 32 || c === 9) s.at++;
    else if (c === 92 && text.charCodeAt(s.at + 1) === 10) s.at += 2;
    else if (c === 35 && startsToken(s)) comment(s);
    else return;
  }
}

const startsToken = (s: State): boolean => s.at === 0 || /[\s;&|()<>]/.test(s.text[s.at - 1]);

function comment(s: State): void {
  const start = s.at;
  const newline = s.text.indexOf("\n", start);
  s.at = newline < 0 ? s.text.length : newline;
  if (s.fixed) return;
  const before = s.text.slice(s.text.lastIndexOf("\n", start - 1) + 1, start);
  s.comments.push({ start: original(s, start), end: original(s, s.at), text: s.text.slice(start + 1, s.at), own: /^[ \t]*$/.test(before) });
}

/** Takes `token` if it is next. */
export function take(s: State, token: string): boolean {
  if (!s.text.startsWith(token, s.at)) return false;
  s.at += token.length;
  return true;
}

export const peek = (s: State, ahead = 0): string => s.text[s.at + ahead] ?? "";

export const emptyWord = (place: Place): Word => ({ parts: [], place });
