/** Compiler builtins that the library's headers and programs use. */
import type { Expr } from "../ast.ts";
import { compare } from "../check/operators.ts";
import { convert, decay, noteWrite } from "../check/convert.ts";
import { evalInt, isConstantNumber } from "../check/constant.ts";
import { usual } from "../types/conversions.ts";
import { findMember } from "../types/layout.ts";
import {
  charType,
  doubleType,
  floatType,
  intType,
  llongType,
  longDoubleType,
  longType,
  pointerTo,
  sameCType,
  uintType,
  ulongType,
  unqualified,
  ushortType,
  voidType,
  type CType,
} from "../types/types.ts";
import { makeAtomic } from "./atomics.ts";
import { isSimple } from "../check/composite.ts";
import { parseComposite } from "./composites.ts";
import { parseTypeName } from "./declarators.ts";
import { parseOverflow } from "./overflow.ts";
import { parseAssignment } from "./expressions.ts";
import { accept, at, expect, expectName, make, peek, refuseAt, syntaxError, type Parser } from "./state.ts";
import { sizeOf } from "../types/layout.ts";
import { evalInt as constant } from "../check/constant.ts";
import { parseExpression } from "./expressions.ts";

const bits: Readonly<Record<string, CType>> = {
  popcount: uintType,
  popcountl: ulongType,
  popcountll: ulongType,
  clz: uintType,
  clzl: ulongType,
  clzll: ulongType,
  ctz: uintType,
  ctzl: ulongType,
  ctzll: ulongType,
  ffs: intType,
  ffsl: longType,
  ffsll: longType,
  parity: uintType,
  parityl: ulongType,
  parityll: ulongType,
  bswap16: ushortType,
  bswap32: uintType,
  bswap64: ulongType,
};
const infinite: Readonly<Record<string, CType>> = {
  inf: doubleType,
  inff: floatType,
  infl: longDoubleType,
  huge_val: doubleType,
  huge_valf: floatType,
  huge_vall: longDoubleType,
};
const classify: Readonly<Record<string, string>> = {
  isnan: "isnan",
  isinf: "isinf",
  isinf_sign: "isinf",
  isfinite: "isfinite",
  finite: "isfinite",
  isnormal: "isnormal",
  signbit: "signbit",
  signbitf: "signbit",
  signbitl: "signbit",
  isnanf: "isnan",
  isinff: "isinf",
};
const ordered: Readonly<Record<string, "<" | "<=" | ">" | ">=">> = { isless: "<", islessequal: "<=", isgreater: ">", isgreaterequal: ">=" };

