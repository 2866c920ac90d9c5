/** Typed nodes for C's operators. */
import type { BinaryOp, CompareOp, Expr, Stmt } from "../ast.ts";
import { make, refuseAt, syntaxError, type Parser } from "../parse/state.ts";
import { promote, usual } from "../types/conversions.ts";
import { findMember, sizeOf } from "../types/layout.ts";
import {
  intType,
  isArithmetic,
  isInteger,
  isPointer,
  longType,
  pointerTo,
  qualify,
  unqualified,
  voidType,
  type CType,
  type FunctionType,
  type PointerType,
  type RecordType,
} from "../types/types.ts";
import { bitsOf, condition, convert, convertAssign, decay, noteAddress, noteWrite, promoted, promotedArgument } from "./convert.ts";
import { isNullConstant } from "./constant.ts";
import { complexBinary, complexCompare, complexOf, complexType, isComplexPair, toComplex } from "./complex.ts";
import { narrowed } from "./fields.ts";
import { after, held, isSimple, memberOf } from "./composite.ts";
import { isVectorPair, vectorBinary, vectorCompare, vectorOf } from "./vectors.ts";

/** The type of a pointer's target, which must have a size when it is moved. */
function movable(p: Parser, pointer: Expr): void {
  const to = (pointer.type as PointerType).to;
  if (to.kind === "array" && variableLength(to)) return;
  if (sizeOf(to) === undefined) syntaxError(p, "arithmetic on a pointer to an incomplete type", pointer.at);
}

export const variableLength = (type: CType): boolean => type.kind === "array" && (type.variable !== undefined || variableLength(type.of));

export function binary(p: Parser, op: BinaryOp, left: Expr, right: Expr, at: number): Expr {
  const l = decay(left);
  const r = decay(right);
  if (isComplexPair(l, r)) return complexBinary(p, op, l, r, at);
  if (isVectorPair(l, r)) return vectorBinary(p, op, l, r, at);
  if ((op === "+" || op === "-") && (isPointer(l.type) || isPointer(r.type))) {
    if (isPointer(l.type) && isPointer(r.type)) {
      if (op === "+") syntaxError(p, "two pointers cannot be added", at);
      movable(p, l);
      return make("difference", longType, at, { left: l, right: convert(r, l.type) });
    }
    const [pointer, index] = isPointer(l.type) ? [l, r] : [r, l];
    if (!isInteger(index.type) || (op === "-" && pointer === r)) syntaxError(p, `invalid operands of ‘${op}’`, at);
    movable(p, pointer);
    return make("offset", pointer.type, at, { pointer, index: promoted(index), minus: op === "-" });
  }
  if (!isArithmetic(l.type) || !isArithmetic(r.type)) syntaxError(p, `invalid operands of ‘${op}’`, at);
  if (op === "<<" || op === ">>") {
    const value = promoted(l);
    return narrowed(op, value.type, at, [value, promoted(r)], [l]);
  }
  const type = usual(promote(l.type, bitsOf(l)), promote(r.type, bitsOf(r)));
  if (type.kind === "float" && "%&|^".includes(op)) syntaxError(p, `invalid operands of ‘${op}’`, at);
  return narrowed(op, type, at, [convert(l, type), convert(r, type)], [l, r]);
}

export const promotedType = (e: Expr): CType => promote(e.type, bitsOf(e));

/** A place whose address no evaluation changes: elements by simple indexes, what simple pointers point to. */
function isSteady(e: Expr): boolean {
  if (isSimple(e)) return true;
  if (e.kind === "member") return isSteady(e.object);
  if (e.kind === "index") return isSteady(e.base) && isSteady(e.index);
  if (e.kind === "deref") return isSteady(e.pointer);
  if (e.kind === "variable") return true;
  return e.kind === "decay" && isSteady(e.array);
}

