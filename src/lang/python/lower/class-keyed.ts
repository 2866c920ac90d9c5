/**
 * Dicts that have classes for keys and nothing else, as singletons are kept: `cls._instances[cls]`. Each class has its own entry, which is a variable: its type is
 * that of the one object.
 */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { bool } from "../../../ir/index.ts";
import type { Expr, Stmt } from "../ast/nodes.ts";
import { findAttribute, type ClassAttribute, type ClassInfo } from "../infer/classes.ts";
import { BOOL, flow, newCell, NONE, type Ty } from "../infer/types.ts";
import { blocksOf, exprsOf, innerExprs } from "../scope-tree.ts";
import { attributeGlobal } from "./class-attributes.ts";
import { convert, raises } from "./convert.ts";
import { ex, get, push, type Cx, type Prog, type Val } from "./context.ts";
import { expr } from "./expressions.ts";
import { irCell, irType } from "./ir-types.ts";
import { metaOf } from "./metaclasses.ts";

const names = new WeakMap<Prog, ReadonlySet<string>>();

const isKey = (e: Expr): boolean => e.kind === "name" && (e.id === "cls" || e.id === "klass" || e.id === "class_");

/** The names of class attributes that are empty dicts at first and only ever asked for the entry of a class. */
function keyedNames(p: Prog): ReadonlySet<string> {
  const before = names.get(p);
  if (before) return before;
  const made = new Set<string>();
  const other = new Set<string>();
  const look = (e: Expr): void => {
    if (e.kind === "subscript" && e.object.kind === "attribute" && isKey(e.index)) return look(e.object.object);
    if (e.kind === "compare" && e.rest.length === 1 && (e.rest[0].op === "in" || e.rest[0].op === "not in") && isKey(e.left)) {
      const { right } = e.rest[0];
      if (right.kind === "attribute") return look(right.object);
    }
    if (e.kind === "attribute") other.add(e.name);
    if (e.kind === "str") other.add(e.value);
    for (const inner of innerExprs(e)) if (inner) look(inner);
  };
  const visit = (body: readonly Stmt[], ofClass: boolean): void => {
    for (const s of body) {
      const value = s.kind === "assign" || s.kind === "annotated" ? s.value : undefined;
      const target = s.kind === "assign" && s.targets.length === 1 ? s.targets[0] : s.kind === "annotated" ? s.target : undefined;
      const isEmpty =
        (value?.kind === "dict" && value.entries.length === 0) ||
        (value?.kind === "call" && value.callee.kind === "name" && value.callee.id === "dict" && value.args.length === 0);
      if (ofClass && isEmpty && target?.kind === "name") made.add(target.id);
      for (const e of exprsOf(s)) if (e) look(e);
      if (s.kind === "def") visit(s.fn.body, false);
      else if (s.kind === "class") visit(s.cls.body, true);
      else for (const inner of blocksOf(s)) visit(inner, false);
    }
  };
  for (const module of p.modules) visit(module.node.body, false);
  const found = new Set([...made].filter((name) => !other.has(name)));
  names.set(p, found);
  return found;
}

/** The entry of a class. */
interface Entry {
  readonly cls: ClassInfo;
  readonly attribute: ClassAttribute;
}

/** The entry that a dict of classes has for `key`; undefined where it is another dict, "dead" where its key is not known yet. */
function entryOf(cx: Cx, dict: Expr, key: Expr): Entry | "dead" | undefined {
  if (dict.kind !== "attribute" || !isKey(key) || !keyedNames(cx.p).has(dict.name)) return undefined;
  const owner = expr(cx, dict.object);
  const val = expr(cx, key);
  if (owner.ty.length === 0 || val.ty.length === 0) return "dead";
  const [of] = owner.ty;
  const [atom] = val.ty;
  if (
    owner.ty.length !== 1 ||
    val.ty.length !== 1 ||
    of.k !== "fn" ||
    of.fn.kind !== "class" ||
    atom.k !== "fn" ||
    atom.fn.kind !== "class"
  )
    return refuse("PY0401", dict.span, `\`${dict.name}\` has entries for classes, and which one is meant is not known while translating`);
  const meta = metaOf(of.fn.cls);
  const source = findAttribute(of.fn.cls, dict.name) ?? (meta && findAttribute(meta, dict.name));
  if (!source) return undefined;
  const { cls } = atom.fn;
  const name = `${dict.name.replace(/^_+/, "")} entry`;
  let attribute = cls.attributes.get(name);
  if (!attribute) {
    attribute = { name, cell: newCell(cx.p.w, NONE), span: dict.span, entry: true };
    cls.attributes.set(name, attribute);
  }
  return { cls, attribute };
}

function read(cx: Cx, { cls, attribute }: Entry, span: Span): Val {
  const ty = get(cx, attribute.cell);
  if (!cx.p.emitting) return { ty, e: ex(cx, "unit", { kind: "unit" }, span, {}) };
  return { ty, e: ex(cx, "global", irCell(cx.p, attribute.cell), span, { global: attributeGlobal(cx, cls, attribute) }) };
}

const unknown = (cx: Cx, span: Span): Val => ({ ty: [], e: ex(cx, "unit", { kind: "unit" }, span, {}) });

/** `cls._instances[cls]`; undefined where it is something else. */
export function entryItem(cx: Cx, node: Expr<"subscript">): Val | undefined {
  const { span } = node;
  const entry = entryOf(cx, node.object, node.index);
  if (!entry) return undefined;
  if (entry === "dead") return unknown(cx, span);
  const val = read(cx, entry, span);
  const ty: Ty = val.ty.filter((atom) => atom.k !== "none");
  const error = `KeyError: <class '${entry.cls.module.name}.${entry.cls.name}'>`;
  if (ty.length === 0) return cx.p.emitting ? raises(cx, error, span) : { ty, e: val.e };
  return { ty, e: ex(cx, "unwrap", irType(cx.p, ty), span, { value: val.e, unproven: error }) };
}

/** `cls in cls._instances`; undefined where it is something else. */
export function entryThere(cx: Cx, key: Expr, dict: Expr, span: Span): Val | undefined {
  const entry = entryOf(cx, dict, key);
  if (!entry) return undefined;
  if (entry === "dead") return { ty: BOOL, e: ex(cx, "bool", bool, span, { value: false }) };
  const val = read(cx, entry, span);
  if (val.ty.length < 2) return { ty: BOOL, e: ex(cx, "bool", bool, span, { value: false }) };
  return { ty: BOOL, e: ex(cx, "isNone", bool, span, { value: val.e, negated: true }) };
}

/** `cls._instances[cls] = value`; false where it is something else. */
export function storeEntry(cx: Cx, target: Expr<"subscript">, val: Val, span: Span): boolean {
  const entry = entryOf(cx, target.object, target.index);
  if (!entry) return false;
  if (entry === "dead") return true;
  flow(cx.p.w, entry.attribute.cell, val.ty);
  const place = read(cx, entry, span);
  push(cx, "assign", span, { place: place.e, value: convert(cx, val, place.ty, span) });
  return true;
}

/** At a class statement: its entries are empty. */
export function emptyEntries(cx: Cx, cls: ClassInfo, span: Span): void {
  if (!cx.p.emitting) return;
  for (const attribute of cls.attributes.values()) {
    if (!attribute.entry || get(cx, attribute.cell).length < 2) continue;
    const place = read(cx, { cls, attribute }, span);
    push(cx, "assign", span, { place: place.e, value: ex(cx, "none", place.e.type, span, {}) });
  }
}
