/**
 * Pointers that only ever lead to constant text: literals, from one variable to the next. They become texts of the runtime (`rt::text::Text`), which
 * need no `unsafe` to be read. Where such a text goes to a place of another kind, its address is taken.
 */
import { type Builder, type Expression, type IrFunction, type Program, type Statement, type Type } from "../../../ir/index.ts";
import { rewriting } from "./rewrite.ts";
import { findTexts, isArgument, isSearch, isText, leadsToTexts, type Texts } from "./text-flows.ts";

export function keepTexts(program: Program, build: Builder): Program {
  const texts = findTexts(program);
  return texts.size === 0 && !texts.arguments ? program : rewritten(program, build, texts);
}

const TEXT: Type<"runtime"> = { kind: "runtime", path: "text::Text", args: [], copy: true, sync: true, zero: "text::Text::null" };

function rewritten(program: Program, build: Builder, texts: Texts): Program {
  const textType = (type: Type): Type => (type.kind === "array" ? { ...type, elem: textType(type.elem) } : TEXT);
  /** A pointer to texts, where what it leads to is one. */
  const pointerType = (type: Type, slot: string | undefined): Type =>
    leadsToTexts(type) && slot !== undefined && texts.has(slot) ? { ...type, target: TEXT } : type;
  let fn = -1;
  const row = (name: string, type: Type, like: Expression, ...args: Expression[]): Expression =>
    build.expr("runtime", type, like.span, { row: `c.text.${name}`, args });

  /** The value as a text, where it is one. */
  const textOf = (e: Expression): Expression | undefined => {
    if (!isText(e.type)) return undefined;
    switch (e.kind) {
      case "bytes":
        return row("literal", TEXT, e, e);
      case "none":
      case "zero":
        return row("null", TEXT, e);
      case "cast":
        return e.value.type.kind === "ptr" && isText(e.value.type) ? textOf(e.value) : undefined;
      case "conditional": {
        const then = textOf(e.then);
        const orElse = textOf(e.orElse);
        return then && orElse && { ...e, type: TEXT, test: one(e.test), then, orElse };
      }
      case "block": {
        const value = textOf(e.value);
        return value && { ...e, type: TEXT, body: e.body.map(statement), value };
      }
      case "runtime": {
        const base = e.row === "c.pointer.offset" ? textOf(e.args[0]) : undefined;
        return base && row("offset", TEXT, e, base, one(e.args[1]));
      }
      case "addressOf":
        return texts.constantArray(e) ? row("array", TEXT, e, one(e.place)) : undefined;
      default: {
        if (isSearch(program, e)) {
          const [text, c] = e.args;
          const from = textOf(text);
          return from && row(program.functions[e.function].extern!.symbol, TEXT, e, from, one(c));
        }
        if (e.kind === "index" && texts.arguments && fn === program.start.entry && isArgument(e, texts.arguments))
          return row("argument", TEXT, e, asOffset(one(e.index)));
        const slot = texts.slotOf(fn, e);
        return slot !== undefined && texts.has(slot) ? { ...other(e), type: TEXT } : undefined;
      }
    }
  };
  const isPlainText = (e: Expression): boolean =>
    e.kind === "bytes" || e.kind === "none" || e.kind === "zero" || (e.kind === "cast" && isPlainText(e.value));

  const one = (e: Expression): Expression => {
    if (e.type.kind === "ptr" && isText(e.type)) {
      const text = isPlainText(e) || e.kind === "addressOf" ? undefined : textOf(e);
      return text ? row("pointer", e.type, e, text) : other(e);
    }
    if (!leadsToTexts(e.type)) return other(e);
    const type = pointerType(e.type, texts.leadsTo(fn, e));
    return type === e.type ? other(e) : ({ ...other(e), type } as Expression);
  };
  const other = (e: Expression): Expression => {
    switch (e.kind) {
      case "deref": {
        const text = textOf(e.pointer);
        return text && !isPlainText(e.pointer) ? row("first", e.type, e, text) : parts(e);
      }
      case "index": {
        const text = e.object.type.kind === "ptr" ? textOf(e.object) : undefined;
        return text && !isPlainText(e.object) ? row("at", e.type, e, text, asOffset(one(e.index))) : parts(e);
      }
      case "isNone": {
        const text = textOf(e.value);
        if (!text) return parts(e);
        const test = row("is_null", { kind: "bool" }, e, text);
        return e.negated ? build.expr("not", { kind: "bool" }, e.span, { operand: test }) : test;
      }
      case "compare": {
        const [left, right] = e.op === "eq" || e.op === "ne" ? [textOf(e.left), textOf(e.right)] : [];
        if (left && right) return { ...e, left, right };
        const made = parts(e);
        return made.kind === "compare" ? { ...made, left: sameConst(made.left), right: sameConst(made.right) } : made;
      }
      case "call": {
        const callee = program.functions[e.function];
        const args = e.args.map((arg, i) => into(arg, callee.params[i] && `l${callee.id}:${callee.params[i].local}`));
        return { ...e, args };
      }
      case "construct":
        return { ...e, fields: e.fields.map(([name, value]) => [name, into(value, `f${e.class}:${name}`)] as const) };
      default:
        return parts(e);
    }
  };
  /** The address of a text is a `*mut`; pointers compare with their like only. */
  const sameConst = (e: Expression): Expression =>
    e.kind === "runtime" && e.row === "c.text.pointer" && e.type.kind === "ptr" && !e.type.mutable
      ? build.expr("cast", e.type, e.span, { value: { ...e, type: { ...e.type, mutable: true } } })
      : e;
  const asOffset = (index: Expression): Expression =>
    index.type.kind === "int" && index.type.width === "size" && index.type.signed
      ? index
      : build.expr("cast", { kind: "int", width: "size", signed: true }, index.span, { value: index });

  /** A value for a place of its own kind. */
  const into = (value: Expression, slot: string | undefined): Expression => {
    if (slot !== undefined && value.kind === "none") {
      const type = pointerType(value.type, `${slot}*`);
      if (type !== value.type) return { ...value, type };
    }
    if (slot === undefined || !texts.has(slot)) return one(value);
    if (value.type.kind === "array") {
      if (value.kind === "array") return { ...value, type: textType(value.type), elems: value.elems.map((elem) => into(elem, slot)) };
      return { ...parts(value), type: textType(value.type) };
    }
    return textOf(value) ?? one(value);
  };
  /** A place that is written, or whose address is taken: the text in it is no value yet. */
  const placeOf = (e: Expression): Expression => {
    if (leadsToTexts(e.type)) return one(e);
    const slot = texts.slotOf(fn, e);
    if (slot !== undefined && texts.has(slot)) return { ...parts(e), type: textType(e.type) };
    return parts(e);
  };
  const statement = (s: Statement): Statement => {
    if (s.kind === "let") return { ...s, ...(s.value ? { value: into(s.value, `l${fn}:${s.local}`) } : {}) };
    if (s.kind === "assign") return { ...s, place: placeOf(s.place), value: into(s.value, texts.slotOf(fn, s.place)) };
    if (s.kind === "update") return { ...s, place: placeOf(s.place), value: one(s.value) };
    if (s.kind === "return" && s.value) return { ...s, value: into(s.value, `r${fn}`) };
    return parts(s);
  };
  const inside = rewriting({ expression: one, statement });
  /** The same node, its parts rewritten. */
  const parts = <T extends object>(node: T): T => {
    const made = inside(node);
    // arrays of texts that are gone into
    const { kind, type } = node as { kind?: string; type?: Type };
    if (type?.kind === "array" && (kind === "local" || kind === "global" || kind === "field" || kind === "index")) {
      const slot = texts.slotOf(fn, node as unknown as Expression);
      if (slot !== undefined && texts.has(slot)) return { ...made, type: textType(type) };
    }
    if (kind === "addressOf") return { ...made, place: placeOf((node as unknown as Expression<"addressOf">).place) };
    return made;
  };

  const retyped = (slot: string, type: Type): Type => (texts.has(slot) ? textType(type) : pointerType(type, `${slot}*`));
  const functions = program.functions.map((each): IrFunction => {
    fn = each.id;
    return {
      ...each,
      result: retyped(`r${fn}`, each.result),
      locals: each.locals.map((local) => ({ ...local, type: retyped(`l${fn}:${local.id}`, local.type) })),
      body: parts(each.body),
    };
  });
  fn = -1;
  const globals = program.globals.map((global) => ({
    ...global,
    type: retyped(`g${global.id}`, global.type),
    ...(global.value ? { value: into(global.value, `g${global.id}`) } : {}),
  }));
  const classes = program.classes.map((cls) => ({
    ...cls,
    fields: cls.fields.map((field) => ({ ...field, type: retyped(`f${cls.id}:${field.name}`, field.type) })),
  }));
  return { ...program, functions, globals, classes, nodeCount: build.nodeCount };
}
