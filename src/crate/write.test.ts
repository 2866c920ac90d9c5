import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { plan, type Lock } from "./plan.ts";
import type { CrateInput } from "./program.ts";
import { readLock, rollForward, write } from "./write.ts";

let out = "";
beforeEach(() => {
  out = path.join(mkdtempSync(path.join(tmpdir(), "transpile-test-")), "rust");
});
afterEach(() => rmSync(path.dirname(out), { recursive: true, force: true }));

const crate = (name: string, text: string): CrateInput => ({
  package: name,
  binary: name,
  language: "python",
  entry: `${name}.py`,
  sources: [{ path: `${name}.py`, hash: "0" }],
  partial: false,
  program: { files: [{ path: "main.rs", text }], runtime: [], dependencies: [], lineMap: { "main.rs": [[1, 0, 3]] } },
});
const planned = (...crates: CrateInput[]): ReturnType<typeof plan> =>
  plan({ tool: "1.0.0", source: "../src", crates, runtimeFiles: () => new Map(), report: {} });
const put = (...crates: CrateInput[]): ReturnType<typeof write> => {
  const { files, lock } = planned(...crates);
  return write(out, files, lock, false);
};
const main = (name: string): string => path.join(out, name, "src/main.rs");

test("a program becomes a crate of one workspace", () => {
  put(crate("b", "fn main() {}\n"), crate("a", "fn main() {}\n"));
  expect(readFileSync(main("a"), "utf8")).toBe("// Generated from a.py by transpile 1.0.0.\n\nfn main() {}\n");
  expect(readFileSync(path.join(out, "Cargo.toml"), "utf8")).toContain('members = [\n    "a",\n    "b",\n]');
  expect(JSON.parse(readFileSync(path.join(out, "a/line-map.json"), "utf8"))).toEqual({
    sources: ["a.py"],
    lines: { "main.rs": [[3, 0, 3]] },
  });
  expect(readLock(out)?.programs.map((program) => program.entry)).toEqual(["a.py", "b.py"]);
});

test("the order of the programs does not show", () => {
  const one = planned(crate("a", "x"), crate("b", "y"));
  const two = planned(crate("b", "y"), crate("a", "x"));
  expect([...one.files].sort()).toEqual([...two.files].sort());
  expect(one.lock).toEqual(two.lock);
});

test("unchanged files keep their time, changed ones are replaced, old ones removed with their folders", () => {
  put(crate("a", "1"), crate("b", "2"));
  const before = statSync(main("a")).mtimeMs;
  const result = put(crate("a", "1"), crate("c", "3"));
  expect(statSync(main("a")).mtimeMs).toBe(before);
  expect(existsSync(path.join(out, "b"))).toBe(false);
  expect(existsSync(main("c"))).toBe(true);
  expect(result).toMatchObject({ removed: 3 });
});

test("a folder that is not ours is left alone", () => {
  mkdirSync(out, { recursive: true });
  writeFileSync(path.join(out, "notes.txt"), "mine");
  expect(put(crate("a", "1"))).toEqual({ kind: "foreign" });
});

test("foreign files and target/ in our folder stay", () => {
  put(crate("a", "1"));
  mkdirSync(path.join(out, "target"));
  writeFileSync(path.join(out, "a/notes.txt"), "mine");
  put(crate("b", "1"));
  expect(existsSync(path.join(out, "a/notes.txt"))).toBe(true);
  expect(existsSync(path.join(out, "target"))).toBe(true);
});

test("files edited by hand stop the run and are named; force overwrites them", () => {
  put(crate("a", "1"));
  writeFileSync(main("a"), "edited");
  expect(put(crate("a", "2"))).toEqual({ kind: "edited", files: ["a/src/main.rs"] });
  expect(readFileSync(main("a"), "utf8")).toBe("edited");
  const { files, lock } = planned(crate("a", "2"));
  write(out, files, lock, true);
  expect(readFileSync(main("a"), "utf8")).toContain("2");
});

test("an interrupted run: without a journal the old tree is whole, with one the next run completes it", () => {
  put(crate("a", "1"));
  const stage = path.join(out, ".transpile-staged");
  mkdirSync(stage);
  writeFileSync(path.join(stage, "0"), "half");
  expect(rollForward(out)).toBe(false);
  expect(readFileSync(main("a"), "utf8")).toContain("1");

  mkdirSync(stage);
  writeFileSync(path.join(stage, "1"), "new text");
  const lock: Lock = { ...readLock(out)!, source: "../moved" };
  writeFileSync(path.join(stage, "2"), JSON.stringify(lock));
  // The first move had been made when the run was stopped.
  const moves = [
    ["0", "a/Cargo.toml"],
    ["1", "a/src/main.rs"],
    ["2", "transpile.lock.json"],
  ];
  writeFileSync(path.join(stage, "journal.json"), JSON.stringify({ moves, removals: ["rustfmt.toml"] }));
  expect(rollForward(out)).toBe(true);
  expect(readFileSync(main("a"), "utf8")).toBe("new text");
  expect(readLock(out)?.source).toBe("../moved");
  expect(existsSync(path.join(out, "rustfmt.toml"))).toBe(false);
  expect(existsSync(stage)).toBe(false);
});
