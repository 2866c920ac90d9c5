/** Augmented assignments: `target op= value`, in place where containers say so. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { isExpression, walk, type Expression } from "../../../ir/index.ts";
import type { BinaryOp, Expr, FunctionNode, Stmt } from "../ast/nodes.ts";
import { blocksOf, boundNames } from "../scope-tree.ts";
import { findMethod } from "../infer/classes.ts";
import { type Atom, type Ty } from "../infer/types.ts";
import { show } from "../infer/show.ts";
import { rowsOf } from "../stdlib/types.ts";
import { changeItem } from "./numpy/indexing.ts";
import { inPlaceStatement } from "./numpy/operators.ts";
import { arrayIn } from "./numpy/types.ts";
import { attributePlace } from "./attributes.ts";
import { noteField } from "./classes.ts";
import { convert, has, raises, withTempVal } from "./convert.ts";
import { ex, get, occurs, push, type Cx, type Val } from "./context.ts";
import { enumValue } from "./enums.ts";
import { expr } from "./expressions.ts";
import { irCell, irType, keyOf } from "./ir-types.ts";
import { eachKind, isDynamic, withMethod } from "./dynamic.ts";
import { storeDynamic } from "./dynamic-items.ts";
import { callMethod } from "./methods.ts";
import { bindName, isGlobal, localOf, nameVal, globalOf, irGlobal, isUnbound, cellOfVariable } from "./names.ts";
import { attempt, binary, eachMember, memberNode } from "./operators.ts";
import { iterationError } from "./undefined-operations.ts";
import { operandFailure, pyName, UNCHANGING } from "./type-errors.ts";
import { callRow, hasRow, rowFits } from "./rows.ts";
import { getItem } from "./subscripts.ts";
import { pathOf } from "./conditions.ts";
import { readAttribute } from "./attributes.ts";
import { type Comments, temp, again } from "./assign.ts";

const IN_PLACE: Readonly<Record<BinaryOp, string>> = {
  "+": "__iadd__",
  "-": "__isub__",
  "*": "__imul__",
  "/": "__itruediv__",
  "//": "__ifloordiv__",
  "%": "__imod__",
  "**": "__ipow__",
  "@": "__imatmul__",
  "&": "__iand__",
  "|": "__ior__",
  "^": "__ixor__",
  "<<": "__ilshift__",
  ">>": "__irshift__",
};

const UPDATES: Partial<Record<BinaryOp, "add" | "sub" | "mul" | "and" | "or" | "xor">> = {
  "+": "add",
  "-": "sub",
  "*": "mul",
  "&": "and",
  "|": "or",
  "^": "xor",
};

/** `target op= value`. */
export function augmentedStatement(cx: Cx, s: Stmt<"augmented">): void {
  const { target, op, span } = s;
  if (target.kind === "name") {
    const left = nameVal(cx, target);
    const right = expr(cx, s.value);
    if (inPlace(cx, op, left, right, s, span, s.comments)) {
      const binding = cx.module.scopes.binding(s);
      const before = cx.module.scopes.binding(target);
      if (binding.kind === "variable" && before.kind === "variable" && binding.web !== before.web)
        bindName(cx, binding, target.id, nameVal(cx, target), span);
      return;
    }
    const val = operated(cx, op, left, right, s, span, s.value);
    const binding = cx.module.scopes.binding(s);
    if (cx.p.emitting && binding.kind === "variable") {
      const before = cx.module.scopes.binding(target);
      const sameWeb = before.kind === "variable" && before.web === binding.web;
      const global = isGlobal(cx.module, binding.variable);
      const declared = global
        ? get(cx, globalOf(cx, cx.module, binding.variable).cell)
        : get(cx, cellOfVariable(cx, binding.variable, binding.web));
      const place = (): Expression => {
        if (global) {
          const info = globalOf(cx, cx.module, binding.variable);
          return ex(cx, "global", irCell(cx.p, info.cell), span, { global: irGlobal(cx, info, span) });
        }
        const local = localOf(cx, binding, span);
        occurs(cx, local);
        return ex(cx, "local", cx.locals[local].type, span, { local });
      };
      const unbound = !global && isUnbound(cx, binding);
      if (sameWeb && !unbound && updatable(op, declared, left, val) && right.ty.length === 1) {
        const value = amount(cx, right, val.ty, span);
        push(
          cx,
          "update",
          span,
          { place: place(), op: UPDATES[op]!, arithmetic: val.ty[0].k === "float" ? "float" : "exact", value },
          s.comments,
        );
        return;
      }
    }
    bindName(cx, binding, target.id, val, span, s.comments);
    return;
  }
  if (target.kind === "attribute") return augmentedAttribute(cx, s, target);
  if (target.kind === "subscript") return augmentedItem(cx, s, target);
  return refuse("PY0206", span, "this cannot be assigned to");
}

