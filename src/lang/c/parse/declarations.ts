/** Declarations of every kind, function definitions, and the unit as a whole. */
import type { Storage, Stmt, Sym } from "../ast.ts";
import { Refusal } from "../../../diagnostics/diagnostic.ts";
import { evalInt } from "../check/constant.ts";
import { variableLength } from "../check/operators.ts";
import { ofVectors } from "../check/vectors.ts";
import { T } from "../lex.ts";
import { sizeOf } from "../types/layout.ts";
import { sameCType, type CType, type FunctionType } from "../types/types.ts";
import { parseAssembly } from "./assembly.ts";
import { parseAttributes, withMode, type Attributes } from "./attributes.ts";
import { adjust, parameterSym, parseDeclarator, type Declared } from "./declarators.ts";
import { parseAssignment, parseConditional } from "./expressions.ts";
import { parseInitialiser, withRoom } from "./initialisers.ts";
import { parseSpecifiers, type Specifiers } from "./specifiers.ts";
import { declaredLibrary } from "./implicit.ts";
import { accept, at, createScope, expect, isSystem, refuseAt, skipGroup, syntaxError, type Parser } from "./state.ts";
import { parseBlock } from "./statements.ts";
import { decay } from "../check/convert.ts";

export function staticAssert(p: Parser): void {
  const where = p.i++;
  expect(p, "(");
  const value = evalInt(parseConditional(p));
  if (accept(p, ",")) while (p.kind[p.i] === T.string) p.i++;
  expect(p, ")");
  expect(p, ";");
  if (value === 0n) syntaxError(p, "a static assertion does not hold", where);
}

/** A declaration inside a block, or (without `into`) at file scope. True when it was a function definition. */
export function parseDeclaration(p: Parser, into?: Stmt[]): boolean {
  if (at(p, "_Static_assert")) {
    staticAssert(p);
    return false;
  }
  const from = p.i;
  const specifiers = parseSpecifiers(p);
  const noted = into === undefined && !isSystem(p, from);
  const note = (sym?: Sym, open?: number): void => {
    if (noted) p.extents.push({ at: from, to: p.i, sym, open });
  };
  if (accept(p, ";")) {
    note();
    return false;
  }
  let first = true;
  do {
    const start = p.i;
    const attributes: Attributes = { ...specifiers.attributes };
    const read = parseDeclarator(p, specifiers.type, attributes);
    parseAttributes(p, attributes);
    const moded = attributes.mode === undefined ? read : { ...read, type: withMode(read.type, attributes) };
    const declared = attributes.vector ? { ...moded, type: ofVectors(p, moded.type, attributes.vector, start) } : moded;
    if (declared.name === undefined) syntaxError(p, "a declaration without a name", start);
    if (attributes.refused && !isSystem(p, from)) refuseAt(p, "C0301", attributes.refused.at, `the attribute ‘${attributes.refused.name}’`);
    if (specifiers.typedef) {
      declareTypedef(p, declared, specifiers);
      note();
      continue;
    }
    if (declared.type.kind === "function") {
      const body = first && !at(p, ",") && !at(p, ";") && !at(p, "=");
      const nested = p.fn !== undefined && (body || specifiers.storage === "auto");
      const sym = nested ? declareNested(p, declared) : declareFunction(p, declared, specifiers, attributes);
      if (first && !at(p, ",") && !at(p, ";") && !at(p, "=")) {
        defineFunction(p, sym, declared);
        note(sym, sym.body?.block.at);
        return true;
      }
      note(sym);
      continue;
    }
    note(declareVariable(p, declared, specifiers, attributes, into));
    first = false;
  } while (accept(p, ","));
  expect(p, ";");
  return false;
}

function declareTypedef(p: Parser, declared: Declared, specifiers: Specifiers): void {
  const { type } = declared;
  const name = declared.name!;
  if (type.kind === "record" && type.record.tag === undefined && type.record.alias === undefined) type.record.alias = name;
  if (specifiers.attributes.aligned && type.kind === "record" && type.record.fields && type.record.align < specifiers.attributes.aligned) {
    type.record.align = specifiers.attributes.aligned;
    type.record.size = Math.ceil(type.record.size / type.record.align) * type.record.align;
  }
  p.scope.names.set(name, {
    kind: "typedef",
    name,
    type,
    storage: "none",
    fileScope: p.scope === p.fileScope,
    at: declared.at,
    system: isSystem(p, declared.at),
    unit: p.unit,
  });
}

