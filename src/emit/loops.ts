/** Loops, iteration and patterns. */
import type { Block, Expression, Label, Pattern, Statement, Type } from "../ir/index.ts";
import { patternLocals, walk } from "../ir/walk.ts";
import type { RustBlock, RustExpr, RustPattern, RustStatement } from "../rust/ast.ts";
import { assign, binary, call, cast, exprStmt, field, ifExpr, letStmt, lit, method, path, pName, wild } from "../rust/make.ts";
import { capture, frameOf, hoist, importName, type FunctionContext } from "./context.ts";
import { emitExpression, negate } from "./expressions.ts";
import { emitBlock, emitInto } from "./statements.ts";
import { isBig, isCopy, isSharedContainer } from "./types.ts";
import { anchored, contentRef, nameFor, own, ownLoose, ownTyped, refTo, withSuffix } from "./values.ts";

/** Where `break` and `continue` of a label go in Rust. */
export interface Target {
  readonly name: string;
  /** Set when a `break` or `continue` had to name it. */
  used: boolean;
}

/** Something to iterate over, and whether its items are borrowed from a container. */
export interface Iterable {
  readonly expr: RustExpr;
  readonly borrows: boolean;
}

/** The Rust expression after `in`. What it borrows from a cell to begin with is given back before the first round. */
export function iterate(cx: FunctionContext, e: Expression, pattern: Pattern, alone = false): Iterable {
  const made = iterable(cx, e, pattern, alone);
  if (alone || made.borrows || !lendsCell(made.expr)) return made;
  const whole = e.type.kind === "iter" || e.type.kind === "dict" || e.type.kind === "str";
  const value: RustExpr = whole
    ? { kind: "method", object: made.expr, name: "collect", typeArgs: [{ kind: "path", path: "Vec", args: [{ kind: "infer" }] }], args: [] }
    : made.expr;
  return { expr: hoist(cx, value, "items"), borrows: false };
}

/** Is a cell borrowed somewhere in the expression? */
export function lendsCell(expr: RustExpr): boolean {
  const stack: unknown[] = [expr];
  while (stack.length) {
    const node = stack.pop();
    if (typeof node !== "object" || node === null) continue;
    const { kind, name } = node as { kind?: string; name?: string };
    if (kind === "closure") continue;
    if (kind === "method" && (name === "borrow" || name === "borrow_mut")) return true;
    for (const value of Object.values(node)) if (typeof value === "object") stack.push(value);
  }
  return false;
}

