/** Statements. */
import type { Expr, Stmt } from "../ast.ts";
import { condition, convert, convertAssign, decay, promoted } from "../check/convert.ts";
import { evalInt, wrapInt } from "../check/constant.ts";
import { isInteger, voidType } from "../types/types.ts";
import { parseAssembly } from "./assembly.ts";
import { parseAttributes } from "./attributes.ts";
import { parseDeclaration, staticAssert } from "./declarations.ts";
import { parseConditional, parseExpression } from "./expressions.ts";
import { startsType } from "./specifiers.ts";
import { accept, at, createScope, expect, expectName, isName, peek, syntaxError, type Parser } from "./state.ts";
import { T } from "../lex.ts";

type Fields<K extends Stmt["kind"]> = Omit<Stmt<K>, "kind" | "at" | "to">;
const done = <K extends Stmt["kind"]>(p: Parser, kind: K, where: number, fields: Fields<K>): Stmt<K> =>
  ({ kind, at: where, to: p.i, ...fields }) as never;

/** A block in a scope of its own; the caller makes the scope where parameters belong to it. */
export function parseBlock(p: Parser): Stmt<"block"> {
  const where = p.i;
  expect(p, "{");
  const body: Stmt[] = [];
  while (!at(p, "}")) {
    if (p.kind[p.i] === T.end) syntaxError(p, "a block is not closed", where);
    parseItem(p, body);
  }
  expect(p, "}");
  return done(p, "block", where, { body });
}

function scoped<R>(p: Parser, run: () => R): R {
  const outer = p.scope;
  p.scope = createScope(outer);
  const result = run();
  p.scope = outer;
  return result;
}

/** A declaration or a statement. */
function parseItem(p: Parser, into: Stmt[]): void {
  if (at(p, "_Static_assert")) return staticAssert(p);
  if (at(p, "__label__")) {
    while (!accept(p, ";")) p.i++;
    return;
  }
  // `name:` is a label even where `name` is a type.
  if (isName(p) && p.value[p.i + 1] === ":" && peek(p) !== "default") into.push(parseStatement(p));
  else if (at(p, "__extension__") && !startsType(p, p.i + 1)) into.push(parseStatement(p));
  else if (startsType(p)) parseDeclaration(p, into);
  else into.push(parseStatement(p));
}

export function parseStatement(p: Parser): Stmt {
  const where = p.i;
  const t = peek(p);
  if (at(p, "{")) return scoped(p, () => parseBlock(p));
  if (accept(p, ";")) return done(p, "empty", where, {});
  if (isName(p)) {
    const parse = Object.hasOwn(statements, t) ? statements[t] : undefined;
    if (parse) {
      p.i++;
      return parse(p, where);
    }
    if (p.value[p.i + 1] === ":" && p.kind[p.i + 1] === T.punctuation) return parseLabel(p, where);
  }
  if (at(p, "[") && p.value[p.i + 1] === "[") {
    parseAttributes(p, {});
    return parseStatement(p);
  }
  const value = parseExpression(p);
  expect(p, ";");
  return done(p, "expression", where, { value });
}

function parseLabel(p: Parser, where: number): Stmt {
  const name = expectName(p);
  expect(p, ":");
  parseAttributes(p, {});
  p.fn!.labels.add(name);
  const body = labelled(p);
  return done(p, "label", where, { name, body });
}

/** What stands behind a label: a statement, or nothing before `}`, or (C23) a declaration. */
function labelled(p: Parser): Stmt {
  if (at(p, "}")) return done(p, "empty", p.i, {});
  if (startsType(p) && !(isName(p) && p.value[p.i + 1] === ":")) {
    const where = p.i;
    const body: Stmt[] = [];
    parseDeclaration(p, body);
    return body.length === 1 ? body[0] : done(p, "block", where, { body });
  }
  return parseStatement(p);
}

function parseCase(p: Parser, where: number, bounds: { low?: bigint; high?: bigint }): Stmt {
  expect(p, ":");
  parseAttributes(p, {});
  const list = p.fn!.cases[p.fn!.cases.length - 1];
  if (!list) syntaxError(p, "‘case’ outside a switch", where);
  const place = list.length;
  list.push(undefined as never);
  const made = done(p, "case", where, { ...bounds, body: labelled(p) });
  made.to = p.i;
  list[place] = made;
  return made;
}

