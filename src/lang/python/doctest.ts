/**
 * `doctest.testmod()`: the examples of a module's docstrings, translated. Before names are resolved, the call is replaced by one function for each
 * docstring with examples and the calls of these functions; each example is a row that runs it, and reports what differs as doctest does.
 */
import { parse } from "../../base/parse.ts";
import type { Span } from "../../base/span.ts";
import { lineOf, makeSource, type Source } from "../../base/text.ts";
import { refuse } from "../../diagnostics/diagnostic.ts";
import { buildModule } from "./ast/build.ts";
import type { Expr, ModuleNode, Stmt } from "./ast/nodes.ts";
import { placed } from "./ast/placed.ts";
import { withBlocks } from "./scope-tree.ts";
import { documented, type Documented } from "./doctest-items.ts";

/** `>>> source` with the output that it wants, both without their indentation. */
export interface Example {
  readonly source: string;
  readonly want: string;
  /** Line within the docstring, from 0. */
  readonly line: number;
}

const EXAMPLE = /^([ ]*)>>>([^\n]*(?:\n[ ]*\.\.\.[^\n]*)*)\n?((?:(?![ ]*$)(?![ ]*>>>)[^\n]+\n?)*)/gm;

/** The examples of a docstring, as doctest finds them. */
export function examplesOf(doc: string): Example[] {
  return [...doc.matchAll(EXAMPLE)].map((found) => {
    const [, indent = "", source = "", want = ""] = found;
    const lines = source.split("\n").map((text, i) => (i === 0 ? text.replace(/^ /, "") : text.replace(/^[ ]*\.\.\. ?/, "")));
    const wanted = want.split("\n").map((text) => (text.startsWith(indent) ? text.slice(indent.length) : text.trimStart()));
    return { source: lines.join("\n"), want: wanted.join("\n"), line: doc.slice(0, found.index).split("\n").length - 1 };
  });
}

/** What `testmod` is called with. */
interface Options {
  /** What the module is called in the report. */
  readonly name: string;
  /** Tell of each example, and of what has none. */
  readonly verbose: boolean;
  /** Options of comparison for all examples, written as in a comment of one: `+ELLIPSIS`. */
  readonly flags: string;
}

const quoted = (text: string): string =>
  JSON.stringify(text).replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** Is the text one expression? Then doctest shows its value. */
function isExpression(source: string): boolean {
  try {
    const { body } = buildModule(parse("python", makeSource("<doctest>", `${source}\n`)), 0, "<doctest>");
    return body.length === 1 && body[0]?.kind === "expr";
  } catch {
    return false;
  }
}

const indented = (text: string, by: string): string => text.replace(/^(?=.)/gm, by);

