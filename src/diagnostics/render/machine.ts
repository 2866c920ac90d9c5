import { problemOf } from "../problems/index.ts";
import { show, type Located, type Shown } from "./located.ts";

/** One JSON object a diagnostic, as `--message-format json` prints it. */
export const renderJson = (located: Located): string => JSON.stringify(show(located));

const LEVELS = { refusal: "error", error: "error", warning: "warning", note: "note" } as const;

const result = (shown: Shown) => ({
  ruleId: shown.code,
  level: LEVELS[shown.severity],
  message: { text: [shown.message, shown.why, shown.help].filter((part) => part !== "").join("\n") },
  locations: [
    {
      physicalLocation: {
        artifactLocation: { uri: encodeURI(shown.path) },
        region: { startLine: shown.start.line, startColumn: shown.start.column, endLine: shown.end.line, endColumn: shown.end.column },
      },
    },
  ],
});

/** A SARIF 2.1.0 log of all diagnostics. */
export const renderSarif = (all: readonly Located[], version: string): string => {
  const shown = all.map(show);
  const codes = [...new Set(shown.map((one) => one.code))].sort();
  const rules = codes.map((id) => {
    const problem = problemOf(id);
    return {
      id,
      shortDescription: { text: problem?.title ?? id },
      fullDescription: { text: problem?.why ?? id },
      help: { text: problem?.help ?? "" },
    };
  });
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver: { name: "transpile", version, rules } }, columnKind: "unicodeCodePoints", results: shown.map(result) }],
  };
  return JSON.stringify(log, null, 2);
};
