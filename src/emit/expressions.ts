/** Expressions: one row a kind. */
import { sameType, type Expression, type ExpressionKind, type Type } from "../ir/index.ts";
import type { RustExpr } from "../rust/ast.ts";
import {
  assign,
  borrow,
  bytesLiteral,
  call,
  cast,
  exprStmt,
  field,
  letStmt,
  lit,
  macro,
  method,
  path,
  stringLiteral,
  unary,
  unitValue,
} from "../rust/make.ts";
import { emitCall, emitCallValue, emitFunctionValue, emitRuntime } from "./calls.ts";
import { emitClosure, emitComprehension } from "./closures.ts";
import { textPointer } from "./c-pointers.ts";
import { capture, classOf, classPath, globalPath, importName, unionOf, unionPath, type FunctionContext } from "./context.ts";
import { formatMacro } from "./format.ts";
import { emitBinary, emitCast, emitCompare, emitIdentical, emitLogical, emitUnary } from "./operators.ts";
import { diverges, emitStatement } from "./statements.ts";
import { isBig, isCopy, isSharedContainer, isSharedInstance, rustType } from "./types.ts";
import {
  asUsize,
  contentRef,
  own,
  ownLoose,
  ownTyped,
  owned,
  placed,
  read,
  receiver,
  refTo,
  suffixed,
  toBig,
  withSuffix,
  type Mode,
  type Value,
} from "./values.ts";
import { fieldName } from "./names.ts";
import { raiseExpression } from "./failures.ts";
import { hasBits } from "./records.ts";
import { danger } from "./unsafe.ts";

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
    if (e.object.type.kind === "ptr") {
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
  deref: (cx, e) => placed(danger(unary("*", own(cx, e.pointer)))),
  addressOf: (cx, e) => owned(addressOf(cx, e)),
  tupleGet: (cx, e, mode) => {
    const tuple = emitExpression(cx, e.tuple, mode === "own" ? "ref" : mode);
    return { expr: field(tuple.expr, String(e.index)), form: "place", holds: tuple.holds || tuple.form === "guard" };
  },

  binary: (cx, e) => emitBinary(cx, e),
  unary: (cx, e) => emitUnary(cx, e),
  compare: (cx, e) => owned(emitCompare(cx, e)),
  identical: (cx, e) => owned(emitIdentical(cx, e)),
  logical: (cx, e) => owned(emitLogical(cx, e)),
  not: (cx, e) => owned(negate(read(cx, e.operand))),
  conditional: (cx, e) => {
    const test = own(cx, e.test);
    const then = branch(cx, e.then, e.type);
    const orElse = branch(cx, e.orElse, e.type);
    return owned({ kind: "if", test, then: then, orElse: { kind: "block", block: orElse } });
  },
  cast: (cx, e) => owned(emitCast(cx, e)),

  call: (cx, e) => emitCall(cx, e),
  callValue: (cx, e) => emitCallValue(cx, e),
  runtime: (cx, e, mode) => emitRuntime(cx, e, mode),
  closure: (cx, e) => owned(emitClosure(cx, e, true)),

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
    const elems = ordered(
      cx,
      e.elems.map((elem) => () => own(cx, elem, type.elem)),
      e.elems,
    );
    if (e.type.kind === "deque") {
      const name = importName(cx.unit, cx.module, "std::collections::VecDeque");
      return owned(share(cx, e.type, elems.length ? call(`${name}::from`, { kind: "array", elems }) : call(`${name}::new`)));
    }
    return owned(share(cx, e.type, elems.length ? { kind: "macro", name: "vec", args: elems, bracket: true } : call(emptyVec(cx, type))));
  },
  set: (cx, e) => {
    const elems = ordered(
      cx,
      e.elems.map((elem) => () => own(cx, elem, (e.type as Type<"set">).elem)),
      e.elems,
    );
    // a literal of constants is made at once, and its order may differ from that of elements that are added
    const constant = e.elems.every((elem) => ["int", "float", "str", "bool"].includes(elem.kind));
    return owned(
      share(
        cx,
        e.type,
        elems.length ? call(constant ? "rt::Set::from" : "rt::Set::from_iter", { kind: "array", elems }) : call("rt::Set::new"),
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
    return owned(share(cx, e.type, elems.length ? call("rt::Dict::from_iter", { kind: "array", elems }) : call("rt::Dict::new")));
  },
  array: (cx, e) => {
    const type = e.type as Type<"array">;
    const elems = ordered(
      cx,
      e.elems.map((elem) => () => own(cx, elem, type.elem)),
      e.elems,
    );
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
      const test = method(ownLoose(cx, e.value), "is_null");
      return owned(e.negated ? unary("!", test) : test);
    }
    return owned(method(receiver(cx, e.value), e.negated ? "is_some" : "is_none"));
  },
  unwrap: emitUnwrap,
  inject: (cx, e) => {
    const union = unionOf(cx.unit, (e.type as Type<"union">).union);
    const member = union.members[e.member];
    const variant = `${unionPath(cx.unit, cx.module, union.id)}::${member.name}`;
    return owned(member.type.kind === "unit" ? path(variant) : call(variant, own(cx, e.value, member.type)));
  },
  isMember: (cx, e) => {
    const subject = read(cx, e.value);
    const union = unionOf(cx.unit, (e.value.type as Type<"union">).union);
    const options = e.members.map((index) => {
      const member = union.members[index];
      return `${unionPath(cx.unit, cx.module, union.id)}::${member.name}${member.type.kind === "unit" ? "" : "(_)"}`;
    });
    return owned(macro("matches", subject, lit(options.join(" | "))));
  },
  project: emitProject,
  toAny: (cx, e) => owned(call("rt::Any::from", own(cx, e.value))),
  fromAny: (cx, e) =>
    owned(call(path("rt::any::cast", rustType(e.type, cx.unit, cx.module)), refTo(cx, e.value), lit(stringLiteral(e.message)))),

  // its statements go before the statement at hand
  block: (cx, e, mode) => {
    for (const statement of e.body) emitStatement(cx, statement, true);
    return emitExpression(cx, e.value, mode);
  },
  format: (cx, e, mode) => {
    const text = formatMacro(cx, e.pieces);
    void mode;
    return owned(
      e.type.kind === "bytes"
        ? { kind: "method", object: macro("format", ...text), name: "into_bytes", args: [] }
        : macro("format", ...text),
    );
  },
};

