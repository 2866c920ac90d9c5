import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { parseSpec, rustSpec } from "./spec.ts";
import { parseBraces, parsePercent, percentSpec, type PercentField } from "./template.ts";

test("specifications that Rust shares keep their parts", () => {
  const same = (text: string, of: "int" | "str" | "float") => rustSpec(parseSpec(text) ?? expect.fail(text), of, true);
  expect(same(">8.3f", "float")).toBe(">8.3");
  expect(same("05d", "int")).toBe("05");
  expect(same("*^10", "str")).toBe("*^10");
  expect(same("+.2f", "float")).toBe("+.2");
  expect(same("x", "int")).toBeUndefined();
  expect(same(",", "int")).toBeUndefined();
  expect(parseSpec("8q")).toBeUndefined();
});

test("templates of str.format", () => {
  expect(parseBraces("a{}b{1}")).toMatchObject(["a", { argument: 0 }, "b", { argument: 1 }]);
  expect(parseBraces("{x.y[3]!r:>{w}}")).toMatchObject([
    { argument: "x", path: [{ attribute: "y" }, { key: 3 }], conversion: "r", spec: [">", { argument: "w" }] },
  ]);
  expect(parseBraces("{{}}")).toEqual(["{}"]);
  expect(parseBraces("}")).toEqual({ error: "Single '}' encountered in format string" });
});

/** What python3 makes of a `%` template and of the specifications that replace its fields. */
function python(code: string): string {
  return execFileSync("python3", ["-c", code], { encoding: "utf8" });
}

test("a % conversion and its specification give the same text", () => {
  const cases: [string, string][] = [
    ["%5d", "42"],
    ["%-5d", "42"],
    ["%05d", "-42"],
    ["%+.3f", "2.5"],
    ["%8.2e", "12345.678"],
    ["%s", "'x'"],
    ["%10s", "'right'"],
    ["%-10s", "'left'"],
    ["%.3s", "'cut'*2"],
    ["%x", "255"],
    ["%#x", "255"],
    ["%g", "0.0001"],
  ];
  const code = cases.map(([template, value]) => {
    const [field] = parsePercent(template) as PercentField[];
    return `print(${JSON.stringify(template)} % (${value},) == format(${value}, ${JSON.stringify(percentSpec(field as PercentField))}))`;
  });
  expect(python(code.join("\n")).trim().split("\n")).toEqual(cases.map(() => "True"));
});
