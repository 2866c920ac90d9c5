import { describe, expect, test } from "vitest";
import { sourceFiles } from "../testing/fixtures.ts";
import { F, S } from "../lang/python/syntax.gen.ts";
import { loadAddon, parse, parseSlowly, type Language } from "./parse.ts";
import { makeSource, positionOf } from "./text.ts";
import { childByField, count, end, errors, field, firstChild, next, nextSibling, parents, start, symbol, text } from "./tree.ts";

const INLINE: [Language, string][] = [
  ["python", "def f(x):\n    # note\n    return x + 1\n"],
  ["python", "s = 'grüße 🎉'  # nach\nt = s\n"],
  ["python", "x = = 1\n"],
  ["python", ""],
  ["c", "int main(void) { return f((T)-1; }\n"],
  ["shell", 'for x in a b; do echo "$x ü" >&2; done\n'],
];

describe("the addon and the cursor give the same array", () => {
  test.each(INLINE)("%s %j", (language, content) => {
    const source = makeSource("x", content);
    expect(loadAddon()).not.toBeNull();
    expect(parse(language, source).nodes).toEqual(parseSlowly(language, source).nodes);
  });

  test("every fixture", () => {
    for (const file of sourceFiles("fixtures")) {
      // The cursor reads a decoded string, so bytes that are no UTF-8 have other offsets there.
      const source = makeSource(file.path, file.bytes);
      if (!Buffer.from(source.text).equals(source.bytes)) continue;
      expect(
        Buffer.compare(
          Buffer.from(parse(file.language, source).nodes.buffer),
          Buffer.from(parseSlowly(file.language, source).nodes.buffer),
        ),
        file.path,
      ).toBe(0);
    }
  });
});

describe("flat tree", () => {
  const tree = parse("python", makeSource("f.py", "def fü(x):\n    return x\n"));
  const definition = firstChild(tree, 0);

  test("children, fields and text", () => {
    expect(symbol(tree, definition)).toBe(S.function_definition);
    const name = childByField(tree, definition, F.name);
    expect(text(tree, name)).toBe("fü");
    expect(field(tree, name)).toBe(F.name);
    expect(positionOf(tree.source, end(tree, name))).toEqual({ line: 1, column: 7 });
    expect(nextSibling(tree, definition, 0)).toBe(-1);
    expect(next(tree, definition)).toBe(count(tree));
    expect(start(tree, definition)).toBe(0);
    expect(parents(tree)[name]).toBe(definition);
  });

  test("errors are the outermost ones", () => {
    const broken = parse("python", makeSource("f.py", "x = = 1\ny = 2\n"));
    expect(errors(broken).length).toBe(1);
    expect(errors(tree)).toEqual([]);
  });

  test("a very deep tree is walked without recursion", () => {
    const deep = parse("python", makeSource("f.py", `x = ${"1 + ".repeat(30_000)}1\n`));
    expect(count(deep)).toBeGreaterThan(60_000);
  });
});