/** An expression in a mode: what came out, and in which form. */
export function emitExpression(cx: FunctionContext, e: Expression, mode: Mode): Value {
  return (table[e.kind] as Row<ExpressionKind>)(cx, e as never, mode);
}

function intLiteral(cx: FunctionContext, e: Expression<"int">): RustExpr {
  const text = String(e.value);
  if (e.type.kind === "exact") {
    if (isBig(e.type, cx.unit)) {
      return e.value >= -(2n ** 63n) && e.value < 2n ** 63n
        ? call("rt::Int::from", lit(text))
        : call("rt::int::literal", lit(stringLiteral(text)));
    }
    return lit(suffixed(cx, text, e.type));
  }
  if (e.type.kind === "int") return lit(suffixed(cx, text, e.type));
  return lit(text);
}

function floatLiteral(cx: FunctionContext, e: Expression<"float">): RustExpr {
  const width = e.type.kind === "float" ? e.type.width : 64;
  if (Number.isNaN(e.value)) return path(`f${width}::NAN`);
  if (!Number.isFinite(e.value)) return path(e.value > 0 ? `f${width}::INFINITY` : `f${width}::NEG_INFINITY`);
  let text = Object.is(e.value, -0) ? "-0" : String(width === 32 ? shortF32(e.value) : e.value).replace("e+", "e");
  if (!/[.e]/.test(text)) text += ".0";
  // A bare literal is an `f64` wherever nothing else decides.
  return lit(width === 32 ? `${text}_f32` : cx.suffix ? `${text}_f64` : text);
}

