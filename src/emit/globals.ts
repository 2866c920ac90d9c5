/** Constants and variables of modules. */
import type { Global, IrFunction, Type } from "../ir/index.ts";
import { walk } from "../ir/walk.ts";
import type { RustExpr, RustItem } from "../rust/ast.ts";
import { call, path, tPath, tRef } from "../rust/make.ts";
import { createScope } from "../rust/names.ts";
import { zeroOf } from "./constants.ts";
import { type Frame, type FunctionContext, type ProgramContext, capture, importName, runtimePath } from "./context.ts";
import { emitExpression } from "./expressions.ts";
import { commentsOf, contextOf, docLines, origin, takenNames, visibility } from "./items.ts";
import { rustType } from "./types.ts";
import { guardValue } from "./unsafe.ts";
import { ownTyped } from "./values.ts";

/** Constants are emitted outside any function. */
export function constantContext(unit: ProgramContext, module: number): FunctionContext {
  const fn: IrFunction = {
    id: -1,
    name: "",
    module,
    span: { file: 0, start: 0, end: 0 },
    params: [],
    result: { kind: "unit" },
    locals: [],
    body: { statements: [] },
    fails: "never",
  };
  const frame: Frame = { kind: "closure", fallible: false, labels: new Set(), jumps: [], returns: false, result: fn.result };
  return {
    unit,
    fn,
    module,
    locals: new Map(),
    scope: createScope(),
    targets: new Map(),
    frames: [frame],
    loops: [],
    moved: new Map(),
    present: new Set(),
    narrowed: new Map(),
    declared: new Set(),
    zeroed: new Set(),
    assigned: new Set(),
    out: [],
    dirty: false,
    direct: [],
    copies: new Map(),
    ranges: [],
    suffix: false,
  };
}

