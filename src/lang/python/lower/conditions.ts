/** Tests: their truth, what is known where they hold and where they do not, and which are decided by types alone. */
import type { Span } from "../../../base/span.ts";
import { isMadeBy } from "../stdlib/types.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { bool, type Expression } from "../../../ir/index.ts";
import type { Expr } from "../ast/nodes.ts";
import { isSubclass } from "../infer/classes.ts";
import { ANY, BOOL, type Atom, type Ty } from "../infer/types.ts";
import { makeDynamic } from "../infer/dynamic.ts";
import { isNumberOf, numpyTest } from "./numpy/classes.ts";
import { abstractTest, hasMembers } from "./abstract-classes.ts";
import { isNumberEnum } from "./enums.ts";
import { callableCondition, hasattrCondition } from "./callable-test.ts";
import { isRaisable, isRaised, raisableClasses, raisableKinds } from "./raisable.ts";
import { isDynamic } from "./dynamic.ts";
import { everyKind, isOneOf, narrowed } from "./kinds.ts";
import { isDerived } from "./builtin-bases.ts";
import { beforeNarrowing, has } from "./convert.ts";
import { valueAfter } from "./decided.ts";
import { ex, type Cx, type Env, type Val } from "./context.ts";
import { expr } from "./expressions.ts";
import { memberIndex } from "./ir-types.ts";
import { knownTruth } from "./known-texts.ts";
import { keyOfAtom } from "./named-tuples.ts";
import { isGlobal, webKey } from "./names.ts";
import { comparison, entryTest } from "./compare.ts";
import { joinEnv } from "./statements.ts";
import { truth } from "./truth.ts";
import { isException } from "./exception-objects.ts";
import { classesOf, isBuiltinException, isExceptionName } from "./exceptions.ts";
import { callRow } from "./rows.ts";

export interface Condition {
  /** The value itself. */
  readonly val: Val;
  /** Its truth. */
  readonly e: Expression;
  /** Undefined where that outcome is impossible. */
  readonly whenTrue: Env | undefined;
  readonly whenFalse: Env | undefined;
}

/** A key for an expression whose type can be narrowed: a variable, or attributes of one. */
export function pathOf(cx: Cx, node: Expr): string | undefined {
  if (node.kind === "name") {
    const binding = cx.module.scopes.binding(node);
    if (binding.kind !== "variable") return undefined;
    if (isGlobal(cx.module, binding.variable)) return `g${cx.module.index}.${node.id}`;
    return binding.variable.writtenInside ? undefined : webKey(cx.module, binding.web);
  }
  if (node.kind === "attribute") {
    const inner = pathOf(cx, node.object);
    return inner && `${inner}.${node.name}`;
  }
  if (node.kind === "subscript" && (node.index.kind === "int" || node.index.kind === "str")) {
    const inner = pathOf(cx, node.object);
    return inner && `${inner}.[${String(node.index.value)}]`;
  }
  return undefined;
}

const withKey = (env: Env | undefined, key: string | undefined, ty: Ty): Env | undefined => {
  if (!env || !key) return env;
  const copy = new Map(env);
  copy.set(key, ty);
  return copy;
};

