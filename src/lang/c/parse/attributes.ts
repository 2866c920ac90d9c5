/** `__attribute__((…))`, `asm("…")` and the other annotations that change little of what a declaration means. */
import { T } from "../lex.ts";
import { readStrings } from "../literals.ts";
import { integerOf, type CType } from "../types/types.ts";
import { accept, at, expect, peek, skipGroup, type Parser } from "./state.ts";
import { evalInt } from "../check/constant.ts";
import { parseConditional } from "./expressions.ts";

export interface Attributes {
  packed?: boolean;
  /** `ms_struct`: bit-fields as Microsoft's compiler places them. */
  microsoft?: boolean;
  aligned?: number;
  /** `vector_size(n)`: bytes. */
  vector?: number;
  noreturn?: boolean;
  weak?: boolean;
  constructor_?: boolean;
  /** Runs when the program ends. */
  destructor?: boolean;
  /** `mode(DI)`: the machine mode. */
  mode?: string;
  /** `asm("name")`. */
  symbol?: string;
  /** `cleanup`, `alias`: change the meaning and are refused where they are used. */
  refused?: { name: string; at: number };
}

const noted = new Set(["cleanup", "alias", "ifunc", "ext_vector_type", "scalar_storage_order"]);

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
  if (plain === "ms_struct" || plain === "gcc_struct") into.microsoft = plain === "ms_struct";
  if (plain === "noreturn") into.noreturn = true;
  if (plain === "weak") into.weak = true;
  if (plain === "constructor") into.constructor_ = true;
  if (plain === "destructor") into.destructor = true;
  if (plain === "mode" && accept(p, "(")) {
    into.mode = p.value[p.i++].replace(/^__(.*)__$/, "$1");
    expect(p, ")");
    if (!Object.hasOwn(modes, into.mode)) into.refused = { name: `mode(${into.mode})`, at: where };
    return;
  }
  if (noted.has(plain)) into.refused = { name: plain, at: where };
  if (plain === "vector_size" && accept(p, "(")) {
    into.vector = Number(evalInt(parseConditional(p)) ?? 0n);
    expect(p, ")");
    return;
  }
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

const modes: Readonly<Record<string, { readonly size: 1 | 2 | 4 | 8 | 16; readonly float?: true; readonly rank: number }>> = {
  QI: { size: 1, rank: 1 },
  byte: { size: 1, rank: 1 },
  HI: { size: 2, rank: 2 },
  SI: { size: 4, rank: 3 },
  DI: { size: 8, rank: 4 },
  word: { size: 8, rank: 4 },
  pointer: { size: 8, rank: 4 },
  TI: { size: 16, rank: 6 },
  SF: { size: 4, float: true, rank: 0 },
  DF: { size: 8, float: true, rank: 0 },
};

/** The type of a machine mode in place of the one that was written. */
export function withMode(type: CType, attributes: Attributes): CType {
  const mode = attributes.mode === undefined ? undefined : modes[attributes.mode];
  if (!mode) return type;
  if (mode.float) return { kind: "float", size: mode.size as 4 | 8 };
  return { kind: "int", size: mode.size, rank: mode.rank, signed: integerOf(type)?.signed ?? true };
}