/** The Rust expression after `in`. `alone`: the iterator outlives the statement and must own what it walks. */
function iterable(cx: FunctionContext, e: Expression, pattern: Pattern, alone: boolean): Iterable {
  const type = e.type;
  const owned = (expr: RustExpr): Iterable => ({ expr, borrows: false });
  switch (type.kind) {
    case "list":
    case "deque":
    case "set":
    case "dict": {
      if (isSharedContainer(type, cx.unit)) return owned(method(alone ? own(cx, e) : handleOf(cx, e), "each"));
      if (!alone && changesItems(cx, pattern)) {
        const changed = emitExpression(cx, e, "mut");
        return { expr: method(changed.expr, "iter_mut"), borrows: true };
      }
      const value = withSuffix(cx, !anchored(e), () => emitExpression(cx, e, "ref"));
      const keys = type.kind === "dict" ? "keys" : "iter";
      // The last use of a variable hands its items over.
      const used =
        e.kind === "local" &&
        cx.unit.facts.lastUse(e.id) &&
        cx.locals.get(e.local)!.borrow === "own" &&
        cx.locals.get(e.local)!.cell === "none" &&
        value.form === "place" &&
        !wantsBorrow(cx, pattern);
      if (used) return owned(type.kind === "dict" ? method(value.expr, "into_keys") : value.expr);
      if (value.form === "own" || alone) {
        const all = value.form === "own" ? value.expr : own(cx, e);
        return owned(type.kind === "dict" ? method(all, "into_keys") : alone ? method(all, "into_iter") : all);
      }
      const elem = type.kind === "dict" ? type.key : type.elem;
      if (wantsBorrow(cx, pattern) || isCopy(elem, cx.unit)) {
        const text = elem.kind === "str" && pattern.kind === "local" && wantsBorrow(cx, pattern);
        // Text that is borrowed is `&str` everywhere.
        if (text) return { expr: method(method(value.expr, keys), "map", path("String::as_str")), borrows: true };
        if (type.kind === "dict") return { expr: method(value.expr, "keys"), borrows: true };
        // Going over a `&mut` variable itself would use it up.
        if (e.kind === "local" && cx.locals.get(e.local)!.borrow === "mut") return { expr: method(value.expr, "iter"), borrows: true };
        return { expr: value.form === "ref" ? value.expr : { kind: "borrow", word: "", operand: value.expr }, borrows: true };
      }
      return owned(method(method(value.expr, keys), "cloned"));
    }
    case "str":
      return owned(
        alone ? method(call("rt::str::chars", refTo(cx, e)), "collect::<Vec<_>>().into_iter") : call("rt::str::chars", refTo(cx, e)),
      );
    case "bytes": {
      const bytes = refTo(cx, e);
      const want = elemOfPattern(cx, pattern);
      const numbers = method(bytes.kind === "borrow" ? bytes.operand : bytes, "iter");
      const body = want && isBig(want, cx.unit) ? call("rt::Int::from", call("i64::from", path("byte"))) : call("i64::from", path("byte"));
      return owned(method(numbers, "map", { kind: "closure", params: [{ pattern: { kind: "ref", inner: pName("byte") } }], body }));
    }
    case "tuple": {
      const value = emitExpression(cx, e, "ref");
      const name = value.expr.kind === "path" ? value.expr : hoistTuple(cx, own(cx, e));
      return owned({
        kind: "array",
        elems: type.elems.map((elem, i) => (isCopy(elem, cx.unit) ? field(name, String(i)) : method(field(name, String(i)), "clone"))),
      });
    }
    case "array":
      return { expr: refTo(cx, e), borrows: true };
    case "iter": {
      const items = own(cx, e);
      const lends = alone && e.kind === "runtime" && cx.unit.program.rows(e.row).args.some((passing) => passing !== "own");
      return owned(
        lends
          ? method(
              {
                kind: "method",
                object: items,
                name: "collect",
                typeArgs: [{ kind: "path", path: "Vec", args: [{ kind: "infer" }] }],
                args: [],
              },
              "into_iter",
            )
          : items,
      );
    }
    case "any":
      return owned(call("rt::any::iter", refTo(cx, e)));
    default:
      return owned(own(cx, e));
  }
}

const hoistTuple = (cx: FunctionContext, expr: RustExpr): RustExpr => {
  const name = cx.scope.take("items");
  cx.out.push(letStmt(name, expr));
  return path(name);
};

const handleOf = (cx: FunctionContext, e: Expression): RustExpr => {
  const value = emitExpression(cx, e, "ref");
  // the borrow of a cell must not span the loop
  // (Temporaries in the head of a `for` live as long as the loop.)
  return value.form === "guard" || value.holds ? hoist(cx, own(cx, e), nameFor(e)) : value.expr;
};

const elemOfPattern = (cx: FunctionContext, pattern: Pattern): Type | undefined =>
  pattern.kind === "local" ? cx.locals.get(pattern.local)!.type : undefined;

/** Does the loop change the items through its variable? */
const changesItems = (cx: FunctionContext, pattern: Pattern): boolean =>
  pattern.kind === "local" && cx.locals.get(pattern.local)!.borrow === "mut";

/** Does the pattern bind borrows of the items? */
const wantsBorrow = (cx: FunctionContext, pattern: Pattern): boolean => {
  if (pattern.kind === "ignore") return true;
  if (pattern.kind === "tuple") return pattern.elems.length > 0 && pattern.elems.every((elem) => wantsBorrow(cx, elem));
  return cx.locals.get(pattern.local)!.borrow !== "own";
};

