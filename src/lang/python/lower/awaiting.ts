/** `await`: coroutines are generators that hand out nothing; to await one is to go on with it until it returns. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import type { Expr } from "../ast/nodes.ts";
import { show } from "../infer/show.ts";
import { flow, NONE, type Atom, type Ty } from "../infer/types.ts";
import { rowsOf } from "../stdlib/types.ts";
import { convert, dead, without } from "./convert.ts";
import { ex, get, push, site, siteCell, type Cx, type Val } from "./context.ts";
import { coroutineTy, isCoroutine, until } from "./coroutines.ts";
import { irType } from "./ir-types.ts";
import { callRow, hasRow, type ArgVal } from "./rows.ts";
import { callPrelude, elemOf } from "./iteration.ts";

const TASK = "asyncio::Task";

const isTask = (atom: Atom): boolean => atom.k === "rt" && atom.path === TASK;

/** The value of `await val`. */
export function awaited(cx: Cx, val: Val, node: object, span: Span): Val {
  if (!cx.inst.yields || !cx.inst.fn?.def.async) return refuse("PY0103", span, "`await` outside of an asynchronous function");
  if (val.ty.length === 0) return dead(cx, span, val);
  const [atom] = val.ty;
  const own = site(cx, node, "awaited", () => ({}));
  if (val.ty.length === 1) {
    if (isCoroutine(atom)) return until(cx, val, node, span);
    if (atom.k === "rt" && hasRow(cx, `${rowsOf(atom.path)}.__await__`))
      return awaited(cx, callRow(cx, `${rowsOf(atom.path)}.__await__`, [{ value: val }], own, span), own, span);
  }
  return refuse("PY0103", span, `\`await\` of a value of type ${show(val.ty)}`);
}

/** A coroutine as a task; a task is one. */
function asTask(cx: Cx, arg: Val, node: object, span: Span): Val {
  const [atom] = arg.ty;
  return arg.ty.length === 1 && isCoroutine(atom) ? callRow(cx, "asyncio.create_task", [{ value: arg }], node, span) : arg;
}

const ONE = new Set(["asyncio.wait_for", "asyncio.shield", "asyncio.ensure_future"]);
const LISTS = new Set(["asyncio.as_completed"]);

/** `gather(a, b)`, `wait_for(a, 1)`: the functions of asyncio that run the coroutines they are given as tasks; undefined for others. */
export function asyncioCall(cx: Cx, row: string, args: readonly ArgVal[], node: object, span: Span): Val | undefined {
  const [first, ...rest] = args;
  if (row === "asyncio.gather") {
    const plain = args.filter((arg) => !arg.name);
    const tasks = plain.length === 1 && plain[0].star === 1 ? taskList(cx, plain[0].value, node, span) : ownList(cx, plain, node, span);
    const given = (node as Partial<Expr<"call">>).args?.find((arg) => arg.name === "return_exceptions")?.value;
    if (given?.kind === "bool" && given.value) return callPrelude(cx, "outcomes_of", tasks, span);
    const others = args.filter((arg) => arg.name && !(arg.name === "return_exceptions" && given?.kind === "bool"));
    return callRow(cx, row, [{ value: tasks }, ...others], node, span);
  }
  if (!first) return undefined;
  if (row === "asyncio.begin_handler") {
    const { ty, e } = asTask(cx, first.value, node, span);
    push(cx, "expression", span, { value: e });
    return ty.length ? { ty: NONE, e: ex(cx, "unit", { kind: "unit" }, span, {}) } : dead(cx, span, first.value);
  }
  if (ONE.has(row)) {
    const task = asTask(
      cx,
      first.value,
      site(cx, node, "task", () => ({})),
      span,
    );
    return row === "asyncio.wait_for" ? callRow(cx, row, [{ value: task }, ...rest], node, span) : task;
  }
  if (LISTS.has(row)) return callRow(cx, row, [{ value: taskList(cx, first.value, node, span) }, ...rest], node, span);
  return undefined;
}

/** `anext(items)` of an asynchronous generator, whose items are `None` where it waits; undefined for other arguments. */
export function nextItem(cx: Cx, items: Val, node: object, span: Span): Val | undefined {
  const [atom] = items.ty;
  if (items.ty.length !== 1 || atom.k !== "iter") return undefined;
  const [yields, sent, item] = ["yields", "sent", "item"].map((each) => siteCell(cx, node, each));
  flow(cx.p.w, yields, NONE);
  flow(cx.p.w, sent, NONE);
  flow(cx.p.w, item, without(get(cx, atom.elem), "none"));
  const ty = coroutineTy(yields, sent, item);
  return { ty, e: ex(cx, "runtime", irType(cx.p, ty), span, { row: "py.builtins.anext", args: [items.e] }) };
}

/** Arguments as a list of tasks. */
function ownList(cx: Cx, args: readonly ArgVal[], node: object, span: Span): Val {
  if (args.some((arg) => arg.star)) return refuse("PY0310", span, "`gather` of arguments of a number that is not known, beside others");
  const cell = siteCell(cx, node, "tasks");
  const tasks = args.map(({ value }, i) => {
    const own = site(cx, node, `task ${i}`, () => ({}));
    const task = asTask(cx, value, own, span);
    flow(cx.p.w, cell, task.ty);
    return task;
  });
  const ty: Ty = [{ k: "list", elem: cell }];
  return { ty, e: ex(cx, "list", irType(cx.p, ty), span, { elems: tasks.map((task) => convert(cx, task, get(cx, cell), span)) }) };
}

/** The tasks of what holds coroutines or tasks. */
function taskList(cx: Cx, items: Val, node: object, span: Span): Val {
  const elem = elemOf(cx, items.ty) ?? [];
  const own = site(cx, node, "tasks", () => ({}));
  const row = elem.length === 1 && isTask(elem[0]) ? "builtins.list" : "asyncio.tasks_of";
  return callRow(cx, row, [{ value: items }], own, span);
}
