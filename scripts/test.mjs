// `npm test`: the unit tests and every fixture beside its original. Arguments are passed on to vitest. The last line counts.
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { bin, needPackages, needTools, root, run } from "./setup.mjs";

/** Runs the tests; gives how many passed and failed. */
export const test = (args = []) => {
  needTools();
  needPackages();
  const result = path.join(root, "build", "vitest.json");
  mkdirSync(path.dirname(result), { recursive: true });
  rmSync(result, { force: true });
  const { status } = run(bin("vitest"), ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${result}`, ...args]);
  let counts = { passed: 0, failed: 1 };
  try {
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(result, "utf8"));
    // A file that cannot even be loaded, or whose set-up failed, has no failed test of its own.
    const broken = testResults.filter((file) => file.status === "failed" && !file.assertionResults.some((one) => one.status === "failed"));
    counts = { passed: numPassedTests, failed: numFailedTests + broken.length };
  } catch {
    // No result at all: that counts as one failure.
  }
  if (status !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
};

if (process.argv[1] === path.join(root, "scripts", "test.mjs")) {
  const { passed, failed } = test(process.argv.slice(2));
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}
