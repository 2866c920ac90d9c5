import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROOT } from "../testing/fixtures.ts";

const CLI = path.join(ROOT, "bin/transpile.js");
let scratch = "";

const transpile = (...args: string[]): { status: number | null; stdout: string; stderr: string } =>
  spawnSync(process.execPath, [CLI, ...args], {
    cwd: scratch,
    encoding: "utf8",
    env: { ...process.env, XDG_CACHE_HOME: path.join(scratch, "cache") },
  });

/** Every file below a folder with its text. */
const tree = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file): [string, string] => [path.relative(folder, file), readFileSync(file, "latin1")])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

beforeAll(() => {
  scratch = mkdtempSync(path.join(tmpdir(), "transpile-cli-"));
  execFileSync(process.execPath, [path.join(ROOT, "scripts/build.mjs")]);
}, 60_000);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe("the command line", () => {
  test("one and four workers write the same bytes", { timeout: 60_000 }, () => {
    const project = path.join(ROOT, "fixtures/projects/log-analytics");
    for (const jobs of ["1", "4"]) transpile(project, "--out", `out-${jobs}`, "--jobs", jobs, "--no-cache", "--quiet");
    const one = tree(path.join(scratch, "out-1"));
    expect(Object.keys(one)).toContain("Cargo.toml");
    expect(tree(path.join(scratch, "out-4"))).toEqual(one);
  });

  test("a second run takes what the first one made, and writes the same bytes", { timeout: 60_000 }, () => {
    const project = path.join(ROOT, "fixtures/projects/log-analytics");
    const [first, second, third] = [[], [], ["--no-cache"]].map(
      (more, i) => transpile(project, "--out", `again-${i}`, "--jobs", "1", ...more).stdout,
    );
    expect(first).not.toContain("as in an earlier run");
    expect(second).toMatch(/as in an earlier run: (\d+) of \1 /);
    expect(third).not.toContain("as in an earlier run");
    for (const i of [1, 2]) expect(tree(path.join(scratch, `again-${i}`))).toEqual(tree(path.join(scratch, "again-0")));
  });

  test("nothing to translate: exit 4; usage: exit 2", () => {
    writeFileSync(path.join(scratch, "notes.txt"), "hello");
    rmSync(path.join(scratch, "empty"), { recursive: true, force: true });
    expect(transpile(".", "--out", "x", "--lang", "c").status).toBe(4);
    expect(transpile("no-such-folder", "--out", "x").status).toBe(2);
    expect(transpile(".").status).toBe(2);
    expect(transpile(".", "--out", "x", "--lang", "cobol").status).toBe(2);
    expect(transpile("--help").status).toBe(0);
  });

  test("a syntax error is refused with its place, as text, JSON and SARIF; exit 1", () => {
    writeFileSync(path.join(scratch, "broken.py"), "def f(:\n    pass\n");
    const human = transpile("broken.py", "--out", "b1");
    expect(human.status).toBe(1);
    expect(human.stderr).toMatch(/^broken\.py:1:\d+: refused\[PY\d{4}\]: /m);
    const json = transpile("broken.py", "--out", "b2", "--message-format", "json");
    expect(JSON.parse(json.stdout.split("\n")[0])).toMatchObject({ path: "broken.py", severity: "refusal" });
    const sarif = JSON.parse(transpile("broken.py", "--out", "b3", "--message-format", "sarif").stdout) as { version: string };
    expect(sarif.version).toBe("2.1.0");
  });

  test("a folder that holds other things is not written", () => {
    writeFileSync(path.join(scratch, "ok.sh"), "echo hi\n");
    const result = transpile("ok.sh", "--out", ".");
    expect(result.status).toBe(2);
    expect(result.stderr).toContain("not written by transpile");
  });

  test("explain prints what a code means, and lists all", () => {
    expect(transpile("explain", "PY0001").stdout).toContain("A syntax error");
    expect(transpile("explain").stdout).toContain("TR0001");
    expect(transpile("explain", "XX").status).toBe(2);
  });
});
