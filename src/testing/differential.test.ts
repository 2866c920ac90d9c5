import { beforeAll, describe, expect, test } from "vitest";
import { fixtures, problemFixtures } from "./cases.ts";
import { explainResult, runFixtures, translateFile, type Verdict } from "./differential.ts";

const all = fixtures();
const problems = problemFixtures();
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
});

describe.skipIf(problems.length === 0)("what is not supported is refused with its code", () => {
  test.each(problems)("$name", ({ code, entry }) => {
    const result = translateFile(entry);
    const codes = result.diagnostics.filter((one) => one.diagnostic.severity === "refusal").map((one) => one.diagnostic.code);
    expect(result.status, explainResult(result)).toBe("refused");
    expect(codes).toContain(code);
  });
});
