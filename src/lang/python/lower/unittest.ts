/** `unittest`: test classes, assertions, and `unittest.main()`. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { bool, str, unit, type Expression, type Statement } from "../../../ir/index.ts";
import type { CompareOp, Expr } from "../ast/nodes.ts";
import { findMethod, type ClassInfo } from "../infer/classes.ts";
import { flow, STR, type Ty } from "../infer/types.ts";
import { comparison } from "./compare.ts";
import { condition } from "./conditions.ts";
import { constructClass } from "./classes.ts";
import { withTempVal } from "./convert.ts";
import { ex, get, inBlock, newLocal, push, type Cx, type Val } from "./context.ts";
import { staticValue } from "./definitions.ts";
import { classesOf } from "./exceptions.ts";
import { expr } from "./expressions.ts";
import { irType, isGhost } from "./ir-types.ts";
import { elemOf } from "./iteration.ts";
import { callMethod } from "./methods.ts";
import { callRow, type ArgVal } from "./rows.ts";
import { block, joinEnv } from "./statements.ts";
import { truth } from "./truth.ts";
import { almostEqual } from "./unittest-almost.ts";
import { assertRaisesCall } from "./unittest-raises.ts";

const NONE_VAL = (cx: Cx, span: Span): Val => ({ ty: [{ k: "none" }], e: ex(cx, "unit", unit, span, {}) });
/** A constant text. */
export const text = (cx: Cx, value: string, span: Span): Val => ({ ty: STR, e: ex(cx, "str", str, span, { value }) });

export const isTestCase = (cls: ClassInfo): boolean => cls.builtin === "unittest.TestCase";

/** Can the values be shown in a message? */
const showable = (cx: Cx, ty: Ty, depth = 0): boolean =>
  ty.length <= 1 &&
  depth < 5 &&
  ty.every((a) => {
    switch (a.k) {
      case "int":
      case "float":
      case "str":
      case "bool":
      case "bytes":
        return true;
      case "list":
      case "set":
        return showable(cx, get(cx, a.elem), depth + 1);
      case "dict":
        return showable(cx, get(cx, a.key), depth + 1) && showable(cx, get(cx, a.value), depth + 1);
      case "tuple":
        return a.elems.every((e) => showable(cx, e, depth + 1));
      default:
        return false;
    }
  });

/** Fails with an assertion's exception where a test does not hold. */
function check(cx: Cx, test: Expression, failure: () => Expression, span: Span): Val {
  const body = inBlock(cx, () => {
    const then = inBlock(cx, () => push(cx, "raise", span, { value: failure() }));
    push(cx, "if", span, { test: ex(cx, "not", bool, span, { operand: test }), then: { statements: then } });
  });
  return { ty: [{ k: "none" }], e: ex(cx, "block", unit, span, { body, value: ex(cx, "unit", unit, span, {}) }) };
}

const fail = (cx: Cx, message: string, span: Span): Expression =>
  callRow(cx, "unittest.fail", [{ value: text(cx, message, span) }], span, span).e;

const COMPARES: Readonly<Record<string, readonly [CompareOp, string]>> = {
  assertEqual: ["==", "!="],
  assertEquals: ["==", "!="],
  assertListEqual: ["==", "!="],
  assertDictEqual: ["==", "!="],
  assertTupleEqual: ["==", "!="],
  assertSetEqual: ["==", "!="],
  assertSequenceEqual: ["==", "!="],
  assertMultiLineEqual: ["==", "!="],
  assertNotEqual: ["!=", "=="],
  assertIs: ["is", "is not"],
  assertIsNot: ["is not", "is"],
  assertIn: ["in", "not found in"],
  assertNotIn: ["not in", "unexpectedly found in"],
  assertGreater: [">", "not greater than"],
  assertGreaterEqual: [">=", "not greater than or equal to"],
  assertLess: ["<", "not less than"],
  assertLessEqual: ["<=", "not less than or equal to"],
};

