import type { Discovery } from "../discover/index.ts";
import { requestFor, type PlannedCase, type Side as Command } from "../run/cases.ts";
import { compareRuns } from "../run/compare.ts";
import { runIsolated, type RunResult } from "../run/sandbox.ts";
import { measure, type Plan, type Sample } from "./measure.ts";

/** One way to run a case. */
export interface Candidate {
  /** `original`, `translated`, `twin`, … */
  readonly name: string;
  readonly side: Command;
}

/** Samples by side, of those that did what the first one did; and why others are missing. */
export interface Timed {
  readonly samples: ReadonlyMap<string, readonly Sample[]>;
  readonly problems: readonly string[];
}

/** A module that the original wants and this machine does not have. */
const missingModule = ({ status, stderr }: RunResult): string | undefined =>
  status === 0 ? undefined : /^ModuleNotFoundError: No module named '([\w.]+)'/m.exec(stderr.toString("utf8"))?.[1];

/**
 * Runs each candidate once and compares what it does with what the first one does, the original; then times those that agree. Where the
 * original cannot be started for want of a module, the next candidate is what the others are compared with.
 */
export const timeCandidates = async (
  discovery: Discovery,
  planned: PlannedCase,
  candidates: readonly Candidate[],
  plan: Plan,
): Promise<Timed> => {
  const { case: one, program } = planned;
  const problems: string[] = [];
  const agreed: { name: string; request: ReturnType<typeof requestFor> }[] = [];
  let want: RunResult | undefined;
  for (const { name, side } of candidates) {
    const plain = requestFor(discovery, planned, side);
    const request = { ...plain, limits: { timeout: Math.max(300, one.timeout) } };
    const got = await runIsolated(request);
    const missing = name === "original" && program.input.language === "python" ? missingModule(got) : undefined;
    if (missing !== undefined) {
      problems.push(`original: needs ${missing}`);
      continue;
    }
    const [difference] = want === undefined ? [] : compareRuns(want, got, one.expect, program.input.language);
    if (difference === undefined) {
      want ??= got;
      agreed.push({ name, request });
    } else problems.push(`${name}: ${difference}`);
  }
  if (agreed.length === 0) return { samples: new Map(), problems };
  const samples = await measure(
    agreed.map(({ request }) => request),
    plan,
  );
  return { samples: new Map(agreed.map(({ name }, index) => [name, samples[index]])), problems };
};