/** Lowers a test. The state of `cx.env` is that before either outcome; callers pick the one they go on with. */
export function condition(cx: Cx, node: Expr): Condition {
  const known = knownTruth(cx, node);
  if (known !== undefined) {
    const e = ex(cx, "bool", bool, node.span, { value: known });
    return { val: { ty: BOOL, e }, e, whenTrue: known ? cx.env : undefined, whenFalse: known ? undefined : cx.env };
  }
  switch (node.kind) {
    case "not": {
      const inner = condition(cx, node.operand);
      const e =
        inner.e.kind === "bool" && cx.p.emitting
          ? ex(cx, "bool", bool, node.span, { value: !inner.e.value })
          : ex(cx, "not", bool, node.span, { operand: inner.e });
      return { val: { ty: BOOL, e }, e, whenTrue: inner.whenFalse, whenFalse: inner.whenTrue };
    }
    case "logical": {
      const start = cx.env;
      const left = condition(cx, node.left);
      const goOn = node.op === "and" ? left.whenTrue : left.whenFalse;
      if (goOn === undefined && left.val.ty.length > 0) return left;
      const boolean = left.val.ty.length === 1 && left.val.ty[0].k === "bool";
      cx.env = goOn;
      const right = condition(cx, node.right);
      cx.env = start;
      void boolean;
      const e = ex(cx, "logical", bool, node.span, { op: node.op, left: left.e, right: right.e });
      const whenTrue = node.op === "and" ? right.whenTrue : joinEnv(cx, left.whenTrue, right.whenTrue);
      const whenFalse = node.op === "or" ? right.whenFalse : joinEnv(cx, left.whenFalse, right.whenFalse);
      return { val: { ty: BOOL, e }, e, whenTrue, whenFalse };
    }
    case "bool":
    case "int": {
      const value = node.kind === "bool" ? node.value : node.value !== 0n;
      const val = expr(cx, node);
      return {
        val,
        e: ex(cx, "bool", bool, node.span, { value }),
        whenTrue: value ? cx.env : undefined,
        whenFalse: value ? undefined : cx.env,
      };
    }
    case "compare":
      if (node.rest.length === 1) {
        const entry = entryTest(cx, node);
        return entry ? { val: entry, e: entry.e, whenTrue: cx.env, whenFalse: cx.env } : compareCondition(cx, node);
      }
      break;
    case "call":
      if (node.callee.kind === "name" && node.callee.id === "isinstance" && node.args.length === 2) return isinstanceCondition(cx, node);
      if (node.callee.kind === "name") {
        const { id } = node.callee;
        const test = id === "callable" && node.args.length === 1 ? callableCondition : id === "hasattr" ? hasattrCondition : undefined;
        const tested = test?.(cx, node);
        if (tested) return tested;
      }
      break;
    default:
  }
  const val = expr(cx, node);
  // `typing.TYPE_CHECKING` is never true where a program runs.
  if (val.ty[0]?.k === "fn" && val.ty[0].fn.kind === "special" && val.ty[0].fn.special === "abc TYPE_CHECKING") {
    const e = ex(cx, "bool", bool, node.span, { value: false });
    return { val: { ty: BOOL, e }, e, whenTrue: undefined, whenFalse: cx.env };
  }
  const key = pathOf(cx, node.kind === "walrus" ? node.target : node);
  const e = truth(cx, val, node.span);
  const present = val.ty.filter((a) => a.k !== "none");
  const env = cx.env;
  const some = has(val.ty, "none");
  const onlyNone = some && present.length === 0;
  // An object that is never false is None where the test fails.
  const falsy =
    some && present.every((a) => ["inst", "func", "exception", "iter"].includes(a.k) && !(a.k === "inst" && hasTruth(a)))
      ? val.ty.filter((a) => a.k === "none")
      : val.ty;
  return {
    val,
    e,
    whenTrue: onlyNone ? undefined : some ? withKey(env, key, present) : env,
    whenFalse: some && falsy !== val.ty ? withKey(env, key, falsy) : env,
  };
}

const hasTruth = (a: Atom & { k: "inst" }): boolean => a.cls.mro.some((c) => c.methods.has("__bool__") || c.methods.has("__len__"));

