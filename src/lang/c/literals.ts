/** Numbers, characters and strings as C writes them. */
import {
  charType,
  doubleType,
  floatType,
  intType,
  llongType,
  longDoubleType,
  longType,
  uintType,
  ullongType,
  ulongType,
  ushortType,
  type CType,
  type FloatType,
  type IntType,
} from "./types/types.ts";

/** The value and type of a number token; undefined when it is none. */
export function readNumber(
  text: string,
): { value: bigint; type: IntType } | { value: number; type: FloatType; imaginary?: boolean } | undefined {
  const clean = text.replace(/'/g, "");
  const hex = /^0[xX]/.test(clean);
  if (hex ? /[.pP]/.test(clean) : /[.eE]/.test(clean) || /^\d+[fFijIJ]+$/.test(clean)) {
    const m = /^(.*?)([fFlLijIJdD]*)$/.exec(hex ? clean.replace(/([pP][+-]?\d+)([fFlL]*)$/, "$1 $2") : clean);
    if (!m) return undefined;
    const suffix = hex ? (clean.match(/[pP][+-]?\d+([fFlL]*)$/)?.[1] ?? "") : m[2];
    const body = hex ? clean.slice(0, clean.length - suffix.length) : m[1];
    const value = hex ? hexFloat(body) : Number(body);
    if (Number.isNaN(value)) return undefined;
    const type = /[fF]/.test(suffix) ? floatType : /[lL]/.test(suffix) ? longDoubleType : doubleType;
    return { value: type === floatType ? Math.fround(value) : value, type, ...(/[ijIJ]/.test(suffix) ? { imaginary: true } : {}) };
  }
  const m = /^(0[xX][0-9a-fA-F]+|0[bB][01]+|0[0-7]*|[1-9]\d*)([uUlLzZ]*)$/.exec(clean);
  if (!m) return undefined;
  const digits = m[1];
  const decimal = /^[1-9]/.test(digits);
  const value = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
  const unsigned = /[uU]/.test(m[2]);
  const longs = m[2].replace(/[uU]/g, "").length;
  const fits = (bits: bigint): boolean => value < 1n << bits;
  let type: IntType;
  if (longs === 0) {
    if (!unsigned && fits(31n)) type = intType;
    else if ((unsigned || !decimal) && fits(32n)) type = uintType;
    else if (!unsigned && fits(63n)) type = longType;
    else type = ulongType;
  } else if (longs === 1) type = !unsigned && fits(63n) ? longType : ulongType;
  else type = !unsigned && fits(63n) ? llongType : ullongType;
  return { value, type };
}

function hexFloat(text: string): number {
  const m = /^0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)[pP]([+-]?\d+)$/.exec(text);
  if (!m) return NaN;
  return Number(BigInt(`0x${m[1] || "0"}${m[2]}`)) * 2 ** (Number(m[3]) - 4 * m[2].length);
}

const escapes: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, a: 7, b: 8, f: 12, v: 11, e: 27, E: 27, "0": 0 };

/** The elements of a literal's text between the quotes. Narrow literals are bytes (UTF-8), others code units of `width` bytes. */
function units(body: string, width: 1 | 2 | 4): number[] {
  const out: number[] = [];
  const put = (code: number): void => {
    if (width === 1) {
      if (code < 128) out.push(code);
      // a byte that is no UTF-8
      else if (code >= 0xdc80 && code <= 0xdcff) out.push(code - 0xdc00);
      else out.push(...Buffer.from(String.fromCodePoint(code), "utf8"));
    } else if (width === 2 && code > 0xffff) out.push(0xd800 + ((code - 0x10000) >> 10), 0xdc00 + ((code - 0x10000) & 0x3ff));
    else out.push(code);
  };
  for (let i = 0; i < body.length;) {
    if (body[i] !== "\\") {
      const code = body.codePointAt(i)!;
      put(code);
      i += code > 0xffff ? 2 : 1;
      continue;
    }
    const c = body[++i];
    let m: RegExpExecArray | null;
    if ((m = /^[0-7]{1,3}/.exec(body.slice(i, i + 3)))) {
      out.push(parseInt(m[0], 8) & (width === 1 ? 255 : 0xffffffff));
      i += m[0].length;
    } else if (c === "x" && (m = /^[0-9a-fA-F]+/.exec(body.slice(i + 1, i + 17)))) {
      const code = Number(BigInt(`0x${m[0]}`) & 0xffffffffn);
      out.push(width === 1 ? code & 255 : width === 2 ? code & 0xffff : code);
      i += 1 + m[0].length;
    } else if ((c === "u" || c === "U") && (m = (c === "u" ? /^[0-9a-fA-F]{4}/ : /^[0-9a-fA-F]{8}/).exec(body.slice(i + 1, i + 9)))) {
      put(parseInt(m[0], 16));
      i += 1 + m[0].length;
    } else {
      put(escapes[c] ?? c.charCodeAt(0));
      i++;
    }
  }
  return out;
}

const prefixOf = (token: string): string => /^(L|u8|u|U)?/.exec(token)![0];

/** Element type of a literal with this prefix. `wchar_t` is int. */
const elementOf = (prefix: string): CType =>
  prefix === "L" ? intType : prefix === "u" ? ushortType : prefix === "U" ? uintType : charType;

/** A character constant. */
export function readChar(token: string): { value: bigint; type: CType } {
  const prefix = prefixOf(token);
  const body = token.slice(prefix.length + 1, -1);
  const element = elementOf(prefix) as IntType;
  const all = units(body, element.size as 1 | 2 | 4);
  if (element.size > 1) {
    const last = BigInt(all.at(-1) ?? 0); // of several elements gcc takes the last
    return { value: element.signed ? BigInt.asIntN(8 * element.size, last) : last, type: element };
  }
  let value = 0;
  for (const unit of all) value = (value << 8) | unit | 0;
  if (all.length === 1) value = (value << 24) >> 24;
  return { value: BigInt(value), type: intType };
}

/** Adjacent string tokens as one array with its NUL. */
export function readStrings(tokens: readonly string[]): { units: number[]; element: CType } {
  let prefix = "";
  for (const token of tokens) prefix ||= prefixOf(token);
  const element = elementOf(prefix) as IntType;
  const out: number[] = [];
  for (const token of tokens) {
    const p = prefixOf(token);
    for (const unit of units(token.slice(p.length + 1, -1), element.size as 1 | 2 | 4)) out.push(unit);
  }
  out.push(0);
  return { units: out, element };
}
