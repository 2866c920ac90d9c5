/** `unittest`: assertions that something raises. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { bool, str, unit, type Expression, type Statement } from "../../../ir/index.ts";
import type { Expr, Stmt } from "../ast/nodes.ts";
import { findMethod, type ClassInfo } from "../infer/classes.ts";
import { EXCEPTION, STR } from "../infer/types.ts";
import { callValue } from "./call.ts";
import { comparison } from "./compare.ts";
import { ex, inBlock, newLocal, push, site, type Cx, type Env, type Val } from "./context.ts";
import { classesOf } from "./exceptions.ts";
import { expr } from "./expressions.ts";
import { displayOf } from "./format.ts";
import { exceptionType } from "./ir-types.ts";
import { libraryCall } from "./library-calls.ts";
import { bindName } from "./names.ts";
import { callRow } from "./rows.ts";
import { isTestCase, text } from "./unittest.ts";

/** Runs something that has to raise one of the named classes. */
function raising(
  cx: Cx,
  classes: readonly string[],
  body: Statement[],
  bound: ((val: Val) => void) | undefined,
  pattern: Val | undefined,
  span: Span,
): void {
  const binding = newLocal(cx, "error", exceptionType, span);
  cx.declared.add(binding);
  let test: Expression | undefined;
  for (const name of classes) {
    if (name === "BaseException") continue;
    const one = callRow(
      cx,
      "exception.is_a",
      [{ value: { ty: EXCEPTION, e: ex(cx, "local", exceptionType, span, { local: binding }) } }, { value: text(cx, name, span) }],
      span,
      span,
    ).e;
    test = test ? ex(cx, "logical", bool, span, { op: "or", left: test, right: one }) : one;
  }
  const raised = (): Val => ({ ty: EXCEPTION, e: ex(cx, "local", exceptionType, span, { local: binding }) });
  const handler = inBlock(cx, () => {
    if (pattern) checkText(cx, pattern, () => ({ ty: STR, e: displayOf(cx, raised(), "s", span) }), span);
    bound?.(raised());
  });
  const orElse = inBlock(cx, () =>
    push(cx, "raise", span, {
      value: callRow(cx, "unittest.not_raised", [{ value: text(cx, classes[0]?.split(".").pop() ?? "Exception", span) }], span, span).e,
    }),
  );
  push(cx, "guarded", span, {
    body: { statements: body },
    handlers: [{ binding, ...(test ? { test } : {}), body: { statements: handler } }],
    orElse: { statements: orElse },
  });
}

/** Fails where the text of an exception has no match of the pattern. */
function checkText(cx: Cx, pattern: Val, shown: () => Val, span: Span): void {
  const found = libraryCall(
    cx,
    "re.search",
    [{ value: pattern }, { value: shown() }],
    site(cx, span, "search", () => ({})),
    span,
  );
  const none: Val = { ty: [{ k: "none" }], e: ex(cx, "unit", unit, span, {}) };
  const test = comparison(
    cx,
    "is",
    found,
    none,
    site(cx, span, "missed", () => ({})),
    span,
  ).e;
  const wanted = pattern.e.kind === "str" ? pattern.e.value : "the pattern";
  const pieces = [`"${wanted}" does not match "`, { value: shown().e, spec: "" }, '"'];
  const message: Val = { ty: STR, e: ex(cx, "format", str, span, { pieces }) };
  const then = inBlock(cx, () => push(cx, "raise", span, { value: callRow(cx, "unittest.fail", [{ value: message }], span, span).e }));
  push(cx, "if", span, { test, then: { statements: then } });
}

/** `self.raisesError(E)` where that is a method that returns `self.assertRaises…(…)`: the call that it returns, of these arguments. */
function handedOn(cls: ClassInfo, call: Expr<"call">, name: string): Expr<"call"> | undefined {
  const def = findMethod(cls, name)?.fn.def;
  const only = def?.body.length === 1 ? def.body[0] : undefined;
  const value = only?.kind === "return" ? only.value : undefined;
  if (!def || value?.kind !== "call" || value.callee.kind !== "attribute" || !RAISES.has(value.callee.name)) return undefined;
  const params = def.params.slice(1).map((param) => param.name);
  if (call.args.length !== params.length || call.args.some((arg) => arg.name ?? arg.star)) return undefined;
  const args = value.args.map((arg) => {
    const place = arg.value.kind === "name" ? params.indexOf(arg.value.id) : -1;
    return place < 0 ? arg : { ...arg, value: call.args[place].value };
  });
  return { ...value, span: call.span, callee: { ...value.callee, object: (call.callee as Expr<"attribute">).object }, args };
}

const RAISES = new Set(["assertRaises", "assertRaisesRegex"]);

/** `with self.assertRaises(E) as context:`; false where the manager is something else. */
export function assertRaisesWith(cx: Cx, value: Expr, target: Expr | undefined, s: Stmt<"with">, body: () => void): boolean {
  if (value.kind !== "call" || value.callee.kind !== "attribute") return false;
  const { name } = value.callee;
  if (!RAISES.has(name) && name !== "subTest" && !(value.callee.object.kind === "name" && value.callee.object.id === "self")) return false;
  const atom = expr(cx, value.callee.object).ty[0];
  if (atom?.k !== "inst" || !isTestCase(atom.cls)) return false;
  if (name === "subTest") {
    body();
    return true;
  }
  const returned = RAISES.has(name) ? undefined : handedOn(atom.cls, value, name);
  if (returned) return assertRaisesWith(cx, returned, target, s, body);
  if (!RAISES.has(name)) return false;
  const classes = value.args[0] ? classesOf(cx, value.args[0].value) : [];
  const pattern = name === "assertRaisesRegex" && value.args[1] ? expr(cx, value.args[1].value) : undefined;
  const before: Env | undefined = cx.env && new Map(cx.env);
  const statements = inBlock(cx, body);
  cx.env = before;
  raising(
    cx,
    classes,
    statements,
    target &&
      ((val) =>
        target.kind === "name"
          ? bindName(cx, cx.module.scopes.binding(target), target.id, val, value.span)
          : refuse("PY0206", target.span, "this cannot be assigned to")),
    pattern,
    value.span,
  );
  return true;
}

/** `self.assertRaises(E, function, …)`, and with a pattern behind the class. */
export function assertRaisesCall(cx: Cx, call: Expr<"call">, span: Span): Val {
  const matched = (call.callee as Expr<"attribute">).name === "assertRaisesRegex";
  const at = matched ? 2 : 1;
  if (call.args.length <= at) return refuse("PY0702", span, "`assertRaises` without `with` or a function");
  const classes = classesOf(cx, call.args[0].value);
  const pattern = matched ? expr(cx, call.args[1].value) : undefined;
  const body = inBlock(cx, () => {
    const inner = inBlock(cx, () => {
      const fn = expr(cx, call.args[at].value);
      const made = callValue(
        cx,
        fn,
        call.args.slice(at + 1).map((arg) => ({ name: arg.name, star: arg.star, value: expr(cx, arg.value) })),
        call,
        span,
      );
      push(cx, "expression", span, { value: made.e });
    });
    raising(cx, classes, inner, undefined, pattern, span);
  });
  return { ty: [{ k: "none" }], e: ex(cx, "block", unit, span, { body, value: ex(cx, "unit", unit, span, {}) }) };
}
