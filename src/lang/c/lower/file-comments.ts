/** Comments outside of functions: at the head of a file, above what it declares, beside the members of structs. */
import type { Span } from "../../../base/span.ts";
import { lineIndex, slice, type Source } from "../../../base/text.ts";
import type { Comment, Documented } from "../../../ir/index.ts";
import type { Sym } from "../ast.ts";
import type { RecordDecl } from "../types/types.ts";
import type { Unit } from "../unit.ts";
import { linesOf, placeComments, type BodyComments } from "./commenting.ts";
import { findComments } from "./comments.ts";

/** A declaration, by its place in the file; several units may read the same one. */
interface Anchor {
  readonly start: number;
  readonly end: number;
  readonly syms: Sym[];
  readonly records: RecordDecl[];
  readonly open: number;
}

/** The documentation of something that is emitted, as it grows. */
export interface Notes {
  doc: string[];
  comments: Comment[];
}

export interface Emitted {
  /** What is emitted for a declaration; undefined when that is nothing. */
  symbol(sym: Sym): Notes | undefined;
  record(record: RecordDecl): Notes | undefined;
  member(record: RecordDecl, name: string): Notes | undefined;
  module(unit: number): Notes;
}

export interface FileComments {
  /** The comments in a function's body, handed out once for a function in a header. */
  body(sym: Sym): BodyComments | undefined;
  /** Hands out the others. */
  attach(emitted: Emitted): void;
}

interface File {
  readonly source: Source;
  readonly unit: number;
  readonly comments: readonly Comment[];
  readonly anchors: readonly Anchor[];
}

export function createFileComments(units: readonly Unit[], source: (file: number) => Source): FileComments {
  const files = new Map<number, File>();
  const fileOf = (file: number): File => {
    let made = files.get(file);
    if (!made) {
      const text = source(file);
      const comments = findComments(text, file);
      made = { source: text, unit: units.findIndex((u) => u.map.files.includes(file)), comments, anchors: [] };
      if (comments.length) made = { ...made, anchors: anchorsOf(units, file) };
      files.set(file, made);
    }
    return made;
  };
  const handed = new Set<string>();
  return {
    body(sym) {
      const unit = units[sym.unit];
      const block = sym.body?.block;
      // Those in a nested function are in the body around it.
      if (!block || sym.owner) return undefined;
      const span = unit.map.spanOf(block.at, block.to);
      const file = fileOf(span.file);
      const inside = commentsWithin(file.comments, span);
      const key = `${span.file}:${span.start}`;
      if (!inside.length || handed.has(key)) return undefined;
      handed.add(key);
      return placeComments(block, inside, file.source, unit.map.spanOf);
    },
    attach(emitted) {
      for (const index of new Set(units.flatMap((u) => u.map.files))) attachFile(fileOf(index), units, emitted);
    },
  };
}

/** Those of a sorted list that lie in a span. */
function commentsWithin(comments: readonly Comment[], span: Span): readonly Comment[] {
  let low = 0;
  for (let high = comments.length; low < high;) {
    const middle = (low + high) >> 1;
    if (comments[middle].span.start < span.start) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < comments.length && comments[end].span.end <= span.end) end++;
  return comments.slice(low, end);
}

function anchorsOf(units: readonly Unit[], file: number): Anchor[] {
  const byPlace = new Map<string, Anchor>();
  for (const unit of units) {
    if (!unit.map.files.includes(file)) continue;
    for (const extent of unit.extents) {
      if (unit.map.fileOf(extent.at) !== file) continue;
      const { start, end } = unit.map.spanOf(extent.at, extent.to);
      const key = `${start}:${extent.record ? "record" : end}`;
      let anchor = byPlace.get(key);
      if (!anchor) {
        const open = extent.open === undefined ? -1 : unit.map.spanOf(extent.open).start;
        byPlace.set(key, (anchor = { start, end, open, syms: [], records: [] }));
      }
      if (extent.sym) anchor.syms.push(extent.sym);
      if (extent.record) anchor.records.push(extent.record);
    }
  }
  return [...byPlace.values()].sort((a, b) => a.start - b.start || b.end - a.end);
}

/** Comments that stand together: nothing but one end of a line between them. */
function groupsOf(file: File): Comment[][] {
  const groups: Comment[][] = [];
  for (const comment of file.comments) {
    const last = groups.at(-1)?.at(-1);
    if (last?.own && comment.own && isJoined(file, last.span.end, comment.span.start)) groups.at(-1)!.push(comment);
    else groups.push([comment]);
  }
  return groups;
}

const isJoined = (file: File, from: number, to: number): boolean => /^[ \t\r]*\n?[ \t]*$/.test(slice(file.source, from, to));

/** Anchors that lie in no other one, by index; the others follow theirs. */
function rootsOf(anchors: readonly Anchor[]): number[] {
  const roots: number[] = [];
  anchors.forEach((each, i) => {
    const last = roots.length ? anchors[roots[roots.length - 1]] : undefined;
    if (!last || each.start >= last.end) roots.push(i);
  });
  return roots;
}

