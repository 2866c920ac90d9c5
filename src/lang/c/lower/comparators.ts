/**
 * `qsort` of numbers and structs by a function of the program: the function takes pointers to the items instead of `void *`, so that they can be
 * borrowed, and the runtime sorts the items as values.
 */
import {
  int,
  sameType,
  type Builder,
  type Expression,
  type FunctionId,
  type IrFunction,
  type Local,
  type LocalId,
  type Program,
  type Type,
} from "../../../ir/index.ts";
import { sizeOf } from "../../../ir/pointers.ts";
import { isExpression, walk } from "../../../ir/walk.ts";
import { rewriting, withoutUncalled } from "./rewrite.ts";

const stripped = (e: Expression): Expression => (e.kind === "cast" ? stripped(e.value) : e);

/** Items that are copied, and in which no pointers lie that have forms of their own. */
const isItem = (program: Program, type: Type): boolean =>
  type.kind === "int" || type.kind === "float" || (type.kind === "record" && program.classes[type.class].cells !== true);

interface Sort {
  readonly base: Expression;
  readonly item: Type;
  readonly count: Expression;
  readonly compare: FunctionId;
}

/** A call that can be made so, when its function compares such items. */
function sortOf(program: Program, e: Expression): Sort | undefined {
  if (e.kind !== "call" || program.functions[e.function].extern?.symbol !== "qsort" || e.args.length !== 4) return undefined;
  const [given, count, size, order] = e.args;
  const base = stripped(given);
  const each = stripped(size);
  let compare = stripped(order);
  if (compare.kind === "some") compare = compare.value;
  if (base.type.kind !== "ptr" || !isItem(program, base.type.target) || compare.kind !== "function") return undefined;
  if (each.kind !== "int" || each.value !== sizeOf(program, base.type.target)) return undefined;
  return { base, item: base.type.target, count, compare: compare.function };
}

/** Are the parameters nothing but pointers to such items? */
function comparesItems(fn: IrFunction, item: Type): boolean {
  if (fn.extern || fn.variadic || fn.params.length !== 2 || !sameType(fn.result, int(32))) return false;
  const isOf = (type: Type): boolean => type.kind === "ptr" && sameType(type.target, item);
  return fn.params.every(({ local }) => {
    const { type } = fn.locals[local];
    if (isOf(type)) return true;
    if (type.kind !== "ptr" || type.target.kind !== "unit") return false;
    let uses = 0;
    walk(fn.body, (node) => {
      if (node.kind === "local" && node.local === local) uses++;
      else if (node.kind === "cast" && node.value.kind === "local" && node.value.local === local && isOf(node.type)) uses--;
    });
    return uses === 0;
  });
}

/** The functions that compare items, of which type, and that nothing else uses. */
function comparators(program: Program): ReadonlyMap<FunctionId, Type> {
  const found = new Map<FunctionId, Type>();
  const barred = new Set<FunctionId>();
  const sorting = new Set<Expression>();
  const visit = (root: Parameters<typeof walk>[0]): void =>
    walk(root, (node) => {
      if (!isExpression(node)) return;
      const sort = sortOf(program, node);
      if (sort) {
        const known = found.get(sort.compare);
        if (known ? sameType(known, sort.item) : comparesItems(program.functions[sort.compare], sort.item)) {
          found.set(sort.compare, sort.item);
          const order = stripped((node as Expression<"call">).args[3]);
          sorting.add(order.kind === "some" ? order.value : order);
        } else barred.add(sort.compare);
      } else if ((node.kind === "function" && !sorting.has(node)) || node.kind === "call") barred.add(node.function);
    });
  for (const fn of program.functions) if (!fn.extern) visit(fn.body);
  for (const global of program.globals) if (global.value) visit(global.value);
  for (const id of barred) found.delete(id);
  return found;
}

/** The program with such calls, where there are any. */
export function typeComparators(program: Program, build: Builder): Program {
  if (!program.functions.some((fn) => fn.extern?.symbol === "qsort")) return program;
  const found = comparators(program);
  if (found.size === 0) return program;
  const functions = program.functions.map((fn): IrFunction => {
    if (fn.extern) return fn;
    const locals: Local[] = [...fn.locals];
    const item = found.get(fn.id);
    const params = new Set<LocalId>();
    if (item)
      for (const { local } of fn.params) {
        params.add(local);
        locals[local] = { ...locals[local], type: { kind: "ptr", target: item, mutable: false, rep: program.reps.fresh() } };
      }
    const closure = (sort: Sort, like: Expression): Expression => {
      const values = ["a", "b"].map((name): LocalId => {
        locals.push({ id: locals.length, name, type: sort.item, span: like.span });
        return locals.length - 1;
      });
      const type: Type = { kind: "ptr", target: sort.item, mutable: false, rep: program.reps.fresh() };
      const args = values.map((local) =>
        build.expr("addressOf", type, like.span, { place: build.expr("local", sort.item, like.span, { local }) }),
      );
      const value = build.expr("call", int(32), like.span, { function: sort.compare, args });
      return build.expr(
        "closure",
        { kind: "func", params: [sort.item, sort.item], result: int(32), rep: program.reps.fresh() },
        like.span,
        {
          params: values.map((local) => ({ local, passing: "own" as const })),
          result: int(32),
          body: { statements: [build.stmt("return", like.span, { value })] },
        },
      );
    };
    const one = (e: Expression): Expression => {
      const sort = sortOf(program, e);
      if (sort && found.has(sort.compare))
        return build.expr("runtime", { kind: "unit" }, e.span, {
          row: "c.lib.qsort",
          args: [one(sort.base), one(sort.count), closure(sort, e)],
        });
      if (e.kind === "cast" && e.value.kind === "local" && params.has(e.value.local))
        return { ...e.value, type: locals[e.value.local].type };
      if (e.kind === "local" && params.has(e.local)) return { ...e, type: locals[e.local].type };
      return parts(e);
    };
    const parts = rewriting({ expression: one });
    const body = parts(fn.body);
    if (body === fn.body && !item) return fn;
    return { ...fn, body, locals, ...(item ? { callback: false } : {}) };
  });
  return withoutUncalled({ ...program, functions, nodeCount: build.nodeCount });
}
