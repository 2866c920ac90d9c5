/** Short constructors of Rust nodes. */
import type { RustBlock, RustExpr, RustPattern, RustStatement, RustType } from "./ast.ts";

// --- types
export const tPath = (path: string, ...args: RustType[]): RustType => ({ kind: "path", path, args });
export const tRef = (inner: RustType, mutable = false): RustType => ({ kind: "ref", mutable, inner });
export const tTuple = (...elems: RustType[]): RustType => ({ kind: "tuple", elems });
export const tUnit: RustType = { kind: "tuple", elems: [] };
export const tNever: RustType = { kind: "never" };
export const tInfer: RustType = { kind: "infer" };

// --- patterns
export const wild: RustPattern = { kind: "wild" };
export const pName = (name: string, mutable = false): RustPattern => ({ kind: "name", name, mutable });
export const pVariant = (path: string, ...elems: RustPattern[]): RustPattern => ({
  kind: "variant",
  path,
  elems: elems.length ? elems : undefined,
});

// --- expressions
export const lit = (text: string): RustExpr => ({ kind: "literal", text });
export const path = (text: string, ...args: RustType[]): RustExpr => ({ kind: "path", path: text, args: args.length ? args : undefined });
export const call = (callee: RustExpr | string, ...args: RustExpr[]): RustExpr => ({
  kind: "call",
  callee: typeof callee === "string" ? path(callee) : callee,
  args,
});
export const method = (object: RustExpr, name: string, ...args: RustExpr[]): RustExpr => ({ kind: "method", object, name, args });
export const field = (object: RustExpr, name: string): RustExpr => ({ kind: "field", object, name });
export const macro = (name: string, ...args: RustExpr[]): RustExpr => ({ kind: "macro", name, args });
export const unary = (op: "-" | "!" | "*", operand: RustExpr): RustExpr => ({ kind: "unary", op, operand });
export const borrow = (operand: RustExpr): RustExpr => ({ kind: "borrow", word: "", operand });
export const borrowMut = (operand: RustExpr): RustExpr => ({ kind: "borrow", word: "mut", operand });
export const binary = (op: string, left: RustExpr, right: RustExpr): RustExpr => ({ kind: "binary", op, left, right });
export const assign = (left: RustExpr, right: RustExpr, op = "="): RustExpr => ({ kind: "assign", op, left, right });
export const cast = (value: RustExpr, type: RustType): RustExpr => ({ kind: "cast", value, type });
export const tuple = (...elems: RustExpr[]): RustExpr => ({ kind: "tuple", elems });
export const unitValue: RustExpr = { kind: "tuple", elems: [] };
export const closure = (params: readonly string[], body: RustExpr, word?: "move" | "async move"): RustExpr => ({
  kind: "closure",
  params: params.map((name) => ({ pattern: pName(name) })),
  body,
  word,
});
export const blockExpr = (block: RustBlock, label?: string): RustExpr => ({ kind: "block", block, label });
export const unsafeBlock = (block: RustBlock): RustExpr => ({ kind: "block", block, word: "unsafe" });
export const ifExpr = (test: RustExpr, then: RustBlock, orElse?: RustExpr): RustExpr => ({ kind: "if", test, then, orElse });

// --- statements
export const exprStmt = (value: RustExpr): RustStatement => ({ kind: "expression", value, semicolon: true });
export const letStmt = (pattern: RustPattern | string, value?: RustExpr, type?: RustType): RustStatement => ({
  kind: "let",
  pattern: typeof pattern === "string" ? pName(pattern) : pattern,
  value,
  type,
});
export const block = (statements: readonly RustStatement[], value?: RustExpr): RustBlock => ({ statements, value });
export const valueBlock = (value: RustExpr): RustBlock => ({ statements: [], value });

/** The text of a Rust string literal. */
export function stringLiteral(text: string): string {
  let out = '"';
  for (const char of text) {
    const code = char.codePointAt(0)!;
    if (char === '"') out += '\\"';
    else if (char === "\\") out += "\\\\";
    else if (char === "\n") out += "\\n";
    else if (char === "\r") out += "\\r";
    else if (char === "\t") out += "\\t";
    else if (code === 0) out += "\\0";
    else if (code < 32 || code === 127 || (code >= 0x80 && code < 0xa0) || isFormatChar(code)) out += `\\u{${code.toString(16)}}`;
    else out += char;
  }
  return `${out}"`;
}

/** Bidirectional controls and other invisible characters that rustc rejects or a reader cannot see. */
const isFormatChar = (code: number): boolean =>
  code === 0xad ||
  (code >= 0x200b && code <= 0x200f) ||
  (code >= 0x2028 && code <= 0x202e) ||
  (code >= 0x2060 && code <= 0x206f) ||
  code === 0xfeff;

/** The text of a Rust byte string literal. */
export function bytesLiteral(bytes: Uint8Array): string {
  let out = 'b"';
  for (const byte of bytes) {
    if (byte === 34) out += '\\"';
    else if (byte === 92) out += "\\\\";
    else if (byte === 10) out += "\\n";
    else if (byte === 13) out += "\\r";
    else if (byte === 9) out += "\\t";
    else if (byte === 0) out += "\\0";
    else if (byte < 32 || byte > 126) out += `\\x${byte.toString(16).padStart(2, "0")}`;
    else out += String.fromCharCode(byte);
  }
  return `${out}"`;
}
