/** Builtins of vectors and complex numbers. */
import type { Expr } from "../ast.ts";
import { complexOf, complexType } from "../check/complex.ts";
import { composed } from "../check/composite.ts";
import { evalInt } from "../check/constant.ts";
import { decay } from "../check/convert.ts";
import { call } from "../check/operators.ts";
import { convertVector, shuffle, shuffleByConstants } from "../check/vectors.ts";
import { usual } from "../types/conversions.ts";
import { doubleType, isPointer, sameCType, type CType, type FunctionType } from "../types/types.ts";
import { parseTypeName } from "./declarators.ts";
import { parseAssignment } from "./expressions.ts";
import { accept, expect, syntaxError, type Parser } from "./state.ts";

const names = new Set(["tgmath", "shuffle", "shufflevector", "convertvector", "complex"]);

/** Parses the call when the builtin is one of these. */
export function parseComposite(p: Parser, name: string): Expr | undefined {
  if (!names.has(name)) return undefined;
  const where = p.i++;
  expect(p, "(");
  if (name === "convertvector") {
    const value = decay(parseAssignment(p));
    expect(p, ",");
    const type = parseTypeName(p);
    expect(p, ")");
    return convertVector(p, value, type, where);
  }
  const args: Expr[] = [];
  do args.push(decay(parseAssignment(p)));
  while (accept(p, ","));
  expect(p, ")");
  if (name === "tgmath") return generic(p, args, where);
  if (name === "shuffle") return shuffle(p, args, where);
  if (name === "complex") return composed(p, complexType(p, usual(args[0].type, args[1].type), where), args, where);
  const numbers = args.slice(2).map((each) => Number(evalInt(each) ?? syntaxError(p, "a lane of a shuffle is no constant", where)));
  return shuffleByConstants(p, args[0], args[1], numbers, where);
}

/** `<tgmath.h>`: the functions, then the arguments, whose types say which of the functions is meant. */
function generic(p: Parser, all: readonly Expr[], at: number): Expr {
  const typeOf = (e: Expr): FunctionType | undefined => (isPointer(e.type) && e.type.to.kind === "function" ? e.type.to : undefined);
  const count = typeOf(all[0])?.params.length ?? 0;
  const functions = all.slice(0, all.length - count);
  const args = all.slice(all.length - count);
  const isFloating = (type: CType): boolean => type.kind === "float" || complexOf(type) !== undefined;
  const chosen = args.filter((_, i) => isFloating(typeOf(all[0])!.params[i].type));
  const part = chosen.map((e) => complexOf(e.type) ?? (e.type.kind === "float" ? e.type : doubleType)).reduce(usual);
  const wanted = chosen.some((e) => complexOf(e.type)) ? complexType(p, part, at) : part;
  const found = functions.find((f) => typeOf(f)!.params.some(({ type }) => isFloating(type) && sameCType(type, wanted)));
  return call(p, found ?? syntaxError(p, "no function of <tgmath.h> fits", at), args, at);
}