const test = (p: Parser): Expr => {
  expect(p, "(");
  const e = condition(p, parseExpression(p));
  expect(p, ")");
  return e;
};

function switchStatement(p: Parser, where: number): Stmt {
  expect(p, "(");
  const e = decay(parseExpression(p));
  expect(p, ")");
  if (!isInteger(e.type)) syntaxError(p, "the subject of a switch is no integer", where);
  const subject = promoted(e);
  const cases: Stmt<"case">[] = [];
  p.fn!.cases.push(cases);
  const body = scoped(p, () => parseStatement(p));
  p.fn!.cases.pop();
  const cut = cases.map((c) => ({
    c,
    low: c.low === undefined ? undefined : wrapInt(c.low, subject.type),
    high: c.high === undefined ? undefined : wrapInt(c.high, subject.type),
  }));
  for (const { c, low, high } of cut) Object.assign(c, { low, high });
  return done(p, "switch", where, { subject, body, cases });
}

const statements: Readonly<Record<string, (p: Parser, where: number) => Stmt>> = {
  // What a test declares (`sizeof(enum { … })`) ends with the statement.
  if: (p, where) =>
    scoped(p, () => {
      const e = test(p);
      const then = scoped(p, () => parseStatement(p));
      const orElse = accept(p, "else") ? scoped(p, () => parseStatement(p)) : undefined;
      return done(p, "if", where, { test: e, then, orElse });
    }),
  while: (p, where) =>
    scoped(p, () => {
      const e = test(p);
      return done(p, "while", where, { test: e, body: scoped(p, () => parseStatement(p)) });
    }),
  do: (p, where) =>
    scoped(p, () => {
      const body = scoped(p, () => parseStatement(p));
      expect(p, "while");
      const e = test(p);
      expect(p, ";");
      return done(p, "do", where, { body, test: e });
    }),
  for: (p, where) =>
    scoped(p, () => {
      expect(p, "(");
      const init: Stmt[] = [];
      if (startsType(p)) parseDeclaration(p, init);
      else if (!accept(p, ";")) {
        const start = p.i;
        const value = parseExpression(p);
        expect(p, ";");
        init.push(done(p, "expression", start, { value }));
      }
      const e = at(p, ";") ? undefined : condition(p, parseExpression(p));
      expect(p, ";");
      const step = at(p, ")") ? undefined : parseExpression(p);
      expect(p, ")");
      const body = scoped(p, () => parseStatement(p));
      return done(p, "for", where, { init, test: e, step, body });
    }),
  switch: (p, where) => scoped(p, () => switchStatement(p, where)),
  case: (p, where) => {
    const low = evalInt(decay(parseConditional(p)));
    const high = accept(p, "...") ? evalInt(decay(parseConditional(p))) : low;
    if (low === undefined || high === undefined) syntaxError(p, "the value of a case is no constant", where);
    return parseCase(p, where, { low, high });
  },
  default: (p, where) => parseCase(p, where, {}),
  goto: (p, where) => {
    if (accept(p, "*")) {
      const target = decay(parseExpression(p));
      expect(p, ";");
      return done(p, "gotoComputed", where, { target });
    }
    const place = p.i;
    const name = expectName(p);
    expect(p, ";");
    if (!p.fn!.gotos.has(name)) p.fn!.gotos.set(name, place);
    return done(p, "goto", where, { name });
  },
  break: (p, where) => {
    expect(p, ";");
    return done(p, "break", where, {});
  },
  continue: (p, where) => {
    expect(p, ";");
    return done(p, "continue", where, {});
  },
  return: (p, where) => {
    const result = p.fn!.type.result;
    if (accept(p, ";")) return done(p, "return", where, {});
    const e = decay(parseExpression(p));
    expect(p, ";");
    if (result.kind === "void" || e.type.kind === "void") return done(p, "return", where, { value: convertVoid(e) });
    return done(p, "return", where, { value: convertAssign(p, e, result, where) });
  },
  asm: parseAssembly,
  __asm__: parseAssembly,
  __asm: parseAssembly,
};

const convertVoid = (e: Expr): Expr => (e.type.kind === "void" ? e : convert(e, voidType));