function compareCondition(cx: Cx, node: Expr<"compare">): Condition {
  const { op, right: rightNode } = node.rest[0];
  // `type(x) == T`, `type(x) is T`
  if (
    node.left.kind === "call" &&
    node.left.callee.kind === "name" &&
    node.left.callee.id === "type" &&
    node.left.args.length === 1 &&
    ["==", "is", "!=", "is not"].includes(op)
  )
    return typeCondition(cx, node, op === "!=" || op === "is not");
  // `__name__ == "__main__"`
  if (node.left.kind === "name" && node.left.id === "__name__" && rightNode.kind === "str" && (op === "==" || op === "!=")) {
    const main = cx.module === cx.p.modules[cx.p.modules.length - 1];
    const value = (rightNode.value === (main ? "__main__" : cx.module.name)) === (op === "==");
    const e = ex(cx, "bool", bool, node.span, { value });
    return { val: { ty: BOOL, e }, e, whenTrue: value ? cx.env : undefined, whenFalse: value ? undefined : cx.env };
  }
  const left = expr(cx, node.left);
  const right = expr(cx, rightNode);
  const val = comparison(cx, op, left, right, node, node.span);
  const e = truth(cx, val, node.span);
  const env = cx.env;
  let whenTrue = env;
  let whenFalse = env;
  const key = pathOf(cx, node.left.kind === "walrus" ? node.left.target : node.left);
  const isNone = right.ty.length === 1 && right.ty[0].k === "none";
  const present = left.ty.filter((a) => a.k !== "none");
  const absent = left.ty.filter((a) => a.k === "none");
  if (isNone && left.ty.length > 0 && ["is", "==", "is not", "!="].includes(op)) {
    const none = absent.length ? withKey(env, key, absent) : has(left.ty, "any") ? env : undefined;
    const some = present.length ? withKey(env, key, present) : undefined;
    [whenTrue, whenFalse] = op === "is" || op === "==" ? [none, some] : [some, none];
  } else if (op === "==" && absent.length && present.length && !has(right.ty, "none") && right.ty.length > 0)
    whenTrue = withKey(env, key, present);
  else if (op === "!=" && absent.length && present.length && !has(right.ty, "none") && right.ty.length > 0)
    whenFalse = withKey(env, key, present);
  if (cx.p.emitting && e.kind === "bool")
    return { val, e, whenTrue: e.value ? whenTrue : undefined, whenFalse: e.value ? undefined : whenFalse };
  return { val, e, whenTrue, whenFalse };
}

/** Which members of a type a class test keeps. */
function split(cx: Cx, ty: Ty, test: Expr, exact: boolean): { yes: Ty; no: Ty } {
  const matches = classTest(cx, test, exact);
  const yes = ty.filter(matches);
  return { yes, no: ty.filter((a) => !matches(a)) };
}

/** The test that a class (or a tuple of them) makes of an atom. */
export function classTest(cx: Cx, node: Expr, exact = false): (a: Atom) => boolean {
  if (node.kind === "tuple") {
    const all = node.elems.map((elem) => classTest(cx, elem, exact));
    return (a) => all.some((test) => test(a));
  }
  if (node.kind === "binary" && node.op === "|") {
    const l = classTest(cx, node.left, exact);
    const r = classTest(cx, node.right, exact);
    return (a) => l(a) || r(a);
  }
  if (node.kind === "none") return (a) => a.k === "none";
  const val = expr(cx, node);
  const atom = val.ty[0];
  if (atom?.k === "tuple") {
    const tests = atom.elems.map((e) => atomTest(e[0], exact, node.span));
    return (a) => tests.some((test) => test(a));
  }
  return atomTest(atom, exact, node.span);
}

/** The test that a value which is a class makes. */
function atomTest(atom: Atom | undefined, exact: boolean, span: Span): (a: Atom) => boolean {
  if (atom?.k === "fn" && atom.fn.kind === "class") {
    const { cls } = atom.fn;
    if (cls.protocol && !exact) return hasMembers(cls);
    return (a) => a.k === "inst" && (exact ? a.cls === cls : isSubclass(a.cls, cls));
  }
  if (atom?.k === "fn" && atom.fn.kind === "type") return typeTest(atom.fn.type, exact);
  if (atom?.k === "fn" && atom.fn.kind === "library") {
    const { row } = atom.fn;
    const other = abstractTest(row.split(".").pop()!);
    return (a) => (a.k === "rt" && isMadeBy(a.path, row)) || other?.(a) === true;
  }
  if (atom?.k === "fn" && atom.fn.kind === "special" && atom.fn.special.startsWith("namedtuple ")) {
    const { special } = atom.fn;
    return (a) => keyOfAtom(a) === special;
  }
  const special = atom?.k === "fn" && atom.fn.kind === "special" ? atom.fn.special : "";
  const known = numpyTest(special) ?? (special.startsWith("abc ") ? abstractTest(special.slice(4)) : undefined);
  return known ?? refuse("PY0501", span, "a class test with what is not a class known while translating");
}

