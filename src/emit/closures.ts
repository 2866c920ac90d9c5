/** Closures and comprehensions. */
import type { Clause, Expression, LocalId, Param, Passing, Type } from "../ir/index.ts";
import { refuse } from "../diagnostics/diagnostic.ts";
import { patternLocals, walk, type Node } from "../ir/walk.ts";
import type { RustBlock, RustExpr, RustStatement } from "../rust/ast.ts";
import { call, exprStmt, letStmt, method, path, tPath, tRef } from "../rust/make.ts";
import { capture, importName, type Frame, type FunctionContext, type Storage } from "./context.ts";
import { isOnlyUser } from "./captures.ts";
import { bindOwned, iterate, patternOf, storePattern } from "./iteration.ts";
import { emitBody } from "./bodies.ts";
import { chainOf, gathered, collectionOf } from "./chains.ts";
import { passingOf } from "./calls.ts";
import { typeText } from "../rust/types.ts";
import { unnarrowed } from "./narrowing.ts";
import { functionType, isCopy, isSharedContainer, rustType } from "./types.ts";
import { own } from "./values.ts";
import { share } from "./constants.ts";
import { emitLazy } from "./lazy.ts";

/** Locals that a closure uses and does not declare. */
export function capturedLocals(e: Expression<"closure">): LocalId[] {
  const declared = new Set<LocalId>(e.params.map((param) => param.local));
  const used = new Set<LocalId>();
  walk(e.body, (node: Node) => {
    switch (node.kind) {
      case "let":
        declared.add(node.local);
        break;
      case "letPattern":
      case "forEach":
        for (const local of patternLocals(node.pattern)) declared.add(local);
        break;
      case "forRange":
        declared.add(node.local);
        break;
      case "guarded":
        for (const handler of node.handlers) declared.add(handler.binding);
        break;
      case "comprehension":
        for (const clause of node.clauses)
          if (clause.kind === "for") for (const local of patternLocals(clause.pattern)) declared.add(local);
        break;
      case "closure":
        for (const param of node.params) declared.add(param.local);
        break;
      case "local":
        used.add(node.local);
        break;
    }
  });
  return [...used].filter((local) => !declared.has(local));
}

/** Who calls a closure: the call that it is handed to, a lazy sequence that is kept, or whoever has the value (`Rc<dyn Fn>`). */
export type ClosureForm = "lent" | "moved" | "stored";

/** A body that is one call without a result has it as its value. */
function callAsValue(e: Expression<"closure">, block: RustBlock): RustBlock {
  const [given] = e.body.statements;
  const [only] = block.statements;
  if (e.result.kind !== "unit" || e.body.statements.length !== 1 || given.kind !== "expression" || given.value.type.kind !== "unit")
    return block;
  if (given.value.kind !== "call" || block.statements.length !== 1 || block.value || block.trailing?.length) return block;
  if (only.kind !== "expression" || only.comments?.length || only.trailing) return block;
  return only.value.kind === "call" || only.value.kind === "method" ? { ...block, statements: [], value: only.value } : block;
}

/** Is a parameter's type to be written? What a function of the runtime lends of itself is in the type of that function. */
const asksType = (passing: Passing, type: Type): boolean => passing !== "own" && !(passing === "mut" && type.kind === "runtime");

/** `|x| body`; one that outlives the statement owns clones (aliases) of what it captures. */
export function emitClosure(cx: FunctionContext, e: Expression<"closure">, form: ClosureForm): RustExpr {
  const stored = form === "stored";
  const outlives = form !== "lent";
  const params = e.params.map((param) => {
    const storage = cx.locals.get(param.local)!;
    storage.borrow = param.passing;
    const type = rustType(storage.type, cx.unit, cx.module);
    const used = cx.unit.facts.used(cx.fn.id, param.local);
    const mutable = param.passing === "own" && cx.unit.facts.mutated(cx.fn.id, param.local) && storage.cell === "none";
    return {
      pattern: { kind: "name" as const, name: used ? storage.name : `_${storage.name.replace(/^r#/, "")}`, mutable },
      type:
        stored || asksType(param.passing, storage.type)
          ? param.passing === "own"
            ? type
            : tRef(type, param.passing === "mut")
          : undefined,
    };
  });
  const frame: Frame = { kind: "closure", fallible: e.fails === true, labels: new Set(), jumps: [], returns: false, result: e.result };
  const outerLoops = cx.loops.splice(0);
  cx.frames.push(frame);
  const dirty = cx.dirty;
  const captured = outlives ? capturedLocals(e) : [];
  // aliases (or equal values) of what it captures move into it
  const kept = captured.map((local) => ({ local, storage: cx.locals.get(local)!, borrow: cx.locals.get(local)!.borrow }));
  const lets = captured.flatMap((local) => (movesInto(cx, e, local) ? [] : captureLet(cx, local)));
  for (const each of kept) each.storage.borrow = "own";
  const celled: RustStatement[] = e.params.flatMap((param) => cellParam(cx, param.local));
  const body = outlives ? unnarrowed(cx, () => emitBody(cx, e.body, e.result)) : emitBody(cx, e.body, e.result);
  cx.dirty = dirty;
  for (const each of kept) giveBack(cx, each);
  cx.frames.pop();
  cx.loops.push(...outerLoops);
  const block = callAsValue(e, celled.length ? { ...body, statements: [...celled, ...body.statements] } : body);
  const expr: RustExpr = {
    kind: "closure",
    params,
    body:
      block.statements.length === 0 && block.value && !block.valueComments && !block.trailing && !block.valueTrailing
        ? block.value
        : { kind: "block", block },
    word: outlives && captured.length ? "move" : undefined,
  };
  const named = stored || lets.length > 0 || block.statements.length > 0 ? undefined : functionItself(cx, e, expr);
  if (named) return named;
  if (!stored) return lets.length ? { kind: "block", block: { statements: lets, value: expr } } : expr;
  const rc = importName(cx.unit, cx.module, "std::rc::Rc");
  const value: RustExpr = {
    kind: "cast",
    value: call(`${rc}::new`, expr),
    type: { kind: "path", path: rc, args: [functionType(e.type as Type<"func">, cx.unit, cx.module)] },
  };
  return lets.length ? { kind: "block", block: { statements: lets, value } } : value;
}

