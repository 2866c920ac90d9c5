import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "./fixtures.ts";

const entry = path.join(ROOT, "fixtures/python/exceptions/traceback.py");

/** The frames of a traceback, without the marks below their lines. */
const frames = (stderr: string): string[] => stderr.split("\n").filter((line) => line !== "" && !/^\s*[~^]+$/.test(line));

test("an uncaught exception tells its frames as the original does", { timeout: 600_000 }, () => {
  const out = mkdtempSync(path.join(tmpdir(), "transpile-traceback-"));
  try {
    const run = (command: string, args: readonly string[], cwd: string) =>
      spawnSync(command, args, { cwd, encoding: "utf8", env: { ...process.env, CARGO_TARGET_DIR: path.join(out, "target") } });
    expect(run("node", [path.join(ROOT, "bin/transpile.js"), entry, "--out", path.join(out, "rust")], ROOT).status).toBe(0);
    expect(run("cargo", ["build", "--quiet"], path.join(out, "rust")).status).toBe(0);
    for (const arg of readFileSync(entry.replace(/py$/, "args"), "utf8").trim().split("\n")) {
      const want = frames(run("python3", [entry, arg], ROOT).stderr);
      const got = frames(run(path.join(out, "target/debug/traceback"), [arg], ROOT).stderr);
      // What was caught and raised again has only its innermost frame.
      expect(got, arg).toEqual(arg === "c" ? [want[0], ...want.slice(-3)] : want);
    }
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
});
