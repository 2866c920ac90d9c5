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

interface Documented {
  readonly name: string;
  readonly doc: string;
  /** Byte offset of the docstring. */
  readonly docAt: number;
}

/** The docstring of a body as it is written. */
const rawDoc = (body: readonly Stmt[]): string | undefined => {
  const first = body[0];
  return first?.kind === "expr" && first.value.kind === "str" ? first.value.value : undefined;
};

/** Everything with a docstring, by name, as doctest looks it up: the module, its functions and classes, their methods. */
function documented(module: ModuleNode, name: string): Documented[] {
  const found: Documented[] = [];
  const add = (path: string, body: readonly Stmt[]): void => {
    const doc = rawDoc(body);
    if (doc?.includes(">>>")) found.push({ name: path, doc, docAt: body[0]!.span.start });
  };
  const members = (body: readonly Stmt[], path: string): void => {
    for (const s of body) {
      if (s.kind === "def") add(`${path}.${s.fn.name}`, s.fn.body);
      else if (s.kind === "class") {
        add(`${path}.${s.cls.name}`, s.cls.body);
        members(s.cls.body, `${path}.${s.cls.name}`);
      }
    }
  };
  add(name, module.body);
  members(module.body, name);
  return found.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
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
function testText(test: Documented, index: number, first: number): string {
  const lines = [`def __doctest_${index}(__runner):`, `    __doctest.begin(__runner, ${quoted(test.name)})`];
  examplesOf(test.doc).forEach((example, k) => {
    const place = `${quoted(`${example.source}\n`)}, ${quoted(example.want)}, ${first + example.line}`;
    const source = example.source.replace(/\s+# *doctest:.*$/gm, "");
    if (source.trim() === "" || /^\s*#/.test(source)) return;
    const value = isExpression(source);
    if (value) {
      lines.push(`    __doctest.example(__runner, lambda: repr(${source}\n    ), ${place})`);
    } else if (example.want.startsWith("Traceback")) {
      lines.push(
        `    def __example_${k}():`,
        indented(source, "        "),
        '        return "None"',
        `    __doctest.example(__runner, __example_${k}, ${place})`,
      );
    } else {
      lines.push("    __doctest.capture(__runner)", indented(source, "    "), `    __doctest.check(__runner, ${place})`);
    }
  });
  return lines.join("\n");
}

/** Statements that stand for `doctest.testmod()` in a module. */
function statements(module: ModuleNode, source: Source, span: Span): Stmt[] {
  const tests = documented(module, "__main__");
  // A docstring begins on the line of its quotes: the first string after the head of what has it.
  const lineOfDoc = (test: Documented): number => lineOf(source, test.docAt);
  const text = [
    "import doctest as __doctest",
    `__doctest_runner = __doctest.start(${quoted(module.path)})`,
    ...tests.map((test, i) => testText(test, i, lineOfDoc(test))),
    ...tests.map((_, i) => `__doctest_${i}(__doctest_runner)`),
    "__doctest.finish(__doctest_runner)",
    "",
  ].join("\n");
  const { body } = buildModule(parse("python", makeSource(module.path, text)), module.file, module.path);
  return placed(body, span) as Stmt[];
}

/** Is this `doctest.testmod(…)` or `testmod(…)`? */
function isTestmod(value: Expr): value is Expr<"call"> {
  if (value.kind !== "call") return false;
  const { callee } = value;
  return (
    (callee.kind === "name" && callee.id === "testmod") ||
    (callee.kind === "attribute" && callee.name === "testmod" && callee.object.kind === "name" && callee.object.id === "doctest")
  );
}

/** The module with its calls of `testmod` replaced; itself when it has none. */
export function withDoctests(module: ModuleNode, source: Source): ModuleNode {
  if (!source.text.includes("testmod")) return module;
  const replace = (body: readonly Stmt[]): Stmt[] =>
    body.flatMap((s): Stmt[] => {
      if (s.kind === "expr" && isTestmod(s.value)) {
        const named = s.value.args.find((arg) => arg.name !== "name");
        if (named) refuse("PY0604", s.span, "`testmod` is called with options");
        const made = statements(module, source, s.span);
        return s.comments?.length && made[0] ? [{ ...made[0], comments: s.comments }, ...made.slice(1)] : made;
      }
      if (s.kind === "if") return [{ ...s, body: replace(s.body), orElse: replace(s.orElse) }];
      if (s.kind === "def")
        return [
          s.fn.body.some((inner) => inner.kind === "expr" && isTestmod(inner.value))
            ? { ...s, fn: { ...s.fn, body: replace(s.fn.body) } }
            : s,
        ];
      return [s];
    });
  return { ...module, body: replace(module.body) };
}
