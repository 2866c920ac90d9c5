import { describe, expect, it } from "vitest";
import { parseBytes, parseShell, ShellSyntaxError, type Command } from "./index.ts";
import { expandBraces } from "../lower/brace.ts";

const commands = (text: string): readonly Command[] => parseShell(text).body.items.map((item) => item.command);
const only = (text: string): Command => {
  const list = commands(text);
  expect(list).toHaveLength(1);
  return list[0];
};

describe("shapes that tree-sitter-bash misreads", () => {
  it("negates a whole pipeline", () => {
    const c = only("! a | b");
    expect(c.kind).toBe("pipeline");
    expect(c.kind === "pipeline" && c.negated && c.stages.length).toBe(2);
  });
  it("loops over the arguments without `in`", () =>
    expect(only("for x do :; done")).toMatchObject({ kind: "for", name: "x", words: undefined }));
  it("ends a parameter of one digit", () => {
    const c = only("echo $1x");
    expect(c.kind === "simple" && "parts" in c.words[1] && c.words[1].parts).toMatchObject([
      { kind: "parameter", name: "1" },
      { kind: "literal", text: "x" },
    ]);
  });
  it("binds powers to the right", () => {
    const c = only("(( 2 ** 3 ** 2 ))");
    expect(c.kind === "arithmetic" && c.expression.tree).toMatchObject({
      kind: "binary",
      operator: "**",
      right: { kind: "binary", operator: "**" },
    });
  });
  it("reads two here-documents of one line in order", () => {
    const c = only("cat <<A 3<<'B'\n$x\nA\n$y\nB\n");
    expect(c.redirects.map((r) => r.word.parts.map((part) => part.kind))).toEqual([["parameter", "quoted"], ["quoted"]]);
  });
  it("keeps extended globs in one word where they are on, as bash does", () => {
    expect(commands("shopt -s extglob\nls @(a|b)*")[1]).toMatchObject({ kind: "simple", words: { length: 2 } });
    expect(commands("ls @(a|b)*")).toHaveLength(0);
  });
  it("opens a file for reading and writing", () => expect(only("cmd 3<>f").redirects).toMatchObject([{ operator: "<>", fd: 3 }]));
});

describe("lines", () => {
  it("gives each command the line on which its second word ends", () =>
    expect(commands("a\n\nb \\\n  c\nd e \\\n f").map((c) => c.place.line)).toEqual([1, 4, 5]));
  it("counts lines of a command substitution", () => {
    const c = only('x="$(\nfalse\n)"');
    const [part] = c.kind === "simple" ? (c.assignments[0].value?.parts ?? []) : [];
    const inner = part.kind === "double" && part.parts[0].kind === "command" ? part.parts[0].body.items[0].command.place.line : 0;
    expect(inner).toBe(2);
  });
});

describe("mistakes", () => {
  it.each(["if true", "for", "a | ", "( )", "case x in a) ;;", 'echo "x', "done", "a && ;"])("ends before %j", (text) => {
    expect(() => parseBytes(text)).toThrow(ShellSyntaxError);
    // bash runs the lines before it
    const { body, mistake } = parseShell(`echo a\n${text}`);
    expect(body.items).toHaveLength(1);
    expect(mistake?.start).toBeGreaterThanOrEqual("echo a\n".length);
    expect(parseShell("echo a\n").mistake).toBeUndefined();
  });
});

describe("braces", () => {
  const expanded = (text: string): string[] => {
    const c = only(`echo ${text}`);
    if (c.kind !== "simple") return [];
    return c.words
      .slice(1)
      .flatMap((word) =>
        "parts" in word
          ? expandBraces(word).map((each) =>
              each.parts.map((part) => (part.kind === "literal" || part.kind === "quoted" ? part.text : "$")).join(""),
            )
          : [],
      );
  };
  it.each([
    ["a{b,c}d", ["abd", "acd"]],
    ["{1..3}", ["1", "2", "3"]],
    ["{08..10}", ["08", "09", "10"]],
    ["{c..a}", ["c", "b", "a"]],
    ["{x}", ["{x}"]],
    ["{a,b{1,2}}", ["a", "b1", "b2"]],
    ["{'a,b',c}", ["a,b", "c"]],
  ])("%s", (text, words) => expect(expanded(text)).toEqual(words));
});
