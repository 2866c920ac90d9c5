/** The units of a program to its IR: what is reached from `main`, in the order of the sources. */
import { noSpan } from "../../../base/span.ts";
import type { Source } from "../../../base/text.ts";
import { Refusal, type Diagnostic } from "../../../diagnostics/diagnostic.ts";
import {
  createBuilder,
  createReps,
  int,
  unit as irUnit,
  type Global,
  type IrFunction,
  type Item,
  type Local,
  type Module,
  type Program,
  type Row,
  type Statement,
  type Type,
  sameType,
} from "../../../ir/index.ts";
import { scanRow, spellRow } from "../libc/pointers.ts";
import { cRows } from "../libc/rows.ts";
import type { FunctionType, RecordDecl } from "../types/types.ts";
import type { Unit } from "../unit.ts";
import { remainingComments, type BodyComments } from "./commenting.ts";
import { withForms } from "./forms.ts";
import { createFileComments, createNotes, documented } from "./file-comments.ts";
import { createContext, expr, newLocal, runtime, spanOf, stmt, type FunctionContext, type ProgramContext } from "./context.ts";
import { functionValue } from "./conversions.ts";
import { linkEntities, type Entity } from "./entities.ts";
import { zeroValue } from "./initialisers.ts";
import { lowerGlobal, lowerSetter, placeholderGlobal, withSetters } from "./globals.ts";
import { needsMachine } from "./jumps.ts";
import { returnLastCalls, withoutReturn } from "./falling-off.ts";
import { lateVariables } from "./late.ts";
import { lowerMachine } from "./machine.ts";
import { captureParameters } from "./nested.ts";
import { createRecords, variadicType } from "./records.ts";
import { inner } from "./statements.ts";
import { keepLengths } from "./variable-arrays.ts";
import { integerOf, intType } from "../types/types.ts";

export interface Lowered {
  readonly program?: Program;
}

/** A file's name as the name of its module. */
const moduleName = (path: string): string =>
  path
    .slice(path.lastIndexOf("/") + 1)
    .replace(/\.\w+$/, "")
    .replace(/[^A-Za-z0-9]+/g, "_");

export function lowerProgram(
  name: string,
  units: readonly Unit[],
  entryUnit: number,
  paths: readonly string[],
  source: (file: number) => Source,
  report: (d: Diagnostic) => void,
): Lowered {
  const comments = createFileComments(units, source);
  const build = createBuilder();
  const reps = createReps();
  const entities = linkEntities(units);
  const modules = units.map((u) => ({ file: u.file, name: moduleName(paths[u.file]), items: [] as { item: Item; order: number }[] }));
  const unitsOfRecords = recordUnits(units);
  const records = createRecords(
    units,
    reps,
    (unit) => unit,
    (record) => unitsOfRecords(record),
    (id, module) => {
      const at = classOrder.length;
      classOrder.push(id);
      modules[module].items.push({ item: { kind: "class", id }, order: -1e9 + at });
    },
  );
  const classOrder: number[] = [];
  const program: ProgramContext = {
    root: entryUnit,
    build,
    reps,
    units,
    entities,
    records,
    report,
    threads: startsThreads(units),
    lateGlobals: new Map(),
  };
  let refused = false;
  const attempt = <R>(run: () => R): R | undefined => {
    try {
      return run();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      report(error.diagnostic);
      refused = true;
      return undefined;
    }
  };
  for (const sym of entities.twice)
    report({ code: "C0602", severity: "refusal", span: units[sym.unit].map.spanOf(sym.at), message: `‘${sym.name}’ is defined twice` });
  const main = entities.find("main");
  if (!main?.sym.body) {
    report({
      code: "C0601",
      severity: "refusal",
      span: { ...noSpan, file: units[entryUnit]?.file ?? 0 },
      message: "no unit defines ‘main’",
    });
    return {};
  }
  const entry = entities.function(main.sym);
  const functions: (IrFunction | undefined)[] = [];
  const globals: (Global | undefined)[] = [];
  for (let f = 0, g = 0; f < entities.functions.length || g < entities.globals.length;) {
    if (g < entities.globals.length) {
      const id = g++;
      const entity = entities.globals[id];
      globals[id] = attempt(() => lowerGlobal(program, entity, id)) ?? placeholderGlobal(program, entity, id);
      place(modules, entity, { kind: "global", id });
      continue;
    }
    const id = f++;
    const entity = entities.functions[id];
    functions[id] = attempt(() => lowerFunction(program, entity, id, comments.body(entity.sym)));
    place(modules, entity, { kind: "function", id });
  }
  if (refused) return {};
  functions[entry] = withSetters(program, functions[entry]!);
  const notes = createNotes();
  comments.attach({
    symbol(sym) {
      const { id, kind, sym: best } = entities.of(sym);
      if (id < 0 || !(best.body || (kind === "variable" && best.defined))) return undefined;
      return kind === "function" ? notes(`function ${id}`) : notes(`global ${id}`);
    },
    record(record) {
      const id = records.known(record);
      return id === undefined ? undefined : notes(`class ${id}`);
    },
    member(record, name) {
      const id = records.known(record);
      return id !== undefined && records.classes[id].fields.some((each) => each.name === name) ? notes(`class ${id}.${name}`) : undefined;
    },
    module: (unit) => notes(`module ${unit}`),
  });
  const done: Module[] = modules.map((m, i) => ({
    ...documented({}, notes(`module ${i}`)),
    file: m.file,
    name: i === entryUnit ? "main" : m.name,
    items: m.items.sort((a, b) => a.order - b.order).map((each) => each.item),
  }));
  const params = (main.sym.body?.params.length ?? 0) as 0 | 1 | 2 | 3;
  const row = params === 0 ? "c.start.main" : params >= 3 ? "c.start.main_env" : "c.start.main_args";
  const lowered: Program = {
    name,
    runtime: "c",
    modules: done,
    functions: functions.map((fn, i) =>
      documented(entities.functions[i].sym.addressed ? { ...fn!, callback: true } : fn!, notes(`function ${i}`)),
    ),
    classes: records.classes.map((cls) =>
      documented(
        { ...cls, fields: cls.fields.map((each) => documented(each, notes(`class ${cls.id}.${each.name}`))) },
        notes(`class ${cls.id}`),
      ),
    ),
    unions: [],
    globals: globals.map((global, i) => documented(global!, notes(`global ${i}`))),
    rows: rowOf,
    reps,
    nodeCount: build.nodeCount,
    start: { row, entry },
    exception: { kind: "runtime", path: "never::Never", args: [] },
    safe: false,
    ...(program.threads ? { threads: true } : {}),
  };
  return { program: withForms(lowered, build) };
}

