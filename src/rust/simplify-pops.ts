/** Loops that use up what they go over. */
import { sameTree } from "./allowances.ts";
import type { RustExpr, RustStatement } from "./ast.ts";

/** Functions of the runtime that take an item out of what is not empty. */
const CALLED = /^rt::(?:deque::(?:try_)?(popleft|pop)|list::(?:try_)?(pop)|heapq::(?:try_)?(pop))$/;

/** `while !queue.is_empty() { let x = rt::deque::popleft(&mut queue); … }` as `while let Some(x) = queue.pop_front() { … }` */
export function whilePops(e: RustExpr<"while">): RustExpr<"while"> {
  const { test, body } = e;
  const tested = test.kind === "unary" && test.op === "!" ? test.operand : undefined;
  if (tested?.kind !== "method" || tested.name !== "is_empty" || !isStill(tested.object)) return e;
  const [first, ...rest] = body.statements;
  if (first?.kind !== "let" || first.pattern.kind === "wild" || first.orElse || !first.value) return e;
  const value = taken(first.value, tested.object);
  const said: readonly string[] = [...(first.comments ?? []), ...(first.trailing ? [first.trailing] : [])];
  if (!value || (said.length > 0 && rest.length === 0)) return e;
  const statements = said.length > 0 ? rest.with(0, withComments(rest[0], said)) : rest;
  return {
    ...e,
    test: { kind: "let", pattern: { kind: "variant", path: "Some", elems: [first.pattern] }, value },
    body: { ...body, statements },
  };
}

const withComments = (s: RustStatement, said: readonly string[]): RustStatement => ({ ...s, comments: [...said, ...(s.comments ?? [])] });

/** A variable, or a field of one. */
const isStill = (e: RustExpr): boolean => (e.kind === "field" ? isStill(e.object) : e.kind === "path" && !e.args);

function taken(value: RustExpr, object: RustExpr): RustExpr | undefined {
  const call = value.kind === "try" ? value.value : value;
  if (call.kind !== "call" || call.callee.kind !== "path" || call.args.length !== 1) return undefined;
  const found = CALLED.exec(call.callee.path);
  const [given] = call.args;
  if (!found || !sameTree(given.kind === "borrow" ? given.operand : given, object)) return undefined;
  const [, ofDeque, ofList] = found;
  if (ofDeque || ofList) return { kind: "method", object, name: ofList ? "pop" : ofDeque === "pop" ? "pop_back" : "pop_front", args: [] };
  return { ...call, callee: { kind: "path", path: "rt::heapq::pop_least" } };
}
