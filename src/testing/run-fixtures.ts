// `npm run fixtures -- [--lint | --record] [FILTER]`: the differential test on the fixtures whose names hold FILTER, for work on a construct; or
// only what rustc, clippy and rustfmt say of their translations; or what the originals do is stored, for machines without NumPy.
import { fixtures, suiteFixtures } from "./cases.ts";
import { lintFixtures, recordFixtures, runFixtures } from "./differential.ts";

const args = process.argv.slice(2);
const only = args[0] === "--lint";
const records = args[0] === "--record";
const filter = args[only || records ? 1 : 0] ?? "";
const chosen = [...fixtures(filter), ...suiteFixtures(filter)];
if (records) {
  await recordFixtures(chosen);
  process.exit(0);
}
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
