/** `__attribute__((…))`, `asm("…")` and the other annotations that change little of what a declaration means. */
import { T } from "../lex.ts";
import { readStrings } from "../literals.ts";
import { accept, at, expect, peek, skipGroup, type Parser } from "./state.ts";
import { evalInt } from "../check/constant.ts";
import { parseConditional } from "./expressions.ts";

export interface Attributes {
  packed?: boolean;
  aligned?: number;
  noreturn?: boolean;
  weak?: boolean;
  constructor_?: boolean;
  /** `asm("name")`. */
  symbol?: string;
  /** `cleanup`, `vector_size`, `mode`: change the meaning and are refused where they are used. */
  refused?: { name: string; at: number };
}

const noted = new Set([
  "cleanup",
  "vector_size",
  "mode",
  "__vector_size__",
  "__mode__",
  "__cleanup__",
  "alias",
  "__alias__",
  "destructor",
  "__destructor__",
  "ifunc",
  "ext_vector_type",
]);

/** Reads any attributes that stand here into `into`. */
export function parseAttributes(p: Parser, into: Attributes): void {
  for (;;) {
    if (at(p, "__attribute__") || at(p, "__attribute")) {
      p.i++;
      expect(p, "(");
      expect(p, "(");
      while (!at(p, ")")) {
        if (accept(p, ",")) continue;
        parseOne(p, into);
      }
      expect(p, ")");
      expect(p, ")");
    } else if (at(p, "asm") || at(p, "__asm__") || at(p, "__asm")) {
      if (p.value[p.i + 1] !== "(") return;
      p.i += 2;
      const parts: string[] = [];
      while (p.kind[p.i] === T.string) parts.push(p.value[p.i++]);
      expect(p, ")");
      into.symbol = String.fromCharCode(...readStrings(parts).units.slice(0, -1));
    } else if (at(p, "__extension__") || at(p, "_Noreturn") || at(p, "noreturn_")) {
      if (peek(p) === "_Noreturn") into.noreturn = true;
      p.i++;
    } else if (at(p, "[") && p.value[p.i + 1] === "[") {
      const from = p.i;
      skipGroup(p);
      if (p.i === from) return;
    } else return;
  }
}

function parseOne(p: Parser, into: Attributes): void {
  const where = p.i;
  const name = p.value[p.i++];
  const plain = name.replace(/^__(.*)__$/, "$1");
  if (plain === "packed") into.packed = true;
  if (plain === "noreturn") into.noreturn = true;
  if (plain === "weak") into.weak = true;
  if (plain === "constructor") into.constructor_ = true;
  if (noted.has(name)) into.refused = { name: plain, at: where };
  if (plain === "aligned") {
    if (accept(p, "(")) {
      const value = evalInt(parseConditional(p));
      expect(p, ")");
      into.aligned = Math.max(into.aligned ?? 1, Number(value ?? 16n));
    } else into.aligned = 16;
    return;
  }
  if (at(p, "(")) skipGroup(p);
}