/** Variables that are bound to items of their own are no borrows, whatever the facts allowed. */
export function bindOwned(cx: FunctionContext, pattern: Pattern, iterable: Iterable): void {
  if (iterable.borrows) return;
  for (const local of patternLocals(pattern)) cx.locals.get(local)!.borrow = "own";
}

/** The Rust pattern of a `for` or a `let`; `borrows`: it is matched against a reference. */
export function patternOf(cx: FunctionContext, pattern: Pattern, borrows: boolean): RustPattern {
  const inner = patternInner(cx, pattern);
  return borrows && !wantsBorrow(cx, pattern) ? { kind: "ref", inner } : inner;
}

function patternInner(cx: FunctionContext, pattern: Pattern): RustPattern {
  switch (pattern.kind) {
    case "ignore":
      return wild;
    case "tuple":
      return { kind: "tuple", elems: pattern.elems.map((elem) => patternInner(cx, elem)) };
    case "local": {
      const storage = cx.locals.get(pattern.local)!;
      if (cx.declared.has(pattern.local)) return pName(temporary(storage.name));
      if (!cx.unit.facts.used(cx.fn.id, pattern.local) && storage.cell === "none") return pName(unusedName(storage.name));
      return pName(storage.name, storage.cell === "none" && storage.borrow === "own" && cx.unit.facts.mutated(cx.fn.id, pattern.local));
    }
  }
}

export const unusedName = (name: string): string => (name.startsWith("_") ? name : `_${name.replace(/^r#/, "")}`);
const temporary = (name: string): string => `next_${name.replace(/^r#/, "")}`;

/** Statements at the start of a body that put pattern variables where they live: cells, and variables declared before. */
export function storePattern(cx: FunctionContext, pattern: Pattern): void {
  if (pattern.kind === "tuple") for (const elem of pattern.elems) storePattern(cx, elem);
  if (pattern.kind !== "local") return;
  const storage = cx.locals.get(pattern.local)!;
  const rc = (): string => importName(cx.unit, cx.module, "std::rc::Rc");
  if (cx.declared.has(pattern.local)) {
    const value = path(temporary(storage.name));
    cx.out.push(storeLocal(cx, pattern.local, value));
  } else if (storage.cell !== "none") {
    const cell = importName(cx.unit, cx.module, storage.cell === "cell" ? "std::cell::Cell" : "std::cell::RefCell");
    const value = storage.deferred ? call("Some", path(storage.name)) : path(storage.name);
    cx.out.push(letStmt(storage.name, call(`${rc()}::new`, call(`${cell}::new`, value))));
  } else if (storage.deferred) {
    cx.out.push(letStmt(storage.name, call("Some", path(storage.name))));
  }
}

/** `local = value` as its storage has it. */
export function storeLocal(cx: FunctionContext, local: number, value: RustExpr): RustStatement {
  const storage = cx.locals.get(local)!;
  const name = path(storage.name);
  const inner = storage.deferred ? call("Some", value) : value;
  if (storage.cell === "cell") return exprStmt(method(name, "set", inner));
  if (storage.cell === "refcell") return exprStmt(assign({ kind: "unary", op: "*", operand: method(name, "borrow_mut") }, inner));
  if (storage.borrow === "mut") return exprStmt(assign({ kind: "unary", op: "*", operand: name }, inner));
  return exprStmt(assign(name, inner));
}

// --- loops

type Loop = Statement<"while"> | Statement<"doWhile"> | Statement<"loop"> | Statement<"forEach"> | Statement<"forRange">;

/** Does a block leave through `break label` or go on through `continue label`? */
export function jumps(body: Block, kind: "break" | "continue", label: Label): boolean {
  let found = false;
  walk(body, (node) => {
    if (node.kind === kind && node.label === label) found = true;
    return !found && node.kind !== "closure";
  });
  return found;
}

