/** Expressions: one row a kind. */
import type { Expression, ExpressionKind, Type } from "../ir/index.ts";
import type { RustExpr, RustPattern } from "../rust/ast.ts";
import { bytesLiteral, call, exprStmt, field, lit, macro, method, path, stringLiteral, unary, unitValue } from "../rust/make.ts";
import { diverges } from "../rust/diverges.ts";
import { contrary } from "../rust/simplify-expressions.ts";
import { textPointer } from "./c-pointers.ts";
import { emitCall, emitCallValue, emitFunctionValue } from "./calls.ts";
import { emitClosure, emitComprehension } from "./closures.ts";
import { linked, memberCell, sliceElement } from "./cells.ts";
import { bitRecord, elementsOf, emptyOf, floatLiteral, inCell, intLiteral, isZeros, share, zeroOf } from "./constants.ts";
import { type FunctionContext, capture, classOf, classPath, importName, unionOf, variantPath } from "./context.ts";
import { bindingCondition, readsAll } from "./conditions.ts";
import { emitConcat, formatMacro } from "./format.ts";
import { matchExpression } from "./members.ts";
import { contrary as contraryTest, presenceOf, whileNarrowed } from "./narrowing.ts";
import { liftedNull, liftedPlace } from "./lifted.ts";
import { boundPointer, testedPointer, testsNull } from "./null-tests.ts";
import { fieldName } from "./names.ts";
import { emitBinary, emitCast, emitCompare, emitIdentical, emitLogical, emitUnary } from "./operators.ts";
import { ordered } from "./order.ts";
import { emitField, emitGlobal, emitLocal, emitProject, emitUnwrap, throughUnion } from "./places.ts";
import { addressOf, moved, nullPointer, pointee } from "./pointers.ts";
import { hasBits } from "./records.ts";
import { emitRuntime } from "./rows.ts";
import { emitStatement } from "./statements.ts";
import { isSharedContainer, isSharedInstance, rustType } from "./types.ts";
import { mentions } from "./unread.ts";
import { variantName } from "./variants.ts";
import { danger } from "./unsafe.ts";
import { type Mode, type Value, asUsize, own, ownLoose, ownTyped, owned, placed, read, receiver, refTo } from "./values.ts";

/** What makes a value of this type dynamic. */
function anyVariant(type: Type): string {
  const isAny = (...inner: readonly Type[]): boolean => inner.every((each) => each.kind === "any");
  if (type.kind === "list" && isAny(type.elem)) return "rt::Any::List";
  if (type.kind === "dict" && isAny(type.key, type.value)) return "rt::Any::Dict";
  return type.kind === "set" && isAny(type.elem) ? "rt::Any::Set" : "rt::Any::from";
}

type Row<K extends ExpressionKind> = (cx: FunctionContext, e: Expression<K>, mode: Mode) => Value;

