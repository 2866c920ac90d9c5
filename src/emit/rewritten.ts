/** Updates whose value runs code that changes the place itself: the old value is read before it. */
import { walk, type Expression, type Statement, type Type } from "../ir/index.ts";
import type { RustExpr } from "../rust/ast.ts";
import { assign, binary, call, method, path, unary } from "../rust/make.ts";
import { classOf, globalPath, hoist, type FunctionContext } from "./context.ts";
import { emitExpression } from "./expressions.ts";
import { storeLocal } from "./iteration.ts";
import { fieldName } from "./names.ts";
import { operatorSigns } from "./operators.ts";
import { push } from "./statements.ts";
import { rustType } from "./types.ts";
import { own, ownTyped, receiver } from "./values.ts";

export function rewritesPlace(cx: FunctionContext, s: Statement<"update">): boolean {
  if (!cx.unit.program.safe) return false;
  const root = rootOf(cx, s.place);
  const { facts } = cx.unit;
  let found = false;
  walk(s.value, (node) => {
    if (node.kind === "call")
      found ||=
        facts.rewrites(node.function, s.place) ||
        node.args.some(
          (arg, i) => root !== undefined && arg.kind === "local" && arg.local === root && facts.param(node.function, i) === "mut",
        );
    else if (node.kind === "callValue")
      found ||= facts.rewrites(undefined, s.place) || (root !== undefined && cx.locals.get(root)?.cell !== "none");
    return !found;
  });
  return found;
}

/** The local that a place lies in. */
function rootOf(cx: FunctionContext, place: Expression): number | undefined {
  let at = place;
  for (;;)
    if (at.kind === "field") at = at.object;
    else if (at.kind === "runtime" && cx.unit.program.rows(at.row).result === "ref") at = at.args[0];
    else return at.kind === "local" ? at.local : undefined;
}

/** `place = old op value`, each in its order. */
export function updateAfter(cx: FunctionContext, s: Statement<"update">): void {
  const { place } = s;
  const type = rustType(place.type, cx.unit, cx.module);
  const old = hoist(cx, own(cx, place), "value", type);
  const added = hoist(cx, ownTyped(cx, s.value, place.type), "value", type);
  const value = hoist(cx, binary(operatorSigns[s.op], old, added), "value");
  store(cx, place, value);
}

function store(cx: FunctionContext, place: Expression, value: RustExpr): void {
  if (place.kind === "local") {
    cx.out.push(storeLocal(cx, place.local, value));
    return;
  }
  if (place.kind === "global") {
    const optional = cx.unit.facts.global(place.global) === "refcell" && !cx.unit.program.globals[place.global].value;
    return push(cx, method(path(globalPath(cx.unit, cx.module, place.global)), "set", optional ? call("Some", value) : value));
  }
  if (place.kind === "field" && isCell(cx, place)) {
    const cls = classOf(cx.unit, (place.object.type as Type<"instance">).class);
    return push(cx, method({ kind: "field", object: receiver(cx, place.object), name: fieldName(cls, place.name) }, "set", value));
  }
  const target = emitExpression(cx, place, "place");
  push(cx, assign(target.form === "place" ? target.expr : unary("*", target.expr), value));
}

const isCell = (cx: FunctionContext, place: Expression<"field">): boolean =>
  place.object.type.kind === "instance" && cx.unit.facts.field(place.object.type.class, place.name) === "cell";
