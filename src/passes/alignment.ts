/**
 * Arrays of characters in which a program lays other things: compilers align those of sixteen bytes and more, and programs count on that. Only where
 * one is taken for something else is it written down.
 */
import type { Expression, GlobalId, Program, Type } from "../ir/index.ts";
import { sizeOf } from "../ir/pointers.ts";
import { walk } from "../ir/walk.ts";
import { RETURNS } from "./pointer-library.ts";

const isCharacters = (type: Type): boolean =>
  type.kind === "array" && (isCharacters(type.elem) || (type.elem.kind === "int" && type.elem.width === 8));

const isByte = ({ kind, ...type }: Type): boolean => kind === "unit" || (kind === "int" && "width" in type && type.width === 8);

/** The array whose address, or one inside of it, this is. */
function arrayOf(program: Program, pointer: Expression): GlobalId | undefined {
  let at = pointer;
  for (;;) {
    if (at.kind === "cast") at = at.value;
    else if (at.kind === "runtime" && program.rows(at.row).memory === "offset") at = at.args[0];
    else break;
  }
  if (at.kind !== "addressOf") return undefined;
  let { place } = at;
  while (place.kind === "index" && place.object.type.kind === "array") place = place.object;
  return place.kind === "global" && isCharacters(place.type) && sizeOf(program, place.type) >= 16n ? place.global : undefined;
}

/** The globals that are such arrays. */
export function laidInto(program: Program): ReadonlySet<GlobalId> {
  const taken = new Set<GlobalId>();
  let widens = false;
  for (const fn of program.functions) {
    if (fn.extern) continue;
    const handed = new Set<Expression>();
    walk(fn.body, (node) => {
      if (node.kind === "runtime" && program.rows(node.row).lends) for (const arg of node.args) handed.add(arg);
      if (node.kind === "call" && RETURNS.has(program.functions[node.function].extern?.symbol ?? ""))
        for (const arg of node.args) handed.add(arg);
      if (node.kind !== "cast" || node.value.type.kind !== "ptr") return;
      const from = node.value.type.target;
      const array = handed.has(node) ? undefined : arrayOf(program, node);
      if (array !== undefined && (node.type.kind === "int" || (node.type.kind === "ptr" && node.type.target.kind !== from.kind)))
        taken.add(array);
      const isWide = node.type.kind === "int" || (node.type.kind === "ptr" && !isByte(node.type.target));
      const isMade = node.value.kind === "runtime" && program.rows(node.value.row).memory === "allocate";
      if (isByte(from) && isWide && !isMade) widens = true;
    });
  }
  return widens ? taken : new Set();
}
