/** Preprocessed C text to tokens, with the original file and line of each. */

export const enum T {
  end,
  name,
  number,
  char,
  string,
  punctuation,
}

export interface MarkedFile {
  /** As the preprocessor names it. */
  readonly path: string;
  readonly system: boolean;
}

/** `#define` of a file that is not a system header. */
export interface Define {
  readonly name: string;
  /** Without parameters. */
  readonly object: boolean;
  readonly body: string;
  readonly file: number;
  readonly line: number;
}

export interface Tokens {
  readonly text: string;
  readonly count: number;
  readonly kind: Uint8Array;
  readonly value: string[];
  /** Offset in the preprocessed text. */
  readonly start: Uint32Array;
  /** Index into `files`. */
  readonly file: Uint16Array;
  /** Original line, from 1. */
  readonly line: Uint32Array;
  readonly files: readonly MarkedFile[];
  readonly defines: readonly Define[];
  /** `#pragma pack`: from this token on. */
  readonly packs: readonly { readonly from: number; readonly pack: number }[];
}

const isNameStart = new Uint8Array(128);
const isNamePart = new Uint8Array(128);
for (let c = 0; c < 128; c++) {
  const letter = (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || c === 95 || c === 36;
  isNameStart[c] = letter ? 1 : 0;
  isNamePart[c] = letter || (c >= 48 && c <= 57) ? 1 : 0;
}

const threes = new Set(["<<=", ">>=", "..."]);
const twos = new Set([
  "->",
  "++",
  "--",
  "<<",
  ">>",
  "<=",
  ">=",
  "==",
  "!=",
  "&&",
  "||",
  "+=",
  "-=",
  "*=",
  "/=",
  "%=",
  "&=",
  "|=",
  "^=",
  "##",
]);
/** One string object for each punctuator: comparisons are then by identity. */
const canonical = new Map<string, string>([...threes, ...twos].map((p) => [p, p]));
const single: string[] = [];
for (let c = 0; c < 128; c++) single[c] = String.fromCharCode(c);

const isContinuation = (c: number): boolean => (c < 128 ? isNamePart[c] === 1 : true);

const ESCAPES = /\\u([\da-fA-F]{4})|\\U([\da-fA-F]{8})/g;

/** How long the escape is that stands for a character of a name: so the preprocessor writes those outside of ASCII. */
function escapeLength(text: string, at: number): number {
  const found = /^\\(?:u[\da-fA-F]{4}|U[\da-fA-F]{8})/.exec(text.slice(at, at + 10));
  return found ? found[0].length : 0;
}

/** Lexes a text that `cc -E -dD` made. */
export function lex(text: string): Tokens {
  let capacity = Math.max(1024, text.length >> 2);
  let kind = new Uint8Array(capacity);
  let start = new Uint32Array(capacity);
  let file = new Uint16Array(capacity);
  let line = new Uint32Array(capacity);
  const value: string[] = [];
  const files: MarkedFile[] = [{ path: "", system: false }];
  const fileIndex = new Map<string, number>();
  const defines: Define[] = [];
  const packs: { from: number; pack: number }[] = [];
  const packStack: number[] = [];
  let pack = 0;
  const names = new Map<string, string>();
  let count = 0;
  let currentFile = 0;
  let currentLine = 1;
  let lineStart = true;
  const n = text.length;
  let i = 0;

  const push = (k: T, at: number, v: string): void => {
    if (count === capacity) {
      capacity *= 2;
      const grow = <A extends Uint8Array | Uint16Array | Uint32Array>(old: A, make: A): A => (make.set(old), make);
      kind = grow(kind, new Uint8Array(capacity));
      start = grow(start, new Uint32Array(capacity));
      file = grow(file, new Uint16Array(capacity));
      line = grow(line, new Uint32Array(capacity));
    }
    kind[count] = k;
    start[count] = at;
    file[count] = currentFile;
    line[count] = currentLine;
    value.push(v);
    count++;
  };

  const marker = (body: string): boolean => {
    const m = /^(\d+) "((?:[^"\\]|\\.)*)"((?: \d)*)/.exec(body);
    if (!m) return false;
    const path = m[2].replace(/\\(.)/g, "$1");
    const system = m[3].includes(" 3") || path.startsWith("<");
    let at = fileIndex.get(path);
    if (at === undefined) {
      at = files.length;
      files.push({ path, system });
      fileIndex.set(path, at);
    }
    currentFile = at;
    currentLine = Number(m[1]);
    return true;
  };

  const directive = (body: string): void => {
    if (body.startsWith("define ")) {
      if (files[currentFile].system) return;
      const m = /^define\s+([A-Za-z_$][\w$]*)(\()?\s*([^]*)$/.exec(body);
      if (m) defines.push({ name: m[1], object: !m[2], body: m[3].trim(), file: currentFile, line: currentLine });
      return;
    }
    const p = /^pragma\s+pack\s*\(\s*(?:(push|pop)\s*,?\s*)?(?:\w+\s*,\s*)?(\d+)?\s*\)/.exec(body);
    if (p) {
      if (p[1] === "push") packStack.push(pack);
      if (p[1] === "pop") pack = packStack.pop() ?? 0;
      if (p[2] !== undefined) pack = Number(p[2]);
      else if (p[1] === undefined) pack = 0;
      packs.push({ from: count, pack });
    }
  };

  while (i < n) {
    const c = text.charCodeAt(i);
    if (c === 10) {
      currentLine++;
      lineStart = true;
      i++;
      continue;
    }
    if (c === 32 || c === 9 || c === 13 || c === 12 || c === 11) {
      i++;
      continue;
    }
    if (c === 35 && lineStart) {
      let end = text.indexOf("\n", i);
      if (end < 0) end = n;
      // System headers' macros are most of the text: they are passed over without being cut out.
      if (text.charCodeAt(i + 1) === 32) {
        if (marker(text.slice(i + 2, end))) {
          i = end + 1;
          lineStart = true;
          continue;
        }
        directive(text.slice(i + 1, end).trim());
      } else if (!(files[currentFile].system && text.charCodeAt(i + 1) === 100)) directive(text.slice(i + 1, end).trim());
      i = end;
      continue;
    }
    lineStart = false;
    const at = i;
    if (c >= 128 || isNameStart[c] === 1 || (c === 92 && escapeLength(text, i) > 0)) {
      let escaped = 0;
      for (; i < n; i += escaped || 1) {
        escaped = text.charCodeAt(i) === 92 ? escapeLength(text, i) : 0;
        if (escaped === 0 && !isContinuation(text.charCodeAt(i))) break;
      }
      const q = i < n ? text.charCodeAt(i) : 0;
      if ((q === 34 || q === 39) && i - at <= 2) {
        const prefix = text.slice(at, i);
        if (prefix === "L" || prefix === "u" || prefix === "U" || prefix === "u8") {
          i = quoted(text, i, q);
          push(q === 34 ? T.string : T.char, at, text.slice(at, i));
          continue;
        }
      }
      let name = text.slice(at, i);
      if (name.includes("\\"))
        name = name.replace(ESCAPES, (_, short, long) => String.fromCodePoint(parseInt((short ?? long) as string, 16)));
      const known = names.get(name);
      if (known === undefined) names.set(name, name);
      else name = known;
      push(T.name, at, name);
      continue;
    }
    if ((c >= 48 && c <= 57) || (c === 46 && i + 1 < n && text.charCodeAt(i + 1) >= 48 && text.charCodeAt(i + 1) <= 57)) {
      i++;
      while (i < n) {
        const d = text.charCodeAt(i);
        if ((d === 43 || d === 45) && /[eEpP]/.test(text[i - 1]) && !(/^0[xX]/.test(text.slice(at, at + 2)) && /[eE]/.test(text[i - 1])))
          i++;
        else if (d === 46 || (d < 128 && isNamePart[d] === 1)) i++;
        else break;
      }
      push(T.number, at, text.slice(at, i));
      continue;
    }
    if (c === 34 || c === 39) {
      i = quoted(text, i, c);
      push(c === 34 ? T.string : T.char, at, text.slice(at, i));
      continue;
    }
    const three = text.slice(i, i + 3);
    if (threes.has(three)) {
      push(T.punctuation, at, canonical.get(three)!);
      i += 3;
      continue;
    }
    const two = canonical.get(three.slice(0, 2));
    if (two !== undefined) {
      push(T.punctuation, at, two);
      i += 2;
      continue;
    }
    // Digraphs.
    const pair = three.slice(0, 2);
    const digraph = pair === "<:" ? "[" : pair === ":>" ? "]" : pair === "<%" ? "{" : pair === "%>" ? "}" : undefined;
    push(T.punctuation, at, digraph ?? single[c] ?? text[i]);
    i += digraph === undefined ? 1 : 2;
  }
  push(T.end, n, "");
  return { text, count, kind, value, start, file, line, files, defines, packs };
}

/** The index after a literal that opens at `i` with the quote `q`. */
function quoted(text: string, i: number, q: number): number {
  for (i++; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 92) i++;
    else if (c === q) return i + 1;
    else if (c === 10) return i;
  }
  return i;
}
