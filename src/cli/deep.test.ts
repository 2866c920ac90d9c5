import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROOT } from "../testing/fixtures.ts";

const CLI = path.join(ROOT, "bin/transpile.js");
const OPERATORS = 20_000;
const BLOCKS = 1000;
let scratch = "";

const transpile = (...args: string[]): { status: number | null; stdout: string; stderr: string } =>
  spawnSync(process.execPath, [CLI, ...args], { cwd: scratch, encoding: "utf8" });

const sum = `x${" + x".repeat(OPERATORS)}`;
const chain = Array.from({ length: BLOCKS }, (_, i) => `elif x == ${i + 2}:\n    print(${i})\n`).join("");
const DEEP: Readonly<Record<string, string>> = {
  "operators.py": `def f(x: int) -> int:\n    return ${sum}\n\n\nprint(f(1))\n`,
  "operators.c": `#include <stdio.h>\nint main(void) {\n  long x = 1;\n  printf("%ld\\n", ${sum});\n  return 0;\n}\n`,
  "operators.sh": `x=1\necho $(( ${sum} ))\n`,
  // CPython allows 100 levels of indentation, but any number of alternatives, each inside the one before.
  "blocks.py": `x = 1\nif x == 0:\n    print(0)\n${chain}else:\n    print("no")\n`,
  "blocks.c": `#include <stdio.h>\nint main(void) {\n  int x = 1;\n${"if (x) {\n".repeat(BLOCKS)}puts("in");\n${"}\n".repeat(BLOCKS)}  return 0;\n}\n`,
  "blocks.sh": `x=1\n${"if [ $x = 1 ]; then\n".repeat(BLOCKS)}echo in\n${"fi\n".repeat(BLOCKS)}`,
};

beforeAll(() => {
  scratch = mkdtempSync(path.join(tmpdir(), "transpile-deep-"));
  execFileSync(process.execPath, [path.join(ROOT, "scripts/build.mjs")]);
}, 60_000);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe("deep programs", () => {
  test("20,000 operators and 1,000 nested blocks overflow nothing, in one thread and in workers", { timeout: 300_000 }, () => {
    mkdirSync(path.join(scratch, "deep"));
    for (const [name, text] of Object.entries(DEEP)) writeFileSync(path.join(scratch, "deep", name), text);
    for (const jobs of ["1", "2"]) {
      const { status, stderr } = transpile("deep", "--out", `rust-${jobs}`, "--jobs", jobs, "--quiet");
      expect(stderr).toBe("");
      expect(status).toBe(0);
    }
    const lock = (jobs: string): string => readFileSync(path.join(scratch, `rust-${jobs}`, "transpile.lock.json"), "utf8");
    expect(lock("2")).toBe(lock("1"));
  });
});

describe("dumps", () => {
  const PROGRAM = "def fact(n: int) -> int:\n    return 1 if n < 2 else n * fact(n - 1)\n\n\nprint(fact(5))\n";
  const dump = (what: string): string => transpile("fact.py", "--emit", what, "--function", "fact").stdout;

  test("each stage of one function can be printed", () => {
    writeFileSync(path.join(scratch, "fact.py"), PROGRAM);
    expect(dump("index")).toContain("function fact fact.py:1, recursive, calls fact");
    expect(dump("ir")).toMatch(/^fn fact/);
    expect(dump("facts")).toContain("n in fact: int, never changes; its integers are i64");
    expect(dump("ir:ranges")).toContain("its integers are i64");
    expect(dump("rust")).toMatch(/^fn fact\(n: i64\)[^]*^}$/m);
  });

  test("a dump or pass that does not exist is a mistake of the caller", () => {
    expect(transpile("fact.py", "--emit", "ir:none").status).toBe(2);
    expect(transpile("fact.py", "--out", "x", "--disable-pass", "none").status).toBe(2);
  });

  test("without a pass its facts are the floor", () => {
    const { stdout } = transpile("fact.py", "--emit", "facts", "--function", "fact", "--disable-pass", "ranges");
    expect(stdout).toContain("its integers have any size");
  });
});
