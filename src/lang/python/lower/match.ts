/** `match`: tests and bindings, case by case. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { bool, type Expression, type LocalId } from "../../../ir/index.ts";
import type { Expr, MatchPattern, Stmt } from "../ast/nodes.ts";
import { INT, type Ty } from "../infer/types.ts";
import { patternNames } from "../scope-tree.ts";
import { readAttribute } from "./attributes.ts";
import { again, temp } from "./assign.ts";
import { comparison } from "./compare.ts";
import { classTest, condition } from "./conditions.ts";
import { dataFields } from "./dataclass-fields.ts";
import { isDynamic, kindAtom } from "./dynamic.ts";
import { everyKind, isOneOf, narrowed } from "./kinds.ts";
import { convert, withTemp } from "./convert.ts";
import { ex, inBlock, newLabel, newLocal, push, site, type Cx, type Env, type Val } from "./context.ts";
import { expr } from "./expressions.ts";
import { irType, isGhost, memberIndex } from "./ir-types.ts";
import { bindName } from "./names.ts";
import { callRow } from "./rows.ts";
import { block, joinEnv } from "./statements.ts";
import { truth } from "./truth.ts";

/** What a pattern does: steps in order, each a test or a binding. Undefined where it can never match. */
type Step = { readonly test: () => Expression } | { readonly bind: () => void };

/** Each case is a block that its first failing test leaves; the whole is left after the body of the case that matched. */
export function matchStatement(cx: Cx, s: Stmt<"match">): void {
  const subject = expr(cx, s.subject);
  if (subject.ty.length === 0) {
    push(cx, "expression", s.span, { value: subject.e }, s.comments);
    return;
  }
  let local: LocalId | undefined;
  if (cx.p.emitting && !isGhost(subject.ty)) {
    local = newLocal(cx, "subject", subject.e.type, s.subject.span);
    cx.declared.add(local);
    push(cx, "let", s.span, { local, value: subject.e }, s.comments);
  }
  const read = (): Val =>
    local === undefined ? subject : { ty: subject.ty, e: ex(cx, "local", irType(cx.p, subject.ty), s.subject.span, { local }) };
  const before = cx.env;
  const ends: (Env | undefined)[] = [];
  const whole = newLabel(cx);
  let total = false;
  const statements = inBlock(cx, () => {
    for (const each of s.cases) {
      if (total) break;
      cx.env = before && new Map(before);
      const steps = stepsOf(cx, each.pattern, read, each);
      if (!steps) continue;
      const label = newLabel(cx);
      let tested = false;
      const body = inBlock(cx, () => {
        const leaveUnless = (test: Expression): void => {
          if (cx.p.emitting && test.kind === "bool" && test.value) return;
          tested = true;
          const then = inBlock(cx, () => push(cx, "break", each.pattern.span, { label }));
          push(cx, "if", each.pattern.span, {
            test: ex(cx, "not", bool, each.pattern.span, { operand: test }),
            then: { statements: then },
          });
        };
        for (const step of steps) {
          if ("test" in step) leaveUnless(step.test());
          else step.bind();
        }
        if (each.guard) {
          const guard = condition(cx, each.guard);
          leaveUnless(guard.e);
          cx.env = guard.whenTrue ?? cx.env;
          tested = true;
        }
        block(cx, each.body);
        if (cx.env) push(cx, "break", each.pattern.span, { label: whole });
      });
      ends.push(cx.env);
      if (tested || !cx.p.emitting) push(cx, "labelled", each.pattern.span, { label, body: { statements: body } });
      else push(cx, "block", each.pattern.span, { body: { statements: body } });
      if (!each.guard && (each.pattern.kind === "wildcard" || each.pattern.kind === "capture")) total = true;
    }
  });
  push(cx, "labelled", s.span, { label: whole, body: { statements } });
  cx.env = [...ends, ...(total ? [] : [before])].reduce((a, b) => joinEnv(cx, a, b), undefined);
}

