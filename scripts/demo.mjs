// `npm run demo`: the main job on the mixed project: translate it, check it against the originals, time both.
import path from "node:path";
import { needPackages, needTools, root, run } from "./setup.mjs";

needTools();
needPackages();
const project = path.join("fixtures", "projects", "log-analytics");
const out = path.join("build", "demo", "rust");
const steps = [
  ["Translate the project: Python, C and shell in, one Cargo workspace out", [project, "--out", out]],
  ["Check it: build, clippy, fmt, and every program beside its original", ["check", out]],
  ["Time it: every program beside its original", ["bench", out, "--quick"]],
];
let failed = 0;
for (const [title, args] of steps) {
  console.log(`\n## ${title}\n$ transpile ${args.join(" ")}\n`);
  if (run(process.execPath, [path.join(root, "bin", "transpile.js"), ...args]).status !== 0) failed++;
}
console.log(
  `\nThe workspace is in ${out}. ${failed === 0 ? "Every step succeeded." : `${failed} of ${steps.length} steps found something to report.`}`,
);
process.exitCode = failed === 0 ? 0 : 1;
