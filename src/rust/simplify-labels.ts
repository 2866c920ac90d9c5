/** Labelled blocks that branches say as well. */
import { eachNode } from "../base/nodes.ts";
import type { RustBlock, RustExpr, RustStatement } from "./ast.ts";
import { contrary, simplerIf } from "./simplify-expressions.ts";

/** `'l: { if a { break 'l; } b }` is `if !a { b }`; `'l: { if a { b; break 'l; } c }` is `if a { b } else { c }`. */
export function simplerBlock(e: RustExpr<"block">): RustExpr {
  if (!e.label || e.word || e.block.value) return e;
  const label = e.label;
  const count = breaksTo(e.block, label);
  if (count === 0) return { kind: "block", block: e.block };
  const made = rebuilt(e.block.statements, label);
  if (!made || made.breaks !== count) return e;
  const block: RustBlock = { ...e.block, statements: made.statements };
  const [only] = block.statements;
  if (block.statements.length === 1 && only.kind === "expression" && only.value.kind === "if" && !block.trailing?.length)
    if (!only.comments?.length && !only.trailing) return only.value;
  return { kind: "block", block };
}

/** The statements with branches for their jumps, and how many those were. */
function rebuilt(statements: readonly RustStatement[], label: string): { statements: RustStatement[]; breaks: number } | undefined {
  let rest: RustStatement[] = [];
  let breaks = 0;
  for (let i = statements.length - 1; i >= 0; i--) {
    const s = statements[i];
    const last = i === statements.length - 1;
    if (last && isBreak(s, label) && !s.comments?.length && !s.trailing) {
      breaks++;
      continue;
    }
    const test = s.kind === "expression" && s.value.kind === "if" && !s.value.orElse && !s.value.then.value ? s.value : undefined;
    const inner = test?.then.statements;
    const end = inner?.at(-1);
    if (
      !test ||
      !inner ||
      !end ||
      !isBreak(end, label) ||
      test.then.trailing?.length ||
      end.comments?.length ||
      end.trailing ||
      (s.kind === "expression" && s.trailing)
    ) {
      rest.unshift(s);
      continue;
    }
    breaks++;
    const before = inner.slice(0, -1);
    const { at, comments } = s;
    const put = (value: RustExpr<"if">): void =>
      void (rest = [{ kind: "expression", value: simplerIf(value), semicolon: false, at, comments }]);
    if (before.length === 0) {
      if (rest.length === 0) return undefined;
      // A test that binds has no contrary.
      if (binds(test.test)) return undefined;
      put({ kind: "if", test: contrary(test.test) ?? { kind: "unary", op: "!", operand: test.test }, then: { statements: rest } });
    } else if (rest.length === 0) put({ ...test, then: { ...test.then, statements: before } });
    else put({ ...test, then: { ...test.then, statements: before }, orElse: otherwise(rest) });
  }
  return { statements: rest, breaks };
}

/** What stands behind `else`. */
function otherwise(rest: readonly RustStatement[]): RustExpr {
  const [only] = rest;
  if (
    rest.length === 1 &&
    only.kind === "expression" &&
    only.value.kind === "if" &&
    !only.semicolon &&
    !only.comments?.length &&
    !only.trailing
  )
    return only.value;
  return { kind: "block", block: { statements: rest } };
}

const isBreak = (s: RustStatement, label: string): boolean =>
  s.kind === "expression" && s.value.kind === "break" && s.value.label === label && !s.value.value;

function binds(test: RustExpr): boolean {
  let at = test;
  for (;;) {
    if (at.kind === "let") return true;
    if (at.kind !== "binary") return false;
    if (at.right.kind === "let") return true;
    at = at.left;
  }
}

function breaksTo(block: RustBlock, label: string): number {
  let count = 0;
  eachNode<RustExpr>(block, (e) => {
    if ((e.kind === "break" || e.kind === "continue") && e.label === label) count++;
  });
  return count;
}