const typeTest =
  (type: string, exact: boolean) =>
  (a: Atom): boolean => {
    if (!exact && (isDerived(a, type) || isNumberOf(a, type))) return true;
    switch (type) {
      case "object":
        return true;
      case "int":
        return a.k === "int" || (!exact && (a.k === "bool" || isNumberEnum(a)));
      case "str":
        return a.k === "str" || (!exact && a.k === "inst" && a.cls.enum === true && a.cls.builtin === "StrEnum");
      case "tuple":
        return a.k === "tuple" || a.k === "vartuple";
      case "dict":
        return a.k === "dict" && (!exact || !a.flavour);
      case "NoneType":
        return a.k === "none";
      case "type":
        return a.k === "fn" && (a.fn.kind === "class" || a.fn.kind === "type");
      default:
        if (isExceptionName(type))
          return a.k === "exception" || (a.k === "inst" && isException(a.cls) && isBuiltinException(a.cls.builtin!, type));
        return a.k === type || (a.k === "rt" && isMadeBy(a.path, `builtins.${type}`));
    }
  };

/** Is the value of one of the types `yes`, not of one of `no`? `key`: the place whose type is known in either case. */
export function memberCondition(
  cx: Cx,
  val: Val,
  yes: Ty,
  no: Ty,
  key: string | undefined,
  negated: boolean,
  node: { readonly span: Span },
): Condition {
  const env = cx.env;
  const known = (value: boolean): Condition => {
    const { e } = valueAfter(cx, beforeNarrowing(val).e, { ty: BOOL, e: ex(cx, "bool", bool, node.span, { value }) }, node.span);
    return { val: { ty: BOOL, e }, e, whenTrue: value ? env : undefined, whenFalse: value ? undefined : env };
  };
  if (val.ty.length === 0) {
    const e = ex(cx, "bool", bool, node.span, { value: false });
    return { val: { ty: BOOL, e }, e, whenTrue: cx.p.emitting ? undefined : env, whenFalse: env };
  }
  if (no.length === 0) return known(!negated);
  if (yes.length === 0) return known(negated);
  const none = has(val.ty, "none");
  let e: Expression;
  const rest = val.ty.filter((a) => a.k !== "none");
  const tested = beforeNarrowing(val);
  const members = yes.filter((a) => a.k !== "none").map((a) => memberIndex(tested.ty, a));
  if (!none) e = ex(cx, "isMember", bool, node.span, { value: tested.e, members });
  else if (rest.length === 1) e = ex(cx, "isNone", bool, node.span, { value: val.e, negated: !has(yes, "none") });
  else if (members.length === rest.length || members.length === 0)
    e = ex(cx, "isNone", bool, node.span, { value: val.e, negated: members.length > 0 });
  else
    e = withTemp(cx, val, node.span, (v) => {
      const inner = ex(cx, "isMember", bool, node.span, {
        value: ex(cx, "unwrap", irType(cx.p, rest), node.span, { value: v() }),
        members,
      });
      return has(yes, "none")
        ? ex(cx, "logical", bool, node.span, {
            op: "or",
            left: ex(cx, "isNone", bool, node.span, { value: v(), negated: false }),
            right: inner,
          })
        : ex(cx, "logical", bool, node.span, {
            op: "and",
            left: ex(cx, "isNone", bool, node.span, { value: v(), negated: true }),
            right: inner,
          });
    });
  if (negated) e = ex(cx, "not", bool, node.span, { operand: e });
  const [whenTrue, whenFalse] = negated ? [no, yes] : [yes, no];
  return { val: { ty: BOOL, e }, e, whenTrue: withKey(env, key, whenTrue), whenFalse: withKey(env, key, whenFalse) };
}

/** A class test of a dynamic value. */
function dynamicCondition(cx: Cx, val: Val, test: Expr, exact: boolean, key: string | undefined, negated: boolean, node: Expr): Condition {
  const classes = raisableClasses(cx, test);
  const kinds = classes && !exact ? raisableKinds(cx, test, classes) : everyKind(cx).filter(classTest(cx, test, exact));
  const is =
    classes && cx.p.emitting ? isRaisable(cx, val, classes, exact ? "is_exactly" : "is_a", node.span) : isOneOf(cx, val, kinds, node.span);
  const e = negated ? ex(cx, "not", bool, node.span, { operand: is }) : is;
  const known = kinds.length === 0 ? undefined : withKey(cx.env, key, narrowed(kinds));
  const env = kinds.length === 0 ? undefined : (known ?? cx.env);
  return { val: { ty: BOOL, e }, e, whenTrue: negated ? cx.env : env, whenFalse: negated ? env : cx.env };
}

