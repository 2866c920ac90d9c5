import { describe, expect, it } from "vitest";
import { bool, unit, type Expression, type Program } from "../ir/index.ts";
import { createSketch } from "../ir/sketch.ts";
import { analyseCalls } from "./calls.ts";
import { conservativeFacts } from "./conservative.ts";
import { analyseEffects } from "./effects.ts";
import { analyseFailures } from "./failures.ts";
import { flatten } from "./flat.ts";
import { analyseLiveness } from "./liveness.ts";

const rows = {
  use: { run: "use", args: ["ref"] },
  keep: { run: "keep", args: ["own"] },
  parse: { run: "parse", args: ["ref"], fails: "try" },
  each: { run: "each", args: ["ref", "ref"], calls: [1] },
} as const;

describe("liveness", () => {
  it("marks the last read of each path, and none in a loop of what is declared outside", () => {
    const { e, s, t, fn, program } = createSketch(rows);
    const list = t.list(t.exact());
    const reads: Expression[] = [];
    const main = fn("main", { xs: list, ys: list, b: bool }, 0, unit, (local, id) => {
      const read = (name: string): Expression => {
        const node = local(name);
        reads.push(node);
        return node;
      };
      const use = (value: Expression) => s.expression(e.runtime("use", unit, value));
      return [
        s.let(id("b"), e.bool(true)),
        s.let(id("xs"), e.list(list)),
        use(read("xs")), // 0: not last
        s.if(e.bool(true), [use(read("xs"))], [use(read("xs"))]), // 1, 2: last on their path
        s.let(id("ys"), e.list(list)),
        s.while(1, e.bool(true), [use(read("ys")), s.let(id("xs"), e.list(list)), use(read("xs"))]), // 3: never, 4: fresh each round
        s.expression(
          e.expr("logical", bool, { op: "and", left: e.runtime("use", bool, read("b")), right: e.runtime("use", bool, read("b")) }),
        ), // 5: not, 6: last
      ];
    });
    const flat = flatten(program());
    const liveness = analyseLiveness(flat);
    expect(reads.map((each) => liveness.lastUse(each.id))).toEqual([false, true, true, false, true, false, true]);
    expect(liveness.used(main.id, 0)).toBe(true);
  });

  it("keeps what a handler reads live in the guarded body", () => {
    const { e, s, t, fn, program } = createSketch(rows);
    const list = t.list(t.exact());
    let first!: Expression;
    let second!: Expression;
    fn("main", { xs: list, error: list }, 0, unit, (local, id) => [
      s.let(id("xs"), e.list(list)),
      s.guarded(
        [s.expression(e.runtime("keep", unit, (first = local("xs"))))],
        [{ binding: id("error"), body: [s.expression(e.runtime("keep", unit, (second = local("xs"))))] }],
      ),
    ]);
    const liveness = analyseLiveness(flatten(program()));
    expect(liveness.lastUse(first.id)).toBe(false);
    expect(liveness.lastUse(second.id)).toBe(true);
  });

  it("knows which locals are assigned twice", () => {
    const { e, s, t, fn, program } = createSketch(rows);
    const names = { once: t.exact(), twice: t.exact(), branches: t.exact(), looped: t.exact() };
    const main = fn("main", names, 0, unit, (local, id) => [
      s.let(id("once"), e.int(1)),
      s.let(id("twice"), e.int(1)),
      s.assign(local("twice"), e.int(2)),
      s.let(id("branches")),
      s.if(e.bool(true), [s.assign(local("branches"), e.int(1))], [s.assign(local("branches"), e.int(2))]),
      s.let(id("looped")),
      s.while(1, e.bool(true), [s.assign(local("looped"), e.int(1))]),
    ]);
    const liveness = analyseLiveness(flatten(program()));
    expect([0, 1, 2, 3].map((i) => liveness.reassigned(main.id, i))).toEqual([false, true, false, true]);
  });

  it("takes 20,000 nested operators", () => {
    const { e, s, fn, program } = createSketch(rows);
    fn("main", {}, 0, unit, () => {
      let sum: Expression = e.int(1);
      for (let i = 0; i < 20_000; i++) sum = e.binary("add", e.int(i), sum);
      return [s.expression(sum)];
    });
    expect(() => analyseLiveness(flatten(program()))).not.toThrow();
  });
});

describe("failures", () => {
  it("returns Result only where a handler could see the failure", () => {
    const { e, s, t, fn, program } = createSketch(rows);
    const parse = fn("parse_it", {}, 0, unit, () => [s.expression(e.runtime("parse", unit, e.str("x")))]);
    const quiet = fn("quiet", {}, 0, unit, () => []);
    const unseen = fn("unseen", {}, 0, unit, () => [s.expression(e.runtime("parse", unit, e.str("x")))]);
    const middle = fn("middle", {}, 0, unit, () => [s.expression(e.call(parse, unit)), s.expression(e.call(quiet, unit))]);
    fn("main", { error: t.exact() }, 0, unit, (_, id) => [
      s.guarded([s.expression(e.call(middle, unit))], [{ binding: id("error"), body: [] }]),
      s.expression(e.call(unseen, unit)),
    ]);
    const flat = flatten(program());
    const { fails } = analyseFailures(flat, analyseCalls(flat), conservativeFacts(flat.program));
    expect(flat.program.functions.map((each) => [each.name, fails(each.id)])).toEqual([
      ["parse_it", true],
      ["quiet", false],
      ["unseen", false],
      ["middle", true],
      ["main", false],
    ]);
  });
});

describe("effects", () => {
  const analyse = (program: Program) => {
    const flat = flatten(program);
    return analyseEffects(flat, analyseCalls(flat), () => true);
  };
  it("puts a local into a cell when an escaping closure and other code see its changes", () => {
    const { e, s, t, fn, program } = createSketch(rows);
    const func = t.func([], unit);
    const main = fn("main", { n: t.exact(), m: t.exact(), k: t.exact(), f: func }, 0, unit, (local, id) => {
      const closure = (name: string) =>
        e.expr("closure", func, { params: [], result: unit, body: { statements: [s.assign(local(name), e.int(3))] } });
      const reader = (name: string) =>
        e.expr("closure", func, { params: [], result: unit, body: { statements: [s.expression(local(name))] } });
      return [
        s.let(id("n"), e.int(0)),
        s.let(id("m"), e.int(0)),
        s.let(id("k"), e.int(0)),
        s.let(id("f"), closure("n")),
        s.expression(e.runtime("each", unit, e.int(1), closure("m"))),
        s.assign(local("f"), reader("k")),
      ];
    });
    const effects = analyse(program());
    expect([0, 1, 2].map((i) => effects.cell(main.id, i))).toEqual(["cell", "none", "none"]);
  });
  it("knows the fields that a call may write", () => {
    const { e, s, t, fn, cls, program } = createSketch(rows);
    const point = cls("Point", () => ({ x: t.exact(), y: t.exact() }));
    const self = t.instance(point);
    const set = fn("set", { self }, 1, unit, (local) => [s.assign(e.field(local("self"), "x", t.exact()), e.int(1))]);
    const main = fn("main", { p: self }, 0, unit, (local, id) => [
      s.let(id("p"), e.construct(self, { x: e.int(1), y: e.int(2) })),
      s.expression(e.call(set, unit, local("p"))),
    ]);
    const effects = analyse(program());
    expect(effects.writesField(main.id, effects.fieldIndex(0, "x"))).toBe(true);
    expect(effects.writesField(main.id, effects.fieldIndex(0, "y"))).toBe(false);
    expect(effects.fieldWritten(0, "y")).toBe(false);
  });
});