/** Parses a builtin's call; undefined when the name is one that a library function stands for (`__builtin_memcpy` is `memcpy`). */
export function parseBuiltin(p: Parser): Expr | undefined {
  const where = p.i;
  const full = peek(p);
  const name = full.replace(/^__builtin_/, "");
  const open = (): void => {
    p.i++;
    expect(p, "(");
  };
  const args = (): Expr[] => {
    open();
    const list: Expr[] = [];
    if (!accept(p, ")")) {
      do list.push(decay(parseAssignment(p)));
      while (accept(p, ","));
      expect(p, ")");
    }
    return list;
  };
  if (full.startsWith("__sync_") || full.startsWith("__atomic_")) return makeAtomic(p, full, args(), where);
  const composite = parseComposite(p, name) ?? parseOverflow(p, name);
  if (composite) return composite;
  switch (name) {
    case "va_start": {
      open();
      const list = parseAssignment(p);
      while (accept(p, ",")) parseAssignment(p);
      expect(p, ")");
      noteWrite(list);
      return make("vaStart", voidType, where, { list });
    }
    case "va_end": {
      open();
      const list = parseAssignment(p);
      expect(p, ")");
      return make("vaEnd", voidType, where, { list });
    }
    case "va_copy": {
      open();
      const target = parseAssignment(p);
      expect(p, ",");
      const source = parseAssignment(p);
      expect(p, ")");
      noteWrite(target);
      return make("vaCopy", voidType, where, { target, source });
    }
    case "va_arg": {
      open();
      const list = parseAssignment(p);
      expect(p, ",");
      const type = parseTypeName(p);
      expect(p, ")");
      noteWrite(list);
      return make("vaArg", type, where, { list });
    }
    case "offsetof": {
      open();
      const type = parseTypeName(p);
      expect(p, ",");
      const value = offsetOf(p, type, where);
      expect(p, ")");
      return value;
    }
    case "types_compatible_p": {
      open();
      const a = parseTypeName(p);
      expect(p, ",");
      const b = parseTypeName(p);
      expect(p, ")");
      return make("int", intType, where, { value: sameCType(unqualified(a), unqualified(b)) ? 1n : 0n });
    }
    case "choose_expr": {
      open();
      const test = evalInt(parseAssignment(p));
      expect(p, ",");
      const a = parseAssignment(p);
      expect(p, ",");
      const b = parseAssignment(p);
      expect(p, ")");
      return test ? a : b;
    }
    case "constant_p": {
      const [e] = args();
      return make("int", intType, where, { value: isConstantNumber(e) ? 1n : 0n });
    }
    case "expect": {
      const [value, likely] = args();
      const long = convert(value, longType);
      return isSimple(likely) ? long : make("comma", longType, where, { left: likely, right: long });
    }
    case "expect_with_probability":
    case "assume_aligned":
      return args()[0];
    case "unreachable":
    case "trap":
      args();
      return make("builtin", voidType, where, { name: "trap", args: [] });
    case "prefetch":
      // What the address does while it is computed is done.
      return make("cast", voidType, where, { value: args()[0], implied: false });
    case "object_size":
    case "dynamic_object_size":
      args();
      return make("int", ulongType, where, { value: 0xffffffffffffffffn });
    case "nan":
    case "nanf":
    case "nanl":
      args();
      return make("float", name === "nanf" ? floatType : name === "nanl" ? longDoubleType : doubleType, where, { value: NaN });
    case "alloca":
    case "alloca_with_align":
      return make("builtin", voidPointer, where, { name: "alloca", args: [convert(args()[0], ulongType)] });
    case "frame_address":
    case "return_address":
      return refuseAt(p, "C0201", where, `the builtin ‘${full}’`);
    case "LINE":
      return undefined;
    case "fpclassify": {
      const list = args();
      return make("builtin", intType, where, { name, args: list });
    }
    case "isunordered": {
      const [a, b] = args();
      return make("builtin", intType, where, { name, args: [convert(a, doubleType), convert(b, doubleType)] });
    }
    case "islessgreater": {
      const [a, b] = args();
      return make("builtin", intType, where, { name, args: [convert(a, doubleType), convert(b, doubleType)] });
    }
    case "va_arg_pack":
    case "apply":
    case "setjmp":
    case "longjmp":
      return refuseAt(p, "C0102", where, `the builtin ‘${full}’`);
  }
  if (Object.hasOwn(infinite, name)) {
    args();
    return make("float", infinite[name], where, { value: Infinity });
  }
  if (Object.hasOwn(bits, name)) {
    const type = bits[name];
    const [e] = args();
    const result = name.startsWith("bswap") ? type : intType;
    return make("builtin", result, where, { name: name.replace(/l+$/, ""), args: [convert(e, type)] });
  }
  if (Object.hasOwn(classify, name)) {
    const [e] = args();
    return make("builtin", intType, where, {
      name: classify[name],
      args: [e.type.kind === "float" && e.type.size === 4 ? e : convert(e, doubleType)],
    });
  }
  if (Object.hasOwn(ordered, name)) {
    const [a, b] = args();
    const type = usual(a.type, b.type);
    return compare(p, ordered[name], convert(a, type), convert(b, type), where);
  }
  // `__builtin___memcpy_chk` and the rest stand for the function of that name.
  const library = name.replace(/^__(\w+)_chk$/, "$1");
  const sym = lookup(p, library);
  if (sym) {
    p.i++;
    return make("function", sym.type, where, { sym });
  }
  const known = libraryTypes[library];
  if (known) {
    p.i++;
    const made = {
      kind: "function" as const,
      name: library,
      type: known,
      storage: "extern" as const,
      fileScope: true,
      at: where,
      system: true,
      unit: p.unit,
    };
    p.fileScope.names.set(library, made);
    p.externals.push(made);
    return make("function", known, where, { sym: made });
  }
  return refuseAt(p, "C0201", where, `the builtin ‘${full}’`);
}

const lookup = (p: Parser, name: string) => {
  const found = p.fileScope.names.get(name);
  return found?.kind === "function" ? found : undefined;
};

