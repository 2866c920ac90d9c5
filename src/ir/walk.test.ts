import { describe, expect, it } from "vitest";
import { createSketch } from "./sketch.ts";
import { printFunction } from "./print.ts";
import { unit, type Expression, type Statement } from "./index.ts";
import { isExpression, preorder, walkBoth } from "./walk.ts";
import { rewriteBlock } from "./rewrite.ts";
import { verify } from "./verify.ts";

const rows = { print: { run: "print", args: ["ref"], io: true } } as const;

function deep(depth: number) {
  const { e, s, t, fn, program } = createSketch(rows);
  const x = t.exact();
  fn("main", { x }, 0, unit, (local, id) => {
    let sum: Expression = e.int(1);
    for (let i = 0; i < depth; i++) sum = e.binary("add", sum, e.int(i));
    return [s.let(id("x"), sum), s.expression(e.runtime("print", unit, local("x")))];
  });
  return program();
}

describe("walk", () => {
  it("visits 20,000 nested operators, and verify and print take them too", () => {
    const program = deep(20_000);
    expect(preorder(program.functions[0].body)).toHaveLength(40_001 + 4);
    expect(verify(program)).toEqual([]);
    expect(printFunction(program, program.functions[0])).toContain("19999)");
  });

  it("enters parents before and leaves them after their children, in evaluation order", () => {
    const order: string[] = [];
    walkBoth(
      deep(1).functions[0].body,
      (node) => void order.push(node.kind),
      (node) => void order.push(`/${node.kind}`),
    );
    expect(order).toEqual([
      "let",
      "binary",
      "int",
      "/int",
      "int",
      "/int",
      "/binary",
      "/let",
      "expression",
      "runtime",
      "local",
      "/local",
      "/runtime",
      "/expression",
    ]);
  });

  it("rewrites bottom-up, keeps ids and shares what did not change", () => {
    const program = deep(2);
    const body = program.functions[0].body;
    const result = rewriteBlock(body, {
      expression: (node) => (node.kind === "int" && node.value === 0n ? { ...node, value: 7n } : node),
      statement: (node): Statement | Statement[] => (node.kind === "expression" ? [node, node] : node),
    });
    expect(result.statements).toHaveLength(3);
    expect(result.statements[1]).toBe(body.statements[1]);
    const values = preorder(result)
      .filter(isExpression)
      .flatMap((node) => (node.kind === "int" ? [node.value] : []));
    expect(values).toEqual([1n, 7n, 1n]);
    expect(rewriteBlock(body, {})).toBe(body);
  });
});

describe("verify", () => {
  it("finds a wrong type, an undeclared local, an unknown row and a label that does not enclose", () => {
    const { e, s, t, fn, program } = createSketch(rows);
    fn("main", { x: t.exact(), y: t.exact() }, 0, unit, (local, id) => [
      s.let(id("x"), e.str("a")),
      s.expression(local("y")),
      s.expression(e.runtime("gone", unit)),
      s.break(4),
    ]);
    expect(verify(program()).map((each) => each.message)).toEqual([
      "let x: exact#0 against str",
      "local y is used before its declaration",
      "row gone does not exist",
      "break names label 4, which does not enclose it",
    ]);
  });
});