/** The type that two declarations of one thing make together. */
function composite(old: CType, now: CType): CType {
  if (old.kind === "array" && now.kind === "array") return now.length === undefined && now.variable === undefined ? old : now;
  if (old.kind === "function" && now.kind === "function") return now.unprototyped && !old.unprototyped ? old : now;
  return now;
}

/** A function inside a function: known in its block only. */
function declareNested(p: Parser, declared: Declared): Sym {
  const name = declared.name!;
  const known = p.scope.names.get(name);
  if (known?.kind === "function" && known.owner) return known;
  const sym: Sym = {
    kind: "function",
    name,
    type: declared.type,
    storage: "static",
    fileScope: false,
    at: declared.at,
    system: false,
    unit: p.unit,
    owner: p.fn!.sym,
  };
  p.scope.names.set(name, sym);
  return sym;
}

function declareFunction(p: Parser, declared: Declared, specifiers: Specifiers, attributes: Attributes): Sym {
  const name = declared.name!;
  const type: FunctionType = attributes.noreturn ? { ...(declared.type as FunctionType), noreturn: true } : (declared.type as FunctionType);
  const known = p.fileScope.names.get(name);
  if (known?.kind === "function") {
    if (p.scope === p.fileScope || sameCType(known.type, type)) {
      const noreturn = (known.type as FunctionType).noreturn || type.noreturn;
      known.type = composite(known.type, noreturn ? { ...type, noreturn } : type);
    }
    if (specifiers.storage === "static") known.storage = "static";
    known.constructor_ ||= attributes.constructor_;
    known.destructor ||= attributes.destructor;
    known.weak ||= attributes.weak;
    known.inline &&= specifiers.inline && specifiers.storage !== "extern";
    if (p.scope !== p.fileScope) p.scope.names.set(name, known);
    return known;
  }
  const declares = specifiers.storage !== "static" && (at(p, ";") || at(p, ","));
  const library = declares ? declaredLibrary(name, type, declared.at) : undefined;
  const sym: Sym = {
    kind: "function",
    name,
    type: library ?? type,
    storage: specifiers.storage === "static" ? "static" : "extern",
    fileScope: true,
    at: declared.at,
    system: library !== undefined || isSystem(p, declared.at),
    symbol: attributes.symbol,
    unit: p.unit,
    weak: attributes.weak,
    inline: specifiers.inline && specifiers.storage !== "extern",
    constructor_: attributes.constructor_,
    destructor: attributes.destructor,
  };
  p.fileScope.names.set(name, sym);
  if (p.scope !== p.fileScope) p.scope.names.set(name, sym);
  p.externals.push(sym);
  return sym;
}

function defineFunction(p: Parser, sym: Sym, declared: Declared): void {
  let type = declared.type as FunctionType;
  // `f() { … }` takes whatever it is called with, and looks at none of it
  const takesAny = declared.oldStyle !== undefined || type.unprototyped === true;
  const outer = p.scope;
  p.scope = createScope(outer);
  let params: Sym[];
  if (declared.oldStyle || (type.unprototyped && !at(p, "{"))) {
    const made = oldStyleParameters(p, declared);
    params = made;
    type = { ...type, unprototyped: undefined, params: made.map((s) => ({ name: s.name, type: s.type, at: s.at })) };
    sym.type = { ...type, unprototyped: true };
  } else {
    type = { ...type, unprototyped: undefined };
    params = type.params.map((param, i) => param.sym ?? parameterSym(p, param.name ?? `unnamed_${i + 1}`, param.type, param.at));
    sym.type = { ...type, noreturn: (sym.type as FunctionType).noreturn, unprototyped: takesAny };
  }
  for (const param of params) {
    p.scope.names.set(param.name, param);
    param.owner = sym;
  }
  const outerFn = p.fn;
  p.fn = {
    sym,
    type,
    labels: new Set(),
    gotos: new Map(),
    addressedLabels: [],
    locals: [],
    outer: new Set(),
    nested: new Set(),
    cases: [],
  };
  const open = p.i;
  try {
    const block = parseBlock(p);
    for (const [name, where] of p.fn.gotos) {
      if (p.fn.labels.has(name)) continue;
      if (outerFn) refuseAt(p, "C0402", where, `a jump out of the nested function ‘${sym.name}’`);
      syntaxError(p, `there is no label ‘${name}’`, where);
    }
    const { labels, addressedLabels, locals, outer, nested } = p.fn;
    sym.body = { params, block, labels, addressedLabels, locals, outer, nested };
  } catch (error) {
    // The rest of the file is read on, so that all refusals are listed at once.
    if (!(error instanceof Refusal)) throw error;
    p.report(error.diagnostic);
    p.i = open;
    skipGroup(p);
  }
  sym.defined = true;
  sym.at = declared.at;
  if (sym.type.kind === "function" && takesAny) sym.type = { ...type, unprototyped: true };
  p.fn = outerFn;
  p.scope = outer;
}