/** Python text that runs the examples of one docstring. */
function testText(test: Documented, index: number, first: number, verbose: boolean): string {
  const lines = [`def __doctest_${index}(__runner):`, `    __doctest.begin(__runner, ${quoted(test.name)})`];
  examplesOf(test.doc).forEach((example, k) => {
    const texts = `${quoted(example.source)}, ${quoted(example.want.replace(/\n$/, ""))}`;
    const place = `__runner, ${first + example.line}, ${texts}`;
    const source = example.source.replace(/\s+# *doctest:.*$/gm, "");
    if (source.trim() === "" || /^\s*#/.test(source)) return;
    if (verbose) lines.push(`    __doctest.trying(__runner, ${texts})`);
    const value = isExpression(source);
    if (value) {
      lines.push(`    __doctest.example(${place}, lambda: repr((${source}\n    )))`);
    } else if (example.want.startsWith("Traceback")) {
      lines.push(
        `    def __example_${k}():`,
        indented(source, "        "),
        '        return "None"',
        `    __doctest.example(${place}, __example_${k})`,
      );
    } else {
      lines.push("    __doctest.capture(__runner)", indented(source, "    "), `    __doctest.check(${place})`);
    }
  });
  return lines.join("\n");
}

/** What `testmod()` gives, where something is done with it. */
const RESULTS = [
  "import collections as __collections",
  '__TestResults = __collections.namedtuple("TestResults", ["failed", "attempted"])',
  "__doctest.finish(__doctest_runner)",
  "__doctest_results = __TestResults(__doctest.failed(__doctest_runner), __doctest.tried(__doctest_runner))",
];

/** Statements that stand for `doctest.testmod()` in a module; with `used`, they end in `__doctest_results = …`. */
function statements(module: ModuleNode, source: Source, span: Span, { name, verbose, flags }: Options, used = false): Stmt[] {
  const all = documented(module, name);
  const tests = all.filter((test) => test.doc.includes(">>>"));
  const silent = verbose ? all.filter((test) => !tests.includes(test)) : [];
  // A docstring begins on the line of its quotes: the first string after the head of what has it.
  const lineOfDoc = (test: Documented): number => lineOf(source, test.docAt);
  const text = [
    "import doctest as __doctest",
    `__doctest_runner = __doctest.start(${quoted(module.path)}, ${verbose ? "True" : "False"}, ${quoted(flags)})`,
    ...silent.map((test) => `__doctest.begin(__doctest_runner, ${quoted(test.name)})`),
    ...tests.map((test, i) => testText(test, i, lineOfDoc(test), verbose)),
    ...tests.map((_, i) => `__doctest_${i}(__doctest_runner)`),
    ...(used ? RESULTS : ["__doctest.finish(__doctest_runner)"]),
    "",
  ].join("\n");
  const { body } = buildModule(parse("python", makeSource(module.path, text)), module.file, module.path);
  return (placed(body, span) as Stmt[]).map((s) => (s.kind === "def" ? { ...s, fn: { ...s.fn, body: shown(s.fn.body) } } : s));
}

const name = (id: string, span: Span): Expr => ({ kind: "name", id, span });
const called = (callee: Expr, value: Expr): Expr => ({ kind: "call", callee, args: [{ value }], span: value.span });

/** Statements in which expressions show their values, as at the prompt: `__doctest.shown(repr(value))`. */
const shown = (body: readonly Stmt[]): Stmt[] =>
  body.map((s): Stmt => {
    if (s.kind !== "expr") return withBlocks(s, shown);
    const { value, span } = s;
    if (value.kind === "call" && value.callee.kind === "attribute" && isRunner(value.callee.object)) return s;
    const show: Expr = { kind: "attribute", object: name("__doctest", span), name: "shown", span };
    return { ...s, value: called(show, called(name("repr", span), value)) };
  });

const isRunner = (e: Expr): boolean => e.kind === "name" && e.id === "__doctest";

/** The options of comparison that the runtime knows. */
const FLAGS = ["ELLIPSIS", "NORMALIZE_WHITESPACE", "IGNORE_EXCEPTION_DETAIL"];

/** `doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE`, as a comment has them; undefined for others. */
function flagsOf(e: Expr): string | undefined {
  if (e.kind === "binary" && e.op === "|") {
    const [left, right] = [flagsOf(e.left), flagsOf(e.right)];
    return left === undefined || right === undefined ? undefined : `${left} ${right}`;
  }
  const name = e.kind === "attribute" ? e.name : e.kind === "name" ? e.id : "";
  return FLAGS.includes(name) ? `+${name}` : undefined;
}

/** The options of a call of `testmod`; one that is not known is refused. */
function optionsOf(call: Expr<"call">): Options {
  const options = { name: "__main__", verbose: false, flags: "" };
  for (const { name, value } of call.args) {
    const flags = name === "optionflags" ? flagsOf(value) : undefined;
    if (name === "name" && value.kind === "str") options.name = value.value;
    else if (name === "verbose" && value.kind === "bool") options.verbose = value.value;
    else if (flags !== undefined) options.flags = flags;
    else refuse("PY0604", call.span, `\`testmod\` is called with ${name === undefined ? "a module" : `\`${name}\``}`);
  }
  return options;
}

/** `doctest`, `__import__("doctest")` */
const isDoctest = (e: Expr): boolean =>
  (e.kind === "name" && e.id === "doctest") ||
  (e.kind === "call" &&
    e.callee.kind === "name" &&
    e.callee.id === "__import__" &&
    e.args[0]?.value.kind === "str" &&
    e.args[0].value.value === "doctest");

/** Is this `doctest.testmod(…)` or `testmod(…)`? */
function isTestmod(value: Expr): value is Expr<"call"> {
  if (value.kind !== "call") return false;
  const { callee } = value;
  return (
    (callee.kind === "name" && callee.id === "testmod") ||
    (callee.kind === "attribute" && callee.name === "testmod" && isDoctest(callee.object))
  );
}

/** The call of `testmod` in a tree that makes no other call before it: all others are around it. */
function usedTestmod(node: unknown): Expr<"call"> | undefined {
  if (node === null || typeof node !== "object") return undefined;
  const e = node as Expr;
  if (isTestmod(e)) return e;
  const found = Object.values(node).map(usedTestmod);
  const call = found.find((each) => each !== undefined);
  const parts = Object.values(node).filter((_, i) => found[i] === undefined);
  return call && !parts.some(hasCall) ? call : undefined;
}

const hasCall = (node: unknown): boolean =>
  node !== null && typeof node === "object" && ((node as Expr).kind === "call" || Object.values(node).some(hasCall));

/** A tree with one of its nodes replaced. */
function withNode(tree: unknown, old: Expr, by: Expr): unknown {
  if (tree === old) return by;
  if (Array.isArray(tree)) return tree.map((each) => withNode(each, old, by));
  if (tree === null || typeof tree !== "object") return tree;
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, withNode(value, old, by)]));
}

/** The expressions of a statement that are computed once, before its blocks. */
const firstComputed = (s: Stmt): unknown =>
  s.kind === "if" ? s.test : s.kind === "expr" || s.kind === "assign" || s.kind === "return" ? s.value : undefined;

/** The module with its calls of `testmod` replaced; itself when it has none. */
export function withDoctests(module: ModuleNode, source: Source): ModuleNode {
  if (!source.text.includes("testmod")) return module;
  const replace = (body: readonly Stmt[]): Stmt[] =>
    body.flatMap((s): Stmt[] => {
      if (s.kind === "expr" && isTestmod(s.value)) {
        const made = statements(module, source, s.span, optionsOf(s.value));
        return s.comments?.length && made[0] ? [{ ...made[0], comments: s.comments }, ...made.slice(1)] : made;
      }
      const used = usedTestmod(firstComputed(s));
      if (used) {
        const made = statements(module, source, s.span, optionsOf(used), true);
        return [...made, ...replace([withNode(s, used, name("__doctest_results", used.span)) as Stmt])];
      }
      if (s.kind === "if") return [{ ...s, body: replace(s.body), orElse: replace(s.orElse) }];
      if (s.kind === "def")
        return [s.fn.body.some((inner) => usedTestmod(firstComputed(inner))) ? { ...s, fn: { ...s.fn, body: replace(s.fn.body) } } : s];
      return [s];
    });
  return { ...module, body: replace(module.body) };
}