export function compare(p: Parser, op: CompareOp, left: Expr, right: Expr, at: number): Expr {
  let l = decay(left);
  let r = decay(right);
  if (isComplexPair(l, r)) return complexCompare(p, op, l, r, at);
  if (isVectorPair(l, r)) return vectorCompare(p, op, l, r, at);
  if (isPointer(l.type) || isPointer(r.type)) {
    if (isPointer(l.type)) r = convert(r, l.type);
    else l = convert(l, r.type);
  } else {
    if (!isArithmetic(l.type) || !isArithmetic(r.type)) syntaxError(p, `invalid operands of ‘${op}’`, at);
    const type = usual(promote(l.type, bitsOf(l)), promote(r.type, bitsOf(r)));
    l = convert(l, type);
    r = convert(r, type);
  }
  return make("compare", intType, at, { op, left: l, right: r });
}

export const logical = (p: Parser, op: "&&" | "||", left: Expr, right: Expr, at: number): Expr =>
  make("logical", intType, at, { op, left: condition(p, left), right: condition(p, right) });

/** The common type of the two arms of `?:`. */
function meet(p: Parser, a: Expr, b: Expr, at: number): CType {
  if (isComplexPair(a, b)) return complexType(p, [a, b].map((e) => complexOf(e.type) ?? promote(e.type)).reduce(usual), at);
  if (isArithmetic(a.type) && isArithmetic(b.type)) return usual(promote(a.type, bitsOf(a)), promote(b.type, bitsOf(b)));
  if (isPointer(a.type) || isPointer(b.type)) {
    if (isPointer(a.type) && !isPointer(b.type)) return a.type;
    if (isPointer(b.type) && !isPointer(a.type)) return b.type;
    if (isNullConstant(a)) return b.type;
    if (isNullConstant(b)) return a.type;
    const [x, y] = [(a.type as PointerType).to, (b.type as PointerType).to];
    const q = { const: x.const || y.const, volatile: x.volatile || y.volatile };
    if (x.kind === "void" || y.kind === "void") return pointerTo(qualify(voidType, q));
    return pointerTo(qualify(x, q));
  }
  if (a.type.kind === "void" || b.type.kind === "void") return voidType;
  if (a.type.kind === "record" && b.type.kind === "record" && a.type.record === b.type.record) return a.type;
  return syntaxError(p, "the two values of ‘?:’ have no common type", at);
}

export function conditional(p: Parser, test: Expr, then: Expr | undefined, orElse: Expr, at: number): Expr {
  if (!then && p.fn && !isSimple(decay(test))) {
    // `a ?: b` evaluates `a` once.
    const before: Stmt[] = [];
    const kept = held(p, bitsOf(test) === undefined ? test : promoted(test), before);
    return after(before, conditional(p, kept, kept, orElse, at));
  }
  const c = condition(p, test);
  const a = decay(then ?? test);
  const b = decay(orElse);
  const type = meet(p, a, b, at);
  if (type.kind === "void") return make("conditional", type, at, { test: c, then: a, orElse: b });
  const into = (e: Expr): Expr => (complexOf(type) ? toComplex(p, e, type as RecordType, at) : convert(e, type));
  return make("conditional", type, at, { test: c, then: into(a), orElse: into(b) });
}

export function isPlace(e: Expr): boolean {
  switch (e.kind) {
    case "variable":
    case "deref":
    case "string":
    case "compound":
      return true;
    case "index":
      return e.base.type.kind !== "array" || isPlace(e.base);
    case "member":
      return isPlace(e.object);
    default:
      return false;
  }
}

function writable(p: Parser, target: Expr, at: number): void {
  if (!isPlace(target) || target.type.kind === "array" || target.type.kind === "function") syntaxError(p, "this cannot be assigned to", at);
  noteWrite(target);
}

export function assign(p: Parser, target: Expr, value: Expr, at: number): Expr {
  writable(p, target, at);
  return make("assign", unqualified(target.type), at, { target, value: convertAssign(p, value, target.type, at) });
}

export function assignOp(p: Parser, op: BinaryOp, target: Expr, value: Expr, at: number): Expr {
  writable(p, target, at);
  const v = decay(value);
  const type = unqualified(target.type);
  if (isComplexPair(target, v) || isVectorPair(target, v)) {
    if (!isSimple(target) && !isSteady(target))
      refuseAt(p, "C0302", at, `‘${op}=’ on a number of several parts behind a pointer that moves`);
    return assign(p, target, binary(p, op, target, v, at), at);
  }
  if (isPointer(type)) {
    if (op !== "+" && op !== "-") syntaxError(p, `invalid operands of ‘${op}=’`, at);
    return make("assignOp", type, at, { op, target, value: promoted(v), compute: type });
  }
  if (!isArithmetic(type) || !isArithmetic(v.type)) syntaxError(p, `invalid operands of ‘${op}=’`, at);
  const own = promote(type, bitsOf(target));
  if (op === "<<" || op === ">>") return make("assignOp", type, at, { op, target, value: promoted(v), compute: own });
  const compute = usual(own, promote(v.type, bitsOf(v)));
  return make("assignOp", type, at, { op, target, value: convert(v, compute), compute });
}

