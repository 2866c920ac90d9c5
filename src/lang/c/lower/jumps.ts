/**
 * `goto`. A jump forward out of statements becomes `break` of a labelled block that ends at the label; a jump back becomes `continue` of a loop
 * that begins there. What cannot be nested so (jumps into statements, crossing ranges, computed jumps) makes the function a state machine.
 */
import type { Statement } from "../../../ir/index.ts";
import type { FunctionBody, Stmt, Sym } from "../ast.ts";
import { commentsOfDropped } from "./commenting.ts";
import { freshLabel, stmt, type FunctionContext } from "./context.ts";
import { hasOpenJumps } from "./protected.ts";
import { hasLabel, hoist, lowerStatement } from "./statements.ts";
import { segmentsOf } from "./switch.ts";

/** A stretch of a statement list: from `start` up to (not with) `end`. */
interface Range {
  readonly name: string;
  readonly kind: "break" | "continue";
  start: number;
  end: number;
}

/** Calls `visit` for each statement inside, itself included; statement expressions are not looked into. */
export function eachStatement(s: Stmt, visit: (s: Stmt) => void): void {
  visit(s);
  switch (s.kind) {
    case "block":
      for (const each of s.body) eachStatement(each, visit);
      return;
    case "if":
      eachStatement(s.then, visit);
      if (s.orElse) eachStatement(s.orElse, visit);
      return;
    case "while":
    case "do":
    case "switch":
    case "case":
    case "label":
      eachStatement(s.body, visit);
      return;
    case "for":
      for (const each of s.init) eachStatement(each, visit);
      eachStatement(s.body, visit);
  }
}

const gotosIn = (s: Stmt): Set<string> => {
  const found = new Set<string>();
  eachStatement(s, (each) => {
    if (each.kind === "goto") found.add(each.name);
  });
  return found;
};

/** Names of the labels right at a statement. */
function labelsAt(s: Stmt): string[] {
  const names: string[] = [];
  for (let at = s; at.kind === "label" || at.kind === "case"; at = at.body) if (at.kind === "label") names.push(at.name);
  return names;
}

/** The ranges that the labels of a list need, made to nest; undefined when they cannot. */
function rangesOf(list: readonly Stmt[]): Range[] | undefined {
  const jumps = list.map(gotosIn);
  const ranges: Range[] = [];
  list.forEach((s, i) => {
    for (const name of labelsAt(s)) {
      let first = -1;
      let last = -1;
      jumps.forEach((names, j) => {
        if (!names.has(name)) return;
        if (j < i && first < 0) first = j;
        if (j >= i) last = j;
      });
      if (first >= 0) ranges.push({ name, kind: "break", start: first, end: i });
      if (last >= 0) ranges.push({ name, kind: "continue", start: i, end: last + 1 });
    }
  });
  for (let changed = true, rounds = 0; changed; rounds++) {
    changed = false;
    if (rounds > 100) return undefined;
    for (const a of ranges) {
      for (const b of ranges) {
        // a begins before b and ends inside it.
        if (!(a.start < b.start && b.start < a.end && a.end < b.end)) continue;
        if (b.kind === "break") b.start = a.start;
        else if (a.kind === "continue") a.end = b.end;
        else return undefined;
        changed = true;
      }
    }
  }
  return ranges;
}

/** Lowers a list of statements, with ranges around what its labels need. */
export function lowerStatementList(cx: FunctionContext, list: readonly Stmt[], out: Statement[]): boolean {
  if (cx.machine || !list.some((s) => s.kind === "label" || s.kind === "case")) return plain(cx, list, 0, list.length, out);
  const ranges = rangesOf(list) ?? [];
  if (ranges.length === 0) return plain(cx, list, 0, list.length, out);
  const inside: Sym[] = [];
  list.forEach((s, i) => {
    let at = s;
    while (at.kind === "label" || at.kind === "case") at = at.body;
    if (at.kind === "declare" && ranges.some((r) => r.start <= i && i < r.end)) inside.push(at.sym);
  });
  hoist(cx, inside, out);
  // Outer ranges first; of equal ones the block that is left comes around the loop.
  ranges.sort((a, b) => a.start - b.start || b.end - a.end || (a.kind === "break" ? -1 : 1));
  return nested(cx, list, 0, list.length, ranges, out);
}

