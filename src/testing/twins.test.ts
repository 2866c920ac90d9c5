import path from "node:path";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { planSuiteCase, rowOf, suiteCases, twinOf } from "../cli/bench/suites.ts";
import type { Case } from "../cli/config.ts";
import { discover } from "../cli/discover/index.ts";
import { requestFor } from "../cli/run/cases.ts";
import { compareRuns } from "../cli/run/compare.ts";
import { compileOriginal, originalCommand } from "../cli/run/original.ts";
import { runIsolated } from "../cli/run/sandbox.ts";
import { suiteData, SUITES } from "./cases.ts";
import { tool } from "../cli/run/workspace.ts";
import { ROOT } from "./fixtures.ts";

const TARGET = process.env.CARGO_TARGET_DIR ?? path.join(ROOT, "build", "target");
const discovery = discover([SUITES], { exclude: ["*/*/data.py"] });
const scratch = mkdtempSync(path.join(tmpdir(), "transpile-twins-"));
const rows = suiteCases(SUITES, "")
  .filter((one) => twinOf(SUITES, rowOf(one.program)) !== undefined)
  .map((one) => ({ name: [one.program, ...one.args].join(" "), one }));

/** What differs between an original at its small size and each form of its twin. Undefined where the original cannot be started here. */
const differences = async (one: Case): Promise<string[] | undefined> => {
  const found = planSuiteCase(discovery, one);
  const twin = twinOf(SUITES, rowOf(one.program));
  if (found === undefined || twin === undefined) return ["there is no such program"];
  const { own, planned } = found;
  const { program } = planned;
  const data = suiteData(rowOf(one.program), one.args);
  const shared = { built: data === undefined ? [] : [[data, "."] as const] };
  const compiled = program.input.language === "c" ? await compileOriginal(program, SUITES, scratch, "-O1") : undefined;
  const want = await runIsolated(requestFor(own, planned, { ...originalCommand(program, compiled), ...shared }));
  if (want.stderr.includes("ModuleNotFoundError")) return undefined;
  const said: string[] = [];
  for (const form of ["", ...twin.forms]) {
    const command = [path.join(TARGET, "debug", twin.package)];
    const got = await runIsolated(requestFor(own, planned, { command, env: { TWIN_FORM: form }, ...shared }));
    for (const difference of compareRuns(want, got, one.expect, program.input.language)) said.push(`${form} ${difference}`);
  }
  return said;
};

describe("hand-written twins do what their originals do", () => {
  beforeAll(async () => {
    const env = {
      ...process.env,
      CARGO_TARGET_DIR: TARGET,
      CARGO_INCREMENTAL: "0",
      CARGO_PROFILE_DEV_DEBUG: "false",
      CARGO_TERM_COLOR: "never",
    };
    const { status, stderr } = await tool("cargo", ["build", "--workspace", "--locked", "-q"], SUITES, env);
    if (status !== 0) throw new Error(stderr);
  }, 600_000);
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  test.each(rows)("$name", async ({ one }) => {
    expect((await differences(one)) ?? []).toEqual([]);
  });
});
