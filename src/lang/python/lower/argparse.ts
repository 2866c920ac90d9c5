/**
 * `argparse`: parsers are objects of the runtime, and what their namespaces hold is known while translating: each `add_argument` makes a field of the
 * parser's kind, a cell that parser and namespace share.
 */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { bool, type Expression, type Type } from "../../../ir/index.ts";
import type { Expr } from "../ast/nodes.ts";
import { BOOL, findCell, flow, INT, join, newCell, NONE, STR, touch, type Atom, type Cell, type Ty } from "../infer/types.ts";
import { convert, without } from "./convert.ts";
import { ex, get, site, siteCell, type Cx, type Prog, type Val } from "./context.ts";
import { conversionOf, isObject } from "./argparse-types.ts";
import { setDefaults } from "./argparse-defaults.ts";
import { irCell, irType, isGhost } from "./ir-types.ts";
import { callRow, type ArgVal } from "./rows.ts";

type Rt = Atom & { k: "rt" };

const rt = (name: string, family: Cell): Ty => [{ k: "rt", path: `argparse::${name}`, args: [], family }];

export interface Field {
  readonly kind: Cell;
  readonly name: string;
  readonly cell: Cell;
  /** The one type that a function has where it is set and where it is called. */
  type?: Type;
}

const fieldsOf = new WeakMap<Prog, Field[]>();
const waiting = new WeakMap<Prog, Map<string, Cell>>();

/** The fields of that name which the namespaces of a parser have. */
export function found(cx: Cx, kind: Cell, name: string): Field[] {
  const root = findCell(kind);
  return (fieldsOf.get(cx.p) ?? []).filter((field) => field.name === name && findCell(field.kind) === root);
}

/** What readers of a name wait on while no parser has it. */
function waitingCell(cx: Cx, name: string): Cell {
  let cells = waiting.get(cx.p);
  if (!cells) waiting.set(cx.p, (cells = new Map()));
  let cell = cells.get(name);
  if (!cell) cells.set(name, (cell = newCell(cx.p.w)));
  return cell;
}

/** Gives the namespaces of a parser a field. */
export function addField(cx: Cx, kind: Cell, name: string, ty: Ty): void {
  if (cx.p.emitting) return;
  let fields = fieldsOf.get(cx.p);
  if (!fields) fieldsOf.set(cx.p, (fields = []));
  const [known] = found(cx, kind, name);
  if (known) return flow(cx.p.w, known.cell, ty);
  fields.push({ kind, name, cell: newCell(cx.p.w, ty) });
  for (const reader of findCell(waitingCell(cx, name)).readers) touch(cx.p.w, reader);
}

export const text = (cx: Cx, value: string, span: Span): Val => ({ ty: STR, e: ex(cx, "str", { kind: "str" }, span, { value }) });

/** The next step of a description: `object.step(args)`. */
const step = (cx: Cx, object: Val, name: string, args: readonly Val[], span: Span): Val => ({
  ty: object.ty,
  e: callRow(
    cx,
    `argparse.${name}`,
    [{ value: object }, ...args.map((value) => ({ value }))],
    site(cx, span, `argparse ${name}`, () => ({})),
    span,
  ).e,
});

const constantText = (arg: Expr | undefined): string | undefined => (arg?.kind === "str" ? arg.value : undefined);

/** `argparse.ArgumentParser(…)`. */
export function argumentParser(cx: Cx, args: readonly ArgVal[], node: Expr<"call">, span: Span): Val {
  const kind = siteCell(cx, node, "parser");
  let made: Val = { ty: rt("Parser", kind), e: callRow(cx, "argparse.parser", [], {}, span).e };
  args.forEach(
    (arg, i) => (made = parserOption(cx, made, arg.name ?? ["prog", "usage", "description", "epilog"][i], arg, node.args[i].value, span)),
  );
  return made;
}

function parserOption(cx: Cx, parser: Val, name: string | undefined, arg: ArgVal, node: Expr, span: Span): Val {
  switch (name) {
    case "prog":
    case "usage":
    case "description":
    case "epilog":
      return arg.value.ty[0]?.k === "none" ? parser : step(cx, parser, name, [arg.value], span);
    case "formatter_class": {
      const cls = node.kind === "attribute" ? node.name : node.kind === "name" ? node.id : "";
      if (cls === "RawDescriptionHelpFormatter") return step(cx, parser, "raw_description", [], span);
      if (cls === "ArgumentDefaultsHelpFormatter") return step(cx, parser, "shown_defaults", [], span);
      if (cls === "HelpFormatter") return parser;
      break;
    }
    case "add_help":
      if (node.kind === "bool") return node.value ? parser : step(cx, parser, "without_help", [], span);
      break;
    default:
  }
  return refuse("PY0702", span, `\`ArgumentParser\` with \`${name}\``);
}

