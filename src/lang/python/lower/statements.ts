/** Statements: one table of all kinds. */
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { bool, type Comment, type Statement } from "../../../ir/index.ts";
import type { Expr, Stmt, StmtKind } from "../ast/nodes.ts";
import { flow, join } from "../infer/types.ts";
import { annotationNames } from "./annotations.ts";
import { assignStatement, assignTarget } from "./assign.ts";
import { effectsOf } from "./decided.ts";
import { deleteStatement } from "./delete.ts";
import { augmentedStatement } from "./augmented.ts";
import { condition } from "./conditions.ts";
import { convert } from "./convert.ts";
import { ex, inBlock, push, type Cx, type Env } from "./context.ts";
import { classStatement, defStatement } from "./definitions.ts";
import { assertStatement, raiseStatement, tryStatement } from "./exceptions.ts";
import { noteSingle } from "./function-attributes.ts";
import { expr } from "./expressions.ts";
import { returnStatement } from "./returns.ts";
import { yieldStatement } from "./generators.ts";
import { importStatement } from "./imports.ts";
import { breakStatement, forStatement, whileStatement } from "./loops.ts";
import { matchStatement } from "./match.ts";
import { forgetCalls } from "./names.ts";
import { withStatement } from "./with.ts";

type Lowering<K extends StmtKind> = (cx: Cx, s: Stmt<K>) => void;

const nothing = (): void => undefined;

const TABLE: { readonly [K in StmtKind]: Lowering<K> } = {
  expr: expressionStatement,
  assign: assignStatement,
  augmented: augmentedStatement,
  annotated: (cx, s) => {
    if (s.value) assignTarget(cx, s.target, expr(cx, s.value), s.span, s.comments);
    if (s.target.kind === "name") annotationNames(cx, s.annotation, s.span);
  },
  return: returnStatement,
  delete: deleteStatement,
  pass: nothing,
  break: breakStatement,
  continue: breakStatement,
  if: ifStatement,
  while: whileStatement,
  for: forStatement,
  try: tryStatement,
  with: withStatement,
  def: defStatement,
  class: classStatement,
  import: importStatement,
  importFrom: importStatement,
  global: nothing,
  nonlocal: nothing,
  assert: assertStatement,
  raise: raiseStatement,
  match: matchStatement,
  typeAlias: nothing,
};

/** Statements of a block, up to the first that does not come to its end. */
export function block(cx: Cx, body: readonly Stmt[]): void {
  for (const s of body) {
    if (!cx.env) return;
    const { statements } = cx.block;
    const before = statements.length;
    (TABLE[s.kind] as Lowering<StmtKind>)(cx, s as never);
    const raising = cx.p.emitting ? statements.slice(before).findIndex(raisesAlways) : -1;
    if (raising < 0) continue;
    cx.env = undefined;
    // A loop that is never begun is not written.
    const loop = statements[before + raising];
    if (loop.kind === "forEach" && loop.iterable.kind === "block")
      statements.splice(before + raising, statements.length, ...withComments(loop.iterable.body, s.comments));
  }
}

const withComments = (body: readonly Statement[], comments: readonly Comment[] | undefined): Statement[] =>
  body.map((each, i) => (i === 0 && comments?.length ? { ...each, comments } : each));

/** Does a statement that is made raise before it does anything else? What comes behind it is not reached. */
function raisesAlways(s: Statement): boolean {
  switch (s.kind) {
    case "raise":
      return true;
    case "expression":
    case "let":
    case "assign":
      return s.value?.kind === "block" && s.value.body.some(raisesAlways);
    case "forEach":
      return s.iterable.kind === "block" && s.iterable.body.some(raisesAlways);
    case "if":
      return s.test.kind === "block" && s.test.body.some(raisesAlways);
    default:
      return false;
  }
}

/** What is known where two ways meet. */
export function joinEnv(cx: Cx, a: Env | undefined, b: Env | undefined): Env | undefined {
  if (!a) return b;
  if (!b || a === b) return a;
  const result: Env = new Map();
  for (const [key, ty] of a) {
    const other = b.get(key);
    if (other === undefined) continue;
    result.set(key, other === ty ? ty : join(cx.p.w, ty, other));
  }
  return result;
}

function expressionStatement(cx: Cx, s: Stmt<"expr">): void {
  if (s.value.kind === "str" || s.value.kind === "ellipsis") return;
  if (s.value.kind === "yield" || s.value.kind === "yieldFrom" || s.value.kind === "await") return yieldStatement(cx, s.value, s.comments);
  if (changesImportPath(s.value)) {
    if (s.comments?.length) push(cx, "expression", s.span, { value: ex(cx, "unit", { kind: "unit" }, s.span, {}) }, s.comments);
    return;
  }
  if (s.value.kind === "call") noteSingle(cx, s.value.span);
  const val = expr(cx, s.value);
  if (s.value.kind === "call") forgetCalls(cx);
  if (cx.p.emitting && (val.e.kind === "unit" || val.e.kind === "local")) {
    if (s.comments?.length) push(cx, "expression", s.span, { value: val.e }, s.comments);
    return;
  }
  if (cx.p.emitting && val.ty.length === 0 && val.e.kind === "block" && val.e.value.kind === "int") {
    cx.block.statements.push(...withComments(val.e.body, s.comments));
    return;
  }
  push(cx, "expression", s.span, { value: val.e }, s.comments);
  // What a module defines behind its end is still written.
  if (s.value.kind === "call" && !cx.inst.init && exits(cx, s.value)) cx.env = undefined;
}

/** `sys.exit(…)`, `exit()`: nothing comes after it. */
function exits(cx: Cx, { callee }: Expr<"call">): boolean {
  const name = callee.kind === "name" ? callee.id : callee.kind === "attribute" ? callee.name : "";
  if (name !== "exit" && name !== "quit") return false;
  const [atom, other] = expr(cx, callee).ty;
  if (other || atom?.k !== "fn") return false;
  const { fn } = atom;
  return (fn.kind === "library" && fn.row === "sys.exit") || (fn.kind === "special" && (fn.special === "exit" || fn.special === "quit"));
}

/** `sys.path.insert(…)`, `sys.path.append(…)`: modules were found while translating, so there is nothing left to do. */
function changesImportPath(e: Expr): boolean {
  if (e.kind !== "call" || e.callee.kind !== "attribute" || !["insert", "append"].includes(e.callee.name)) return false;
  const path = e.callee.object;
  return path.kind === "attribute" && path.name === "path" && path.object.kind === "name" && path.object.id === "sys";
}

function ifStatement(cx: Cx, s: Stmt<"if">): void {
  const test = condition(cx, s.test);
  if (!test.whenTrue || !test.whenFalse) {
    // Decided by types: only one side is translated.
    const taken = test.whenTrue ? s.body : s.orElse;
    cx.env = test.whenTrue ?? test.whenFalse;
    cx.block.statements.push(...withComments(effectsOf(cx, test.e), s.comments));
    return block(cx, taken);
  }
  cx.env = new Map(test.whenTrue);
  const then = inBlock(cx, () => block(cx, s.body));
  const after = cx.env;
  cx.env = new Map(test.whenFalse);
  const orElse = s.orElse.length ? inBlock(cx, () => block(cx, s.orElse)) : undefined;
  cx.env = joinEnv(cx, after, cx.env);
  push(
    cx,
    "if",
    s.span,
    { test: test.e, then: { statements: then }, ...(orElse?.length ? { orElse: { statements: orElse } } : {}) },
    s.comments,
  );
}

export { bool, convert, ex, flow, refuse };