function attachFile(file: File, units: readonly Unit[], emitted: Emitted): void {
  const { anchors } = file;
  const roots = rootsOf(anchors);
  let carried: Comment[] = [];
  let next = 0;
  let root = 0;
  /** Hands what is carried to the first thing before a position that is emitted. */
  const carryTo = (position: number): void => {
    for (; next < anchors.length && anchors[next].start < position; next++) {
      const notes = carried.length ? notesOf(anchors, next, emitted) : undefined;
      if (notes === undefined || notes === "left out") continue;
      notes.comments.push(...carried);
      carried = [];
    }
  };
  for (const group of groupsOf(file)) {
    const { start } = group[0].span;
    const { end } = group[group.length - 1].span;
    carryTo(start);
    while (root + 1 < roots.length && anchors[roots[root + 1]].start <= start) root++;
    const around = anchors.slice(roots[root] ?? 0, next).filter((each) => each.start <= start && end <= each.end);
    if (around.some((each) => each.open >= 0 && each.open < start)) continue;
    const record = around.find((each) => each.records.length);
    if (record) {
      attachMember(file, units, record, group, emitted);
      continue;
    }
    const last = anchors.at(roots[root] ?? 0);
    const isBeside = last !== undefined && last.end <= start && lineIndex(file.source, last.end) === lineIndex(file.source, start);
    const outer = around.length || isBeside ? roots[root] : -1;
    const index = outer >= 0 ? outer : next;
    const adjacent = outer >= 0 || (index < anchors.length && isJoined(file, end, anchors[index].start));
    const isHead = !/\S/.test(slice(file.source, 0, start)) && units[file.unit].file === group[0].span.file;
    if (isHead && !adjacent) {
      emitted.module(file.unit).doc.push(group.map((each) => each.text).join("\n"));
      continue;
    }
    const notes = adjacent ? notesOf(anchors, index, emitted) : undefined;
    if (notes === "left out") continue;
    if (notes) document(notes, group);
    else carried.push(...group.flatMap(linesOf));
  }
  if (carried.length) carryTo(Infinity);
  emitted.module(file.unit).comments.push(...carried);
}

/** Where the comments of a declaration go; `left out` when it is of something that nothing reaches. */
function notesOf(anchors: readonly Anchor[], index: number, emitted: Emitted): Notes | "left out" | undefined {
  const anchor = anchors[index];
  let inner: Anchor | undefined;
  for (let i = index; i < anchors.length && anchors[i].start < anchor.end && !inner; i++) if (anchors[i].records.length) inner = anchors[i];
  const named = inner?.records.some((each) => each.tag !== undefined || each.alias !== undefined);
  const ways = [
    ...(named ? inner!.records.map((each) => emitted.record(each)) : []),
    ...anchor.syms.map((sym) => emitted.symbol(sym)),
    ...(inner?.records ?? []).map((each) => emitted.record(each)),
  ];
  const found = ways.find((each) => each !== undefined);
  return found ?? (ways.length ? "left out" : undefined);
}

function attachMember(file: File, units: readonly Unit[], anchor: Anchor, group: readonly Comment[], emitted: Emitted): void {
  const { start } = group[0].span;
  for (const record of anchor.records) {
    const whole = emitted.record(record);
    if (!whole) continue;
    const unit = units.find((u) => u.records.includes(record))!;
    const members = (record.fields ?? []).map((each) => ({ name: each.name ?? "", at: unit.map.spanOf(each.at).start }));
    const line = lineIndex(file.source, start);
    const member =
      members.findLast((each) => each.at < start && lineIndex(file.source, each.at) === line) ?? members.find((each) => each.at > start);
    document((member && emitted.member(record, member.name)) ?? whole, group);
    return;
  }
}

/** Lists and indented text mean something in documentation: such comments stay comments. */
const isPlain = (text: string): boolean => text.trim() !== "" && !/^ {3,}|^\s*(?:[-*+>#|]|\d+[.)])|[<\[`]|^={3,}|^-{3,}/m.test(text);

function document(notes: Notes, group: readonly Comment[]): void {
  const text = group.map((each) => each.text).join("\n");
  if (isPlain(text)) notes.doc.push(text);
  else notes.comments.push(...group.flatMap(linesOf));
}

/** What has notes, with them. */
export function documented<T extends Documented>(item: T, notes: Notes | undefined): T {
  if (!notes || (!notes.doc.length && !notes.comments.length)) return item;
  return {
    ...item,
    ...(notes.doc.length ? { doc: notes.doc.join("\n\n") } : {}),
    ...(notes.comments.length ? { comments: notes.comments } : {}),
  };
}

/** The notes of each thing, by its name; empty when first asked for. */
export function createNotes(): (key: string) => Notes {
  const made = new Map<string, Notes>();
  return (key) => {
    let found = made.get(key);
    if (!found) made.set(key, (found = { doc: [], comments: [] }));
    return found;
  };
}