/** The shortest decimal that reads back as the same `f32`. */
function shortF32(value: number): number {
  for (let digits = 1; digits <= 9; digits++) {
    const text = Number(value.toPrecision(digits));
    if (Math.fround(text) === value) return text;
  }
  return value;
}

const emptyVec = (cx: FunctionContext, type: Type<"list">): RustExpr => {
  if (!cx.suffix) return path("Vec::new");
  const elem = rustType(type.elem, cx.unit, cx.module);
  return { kind: "path", path: `Vec::<${typeTextOf(elem)}>::new` };
};
import { typeText as typeTextOf } from "../rust/types.ts";

export const nullPointer = (cx: FunctionContext, type: Type<"ptr">): RustExpr =>
  call({
    kind: "path",
    path: type.mutable ? "std::ptr::null_mut" : "std::ptr::null",
    args: cx.suffix ? [pointerTarget(cx, type)] : undefined,
  });

const pointerTarget = (cx: FunctionContext, type: Type<"ptr">) => {
  const full = rustType(type, cx.unit, cx.module);
  return full.kind === "pointer" ? full.inner : full;
};

/** The zero value of a C type. */
export function zeroOf(cx: FunctionContext, type: Type): RustExpr {
  switch (type.kind) {
    case "bool":
      return lit("false");
    case "int":
      return lit(suffixed(cx, "0", type));
    case "exact":
      return isBig(type, cx.unit) ? call("rt::Int::from", lit("0")) : lit("0");
    case "float":
      return lit(type.width === 32 ? "0.0_f32" : "0.0");
    case "ptr":
      return nullPointer(cx, type);
    case "option":
      return path("None");
    case "array":
      if (isCopy(type.elem, cx.unit)) return { kind: "repeat", value: zeroOf(cx, type.elem), length: String(type.length) };
      return call("std::array::from_fn", { kind: "closure", params: [{ pattern: { kind: "wild" } }], body: zeroOf(cx, type.elem) });
    case "record":
      return path(`${classPath(cx.unit, cx.module, type.class)}::ZERO`);
    case "str":
      return call("String::new");
    default:
      return call("Default::default");
  }
}

/** A record with bit-fields is made from zero, field by field. */
function bitRecord(cx: FunctionContext, e: Expression<"construct">, values: readonly RustExpr[]): RustExpr {
  const cls = classOf(cx.unit, e.class);
  const name = path("record");
  const statements = e.fields.map(([field], i) => {
    const bits = cls.fields.find((each) => each.name === field)?.bits;
    return exprStmt(
      bits
        ? method(name, `set_${fieldName(cls, field).replace(/^r#/, "")}`, values[i])
        : assign({ kind: "field", object: name, name: fieldName(cls, field) }, values[i]),
    );
  });
  const start = letStmt({ kind: "name", name: "record", mutable: true }, path(`${classPath(cx.unit, cx.module, e.class)}::ZERO`));
  return { kind: "block", block: { statements: [start, ...statements], value: name } };
}

/** A value in the container that its type's representation asks for. */
export function share(cx: FunctionContext, type: Type, expr: RustExpr): RustExpr {
  if (isSharedContainer(type, cx.unit)) return call("rt::Shared::new", expr);
  return expr;
}

export function inCell(cx: FunctionContext, cls: number, name: string, value: RustExpr): RustExpr {
  if (classOf(cx.unit, cls).flavour !== "class") return value;
  switch (cx.unit.facts.field(cls, name)) {
    case "cell":
      return call(`${importName(cx.unit, cx.module, "std::cell::Cell")}::new`, value);
    case "refcell":
      return call(`${importName(cx.unit, cx.module, "std::cell::RefCell")}::new`, value);
    default:
      return value;
  }
}

function branch(cx: FunctionContext, e: Expression, want: Type): import("../rust/ast.ts").RustBlock {
  const { value, statements } = capture(cx, () => own(cx, e, want));
  return diverges(statements) ? { statements } : { statements, value };
}

