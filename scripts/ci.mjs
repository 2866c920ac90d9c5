// What `.ci/run` does: the checks, the tests, and the runtime crates under fmt, clippy and their own tests. The last line counts.
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { check } from "./check.mjs";
import { needPackages, needTools, root, run } from "./setup.mjs";
import { test } from "./test.mjs";

const env = {
  CARGO_TARGET_DIR: process.env.CARGO_TARGET_DIR ?? path.join(root, "build", "target"),
  CARGO_TERM_COLOR: "never",
  CARGO_INCREMENTAL: "0",
};

/** fmt, clippy and tests of one runtime crate. */
const runtime = (folder) => {
  const counts = { passed: 0, failed: 0 };
  const manifest = ["--manifest-path", path.join(folder, "Cargo.toml")];
  for (const args of [
    ["fmt", ...manifest, "--check"],
    ["clippy", ...manifest, "--all-features", "--all-targets", "--", "-D", "warnings"],
    ["test", ...manifest, "--all-features"],
  ]) {
    console.log(`cargo ${args[0]}: ${path.relative(root, folder)}`);
    const { status, output } = run("cargo", args, { collect: true, env });
    const results = [...output.matchAll(/^test result: \w+\. (\d+) passed; (\d+) failed/gm)];
    if (results.length === 0) counts[status === 0 ? "passed" : "failed"]++;
    for (const [, passed, failed] of results) {
      counts.passed += Number(passed);
      counts.failed += Number(failed);
    }
    if (status !== 0) {
      console.log(output.trim().split("\n").slice(-60).join("\n").replace(/^/gm, "    "));
      if (results.length > 0 && !results.some(([, , failed]) => failed !== "0")) counts.failed++;
    }
  }
  return counts;
};

needTools();
needPackages();
const total = { passed: 0, failed: 0 };
const add = ({ passed, failed }) => {
  total.passed += passed;
  total.failed += failed;
};
const checked = check();
add({ passed: checked.passed, failed: checked.failed.length });
const crates = path.join(root, "runtime");
for (const name of existsSync(crates) ? readdirSync(crates).sort() : []) {
  if (existsSync(path.join(crates, name, "Cargo.toml"))) add(runtime(path.join(crates, name)));
}
add(test());
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;
