/** A function as a loop over numbered blocks, for jumps that no nesting of blocks and loops expresses. */
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { int, usize, type Expression, type Statement } from "../../../ir/index.ts";
import type { Expr, FunctionBody, Stmt } from "../ast.ts";
import { commentsOfDropped } from "./commenting.ts";
import { expr, freshLabel, intOf, newLocal, readLocal, spanOf, stmt, type FunctionContext } from "./context.ts";
import { lowerExpr, typeOf } from "./expressions.ts";
import { lowerCondition } from "./conditions.ts";
import { createGuard, registerJump, runGuarded } from "./guard.ts";
import { eachStatement } from "./jumps.ts";
import { hasOpenJumps, setJumpsIn } from "./protected.ts";
import { hasLabel, hoist, lowerEffect, lowerStatement, toState, withTargets } from "./statements.ts";

/** The states at which a function's labels begin. */
const labelStates = (body: FunctionBody): Map<string, number> => new Map([...body.labels].map((name, i) => [name, i + 1]));

/** `&&label`: the number of its state, as a pointer. A static table of a function has them before the function is lowered. */
export function lowerLabelAddress(cx: FunctionContext, e: Expr<"labelAddress">): Expression {
  const body = cx.owner?.body ?? cx.body;
  const state = body && labelStates(body).get(e.label);
  if (state === undefined) return refuse("C0103", spanOf(cx, e.at), "the address of a label outside its function");
  return expr(cx, "cast", typeOf(cx, e.type), e.at, { value: intOf(cx, state, usize, e.at) });
}

/** `return` in states that run under guard: the result is kept, and the states are left. */
export function leaveGuard(cx: FunctionContext, s: Stmt<"return">, out: Statement[]): boolean {
  const { label, guarded } = cx.machine!;
  const result = guarded?.result;
  if (result === undefined || s.value === undefined) {
    if (s.value) lowerEffect(cx, s.value, out);
  } else out.push(stmt(cx, "assign", s.at, { place: readLocal(cx, result, s.at), value: lowerExpr(cx, s.value) }));
  out.push(stmt(cx, "break", s.at, { label }));
  return false;
}