function nested(cx: FunctionContext, list: readonly Stmt[], from: number, to: number, ranges: readonly Range[], out: Statement[]): boolean {
  let completes = true;
  let i = from;
  let rest = ranges;
  while (i < to) {
    const range: Range | undefined = rest[0];
    if (!range) return plain(cx, list, i, to, out, completes);
    if (range.start > i) {
      completes = plain(cx, list, i, range.start, out, completes);
      i = range.start;
      continue;
    }
    const within = rest.filter((r) => r !== range && r.start >= range.start && r.end <= range.end);
    const label = freshLabel(cx);
    const ways = cx.gotos.get(range.name) ?? [];
    cx.gotos.set(range.name, [...ways, { kind: range.kind, label }]);
    const body: Statement[] = [];
    const done = nested(cx, list, range.start, range.end, within, body);
    cx.gotos.set(range.name, ways);
    if (range.kind === "break") {
      out.push(stmt(cx, "labelled", list[range.start].at, { label, body: { statements: body } }));
      completes = done || cx.used.has(label);
    } else {
      if (done) body.push(stmt(cx, "break", list[range.start].at, { label }));
      out.push(stmt(cx, "loop", list[range.start].at, { label, body: { statements: body } }));
      completes = done;
    }
    i = range.end;
    rest = rest.filter((r) => r !== range && !within.includes(r));
  }
  return completes;
}

/** Statements one after the other; those behind an end are left out, unless a jump leads to them. */
function plain(cx: FunctionContext, list: readonly Stmt[], from: number, to: number, out: Statement[], reached = true): boolean {
  let completes = reached;
  for (let i = from; i < to; i++) {
    const s = list[i];
    if (!completes) {
      if (!hasLabel(s)) {
        commentsOfDropped(cx, s, out);
        continue;
      }
      completes = true;
    }
    completes = lowerStatement(cx, s, out);
  }
  return completes;
}

/** Must the function be a state machine? */
export function needsMachine(body: FunctionBody): boolean {
  if (body.addressedLabels.length || hasOpenJumps(body)) return true;
  let bad = false;
  const reachable = new Map<string, boolean>();
  const checkList = (list: readonly Stmt[]): void => {
    if (rangesOf(list) === undefined) bad = true;
    list.forEach((s) => {
      for (const name of labelsAt(s)) {
        // Every jump to this label must come from inside this list.
        const inside = list.reduce((n, each) => n + countGotos(each, name), 0);
        reachable.set(name, inside === countGotos(body.block, name));
      }
    });
  };
  eachStatement(body.block, (s) => {
    if (s.kind === "gotoComputed") bad = true;
    if (s.kind === "block") checkList(s.body);
    if (s.kind === "switch") {
      const parts = segmentsOf(s);
      if (!parts) bad = true;
      else for (const segment of parts.segments) checkSegment(segment.body);
    }
    // A label as the only statement of a body.
    if (s.kind === "if") for (const each of [s.then, s.orElse]) if (each && each.kind !== "block") checkList([each]);
    if ((s.kind === "while" || s.kind === "do" || s.kind === "for") && s.body.kind !== "block") checkList([s.body]);
  });
  function checkSegment(list: readonly Stmt[]): void {
    // A label in a case is only jumped to from the same case.
    for (const s of list)
      for (const name of labelsAt(s)) {
        const inside = list.reduce((n, each) => n + countGotos(each, name), 0);
        if (inside !== countGotos(body.block, name)) bad = true;
      }
    if (rangesOf(list) === undefined) bad = true;
  }
  for (const name of body.labels) if (!reachable.get(name) && countGotos(body.block, name) > 0) bad = true;
  return bad;
}

function countGotos(s: Stmt, name: string): number {
  let n = 0;
  eachStatement(s, (each) => {
    if (each.kind === "goto" && each.name === name) n++;
  });
  return n;
}