function rowOf(id: string): Row {
  const row = cRows[id] ?? scanRow(id) ?? spellRow(id);
  if (!row) throw new Error(`there is no row ${id}`);
  return row;
}

function place(modules: readonly { items: { item: Item; order: number }[] }[], entity: Entity, item: Item): void {
  modules[entity.sym.unit].items.push({ item, order: entity.sym.at });
}

/** Does one of the user's files name a function that starts a thread? */
function startsThreads(units: readonly Unit[]): boolean {
  const starts = new Set(["pthread_create", "thrd_create", "__pthread_create"]);
  return units.some((u) => u.tokens.value.some((text, i) => starts.has(text) && u.map.fileOf(i) >= 0));
}

/** In which unit a record was read: ids are handed out unit by unit. */
function recordUnits(units: readonly Unit[]): (record: RecordDecl) => number {
  return (record) => {
    const index = units.findIndex((u) => record.id < u.recordsEnd);
    return index < 0 ? 0 : index;
  };
}

function lowerFunction(program: ProgramContext, entity: Entity, id: number, comments: BodyComments | undefined): IrFunction {
  const sym = entity.sym;
  const late = program.lateGlobals.get(sym);
  if (late) return lowerSetter(program, entity, id, late);
  const unit = program.units[sym.unit];
  const span = unit.map.spanOf(sym.at);
  // `void main()` leaves behind what its last call left
  const silent = sym.name === "main" && (sym.type as FunctionType).result.kind === "void";
  const isStatus = silent || (sym.name === "main" && integerOf((sym.type as FunctionType).result) !== undefined);
  const type: FunctionType = isStatus ? { ...(sym.type as FunctionType), result: intType } : (sym.type as FunctionType);
  if (!sym.body) return externFunction(program, entity, id);
  const cx: FunctionContext = { ...createContext(program, unit, entity, comments), type };
  const body: Statement[] = [];
  const params = sym.body.params.map((param, i) => {
    const own = program.records.typeOf(param.type);
    const standard = sym.name === "main" ? mainParameter(program, i) : own;
    const local = newLocal(cx, param.name, standard, param.at);
    if (sameType(own, standard)) cx.symbols.set(param, local);
    else {
      const converted = newLocal(cx, param.name, own, param.at);
      cx.symbols.set(param, converted);
      body.push(
        program.build.stmt("let", span, {
          local: converted,
          value: program.build.expr("cast", own, span, { value: program.build.expr("local", standard, span, { local }) }),
        }),
      );
    }
    return { local, passing: "value" as const };
  });
  // the runtime hands over the arguments with their number
  if (sym.name === "main" && params.length === 1)
    params.push({ local: newLocal(cx, "argv", mainParameter(program, 1), sym.at), passing: "value" });
  for (const param of sym.body.params) keepLengths(cx, param.type, param.at, body);
  if (sym.name === "main") aroundMain(cx, sym.at, body);
  for (const local of captureParameters(cx, sym)) params.push({ local, passing: "value" });
  if (type.variadic) {
    cx.variadic = newLocal(cx, "args", variadicType, sym.at);
    params.push({ local: cx.variadic, passing: "value" });
  }
  let completes: boolean;
  if (needsMachine(sym.body)) completes = lowerMachine(cx, sym.body, body);
  else {
    for (const each of lateVariables(sym.body.block)) cx.late.add(each);
    completes = inner(cx, sym.body.block, body);
  }
  remainingComments(cx, body);
  if (silent && withoutReturn(body)) completes = true;
  const last = body.at(-1);
  // A call that never comes back stands for the result.
  if (!completes && last?.kind === "expression" && last.value.type.kind === "never" && type.result.kind !== "void")
    body[body.length - 1] = program.build.stmt("return", last.span, { value: last.value }, last.comments);
  const plain = type.result.kind !== "void" && !type.noreturn;
  if (
    completes &&
    plain &&
    ((sym.name === "main" && !silent) || returnLastCalls(program.build, body, program.records.typeOf(type.result)))
  ) {
    const value = sym.name === "main" ? program.build.expr("int", int(32), span, { value: 0n }) : zeroValue(cx, type.result, sym.at);
    body.push(program.build.stmt("return", span, { value }));
  }
  if (completes && type.noreturn) {
    const value = program.build.expr("runtime", { kind: "never" }, span, { row: "c.abort", args: [] });
    body.push(program.build.stmt("expression", span, { value }));
  }
  return {
    id,
    name: sym.name === "main" ? "run" : sym.name,
    module: sym.unit,
    span: spanOf(cx, sym.at),
    params,
    result: type.noreturn ? { kind: "never" } : program.records.typeOf(type.result),
    locals: cx.locals as Local[],
    body: { statements: [...cx.head, ...body] },
    fails: "never",
    ...(type.variadic ? { variadic: true } : {}),
  };
}

