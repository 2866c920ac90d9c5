/** `.format` and `%` with a format that is only known at run time. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { findMethod } from "../infer/classes.ts";
import { ANY, STR, type Atom } from "../infer/types.ts";
import { rowsOf } from "../stdlib/types.ts";
import { convert, dead, withTempVal } from "./convert.ts";
import { heldTuple } from "./builtin-bases.ts";
import { ex, inBlock, newLabel, newLocal, push, site, type Cx, type Val } from "./context.ts";
import { isDynamic } from "./dynamic.ts";
import { displayOf } from "./format.ts";
import { irType } from "./ir-types.ts";
import { elemOf, toLoop } from "./iteration.ts";
import { callRow, hasRow, type ArgVal } from "./rows.ts";

const text = (cx: Cx, value: string, span: Span): Val => ({ ty: STR, e: ex(cx, "str", { kind: "str" }, span, { value }) });

/** What a value may decide about its own text in a format, which a template cannot ask it. */
const OWN = ["__format__", "__float__", "__int__", "__index__"];

const decides = (cx: Cx, atom: Atom): boolean =>
  (atom.k === "inst" && OWN.some((name) => findMethod(atom.cls, name))) ||
  (atom.k === "rt" && OWN.some((name) => hasRow(cx, `${rowsOf(atom.path)}.${name}`)));

/** One more value of a template; `name` is empty for those that are counted. */
function withValue(cx: Cx, template: Val, name: Val, val: Val, span: Span): Val {
  if (val.ty.length === 0) return { ...template, e: dead(cx, span, template, val).e };
  const plain = val.ty.length === 1 && ["int", "float", "bool", "str"].includes(val.ty[0].k);
  const step = (row: string, args: readonly Val[]): Val => ({
    ty: template.ty,
    e: callRow(
      cx,
      row,
      [template, name, ...args].map((value) => ({ value })),
      {},
      span,
    ).e,
  });
  if (plain) return step("template.value", [val]);
  if (val.ty.length === 1 && val.ty[0].k === "none") return step("template.shown", [text(cx, "None", span), text(cx, "None", span)]);
  if (val.ty.some((atom) => decides(cx, atom)))
    return refuse("PY0703", span, "a computed format of a value that has a format, or a number, of its own");
  if (val.ty.length > 1 || isDynamic(val.ty)) return step("template.dynamic", [{ ty: ANY, e: convert(cx, val, ANY, span) }]);
  return withTempVal(cx, val, span, (again) =>
    step("template.shown", [
      { ty: STR, e: displayOf(cx, again(), "s", span) },
      { ty: STR, e: displayOf(cx, again(), "r", span) },
    ]),
  );
}

/** The template with a value for each item of `items`: `use` makes it from the template so far. */
function withEach(cx: Cx, template: Val, items: Val, span: Span, use: (template: Val, item: Val) => Val): Val {
  const [atom] = items.ty;
  if (items.ty.length === 1 && atom.k === "tuple" && atom.elems.length === 0) return template;
  const node = site(cx, span, "template items", () => ({}));
  const made = newLocal(cx, "template", template.e.type, span);
  cx.declared.add(made);
  const self = (): Val => ({ ty: template.ty, e: ex(cx, "local", irType(cx.p, template.ty), span, { local: made }) });
  const body = inBlock(cx, () => {
    push(cx, "let", span, { local: made, value: template.e });
    const loop = toLoop(cx, items, node, span);
    const elem = elemOf(cx, loop.ty) ?? [];
    const local = newLocal(cx, "item", irType(cx.p, elem), span);
    cx.declared.add(local);
    const label = newLabel(cx);
    const statements = inBlock(cx, () => {
      const item: Val = { ty: elem, e: ex(cx, "local", irType(cx.p, elem), span, { local }) };
      push(cx, "assign", span, { place: self().e, value: use(self(), item).e });
    });
    push(cx, "forEach", span, { label, pattern: { kind: "local", local }, iterable: loop.e, body: { statements } });
  });
  return { ty: template.ty, e: ex(cx, "block", template.e.type, span, { body, value: self().e }) };
}

