import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { problems } from "../diagnostics/problems/index.ts";
import { ROOT } from "./fixtures.ts";

const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: ROOT, encoding: "utf8" })
  .split("\n")
  .filter((file) => file !== "");
const textOf = (file: string): string => {
  try {
    return readFileSync(path.join(ROOT, file), "utf8");
  } catch {
    // Listed by git and removed in the work tree.
    return "";
  }
};
const ours = files.filter((file) => /\.(ts|mjs|cjs|js)$/.test(file) && !file.startsWith("fixtures/") && !file.endsWith(".gen.ts"));

const findings = (among: readonly string[], pattern: RegExp): string[] =>
  among.flatMap((file) =>
    textOf(file)
      .split("\n")
      .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}: ${line.trim().slice(0, 120)}`] : [])),
  );

describe("tidy", () => {
  test("a source file fits into a reader's head: 400 lines at most", () => {
    expect(ours.filter((file) => textOf(file).split("\n").length > 401)).toEqual([]);
  });

  test("no path of somebody's machine", () => {
    const texts = files.filter((file) => !/\.(node|png|gz|zip)$/.test(file) && !file.startsWith("fixtures/"));
    expect(findings(texts, /(^|["'\s=(`])\/(root|work|home\/\w+|Users\/\w+)\//)).toEqual([]);
  });

  test("no registry but the public one in the lock file", () => {
    expect(
      findings(
        ["package-lock.json", ".npmrc"].filter((file) => files.includes(file)),
        /"resolved": "(?!https:\/\/registry\.npmjs\.org\/)|^registry/,
      ),
    ).toEqual([]);
  });

  test("no unsafe code in the runtimes of Python and shell, but for system calls with their reason", () => {
    const rust = files.filter((file) => /^runtime\/(py|sh|bench)\/.*\.rs$/.test(file));
    const unsafe = /^(?!\s*\/\/).*\bunsafe\b(?!_code)/;
    // Making a process and catching a signal have no safe form.
    const calls = "runtime/sh/src/sys.rs";
    expect(
      findings(
        rust.filter((file) => file !== calls),
        unsafe,
      ),
    ).toEqual([]);
    const lines = textOf(calls).split("\n");
    const bare = lines.filter(
      (line, index) => unsafe.test(line) && !lines.slice(Math.max(0, index - 3), index).some((above) => above.includes("// SAFETY:")),
    );
    expect(bare).toEqual([]);
    for (const root of rust.filter((file) => /^runtime\/(py|sh|bench)\/src\/lib\.rs$/.test(file)))
      expect(textOf(root), root).toMatch(/#!\[(forbid|deny)\(unsafe_code\)\]/);
  });

  test("every code that is used is defined", () => {
    const used = new Map<string, string>();
    for (const file of ours.filter((one) => one.startsWith("src/") && !one.includes("/problems/") && !one.endsWith(".test.ts"))) {
      for (const [, code] of textOf(file).matchAll(/"((?:PY|C|SH|TR)\d{4})"/g)) used.set(code, file);
    }
    expect([...used].filter(([code]) => !Object.hasOwn(problems, code))).toEqual([]);
  });

  test("a test or a fixture is never switched off", () => {
    expect(
      findings(
        ours.filter((file) => file.endsWith(".test.ts")),
        /\b(describe|test|it)\.(only|todo)\b|\btest\.skip\(/,
      ),
    ).toEqual([]);
  });

  test("names are lower case with dashes or underscores", () => {
    expect(ours.filter((file) => !/^[a-z0-9._/-]+$/.test(file) && !/(^|\/)[A-Z]+\.md$/.test(file))).toEqual([]);
  });
});
