import { show, WORDS, type Located } from "../diagnostics/render/located.ts";
import type { Discovery, Program } from "./discover/index.ts";
import type { Outcome } from "../pool/job.ts";

/** What became of a program. */
export type Status = "translated" | "partial" | "refused" | "failed";

export interface Result {
  readonly program: Program;
  readonly outcome: Outcome;
  readonly status: Status;
  readonly diagnostics: readonly Located[];
}

/** Judges an outcome: a program without files, or with refusals in what its entry reaches, is refused. */
export const judge = (program: Program, outcome: Outcome): Result => {
  if ("crash" in outcome) {
    const message = `\`${program.entry}\`: internal error: ${outcome.crash.message.split("\n")[0]}`;
    const diagnostic = { code: "TR0002", severity: "error" as const, span: { file: 0, start: 0, end: 0 }, message };
    return { program, outcome, status: "failed", diagnostics: [{ diagnostic, source: program.sources[0] }] };
  }
  const { output } = outcome;
  const diagnostics = output.diagnostics.map((diagnostic): Located => {
    const source = diagnostic.span.file >= 0 ? program.sources.at(diagnostic.span.file) : undefined;
    return source === undefined ? { diagnostic, path: program.entry } : { diagnostic, source };
  });
  const status = output.files.length === 0 ? "refused" : output.partial ? "partial" : "translated";
  return { program, outcome, status, diagnostics };
};

/** The report that is written beside the crates: what was translated, refused and skipped, with reasons. */
export const reportOf = (discovery: Discovery, results: readonly Result[]): unknown => ({
  programs: results.map(({ program, status, diagnostics }) => ({
    entry: program.entry,
    language: program.input.language,
    package: program.names.package,
    binary: program.names.binary,
    files: program.sources.length,
    lines: linesOf(program),
    status,
    dynamic: diagnostics.filter((one) => one.diagnostic.severity === "note").length,
    diagnostics: diagnostics.map((located) => {
      const { path, start, code, severity, message } = show(located);
      return { place: `${path}:${start.line}:${start.column}`, severity: WORDS[severity], code, message };
    }),
  })),
  skipped: discovery.skipped,
});

/** Lines of the program's own files, blank ones and comments counted. */
export const linesOf = (program: Program): number =>
  program.sources.reduce((sum, source) => sum + source.lineStarts.length - (source.bytes.at(-1) === 10 ? 1 : 0), 0);

const LANGUAGE_NAMES = { python: "Python", c: "C", shell: "shell" } as const;

/** Was it made by an earlier run? */
export const isKnown = ({ outcome }: Result): boolean => "output" in outcome && outcome.known === true;

const totalLines = (results: readonly Result[]): number => results.reduce((sum, { program }) => sum + linesOf(program), 0);

/** Rows of the summary: a line a language, then the total. `seconds` is the wall clock of the whole run. Speeds are of what this run translated. */
export const summaryRows = (results: readonly Result[], seconds: number): string[][] => {
  const rows = [["", "programs", "files", "lines", "translated", "partial", "refused", "lines/s"]];
  const add = (name: string, some: readonly Result[], time: number): void => {
    const files = new Set(some.flatMap(({ program }) => program.sources.map((source) => source.path)));
    const count = (status: Status): number => some.filter((result) => result.status === status).length;
    const lines = totalLines(some.filter((result) => !isKnown(result)));
    const speed = lines > 0 && time > 0 ? Math.round(lines / time) : "-";
    const counts = [count("translated"), count("partial"), count("refused") + count("failed")];
    rows.push([name, some.length, files.size, totalLines(some), ...counts, speed].map(String));
  };
  for (const language of ["python", "c", "shell"] as const) {
    const some = results.filter(({ program }) => program.input.language === language);
    const anew = some.filter((result) => !isKnown(result));
    const time = anew.reduce((sum, { outcome }) => sum + ("output" in outcome ? outcome.milliseconds : 0), 0) / 1000;
    if (some.length > 0) add(LANGUAGE_NAMES[language], some, time);
  }
  add("all (wall clock)", results, seconds);
  return rows;
};

/** Refusals by code, the most frequent first. */
export const reasons = (results: readonly Result[]): string[] => {
  const counts = new Map<string, { count: number; title: string }>();
  for (const { status, diagnostics } of results) {
    if (status !== "refused" && status !== "partial" && status !== "failed") continue;
    for (const code of new Set(diagnostics.filter((one) => one.diagnostic.severity !== "warning").map((one) => one.diagnostic.code))) {
      const title = show(diagnostics.find((one) => one.diagnostic.code === code)!).title;
      counts.set(code, { count: (counts.get(code)?.count ?? 0) + 1, title });
    }
  }
  return [...counts]
    .sort(([a, x], [b, y]) => y.count - x.count || (a < b ? -1 : 1))
    .map(([code, { count, title }]) => `${count} × ${code} ${title}`);
};
