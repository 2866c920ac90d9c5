// `npm run fixtures -- [FILTER]`: the differential test on the fixtures whose names hold FILTER, for work on a construct.
import { fixtures } from "./cases.ts";
import { runFixtures } from "./differential.ts";

const chosen = fixtures(process.argv[2] ?? "");
const verdicts = await runFixtures(chosen);
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