/** A method that a test case inherits; undefined where it is none of these. */
export function unittestMethod(
  cx: Cx,
  object: Val,
  name: string,
  args: () => readonly ArgVal[],
  node: object,
  span: Span,
): Val | undefined {
  const atom = object.ty[0];
  if (atom?.k !== "inst" || !isTestCase(atom.cls) || findMethod(atom.cls, name)) return undefined;
  const call = node as Expr<"call">;
  const compare = COMPARES[name];
  if (compare && call.kind === "call" && call.args.length >= 2) {
    const typed = typeAssertion(cx, call, compare[0], span);
    if (typed) return typed;
    const [a, b] = args().map((arg) => arg.value);
    return compareCheck(cx, compare, a, b, node, span);
  }
  const vals = (): Val[] => args().map((arg) => arg.value);
  switch (name) {
    case "assertTrue":
    case "assertFalse": {
      const test = condition(cx, call.args[0].value);
      return check(
        cx,
        name === "assertTrue" ? test.e : ex(cx, "not", bool, span, { operand: test.e }),
        () => fail(cx, name === "assertTrue" ? "False is not true" : "True is not false", span),
        span,
      );
    }
    case "assertIsNone":
    case "assertIsNotNone": {
      const [a] = vals();
      const test = comparison(cx, name === "assertIsNone" ? "is" : "is not", a, NONE_VAL(cx, span), node, span);
      return check(cx, test.e, () => fail(cx, name === "assertIsNone" ? "value is not None" : "unexpectedly None", span), span);
    }
    case "assertIsInstance": {
      const test = condition(cx, { kind: "call", span, callee: { kind: "name", span, id: "isinstance" }, args: call.args.slice(0, 2) });
      return check(cx, test.e, () => fail(cx, "value is not an instance of the class", span), span);
    }
    case "assertAlmostEqual":
    case "assertNotAlmostEqual": {
      const test = almostEqual(cx, args(), node, span);
      return check(
        cx,
        name === "assertAlmostEqual" ? test.e : ex(cx, "not", bool, span, { operand: test.e }),
        () => fail(cx, "values differ", span),
        span,
      );
    }
    case "assertCountEqual":
    case "assertItemsEqual": {
      const [a, b] = vals();
      likeTheOther(cx, a, b);
      likeTheOther(cx, b, a);
      return check(
        cx,
        callRow(cx, "unittest.same_items", [{ value: a }, { value: b }], node, span).e,
        () => fail(cx, "Element counts were not equal", span),
        span,
      );
    }
    case "assertRaises":
    case "assertRaisesRegex":
      return assertRaisesCall(cx, call, span);
    case "fail": {
      const [message] = vals();
      const body = inBlock(cx, () =>
        push(cx, "raise", span, {
          value: message ? callRow(cx, "unittest.fail", [{ value: message }], node, span).e : fail(cx, "None", span),
        }),
      );
      return { ty: [{ k: "none" }], e: ex(cx, "block", unit, span, { body, value: ex(cx, "unit", unit, span, {}) }) };
    }
    case "subTest":
    case "skipTest":
    default:
      return name.startsWith("assert") || name === "skipTest" || name === "subTest"
        ? refuse("PY0702", span, `\`${name}\` of a test case`)
        : undefined;
  }
}

function compareCheck(cx: Cx, [op, sign]: readonly [CompareOp, string], a: Val, b: Val, node: object, span: Span): Val {
  if (a.ty.length === 0 || b.ty.length === 0)
    return {
      ty: [{ k: "none" }],
      e: cx.p.emitting
        ? ex(cx, "block", unit, span, {
            body: [a, b].map((val) => cx.p.builder.stmt("expression", span, { value: val.e }) as Statement),
            value: ex(cx, "unit", unit, span, {}),
          })
        : a.e,
    };
  const temp = (val: Val, use: (again: () => Val) => Val): Val =>
    isGhost(val.ty) || (val.ty.length === 1 && val.ty[0].k === "none") ? use(() => val) : withTempVal(cx, val, span, use);
  return temp(a, (l) =>
    temp(b, (r) => {
      const test = truth(cx, comparison(cx, op, l(), r(), node, span), span);
      return check(
        cx,
        test,
        () =>
          showable(cx, a.ty) && showable(cx, b.ty)
            ? callRow(cx, "unittest.differs", [{ value: l() }, { value: text(cx, sign, span) }, { value: r() }], span, span).e
            : fail(cx, "values differ", span),
        span,
      );
    }),
  );
}