/** Calls the functions that run before `main`, and registers those that run at the end. */
function aroundMain(cx: FunctionContext, at: number, out: Statement[]): void {
  const { program } = cx;
  for (const u of program.units)
    for (const sym of u.externals) {
      if (!sym.body) continue;
      const fn = program.entities.function;
      if (sym.destructor)
        out.push(stmt(cx, "expression", at, { value: runtime(cx, "c.start.at_exit", irUnit, at, functionValue(cx, sym, at)) }));
      if (sym.constructor_) out.push(stmt(cx, "expression", at, { value: expr(cx, "call", irUnit, at, { function: fn(sym), args: [] }) }));
    }
}

/** What the runtime hands to `main`: the number of arguments, the arguments, the environment. */
function mainParameter(program: ProgramContext, index: number): Type {
  const text: Type = { kind: "ptr", target: int(8), mutable: true, rep: program.reps.fresh() };
  return index === 0 ? int(32) : { kind: "ptr", target: text, mutable: true, rep: program.reps.fresh() };
}

function externFunction(program: ProgramContext, entity: Entity, id: number): IrFunction {
  const sym = entity.sym;
  const unit = program.units[sym.unit];
  const type = sym.type as FunctionType;
  const locals: Local[] = type.params.map((param, i) => ({
    id: i,
    name: param.name?.replace(/^_+/, "") || `arg_${i + 1}`,
    type: program.records.typeOf(param.type),
    span: unit.map.spanOf(sym.at),
  }));
  if (type.params.some((p) => p.type.kind === "valist") || type.result.kind === "valist") {
    throw new Refusal({
      code: "C0202",
      severity: "refusal",
      span: unit.map.spanOf(sym.at),
      message: `‘${sym.name}’ takes a list of arguments`,
    });
  }
  return {
    // The declarations of the library stand together in the crate's root.
    id,
    name: sym.name,
    module: program.root,
    span: unit.map.spanOf(sym.at),
    params: locals.map((l) => ({ local: l.id, passing: "value" as const })),
    result: type.noreturn ? { kind: "never" } : program.records.typeOf(type.result),
    locals,
    body: { statements: [] },
    fails: "never",
    extern: { symbol: entity.symbol, variadic: type.variadic || type.unprototyped === true },
  };
}
