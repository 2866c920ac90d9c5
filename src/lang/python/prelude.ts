/**
 * Python functions that stand for protocols of the language: what a loop does with an object that is an iterator or a sequence of its own. They are
 * put behind the entry module's code, and translated as the program's own functions for the objects that need them.
 */
import { parse } from "../../base/parse.ts";
import { makeSource } from "../../base/text.ts";
import { buildModule } from "./ast/build.ts";
import type { FunctionNode, ModuleNode, Stmt } from "./ast/nodes.ts";
import { placed } from "./ast/placed.ts";

export type PreludeName =
  | "items_of"
  | "items_at"
  | "items_backwards"
  | "partial_of"
  | "getter_of"
  | "order_of"
  | "least_of"
  | "greatest_of"
  | "pairs_of"
  | "entries_of"
  | "listed_of"
  | "outcomes_of"
  | "left_place"
  | "right_place"
  | "insert_left"
  | "insert_right"
  | `${SetMethod}_with`
  | `${SetMethod}_of`
  | "update_with"
  | "several_of"
  | "entered_of"
  | "left_of"
  | "failed_of";

/** Methods of sets that give a new set of any number of others. */
export type SetMethod = "union" | "intersection" | "difference";

const PROTOCOLS = `
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
    found = list(items)
    if not found:
        raise ValueError("min() arg is an empty sequence")
    best = found[0]
    for item in found:
        if item < best:
            best = item
    return best


def greatest_of(items):
    found = list(items)
    if not found:
        raise ValueError("max() arg is an empty sequence")
    best = found[0]
    for item in found:
        if best < item:
            best = item
    return best
`;

const STRICT = `
def pairs_of(first, second):
    others = iter(second)
    for item in first:
        try:
            other = next(others)
        except StopIteration:
            raise ValueError("zip() argument 2 is shorter than argument 1") from None
        yield item, other
    for other in others:
        raise ValueError("zip() argument 2 is longer than argument 1")
`;

const GETTERS = `
def getter_of(key):
    return lambda item: item[key]
`;

const ENTRIES = `
def entries_of(mapping):
    return [(key, mapping[key]) for key in mapping.keys()]
`;

const LISTED = `
def listed_of(items, count):
    found = list(items)
    if len(found) != count:
        raise TypeError(f"Expected {count} arguments, got {len(found)}")
    return found
`;

/** What `with` does with a manager that is a generator. */
const MANAGERS = `
def entered_of(steps):
    try:
        return next(steps)
    except StopIteration:
        raise RuntimeError("generator didn't yield") from None


def left_of(steps):
    try:
        next(steps)
    except StopIteration:
        return
    raise RuntimeError("generator didn't stop")


def failed_of(steps, error):
    try:
        steps.throw(error)
    except StopIteration as stop:
        return stop is not error
    except BaseException as raised:
        if raised is not error:
            raise
        return False
    raise RuntimeError("generator didn't stop after throw()")
`;

/** The arguments of `max(*items)`: one alone would be looked through. */
const SEVERAL = `
def several_of(items, name):
    if not items:
        raise TypeError(f"{name} expected at least 1 argument, got 0")
    if len(items) == 1:
        raise TypeError(f"'{type(items[0]).__name__}' object is not iterable")
`;

const OUTCOMES = `
async def outcomes_of(tasks):
    outcomes = []
    for task in tasks:
        try:
            outcomes.append(await task)
        except BaseException as error:
            outcomes.append(error)
    return outcomes
`;

