/**
 * What a test has shown of an optional object in a field that others may write: `self.left is not None`. The handle is read once, before the
 * test, and stands for the field until something may write it: `let left = self.left.borrow().clone(); if let Some(left) = left { … }`. No
 * cell stays borrowed while the block runs.
 */
import { innerTypes, isExpression, walkBoth, type Expression, type Node, type Statement, type Type } from "../ir/index.ts";
import { letStmt, path } from "../rust/make.ts";
import type { FunctionContext } from "./context.ts";
import { placeKey, rootOf, type Binding, type Presence, type Region, type Root } from "./narrowing.ts";
import { isSharedInstance } from "./types.ts";
import { own } from "./values.ts";

/** Where the handle may be read: in a statement of its own before the test, in the test itself, or not at all. */
export type Reading = "before" | "inside" | undefined;

/** An optional handle in a field that is a cell. */
export function isHandleCell(cx: FunctionContext, e: Expression<"field">): boolean {
  const { type } = e.object;
  return (
    type.kind === "instance" &&
    isSharedInstance(type, cx.unit) &&
    cx.unit.facts.field(type.class, e.name) !== "plain" &&
    e.type.kind === "option" &&
    isSharedInstance(e.type.inner, cx.unit)
  );
}

/** Does the place lie behind a cell, or in one? */
export const isInCell = (root: Root): boolean => root.fields.some(({ cell }) => cell);

/** How to bind the handle, if the region reads it before anything may write the field. */
export function bindHandle(cx: FunctionContext, test: Presence, region: Region, reading: Reading): Binding | undefined {
  const { place } = test;
  const target = placeKey(cx, place);
  const root = target === undefined ? undefined : rootOf(cx, place);
  if (!reading || !root || place.kind !== "field" || !isHandleCell(cx, place)) return undefined;
  const key = target + test.step;
  if (cx.narrowed.has(key)) return undefined;
  const state: Reads = { uses: 0, repeated: false, written: false, late: false };
  for (const e of region.expressions) read(cx, key, root, e, state);
  if (state.late) return undefined;
  let until: Statement | undefined;
  let inclusive = false;
  for (const s of state.written ? [] : region.statements) {
    const { uses } = state;
    read(cx, key, root, s, state);
    if (state.late) state.uses = uses;
    if (!state.written && !state.late) continue;
    until = s;
    inclusive = !state.late;
    break;
  }
  if (state.written && until === undefined && region.statements.length > 0) return undefined;
  if (state.uses === 0) return undefined;
  const name = cx.scope.take(/^[a-z_]\w*$/.test(place.name) ? place.name : "value");
  const before = cx.out.length;
  const value = own(cx, place);
  if (reading === "before") cx.out.push(letStmt(name, value));
  else if (cx.out.length > before) {
    cx.out.length = before;
    return undefined;
  }
  return {
    key,
    narrowed: { name, form: "place", until, inclusive, once: state.uses === 1 && !state.repeated },
    pattern: { kind: "variant", path: "Some", elems: [{ kind: "name", name }] },
    subject: reading === "before" ? path(name) : value,
  };
}

interface Reads {
  uses: number;
  /** Some of them stand in a loop. */
  repeated: boolean;
  /** The field may hold something else from here on. */
  written: boolean;
  /** The content is read after that, or in a function that is called some other time. */
  late: boolean;
}

const LOOPS: ReadonlySet<string> = new Set(["while", "doWhile", "loop", "forEach", "forRange", "comprehension"]);

/** Goes through a node in the order of its evaluation. */
function read(cx: FunctionContext, target: string, root: Root, node: Node, state: Reads): void {
  const { uses } = state;
  let loops = false;
  let closures = 0;
  walkBoth(
    node,
    (each) => {
      if (each.kind === "closure") closures++;
      loops ||= LOOPS.has(each.kind);
      if (each.kind !== "unwrap" || placeKey(cx, each) !== target) return;
      if (closures > 0 || state.written) state.late = true;
      state.uses++;
      return false;
    },
    (each) => {
      if (each.kind === "closure") closures--;
      else if (mayWrite(cx, root, each)) state.written = true;
    },
  );
  if (!loops || state.uses === uses) return;
  state.repeated = true;
  // A later round may read what an earlier one wrote.
  if (state.written) state.late = true;
}

/** May the node itself, its parts aside, write one of the fields on the way, or the variable at its start? */
function mayWrite(cx: FunctionContext, root: Root, node: Node): boolean {
  if (!isExpression(node)) {
    switch (node.kind) {
      case "assign":
      case "update":
        return isOnTheWay(root, node.place);
      case "let":
      case "forRange":
        return node.local === root.local;
      case "forEach":
        return !isInert(node.iterable.type) || node.pattern.kind !== "local" || node.pattern.local === root.local;
      case "letPattern":
      case "guarded":
      case "yield":
        return true;
      default:
        return false;
    }
  }
  switch (node.kind) {
    case "local":
      return node.local === root.local && cx.unit.facts.changes(node.id);
    case "call":
      return root.fields.some(({ cls, name }) => cx.unit.facts.writes(node.function, cls, name));
    case "callValue":
    case "comprehension":
      return true;
    // Rows may ask objects how they are compared, shown or gone over.
    case "runtime":
      return !node.args.every(({ type }) => isInert(type));
    case "format":
      return node.pieces.some((piece) => typeof piece !== "string" && !isInert(piece.value.type));
    case "binary":
    case "compare":
      return !isInert(node.left.type) || !isInert(node.right.type);
    default:
      return false;
  }
}

const isOnTheWay = (root: Root, place: Expression): boolean => {
  if (place.kind === "local") return place.local === root.local;
  return (
    place.kind === "field" &&
    place.object.type.kind === "instance" &&
    root.fields.some(({ cls, name }) => cls === (place.object.type as Type<"instance">).class && name === place.name)
  );
};

/** Values of the type run no code of the program, whatever is done with them. */
function isInert(type: Type): boolean {
  switch (type.kind) {
    case "instance":
    case "union":
    case "any":
    case "iter":
    case "func":
    case "runtime":
      return false;
    default:
      return innerTypes(type).every(isInert);
  }
}
