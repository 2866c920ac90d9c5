/** Words and calls in functions that need no shell. */
import { literalText } from "./integer-words.ts";
import type { Command, Operation, Part, Word } from "./parse/index.ts";
import { cannotFail, some, walk } from "./lower/scan.ts";

export const mapOf = (names: ReadonlySet<string>): ReadonlyMap<string, unknown> => new Map([...names].map((name) => [name, true]));

/** `$(name arguments)`: the call; undefined when there is more to it. */
export function callIn(part: Part<"command">): Command<"simple"> | undefined {
  const [item, ...more] = part.body.items;
  if (more.length || !item || item.background || item.command.kind !== "simple") return undefined;
  const c = item.command;
  return c.words.length && !c.redirects.length && !c.assignments.length ? c : undefined;
}

/** Variables that are others in `$(…)`, or change when they are read. */
const PARTICULAR = /^(?:BASH\w*|S?RANDOM|LINENO|_)$/;

/** Do its arguments change nothing, and can they not fail? In `$(…)` that would be another shell's affair. */
export const isQuietCall = (c: Command<"simple">, native: ReadonlyMap<string, unknown>, nounset: boolean): boolean =>
  !some(c.words, (node) => {
    switch (node.kind) {
      case "arithmetic":
        return !cannotFail((node as unknown as Part<"arithmetic">).expression, native, false);
      case "assign":
      case "step":
      case "slice":
      case "transform":
      case "bad":
      case "process":
        return true;
      case "default":
        return node.operator === "=" || node.operator === "?";
      case "parameter":
        return (
          node.indirect === true ||
          node.subscript !== undefined ||
          PARTICULAR.test(node.name as string) ||
          (nounset && !node.operation && !native.has(node.name as string) && !/^[#?]$/.test(node.name as string))
        );
      case "command":
        return "body" in node && !callIn(node as unknown as Part<"command">);
      default:
        return false;
    }
  });

/** `${x:offset:length}` that cannot fail: the length is a plain number, or there is none. */
export const isPart = ({ offset, length }: Operation & { kind: "slice" }, integers: ReadonlySet<string>): boolean =>
  cannotFail(offset, mapOf(integers), true) && (length === undefined || length.tree?.kind === "number");

/** Formats that cannot fail, given integers for `%d`. */
export const FORMAT = /^(?:[^\\%\0]|\\[abefnrtv\\"']|%%|%-?\d*(?:\.\d+)?[sc]|%[-0]?\d*d)*$/;

/** `"$@"` */
export const isAll = ({ parts }: Word): boolean => {
  const [part] = parts;
  return (
    parts.length === 1 &&
    part.kind === "double" &&
    part.parts.length === 1 &&
    part.parts[0].kind === "parameter" &&
    part.parts[0].name === "@"
  );
};

/** `$#` */
export const isCount = ({ parts }: Word): boolean => {
  const [part] = parts.length === 1 && parts[0].kind === "double" ? parts[0].parts : parts;
  return part?.kind === "parameter" && part.name === "#" && !part.operation;
};

export const hasCommand = (tree: object): boolean => some(tree, (node) => node.kind === "command" && "body" in node);

/** The operand of `return`; `bare`: what it is without one. */
export function returned(c: Command<"simple">, bare: number | undefined): number | undefined {
  if (c.assignments.length || c.words.length > 2) return undefined;
  if (c.words.length === 1) return bare;
  const [, word] = c.words;
  const text = "assignment" in word ? "" : literalText(word);
  return /^[0-9]{1,3}$/.test(text) && Number(text) < 256 ? Number(text) : undefined;
}

/** Integers that only start above 0 and only count up. */
export function neverZero(body: object, integers: ReadonlySet<string>): ReadonlySet<string> {
  const fits = new Set([...integers].filter((name) => /^[A-Za-z_]/.test(name)));
  const positive = (text: string): boolean => /^[1-9][0-9]{0,17}$/.test(text);
  walk(body, (node) => {
    if (typeof node.append === "boolean" && node.value) {
      if (node.append || !positive(literalText(node.value as Word))) fits.delete(node.name as string);
    } else if (node.kind === "assign") {
      const value = node.value as { kind: string; value: bigint };
      if (!["", "+"].includes(node.operator as string) || value.kind !== "number" || value.value <= 0n || value.value > 1000000000n)
        fits.delete((node.target as { name: string }).name);
    } else if (node.kind === "step") {
      if (node.by !== 1) fits.delete((node.target as { name: string }).name);
    } else if (node.kind === "for") fits.delete(node.name as string);
  });
  return fits;
}
