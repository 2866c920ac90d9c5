// `npm run fixtures -- [--lint] [FILTER]`: the differential test on the fixtures whose names hold FILTER, for work on a construct; or only
// what rustc, clippy and rustfmt say of their translations.
import { fixtures, suiteFixtures } from "./cases.ts";
import { lintFixtures, runFixtures } from "./differential.ts";

const args = process.argv.slice(2);
const only = args[0] === "--lint";
const filter = args[only ? 1 : 0] ?? "";
const chosen = [...fixtures(filter), ...suiteFixtures(filter)];
const verdicts = await (only ? lintFixtures : runFixtures)(chosen);
let failed = 0;
for (const { name } of chosen) {
  const { failure, warnings } = verdicts.get(name) ?? {};
  if (warnings !== undefined) console.log(`WARNS  ${name}\n${warnings.replace(/^/gm, "    ")}`);
  if (failure === undefined) continue;
  failed++;
  console.log(`FAILED ${name}\n${failure.replace(/^/gm, "    ")}`);
}
console.log(`${chosen.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 || chosen.length === 0 ? 1 : 0;
