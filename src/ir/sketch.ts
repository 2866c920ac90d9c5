/** Small IR programs written by hand, for unit tests of the passes and of emit. */
import type { Span } from "../base/span.ts";
import { createBuilder } from "./build.ts";
import type { Expression, FunctionId } from "./expressions.ts";
import type { Global, IrClass, IrFunction, Program, Union } from "./items.ts";
import type { Row, RowTable } from "./rows.ts";
import type { Block, Statement } from "./statements.ts";
import { any, bool, createReps, str, unit, type Type } from "./types.ts";

const nowhere = { file: 0, start: 0, end: 0 } as Span;

/** Shorthand for one program: makes types, nodes, functions; `program()` closes it. */
export function createSketch(rows: RowTable = {}) {
  const builder = createBuilder();
  const reps = createReps();
  const functions: IrFunction[] = [];
  const classes: IrClass[] = [];
  const globals: Global[] = [];
  const unions: Union[] = [];

  const e = {
    expr: <K extends Expression["kind"]>(kind: K, type: Type, fields: object): Expression<K> =>
      builder.expr(kind, type, nowhere, fields as never),
    int: (value: number | bigint) => builder.expr("int", exact(), nowhere, { value: BigInt(value) }),
    str: (value: string) => builder.expr("str", str, nowhere, { value }),
    bool: (value: boolean) => builder.expr("bool", bool, nowhere, { value }),
    unit: () => builder.expr("unit", unit, nowhere, {}),
    runtime: (row: string, type: Type, ...args: Expression[]) => builder.expr("runtime", type, nowhere, { row, args }),
    call: (fn: IrFunction | FunctionId, type: Type, ...args: Expression[]) =>
      builder.expr("call", type, nowhere, { function: typeof fn === "number" ? fn : fn.id, args }),
    binary: (op: Expression<"binary">["op"], left: Expression, right: Expression, type: Type = exact()) =>
      builder.expr("binary", type, nowhere, {
        op,
        arithmetic: type.kind === "float" ? "float" : type.kind === "exact" ? "exact" : "plain",
        left,
        right,
      }),
    compare: (op: Expression<"compare">["op"], left: Expression, right: Expression) =>
      builder.expr("compare", bool, nowhere, { op, left, right }),
    list: (type: Type, ...elems: Expression[]) => builder.expr("list", type, nowhere, { elems }),
    field: (object: Expression, name: string, type: Type) => builder.expr("field", type, nowhere, { object, name }),
    construct: (type: Type<"instance"> | Type<"record">, fields: Record<string, Expression>) =>
      builder.expr("construct", type, nowhere, { class: type.class, fields: Object.entries(fields) }),
  };
  const s = {
    let: (local: number, value?: Expression) => builder.stmt("let", nowhere, { local, value }),
    assign: (place: Expression, value: Expression) => builder.stmt("assign", nowhere, { place, value }),
    update: (place: Expression, op: Expression<"binary">["op"], value: Expression) =>
      builder.stmt("update", nowhere, { place, op, arithmetic: "exact", value }),
    expression: (value: Expression) => builder.stmt("expression", nowhere, { value }),
    return: (value?: Expression) => builder.stmt("return", nowhere, { value }),
    raise: (value: Expression) => builder.stmt("raise", nowhere, { value }),
    if: (test: Expression, then: Statement[], orElse?: Statement[]) =>
      builder.stmt("if", nowhere, { test, then: block(then), orElse: orElse && block(orElse) }),
    while: (label: number, test: Expression, body: Statement[]) => builder.stmt("while", nowhere, { label, test, body: block(body) }),
    forRange: (label: number, local: number, start: Expression, stop: Expression, step: Expression, body: Statement[]) =>
      builder.stmt("forRange", nowhere, { label, local, start, stop, step, body: block(body) }),
    forEach: (label: number, local: number, iterable: Expression, body: Statement[]) =>
      builder.stmt("forEach", nowhere, { label, pattern: { kind: "local", local }, iterable, body: block(body) }),
    guarded: (body: Statement[], handlers: { binding: number; body: Statement[] }[], final?: Statement[]) =>
      builder.stmt("guarded", nowhere, {
        body: block(body),
        handlers: handlers.map((each) => ({ binding: each.binding, body: block(each.body) })),
        final: final && block(final),
      }),
    yield: (value: Expression) => builder.stmt("yield", nowhere, { value }),
    break: (label: number) => builder.stmt("break", nowhere, { label }),
  };
  const exact = (): Type<"exact"> => ({ kind: "exact", rep: reps.fresh() });
  const t = {
    exact,
    list: (elem: Type): Type<"list"> => ({ kind: "list", elem, rep: reps.fresh() }),
    dict: (key: Type, value: Type): Type<"dict"> => ({ kind: "dict", key, value, rep: reps.fresh() }),
    set: (elem: Type): Type<"set"> => ({ kind: "set", elem, rep: reps.fresh() }),
    option: (inner: Type): Type<"option"> => ({ kind: "option", inner }),
    instance: (cls: IrClass): Type<"instance"> => ({ kind: "instance", class: cls.id, rep: reps.fresh() }),
    func: (params: Type[], result: Type): Type<"func"> => ({ kind: "func", params, result, rep: reps.fresh() }),
  };
  const block = (statements: Statement[]): Block => ({ statements });

  /** A function; `locals` are name → type, the first `params` of them are parameters. `body` gets a reader of locals. */
  const fn = (
    name: string,
    locals: Record<string, Type>,
    params: number,
    result: Type,
    body: (local: (name: string) => Expression<"local">, id: (name: string) => number) => Statement[],
    more: Partial<IrFunction> = {},
  ): IrFunction => {
    const names = Object.keys(locals);
    const id = (local: string): number => names.indexOf(local);
    const made: IrFunction = {
      id: functions.length,
      name,
      module: 0,
      span: nowhere,
      params: names.slice(0, params).map((_, local) => ({ local, passing: "value" })),
      result,
      locals: names.map((local, i) => ({ id: i, name: local, type: locals[local], span: nowhere })),
      body: { statements: [] },
      fails: "infer",
      ...more,
    };
    functions.push(made);
    (made as { body: Block }).body = block(body((local) => builder.expr("local", locals[local], nowhere, { local: id(local) }), id));
    return made;
  };
  const cls = (name: string, fields: (self: IrClass) => Record<string, Type>): IrClass => {
    const made: IrClass = { id: classes.length, name, module: 0, span: nowhere, flavour: "class", fields: [], implements: [] };
    classes.push(made);
    (made as { fields: IrClass["fields"] }).fields = Object.entries(fields(made)).map(([field, type]) => ({ name: field, type }));
    return made;
  };
  const global = (name: string, type: Type, value?: Expression): Global => {
    const made: Global = { id: globals.length, name, module: 0, span: nowhere, type, value, constant: false };
    globals.push(made);
    return made;
  };
  /** The program; its last function is the entry. */
  const program = (): Program => ({
    name: "sketch",
    runtime: "py",
    modules: [{ file: 0, name: "sketch", items: functions.map((each) => ({ kind: "function", id: each.id })) }],
    functions,
    classes,
    unions,
    globals,
    rows: (id) => {
      const row: Row | undefined = rows[id];
      if (!row) throw new Error(`no row ${id}`);
      return row;
    },
    reps,
    nodeCount: builder.nodeCount,
    start: { row: "main", entry: functions.length - 1 },
    exception: any,
    safe: true,
  });
  return { e, s, t, fn, cls, global, program };
}
