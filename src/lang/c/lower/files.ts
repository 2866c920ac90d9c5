/**
 * `FILE *` as a handle of the runtime (`rt::file::File`): of all streams of a program or of none. A stream that comes out of another pointer, or that
 * a thread could share, is the library's own; the functions of the runtime then make a handle of it for the call.
 */
import { innerTypes, sameType, type Builder, type Expression, type Program, type Type } from "../../../ir/index.ts";
import { isExpression, walk } from "../../../ir/walk.ts";
import { FILE, fileRow } from "../libc/files.ts";
import { rewriting, withItems, withoutUncalled, withParts } from "./rewrite.ts";

const STREAMS: ReadonlySet<string> = new Set(["stdin", "stdout", "stderr"]);

export function keepFiles(program: Program, build: Builder): Program {
  const file = program.classes.find((cls) => cls.foreign && (cls.name === "_IO_FILE" || cls.name === "__sFILE"))?.id;
  if (file === undefined) return program;
  const types = fileTypes(file);
  return withoutUncalled(rewritten(program, build, types, isLiftable(program, types)));
}

/** Which types are `FILE *`, and which have it somewhere inside. */
interface FileTypes {
  is(type: Type): boolean;
  inside(type: Type): boolean;
}

function fileTypes(file: number): FileTypes {
  const known = new Map<Type, boolean>();
  const is = (type: Type): boolean => type.kind === "ptr" && type.target.kind === "record" && type.target.class === file;
  const inside = (type: Type): boolean => {
    let found = known.get(type);
    if (found === undefined) known.set(type, (found = is(type) || innerTypes(type).some(inside)));
    return found;
  };
  return { is, inside };
}

const stripped = (e: Expression): Expression => (e.kind === "cast" ? stripped(e.value) : e);

const isNull = (e: Expression): boolean => stripped(e).kind === "none" || stripped(e).kind === "zero";

function isLiftable(program: Program, { is, inside }: FileTypes): boolean {
  if (program.threads) return false;
  let fits = true;
  /** Does the library take the stream, and nothing that leads to streams? */
  const isOpen = (fn: Program["functions"][number]): boolean =>
    [fn.result, ...fn.locals.map((local) => local.type)].some((type) => inside(type) && !is(type));
  const isForeign = (place: Expression): boolean => place.kind === "global" && program.globals[place.global].extern !== undefined;
  const fitsCast = ({ type, value }: Expression<"cast">): boolean => {
    if (isNull(value) || sameType(type, value.type)) return true;
    if (is(type)) return is(value.type);
    if (inside(type))
      return (
        !inside(value.type) &&
        stripped(value).kind === "runtime" &&
        program.rows((stripped(value) as Expression<"runtime">).row).memory === "allocate"
      );
    return is(value.type) || !inside(value.type) || (type.kind === "ptr" && type.target.kind === "unit");
  };
  const visit = (root: Parameters<typeof walk>[0]): void =>
    walk(root, (node) => {
      if (!fits) return false;
      if (node.kind === "assign" || node.kind === "update") fits &&= !(inside(node.place.type) && isForeign(node.place));
      if (!isExpression(node)) return;
      switch (node.kind) {
        case "cast":
          fits &&= fitsCast(node);
          return;
        case "deref":
          fits &&= !is(node.pointer.type);
          return;
        case "index":
          fits &&= !is(node.object.type);
          return;
        case "addressOf":
          fits &&= !(inside(node.place.type) && isForeign(node.place));
          return;
        case "call":
          fits &&= !program.functions[node.function].extern || !isOpen(program.functions[node.function]);
          return;
        case "function": {
          const fn = program.functions[node.function];
          fits &&= !(fn.extern && [fn.result, ...fn.locals.map((local) => local.type)].some(inside));
          return;
        }
        case "runtime":
          fits &&= !(node.row.startsWith("c.va.next") || node.row.startsWith("c.atomic.")) || !inside(node.type);
          return;
        default:
          return;
      }
    });
  for (const fn of program.functions) if (!fn.extern) visit(fn.body);
  for (const global of program.globals) {
    if (global.value) visit(global.value);
    else if (global.extern && inside(global.type)) fits &&= is(global.type) && STREAMS.has(global.extern.symbol);
  }
  for (const cls of program.classes) if (cls.flavour === "union") fits &&= !cls.fields.some((field) => inside(field.type));
  return fits;
}

