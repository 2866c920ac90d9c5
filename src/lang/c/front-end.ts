/** C as a language of the pipeline: units are preprocessed, parsed, linked and lowered. */
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Program } from "../../ir/index.ts";
import { isUnit, type FrontEnd, type Host } from "../front-end.ts";
import { lowerProgram } from "./lower/program.ts";
import { createSources } from "./preprocess.ts";
import { readUnit, type Unit } from "./unit.ts";

export const cFrontEnd: FrontEnd = {
  language: "c",
  translate(input, host, time) {
    const diagnostics: Diagnostic[] = [];
    const report = (d: Diagnostic): void => void diagnostics.push(d);
    const source = createSources(input.files);
    const units: Unit[] = [];
    const ids = { next: 0 };
    let entryUnit = 0;
    for (let file = 0; file < input.files.length; file++) {
      if (!isUnit(input, file)) continue;
      let text: string;
      try {
        text = time("preprocess", () => host.preprocess(input, file));
      } catch (error) {
        report({
          code: "C0002",
          severity: "refusal",
          span: { file, start: 0, end: 0 },
          message: error instanceof Error ? error.message : String(error),
        });
        continue;
      }
      if (file === input.entry) entryUnit = units.length;
      units.push(time("parse", () => readUnit(text, units.length, file, input.files, source, ids, report)));
    }
    if (diagnostics.some((d) => d.severity === "refusal")) return { diagnostics };
    const { program } = time("lower", () =>
      lowerProgram(
        input.name,
        units,
        entryUnit,
        input.files.map((f) => f.path),
        source,
        report,
      ),
    );
    if (program) reportUndefined(program, host, report);
    return diagnostics.some((d) => d.severity === "refusal") ? { diagnostics } : { program, diagnostics };
  },
};

/** Names that the linker itself defines. */
const OF_LINKER = /^(_.*|end|edata|etext|environ)$/;

/** What the program declares itself, and neither its units nor the library define: the link would fail. */
function reportUndefined(program: Program, host: Host, report: (d: Diagnostic) => void): void {
  if (!host.isInLibrary) return;
  for (const { extern, span } of [...program.functions, ...program.globals])
    if (extern && span.file >= 0 && !OF_LINKER.test(extern.symbol) && !host.isInLibrary(extern.symbol))
      report({ code: "C0603", severity: "refusal", span, message: `no unit defines ‘${extern.symbol}’` });
}
