/** `object.__dict__` and `vars(object)` where they are only looked at: a dict of the object's fields. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { str } from "../../../ir/index.ts";
import type { Expr, ModuleNode, Stmt } from "../ast/nodes.ts";
import type { ClassInfo } from "../infer/classes.ts";
import { flow, STR, type Ty } from "../infer/types.ts";
import { blocksOf, eachExpr, exprsOf } from "../scope-tree.ts";
import { readAttribute } from "./attributes.ts";
import { pendingField } from "./pending-fields.ts";
import { convert, withTempVal } from "./convert.ts";
import { ex, get, siteCell, type Cx, type Val } from "./context.ts";
import { eachKind, noAttribute } from "./dynamic.ts";
import { irType, isGhost } from "./ir-types.ts";

const looked = new WeakSet<Expr>();

/** Is an expression, `x.__dict__` or `vars(x)`, used for nothing but its entries? */
export const isLookedAt = (node: object): boolean => looked.has(node as Expr);

const READS = new Set(["items", "keys", "values", "get", "copy"]);
const FUNCTIONS = new Set([
  "sorted",
  "len",
  "print",
  "str",
  "repr",
  "list",
  "dict",
  "tuple",
  "dumps",
  "dump",
  "format",
  "pformat",
  "pprint",
]);

const isDict = (e: Expr): boolean =>
  (e.kind === "attribute" && e.name === "__dict__") ||
  (e.kind === "call" && e.callee.kind === "name" && e.callee.id === "vars" && e.args.length === 1);

/** Notes the places of a module where the dict of an object is only looked at. */
export function noteObjectDicts(module: ModuleNode, text: string): void {
  if (!/__dict__|\bvars\b/.test(text)) return;
  const note = (e: Expr | undefined): void => {
    if (e && isDict(e)) looked.add(e);
  };
  const returned = (body: readonly Stmt[]): void => {
    for (const s of body) {
      if (s.kind === "return") note(s.value);
      if (s.kind !== "def" && s.kind !== "class") blocksOf(s).forEach(returned);
    }
  };
  const see = (e: Expr): void => {
    if (e.kind === "call") {
      const { callee } = e;
      if (callee.kind === "attribute" && READS.has(callee.name)) note(callee.object);
      const name = callee.kind === "name" ? callee.id : callee.kind === "attribute" ? callee.name : "";
      for (const arg of e.args) if (arg.star === 2 || FUNCTIONS.has(name)) note(arg.value);
      // What `json` asks for writes the dict that it gets.
      for (const arg of e.args) if (arg.name === "default" && arg.value.kind === "lambda") returned(arg.value.fn.body);
    } else if (e.kind === "compare") [e.left, ...e.rest.map((each) => each.right)].forEach(note);
    else if (e.kind === "binary" && e.op === "%") note(e.right);
    else if (e.kind === "fstring") for (const part of e.parts) if (typeof part !== "string") note(part.value);
  };
  const look = (body: readonly Stmt[]): void => {
    for (const s of body) {
      if (s.kind === "for") note(s.iterable);
      for (const e of exprsOf(s)) if (e) eachExpr(e, see);
      if (s.kind === "def" && s.fn.name === "default") returned(s.fn.body);
      if (s.kind === "def") look(s.fn.body);
      else if (s.kind === "class") look(s.cls.body);
      else blocksOf(s).forEach(look);
    }
  };
  look(module.body);
}

/** The fields of an object, by their names. */
export function objectDict(cx: Cx, object: Val, cls: ClassInfo, node: object, span: Span): Val {
  if (!isLookedAt(node)) return refuse("PY0501", span, "the dict of an object is kept or changed");
  if (!cx.p.emitting) get(cx, pendingField(cx, cls, "*"));
  const key = siteCell(cx, node, "key");
  const value = siteCell(cx, node, "value");
  flow(cx.p.w, key, STR);
  return withTempVal(cx, object, span, (again) => {
    const entries = [...cls.fields].map(([name, field]) => {
      const val = readAttribute(cx, again(), name, span);
      if (cx.p.emitting && (field.lazy || (isGhost(val.ty) && !val.ty.every((atom) => atom.k === "none" || atom.k === "fn"))))
        return refuse("PY0501", span, `the dict of an object whose \`${name}\` is not there from the start`);
      flow(cx.p.w, value, val.ty);
      return { name, val };
    });
    const ty: Ty = [{ k: "dict", key, value }];
    const text = (name: string): Val => ({ ty: STR, e: ex(cx, "str", str, span, { value: name }) });
    const made = entries.map(
      ({ name, val }) => [convert(cx, text(name), get(cx, key), span), convert(cx, val, get(cx, value), span)] as const,
    );
    return { ty, e: ex(cx, "dict", irType(cx.p, ty), span, { entries: made }) };
  });
}

/** `value.__dict__` of a dynamic value: of each class whose objects it may be. */
export const dynamicDict = (cx: Cx, value: Val, node: object, span: Span): Val =>
  eachKind(
    cx,
    value,
    get(cx, cx.p.w.objects).filter((atom) => atom.k === "inst" && !atom.cls.enum),
    span,
    (one) => noAttribute(cx, one, "__dict__", span),
    (one) => (one.ty[0].k === "inst" ? objectDict(cx, one, one.ty[0].cls, node, span) : undefined),
  );
