/** `switch`: a `match` where no case runs into the next, else nested blocks that the cases jump into. */
import { type Expression, type Label, type Statement, type SwitchCase } from "../../../ir/index.ts";
import type { Stmt, Sym } from "../ast.ts";
import { commentsOfDropped } from "./commenting.ts";
import { freshLabel, intOf, stmt, type FunctionContext } from "./context.ts";
import { lowerExpr } from "./expressions.ts";
import { hoist, lowerStatements, neverReturns, withTargets } from "./statements.ts";

interface Segment {
  readonly values: { low?: bigint; high?: bigint }[];
  readonly body: Stmt[];
  readonly at: number;
}

/** The cases in order, when all stand at the top of the switch's block; undefined when one is inside another statement. */
export function segmentsOf(s: Stmt<"switch">): { segments: Segment[]; before: Stmt[] } | undefined {
  const segments: Segment[] = [];
  const before: Stmt[] = [];
  let found = 0;
  for (const item of s.body.kind === "block" ? s.body.body : [s.body]) {
    let at: Stmt = item;
    if (at.kind === "case") {
      const segment: Segment = { values: [], body: [], at: at.at };
      while (at.kind === "case") {
        segment.values.push({ low: at.low, high: at.high });
        found++;
        at = at.body;
      }
      segments.push(segment);
      segment.body.push(at);
    } else if (segments.length) segments[segments.length - 1].body.push(at);
    else before.push(at);
  }
  return found === s.cases.length ? { segments, before } : undefined;
}

/** Does control surely not come out behind these statements (a `break` of the switch counts as an end)? */
function ends(body: readonly Stmt[]): boolean {
  const last = body[body.length - 1];
  if (!last) return false;
  switch (last.kind) {
    case "break":
    case "return":
    case "continue":
    case "goto":
    case "gotoComputed":
      return true;
    case "expression":
      return neverReturns(last.value);
    case "block":
      return ends(last.body);
    case "if":
      return last.orElse !== undefined && ends([last.then]) && ends([last.orElse]);
    default:
      return false;
  }
}

/** The body without the `break` at its end. */
function withoutBreak(body: readonly Stmt[]): readonly Stmt[] {
  const last = body[body.length - 1];
  if (last?.kind === "break") return body.slice(0, -1);
  if (last?.kind === "block" && last.body[last.body.length - 1]?.kind === "break")
    return [...body.slice(0, -1), { ...last, body: last.body.slice(0, -1) }];
  return body;
}

/** Keeps the comments of the `break` that is left out. */
function dropBreak(cx: FunctionContext, body: readonly Stmt[], out: Statement[]): void {
  const last = body[body.length - 1];
  const end = last?.kind === "block" ? last.body[last.body.length - 1] : last;
  if (end?.kind === "break") commentsOfDropped(cx, end, out);
}

const declared = (body: readonly Stmt[]): Sym[] =>
  body.flatMap((s) => (s.kind === "declare" ? [s.sym] : s.kind === "label" ? declared([s.body]) : []));

export function lowerSwitch(cx: FunctionContext, s: Stmt<"switch">, out: Statement[]): boolean {
  const parts = segmentsOf(s);
  const lines: Statement[] = [];
  const subject = lowerExpr(cx, s.subject);
  const { segments, before } = parts!;
  hoist(cx, [...declared(before), ...segments.flatMap((segment) => declared(segment.body))], lines);
  const label = freshLabel(cx);
  let completes = false;
  const statement = segments.every((segment, i) => i === segments.length - 1 || ends(segment.body))
    ? withTargets(cx, { kind: "label", label }, undefined, () => {
        const made = asMatch(cx, s, subject, segments);
        completes = made.completes;
        return [made.statement];
      })
    : withTargets(cx, { kind: "label", label }, undefined, () => {
        completes = true;
        return asBlocks(cx, s, subject, segments, label);
      });
  if (cx.used.has(label)) {
    completes = true;
    lines.push(stmt(cx, "labelled", s.at, { label, body: { statements: statement } }, s.to));
  } else lines.push(...statement);
  if (lines.some((each) => each.kind === "let") && lines.length > 1)
    out.push(stmt(cx, "block", s.at, { body: { statements: lines } }, s.to));
  else out.push(...lines);
  return completes;
}

const valuesOf = (cx: FunctionContext, subject: Expression, segment: Segment): SwitchCase["values"] =>
  segment.values
    .filter((v) => v.low !== undefined && v.low <= v.high!)
    .map((v) =>
      v.low === v.high
        ? intOf(cx, v.low!, subject.type, segment.at)
        : ([intOf(cx, v.low!, subject.type, segment.at), intOf(cx, v.high!, subject.type, segment.at)] as const),
    );

function asMatch(
  cx: FunctionContext,
  s: Stmt<"switch">,
  subject: Expression,
  segments: readonly Segment[],
): { statement: Statement; completes: boolean } {
  const cases: SwitchCase[] = [];
  let orElse: Statement[] | undefined;
  let completes = false;
  for (const segment of segments) {
    const body: Statement[] = [];
    const stripped = withoutBreak(segment.body);
    const done = lowerStatements(cx, stripped, body);
    dropBreak(cx, segment.body, body);
    completes ||= done;
    if (segment.values.some((v) => v.low === undefined)) orElse = body;
    else {
      const values = valuesOf(cx, subject, segment);
      if (values.length) cases.push({ values, body: { statements: body } });
    }
  }
  completes ||= orElse === undefined;
  return { statement: stmt(cx, "switch", s.at, { subject, cases, orElse: { statements: orElse ?? [] } }, s.to), completes };
}

/** `'last: { 'b: { 'a: { match x { 1 => break 'a, 2 => break 'b, _ => break 'end } } A } B }`: A runs on into B. */
function asBlocks(cx: FunctionContext, s: Stmt<"switch">, subject: Expression, segments: readonly Segment[], end: Label): Statement[] {
  const labels = segments.map(() => freshLabel(cx));
  const go = (label: Label): Statement => {
    cx.used.add(label);
    return stmt(cx, "break", s.at, { label });
  };
  const cases: SwitchCase[] = [];
  let orElse: Statement | undefined;
  segments.forEach((segment, i) => {
    const jump = { statements: [go(labels[i])] };
    if (segment.values.some((v) => v.low === undefined)) orElse = jump.statements[0];
    else {
      const values = valuesOf(cx, subject, segment);
      if (values.length) cases.push({ values, body: jump });
    }
  });
  let lines: Statement[] = [stmt(cx, "switch", s.at, { subject, cases, orElse: { statements: [orElse ?? go(end)] } }, s.to)];
  segments.forEach((segment, i) => {
    const next: Statement[] = [stmt(cx, "labelled", segment.at, { label: labels[i], body: { statements: lines } })];
    const last = i === segments.length - 1;
    lowerStatements(cx, last ? withoutBreak(segment.body) : segment.body, next);
    if (last) dropBreak(cx, segment.body, next);
    lines = next;
  });
  return lines;
}
