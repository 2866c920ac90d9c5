import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { changesSince, regressions } from "./compare.ts";
import { isInstalled } from "./environment.ts";
import { measure } from "./measure.ts";
import { renderPage } from "./page.ts";
import { sideOf, type Results, type Row } from "./row.ts";
import { summarise } from "./statistics.ts";
import { renderTable } from "./table.ts";

const series = (seconds: number): [number, number, number][] =>
  Array.from({ length: 40 }, (_, index) => [seconds * (1 + (index % 5) / 500), seconds * (1 + (index % 7) / 700), 9000 + index]);

const row = (program: string, times: Readonly<Record<string, number>>, more: Partial<Row> = {}): Row => ({
  program,
  case: "case-1",
  language: "python",
  args: ["8"],
  load: 0.5,
  sides: Object.fromEntries(Object.entries(times).map(([name, seconds]) => [name, sideOf(series(seconds))])),
  ...more,
});

const results = (rows: readonly Row[]): Results => ({
  format: 1,
  environment: {
    date: "2026-01-01T00:00:00.000Z",
    machine: { processor: "a <fast> one & more", processors: 2, memoryGiB: 8, system: "linux" },
    versions: { python3: "Python 3" },
    commit: "abc",
    load: [0.1, 0.2],
  },
  plan: { warmup: 1, iterations: 40, seconds: 1 },
  startup: { python: sideOf(series(0.01)) },
  rows,
});

const ROWS = [
  row("a/x/original.py", { original: 1, translated: 0.05, twin: 0.04, "twin simd": 0.01 }),
  row("a/x/original.py", { original: 2.2, translated: 0.1, twin: 0.08, "twin simd": 0.02 }, { case: "case-2", args: ["16"] }),
  row("a/y/original.py", { twin: 0.04 }, { problem: "refused: PY0001; original: needs numpy" }),
];

describe("medians", () => {
  test("have an interval that holds them, the same at every run", () => {
    const values = Array.from({ length: 101 }, (_, index) => 1 + ((index * 37) % 101) / 100);
    const { median, low, high, p95 } = summarise(values);
    expect([median, p95]).toEqual([1.5, 1.95]);
    expect(low).toBeGreaterThan(1.35);
    expect(low).toBeLessThan(1.5);
    expect(high).toBeLessThan(1.65);
    expect(high).toBeGreaterThan(1.5);
    expect(summarise(values)).toEqual(summarise(values));
  });

  test("of a single run are the run", () => {
    expect(summarise([2])).toMatchObject({ median: 2, low: 2, high: 2, p95: 2 });
  });
});

test("runs of several sides are timed in blocks, the shortest at least as often as asked", async () => {
  const side = (command: readonly string[]) => ({ command, copies: [], stdin: "", env: {}, limits: { timeout: 10 }, slot: "blocks" });
  const samples = await measure([side(["true"]), side(["sh", "-c", "sleep 0.05"])], { warmup: 1, iterations: 4, seconds: 5 });
  expect(samples[1].length).toBeGreaterThanOrEqual(4);
  expect(samples[0].length).toBeGreaterThan(samples[1].length);
  expect(samples.flat().every(([wall, cpu, memory]) => wall > 0 && cpu >= 0 && memory > 0)).toBe(true);
});

describe("comparing with an earlier run", () => {
  const old = results(ROWS);
  const changed = (translated: number): Results =>
    results([row("a/x/original.py", { original: 1, translated, twin: 0.04, "twin simd": 0.01 })]);

  test("finds nothing where nothing has changed", () => {
    expect(changesSince(old, old)).toEqual([]);
  });

  test("fails for what is slower beyond the intervals, and only for that", () => {
    expect(regressions(changesSince(old, changed(0.06)))).toMatchObject([{ side: "translated", verdict: "slower" }]);
    expect(changesSince(old, changed(0.04))).toMatchObject([{ side: "translated", verdict: "faster" }]);
    expect(regressions(changesSince(old, changed(0.04)))).toEqual([]);
    expect(changesSince(old, changed(0.0503))).toEqual([]);
  });

  test("fails for what is no longer measured", () => {
    const now = results([row("a/x/original.py", { original: 1, twin: 0.04, "twin simd": 0.01 }, { problem: "refused: PY0001" })]);
    expect(regressions(changesSince(old, now))).toMatchObject([{ side: "translated", verdict: "lost" }]);
  });
});

describe("the page", () => {
  const html = renderPage(results(ROWS));

  test("is well-formed, with a picture for ratios, scaling and memory", () => {
    const program =
      "import sys, xml.etree.ElementTree as t; r = t.fromstring(sys.stdin.read().split('>', 1)[1]);" +
      "n = '{http://www.w3.org/2000/svg}'; print(*[len(s.findall(n + 'rect')) + len(s.findall(n + 'circle')) for s in r.iter(n + 'svg')], len(list(r.iter('tr'))))";
    const counts = execFileSync("python3", ["-c", program], { input: html, encoding: "utf8" }).trim().split(" ").map(Number);
    // Legends: 3, 4 and 4; bars: 6, points: 8, bars: 9; a heading and three rows.
    expect(counts).toEqual([3 + 6, 4 + 8, 4 + 9, 4]);
    expect(html).toContain("refused: PY0001; original: needs numpy");
    expect(html).toContain("a &#60;fast&#62; one &#38; more");
    expect(html).not.toMatch(/NaN|undefined|Infinity/);
  });

  const browser = ["chromium", "chromium-browser", "google-chrome"].find(isInstalled);
  test.skipIf(browser === undefined)("is shown by a browser", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "transpile-page-"));
    try {
      const file = path.join(folder, "page.html");
      writeFileSync(file, html);
      const flags = ["--headless", "--no-sandbox", "--disable-gpu", `--user-data-dir=${folder}/profile`, "--dump-dom"];
      const { stdout } = spawnSync(browser ?? "", [...flags, `file://${file}`], { encoding: "utf8" });
      expect(stdout.match(/<svg/g)).toHaveLength(3);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

test("the table has a line a case and says what is missing", () => {
  const text = renderTable(results(ROWS));
  expect(text).toMatch(/^a\/x\/original\.py 8 .*20\.00.*100\.00 twin simd/m);
  expect(text).toMatch(/^a\/y\/original\.py 8 .*refused: PY0001; original: needs numpy$/m);
});
