/**
 * `strtok` where one function cuts one text: the place where it goes on is an index into that text. The library keeps one place for the whole program,
 * so no function that cuts may call another one that does.
 */
import type { Block, Builder, Expression, IrFunction, LocalId, Program, Statement } from "../../../ir/index.ts";
import { isExpression, walk } from "../../../ir/walk.ts";
import { withParts } from "./rewrite.ts";

type Call = Expression<"call">;

const stripped = (e: Expression): Expression => (e.kind === "cast" || e.kind === "block" ? stripped(e.value) : e);
const bare = (e: Expression): Expression => (e.kind === "cast" && e.value.type.kind === "ptr" ? bare(e.value) : e);
const isNull = (e: Expression): boolean => ["none", "zero"].includes(bare(e).kind) || (e.kind === "runtime" && e.row.endsWith(".null"));

/** The text that is cut, when it can be named again without computing anything. */
function textOf(e: Expression): string | undefined {
  switch (e.kind) {
    case "local":
      return `l${e.local}`;
    case "global":
      return `g${e.global}`;
    case "cast":
      return textOf(e.value);
    case "addressOf":
      return textOf(e.place);
    case "index":
      return e.index.kind === "int" && e.index.value === 0n ? textOf(e.object) : undefined;
    case "field": {
      const object = textOf(e.object);
      return object && `${object}.${e.name}`;
    }
    case "runtime":
      return e.row === "c.slice.address" ? textOf(e.args[0]) : undefined;
    default:
      return undefined;
  }
}

/** The calls of `strtok` that become searches: what each cuts. */
export function tokenCalls(program: Program): ReadonlyMap<Expression, { readonly text: Expression; readonly first: boolean }> {
  const found = new Map<Expression, { text: Expression; first: boolean }>();
  const cutter = program.functions.find(({ extern, params }) => extern?.symbol === "strtok" && params.length === 2)?.id;
  if (cutter === undefined) return found;
  const calls = new Map<number, Call[]>();
  const callees = new Map<number, Set<number>>();
  const pointed = new Set<number>();
  const look = (root: Parameters<typeof walk>[0], fn: number): void =>
    walk(root, (node) => {
      if (node.kind === "function") pointed.add(node.function);
      else if (node.kind === "callValue") callees.get(fn)?.add(-1);
      else if (node.kind === "call") {
        callees.get(fn)?.add(node.function);
        if (node.function === cutter) calls.set(fn, [...(calls.get(fn) ?? []), node]);
      }
    });
  for (const fn of program.functions) {
    if (fn.extern) continue;
    callees.set(fn.id, new Set());
    look(fn.body, fn.id);
  }
  for (const global of program.globals) if (global.value) look(global.value, -1);
  if (pointed.has(cutter)) return found;
  for (const fn of calls.keys()) if (reaches(callees, pointed, fn, (id) => calls.has(id))) return found;
  // one that goes on with what another function began
  for (const list of calls.values()) if (isNull(list[0].args[0])) return found;
  for (const [id, list] of calls) {
    const first = bare(list[0].args[0]);
    const key = textOf(first);
    const isOne = list.every(({ args }) => isNull(args[0]) || textOf(bare(args[0])) === key);
    if (key === undefined || !isOne || !isBegun(program.functions[id], cutter) || !isKept(program.functions[id], list, key)) continue;
    for (const call of list) found.set(call, isNull(call.args[0]) ? { text: first, first: false } : { text: call.args[0], first: true });
  }
  return found;
}

/** Does a function call one of these, itself or through others? */
function reaches(
  callees: ReadonlyMap<number, Set<number>>,
  pointed: ReadonlySet<number>,
  from: number,
  test: (id: number) => boolean,
): boolean {
  const seen = new Set<number>();
  const work = [...(callees.get(from) ?? [])];
  while (work.length > 0) {
    const id = work.pop()!;
    if (seen.has(id)) continue;
    seen.add(id);
    if (test(id)) return true;
    work.push(...(id < 0 ? pointed : (callees.get(id) ?? [])));
  }
  return false;
}

/** Are all places that are found kept in one variable, and no other? */
function isKept(fn: IrFunction, calls: readonly Call[], text: string): boolean {
  const kept = new Map<Expression, LocalId>();
  walk(fn.body, (node) => {
    if (isExpression(node)) return;
    const local = node.kind === "let" ? node.local : node.kind === "assign" && node.place.kind === "local" ? node.place.local : undefined;
    if (local !== undefined && (node.kind === "let" || node.kind === "assign") && node.value) kept.set(stripped(node.value), local);
  });
  const locals = new Set(calls.map((call) => kept.get(call)));
  const [only] = locals;
  return locals.size === 1 && only !== undefined && text !== `l${only}`;
}

const blocksOf = (s: Statement): readonly Block[] => {
  switch (s.kind) {
    case "if":
      return s.orElse ? [s.then, s.orElse] : [s.then];
    case "while":
      return s.step ? [s.body, s.step] : [s.body];
    case "doWhile":
    case "loop":
    case "labelled":
    case "block":
      return [s.body];
    case "switch":
      return [...s.cases.map((each) => each.body), ...(s.orElse ? [s.orElse] : [])];
    default:
      return [];
  }
};

/** Does each way to a call that goes on lead over one that begins? */
function isBegun(fn: IrFunction, cutter: number): boolean {
  const isCall = (e: Expression | undefined): e is Call => e?.kind === "call" && e.function === cutter;
  const holds = (root: Parameters<typeof walk>[0]): boolean => {
    let found = false;
    walk(root, (node) => {
      if (isExpression(node) && isCall(node)) found = true;
      return !found;
    });
    return found;
  };
  const visit = (list: readonly Statement[]): boolean => {
    for (const s of list) {
      const value = s.kind === "let" || s.kind === "assign" ? s.value : undefined;
      const call = value && stripped(value);
      if (isCall(call) && !isNull(call.args[0])) return true;
      if (!holds(s)) continue;
      const blocks = blocksOf(s);
      if (blocks.length === 0 || !blocks.every((block) => !holds(block) || visit(block.statements))) return false;
      // its own test or subject
      if ((s.kind === "if" || s.kind === "while" || s.kind === "doWhile") && holds(s.test)) return false;
      if (s.kind === "switch" && holds(s.subject)) return false;
    }
    return true;
  };
  return visit(fn.body.statements);
}

/** The same expression once more, as nodes of its own. */
export function again(build: Builder, e: Expression): Expression {
  const {
    kind,
    type,
    span,
    id: _,
    ...fields
  } = withParts(e, (key, value) =>
    key !== "type" && "kind" in value && "id" in value
      ? again(build, value as Expression)
      : Array.isArray(value)
        ? value.map((each: unknown) =>
            typeof each === "object" && each !== null && "id" in each ? again(build, each as Expression) : each,
          )
        : value,
  );
  return build.expr(kind, type, span, fields as never) as Expression;
}