const fn = (result: CType, ...params: CType[]) => ({
  kind: "function" as const,
  result,
  variadic: false,
  params: params.map((type) => ({ type, at: 0 })),
});
const voidPointer = pointerTo(voidType);
const constVoid = pointerTo({ ...voidType, const: true });
const constChar = pointerTo({ ...charType, const: true });
const charPointer = pointerTo(charType);
const f1 = fn(floatType, floatType);
const f2 = fn(floatType, floatType, floatType);
const d2 = fn(doubleType, doubleType, doubleType);
const d1 = fn(doubleType, doubleType);
/** Functions that are called by their builtin name without a header. */
const libraryTypes: Readonly<Record<string, CType>> = {
  memcpy: fn(voidPointer, voidPointer, constVoid, ulongType),
  memmove: fn(voidPointer, voidPointer, constVoid, ulongType),
  memset: fn(voidPointer, voidPointer, intType, ulongType),
  memcmp: fn(intType, constVoid, constVoid, ulongType),
  strlen: fn(ulongType, constChar),
  strcmp: fn(intType, constChar, constChar),
  strcpy: fn(charPointer, charPointer, constChar),
  abort: fn(voidType),
  exit: fn(voidType, intType),
  malloc: fn(voidPointer, ulongType),
  free: fn(voidType, voidPointer),
  abs: fn(intType, intType),
  labs: fn(longType, longType),
  fabs: d1,
  sqrt: d1,
  sin: d1,
  cos: d1,
  floor: d1,
  ceil: d1,
  exp: d1,
  log: d1,
  pow: d2,
  fmod: d2,
  copysign: d2,
  fmax: d2,
  fmin: d2,
  puts: fn(intType, constChar),
  putchar: fn(intType, intType),
  printf: { ...fn(intType, constChar), variadic: true },
  sprintf: { ...fn(intType, charPointer, constChar), variadic: true },
  snprintf: { ...fn(intType, charPointer, ulongType, constChar), variadic: true },
  strcat: fn(charPointer, charPointer, constChar),
  strncat: fn(charPointer, charPointer, constChar, ulongType),
  strncpy: fn(charPointer, charPointer, constChar, ulongType),
  stpcpy: fn(charPointer, charPointer, constChar),
  strncmp: fn(intType, constChar, constChar, ulongType),
  strchr: fn(charPointer, constChar, intType),
  strrchr: fn(charPointer, constChar, intType),
  strstr: fn(charPointer, constChar, constChar),
  strspn: fn(ulongType, constChar, constChar),
  strcspn: fn(ulongType, constChar, constChar),
  strpbrk: fn(charPointer, constChar, constChar),
  strdup: fn(charPointer, constChar),
  memchr: fn(voidPointer, constVoid, intType, ulongType),
  mempcpy: fn(voidPointer, voidPointer, constVoid, ulongType),
  calloc: fn(voidPointer, ulongType, ulongType),
  realloc: fn(voidPointer, voidPointer, ulongType),
  llabs: fn(llongType, llongType),
  toupper: fn(intType, intType),
  tolower: fn(intType, intType),
  isalpha: fn(intType, intType),
  isdigit: fn(intType, intType),
  isspace: fn(intType, intType),
  tan: d1,
  cbrt: d1,
  round: d1,
  trunc: d1,
  rint: d1,
  nearbyint: d1,
  exp2: d1,
  log2: d1,
  log10: d1,
  atan2: d2,
  hypot: d2,
  fabsf: f1,
  sqrtf: f1,
  floorf: f1,
  ceilf: f1,
  sinf: f1,
  cosf: f1,
  powf: f2,
  copysignf: f2,
  fmaxf: f2,
  fminf: f2,
};

/** `offsetof(T, a.b[2])` as a number. */
function offsetOf(p: Parser, type: CType, where: number): Expr {
  let offset = 0;
  let current = type;
  let first = true;
  for (;;) {
    if (first || at(p, ".")) {
      if (!first) p.i++;
      first = false;
      if (current.kind !== "record") return syntaxError(p, "offsetof of something that is no struct", where);
      const path = findMember(current.record, expectName(p));
      if (!path) return syntaxError(p, "there is no such member", where);
      for (const field of path) {
        offset += field.offset;
        current = field.type;
      }
    } else if (accept(p, "[")) {
      const index = constant(parseExpression(p));
      expect(p, "]");
      if (index === undefined || current.kind !== "array") return syntaxError(p, "the subscript in offsetof is no constant", where);
      current = current.of;
      offset += Number(index) * (sizeOf(current) ?? 0);
    } else return make("int", ulongType, where, { value: BigInt(offset) });
  }
}
