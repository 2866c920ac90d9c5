/**
 * What a test has shown of a place: that an option holds something, that a union is of one member. Where that holds, the content has a
 * variable: `if let Some(node) = &node { … }`. A test and what it holds for (its region) go together; nothing is narrowed whose place is
 * assigned, moved or handed to a closure that stays, so the region ends before the statement that does so.
 */
import { isExpression, patternLocals, walk, type Node } from "../ir/walk.ts";
import type { Expression, LocalId, Statement, Type } from "../ir/index.ts";
import type { RustExpr, RustPattern } from "../rust/ast.ts";
import { borrow, borrowMut, path, unary } from "../rust/make.ts";
import { unionOf, variantPath, type FunctionContext } from "./context.ts";
import { bindHandle, isHandleCell, isInCell, type Reading } from "./cell-contents.ts";
import { emitExpression } from "./expressions.ts";
import { isCopy, isSharedInstance } from "./types.ts";
import type { Mode, Value } from "./values.ts";

/** The variable of a place's content. */
export interface Narrowed {
  readonly name: string;
  readonly form: "place" | "ref";
  /** The statement of the block at hand with which the region ends. */
  readonly until?: Statement;
  /** Does that statement belong to it? By default an assignment does, for it reads before it assigns. */
  readonly inclusive?: boolean;
  /** It is a value of its own that is read once: who wants it takes it. */
  readonly once?: boolean;
}

/** `place is not None`, `isinstance(place, C)`, or the contrary. */
export interface Presence {
  readonly place: Expression;
  /** The step from the place to its content, as in the key of a place. */
  readonly step: string;
  readonly content: Type;
  readonly present: boolean;
}

/** What the expression tests of a place. */
export function presenceOf(cx: FunctionContext, e: Expression): Presence | undefined {
  if (!cx.unit.program.safe) return undefined;
  switch (e.kind) {
    case "not": {
      const inner = presenceOf(cx, e.operand);
      return inner && { ...inner, present: !inner.present };
    }
    case "isNone":
      return e.value.type.kind === "option" ? { place: e.value, step: "!", content: e.value.type.inner, present: e.negated } : undefined;
    case "isMember": {
      if (e.members.length !== 1 || e.value.type.kind !== "union") return undefined;
      const { type } = unionOf(cx.unit, e.value.type.union).members[e.members[0]];
      return type.kind === "unit" ? undefined : { place: e.value, step: `@${e.members[0]}`, content: type, present: true };
    }
    default:
      return undefined;
  }
}

/** The test of the contrary. */
export function contrary(e: Expression): Expression {
  if (e.kind === "not") return e.operand;
  if (e.kind === "isNone") return { ...e, negated: !e.negated };
  return { kind: "not", id: e.id, span: e.span, type: e.type, operand: e };
}

/** A text for a place that only assignments to its root, or to fields on its way, can change; undefined for other expressions. */
export function placeKey(cx: FunctionContext, e: Expression): string | undefined {
  switch (e.kind) {
    case "local": {
      const storage = cx.locals.get(e.local);
      return storage?.cell === "none" && !storage.deferred ? String(e.local) : undefined;
    }
    case "unwrap":
      return step(cx, e.value, e.value.type.kind === "option", "!");
    case "project":
      return step(cx, e.value, e.value.type.kind === "union", `@${e.member}`);
    case "tupleGet":
      return step(cx, e.tuple, true, `#${e.index}`);
    case "field": {
      const { type } = e.object;
      const plain = type.kind === "instance" && (!isSharedInstance(type, cx.unit) || cx.unit.facts.field(type.class, e.name) === "plain");
      return step(cx, e.object, plain || isHandleCell(cx, e), `.${e.name}`);
    }
    default:
      return undefined;
  }
}

const step = (cx: FunctionContext, e: Expression, allowed: boolean, text: string): string | undefined => {
  const inner = allowed ? placeKey(cx, e) : undefined;
  return inner === undefined ? undefined : inner + text;
};

/** The content of a place as a variable, where a test has shown that it is there. */
export function narrowedValue(cx: FunctionContext, e: Expression<"unwrap"> | Expression<"project">, mode?: Mode): Value | undefined {
  if (cx.narrowed.size === 0) return undefined;
  const key = placeKey(cx, e);
  const known = key === undefined ? undefined : cx.narrowed.get(key);
  return known && { expr: path(known.name), form: known.once && mode === "own" ? "own" : known.form };
}

export interface Root {
  readonly local: LocalId;
  /** Fields on the way that can be written: of plain objects, and those that are cells. */
  readonly fields: readonly { readonly cls: number; readonly name: string; readonly cell: boolean }[];
}

