/** Tests of one class that are run one after the other, as `rt::unittest::run_all!`. */
import { sameTree } from "./allowances.ts";
import type { RustBlock, RustExpr, RustStatement } from "./ast.ts";

interface Test {
  readonly runner: RustExpr;
  readonly group: RustExpr;
  readonly object: RustExpr;
  readonly method: string;
}

export function withTestLists(block: RustBlock): RustBlock {
  const statements: RustStatement[] = [];
  for (let i = 0; i < block.statements.length; i++) {
    const first = testOf(block.statements[i]);
    const tests = first ? [first] : [];
    for (
      let next = first && testOf(block.statements[i + 1]);
      next && belongs(tests[0], next);
      next = testOf(block.statements[i + tests.length])
    )
      tests.push(next);
    const at = block.statements[i];
    if (tests.length < 2 || at.kind !== "expression") {
      statements.push(at);
      continue;
    }
    const { runner, group, object } = tests[0];
    const names: RustExpr = { kind: "array", elems: tests.map(({ method }) => ({ kind: "path", path: method })) };
    statements.push({ ...at, value: { kind: "macro", name: "rt::unittest::run_all", args: [runner, group, object, names] } });
    i += tests.length - 1;
  }
  return statements.length === block.statements.length ? block : { ...block, statements };
}

/** `rt::unittest::run(&mut runner, "test_x", "__main__.T", "", || T {}.test_x());` */
function testOf(s: RustStatement | undefined): Test | undefined {
  if (s?.kind !== "expression" || s.comments?.length || s.trailing || s.value.kind !== "call") return undefined;
  const { callee, args } = s.value;
  if (callee.kind !== "path" || callee.path !== "rt::unittest::run" || args.length !== 5) return undefined;
  const [runner, name, group, doc, closure] = args;
  if (closure.kind !== "closure" || closure.params.length > 0 || closure.word || closure.body.kind !== "method") return undefined;
  const { object, name: method, args: given, typeArgs } = closure.body;
  const isPlain = doc.kind === "literal" && doc.text === '""' && name.kind === "literal" && name.text === `"${method}"`;
  return isPlain && given.length === 0 && !typeArgs ? { runner, group, object, method } : undefined;
}

const belongs = (a: Test, b: Test): boolean => sameTree(a.runner, b.runner) && sameTree(a.group, b.group) && sameTree(a.object, b.object);
