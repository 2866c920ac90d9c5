import { measure, type Plan } from "./measure.ts";
import { sideOf, type Side } from "./row.ts";

/** An empty program of each language that has an interpreter. */
const EMPTY: Readonly<Record<string, readonly string[]>> = {
  python: ["python3", "-c", ""],
  shell: ["bash", "-c", ""],
};

/** What the interpreters take to start, so that it can be told from the work: by language. */
export const measureStartup = async (languages: ReadonlySet<string>, plan: Plan): Promise<Record<string, Side>> => {
  const wanted = Object.entries(EMPTY).filter(([language]) => languages.has(language));
  if (wanted.length === 0) return {};
  const requests = wanted.map(([language, command]) => ({
    command,
    copies: [],
    stdin: "",
    env: {},
    limits: { timeout: 60 },
    slot: `startup-${language}`,
  }));
  const samples = await measure(requests, { ...plan, seconds: Math.min(plan.seconds, 3) });
  return Object.fromEntries(wanted.map(([language], index) => [language, sideOf(samples[index])]));
};
