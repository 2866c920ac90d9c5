/** What is read, changed and stored again is changed where it lies: text that grows, counts in a dict, entries that are made once. */
import type { Block, Expression, Statement, Type } from "../ir/index.ts";
import { walk } from "../ir/walk.ts";
import type { RustExpr } from "../rust/ast.ts";
import { assign, borrow, call, closure, lit, macro, method, unary } from "../rust/make.ts";
import { isBusy, isStillArg } from "./aliases.ts";
import { capture, type FunctionContext } from "./context.ts";
import { emitExpression } from "./expressions.ts";
import { formatMacro } from "./format.ts";
import { bare } from "./natives.ts";
import { operatorSigns } from "./operators.ts";
import { push } from "./statements.ts";
import { isCopy, isSharedContainer } from "./types.ts";
import { leaves } from "../rust/simplify-expressions.ts";
import { contentMut, contentRef, own, ownLoose, ownTyped } from "./values.ts";

/** Two places, or values made of places, that are the same whenever nothing is assigned between them. */
function samePlace(a: Expression, b: Expression): boolean {
  switch (a.kind) {
    case "local":
      return b.kind === "local" && a.local === b.local;
    case "field":
      return b.kind === "field" && a.name === b.name && samePlace(a.object, b.object);
    case "tupleGet":
      return b.kind === "tupleGet" && a.index === b.index && samePlace(a.tuple, b.tuple);
    case "int":
      return b.kind === "int" && a.value === b.value;
    case "str":
      return b.kind === "str" && a.value === b.value;
    case "binary":
      return b.kind === "binary" && a.op === b.op && samePlace(a.left, b.left) && samePlace(a.right, b.right);
    case "tuple":
      return b.kind === "tuple" && a.elems.length === b.elems.length && a.elems.every((elem, i) => samePlace(elem, b.elems[i]));
    default:
      return false;
  }
}

/** The variable that a place is a part of. */
export function rootLocal(e: Expression): number | undefined {
  let at = e;
  for (;;) {
    if (at.kind === "local") return at.local;
    if (at.kind === "field") at = at.object;
    else if (at.kind === "tupleGet") at = at.tuple;
    else return undefined;
  }
}

function mentionsLocal(e: Expression | Statement, local: number): boolean {
  let found = false;
  walk(e, (node) => {
    if (node.kind === "local" && node.local === local) found = true;
    return !found;
  });
  return found;
}

const native = (cx: FunctionContext, e: Expression): string | undefined =>
  e.kind === "runtime" ? cx.unit.program.rows(e.row).native : undefined;

/** `text = text + more` as `text.push_str(more)`. */
export function emitAppend(cx: FunctionContext, s: Statement<"assign">): boolean {
  const { place } = s;
  if (place.kind !== "local" || place.type.kind !== "str" || native(cx, s.value) !== "concat") return false;
  const storage = cx.locals.get(place.local)!;
  if (storage.cell !== "none" || storage.deferred || storage.borrow !== "own" || !cx.unit.facts.used(cx.fn.id, place.local)) return false;
  const parts: Expression[] = [];
  let at = s.value;
  while (at.kind === "runtime" && native(cx, at) === "concat") {
    parts.unshift(at.args[1]);
    at = at.args[0];
  }
  if (at.kind !== "local" || at.local !== place.local || parts.some((part) => mentionsLocal(part, place.local))) return false;
  if (parts.some((part) => part.kind === "local" && isNameOf(cx, part.local, place.local))) return false;
  const { expr } = emitExpression(cx, place, "place");
  // A part that fails must not find the others there already.
  if (parts.length > 1 && !parts.every((part) => isStillArg(cx, part))) {
    const pieces = parts.map((value) => ({ value, spec: "" }));
    push(cx, method(expr, "push_str", borrow(macro("format", ...formatMacro(cx, pieces)))));
    return true;
  }
  for (const part of parts) {
    if (part.kind === "str" && [...part.value].length === 1) push(cx, method(expr, "push", lit(charLiteral(part.value))));
    else push(cx, method(expr, "push_str", contentRef(cx, part)));
  }
  return true;
}

/** Is the local a borrow of the other one? */
function isNameOf(cx: FunctionContext, local: number, other: number): boolean {
  if (cx.locals.get(local)!.borrow === "own") return false;
  let from: Expression | undefined;
  walk(cx.fn.body, (node) => {
    if (node.kind === "let" && node.local === local) from = node.value;
    return !from;
  });
  return from?.kind === "local" && (from.local === other || isNameOf(cx, from.local, other));
}

const charLiteral = (char: string): string => {
  const code = char.codePointAt(0)!;
  const named: Readonly<Record<string, string>> = { "'": "\\'", "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\0" };
  return `'${named[char] ?? (code < 32 || (code >= 0x7f && code < 0xa0) ? `\\u{${code.toString(16)}}` : char)}'`;
};

/** The entry of a dict by a key that may stand anywhere, made first if it is missing. */
function entryOf(cx: FunctionContext, object: Expression, key: Expression, value: RustExpr): RustExpr {
  const { key: kept } = object.type as Type<"dict">;
  if (kept.kind === "str" && cx.unit.facts.fixedText(kept))
    return method(bare(contentMut(cx, object)), "entry", own(cx, key, kept), isMade(value) ? value.callee : closure([], value));
  const keyed = isText(key) ? contentRef(cx, key) : borrow(ownTyped(cx, key, (object.type as Type<"dict">).key));
  return method(bare(contentMut(cx, object)), "or_insert_with", keyed, isMade(value) ? value.callee : closure([], value));
}

const isText = (key: Expression): boolean => key.type.kind === "str";
const isMade = (value: RustExpr): value is RustExpr<"call"> => value.kind === "call" && value.args.length === 0;