/** Runs `emit` with the label open as a Rust loop; gives the loop's label when it is named. */
export function inLoop<T>(cx: FunctionContext, label: Label, emit: () => T): { value: T; name: string | undefined } {
  const target: Target = { name: `l${label}`, used: false };
  cx.targets.set(label, { break: target, continue: target });
  cx.loops.push({ label, kind: "loop" });
  frameOf(cx).labels.add(label);
  const value = emit();
  cx.loops.pop();
  return { value, name: target.used ? target.name : undefined };
}

/** A labelled block in Rust, for `break` (or, as the body of a loop with a step, `continue`) of the label. */
export function inBlock<T>(
  cx: FunctionContext,
  label: Label,
  role: "break" | "continue",
  suffix: string,
  emit: () => T,
): { value: T; name: string | undefined } {
  const target: Target = { name: `l${label}${suffix}`, used: false };
  const old = cx.targets.get(label);
  cx.targets.set(label, { break: old?.break ?? target, continue: old?.continue ?? target, [role]: target });
  cx.loops.push({ label: -1, kind: "block" });
  frameOf(cx).labels.add(label);
  const value = emit();
  cx.loops.pop();
  return { value, name: target.used ? target.name : undefined };
}

/** A loop with what runs when it ends by itself. */
function withElse(cx: FunctionContext, s: Loop, orElse: Block | undefined, emit: () => void): void {
  if (!orElse) return emit();
  if (!jumps(s.body, "break", s.label)) {
    emit();
    emitBlock(cx, orElse);
    return;
  }
  const { value: statements, name } = inBlock(
    cx,
    s.label,
    "break",
    "_done",
    () =>
      capture(cx, () => {
        emit();
        emitBlock(cx, orElse);
      }).statements,
  );
  cx.out.push({ kind: "expression", value: { kind: "block", block: { statements }, label: name ?? `l${s.label}_done` }, semicolon: false });
}

/** Keeps a `break` target that `withElse` set while the loop opens its own. */
function openLoop<T>(cx: FunctionContext, label: Label, emit: () => T): { value: T; name: string | undefined } {
  const outer = cx.targets.get(label)?.break;
  return inLoop(cx, label, () => {
    const own = cx.targets.get(label)!;
    if (outer && outer.name.endsWith("_done")) cx.targets.set(label, { break: outer, continue: own.continue });
    return emit();
  });
}

const pushLoop = (cx: FunctionContext, expr: RustExpr): void => void cx.out.push({ kind: "expression", value: expr, semicolon: false });

export function emitWhile(cx: FunctionContext, s: Statement<"while">): void {
  withElse(cx, s, s.orElse, () => {
    const endless = s.test.kind === "bool" && s.test.value;
    const test = capture(cx, () => own(cx, s.test));
    const { value: body, name } = openLoop(cx, s.label, () => bodyWithStep(cx, s));
    if (endless) pushLoop(cx, { kind: "loop", body, label: name });
    else if (test.statements.length === 0) pushLoop(cx, { kind: "while", test: test.value, body, label: name });
    else {
      const leave: RustStatement = {
        kind: "expression",
        value: ifExpr(negate(test.value), { statements: [exprStmt({ kind: "break" })] }),
        semicolon: false,
      };
      pushLoop(cx, { kind: "loop", body: { ...body, statements: [...test.statements, leave, ...body.statements] }, label: name });
    }
  });
}

function bodyWithStep(cx: FunctionContext, s: Statement<"while">): RustBlock {
  if (!s.step) return emitInto(cx, s.body);
  if (!jumps(s.body, "continue", s.label)) {
    return blockOf(cx, () => {
      emitBlock(cx, s.body);
      emitBlock(cx, s.step!);
    });
  }
  return blockOf(cx, () => {
    const { value: inner, name } = inBlock(cx, s.label, "continue", "_next", () => emitInto(cx, s.body));
    cx.out.push({ kind: "expression", value: { kind: "block", block: inner, label: name ?? `l${s.label}_next` }, semicolon: false });
    emitBlock(cx, s.step!);
  });
}