/** The steps of a pattern on a value; undefined where its type can never match. */
function stepsOf(cx: Cx, p: MatchPattern, read: () => Val, node: object): Step[] | undefined {
  const { ty } = read();
  switch (p.kind) {
    case "wildcard":
      return [];
    case "capture": {
      const { name } = p;
      return [{ bind: () => bindName(cx, cx.module.scopes.binding(name), name.id, read(), p.span) }];
    }
    case "value": {
      const { value } = p;
      return [
        {
          test: () =>
            truth(
              cx,
              comparison(
                cx,
                value.kind === "none" || value.kind === "bool" ? "is" : "==",
                read(),
                expr(cx, value),
                site(cx, p, "test", () => ({})),
                p.span,
              ),
              p.span,
            ),
        },
      ];
    }
    case "as": {
      const inner = stepsOf(cx, p.pattern, read, node);
      const { name } = p;
      return (
        inner && [...inner, { bind: () => bindName(cx, cx.module.scopes.binding(name), name.id, narrowTo(cx, read(), p.pattern), p.span) }]
      );
    }
    case "or": {
      if (p.patterns.some((each) => patternNames(each).length > 0)) return refuse("PY0105", p.span, "alternatives that bind names");
      const sides = p.patterns.map((each) => stepsOf(cx, each, read, node)).filter((steps) => steps !== undefined);
      if (sides.length === 0) return undefined;
      return [
        {
          test: () =>
            sides
              .map((steps) => conjunction(cx, steps, p.span))
              .reduce((left, right) => ex(cx, "logical", bool, p.span, { op: "or", left, right })),
        },
      ];
    }
    case "class":
      return classSteps(cx, p, read, node);
    case "sequence":
      return sequenceSteps(cx, p, read, ty, node);
    case "star":
      return refuse("PY0105", p.span, "`*` outside a sequence");
    case "mapping":
      return mappingSteps(cx, p, read, ty, node);
  }
}

function conjunction(cx: Cx, steps: readonly Step[], span: Span): Expression {
  const tests = steps.map((step) => ("test" in step ? step.test() : refuse("PY0105", span, "alternatives that bind names")));
  return tests.length
    ? tests.reduce((left, right) => ex(cx, "logical", bool, span, { op: "and", left, right }))
    : ex(cx, "bool", bool, span, { value: true });
}

/** A value as the members of its type that a test has left. */
function member(cx: Cx, val: Val, kept: Ty, span: Span): Val {
  if (kept.length === val.ty.length) return val;
  return { ty: kept, e: convert(cx, val, kept, span) };
}

/** Is the value of one of these members? */
function memberTest(cx: Cx, val: Val, kept: Ty, span: Span): Expression {
  if (kept.length === val.ty.length) return ex(cx, "bool", bool, span, { value: true });
  const rest = val.ty.filter((a) => a.k !== "none");
  const none = rest.length < val.ty.length;
  const present = none ? ex(cx, "isNone", bool, span, { value: val.e, negated: true }) : undefined;
  const members = kept.filter((a) => a.k !== "none").map((a) => memberIndex(val.ty, a));
  if (rest.length === 1) return present!;
  if (!none) return ex(cx, "isMember", bool, span, { value: val.e, members });
  return withTemp(cx, val, span, (again) => {
    const left = ex(cx, "isNone", bool, span, { value: again(), negated: true });
    return ex(cx, "logical", bool, span, {
      op: "and",
      left,
      right: ex(cx, "isMember", bool, span, { value: ex(cx, "unwrap", irType(cx.p, rest), span, { value: again() }), members }),
    });
  });
}

const narrowTo = (cx: Cx, val: Val, p: MatchPattern): Val => {
  if (p.kind !== "class" || isDynamic(val.ty)) return val;
  const kept = val.ty.filter(classTest(cx, p.class));
  return kept.length ? member(cx, val, kept, p.span) : val;
};

