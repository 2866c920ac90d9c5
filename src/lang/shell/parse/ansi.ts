/** `$'…'`. */
import { fail, type State } from "./state.ts";

const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  a: "\x07",
  b: "\b",
  e: "\x1b",
  E: "\x1b",
  f: "\f",
  v: "\v",
  "\\": "\\",
  "'": "'",
  '"': '"',
  "?": "?",
};

/** The bytes (as byte text) of a code point in UTF-8. */
export const utf8 = (code: number): string =>
  Buffer.from(String.fromCodePoint(code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000) ? code : 0xfffd), "utf8").toString("latin1");

/** `$'…'` with its escapes decoded. A NUL ends the string. */
export function ansiQuoted(s: State): string {
  const start = s.at;
  s.at += 2;
  let out = "";
  let cut = false;
  const add = (text: string) => {
    if (!cut) out += text;
  };
  for (;;) {
    const c = s.text[s.at];
    if (c === undefined) fail(s, "unexpected EOF while looking for matching `''", start);
    if (c === "'") break;
    if (c !== "\\") {
      add(c);
      s.at++;
      continue;
    }
    const rest = s.text.slice(s.at + 1, s.at + 10);
    let m: RegExpExecArray | null;
    if ((m = /^[0-7]{1,3}/.exec(rest))) {
      const code = parseInt(m[0], 8) & 255;
      if (code === 0) cut = true;
      add(String.fromCharCode(code));
      s.at += 1 + m[0].length;
    } else if ((m = /^x\{([0-9a-fA-F]*)\}?/.exec(s.text.slice(s.at + 1, s.at + 100)) ?? /^x([0-9a-fA-F]{1,2})/.exec(rest))) {
      // In braces as many digits as there are: the last two count, and none is a NUL.
      const code = parseInt(m[1].slice(-2) || "0", 16);
      if (code === 0) cut = true;
      add(String.fromCharCode(code));
      s.at += 1 + m[0].length;
    } else if ((m = /^u([0-9a-fA-F]{1,4})/.exec(rest)) || (m = /^U([0-9a-fA-F]{1,8})/.exec(rest))) {
      const code = parseInt(m[1], 16);
      if (code === 0) cut = true;
      add(utf8(code));
      s.at += 1 + m[0].length;
    } else if (rest[0] === "c" && rest.length > 1 && rest[1] !== "'") {
      if (rest[1] !== "?" && (rest.charCodeAt(1) & 31) === 0) cut = true;
      add(String.fromCharCode(rest[1] === "?" ? 127 : rest.charCodeAt(1) & 31));
      s.at += rest.startsWith("c\\\\") ? 4 : 3;
    } else if (rest[0] in ESCAPES) {
      add(ESCAPES[rest[0]]);
      s.at += 2;
    } else {
      add("\\");
      s.at++;
    }
  }
  s.at++;
  return out;
}
