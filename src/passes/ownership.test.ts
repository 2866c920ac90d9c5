import { describe, expect, it } from "vitest";
import { bool, str, unit, type Program, type RowTable } from "../ir/index.ts";
import { createSketch } from "../ir/sketch.ts";
import { analyseCalls } from "./calls.ts";
import { repClasses } from "./classes.ts";
import { analyseEffects } from "./effects.ts";
import { flatten, isCopy } from "./flat.ts";
import { analyseLiveness } from "./liveness.ts";
import { analyseOwnership } from "./ownership.ts";

const rows: RowTable = {
  len: { run: "len", args: ["ref"], pure: true },
  get: { run: "get", args: ["ref", "own"], result: "ref", mut: "get_mut", flows: [["0.elem", "result"]] },
  append: { run: "append", args: ["mut", "own"], flows: [["1", "0.elem"]] },
  pop: { run: "pop", args: ["mut"], flows: [["0.elem", "result"]] },
  sorted: { run: "sorted", args: ["ref"], flows: [["0.elem", "result.elem"]] },
  print: { run: "print", args: ["ref"], io: true },
};

const analyse = (program: Program) => {
  const flat = flatten(program);
  const calls = analyseCalls(flat);
  const effects = analyseEffects(flat, calls, (fn, local) => isCopy(program, program.functions[fn].locals[local].type));
  return analyseOwnership(flat, calls, effects, analyseLiveness(flat), repClasses(flat));
};