export const negate = (test: RustExpr): RustExpr => {
  if (test.kind === "unary" && test.op === "!") return test.operand;
  if (test.kind === "method" && test.args.length === 0) {
    const other = { is_some: "is_none", is_none: "is_some" }[test.name];
    if (other) return { ...test, name: other };
  }
  if (test.kind === "binary" && (test.op === "==" || test.op === "!=")) return { ...test, op: test.op === "==" ? "!=" : "==" };
  return unary("!", test);
};

/**
 * Emits expressions that are evaluated one after the other. When emission of a later one had to put statements before the statement at
 * hand, the earlier ones that could notice are put into variables before those.
 */
export function ordered(
  cx: FunctionContext,
  run: readonly (() => RustExpr)[],
  nodes: readonly Expression[],
  changedReceiver = false,
): RustExpr[] {
  const results: RustExpr[] = [];
  for (let i = 0; i < run.length; i++) {
    const before = cx.out.length;
    const expr = run[i]();
    if (cx.out.length > before) {
      const inserted: typeof cx.out = [];
      for (let j = 0; j < i; j++) {
        if (isStill(results[j], nodes[j])) continue;
        const name = cx.scope.take("value");
        inserted.push({ kind: "let", pattern: { kind: "name", name, mutable: changedReceiver && j === 0 }, value: results[j] });
        results[j] = path(name);
      }
      cx.out.splice(before, 0, ...inserted);
    }
    results.push(expr);
  }
  return results;
}

/** Can the expression move behind other statements without a difference? */
const isStill = (expr: RustExpr, node: Expression): boolean => {
  if (expr.kind === "literal" || expr.kind === "path") return true;
  if (expr.kind === "borrow")
    return expr.operand.kind === "path" || expr.operand.kind === "literal" || expr.word === "mut" || isPlaceChain(expr.operand);
  if (expr.kind === "closure") return true;
  switch (node.kind) {
    case "int":
    case "float":
    case "str":
    case "bytes":
    case "bool":
    case "none":
    case "closure":
    case "function":
      return true;
    default:
      return false;
  }
};

const isPlaceChain = (expr: RustExpr): boolean => {
  let at = expr;
  for (;;) {
    if (at.kind === "path") return true;
    if (at.kind === "field") at = at.object;
    else if (at.kind === "unary" && at.op === "*") at = at.operand;
    else if (at.kind === "method" && (at.name === "borrow" || at.name === "borrow_mut") && at.args.length === 0) at = at.object;
    else return false;
  }
};

function emitLocal(cx: FunctionContext, e: Expression<"local">, mode: Mode): Value {
  const storage = cx.locals.get(e.local)!;
  const name = path(storage.name);
  if (storage.cell === "cell") return storage.deferred ? owned(method(method(name, "get"), "unwrap")) : owned(method(name, "get"));
  if (storage.cell === "refcell") {
    const guard = method(name, mode === "mut" || mode === "place" ? "borrow_mut" : "borrow");
    if (!storage.deferred) return { expr: guard, form: "guard", holds: true };
    return { expr: method(method(guard, mode === "mut" ? "as_mut" : "as_ref"), "unwrap"), form: "ref", holds: true };
  }
  if (storage.deferred) {
    if (isCopy(e.type, cx.unit) && mode !== "mut" && mode !== "place") return owned(method(name, "unwrap"));
    return { expr: method(method(name, mode === "mut" || mode === "place" ? "as_mut" : "as_ref"), "unwrap"), form: "ref" };
  }
  if (storage.borrow === "own") return placed(name);
  return mode === "place" ? placed(unary("*", name)) : { expr: name, form: "ref" };
}