/** `|x| f(x)` where `f` takes what the closure takes: `f`. */
function functionItself(cx: FunctionContext, e: Expression<"closure">, made: RustExpr): RustExpr | undefined {
  const [only] = e.body.statements;
  const value = e.body.statements.length === 1 && (only.kind === "return" || only.kind === "expression") ? only.value : undefined;
  if (made.kind !== "closure" || made.body.kind !== "call" || made.body.callee.kind !== "path" || made.body.danger) return undefined;
  const { callee, args } = made.body;
  if (args.length !== made.params.length || !made.params.every((param, i) => isSame(param, args[i]))) return undefined;
  const same = (type: Type, param: number, passing: Passing = "own"): boolean =>
    e.params[param].passing === passing &&
    typeText(rustType(cx.locals.get(e.params[param].local)!.type, cx.unit, cx.module)) === typeText(rustType(type, cx.unit, cx.module));
  if (value?.kind === "call") {
    const { params, locals } = cx.unit.program.functions[value.function];
    const fits = (param: Param, i: number): boolean => {
      const passing = passingOf(cx, value.function, i);
      return (passing === "own" || passing === "mut") && same(locals[param.local].type, i, passing);
    };
    return params.every(fits) ? callee : undefined;
  }
  if (value?.kind !== "runtime" || cx.unit.program.rows(value.row).form) return undefined;
  const { args: passings } = cx.unit.program.rows(value.row);
  return value.args.every((arg, i) => passings[Math.min(i, passings.length - 1)] === "own" && same(arg.type, i)) ? callee : undefined;
}

const isSame = (
  param: { readonly pattern: { readonly kind: string; readonly name?: string }; readonly type?: unknown },
  arg: RustExpr,
): boolean => param.type === undefined && param.pattern.kind === "name" && arg.kind === "path" && arg.path === param.pattern.name;

/** Does a captured variable go with the closure, since nothing else uses it? */
function movesInto(cx: FunctionContext, e: Expression<"closure">, local: LocalId): boolean {
  const storage = cx.locals.get(local)!;
  return storage.name !== "self" && !storage.deferred && storage.borrow === "own" && isOnlyUser(cx, e, local);
}

/** After the closure, a captured variable is the function's again. */
export function giveBack(
  cx: FunctionContext,
  kept: { readonly local: LocalId; readonly storage: Storage; readonly borrow: Storage["borrow"] },
): void {
  kept.storage.borrow = kept.borrow;
  cx.locals.set(kept.local, kept.storage);
}

/** A captured variable as the closure's own: an alias, an equal value, or nothing to do for what is copied anyway. */
export function captureLet(cx: FunctionContext, local: LocalId): RustStatement[] {
  const storage = cx.locals.get(local)!;
  const name = path(storage.name);
  if (storage.name === "self") {
    // No variable may be called so.
    const own: Storage = { ...storage, name: cx.scope.take("this"), borrow: "own" };
    cx.locals.set(local, own);
    return [letStmt(own.name, method(name, "clone"))];
  }
  if (storage.cell !== "none" || storage.borrow === "own")
    return isCopy(storage.type, cx.unit) && storage.cell === "none" ? [] : [letStmt(storage.name, method(name, "clone"))];
  if (storage.borrow === "mut")
    refuse("TR0005", cx.fn.span, `the variable ‘${storage.name}’ is changed by ‘${cx.fn.name}’ and by a closure that is kept`);
  const { type } = storage;
  const slice = type.kind === "bytes" || (type.kind === "list" && !isSharedContainer(type, cx.unit));
  return [
    letStmt(
      storage.name,
      isCopy(type, cx.unit)
        ? { kind: "unary", op: "*", operand: name }
        : method(name, type.kind === "str" ? "to_owned" : slice ? "to_vec" : "clone"),
    ),
  ];
}