/** The value of `left op= right`. */
function operated(cx: Cx, op: BinaryOp, left: Val, right: Val, node: object, span: Span, rightNode?: Expr): Val {
  const before = cx.assigning;
  cx.assigning = true;
  try {
    return combined(cx, op, left, right, node, span, rightNode);
  } finally {
    cx.assigning = before;
  }
}

/** The same where failures are told as those of the assignment: what is dynamic may be a container, which changes in place, or an object whose class says how it does. */
function combined(cx: Cx, op: BinaryOp, left: Val, right: Val, node: object, span: Span, rightNode?: Expr): Val {
  const row = `any.${IN_PLACE[op]}`;
  const [atom] = left.ty;
  if (left.ty.length === 1 && atom.k === "inst" && right.ty.length > 0 && findMethod(atom.cls, IN_PLACE[op])) {
    const made = callMethod(cx, left, IN_PLACE[op], [{ value: right }], atom.cls, span);
    if (has(made.ty, "notImplemented"))
      return refuse("PY0307", span, `\`${IN_PLACE[op]}\` of \`${atom.cls.name}\` may return NotImplemented`);
    return made;
  }
  const plain = (one: Val): Val => binary(cx, op, one, right, memberNode(cx, node, one), span, rightNode);
  if (left.ty.length > 1 && right.ty.length > 0 && left.ty.some((each) => each.k === "inst" && findMethod(each.cls, IN_PLACE[op])))
    return withTempVal(cx, right, span, (again) =>
      eachMember(
        cx,
        left,
        span,
        (type) => operandFailure(op, type, pyName(right.ty), true),
        (one) => attempt(() => operated(cx, op, one, again(), memberNode(cx, node, one), span, rightNode)),
      ),
    );
  const iteration = left.ty.length === 1 && right.ty.length === 1 && op === "+" && atom.k === "list" && iterationError(right.ty[0]);
  if (iteration) return raises(cx, iteration, span, left, right);
  if (!isDynamic(left.ty) || right.ty.length === 0) return binary(cx, op, left, right, node, span, rightNode);
  const own = withMethod(cx, IN_PLACE[op]).filter((atom) => atom.k === "inst");
  const other = (one: Val): Val =>
    !hasRow(cx, row)
      ? binary(cx, op, one, right, node, span, rightNode)
      : eachKind(
          cx,
          one,
          withMethod(cx, IN_PLACE[op].replace("__i", "__")),
          span,
          (rest) => callRow(cx, row, [{ value: rest }, { value: right }], node, span),
          (each) => attempt(() => plain(each)),
        );
  return eachKind(cx, left, own, span, other, (one) => {
    const [atom] = one.ty;
    return atom.k === "inst" ? callMethod(cx, one, IN_PLACE[op], [{ value: right }], atom.cls, span) : undefined;
  });
}

/** What a number is changed by; a member of an enumeration of numbers stands for its own. */
function amount(cx: Cx, right: Val, ty: Ty, span: Span): Expression {
  const number = enumValue(cx, right, span);
  return number.ty[0].k === ty[0].k ? number.e : convert(cx, number, ty, span);
}

/** Can the operation be done on the place itself, for numbers? */
const updatable = (op: BinaryOp, declared: Ty, left: Val, result: Val): boolean =>
  UPDATES[op] !== undefined &&
  declared.length === 1 &&
  left.ty.length === 1 &&
  result.ty.length === 1 &&
  keyOf(declared) === keyOf(result.ty) &&
  left.ty[0].k === result.ty[0].k &&
  (result.ty[0].k === "int" || result.ty[0].k === "float");

/** Does the method return nothing but its receiver? */
function givesSelf(def: FunctionNode): boolean {
  const self = def.params[0]?.name;
  let gives = false;
  const only = (body: readonly Stmt[]): boolean =>
    body.every((s) => {
      if (s.kind !== "return") return blocksOf(s).every(only);
      gives = true;
      return s.value?.kind === "name" && s.value.id === self;
    });
  return self !== undefined && only(def.body) && gives && !boundNames(def.body, new Set(), new Set()).has(self);
}