/** A method of a parser, of a group or of the commands of a parser. */
export function parserMethod(cx: Cx, object: Val, name: string, args: readonly ArgVal[], node: Expr<"call">, span: Span): Val | undefined {
  const atom = object.ty[0] as Rt;
  const kind = atom.family!;
  const nodeOf = (wanted: string, place = -1): Expr | undefined =>
    (node.args.find((arg) => arg.name === wanted) ?? (place >= 0 && !node.args[place]?.name ? node.args[place] : undefined))?.value;
  const given = (wanted: string, place = -1): Val | undefined =>
    (args.find((arg) => arg.name === wanted) ?? (place >= 0 && !args[place]?.name ? args[place] : undefined))?.value;
  const self = { value: object };
  if (atom.path === "argparse::Commands") {
    if (name !== "add_parser") return undefined;
    const help = given("help");
    const made = callRow(
      cx,
      `argparse.${help ? "described_parser" : "command_parser"}`,
      [self, { value: args[0].value }, ...(help ? [{ value: help }] : [])],
      {},
      span,
    );
    let parser: Val = { ty: rt("Parser", kind), e: made.e };
    args.forEach((arg, i) => {
      if (i > 0 && arg.name !== "help") parser = parserOption(cx, parser, arg.name, arg, node.args[i].value, span);
    });
    return parser;
  }
  switch (name) {
    case "add_argument":
      return addArgument(cx, object, kind, args, node, span);
    case "add_argument_group": {
      const title = given("title", 0);
      const about = given("description", 1);
      if (!title) return refuse("PY0702", span, "`add_argument_group` without a title");
      const made = about
        ? callRow(cx, "argparse.described_group", [self, { value: title }, { value: about }], {}, span)
        : callRow(cx, "argparse.group", [self, { value: title }], {}, span);
      return { ty: rt("Parser", kind), e: made.e };
    }
    case "add_mutually_exclusive_group": {
      const required = given("required") ?? { ty: BOOL, e: ex(cx, "bool", bool, span, { value: false }) };
      return { ty: rt("Parser", kind), e: callRow(cx, "argparse.exclusive_group", [self, { value: required }], {}, span).e };
    }
    case "add_subparsers": {
      let made: Val = { ty: rt("Commands", kind), e: callRow(cx, "argparse.commands", [self], {}, span).e };
      const dest = constantText(nodeOf("dest"));
      if (dest !== undefined) addField(cx, kind, dest, nodeOf("required")?.kind === "bool" ? STR : join(cx.p.w, STR, NONE));
      const order = ["title", "description", "dest", "required", "help", "metavar"];
      for (const arg of args) if (!order.includes(arg.name ?? "")) refuse("PY0702", span, `\`add_subparsers\` with \`${arg.name}\``);
      for (const option of order) {
        const val = given(option);
        if (val && val.ty[0]?.k !== "none")
          made = step(cx, made, option === "title" ? "commands_title" : `commands_${option}`, [val], span);
      }
      return made;
    }
    case "parse_args": {
      const list = args[0]?.value;
      const made =
        list && list.ty[0]?.k !== "none"
          ? callRow(
              cx,
              "argparse.parse_args_of",
              [self, { value: list }],
              site(cx, node, "arguments", () => ({})),
              span,
            )
          : callRow(cx, "argparse.parse_args", [self], {}, span);
      return { ty: rt("Namespace", kind), e: made.e };
    }
    case "set_defaults":
      return setDefaults(cx, object, kind, args, span);
    case "error":
    case "exit":
    case "print_help":
    case "print_usage":
    case "format_help":
    case "format_usage":
      return callRow(cx, `argparse.${name}`, [self, ...args], node, span);
    default:
      return undefined;
  }
}

