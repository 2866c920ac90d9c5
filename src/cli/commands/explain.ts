import { problemOf, problems } from "../../diagnostics/problems/index.ts";
import { EXIT, UsageError } from "../version.ts";

/** Prints what a code means; without one, all codes. Gives the exit status. */
export const explain = (what: string | undefined): number => {
  if (what === undefined) {
    for (const [code, { title }] of Object.entries(problems).sort(([a], [b]) => (a < b ? -1 : 1))) console.log(`${code}  ${title}`);
    return EXIT.translated;
  }
  const problem = problemOf(what.toUpperCase());
  if (problem === undefined) throw new UsageError(`${what} is not a code of a diagnostic; \`transpile explain\` lists them`);
  console.log(`${what.toUpperCase()}: ${problem.title}\n\n${problem.why}\n\nWhat to do: ${problem.help}`);
  return EXIT.translated;
};