export function step(p: Parser, target: Expr, by: 1 | -1, prefix: boolean, at: number): Expr {
  writable(p, target, at);
  return make("step", unqualified(target.type), at, { target, by, prefix });
}

export function addressOf(p: Parser, place: Expr, at: number): Expr {
  if (place.type.kind === "function") return make("addressOf", pointerTo(place.type), at, { place });
  if (place.kind === "deref") return { ...place.pointer, at };
  if (!isPlace(place)) {
    // GNU: a record value has an address until the end of the full expression.
    return syntaxError(p, "the operand of ‘&’ has no address", at);
  }
  if (bitsOf(place) !== undefined) syntaxError(p, "the address of a bit-field is taken", at);
  noteAddress(place);
  noteWrite(place);
  return make("addressOf", pointerTo(place.type), at, { place });
}

export function deref(p: Parser, operand: Expr, at: number): Expr {
  const pointer = decay(operand);
  if (!isPointer(pointer.type)) return syntaxError(p, "the operand of ‘*’ is no pointer", at);
  if (pointer.type.to.kind === "function" && pointer.kind === "addressOf") return pointer.place;
  return make("deref", pointer.type.to, at, { pointer });
}

export function index(p: Parser, base: Expr, subscript: Expr, at: number): Expr {
  const [b, i] = base.type.kind === "array" || isPointer(base.type) || vectorOf(base.type) ? [base, subscript] : [subscript, base];
  const number = decay(i);
  if (!isInteger(number.type)) syntaxError(p, "the subscript is no integer", at);
  if (b.type.kind === "array") return make("index", b.type.of, at, { base: b, index: promoted(number) });
  if (vectorOf(b.type)) return index(p, memberOf(b, "lanes"), number, at);
  const pointer = decay(b);
  if (!isPointer(pointer.type)) return syntaxError(p, "what is subscripted is no array and no pointer", at);
  movable(p, pointer);
  return make("index", pointer.type.to, at, { base: pointer, index: promoted(number) });
}

export function member(p: Parser, object: Expr, name: string, at: number): Expr {
  if (object.type.kind !== "record") return syntaxError(p, `‘.${name}’ of something that is no struct or union`, at);
  const path = findMember(object.type.record, name);
  if (!path) return syntaxError(p, `there is no member ‘${name}’`, at);
  let e = object;
  for (const field of path)
    e = make("member", qualify(field.type, { const: e.type.const, volatile: e.type.volatile }), at, { object: e, field });
  return e;
}

export function arrow(p: Parser, pointer: Expr, name: string, at: number): Expr {
  const value = decay(pointer);
  if (!isPointer(value.type)) return syntaxError(p, `‘->${name}’ of something that is no pointer`, at);
  return member(p, deref(p, value, at), name, at);
}

export function call(p: Parser, callee: Expr, args: readonly Expr[], at: number): Expr {
  const value = decay(callee);
  if (!isPointer(value.type) || value.type.to.kind !== "function") return syntaxError(p, "what is called is no function", at);
  const fn: FunctionType = value.type.to;
  const n = fn.params.length;
  if (!fn.unprototyped && (args.length < n || (args.length > n && !fn.variadic))) {
    syntaxError(p, `too ${args.length < n ? "few" : "many"} arguments for this function`, at);
  }
  const converted = args.map((arg, i) =>
    i < n && !fn.unprototyped ? convertAssign(p, arg, fn.params[i].type, arg.at) : promotedArgument(arg),
  );
  if (fn.result.kind === "record" && fn.result.record.fields === undefined)
    refuseAt(p, "C0001", at, "the function returns an incomplete type");
  return make("call", unqualified(fn.result), at, { callee: value, args: converted, fn });
}
