/** Tests of pointers for NULL. */
import type { Expression } from "../ir/index.ts";
import type { RustBlock, RustExpr, RustStatement } from "../rust/ast.ts";
import { ifExpr, method, path } from "../rust/make.ts";
import type { FunctionContext } from "./context.ts";
import { isNullPointer, liftOf } from "./lifted.ts";
import { mentions } from "./unread.ts";

/** The pointer that a branch tested, to be bound where it is not NULL: one that is written through is lent on, if it is needed behind the branch. */
export function boundPointer(cx: FunctionContext, local: number, branch: number): RustExpr {
  const name = path(cx.locals.get(local)!.name);
  const lift = liftOf(cx, local);
  return lift?.access === "write" && lift.kind === "param" && !cx.unit.facts.lastUse(branch) ? method(name, "as_deref_mut") : name;
}

/** `let Some(p) = p else { … }` where nothing names `p` behind it is a test. */
export function withoutNeedlessNames(body: RustBlock): RustBlock {
  const settled = body.statements.map((s, i): RustStatement => {
    if (s.kind !== "let" || !s.orElse || s.value?.kind !== "path" || s.pattern.kind !== "variant") return s;
    const name = s.pattern.elems?.[0];
    if (name?.kind !== "name" || name.name !== s.value.path || mentions([body.statements.slice(i + 1), body.value], name.name)) return s;
    const { at, comments, trailing } = s;
    return { kind: "expression", value: ifExpr(method(s.value, "is_none"), s.orElse), semicolon: false, at, comments, trailing };
  });
  return { ...body, statements: settled };
}

/** The parameter that a test asks for NULL: `p == NULL`, `!p`. */
export function testedPointer(cx: FunctionContext, test: Expression): { local: number; present: boolean } | undefined {
  let at = test;
  let present = false;
  while (at.kind === "not") {
    at = at.operand;
    present = !present;
  }
  let pointer: Expression;
  if (at.kind === "isNone") {
    pointer = at.value;
    if (at.negated) present = !present;
  } else if (at.kind === "compare" && (at.op === "eq" || at.op === "ne") && at.left.type.kind === "ptr") {
    if (isNullPointer(at.right)) pointer = at.left;
    else if (isNullPointer(at.left)) pointer = at.right;
    else return undefined;
    if (at.op === "ne") present = !present;
  } else return undefined;
  if (pointer.kind !== "local") return undefined;
  const lift = liftOf(cx, pointer.local);
  // one that is given another place would be told apart from the one that was asked for
  if (lift?.kind === "cursor" && cx.unit.facts.mutated(cx.fn.id, pointer.local)) return undefined;
  return lift?.nullable && !cx.present.has(pointer.local) ? { local: pointer.local, present } : undefined;
}

/** `p.is_null()`; NULL itself, of which Rust would not know what it points to, is known to be. */
export const testsNull = (pointer: RustExpr): RustExpr =>
  pointer.kind === "call" && pointer.callee.kind === "path" && /^std::ptr::null(?:_mut)?$/.test(pointer.callee.path)
    ? { kind: "literal", text: "true" }
    : method(pointer, "is_null");