function classSteps(cx: Cx, p: MatchPattern & { kind: "class" }, read: () => Val, node: object): Step[] | undefined {
  const { ty } = read();
  const dynamic = isDynamic(ty);
  const kept = (dynamic ? everyKind(cx) : ty).filter(classTest(cx, p.class));
  if (kept.length === 0) return undefined;
  const steps: Step[] = [{ test: () => (dynamic ? isOneOf(cx, read(), kept, p.span) : memberTest(cx, read(), kept, p.span)) }];
  const known = dynamic ? narrowed(kept) : kept;
  const inner = (): Val =>
    dynamic ? { ty: known, e: isDynamic(known) ? read().e : convert(cx, read(), known, p.span) } : member(cx, read(), kept, p.span);
  const atom = kept[0];
  if (p.positional.length === 1 && atom.k !== "inst") {
    const more = stepsOf(cx, p.positional[0], inner, node);
    return more && [...steps, ...more];
  }
  const names: string[] = [];
  if (p.positional.length) {
    if (kept.length !== 1 || atom.k !== "inst") return refuse("PY0105", p.span, "a class pattern with positions");
    const args = atom.cls.node.body.find(
      (s) => s.kind === "assign" && s.targets[0].kind === "name" && s.targets[0].id === "__match_args__",
    );
    const listed =
      args?.kind === "assign" && args.value.kind === "tuple"
        ? args.value.elems.map((e) => (e as Expr<"str">).value)
        : dataFields(atom.cls).map((field) => field.name);
    names.push(...listed);
    if (names.length < p.positional.length)
      return refuse("PY0105", p.span, "a class pattern with more positions than the class has fields");
  }
  const parts = [...p.positional.map((pattern, i) => ({ name: names[i], pattern })), ...p.keywords];
  for (const part of parts) {
    const more = stepsOf(cx, part.pattern, () => readAttribute(cx, inner(), part.name, part.pattern.span), node);
    if (!more) return undefined;
    steps.push(...more);
  }
  return steps;
}

const indexOf = (cx: Cx, value: number, span: Span): Val => ({
  ty: INT,
  e: ex(cx, "int", irType(cx.p, INT), span, { value: BigInt(value) }),
});

function sequenceSteps(cx: Cx, p: MatchPattern & { kind: "sequence" }, read: () => Val, ty: Ty, node: object): Step[] | undefined {
  const star = p.patterns.findIndex((each) => each.kind === "star");
  const least = p.patterns.length - (star >= 0 ? 1 : 0);
  if (isDynamic(ty)) return dynamicSequence(cx, p, read, node);
  const kept = ty.filter(
    (a) => a.k === "list" || a.k === "vartuple" || (a.k === "tuple" && (star >= 0 ? a.elems.length >= least : a.elems.length === least)),
  );
  if (kept.length === 0) return undefined;
  if (kept.length > 1) return refuse("PY0105", p.span, "a sequence pattern on several kinds of sequences");
  const steps: Step[] = [{ test: () => memberTest(cx, read(), kept, p.span) }];
  const inner = (): Val => member(cx, read(), kept, p.span);
  const [atom] = kept;
  if (atom.k === "tuple") {
    for (const [i, each] of p.patterns.entries()) {
      if (each.kind === "star") {
        if (each.name) return refuse("PY0105", each.span, "a named `*` on a tuple");
        continue;
      }
      const at = star >= 0 && i > star ? atom.elems.length - (p.patterns.length - i) : i;
      const more = stepsOf(
        cx,
        each,
        () => ({ ty: atom.elems[at], e: ex(cx, "tupleGet", irType(cx.p, atom.elems[at]), each.span, { tuple: inner().e, index: at }) }),
        node,
      );
      if (!more) return undefined;
      steps.push(...more);
    }
    return steps;
  }
  if (atom.k !== "list" && atom.k !== "vartuple") return undefined;
  const list = (): Val => ({ ty: [{ k: "list", elem: atom.elem }], e: inner().e });
  const rows = {
    item: "list.__getitem__",
    rest: (span: Span, bounds: readonly Val[], at: object) =>
      callRow(
        cx,
        "list.getslice",
        [list(), ...bounds].map((value) => ({ value })),
        at,
        span,
      ),
  };
  const more = itemSteps(cx, p, list, rows, node);
  return more && [...steps, ...more];
}

/** A sequence pattern on a dynamic value: a list or a tuple, whose items are dynamic. */
function dynamicSequence(cx: Cx, p: MatchPattern & { kind: "sequence" }, read: () => Val, node: object): Step[] | undefined {
  const kinds = (["list", "tuple"] as const).map((kind) => kindAtom(cx, kind)!);
  const rest = (span: Span, bounds: readonly Val[], at: object): Val => {
    const part = callRow(
      cx,
      "any.getslice",
      [read(), ...bounds].map((value) => ({ value })),
      at,
      span,
    );
    return callRow(cx, "builtins.list", [{ value: part }], at, span);
  };
  const more = itemSteps(cx, p, read, { item: "any.__getitem__", rest }, node);
  return more && [{ test: () => isOneOf(cx, read(), kinds, p.span) }, ...more];
}