const blockOf = (cx: FunctionContext, emit: () => void): RustBlock => ({ statements: capture(cx, emit).statements });

export function emitDoWhile(cx: FunctionContext, s: Statement<"doWhile">): void {
  const { value: body, name } = openLoop(cx, s.label, () =>
    blockOf(cx, () => {
      if (jumps(s.body, "continue", s.label)) {
        const { value: inner, name: next } = inBlock(cx, s.label, "continue", "_next", () => emitInto(cx, s.body));
        cx.out.push({ kind: "expression", value: { kind: "block", block: inner, label: next ?? `l${s.label}_next` }, semicolon: false });
      } else emitBlock(cx, s.body);
      const test = own(cx, s.test);
      cx.out.push({ kind: "expression", value: ifExpr(negate(test), { statements: [exprStmt({ kind: "break" })] }), semicolon: false });
    }),
  );
  pushLoop(cx, { kind: "loop", body, label: name });
}

export function emitLoop(cx: FunctionContext, s: Statement<"loop">): void {
  const { value: body, name } = openLoop(cx, s.label, () => emitInto(cx, s.body));
  pushLoop(cx, { kind: "loop", body, label: name });
}

export function emitForEach(cx: FunctionContext, s: Statement<"forEach">): void {
  const iterable = iterate(cx, s.iterable, s.pattern);
  bindOwned(cx, s.pattern, iterable);
  withElse(cx, s, s.orElse, () => {
    const { value: body, name } = openLoop(cx, s.label, () =>
      blockOf(cx, () => {
        storePattern(cx, s.pattern);
        emitBlock(cx, s.body);
      }),
    );
    pushLoop(cx, {
      kind: "for",
      pattern: patternOf(cx, s.pattern, iterable.borrows),
      iterable: iterable.expr,
      body: trailing(body, s.body),
      label: name,
    });
  });
}

const trailing = (body: RustBlock, _from: Block): RustBlock => body;

export function emitForRange(cx: FunctionContext, s: Statement<"forRange">): void {
  const iterable = range(cx, s);
  const pattern: Pattern = { kind: "local", local: s.local };
  withElse(cx, s, s.orElse, () => {
    const { value: body, name } = openLoop(cx, s.label, () =>
      blockOf(cx, () => {
        storePattern(cx, pattern);
        emitBlock(cx, s.body);
      }),
    );
    pushLoop(cx, { kind: "for", pattern: patternOf(cx, pattern, false), iterable, body, label: name });
  });
}

function range(cx: FunctionContext, s: Statement<"forRange">): RustExpr {
  const type = cx.locals.get(s.local)!.type;
  const step = s.step.kind === "int" ? s.step.value : undefined;
  if (type.kind === "exact" && isBig(type, cx.unit)) {
    return call("rt::range", own(cx, s.start, type), own(cx, s.stop, type), own(cx, s.step, type));
  }
  const free = !anchored(s.start) && !anchored(s.stop);
  const start = free ? ownLoose(cx, s.start, type) : ownTyped(cx, s.start, type);
  const stop = own(cx, s.stop, type);
  if (step === 1n) return { kind: "range", from: start, to: stop, inclusive: false };
  if (step === -1n) {
    const low =
      stop.kind === "literal" && /^-?\d+(_\w+)?$/.test(stop.text)
        ? lit(String(BigInt(stop.text.replace(/_.*/, "")) + 1n))
        : binary("+", stop, lit("1"));
    return method({ kind: "range", from: low, to: start, inclusive: true }, "rev");
  }
  if (step !== undefined && step > 1n)
    return method({ kind: "range", from: start, to: stop, inclusive: false }, "step_by", lit(String(step)));
  return call("rt::range", start, stop, own(cx, s.step, type));
}

export { cast, contentRef };