function oldStyleParameters(p: Parser, declared: Declared): Sym[] {
  const types = new Map<string, { type: CType; at: number }>();
  while (!at(p, "{")) {
    const specifiers = parseSpecifiers(p);
    do {
      const one = parseDeclarator(p, specifiers.type);
      if (one.name !== undefined) types.set(one.name, { type: adjust(one.type), at: one.at });
    } while (accept(p, ","));
    expect(p, ";");
  }
  return (declared.oldStyle ?? []).map(({ name, at: where }) => {
    const found = types.get(name);
    return parameterSym(p, name, found?.type ?? { kind: "int", size: 4, signed: true, rank: 3 }, found?.at ?? where);
  });
}

function declareVariable(p: Parser, declared: Declared, specifiers: Specifiers, attributes: Attributes, into: Stmt[] | undefined): Sym {
  const name = declared.name!;
  const fileScope = into === undefined;
  let storage: Storage = specifiers.storage;
  const external = storage === "extern";
  let type = declared.type;
  if (type.kind === "void") syntaxError(p, `the variable ‘${name}’ has type void`, declared.at);
  const known = fileScope ? p.scope.names.get(name) : external ? p.fileScope.names.get(name) : undefined;
  let sym: Sym;
  if (known?.kind === "variable" && (fileScope || external)) {
    sym = known;
    sym.type = composite(known.type, type);
    if (!fileScope) p.scope.names.set(name, sym);
  } else {
    if (fileScope && storage === "none") storage = "none";
    if (!fileScope && storage === "none") storage = "auto";
    sym = {
      kind: "variable",
      name,
      type,
      storage,
      fileScope: fileScope || external,
      at: declared.at,
      system: isSystem(p, declared.at),
      unit: p.unit,
      symbol: attributes.symbol,
      ...(specifiers.threadLocal ? { perThread: true } : {}),
      ...(p.fn && !external ? { owner: p.fn.sym } : {}),
    };
    p.scope.names.set(name, sym);
    if (external && !fileScope) p.fileScope.names.set(name, sym);
    if (sym.fileScope || storage === "static") p.externals.push(sym);
    else p.fn!.locals.push(sym);
  }
  if (attributes.aligned) sym.aligned = Math.max(sym.aligned ?? 1, attributes.aligned);
  if (!external || at(p, "=")) {
    if (!sym.defined || at(p, "=")) sym.at = declared.at;
    sym.defined = true;
  }
  if (sym.storage === "extern" && !external) sym.storage = storage;
  if (at(p, "=")) {
    p.i++;
    const outer = p.declaring;
    p.declaring = sym;
    if (specifiers.auto) {
      const value = decay(parseAssignment(p));
      sym.type = value.type;
      sym.init = { kind: "value", value };
    } else {
      const made = parseInitialiser(p, sym.type);
      sym.init = made.init;
      sym.type = made.type;
      const roomy = withRoom(p, made.type, made.init);
      if (roomy && sym.storage === "auto") refuseAt(p, "C0404", declared.at, "the initial value of a flexible array member");
      if (roomy) Object.assign(sym, { type: roomy, seenAs: made.type, addressed: true });
    }
    p.declaring = outer;
  }
  type = sym.type;
  parseAttributes(p, attributes);
  if (!fileScope && !external) {
    if (sizeOf(type) === undefined && !variableLength(type)) {
      if (!(type.kind === "array" && storage === "static")) syntaxError(p, `the type of ‘${name}’ is incomplete`, declared.at);
    }
    if (storage !== "static") into!.push({ kind: "declare", sym, at: declared.at, to: p.i });
  }
  return sym;
}

/** Everything up to the end of the text. */
export function parseUnit(p: Parser): void {
  while (p.kind[p.i] !== T.end) {
    if (accept(p, ";")) continue;
    if (at(p, "asm") || at(p, "__asm__")) {
      const where = p.i++;
      parseAssembly(p, where);
      continue;
    }
    if (at(p, "__extension__")) p.i++;
    parseDeclaration(p);
  }
}