/** Containers change in place, and objects whose method returns them; true when that was done. */
function inPlace(cx: Cx, op: BinaryOp, left: Val, right: Val, node: object, span: Span, comments: Comments): boolean {
  if (left.ty.length !== 1) return false;
  const atom: Atom = left.ty[0];
  if (inPlaceStatement(cx, op, left, right, node, span, comments)) return true;
  if (atom.k === "inst") {
    const method = findMethod(atom.cls, IN_PLACE[op]);
    if (!method || !givesSelf(method.fn.def)) return false;
    const made = callMethod(cx, left, IN_PLACE[op], [{ value: right }], atom.cls, span);
    push(cx, "expression", span, { value: made.e }, comments);
    return true;
  }
  if (!["list", "set", "dict", "deque", "rt"].includes(atom.k)) return false;
  if (right.ty.length === 0) return true;
  const kind = atom.k === "dict" && atom.flavour === "counter" ? "counter" : atom.k === "rt" ? rowsOf(atom.path) : atom.k;
  const row = `${kind}.${IN_PLACE[op]}`;
  const args = [{ value: left }, { value: right }];
  if (!hasRow(cx, row) || !rowFits(cx, row, args)) return false;
  const made = callRow(cx, row, args, node, span);
  push(cx, "expression", span, { value: made.e }, comments);
  return true;
}

/** The value in a local, unless it is the value of a name already that nothing binds again before it is used. */
function held(cx: Cx, node: Expr, val: Val, name: string, span: Span, later: readonly Expr[]): Val {
  const binding = node.kind === "name" && val.e.kind === "local" ? cx.module.scopes.binding(node) : undefined;
  return binding?.kind === "variable" && !binding.variable.writtenInside && !later.some(bindsNames) ? val : temp(cx, val, name, span);
}

/** Is there a `:=` in the expression? */
function bindsNames(node: unknown): boolean {
  if (typeof node !== "object" || node === null) return false;
  return (node as { kind?: string }).kind === "walrus" || Object.values(node).some(bindsNames);
}

function augmentedAttribute(cx: Cx, s: Stmt<"augmented">, target: Expr<"attribute">): void {
  const { op, span } = s;
  const object = held(cx, target.object, expr(cx, target.object), "object", span, [s.value]);
  const left = readAttribute(cx, again(cx, object, span), target.name, span, target);
  const known = cx.env?.get(pathOf(cx, target) ?? "");
  const current = known && known !== left.ty ? { ty: known, e: convert(cx, left, known, span) } : left;
  const right = expr(cx, s.value);
  if (inPlace(cx, op, current, right, s, span, s.comments)) return;
  const val = operated(cx, op, current, right, s, span, s.value);
  if (noteField(cx, target, val, span, s.comments)) return;
  const place = attributePlace(cx, again(cx, object, span), target.name, val.ty, span);
  if (!place) return;
  if (place.setter) return place.setter(val);
  if (cx.p.emitting && !place.lazy && updatable(op, place.ty, current, val) && right.ty.length === 1) {
    const value = amount(cx, right, val.ty, span);
    push(
      cx,
      "update",
      span,
      { place: place.e, op: UPDATES[op]!, arithmetic: val.ty[0].k === "float" ? "float" : "exact", value },
      s.comments,
    );
    return;
  }
  const value = convert(cx, val, place.ty, span);
  push(cx, "assign", span, { place: place.e, value: place.lazy ? ex(cx, "some", place.e.type, span, { value }) : value }, s.comments);
}

/** Names, constants, operators and items: nothing that assigns or calls. */
function isCalm(node: Expr): boolean {
  switch (node.kind) {
    case "name":
    case "int":
    case "float":
    case "str":
    case "bool":
      return true;
    case "attribute":
      return isCalm(node.object);
    case "subscript":
      return node.index.kind !== "slice" && isCalm(node.object) && isCalm(node.index);
    case "binary":
      return isCalm(node.left) && isCalm(node.right);
    case "unary":
      return isCalm(node.operand);
    default:
      return false;
  }
}

/** Does evaluating the expression call the program, as operators of its classes do? */
function runsCode(e: Expression): boolean {
  let found = false;
  walk(e, (node) => {
    if (!isExpression(node) || ["call", "callValue", "block", "closure", "comprehension"].includes(node.kind)) found = true;
    return !found;
  });
  return found;
}

