/** Strings, bytes and f-strings. */
import { slice } from "../../../base/text.ts";
import { childByField, children, end, firstChild, parts, start, symbol, text } from "../../../base/tree.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { F, S, T } from "../syntax.gen.ts";
import type { Building } from "./build.ts";
import { unescape } from "./text.ts";
import type { Expr, FStringPart } from "./nodes.ts";

/** A string or several side by side. */
export function buildStrings(b: Building, node: number): Expr {
  const t = b.tree;
  const span = b.span(node);
  const pieces = symbol(t, node) === S.concatenated_string ? parts(t, node) : [node];
  const all: FStringPart[] = [];
  let formatted = false;
  let binary = false;
  for (const piece of pieces) {
    const prefix = text(t, firstChild(t, piece)).toLowerCase();
    binary ||= prefix.includes("b");
    formatted ||= prefix.includes("f");
    all.push(...stringParts(b, piece, prefix));
  }
  if (!formatted) {
    const value = all.join("");
    if (binary) return { kind: "bytes", span, value: Uint8Array.from(value, (c) => c.charCodeAt(0)) };
    return { kind: "str", span, value };
  }
  return { kind: "fstring", span, parts: merged(all) };
}

const merged = (all: readonly FStringPart[]): FStringPart[] => {
  const result: FStringPart[] = [];
  for (const part of all) {
    const last = result[result.length - 1];
    if (typeof part === "string" && typeof last === "string") result[result.length - 1] = last + part;
    else if (part !== "") result.push(part);
  }
  return result;
};

function stringParts(b: Building, node: number, prefix: string): FStringPart[] {
  const t = b.tree;
  const raw = prefix.includes("r");
  const found: FStringPart[] = [];
  const inner = children(t, node);
  const decode = (from: number, to: number): void => {
    if (to <= from) return;
    const source = slice(t.source, from, to).replace(/\r\n/g, "\n");
    const value = raw ? source : unescape(source, prefix.includes("b"), b.characterNamed);
    if (value === undefined) refuse("PY0202", { file: b.file, start: from, end: to }, "the name of a character is not known");
    found.push(prefix.includes("f") ? (value as string).replace(/\{\{|\}\}/g, (two) => two[0]) : (value as string));
  };
  let from = end(t, inner[0]);
  for (const child of inner.slice(1)) {
    const kind = symbol(t, child);
    if (kind === S.interpolation) {
      decode(from, start(t, child));
      found.push(interpolation(b, child));
      from = end(t, child);
    } else if (kind === S.string_end) decode(from, start(t, child));
  }
  return found;
}

function interpolation(b: Building, node: number): FStringPart {
  const t = b.tree;
  const expression = childByField(t, node, F.expression);
  const conversion = childByField(t, node, F.type_conversion);
  const spec = childByField(t, node, F.format_specifier);
  const equals = children(t, node).find((child) => symbol(t, child) === T["="]);
  // `{x = }` shows its own text, spaces and all.
  const label =
    equals === undefined
      ? undefined
      : slice(t.source, start(t, node) + 1, conversion >= 0 ? start(t, conversion) : spec >= 0 ? start(t, spec) : end(t, node) - 1);
  let pieces: FStringPart[] | undefined;
  if (spec >= 0) {
    pieces = [];
    let from = start(t, spec) + 1;
    for (const child of children(t, spec)) {
      if (symbol(t, child) !== S.format_expression && symbol(t, child) !== S.interpolation) continue;
      pieces.push(slice(t.source, from, start(t, child)), interpolation(b, child));
      from = end(t, child);
    }
    pieces.push(slice(t.source, from, end(t, spec)));
    pieces = merged(pieces);
  }
  return { value: b.expr(expression), conversion: conversion >= 0 ? text(t, conversion)[1] : undefined, spec: pieces, label };
}