function rewritten(program: Program, build: Builder, types: FileTypes, lifted: boolean): Program {
  const { is } = types;
  const known = new Map<Type, Type>();
  const mapType = (type: Type): Type => {
    if (!lifted || !types.inside(type)) return type;
    let found = known.get(type);
    if (!found)
      known.set(
        type,
        (found = is(type)
          ? FILE
          : withParts(type, (_, value) => (Array.isArray(value) ? withItems(value as Type[], mapType) : mapType(value as Type)))),
      );
    return found;
  };
  const row = (name: string, type: Type, like: Expression, ...args: Expression[]): Expression =>
    build.expr("runtime", type, like.span, { row: `c.file.${name}`, args });
  const address = (e: Expression, type: Type): Expression => {
    const pointer = row("address", { kind: "ptr", target: { kind: "unit" }, mutable: true, rep: program.reps.fresh() }, e, e);
    return type.kind === "ptr" && type.target.kind === "unit" ? pointer : build.expr("cast", type, e.span, { value: pointer });
  };
  /** The row takes handles by itself. */
  const takesHandle = (id: string): boolean => id.startsWith("c.file.") || id.startsWith("c.scan.fscanf");

  const one = (e: Expression): Expression => {
    if (!lifted) {
      if (e.kind !== "runtime" || !takesHandle(e.row)) return plain(e);
      return { ...e, args: e.args.map((arg) => (is(arg.type) ? row("from", FILE, arg, one(arg)) : one(arg))) };
    }
    switch (e.kind) {
      case "none":
      case "zero":
        return is(e.type) ? row("null", FILE, e) : plain(e);
      case "cast":
        if (is(e.type)) return isNull(e.value) ? row("null", FILE, e) : one(e.value);
        return is(e.value.type) ? address(one(e.value), mapType(e.type)) : plain(e);
      case "isNone": {
        if (!is(e.value.type)) return plain(e);
        const test = row("is_null", { kind: "bool" }, e, one(e.value));
        return e.negated ? build.expr("not", { kind: "bool" }, e.span, { operand: test }) : test;
      }
      case "compare":
        if (!is(e.left.type) || e.op === "eq" || e.op === "ne") return plain(e);
        return { ...e, left: address(one(e.left), e.left.type), right: address(one(e.right), e.left.type) };
      case "global": {
        const symbol = program.globals[e.global].extern?.symbol;
        return symbol !== undefined && is(e.type) ? row(symbol, FILE, e) : plain(e);
      }
      case "call":
        return program.functions[e.function].extern ? libraryCall(e) : plain(e);
      case "runtime":
        if (takesHandle(e.row)) return plain(e);
        return {
          ...e,
          type: mapType(e.type),
          args: e.args.map((arg) => (is(arg.type) ? address(one(arg), arg.type) : one(arg))),
          ...(e.typeArgs ? { typeArgs: e.typeArgs.map(mapType) } : {}),
        };
      default:
        return plain(e);
    }
  };
  const libraryCall = (e: Expression<"call">): Expression => {
    const fn = program.functions[e.function];
    const id = fn.extern!.variadic || fn.params.length !== e.args.length ? undefined : fileRow(fn.extern!.symbol);
    if (id !== undefined) return build.expr("runtime", mapType(e.type), e.span, { row: id, args: e.args.map(one) });
    const call = { ...e, args: e.args.map((arg) => (is(arg.type) ? address(one(arg), arg.type) : one(arg))) };
    return is(e.type) ? row("from", FILE, e, call) : call;
  };
  /** The same node with its parts and types rewritten. */
  const plain = rewriting({ expression: one, type: mapType });

  return {
    ...program,
    functions: program.functions.map((fn) =>
      fn.extern
        ? fn
        : {
            ...fn,
            result: mapType(fn.result),
            locals: withItems(fn.locals, (local) => ({ ...local, type: mapType(local.type) })),
            body: plain(fn.body),
          },
    ),
    globals: program.globals.map((global) =>
      global.extern ? global : { ...global, type: mapType(global.type), ...(global.value ? { value: one(global.value) } : {}) },
    ),
    classes: program.classes.map((cls) =>
      cls.foreign ? cls : { ...cls, fields: withItems(cls.fields, (field) => ({ ...field, type: mapType(field.type) })) },
    ),
    nodeCount: build.nodeCount,
  };
}