/** A parameter that lives in a cell is moved into it at the start. */
export function cellParam(cx: FunctionContext, local: LocalId): RustStatement[] {
  const storage = cx.locals.get(local)!;
  if (storage.cell === "none") return [];
  const rc = importName(cx.unit, cx.module, "std::rc::Rc");
  const cell = importName(cx.unit, cx.module, storage.cell === "cell" ? "std::cell::Cell" : "std::cell::RefCell");
  return [letStmt(storage.name, call(`${rc}::new`, call(`${cell}::new`, path(storage.name))))];
}

/** `[element for …]`: a loop that fills a collection, or a lazy iterator. */
export function emitComprehension(cx: FunctionContext, e: Expression<"comprehension">): RustExpr {
  if (e.type.kind === "iter") return emitLazy(cx, e);
  const typed = cx.typed === e && !cx.suffix;
  if (e.type.kind === "list" || e.type.kind === "set" || e.type.kind === "deque") {
    const chain = attempt(cx, () => chainOf(cx, e, (e.type as Type<"list">).elem));
    if (chain) return share(cx, e.type, typed ? method(chain, "collect") : gathered(chain, collectionOf(cx, e.type.kind), 1));
  }
  if (e.type.kind === "dict" && e.key) {
    const chain = attempt(cx, () => chainOf(cx, e, e.type));
    if (chain) return share(cx, e.type, typed ? method(chain, "collect") : gathered(chain, "rt::Dict", 2));
  }
  return filled(cx, e, e.type);
}

/** Keeps what was put before the statement only where there is a result. */
function attempt<T>(cx: FunctionContext, run: () => T | undefined): T | undefined {
  const before = cx.out.length;
  const result = run();
  if (result === undefined) cx.out.length = before;
  return result;
}

/** A block with a loop that fills a collection. */
export function filled(cx: FunctionContext, e: Expression<"comprehension">, type: Type): RustExpr {
  const name = cx.scope.take(type.kind === "dict" ? "entries" : "items");
  const target = path(name);
  const add = (): void => {
    if (type.kind === "dict") {
      const key = own(cx, e.key!, type.key);
      const value = own(cx, e.element, type.value);
      cx.out.push(exprStmt(method(target, "insert", key, value)));
    } else if (type.kind === "set") cx.out.push(exprStmt(method(target, "insert", own(cx, e.element, type.elem))));
    else if (type.kind === "list") cx.out.push(exprStmt(method(target, "push", own(cx, e.element, type.elem))));
    else if (type.kind === "deque") cx.out.push(exprStmt(method(target, "push_back", own(cx, e.element, type.elem))));
  };
  const plain = bareType(cx, type);
  const { statements } = capture(cx, () => {
    cx.out.push({
      kind: "let",
      pattern: { kind: "name", name, mutable: true },
      value: call(`${collectionOf(cx, type.kind as "list")}::new`),
      type: plain,
    });
    clauses(cx, e.clauses, 0, add);
  });
  return { kind: "block", block: { statements, value: type.kind === "list" && type.rep < 0 ? target : share(cx, type, target) } };
}

function bareType(cx: FunctionContext, type: Type) {
  if (type.kind === "list") return tPath("Vec", rustType(type.elem, cx.unit, cx.module));
  const full = rustType(type, cx.unit, cx.module);
  return isSharedContainer(type, cx.unit) && full.kind === "path" ? full.args[0] : full;
}

export const isTrue = (test: RustExpr): boolean => test.kind === "literal" && test.text === "true";

export function clauses(cx: FunctionContext, list: readonly Clause[], index: number, add: () => void): void {
  const clause = list[index];
  if (!clause) return add();
  if (clause.kind === "if") {
    const test = own(cx, clause.test);
    // What stores the item in its places.
    if (isTrue(test)) return clauses(cx, list, index + 1, add);
    const { statements } = capture(cx, () => clauses(cx, list, index + 1, add));
    cx.out.push({ kind: "expression", value: { kind: "if", test, then: { statements } }, semicolon: false });
    return;
  }
  const iterable = iterate(cx, clause.iterable, clause.pattern);
  bindOwned(cx, clause.pattern, iterable);
  const { statements } = capture(cx, () => {
    storePattern(cx, clause.pattern);
    clauses(cx, list, index + 1, add);
  });
  cx.out.push({
    kind: "expression",
    value: { kind: "for", pattern: patternOf(cx, clause.pattern, iterable.borrows), iterable: iterable.expr, body: { statements } },
    semicolon: false,
  });
}
