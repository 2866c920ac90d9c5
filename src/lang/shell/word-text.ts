/** Words and redirections as bash prints them: the source, with substitutions printed anew. */
import type { List, Part, Redirect, Word } from "./parse/index.ts";
import { walk } from "./lower/scan.ts";

/** A redirection; `word` is its target. A descriptor is left out where it is the usual one. */
export function redirectText(r: Redirect, word: string): string {
  const to = (standard: number): string =>
    r.variable !== undefined ? `{${r.variable}}` : (r.fd ?? standard) === standard ? "" : String(r.fd);
  const always = (standard: number): string => (r.variable !== undefined ? `{${r.variable}}` : String(r.fd ?? standard));
  if (r.here) {
    const { delimiter, quoted, strip } = r.here;
    return `${to(0)}<<${strip ? "-" : ""}${quoted ? `'${delimiter.replaceAll("'", "'\\''")}'` : delimiter}`;
  }
  switch (r.operator) {
    case "<&":
      return word === "-" ? `${always(0)}>&-` : `${always(0)}<&${word}`;
    case ">&":
      if (word === "-") return `${always(1)}>&-`;
      return /^[0-9]+-?$/.test(word) || r.variable !== undefined || (r.fd ?? 1) !== 1 ? `${always(1)}>&${word}` : `&> ${word}`;
    case "<":
    case "<<<":
      return `${to(0)}${r.operator} ${word}`;
    case "&>":
    case "&>>":
      return `${r.operator} ${word}`;
    default:
      return `${to(1)}${r.operator === "<>" && r.fd === undefined && r.variable === undefined ? "0" : ""}${r.operator} ${word}`;
  }
}

/** The source from `start` to `end`, where `words` stand: `$'…'` is decoded, joined lines are joined; `print` prints the commands of `$(…)`. */
export function sourceText(
  source: string,
  start: number,
  end: number,
  words: readonly (Word | undefined)[],
  print: (body: List) => string,
): string {
  const inside = new Map<number, Part<"command" | "process">>();
  walk(words, (node) => {
    if ((node.kind !== "command" && node.kind !== "process") || !("body" in node)) return true;
    const part = node as unknown as Part<"command" | "process">;
    inside.set(part.place.start, part);
    return false;
  });
  let out = "";
  let double = false;
  for (let at = start; at < end;) {
    const part = source[at] === "`" ? undefined : inside.get(at);
    if (part && part.place.end > at) {
      const printed = print(part.body);
      // A space keeps `$( (a) )` from becoming arithmetic.
      out += `${source.slice(at, at + 2)}${printed.startsWith("(") ? " " : ""}${printed})`;
      at = part.place.end;
      continue;
    }
    const found = (double ? DOUBLE : PLAIN).exec(source.slice(at, end))?.[0] ?? source[at];
    at += found.length;
    if (found === "\\\n") continue;
    if (found === '"') double = !double;
    out += found.startsWith("$'") ? `'${ansi(found.slice(2, -1)).replaceAll("'", "'\\''")}'` : found;
  }
  return out;
}

/** The next piece of a word: what stands in quotes as a whole, an escaped character, or one character. */
const PLAIN = /^(?:\$'(?:[^'\\]|\\.)*'|'[^']*'|\\.|.)/s;
const DOUBLE = /^(?:\\.|.)/s;

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", a: "\x07", b: "\b", e: "\x1b", E: "\x1b", f: "\f", v: "\v" };

const ansi = (text: string): string =>
  text.replace(/\\(x[0-9a-fA-F]{1,2}|[0-7]{1,3}|.)/gs, (_, code: string) => {
    if (/^x./.test(code)) return String.fromCharCode(parseInt(code.slice(1), 16));
    if (/^[0-7]/.test(code)) return String.fromCharCode(parseInt(code, 8) & 255);
    return ESCAPES[code] ?? code;
  });