/** The template with the entries of a dict under their names. */
const withEntries = (cx: Cx, template: Val, dict: () => Val, span: Span): Val =>
  withEach(cx, template, dict(), span, (so, key) =>
    withTempVal(cx, key, span, (again) => {
      const name = key.ty.length === 1 && key.ty[0].k === "str" ? again() : { ty: STR, e: displayOf(cx, again(), "s", span) };
      const at = site(cx, span, "template entry", () => ({}));
      const item = callRow(cx, "dict.__getitem__", [{ value: dict() }, { value: again() }], at, span);
      return withValue(cx, so, name, item, span);
    }),
  );

/** `format.format(…)`. */
export function computedFormat(cx: Cx, format: Val, args: readonly ArgVal[], span: Span): Val {
  const [first] = args.filter((arg) => arg.star === 2);
  if (first && !(first.value.ty.length === 1 && first.value.ty[0].k === "dict"))
    return refuse("PY0703", span, "`.format` of a computed format with `**` of what is not a dict");
  const build = (): Val => {
    let made = callRow(cx, "template.new", [{ value: format }], {}, span);
    for (const arg of args) {
      if (arg.star === 1) made = withEach(cx, made, arg.value, span, (so, item) => withValue(cx, so, text(cx, "", span), item, span));
      else if (arg.star === 2) made = entriesOf(cx, made, arg.value, span);
      else made = withValue(cx, made, text(cx, arg.name ?? "", span), arg.value, span);
    }
    return callRow(cx, "template.filled", [{ value: made }], {}, span);
  };
  return build();
}

const entriesOf = (cx: Cx, template: Val, dict: Val, span: Span): Val =>
  withTempVal(cx, dict, span, (again) => withEntries(cx, template, again, span));

/** `format % value`. */
export function computedPercent(cx: Cx, format: Val, given: Val, span: Span): Val {
  const right = heldTuple(cx, given, span);
  const atom = right.ty[0];
  const made = callRow(cx, "template.new", [{ value: format }], {}, span);
  const done = (template: Val): Val => callRow(cx, "template.percent", [{ value: template }], {}, span);
  const value = (so: Val, val: Val): Val => withValue(cx, so, text(cx, "", span), val, span);
  if (isDynamic(right.ty))
    return done({ ty: made.ty, e: callRow(cx, "template.operand", [{ value: made }, { value: right }], {}, span).e });
  if (right.ty.length === 1 && atom.k === "vartuple") return done(withEach(cx, made, right, span, value));
  if (right.ty.length === 1 && atom.k === "dict")
    return withTempVal(cx, right, span, (again) => {
      const whole = value(made, again());
      const mapped: Val = { ty: made.ty, e: callRow(cx, "template.mapping", [{ value: whole }], {}, span).e };
      return done(withEntries(cx, mapped, again, span));
    });
  if (right.ty.length !== 1 || atom.k !== "tuple") return done(value(made, right));
  const { elems } = atom;
  const fill = (part: (i: number) => Val): Val => done(elems.reduce((so, _, i) => value(so, part(i)), made));
  if (right.e.kind === "tuple") {
    const parts = right.e.elems;
    return fill((i) => ({ ty: elems[i], e: parts[i] }));
  }
  return withTempVal(cx, right, span, (again) =>
    fill((i) => ({ ty: elems[i], e: ex(cx, "tupleGet", irType(cx.p, elems[i]), span, { tuple: again().e, index: i }) })),
  );
}

/** A format that is one text and nothing else, `{fmt}`: the text. */
export function bareFormat(spec: Val): Val {
  const pieces = spec.e.kind === "format" ? spec.e.pieces.filter((piece) => piece !== "") : [];
  const only = pieces.length === 1 ? pieces[0] : undefined;
  return typeof only === "object" && only.value.type.kind === "str" && !only.spec ? { ty: STR, e: only.value } : spec;
}
