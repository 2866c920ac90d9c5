/** Small programs in IR, emitted, compiled and run beside a sketch of the runtime. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { noSpan as at } from "../base/span.ts";
import {
  bool,
  createBuilder,
  createReps,
  i32,
  str,
  unit,
  type Expression,
  type Program,
  type Row,
  type Statement,
  type Type,
} from "../ir/index.ts";
import { conservativeFacts } from "../passes/conservative.ts";
import { emitProgram } from "./index.ts";

const runtime = `
#[allow(dead_code)]
mod rt {
    use std::cell::{Ref, RefCell, RefMut};
    use std::rc::Rc;
    pub struct Shared<T>(Rc<RefCell<T>>);
    impl<T> Clone for Shared<T> { fn clone(&self) -> Self { Self(self.0.clone()) } }
    impl<T> Shared<T> {
        pub fn new(value: T) -> Self { Self(Rc::new(RefCell::new(value))) }
        pub fn borrow(&self) -> Ref<'_, T> { self.0.borrow() }
        pub fn borrow_mut(&self) -> RefMut<'_, T> { self.0.borrow_mut() }
    }
    impl<T: Clone> Shared<Vec<T>> {
        pub fn each(&self) -> impl Iterator<Item = T> + use<T> {
            let (list, mut i) = (self.clone(), 0);
            std::iter::from_fn(move || { let item = list.borrow().get(i).cloned(); i += 1; item })
        }
    }
    pub struct Failure(pub String);
    struct Raised(String);
    pub enum Flow<T> { Next, Return(T), Jump(u32) }
    pub fn failure(text: String) -> Failure { Failure(text) }
    pub fn raise(error: Failure) -> ! { std::panic::resume_unwind(Box::new(Raised(error.0))) }
    pub fn catch<T>(body: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
        match std::panic::catch_unwind(std::panic::AssertUnwindSafe(body)) {
            Ok(outcome) => outcome,
            Err(payload) => Err(Failure(payload.downcast::<Raised>().map_or(String::new(), |raised| raised.0))),
        }
    }
    pub fn append<T>(list: &mut Vec<T>, item: T) { list.push(item); }
    pub fn get<T>(list: &[T], index: i32) -> &T { &list[index as usize] }
    pub fn get_mut<T>(list: &mut [T], index: i32) -> &mut T { &mut list[index as usize] }
    pub fn main(entry: fn()) -> std::process::ExitCode { entry(); 0.into() }
}
`;

const rows: Readonly<Record<string, Row>> = {
  start: { run: "main", args: ["own"] },
  print: { run: "std:println", form: "macro", args: ["ref"], io: true },
  append: { run: "append", args: ["mut", "own"], flows: [["1", "0.elem"]] },
  get: { run: "get", args: ["ref", "own"], result: "ref", mut: "get_mut", flows: [["0.elem", "result"]] },
  failure: { run: "failure", args: ["own"] },
};

function build(): Program {
  const b = createBuilder();
  const reps = createReps();
  const list: Type = { kind: "list", elem: i32, rep: reps.fresh() };
  const failure: Type = { kind: "runtime", path: "Failure", args: [] };
  const int = (value: number): Expression => b.expr("int", i32, at, { value: BigInt(value) });
  const local = (id: number, type: Type): Expression => b.expr("local", type, at, { local: id });
  const row = (id: string, type: Type, ...args: Expression[]): Expression => b.expr("runtime", type, at, { row: id, args });
  const print = (...pieces: (string | Expression)[]): Statement =>
    b.stmt("expression", at, {
      value: row(
        "print",
        unit,
        b.expr("format", str, at, { pieces: pieces.map((piece) => (typeof piece === "string" ? piece : { value: piece, spec: "" })) }),
      ),
    });
  const plus = (left: Expression, right: Expression): Expression =>
    b.expr("binary", i32, at, { op: "add", arithmetic: "plain", left, right });
  const twice = (value: Expression): Expression => b.expr("call", i32, at, { function: 1, args: [value] });
  const more = (left: Expression, right: Expression): Expression => b.expr("compare", bool, at, { op: "gt", left, right });
  const body: Statement[] = [
    b.stmt("let", at, { local: 0, value: b.expr("list", list, at, { elems: [int(1), int(2)] }) }, [
      { text: " the items", own: true, span: at },
    ]),
    // the argument is evaluated before the list is borrowed
    b.stmt("expression", at, { value: row("append", unit, local(0, list), twice(row("get", i32, local(0, list), int(1)))) }),
    b.stmt("let", at, { local: 1, value: int(0) }),
    // the list grows while it is walked
    b.stmt("forEach", at, {
      label: 0,
      pattern: { kind: "local", local: 2 },
      iterable: local(0, list),
      body: {
        statements: [
          b.stmt("if", at, { test: more(local(2, i32), int(9)), then: { statements: [b.stmt("break", at, { label: 0 })] } }),
          b.stmt("expression", at, { value: row("append", unit, local(0, list), plus(local(2, i32), int(4))) }),
          b.stmt("update", at, { place: local(1, i32), op: "add", arithmetic: "plain", value: local(2, i32) }),
        ],
      },
      orElse: { statements: [print("not reached")] },
    }),
    print("sum ", local(1, i32)),
    b.stmt("update", at, { place: row("get", i32, local(0, list), int(0)), op: "mul", arithmetic: "wrapping", value: int(7) }),
    print(row("get", i32, local(0, list), int(0))),
    b.stmt("loop", at, {
      label: 1,
      body: {
        statements: [
          b.stmt("guarded", at, {
            body: {
              statements: [
                print("try"),
                b.stmt("raise", at, { value: row("failure", failure, b.expr("str", str, at, { value: "out of stock" })) }),
              ],
            },
            handlers: [{ binding: 3, body: { statements: [print("caught"), b.stmt("break", at, { label: 1 })] } }],
            final: { statements: [print("finally")] },
          }),
        ],
      },
    }),
  ];
  return {
    name: "small",
    runtime: "py",
    safe: true,
    reps,
    nodeCount: b.nodeCount,
    exception: failure,
    rows: (id) => rows[id],
    start: { row: "start", entry: 0 },
    modules: [{ file: 0, name: "small", doc: "A small program.", items: [1, 0].map((id) => ({ kind: "function", id })) }],
    functions: [
      {
        id: 0,
        name: "main",
        module: 0,
        span: at,
        params: [],
        result: unit,
        fails: "infer",
        body: { statements: body },
        locals: [list, i32, i32, failure].map((type, id) => ({ id, name: ["items", "sum", "item", "error"][id], type, span: at })),
      },
      {
        id: 1,
        name: "twice",
        module: 0,
        span: at,
        doc: "Two times the number.",
        params: [{ local: 0, passing: "value" }],
        result: i32,
        fails: "infer",
        locals: [{ id: 0, name: "fn", type: i32, span: at }],
        body: {
          statements: [
            b.stmt("return", at, {
              value: b.expr("binary", i32, at, { op: "mul", arithmetic: "wrapping", left: local(0, i32), right: int(2) }),
            }),
          ],
        },
      },
    ],
    classes: [],
    unions: [],
    globals: [],
  };
}

test("a program with loops, shared lists and a guard compiles without warnings, is laid out as rustfmt does, and runs", () => {
  const program = build();
  const [file] = emitProgram(program, conservativeFacts(program), []).files;
  expect(file.text).toContain("/// Two times the number.\nfn twice(r#fn: i32) -> i32 {\n    r#fn.wrapping_mul(2)\n}");
  expect(file.text).toContain("    // the items\n");
  const folder = mkdtempSync(path.join(tmpdir(), "emit-"));
  try {
    const source = path.join(folder, "small.rs");
    writeFileSync(source, file.text);
    const format = spawnSync(
      "rustfmt",
      [
        "--check",
        "--edition",
        "2024",
        "--config",
        "use_small_heuristics=Max,short_array_element_width_threshold=24,style_edition=2024",
        source,
      ],
      { encoding: "utf8" },
    );
    expect(format.stdout + format.stderr).toBe("");
    writeFileSync(source, file.text + runtime);
    const binary = path.join(folder, "small");
    const compiled = spawnSync("rustc", ["--edition", "2024", "-D", "warnings", source, "-o", binary], { encoding: "utf8" });
    expect(compiled.stderr).toBe("");
    expect(spawnSync(binary, { encoding: "utf8" }).stdout).toBe("sum 35\n7\ntry\ncaught\nfinally\n");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("20,000 operators overflow neither emission nor the printer", () => {
  const program = build();
  const b = createBuilder();
  let sum: Expression = b.expr("int", i32, at, { value: 1n });
  for (let i = 0; i < 20_000; i++)
    sum = b.expr("binary", i32, at, { op: "add", arithmetic: "plain", left: sum, right: b.expr("local", i32, at, { local: 0 }) });
  const long = {
    ...program,
    functions: [program.functions[0], { ...program.functions[1], body: { statements: [b.stmt("return", at, { value: sum })] } }],
  };
  const [file] = emitProgram(long, conservativeFacts(long), []).files;
  expect(file.text.split("+ r#fn").length).toBe(20_001);
});
