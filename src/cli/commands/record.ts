import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { readConfig } from "../config.ts";
import { discover } from "../discover/index.ts";
import { caseName, compileOriginals, planCases, runOriginal } from "../run/cases.ts";
import { EXIT, UsageError } from "../version.ts";

export const RECORDED = "transpile.recorded.json";

/** What an original did in a case. */
export interface Recorded {
  readonly program: string;
  readonly case: string;
  readonly args: readonly string[];
  readonly status: number;
  /** Text, or base64 where it is no UTF-8. */
  readonly stdout: string | { readonly base64: string };
  readonly stderr: string | { readonly base64: string };
  readonly files: Readonly<Record<string, string | null>>;
}

const textOf = (bytes: Buffer): string | { base64: string } => {
  const text = bytes.toString("utf8");
  return Buffer.from(text, "utf8").equals(bytes) ? text : { base64: bytes.toString("base64") };
};

/** Runs the originals of all cases of a project and stores what they do beside transpile.toml. Gives the exit status. */
export const record = async (folder: string): Promise<number> => {
  const config = readConfig(folder);
  if (config.cases.length === 0) throw new UsageError(`${folder}: transpile.toml has no [[case]], so there is nothing to run`);
  const discovery = discover([folder], {
    include: config.include,
    exclude: config.exclude,
    entries: config.entries,
    dialect: config.dialect,
    cFlags: config.cFlags,
  });
  const { planned, unknown } = planCases(discovery, config.cases);
  if (unknown.length > 0) throw new UsageError(`no such program: ${unknown.map((one) => one.program).join(", ")}`);
  const scratch = mkdtempSync(path.join(tmpdir(), "transpile-record-"));
  const recorded: Recorded[] = [];
  let failed = 0;
  try {
    const originals = await compileOriginals(discovery, planned, scratch, "-O1");
    for (const one of planned) {
      const { program, case: wanted } = one;
      const result = await runOriginal(discovery, one, originals);
      if (result.timedOut) {
        failed++;
        console.log(`FAILED ${caseName(one)}: over ${wanted.timeout} s`);
        continue;
      }
      console.log(`ok     ${caseName(one)}: status ${result.status}, ${result.stdout.length} bytes`);
      const { status, files } = result;
      recorded.push({
        program: program.entry,
        case: wanted.name,
        args: wanted.args,
        status,
        stdout: textOf(result.stdout),
        stderr: textOf(result.stderr),
        files,
      });
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  writeFileSync(path.join(folder, RECORDED), `${JSON.stringify(recorded, null, 2)}\n`);
  console.log(`${recorded.length} recorded, ${failed} failed`);
  return failed > 0 ? EXIT.refused : EXIT.translated;
};