/** `assertEqual(type(error.exception), ValueError)`. */
function typeAssertion(cx: Cx, call: Expr<"call">, op: CompareOp, span: Span): Val | undefined {
  const [first, second] = call.args;
  const type = first.value;
  if (op !== "==" && op !== "is") return undefined;
  if (type.kind !== "call" || type.callee.kind !== "name" || type.callee.id !== "type" || type.args.length !== 1) return undefined;
  const val = expr(cx, type.args[0].value);
  if (val.ty.length === 0) return { ty: [{ k: "none" }], e: val.e };
  if (val.ty[0].k !== "exception") {
    const test = condition(cx, { kind: "compare", span, left: type, rest: [{ op: "==", right: second.value }] });
    return check(cx, test.e, () => fail(cx, "types differ", span), span);
  }
  const [name] = classesOf(cx, second.value);
  const shown = callRow(cx, "exception.class_name", [{ value: val }], call, span);
  const test = ex(cx, "compare", bool, span, {
    op: "eq",
    left: shown.e,
    right: ex(cx, "str", str, span, { value: name.split(".").pop()! }),
  });
  return check(cx, test, () => fail(cx, "exception classes differ", span), span);
}

/** Items of a container that nothing else is known of are as those that it is compared with. */
function likeTheOther(cx: Cx, { ty: [one] }: Val, other: Val): void {
  if (one && "elem" in one && get(cx, one.elem).length === 0) flow(cx.p.w, one.elem, elemOf(cx, other.ty) ?? []);
}

/** The test classes that a module names, in the order of their names. */
export function testClasses(cx: Cx): ClassInfo[] {
  const found: ClassInfo[] = [];
  const { module } = cx;
  for (const variable of [...module.scopes.module.variables].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const s = variable.only;
    if (!s || (s.kind !== "class" && s.kind !== "importFrom")) continue;
    const atom = staticValue(cx, module, variable, s.span)?.ty[0];
    if (atom?.k === "fn" && atom.fn.kind === "class" && isTestCase(atom.fn.cls)) found.push(atom.fn.cls);
  }
  return found;
}

/** `unittest.main()`: every test method, in the order of class and method names. */
export function runTests(cx: Cx, args: readonly ArgVal[], span: Span): Val {
  const verbosity = args.find((arg) => arg.name === "verbosity")?.value ?? {
    ty: [{ k: "int" as const }],
    e: ex(cx, "int", irType(cx.p, [{ k: "int" }]), span, { value: 1n }),
  };
  const exit = args.find((arg) => arg.name === "exit")?.value;
  if (exit && cx.p.emitting && exit.e.kind !== "bool") return refuse("PY0701", span, "`unittest.main` with an `exit` that is computed");
  const leaves = !exit || exit.e.kind !== "bool" || exit.e.value;
  const made = runClasses(cx, testClasses(cx), verbosity, leaves, span);
  return leaves ? { ty: [{ k: "none" }], e: made.e } : made;
}

/** Runs the tests of classes; `leaves`: and ends the program, else the runner is the value. */
export function runClasses(cx: Cx, classes: readonly ClassInfo[], verbosity: Val, leaves: boolean, span: Span): Val {
  const runner = callRow(cx, "unittest.begin", [{ value: verbosity }], span, span);
  const local = newLocal(cx, "runner", irType(cx.p, runner.ty), span);
  cx.declared.add(local);
  const read = (): Val => ({ ty: runner.ty, e: ex(cx, "local", irType(cx.p, runner.ty), span, { local }) });
  const env = cx.env;
  const body = inBlock(cx, () => {
    push(cx, "let", span, { local, value: runner.e });
    for (const cls of classes) {
      inClass(cx, cls, read, span, () => runClass(cx, cls, read, span));
    }
    push(cx, "expression", span, { value: callRow(cx, leaves ? "unittest.finish" : "unittest.report", [{ value: read() }], span, span).e });
  });
  cx.env = joinEnv(cx, env, cx.env);
  if (!leaves) return { ty: runner.ty, e: ex(cx, "block", runner.e.type, span, { body, value: read().e }) };
  return { ty: [{ k: "none" }], e: ex(cx, "block", unit, span, { body, value: ex(cx, "unit", unit, span, {}) }) };
}

