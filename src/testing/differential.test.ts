import { readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { fixtures, problemFixtures, refusedOriginals, suiteFixtures } from "./cases.ts";
import { ROOT } from "./fixtures.ts";
import { explainResult, runFixtures, translateFile, type Verdict } from "./differential.ts";

const all = [...fixtures(), ...suiteFixtures()];
// An original of a benchmark that is translated by now leaves the list.
const problems = [...problemFixtures(), ...refusedOriginals()];
let verdicts = new Map<string, Verdict>();

describe.skipIf(all.length === 0)("fixtures behave as their originals", () => {
  beforeAll(async () => {
    verdicts = await runFixtures(all);
  }, 1_500_000);

  test.each(all)("$name", ({ name }) => {
    const verdict = verdicts.get(name);
    expect(verdict).toBeDefined();
    if (verdict?.failure !== undefined) expect.fail(verdict.failure);
  });

  // The list may only become shorter: rustc, clippy and rustfmt accept a fixture that is not in it, and one that is clean leaves it.
  test("rustc, clippy and rustfmt have nothing to say, but for the fixtures of the list", () => {
    const known = readFileSync(path.join(ROOT, "fixtures/with-warnings.txt"), "utf8")
      .split("\n")
      .filter((line) => line !== "");
    const warned = [...verdicts].filter(([, { warnings }]) => warnings !== undefined);
    const fresh = warned.filter(([name]) => !known.includes(name));
    if (fresh.length > 0) expect.fail(fresh.map(([name, { warnings }]) => `${name}\n${warnings}`).join("\n"));
    expect(known.filter((name) => verdicts.has(name) && !warned.some(([other]) => other === name))).toEqual([]);
  });
});

describe.skipIf(problems.length === 0)("what is not supported is refused with its code", () => {
  test.each(problems)("$name", ({ code, entry }) => {
    const result = translateFile(entry);
    const codes = result.diagnostics.filter((one) => one.diagnostic.severity === "refusal").map((one) => one.diagnostic.code);
    expect(result.status, explainResult(result)).toBe("refused");
    expect(codes).toContain(code);
  });
});