export function lowerMachine(cx: FunctionContext, body: FunctionBody, out: Statement[]): boolean {
  const at = body.block.at;
  const label = freshLabel(cx);
  const state = newLocal(cx, "state", int(32), at);
  const blocks: Statement[][] = [];
  const labels = labelStates(body);
  const cases = new Map<object, number>();
  const fresh = (): number => blocks.push([]) - 1;
  const entry = fresh();
  for (let i = 0; i < labels.size; i++) fresh();
  const guard = hasOpenJumps(body) ? createGuard(cx, at, out) : undefined;
  cx.machine = { label, state, labels, cases, reached: new Set(), ...(guard ? { guarded: { result: guard.result } } : {}) };
  const locals = new Set(body.locals);
  const declared: Stmt<"declare">[] = [];
  eachStatement(body.block, (s) => {
    if (s.kind === "declare" && locals.has(s.sym)) declared.push(s);
  });
  hoist(
    cx,
    declared.map((s) => s.sym),
    out,
  );
  out.push(stmt(cx, "let", at, { local: state, value: intOf(cx, entry, int(32), at) }));

  let current = entry;
  /** Does control come to the end of the current block? */
  let open = true;
  const line = (): Statement[] => blocks[current];
  const go = (to: number, where: number): void => {
    if (open) toState(cx, to, where, line());
    open = false;
  };
  const begun = new Set<number>();
  const begin = (block: number): void => {
    begun.add(block);
    current = block;
    open = true;
  };

  /** Begins a new state at a call of `setjmp` in an expression: a jump comes back there. */
  const split = (node: unknown, where: number): void => {
    const calls = guard && open ? setJumpsIn(node) : [];
    if (!guard || calls.length === 0) return;
    if (calls.length > 1) refuse("C0102", spanOf(cx, where), "two calls of ‘setjmp’ in one expression");
    const next = fresh();
    registerJump(cx, guard, calls[0], next, line(), out);
    go(next, where);
    begin(next);
  };
  const isWhole = (s: Stmt): boolean => !hasLabel(s) && !(guard && setJumpsIn(s).length > 0);

  const walk = (s: Stmt): void => {
    if (!open && !hasLabel(s)) return;
    if (isWhole(s)) {
      open = lowerStatement(cx, s, line());
      return;
    }
    commentsOfDropped(cx, s, line());
    switch (s.kind) {
      case "block":
        for (const each of s.body) walk(each);
        return;
      case "label": {
        const to = labels.get(s.name)!;
        go(to, s.at);
        begin(to);
        walk(s.body);
        return;
      }
      case "case": {
        const to = cases.get(s)!;
        go(to, s.at);
        begin(to);
        walk(s.body);
        return;
      }
      case "if": {
        const then = fresh();
        const orElse = s.orElse ? fresh() : -1;
        const end = fresh();
        split(s.test, s.at);
        if (open) branch(s.at, lowerCondition(cx, s.test), then, s.orElse ? orElse : end);
        begin(then);
        walk(s.then);
        go(end, s.at);
        if (s.orElse) {
          begin(orElse);
          walk(s.orElse);
          go(end, s.at);
        }
        begin(end);
        return;
      }
      case "while":
      case "for":
      case "do": {
        if (s.kind === "for") for (const each of s.init) walk(each);
        const test = fresh();
        const start = fresh();
        const step = s.kind === "for" ? fresh() : test;
        const end = fresh();
        go(s.kind === "do" ? start : test, s.at);
        begin(test);
        split(s.test, s.at);
        if (s.test) branch(s.at, lowerCondition(cx, s.test), start, end);
        else go(start, s.at);
        begin(start);
        withTargets(cx, { kind: "state", state: end }, { kind: "state", state: step }, () => walk(s.body));
        go(step, s.at);
        if (s.kind === "for") {
          begin(step);
          if (s.step) lowerEffect(cx, s.step, line());
          go(test, s.at);
        }
        begin(end);
        return;
      }
      case "switch": {
        const end = fresh();
        let orElse = end;
        const arms = s.cases.map((c) => {
          const block = fresh();
          cases.set(c, block);
          if (c.low === undefined) orElse = block;
          return { c, block };
        });
        split(s.subject, s.at);
        if (open) {
          const subject = lowerExpr(cx, s.subject);
          const jump = (to: number): { statements: Statement[] } => {
            const statements: Statement[] = [];
            toState(cx, to, s.at, statements);
            return { statements };
          };
          line().push(
            stmt(cx, "switch", s.at, {
              subject,
              cases: arms
                .filter(({ c }) => c.low !== undefined)
                .map(({ c, block }) => ({
                  values: [
                    c.low === c.high
                      ? intOf(cx, c.low!, subject.type, c.at)
                      : ([intOf(cx, c.low!, subject.type, c.at), intOf(cx, c.high!, subject.type, c.at)] as const),
                  ],
                  body: jump(block),
                })),
              orElse: jump(orElse),
            }),
          );
        }
        open = false;
        withTargets(cx, { kind: "state", state: end }, undefined, () => walk(s.body));
        go(end, s.at);
        begin(end);
        return;
      }
      default:
        split(s, s.at);
        open = lowerStatement(cx, s, line());
    }
  };

  const branch = (where: number, test: ReturnType<typeof lowerCondition>, yes: number, no: number): void => {
    const then: Statement[] = [];
    const orElse: Statement[] = [];
    toState(cx, yes, where, then);
    toState(cx, no, where, orElse);
    line().push(stmt(cx, "if", where, { test, then: { statements: then }, orElse: { statements: orElse } }));
    open = false;
  };

  walk(body.block);
  for (const [name, to] of labels)
    if (cx.machine.reached.has(to) && !begun.has(to)) refuse("C0103", spanOf(cx, at), `the label ‘${name}’ inside of an expression`);
  // Falling off the end leaves the loop.
  if (open) line().push(stmt(cx, "break", at, { label }));
  const leaves = open;
  const arms = blocks.map((statements, i) => ({ values: [intOf(cx, i, int(32), at)], body: { statements } }));
  const last = arms.pop()!;
  const match = stmt(cx, "switch", at, { subject: readLocal(cx, state, at), cases: arms, orElse: last.body });
  const loop = stmt(cx, "loop", at, { label, body: { statements: [match] } });
  if (guard) return runGuarded(cx, guard, loop, state, at, out);
  out.push(loop);
  return leaves;
}