/** What `run` makes, between the `setUpClass` and the `tearDownClass` of a class: nothing of it where the former fails. */
function inClass(cx: Cx, cls: ClassInfo, runner: () => Val, span: Span, run: () => void): void {
  const call = (method: string): Expression => {
    const self: Val = { ty: [{ k: "inst", cls }], e: ex(cx, "unit", unit, span, {}) };
    const statements = inBlock(cx, () => push(cx, "expression", span, { value: callMethod(cx, self, method, [], cls, span).e }));
    const args = [runner().e, text(cx, method, span).e, text(cx, `__main__.${cls.name}`, span).e, testBody(cx, statements, span)];
    return ex(cx, "runtime", bool, span, { row: "py.unittest.run_class", args });
  };
  const tearDown = (): void => {
    if (findMethod(cls, "tearDownClass")) push(cx, "expression", span, { value: call("tearDownClass") });
  };
  if (!findMethod(cls, "setUpClass")) {
    run();
    return tearDown();
  }
  const test = call("setUpClass");
  const statements = inBlock(cx, () => {
    run();
    tearDown();
  });
  push(cx, "if", span, { test, then: { statements } });
}

/** The test methods of a class, in the order of their names. */
function runClass(cx: Cx, cls: ClassInfo, read: () => Val, span: Span): void {
  const names = [...new Set(cls.mro.flatMap((each) => [...each.methods.keys()]))].filter((name) => name.startsWith("test")).sort();
  for (const name of names) {
    const method = findMethod(cls, name)!;
    const doc = method.fn.def.doc?.split("\n")[0] ?? "";
    if (method.skipped !== undefined) {
      const values = [name, `__main__.${cls.name}`, doc, method.skipped].map((each) => ({ value: text(cx, each, span) }));
      push(cx, "expression", span, { value: callRow(cx, "unittest.skip", [{ value: read() }, ...values], span, span).e });
      continue;
    }
    const closure = testClosure(cx, cls, name, span);
    const call = ex(cx, "runtime", unit, span, {
      row: method.expectedFailure ? "py.unittest.run_expecting_failure" : "py.unittest.run",
      args: [read().e, text(cx, name, span).e, text(cx, `__main__.${cls.name}`, span).e, text(cx, doc, span).e, closure],
    });
    push(cx, "expression", span, { value: call });
  }
}

/** A closure that makes the test object and runs one test on it. */
function testClosure(cx: Cx, cls: ClassInfo, name: string, span: Span): Expression {
  const statements = inBlock(cx, () => {
    const made = constructClass(cx, cls, [], cls, span);
    if (!findMethod(cls, "setUp") && !findMethod(cls, "tearDown"))
      return push(cx, "expression", span, { value: callMethod(cx, made, name, [], cls, span).e });
    const local = newLocal(cx, "case", irType(cx.p, made.ty), span);
    cx.declared.add(local);
    const read = (): Val => ({ ty: made.ty, e: ex(cx, "local", irType(cx.p, made.ty), span, { local }) });
    push(cx, "let", span, { local, value: made.e });
    const run = (method: string): void => push(cx, "expression", span, { value: callMethod(cx, read(), method, [], cls, span).e });
    if (findMethod(cls, "setUp")) run("setUp");
    if (findMethod(cls, "tearDown")) {
      const body = inBlock(cx, () => run(name));
      const final = inBlock(cx, () => run("tearDown"));
      push(cx, "guarded", span, { body: { statements: body }, handlers: [], final: { statements: final } });
    } else run(name);
  });
  return testBody(cx, statements, span);
}

/** Statements as a closure for the runner. */
function testBody(cx: Cx, statements: Statement[], span: Span): Expression {
  return ex(cx, "closure", { kind: "func", params: [], result: unit, rep: cx.p.reps.fresh() }, span, {
    params: [],
    result: unit,
    body: { statements },
  });
}

export { block };