function typeCondition(cx: Cx, node: Expr<"compare">, negated: boolean): Condition {
  const subject = (node.left as Expr<"call">).args[0].value;
  const val = expr(cx, subject);
  const right = node.rest[0].right;
  const other =
    right.kind === "call" && right.callee.kind === "name" && right.callee.id === "type" && right.args.length === 1
      ? expr(cx, right.args[0].value)
      : undefined;
  if (other && (val.ty.length !== 1 || other.ty.length !== 1 || isDynamic(val.ty) || isDynamic(other.ty))) {
    const same = callRow(cx, "any.same_type", [{ value: val }, { value: other }], node, node.span).e;
    const e = negated ? ex(cx, "not", bool, node.span, { operand: same }) : same;
    return { val: { ty: BOOL, e }, e, whenTrue: cx.env, whenFalse: cx.env };
  }
  if (isDynamic(val.ty)) return dynamicCondition(cx, val, node.rest[0].right, true, pathOf(cx, subject), negated, node);
  const { yes, no } = split(cx, val.ty, node.rest[0].right, true);
  return memberCondition(cx, val, yes, no, pathOf(cx, subject), negated, node);
}

function isinstanceCondition(cx: Cx, node: Expr<"call">): Condition {
  const subject = node.args[0].value;
  const val = expr(cx, subject);
  const atom = val.ty[0];
  if (val.ty.length === 1 && atom.k === "exception") return exceptionCondition(cx, val, node);
  // A class that is a value itself: which one it is shows when the program runs.
  const cls = lateClass(cx, node.args[1].value);
  if (cls) {
    const { e } = callRow(cx, "any.is_instance", [{ value: val }, { value: cls }], node, node.span);
    return { val: { ty: BOOL, e }, e, whenTrue: cx.env, whenFalse: cx.env };
  }
  if (isDynamic(val.ty)) return dynamicCondition(cx, val, node.args[1].value, false, pathOf(cx, subject), false, node);
  if (has(val.ty, "exception") && raisableClasses(cx, node.args[1].value)) return exceptionCondition(cx, val, node);
  const { yes, no } = split(cx, val.ty, node.args[1].value, false);
  return memberCondition(cx, val, yes, no, pathOf(cx, subject), false, node);
}

/** The class of a class test, where it is no name of a class. */
function lateClass(cx: Cx, node: Expr): Val | undefined {
  if (["tuple", "binary", "none", "call"].includes(node.kind)) return undefined;
  const val = expr(cx, node);
  for (const atom of val.ty) if (atom.k === "func") makeDynamic(cx.p.w, atom.site);
  return val.ty.length > 0 && val.ty.every((atom) => atom.k === "func" || atom.k === "any") ? { ty: ANY, e: val.e } : undefined;
}

/** A test for classes of exceptions of a value that is one, or may be one. */
function exceptionCondition(cx: Cx, val: Val, node: Expr<"call">): Condition {
  const matches = classTest(cx, node.args[1].value);
  const may = (atom: Atom): boolean => atom.k === "exception" || matches(atom);
  const e = isRaised(cx, val, classesOf(cx, node.args[1].value), may, node.span);
  const key = pathOf(cx, node.args[0].value);
  const [yes, no] = [val.ty.filter(may), val.ty.filter((atom) => atom.k === "exception" || !matches(atom))];
  const after = (ty: Ty): Env | undefined => (ty.length === val.ty.length ? cx.env : withKey(cx.env, key, ty));
  return { val: { ty: BOOL, e }, e, whenTrue: after(yes), whenFalse: after(no) };
}

/** `isinstance(value, class)` as a value. */
export function isinstanceVal(cx: Cx, node: Expr<"call">): Val {
  if (node.args.length !== 2) return refuse("PY0702", node.span, "`isinstance` takes two arguments");
  return isinstanceCondition(cx, node).val;
}

import { withTemp } from "./convert.ts";
import { irType } from "./ir-types.ts";
