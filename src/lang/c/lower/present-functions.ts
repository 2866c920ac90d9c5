/** Variables and parameters for pointers to functions that are never NULL, and never asked whether they are: plain functions. */
import type { Builder, Expression, IrFunction, Program, Statement, Type } from "../../../ir/index.ts";
import { isExpression, walk } from "../../../ir/walk.ts";
import { eachPointerFlow } from "./pointer-flows.ts";
import { rewriting } from "./rewrite.ts";

const innerOf = (type: Type): Type<"fnptr"> | undefined => (type.kind === "option" && type.inner.kind === "fnptr" ? type.inner : undefined);

const slotOf = (fn: number, e: Expression): string | undefined =>
  e.kind === "local" && fn >= 0 && innerOf(e.type) ? `l${fn}:${e.local}` : undefined;

/** What a place is given: another such place, a function, or something else. */
function sources(fn: number, e: Expression | undefined): readonly (string | undefined)[] {
  if (e?.kind === "some") return [];
  if (e?.kind === "conditional") return [...sources(fn, e.then), ...sources(fn, e.orElse)];
  return [e && slotOf(fn, e)];
}

function findPresent(program: Program): ReadonlySet<string> {
  const given = new Map<string, (string | undefined)[]>();
  const excluded = new Set<string>();
  const exclude = (slot: string | undefined): void => void (slot !== undefined && excluded.add(slot));
  eachPointerFlow(program, {
    follows: (type) => innerOf(type) !== undefined,
    slotOf,
    flow(slot, fn, value) {
      if (slot?.startsWith("l")) given.set(slot, [...(given.get(slot) ?? []), ...sources(fn, value)]);
    },
    exclude,
  });
  for (const fn of program.functions)
    if (!fn.extern)
      walk(fn.body, (node) => {
        if (!isExpression(node)) return;
        if (node.kind === "isNone") exclude(slotOf(fn.id, node.value));
        else if (node.kind === "cast") exclude(slotOf(fn.id, node.value));
      });
  const found = new Set([...given.keys()].filter((slot) => !excluded.has(slot)));
  for (let changed = true; changed;) {
    changed = false;
    for (const slot of found)
      if (given.get(slot)!.some((from) => from === undefined || !found.has(from))) {
        found.delete(slot);
        changed = true;
      }
  }
  return found;
}

/** The program with such variables, where there are any. */
export function withPresentFunctions(program: Program, build: Builder): Program {
  const present = findPresent(program);
  if (present.size === 0) return program;
  let fn = -1;
  const isPresent = (e: Expression): boolean => present.has(slotOf(fn, e) ?? "");
  /** The function itself. */
  const bare = (e: Expression): Expression => {
    const type = innerOf(e.type) ?? e.type;
    if (e.kind === "some") return one(e.value);
    if (e.kind === "conditional") return { ...e, type, test: one(e.test), then: bare(e.then), orElse: bare(e.orElse) };
    return { ...e, type } as Expression;
  };
  const into = (e: Expression, slot: string): Expression => (present.has(slot) ? bare(e) : one(e));
  const one = (e: Expression): Expression => {
    if (isPresent(e)) return build.expr("some", e.type, e.span, { value: bare(e) });
    if (e.kind === "unwrap" && isPresent(e.value)) return bare(e.value);
    if (e.kind === "call") {
      const callee = program.functions[e.function];
      const args = e.args.map((arg, i) => {
        const param = callee.params[i];
        return param && !callee.extern ? into(arg, `l${callee.id}:${param.local}`) : one(arg);
      });
      return { ...e, args };
    }
    return parts(e);
  };
  const statement = (s: Statement): Statement => {
    if (s.kind === "let") return s.value ? { ...s, value: into(s.value, `l${fn}:${s.local}`) } : s;
    if (s.kind === "assign" && isPresent(s.place)) return { ...s, place: bare(s.place), value: bare(s.value) };
    return parts(s);
  };
  const parts = rewriting({ expression: one, statement });
  const functions = program.functions.map((each): IrFunction => {
    if (each.extern) return each;
    fn = each.id;
    const locals = each.locals.map((local) => (present.has(`l${fn}:${local.id}`) ? { ...local, type: innerOf(local.type)! } : local));
    return { ...each, locals, body: parts(each.body) };
  });
  return { ...program, functions, nodeCount: build.nodeCount };
}