function addArgument(cx: Cx, parser: Val, kind: Cell, args: readonly ArgVal[], node: Expr<"call">, span: Span): Val {
  const names = node.args.flatMap((arg) =>
    arg.name === undefined ? [constantText(arg.value) ?? refuse("PY0702", arg.value.span, "an argument whose name is computed")] : [],
  );
  const nodeOf = (name: string): Expr | undefined => node.args.find((arg) => arg.name === name)?.value;
  const given = (name: string): Val | undefined => args.find((arg) => arg.name === name)?.value;
  for (const arg of node.args)
    if (
      arg.name &&
      !["action", "nargs", "const", "default", "type", "choices", "required", "help", "metavar", "dest", "version"].includes(arg.name)
    )
      refuse("PY0702", span, `\`add_argument\` with \`${arg.name}\``);
  if (names.length === 0 || args.some((arg) => arg.star)) return refuse("PY0702", span, "`add_argument` without a name");
  const optional = names[0].startsWith("-");
  const long = names.find((name) => name.startsWith("--")) ?? names[0];
  const dest = constantText(nodeOf("dest")) ?? (optional ? long.replace(/^-+/, "").replace(/-/g, "_") : long);
  const action = nodeOf("action") ? constantText(nodeOf("action")) : "store";
  const { ty, kind: kindName, convert: conversion } = conversionOf(cx, given("type"), node, span);

  let made: Val = {
    ty: rt("Argument", kind),
    e: callRow(cx, "argparse.argument", [{ value: parser }, { value: text(cx, names[0], span) }], {}, span).e,
  };
  for (const name of names.slice(1)) made = step(cx, made, "alias", [text(cx, name, span)], span);
  if (action !== "store") {
    if (!action || !["store_true", "store_false", "store_const", "append", "count", "help", "version"].includes(action))
      return refuse("PY0702", span, "`add_argument` with an `action` that is not known");
    made = step(cx, made, "action", [text(cx, action, span)], span);
  }
  if (conversion) made = conversion(made);
  else if (kindName) made = step(cx, made, "kind", [text(cx, kindName, span)], span);
  const nargs = nodeOf("nargs");
  let many = false;
  if (nargs && nargs.kind !== "none") {
    const count = nargs.kind === "attribute" && nargs.name === "REMAINDER" ? "..." : constantText(nargs);
    many = count !== "?";
    made = count === undefined ? step(cx, made, "times", [given("nargs")!], span) : step(cx, made, "nargs", [text(cx, count, span)], span);
  }
  if (nodeOf("dest")) made = step(cx, made, "dest", [text(cx, dest, span)], span);
  const choices = given("choices");
  if (choices) made = step(cx, made, kindName === "int" ? "choices_int" : "choices", [choices], span);
  for (const name of ["default", "const"] as const) {
    const val = given(name);
    if (!val || val.ty.length === 0 || (val.ty.length === 1 && val.ty[0].k === "none")) continue;
    if (nodeOf(name)?.kind === "attribute" && (nodeOf(name) as Expr<"attribute">).name === "SUPPRESS")
      return refuse("PY0702", span, "`add_argument` with a default that is left out");
    made = step(cx, made, isObject(val.ty) ? `${name}_object` : name, [val], span);
  }
  const metavar = nodeOf("metavar");
  if (metavar?.kind === "tuple")
    for (const each of metavar.elems) made = step(cx, made, "metavar", [text(cx, constantText(each) ?? "", span)], span);
  else if (metavar && metavar.kind !== "none") made = step(cx, made, "metavar", [given("metavar")!], span);
  const help = nodeOf("help");
  if (help?.kind === "attribute" && help.name === "SUPPRESS") made = step(cx, made, "help", [text(cx, "==SUPPRESS==", span)], span);
  else if (help && help.kind !== "none") made = step(cx, made, "help", [given("help")!], span);
  for (const name of ["version", "required"] as const) if (given(name)) made = step(cx, made, name, [given(name)!], span);

  const one: Ty = many ? [{ k: "list", elem: site(cx, node, "values", () => newCell(cx.p.w, ty)) }] : ty;
  const byDefault: Ty = given("default")?.ty ?? NONE;
  // A text that is a default is converted as the command line's are.
  const settled: Ty = byDefault.length === 1 && byDefault[0].k === "str" ? ty : byDefault;
  const needed = optional
    ? nodeOf("required")?.kind === "bool"
    : nargs === undefined || nargs.kind === "none" || (many && constantText(nargs) !== "*");
  switch (action) {
    case "store":
      addField(
        cx,
        kind,
        dest,
        needed
          ? one
          : constantText(nargs) === "*" && !optional && !given("default")
            ? one
            : join(
                cx.p.w,
                one,
                nodeOf("default") || !optional || !needed
                  ? nodeOf("const")
                    ? join(cx.p.w, settled, given("const")!.ty)
                    : settled
                  : settled,
              ),
      );
      break;
    case "store_true":
    case "store_false":
      addField(cx, kind, dest, given("default") && byDefault[0]?.k !== "bool" ? join(cx.p.w, BOOL, byDefault) : BOOL);
      break;
    case "store_const":
      addField(cx, kind, dest, join(cx.p.w, given("const")?.ty ?? NONE, byDefault));
      break;
    case "append": {
      const list: Ty = [{ k: "list", elem: site(cx, node, "appended", () => newCell(cx.p.w, one)) }];
      addField(cx, kind, dest, given("default") ? join(cx.p.w, list, byDefault) : join(cx.p.w, list, NONE));
      break;
    }
    case "count":
      addField(cx, kind, dest, join(cx.p.w, INT, byDefault));
      break;
    default:
  }
  return { ty: NONE, e: callRow(cx, "argparse.done", [{ value: made }], {}, span).e };
}