const table: { readonly [K in ExpressionKind]: Row<K> } = {
  unit: () => owned(unitValue),
  bool: (_cx, e) => owned(lit(String(e.value))),
  int: (cx, e) => owned(intLiteral(cx, e)),
  float: (cx, e) => owned(floatLiteral(cx, e)),
  str: (_cx, e, mode) => {
    const text = lit(stringLiteral(e.value));
    if (mode === "ref") return { expr: text, form: "ref" };
    return owned(e.value === "" ? call("String::new") : method(text, "to_owned"));
  },
  bytes: (_cx, e, mode) => {
    if (e.type.kind === "ptr") return owned(textPointer(e.value, e.type.mutable));
    if (e.type.kind === "array")
      return mode === "ref" ? { expr: lit(bytesLiteral(e.value)), form: "ref" } : owned(unary("*", lit(bytesLiteral(e.value))));
    const text = lit(bytesLiteral(e.value));
    return mode === "ref" ? { expr: text, form: "ref" } : owned(method(text, "to_vec"));
  },
  none: (cx, e) =>
    owned(
      e.type.kind === "ptr"
        ? nullPointer(cx, e.type)
        : cx.suffix && e.type.kind === "option"
          ? path("None", rustType(e.type.inner, cx.unit, cx.module))
          : path("None"),
    ),
  zero: (cx, e) => owned(zeroOf(cx, e.type)),

  local: emitLocal,
  global: emitGlobal,
  function: (cx, e) => emitFunctionValue(cx, e),
  field: emitField,
  index: (cx, e, mode) => {
    const element = sliceElement(cx, e);
    if (element) return owned(element);
    const cell = mode === "place" ? undefined : memberCell(cx, e);
    if (cell) return owned(method(cell, "get"));
    if (e.object.type.kind === "ptr") {
      const lifted = liftedPlace(cx, e.object, e.index);
      if (lifted) return lifted;
      const pointer = own(cx, e.object);
      if (e.index.kind === "int" && e.index.value === 0n) return placed(danger(unary("*", pointer)));
      return placed(danger(unary("*", moved(cx, pointer, e.index))));
    }
    const object = receiver(cx, e.object, mode === "own" || mode === "ref" ? "ref" : mode);
    const reads = !cx.unit.program.safe && throughUnion(cx, e.object) ? danger : (expr: RustExpr): RustExpr => expr;
    return placed(
      reads({
        kind: "index",
        object: isSharedContainer(e.object.type, cx.unit)
          ? method(object, mode === "own" || mode === "ref" ? "borrow" : "borrow_mut")
          : object,
        index: asUsize(cx, e.index),
      }),
    );
  },
  deref: (cx, e) => {
    const element = sliceElement(cx, e);
    if (element) return owned(element);
    if (e.pointer.type.kind === "runtime") return placed(unary("*", linked(cx, e.pointer)));
    return liftedPlace(cx, e.pointer, undefined) ?? placed(danger(unary("*", pointee(cx, e.pointer))));
  },
  addressOf: (cx, e) => owned(addressOf(cx, e)),
  tupleGet: (cx, e, mode) => {
    const tuple = emitExpression(cx, e.tuple, mode === "own" ? "ref" : mode);
    return { expr: field(tuple.expr, String(e.index)), form: "place", holds: tuple.holds || tuple.form === "guard" };
  },

  binary: (cx, e) => emitBinary(cx, e),
  unary: (cx, e) => emitUnary(cx, e),
  compare: (cx, e) => {
    const test = emitCompare(cx, e);
    if (test.kind !== "binary" || !isOrdered(e)) return owned(test);
    const unsigned = e.left.type.kind === "int" && !e.left.type.signed;
    return owned({ ...test, total: true, ...(unsigned ? { unsigned } : {}) });
  },
  identical: (cx, e) => owned(emitIdentical(cx, e)),
  logical: (cx, e) => owned(emitLogical(cx, e)),
  not: (cx, e) => {
    const other = reversed(e.operand);
    return other ? emitExpression(cx, other, "own") : owned(negate(read(cx, e.operand)));
  },
  conditional: (cx, e) => {
    const matched = matchExpression(cx, e, (value) => branch(cx, value, e.type));
    if (matched) return owned(matched);
    const absent = presenceOf(cx, e.test)?.present === false;
    const [test, held, other] = absent ? [contraryTest(e.test), e.orElse, e.then] : [e.test, e.then, e.orElse];
    const { length } = cx.out;
    const condition = bindingCondition(cx, test, [], held);
    if (condition) {
      const then = whileNarrowed(cx, condition.bindings, () => branch(cx, held, e.type));
      if (readsAll(condition, then))
        return owned({ kind: "if", test: condition.test, then, orElse: { kind: "block", block: branch(cx, other, e.type) } });
      cx.out.length = length;
    }
    const tested = testedPointer(cx, e.test);
    if (tested) {
      const [some, none] = tested.present ? [e.then, e.orElse] : [e.orElse, e.then];
      const name = cx.locals.get(tested.local)!.name;
      const pattern: RustPattern = { kind: "variant", path: "Some", elems: [{ kind: "name", name }] };
      cx.present.add(tested.local);
      const then = branch(cx, some, e.type);
      cx.present.delete(tested.local);
      const orElse: RustExpr = { kind: "block", block: branch(cx, none, e.type) };
      // what does not look behind the pointer needs no name for it
      const test: RustExpr = mentions([then], name)
        ? { kind: "let", pattern, value: boundPointer(cx, tested.local, e.id) }
        : method(path(name), "is_some");
      return owned({ kind: "if", test, then, orElse });
    }
    const plain = own(cx, e.test);
    const then = branch(cx, e.then, e.type);
    return owned({ kind: "if", test: plain, then, orElse: { kind: "block", block: branch(cx, e.orElse, e.type) } });
  },
  cast: (cx, e) => owned(emitCast(cx, e)),

  call: (cx, e) => emitCall(cx, e),
  callValue: (cx, e) => emitCallValue(cx, e),
  runtime: (cx, e, mode) => {
    const joined = emitConcat(cx, e);
    return joined ? owned(joined) : emitRuntime(cx, e, mode);
  },
  closure: (cx, e) => owned(emitClosure(cx, e, "stored")),

  tuple: (cx, e) =>
    owned({
      kind: "tuple",
      elems: ordered(
        cx,
        e.elems.map((elem, i) => () => own(cx, elem, e.type.kind === "tuple" ? e.type.elems[i] : elem.type)),
        e.elems,
      ),
    }),
  list: (cx, e) => {
    const type = e.type as Type<"list">;
    const elems = ordered(cx, elementsOf(cx, e.elems, type.elem), e.elems);
    if (e.type.kind === "deque") {
      const name = importName(cx.unit, cx.module, "std::collections::VecDeque");
      return owned(share(cx, e.type, elems.length ? call(`${name}::from`, { kind: "array", elems }) : emptyOf(cx, name, type.elem)));
    }
    return owned(
      share(cx, e.type, elems.length ? { kind: "macro", name: "vec", args: elems, bracket: true } : emptyOf(cx, "Vec", type.elem)),
    );
  },
  set: (cx, e) => {
    const { elem } = e.type as Type<"set">;
    const elems = ordered(cx, elementsOf(cx, e.elems, elem), e.elems);
    // a literal of constants is made at once, and its order may differ from that of elements that are added
    const constant = e.elems.every((each) => ["int", "float", "str", "bool"].includes(each.kind));
    return owned(
      share(
        cx,
        e.type,
        elems.length ? call(constant ? "rt::Set::from" : "rt::Set::from_iter", { kind: "array", elems }) : emptyOf(cx, "rt::Set", elem),
      ),
    );
  },
  dict: (cx, e) => {
    const type = e.type as Type<"dict">;
    const flatNodes = e.entries.flatMap((entry) => [entry[0], entry[1]]);
    const parts = ordered(
      cx,
      flatNodes.map((node, i) => () => own(cx, node, i % 2 ? type.value : type.key)),
      flatNodes,
    );
    const elems: RustExpr[] = [];
    for (let i = 0; i < parts.length; i += 2) elems.push({ kind: "tuple", elems: [parts[i], parts[i + 1]] });
    return owned(
      share(
        cx,
        e.type,
        elems.length ? call("rt::Dict::from_iter", { kind: "array", elems }) : emptyOf(cx, "rt::Dict", type.key, type.value),
      ),
    );
  },
  array: (cx, e) => {
    const type = e.type as Type<"array">;
    if (isZeros(e.elems)) return owned(zeroOf(cx, type));
    const elems = ordered(cx, elementsOf(cx, e.elems, type.elem), e.elems);
    return owned({ kind: "array", elems });
  },
  construct: (cx, e) => {
    const cls = classOf(cx.unit, e.class);
    const types = new Map(cls.fields.map((each) => [each.name, each.type]));
    const values = ordered(
      cx,
      e.fields.map(
        ([name, value]) =>
          () =>
            ownTyped(cx, value, types.get(name) ?? value.type),
      ),
      e.fields.map(([, value]) => value),
    );
    if (cls.flavour !== "class" && !cls.fields.length)
      return owned({
        kind: "struct",
        path: classPath(cx.unit, cx.module, e.class),
        fields: [{ name: "opaque", value: { kind: "array", elems: [] } }],
      });
    if (cls.variants) return owned(call(`${classPath(cx.unit, cx.module, e.class)}::${variantName(cls, e.fields[0][0])}`, values[0]));
    if (hasBits(cls)) return owned(bitRecord(cx, e, values));
    const fields = e.fields.map(([name], i) => ({ name: fieldName(cls, name), value: inCell(cx, e.class, name, values[i]) }));
    const literal: RustExpr = { kind: "struct", path: classPath(cx.unit, cx.module, e.class), fields };
    if (isSharedInstance(e.type, cx.unit)) return owned(call(`${importName(cx.unit, cx.module, "std::rc::Rc")}::new`, literal));
    if (e.type.kind === "instance" && cx.unit.facts.representation(e.type.rep) === "box") return owned(call("Box::new", literal));
    return owned(literal);
  },
  comprehension: (cx, e) => owned(emitComprehension(cx, e)),

  some: (cx, e) => owned(call("Some", own(cx, e.value, (e.type as Type<"option">).inner))),
  isNone: (cx, e) => {
    if (e.value.type.kind === "ptr") {
      const known = liftedNull(cx, e.value);
      if (known) return owned(e.negated ? negate(known) : known);
      const test = testsNull(ownLoose(cx, e.value));
      return owned(e.negated ? negate(test) : test);
    }
    return owned(method(receiver(cx, e.value), e.negated ? "is_some" : "is_none"));
  },
  unwrap: emitUnwrap,
  inject: (cx, e) => {
    const union = unionOf(cx.unit, (e.type as Type<"union">).union);
    const member = union.members[e.member];
    const variant = variantPath(cx.unit, cx.module, union.id, e.member);
    return owned(member.type.kind === "unit" ? path(variant) : call(variant, own(cx, e.value, member.type)));
  },
  isMember: (cx, e) => {
    const subject = read(cx, e.value);
    const union = unionOf(cx.unit, (e.value.type as Type<"union">).union);
    const options = e.members.map((index) => {
      const member = union.members[index];
      return `${variantPath(cx.unit, cx.module, union.id, index)}${member.type.kind === "unit" ? "" : "(_)"}`;
    });
    return owned(macro("matches", subject, lit(options.join(" | "))));
  },
  project: emitProject,
  // Its container's variant says which type an empty one has.
  toAny: (cx, e) => {
    if (e.value.type.kind === "unit") {
      // What gives nothing is run; the value is none.
      const done = own(cx, e.value);
      if (done.kind !== "tuple" && done.kind !== "path" && done.kind !== "field") cx.out.push(exprStmt(done));
      return owned(call(anyVariant(e.value.type), unitValue));
    }
    if (!e.native)
      return owned(call(anyVariant(e.value.type), own(cx, e.value, e.value.type.kind === "str" ? { kind: "str" } : e.value.type)));
    const { id, as, shape } = e.native;
    const made = call(
      path(`rt::any::of_${as ?? "native"}`, rustType(e.value.type, cx.unit, cx.module)),
      own(cx, e.value),
      lit(String(id)),
      lit(stringLiteral(e.native.class)),
      lit(stringLiteral(shape)),
    );
    return owned(made);
  },
  fromAny: (cx, e) =>
    owned(
      call(
        path(e.native === undefined ? "rt::any::cast" : "rt::any::native", rustType(e.type, cx.unit, cx.module)),
        refTo(cx, e.value),
        lit(stringLiteral(e.message)),
      ),
    ),

  // its statements go before the statement at hand
  block: (cx, e, mode) => {
    for (const statement of e.body) emitStatement(cx, statement, true);
    return emitExpression(cx, e.value, mode);
  },
  format: (cx, e, mode) => {
    const [only, ...others] = e.pieces;
    if (others.length === 0 && typeof only === "object" && !only.spec && only.value.type.kind === "str" && e.type.kind === "str")
      return emitExpression(cx, only.value, mode);
    const text = formatMacro(cx, e.pieces);
    return owned(
      e.type.kind === "bytes"
        ? { kind: "method", object: macro("format", ...text), name: "into_bytes", args: [] }
        : macro("format", ...text),
    );
  },
};