/** `bisect` with a key, or on what is no list: the key sees the same items in the same order as in CPython. */
const PLACES = `
def left_place(a, x, lo=0, hi=None, *, key=None):
    if lo < 0:
        raise ValueError("lo must be non-negative")
    end = len(a) if hi is None else hi
    while lo < end:
        middle = (lo + end) // 2
        if (a[middle] if key is None else key(a[middle])) < x:
            lo = middle + 1
        else:
            end = middle
    return lo


def right_place(a, x, lo=0, hi=None, *, key=None):
    if lo < 0:
        raise ValueError("lo must be non-negative")
    end = len(a) if hi is None else hi
    while lo < end:
        middle = (lo + end) // 2
        if x < (a[middle] if key is None else key(a[middle])):
            end = middle
        else:
            lo = middle + 1
    return lo


def insert_left(a, x, lo=0, hi=None, *, key):
    from bisect import bisect_left

    a.insert(bisect_left(a, key(x), lo, hi, key=key), x)


def insert_right(a, x, lo=0, hi=None, *, key):
    from bisect import bisect_right

    a.insert(bisect_right(a, key(x), lo, hi, key=key), x)
`;

/** `set.union(*rows)`, `first.union(*rows)` */
const ofSets = (name: SetMethod, change: string): string => `
def ${name}_with(first, items):
    made = first.copy()
    for item in items:
        made.${change}(item)
    return made


def ${name}_of(items):
    found = list(items)
    if not found:
        raise TypeError("unbound method set.${name}() needs an argument")
    made = found[0].copy()
    for item in found[1:]:
        made.${change}(item)
    return made
`;

const SETS = `${ofSets("union", "update")}${ofSets("intersection", "intersection_update")}${ofSets("difference", "difference_update")}
def update_with(changed, items):
    for item in items:
        changed.update(item)
`;

/** Each text with what asks for it in a program's text. */
const PIECES: readonly (readonly [needed: RegExp, text: string])[] = [
  [/\b__(next|getitem|lt|gt)__\b|\bpartial\b|\bThread\b/, PROTOCOLS],
  [/\bstrict\s*=/, STRICT],
  [/\bitemgetter\b/, GETTERS],
  [/\bdef keys\b|\bChainMap\b/, ENTRIES],
  [/\bcontextmanager\b/, MANAGERS],
  [/\b_make\b/, LISTED],
  [/\b(max|min)\s*\(.*\*/, SEVERAL],
  [/\breturn_exceptions\b/, OUTCOMES],
  [/\bbisect\b/, PLACES],
  [/\.(union|intersection|difference|update)\s*\([^()]*\*/, SETS],
];

/** No name of a program is written so. */
const hidden = (name: string): string => name.replace(/_/g, " ");

/** The class of the objects that `object()` makes, under a name that no file of the program has. */
const bareClass = (texts: readonly string[]): string =>
  `class ${["Object", "BareObject"].find((name) => !texts.some((text) => text.includes(name))) ?? "SentinelObject"}:\n    pass\n`;

/** The entry module with the definitions behind its own code, where a file of the program has what needs them. */
export function withPrelude(module: ModuleNode, texts: readonly string[]): ModuleNode {
  const needed = PIECES.flatMap(([pattern, text]) => (texts.some((each) => pattern.test(each)) ? [text] : []));
  if (texts.some((text) => /\bobject\s*\(\s*\)/.test(text))) needed.push(bareClass(texts));
  if (needed.length === 0) return module;
  const { body } = buildModule(parse("python", makeSource(module.path, needed.join("\n"))), module.file, module.path);
  const end = module.body[module.body.length - 1]?.span.end ?? 0;
  const definitions = (placed(body, { file: module.file, start: end, end }) as Stmt[]).map((s) => {
    if (s.kind === "def") return { ...s, fn: { ...s.fn, name: hidden(s.fn.name) } };
    return s.kind === "class" ? { ...s, cls: { ...s.cls, bare: true as const } } : s;
  });
  return { ...module, body: [...module.body, ...definitions] };
}

/** The function of the prelude with this name; undefined in a program that does not have it. */
export function preludeFunction(entry: ModuleNode, name: PreludeName): FunctionNode | undefined {
  for (const s of entry.body) if (s.kind === "def" && s.fn.name === hidden(name)) return s.fn;
  return undefined;
}

/** The class of what `object()` makes; undefined in a program that does not have it. */
export const bareObjectClass = (entry: ModuleNode): Stmt<"class"> | undefined =>
  entry.body.find((s): s is Stmt<"class"> => s.kind === "class" && s.cls.bare === true);