/** `namespace.name`. */
export function namespaceField(cx: Cx, object: Val, name: string, node: object, span: Span): Val {
  const atom = object.ty[0] as Rt;
  const [field] = found(cx, atom.family!, name);
  if (!field) {
    if (cx.p.emitting) return refuse("PY0307", span, `no argument of the parser makes \`${name}\``);
    get(cx, waitingCell(cx, name));
    return { ty: [], e: object.e };
  }
  const ty = get(cx, field.cell);
  if (!cx.p.emitting || isGhost(ty)) return { ty, e: ex(cx, "unit", { kind: "unit" }, span, {}) };
  if (ty.length === 1 && ty[0].k === "func") return { ty, e: functionField(cx, object, name, field, span) };
  return { ty, e: fieldValue(cx, object, name, ty, node, span) };
}

/** The type of a function that a command chooses: numbers in it have one form for who sets it and who calls it. */
export const functionType = (cx: Cx, field: Field): Type =>
  cx.p.emitting ? (field.type ??= irCell(cx.p, field.cell)) : irCell(cx.p, field.cell);

/** Such a function of a namespace. */
function functionField(cx: Cx, object: Val, name: string, field: Field, span: Span): Expression {
  const type = functionType(cx, field);
  return ex(cx, "runtime", type, span, { row: "py.argparse.object", args: [object.e, text(cx, name, span).e], typeArgs: [type] });
}

function fieldValue(cx: Cx, object: Val, name: string, ty: Ty, node: object, span: Span): Expression {
  const local = object.e.kind === "local" || object.e.kind === "global" ? object.e : undefined;
  const again = (): Val => (local ? { ty: object.ty, e: { ...local, id: ex(cx, "unit", { kind: "unit" }, span, {}).id } } : object);
  const args = (): ArgVal[] => [{ value: again() }, { value: text(cx, name, span) }];
  if (ty.length === 1) return memberValue(cx, ty[0], args(), node, span);
  if (!local) return refuse("PY0304", span, `\`${name}\` of a namespace that is computed`);
  const kindOf: Readonly<Record<string, string>> = {
    int: "int",
    float: "float",
    bool: "bool",
    str: "str",
    list: "list",
    none: "none",
    inst: "object",
    rt: "object",
    func: "object",
    any: "object",
  };
  let result: Expression | undefined;
  const members = [...ty].sort((a, b) => Number(a.k === "none") - Number(b.k === "none"));
  for (const member of members) {
    const made: Val =
      member.k === "none"
        ? { ty: NONE, e: ex(cx, "unit", { kind: "unit" }, span, {}) }
        : { ty: [member], e: memberValue(cx, member, args(), node, span) };
    const value = convert(cx, made, ty, span);
    const test = callRow(cx, "argparse.is_kind", [...args(), { value: text(cx, kindOf[member.k] ?? "", span) }], {}, span).e;
    result = result ? ex(cx, "conditional", irType(cx.p, ty), span, { test, then: value, orElse: result }) : value;
  }
  return result!;
}

function memberValue(cx: Cx, atom: Atom, args: ArgVal[], node: object, span: Span): Expression {
  const item = (cell: Cell): string => {
    const inner = without(get(cx, cell), "none");
    return inner[0]?.k === "int"
      ? "ints"
      : inner[0]?.k === "float"
        ? "floats"
        : inner[0]?.k === "list"
          ? refuse("PY0702", span, "lists of lists of arguments")
          : "texts";
  };
  const rows: Readonly<Record<string, string>> = { int: "int", float: "float", bool: "flag", str: "text" };
  const elem = atom.k === "list" ? without(get(cx, atom.elem), "none") : [atom];
  if (isObject(elem)) {
    const type = irType(cx.p, [atom]);
    const typeArgs = [type.kind === "list" ? type.elem : type];
    return ex(cx, "runtime", type, span, {
      row: atom.k === "list" ? "py.argparse.objects" : "py.argparse.object",
      args: args.map((arg) => arg.value.e),
      typeArgs,
    });
  }
  const row = atom.k === "list" ? item(atom.elem) : rows[atom.k];
  if (!row) return refuse("PY0702", span, "an argument whose value has this type");
  return callRow(
    cx,
    `argparse.${row}`,
    args,
    site(cx, node, `value ${row}`, () => ({})),
    span,
  ).e;
}

/** `namespace.name = value`. */
export function setNamespaceField(cx: Cx, object: Val, name: string, value: Val, span: Span): Expression {
  const atom = object.ty[0] as Rt;
  addField(cx, atom.family!, name, value.ty);
  return callRow(cx, "argparse.set", [{ value: object }, { value: text(cx, name, span) }, { value }], {}, span).e;
}