export function emitGlobal(unit: ProgramContext, global: Global): RustItem {
  const maker = global.maker === undefined ? undefined : unit.program.functions[global.maker];
  const cx = maker ? contextOf(unit, maker, global.module, takenNames(unit, global.module)) : constantContext(unit, global.module);
  const name = unit.names.globals[global.id];
  const plain = rustType(global.type, unit, global.module);
  const base = {
    at: origin(global),
    doc: docLines(global.doc),
    comments: commentsOf(global),
    visibility: global.exported ? "pub" : visibility(unit, global.module),
  };
  bindLocals(cx, global);
  const value = (guarded = true): RustExpr => {
    const made = maker?.body.statements[0];
    const source = made?.kind === "return" ? made.value! : global.value!;
    const { value: expr, statements } = capture(cx, () => ownTyped(cx, source, global.type));
    const whole: RustExpr = statements.length ? { kind: "block", block: { statements, value: expr } } : expr;
    return unit.program.safe || !guarded ? whole : guardValue(whole);
  };
  const text = (): RustExpr =>
    global.value!.kind === "str" || global.value!.kind === "bytes" ? capture(cx, () => refOfConstant(cx, global)).value : value();
  const borrowed =
    global.type.kind === "str" ? tRef(tPath("str")) : global.type.kind === "bytes" ? tRef({ kind: "slice", elem: tPath("u8") }) : plain;
  const list = global.type.kind === "list" && global.value?.kind === "list" ? global.value : undefined;
  switch (unit.facts.global(global.id)) {
    case "const":
      if (list) {
        const { elem } = list.type as Type<"list">;
        const elems = list.elems.map((each) => capture(cx, () => ownTyped(cx, each, elem)).value);
        const type = tRef({ kind: "slice", elem: rustType((global.type as Type<"list">).elem, unit, global.module) });
        return {
          kind: "const",
          word: "const",
          name,
          type,
          value: { kind: "borrow", word: "", operand: { kind: "array", elems } },
          ...unread(unit, global),
          ...base,
        };
      }
      return { kind: "const", word: "const", name, type: borrowed, value: text(), ...unread(unit, global), ...base };
    case "static":
      return { kind: "const", word: "static", name, type: borrowed, value: text(), ...unread(unit, global), ...base };
    case "lazy":
      return {
        kind: "const",
        word: "static",
        name,
        type: tPath(importName(unit, global.module, "std::sync::LazyLock"), plain),
        value: call("LazyLock::new", { kind: "closure", params: [], body: value() }),
        ...unread(unit, global),
        ...base,
      };
    case "thread":
      return { kind: "threadLocal", name, type: plain, value: value(), constant: false, ...base };
    case "lone": {
      const { type } = global;
      const of = innermost(type);
      const bare = of.kind === "record" && unit.program.classes[of.class].cells === true;
      const held = bare ? plain : tPath(importName(unit, global.module, "std::cell::Cell"), plain);
      const inner = value(false);
      const made = call(runtimePath(unit, global.module, "heap::Lone::new"), bare ? inner : call("Cell::new", inner));
      const lone = tPath(runtimePath(unit, global.module, "heap::Lone"), held);
      const object: RustExpr = { kind: "block", word: "unsafe", block: { statements: [], value: made } };
      const aligned = unit.facts.aligned(global.id) ? runtimePath(unit, global.module, "heap::Aligned") : undefined;
      return {
        kind: "const",
        word: "static",
        name,
        type: aligned ? tPath(aligned, lone) : lone,
        value: aligned ? call(aligned, object) : object,
        ...base,
        comments: [...(base.comments ?? []), "// SAFETY: [one-thread] the program starts no thread."],
      };
    }
    case "raw": {
      const held = global.value ? value() : zeroOf(cx, global.type);
      const aligned = unit.facts.aligned(global.id) ? runtimePath(unit, global.module, "heap::Aligned") : undefined;
      const type = aligned ? tPath(aligned, plain) : plain;
      return { kind: "const", word: "static mut", name, type, value: aligned ? call(aligned, held) : held, ...base };
    }
    case "cell":
      return {
        kind: "threadLocal",
        name,
        type: tPath(importName(unit, global.module, "std::cell::Cell"), plain),
        value: call("Cell::new", global.value ? value() : zeroOf(cx, global.type)),
        constant: true,
        ...base,
      };
    case "refcell": {
      const cell = importName(unit, global.module, "std::cell::RefCell");
      if (!global.value)
        return {
          kind: "threadLocal",
          name,
          type: tPath(cell, tPath("Option", plain)),
          value: call(`${cell}::new`, path("None")),
          constant: true,
          ...base,
        };
      const constant = global.value.kind === "none";
      return { kind: "threadLocal", name, type: tPath(cell, plain), value: call(`${cell}::new`, value()), constant, ...base };
    }
  }
}

const readGlobals = new WeakMap<ProgramContext, ReadonlySet<number>>();

/** A constant that the program only defines. */
function unread(unit: ProgramContext, global: Global): { readonly attributes?: readonly string[] } {
  let read = readGlobals.get(unit);
  if (!read) {
    const found = new Set<number>();
    for (const fn of unit.program.functions)
      if (!fn.extern)
        walk(fn.body, (node) => {
          if (node.kind === "global") found.add(node.global);
        });
    for (const other of unit.program.globals)
      if (other.value)
        walk(other.value, (node) => {
          if (node.kind === "global") found.add(node.global);
        });
    readGlobals.set(unit, (read = found));
  }
  return !unit.program.safe || global.exported || read.has(global.id) ? {} : { attributes: ["allow(dead_code)"] };
}

const innermost = (type: Type): Type => (type.kind === "array" ? innermost(type.elem) : type);

/** Variables of an initial value that is put together step by step. */
function bindLocals(cx: FunctionContext, global: Global): void {
  if (!global.value) return;
  walk(global.value, (node) => {
    if (node.kind !== "local" || cx.locals.has(node.local)) return;
    (cx.zeroed as Set<number>).add(node.local);
    cx.locals.set(node.local, { name: cx.scope.take("value"), type: node.type, borrow: "own", cell: "none", deferred: false });
  });
}

const refOfConstant = (cx: FunctionContext, global: Global): RustExpr => emitExpression(cx, global.value!, "ref").expr;
