// `npm run check`: types, lint, formatting, layers, unused files and packages, tidiness.
import path from "node:path";
import { bin, needPackages, root, run } from "./setup.mjs";

const CHECKS = [
  ["types", process.execPath, ["node_modules/typescript-native/bin/tsc", "--noEmit", "-p", "."]],
  ["lint", bin("eslint"), ["--max-warnings", "0", "src", "grammars"]],
  ["formatting", bin("prettier"), ["--check", "--log-level", "warn", "src", "scripts", "grammars", "*.json", "*.mjs", "*.ts"]],
  ["layers", bin("depcruise"), ["--config", ".dependency-cruiser.cjs", "src"]],
  ["unused", bin("knip"), ["--no-progress"]],
  ["tidy", bin("vitest"), ["run", "--reporter=dot", "src/testing/tidy.test.ts"]],
];

/** Runs all checks; gives the names of those that failed. */
export const check = () => {
  needPackages();
  const failed = [];
  for (const [name, command, args] of CHECKS) {
    const begin = performance.now();
    const { status, output } = run(command, args, { collect: true });
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    console.log(`${status === 0 ? "ok    " : "FAILED"} ${name} (${seconds} s)`);
    if (status !== 0) {
      failed.push(name);
      console.log(output.trim().replace(/^/gm, "    "));
    }
  }
  return { failed, passed: CHECKS.length - failed.length };
};

if (process.argv[1] === path.join(root, "scripts", "check.mjs")) {
  const { failed, passed } = check();
  console.log(`${passed} passed, ${failed.length} failed`);
  process.exitCode = failed.length > 0 ? 1 : 0;
}