export function rootOf(cx: FunctionContext, place: Expression): Root | undefined {
  const fields: { cls: number; name: string; cell: boolean }[] = [];
  let at = place;
  for (;;) {
    switch (at.kind) {
      case "local":
        return { local: at.local, fields };
      case "unwrap":
      case "project":
        at = at.value;
        break;
      case "tupleGet":
        at = at.tuple;
        break;
      case "field":
        if (at.object.type.kind === "instance") {
          const cell = isHandleCell(cx, at);
          if (cell || !isSharedInstance(at.object.type, cx.unit)) fields.push({ cls: at.object.type.class, name: at.name, cell });
        }
        at = at.object;
        break;
      default:
        return undefined;
    }
  }
}

interface Found {
  /** Reads of the content. */
  uses: number;
  /** Those that change it in place. */
  changes: number;
  /** Other mentions of the root. */
  others: number;
  /** The place may hold something else afterwards. */
  assigned: boolean;
  /** The root is moved away: at which of the nodes, and where the content is read last. */
  moved: number;
  last: number;
}

/** How a region mentions the content of a place, and its root. */
function scan(cx: FunctionContext, target: string, root: Root, node: Node, found: Found, closed = false): void {
  let at = found.last + found.moved + 1;
  walk(node, (each) => {
    at++;
    if (!isExpression(each)) {
      if (declares(each, root.local)) found.assigned = true;
      if (root.fields.length && (each.kind === "assign" || each.kind === "update") && writesField(root, each.place)) found.assigned = true;
      return;
    }
    switch (each.kind) {
      case "unwrap":
      case "project": {
        if (placeKey(cx, each) !== target) return;
        if (closed) found.others++;
        else {
          found.uses++;
          found.last = at;
          if (cx.unit.facts.changes(each.id)) found.changes++;
        }
        return false;
      }
      case "local":
        if (each.local !== root.local) return;
        found.others++;
        if (cx.unit.facts.changes(each.id)) found.assigned = true;
        else if (cx.unit.facts.lastUse(each.id) && !isCopy(each.type, cx.unit)) found.moved = at;
        return;
      case "closure":
        scan(cx, target, root, { kind: "block", id: -1, span: each.span, body: each.body }, found, true);
        return false;
      case "comprehension":
        if (each.type.kind !== "iter" || closed) return;
        scan(cx, target, root, each, found, true);
        return false;
      case "call":
      case "function":
        if (root.fields.some((field) => cx.unit.facts.writes(each.function, field.cls, field.name))) found.assigned = true;
        return;
      case "callValue":
        if (root.fields.length) found.assigned = true;
        return;
      default:
        return;
    }
  });
}

function declares(s: Statement, local: LocalId): boolean {
  switch (s.kind) {
    case "let":
    case "forRange":
      return s.local === local;
    case "letPattern":
    case "forEach":
      return patternLocals(s.pattern).includes(local);
    case "guarded":
      return s.handlers.some((handler) => handler.binding === local);
    default:
      return false;
  }
}

const writesField = (root: Root, place: Expression): boolean => {
  let at: Expression = place;
  for (;;) {
    if (at.kind === "field") {
      const { type } = at.object;
      const { name } = at;
      if (type.kind === "instance" && root.fields.some((field) => field.cls === type.class && field.name === name)) return true;
      at = at.object;
    } else if (at.kind === "index") at = at.object;
    else if (at.kind === "tupleGet") at = at.tuple;
    else return false;
  }
};

/** A test that binds the content of a place, and the entry for its region. */
export interface Binding {
  readonly key: string;
  readonly narrowed: Narrowed;
  readonly pattern: RustPattern;
  readonly subject: RustExpr;
  /** How the content of an option is bound; undefined where it may be changed. */
  readonly by?: "copy" | "lend";
}

/** Where a content is bound: expressions that are evaluated while it is, then the statements of a block, in order. */
export interface Region {
  readonly expressions: readonly Expression[];
  readonly statements: readonly Statement[];
}

/**
 * How to bind what the test shows, if the region reads it and lets it be. Takes the name. `borrowed`: also what could be copied; `reading`: where
 * a handle may be read that a cell holds.
 */