/** An expression in a mode: what came out, and in which form. */
export function emitExpression(cx: FunctionContext, e: Expression, mode: Mode): Value {
  const copy = cx.copies.size > 0 ? cx.copies.get(e.id) : undefined;
  if (copy) return placed(copy);
  const made = cx.settled?.get(e.id);
  if (made) return owned(made);
  if (mode === "ref" && e.type.kind === "str" && cx.unit.facts.snapshot(e.id) && !cx.unit.facts.fixedText(e.type)) return owned(own(cx, e));
  const value = (table[e.kind] as Row<ExpressionKind>)(cx, e as never, mode);
  return e.type.kind === "str" && mode !== "mut" && mode !== "place" && cx.unit.facts.fixedText(e.type) ? lentText(e, value) : value;
}

/** A text that is a literal wherever it comes from: a reference that is copied. */
function lentText(e: Expression, value: Value): Value {
  if (value.form === "guard" || (value.form === "ref" && e.kind !== "block"))
    return { ...value, expr: { kind: "unary", op: "*", operand: value.expr, text: true }, form: "ref" };
  return { ...value, form: "ref" };
}

function branch(cx: FunctionContext, e: Expression, want: Type): import("../rust/ast.ts").RustBlock {
  const { value, statements } = capture(cx, () => own(cx, e, want));
  return diverges(statements) ? { statements } : { statements, value };
}

/** `!(a < b)` of what is in order as `a >= b`. */
function reversed(e: Expression): Expression<"compare"> | undefined {
  return e.kind === "compare" && isOrdered(e) ? { ...e, op: contraries[e.op] } : undefined;
}

/** Is one of two values that differ always the smaller? */
const isOrdered = (e: Expression<"compare">): boolean => total.has(e.left.type.kind) && total.has(e.right.type.kind);
const total: ReadonlySet<string> = new Set(["int", "exact", "bool", "str", "bytes", "ptr"]);
const contraries = { eq: "ne", ne: "eq", lt: "ge", ge: "lt", gt: "le", le: "gt" } as const;

/** The contrary of a test. */
export const negate = (test: RustExpr): RustExpr => contrary(test) ?? unary("!", test);