function emitGlobal(cx: FunctionContext, e: Expression<"global">, mode: Mode): Value {
  const global = cx.unit.program.globals[e.global];
  const name = path(globalPath(cx.unit, cx.module, e.global));
  switch (cx.unit.facts.global(e.global)) {
    case "const":
      if (e.type.kind === "str" || e.type.kind === "bytes") return { expr: name, form: "ref" };
      return owned(name);
    case "static":
      if (e.type.kind === "str" || e.type.kind === "bytes") return { expr: name, form: "ref" };
      return placed(name);
    case "lazy":
      return placed(unary("*", name));
    case "cell":
      return owned(method(name, "get"));
    case "refcell":
      return owned(
        global.value
          ? method(name, "with_borrow", path("Clone::clone"))
          : method(method(name, "with_borrow", path("Clone::clone")), "unwrap"),
      );
    case "raw":
      void mode;
      return placed(danger(name));
  }
}

function emitField(cx: FunctionContext, e: Expression<"field">, mode: Mode): Value {
  const type = e.object.type;
  const cls = type.kind === "instance" || type.kind === "record" ? type.class : -1;
  const sharedObject = isSharedInstance(type, cx.unit);
  const object = emitExpression(cx, e.object, sharedObject ? "ref" : mode === "own" ? "ref" : mode);
  const name = fieldName(cls >= 0 ? classOf(cx.unit, cls) : undefined, e.name);
  const bits = cls >= 0 ? classOf(cx.unit, cls).fields.find((each) => each.name === e.name)?.bits : undefined;
  if (bits) return owned(method(object.expr, name));
  const holds = object.holds || object.form === "guard";
  const at = field(object.expr, name);
  if (cls >= 0 && classOf(cx.unit, cls).flavour === "union") return { expr: mode === "place" ? at : danger(at), form: "place", holds };
  if (type.kind === "instance" && classOf(cx.unit, cls).flavour === "class") {
    switch (cx.unit.facts.field(cls, e.name)) {
      case "cell":
        return { expr: method(at, "get"), form: "own", holds };
      case "refcell":
        return { expr: method(at, mode === "mut" || mode === "place" ? "borrow_mut" : "borrow"), form: "guard", holds: true };
    }
  }
  return { expr: at, form: "place", holds };
}

/** Is the place a part of a union's member? */
export function throughUnion(cx: FunctionContext, e: Expression): boolean {
  for (let at = e; ; at = at.object) {
    if (at.kind !== "field" && at.kind !== "index") return false;
    if (at.kind === "field" && at.object.type.kind === "record" && classOf(cx.unit, at.object.type.class).flavour === "union") return true;
  }
}

function emitUnwrap(cx: FunctionContext, e: Expression<"unwrap">, mode: Mode): Value {
  const from = e.value.type;
  if (from.kind !== "option") return emitExpression(cx, e.value, mode);
  if (e.value.kind === "none")
    return owned(
      call(path("rt::missing", rustType(e.type, cx.unit, cx.module)), lit(stringLiteral(e.unproven ?? "RuntimeError: no value"))),
    );
  const value = emitExpression(cx, e.value, mode);
  const end = (expr: RustExpr): RustExpr =>
    e.unproven === undefined
      ? method(expr, "unwrap")
      : method(expr, "unwrap_or_else", { kind: "closure", params: [], body: call("rt::missing", lit(stringLiteral(e.unproven))) });
  if (value.form === "own") return { expr: end(value.expr), form: "own", holds: value.holds };
  if (isCopy(from, cx.unit) && mode !== "mut" && mode !== "place") {
    return {
      expr: end(value.form === "place" ? value.expr : unary("*", value.expr)),
      form: "own",
      holds: value.holds || value.form === "guard",
    };
  }
  const inner = method(value.expr, mode === "mut" || mode === "place" ? "as_mut" : "as_ref");
  return { expr: end(inner), form: "ref", holds: value.holds || value.form === "guard" };
}

