/**
 * Python functions that stand for protocols of the language: what a loop does with an object that is an iterator or a sequence of its own. They are
 * put behind the entry module's code, and translated as the program's own functions for the objects that need them.
 */
import { parse } from "../../base/parse.ts";
import { makeSource } from "../../base/text.ts";
import { buildModule } from "./ast/build.ts";
import type { FunctionNode, ModuleNode, Stmt } from "./ast/nodes.ts";
import { placed } from "./ast/placed.ts";

export type PreludeName = "items_of" | "items_at" | "items_backwards" | "partial_of" | "order_of" | "least_of" | "greatest_of";

const TEXT = `
def items_of(iterator):
    while True:
        try:
            item = iterator.__next__()
        except StopIteration:
            return
        yield item


def items_at(sequence):
    index = 0
    while True:
        try:
            item = sequence[index]
        except IndexError:
            return
        yield item
        index += 1


def items_backwards(sequence):
    for index in range(len(sequence) - 1, -1, -1):
        yield sequence[index]


def partial_of(function, *given, **named):
    def call(*rest):
        return function(*given, *rest, **named)

    return call


def order_of(first, second):
    return -1 if first < second else 1 if second < first else 0


def least_of(items):
    found = [item for item in items]
    if not found:
        raise ValueError("min() arg is an empty sequence")
    best = found[0]
    for item in found:
        if item < best:
            best = item
    return best


def greatest_of(items):
    found = [item for item in items]
    if not found:
        raise ValueError("max() arg is an empty sequence")
    best = found[0]
    for item in found:
        if best < item:
            best = item
    return best
`;

/** What asks for one of the functions in a program's text. */
const NEEDED = /\b__(next|getitem|lt|gt)__\b|\bpartial\b|\bThread\b/;

/** No name of a program is written so. */
const hidden = (name: string): string => name.replace(/_/g, " ");

/** The entry module with the functions behind its own code, where a file of the program has the methods that they call. */
export function withPrelude(module: ModuleNode, texts: readonly string[]): ModuleNode {
  if (!texts.some((text) => NEEDED.test(text))) return module;
  const { body } = buildModule(parse("python", makeSource(module.path, TEXT)), module.file, module.path);
  const end = module.body[module.body.length - 1]?.span.end ?? 0;
  const functions = (placed(body, { file: module.file, start: end, end }) as Stmt[]).map((s) =>
    s.kind === "def" ? { ...s, fn: { ...s.fn, name: hidden(s.fn.name) } } : s,
  );
  return { ...module, body: [...module.body, ...functions] };
}

/** The function of the prelude with this name; undefined in a program that does not have it. */
export function preludeFunction(entry: ModuleNode, name: PreludeName): FunctionNode | undefined {
  for (const s of entry.body) if (s.kind === "def" && s.fn.name === hidden(name)) return s.fn;
  return undefined;
}
