import { describe, expect, it } from "vitest";
import { unit, type Expression, type IrFunction, type RowTable, type Statement, type Type } from "../ir/index.ts";
import { createSketch } from "../ir/sketch.ts";
import { repClasses } from "./classes.ts";
import { flatten } from "./flat.ts";
import { analyseRanges } from "./ranges.ts";

const rows: RowTable = {
  mod: { run: "mod", args: ["own", "own"], integer: "mod", pure: true },
  floordiv: { run: "floordiv", args: ["own", "own"], integer: "floordiv", pure: true },
  parse: { run: "parse", args: ["ref"] },
};

type Sketch = ReturnType<typeof createSketch>;
type Read = (name: string) => Expression;

/** Which locals of `main` are small, for a body over exact locals of these names. */
function small(
  names: readonly string[],
  body: (sketch: Sketch, local: Read, id: (name: string) => number) => Statement[],
): Record<string, boolean> {
  const sketch = createSketch(rows);
  const types: Record<string, Type<"exact">> = Object.fromEntries(names.map((name) => [name, sketch.t.exact()]));
  sketch.fn("main", types, 0, unit, (local, id) => body(sketch, local, id));
  const flat = flatten(sketch.program());
  const ranges = analyseRanges(flat, repClasses(flat));
  return Object.fromEntries(names.map((name) => [name, ranges.small(types[name]!.rep)]));
}

const counter = ({ e, s }: Sketch, local: Read, id: (name: string) => number, ...body: Statement[]): Statement[] => [
  s.let(id("i"), e.int(0)),
  s.while(0, e.compare("lt", local("i"), e.int(10)), [...body, s.update(local("i"), "add", e.int(1))]),
];

describe("ranges", () => {
  it("takes counters and their sums for small, products and Fibonacci pairs for exact", () => {
    const found = small(["i", "sum", "product", "a", "b"], (sketch, local, id) => {
      const { e, s } = sketch;
      return [
        s.let(id("sum"), e.int(0)),
        s.let(id("product"), e.int(1)),
        s.let(id("a"), e.int(0)),
        s.let(id("b"), e.int(1)),
        ...counter(
          sketch,
          local,
          id,
          s.update(local("sum"), "add", local("i")),
          s.update(local("product"), "mul", local("i")),
          s.assign(local("a"), local("b")),
          s.assign(local("b"), e.binary("add", local("a"), local("b"))),
        ),
      ];
    });
    expect(found).toEqual({ i: true, sum: true, product: false, a: false, b: false });
  });

  it("bounds what a modulus bounds, and the middle of a binary search", () => {
    const found = small(["i", "x", "low", "high", "middle"], (sketch, local, id) => {
      const { e, s, t } = sketch;
      const half = () => e.runtime("floordiv", t.exact(), e.binary("add", local("low"), local("high")), e.int(2));
      return [
        s.let(id("x"), e.int(7)),
        s.let(id("low"), e.int(0)),
        s.let(id("high"), e.int(1000)),
        ...counter(
          sketch,
          local,
          id,
          s.assign(local("x"), e.runtime("mod", t.exact(), e.binary("mul", local("x"), local("x")), e.int(1_000_000_007))),
          s.let(id("middle"), half()),
          s.if(
            e.compare("lt", local("middle"), local("x")),
            [s.assign(local("low"), e.binary("add", local("middle"), e.int(1)))],
            [s.assign(local("high"), e.binary("sub", local("middle"), e.int(1)))],
          ),
        ),
      ];
    });
    expect(found).toEqual({ i: true, x: true, low: true, high: true, middle: true });
  });

  it("bounds what a loop multiplies by the loop's test, where nothing else changes it", () => {
    const found = small(["i", "x", "y", "z"], ({ e, s }, local, id) => [
      s.let(id("i"), e.int(0)),
      s.let(id("x"), e.int(1)),
      s.while(0, e.compare("lt", local("x"), e.int(1000)), [s.update(local("x"), "mul", e.int(2))]),
      s.let(id("y"), e.int(1)),
      s.while(1, e.compare("lt", local("y"), e.int(1000)), [s.update(local("y"), "mul", e.int(2)), s.update(local("y"), "mul", e.int(3))]),
      s.let(id("z"), e.int(1)),
      s.while(2, e.compare("lt", local("z"), e.int(1000)), [
        s.forRange(3, id("i"), e.int(0), e.int(9), e.int(1), [s.update(local("z"), "mul", e.int(2))]),
      ]),
    ]);
    expect(found).toEqual({ i: true, x: true, y: false, z: false });
  });

  it("keeps what comes from outside exact, unless it bounds a loop", () => {
    const found = small(["n", "k", "j"], ({ e, s, t }, local, id) => [
      s.let(id("n"), e.runtime("parse", t.exact(), e.str("5"))),
      s.let(id("k"), e.runtime("parse", t.exact(), e.str("6"))),
      s.forRange(0, id("j"), e.int(0), e.binary("add", local("k"), e.int(1)), e.int(1), []),
    ]);
    expect(found).toEqual({ n: false, k: true, j: true });
  });

  it("bounds a sum of recursive calls by the time they take, not a product", () => {
    const sketch = createSketch(rows);
    const { e, s, t, fn } = sketch;
    const recursive = (name: string, combine: (self: (by: number) => Expression, n: Expression) => Expression): Type<"exact"> => {
      const result = t.exact();
      const made: { id?: IrFunction } = {};
      const id = sketch.program().functions.length;
      made.id = fn(name, { n: t.exact() }, 1, result, (local) => [
        s.if(e.compare("lt", local("n"), e.int(2)), [s.return(e.int(1))]),
        s.return(combine((by) => e.call(id, { kind: "exact", rep: result.rep }, e.binary("sub", local("n"), e.int(by))), local("n"))),
      ]);
      return result;
    };
    const fib = recursive("fib", (self) => e.binary("add", self(1), self(2)));
    const factorial = recursive("factorial", (self, n) => e.binary("mul", n, self(1)));
    fn("main", {}, 0, unit, () => [s.expression(e.call(0, t.exact(), e.int(30))), s.expression(e.call(1, t.exact(), e.int(25)))]);
    const flat = flatten(sketch.program());
    const ranges = analyseRanges(flat, repClasses(flat));
    expect([ranges.small(fib.rep), ranges.small(factorial.rep)]).toEqual([true, false]);
  });
});