export function bindContent(
  cx: FunctionContext,
  test: Presence,
  region: Region,
  { borrowed = false, reading }: { readonly borrowed?: boolean; readonly reading?: Reading } = {},
): Binding | undefined {
  const target = placeKey(cx, test.place);
  const root = target === undefined ? undefined : rootOf(cx, test.place);
  if (target === undefined || root === undefined) return undefined;
  if (isInCell(root)) return bindHandle(cx, test, region, reading);
  const key = target + test.step;
  if (cx.narrowed.has(key)) return undefined;
  const found: Found = { uses: 0, changes: 0, others: 0, assigned: false, moved: 0, last: 0 };
  for (const e of region.expressions) scan(cx, key, root, e, found);
  if (found.assigned) return undefined;
  let until: Statement | undefined;
  let after = false;
  for (const s of region.statements) {
    const before = { ...found };
    if (!after) scan(cx, key, root, s, found);
    else {
      // Where it has ended, the name must still not be hidden.
      const rest: Found = { uses: 0, changes: 0, others: 0, assigned: false, moved: 0, last: 0 };
      scan(cx, key, root, s, rest);
      found.others += rest.others + rest.uses;
    }
    if (!found.assigned || after) continue;
    after = true;
    until = s;
    // `node = node.next`: what is assigned is read before.
    if (!(s.kind === "assign" && s.place.kind === "local" && s.place.local === root.local)) {
      const lost = found.uses - before.uses;
      Object.assign(found, before, { others: found.others + lost, assigned: true });
    }
  }
  if (found.uses === 0 || (found.moved > 0 && found.moved < found.last)) return undefined;
  if (found.changes > 0 && (found.others > 0 || found.assigned || root.fields.length > 0)) return undefined;
  return binding(cx, test, key, found, until, borrowed);
}

function binding(
  cx: FunctionContext,
  test: Presence,
  key: string,
  found: Found,
  until: Statement | undefined,
  borrowed: boolean,
): Binding | undefined {
  const copied = !borrowed && isCopy(test.content, cx.unit);
  const changed = found.changes > 0;
  if (changed && (borrowed || isCopy(test.content, cx.unit))) return undefined;
  const before = cx.out.length;
  const value = emitExpression(cx, test.place, changed ? "mut" : "ref");
  if (value.holds || value.form === "guard" || value.form === "own" || cx.out.length !== before) {
    cx.out.length = before;
    return undefined;
  }
  const inner = nameOf(cx, test.place);
  const name = found.others === 0 && inner.own ? inner.text : cx.scope.take(inner.text);
  const path_ = test.step === "!" ? "Some" : memberPath(cx, test);
  const through = value.form === "ref";
  const subject = copied
    ? through
      ? unary("*", value.expr)
      : value.expr
    : through
      ? value.expr
      : changed
        ? borrowMut(value.expr)
        : borrow(value.expr);
  return {
    key,
    narrowed: { name, form: copied ? "place" : "ref", until },
    pattern: { kind: "variant", path: path_, elems: [{ kind: "name", name }] },
    subject,
    by: copied ? "copy" : changed ? undefined : "lend",
  };
}

const memberPath = (cx: FunctionContext, test: Presence): string => {
  const union = unionOf(cx.unit, (test.place.type as Type<"union">).union);
  return variantPath(cx.unit, cx.module, union.id, Number(test.step.slice(1)));
};

/** What to call the content; `own`: the name is the root's, which the content may hide. */
function nameOf(cx: FunctionContext, place: Expression): { text: string; own: boolean } {
  switch (place.kind) {
    case "local": {
      const { name } = cx.locals.get(place.local)!;
      return name === "self" ? { text: "this", own: false } : { text: name, own: true };
    }
    case "unwrap":
    case "project": {
      const key = placeKey(cx, place);
      const known = key === undefined ? undefined : cx.narrowed.get(key);
      return known ? { text: known.name, own: true } : { text: nameOf(cx, place.value).text, own: false };
    }
    case "field":
      return { text: /^[a-z_]\w*$/.test(place.name) ? place.name : "value", own: false };
    default:
      return { text: "value", own: false };
  }
}

/** Runs with the contents bound. */
export function whileNarrowed<T>(cx: FunctionContext, bindings: readonly Binding[], run: () => T): T {
  const before = cx.narrowed;
  if (bindings.length) {
    const now = new Map(before);
    for (const each of bindings) now.set(each.key, each.narrowed);
    cx.narrowed = now;
  }
  try {
    return run();
  } finally {
    cx.narrowed = before;
  }
}

/** Runs with nothing bound: in what outlives the region. */
export function unnarrowed<T>(cx: FunctionContext, run: () => T): T {
  const before = cx.narrowed;
  cx.narrowed = new Map();
  try {
    return run();
  } finally {
    cx.narrowed = before;
  }
}
