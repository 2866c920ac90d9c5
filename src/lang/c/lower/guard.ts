/** The states of a function that calls `setjmp`: they run in a closure, and a jump to one of its buffers goes on at the state behind the call. */
import { bool, int, unit, usize, type Expression, type LocalId, type Statement, type Type } from "../../../ir/index.ts";
import type { Expr } from "../ast.ts";
import { expr, freshLabel, intOf, keep, newLocal, readLocal, runtime, stmt, type FunctionContext } from "./context.ts";
import { zeroValue } from "./initialisers.ts";
import { address } from "./protected.ts";

interface Site {
  /** The address of the buffer that was set here last. */
  readonly buffer: LocalId;
  readonly state: number;
  /** Where the other sites forget the same buffer. */
  readonly block: Statement[];
  readonly place: number;
}

export interface Guard {
  /** What the function returns. */
  readonly result?: LocalId;
  /** The value of `setjmp`. */
  readonly value: LocalId;
  readonly sites: Site[];
}

const jumpType: Type<"runtime"> = { kind: "runtime", path: "jump::Jump", args: [], copy: true };

export function createGuard(cx: FunctionContext, at: number, out: Statement[]): Guard {
  const value = newLocal(cx, "jumped", int(32), at);
  out.push(stmt(cx, "let", at, { local: value, value: intOf(cx, 0, int(32), at) }));
  const type = cx.type?.result;
  if (!type || type.kind === "void") return { value, sites: [] };
  const zero = cx.body && zeroValue(cx, type, at);
  const result = newLocal(cx, "result", zero!.type, at);
  out.push(stmt(cx, "let", at, { local: result, value: zero }));
  return { result, value, sites: [] };
}

/** Notes the buffer of a call, which gives 0 the first time. */
export function registerJump(
  cx: FunctionContext,
  guard: Guard,
  call: Expr<"call">,
  state: number,
  block: Statement[],
  head: Statement[],
): void {
  const { at } = call;
  const buffer = newLocal(cx, "buffer", usize, at);
  head.push(stmt(cx, "let", at, { local: buffer, value: intOf(cx, 0, usize, at) }));
  block.push(stmt(cx, "assign", at, { place: readLocal(cx, buffer, at), value: address(cx, call.args[0], at) }));
  guard.sites.push({ buffer, state, block, place: block.length });
  block.push(stmt(cx, "assign", at, { place: readLocal(cx, guard.value, at), value: intOf(cx, 0, int(32), at) }));
  cx.jumps.set(call, guard.value);
}

/** The loop that runs the states again after each jump to one of the buffers. */
export function runGuarded(cx: FunctionContext, guard: Guard, states: Statement, state: LocalId, at: number, out: Statement[]): boolean {
  const assign = (local: LocalId, value: Expression): Statement => stmt(cx, "assign", at, { place: readLocal(cx, local, at), value });
  const equal = (left: Expression, right: Expression): Expression => expr(cx, "compare", bool, at, { op: "eq", left, right });
  for (const site of guard.sites) {
    const others = guard.sites.filter((other) => other !== site);
    const forget = others.map((other) =>
      stmt(cx, "if", at, {
        test: equal(readLocal(cx, other.buffer, at), readLocal(cx, site.buffer, at)),
        then: { statements: [assign(other.buffer, intOf(cx, 0, usize, at))] },
      }),
    );
    site.block.splice(site.place, 0, ...forget);
  }
  const closure = expr(cx, "closure", { kind: "func", params: [], result: unit, rep: cx.program.reps.fresh() }, at, {
    params: [],
    result: unit,
    body: { statements: [states] },
  });
  const label = freshLabel(cx);
  const body: Statement[] = [];
  const jump = keep(cx, runtime(cx, "c.jump.attempt", jumpType, at, closure), "jump", at, body);
  const target = keep(cx, runtime(cx, "c.jump.buffer", usize, at, jump()), "target", at, body);
  const value = (): Expression => runtime(cx, "c.jump.value", int(32), at, jump());
  let orElse: Statement[] = [stmt(cx, "expression", at, { value: runtime(cx, "c.jump.raise", { kind: "never" }, at, target(), value()) })];
  for (const site of [...guard.sites].reverse())
    orElse = [
      stmt(cx, "if", at, {
        test: equal(target(), readLocal(cx, site.buffer, at)),
        then: { statements: [assign(guard.value, value()), assign(state, intOf(cx, site.state, int(32), at))] },
        orElse: { statements: orElse },
      }),
    ];
  body.push(
    stmt(cx, "if", at, {
      test: equal(target(), intOf(cx, 0, usize, at)),
      then: { statements: [stmt(cx, "break", at, { label })] },
      orElse: { statements: orElse },
    }),
  );
  out.push(stmt(cx, "loop", at, { label, body: { statements: body } }));
  if (guard.result === undefined) return true;
  out.push(stmt(cx, "return", at, { value: readLocal(cx, guard.result, at) }));
  return false;
}