function emitProject(cx: FunctionContext, e: Expression<"project">, mode: Mode): Value {
  const type = e.value.type;
  if (type.kind !== "union") return emitExpression(cx, e.value, mode);
  const union = unionOf(cx.unit, type.union);
  const member = union.members[e.member];
  const variant = `${unionPath(cx.unit, cx.module, union.id)}::${member.name}`;
  const value = emitExpression(cx, e.value, mode === "own" ? "ref" : mode);
  const subject =
    value.form === "ref"
      ? value.expr
      : value.form === "guard"
        ? borrow(unary("*", value.expr))
        : mode === "mut" || mode === "place"
          ? { kind: "borrow" as const, word: "mut" as const, operand: value.expr }
          : borrow(value.expr);
  if (member.type.kind === "unit") return owned(unitValue);
  const others: RustExpr =
    e.unproven === undefined ? macro("unreachable") : raiseExpression(cx, call("rt::missing", lit(stringLiteral(e.unproven))));
  const arms = [
    { pattern: { kind: "variant" as const, path: variant, elems: [{ kind: "name" as const, name: "value" }] }, body: path("value") },
  ];
  const all = union.members.length > 1 ? [...arms, { pattern: { kind: "wild" as const }, body: others }] : arms;
  return { expr: { kind: "match", subject, arms: all }, form: "ref", holds: value.holds || value.form === "guard" };
}

/** A pointer moved by an index. */
export function moved(cx: FunctionContext, pointer: RustExpr, index: Expression): RustExpr {
  if (index.kind === "int") {
    if (index.value === 0n) return pointer;
    return danger(method(pointer, index.value > 0n ? "add" : "sub", lit(String(index.value > 0n ? index.value : -index.value))));
  }
  let at: Expression = index as Expression;
  if (at.kind === "cast" && at.value.type.kind === "int" && !at.value.type.signed) at = at.value;
  if (at.type.kind === "int" && !at.type.signed) return danger(method(pointer, "add", asUsize(cx, at)));
  return danger(method(pointer, "offset", offsetOf(cx, index)));
}

function offsetOf(cx: FunctionContext, index: Expression): RustExpr {
  if (index.kind === "int") return lit(String(index.value));
  const expr = withSuffix(cx, true, () => own(cx, index));
  return index.type.kind === "int" && index.type.width === "size" && index.type.signed
    ? expr
    : cast(expr, { kind: "path", path: "isize", args: [] });
}

function addressOf(cx: FunctionContext, e: Expression<"addressOf">): RustExpr {
  const type = e.type as Type<"ptr">;
  const word = type.mutable ? "raw mut" : "raw const";
  // `&*p` is p, and needs no access
  if (e.place.kind === "deref") {
    const pointer = own(cx, e.place.pointer);
    return sameTarget(e.place.pointer.type, type) ? pointer : cast(pointer, rustType(type, cx.unit, cx.module));
  }
  if (e.place.kind === "index" && e.place.object.type.kind === "ptr") {
    const element = moved(cx, own(cx, e.place.object), e.place.index);
    return sameType(e.place.object.type.target, type.target) ? element : cast(element, rustType(type, cx.unit, cx.module));
  }
  // `&a[i]` may point behind the end, so it is computed from the start
  if (e.place.kind === "index" && e.place.object.type.kind === "array" && e.place.index.kind !== "int") {
    const start = elementPointer(cx, e.place.object, type, word);
    return moved(cx, start, e.place.index);
  }
  if (e.place.type.kind === "array" && !sameType(e.place.type, type.target)) return elementPointer(cx, e.place, type, word);
  return { kind: "borrow", word, operand: rawPlace(cx, e.place) };
}

/** A pointer to the first element of an array place. */
function elementPointer(cx: FunctionContext, array: Expression, type: Type<"ptr">, word: "raw mut" | "raw const"): RustExpr {
  const pointer: RustExpr = { kind: "borrow", word, operand: rawPlace(cx, array) };
  return { kind: "method", object: pointer, name: "cast", typeArgs: [rustType(type.target, cx.unit, cx.module)], args: [] };
}

/** A place whose address is taken: naming a static for that needs no `unsafe`. */
function rawPlace(cx: FunctionContext, place: Expression): RustExpr {
  const { expr } = emitExpression(cx, place, "place");
  return place.kind === "global" ? { ...expr, danger: false } : expr;
}

const sameTarget = (a: Type, b: Type<"ptr">): boolean => a.kind === "ptr" && sameType(a, b);

export { contentRef, toBig };