/** How the items of a sequence are read: the row of one, and the list of those between two bounds. */
interface ItemRows {
  readonly item: string;
  readonly rest: (span: Span, bounds: readonly Val[], at: object) => Val;
}

/** The steps of a sequence pattern on a sequence of any length: its length, then item by item. */
function itemSteps(cx: Cx, p: MatchPattern & { kind: "sequence" }, items: () => Val, rows: ItemRows, node: object): Step[] | undefined {
  const star = p.patterns.findIndex((each) => each.kind === "star");
  const least = p.patterns.length - (star >= 0 ? 1 : 0);
  const steps: Step[] = [
    {
      test: () => {
        const length = callRow(cx, "builtins.len", [{ value: items() }], p.span, p.span);
        return ex(cx, "compare", bool, p.span, { op: star >= 0 ? "ge" : "eq", left: length.e, right: indexOf(cx, least, p.span).e });
      },
    },
  ];
  for (const [i, each] of p.patterns.entries()) {
    const at = site(cx, each, "part", () => ({}));
    if (each.kind === "star") {
      const { name } = each;
      if (!name) continue;
      const after = p.patterns.length - i - 1;
      const stop: Val = after
        ? indexOf(cx, -after, each.span)
        : { ty: [{ k: "none" }], e: ex(cx, "unit", { kind: "unit" }, each.span, {}) };
      steps.push({
        bind: () =>
          bindName(cx, cx.module.scopes.binding(name), name.id, rows.rest(each.span, [indexOf(cx, i, each.span), stop], at), each.span),
      });
      continue;
    }
    const index = star >= 0 && i > star ? i - p.patterns.length : i;
    const more = stepsOf(
      cx,
      each,
      () => callRow(cx, rows.item, [{ value: items() }, { value: indexOf(cx, index, each.span) }], at, each.span),
      node,
    );
    if (!more) return undefined;
    steps.push(...more);
  }
  return steps;
}

function mappingSteps(cx: Cx, p: MatchPattern & { kind: "mapping" }, read: () => Val, ty: Ty, node: object): Step[] | undefined {
  const dynamic = isDynamic(ty);
  const kept = dynamic ? [kindAtom(cx, "dict")!] : ty.filter((a) => a.k === "dict");
  if (kept.length === 0) return undefined;
  const steps: Step[] = [{ test: () => (dynamic ? isOneOf(cx, read(), kept, p.span) : memberTest(cx, read(), kept, p.span)) }];
  const inner = (): Val => (dynamic ? { ty: kept, e: convert(cx, read(), kept, p.span) } : member(cx, read(), kept, p.span));
  for (const entry of p.entries) {
    const at = site(cx, entry, "part", () => ({}));
    steps.push({ test: () => callRow(cx, "dict.__contains__", [{ value: inner() }, { value: expr(cx, entry.key) }], at, p.span).e });
    const more = stepsOf(
      cx,
      entry.pattern,
      () => callRow(cx, "dict.__getitem__", [{ value: inner() }, { value: expr(cx, entry.key) }], at, p.span),
      node,
    );
    if (!more) return undefined;
    steps.push(...more);
  }
  const { rest } = p;
  if (rest) steps.push({ bind: () => bindRest(cx, p, rest, inner()) });
  return steps;
}

/** `**rest`: a dict of the entries that the pattern does not name. */
function bindRest(cx: Cx, p: MatchPattern & { kind: "mapping" }, name: Expr<"name">, dict: Val): void {
  const others = temp(cx, callRow(cx, "dict.copy", [{ value: dict }], name, name.span), "rest", name.span);
  for (const { key } of p.entries) {
    const gone = callRow(cx, "dict.__delitem__", [{ value: again(cx, others, name.span) }, { value: expr(cx, key) }], p, name.span);
    push(cx, "expression", name.span, { value: gone.e });
  }
  bindName(cx, cx.module.scopes.binding(name), name.id, again(cx, others, name.span), name.span);
}
