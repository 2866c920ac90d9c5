/** Calls whose arguments do not agree with the parameters: what CPython raises for them. */
import type { Span } from "../../../base/span.ts";
import { Refusal } from "../../../diagnostics/diagnostic.ts";
import type { UserFunction } from "../infer/callables.ts";
import type { Parameter } from "../ast/nodes.ts";
import { bindArguments } from "./arguments.ts";
import type { Cx, Val } from "./context.ts";
import { raises } from "./convert.ts";
import { qualified } from "./dynamic-functions.ts";
import type { Bound } from "./functions.ts";
import type { ArgVal } from "./rows.ts";

class Misfit extends Refusal {
  constructor(
    fn: UserFunction,
    span: Span,
    readonly error: string,
  ) {
    super({ code: "PY0312", severity: "refusal", span, message: `\`${fn.def.name}\` ${error}` });
  }
}

const isPositional = (param: Parameter): boolean => param.kind === "normal" || param.kind === "positional";

/** More values than there are places for them. */
export function tooMany(fn: UserFunction, span: Span, count: number, named: readonly ArgVal[]): never {
  throw new Misfit(fn, span, tooManyOf(fn.def.params, count, named));
}

function tooManyOf(params: readonly Parameter[], count: number, named: readonly ArgVal[]): string {
  const places = params.filter(isPositional);
  const least = places.filter((param) => !param.default).length;
  const range = least < places.length ? `from ${least} to ${places.length}` : String(places.length);
  const words = params.filter((param) => param.kind === "keyword" && named.some((arg) => arg.name === param.name)).length;
  const plural = (n: number): string => (n === 1 ? "" : "s");
  const given = words
    ? `${count} positional argument${plural(count)} (and ${words} keyword-only argument${plural(words)}) were`
    : `${count} ${count === 1 ? "was" : "were"}`;
  return `takes ${range} positional argument${plural(places.length)} but ${given} given`;
}

/** A name that is no parameter's, or one that has its value already. */
export function wrongName(fn: UserFunction, span: Span, name: string, twice: boolean): never {
  throw new Misfit(fn, span, wrongNameOf(name, twice));
}

const wrongNameOf = (name: string, twice: boolean): string =>
  twice ? `got multiple values for argument '${name}'` : `got an unexpected keyword argument '${name}'`;

/** Parameters that get no value: those by position are told first. */
export function missingArguments(fn: UserFunction, span: Span, missing: readonly Parameter[]): never {
  throw new Misfit(fn, span, missingOf(missing));
}

function missingOf(missing: readonly Parameter[]): string {
  const positional = missing.filter(isPositional);
  const told = (positional.length ? positional : missing).map((param) => `'${param.name}'`);
  const last = told[told.length - 1];
  const list = told.length < 3 ? told.join(" and ") : `${told.slice(0, -1).join(", ")}, and ${last}`;
  const kind = positional.length ? "positional" : "keyword-only";
  return `missing ${told.length} required ${kind} argument${told.length > 1 ? "s" : ""}: ${list}`;
}

/** What is said of arguments that do not fit the parameters of a method, of which `self` is not among them. */
export function misfit(params: readonly Parameter[], args: readonly ArgVal[]): string | undefined {
  const places = params.filter(isPositional);
  const placed = args.filter((arg) => arg.name === undefined);
  const named = args.filter((arg) => arg.name !== undefined);
  const taken = new Set(places.slice(0, placed.length).map((param) => param.name));
  for (const { name } of named) {
    const known = params.some((param) => param.name === name);
    if (!known || taken.has(name!)) return wrongNameOf(name!, known);
    taken.add(name!);
  }
  const self: Parameter = { name: "self", kind: "normal", span: params[0]?.span ?? { file: 0, start: 0, end: 0 } };
  if (placed.length > places.length) return tooManyOf([self, ...params], placed.length + 1, named);
  const missing = params.filter((param) => !taken.has(param.name) && param.default === undefined);
  return missing.length > 0 ? missingOf(missing) : undefined;
}

/** The arguments bound to the parameters, or the call as what it raises. */
export function fitted(
  cx: Cx,
  fn: UserFunction,
  args: readonly ArgVal[],
  span: Span,
  bound?: Bound,
): { readonly vals: Val[] } | { readonly raised: Val } {
  try {
    return { vals: bindArguments(cx, fn, args, span, bound) };
  } catch (error) {
    if (!(error instanceof Misfit) || fn.module.library) throw error;
    return { raised: raises(cx, `TypeError: ${qualified(fn)}() ${error.error}`, span, ...args.map((arg) => arg.value)) };
  }
}