describe("ownership", () => {
  it("keeps a list that is built, handed down to helpers and returned a plain value", () => {
    const { e, s, t, fn, program } = createSketch(rows);
    const list = t.list(t.exact());
    const param = t.list(t.exact());
    const filled = t.list(t.exact());
    const size = fn("size", { xs: param }, 1, t.exact(), (local) => [s.return(e.runtime("len", t.exact(), local("xs")))]);
    const fill = fn("fill", { xs: filled }, 1, unit, (local) => [s.expression(e.runtime("append", unit, local("xs"), e.int(1)))]);
    const make = fn("make", { xs: list }, 0, list, (local, id) => [
      s.let(id("xs"), e.list(list)),
      s.expression(e.call(fill, unit, local("xs"))),
      s.expression(e.call(size, t.exact(), local("xs"))),
      s.return(local("xs")),
    ]);
    const result = t.list(t.exact());
    fn("main", { ys: result }, 0, unit, (local, id) => [
      s.let(id("ys"), e.call(make, result)),
      s.expression(e.call(size, t.exact(), local("ys"))),
    ]);
    const facts = analyse(program());
    expect(facts.representation(list.rep)).toBe("value");
    expect(facts.representation(result.rep)).toBe("value");
    expect(facts.param(size.id, 0)).toBe("ref");
    expect(facts.param(fill.id, 0)).toBe("mut");
    expect(facts.writtenThrough(make.id, 0)).toBe(true);
  });

  it("shares what two variables see while it is in use, with the flow as reason", () => {
    const { e, s, t, fn, program } = createSketch(rows);
    const list = t.list(t.exact());
    fn("main", { xs: list, ys: list }, 0, unit, (local, id) => [
      s.let(id("xs"), e.list(list)),
      s.let(id("ys"), local("xs")),
      s.expression(e.runtime("append", unit, local("ys"), e.int(1))),
      s.expression(e.runtime("print", unit, local("xs"))),
      s.expression(e.runtime("print", unit, local("ys"))),
    ]);
    const facts = analyse(program());
    expect(facts.representation(list.rep)).toBe("shared");
    expect(facts.reason(list.rep)).toBe("ys is an alias of something that changes");
    expect(facts.binding(0, 1)).toBe("own");
  });

  it("binds an inner list as a borrow, mutable where it is changed, and shares it where its container changes meanwhile", () => {
    const build = (change: "row" | "grid" | "none") => {
      const { e, s, t, fn, program } = createSketch(rows);
      const row = t.list(t.exact());
      const grid = t.list(row);
      fn("main", { grid, row }, 0, unit, (local, id) => [
        s.let(id("grid"), e.list(grid, e.list(row))),
        s.let(id("row"), e.runtime("get", row, local("grid"), e.int(0))),
        ...(change === "row" ? [s.expression(e.runtime("append", unit, local("row"), e.int(1)))] : []),
        ...(change === "grid" ? [s.expression(e.runtime("append", unit, local("grid"), e.list(row)))] : []),
        s.expression(e.runtime("print", unit, local("row"))),
        s.expression(e.runtime("print", unit, local("grid"))),
      ]);
      const facts = analyse(program());
      return [facts.binding(0, 1), facts.representation(row.rep), facts.representation(grid.rep), facts.writtenThrough(0, 0)];
    };
    expect(build("none")).toEqual(["ref", "value", "value", false]);
    expect(build("row")).toEqual(["mut", "value", "value", true]);
    expect(build("grid")).toEqual(["own", "shared", "value", true]);
  });

  it("borrows elements in a loop, and shares a list that changes under its loop", () => {
    const build = (body: "read" | "keep" | "grow") => {
      const { e, s, t, fn, program } = createSketch(rows);
      const row = t.list(t.exact());
      const grid = t.list(row);
      fn("main", { grid, row, kept: grid }, 0, unit, (local, id) => [
        s.let(id("grid"), e.list(grid, e.list(row))),
        s.let(id("kept"), e.list(grid)),
        s.forEach(1, id("row"), local("grid"), [
          body === "keep"
            ? s.expression(e.runtime("append", unit, local("kept"), local("row")))
            : body === "grow"
              ? s.expression(e.runtime("append", unit, local("grid"), e.list(row)))
              : s.expression(e.runtime("print", unit, local("row"))),
        ]),
        s.expression(e.runtime("print", unit, local("grid"))),
      ]);
      const facts = analyse(program());
      return [facts.binding(0, 1), facts.representation(row.rep), facts.representation(grid.rep)];
    };
    expect(build("read")).toEqual(["ref", "value", "value"]);
    expect(build("keep")).toEqual(["ref", "shared", "value"]);
    expect(build("grow")).toEqual(["own", "shared", "shared"]);
  });

  it("gives instances cells per written field once they are shared, and boxes a value that holds itself", () => {
    const { e, s, t, fn, cls, program } = createSketch(rows);
    const node = cls("Node", (self) => ({ key: t.exact(), left: t.option({ kind: "instance", class: self.id, rep: t.exact().rep }) }));
    const task = cls("Task", () => ({ name: str, done: bool }));
    const nodeType = t.instance(node);
    const taskType = t.instance(task);
    const insert = fn("insert", { self: nodeType }, 1, unit, (local) => [
      s.assign(
        e.field(local("self"), "left", t.option(nodeType)),
        e.expr("some", t.option(nodeType), {
          value: e.construct(nodeType, { key: e.int(1), left: e.expr("none", t.option(nodeType), {}) }),
        }),
      ),
    ]);
    fn("main", { root: nodeType, a: taskType, b: taskType }, 0, unit, (local, id) => [
      s.let(id("root"), e.construct(nodeType, { key: e.int(1), left: e.expr("none", t.option(nodeType), {}) })),
      s.expression(e.call(insert, unit, local("root"))),
      s.let(id("a"), e.construct(taskType, { name: e.str("x"), done: e.bool(false) })),
      s.let(id("b"), local("a")),
      s.assign(e.field(local("b"), "done", bool), e.bool(true)),
      s.expression(e.runtime("print", unit, local("a"))),
      s.expression(e.runtime("print", unit, local("b"))),
    ]);
    const facts = analyse(program());
    expect(facts.representation(nodeType.rep)).toBe("box");
    expect(facts.param(insert.id, 0)).toBe("mut");
    expect(facts.representation(taskType.rep)).toBe("shared");
    expect([facts.field(task.id, "name"), facts.field(task.id, "done"), facts.field(node.id, "left")]).toEqual(["plain", "cell", "plain"]);
  });

  it("moves what is used for the last time, also into a parameter that keeps it", () => {
    const { e, s, t, fn, program } = createSketch(rows);
    const list = t.list(t.exact());
    const outer = t.list(list);
    const keep = fn("keep", { all: outer, xs: list }, 2, unit, (local) => [
      s.expression(e.runtime("append", unit, local("all"), local("xs"))),
    ]);
    fn("main", { all: outer, xs: list }, 0, unit, (local, id) => [
      s.let(id("all"), e.list(outer)),
      s.let(id("xs"), e.list(list)),
      s.expression(e.call(keep, unit, local("all"), local("xs"))),
      s.expression(e.runtime("print", unit, local("all"))),
    ]);
    const facts = analyse(program());
    expect(facts.representation(list.rep)).toBe("value");
    expect([facts.param(keep.id, 0), facts.param(keep.id, 1)]).toEqual(["mut", "own"]);
  });

  it("shares rows that are sorted into a second list, unless the first dies there", () => {
    const build = (again: boolean) => {
      const { e, s, t, fn, program } = createSketch(rows);
      const row = t.list(t.exact());
      const grid = t.list(row);
      fn("main", { grid, other: grid }, 0, unit, (local, id) => [
        s.let(id("grid"), e.list(grid, e.list(row))),
        s.let(id("other"), e.runtime("sorted", grid, local("grid"))),
        ...(again ? [s.expression(e.runtime("print", unit, local("grid")))] : []),
        s.expression(e.runtime("print", unit, local("other"))),
      ]);
      return analyse(program()).representation(row.rep);
    };
    expect([build(true), build(false)]).toEqual(["shared", "value"]);
  });
});