/** `items[key] op= value` of a number in a list or dict, as one update; false where it is something else. */
function directUpdate(cx: Cx, s: Stmt<"augmented">, target: Expr<"subscript">, object: Val, key: Val, right: Val): boolean {
  const { op, span } = s;
  const [atom] = object.ty;
  if (object.ty.length !== 1 || right.ty.length !== 1 || (atom.k !== "list" && atom.k !== "dict") || (atom.k === "dict" && atom.flavour))
    return false;
  const left = getItem(cx, object, key, target, span);
  if (left.e.kind !== "runtime" || left.ty.length !== 1 || left.ty[0].k !== right.ty[0].k) return false;
  const val = operated(cx, op, left, right, s, span, s.value);
  if (!updatable(op, left.ty, left, val)) return false;
  const arithmetic = val.ty[0].k === "float" ? "float" : "exact";
  push(cx, "update", span, { place: left.e, op: UPDATES[op]!, arithmetic, value: right.e }, s.comments);
  return true;
}

function augmentedItem(cx: Cx, s: Stmt<"augmented">, target: Expr<"subscript">): void {
  const { op, span } = s;
  const objectVal = expr(cx, target.object);
  if (arrayIn(objectVal.ty)) {
    const value = changeItem(cx, objectVal, target.index, op, () => expr(cx, s.value), s, span);
    return push(cx, "expression", span, { value }, s.comments);
  }
  if (target.index.kind === "slice" && objectVal.ty.length === 0) return;
  if (target.index.kind === "slice") return refuse("PY0308", span, "an augmented assignment to a slice");
  const keyVal = expr(cx, target.index);
  // What runs no code of the program is evaluated in place: nothing can change it meanwhile.
  const calm = [target.object, target.index, s.value].every(isCalm);
  const early = calm ? expr(cx, s.value) : undefined;
  const direct = cx.p.emitting && early !== undefined && [objectVal, keyVal, early].every(({ e }) => !runsCode(e));
  if (direct && directUpdate(cx, s, target, objectVal, keyVal, early)) return;
  const object = held(cx, target.object, objectVal, "items", span, [target.index, s.value]);
  const key = held(cx, target.index, keyVal, "key", span, [s.value]);
  if (object.ty.length === 0) return;
  if (object.ty.filter((a) => a.k !== "none").length > 1)
    return refuse("PY0304", span, `an item of one of several types (${show(object.ty)}) is changed`);
  const rest = object.ty.filter((a) => a.k !== "none");
  const container = (): Val => {
    const next = again(cx, object, span);
    return rest.length < object.ty.length
      ? {
          ty: rest,
          e: ex(cx, "unwrap", irType(cx.p, rest), span, { value: next.e, unproven: "TypeError: 'NoneType' object is not subscriptable" }),
        }
      : next;
  };
  const atom = rest[0];
  const left = getItem(cx, container(), again(cx, key, span), target, span);
  const right = early ?? expr(cx, s.value);
  if (UNCHANGING.has(atom.k))
    return push(cx, "expression", span, {
      value: raises(
        cx,
        `TypeError: '${pyName([atom])}' object does not support item assignment`,
        span,
        operated(cx, op, left, right, s, span, s.value),
      ).e,
    });
  if (inPlace(cx, op, left, right, s, span, s.comments)) return;
  const val = operated(cx, op, left, right, s, span, s.value);
  if (
    cx.p.emitting &&
    atom.k !== "inst" &&
    atom.k !== "rt" &&
    updatable(op, left.ty, left, val) &&
    right.ty.length === 1 &&
    left.e.kind === "runtime" &&
    !(atom.k === "dict" && atom.flavour === "counter")
  ) {
    const value = amount(cx, right, val.ty, span);
    push(
      cx,
      "update",
      span,
      { place: left.e, op: UPDATES[op]!, arithmetic: val.ty[0].k === "float" ? "float" : "exact", value },
      s.comments,
    );
    return;
  }
  if (atom.k === "inst") {
    const made = callMethod(cx, container(), "__setitem__", [{ value: again(cx, key, span) }, { value: val }], atom.cls, span);
    push(cx, "expression", span, { value: made.e }, s.comments);
    return;
  }
  const stored = temp(cx, val, "value", span);
  if (atom.k === "any") {
    const done = storeDynamic(cx, container(), again(cx, key, span), stored, target, span);
    push(cx, "expression", span, { value: done.e }, s.comments);
    return;
  }
  const made = callRow(
    cx,
    `${atom.k === "rt" ? rowsOf(atom.path) : atom.k}.__setitem__`,
    [{ value: container() }, { value: again(cx, key, span) }, { value: stored }],
    target,
    span,
  );
  push(cx, "expression", span, { value: made.e }, s.comments);
}