/** May the dict and the key be named in any order, as often as one likes? */
function isSimpleEntry(cx: FunctionContext, object: Expression, key: Expression): object is Expression {
  if (object.type.kind !== "dict" || rootLocal(object) === undefined || key.type.kind === "any") return false;
  if (key.type.kind !== object.type.key.kind || (key.type.kind !== "str" && key.type.kind !== "exact" && key.type.kind !== "tuple"))
    return false;
  return samePlace(key, key) && !mentionsLocal(key, rootLocal(object)!) && !isBusy(cx, key);
}

/** `d[k] = d.get(k, 0) + n` as `*d.or_insert_with(&k, || 0) += n`. */
export function emitCount(cx: FunctionContext, e: Expression): boolean {
  if (e.kind !== "runtime" || native(cx, e) !== "put") return false;
  const [object, key, value] = e.args;
  if (!isSimpleEntry(cx, object, key) || value.kind !== "binary" || value.type.kind !== (object.type as Type<"dict">).value.kind)
    return false;
  const { left, right } = value;
  if (left.kind !== "runtime" || native(cx, left) !== "getOr" || (value.arithmetic !== "exact" && value.arithmetic !== "float"))
    return false;
  if (value.op === "div" || value.op === "rem" || value.op === "shl" || value.op === "shr") return false;
  const [from, same, first] = left.args;
  if (!samePlace(object, from) || !samePlace(key, same) || (first.kind !== "int" && first.kind !== "float")) return false;
  if (isBusy(cx, right) || mentionsLocal(right, rootLocal(object)!) || !isStillArg(cx, right)) return false;
  const stored = (object.type as Type<"dict">).value;
  const made = capture(cx, () => {
    const added = ownTyped(cx, right, stored);
    return { added, entry: entryOf(cx, object, key, ownTyped(cx, first, stored)) };
  });
  if (made.statements.length > 0) return false;
  push(cx, assign(unary("*", made.value.entry), made.value.added, `${operatorSigns[value.op]}=`));
  return true;
}

/** `xs[: k + 1] = xs[k::-1]`: the items up to a place, turned round. */
export function isReversal(cx: FunctionContext, block: readonly Statement[], index: number): boolean {
  const [before, after] = [block[index], block[index + 1]];
  if (before.kind !== "let" || !before.value || after?.kind !== "expression" || after.comments?.length) return false;
  const e = after.value;
  if (e.kind !== "runtime" || native(cx, e) !== "putSlice") return false;
  const made = before.value;
  const [object, start, stop, items] = e.args;
  if (items.kind !== "local" || items.local !== before.local || made.kind !== "runtime" || native(cx, made) !== "stepSlice") return false;
  const [from, first, last, by] = made.args;
  if (start.type.kind !== "unit" || last.type.kind !== "unit" || !samePlace(object, from) || !isMinusOne(by)) return false;
  const next =
    stop.kind === "binary" && stop.op === "add" && stop.right.kind === "int" && stop.right.value === 1n && samePlace(stop.left, first);
  if (!next || rootLocal(object) === undefined || isSharedContainer(object.type, cx.unit)) return false;
  return !block.slice(index + 2).some((each) => mentionsLocal(each, before.local));
}

/** The call for both statements. */
export function emitReversal(cx: FunctionContext, e: Expression<"runtime">): void {
  const [object, , stop] = e.args;
  push(cx, call("rt::list::reverse_front", contentMut(cx, object), ownLoose(cx, stop)));
}

const isMinusOne = (e: Expression): boolean =>
  (e.kind === "int" && e.value === -1n) || (e.kind === "unary" && e.op === "neg" && e.operand.kind === "int" && e.operand.value === 1n);

/** `if k not in d: d[k] = value` as `d.or_insert_with(&k, || value);`. */
export function emitMissing(cx: FunctionContext, s: Statement<"if">): boolean {
  const { test } = s;
  const only = soleStatement(s.then);
  if (s.orElse || test.kind !== "not" || test.operand.kind !== "runtime" || native(cx, test.operand) !== "has") return false;
  if (only?.kind !== "expression" || only.value.kind !== "runtime" || native(cx, only.value) !== "put") return false;
  const [object, key, value] = only.value.args;
  const [tested, same] = test.operand.args;
  if (!isSimpleEntry(cx, object, key) || !samePlace(object, tested) || !samePlace(key, same)) return false;
  if (mentionsLocal(value, rootLocal(object)!) || !makesFresh(cx, value) || isSharedContainer(object.type, cx.unit)) return false;
  const made = capture(cx, () => entryOf(cx, object, key, ownTyped(cx, value, (object.type as Type<"dict">).value)));
  if (made.statements.length > 0 || leaves(made.value)) return false;
  push(cx, made.value);
  return true;
}

const soleStatement = (block: Block): Statement | undefined =>
  block.statements.length === 1 && !block.trailing?.length && !block.statements[0].comments?.length ? block.statements[0] : undefined;

const isReadOf = (e: Expression): boolean => e.kind === "local" || (e.kind === "field" && isReadOf(e.object));

/** A new container, an object made of copies or a constant: nothing is moved, nothing fails. */
function makesFresh(cx: FunctionContext, e: Expression): boolean {
  switch (e.kind) {
    case "int":
    case "float":
    case "bool":
    case "str":
    case "none":
      return true;
    case "list":
    case "set":
      return e.elems.length === 0;
    case "dict":
      return e.entries.length === 0;
    case "construct":
      return e.fields.every(([, value]) => makesFresh(cx, value) || (isReadOf(value) && isCopy(value.type, cx.unit)));
    default:
      return false;
  }
}
